/* rules check, test, list. */
#include "checks/rules.h"

#include "base/limits.h"
#include "engine/rules-dir.h"
#include "ops/handlers.h"
#include "ops/ops.h"
#include "report/json.h"
#include "report/shown.h"
#include "text/context.h"

/* What each of the three begins with. */
struct rules_run {
        const struct op_call *call;
        char *dir;
        struct text_context *text;
        struct arena *arena;
        struct problems problems;
};

static enum cw_err open_run(const struct op_call *call, struct rules_run *run, struct err *reterr) {
        *run = (struct rules_run){ .call = call };
        enum cw_err code = rules_dir_find(call->arg_count ? call->args[0] : NULL, &run->dir, reterr);
        if (!code)
                code = text_context_new(&run->text, reterr);
        if (!code && !(run->arena = arena_new(LIMIT_ARENA_FLOOR)))
                code = err_set(reterr, CW_ERR_MEMORY, "out of memory");
        run->problems.arena = run->arena;
        return code;
}

static void close_run(struct rules_run *run) {
        text_context_free(run->text);
        arena_free(run->arena);
        free(run->dir);
}

static void print_problems(const struct rules_run *run) {
        for (uint32_t i = 0; i < run->problems.list.count; i++)
                shown_problem(run->call->err, &((const struct problem *)run->problems.list.items)[i]);
}

/* Whatever the run did: says what was wrong, releases all, answers the status. Problems were told one by one already. */
static int finish(struct rules_run *run, enum cw_err code, const struct err *err) {
        print_problems(run);
        int status = code ? op_status_of(code) : STATUS_CLEAN;
        if (code && run->problems.errors == 0)
                status = op_fail(run->call, err);
        close_run(run);
        return status;
}

int op_rules_check(const struct op_call *call) {
        struct rules_run run;
        struct rules *rules = NULL;
        struct err err;
        enum cw_err code = open_run(call, &run, &err);
        if (!code)
                code = rules_load(run.dir, run.text, &run.problems, &rules, &err);
        if (!code)
                fprintf(call->out, "%u rules, version %s, %u warnings\n", rules_count(rules), rules_version(rules),
                        run.problems.warnings);
        rules_free(rules);
        return finish(&run, code, &err);
}

int op_rules_test(const struct op_call *call) {
        struct rules_run run;
        struct rules_tested tested = { 0 };
        struct err err;
        enum cw_err code = open_run(call, &run, &err);
        if (!code)
                code = rules_test(run.dir, run.text, &run.problems, &tested, &err);
        if (!code) {
                fprintf(call->out, "%u rules, %u cases, %u failed\n", tested.rules, tested.cases, tested.failed);
                if (run.problems.errors)
                        code = CW_ERR_CONFIG;
        }
        return finish(&run, code, &err);
}

static void print_rule_json(FILE *out, const struct rule_info *rule) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_string(&json, "name", rule->kind.name);
        json_string(&json, "type", rule_type_name(rule->type));
        json_string(&json, "group", group_table[rule->kind.group].name);
        json_number(&json, "weight", rule->kind.weight, 6);
        json_bool(&json, "proof", rule->kind.proof);
        json_string(&json, "file", rule->file);
        json_integer(&json, "line", rule->line);
        json_string(&json, "fields", rule->fields);
        json_string(&json, "condition", rule->condition);
        json_bits(&json, "attacks", rule->kind.attacks);
        json_string(&json, "description", rule->kind.description);
        json_object_end(&json);
        fputc('\n', out);
}

static void print_rule(FILE *out, const struct rule_info *rule) {
        fprintf(out, "%+5.2f %-9s %-11s %-32s ", rule->kind.weight, group_table[rule->kind.group].name,
                rule_type_name(rule->type), rule->kind.name);
        shown_text(out, span_from(rule->kind.description), 0);
        fputc('\n', out);
}

int op_rules_list(const struct op_call *call) {
        struct rules_run run;
        struct rules *rules = NULL;
        struct err err;
        enum cw_err code = open_run(call, &run, &err);
        if (!code)
                code = rules_load(run.dir, run.text, &run.problems, &rules, &err);
        for (uint32_t i = 0; !code && i < rules_count(rules); i++) {
                if (op_flag(call, PARAM_JSON))
                        print_rule_json(call->out, rules_info(rules, i));
                else
                        print_rule(call->out, rules_info(rules, i));
        }
        rules_free(rules);
        return finish(&run, code, &err);
}
