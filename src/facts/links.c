#include "base/limits.h"
#include "facts/gather.h"
#include "message/message.h"
#include "text/domain.h"

/* ---- whose they are --------------------------------------------------------------------------------------------- */

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
enum { HOSTS_OF_ANYBODY = HOST_SHORTENER | HOST_FREE | HOST_STORAGE | HOST_TUNNEL | HOST_FORM | HOST_SHARE | HOST_MESSENGER };

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
        const struct findings *sets[] = { &facts->calendar_findings, &facts->mail_findings, &facts->code_findings };
        uint32_t at = 0;
        for (size_t s = 0; s < 3; s++) {
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

/* ---- whether it has to do with calendars ------------------------------------------------------------------------- */

static bool is_service_notice(struct facts *facts) {
        const struct header *class = message_header(facts->message, HEADER_CONTENT_CLASS);
        return facts->service_claimed == SERVICE_GOOGLE ||
               (class && span_has_nocase(class->value, SPAN("calendarmessage")));
}

static bool leads_to_calendar(const struct link *link) {
        static const struct {
                struct span host, path;
        } rows[] = { { SPAN("calendar.google.com"), SPAN("/calendar") },
                     { SPAN("www.google.com"), SPAN("/calendar") },
                     { SPAN("outlook.office.com"), SPAN("/calendar") },
                     { SPAN("outlook.office365.com"), SPAN("/owa/calendar") },
                     { SPAN("outlook.live.com"), SPAN("/calendar") } };
        if (span_equal(link->scheme, SPAN("webcal")) || span_equal(link->scheme, SPAN("webcals")) ||
            span_ends_nocase(link->path, SPAN(".ics")))
                return true;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (span_equal(link->host, rows[i].host) && span_starts_nocase(link->path, rows[i].path))
                        return true;
        return link->known && (link->known->kinds & HOST_MEETING);
}

static bool links_lead_to_calendar(const struct findings *findings) {
        const struct link *links = findings->links.items;
        for (uint32_t i = 0; i < findings->links.count; i++)
                if (leads_to_calendar(&links[i]))
                        return true;
        return false;
}

/* A meeting brand by its name. Only the beginning is looked at: what invites says so there. */
static bool names_meeting(struct span text) {
        static const struct span names[] = {
                SPAN("microsoft teams"), SPAN("teams meeting"),   SPAN("zoom meeting"), SPAN("zoom invitation"),
                SPAN("zoom call"),       SPAN("join zoom"),       SPAN("google meet"),  SPAN("webex"),
                SPAN("gotomeeting"),     SPAN("skype meeting"),   SPAN("calendar invit"), SPAN("calendar event"),
                SPAN("meeting invit"),   SPAN("meeting request"), SPAN("invited you to a meeting"),
                SPAN("invitation to a meeting"), SPAN("zoom workplace"), SPAN("zoom.us"), SPAN("google calendar"),
                SPAN("shared a calendar"),
        };
        text = span_head(text, 4096);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (span_has_nocase(text, names[i]))
                        return true;
        return false;
}

static bool field_names_meeting(const struct texts *texts) {
        for (uint32_t i = 0; i < texts->count && i < 8; i++)
                if (names_meeting(texts->items[i]))
                        return true;
        return false;
}

/* Teams writes to people who were added to a meeting; its title and text are somebody else's. It sends no bills. */
static bool is_meeting_notice(const struct facts *facts) {
        const struct findings *mail = &facts->mail_findings;
        return (span_equal(facts->from.host, SPAN("teams.mail.microsoft")) ||
                span_equal(facts->from.host, SPAN("teams.microsoft.com"))) &&
               (mail->phones.count > 0 || mail->amounts.count > 0);
}

/* A calendar may lie where the reading had to end. */
static bool was_not_read_whole(const struct facts *facts) {
        return defects_has(facts->defects, DEFECT_MIME_TOO_MANY_PARTS) || defects_has(facts->defects, DEFECT_MIME_TOO_DEEP) ||
               defects_has(facts->defects, DEFECT_ARCHIVE_TOO_MUCH) || defects_has(facts->defects, DEFECT_DECODED_TOO_MUCH);
}

void gather_calendar_like(struct facts *facts) {
        const struct findings *mail = &facts->mail_findings;
        facts->calendar_like = facts->calendars->count > 0 || was_not_read_whole(facts);
        if (facts->calendar_like || !facts->message)
                return;
        facts->calendar_like = is_service_notice(facts) || is_meeting_notice(facts) || links_lead_to_calendar(mail) ||
                               ((mail->links.count > 0 || mail->phones.count > 0) &&
                                (field_names_meeting(&facts->fields[FIELD_SUBJECT]) ||
                                 field_names_meeting(&facts->fields[FIELD_BODY]) ||
                                 field_names_meeting(&facts->fields[FIELD_FROM_NAME])));
}
