#include "ops/judge.h"

#include "config/config.h"
#include "config/forms.h"
#include "engine/rules-dir.h"
#include "lookup/lookup.h"
#include "report/shown.h"

/* Doctor asks who sent it, whatever the daemon is told to ask; whether it is listed or spam is no matter of his. */
static enum cw_err ask_as_doctor(const struct op_call *call, struct options *options, struct err *reterr) {
        const struct param_value *servers = &call->values[PARAM_DNS];
        options->number[OPT_AUTHENTICATE] = 1;
        options->text[OPT_RSPAMD_URL] = options->text[OPT_SPAMD] = options->text[OPT_CLAMD] = "";
        options->text[OPT_SOURCE_URL] = "";
        options->list[OPT_DNS_LISTS] = options->list[OPT_LIST_FILES] = (struct option_list){ 0 };
        for (uint32_t i = 0; i < servers->count; i++)
                if (!form_fits(OPTION_FORM_DNS_SERVER, servers->texts[i]))
                        return err_set(reterr, CW_ERR_USAGE, "--dns takes %s, not \"%.60s\"",
                                       form_expected(OPTION_FORM_DNS_SERVER), servers->texts[i]);
        if (servers->count > 0)
                options->list[OPT_DNS_SERVERS] = (struct option_list){ servers->texts, servers->count };
        return CW_OK;
}

static enum cw_err open_lookups(const struct op_call *call, struct judge *judge, struct err *reterr) {
        const char *path = op_text(call, PARAM_CONFIG);
        enum cw_err code = config_load(path ? path : config_default_path(), &judge->config, reterr);
        if (!code && op_id_of(call->op) == OP_DOCTOR)
                code = ask_as_doctor(call, &judge->config->options, reterr);
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
        if (!code && (op_flag(call, PARAM_LOOKUPS) || op_id_of(call->op) == OP_DOCTOR))
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
