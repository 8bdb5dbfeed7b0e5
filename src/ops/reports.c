/* report, reports list, reports sent, reports read: abuse is told to those who can do something about it, and what others tell of
 * ours is counted. */
#include "actions/report-send.h"
#include "actions/report-take.h"
#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/limits.h"
#include "client/smtp.h"
#include "config/config.h"
#include "engine/guard.h"
#include "ops/answers.h"
#include "ops/handlers.h"
#include "ops/inputs.h"
#include "report/shown.h"
#include "store/store.h"

enum { ARENA_BYTES = 1024 * 1024 * 1024 };

static struct report_tools tools_of(const struct op_context *context, struct verdict_keys *keys) {
        bool have_keys = verdict_keys_of(context->config, false, keys, NULL) == CW_OK;
        return (struct report_tools){ .config = context->config,
                                      .store = context->store,
                                      .keys = have_keys ? keys : NULL,
                                      .metrics = context->metrics };
}

static enum cw_err no_memory(struct err *reterr) {
        return err_set(reterr, CW_ERR_MEMORY, "no memory for a report");
}

/* ---- report ---------------------------------------------------------------------------------------------------------- */

static bool is_undone(const struct report_done *done) {
        return strcmp(done->state, REPORT_FAILED) == 0 || strcmp(done->state, REPORT_UNKNOWN) == 0;
}

enum cw_err answer_report(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                          struct err *reterr) {
        char room[OP_ADDRESS_BYTES];
        const char *owner;
        struct verdict_keys keys;
        const struct report_done *done;
        uint32_t count = 0;
        enum cw_err code = op_recipient(context, call, room, &owner, reterr);
        if (code)
                return code;
        ARENA_CLEANUP struct arena *arena = arena_new(ARENA_BYTES);
        if (!arena)
                return no_memory(reterr);
        const struct report_tools tools = tools_of(context, &keys);
        const struct report_order order = { .event = call->args[0],
                                            .owner = owner ? owner : "",
                                            .type = feedback_type_find(span_from(op_text(call, PARAM_TYPE))),
                                            .note = op_text(call, PARAM_NOTE),
                                            .now = context->now };
        code = report_send(&tools, &order, arena, &done, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "reports", SHAPE_report_done, done, count);
        for (uint32_t i = 0; i < count; i++)
                ret->failed |= is_undone(&done[i]);
        return CW_OK;
}

/* ---- reports list, reports sent -------------------------------------------------------------------------------------- */

static enum cw_err filter_of(const struct op_call *call, struct report_filter *ret, struct err *reterr) {
        *ret = (struct report_filter){ .before = op_text(call, PARAM_BEFORE), .since = call->values[PARAM_SINCE].time };
        return op_limit(call, &ret->limit, reterr);
}

enum cw_err answer_reports_list(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                struct err *reterr) {
        struct report_filter filter;
        const struct report_received_record *rows;
        uint32_t count = 0;
        enum cw_err code = op_whole_site(context, reterr);
        if (!code)
                code = filter_of(call, &filter, reterr);
        if (code)
                return code;
        filter.account = op_text(call, PARAM_ACCOUNT);
        code = report_received_list(context->store, &filter, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_report_received_record, rows, count);
        answer_text(ret, "next", count == filter.limit ? rows[count - 1].id : NULL);
        return CW_OK;
}

enum cw_err answer_reports_sent(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                struct err *reterr) {
        char room[OP_ADDRESS_BYTES];
        struct report_filter filter;
        const struct report_sent_record *rows;
        uint32_t count = 0;
        const char *owner;
        enum cw_err code = filter_of(call, &filter, reterr);
        if (!code)
                code = op_recipient(context, call, room, &owner, reterr);
        if (code)
                return code;
        filter.owner = owner;
        code = report_sent_list(context->store, &filter, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_report_sent_record, rows, count);
        answer_text(ret, "next", count == filter.limit ? rows[count - 1].id : NULL);
        return CW_OK;
}

/* ---- reports read ---------------------------------------------------------------------------------------------------- */

/* Of the mail in the context. */
enum cw_err answer_reports_read(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                struct err *reterr) {
        struct verdict_keys keys;
        struct report_taken taken;
        (void)call;
        enum cw_err code = op_whole_site(context, reterr);
        if (code)
                return code;
        ARENA_CLEANUP struct arena *arena = arena_new(ARENA_BYTES);
        if (!arena)
                return no_memory(reterr);
        const struct report_tools tools = tools_of(context, &keys);
        code = report_take(&tools, context->guard ? guard_lookups(context->guard) : NULL, context->mail, context->now,
                           arena, &taken, reterr);
        if (!code && !taken.is_report)
                return err_set(reterr, CW_ERR_USAGE,
                               "this is no report of abuse: it has no part message/feedback-report");
        if (code)
                return code;
        answer_one(ret, "report", SHAPE_report_received_record, &taken.row);
        answer_change(ret, !taken.known, taken.known ? "it came before" : "noted");
        answer_many(ret, "passed", SHAPE_report_done, taken.passed, taken.passed_count);
        return CW_OK;
}

struct read_run {
        const struct op_call *call;
        struct config *config;
        struct store *store;
        struct inputs *inputs;
};

static enum cw_err read_one(const struct read_run *run, struct span mail, struct err *reterr) {
        const struct op_context context = { .store = run->store,
                                            .config = run->config,
                                            .scope = "",
                                            .by = "",
                                            .source = "command",
                                            .now = clock_now_s(),
                                            .mail = mail };
        struct op_answer answer;
        enum cw_err code = op_ask(&context, run->call, &answer, reterr);
        if (!code)
                code = op_answer_print(run->call, &answer, reterr);
        op_answer_free(&answer);
        return code;
}

static int read_fail(const struct read_run *run, const struct input *input, const struct err *err) {
        FILE *out = run->call->err;
        fprintf(out, "calwarden %s: ", run->call->op->name);
        shown_file(out, input->path, input->index);
        fputs(": ", out);
        shown_text(out, span_from(err->text), 0);
        fputc('\n', out);
        return op_status_of(err->code);
}

static int read_all(const struct read_run *run) {
        struct input input;
        struct err err;
        enum inputs_step step;
        int status = STATUS_CLEAN;
        while (!ferror(run->call->out) && (step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                enum cw_err code = step == INPUTS_FAILED ? err.code : read_one(run, input.bytes, &err);
                int own = code ? read_fail(run, &input, &err) : STATUS_CLEAN;
                status = status > own ? status : own;
        }
        return status;
}

static enum cw_err read_open(struct read_run *run, struct err *reterr) {
        enum cw_err code = op_config(run->call, &run->config, reterr);
        if (!code)
                code = op_open_store(run->call, run->config, &run->store, reterr);
        if (!code)
                code = smtp_setup(reterr);
        return code ? code : inputs_new(run->call->args, run->call->arg_count, &run->inputs, reterr);
}

int op_reports_read(const struct op_call *call) {
        struct read_run run = { .call = call };
        struct err err;
        int status = read_open(&run, &err) ? op_fail(call, &err) : read_all(&run);
        inputs_free(run.inputs);
        store_close(run.store);
        config_unref(run.config);
        return status;
}
