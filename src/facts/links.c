/* Whose the links are, as far as the message tells. */
#include "facts/gather.h"

static bool is_of(const struct party *party, struct span domain) {
        return !party->freemail && span_equal(party->domain, domain);
}

/* Anybody writes another's domain, or his own second one, into Reply-To, Sender or ORGANIZER: where it is known what is
 * proven, these make no link theirs. The organizer's are his where his invitation is handed on, and where a service that
 * knows him sends it. */
static bool of_senders(const struct facts *facts, struct span domain) {
        if (facts->authentication.known)
                return domain_proven(facts, domain) || is_of(&facts->from, domain) ||
                       ((facts->originator.class == ORIGINATOR_FORWARDED ||
                         facts->originator.class == ORIGINATOR_SERVICE) &&
                        is_of(&facts->organizer, domain));
        return is_of(&facts->from, domain) || is_of(&facts->sender, domain) || is_of(&facts->organizer, domain) ||
               is_of(&facts->reply_to, domain) || is_of(&facts->envelope, domain);
}

static bool of_recipients(const struct facts *facts, struct span domain) {
        const struct recipient *recipients = facts->recipients.items;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (is_of(&recipients[i].party, domain))
                        return true;
        return false;
}

/* Where anybody publishes: a host there says nothing about who owns the page. */
enum {
        HOSTS_OF_ANYBODY = HOST_SHORTENER | HOST_FREE | HOST_STORAGE | HOST_TUNNEL | HOST_FORM | HOST_SHARE |
                           HOST_MESSENGER
};

static enum link_owner owner_of(const struct facts *facts, const struct link *link) {
        bool through = link->target_domain.len > 0;
        struct span domain = through ? link->target_domain : link->domain;
        const struct host_row *known = through ? link->target_known : link->known;
        if (span_equal(link->scheme, SPAN("ftp")))
                return OWNER_ORDINARY; /* of old examples and archives; no reader's program opens it */
        if (known && (known->kinds & HOST_MEETING))
                return OWNER_MEETING;
        if (known && (known->kinds & HOST_SHORTENER) && known->brand != BRAND_NONE)
                return OWNER_ORDINARY;
        if (known && (known->kinds & HOSTS_OF_ANYBODY))
                return OWNER_UNKNOWN;
        if (known && (known->kinds & (HOST_SOCIAL | HOST_BRAND | HOST_SCHEDULER | HOST_FREEMAIL | HOST_REWRITER)))
                return OWNER_ORDINARY;
        if (domain.len == 0)
                return link->host.len == 0 ? OWNER_ORDINARY : OWNER_UNKNOWN;
        if (of_senders(facts, domain))
                return OWNER_SENDER;
        return of_recipients(facts, domain) ? OWNER_RECIPIENT : OWNER_UNKNOWN;
}

/* Names of types and documents that every producer writes, and that nobody follows. */
static bool is_boilerplate(const struct link *link) {
        static const struct span hosts[] = { SPAN("www.w3.org"), SPAN("w3.org"), SPAN("schemas.microsoft.com"),
                                             SPAN("schemas.openxmlformats.org") };
        for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
                if (span_equal(link->host, hosts[i]))
                        return true;
        return false;
}

static bool is_followed(const struct link *link) {
        return link->from != LINK_BASE && link->from != LINK_STYLE && link->from != LINK_PICTURE &&
               !(link->flags & LINK_HIDDEN) && !is_boilerplate(link);
}

void gather_links(struct facts *facts) {
        struct link_fact *places = facts->links.items;
        const struct findings *sets[] = { &facts->calendar_findings, &facts->mail_findings, &facts->code_findings,
                                          &facts->document_findings };
        uint32_t at = 0;
        for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
                const struct link *links = sets[s]->links.items;
                for (uint32_t i = 0; i < sets[s]->links.count && at < facts->links.count; i++, at++) {
                        places[at].link = &links[i];
                        places[at].owner = owner_of(facts, &links[i]);
                        places[at].visible = is_followed(&links[i]);
                        field_add(facts, FIELD_LINK, links[i].url);
                        field_add(facts, FIELD_LINK_HOST, links[i].host);
                }
        }
        facts->links.count = at;
}
