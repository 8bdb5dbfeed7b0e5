/* Whether an item has to do with calendars at all; what has not is not examined. */
#include "facts/gather.h"
#include "message/message.h"

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
                SPAN("microsoft teams"),
                SPAN("teams meeting"),
                SPAN("zoom meeting"),
                SPAN("zoom invitation"),
                SPAN("zoom call"),
                SPAN("join zoom"),
                SPAN("google meet"),
                SPAN("webex"),
                SPAN("gotomeeting"),
                SPAN("skype meeting"),
                SPAN("calendar invit"),
                SPAN("calendar event"),
                SPAN("meeting invit"),
                SPAN("meeting request"),
                SPAN("invited you to a meeting"),
                SPAN("invitation to a meeting"),
                SPAN("zoom workplace"),
                SPAN("zoom.us"),
                SPAN("google calendar"),
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
        return facts->item->truncated || defects_has(facts->defects, DEFECT_MIME_TOO_MANY_PARTS) ||
               defects_has(facts->defects, DEFECT_MIME_TOO_DEEP) ||
               defects_has(facts->defects, DEFECT_ARCHIVE_TOO_MUCH) ||
               defects_has(facts->defects, DEFECT_DECODED_TOO_MUCH);
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
