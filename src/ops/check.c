/* check: judges what is in files, folders and mailboxes. */
#include <errno.h>
#include <sched.h>

#include "ops/crew.h"
#include "ops/handlers.h"
#include "ops/judge.h"
#include "ops/progress.h"
#include "ops/remember.h"
#include "report/report.h"

enum { MOST_JOBS = 256, LOOKED_AT = 8192 };

struct check_run {
        const struct op_call *call;
        struct judge judge;
        struct remembrance *memory; /* NULL: none */
        struct inputs *inputs;
        struct progress progress;
        bool json, quiet;
        struct report_style style;
        uint64_t items, examined, failed, by_class[CLASSES];
        int worst;   /* class of the worst item */
        int failure; /* status of the first failure, 0: none */
};

static void fail(struct check_run *run, const struct input *input, const struct err *err) {
        int status = judge_fail(run->call, input, err);
        run->failed++;
        run->failure = run->failure ? run->failure : status;
}

/* A word on what is no message: not for mails that merely have no calendar in them. */
static const char *remark_on(const struct input *input, const struct judgement *judgement) {
        if (judgement->verdict.examined || input->truncated)
                return NULL;
        if (input->bytes.len == 0)
                return "empty";
        return memchr(input->bytes.ptr, 0, input->bytes.len < LOOKED_AT ? input->bytes.len : LOOKED_AT)
                       ? "binary data, neither a mail nor a calendar"
                       : NULL;
}

static void write_report(const struct check_run *run, const struct judgement *judgement, struct job *job) {
        const struct report report = judge_report(&run->judge, &job->input, judgement);
        FILE *out = open_memstream(&job->text, &job->length);
        if (out && run->json)
                report_json(out, &report);
        else if (out)
                report_text(out, &report, run->style);
        bool failed = !out || ferror(out);
        if ((out && fclose(out) != 0) || failed)
                err_set(&job->err, CW_ERR_MEMORY, "out of memory");
}

/* In any thread: nothing of the run is written. With a memory there is one thread. */
static void work(const void *user, struct scanner *scanner, struct job *job) {
        const struct check_run *run = user;
        const struct judgement *judgement;
        struct item item = judge_item(&run->judge, &job->input);
        if (scan_item(scanner, &item, &judgement, &job->err))
                return;
        job->class = judgement->verdict.class;
        job->examined = judgement->verdict.examined;
        job->remark = remark_on(&job->input, judgement);
        if (run->json || !run->quiet)
                write_report(run, judgement, job);
        if (run->memory && !job->err.code)
                (void)remembrance_keep(run->memory, judgement, &job->err);
}

static void tell_verdict(struct check_run *run, const struct job *job) {
        run->by_class[job->class]++;
        run->examined += job->examined;
        if ((int)job->class > run->worst)
                run->worst = job->class;
        if (job->length)
                fwrite(job->text, 1, job->length, run->call->out);
        if (job->input.truncated)
                judge_say(run->call, &job->input, "larger than the limit; judged by its beginning");
        if (job->remark)
                judge_say(run->call, &job->input, job->remark);
}

static void tell(void *user, const struct job *job) {
        struct check_run *run = user;
        run->items += job->readable;
        if (job->err.code || job->length || job->remark || job->input.truncated)
                progress_hide(&run->progress);
        if (job->err.code)
                fail(run, &job->input, &job->err);
        else
                tell_verdict(run, job);
        progress_show(&run->progress, job->read, inputs_total(run->inputs), run->items);
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

static void read_all(struct check_run *run, struct crew *crew) {
        for (;;) {
                struct job job = { 0 };
                enum inputs_step step = inputs_next(run->inputs, &job.input, &job.err);
                if (step == INPUTS_END || ferror(run->call->out))
                        return;
                job.readable = step == INPUTS_ITEM;
                if (job.readable)
                        job.err.code = CW_OK;
                job.read = inputs_done(run->inputs);
                crew_add(crew, &job);
        }
}

/* --jobs, or as many as there are processors for us. What somebody writes into a pipe is judged as it comes. */
static enum cw_err count_jobs(const struct check_run *run, unsigned *ret, struct err *reterr) {
        const struct op_call *call = run->call;
        cpu_set_t processors;
        double given = op_number(call, PARAM_JOBS);
        if (op_given(call, PARAM_JOBS) && !(given >= 1 && given <= MOST_JOBS && given == (unsigned)given))
                return err_set(reterr, CW_ERR_USAGE, "--jobs takes a whole number from 1 to %d", MOST_JOBS);
        if (!op_given(call, PARAM_JOBS))
                given = sched_getaffinity(0, sizeof processors, &processors) == 0 ? CPU_COUNT(&processors) : 1;
        *ret = given < MOST_JOBS ? (unsigned)given : MOST_JOBS;
        if (inputs_total(run->inputs) == 0 || run->memory)
                *ret = 1;
        return CW_OK;
}

static enum cw_err judge_all(struct check_run *run, struct err *reterr) {
        struct crew_plan plan = { .engine = run->judge.engine,
                                  .scanner = run->judge.scanner,
                                  .work = work,
                                  .tell = tell,
                                  .user = run };
        struct crew *crew;
        enum cw_err code = count_jobs(run, &plan.jobs, reterr);
        if (!code)
                code = crew_new(&plan, &crew, reterr);
        if (code)
                return code;
        run->progress = progress_begin(run->call->terminal ? run->call->err : NULL);
        read_all(run, crew);
        if (!ferror(run->call->out))
                crew_finish(crew);
        crew_free(crew);
        progress_hide(&run->progress);
        if (!run->json && !run->quiet && run->items + run->failed > 1)
                print_summary(run);
        return CW_OK;
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
        if (!code && op_given(call, PARAM_MEMORY))
                code = remembrance_new(op_text(call, PARAM_MEMORY), op_text(call, PARAM_CONFIG), &run.memory, &err);
        if (run.memory)
                remembrance_lend(run.memory, run.judge.scanner);
        if (!code)
                code = judge_all(&run, &err);
        if (code)
                run.failure = op_fail(call, &err);
        inputs_free(run.inputs);
        judge_close(&run.judge);
        remembrance_free(run.memory);
        return run.failure ? run.failure : run.worst;
}
