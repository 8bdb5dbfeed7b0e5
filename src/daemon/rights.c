#include "daemon/rights.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "config/config.h"

enum { DESCRIPTORS = 65536 };

enum cw_err rights_find(const struct config *config, struct rights *ret, struct err *reterr) {
        *ret = (struct rights){ .user = geteuid(), .group = getegid() };
        const char *name = config->options.text[OPT_USER];
        if (ret->user != 0 || !*name)
                return CW_OK;
        const struct passwd *user = getpwnam(name);
        if (!user && config->options.place[OPT_USER].file)
                return err_set(reterr, CW_ERR_CONFIG, "user: there is no user %.100s on this system", name);
        ret->lost = !user;
        if (user) {
                ret->user = user->pw_uid;
                ret->group = user->pw_gid;
                (void)snprintf(ret->name, sizeof ret->name, "%s", name);
        }
        return CW_OK;
}

static enum cw_err become(const struct rights *rights, struct err *reterr) {
        if (initgroups(rights->name, rights->group) < 0 || setresgid(rights->group, rights->group, rights->group) < 0 ||
            setresuid(rights->user, rights->user, rights->user) < 0)
                return err_set(reterr, CW_ERR_PERMISSION, "cannot become user %s: %s", rights->name, strerror(errno));
        if (rights->user != 0 && setuid(0) == 0)
                return err_set(reterr, CW_ERR_INTERNAL, "still root after becoming user %s", rights->name);
        return CW_OK;
}

/* A service manager may have taken them, and the call itself, already. */
static bool give_up_capabilities(void) {
        struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
        struct __user_cap_data_struct had[2] = { 0 }, none[2] = { 0 };
        return (syscall(SYS_capget, &header, had) == 0 && memcmp(had, none, sizeof none) == 0) ||
               syscall(SYS_capset, &header, none) == 0;
}

enum cw_err rights_drop(const struct rights *rights, struct err *reterr) {
        if (geteuid() == 0)
                for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
                        (void)prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
        (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        enum cw_err code = *rights->name ? become(rights, reterr) : CW_OK;
        if (!code && (!give_up_capabilities() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0))
                code = err_set(reterr, CW_ERR_PERMISSION, "cannot give up capabilities: %s", strerror(errno));
        return code;
}

void rights_raise_limits(void) {
        struct rlimit limit;
        if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= DESCRIPTORS)
                return;
        limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
}
