#include "ops/list-value.h"

#include <stdio.h>

#include "config/aliases.h"
#include "message/subaddress.h"

static void name_mailbox(struct list_value *key) {
        char mailbox[ADDRESS_BYTES];
        if (strlen(key->value) < sizeof mailbox)
                (void)snprintf(key->value, sizeof key->value, "%s", subaddress_mailbox(span_from(key->value), mailbox));
}

/* As facts have them: lower case; domains without @, list ids without brackets. Names of accounts as they are. */
enum cw_err list_value_read(const char *given, const char *kind, bool block, struct list_value *ret, struct err *reterr) {
        struct span value = span_trim(span_from(given));
        const char *at = memchr(value.ptr, '@', value.len);
        ret->kind = kind ? kind : at && at != value.ptr ? "address" : "domain";
        bool domain = strcmp(ret->kind, "domain") == 0, account = strcmp(ret->kind, "account") == 0;
        if (domain && value.len && value.ptr[0] == '@')
                value = span_skip(value, 1);
        if (!account)
                value = span_without_brackets(value);
        if (value.len == 0 || value.len >= sizeof ret->value)
                return err_set(reterr, CW_ERR_USAGE, "a value has 1 to %zu bytes", sizeof ret->value - 1);
        for (size_t i = 0; i < value.len; i++) {
                char c = value.ptr[i];
                if ((unsigned char)c <= ' ' || c == 0x7f)
                        return err_set(reterr, CW_ERR_USAGE, "a value has no spaces or controls");
                ret->value[i] = account ? c : ascii_lower(c);
        }
        ret->value[value.len] = 0;
        at = strchr(ret->value, '@');
        bool address = strcmp(ret->kind, "address") == 0 || strcmp(ret->kind, "organizer") == 0;
        if (address && (!at || at == ret->value || !at[1]))
                return err_set(reterr, CW_ERR_USAGE, "\"%.100s\" is no address; is it a --kind domain?", ret->value);
        if (domain && (at || !strchr(ret->value, '.')))
                return err_set(reterr, CW_ERR_USAGE, "\"%.100s\" is no domain", ret->value);
        if (address && block && subaddress_is_certain(span_from(ret->value)))
                name_mailbox(ret);
        return CW_OK;
}
