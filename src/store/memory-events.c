/* What memory knows of an event: claims, provenance, attendees, and how often its organizer was seen. */
#include <stdlib.h>

#include "store/memory-inside.h"

static bool is_later(int64_t sequence, int64_t stamp, int64_t than_sequence, int64_t than_stamp) {
        return sequence > than_sequence || (sequence == than_sequence && stamp >= than_stamp);
}

/* ---- Claims --------------------------------------------------------------------------------------------------------- */

static void claim_take(void *context, const struct record *record) {
        (void)lent_add(context, record->claim);
}

/* As claim_raise does it. */
static void claim_merge(struct claim_record *claim, const struct claim_record *raised) {
        claim->originator_class = raised->originator_class;
        claim->organizer = raised->organizer;
        claim->sender = raised->sender;
        claim->channel = raised->channel;
        if (raised->last > claim->last)
                claim->last = raised->last;
        if (!is_later(raised->sequence, raised->stamp, claim->sequence, claim->stamp))
                return;
        claim->sequence = raised->sequence;
        claim->stamp = raised->stamp;
        claim->cancelled = raised->cancelled;
}

static void claims_merge(struct lent *claims, const struct claim_record *raised) {
        struct claim_record *rows = (struct claim_record *)claims->rows;
        for (uint32_t i = 0; i < claims->count; i++) {
                if (strcmp(rows[i].identity, raised->identity) == 0) {
                        claim_merge(&rows[i], raised);
                        return;
                }
        }
        (void)lent_add(claims, raised);
}

static int compare_claims(const void *a, const void *b) {
        const struct claim_record *x = a, *y = b;
        int order = (strcmp(y->state, "confirmed") == 0) - (strcmp(x->state, "confirmed") == 0);
        if (order == 0)
                order = (x->first > y->first) - (x->first < y->first);
        if (order == 0)
                order = strcmp(x->item, y->item);
        return order ? order : strcmp(x->identity, y->identity);
}

static enum cw_err claims_ask(struct memory *memory, const char *recipient, const char *uid, struct lent *claims,
                              struct err *reterr) {
        if (!recipient || !uid)
                return memory_exhausted(reterr);
        struct lent waiting = { .memory = memory, .type = &claim_row };
        memory_visit(memory, TOPIC_CLAIM, recipient, uid, NULL, claim_take, &waiting);
        const struct claim_record *found;
        uint32_t count = 0;
        enum cw_err status = memory_asked(memory,
                                          memory_ready(memory, reterr) == CW_OK
                                                  ? claim_list(memory->store, recipient, uid, &found, &count, reterr)
                                                  : CW_ERR_IO);
        if (status != CW_OK)
                return status;
        for (uint32_t i = 0; i < count; i++)
                (void)lent_add(claims, &found[i]);
        for (uint32_t i = 0; i < waiting.count; i++)
                claims_merge(claims, &((const struct claim_record *)waiting.rows)[i]);
        return claims->failed || waiting.failed ? memory_exhausted(reterr) : CW_OK;
}

enum cw_err memory_claims(struct memory *memory, struct span recipient, struct span uid,
                          const struct claim_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct question question;
        struct lent claims = { .memory = memory, .type = &claim_row };
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = claims_ask(memory, memory_text(memory, recipient), memory_text(memory, uid), &claims, reterr);
        if (status == CW_OK) {
                if (claims.count > 1)
                        qsort(claims.rows, claims.count, sizeof(struct claim_record), compare_claims);
                *ret = (const struct claim_record *)claims.rows;
                *ret_count = claims.count < LIMIT_STORE_CLAIMS ? claims.count : LIMIT_STORE_CLAIMS;
        }
        return memory_answer(&question, status);
}

/* ---- Events --------------------------------------------------------------------------------------------------------- */

static void event_take(void *context, const struct record *record) {
        (void)lent_add(context, record->event);
}

static int compare_events(const void *a, const void *b) {
        const struct event_record *x = a, *y = b;
        int order = strcmp(y->item, x->item);
        return order ? order : strcmp(x->instance, y->instance);
}

/* The first of (item, instance) stays, as event_add has it; those of the store come first. */
static void events_merge(struct lent *events, const struct event_record *event) {
        const struct event_record *rows = (const struct event_record *)events->rows;
        for (uint32_t i = 0; i < events->count; i++)
                if (strcmp(rows[i].item, event->item) == 0 && strcmp(rows[i].instance, event->instance) == 0)
                        return;
        (void)lent_add(events, event);
}

static enum cw_err events_ask(struct memory *memory, const char *recipient, const char *uid, uint32_t limit,
                              struct lent *events, struct err *reterr) {
        if (!recipient || !uid)
                return memory_exhausted(reterr);
        struct lent waiting = { .memory = memory, .type = &event_row };
        memory_visit_newest(memory, TOPIC_EVENT, recipient, uid, page_size(limit), event_take, &waiting);
        const struct event_record *found;
        uint32_t count = 0;
        enum cw_err status = memory_asked(
                memory, memory_ready(memory, reterr) == CW_OK
                                ? event_list(memory->store, recipient, uid, limit, &found, &count, reterr)
                                : CW_ERR_IO);
        if (status != CW_OK)
                return status;
        for (uint32_t i = 0; i < count; i++)
                (void)lent_add(events, &found[i]);
        for (uint32_t i = waiting.count; i-- > 0;)
                events_merge(events, &((const struct event_record *)waiting.rows)[i]);
        return events->failed || waiting.failed ? memory_exhausted(reterr) : CW_OK;
}

enum cw_err memory_events(struct memory *memory, struct span recipient, struct span uid, uint32_t limit,
                          const struct event_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct question question;
        struct lent events = { .memory = memory, .type = &event_row };
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = events_ask(memory, memory_text(memory, recipient), memory_text(memory, uid), limit, &events,
                                    reterr);
        if (status == CW_OK) {
                if (events.count > 1)
                        qsort(events.rows, events.count, sizeof(struct event_record), compare_events);
                *ret = (const struct event_record *)events.rows;
                *ret_count = events.count < page_size(limit) ? events.count : page_size(limit);
        }
        return memory_answer(&question, status);
}

/* ---- Attendees ------------------------------------------------------------------------------------------------------ */

/* What waits about one attendee: lists with or without him, and answers, in their order. */
struct waiting_attendee {
        const char *address;
        struct lent changes; /* attendee_row; `first` -1: an answer, -2: a list that he is not on */
};
enum { CHANGE_ANSWER = -1, CHANGE_ABSENT = -2 };

static void attendee_take(void *context, const struct record *record) {
        struct waiting_attendee *waiting = context;
        struct attendee_record change = { .address = waiting->address, .first = CHANGE_ABSENT };
        if (record->kind == RECORD_ANSWER) {
                if (strcmp(record->answer.address, waiting->address) != 0)
                        return;
                change.first = CHANGE_ANSWER;
                change.partstat = record->answer.partstat;
                change.sequence = record->answer.sequence;
                change.stamp = record->answer.stamp;
        }
        for (uint32_t i = 0; record->kind == RECORD_ATTENDEES && i < record->attendees.count; i++) {
                if (strcmp(record->attendees.list[i].address, waiting->address) != 0)
                        continue;
                change.first = record->attendees.at;
                change.delegate_of = record->attendees.list[i].delegate_of;
                break;
        }
        (void)lent_add(&waiting->changes, &change);
}

/* As attendee_set and attendee_answer do it. */
static void attendee_change(struct attendee_record *attendee, bool *known, const struct attendee_record *change) {
        if (change->first == CHANGE_ABSENT) {
                attendee->present = false;
        } else if (change->first == CHANGE_ANSWER) {
                if (!*known || !is_later(change->sequence, change->stamp, attendee->sequence, attendee->stamp))
                        return;
                attendee->partstat = change->partstat;
                attendee->sequence = change->sequence;
                attendee->stamp = change->stamp;
        } else {
                if (!*known)
                        *attendee = (struct attendee_record){ .recipient = attendee->recipient,
                                                              .uid = attendee->uid,
                                                              .address = change->address,
                                                              .first = change->first,
                                                              .partstat = "",
                                                              .sequence = -1 };
                *known = true;
                attendee->present = true;
                attendee->delegate_of = change->delegate_of;
                attendee->last = change->first;
        }
}

static enum cw_err attendee_ask(struct memory *memory, const char *recipient, const char *uid, const char *address,
                                const struct attendee_record **ret, struct err *reterr) {
        if (!recipient || !uid || !address)
                return memory_exhausted(reterr);
        struct waiting_attendee waiting = { address, { .memory = memory, .type = &attendee_row } };
        memory_visit(memory, TOPIC_ATTENDEES, recipient, uid, NULL, attendee_take, &waiting);
        const struct attendee_record *found = NULL;
        enum cw_err status = memory_asked(
                memory, memory_ready(memory, reterr) == CW_OK
                                ? attendee_find(memory->store, recipient, uid, address, &found, reterr)
                                : CW_ERR_IO);
        if (status != CW_OK)
                return status;
        bool known = found != NULL;
        struct lent lent = { .memory = memory, .type = &attendee_row };
        struct attendee_record empty = { .recipient = recipient, .uid = uid };
        struct attendee_record *attendee = lent_add(&lent, known ? found : &empty);
        if (!attendee || waiting.changes.failed)
                return memory_exhausted(reterr);
        for (uint32_t i = 0; i < waiting.changes.count; i++)
                attendee_change(attendee, &known, &((const struct attendee_record *)waiting.changes.rows)[i]);
        *ret = known ? attendee : NULL;
        return CW_OK;
}

enum cw_err memory_attendee(struct memory *memory, struct span recipient, struct span uid, struct span address,
                            const struct attendee_record **ret, struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = attendee_ask(memory, memory_text(memory, recipient), memory_text(memory, uid),
                                      memory_text(memory, address), ret, reterr);
        return memory_answer(&question, status);
}

/* ---- Seen ----------------------------------------------------------------------------------------------------------- */

static bool is_invitation(const struct event_record *event) {
        return strcmp(event->method, "REQUEST") == 0 || strcmp(event->method, "PUBLISH") == 0 ||
               strcmp(event->method, "ADD") == 0;
}

/* Invitations that wait, of each UID the first. They come from the newest to the oldest. */
static void seen_take(void *context, const struct record *record) {
        struct lent *waiting = context;
        struct event_record *rows = (struct event_record *)waiting->rows;
        if (!is_invitation(record->event))
                return;
        for (uint32_t i = 0; i < waiting->count; i++)
                if (strcmp(rows[i].uid, record->event->uid) == 0) {
                        rows[i].at = record->event->at;
                        return;
                }
        (void)lent_add(waiting, record->event);
}

/* Each costs a question to the store, and nobody asks for more than whether there was any. */
enum { SEEN_WAITING = 8 };

/* Whether the store has counted this UID of this organizer already. */
static enum cw_err is_counted(struct memory *memory, const struct event_record *waiting, bool *ret, struct err *reterr) {
        const struct event_record *found;
        uint32_t count = 0;
        enum cw_err status = memory_asked(
                memory, memory_ready(memory, reterr) == CW_OK
                                ? event_list(memory->store, waiting->recipient, waiting->uid, 0, &found, &count, reterr)
                                : CW_ERR_IO);
        *ret = false;
        for (uint32_t i = 0; status == CW_OK && i < count; i++)
                *ret |= is_invitation(&found[i]) && strcmp(found[i].organizer, waiting->organizer) == 0;
        return status;
}

static enum cw_err seen_ask(struct memory *memory, const char *recipient, const char *organizer, struct event_seen *ret,
                            struct err *reterr) {
        if (!recipient || !organizer)
                return memory_exhausted(reterr);
        struct lent waiting = { .memory = memory, .type = &event_row };
        memory_visit_newest(memory, TOPIC_SEEN, recipient, organizer, SEEN_WAITING, seen_take, &waiting);
        struct event_seen seen = { 0 };
        enum cw_err status = memory_asked(memory,
                                          memory_ready(memory, reterr) == CW_OK
                                                  ? event_seen(memory->store, recipient, organizer, &seen, reterr)
                                                  : CW_ERR_IO);
        for (uint32_t i = 0; status == CW_OK && i < waiting.count; i++) {
                const struct event_record *event = &((const struct event_record *)waiting.rows)[i];
                bool counted;
                status = is_counted(memory, event, &counted, reterr);
                if (status != CW_OK)
                        break;
                seen.count += !counted;
                if (seen.first == 0 || event->at < seen.first)
                        seen.first = event->at;
                if (event->at > seen.last)
                        seen.last = event->at;
        }
        if (status == CW_OK && waiting.failed)
                status = memory_exhausted(reterr);
        if (status == CW_OK)
                *ret = seen;
        return status;
}

enum cw_err memory_seen(struct memory *memory, struct span recipient, struct span organizer, struct event_seen *ret,
                        struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = seen_ask(memory, memory_text(memory, recipient), memory_text(memory, organizer), ret, reterr);
        return memory_answer(&question, status);
}
