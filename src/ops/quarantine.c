/* quarantine list, show, delete; release is in release.c. */
#include "ops/quarantine.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "config/config.h"
#include "ops/answers.h"
#include "store/quarantine.h"

/* Mails that are looked through for those of one recipient, in one answer. */
enum { LOOKED_AT = LIMIT_STORE_PAGE };

enum cw_err quarantine_not_held(const char *item, struct err *reterr) {
        return err_set(reterr, CW_ERR_NOT_FOUND, "no mail of an item %.60s is held", item);
}

/* ---- Copies ---------------------------------------------------------------------------------------------------------- */

static const char *const states[] = { QUARANTINE_HELD, QUARANTINE_RELEASING, QUARANTINE_RELEASED, QUARANTINE_DELETED };

const char *copy_state_name(enum copy_state state) {
        return states[state];
}

static enum copy_state state_of(const char *name) {
        for (enum copy_state state = COPY_HELD; state < COPY_DELETED; state++)
                if (strcmp(states[state], name) == 0)
                        return state;
        return COPY_DELETED;
}

void quarantine_choice_free(struct quarantine_choice *choice) {
        for (uint32_t i = 0; i < choice->count; i++)
                free(choice->copies[i].recipient);
        free(choice->copies);
        *choice = (struct quarantine_choice){ 0 };
}

/* --recipient names the envelope's recipient, or the one whose things it is kept under. */
static bool is_wanted(const struct op_context *context, const char *only, const char *recipient) {
        char resolved[ADDRESS_BYTES];
        if (!op_scope_has(context, recipient))
                return false;
        return !only || strcmp(only, recipient) == 0 ||
               strcmp(only, aliases_resolve(context->config->aliases, span_from(recipient), resolved)) == 0;
}

enum cw_err quarantine_choose(const struct op_context *context, const struct op_call *call,
                              struct quarantine_choice *ret, struct err *reterr) {
        char room[OP_ADDRESS_BYTES];
        const char *only, *item = call->args[0];
        const struct quarantine_copy *rows;
        uint32_t count = 0;
        *ret = (struct quarantine_choice){ 0 };
        struct op_context whole = *context;
        if (!op_given(call, PARAM_RECIPIENT))
                whole.scope = ""; /* no recipient need be named: those of others are left out below */
        enum cw_err code = op_recipient(&whole, call, room, &only, reterr);
        if (!code)
                code = quarantine_copies(context->store, item, &rows, &count, reterr);
        if (code)
                return code;
        ret->copies = calloc(count ? count : 1, sizeof *ret->copies);
        if (!ret->copies)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        for (uint32_t i = 0; i < count; i++) {
                if (!is_wanted(context, only, rows[i].recipient))
                        continue;
                struct quarantine_chosen *chosen = &ret->copies[ret->count];
                chosen->recipient = strdup(rows[i].recipient);
                if (!chosen->recipient)
                        return err_set(reterr, CW_ERR_MEMORY, "out of memory");
                chosen->state = state_of(rows[i].state);
                ret->count++;
        }
        return ret->count ? CW_OK : quarantine_not_held(item, reterr);
}

/* ---- list ------------------------------------------------------------------------------------------------------------ */

/* Whether the recipient has a copy, in this state where one is given. */
static enum cw_err has_copy(const struct op_context *context, const struct quarantine_filter *filter, const char *item,
                            bool *ret, struct err *reterr) {
        const struct quarantine_copy *copies;
        uint32_t count = 0;
        enum cw_err code = quarantine_copies(context->store, item, &copies, &count, reterr);
        *ret = false;
        for (uint32_t i = 0; i < count && !code && !*ret; i++)
                *ret = is_wanted(context, filter->recipient, copies[i].recipient) &&
                       (!filter->state || strcmp(filter->state, copies[i].state) == 0);
        return code;
}

/* Copies have the addresses of the envelope, and a recipient may have many: so each is looked at. `next` is where the
 * looking ended, be there enough or not. */
static enum cw_err list_of_one(const struct op_context *context, const struct quarantine_filter *filter,
                               struct op_answer *ret, struct err *reterr) {
        struct quarantine_filter all = *filter;
        const struct quarantine_record *rows;
        uint32_t count = 0;
        json_t *page, *row, *kept = json_array();
        size_t index;
        enum cw_err code;
        all.recipient = NULL;
        all.limit = LOOKED_AT;
        code = quarantine_list(context->store, &all, &rows, &count, reterr);
        if (code) {
                json_decref(kept);
                return code;
        }
        answer_many(ret, "items", SHAPE_quarantine_record, rows, count);
        answer_text(ret, "next", count == LOOKED_AT ? rows[count - 1].item : NULL);
        page = json_incref(json_object_get(ret->document, "items"));
        json_array_foreach(page, index, row) {
                const char *item = json_string_value(json_object_get(row, "item"));
                bool wanted = false;
                if (!code && json_array_size(kept) < filter->limit)
                        code = has_copy(context, filter, item, &wanted, reterr);
                if (wanted && json_array_append(kept, row) == 0 && json_array_size(kept) == filter->limit)
                        answer_text(ret, "next", item);
        }
        json_decref(page);
        (void)json_object_set_new(ret->document, "items", kept);
        return code;
}

enum cw_err answer_quarantine_list(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                   struct err *reterr) {
        char recipient[OP_ADDRESS_BYTES];
        const char *state = op_text(call, PARAM_STATE);
        const struct quarantine_record *rows;
        uint32_t count = 0;
        struct quarantine_filter filter = { .before = op_text(call, PARAM_BEFORE),
                                            .state = strcmp(state, "any") == 0 ? NULL : state,
                                            .sender = op_text(call, PARAM_SENDER),
                                            .since = call->values[PARAM_SINCE].time,
                                            .until = call->values[PARAM_UNTIL].time };
        enum cw_err code = op_recipient(context, call, recipient, &filter.recipient, reterr);
        if (!code)
                code = op_limit(call, &filter.limit, reterr);
        if (!code && filter.recipient)
                return list_of_one(context, &filter, ret, reterr);
        if (!code)
                code = quarantine_list(context->store, &filter, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_quarantine_record, rows, count);
        answer_text(ret, "next", count == filter.limit ? rows[count - 1].item : NULL);
        return CW_OK;
}

/* ---- show ------------------------------------------------------------------------------------------------------------ */

static enum cw_err add_raw(const struct op_context *context, const char *item, struct op_answer *ret,
                           struct err *reterr) {
        struct span raw;
        enum cw_err code = quarantine_raw(context->store, item, &raw, reterr);
        if (code)
                return code;
        ret->bytes = malloc(raw.len + 1);
        if (!ret->bytes)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the mail");
        memcpy(ret->bytes, raw.ptr, raw.len);
        ret->byte_count = raw.len;
        return CW_OK;
}

enum cw_err answer_quarantine_show(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                   struct err *reterr) {
        const char *item = call->args[0];
        struct quarantine_choice choice;
        const struct quarantine_record *mail;
        const struct quarantine_copy *copies;
        uint32_t count;
        enum cw_err code = quarantine_choose(context, call, &choice, reterr);
        quarantine_choice_free(&choice);
        if (code)
                return code;
        if (op_flag(call, PARAM_RAW))
                return add_raw(context, item, ret, reterr);
        code = quarantine_find(context->store, item, &mail, reterr);
        if (!code && !mail)
                code = quarantine_not_held(item, reterr);
        if (code)
                return code;
        answer_one(ret, "mail", SHAPE_quarantine_record, mail);
        code = quarantine_copies(context->store, item, &copies, &count, reterr);
        if (!code)
                answer_ours(context, ret, "copies", SHAPE_quarantine_copy, copies, count);
        return code;
}

/* ---- delete ---------------------------------------------------------------------------------------------------------- */

static enum cw_err delete_copy(const struct op_context *context, const struct op_call *call,
                               const struct quarantine_chosen *copy, struct answer_copy *ret, struct err *reterr) {
        bool moved = false;
        bool again = op_flag(call, PARAM_AGAIN) && copy->state == COPY_RELEASING;
        *ret = (struct answer_copy){ .recipient = copy->recipient, .state = copy_state_name(copy->state), .text = "" };
        if (copy->state != COPY_HELD && !again) {
                ret->text = copy->state == COPY_RELEASING ? "may have been delivered; --again deletes it all the same"
                                                          : "is not held any more";
                return CW_OK;
        }
        enum cw_err code = quarantine_move(context->store, call->args[0], copy->recipient, copy_state_name(copy->state),
                                           QUARANTINE_DELETED, context->by, context->now, &moved, reterr);
        if (code)
                return code;
        ret->done = moved;
        if (moved)
                ret->state = QUARANTINE_DELETED;
        ret->text = moved ? "" : "somebody else was faster";
        if (moved)
                metrics_add(context->metrics, METRIC_QUARANTINED, QUARANTINE_DELETED, NULL, 1);
        return CW_OK;
}

enum cw_err answer_quarantine_delete(const struct op_context *context, const struct op_call *call,
                                     struct op_answer *ret, struct err *reterr) {
        struct quarantine_choice choice;
        bool dropped;
        enum cw_err code = quarantine_choose(context, call, &choice, reterr);
        struct answer_copy *rows = code ? NULL : calloc(choice.count, sizeof *rows);
        if (!code && !rows)
                code = err_set(reterr, CW_ERR_MEMORY, "out of memory");
        for (uint32_t i = 0; i < choice.count && !code; i++)
                code = delete_copy(context, call, &choice.copies[i], &rows[i], reterr);
        if (!code)
                code = quarantine_drop(context->store, call->args[0], &dropped, reterr);
        if (!code)
                answer_many(ret, "copies", SHAPE_answer_copy, rows, choice.count);
        free(rows);
        quarantine_choice_free(&choice);
        return code;
}
