#include "ops/asked.h"

#include <arpa/inet.h>
#include <stdlib.h>

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
        *ret = spans; /* asked_item_free frees them in every case */
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

enum cw_err asked_item_read(const struct op_call *call, struct asked_item *ret, struct err *reterr) {
        *ret = (struct asked_item){ 0 };
        struct item *item = &ret->item;
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
        enum cw_err code = copy_texts(call, PARAM_RCPT, &ret->rcpt, &item->rcpt_count, reterr);
        if (!code)
                code = copy_texts(call, PARAM_AUTHSERV_ID, &ret->authserv_ids, &item->authserv_id_count, reterr);
        for (uint32_t i = 0; i < item->rcpt_count; i++)
                ret->rcpt[i] = span_without_brackets(span_trim(ret->rcpt[i]));
        item->rcpt = ret->rcpt;
        item->authserv_ids = ret->authserv_ids;
        return code;
}

void asked_item_free(struct asked_item *asked) {
        free(asked->rcpt);
        free(asked->authserv_ids);
        *asked = (struct asked_item){ 0 };
}
