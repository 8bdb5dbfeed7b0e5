/* What lists say: of the client that delivered it, of senders' domains, of mailboxes and of where links lead. A listing that
 * somebody else has made of a person or a page is a reason like others; phishing, malware and the mailboxes of fraud are
 * proof (DESIGN 2). */
#include "checks/views.h"
#include "lookup/lookup.h"

typedef bool listing_test(const struct listing *listing);

static void tell(const struct facts *facts, const struct signal_kind *kind, struct signals *signals,
                 listing_test *is_meant) {
        for (uint32_t i = 0; i < facts->lookup->listing_count; i++) {
                const struct listing *listing = &facts->lookup->listings[i];
                if (is_meant(listing))
                        signals_add(signals, kind, "The list %s has %.*s (%s) for %s: %.60s.", listing->list,
                                    SPAN_SHOWN(listing->what), listing->where, listing_meaning_name(listing->meaning),
                                    listing->code);
        }
}

static bool is_bad(const struct listing *listing) {
        return listing->meaning >= LISTED_SPAM;
}

static bool is_client(const struct listing *listing) {
        return listing->kind == LISTED_CLIENT && is_bad(listing);
}

void check_client_listed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_client);
}

static bool is_policy(const struct listing *listing) {
        return listing->kind == LISTED_CLIENT && listing->meaning == LISTED_POLICY;
}

void check_client_policy_listed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_policy);
}

/* Whether it is the host of a person who acts, and not one that a text names. */
static bool is_of_person(const struct listing *listing) {
        return listing->kind == LISTED_HOST && listing->of_person;
}

static bool is_sender_domain(const struct listing *listing) {
        return is_of_person(listing) && is_bad(listing);
}

void check_sender_domain_listed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_sender_domain);
}

static bool is_mailbox(const struct listing *listing) {
        return listing->kind == LISTED_MAILBOX && is_bad(listing);
}

void check_mailbox_listed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_mailbox);
}

static bool is_link(const struct listing *listing, enum listing_meaning meaning) {
        return (listing->kind == LISTED_HOST || listing->kind == LISTED_URL) && !is_of_person(listing) &&
               listing->meaning == meaning;
}

static bool is_link_spam(const struct listing *listing) {
        return is_link(listing, LISTED_SPAM);
}

void check_link_listed_spam(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_link_spam);
}

static bool is_link_phish(const struct listing *listing) {
        return is_link(listing, LISTED_PHISH);
}

void check_link_listed_phish(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_link_phish);
}

static bool is_link_malware(const struct listing *listing) {
        return is_link(listing, LISTED_MALWARE);
}

void check_link_listed_malware(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_link_malware);
}

static bool is_suspect(const struct listing *listing) {
        return listing->meaning == LISTED_SUSPECT;
}

void check_listed_suspect(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, is_suspect);
}
