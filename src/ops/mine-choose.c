/* mine always, never, forget, choose, digest, choices: what a user decides for the time to come. */
#include "config/config.h"
#include "ops/list-value.h"
#include "ops/mine.h"
#include "store/choices.h"
#include "store/lists.h"

/* ---- Whom -------------------------------------------------------------------------------------------------------------- */

static enum cw_err read_value(const struct op_call *call, bool block, struct list_value *ret, struct err *reterr) {
        const char *given = call->args[0], *kind = op_text(call, PARAM_KIND_OF_MINE), *at = strchr(given, '@');
        if (!kind)
                kind = at && at != given ? "organizer" : "domain";
        return list_value_read(given, kind, block, ret, reterr);
}

static enum cw_err add_entry(const struct op_context *context, const struct op_call *call, bool block,
                             struct op_answer *ret, struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        struct list_value value;
        enum cw_err code = mine_open(context, call, &mine, reterr);
        if (!code)
                code = read_value(call, block, &value, reterr);
        if (code)
                return code;
        const struct list_record entry = { .scope = "user",
                                           .owner = mine.owner,
                                           .kind = value.kind,
                                           .value = value.value,
                                           .effect = block ? "block" : "allow",
                                           .note = op_text(call, PARAM_NOTE),
                                           .by = context->by,
                                           .at = context->now };
        code = list_add(context->store, &entry, reterr);
        if (!code)
                answer_one(ret, "entry", SHAPE_list_record, &entry);
        return code;
}

enum cw_err answer_mine_always(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        return add_entry(context, call, false, ret, reterr);
}

enum cw_err answer_mine_never(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                              struct err *reterr) {
        return add_entry(context, call, true, ret, reterr);
}

enum cw_err answer_mine_forget(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        struct list_value value;
        bool allowed = false, blocked = false;
        enum cw_err code = mine_open(context, call, &mine, reterr);
        if (!code)
                code = read_value(call, false, &value, reterr);
        if (!code)
                code = list_remove(context->store, "user", mine.owner, value.kind, value.value, &allowed, reterr);
        /* One that blocks is kept without what stands behind a +. */
        if (!code)
                code = read_value(call, true, &value, reterr);
        if (!code)
                code = list_remove(context->store, "user", mine.owner, value.kind, value.value, &blocked, reterr);
        if (!code)
                answer_change(ret, allowed || blocked, allowed || blocked ? "forgotten" : "there was no such entry");
        return code;
}

/* ---- What ------------------------------------------------------------------------------------------------------------ */

static enum cw_err choose(const struct op_context *context, const struct op_call *call, bool digest,
                          struct op_answer *ret, struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        const char *word = call->args[0], *kept = strcmp(word, "default") == 0 ? "" : word;
        enum cw_err code = mine_open(context, call, &mine, reterr);
        if (!code && !*word)
                code = err_set(reterr, CW_ERR_USAGE, "choose one of the words, or default");
        if (!code)
                code = choice_set(context->store, mine.owner, digest ? kept : NULL, digest ? NULL : kept, reterr);
        if (!code)
                answer_change(ret, true, "noted");
        return code;
}

enum cw_err answer_mine_choose(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        return choose(context, call, false, ret, reterr);
}

enum cw_err answer_mine_digest(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        return choose(context, call, true, ret, reterr);
}

enum cw_err answer_mine_choices(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        const struct choice_record *choice;
        const struct list_record *rows;
        uint32_t count, limit;
        enum cw_err code = mine_open(context, call, &mine, reterr);
        if (!code)
                code = op_limit(call, &limit, reterr);
        if (!code)
                code = choice_find(context->store, mine.owner, &choice, reterr);
        if (code)
                return code;
        answer_text(ret, "digest", choice && *choice->digest ? choice->digest : NULL);
        answer_text(ret, "calendar", choice && *choice->calendar ? choice->calendar : NULL);
        const struct list_filter filter = { .scope = "user",
                                            .owner = mine.owner,
                                            .after = op_text(call, PARAM_AFTER),
                                            .limit = limit };
        code = list_list(context->store, &filter, context->now, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_list_record, rows, count);
        answer_text(ret, "next", count == limit ? rows[count - 1].value : NULL);
        return CW_OK;
}
