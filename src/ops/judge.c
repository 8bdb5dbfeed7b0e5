#include "ops/judge.h"

#include <arpa/inet.h>

#include "config/config.h"
#include "engine/rules-dir.h"
#include "lookup/lookup.h"
#include "report/shown.h"

static struct span given(const struct op_call *call, enum param_id id) {
        return span_from(op_text(call, id));
}

static enum cw_err copy_texts(const struct op_call *call, enum param_id id, struct span **ret, uint32_t *ret_count,
                              struct err *reterr) {
        const struct param_value *value = &call->values[id];
        if (value->count == 0)
                return CW_OK;
        struct span *spans = calloc(value->count, sizeof *spans);
        if (!spans)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        *ret = spans; /* judge_close frees them in every case */
        for (uint32_t i = 0; i < value->count; i++) {
                spans[i] = span_from(value->texts[i]);
                if (spans[i].len == 0)
                        return err_set(reterr, CW_ERR_USAGE, "--%s takes no empty text", param_table[id].name);
        }
        *ret_count = value->count;
        return CW_OK;
}

static bool is_address(const char *text) {
        unsigned char bytes[16];
        return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

static enum cw_err read_session(const struct op_call *call, struct judge *judge, struct err *reterr) {
        struct item *item = &judge->item;
        const char *client = op_text(call, PARAM_CLIENT_IP);
        if (client && !is_address(client))
                return err_set(reterr, CW_ERR_USAGE, "--client-ip takes an IPv4 or IPv6 address, not \"%.60s\"", client);
        item->client_ip = span_from(client);
        item->helo = given(call, PARAM_HELO);
        item->mail_from = span_without_brackets(span_trim(given(call, PARAM_MAIL_FROM)));
        item->mail_from_known = op_given(call, PARAM_MAIL_FROM);
        item->auth_user = given(call, PARAM_AUTH_USER);
        item->at = op_given(call, PARAM_AT) ? call->values[PARAM_AT].time : INT64_MIN;
        channel_from_name(given(call, PARAM_CHANNEL), &item->channel);
        item->relation = RELATION_NONE;
        relation_from_name(given(call, PARAM_RELATION), &item->relation);
        enum cw_err code = copy_texts(call, PARAM_RCPT, &judge->rcpt, &item->rcpt_count, reterr);
        if (!code)
                code = copy_texts(call, PARAM_AUTHSERV_ID, &judge->authserv_ids, &item->authserv_id_count, reterr);
        for (uint32_t i = 0; i < item->rcpt_count; i++)
                judge->rcpt[i] = span_without_brackets(span_trim(judge->rcpt[i]));
        item->rcpt = judge->rcpt;
        item->authserv_ids = judge->authserv_ids;
        return code;
}

static enum cw_err open_lookups(const struct op_call *call, struct judge *judge, struct err *reterr) {
        const char *path = op_text(call, PARAM_CONFIG);
        enum cw_err code = config_load(path ? path : config_default_path(), &judge->config, reterr);
        if (!code)
                code = lookups_new(judge->config, NULL, &judge->lookups, reterr);
        return code ? code : lookups_start(judge->lookups, reterr);
}

enum cw_err judge_open(const struct op_call *call, struct judge *ret, struct err *reterr) {
        *ret = (struct judge){ 0 };
        enum cw_err code = read_session(call, ret, reterr);
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
        free(judge->rcpt);
        free(judge->authserv_ids);
        *judge = (struct judge){ 0 };
}

struct item judge_item(const struct judge *judge, const struct input *input) {
        struct item item = judge->item;
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
        judge->item = judge_item(judge, input);
        return scan_item(judge->scanner, &judge->item, ret, reterr);
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
