/* log, why, provenance, stats: what was decided, and where events came from. */
#include "base/arena.h"
#include "base/limits.h"
#include "config/config.h"
#include "ops/answers.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/feedback.h"
#include "store/lists.h"
#include "store/quarantine.h"
#include "store/recorder.h"

/* <id@host> as the store has it. */
static const char *bare_id(const char *id, char room[static 1024]) {
        size_t length = id ? strlen(id) : 0;
        if (length < 3 || id[0] != '<' || id[length - 1] != '>' || length >= 1024)
                return id;
        (void)snprintf(room, 1024, "%.*s", (int)length - 2, id + 1);
        return room;
}

enum cw_err answer_log(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                       struct err *reterr) {
        char recipient[OP_ADDRESS_BYTES], id[1024];
        const struct decision_record *rows;
        uint32_t count = 0;
        struct decision_filter filter = { .before = op_text(call, PARAM_BEFORE),
                                          .since = call->values[PARAM_SINCE].time,
                                          .until = call->values[PARAM_UNTIL].time,
                                          .channel = op_text(call, PARAM_OF_CHANNEL),
                                          .class = op_text(call, PARAM_CLASS),
                                          .action = op_text(call, PARAM_ACTION),
                                          .sender = op_text(call, PARAM_SENDER),
                                          .organizer = op_text(call, PARAM_ORGANIZER),
                                          .message_id = bare_id(op_text(call, PARAM_MESSAGE_ID), id),
                                          .uid = op_text(call, PARAM_UID),
                                          .account = op_text(call, PARAM_ACCOUNT) };
        enum cw_err code = op_recipient(context, call, recipient, &filter.recipient, reterr);
        if (!code)
                code = op_limit(call, &filter.limit, reterr);
        if (!code)
                code = decision_list(context->store, &filter, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_decision_record, rows, count);
        answer_text(ret, "next", count == filter.limit ? rows[count - 1].item : NULL);
        return CW_OK;
}

/* ---- why ------------------------------------------------------------------------------------------------------------- */

/* The reasons name all recipients, of whom those of one must not learn (Bcc). */
static void add_reasons(struct op_answer *ret, const char *reasons, bool all) {
        json_t *parsed = all && *reasons ? json_loads(reasons, 0, NULL) : NULL;
        (void)json_object_set_new(ret->document, "reasons", parsed ? parsed : json_null());
}

static enum cw_err add_parts(const struct op_context *context, const char *item, struct op_answer *ret, bool *ret_seen,
                             struct err *reterr) {
        const struct decision_recipient_record *recipients;
        const struct event_record *events;
        const struct quarantine_copy *copies;
        const struct feedback_record *feedback;
        uint32_t count;
        enum cw_err code = decision_recipients(context->store, item, &recipients, &count, reterr);
        if (code)
                return code;
        answer_ours(context, ret, "recipients", SHAPE_decision_recipient_record, recipients, count);
        *ret_seen = json_array_size(json_object_get(ret->document, "recipients")) > 0;
        code = event_of_item(context->store, item, &events, &count, reterr);
        if (code)
                return code;
        answer_ours(context, ret, "events", SHAPE_event_record, events, count);
        code = quarantine_copies(context->store, item, &copies, &count, reterr);
        if (code)
                return code;
        answer_ours(context, ret, "copies", SHAPE_quarantine_copy, copies, count);
        code = feedback_of_item(context->store, item, &feedback, &count, reterr);
        if (!code)
                answer_ours(context, ret, "feedback", SHAPE_feedback_record, feedback, count);
        return code;
}

enum cw_err answer_why(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                       struct err *reterr) {
        const char *item = call->args[0];
        const struct decision_record *decision;
        struct op_context narrow = *context;
        char recipient[OP_ADDRESS_BYTES];
        bool site = !*context->scope, seen = false;
        if (op_given(call, PARAM_RECIPIENT)) {
                enum cw_err code = op_recipient(context, call, recipient, &narrow.scope, reterr);
                if (code)
                        return code;
        }
        enum cw_err code = op_decision(context, item, &decision, reterr);
        if (code)
                return code;
        answer_one(ret, "decision", SHAPE_decision_record, decision);
        add_reasons(ret, decision->reasons, site);
        code = add_parts(&narrow, item, ret, &seen, reterr);
        /* Of others' items not even that they exist. */
        return !code && !site && !seen ? op_no_decision(item, reterr) : code;
}

/* ---- provenance ------------------------------------------------------------------------------------------------------ */

/* The claims of all whom the events name, each once. */
static enum cw_err add_claims(const struct op_context *context, const char *uid, struct op_answer *ret,
                              struct err *reterr) {
        const json_t *event;
        size_t index;
        json_t *seen = json_object();
        enum cw_err code = CW_OK;
        answer_many(ret, "claims", SHAPE_claim_record, NULL, 0);
        json_array_foreach(json_object_get(ret->document, "events"), index, event) {
                const char *recipient = json_string_value(json_object_get(event, "recipient"));
                const struct claim_record *claims;
                uint32_t count;
                if (!recipient || json_object_get(seen, recipient))
                        continue;
                (void)json_object_set_new(seen, recipient, json_true());
                code = claim_list(context->store, recipient, uid, &claims, &count, reterr);
                if (code)
                        break;
                answer_many(ret, "claims", SHAPE_claim_record, claims, count);
        }
        json_decref(seen);
        return code;
}

enum cw_err answer_provenance(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                              struct err *reterr) {
        char room[OP_ADDRESS_BYTES];
        ARENA_CLEANUP struct arena *arena = NULL;
        const char *recipient, *uid = op_uid_key(call->args[0], &arena);
        const struct event_record *events;
        uint32_t limit, count;
        enum cw_err code = op_recipient(context, call, room, &recipient, reterr);
        if (!code)
                code = op_limit(call, &limit, reterr);
        if (!code)
                code = event_list(context->store, recipient, uid, limit, &events, &count, reterr);
        if (!code && count == 0 && recorder_flush(context->recorder, OP_FLUSH_MS))
                code = event_list(context->store, recipient, uid, limit, &events, &count, reterr);
        if (!code && count == 0)
                code = err_set(reterr, CW_ERR_NOT_FOUND, "nothing is known of an event %.100s", call->args[0]);
        if (code)
                return code;
        answer_many(ret, "events", SHAPE_event_record, events, count);
        return add_claims(context, uid, ret, reterr);
}

/* ---- stats ----------------------------------------------------------------------------------------------------------- */

static void add_recorder(const struct op_context *context, struct op_answer *ret) {
        struct recorder_state state = { 0 };
        if (context->recorder)
                recorder_state(context->recorder, &state);
        const struct answer_recorder row = { state.up, state.waiting, (int64_t)state.written, (int64_t)state.dropped };
        answer_many(ret, "recorder", SHAPE_answer_recorder, &row, context->recorder != NULL);
}

enum cw_err answer_stats(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                         struct err *reterr) {
        const struct decision_count *decisions;
        const struct quarantine_count *copies;
        uint32_t count;
        int64_t entries;
        enum cw_err code = op_whole_site(context, reterr);
        if (!code)
                code = decision_stats(context->store, call->values[PARAM_SINCE].time, call->values[PARAM_UNTIL].time,
                                      &decisions, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "decisions", SHAPE_decision_count, decisions, count);
        code = quarantine_stats(context->store, &copies, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "quarantine", SHAPE_quarantine_count, copies, count);
        code = list_count(context->store, &entries, reterr);
        if (code)
                return code;
        answer_integer(ret, "list_entries", entries);
        add_recorder(context, ret);
        return CW_OK;
}
