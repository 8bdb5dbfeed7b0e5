/* deliver: one mail from a pipe of the mail system, into the calendars of its recipients. */
#include "actions/deliver.h"

#include "actions/verdict-header.h"
#include "base/limits.h"
#include "config/config.h"
#include "ops/handlers.h"
#include "ops/input-file.h"
#include "ops/ops.h"
#include "report/json.h"
#include "report/shown.h"
#include "store/store.h"

struct deliver_run {
        const struct op_call *call;
        struct config *config;
        struct store *store;
        struct verdict_keys keys;
        struct arena *arena;
        struct input_file file;
        struct input input;
        bool has_keys;
};

/* ---- Printing -------------------------------------------------------------------------------------------------------- */

static void print_text(FILE *out, const struct deliver_outcome *outcome) {
        for (uint32_t i = 0; i < outcome->part_count; i++) {
                const struct deliver_part *part = &outcome->parts[i];
                shown_text(out, span_from(outcome->owner), 0);
                fprintf(out, ": %s%s, ", part->state, part->known ? " before" : "");
                shown_text(out, part->title, 80);
                fputs(" (", out);
                shown_text(out, span_from(part->reason), 0);
                fputs(")\n", out);
        }
        if (outcome->part_count > 0)
                return;
        shown_text(out, span_from(outcome->owner), 0);
        fprintf(out, ": %s\n", deliver_result_name(outcome->result));
}

static void print_part(struct json *json, const struct deliver_part *part) {
        json_object(json, NULL);
        json_string(json, "arrival", *part->arrival ? part->arrival : NULL);
        json_string(json, "method", part->method);
        json_text(json, "uid", part->uid);
        json_text(json, "instance", part->instance);
        json_text(json, "title", part->title);
        json_string(json, "state", part->state);
        json_bool(json, "known", part->known);
        json_string(json, "place", part->place);
        json_string(json, "reason", part->reason);
        json_object_end(json);
}

static void print_json(FILE *out, const struct deliver_outcome *outcome) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_string(&json, "recipient", outcome->owner);
        json_string(&json, "result", deliver_result_name(outcome->result));
        json_string(&json, "header", outcome->header);
        json_string(&json, "item", *outcome->verdict.item ? outcome->verdict.item : NULL);
        json_string(&json, "class", class_name(outcome->verdict.class));
        json_string(&json, "placement", placement_name(outcome->verdict.placement));
        json_array(&json, "objects");
        for (uint32_t i = 0; i < outcome->part_count; i++)
                print_part(&json, &outcome->parts[i]);
        json_array_end(&json);
        json_string(&json, "failure", outcome->failure);
        json_object_end(&json);
        fputc('\n', out);
}

/* ---- Delivering ------------------------------------------------------------------------------------------------------ */

static enum cw_err open_all(struct deliver_run *run, struct err *reterr) {
        const struct op_call *call = run->call;
        bool any = false;
        enum cw_err code = op_config(call, &run->config, reterr);
        if (code)
                return code;
        run->has_keys = verdict_keys_of(run->config, false, &run->keys, NULL) == CW_OK;
        const struct store_options store = { .url = run->config->store, .mode = STORE_WRITE };
        if (!store.url)
                return err_set(reterr, CW_ERR_CONFIG, "no state folder: set the option state");
        code = store_open(&store, &run->store, reterr);
        run->arena = arena_new(LIMIT_DELIVER_ARENA);
        if (!code && !run->arena)
                code = err_set(reterr, CW_ERR_MEMORY, "out of memory");
        if (!code)
                code = input_file_open(&run->file, call->arg_count ? call->args[0] : "-", reterr);
        if (!code)
                code = input_file_next(&run->file, &run->input, &any, reterr);
        if (!code && !any)
                code = err_set(reterr, CW_ERR_IO, "there is no mail to deliver");
        return code;
}

static enum cw_err deliver_to(struct deliver_run *run, const char *recipient, struct err *reterr) {
        const char *from = op_text(run->call, PARAM_MAIL_FROM);
        const struct deliver_tools tools = { .config = run->config,
                                             .store = run->store,
                                             .keys = run->has_keys ? &run->keys : NULL,
                                             .dry_run = op_flag(run->call, PARAM_DRY_RUN) };
        const struct deliver_mail mail = { .bytes = run->input.bytes,
                                           .truncated = run->input.truncated,
                                           .recipient = span_from(recipient),
                                           .mail_from = span_without_brackets(span_from(from)),
                                           .mail_from_known = from != NULL };
        struct deliver_outcome outcome;
        arena_reset(run->arena);
        enum cw_err code = deliver_mail(&tools, &mail, run->arena, &outcome, reterr);
        if (!code && op_flag(run->call, PARAM_JSON))
                print_json(run->call->out, &outcome);
        else if (!code)
                print_text(run->call->out, &outcome);
        return code;
}

int op_deliver(const struct op_call *call) {
        struct deliver_run run = { .call = call, .file = { .fd = -1 } };
        const struct param_value *rcpt = &call->values[PARAM_RCPT];
        struct err why;
        if (rcpt->count == 0) {
                (void)err_set(&why, CW_ERR_USAGE, "--rcpt is needed: to whom the mail is");
                return op_fail(call, &why);
        }
        enum cw_err code = open_all(&run, &why);
        bool failed = code != CW_OK;
        if (code)
                (void)op_fail(call, &why);
        for (uint32_t i = 0; i < rcpt->count && !code; i++)
                if (deliver_to(&run, rcpt->texts[i], &why)) {
                        (void)op_fail(call, &why);
                        failed = true;
                }
        input_file_free(&run.file);
        arena_free(run.arena);
        store_close(run.store);
        config_unref(run.config);
        return failed ? STATUS_LATER : STATUS_CLEAN;
}
