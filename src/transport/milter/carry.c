#include "transport/milter/carry.h"

#include <stdlib.h>

#include "transport/milter/fields.h"
#include "transport/milter/mail.h"

enum { NAME_BYTES = 256 };

const char *answer_name(enum answer answer) {
        static const char *const names[ANSWERS] = { "accept", "reject", "defer", "discard", "aborted" };
        return names[answer];
}

sfsistat answer_status(enum answer answer) {
        /* Not SMFIS_ACCEPT, behind which libmilter does not see that a connection gets another client. */
        static const sfsistat status[ANSWERS] = { SMFIS_CONTINUE, SMFIS_REJECT, SMFIS_TEMPFAIL, SMFIS_DISCARD,
                                                  SMFIS_TEMPFAIL };
        return status[answer];
}

enum answer carry_reply(SMFICTX *ctx, enum answer answer, const struct plan_reply *reply) {
        /* libmilter copies them. What it does not take becomes the mail system's own text. */
        if (reply->code)
                (void)smfi_setreply(ctx, (char *)reply->code, (char *)reply->enhanced, (char *)reply->text);
        return answer;
}

static enum answer defer(SMFICTX *ctx) {
        static const struct plan_reply reply = { "451", "4.3.0", "This message cannot be changed as it must be" };
        return carry_reply(ctx, ANSWER_DEFER, &reply);
}

/* ---- Fields ----------------------------------------------------------------------------------------------------------- */

/* Where the mail system keeps the space behind the colon, it adds none. Allocated; NULL without memory. */
static char *spaced(const struct mail *mail, const char *prefix, struct span value) {
        size_t prefix_len = strlen(prefix), len = 0;
        char *text = malloc(1 + prefix_len + value.len + 1);
        if (!text)
                return NULL;
        if (mail->leading == LEADING_KEPT)
                text[len++] = ' ';
        memcpy(text + len, prefix, prefix_len);
        len += prefix_len;
        for (size_t i = 0; i < value.len; i++) /* lines end with LF there */
                if (value.ptr[i] != '\r' && value.ptr[i])
                        text[len++] = value.ptr[i];
        text[len] = 0;
        return text;
}

static bool insert(SMFICTX *ctx, const struct mail *mail, uint32_t at, const struct plan_header *header) {
        char *value = spaced(mail, "", span_from(header->value));
        bool done = value && smfi_insheader(ctx, (int)at, (char *)header->name, value) == MI_SUCCESS;
        free(value);
        return done;
}

static bool insert_all(SMFICTX *ctx, const struct plan *plan, const struct mail *mail) {
        for (uint32_t i = 0; i < plan->add_count; i++)
                if (!insert(ctx, mail, i, &plan->add[i]))
                        return false;
        return true;
}

static bool change_subject(SMFICTX *ctx, const struct plan *plan, const struct mail *mail) {
        struct field subject;
        if (!plan->subject_prefix)
                return true;
        bool given = field_find(mail_bytes(mail), SPAN("Subject"), &subject);
        if (span_starts_nocase(span_trim(subject.value), span_trim(span_from(plan->subject_prefix))))
                return true; /* came back to us */
        if (subject.value.len && *subject.value.ptr == ' ')
                subject.value = span_skip(subject.value, 1);
        char *value = spaced(mail, plan->subject_prefix, subject.value);
        bool done = value && (given ? smfi_chgheader(ctx, "Subject", 1, value)
                                    : smfi_addheader(ctx, "Subject", value)) == MI_SUCCESS;
        free(value);
        return done;
}

static bool remove_field(SMFICTX *ctx, const struct field_place *place) {
        char name[NAME_BYTES];
        if (place->name.len >= sizeof name)
                return false;
        memcpy(name, place->name.ptr, place->name.len);
        name[place->name.len] = 0;
        return smfi_chgheader(ctx, name, (int)place->index, NULL) == MI_SUCCESS;
}

/* ---- Delivery --------------------------------------------------------------------------------------------------------- */

/* Those whose own mail was quarantined or discarded. All who were given under the address go with it. */
static bool drop_recipients(SMFICTX *ctx, const struct plan *plan, const struct mail *mail) {
        for (uint32_t i = 0; i < plan->recipient_count && i < mail->rcpt_count && plan->drop_count; i++)
                if (plan->recipients[i].drop && smfi_delrcpt(ctx, (char *)mail_recipient_given(mail, i)) != MI_SUCCESS)
                        return false;
        return true;
}

static enum answer deliver(SMFICTX *ctx, const struct plan *plan, const struct mail *mail) {
        static const struct plan_reply forged = { "554", "5.6.0", "Too many forged header fields" };
        struct field_place *places = NULL;
        uint32_t count = 0;
        enum cw_err code = fields_to_remove(mail_bytes(mail), plan, &places, &count);
        if (code)
                return code == CW_ERR_USAGE ? carry_reply(ctx, ANSWER_REJECT, &forged) : defer(ctx);
        bool done = true;
        /* From the last to the first, so that the places of the others stay. */
        while (count > 0 && done)
                done = remove_field(ctx, &places[--count]);
        free(places);
        done = done && change_subject(ctx, plan, mail) && insert_all(ctx, plan, mail) &&
               drop_recipients(ctx, plan, mail);
        if (done && plan->action == ACTION_HOLD)
                done = smfi_quarantine(ctx, (char *)plan->hold_reason) == MI_SUCCESS;
        return done ? ANSWER_ACCEPT : defer(ctx);
}

enum answer carry_out(SMFICTX *ctx, const struct plan *plan, const struct mail *mail) {
        switch (plan->action) {
        case ACTION_ACCEPT:
        case ACTION_TAG:
        case ACTION_FOLDER:
        case ACTION_HOLD:
                return deliver(ctx, plan, mail);
        case ACTION_QUARANTINE:
        case ACTION_DISCARD:
                return ANSWER_DISCARD;
        case ACTION_REJECT:
                return carry_reply(ctx, ANSWER_REJECT, &plan->reply);
        case ACTION_DEFER:
        case OPTION_ACTIONS:
                break;
        }
        return carry_reply(ctx, ANSWER_DEFER, &plan->reply);
}
