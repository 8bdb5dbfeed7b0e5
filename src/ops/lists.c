/* allow, block, delegate, claim, relation: what people decide about senders, and whom users know. */
#include "store/lists.h"
#include "base/arena.h"
#include "base/limits.h"
#include "config/config.h"
#include "ops/answers.h"
#include "ops/list-value.h"
#include "store/claims.h"
#include "store/relations.h"

/* ---- Whose ----------------------------------------------------------------------------------------------------------- */

/* --for, within the scope. */
struct owner {
        const char *scope;        /* "site", "domain", "user" */
        char name[ADDRESS_BYTES]; /* "", "example.org", "anna@example.org" */
};

static enum cw_err read_owner(const struct op_context *context, const struct op_call *call, struct owner *ret,
                              struct err *reterr) {
        const char *given = op_text(call, PARAM_FOR);
        if (!given || !*given)
                given = context->scope;
        aliases_resolve(context->config->aliases, span_from(given), ret->name);
        ret->scope = !*given ? "site" : *given == '@' ? "domain" : "user";
        if (*given && (!strchr(given, '@') || strpbrk(given, " \t\r\n<>") || strlen(given) < 3))
                return err_set(reterr, CW_ERR_USAGE, "--for takes an address or @domain, not \"%.100s\"", given);
        if (*context->scope && strcmp(context->scope, ret->name) != 0 && !op_scope_has(context, given))
                return err_set(reterr, CW_ERR_PERMISSION, "this key is for %.200s only", context->scope);
        if (*given == '@')
                memmove(ret->name, ret->name + 1, strlen(ret->name));
        return CW_OK;
}

/* ---- allow, block ---------------------------------------------------------------------------------------------------- */

static const char *effect_of(const struct op_call *call) {
        enum op_id id = op_id_of(call->op);
        return id == OP_ALLOW_ADD || id == OP_ALLOW_REMOVE || id == OP_ALLOW_LIST ? "allow" : "block";
}

static enum cw_err read_value(const struct op_call *call, struct list_value *ret, struct err *reterr) {
        return list_value_read(call->args[0], op_text(call, PARAM_KIND), strcmp(effect_of(call), "block") == 0, ret,
                               reterr);
}

enum cw_err answer_list_add(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                            struct err *reterr) {
        struct owner owner;
        struct list_value key;
        enum cw_err code = read_owner(context, call, &owner, reterr);
        if (!code)
                code = read_value(call, &key, reterr);
        if (code)
                return code;
        const struct list_record entry = { .scope = owner.scope,
                                           .owner = owner.name,
                                           .kind = key.kind,
                                           .value = key.value,
                                           .effect = effect_of(call),
                                           .note = op_text(call, PARAM_NOTE),
                                           .by = context->by,
                                           .at = context->now,
                                           .expires = call->values[PARAM_EXPIRES].time };
        if (entry.expires && entry.expires <= context->now)
                return err_set(reterr, CW_ERR_USAGE, "--expires lies in the past");
        code = list_add(context->store, &entry, reterr);
        if (!code)
                answer_one(ret, "entry", SHAPE_list_record, &entry);
        return code;
}

enum cw_err answer_list_remove(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        struct owner owner;
        struct list_value key;
        bool removed = false;
        const struct list_record *rows;
        uint32_t count = 0;
        enum cw_err code = read_owner(context, call, &owner, reterr);
        if (!code)
                code = read_value(call, &key, reterr);
        const struct list_filter filter = { .scope = owner.scope,
                                            .owner = owner.name,
                                            .kind = key.kind,
                                            .value = key.value,
                                            .effect = effect_of(call) };
        /* `allow remove` does not take away what blocks. */
        if (!code)
                code = list_list(context->store, &filter, 0, &rows, &count, reterr);
        if (!code && count)
                code = list_remove(context->store, owner.scope, owner.name, key.kind, key.value, &removed, reterr);
        if (!code)
                answer_change(ret, removed, removed ? "removed" : "there was no such entry");
        return code;
}

enum cw_err answer_list_list(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                             struct err *reterr) {
        struct owner owner = { .scope = NULL };
        struct list_filter filter = { .kind = op_text(call, PARAM_KIND),
                                      .effect = effect_of(call),
                                      .after = op_text(call, PARAM_AFTER) };
        const struct list_record *rows;
        uint32_t count = 0;
        enum cw_err code = op_limit(call, &filter.limit, reterr);
        if (!code && (op_given(call, PARAM_FOR) || *context->scope)) {
                code = read_owner(context, call, &owner, reterr);
                filter.scope = owner.scope;
                filter.owner = owner.name;
        }
        if (!code)
                code = list_list(context->store, &filter, context->now, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_list_record, rows, count);
        answer_text(ret, "next", count == filter.limit ? rows[count - 1].value : NULL);
        return CW_OK;
}

/* ---- delegate -------------------------------------------------------------------------------------------------------- */

struct pair {
        struct owner owner;
        char sent_by[ADDRESS_BYTES], organizer[ADDRESS_BYTES];
};

static enum cw_err lower_address(const char *given, char ret[static ADDRESS_BYTES], struct err *reterr) {
        size_t length = strlen(given);
        const char *at = strchr(given, '@');
        if (!at || at == given || !at[1] || length >= ADDRESS_BYTES || strpbrk(given, " \t\r\n<>"))
                return err_set(reterr, CW_ERR_USAGE, "\"%.100s\" is no address", given);
        for (size_t i = 0; i <= length; i++)
                ret[i] = ascii_lower(given[i]);
        return CW_OK;
}

static enum cw_err read_pair(const struct op_context *context, const struct op_call *call, struct pair *ret,
                             struct err *reterr) {
        enum cw_err code = read_owner(context, call, &ret->owner, reterr);
        if (!code && strcmp(ret->owner.scope, "domain") == 0)
                code = err_set(reterr, CW_ERR_USAGE, "a pair is confirmed for one recipient or for the whole site");
        if (!code)
                code = lower_address(call->args[0], ret->sent_by, reterr);
        return code ? code : lower_address(call->args[1], ret->organizer, reterr);
}

enum cw_err answer_delegate_add(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                struct err *reterr) {
        struct pair pair;
        enum cw_err code = read_pair(context, call, &pair, reterr);
        if (code)
                return code;
        const struct delegate_record row = { .recipient = pair.owner.name,
                                             .sent_by = pair.sent_by,
                                             .organizer = pair.organizer,
                                             .confirmed_by = context->by,
                                             .at = context->now };
        code = delegate_add(context->store, &row, reterr);
        if (!code)
                answer_one(ret, "pair", SHAPE_delegate_record, &row);
        return code;
}

enum cw_err answer_delegate_remove(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                   struct err *reterr) {
        struct pair pair;
        enum cw_err code = read_pair(context, call, &pair, reterr);
        if (!code)
                code = delegate_remove(context->store, pair.owner.name, pair.sent_by, pair.organizer, reterr);
        if (!code)
                answer_change(ret, true, "it is not confirmed any more");
        return code;
}

enum cw_err answer_delegate_list(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                 struct err *reterr) {
        struct owner owner = { .scope = "site" };
        const struct delegate_record *rows;
        uint32_t count;
        enum cw_err code = op_given(call, PARAM_FOR) ? read_owner(context, call, &owner, reterr) : CW_OK;
        if (!code)
                code = delegate_list(context->store, *owner.name ? owner.name : NULL, &rows, &count, reterr);
        if (!code)
                answer_ours(context, ret, "items", SHAPE_delegate_record, rows, count);
        return code;
}

/* ---- claim ----------------------------------------------------------------------------------------------------------- */

enum cw_err answer_claim(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                         struct err *reterr) {
        char recipient[ADDRESS_BYTES];
        ARENA_CLEANUP struct arena *arena = NULL;
        const char *uid = op_uid_key(call->args[1], &arena), *identity = call->args[2];
        const char *state = op_id_of(call->op) == OP_CLAIM_CONFIRM ? "confirmed" : "refused";
        const struct claim_record *claims;
        uint32_t count;
        if (!op_scope_has(context, call->args[0]))
                return err_set(reterr, CW_ERR_PERMISSION, "this key is for %.200s only", context->scope);
        aliases_resolve(context->config->aliases, span_from(call->args[0]), recipient);
        enum cw_err code = claim_decide(context->store, recipient, uid, identity, state, reterr);
        if (!code)
                code = claim_list(context->store, recipient, uid, &claims, &count, reterr);
        if (!code)
                answer_many(ret, "claims", SHAPE_claim_record, claims, count);
        return code;
}

/* ---- relation -------------------------------------------------------------------------------------------------------- */

/* What names the address, or its domain, and holds for the user. */
static enum cw_err add_lists(const struct op_context *context, const char *owner, const char *address,
                             struct op_answer *ret, struct err *reterr) {
        static const char *const kinds[] = { "address", "organizer", "domain" };
        const char *domain = strrchr(address, '@');
        enum cw_err code = CW_OK;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !code; i++) {
                const struct list_record *rows;
                uint32_t count = 0;
                const char *value = strcmp(kinds[i], "domain") == 0 ? (domain ? domain + 1 : "") : address;
                code = list_match(context->store, kinds[i], value, owner, context->now, &rows, &count, reterr);
                if (!code)
                        answer_many(ret, "lists", SHAPE_list_record, rows, count);
        }
        return code;
}

static enum cw_err show_one(const struct op_context *context, const char *owner, const char *given,
                            struct op_answer *ret, struct err *reterr) {
        char address[ADDRESS_BYTES];
        const struct relation_record *rows;
        uint32_t count;
        enum cw_err code = lower_address(given, address, reterr);
        if (!code)
                code = relation_find(context->store, owner, address, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_relation_record, rows, count);
        answer_text(ret, "next", NULL);
        return add_lists(context, owner, address, ret, reterr);
}

enum cw_err answer_relation_show(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                 struct err *reterr) {
        char owner[ADDRESS_BYTES];
        const struct relation_record *rows;
        uint32_t limit, count = 0, addresses = 0;
        if (!op_scope_has(context, call->args[0]))
                return err_set(reterr, CW_ERR_PERMISSION, "this key is for %.200s only", context->scope);
        aliases_resolve(context->config->aliases, span_from(call->args[0]), owner);
        if (call->arg_count > 1)
                return show_one(context, owner, call->args[1], ret, reterr);
        enum cw_err code = op_limit(call, &limit, reterr);
        if (!code)
                code = relation_list(context->store, owner, op_text(call, PARAM_AFTER), limit, &rows, &count, reterr);
        if (code)
                return code;
        for (uint32_t i = 0; i < count; i++)
                addresses += i == 0 || strcmp(rows[i].address, rows[i - 1].address) != 0;
        answer_many(ret, "items", SHAPE_relation_record, rows, count);
        answer_many(ret, "lists", SHAPE_list_record, NULL, 0);
        answer_text(ret, "next", addresses == limit ? rows[count - 1].address : NULL);
        return CW_OK;
}
