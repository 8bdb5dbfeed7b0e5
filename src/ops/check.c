/* check: judges what is in files, folders and mailboxes. */
#include <errno.h>

#include "ops/handlers.h"
#include "ops/judge.h"
#include "ops/progress.h"
#include "report/report.h"

struct check_run {
        const struct op_call *call;
        struct judge judge;
        struct inputs *inputs;
        struct progress progress;
        bool json, quiet;
        struct report_style style;
        uint64_t items, examined, failed, by_class[CLASSES];
        int worst;   /* class of the worst item */
        int failure; /* status of the first failure, 0: none */
};

static void say(struct check_run *run, const struct input *input, const char *text) {
        progress_hide(&run->progress);
        judge_say(run->call, input, text);
}

static void fail(struct check_run *run, const struct input *input, const struct err *err) {
        progress_hide(&run->progress);
        int status = judge_fail(run->call, input, err);
        run->failed++;
        run->failure = run->failure ? run->failure : status;
}

/* A word on what is no message: not for mails that merely have no calendar in them. */
static void remark(struct check_run *run, const struct input *input, const struct judgement *judgement) {
        if (input->truncated)
                say(run, input, "larger than the limit; judged by its beginning");
        if (judgement->verdict.examined)
                return;
        if (input->bytes.len == 0)
                say(run, input, "empty");
        else if (memchr(input->bytes.ptr, 0, input->bytes.len < 8192 ? input->bytes.len : 8192))
                say(run, input, "binary data, neither a mail nor a calendar");
}

static void print(struct check_run *run, const struct input *input, const struct judgement *judgement) {
        struct report report = {
                .file = input->path,
                .index = input->index,
                .facts = judgement->facts,
                .defects = &judgement->defects,
                .signals = &judgement->signals,
                .verdict = &judgement->verdict,
                .rules_version = engine_rules_version(run->judge.engine),
                .elapsed_us = judgement->elapsed_us,
        };
        if (run->json) {
                report_json(run->call->out, &report);
        } else if (!run->quiet) {
                progress_hide(&run->progress);
                report_text(run->call->out, &report, run->style);
        }
}

static void judge_one(struct check_run *run, const struct input *input) {
        const struct judgement *judgement;
        struct err err;
        run->items++;
        if (judge_input(&run->judge, input, &judgement, &err)) {
                fail(run, input, &err);
                return;
        }
        run->by_class[judgement->verdict.class]++;
        run->examined += judgement->verdict.examined;
        if ((int)judgement->verdict.class > run->worst)
                run->worst = judgement->verdict.class;
        print(run, input, judgement);
        remark(run, input, judgement);
}

static void print_summary(const struct check_run *run) {
        FILE *out = run->call->out;
        fputc('\n', out);
        for (enum verdict_class class = 0; class < CLASSES; class ++)
                fprintf(out, "%-9s %7llu\n", class_name(class), (unsigned long long)run->by_class[class]);
        fprintf(out, "%llu items, %llu with a calendar or a notice of one, %llu failed, %.2f s\n",
                (unsigned long long)run->items, (unsigned long long)run->examined, (unsigned long long)run->failed,
                progress_seconds(&run->progress));
}

static void judge_all(struct check_run *run) {
        run->progress = progress_begin(run->call->terminal ? run->call->err : NULL);
        struct input input;
        struct err err;
        enum inputs_step step;
        while ((step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                if (step == INPUTS_FAILED)
                        fail(run, &input, &err);
                else
                        judge_one(run, &input);
                progress_show(&run->progress, inputs_done(run->inputs), inputs_total(run->inputs), run->items);
                if (ferror(run->call->out))
                        break;
        }
        progress_hide(&run->progress);
        if (!run->json && !run->quiet && run->items + run->failed > 1)
                print_summary(run);
}

int op_check(const struct op_call *call) {
        struct check_run run = {
                .call = call,
                .json = op_flag(call, PARAM_JSON),
                .quiet = op_flag(call, PARAM_QUIET),
                .style = { .colour = call->colour, .verbose = op_flag(call, PARAM_VERBOSE) },
        };
        struct err err;
        enum cw_err code = judge_open(call, &run.judge, &err);
        if (!code)
                code = inputs_new(call->args, call->arg_count, &run.inputs, &err);
        if (code)
                run.failure = op_fail(call, &err);
        else
                judge_all(&run);
        inputs_free(run.inputs);
        judge_close(&run.judge);
        return run.failure ? run.failure : run.worst;
}
