/* mine add, ham, spam: what a user says of something that came for him, and does with it. */
#include "actions/deliver.h"
#include "actions/report-send.h"
#include "actions/verdict-header.h"
#include "config/config.h"
#include "facts/originator.h"
#include "ops/feedback.h"
#include "ops/mine.h"
#include "store/relations.h"

#define TAUGHT_BY "mine" /* source of a relation */

static struct deliver_tools tools_of(const struct mine *mine) {
        return (struct deliver_tools){ .config = mine->context->config,
                                       .store = mine->context->store,
                                       .metrics = mine->context->metrics };
}

static bool is_in(const struct mine *mine, const char *state) {
        return strcmp(mine->arrival->state, state) == 0;
}

static bool is_proven(const struct mine *mine) {
        return originator_class_from_name(span_from(mine->arrival->originator)) <= ORIGINATOR_SERVICE;
}

static enum cw_err teach(const struct mine *mine, const char *address, struct err *reterr) {
        const struct relation_record row = { .owner = mine->owner,
                                             .address = address,
                                             .kind = "contact",
                                             .source = TAUGHT_BY,
                                             .first = mine->context->now,
                                             .last = mine->context->now };
        return strchr(address, '@') ? relation_add(mine->context->store, &row, reterr) : CW_OK;
}

/* What was taught before by the same button. */
static enum cw_err unteach(const struct mine *mine, const char *address, struct err *reterr) {
        return *address ? relation_remove(mine->context->store, mine->owner, address, TAUGHT_BY, reterr) : CW_OK;
}

/* Where no decision is kept there is nobody to count it for. */
static enum cw_err say(const struct mine *mine, bool spam, bool *ret_changed, struct err *reterr) {
        const struct feedback_said said = { .item = mine->arrival->item,
                                            .recipient = mine->owner,
                                            .spam = spam,
                                            .note = op_text(mine->call, PARAM_NOTE) };
        *ret_changed = false;
        enum cw_err code = *said.item ? feedback_say(mine->context, &said, ret_changed, reterr) : CW_ERR_NOT_FOUND;
        return code == CW_ERR_NOT_FOUND ? CW_OK : code;
}

static enum cw_err answer(struct mine *mine, struct op_answer *ret, bool changed, const char *text, struct err *reterr) {
        enum cw_err code = mine_look(mine, reterr);
        if (code)
                return code;
        answer_one(ret, "arrival", SHAPE_arrival_record, mine->arrival);
        answer_change(ret, changed, text);
        return CW_OK;
}

static enum cw_err insert(const struct mine *mine, struct err *reterr) {
        const struct deliver_tools tools = tools_of(mine);
        return deliver_insert(&tools, mine->arrival->id, mine->context->by, reterr);
}

enum cw_err answer_mine_add(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                            struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        enum cw_err code = mine_open_arrival(context, call, &mine, reterr);
        if (!code && is_in(&mine, ARRIVAL_INSERTED))
                return answer(&mine, ret, false, "it is in your calendar already", reterr);
        if (!code)
                code = insert(&mine, reterr);
        return code ? code : answer(&mine, ret, true, "it is in your calendar now", reterr);
}

/* The organizer is taught where it is proven who that is; the sender alone where From is all that is known. */
static enum cw_err learn_ham(const struct mine *mine, bool *ret_changed, struct err *reterr) {
        enum cw_err code = say(mine, false, ret_changed, reterr);
        if (!code)
                code = teach(mine, mine->arrival->sender, reterr);
        if (!code && is_proven(mine))
                code = teach(mine, mine->arrival->organizer, reterr);
        return code;
}

enum cw_err answer_mine_ham(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                            struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        bool changed;
        enum cw_err code = mine_open_arrival(context, call, &mine, reterr);
        if (!code)
                code = learn_ham(&mine, &changed, reterr);
        if (code)
                return code;
        if (!is_in(&mine, ARRIVAL_WITHHELD) && !is_in(&mine, ARRIVAL_DISMISSED) && !is_in(&mine, ARRIVAL_REMOVED))
                return answer(&mine, ret, changed, changed ? "noted as no abuse" : "that was said before", reterr);
        code = insert(&mine, reterr);
        return code ? code : answer(&mine, ret, true, "noted as no abuse; it is in your calendar now", reterr);
}

/* Noted as abuse, and out of the calendar. */
static enum cw_err condemn(struct mine *mine, bool *ret_changed, struct err *reterr) {
        const struct deliver_tools tools = tools_of(mine);
        enum cw_err code = say(mine, true, ret_changed, reterr);
        if (!code)
                code = unteach(mine, mine->arrival->sender, reterr);
        if (!code)
                code = unteach(mine, mine->arrival->organizer, reterr);
        if (code || is_in(mine, ARRIVAL_REMOVED) || is_in(mine, ARRIVAL_DISMISSED))
                return code;
        *ret_changed = true;
        return deliver_remove(&tools, mine->arrival->id, mine->context->by, reterr);
}

enum cw_err answer_mine_spam(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                             struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        bool changed;
        enum cw_err code = mine_open_arrival(context, call, &mine, reterr);
        if (!code)
                code = condemn(&mine, &changed, reterr);
        return code ? code
                    : answer(&mine, ret, changed,
                             changed ? "noted as abuse; it is not in your calendar, and nobody was told"
                                     : "that was said before",
                             reterr);
}

/* Nobody who would take a report is no failure: the rest was done. */
static enum cw_err report(const struct mine *mine, struct op_answer *ret, const char **ret_text, struct err *reterr) {
        struct verdict_keys keys;
        struct err why = { 0 };
        const struct report_done *rows = NULL;
        uint32_t count = 0;
        bool keyed = verdict_keys_of(mine->context->config, false, &keys, NULL) == CW_OK;
        const struct report_tools tools = { .config = mine->context->config,
                                            .store = mine->context->store,
                                            .keys = keyed ? &keys : NULL,
                                            .metrics = mine->context->metrics };
        const struct report_order order = { .event = mine->arrival->id,
                                            .owner = mine->owner,
                                            .type = FEEDBACK_ABUSE,
                                            .note = op_text(mine->call, PARAM_NOTE),
                                            .now = mine->context->now };
        enum cw_err code = report_send(&tools, &order, mine->arena, &rows, &count, &why);
        *ret_text = "reported; it is not in your calendar";
        if (code == CW_ERR_USAGE || code == CW_ERR_CONFIG)
                *ret_text = arena_format(mine->arena, "noted as abuse; it is not in your calendar. Nobody was told: %s",
                                         why.text)
                                    .ptr;
        else if (code)
                return err_set(reterr, code, "%s", why.text);
        answer_many(ret, "reports", SHAPE_report_done, rows, count);
        return CW_OK;
}

enum cw_err answer_mine_report(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        const char *text;
        bool changed;
        enum cw_err code = mine_open_arrival(context, call, &mine, reterr);
        if (!code)
                code = condemn(&mine, &changed, reterr);
        if (!code)
                code = report(&mine, ret, &text, reterr);
        return code ? code : answer(&mine, ret, true, text, reterr);
}
