/* feedback spam|ham: what a person says of an item, counted for or against those who are proven to have sent it. */
#include "ops/feedback.h"

#include <math.h>

#include "base/metrics.h"
#include "config/config.h"
#include "facts/originator.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/feedback.h"
#include "store/reputation.h"

enum { SUBJECTS = REPUTATION_REPORTER, REPORTER_BYTES = 2 * ADDRESS_BYTES + 16 };

/* Whom it is counted for. */
struct subject {
        enum reputation_kind kind;
        char name[ADDRESS_BYTES];
};
struct subjects {
        struct subject items[SUBJECTS];
        uint32_t count;
        bool aligned, organizer_proven;
        char sender[ADDRESS_BYTES], originator[ADDRESS_BYTES], identity[ADDRESS_BYTES], client[64];
        int64_t at;
};

static void keep(char *ret, size_t size, const char *text) {
        (void)snprintf(ret, size, "%s", strlen(text) < size ? text : "");
}

/* Only what the judgement itself had recorded is counted on: that was proven, and is nobody's mail provider. */
static enum cw_err add_known(struct store *store, struct subjects *subjects, enum reputation_kind kind,
                             const char *name, bool *ret_known, struct err *reterr) {
        struct reputation reputation;
        enum cw_err code = reputation_find(store, kind, name, subjects->at, &reputation, reterr);
        *ret_known = !code && reputation.first != 0;
        if (*ret_known && subjects->count < SUBJECTS) {
                struct subject *subject = &subjects->items[subjects->count++];
                subject->kind = kind;
                keep(subject->name, sizeof subject->name, name);
        }
        return code;
}

/* example.org of anna@mail.example.org: the name that was recorded. */
static enum cw_err add_domain(struct store *store, struct subjects *subjects, struct err *reterr) {
        const char *at = strrchr(subjects->sender, '@');
        bool known = false;
        enum cw_err code = CW_OK;
        for (const char *name = at ? at + 1 : NULL; name && strchr(name, '.') && !known && !code;
             name = strchr(name, '.') ? strchr(name, '.') + 1 : NULL)
                code = add_known(store, subjects, REPUTATION_DOMAIN, name, &known, reterr);
        return code;
}

static enum cw_err find_subjects(struct store *store, struct subjects *subjects, struct err *reterr) {
        char network[NETWORK_TEXT_BYTES];
        bool known;
        enum cw_err code = CW_OK;
        if (strchr(subjects->identity, '@') && *subjects->identity != '@' && !strchr(subjects->identity, ' '))
                code = add_known(store, subjects, REPUTATION_ADDRESS, subjects->identity, &known, reterr);
        if (!code && subjects->organizer_proven && *subjects->originator)
                code = add_known(store, subjects, REPUTATION_ORGANIZER, subjects->originator, &known, reterr);
        if (!code && subjects->aligned)
                code = add_domain(store, subjects, reterr);
        if (!code && network_around(span_from(subjects->client), network))
                code = add_known(store, subjects, REPUTATION_NETWORK, network, &known, reterr);
        return code;
}

static bool is_aligned(const char *reasons) {
        json_t *parsed = *reasons ? json_loads(reasons, 0, NULL) : NULL;
        bool aligned = json_is_true(json_object_get(json_object_get(parsed, "authentication"), "aligned"));
        json_decref(parsed);
        return aligned;
}

static enum cw_err learn_item(const struct op_context *context, const char *item, struct subjects *ret,
                              struct err *reterr) {
        const struct decision_record *decision;
        const struct event_record *events;
        uint32_t count;
        enum cw_err code = op_decision(context, item, &decision, reterr);
        if (code)
                return code;
        enum originator_class class = originator_class_from_name(span_from(decision->originator_class));
        *ret = (struct subjects){ .aligned = is_aligned(decision->reasons),
                                  .organizer_proven = class <= ORIGINATOR_DOMAIN_VERIFIED,
                                  .at = context->now };
        keep(ret->sender, sizeof ret->sender, decision->sender);
        keep(ret->originator, sizeof ret->originator, decision->originator);
        keep(ret->client, sizeof ret->client, decision->client);
        if (class == ORIGINATOR_VERIFIED)
                keep(ret->identity, sizeof ret->identity, decision->originator);
        code = event_of_item(context->store, item, &events, &count, reterr);
        if (!code && count)
                keep(ret->identity, sizeof ret->identity, events[0].identity);
        return code;
}

static enum cw_err check_recipient(const struct op_context *context, const char *item, const char *recipient,
                                   struct err *reterr) {
        const struct decision_recipient_record *rows;
        uint32_t count = 0;
        enum cw_err code = decision_recipients(context->store, item, &rows, &count, reterr);
        for (uint32_t i = 0; i < count && !code; i++)
                if (strcmp(rows[i].recipient, recipient) == 0)
                        return CW_OK;
        return code ? code
                    : err_set(reterr, CW_ERR_NOT_FOUND, "there is no decision on an item %.60s for %.100s", item,
                              recipient);
}

/* What one person says is counted so often at most: of one who sends, and of a house that others share with him. */
static double most_of(enum reputation_kind kind) {
        return kind == REPUTATION_ADDRESS || kind == REPUTATION_ORGANIZER ? 2 : 1;
}

/* How much of this word is counted; of the word that is taken back, as much as was counted of it. `by` is 1 or -1. */
static double weight_of(const struct reputation_counts *before, enum reputation_kind kind, bool spam, double by) {
        double counted = spam ? before->feedback_spam : before->feedback_ham;
        double said = spam ? before->spam : before->clean;
        if (by > 0)
                return fmax(0, fmin(1, most_of(kind) - counted));
        return -fmax(0, fmin(1, counted - fmax(0, said - 1)));
}

static enum cw_err count_for(struct store *store, const struct subject *subject, const char *reporter, bool spam,
                             double by, int64_t at, struct err *reterr) {
        char key[REPORTER_BYTES];
        struct reputation before = { 0 };
        (void)snprintf(key, sizeof key, "%s %s %s", reporter, reputation_kind_name(subject->kind), subject->name);
        enum cw_err code = *reporter ? reputation_find(store, REPUTATION_REPORTER, key, at, &before, reterr) : CW_OK;
        double weight = *reporter ? weight_of(&before.decayed, subject->kind, spam, by) : by;
        struct reputation_counts add = { .feedback_spam = spam ? weight : 0, .feedback_ham = spam ? 0 : weight };
        if (!code)
                code = reputation_add(store, subject->kind, subject->name, &add, at, reterr);
        add.spam = spam ? by : 0;
        add.clean = spam ? 0 : by;
        if (!code && *reporter)
                code = reputation_add(store, REPUTATION_REPORTER, key, &add, at, reterr);
        return code;
}

/* By -1 what was said before is taken back. The operator's word for all has no bound. */
static enum cw_err count_label(struct store *store, const struct subjects *subjects, const struct feedback_record *row,
                               const char *label, double by, struct err *reterr) {
        bool spam = strcmp(label, "spam") == 0;
        const char *reporter = row->recipient ? row->recipient : "";
        enum cw_err code = CW_OK;
        for (uint32_t i = 0; i < subjects->count && !code; i++)
                code = count_for(store, &subjects->items[i], reporter, spam, by, subjects->at, reterr);
        return code;
}

static enum cw_err write_all(const struct op_context *context, const struct feedback_record *row,
                             const struct subjects *subjects, bool *ret_changed, struct err *reterr) {
        struct store *store = context->store;
        const char *before = "";
        enum cw_err code = store_begin(store, STORE_DURABLE, reterr);
        if (code)
                return code;
        code = feedback_add(store, row, &before, reterr);
        *ret_changed = strcmp(before, row->label) != 0;
        if (!code && *ret_changed && *before)
                code = count_label(store, subjects, row, before, -1, reterr);
        if (!code && *ret_changed)
                code = count_label(store, subjects, row, row->label, 1, reterr);
        if (!code)
                code = store_commit(store, reterr);
        if (code)
                store_rollback(store);
        return code;
}

enum cw_err feedback_say(const struct op_context *context, const struct feedback_said *said, bool *ret_changed,
                         struct err *reterr) {
        struct subjects subjects;
        bool changed = false;
        const struct feedback_record row = { .item = said->item,
                                             .recipient = said->recipient,
                                             .label = said->spam ? "spam" : "ham",
                                             .by = context->by,
                                             .source = context->source,
                                             .at = context->now,
                                             .note = said->note };
        enum cw_err code = learn_item(context, said->item, &subjects, reterr);
        if (!code && said->recipient)
                code = check_recipient(context, said->item, said->recipient, reterr);
        if (!code)
                code = find_subjects(context->store, &subjects, reterr);
        if (!code)
                code = write_all(context, &row, &subjects, &changed, reterr);
        if (code)
                return code;
        if (changed)
                metrics_add(context->metrics, METRIC_FEEDBACK, row.label, NULL, 1);
        *ret_changed = changed;
        return CW_OK;
}

enum cw_err answer_feedback(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                            struct err *reterr) {
        char room[OP_ADDRESS_BYTES];
        struct feedback_said said = { .item = call->args[0],
                                      .spam = op_id_of(call->op) == OP_FEEDBACK_SPAM,
                                      .note = op_text(call, PARAM_NOTE) };
        bool changed;
        enum cw_err code = op_recipient(context, call, room, &said.recipient, reterr);
        if (!code)
                code = feedback_say(context, &said, &changed, reterr);
        if (!code)
                answer_change(ret, changed, changed ? "noted" : "that was said before");
        return code;
}
