#include "ops/judge.h"

#include "config/config.h"
#include "engine/rules-dir.h"
#include "lookup/lookup.h"
#include "report/shown.h"

static enum cw_err open_lookups(const struct op_call *call, struct judge *judge, struct err *reterr) {
        const char *path = op_text(call, PARAM_CONFIG);
        enum cw_err code = config_load(path ? path : config_default_path(), &judge->config, reterr);
        if (!code)
                code = lookups_new(judge->config, NULL, &judge->lookups, reterr);
        return code ? code : lookups_start(judge->lookups, reterr);
}

enum cw_err judge_open(const struct op_call *call, struct judge *ret, struct err *reterr) {
        *ret = (struct judge){ 0 };
        enum cw_err code = asked_item_read(call, &ret->asked, reterr);
        if (code)
                return code;
        code = rules_dir_find(op_text(call, PARAM_RULES), &ret->rules_dir, reterr);
        if (!code && op_flag(call, PARAM_LOOKUPS))
                code = open_lookups(call, ret, reterr);
        if (code)
                return code;
        struct engine_options options = {
                .rules_dir = ret->rules_dir,
                .config_file = op_text(call, PARAM_CONFIG),
                .picture_helper = call->picture_helper,
                .lookup = lookups_tools(ret->lookups),
        };
        code = engine_new(&options, &ret->engine, reterr);
        return code ? code : scanner_new(ret->engine, &ret->scanner, reterr);
}

void judge_close(struct judge *judge) {
        scanner_free(judge->scanner);
        engine_free(judge->engine);
        lookups_free(judge->lookups);
        config_unref(judge->config);
        free(judge->rules_dir);
        asked_item_free(&judge->asked);
        *judge = (struct judge){ 0 };
}

struct item judge_item(const struct judge *judge, const struct input *input) {
        struct item item = judge->asked.item;
        item.bytes = input->bytes;
        item.truncated = input->truncated;
        return item;
}

struct report judge_report(const struct judge *judge, const struct input *input, const struct judgement *judgement) {
        struct report report = judgement_report(judge->engine, judgement);
        report.file = input->path;
        report.index = input->index;
        return report;
}

enum cw_err judge_input(struct judge *judge, const struct input *input, const struct judgement **ret,
                        struct err *reterr) {
        judge->current = judge_item(judge, input);
        return scan_item(judge->scanner, &judge->current, ret, reterr);
}

void judge_say(const struct op_call *call, const struct input *input, const char *text) {
        fprintf(call->err, "calwarden %s: ", call->op->name);
        shown_file(call->err, input->path, input->index);
        fputs(": ", call->err);
        shown_text(call->err, span_from(text), 0);
        fputc('\n', call->err);
}

int judge_fail(const struct op_call *call, const struct input *input, const struct err *err) {
        judge_say(call, input, err->text);
        if (op_flag(call, PARAM_JSON))
                report_error_json(call->out, input->path, err);
        return op_status_of(err->code);
}
