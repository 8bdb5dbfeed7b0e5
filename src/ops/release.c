/* quarantine release: a mail leaves as it came, once for each recipient. */
#include "store/release.h"
#include "base/metrics.h"
#include "client/smtp.h"
#include "config/config.h"
#include "facts/originator.h"
#include "ops/answers.h"
#include "ops/quarantine.h"
#include "store/decisions.h"
#include "store/quarantine.h"
#include "store/relations.h"
#include "store/store.h"

enum { TEXT_BYTES = 400 };

/* One mail on its way to several recipients. */
struct release {
        const struct op_context *context;
        const struct op_call *call;
        const char *item;
        char helo[RELEASE_HELO_BYTES];
        char *mail_from, *sender, *organizer; /* organizer: NULL where it is not proven */
        char *bytes;
        size_t byte_count;
        char (*texts)[TEXT_BYTES]; /* what is told of each copy */
};

static void release_close(struct release *release) {
        free(release->mail_from);
        free(release->sender);
        free(release->organizer);
        free(release->bytes);
        free(release->texts);
}

static bool is_proven(const struct decision_record *decision) {
        return originator_class_from_name(span_from(decision->originator_class)) <= ORIGINATOR_SERVICE;
}

static enum cw_err load(struct release *release, uint32_t copies, struct err *reterr) {
        struct store *store = release->context->store;
        const struct quarantine_record *mail;
        const struct decision_record *decision;
        struct span raw;
        enum cw_err code = quarantine_find(store, release->item, &mail, reterr);
        if (!code && !mail)
                code = quarantine_not_held(release->item, reterr);
        if (code)
                return code;
        release->mail_from = strdup(mail->mail_from);
        release->sender = strdup(mail->sender);
        code = decision_find(store, release->item, &decision, reterr);
        if (!code && decision && *decision->organizer && is_proven(decision))
                release->organizer = strdup(decision->organizer);
        if (!code)
                code = quarantine_raw(store, release->item, &raw, reterr);
        if (code)
                return code;
        release->bytes = malloc(raw.len + 1);
        release->texts = calloc(copies, TEXT_BYTES);
        if (!release->mail_from || !release->sender || !release->bytes || !release->texts)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the mail");
        memcpy(release->bytes, raw.ptr, raw.len);
        release->byte_count = raw.len;
        return CW_OK;
}

static enum cw_err teach_one(const struct release *release, const char *owner, const char *address, struct err *reterr) {
        const struct relation_record row = { .owner = owner,
                                             .address = address,
                                             .kind = "contact",
                                             .source = "release",
                                             .first = release->context->now,
                                             .last = release->context->now };
        return address && strchr(address, '@') ? relation_add(release->context->store, &row, reterr) : CW_OK;
}

/* Whoever lets a mail through knows its sender; and its organizer, where that one is proven. */
static enum cw_err teach(const struct release *release, const char *recipient, struct err *reterr) {
        char owner[ADDRESS_BYTES];
        aliases_resolve(release->context->config->aliases, span_from(recipient), owner);
        enum cw_err code = teach_one(release, owner, release->sender, reterr);
        return code ? code : teach_one(release, owner, release->organizer, reterr);
}

static enum cw_err move(const struct release *release, const char *recipient, const char *from, const char *to,
                        bool *ret_moved, struct err *reterr) {
        return quarantine_move(release->context->store, release->item, recipient, from, to, release->context->by,
                               release->context->now, ret_moved, reterr);
}

/* The copy is ours alone now (state releasing). */
static enum cw_err deliver(const struct release *release, struct answer_copy *row, char text[static TEXT_BYTES],
                           struct err *reterr) {
        const struct options *options = &release->context->config->options;
        const struct smtp_mail mail = { .url = options->text[OPT_RELEASE_VIA],
                                        .helo = release->helo,
                                        .mail_from = release->mail_from,
                                        .recipient = row->recipient,
                                        .bytes = { release->bytes, release->byte_count },
                                        .timeout_ms = (uint32_t)option_ms(options, OPT_RELEASE_TIMEOUT) };
        struct smtp_answer answer;
        bool moved;
        smtp_send(&mail, &answer);
        row->done = answer.end == SMTP_TAKEN;
        row->state = QUARANTINE_RELEASING;
        (void)snprintf(text, TEXT_BYTES, "%s%s",
                       answer.end == SMTP_UNKNOWN
                               ? "may have been delivered, nobody knows; look, then --again or delete: "
                               : "",
                       answer.text);
        if (!row->done)
                metrics_count(release->context->metrics, METRIC_RELEASE_ERRORS);
        if (answer.end == SMTP_UNKNOWN)
                return CW_OK;
        const char *to = row->done ? QUARANTINE_RELEASED : QUARANTINE_HELD;
        enum cw_err code = move(release, row->recipient, QUARANTINE_RELEASING, to, &moved, reterr);
        if (code)
                return code;
        row->state = to;
        if (row->done)
                metrics_add(release->context->metrics, METRIC_QUARANTINED, QUARANTINE_RELEASED, NULL, 1);
        return row->done ? teach(release, row->recipient, reterr) : CW_OK;
}

static enum cw_err release_copy(const struct release *release, const struct quarantine_chosen *copy,
                                struct answer_copy *row, char text[static TEXT_BYTES], struct err *reterr) {
        bool again = op_flag(release->call, PARAM_AGAIN) && copy->state == COPY_RELEASING;
        bool moved = false;
        *row = (struct answer_copy){ .recipient = copy->recipient, .state = copy_state_name(copy->state), .text = text };
        if (copy->state == COPY_RELEASING && !again) {
                (void)snprintf(text, TEXT_BYTES,
                               "is on its way, or may have been delivered; --again delivers it once more");
                return CW_OK;
        }
        if (copy->state == COPY_RELEASED) {
                (void)snprintf(text, TEXT_BYTES, "has been delivered before");
                return CW_OK;
        }
        if (copy->state == COPY_DELETED) {
                (void)snprintf(text, TEXT_BYTES, "was deleted");
                return CW_OK;
        }
        enum cw_err code = again ? move(release, copy->recipient, QUARANTINE_RELEASING, QUARANTINE_HELD, &moved, reterr)
                                 : CW_OK;
        if (!code)
                code = move(release, copy->recipient, QUARANTINE_HELD, QUARANTINE_RELEASING, &moved, reterr);
        if (code)
                return code;
        if (!moved) {
                (void)snprintf(text, TEXT_BYTES, "somebody else was faster");
                return CW_OK;
        }
        return deliver(release, row, text, reterr);
}

enum cw_err answer_quarantine_release(const struct op_context *context, const struct op_call *call,
                                      struct op_answer *ret, struct err *reterr) {
        struct release release = { .context = context, .call = call, .item = call->args[0] };
        struct quarantine_choice choice;
        struct answer_copy *rows = NULL;
        release_helo(release.item, release.helo);
        enum cw_err code = quarantine_choose(context, call, &choice, reterr);
        if (!code)
                code = load(&release, choice.count, reterr);
        if (!code && !(rows = calloc(choice.count, sizeof *rows)))
                code = err_set(reterr, CW_ERR_MEMORY, "out of memory");
        for (uint32_t i = 0; i < choice.count && !code; i++) {
                code = release_copy(&release, &choice.copies[i], &rows[i], release.texts[i], reterr);
                ret->failed |= !code && strcmp(rows[i].state, QUARANTINE_RELEASED) != 0;
        }
        if (!code)
                answer_many(ret, "copies", SHAPE_answer_copy, rows, choice.count);
        free(rows);
        release_close(&release);
        quarantine_choice_free(&choice);
        return code;
}
