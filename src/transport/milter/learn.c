#include "transport/milter/learn.h"

#include "base/limits.h"
#include "config/config.h"
#include "facts/item.h"
#include "store/recorder.h"
#include "transport/milter/fields.h"

/* ---- Whose it is ------------------------------------------------------------------------------------------------------ */

static bool is_local_part_of(const char *name, const char *address) {
        size_t len = strlen(name);
        return strncmp(name, address, len) == 0 && address[len] == '@';
}

bool learn_owner(const struct config *config, const struct item *item, char *ret) {
        char login[ADDRESS_BYTES];
        aliases_resolve(config->aliases, item->mail_from, ret);
        if (item->mail_from.len == 0)
                return false;
        if (!option_truth(&config->options, OPT_LEARN_ANY_SENDER)) {
                if (item->auth_user.len == 0)
                        return false;
                aliases_resolve(config->aliases, item->auth_user, login);
                if (strchr(login, '@'))
                        memcpy(ret, login, sizeof login);
                else if (!is_local_part_of(login, ret))
                        return false;
        }
        if (!strchr(ret, '@'))
                return false;
        return !config->options.list[OPT_OWN_DOMAINS].count || address_is_own(&config->options, span_from(ret));
}

/* ---- What does not count ---------------------------------------------------------------------------------------------- */

/* A field that tells it, by being there (value empty) or by what its value begins with; `but`: unless it is that. A name that
 * ends with '-' stands for all that begin so. */
static const struct {
        struct span name, value, but;
} automatic[] = {
        { SPAN("Auto-Submitted"), { 0 }, SPAN("no") }, /* RFC 3834 5 */
        { SPAN("Precedence"), SPAN("bulk"), { 0 } },
        { SPAN("Precedence"), SPAN("list"), { 0 } },
        { SPAN("Precedence"), SPAN("junk"), { 0 } },
        { SPAN("Precedence"), SPAN("auto_reply"), { 0 } },
        { SPAN("X-Autoreply"), { 0 }, { 0 } },
        { SPAN("X-Autoreply-"), { 0 }, { 0 } },
        { SPAN("X-Autorespond"), { 0 }, { 0 } },
        { SPAN("X-Auto-Response-Suppress"), { 0 }, { 0 } },
        { SPAN("X-Vacation"), { 0 }, { 0 } },
        { SPAN("X-Vacation-"), { 0 }, { 0 } },
        { SPAN("X-Loop"), { 0 }, { 0 } },
        { SPAN("X-MS-Exchange-Inbox-Rules-Loop"), { 0 }, { 0 } },
        { SPAN("X-MS-Exchange-Generated-Message-Source"), { 0 }, { 0 } },
        { SPAN("X-PHP-"), { 0 }, { 0 } },  /* a form on a web page */
        { SPAN("List-Id"), { 0 }, { 0 } }, /* RFC 2919 */
        { SPAN("List-Unsubscribe"), { 0 }, { 0 } },
        { SPAN("Resent-"), { 0 }, { 0 } }, /* sent on, by a rule as by a person */
        { SPAN("X-Forwarded-To"), { 0 }, { 0 } },
        { SPAN("X-Forwarded-For"), { 0 }, { 0 } },
        { SPAN("Delivered-To"), { 0 }, { 0 } }, /* was in a mailbox before */
        { SPAN("X-Original-To"), { 0 }, { 0 } },
        { SPAN("Content-Type"), SPAN("multipart/report"), { 0 } }, /* bounces, receipts */
};

static bool is_named(struct span name, struct span row) {
        if (row.ptr[row.len - 1] == '-')
                return span_starts_nocase(name, row);
        return span_equal_nocase(name, row);
}

/* What stands before the value: white space, folds and comments (RFC 5322 3.2.2). */
static struct span without_comments(struct span value) {
        uint32_t depth = 0;
        for (; value.len > 0; value = span_skip(value, 1)) {
                if (*value.ptr == '(')
                        depth++;
                else if (*value.ptr == ')' && depth > 0)
                        depth--;
                else if (*value.ptr == '\\' && depth > 0)
                        value = span_skip(value, 1);
                else if (depth == 0 && !ascii_space(*value.ptr))
                        break;
        }
        return span_trim(value);
}

static bool tells(const struct field *field, size_t row) {
        /* Some write `Name : value` (RFC 5322 4.5). */
        if (!is_named(span_trim(field->name), automatic[row].name))
                return false;
        struct span value = without_comments(field->value);
        if (automatic[row].but.len && span_equal_nocase(value, automatic[row].but))
                return false;
        return span_starts_nocase(value, automatic[row].value);
}

bool learn_is_automatic(struct span bytes) {
        for (struct field field; field_next(&bytes, &field);)
                for (size_t row = 0; row < sizeof automatic / sizeof *automatic; row++)
                        if (tells(&field, row))
                                return true;
        return false;
}

/* ---- Recording -------------------------------------------------------------------------------------------------------- */

/* Without the angle brackets; false: none, or one that cannot be kept. */
static bool find_message_id(struct span bytes, char ret[static LIMIT_STORE_KEY]) {
        struct field field;
        if (!field_find(bytes, SPAN("Message-ID"), &field))
                return false;
        struct span id = span_trim(field.value);
        size_t open = span_find_byte(id, '<'), close = span_find_byte(id, '>');
        if (open < close && close < id.len)
                id = (struct span){ id.ptr + open + 1, close - open - 1 };
        if (id.len == 0 || id.len >= LIMIT_STORE_KEY || memchr(id.ptr, 0, id.len))
                return false;
        memcpy(ret, id.ptr, id.len);
        ret[id.len] = 0;
        return true;
}

static bool lower(struct span address, char ret[static ADDRESS_BYTES]) {
        if (address.len >= ADDRESS_BYTES || span_find_byte(address, '@') == address.len)
                return false;
        for (size_t i = 0; i < address.len; i++)
                ret[i] = ascii_lower(address.ptr[i]);
        ret[address.len] = 0;
        return true;
}

/* One at a time: the queue takes all rows of a call or none, and those of one recipient belong together. */
static void record(struct recorder *recorder, const char *owner, const char *address, const char *message_id,
                   int64_t at) {
        const struct relation_record relation = { .owner = owner,
                                                  .address = address,
                                                  .kind = "correspondent",
                                                  .source = "outbound",
                                                  .first = at,
                                                  .last = at,
                                                  .count = 1 };
        const struct record rows[] = {
                { .kind = RECORD_RELATION, .relation = &relation },
                { .kind = RECORD_SENT,
                  .sent = { .message_id = message_id, .owner = owner, .recipient = address, .at = at } },
        };
        (void)recorder_put(recorder, rows, message_id ? 2 : 1);
}

void learn_from(const struct config *config, const struct item *item, struct recorder *recorder) {
        char owner[ADDRESS_BYTES], address[ADDRESS_BYTES], id[LIMIT_STORE_KEY];
        if (!option_truth(&config->options, OPT_LEARN_RELATIONS) || item->rcpt_count > LIMIT_LEARN_RECIPIENTS)
                return;
        if (!learn_owner(config, item, owner) || learn_is_automatic(item->bytes))
                return;
        const char *message_id = find_message_id(item->bytes, id) ? id : NULL;
        for (uint32_t i = 0; i < item->rcpt_count; i++)
                if (lower(item->rcpt[i], address) && strcmp(address, owner) != 0)
                        record(recorder, owner, address, message_id, item->at);
}
