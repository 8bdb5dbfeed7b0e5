/* What was seen before of this event and of these people (RFC 5546 6.1; attacks 16, 23-27, 31, 32). Much of it holds for
 * some of the recipients only, and is told so. */
#include <math.h>

#include "checks/views.h"

/* The part of a weight that a recipient's history gives; 0: none. */
typedef double suspicion(const struct facts *facts, const struct recipient *recipient);

/* Whom a signal speaks for. */
struct concerned {
        const struct recipient *first; /* NULL: nobody */
        const bool *only;              /* NULL: all */
        double part;                   /* the largest */
};

static struct concerned concerned_by(const struct facts *facts, struct arena *arena, suspicion *of) {
        uint32_t count = facts->recipients.count, found = 0;
        struct concerned concerned = { 0 };
        bool *only = NULL;
        for (uint32_t i = 0; i < count; i++) {
                const struct recipient *recipient = &recipients_of(facts)[i];
                double part = of(facts, recipient);
                if (part <= 0)
                        continue;
                if (!only)
                        only = arena_alloc(arena, count * sizeof *only);
                if (!concerned.first)
                        concerned.first = recipient;
                only[i] = true;
                found++;
                concerned.part = part > concerned.part ? part : concerned.part;
        }
        concerned.only = found < count ? only : NULL;
        return concerned;
}

/* ---- Other people's events ----------------------------------------------------------------------------------------- */

static bool is_anothers(const struct recipient *recipient) {
        return recipient->history.standing == STANDING_FOREIGN;
}

static bool raises_sequence(const struct facts *facts, const struct recipient *recipient) {
        return (int64_t)facts->meeting.sequence > recipient->history.sequence;
}

/* Someone whom the organizer has invited hands the invitation on; lists and forwards break signatures. Neither changes
 * anything (RFC 5546 3.2.2.6), and nobody lets them. */
static double part_of_copy(const struct facts *facts, const struct recipient *recipient) {
        bool same = span_equal(facts->organizer.address, recipient->history.organizer);
        bool own_name = party_same(&facts->from, &facts->organizer);
        if (!same || facts->originator.class == ORIGINATOR_SPOOF)
                return 1;
        if (facts->list || (facts->forwarded && own_name))
                return 0;
        if (facts->originator.class == ORIGINATOR_FORWARDED && recipient->history.sender_listed)
                return raises_sequence(facts, recipient) ? 0.7 : 0;
        return own_name ? 0.5 : 1;
}

static bool adds_instance(const struct facts *facts) {
        return facts->meeting.method == METHOD_ADD || component_has(facts->meeting.event, PROPERTY_RECURRENCE_ID);
}

static double takes_over(const struct facts *facts, const struct recipient *recipient) {
        bool changes = facts->meeting.method != METHOD_CANCEL && !adds_instance(facts);
        return is_anothers(recipient) && changes ? part_of_copy(facts, recipient) : 0;
}

static double cancels(const struct facts *facts, const struct recipient *recipient) {
        return is_anothers(recipient) && facts->meeting.method == METHOD_CANCEL ? part_of_copy(facts, recipient) : 0;
}

static double adds(const struct facts *facts, const struct recipient *recipient) {
        bool instance = facts->meeting.method != METHOD_CANCEL && adds_instance(facts);
        return is_anothers(recipient) && instance ? part_of_copy(facts, recipient) : 0;
}

/* "changes", "cancels" or "adds to". */
static void tell_theft(const struct facts *facts, const struct signal_kind *kind, struct signals *signals,
                       suspicion *of, const char *does) {
        struct concerned concerned = concerned_by(facts, signals->arena, of);
        if (concerned.first)
                signals_add_for(signals, kind, concerned.part, concerned.only,
                                "%.*s, who is not proven to be the organizer, %s the event that %.*s brought to %.*s.",
                                SPAN_SHOWN(facts->from.address), does, SPAN_SHOWN(concerned.first->history.owner),
                                SPAN_SHOWN(concerned.first->party.address));
}

void check_event_taken_over(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell_theft(facts, kind, signals, takes_over, "changes");
}

void check_cancel_by_another(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell_theft(facts, kind, signals, cancels, "cancels");
}

void check_add_by_another(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell_theft(facts, kind, signals, adds, "adds to");
}

/* The same person at another house says it of himself; of somebody else's event nobody has to say anything. */
static double claims_too(const struct facts *facts, const struct recipient *recipient) {
        if (recipient->history.standing != STANDING_CONFLICT)
                return 0;
        return facts->meeting.method == METHOD_CANCEL || facts->meeting.method == METHOD_ADD ? 1.5 : 1;
}

void check_event_of_two(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct concerned concerned = concerned_by(facts, signals->arena, claims_too);
        if (!concerned.first)
                return;
        const struct recipient_history *history = &concerned.first->history;
        signals_add_for(
                signals, kind, concerned.part, concerned.only,
                "The event came from %.*s (organizer %.*s) before; now %.*s acts in it for %.*s. Both are proven.",
                SPAN_SHOWN(history->owner), SPAN_SHOWN(history->organizer), SPAN_SHOWN(facts->originator.identity),
                SPAN_SHOWN(facts->originator.address));
}

/* RFC 5546 2.1.4: everything later and true would count as older. */
static double locks_out(const struct facts *facts, const struct recipient *recipient) {
        enum { LEAP = 50 };
        bool other = is_anothers(recipient) || recipient->history.standing == STANDING_CONFLICT;
        return other && recipient->history.sequence >= 0 && facts->meeting.sequence_known &&
               facts->meeting.sequence > recipient->history.sequence + LEAP;
}

void check_sequence_locks_out(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct concerned concerned = concerned_by(facts, signals->arena, locks_out);
        if (concerned.first)
                signals_add_for(signals, kind, concerned.part, concerned.only,
                                "The event of %.*s is at version %lld; this one says %u.",
                                SPAN_SHOWN(concerned.first->history.owner),
                                (long long)concerned.first->history.sequence, facts->meeting.sequence);
}

/* Whom the organizer never named is in the list that he himself wrote. */
static double names_himself(const struct facts *facts, const struct recipient *recipient) {
        const struct attendee_fact *attendees = attendees_of(facts);
        if (!is_anothers(recipient) || recipient->history.sender_listed)
                return 0;
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees[i].is_sender)
                        return 1;
        return 0;
}

void check_attendee_by_own_word(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct concerned concerned = concerned_by(facts, signals->arena, names_himself);
        if (concerned.first)
                signals_add_for(signals, kind, concerned.part, concerned.only,
                                "%.*s names himself among the attendees; %.*s did not.",
                                SPAN_SHOWN(facts->from.address), SPAN_SHOWN(concerned.first->history.owner));
}

/* ---- Answers to the recipient's own events ------------------------------------------------------------------------- */

/* Somebody proven was told of it by an invited one, or is in a group that was (RFC 5546 3.2.3). */
static double part_of_outsider(const struct facts *facts, const struct recipient *recipient) {
        if (recipient->history.standing != STANDING_OUTSIDER)
                return 0;
        return originator_is_proven(facts) ? 0.3 : 1;
}

void check_reply_by_outsider(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum method method = facts->meeting.method;
        struct concerned concerned = concerned_by(facts, signals->arena, part_of_outsider);
        if (concerned.first && (method == METHOD_REPLY || method == METHOD_COUNTER))
                signals_add_for(signals, kind, concerned.part, concerned.only,
                                "%.*s was not invited by %.*s, and answers.", SPAN_SHOWN(facts->originator.address),
                                SPAN_SHOWN(concerned.first->party.address));
}

/* What he gets back is the whole event (RFC 5546 6.1.6). */
static double part_of_asking(const struct facts *facts, const struct recipient *recipient) {
        const struct recipient_history *history = &recipient->history;
        if (facts->meeting.method != METHOD_REFRESH)
                return 0;
        if (history->standing == STANDING_ATTENDEE)
                return history->attendee_gone ? 0.3 : 0;
        return history->standing != STANDING_OUTSIDER ? 0 : originator_is_proven(facts) ? 0.6 : 1;
}

void check_refresh_by_outsider(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct concerned concerned = concerned_by(facts, signals->arena, part_of_asking);
        if (concerned.first)
                signals_add_for(signals, kind, concerned.part, concerned.only,
                                "%.*s, whom %.*s has %s, asks for the whole event.",
                                SPAN_SHOWN(facts->originator.address), SPAN_SHOWN(concerned.first->party.address),
                                concerned.first->history.attendee_gone ? "uninvited" : "not invited");
}

/* ---- Seeds, waves, and what comes again ---------------------------------------------------------------------------- */

/* Harmless invitations make nobody known; what comes behind them is what they were for. */
static double known_by_invitations(const struct facts *facts, const struct recipient *recipient) {
        (void)facts;
        if (recipient->history.invitations == 0 || recipient->relation != RELATION_NONE)
                return 0;
        /* An update mostly says again what its invitation said. */
        return recipient->history.standing == STANDING_OWNER ? 0.5 : 1;
}

void check_known_by_invitations(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = foreign_link_in_calendar(facts);
        bool asks = facts->calendar_findings.phones.count > 0 && facts->calendar_findings.amounts.count > 0;
        if (!is_invitation(facts) || facts->colleague || (!link && !asks))
                return;
        struct concerned concerned = concerned_by(facts, signals->arena, known_by_invitations);
        if (concerned.first)
                signals_add_for(signals, kind, concerned.part, concerned.only,
                                "%.*s knows %.*s by invitations only, and this one %s%.*s.",
                                SPAN_SHOWN(concerned.first->party.address), SPAN_SHOWN(facts->originator.address),
                                link ? "leads to " : "names a phone number and an amount of money",
                                SPAN_SHOWN(link ? link_host(link->link) : (struct span){ 0 }));
}

/* One meeting of many people has one UID, and somebody proven who holds it; readers of a list have asked for it. */
void check_content_wave(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct wave *wave = &facts->wave;
        bool is_new = wave->before * 4 <= wave->recipients;
        bool one_meeting = wave->uids <= 1 && is_of_proven_house(facts);
        bool known = facts->relation > RELATION_NONE && originator_is_proven(facts);
        if (!wave->known || wave->recipients < wave->threshold || !is_new || one_meeting || known || facts->colleague ||
            facts->list)
                return;
        signals_add_part(signals, kind, is_of_proven_house(facts) ? 0.5 : 1,
                         "%u recipients got the same within %u minutes, and none of them knows the sender.",
                         wave->recipients, (wave->window_s + 59) / 60);
}

/* What we judged ourselves does not stand against what people say of the sender, nor against whose event it is, nor whom
 * the recipient knows: others may have copied what he sends. */
static double comes_again(const struct facts *facts, const struct recipient *recipient) {
        enum standing standing = recipient->history.standing;
        bool his_own = standing == STANDING_OWNER || standing == STANDING_STALE;
        bool known = recipient->relation > RELATION_NONE && originator_is_proven(facts);
        if (standing == STANDING_REFUSED)
                return 1;
        if (his_own || facts->reputation.ham_reports > 0)
                return 0;
        return recipient->history.convicted || (facts->wave.convicted && !known) ? 0.5 : 0;
}

void check_sent_again(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct concerned concerned = concerned_by(facts, signals->arena, comes_again);
        if (!concerned.first)
                return;
        const struct recipient_history *history = &concerned.first->history;
        signals_add_for(signals, kind, concerned.part, concerned.only, "%s",
                        history->standing == STANDING_REFUSED ? "A person has refused this event of this sender before."
                        : history->convicted                  ? "The event of this UID was judged to be abuse before."
                                             : "The same text was judged to be abuse within the last week.");
}

/* ---- Reputation ---------------------------------------------------------------------------------------------------- */

/* The logarithm of how much likelier abuse is from this sender, drawn to 1 : 1 where little was said. What we ourselves
 * judged counts only beside what people said, and never more than that. */
static double reported(const struct sender_history *sender) {
        double spam = sender->spam_reports, ham = sender->ham_reports;
        spam += spam > 0 ? fmin(0.2 * sender->spam, spam) : 0;
        ham += ham > 0 ? fmin(0.05 * sender->clean, ham) : 0;
        return log((1 + 2 * spam) / (1 + 2 * ham));
}

void check_sender_reported(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct sender_history *sender = &facts->reputation;
        double ratio = sender->known ? reported(sender) : 0;
        if (ratio >= 0.5)
                signals_add_part(signals, kind, fmin(ratio / log(20), 1),
                                 "People reported %.*s as abuse %.1f times of late.", SPAN_SHOWN(sender->subject),
                                 sender->spam_reports);
}

void check_sender_vouched(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct sender_history *sender = &facts->reputation;
        double ratio = sender->known && originator_is_proven(facts) ? reported(sender) : 0;
        if (ratio <= -0.5)
                signals_add_part(signals, kind, fmin(-ratio / log(20), 1), "People said of %.*s that it is no abuse.",
                                 SPAN_SHOWN(sender->subject));
}
