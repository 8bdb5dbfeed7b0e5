#include "base/limits.h"
#include "facts/gather.h"
#include "facts/needs.h"
#include "lookup/lookup.h"
#include "message/address.h"
#include "message/authentication.h"
#include "message/message.h"
#include "text/charset.h"
#include "text/domain.h"

bool spans_have(const struct array *spans, struct span what) {
        const struct span *items = spans->items;
        for (uint32_t i = 0; i < spans->count; i++)
                if (span_equal(items[i], what))
                        return true;
        return false;
}

bool domain_proven(const struct facts *facts, struct span domain) {
        return domain.len > 0 && spans_have(&facts->authentication.domains, domain);
}

static void span_add_once(struct facts *facts, struct array *spans, struct span what) {
        if (what.len == 0 || spans_have(spans, what))
                return;
        struct span *item = array_push(spans, facts->arena, sizeof *item, LIMIT_FACT_DOMAINS);
        if (item)
                *item = what;
}

/* The registrable domain of `user@host`, `@host` or `host`. */
static struct span registrable_of(struct facts *facts, struct span value) {
        struct span host = value;
        for (size_t i = 0; i < value.len; i++)
                if (value.ptr[i] == '@')
                        host = span_skip(value, i + 1);
        host = domain_to_ascii(facts->text, facts->arena, host);
        struct span domain = domain_registrable(facts->text, host);
        return domain.len > 0 ? domain : host;
}

static enum auth_result result_of(struct span word) {
        static const struct {
                struct span word;
                enum auth_result result;
        } words[] = {
                { SPAN("pass"), AUTH_PASS },         { SPAN("bestguesspass"), AUTH_PASS },
                { SPAN("fail"), AUTH_FAIL },         { SPAN("hardfail"), AUTH_FAIL },
                { SPAN("softfail"), AUTH_SOFTFAIL }, { SPAN("neutral"), AUTH_NEUTRAL },
                { SPAN("policy"), AUTH_NEUTRAL },    { SPAN("none"), AUTH_NONE },
                { SPAN("temperror"), AUTH_ERROR },   { SPAN("permerror"), AUTH_ERROR },
        };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (span_equal(words[i].word, word))
                        return words[i].result;
        return AUTH_ERROR;
}

static void read_spf(struct facts *facts, const struct authentication_result *result) {
        struct authentication *proof = &facts->authentication;
        struct span domain = authentication_property(result, SPAN("smtp"), SPAN("mailfrom"));
        if (domain.len == 0 || span_equal(domain, SPAN("<>")))
                domain = authentication_property(result, SPAN("smtp"), SPAN("helo"));
        if (proof->spf != AUTH_PASS) {
                proof->spf = result_of(result->result);
                proof->spf_domain = registrable_of(facts, domain);
        }
        if (result_of(result->result) == AUTH_PASS)
                span_add_once(facts, &proof->domains, registrable_of(facts, domain));
}

/* A customer of Google's who has set up no key of his own is signed for as d=house-example.20230601.gappssmtp.com: Google's
 * word that house.example is his. Where the name has a hyphen, or a second dot, it could be another's: house-co.example. */
static bool is_signed_by_google_for(struct span signer, const struct party *author) {
        struct span label = span_split(&signer, '.');
        uint32_t dots = 0;
        if (!span_ends_nocase(signer, SPAN(".gappssmtp.com")) || label.len != author->domain.len)
                return false;
        for (size_t i = 0; i < label.len; i++) {
                char c = author->domain.ptr[i];
                dots += c == '.';
                if (c == '-' || ascii_lower(label.ptr[i]) != (c == '.' ? '-' : c))
                        return false;
        }
        return dots == 1;
}

static void read_dkim(struct facts *facts, const struct authentication_result *result) {
        struct authentication *proof = &facts->authentication;
        struct span domain = authentication_property(result, SPAN("header"), SPAN("d"));
        if (domain.len == 0)
                domain = authentication_property(result, SPAN("header"), SPAN("i"));
        if (proof->dkim != AUTH_PASS)
                proof->dkim = result_of(result->result);
        if (result_of(result->result) != AUTH_PASS)
                return;
        if (!signature_covers(facts, result)) {
                proof->replayable = true;
                return;
        }
        span_add_once(facts, &proof->dkim_signers, ascii_lowered(facts->arena, domain_behind_at(domain)));
        span_add_once(facts, &proof->dkim_domains, registrable_of(facts, domain));
        span_add_once(facts, &proof->domains, registrable_of(facts, domain));
        if (is_signed_by_google_for(domain, &facts->from))
                span_add_once(facts, &proof->domains, facts->from.domain);
}

static void read_results(struct facts *facts, const struct authentication_results *results) {
        struct authentication *proof = &facts->authentication;
        for (uint32_t i = 0; i < results->count; i++) {
                const struct authentication_result *result = &results->items[i];
                if (span_equal(result->method, SPAN("spf"))) {
                        read_spf(facts, result);
                } else if (span_equal(result->method, SPAN("dkim"))) {
                        read_dkim(facts, result);
                } else if (span_equal(result->method, SPAN("dmarc")) && proof->dmarc == AUTH_ABSENT) {
                        proof->dmarc = result_of(result->result);
                        proof->dmarc_domain = authentication_property(result, SPAN("header"), SPAN("from"));
                        proof->dmarc_comment = result->comment;
                } else if (span_equal(result->method, SPAN("arc")) && proof->arc == AUTH_ABSENT) {
                        proof->arc = result_of(result->result);
                }
        }
}

static bool believed(const struct item *item, const struct authentication_results *results) {
        for (uint32_t i = 0; i < item->authserv_id_count; i++)
                if (span_equal(item->authserv_ids[i], SPAN("any")) ||
                    authentication_from(results, item->authserv_ids[i]))
                        return true;
        return false;
}

/* The topmost instance, and those directly below it of the same writer: the border writes them in one go, and what stands
 * behind any other field came with the mail (RFC 8601 4.1, 5). */
static void read_topmost(struct facts *facts) {
        const struct headers *headers = &facts->message->headers;
        struct authentication *proof = &facts->authentication;
        for (uint32_t i = 0; i < headers->count; i++) {
                const struct header *header = &headers->items[i];
                if (header->id != HEADER_AUTHENTICATION_RESULTS) {
                        if (proof->known)
                                return;
                        continue;
                }
                struct authentication_results results = authentication_results_read(facts->arena, header->value);
                if (proof->known ? !span_equal_nocase(results.authserv_id, proof->authserv_id)
                                 : !believed(facts->item, &results))
                        return;
                proof->known = true;
                proof->authserv_id = results.authserv_id;
                read_results(facts, &results);
        }
}

void gather_trusted_results(struct facts *facts) {
        if (facts->message && facts->item->authserv_id_count > 0)
                read_topmost(facts);
}

bool results_believed(struct facts *facts) {
        const struct header *header = message_header(facts->message, HEADER_AUTHENTICATION_RESULTS);
        if (!header || facts->item->authserv_id_count == 0)
                return false;
        struct authentication_results results = authentication_results_read(facts->arena, header->value);
        return believed(facts->item, &results);
}

/* Several authors of several domains: a result for one says nothing of the others (RFC 9989 11.5). */
static bool authors_agree(struct facts *facts) {
        if (facts->from_count <= 1)
                return true;
        struct mailboxes authors = message_mailboxes(facts->arena, facts->message, HEADER_FROM);
        for (uint32_t i = 0; i < authors.count; i++)
                if (!span_equal(registrable_of(facts, authors.items[i].domain), facts->from.domain))
                        return false;
        return authors.seen == authors.count;
}

/* The border may have taken another From for the author's than clients and we do, and may have believed a signature that we
 * do not. */
static bool dmarc_is_of_author(struct facts *facts) {
        struct span judged = facts->authentication.dmarc_domain;
        if (facts->authentication.replayable && !domain_proven(facts, facts->from.domain))
                return false;
        return judged.len == 0 || span_equal(registrable_of(facts, judged), facts->from.domain);
}

/* What we found ourselves; what DNS kept from us is not known, unless something passes without it. */
static void take_own(struct facts *facts, const struct lookup_results *lookup) {
        struct authentication *proof = &facts->authentication;
        if (!lookup || !lookup->authenticated)
                return;
        read_results(facts, &lookup->results);
        proof->unsure = lookup->uncertain;
        if (lookup->sealed && proof->dmarc != AUTH_PASS && seal_covers(facts)) {
                proof->dmarc = AUTH_ABSENT; /* the sealer saw it before it was changed */
                read_results(facts, lookup->sealed);
                proof->sealed = true;
        }
        proof->known = !lookup->uncertain || proof->domains.count > 0;
        if (proof->known)
                proof->authserv_id = lookup->results.authserv_id;
        else
                *proof = (struct authentication){ 0 };
}

static const char *why_unknown(const struct facts *facts, const struct lookup_results *lookup) {
        if (lookup && lookup->authenticated)
                return "DNS did not say what was needed to authenticate it.";
        return facts->item->authserv_id_count == 0
                       ? "No trusted Authentication-Results is configured."
                       : "The topmost Authentication-Results is missing, or not of one who is believed.";
}

/* What the record of who may act was asked about is not what proves him here: signatures that count for nothing were with it,
 * and those that only a sealer saw were not. */
static bool acting_was_of_another(struct facts *facts) {
        const struct authentication *proof = &facts->authentication;
        return (proof->replayable || proof->sealed) && !spans_have(&proof->dkim_signers, acting_party(facts).host);
}

void gather_authentication(struct facts *facts, const struct lookup_results *lookup) {
        struct authentication *proof = &facts->authentication;
        if (!facts->message)
                return;
        if (!proof->known)
                take_own(facts, lookup);
        if (!proof->known) {
                fact_absent(facts, "authentication", why_unknown(facts, lookup));
                return;
        }
        facts->known |= NEEDS_AUTHENTICATION;
        proof->acting_apart = lookup && lookup->acting_dkim == ACTING_APART;
        proof->acting_unsure = lookup && (lookup->acting_dkim == ACTING_UNKNOWN ||
                                          (lookup->authenticated && acting_was_of_another(facts)));
        bool no_policy = proof->dmarc == AUTH_ABSENT || proof->dmarc == AUTH_NONE || proof->dmarc == AUTH_ERROR;
        bool passes = proof->dmarc == AUTH_PASS && dmarc_is_of_author(facts);
        proof->aligned = (passes || (no_policy && !proof->unsure && domain_proven(facts, facts->from.domain))) &&
                         authors_agree(facts);
        if (passes)
                span_add_once(facts, &proof->domains, facts->from.domain);
        /* A Return-Path may have come with the mail: it counts only where the border does not say what it looked at. */
        if (facts->envelope.domain.len > 0 && proof->spf == AUTH_PASS && proof->spf_domain.len == 0)
                span_add_once(facts, &proof->domains, facts->envelope.domain);
}

/* ---- services ------------------------------------------------------------------------------------------------- */

static const struct span service_domains[SERVICES] = {
#define SERVICE(id, name, domains) [SERVICE_##id] = SPAN(domains),
#include "facts/services.def"
#undef SERVICE
};

static enum service service_of_domain(struct span domain) {
        for (size_t i = 1; i < SERVICES && domain.len > 0; i++) {
                struct span list = service_domains[i];
                while (list.len > 0)
                        if (span_equal(span_split(&list, ' '), domain))
                                return (enum service)i;
        }
        return SERVICE_NONE;
}

/* Mailboxes that a service sends from by itself: nobody is called that. A guess by a word in it, good enough to say what a
 * message pretends. */
static bool is_service_mailbox(const struct party *party) {
        static const struct span words[] = { SPAN("noreply"),    SPAN("no-reply"),     SPAN("no_reply"),
                                             SPAN("donotreply"), SPAN("notification"), SPAN("calendar"),
                                             SPAN("invit"),      SPAN("meeting"),      SPAN("messenger"),
                                             SPAN("scheduler"),  SPAN("event") };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (span_has(party->local, words[i]))
                        return true;
        return false;
}

/* Google's notices say so in their Message-ID: <calendar-…@google.com>. */
static bool is_google_notice(struct facts *facts) {
        const struct header *header = message_header(facts->message, HEADER_MESSAGE_ID);
        struct span id;
        return header && message_ids(header->value, &id, 1) > 0 && span_starts_nocase(id, SPAN("calendar-")) &&
               span_ends_nocase(id, SPAN("@google.com"));
}

/* `Staff <staff.lists.example>`, `<mailto:staff@lists.example>` */
static bool list_field_is_proven(struct facts *facts, enum header_name id) {
        const struct header *header = message_header(facts->message, id);
        struct span of;
        return header && message_ids(header->value, &of, 1) > 0 && domain_proven(facts, registrable_of(facts, of));
}

/* Anybody can write the fields of a list; who is proven to be one has at least a name to lose. */
static bool is_list(struct facts *facts) {
        const struct message *message = facts->message;
        struct span precedence = message_text(facts->arena, message, HEADER_PRECEDENCE);
        if (facts->authentication.known)
                return list_field_is_proven(facts, HEADER_LIST_ID) || list_field_is_proven(facts, HEADER_LIST_POST);
        return message->count[HEADER_LIST_ID] > 0 || message->count[HEADER_LIST_POST] > 0 ||
               span_equal_nocase(precedence, SPAN("list"));
}

bool is_of_service(const struct party *party, enum service service) {
        return service != SERVICE_NONE && !party->freemail && service_of_domain(party->domain) == service;
}

/* Names that no provider lets its customers have (RFC 2142, and those of robots). */
static bool is_reserved_name(struct span local) {
        static const struct span names[] = { SPAN("noreply"),
                                             SPAN("no-reply"),
                                             SPAN("no_reply"),
                                             SPAN("donotreply"),
                                             SPAN("do-not-reply"),
                                             SPAN("notification"),
                                             SPAN("notifications"),
                                             SPAN("notify"),
                                             SPAN("mailer-daemon"),
                                             SPAN("postmaster"),
                                             SPAN("calendar-notification") };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (span_equal_nocase(local, names[i]))
                        return true;
        return false;
}

bool is_service_itself(const struct party *party, enum service service) {
        return service != SERVICE_NONE && service_of_domain(party->domain) == service &&
               (!party->freemail || is_reserved_name(party->local));
}

void gather_claims(struct facts *facts) {
        const struct message *message = facts->message;
        if (!message)
                return;
        const struct party *senders[] = { &facts->sender, &facts->from };
        for (size_t i = 0; i < 2 && facts->service_claimed == SERVICE_NONE; i++)
                if (is_service_mailbox(senders[i]))
                        facts->service_claimed = service_of_domain(senders[i]->domain);
        if (facts->service_claimed == SERVICE_NONE && is_google_notice(facts))
                facts->service_claimed = SERVICE_GOOGLE;
        facts->forwarded = message->count[HEADER_RESENT_FROM] > 0 || message->count[HEADER_X_FORWARDED_FOR] > 0 ||
                           message->count[HEADER_X_FORWARDED_TO] > 0 ||
                           span_starts_nocase(facts->envelope.local, SPAN("srs0")) ||
                           span_starts_nocase(facts->envelope.local, SPAN("srs1"));
}

void gather_service(struct facts *facts) {
        if (!facts->message)
                return;
        const struct span *proven = facts->authentication.domains.items;
        for (uint32_t i = 0; i < facts->authentication.domains.count && facts->service == SERVICE_NONE; i++)
                facts->service = service_of_domain(proven[i]);
        facts->list = is_list(facts);
        facts->list_id_proven = list_field_is_proven(facts, HEADER_LIST_ID);
}
