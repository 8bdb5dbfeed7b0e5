#include "engine/rules-dir.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path) {
        struct stat info;
        return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* `path` below the folder above the one of the running program; NULL when it is no folder. */
static char *beside_program(const char *path) {
        char program[PATH_MAX], *full;
        ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
        if (length <= 0)
                return NULL;
        for (int level = 0; level < 2; level++) {
                while (length > 0 && program[length - 1] != '/')
                        length--;
                length -= length > 1;
        }
        if (asprintf(&full, "%.*s%s%s", (int)length, program, length > 1 ? "/" : "", path) < 0)
                return NULL;
        if (is_folder(full))
                return full;
        free(full);
        return NULL;
}

enum cw_err rules_dir_find(const char *given, char **ret, struct err *reterr) {
        const char *named = given ? given : secure_getenv("CALWARDEN_RULES");
        char *found = NULL;
        if (named && !is_folder(named))
                return err_set(reterr, CW_ERR_NOT_FOUND, "%.200s: no such folder of rules", named);
        if (named)
                found = strdup(named);
        if (!named)
                found = beside_program("rules");
        if (!named && !found)
                found = beside_program("share/calwarden/rules");
        if (!named && !found && is_folder(CW_RULES_DIR))
                found = strdup(CW_RULES_DIR);
        if (!found)
                return err_set(reterr, CW_ERR_NOT_FOUND, "no rules found; give their folder with --rules or CALWARDEN_RULES");
        *ret = found;
        return CW_OK;
}
