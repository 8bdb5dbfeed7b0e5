#include "report/arf.h"

#include <inttypes.h>

#include "report/instant.h"
#include "report/mail-writer.h"
#include "text/domain.h"

enum { TEXT_BYTES = 64 * 1024, FIELDS_BYTES = 256 * 1024, SHOWN = 400 };

/* ---- For people ------------------------------------------------------------------------------------------------------ */

/* The first sentence is that of RFC 5965's examples: programs know a report by it. */
static void complain(struct buf *out, const struct arf_report *report) {
        struct span who = report->complainer.len ? report->complainer : SPAN("A user of ours");
        char date[MAIL_DATE_BYTES];
        const char *what = report->type == FEEDBACK_NOT_SPAM ? "says that it was taken for abuse and is none"
                           : report->type == FEEDBACK_FRAUD  ? "reports it as fraud"
                                                             : "reports it as calendar abuse";
        mail_date_write(report->arrived, date);
        buf_add_format(out, "This is an email abuse report for a%s",
                       report->message_id.len ? "n email message" : " calendar event");
        if (report->source_ip.len > 0)
                buf_add_format(out, " received from IP %.*s", (int)report->source_ip.len, report->source_ip.ptr);
        if (report->arrived > 0)
                buf_add_format(out, " on %s", date);
        buf_add_format(out, ".\n%.*s %s.\n\n", (int)who.len, who.ptr, what);
}

/* One line, whatever the value holds. */
static void tell(struct buf *out, const char *name, struct span value) {
        value = span_head(span_trim(value), SHOWN);
        if (value.len == 0)
                return;
        buf_add_format(out, "%-22s ", name);
        for (size_t i = 0; i < value.len; i++)
                buf_add_byte(out, (unsigned char)value.ptr[i] < ' ' ? ' ' : value.ptr[i]);
        buf_add_byte(out, '\n');
}

static void tell_time(struct buf *out, const char *name, int64_t at) {
        char text[INSTANT_BYTES];
        instant_write(at, text);
        if (at > 0)
                tell(out, name, span_from(text));
}

static const char *what_follows(const struct arf_report *report) {
        if (report->original.len == 0)
                return "It never came as a mail, or nothing of it is kept; the last part of this report repeats the above.";
        return report->original_whole ? "The mail itself is the last part of this report."
                                      : "The header of the mail is the last part of this report; its body is not kept.";
}

static struct span text_write(const struct arf_report *report, struct arena *arena) {
        struct buf out = buf_in(arena, TEXT_BYTES);
        complain(&out, report);
        tell(&out, "What:", report->subject);
        tell(&out, "Organizer:", report->organizer);
        tell(&out, "From:", report->sender);
        tell(&out,
             "Envelope sender:", report->mail_from_known && report->mail_from.len == 0 ? SPAN("<>") : report->mail_from);
        tell(&out, "For:", report->rcpt_to);
        tell(&out, "Came by:", report->channel);
        tell(&out, "Client:", report->source_ip);
        tell_time(&out, "Arrived:", report->arrived);
        tell(&out, "Message-ID:", report->message_id);
        tell(&out, "UID of the event:", report->uid);
        tell(&out, "Subscription or file:", report->source);
        tell(&out, "Results:", report->results);
        for (uint32_t i = 0; i < report->uri_count; i++)
                tell(&out, "Address in it:", report->uris[i]);
        if (report->incidents > 1)
                buf_add_format(&out, "%-22s %" PRIu64 ", of which this is one\n",
                               "Complaints like this:", report->incidents);
        if (report->note.len > 0) {
                buf_add(&out, SPAN("\nThe user writes:\n\n"));
                buf_add(&out, report->note);
                buf_add_byte(&out, '\n');
        }
        buf_add_format(&out, "\n%s\n\nAnswers to %.*s are read by people: also when you want no more of these.\n",
                       what_follows(report), (int)report->from.len, report->from.ptr);
        return buf_span(&out);
}

/* ---- For programs ---------------------------------------------------------------------------------------------------- */

/* One line of printable ASCII (RFC 5965 3: 7bit); others become '?'. */
static void field(struct buf *out, const char *name, const char *before, struct span value, const char *behind) {
        value = span_trim(value);
        buf_add_format(out, "%s: %s", name, before);
        for (size_t i = 0; i < value.len; i++) {
                bool space = ascii_space(value.ptr[i]);
                if (space && i > 0 && ascii_space(value.ptr[i - 1]))
                        continue;
                bool plain = value.ptr[i] > ' ' && value.ptr[i] <= '~';
                buf_add_byte(out, space ? ' ' : plain ? value.ptr[i] : '?');
        }
        buf_add_format(out, "%s\r\n", behind);
}

static void field_known(struct buf *out, const char *name, struct span value) {
        if (span_trim(value).len > 0)
                field(out, name, "", value, "");
}

/* RFC 5965 3.1 to 3.3. */
static struct span fields_write(const struct arf_report *report, struct arena *arena) {
        struct buf out = buf_in(arena, FIELDS_BYTES);
        char date[MAIL_DATE_BYTES];
        buf_add_format(&out, "Feedback-Type: %s\r\nUser-Agent: Calwarden/" CW_VERSION "\r\nVersion: 1\r\n",
                       feedback_type_name(report->type));
        if (report->mail_from_known)
                field(&out, "Original-Mail-From", "<", report->mail_from, ">");
        if (report->rcpt_to.len > 0)
                field(&out, "Original-Rcpt-To", "<", report->rcpt_to, ">");
        if (report->arrived > 0) {
                mail_date_write(report->arrived, date);
                field(&out, "Arrival-Date", "", span_from(date), "");
        }
        field(&out, "Reporting-MTA", "dns; ", span_from(report->hostname), "");
        field_known(&out, "Source-IP", report->source_ip);
        if (report->incidents > 1)
                buf_add_format(&out, "Incidents: %" PRIu64 "\r\n", report->incidents);
        field_known(&out, "Authentication-Results", report->results);
        for (uint32_t i = 0; i < report->domain_count; i++)
                field_known(&out, "Reported-Domain", report->domains[i]);
        for (uint32_t i = 0; i < report->uri_count; i++)
                field_known(&out, "Reported-URI", report->uris[i]);
        return buf_span(&out);
}

/* ---- The third part -------------------------------------------------------------------------------------------------- */

/* There must be one (RFC 5965 2). What never was a mail, or is kept no more, has no header: this one says what the text
 * says. */
static struct span header_made(const struct arf_report *report, struct arena *arena) {
        struct mail_writer mail = mail_writer_new(arena);
        if (!mail_mailbox(&mail, "From", (struct span){ 0 }, report->sender.len ? report->sender : report->organizer))
                mail_field_add(&mail, "From", SPAN("unknown:;"));
        mail_text_field(&mail, "Subject", report->subject);
        if (report->arrived > 0)
                mail_date(&mail, report->arrived);
        if (report->message_id.len > 0)
                mail_text_field(&mail, "Message-ID",
                                arena_format(arena, "<%.*s>", (int)report->message_id.len, report->message_id.ptr));
        mail_text_field(&mail, "Calwarden-UID", report->uid);
        mail_text_field(&mail, "Calwarden-Organizer", report->organizer);
        mail_text_field(&mail, "Calwarden-Channel", report->channel);
        if (report->source.len > 0)
                mail_text_field(&mail, "Calwarden-Source", report->source);
        return buf_span(&mail.out);
}

/* ---- The whole ------------------------------------------------------------------------------------------------------- */

struct span arf_write(const struct arf_report *report, struct arena *arena) {
        struct mail_writer mail = mail_writer_new(arena);
        struct span subject = span_head(report->subject, SHOWN);
        if (!mail_mailbox(&mail, "From", SPAN("Abuse reports"), report->from))
                mail_field_add(&mail, "From", report->from);
        (void)mail_mailbox(&mail, "To", (struct span){ 0 }, report->to);
        mail_text_field(&mail, "Subject", arena_format(arena, "FW: %.*s", (int)subject.len, subject.ptr));
        mail_date(&mail, report->at);
        mail_message_id(&mail, domain_behind_at(report->from), NULL);
        mail_field_add(&mail, "Auto-Submitted", SPAN("auto-generated"));
        mail_multipart(&mail, "report", "report-type=feedback-report");
        mail_text(&mail, "text/plain", text_write(report, arena));
        mail_bytes(&mail, "message/feedback-report", fields_write(report, arena));
        if (report->original_whole)
                mail_bytes(&mail, "message/rfc822", report->original);
        else
                mail_bytes(&mail, "text/rfc822-headers",
                           report->original.len ? report->original : header_made(report, arena));
        mail_multipart_end(&mail);
        return mail_writer_end(&mail);
}
