/* show: a message and its calendars as they are understood. */
#include "report/show.h"
#include "ops/handlers.h"
#include "ops/judge.h"

struct show_run {
        const struct op_call *call;
        struct judge judge;
        struct inputs *inputs;
};

static void print(const struct show_run *run, const struct input *input, const struct judgement *judgement) {
        struct report report = judge_report(&run->judge, input, judgement);
        if (op_flag(run->call, PARAM_JSON))
                show_json(run->call->out, &report);
        else
                show_text(run->call->out, &report, (struct report_style){ .colour = run->call->colour });
}

static int show_all(struct show_run *run) {
        struct input input;
        struct err err;
        enum inputs_step step;
        int status = STATUS_CLEAN;
        while (!ferror(run->call->out) && (step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                const struct judgement *judgement;
                enum cw_err code = step == INPUTS_FAILED ? err.code : judge_input(&run->judge, &input, &judgement, &err);
                if (!code) {
                        print(run, &input, judgement);
                        continue;
                }
                int failed = judge_fail(run->call, &input, &err);
                status = status ? status : failed;
        }
        return status;
}

int op_show(const struct op_call *call) {
        struct show_run run = { .call = call };
        struct err err;
        enum cw_err code = judge_open(call, &run.judge, &err);
        if (!code)
                code = inputs_new(call->args, call->arg_count, &run.inputs, &err);
        int status = code ? op_fail(call, &err) : show_all(&run);
        inputs_free(run.inputs);
        judge_close(&run.judge);
        return status;
}
