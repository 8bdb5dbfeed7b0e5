/* Who is invited, and how (attacks 5, 21, 27, 31). */
#include "checks/views.h"

static bool recipient_is_invited(const struct facts *facts) {
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees[i].is_recipient)
                        return true;
        return facts->attendees.count < facts->meeting.attendees; /* some were not looked at */
}

/* An alias or another mailbox of the recipient's own domain. */
static bool somebody_of_recipients_domain(const struct facts *facts) {
        const struct attendee_fact *attendees = attendees_of(facts);
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                for (uint32_t k = 0; k < facts->recipients.count && k < 8; k++)
                        if (!recipients[k].party.freemail && party_same_domain(&attendees[i].party, &recipients[k].party))
                                return true;
        return false;
}

void check_recipient_not_invited(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method == METHOD_REQUEST && facts->attendees.count > 0 && !facts->list &&
            !facts->forwarded && !recipient_is_invited(facts) && !somebody_of_recipients_domain(facts) &&
            !span_equal(facts->organizer.address, recipients_of(facts)->party.address))
                signals_add(signals, kind, "%.*s is not among the %u attendees.",
                            SPAN_SHOWN(recipients_of(facts)->party.address), facts->meeting.attendees);
}

void check_nobody_invited(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method == METHOD_REQUEST && facts->meeting.attendees == 0)
                signals_add(signals, kind, "The method is REQUEST, and there is no attendee (RFC 5546 3.2.2).");
}

struct crowd {
        uint32_t looked_at, domains, of_organizer, freemail, ordered;
};

static void crowd_count(const struct facts *facts, struct crowd *crowd) {
        const struct attendee_fact *attendees = attendees_of(facts);
        enum { LOOKED_AT = 200 };
        uint32_t count = facts->attendees.count < LOOKED_AT ? facts->attendees.count : LOOKED_AT;
        crowd->looked_at = count;
        for (uint32_t i = 0; i < count; i++) {
                const struct party *party = &attendees[i].party;
                uint32_t k = 0;
                while (k < i && !party_same_domain(&attendees[k].party, party))
                        k++;
                crowd->domains += k == i;
                crowd->freemail += party->freemail;
                crowd->of_organizer += party_same_domain(party, &facts->organizer) && !party->freemail;
                if (i > 0) {
                        struct span before = attendees[i - 1].party.address;
                        size_t shared = before.len < party->address.len ? before.len : party->address.len;
                        crowd->ordered += shared == 0 || memcmp(before.ptr, party->address.ptr, shared) <= 0;
                }
        }
}

/* How many are a crowd: choirs and teams are invited from private mailboxes, schools invite parents, and what several
 * houses do together has an organizer of one of them. */
static uint32_t crowd_least(const struct facts *facts, uint32_t of_unproven) {
        if (!originator_is_proven(facts))
                return of_unproven;
        return is_of_proven_house(facts) ? 60 : 20;
}

void check_many_strangers(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct crowd crowd = { 0 };
        if (facts->meeting.method != METHOD_REQUEST || facts->attendees.count < crowd_least(facts, 12))
                return;
        crowd_count(facts, &crowd);
        if (crowd.of_organizer <= 1 && (crowd.domains >= 8 || crowd.freemail >= 10))
                signals_add(signals, kind,
                            "%u attendees of %u domains, %u with free mailboxes, at most one of the organizer's.",
                            facts->meeting.attendees, crowd.domains, crowd.freemail);
}

void check_attendee_batch(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        uint32_t count = facts->attendees.count;
        struct crowd crowd = { 0 };
        if (facts->meeting.method != METHOD_REQUEST || count < crowd_least(facts, 20))
                return;
        crowd_count(facts, &crowd);
        bool all_in_order = crowd.ordered + 2 >= crowd.looked_at;
        bool round = facts->meeting.attendees % 10 == 0;
        if (all_in_order && crowd.of_organizer <= 1 &&
            (round || crowd.domains <= 2 || crowd.freemail > crowd.looked_at / 2))
                signals_add(signals, kind, "%u attendees in alphabetical order.", facts->meeting.attendees);
}

/* Who books at a site has accepted by that. */
void check_recipient_accepted(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *attendees = attendees_of(facts);
        if (is_of_proven_house(facts) || facts->originator.class == ORIGINATOR_SERVICE)
                return;
        for (uint32_t i = 0; is_first_request(facts) && i < facts->attendees.count; i++)
                if (attendees[i].is_recipient && attendees[i].accepted &&
                    !span_equal(attendees[i].party.address, facts->organizer.address))
                        signals_add(signals, kind, "%.*s has accepted, says the invitation.",
                                    SPAN_SHOWN(attendees[i].party.address));
}

void check_recipient_is_chair(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; facts->meeting.method == METHOD_REQUEST && i < facts->attendees.count; i++)
                if (attendees[i].is_recipient && attendees[i].chair &&
                    !span_equal(attendees[i].party.domain, facts->organizer.domain))
                        signals_add(signals, kind, "%.*s is the chair of a meeting that %.*s organizes.",
                                    SPAN_SHOWN(attendees[i].party.address), SPAN_SHOWN(facts->organizer.address));
}

void check_everybody_accepted(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *attendees = attendees_of(facts);
        uint32_t accepted = 0, others = 0;
        if (!is_first_request(facts) || !originator_is_unproven(facts))
                return;
        for (uint32_t i = 0; i < facts->attendees.count; i++) {
                bool counts = !attendees[i].is_recipient &&
                              !span_equal(attendees[i].party.address, facts->organizer.address);
                others += counts;
                accepted += counts && attendees[i].accepted;
        }
        if (others >= 2 && accepted == others)
                signals_add(signals, kind, "All %u others have accepted, says the first invitation.", others);
}

/* What RFC 5545 3.2.16 and 3.2.12 know, with a hyphen. */
void check_role_misspelt(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count && i < 20; i++) {
                struct span role = property_parameter_value(attendees[i].property, PARAMETER_ROLE);
                struct span partstat = property_parameter_value(attendees[i].property, PARAMETER_PARTSTAT);
                struct span wrong = span_has(role, SPAN("_")) ? role : partstat;
                if (span_has(wrong, SPAN("_"))) {
                        signals_add(signals, kind, "An attendee has the parameter \u201c%.*s\u201d.", SPAN_SHOWN(wrong));
                        return;
                }
        }
}

void check_sender_made_attendee(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *attendees = attendees_of(facts);
        if (facts->meeting.method != METHOD_REQUEST || facts->list || !facts->from.freemail ||
            span_equal(facts->from.address, facts->organizer.address))
                return;
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees[i].is_sender && foreign_link_in_calendar(facts))
                        signals_add(signals, kind, "%.*s is the sender and an attendee of a meeting of %.*s.",
                                    SPAN_SHOWN(facts->from.address), SPAN_SHOWN(facts->organizer.address));
}
