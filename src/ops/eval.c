/* eval: judges collections of known truth, and measures. */
#include <math.h>

#include "ops/eval-labels.h"
#include "ops/handlers.h"
#include "ops/judge.h"
#include "ops/progress.h"
#include "report/eval-result.h"

/* All items stay in memory until the end; the bounds keep a wrong folder from filling it. */
enum { ITEMS = 20 * 1000 * 1000, KINDS = 10000 };
static const size_t ARENA_BYTES = 16ull << 30;

/* Everything that must be let go of stands here, so that running out of memory in the arena may leave from anywhere. */
struct eval_run {
        const struct op_call *call;
        struct arena *arena;
        struct judge judge;
        struct inputs *inputs;
        struct progress progress;
        struct label_table *labels;
        struct eval_result result;
        const char *path;      /* of the items before: copied once for an mbox */
        uint32_t contradicted; /* files whose label says the other side */
        int failure;           /* status of the first failure, 0: none */
};

static void fail(struct eval_run *run, const struct input *input, const struct err *err) {
        progress_hide(&run->progress);
        int status = judge_fail(run->call, input, err);
        run->result.failures++;
        run->failure = run->failure ? run->failure : status;
}

static uint32_t kind_index(struct eval_run *run, const struct signal_kind *kind) {
        struct eval_kind *kinds = run->result.kinds.items;
        for (uint32_t i = 0; i < run->result.kinds.count; i++)
                if (kinds[i].kind == kind)
                        return i;
        struct eval_kind *added = array_push(&run->result.kinds, run->arena, sizeof *added, KINDS);
        if (!added)
                return UINT32_MAX;
        added->kind = kind;
        return run->result.kinds.count - 1;
}

static int compare_hits(const void *left, const void *right) {
        const struct eval_hit *a = left, *b = right;
        double difference = fabs(b->weight) - fabs(a->weight);
        if (difference != 0)
                return difference < 0 ? -1 : 1;
        return (a->kind > b->kind) - (a->kind < b->kind);
}

static void keep_hits(struct eval_run *run, const struct signals *signals, struct eval_item *item) {
        const struct signal *list = signals->list.items;
        struct eval_hit *hits = arena_alloc(run->arena, (signals->list.count + 1) * sizeof *hits);
        for (uint32_t i = 0; i < signals->list.count; i++) {
                uint32_t kind = kind_index(run, list[i].kind);
                if (kind != UINT32_MAX)
                        hits[item->hit_count++] = (struct eval_hit){ kind, list[i].weight };
        }
        qsort(hits, item->hit_count, sizeof *hits, compare_hits);
        item->hits = hits;
}

static void keep_labels(struct eval_run *run, struct eval_item *item) {
        const struct labels *labels = label_table_of(run->labels, item->path);
        if (!labels)
                return;
        item->attacks = labels_attacks(labels);
        item->campaign = labels->campaign;
        item->producer = labels->producer;
        item->language = labels->language;
        item->split = labels->split;
        if (labels->label && strcmp(labels->label, item->spam ? "spam" : "ham") != 0)
                run->contradicted++;
}

static void keep(struct eval_run *run, const struct input *input, bool spam, const struct judgement *judgement) {
        const struct verdict *verdict = &judgement->verdict;
        struct eval_item *item = array_push(&run->result.items, run->arena, sizeof *item, ITEMS);
        if (!item)
                return;
        if (!run->path || strcmp(run->path, input->path) != 0)
                run->path = arena_copy(run->arena, span_from(input->path)).ptr;
        *item = (struct eval_item){
                .path = run->path,
                .index = input->index,
                .spam = spam,
                .examined = verdict->examined,
                .class = verdict->class,
                .log_odds = verdict->log_odds,
                .probability = verdict->probability,
        };
        run->result.calibrated = run->result.calibrated || verdict->calibrated;
        keep_labels(run, item);
        keep_hits(run, &judgement->signals, item);
}

static enum cw_err judge_side(struct eval_run *run, enum param_id side, struct err *reterr) {
        const struct param_value *folders = &run->call->values[side];
        enum cw_err code = inputs_new(folders->texts, folders->count, &run->inputs, reterr);
        if (code)
                return code;
        struct input input;
        struct err err;
        enum inputs_step step;
        while ((step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                const struct judgement *judgement;
                const char *name = strrchr(input.path, '/');
                if (strcmp(name ? name + 1 : input.path, "labels.tsv") == 0)
                        continue;
                if (step == INPUTS_FAILED || judge_input(&run->judge, &input, &judgement, &err))
                        fail(run, &input, &err);
                else
                        keep(run, &input, side == PARAM_SPAM, judgement);
                progress_show(&run->progress, inputs_done(run->inputs), inputs_total(run->inputs),
                              run->result.items.count);
        }
        inputs_free(run->inputs);
        run->inputs = NULL;
        return CW_OK;
}

static enum cw_err find_labels(struct eval_run *run, struct err *reterr) {
        const struct op_call *call = run->call;
        run->labels = label_table_new(run->arena);
        if (op_given(call, PARAM_LABELS))
                return label_table_read(run->labels, op_text(call, PARAM_LABELS), reterr);
        static const enum param_id sides[] = { PARAM_HAM, PARAM_SPAM };
        for (size_t side = 0; side < 2; side++)
                for (uint32_t i = 0; i < call->values[sides[side]].count; i++) {
                        enum cw_err code = label_table_find(run->labels, call->values[sides[side]].texts[i], reterr);
                        if (code)
                                return code;
                }
        return CW_OK;
}

static enum cw_err check_options(const struct op_call *call, struct err *reterr) {
        double prior = op_number(call, PARAM_PRIOR), folds = op_number(call, PARAM_FOLDS);
        if (!op_given(call, PARAM_HAM) && !op_given(call, PARAM_SPAM))
                return err_set(reterr, CW_ERR_USAGE, "--ham DIR or --spam DIR is missing; both for most of the figures");
        if (!(prior > 0 && prior < 1))
                return err_set(reterr, CW_ERR_USAGE, "--prior takes a number between 0 and 1, as 0.01");
        if (!(folds >= 2 && folds <= 100))
                return err_set(reterr, CW_ERR_USAGE, "--folds takes a number from 2 to 100");
        return CW_OK;
}

/* Writes a file with one of the printers of eval-result.h. */
static enum cw_err write_file(const struct op_call *call, enum param_id param, const struct eval_result *result,
                              void (*print)(FILE *out, const struct eval_result *result), struct err *reterr) {
        if (!op_given(call, param))
                return CW_OK;
        const char *path = op_text(call, param);
        FILE *file = fopen(path, "we");
        if (!file)
                return err_set(reterr, CW_ERR_IO, "%.150s: cannot be written", path);
        print(file, result);
        bool failed = ferror(file);
        failed = fclose(file) != 0 || failed;
        return failed ? err_set(reterr, CW_ERR_IO, "%.150s: cannot be written", path) : CW_OK;
}

static enum cw_err write_results(struct eval_run *run, struct err *reterr) {
        const struct op_call *call = run->call;
        const struct eval_result *result = &run->result;
        if (run->contradicted)
                fprintf(call->err, "calwarden eval: %u files are labelled as the other side; the folder counts\n",
                        run->contradicted);
        if (op_flag(call, PARAM_JSON))
                eval_print_json(call->out, result);
        else
                eval_print_text(call->out, result);
        enum cw_err code = write_file(call, PARAM_PLOT, result, eval_print_plot, reterr);
        if (code || !op_given(call, PARAM_FIT_CALIBRATION))
                return code;
        if (result->fit.count == 0)
                return err_set(reterr, CW_ERR_USAGE, "--fit-calibration needs judged items of both sides");
        return write_file(call, PARAM_FIT_CALIBRATION, result, eval_print_calibration, reterr);
}

static enum cw_err run_all(struct eval_run *run, struct err *reterr) {
        const struct op_call *call = run->call;
        enum cw_err code = check_options(call, reterr);
        if (!code)
                code = find_labels(run, reterr);
        if (!code)
                code = judge_open(call, &run->judge, reterr);
        if (!code)
                code = judge_side(run, PARAM_HAM, reterr);
        if (!code)
                code = judge_side(run, PARAM_SPAM, reterr);
        progress_hide(&run->progress);
        if (code)
                return code;
        run->result.rules_version = engine_rules_version(run->judge.engine);
        run->result.prior = op_number(call, PARAM_PRIOR);
        run->result.folds = (uint32_t)op_number(call, PARAM_FOLDS);
        eval_compute(run->arena, &run->result, (uint32_t)fmax(0, fmin(op_number(call, PARAM_WORST), 1e6)));
        return write_results(run, reterr);
}

int op_eval(const struct op_call *call) {
        struct eval_run *run = calloc(1, sizeof *run);
        struct err err = { .code = CW_ERR_MEMORY, .text = "out of memory" };
        if (!run || !(run->arena = arena_new(ARENA_BYTES))) {
                free(run);
                return op_fail(call, &err);
        }
        run->call = call;
        run->progress = progress_begin(call->terminal ? call->err : NULL);
        jmp_buf exhausted;
        enum cw_err code = CW_ERR_MEMORY;
        if (setjmp(exhausted) == 0) {
                arena_set_exit(run->arena, &exhausted);
                code = run_all(run, &err);
        }
        if (code) {
                progress_hide(&run->progress);
                run->failure = op_fail(call, &err);
        }
        int failure = run->failure;
        inputs_free(run->inputs);
        judge_close(&run->judge);
        arena_free(run->arena);
        free(run);
        return failure;
}
