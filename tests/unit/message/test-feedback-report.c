/* Reports of abuse as mail systems write them: the examples of the standards, and what is sent in their place. */
#include "message/feedback-report.h"

#include "show.h"

#define HEAD(type) \
        "From: <fbl@isp.example>\nTo: <abuse@example.net>\nSubject: FW: Earn money\n" \
        "MIME-Version: 1.0\nContent-Type: " type "; boundary=\"b\"\n\n"
#define TEXT_PART "--b\nContent-Type: text/plain\n\nThis is an abuse report.\n"
#define ARF HEAD("multipart/report; report-type=feedback-report") TEXT_PART
#define FIELDS "--b\nContent-Type: message/feedback-report\n\n"
#define ORIGINAL \
        "--b\nContent-Type: message/rfc822\nContent-Disposition: inline\n\n" \
        "From: <somespammer@example.net>\nTo: <user@example.com>\nSubject: Earn money\n" \
        "Message-ID: <8787KJKJ3K4J3K4J3K4J3.mail@example.net>\n\nSpam Spam Spam\n--b--\n"
#define HEADERS(type) \
        "--b\nContent-Type: " type "\n\nFrom: <a@example.net>\nMessage-ID: <m1@example.net>\n" \
        "CFBL-Feedback-ID: 111:222:333\nCalwarden-Verdict: v=1; id=01K\n--b--\n"
#define LEAST "Feedback-Type: abuse\nUser-Agent: Some/1.0\nVersion: 1\n"

static const struct {
        const char *name, *mail, *expected;
} rows[] = {
        { "RFC 5965 B.1", ARF FIELDS LEAST "\n" ORIGINAL,
          "abuse agent=Some/1.0 incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole" },
        { "RFC 5965 B.2",
          ARF FIELDS "Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n"
                     "Original-Mail-From: <somespammer@example.net>\nOriginal-Rcpt-To: <user@example.com>\n"
                     "Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT\nReporting-MTA: dns; mail.example.com\n"
                     "Source-IP: 192.0.2.1\nAuthentication-Results: mail.example.com;\n"
                     "               spf=fail smtp.mail=somespammer@example.com\nReported-Domain: example.net\n"
                     "Reported-Uri: http://example.net/earn_money.html\nReported-Uri: mailto:user@example.com\n"
                     "Removal-Recipient: user@example.com\n\n" ORIGINAL,
          "abuse agent=SomeGenerator/1.0 from=somespammer@example.net mta=dns; mail.example.com ip=192.0.2.1 "
          "arrived=1110304800 incidents=1 rcpt=user@example.com rcpt=user@example.com domain=example.net "
          "uri=http://example.net/earn_money.html uri=mailto:user@example.com id=8787KJKJ3K4J3K4J3K4J3.mail@example.net "
          "whole" },
        { "RFC 9477: another version, a part that no standard knows",
          ARF FIELDS
          "Feedback-Type: abuse\nUser-Agent: FBL/0.1\nVersion: 0.1\nOriginal-Rcpt-To: sender@mailer.example.com\n"
          "Arrival-Date: Tue, 23 Jun 2020 06:31:38 GMT\nReported-Domain: example.com\nSource-IP: 192.0.2.1\n\n" HEADERS(
                  "text/rfc822; charset=utf-8"),
          "abuse agent=FBL/0.1 ip=192.0.2.1 arrived=1592893898 incidents=1 rcpt=sender@mailer.example.com "
          "domain=example.com id=m1@example.net feedback=111:222:333 verdict=v=1; id=01K flaws=4" },
        { "only the header", ARF FIELDS LEAST HEADERS("text/rfc822-headers"),
          "abuse agent=Some/1.0 incidents=1 id=m1@example.net feedback=111:222:333 verdict=v=1; id=01K" },
        { "names in any case", ARF FIELDS "FEEDBACK-TYPE: Fraud\nuser-agent: x\nVERSION: 1\nincidents: 12\n" ORIGINAL,
          "fraud agent=x incidents=12 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole" },
        { "not spam", ARF FIELDS "Feedback-Type: not-spam\nUser-Agent: x\nVersion: 1\n" ORIGINAL,
          "not-spam agent=x incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole" },
        { "a type of tomorrow", ARF FIELDS "Feedback-Type: calendar\nUser-Agent: x\nVersion: 1\n" ORIGINAL,
          "other agent=x incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole" },
        { "both dates",
          ARF FIELDS LEAST
          "Received-Date: Tue, 23 Jun 2020 06:31:38 GMT\nArrival-Date: 1 Jan 2026 00:00:00 +0000\n" ORIGINAL,
          "abuse agent=Some/1.0 arrived=1592893898 incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole flaws=8" },
        { "a field twice", ARF FIELDS LEAST "Source-IP: 192.0.2.1\nSource-IP: 192.0.2.2\n" ORIGINAL,
          "abuse agent=Some/1.0 ip=192.0.2.1 incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole flaws=16" },
        { "nothing in it", ARF FIELDS "\n--b--\n", "other incidents=1 flaws=39" },
        { "base64",
          ARF "--b\nContent-Type: message/feedback-report\nContent-Transfer-Encoding: base64\n\n"
              "RmVlZGJhY2stVHlwZTogYWJ1c2UKVXNlci1BZ2VudDogeApWZXJzaW9uOiAxCg==\n" ORIGINAL,
          "abuse agent=x incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole" },
        { "multipart/mixed", HEAD("multipart/mixed") TEXT_PART FIELDS LEAST ORIGINAL,
          "abuse agent=Some/1.0 incidents=1 id=8787KJKJ3K4J3K4J3K4J3.mail@example.net whole flaws=64" },
        { "a report that somebody forwards is not the forwarder's",
          HEAD("multipart/mixed") "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/report; "
                                  "report-type=feedback-report; boundary=c\n\n--c\nContent-Type: "
                                  "message/feedback-report\n\n" LEAST "\n--c--\n--b--\n",
          "none" },
        { "a delivery report", HEAD("multipart/report; report-type=delivery-status") TEXT_PART "--b--\n", "none" },
        { "an ordinary mail", "From: a@example.net\n\nhello\n", "none" },
};

static void show_many(struct buf *out, const char *name, const struct array *list) {
        for (uint32_t i = 0; i < list->count; i++)
                show_named(out, name, ((const struct span *)list->items)[i]);
}

static struct span shown(struct arena *arena, const char *mail) {
        struct defects defects = { .arena = arena };
        struct feedback_report report;
        struct buf out = buf_in(arena, 1 << 20);
        feedback_report_read(arena, message_read(arena, span_from(mail), &defects), &report);
        if (!report.found)
                return SPAN("none");
        buf_add(&out, span_from(feedback_type_name(report.type)));
        show_named(&out, "agent", report.user_agent);
        show_named(&out, "from", report.mail_from);
        show_named(&out, "mta", report.reporting_mta);
        show_named(&out, "ip", report.source_ip);
        if (report.arrived_known)
                buf_add_format(&out, " arrived=%lld", (long long)report.arrived);
        buf_add_format(&out, " incidents=%llu", (unsigned long long)report.incidents);
        show_many(&out, "rcpt", &report.rcpt_to);
        show_many(&out, "domain", &report.domains);
        show_many(&out, "uri", &report.uris);
        show_named(&out, "id", report.message_id);
        show_named(&out, "feedback", report.feedback_id);
        show_named(&out, "verdict", report.verdict);
        if (report.original_whole)
                buf_add(&out, SPAN(" whole"));
        if (report.flaws)
                buf_add_format(&out, " flaws=%u", report.flaws);
        buf_add_byte(&out, '\0');
        return (struct span){ out.ptr, out.len - 1 };
}

static void what_is_sent_is_read(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena = arena_new(1 << 26);
                struct span found = shown(arena, rows[i].mail);
                if (!span_equal(found, span_from(rows[i].expected)))
                        fail_msg("%s: %.*s", rows[i].name, (int)found.len, found.ptr);
                arena_free(arena);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_sent_is_read) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
