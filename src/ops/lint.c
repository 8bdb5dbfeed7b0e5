/* lint: tells those who build invitations how theirs keep to the standards. */
#include "ops/lint.h"
#include "base/limits.h"
#include "ops/handlers.h"
#include "ops/judge.h"
#include "report/json.h"
#include "report/shown.h"

/* Status of the process where a finding is an error. */
enum { STATUS_ERRORS = 2, FOUND_SHOWN = 120 };

struct lint_run {
        const struct op_call *call;
        struct judge judge;
        struct inputs *inputs;
        struct arena *arena;
        bool errors;
        int failure; /* status of the first failure, 0: none */
};

static void fail(struct lint_run *run, const struct input *input, const struct err *err) {
        int status = judge_fail(run->call, input, err);
        run->failure = run->failure ? run->failure : status;
}

static void print_finding(FILE *out, const struct lint_finding *finding, bool colour) {
        static const char *const colours[LINT_SEVERITIES] = { "\033[31m", "\033[33m", "\033[36m" };
        fprintf(out, "  %s%-7s%s  ", colour ? colours[finding->severity] : "", lint_severity_name(finding->severity),
                colour ? "\033[0m" : "");
        char where[REPORT_WHERE];
        report_where(finding->part, finding->line, where);
        fprintf(out, "%s  %s%s%s\n           %s", where, finding->name, *finding->reference ? "  " : "",
                finding->reference, finding->sentence);
        if (finding->found.len > 0) {
                fputs(" (", out);
                shown_text(out, finding->found, FOUND_SHOWN);
                fputc(')', out);
        }
        if (finding->more)
                fprintf(out, " And %u more.", finding->more);
        if (*finding->advice)
                fprintf(out, "\n           -> %s", finding->advice);
        fputc('\n', out);
}

static void print_text(const struct lint_run *run, const struct input *input, const struct lint_result *result) {
        FILE *out = run->call->out;
        const struct lint_finding *findings = result->findings.items;
        shown_file(out, input->path, input->index);
        fprintf(out, ": %u errors, %u warnings, %u pieces of advice\n", result->count[LINT_ERROR],
                result->count[LINT_WARNING], result->count[LINT_ADVICE]);
        for (uint32_t i = 0; i < result->findings.count; i++)
                print_finding(out, &findings[i], run->call->colour);
}

static void put_finding(struct json *json, const struct lint_finding *finding) {
        json_object(json, NULL);
        json_string(json, "name", finding->name);
        json_string(json, "severity", lint_severity_name(finding->severity));
        json_string(json, "reference", finding->reference);
        json_string(json, "text", finding->sentence);
        json_text_or_null(json, "found", finding->found);
        json_string(json, "advice", finding->advice);
        json_integer(json, "part", finding->part);
        json_integer(json, "line", finding->line);
        json_integer(json, "more", finding->more);
        json_object_end(json);
}

static void print_json(const struct lint_run *run, const struct input *input, const struct lint_result *result) {
        struct json json = { .out = run->call->out };
        const struct lint_finding *findings = result->findings.items;
        json_object(&json, NULL);
        json_integer(&json, "schema", 1);
        json_string(&json, "file", input->path);
        if (input->index)
                json_integer(&json, "index", input->index);
        json_integer(&json, "errors", result->count[LINT_ERROR]);
        json_integer(&json, "warnings", result->count[LINT_WARNING]);
        json_integer(&json, "advice", result->count[LINT_ADVICE]);
        json_array(&json, "findings");
        for (uint32_t i = 0; i < result->findings.count; i++)
                put_finding(&json, &findings[i]);
        json_array_end(&json);
        json_object_end(&json);
        fputc('\n', run->call->out);
}

/* Running out of memory leaves the arena from anywhere in lint_judgement, and comes back here. */
static enum cw_err examine(struct lint_run *run, const struct judgement *judgement, struct lint_result *ret,
                           struct err *reterr) {
        jmp_buf exhausted;
        arena_reset(run->arena);
        if (setjmp(exhausted) != 0)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to examine this item");
        arena_set_exit(run->arena, &exhausted);
        lint_judgement(run->arena, judgement, ret);
        arena_set_exit(run->arena, NULL);
        return CW_OK;
}

static void lint_one(struct lint_run *run, const struct input *input) {
        const struct judgement *judgement;
        struct lint_result result = { 0 };
        struct err err;
        if (judge_input(&run->judge, input, &judgement, &err) || examine(run, judgement, &result, &err)) {
                fail(run, input, &err);
                return;
        }
        run->errors = run->errors || result.count[LINT_ERROR] > 0;
        if (op_flag(run->call, PARAM_JSON))
                print_json(run, input, &result);
        else
                print_text(run, input, &result);
}

static void lint_all(struct lint_run *run) {
        struct input input;
        struct err err;
        enum inputs_step step;
        while (!ferror(run->call->out) && (step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                if (step == INPUTS_FAILED)
                        fail(run, &input, &err);
                else
                        lint_one(run, &input);
        }
}

int op_lint(const struct op_call *call) {
        struct lint_run run = { .call = call, .arena = arena_new((size_t)LIMIT_MESSAGE_BYTES * LIMIT_ARENA_FACTOR) };
        struct err err = { .code = CW_ERR_MEMORY, .text = "out of memory" };
        enum cw_err code = run.arena ? judge_open(call, &run.judge, &err) : CW_ERR_MEMORY;
        if (!code)
                code = inputs_new(call->args, call->arg_count, &run.inputs, &err);
        if (code)
                run.failure = op_fail(call, &err);
        else
                lint_all(&run);
        inputs_free(run.inputs);
        judge_close(&run.judge);
        arena_free(run.arena);
        return run.failure ? run.failure : run.errors ? STATUS_ERRORS : STATUS_CLEAN;
}
