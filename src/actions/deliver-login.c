/* How a user's calendars are reached. */
#include <stdio.h>
#include <sys/stat.h>

#include "actions/deliver-inside.h"
#include "base/limits.h"
#include "client/caldav.h"
#include "config/config.h"

/* %a, %u and %d of an address. */
static const char *expand(const char *form, const char *address, struct arena *arena) {
        struct buf out = buf_in(arena, LIMIT_DELIVER_NAME);
        struct span all = span_from(address), rest = all, local = span_split(&rest, '@');
        for (; *form; form++) {
                char what = *form == '%' ? form[1] : 0;
                if (what != 'a' && what != 'u' && what != 'd') {
                        buf_add_byte(&out, *form);
                        continue;
                }
                buf_add(&out, what == 'a' ? all : what == 'u' ? local : rest);
                form++;
        }
        buf_add_byte(&out, 0);
        return out.overflow ? "" : out.ptr;
}

/* What stands in the file; nothing is allocated while it is open. */
static enum cw_err passwords_read(const char *path, struct arena *arena, struct span *ret, struct err *reterr) {
        struct stat about;
        if (stat(path, &about) != 0)
                return err_set(reterr, CW_ERR_CONFIG, "caldav-passwords: %.150s: %m", path);
        if ((about.st_mode & 077) != 0)
                return err_set(reterr, CW_ERR_CONFIG,
                               "caldav-passwords: %.150s: only its owner may read it (mode 0600)", path);
        if (about.st_size > LIMIT_CONFIG_FILE_BYTES)
                return err_set(reterr, CW_ERR_CONFIG, "caldav-passwords: %.150s: it is too large", path);
        char *text = arena_bytes(arena, (size_t)about.st_size + 1);
        FILE *file = fopen(path, "re");
        if (!file)
                return err_set(reterr, CW_ERR_CONFIG, "caldav-passwords: %.150s: %m", path);
        *ret = (struct span){ text, fread(text, 1, (size_t)about.st_size, file) };
        bool failed = ferror(file);
        fclose(file);
        return failed ? err_set(reterr, CW_ERR_CONFIG, "caldav-passwords: %.150s: it cannot be read", path) : CW_OK;
}

/* NULL: the file has none for this name. */
static enum cw_err password_find(const struct config *config, const char *name, struct arena *arena, const char **ret,
                                 struct err *reterr) {
        struct span rest = { 0 };
        *ret = NULL;
        enum cw_err code = passwords_read(config->options.text[OPT_CALDAV_PASSWORDS], arena, &rest, reterr);
        while (!code && rest.len > 0) {
                struct span line = span_split(&rest, '\n');
                if (line.len > 0 && line.ptr[line.len - 1] == '\r')
                        line.len--;
                if (line.len == 0 || line.ptr[0] == '#')
                        continue;
                size_t colon = span_find_byte(line, ':');
                if (colon == line.len || !span_equal(span_head(line, colon), span_from(name)))
                        continue;
                *ret = arena_copy(arena, span_skip(line, colon + 1)).ptr;
                break;
        }
        return code;
}

static const char *given(const char *text) {
        return *text ? text : NULL;
}

enum cw_err deliver_login(const struct config *config, const char *owner, struct arena *arena, struct caldav_login *ret,
                          struct err *reterr) {
        const struct options *options = &config->options;
        int how = option_choice(options, OPT_CALDAV_LOGIN);
        struct caldav_login login = { .url = options->text[OPT_CALDAV_URL],
                                      .user = expand(options->text[OPT_CALDAV_USER], owner, arena),
                                      .address = owner,
                                      .calendar = given(options->text[OPT_CALDAV_CALENDAR]),
                                      .ca_file = given(options->text[OPT_CALDAV_CA_FILE]),
                                      .timeout_ms = (uint32_t)option_ms(options, OPT_CALDAV_TIMEOUT) };
        if (!*login.url)
                return err_set(reterr, CW_ERR_NOT_FOUND, "there is no calendar server (option caldav-url)");
        /* A name with a colon would be another one's in Basic. */
        if (!strchr(owner, '@') || !*login.user || strpbrk(login.user, ":\r\n"))
                return err_set(reterr, CW_ERR_NOT_FOUND, "%.100s has no calendars", owner);
        if (how == CALDAV_LOGIN_ADMIN)
                login.admin = options->text[OPT_CALDAV_ADMIN];
        if (how == CALDAV_LOGIN_HEADER)
                login.header = options->text[OPT_CALDAV_HEADER];
        enum cw_err code = CW_OK;
        if (how != CALDAV_LOGIN_HEADER)
                code = password_find(config, login.admin ? login.admin : login.user, arena, &login.password, reterr);
        if (!code && how == CALDAV_LOGIN_PASSWORD && !login.password)
                code = err_set(reterr, CW_ERR_NOT_FOUND, "there is no password of %.100s in caldav-passwords",
                               login.user);
        if (!code && how == CALDAV_LOGIN_ADMIN && !login.password)
                code = err_set(reterr, CW_ERR_CONFIG, "there is no password of %.100s in caldav-passwords", login.admin);
        if (!code)
                *ret = login;
        return code;
}
