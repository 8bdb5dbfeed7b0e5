/* verdict verify: whether the field Calwarden-Verdict of a delivered mail is ours, and what it says. */
#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/limits.h"
#include "config/config.h"
#include "ops/handlers.h"
#include "ops/judge.h"
#include "report/instant.h"
#include "report/json.h"
#include "report/shown.h"

enum { STATUS_NOT_GOOD = STATUS_SPAM, ARENA_FACTOR = 2 };

struct verify_run {
        const struct op_call *call;
        struct config *config;
        struct verdict_keys keys;
        struct inputs *inputs;
        struct arena *arena;
        int64_t now, max_age;
};

struct verified {
        enum verdict_check check;
        struct verdict_header header;
};

/* What is old is shown too, for it is ours. */
static bool is_ours(const struct verified *verified) {
        return verified->check == VERDICT_CHECK_GOOD || verified->check == VERDICT_CHECK_OLD;
}

static bool find(const struct verify_run *run, const struct verified *verified, const char *address,
                 enum verdict_class *ret_class, enum placement *ret_placement) {
        char own[ADDRESS_BYTES];
        aliases_resolve(run->config->aliases, span_from(address), own);
        return is_ours(verified) &&
               verdict_header_find(&run->keys, &verified->header, span_from(own), ret_class, ret_placement);
}

/* ---- Printing -------------------------------------------------------------------------------------------------------- */

static void print_text(const struct verify_run *run, const struct input *input, const struct verified *verified) {
        FILE *out = run->call->out;
        const struct verdict_header *header = &verified->header;
        const struct param_value *rcpt = &run->call->values[PARAM_RCPT];
        char at[INSTANT_BYTES];
        shown_file(out, input->path, input->index);
        fprintf(out, ": %s", verdict_check_name(verified->check));
        if (is_ours(verified)) {
                instant_write(header->at, at);
                fprintf(out, ", %s, placement %s, originator %s, item %s of %s", class_name(header->class),
                        placement_name(header->placement), originator_class_name(header->originator), header->id, at);
        }
        fputc('\n', out);
        for (uint32_t i = 0; is_ours(verified) && i < rcpt->count; i++) {
                enum verdict_class class;
                enum placement placement;
                fputs("    ", out);
                shown_text(out, span_from(rcpt->texts[i]), 0);
                if (find(run, verified, rcpt->texts[i], &class, &placement))
                        fprintf(out, ": %s, placement %s\n", class_name(class), placement_name(placement));
                else
                        fputs(": not named, no more than offer\n", out);
        }
}

static void print_json_recipients(const struct verify_run *run, struct json *json, const struct verified *verified) {
        const struct param_value *rcpt = &run->call->values[PARAM_RCPT];
        json_array(json, "recipients");
        for (uint32_t i = 0; is_ours(verified) && i < rcpt->count; i++) {
                enum verdict_class class;
                enum placement placement;
                bool found = find(run, verified, rcpt->texts[i], &class, &placement);
                json_object(json, NULL);
                json_string(json, "address", rcpt->texts[i]);
                json_string(json, "class", found ? class_name(class) : NULL);
                json_string(json, "placement", found ? placement_name(placement) : NULL);
                json_object_end(json);
        }
        json_array_end(json);
}

static void print_json(const struct verify_run *run, const struct input *input, const struct verified *verified) {
        const struct verdict_header *header = &verified->header;
        struct json json = { .out = run->call->out };
        char at[INSTANT_BYTES];
        bool ours = is_ours(verified);
        instant_write(header->at, at);
        json_object(&json, NULL);
        json_string(&json, "file", input->path);
        if (input->index)
                json_integer(&json, "index", input->index);
        else
                json_null(&json, "index");
        json_string(&json, "check", verdict_check_name(verified->check));
        json_string(&json, "item", ours ? header->id : NULL);
        json_string(&json, "at", ours ? at : NULL);
        json_string(&json, "class", ours ? class_name(header->class) : NULL);
        json_string(&json, "placement", ours ? placement_name(header->placement) : NULL);
        json_string(&json, "originator", ours ? originator_class_name(header->originator) : NULL);
        print_json_recipients(run, &json, verified);
        json_object_end(&json);
        fputc('\n', run->call->out);
}

/* ---- Verifying ------------------------------------------------------------------------------------------------------- */

static enum cw_err verify(struct verify_run *run, const struct input *input, struct verified *ret, struct err *reterr) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        arena_reset(run->arena);
        arena_set_exit(run->arena, &exhausted);
        *ret = (struct verified){ 0 };
        ret->check = verdict_header_check(&run->keys, input->bytes, run->now, run->max_age, run->arena, &ret->header);
        arena_set_exit(run->arena, NULL);
        return CW_OK;
}

static int verify_all(struct verify_run *run) {
        struct input input;
        struct err err;
        enum inputs_step step;
        int status = STATUS_CLEAN;
        while (!ferror(run->call->out) && (step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                struct verified verified = { 0 };
                enum cw_err code = step == INPUTS_FAILED ? err.code : verify(run, &input, &verified, &err);
                int own = STATUS_CLEAN;
                if (code) {
                        own = judge_fail(run->call, &input, &err);
                } else {
                        (op_flag(run->call, PARAM_JSON) ? print_json : print_text)(run, &input, &verified);
                        own = verified.check == VERDICT_CHECK_GOOD ? STATUS_CLEAN : STATUS_NOT_GOOD;
                }
                status = status > own ? status : own;
        }
        return status;
}

static enum cw_err run_open(struct verify_run *run, struct err *reterr) {
        const struct op_call *call = run->call;
        enum cw_err code = op_config(call, &run->config, reterr);
        if (code)
                return code;
        run->now = op_given(call, PARAM_AT) ? call->values[PARAM_AT].time : clock_now_s();
        run->max_age = (int64_t)run->config->options.number[OPT_VERDICT_AGE];
        run->arena = arena_new(ARENA_FACTOR * (size_t)LIMIT_MESSAGE_BYTES);
        if (!run->arena)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        code = verdict_keys_of(run->config, false, &run->keys, reterr);
        return code ? code : inputs_new(call->args, call->arg_count, &run->inputs, reterr);
}

int op_verdict_verify(const struct op_call *call) {
        struct verify_run run = { .call = call };
        struct err err;
        int status = run_open(&run, &err) ? op_fail(call, &err) : verify_all(&run);
        inputs_free(run.inputs);
        arena_free(run.arena);
        config_unref(run.config);
        return status;
}
