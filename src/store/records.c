#include "store/records.h"

#include <stdlib.h>

enum { ALIGNMENT = _Alignof(max_align_t) };

#define MEMBERS(row, ...) \
        { \
                sizeof(struct row), (const size_t[]){ __VA_ARGS__ }, \
                        sizeof((const size_t[]){ __VA_ARGS__ }) / sizeof(size_t) \
        }

#define D(member) offsetof(struct decision_record, member)
static const struct row_type decision_row = MEMBERS(
        decision_record, D(item), D(node), D(channel), D(class), D(placement), D(action), D(originator_class),
        D(originator), D(message_id), D(mail_from), D(sender), D(client), D(account), D(organizer), D(uid), D(method),
        D(title), D(rules_version), D(reasons));

#define R(member) offsetof(struct decision_recipient_record, member)
static const struct row_type decision_recipient_row = MEMBERS(decision_recipient_record, R(item), R(recipient),
                                                              R(relation), R(class), R(placement), R(placement_reason),
                                                              R(action));

#define E(member) offsetof(struct event_record, member)
const struct row_type event_row = MEMBERS(event_record, E(recipient), E(uid), E(item), E(instance), E(channel),
                                          E(message_id), E(client), E(user), E(user_agent), E(source), E(sender),
                                          E(identity), E(proof), E(originator_class), E(organizer), E(method), E(class),
                                          E(placement), E(summary));

#define C(member) offsetof(struct claim_record, member)
const struct row_type claim_row = MEMBERS(claim_record, C(recipient), C(uid), C(identity), C(originator_class),
                                          C(state), C(organizer), C(sender), C(channel), C(item));

#define T(member) offsetof(struct attendee_record, member)
const struct row_type attendee_row = MEMBERS(attendee_record, T(recipient), T(uid), T(address), T(delegate_of),
                                             T(partstat));

#define L(member) offsetof(struct relation_record, member)
const struct row_type relation_row = MEMBERS(relation_record, L(owner), L(address), L(kind), L(source));

#define A(member) offsetof(struct account_event, member)
static const struct row_type account_row = MEMBERS(account_event, A(account), A(client), A(organizer), A(kind), A(item),
                                                   A(detail));

#define I(member) offsetof(struct list_record, member)
const struct row_type list_row = MEMBERS(list_record, I(scope), I(owner), I(kind), I(value), I(effect), I(note), I(by));

const char *record_kind_name(enum record_kind kind) {
        static const char *const names[RECORD_KINDS] = {
                [RECORD_DECISION] = "decision", [RECORD_EVENT] = "event",
                [RECORD_CLAIM] = "claim",       [RECORD_ATTENDEES] = "attendees",
                [RECORD_ANSWER] = "answer",     [RECORD_RELATION] = "relation",
                [RECORD_SENT] = "sent",         [RECORD_REPUTATION] = "reputation",
                [RECORD_ACCOUNT] = "account",   [RECORD_QUARANTINE] = "quarantine",
        };
        return names[kind];
}

/* ---- Copying ---------------------------------------------------------------------------------------------------- */

static size_t aligned(size_t len) {
        return (len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *pack_room(struct packer *packer, size_t size) {
        size_t at = aligned(packer->len);
        packer->len = at + size;
        return packer->ptr ? packer->ptr + at : NULL;
}

const char *pack_text(struct packer *packer, const char *text) {
        if (!text || !*text)
                return "";
        size_t size = strlen(text) + 1, at = packer->len;
        packer->len += size;
        return packer->ptr ? memcpy(packer->ptr + at, text, size) : NULL;
}

void *pack_rows(struct packer *packer, const struct row_type *type, const void *rows, uint32_t count) {
        char *copy = pack_room(packer, type->size * count);
        if (copy && count > 0)
                memcpy(copy, rows, type->size * count);
        for (uint32_t i = 0; i < count; i++) {
                for (uint32_t k = 0; k < type->text_count; k++) {
                        size_t at = type->size * i + type->texts[k];
                        const char *text = pack_text(packer, *(const char *const *)((const char *)rows + at));
                        if (copy)
                                *(const char **)(copy + at) = text;
                }
        }
        return copy;
}

static void pack_record(struct packer *packer, const struct record *record, struct record *ret) {
        ret->kind = record->kind;
        switch (record->kind) {
        case RECORD_DECISION:
                ret->decision.row = pack_rows(packer, &decision_row, record->decision.row, 1);
                ret->decision.recipients = pack_rows(packer, &decision_recipient_row, record->decision.recipients,
                                                     record->decision.count);
                ret->decision.count = record->decision.count;
                break;
        case RECORD_EVENT:
                ret->event = pack_rows(packer, &event_row, record->event, 1);
                break;
        case RECORD_CLAIM:
                ret->claim = pack_rows(packer, &claim_row, record->claim, 1);
                break;
        case RECORD_ATTENDEES:
                ret->attendees = record->attendees;
                ret->attendees.recipient = pack_text(packer, record->attendees.recipient);
                ret->attendees.uid = pack_text(packer, record->attendees.uid);
                ret->attendees.list = pack_rows(packer, &attendee_row, record->attendees.list, record->attendees.count);
                break;
        case RECORD_ANSWER:
                ret->answer = record->answer;
                ret->answer.recipient = pack_text(packer, record->answer.recipient);
                ret->answer.uid = pack_text(packer, record->answer.uid);
                ret->answer.address = pack_text(packer, record->answer.address);
                ret->answer.partstat = pack_text(packer, record->answer.partstat);
                break;
        case RECORD_RELATION:
                ret->relation = pack_rows(packer, &relation_row, record->relation, 1);
                break;
        case RECORD_SENT:
                ret->sent.message_id = pack_text(packer, record->sent.message_id);
                ret->sent.owner = pack_text(packer, record->sent.owner);
                ret->sent.recipient = pack_text(packer, record->sent.recipient);
                ret->sent.at = record->sent.at;
                break;
        case RECORD_REPUTATION:
                ret->reputation = record->reputation;
                ret->reputation.subject = pack_text(packer, record->reputation.subject);
                break;
        case RECORD_ACCOUNT:
                ret->account = pack_rows(packer, &account_row, record->account, 1);
                break;
        case RECORD_QUARANTINE: /* is never copied: recorder_sync waits */
        case RECORD_KINDS:
                break;
        }
}

struct record *pack_records(struct packer *packer, const struct record *records, uint32_t count) {
        struct record *copy = pack_room(packer, sizeof *copy * count), unused;
        for (uint32_t i = 0; i < count; i++)
                pack_record(packer, &records[i], copy ? &copy[i] : &unused);
        return copy;
}

/* ---- Writing ---------------------------------------------------------------------------------------------------- */

enum cw_err record_write(struct store *store, const struct record *record, struct err *reterr) {
        switch (record->kind) {
        case RECORD_DECISION:
                return decision_add(store, record->decision.row, record->decision.recipients, record->decision.count,
                                    reterr);
        case RECORD_EVENT:
                return event_add(store, record->event, reterr);
        case RECORD_CLAIM:
                return claim_raise(store, record->claim, reterr);
        case RECORD_ATTENDEES:
                return attendee_set(store, record->attendees.recipient, record->attendees.uid, record->attendees.at,
                                    record->attendees.list, record->attendees.count, reterr);
        case RECORD_ANSWER:
                return attendee_answer(store, record->answer.recipient, record->answer.uid, record->answer.address,
                                       record->answer.partstat, record->answer.sequence, record->answer.stamp, reterr);
        case RECORD_RELATION:
                return relation_add(store, record->relation, reterr);
        case RECORD_SENT:
                return sent_add(store, record->sent.message_id, record->sent.owner, record->sent.recipient,
                                record->sent.at, reterr);
        case RECORD_REPUTATION:
                return reputation_add(store, record->reputation.kind, record->reputation.subject,
                                      &record->reputation.add, record->reputation.at, reterr);
        case RECORD_ACCOUNT:
                return account_event_add(store, record->account, reterr);
        case RECORD_QUARANTINE:
                return quarantine_add(store, record->quarantine.row, record->quarantine.raw,
                                      record->quarantine.recipients, record->quarantine.count, reterr);
        case RECORD_KINDS:
                break;
        }
        return err_set(reterr, CW_ERR_INTERNAL, "recorder: a record of no kind");
}
