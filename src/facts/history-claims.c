/* Whose an event is (DESIGN 2, Originator authorisation; standards 4.4-4; RFC 5546 6.1). */
#include "base/limits.h"
#include "calendar/address.h"
#include "facts/history-inside.h"
#include "store/memory.h"

enum { EVENTS_LOOKED_AT = 20, DELEGATORS_ASKED_ABOUT = 4 };

struct claims {
        const struct claim_record *list;
        uint32_t count;
};

static bool is(const char *text, const char *what) {
        return strcmp(text, what) == 0;
}

static bool same(const char *text, struct span what) {
        return span_equal(span_from(text), what);
}

static bool is_service_claim(const struct claim_record *claim) {
        return is(claim->originator_class, originator_class_name(ORIGINATOR_SERVICE));
}

/* The one that counts: confirmed by a person (those come first), else the first that was proven; a service's only where
 * there is no other. NULL: nobody's. */
static const struct claim_record *owner_of(const struct claims *claims) {
        const struct claim_record *service = NULL;
        for (uint32_t i = 0; i < claims->count; i++) {
                const struct claim_record *claim = &claims->list[i];
                if (is(claim->state, "refused"))
                        continue;
                if (is(claim->state, "confirmed") || !is_service_claim(claim))
                        return claim;
                if (!service)
                        service = claim;
        }
        return service;
}

static const struct claim_record *claim_of(const struct claims *claims, struct span identity) {
        for (uint32_t i = 0; i < claims->count && identity.len > 0; i++)
                if (same(claims->list[i].identity, identity))
                        return &claims->list[i];
        return NULL;
}

/* ---- Who may change it --------------------------------------------------------------------------------------------- */

/* Not the identity that has the claim, and yet the one whose event it is. */
static bool acts_as_owner(const struct asking *asking, const struct recipient_history *history,
                          const struct claim_record *owner, const struct claim_record *own) {
        enum originator_class class = asking->facts->originator.class;
        struct span acting = asking->acting.address;
        if (!same(owner->organizer, acting))
                return false;
        /* A pair that a person has confirmed; the organizer himself, for whom another of his house or a service acted before;
         * a domain that vouched for the organizer, and does again. */
        if (history->delegate || class == ORIGINATOR_VERIFIED)
                return true;
        if (class == ORIGINATOR_DOMAIN_VERIFIED &&
            (is_service_claim(owner) || (owner->identity[0] == '@' && same(owner->identity + 1, asking->acting.domain))))
                return true;
        /* The service that made the event goes on beside its organizer. */
        return class == ORIGINATOR_SERVICE && own && own->first <= owner->first;
}

static bool is_older(const struct meeting *meeting, const struct claim_record *claim) {
        int64_t sequence = meeting->sequence_known ? meeting->sequence : 0;
        if (!claim || claim->sequence < 0)
                return false;
        return sequence < claim->sequence || (sequence == claim->sequence && meeting->stamp_known && claim->stamp > 0 &&
                                              meeting->stamp < claim->stamp);
}

/* Without a look at the revision. */
static enum standing standing_among(const struct asking *asking, const struct recipient_history *history,
                                    const struct claims *claims) {
        const struct facts *facts = asking->facts;
        struct span identity = history->delegate ? facts->from.address : facts->originator.identity;
        const struct claim_record *owner = owner_of(claims), *own = claim_of(claims, identity);
        if (own && is(own->state, "refused"))
                return STANDING_REFUSED;
        if (!owner)
                return STANDING_FIRST;
        if (identity.len == 0)
                return STANDING_FOREIGN;
        return same(owner->identity, identity) || acts_as_owner(asking, history, owner, own) ? STANDING_OWNER
                                                                                             : STANDING_CONFLICT;
}

static bool is_stale(const struct facts *facts, const struct recipient_history *history, const struct claims *claims) {
        struct span identity = history->delegate ? facts->from.address : facts->originator.identity;
        bool echoes = facts->meeting.method == METHOD_DECLINECOUNTER || is_about_instance(facts);
        return !echoes &&
               (is_older(&facts->meeting, owner_of(claims)) || is_older(&facts->meeting, claim_of(claims, identity)));
}

static void tell_owner(const struct asking *asking, const struct claim_record *owner, struct recipient_history *history) {
        history->owner = arena_copy(asking->facts->arena, span_from(owner->identity));
        history->organizer = arena_copy(asking->facts->arena, span_from(owner->organizer));
        history->sequence = owner->sequence;
}

static enum standing unknown(const struct asking *asking) {
        return asking->failed ? STANDING_ABSENT : STANDING_NONE;
}

static bool claims_ask(struct asking *asking, struct span key, struct span uid, struct claims *ret) {
        *ret = (struct claims){ 0 };
        return learned(asking, memory_claims(asking->tools->memory, key, uid, &ret->list, &ret->count, NULL));
}

/* ---- Other events of the same message ------------------------------------------------------------------------------ */

/* Another's event is changed by the way (attack 49). */
static void look_at_others(struct asking *asking, struct span key, struct recipient_history *history) {
        const struct others *others = &asking->others;
        for (uint32_t i = 0; i < others->uid_count && history->standing < STANDING_CONFLICT; i++) {
                struct claims claims;
                if (!claims_ask(asking, key, others->uids[i], &claims)) {
                        history->standing = unknown(asking);
                        return;
                }
                enum standing standing = standing_among(asking, history, &claims);
                if (standing < STANDING_CONFLICT)
                        continue;
                history->standing = standing;
                if (owner_of(&claims))
                        tell_owner(asking, owner_of(&claims), history);
                history->sequence = -1; /* what the message says is of another event */
        }
        if (others->more_uids && history->standing < STANDING_CONFLICT)
                history->standing = STANDING_MIXED;
}

/* ---- What organizers send ------------------------------------------------------------------------------------------ */

/* RFC 6047 3: a pair that the user trusts, and a sender who is proven. */
static bool is_delegate(struct asking *asking, struct span key) {
        const struct facts *facts = asking->facts;
        bool delegate = false;
        return party_same(&facts->from, &facts->sent_by) && facts->authentication.aligned &&
               facts->originator.class != ORIGINATOR_VERIFIED && party_same(&facts->organizer, &asking->acting) &&
               learned(asking, memory_delegate(asking->tools->memory, key, facts->sent_by.address,
                                               facts->organizer.address, &delegate, NULL)) &&
               delegate;
}

static bool attendee_ask(struct asking *asking, struct span key, struct span address,
                         const struct attendee_record **ret) {
        return learned(asking,
                       memory_attendee(asking->tools->memory, key, asking->facts->meeting.uid_key, address, ret, NULL));
}

static void ask_attendee_list(struct asking *asking, struct span key, struct recipient_history *history) {
        const struct attendee_record *attendee;
        history->sender_listed = attendee_ask(asking, key, asking->facts->from.address, &attendee) && attendee;
}

static bool is_abuse(const struct event_record *event) {
        return is(event->class, "spam") || is(event->class, "certain");
}

/* What was judged of the same sender: a forgery that was refused says nothing against him whose event it is. */
static void ask_events(struct asking *asking, struct span key, struct recipient_history *history) {
        const struct event_record *events;
        uint32_t count;
        if (!learned(asking, memory_events(asking->tools->memory, key, asking->facts->meeting.uid_key, EVENTS_LOOKED_AT,
                                           &events, &count, NULL)))
                return;
        for (uint32_t i = 0; i < count; i++)
                history->convicted |= is_abuse(&events[i]) &&
                                      same(events[i].identity, asking->facts->originator.identity);
}

static void ask_about_event(struct asking *asking, struct span key, struct recipient_history *history) {
        struct claims claims;
        if (!uid_names_one(asking->facts->meeting.uid_key))
                return;
        if (!claims_ask(asking, key, asking->facts->meeting.uid_key, &claims)) {
                history->standing = unknown(asking);
                return;
        }
        history->standing = standing_among(asking, history, &claims);
        if (history->standing == STANDING_OWNER && is_stale(asking->facts, history, &claims))
                history->standing = STANDING_STALE;
        if (owner_of(&claims))
                tell_owner(asking, owner_of(&claims), history);
}

static void ask_as_organizer(struct asking *asking, struct span key, struct recipient *recipient) {
        struct recipient_history *history = &recipient->history;
        struct event_seen seen;
        if (!uid_names_one(asking->facts->meeting.uid_key) && asking->others.uid_count == 0)
                return;
        history->delegate = is_delegate(asking, key);
        ask_about_event(asking, key, history);
        if (history->standing == STANDING_ABSENT)
                return;
        look_at_others(asking, key, history);
        if (history->standing == STANDING_FOREIGN || history->standing == STANDING_CONFLICT)
                ask_attendee_list(asking, key, history);
        ask_events(asking, key, history);
        if (recipient->relation == RELATION_NONE && may_be_known(asking) &&
            learned(asking, memory_seen(asking->tools->memory, key, asking->acting.address, &seen, NULL)))
                history->invitations = seen.count;
}

/* ---- What attendees send ------------------------------------------------------------------------------------------- */

/* Who was invited by an invited one names him (RFC 5546 4.2.5), who has said that he delegates. */
static bool is_delegated(struct asking *asking, struct span key) {
        const struct facts *facts = asking->facts;
        const struct attendee_fact *attendees = facts->attendees.items;
        for (uint32_t i = 0, asked = 0; i < facts->attendees.count && asked < DELEGATORS_ASKED_ABOUT; i++) {
                const struct attendee_record *by;
                struct calendar_address address;
                calendar_address_read(facts->arena, attendees[i].property, &address);
                if (!span_equal(address.address, asking->acting.address) || address.delegated_from.len == 0)
                        continue;
                asked++;
                if (attendee_ask(asking, key, address.delegated_from, &by) && by &&
                    span_equal_nocase(span_from(by->partstat), SPAN("DELEGATED")))
                        return true;
        }
        return false;
}

/* The event is the recipient's own, by its UID: Exchange leaves ORGANIZER out of answers (standards 2.1, D10). */
static const struct claim_record *recipients_own(const struct claims *claims, struct span key) {
        for (uint32_t i = 0; i < claims->count; i++)
                if (same(claims->list[i].identity, key) && !is(claims->list[i].state, "refused"))
                        return &claims->list[i];
        return NULL;
}

/* He who delegates has said so before; who is a delegate now was nobody there yet. */
static bool is_true_companion(struct asking *asking, struct span key) {
        const struct others *others = &asking->others;
        const struct attendee_record *attendee;
        if (!attendee_ask(asking, key, others->companion, &attendee))
                return false;
        if (others->companion_delegates)
                return attendee && span_equal_nocase(span_from(attendee->partstat), SPAN("DELEGATED"));
        return !attendee;
}

/* An answer is one person's, about one event (RFC 5546 3.2.3); clients take all that stands in it for said. */
static bool answers_for_others(struct asking *asking, struct span key) {
        const struct others *others = &asking->others;
        if (asking->facts->meeting.method != METHOD_REPLY)
                return false;
        return others->attendees || others->uid_count > 0 || others->orders ||
               (others->companion.len > 0 && !is_true_companion(asking, key));
}

static enum standing standing_of_attendee(struct asking *asking, struct span key, struct recipient_history *history) {
        const struct attendee_record *attendee, *any = NULL;
        if (!attendee_ask(asking, key, asking->acting.address, &attendee))
                return unknown(asking);
        history->attendee_gone = attendee && !attendee->present;
        if (attendee || is_delegated(asking, key))
                return STANDING_ATTENDEE;
        return attendee_ask(asking, key, SPAN(ANY_ATTENDEE), &any) && !(any && any->present) ? STANDING_OUTSIDER
                                                                                             : STANDING_ABSENT;
}

static void ask_as_attendee(struct asking *asking, struct span key, struct recipient *recipient) {
        struct recipient_history *history = &recipient->history;
        struct claims claims = { 0 };
        const struct claim_record *own = NULL;
        history->standing = STANDING_FIRST;
        if (!uid_names_one(asking->facts->meeting.uid_key))
                history->standing = STANDING_NONE;
        else if (!claims_ask(asking, key, asking->facts->meeting.uid_key, &claims))
                history->standing = unknown(asking);
        else
                own = recipients_own(&claims, key);
        if (own && party_given(&asking->acting)) {
                tell_owner(asking, own, history);
                history->standing = standing_of_attendee(asking, key, history);
        }
        if (history->standing != STANDING_OUTSIDER && history->standing != STANDING_ABSENT &&
            answers_for_others(asking, key))
                history->standing = STANDING_MIXED;
}

void history_standing(struct asking *asking, struct span key, struct recipient *recipient) {
        const struct meeting *meeting = &asking->facts->meeting;
        recipient->history.sequence = -1;
        if (!meeting->event || meeting->method == METHOD_UNKNOWN)
                return;
        if (method_answers(meeting->method))
                ask_as_attendee(asking, key, recipient);
        else
                ask_as_organizer(asking, key, recipient);
}
