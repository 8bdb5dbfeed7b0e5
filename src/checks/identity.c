/* Who acts, and how well it is proven (DESIGN 2, Originator authorisation; attacks 6-10, 12, 17, 18, 23). */
#include "checks/views.h"
#include "message/message.h"

/* The organizer's own From kept by a service that relays, or by an attendee who forwards and says so in Sender
 * (standards 4.5, D2, D4, D5): it breaks DMARC, and nobody lies. */
static bool relayed_openly(const struct facts *facts) {
        bool sender_proven = false;
        const struct span *proven = facts->authentication.domains.items;
        for (uint32_t i = 0; i < facts->authentication.domains.count; i++)
                sender_proven |= span_equal(proven[i], facts->sender.domain);
        return facts->dmarc_case == DMARC_D5 || (facts->dmarc_case == DMARC_D4 && sender_proven) ||
               sent_by_service(facts);
}

/* Attendees of a house forward openly in the From of another (D4); from a free mailbox that is only likelier honest. */
void check_originator_spoof(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->originator.class != ORIGINATOR_SPOOF)
                return;
        bool relayed = relayed_openly(facts);
        bool by_word = facts->dmarc_case == DMARC_D4 && facts->sender.freemail;
        if (!relayed || by_word)
                signals_add_part(signals, kind, relayed ? 0.4 : 1,
                                 "It claims to be by %.*s, and DMARC fails for that domain.",
                                 SPAN_SHOWN(facts->from.address));
}

void check_from_own_domain_unproven(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct authentication *proof = &facts->authentication;
        bool denied = proof->dmarc == AUTH_FAIL ||
                      ((proof->spf == AUTH_FAIL || proof->spf == AUTH_SOFTFAIL) && proof->dkim != AUTH_PASS);
        if (!denied || facts->list || facts->from.freemail || facts->dmarc_case == DMARC_D5)
                return;
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->recipients.count; i++) {
                if (facts->from.domain.len > 0 && span_equal(recipients[i].party.domain, facts->from.domain)) {
                        signals_add(signals, kind,
                                    "It claims to come from %.*s, the domain of %.*s, and fails its proof.",
                                    SPAN_SHOWN(facts->from.domain), SPAN_SHOWN(recipients[i].party.address));
                        return;
                }
        }
}

/* Delegates, forwards, lists, services, calendar ids and answers to the organizer explain the difference (standards 4.5):
 * by proof, or by what the sender himself writes. */
enum explained { UNEXPLAINED, EXPLAINED_BY_SENDER, EXPLAINED };

static enum explained difference_is_explained(const struct facts *facts) {
        const struct party *organizer = &facts->organizer;
        if (facts->list || sent_by_service(facts) || (facts->authentication.known && originator_is_proven(facts)))
                return EXPLAINED;
        if (facts->service_claimed != SERVICE_NONE && !facts->authentication.known)
                return EXPLAINED;
        bool named = span_equal(facts->reply_to.address, organizer->address) ||
                     span_equal(facts->sender.address, organizer->address);
        /* No server sends for its users from a free mailbox. */
        if (facts->forwarded || (named && !facts->from.freemail) ||
            span_equal(facts->sent_by.domain, facts->from.domain) ||
            (organizer->known_host && (organizer->known_host->kinds & HOST_SCHEDULER)))
                return EXPLAINED_BY_SENDER;
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees[i].is_sender || span_equal(attendees[i].party.domain, facts->from.domain))
                        return EXPLAINED_BY_SENDER;
        return UNEXPLAINED;
}

static bool acts_by_another(const struct facts *facts) {
        enum method method = facts->meeting.method;
        bool acts = method == METHOD_REQUEST || method == METHOD_CANCEL || method == METHOD_ADD ||
                    method == METHOD_DECLINECOUNTER;
        const struct party *organizer = &facts->organizer;
        return acts && organizer->domain.len > 0 && facts->from.domain.len > 0 &&
               !span_equal(organizer->domain, facts->from.domain);
}

void check_organizer_not_sender(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (acts_by_another(facts) && difference_is_explained(facts) == UNEXPLAINED)
                signals_add(signals, kind, "The organizer is %.*s, the sender %.*s.",
                            SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(facts->from.address));
}

void check_organizer_by_hearsay(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        bool colleague = facts->authentication.aligned && is_of_recipients_house(facts, &facts->from);
        if (acts_by_another(facts) && facts->authentication.known && !colleague &&
            difference_is_explained(facts) == EXPLAINED_BY_SENDER)
                signals_add(signals, kind, "The organizer is %.*s, says %.*s.", SPAN_SHOWN(facts->organizer.address),
                            SPAN_SHOWN(facts->from.address));
}

/* A partner's guest may forward what a colleague organizes, and a booking site writes in his name. */
void check_organizer_is_colleague(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum explained explained = acts_by_another(facts) && facts->authentication.known ? difference_is_explained(facts)
                                                                                         : EXPLAINED;
        if (explained == EXPLAINED || !is_of_recipients_house(facts, &facts->organizer) ||
            is_recipient(facts, facts->organizer.address))
                return;
        /* Sites for rooms and training write in the name of those who use them, often without a Reply-To. */
        bool desk = span_has(facts->from.local, SPAN("reply")) || span_has(facts->from.local, SPAN("notif")) ||
                    span_has(facts->from.local, SPAN("booking")) || span_has(facts->from.local, SPAN("calendar"));
        bool handed_on = (explained == EXPLAINED_BY_SENDER || desk) && facts->authentication.aligned &&
                         !facts->from.freemail;
        signals_add_part(signals, kind, handed_on ? 0.5 : 1, "%.*s is said to organize it, %.*s sends it.",
                         SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(facts->from.address));
}

/* A house's delegates have mailboxes of a house. One of the reader's own is named so that the reader knows it. */
void check_sent_by_foreign(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *agent = &facts->sent_by, *organizer = &facts->organizer;
        if (agent->domain.len == 0 || organizer->domain.len == 0 || span_equal(agent->domain, organizer->domain))
                return;
        bool readers = is_of_recipients_house(facts, agent) && !span_equal(agent->domain, facts->from.domain);
        double part = agent->freemail && !organizer->freemail ? 1 : 0.75;
        if (!originator_is_proven(facts) || readers)
                signals_add_part(signals, kind, part, "%.*s says that he acts for %.*s.", SPAN_SHOWN(agent->address),
                                 SPAN_SHOWN(organizer->address));
}

void check_service_claimed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->service_claimed != SERVICE_NONE && facts->service != facts->service_claimed && !facts->list &&
            !facts->forwarded && facts->authentication.dkim != AUTH_ABSENT)
                signals_add(signals, kind, "It has the form of %s, and no signature of that service.",
                            service_name(facts->service_claimed));
}

void check_nothing_authenticated(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct authentication *proof = &facts->authentication;
        const struct recipient *recipients = recipients_of(facts);
        /* Inside of one system mail is often not signed. */
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (span_equal(recipients[i].party.domain, facts->from.domain))
                        return;
        if (proof->domains.count == 0 && proof->spf != AUTH_ABSENT && !facts->list)
                signals_add(signals, kind, "SPF says %s, DKIM %s.", auth_result_name(proof->spf),
                            auth_result_name(proof->dkim));
}

/* The only attendee besides the organizer, or NULL. */
static const struct attendee_fact *only_guest(const struct facts *facts) {
        const struct attendee_fact *attendees = attendees_of(facts), *guest = NULL;
        for (uint32_t i = 0; i < facts->attendees.count; i++) {
                if (span_equal(attendees[i].party.address, facts->organizer.address))
                        continue;
                if (guest)
                        return NULL;
                guest = &attendees[i];
        }
        return guest;
}

/* iCloud and Google prove the service, which says nothing of who uses it for a wave. */
void check_group_relay(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *guest = only_guest(facts);
        bool anybody = originator_is_unproven(facts) || facts->originator.class == ORIGINATOR_SERVICE ||
                       facts->from.freemail;
        if (guest && anybody && facts->forwarded && facts->meeting.method == METHOD_REQUEST &&
            facts->recipients.count > 0 && !guest->is_recipient)
                signals_add(signals, kind, "It was forwarded on from %.*s, the only attendee.",
                            SPAN_SHOWN(guest->party.address));
}
