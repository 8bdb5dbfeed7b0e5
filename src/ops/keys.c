/* key add, list, remove; backup. */
#include <errno.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64url.h"
#include "base/percent.h"
#include "config/config.h"
#include "ops/answers.h"
#include "ops/keys.h"
#include "report/instant.h"
#include "store/keys.h"

enum { SECRET_BYTES = 32, ID_BYTES = 8 };

void key_hash(const char *key, char ret[static KEY_HASH_BYTES]) {
        unsigned char digest[SHA256_DIGEST_LENGTH];
        SHA256((const unsigned char *)key, strlen(key), digest);
        hex_write(digest, sizeof digest, ret);
}

static void make_key(char id[static ID_BYTES + 1], char key[static KEY_BYTES]) {
        static const char letters[] = "abcdefghijkmnopqrstuvwxyz2345678";
        uint8_t random[ID_BYTES], secret[SECRET_BYTES];
        char text[BASE64URL_LETTERS(SECRET_BYTES) + 1];
        arc4random_buf(random, sizeof random);
        arc4random_buf(secret, sizeof secret);
        for (size_t i = 0; i < ID_BYTES; i++)
                id[i] = letters[random[i] & 31];
        id[ID_BYTES] = '\0';
        base64url_write(secret, sizeof secret, text);
        (void)snprintf(key, KEY_BYTES, "cw_%s_%s", id, text);
}

static enum cw_err read_rights(const struct op_call *call, char *ret, size_t size, struct err *reterr) {
        const struct param_value *value = &call->values[PARAM_RIGHT];
        size_t used = 0;
        ret[0] = 0;
        for (unsigned i = 0; i < RIGHTS; i++)
                for (uint32_t j = 0; j < value->count; j++)
                        if (strcmp(value->texts[j], right_table[i].name) == 0) {
                                used += (size_t)snprintf(ret + used, size - used, "%s%s", used ? "," : "",
                                                         right_table[i].name);
                                break;
                        }
        for (uint32_t j = 0; j < value->count; j++)
                if (op_rights(value->texts[j]) == 0 || strchr(value->texts[j], ','))
                        return err_set(reterr, CW_ERR_USAGE, "there is no right \"%.60s\"; see calwarden help key add",
                                       value->texts[j]);
        return used ? CW_OK : err_set(reterr, CW_ERR_USAGE, "a key without a right is good for nothing: --right read");
}

static enum cw_err read_scope(const struct op_context *context, const struct op_call *call,
                              char ret[static ADDRESS_BYTES], struct err *reterr) {
        const char *given = op_text(call, PARAM_FOR);
        aliases_resolve(context->config->aliases, span_from(given ? given : ""), ret);
        const char *at = strchr(ret, '@');
        if (*ret && (!at || !at[1] || strpbrk(ret, " \t\r\n<>")))
                return err_set(reterr, CW_ERR_USAGE, "--for takes an address or @domain, not \"%.100s\"", given);
        return CW_OK;
}

enum cw_err answer_key_add(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                           struct err *reterr) {
        char id[ID_BYTES + 1], key[KEY_BYTES], hash[KEY_HASH_BYTES], rights[128], scope[ADDRESS_BYTES];
        int64_t expires = call->values[PARAM_EXPIRES].time;
        enum cw_err code = op_whole_site(context, reterr);
        if (!code && op_given(call, PARAM_EXPIRES) && expires <= context->now)
                code = err_set(reterr, CW_ERR_USAGE, "--expires lies in the past");
        if (!code)
                code = read_rights(call, rights, sizeof rights, reterr);
        if (!code)
                code = read_scope(context, call, scope, reterr);
        if (code)
                return code;
        make_key(id, key);
        key_hash(key, hash);
        const struct key_record row = { .id = id,
                                        .hash = hash,
                                        .name = call->args[0],
                                        .rights = rights,
                                        .scope = scope,
                                        .by = context->by,
                                        .created = context->now,
                                        .expires = expires };
        code = key_add(context->store, &row, reterr);
        if (code)
                return code;
        answer_text(ret, "id", id);
        answer_text(ret, "key", key);
        return CW_OK;
}

enum cw_err answer_key_list(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                            struct err *reterr) {
        const struct key_record *rows;
        uint32_t count;
        (void)call;
        enum cw_err code = op_whole_site(context, reterr);
        if (!code)
                code = key_list(context->store, &rows, &count, reterr);
        if (!code)
                answer_many(ret, "items", SHAPE_key_record, rows, count);
        return code;
}

enum cw_err answer_key_remove(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                              struct err *reterr) {
        bool removed = false;
        enum cw_err code = op_whole_site(context, reterr);
        if (!code)
                code = key_remove(context->store, call->args[0], &removed, reterr);
        if (!code && !removed)
                code = err_set(reterr, CW_ERR_NOT_FOUND, "there is no key %.60s", call->args[0]);
        if (!code)
                answer_change(ret, true, "removed");
        return code;
}

/* ---- backup ---------------------------------------------------------------------------------------------------------- */

static enum cw_err backup_path(const struct op_context *context, char *ret, size_t size, struct err *reterr) {
        char folder[4000], at[INSTANT_BYTES], *to = at;
        struct stat state;
        if (!config_state_path(context->config, "backup", folder, sizeof folder))
                return err_set(reterr, CW_ERR_CONFIG, "no state folder: set the option state, or name a file");
        bool made = mkdir(folder, 0700) == 0;
        if (!made && errno != EEXIST)
                return err_set(reterr, CW_ERR_IO, "%.150s: %s", folder, strerror(errno));
        /* So that the daemon's own user can go on where root began. */
        if (made && stat(context->config->state, &state) == 0 && chown(folder, state.st_uid, state.st_gid) < 0)
                return err_set(reterr, CW_ERR_IO, "%.150s: %s", folder, strerror(errno));
        instant_write(context->now, at);
        for (const char *from = at; *from; from++)
                if (*from != '-' && *from != ':')
                        *to++ = *from;
        *to = 0;
        (void)snprintf(ret, size, "%s/calwarden-%s.db", folder, at);
        return CW_OK;
}

enum cw_err answer_backup(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                          struct err *reterr) {
        char made[4096];
        const char *path = call->arg_count ? call->args[0] : made;
        enum cw_err code = op_whole_site(context, reterr);
        if (!code && !call->arg_count)
                code = backup_path(context, made, sizeof made, reterr);
        if (!code)
                code = store_backup(context->store, path, reterr);
        if (!code)
                answer_text(ret, "file", path);
        return code;
}
