/* Addresses that tell by themselves (attacks 7, 12, 17, 34, 40). */
#include "checks/views.h"
#include "text/lure-words.h"

/* One lure's word and an ordinary one beside it are in honest names as well. */
void check_sender_domain_lure(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct parties parties = acting_parties(facts);
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
                if (party->known_host || is_of_recipients_house(facts, party))
                        continue;
                struct lure_words words = lure_words_of(party->host);
                if (words.lures < 2 && (words.lures == 0 || words.fillers == 0))
                        continue;
                signals_add_part(signals, kind, words.lures >= 2 ? 1 : 0.6, "%.*s writes from %.*s.",
                                 SPAN_SHOWN(party->address), SPAN_SHOWN(party->host));
                return;
        }
}

void check_address_lookalike(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct parties parties = shown_parties(facts);
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
                enum brand brand = party->known_host || party->host.len == 0 || party_is_tenant(party)
                                           ? BRAND_NONE
                                           : hosts_imitates(facts->text, signals->arena, party->host);
                if (!brand)
                        continue;
                signals_add(signals, kind, "%.*s looks like %s, and is not theirs.", SPAN_SHOWN(party->host),
                            brand_name(brand));
                return;
        }
}

void check_reply_to_freemail(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *reply_to = &facts->reply_to;
        if (reply_to->freemail && !facts->from.freemail && facts->from.domain.len > 0 && facts->calendar_like &&
            facts->service == SERVICE_NONE && !span_equal(reply_to->address, facts->organizer.address))
                signals_add(signals, kind, "Answers shall go to %.*s, the sender is %.*s.",
                            SPAN_SHOWN(reply_to->address), SPAN_SHOWN(facts->from.address));
}

/* What Exchange Online forwards has an envelope of the recipient's own tenant: bounces+SRS=…@tenant.onmicrosoft.com. */
void check_tenant_domain(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[] = { &facts->from, &facts->organizer, &facts->envelope };
        for (size_t i = 0; i < sizeof parties / sizeof *parties; i++)
                if (party_is_tenant(parties[i]) && !span_starts_nocase(parties[i]->local, SPAN("bounces+srs=")))
                        signals_add(signals, kind, "The address %.*s is below onmicrosoft.com.",
                                    SPAN_SHOWN(parties[i]->address));
}

void check_disposable_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct parties parties = shown_parties(facts);
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
                if (party->known_host && (party->known_host->kinds & HOST_DISPOSABLE))
                        signals_add(signals, kind, "%.*s is a throw-away address.", SPAN_SHOWN(party->address));
        }
}

void check_random_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct parties parties = acting_parties(facts);
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
                bool of_service = party->known_host && !party->freemail;
                if (!of_service && !span_ends_nocase(party->host, SPAN("calendar.google.com")) &&
                    !span_equal(party->host, SPAN("imip.me.com")) && looks_random(party->local)) {
                        signals_add(signals, kind, "Nobody is called %.*s.", SPAN_SHOWN(party->address));
                        return;
                }
        }
}
