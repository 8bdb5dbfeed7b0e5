/* config check, show, explain, sample: the configuration, and the table of its options. */
#include "config/config.h"

#include <unistd.h>

#include "base/limits.h"
#include "engine/rules-dir.h"
#include "ops/handlers.h"
#include "ops/help.h"
#include "ops/ops.h"
#include "ops/suggest.h"
#include "report/json.h"
#include "report/shown.h"
#include "verdict/verdict.h"

enum cw_err op_config(const struct op_call *call, struct config **ret, struct err *reterr) {
        const char *path = op_text(call, PARAM_CONFIG);
        return config_load(path ? path : config_default_path(), ret, reterr);
}

/* These operations have it as their argument. */
static const char *path_of(const struct op_call *call) {
        return call->arg_count ? call->args[0] : config_default_path();
}

static const char *when_text(enum option_when when) {
        return when == OPTION_WHEN_RESTART ? "restart" : "reload";
}

static void print_text(FILE *out, struct span text) {
        fprintf(out, "%.*s", (int)text.len, text.ptr);
}

/* ---- check ------------------------------------------------------------------------------------------------------- */

static void print_problem(const struct op_call *call, const struct problem *problem) {
        if (op_flag(call, PARAM_JSON)) {
                struct json json = { .out = call->out };
                json_object(&json, NULL);
                json_string(&json, "file", problem->file);
                json_integer(&json, "line", problem->line);
                json_string(&json, "level", problem->warning ? "warning" : "error");
                json_string(&json, "text", problem->text);
                json_object_end(&json);
                fputc('\n', call->out);
                return;
        }
        shown_problem(call->err, problem);
}

/* Files that options name and that are read later. One that is not there yet, as a folder of address books, may come. */
static void check_files(struct config *config) {
        static const enum option_id files[] = { OPT_RULES, OPT_SECRET_FILE, OPT_COUNTERS_PASSWORD_FILE,
                                                OPT_ADDRESS_BOOKS };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
                const char *path = config->options.text[files[i]];
                const struct option_place *place = &config->options.place[files[i]];
                if (*path && access(path, R_OK) < 0)
                        problems_warn(&config->problems, place->file, place->line,
                                      "%s: %s cannot be read by this user: %m", option_table[files[i]].name, path);
        }
}

/* What only the verdict knows of its options: the calibration. */
static enum cw_err check_verdict(const struct config *config, struct err *reterr) {
        struct verdict_config *verdict = NULL;
        char *rules_dir = NULL;
        const char *rules = config->options.text[OPT_RULES];
        enum cw_err code = rules_dir_find(*rules ? rules : NULL, &rules_dir, reterr);
        if (!code)
                code = verdict_config_load(rules_dir, &verdict, reterr);
        if (!code && config->path)
                code = verdict_config_read(verdict, config->path, reterr);
        verdict_config_free(verdict);
        free(rules_dir);
        return code;
}

int op_config_check(const struct op_call *call) {
        struct config *config;
        struct err err;
        enum cw_err code = config_load(path_of(call), &config, &err);
        if (!config)
                return op_fail(call, &err);
        check_files(config);
        for (uint32_t i = 0; i < config->problems.list.count; i++)
                print_problem(call, &((const struct problem *)config->problems.list.items)[i]);
        int status = op_status_of(code);
        if (!code && check_verdict(config, &err))
                status = op_fail(call, &err);
        if (!op_flag(call, PARAM_JSON)) {
                shown_name(call->out, span_from(config->path ? config->path : "no file, all by default"));
                fprintf(call->out, ": %u errors, %u warnings\n", config->problems.errors + (status && !code),
                        config->problems.warnings);
        }
        config_unref(config);
        return status;
}

/* ---- show -------------------------------------------------------------------------------------------------------- */

/* Durations in seconds, sizes in bytes. */
static void value_json(struct json *json, const char *key, const struct options *options, enum option_id id,
                       struct arena *arena) {
        const struct option_list *list = &options->list[id];
        struct span written;
        switch (option_table[id].kind) {
        case OPTION_KIND_TRUTH:
                json_bool(json, key, option_truth(options, id));
                break;
        case OPTION_KIND_CHOICE:
                json_string(json, key, options->text[id]);
                break;
        case OPTION_KIND_TEXT:
                written = option_written(options, id, arena);
                json_text(json, key, span_head(span_skip(written, 1), written.len - 2));
                break;
        case OPTION_KIND_LIST:
                json_array(json, key);
                for (uint32_t i = 0; i < list->count; i++)
                        json_string(json, NULL, list->items[i]);
                json_array_end(json);
                break;
        default:
                json_number(json, key, options->number[id], 15);
        }
}

static void show_json(FILE *out, const struct config *config, enum option_id id) {
        const struct option_place *place = &config->options.place[id];
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_string(&json, "name", option_table[id].name);
        value_json(&json, "value", &config->options, id, config->arena);
        if (place->file) {
                json_string(&json, "file", place->file);
                json_integer(&json, "line", place->line);
        } else {
                json_null(&json, "file");
                json_null(&json, "line");
        }
        json_object_end(&json);
        fputc('\n', out);
}

/* As a file that says the same; what is not given stands behind a #. */
static void show_line(FILE *out, const struct config *config, enum option_id id) {
        const struct option_place *place = &config->options.place[id];
        fprintf(out, "%s%s = ", place->file ? "" : "#", option_table[id].name);
        print_text(out, option_written(&config->options, id, config->arena));
        if (place->file)
                fprintf(out, "  # line %u", place->line);
        fputc('\n', out);
}

int op_config_show(const struct op_call *call) {
        struct config *config;
        struct err err;
        enum cw_err code = config_load(path_of(call), &config, &err);
        if (!config || code) {
                config_unref(config);
                return op_fail(call, &err);
        }
        for (enum option_id id = 0; id < OPTS; id++) {
                if (op_flag(call, PARAM_CHANGED) && !config->options.place[id].file)
                        continue;
                if (op_flag(call, PARAM_JSON))
                        show_json(call->out, config, id);
                else
                        show_line(call->out, config, id);
        }
        config_unref(config);
        return STATUS_CLEAN;
}

/* ---- explain, sample --------------------------------------------------------------------------------------------- */

/* `prefix` and the text, in lines of at most 100 columns, broken at spaces. */
static void print_wrapped(FILE *out, const char *prefix, const char *text) {
        struct span rest = span_from(text);
        while (rest.len > 0) {
                size_t len = rest.len, most = 100 - strlen(prefix);
                if (len > most)
                        for (len = most; len > 0 && rest.ptr[len] != ' ';)
                                len--;
                if (len == 0)
                        len = span_find_byte(rest, ' ');
                fputs(prefix, out);
                print_text(out, span_head(rest, len));
                fputc('\n', out);
                rest = span_trim(span_skip(rest, len));
        }
}

static void explain(FILE *out, enum option_id id, struct arena *arena) {
        const struct option_info *info = &option_table[id];
        fprintf(out, "%s\n", info->name);
        print_wrapped(out, "    ", info->about);
        fputs("  allowed: ", out);
        print_text(out, option_allowed(id, arena));
        fputs("\n  default: ", out);
        print_text(out, option_written(NULL, id, arena));
        fprintf(out, "\n  a change counts after a %s\n", when_text(info->when));
}

static void explain_json(FILE *out, enum option_id id, struct arena *arena) {
        static const char *const kinds[] = { "number", "duration", "size", "truth", "choice", "text", "list" };
        const struct option_info *info = &option_table[id];
        struct options *defaults = arena_alloc(arena, sizeof *defaults);
        options_default(defaults);
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_string(&json, "name", info->name);
        json_string(&json, "kind", kinds[info->kind]);
        value_json(&json, "default", defaults, id, arena);
        json_text(&json, "written", option_written(NULL, id, arena));
        json_text(&json, "allowed", option_allowed(id, arena));
        json_string(&json, "when", when_text(info->when));
        json_string(&json, "description", info->about);
        json_object_end(&json);
        fputc('\n', out);
}

static int unknown(const struct op_call *call, const char *name) {
        const char *names[OPTS];
        for (enum option_id id = 0; id < OPTS; id++)
                names[id] = option_table[id].name;
        const char *meant = suggest_name(name, names, OPTS);
        struct err err;
        (void)err_set(&err, CW_ERR_USAGE, "no such option: %.60s%s%s%s", name, meant ? "; did you mean " : "",
                      meant ? meant : "", meant ? "?" : "");
        return op_fail(call, &err);
}

/* What the tables take is bounded by the tables. */
static struct arena *table_arena(const struct op_call *call) {
        struct arena *arena = arena_new(LIMIT_ARENA_FLOOR);
        if (!arena) {
                struct err err;
                (void)err_set(&err, CW_ERR_MEMORY, "out of memory");
                (void)op_fail(call, &err);
        }
        return arena;
}

int op_config_explain(const struct op_call *call) {
        ARENA_CLEANUP struct arena *arena = table_arena(call);
        void (*print)(FILE *, enum option_id, struct arena *) = op_flag(call, PARAM_JSON) ? explain_json : explain;
        if (!arena)
                return STATUS_INTERNAL;
        for (uint32_t i = 0; i < call->arg_count; i++)
                if (option_find(call->args[i]) == OPTS)
                        return unknown(call, call->args[i]);
        for (uint32_t i = 0; i < call->arg_count; i++)
                print(call->out, option_find(call->args[i]), arena);
        for (enum option_id id = 0; id < OPTS && call->arg_count == 0; id++)
                print(call->out, id, arena);
        return STATUS_CLEAN;
}

static void sample_row(FILE *out, enum option_id id, struct arena *arena) {
        const struct option_info *info = &option_table[id];
        fputc('\n', out);
        print_wrapped(out, "# ", info->about);
        fputs("# (", out);
        print_text(out, option_allowed(id, arena));
        fprintf(out, "%s)\n#%s = ", info->when == OPTION_WHEN_RESTART ? "; a change needs a restart" : "", info->name);
        print_text(out, option_written(NULL, id, arena));
        fputc('\n', out);
}

int op_config_sample(const struct op_call *call) {
        ARENA_CLEANUP struct arena *arena = table_arena(call);
        if (!arena)
                return STATUS_INTERNAL;
        fputs("# The configuration of Calwarden. It works as it is: every option is shown with its default. Take the # away\n"
              "# from a line to change one. `calwarden config check FILE` tells what is wrong, SIGHUP loads it anew.\n",
              call->out);
        for (enum option_id id = 0; id < OPTS; id++) {
                const struct option_chapter *chapter = option_chapter(id);
                if (chapter) {
                        fprintf(call->out, "\n\n# ---- %s ----\n", chapter->title);
                        print_wrapped(call->out, "# ", chapter->about);
                }
                sample_row(call->out, id, arena);
        }
        return STATUS_CLEAN;
}

/* The chapter of the manual, as tables. */
int op_config_manual(const struct op_call *call) {
        ARENA_CLEANUP struct arena *arena = table_arena(call);
        FILE *out = call->out;
        if (!arena)
                return STATUS_INTERNAL;
        for (enum option_id id = 0; id < OPTS; id++) {
                const struct option_chapter *chapter = option_chapter(id);
                if (chapter)
                        fprintf(out,
                                "%s## %s\n\n%s\n\n| option | default | allowed | what it means |\n|---|---|---|---|\n",
                                id > 0 ? "\n" : "", chapter->title, chapter->about);
                fprintf(out, "| `%s`%s | ", option_table[id].name,
                        option_table[id].when == OPTION_WHEN_RESTART ? " *" : "");
                help_cell(out, option_written(NULL, id, arena));
                fputs(" | ", out);
                help_cell(out, option_allowed(id, arena));
                fprintf(out, " | %s |\n", option_table[id].about);
        }
        return STATUS_CLEAN;
}
