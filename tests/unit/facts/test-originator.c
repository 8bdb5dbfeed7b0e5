/* Who acts and how well it is proven (standards 4.4), and what DMARC does to it (4.5): a mail a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "calendar/calendar.h"
#include "facts/facts.h"
#include "message/message.h"
#include "text/context.h"

static const struct row {
        const char *name;
        const char *authenticity; /* Authentication-Results behind the authserv-id; NULL: none */
        const char *headers;      /* From and its companions */
        const char *method, *persons;
        enum originator_class class;
        enum dmarc_case dmarc_case;
        bool colleague; /* of bob@site.example, the recipient */
} rows[] = {
        { "organizer himself, DMARC passes", "dmarc=pass header.from=corp.example; dkim=pass header.d=corp.example",
          "From: Ann <ann@corp.example>\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE:mailto:bob@site.example\r\n", ORIGINATOR_VERIFIED, DMARC_D1,
          false },
        { "case of the address does not matter", "dmarc=pass header.from=corp.example", "From: Ann@Corp.Example\r\n",
          "REQUEST", "ORGANIZER:MAILTO:ANN@corp.example\r\n", ORIGINATOR_VERIFIED, DMARC_D1, false },
        { "no policy, aligned signature", "dmarc=none header.from=corp.example; dkim=pass header.d=corp.example",
          "From: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_VERIFIED,
          DMARC_D9, false },
        { "organizer himself, DMARC fails", "dmarc=fail header.from=corp.example; spf=fail smtp.mailfrom=evil.test",
          "From: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_SPOOF,
          DMARC_NONE, false },
        { "a service sends in the organizer's name",
          "dmarc=fail header.from=corp.example; dkim=pass header.d=tool.example", "From: ann@corp.example\r\n",
          "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_SPOOF, DMARC_D2, false },
        { "nothing is known", NULL, "From: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n",
          ORIGINATOR_ABSENT, DMARC_NONE, false },
        { "an unlisted service with Reply-To proves nothing", "dmarc=pass header.from=cloud.example",
          "From: no-reply@cloud.example\r\nReply-To: ann@corp.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_UNVERIFIED, DMARC_D3, false },
        { "no policy, Google signs for the house",
          "dmarc=none header.from=corp.example; dkim=pass header.d=corp-example.20230601.gappssmtp.com",
          "From: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_VERIFIED,
          DMARC_D9, false },
        { "no policy, Google signs for another house whose name has a hyphen",
          "dmarc=none header.from=corp.co.uk; dkim=pass header.d=corp-co-uk.20230601.gappssmtp.com",
          "From: ann@corp.co.uk\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.co.uk\r\n", ORIGINATOR_UNVERIFIED, DMARC_D2,
          false },
        { "a known service with Reply-To", "dmarc=pass header.from=calendly.com; dkim=pass header.d=calendly.com",
          "From: notifications@calendly.com\r\nReply-To: ann@corp.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_SERVICE, DMARC_D3, false },
        { "a calendar of Google as the organizer", "dmarc=pass header.from=corp.example; dkim=pass header.d=google.com",
          "From: ann@corp.example\r\n", "REQUEST", "ORGANIZER;CN=Team:mailto:c_1f2e3d@group.calendar.google.com\r\n",
          ORIGINATOR_DOMAIN_VERIFIED, DMARC_D8, false },
        { "a token of iCloud as the organizer", "dmarc=pass header.from=icloud.com; dkim=pass header.d=icloud.com",
          "From: ann@icloud.com\r\n", "REQUEST", "ORGANIZER;CN=Ann:mailto:2_GEYDCMRTGQ@imip.me.com\r\n",
          ORIGINATOR_SERVICE, DMARC_D8, false },
        { "a token of iCloud by whom iCloud does not know",
          "dmarc=none header.from=corp.example; spf=pass smtp.mailfrom=x77@icloud.com", "From: ann@corp.example\r\n",
          "REQUEST", "ORGANIZER;CN=Ann:mailto:2_GEYDCMRTGQ@imip.me.com\r\n", ORIGINATOR_UNVERIFIED, DMARC_D8, false },
        { "a service at a domain where it gives mailboxes to anybody",
          "dmarc=pass header.from=zoho.com; dkim=pass header.d=zoho.com",
          "From: notifications@zoho.com\r\nReply-To: ann@corp.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_SERVICE, DMARC_D3, false },
        { "anybody's mailbox there, named like a service", "dmarc=pass header.from=zoho.com; dkim=pass header.d=zoho.com",
          "From: event-desk@zoho.com\r\nReply-To: ann@corp.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_UNVERIFIED, DMARC_D3, false },
        { "anybody's mailbox at Yandex", "dmarc=pass header.from=yandex.ru; dkim=pass header.d=yandex.ru",
          "From: x77@yandex.ru\r\nReply-To: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n",
          ORIGINATOR_UNVERIFIED, DMARC_D3, false },
        { "its neighbour there", "dmarc=pass header.from=yandex.ru; dkim=pass header.d=yandex.ru",
          "From: x77@yandex.ru\r\n", "REQUEST", "ORGANIZER:mailto:ann@yandex.ru\r\n", ORIGINATOR_UNVERIFIED, DMARC_NONE,
          false },
        { "a tenant's own signature",
          "dmarc=none header.from=corp.onmicrosoft.com; dkim=pass header.d=corp.onmicrosoft.com",
          "From: ann@corp.onmicrosoft.com\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.onmicrosoft.com\r\n",
          ORIGINATOR_VERIFIED, DMARC_D9, false },
        { "another tenant's signature",
          "dmarc=none header.from=corp.onmicrosoft.com; dkim=pass header.d=evil.onmicrosoft.com",
          "From: ann@corp.onmicrosoft.com\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.onmicrosoft.com\r\n",
          ORIGINATOR_UNVERIFIED, DMARC_D2, false },
        { "results that stand together",
          "dkim=pass header.d=corp.example\r\nAuthentication-Results: mx.site.example; dmarc=pass "
          "header.from=corp.example",
          "From: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_VERIFIED,
          DMARC_D1, false },
        { "results below the sender's own fields came with the mail", "dkim=none",
          "From: ann@corp.example\r\nAuthentication-Results: mx.site.example; dmarc=pass header.from=corp.example\r\n",
          "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_UNVERIFIED, DMARC_NONE, false },
        { "an assistant of the same domain", "dmarc=pass header.from=corp.example; dkim=pass header.d=corp.example",
          "From: sue@corp.example\r\n", "REQUEST",
          "ORGANIZER;SENT-BY=\"mailto:sue@corp.example\":mailto:ann@corp.example\r\n", ORIGINATOR_DOMAIN_VERIFIED,
          DMARC_D6, false },
        { "an assistant of another domain is not trusted by his own word", "dmarc=pass header.from=temps.example",
          "From: sue@temps.example\r\n", "REQUEST",
          "ORGANIZER;SENT-BY=\"mailto:sue@temps.example\":mailto:ann@corp.example\r\n", ORIGINATOR_UNVERIFIED, DMARC_D6,
          false },
        { "an attendee forwards", "dmarc=pass header.from=site.example", "From: bob@site.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE:mailto:bob@site.example\r\n", ORIGINATOR_FORWARDED, DMARC_NONE,
          false },
        { "a forward never cancels", "dmarc=pass header.from=site.example", "From: bob@site.example\r\n", "CANCEL",
          "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE:mailto:bob@site.example\r\n", ORIGINATOR_UNVERIFIED,
          DMARC_NONE, false },
        { "another mailbox of a free provider", "dmarc=pass header.from=gmail.com; dkim=pass header.d=gmail.com",
          "From: someone.made.up.0017@gmail.com\r\n", "REQUEST", "ORGANIZER:mailto:victim.made.up.0018@gmail.com\r\n",
          ORIGINATOR_UNVERIFIED, DMARC_NONE, false },
        { "an attendee answers", "dmarc=pass header.from=site.example", "From: bob@site.example\r\n", "REPLY",
          "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@site.example\r\n",
          ORIGINATOR_VERIFIED, DMARC_D1, true },
        { "Exchange answers without ORGANIZER", "dmarc=pass header.from=site.example", "From: bob@site.example\r\n",
          "REPLY", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@site.example\r\n", ORIGINATOR_VERIFIED, DMARC_D10, true },
        { "Google relays an answer", "dmarc=fail header.from=site.example; dkim=pass header.d=google.com",
          "From: bob@site.example\r\n", "REPLY",
          "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@site.example\r\n",
          ORIGINATOR_SPOOF, DMARC_D5, false },
        { "a mailing list breaks the signature", "dmarc=fail header.from=corp.example; dkim=pass header.d=lists.example",
          "From: ann@corp.example\r\nList-Id: <staff.lists.example>\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_UNVERIFIED, DMARC_D7, false },
        { "an attendee forwards and keeps From", "dmarc=fail header.from=corp.example; dkim=pass header.d=site.example",
          "From: ann@corp.example\r\nSender: bob@site.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE:mailto:bob@site.example\r\n", ORIGINATOR_SPOOF, DMARC_D4,
          false },
        { "a stricter policy for subdomains", "dmarc=pass (p=NONE sp=REJECT dis=NONE) header.from=cal.corp.example",
          "From: ann@cal.corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@cal.corp.example\r\n", ORIGINATOR_VERIFIED,
          DMARC_D11, false },
        { "several From, DMARC passes for another than the first", "dmarc=pass header.from=evil.test",
          "From: ann@corp.example\r\nFrom: bob@evil.test\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n",
          ORIGINATOR_UNVERIFIED, DMARC_NONE, false },
        { "several authors, DMARC passes for the first", "dmarc=pass header.from=corp.example",
          "From: ann@corp.example, bob@evil.test\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n",
          ORIGINATOR_UNVERIFIED, DMARC_D2, false },
        { "several authors of one domain", "dmarc=pass header.from=corp.example",
          "From: ann@corp.example, sue@mail.corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n",
          ORIGINATOR_VERIFIED, DMARC_D1, false },
        { "DMARC judged the organizational domain", "dmarc=pass header.from=corp.example",
          "From: ann@mail.corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@mail.corp.example\r\n",
          ORIGINATOR_VERIFIED, DMARC_D1, false },
        { "anybody's mailbox at a service is not the service",
          "dmarc=pass header.from=outlook.com; dkim=pass header.d=outlook.com",
          "From: x77@outlook.com\r\nReply-To: ann@corp.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@corp.example\r\n",
          ORIGINATOR_UNVERIFIED, DMARC_D3, false },
        { "a list that nothing proves", "dmarc=fail header.from=corp.example; dkim=pass header.d=evil.test",
          "From: ann@corp.example\r\nList-Id: <staff.corp.example>\r\nPrecedence: list\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_SPOOF, DMARC_D2, false },
        { "a forged Return-Path proves nothing", "dmarc=none; spf=pass smtp.mailfrom=evil.test",
          "Return-Path: <ann@corp.example>\r\nFrom: bob@evil.test\r\nReply-To: ann@corp.example\r\n", "REQUEST",
          "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_UNVERIFIED, DMARC_D3, false },
        { "a colleague", "dmarc=pass header.from=site.example; dkim=pass header.d=site.example",
          "From: ann@site.example\r\n", "REQUEST", "ORGANIZER:mailto:ann@site.example\r\n", ORIGINATOR_VERIFIED,
          DMARC_D1, true },
        { "a colleague's assistant", "dmarc=pass header.from=site.example; dkim=pass header.d=site.example",
          "From: sue@site.example\r\n", "REQUEST",
          "ORGANIZER;SENT-BY=\"mailto:sue@site.example\":mailto:ann@site.example\r\n", ORIGINATOR_DOMAIN_VERIFIED,
          DMARC_D6, true },
        { "the own list signs what a stranger wrote", "dmarc=pass header.from=evil.test; dkim=pass header.d=site.example",
          "From: bob@evil.test\r\nList-Id: <all.site.example>\r\n", "REQUEST", "ORGANIZER:mailto:ann@site.example\r\n",
          ORIGINATOR_DOMAIN_VERIFIED, DMARC_D7, false },
};

/* What an account proves that the session knows by a login. */
static const struct {
        const char *account;
        struct row row;
} account_rows[] = {
        { "Ann@Corp.Example",
          { "an account invites", NULL, "From: ann@corp.example\r\n", "REQUEST",
            "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_VERIFIED, DMARC_NONE, false } },
        { "ann",
          { "an account without a domain proves nothing", NULL, "From: ann@corp.example\r\n", "REQUEST",
            "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_ABSENT, DMARC_NONE, false } },
        { "eve@evil.test",
          { "an account writes From as somebody else", NULL, "From: ann@corp.example\r\n", "REQUEST",
            "ORGANIZER:mailto:ann@corp.example\r\n", ORIGINATOR_ABSENT, DMARC_NONE, false } },
        { "sue@corp.example",
          { "an account for its colleague", NULL, "From: sue@corp.example\r\n", "REQUEST",
            "ORGANIZER;SENT-BY=\"mailto:sue@corp.example\":mailto:ann@corp.example\r\n", ORIGINATOR_DOMAIN_VERIFIED,
            DMARC_NONE, false } },
        { "eve@gmail.com",
          { "an account of a free provider for its neighbour", NULL, "From: eve@gmail.com\r\n", "REQUEST",
            "ORGANIZER:mailto:ann@gmail.com\r\n", ORIGINATOR_ABSENT, DMARC_NONE, false } },
        { "bob@site.example",
          { "an account answers", NULL, "From: bob@site.example\r\n", "REPLY",
            "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@site.example\r\n",
            ORIGINATOR_VERIFIED, DMARC_NONE, true } },
        { "bob@site.example",
          { "an account forwards", NULL, "From: bob@site.example\r\n", "REQUEST",
            "ORGANIZER:mailto:ann@corp.example\r\nATTENDEE:mailto:bob@site.example\r\n", ORIGINATOR_FORWARDED,
            DMARC_NONE, false } },
};

static int setup(void **state) {
        struct err err;
        return text_context_new((struct text_context **)state, &err) != CW_OK;
}

static int teardown(void **state) {
        text_context_free(*state);
        return 0;
}

static struct span mail_of(struct arena *arena, const struct row *row) {
        return arena_format(arena,
                            "%s%s%s%sTo: bob@site.example\r\nSubject: Planning\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\n"
                            "Message-ID: <1@corp.example>\r\nMIME-Version: 1.0\r\n"
                            "Content-Type: text/calendar; charset=utf-8; method=%s\r\n\r\n"
                            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Corp//Cal//EN\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\n"
                            "UID:20260303-1@corp.example\r\nDTSTAMP:20260303T100000Z\r\nDTSTART:20260305T100000Z\r\n"
                            "SUMMARY:Planning\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
                            row->authenticity ? "Authentication-Results: mx.site.example; " : "",
                            row->authenticity ? row->authenticity : "", row->authenticity ? "\r\n" : "", row->headers,
                            row->method, row->method, row->persons);
}

static bool is_as_expected(const struct text_context *text, const struct row *row, const char *account) {
        struct span trusted = SPAN("mx.site.example"), recipient = SPAN("bob@site.example");
        struct arena *arena = arena_new(64 << 20);
        struct defects defects = { .arena = arena };
        struct item item = { .bytes = mail_of(arena, row),
                             .at = INT64_MIN,
                             .relation = RELATION_NONE,
                             .auth_user = span_from(account),
                             .authserv_ids = &trusted,
                             .authserv_id_count = 1,
                             .rcpt = &recipient,
                             .rcpt_count = 1 };
        struct message *message = message_read(arena, item.bytes, &defects);
        struct calendars *calendars = calendars_new(arena, NULL);
        for (uint32_t k = 0; k < message->part_count; k++)
                if (part_holds_calendar(message->parts[k]))
                        (void)calendars_read(arena, message->parts[k]->data, message->parts[k]->charset, calendars,
                                             k + 1, &defects);
        struct facts_tools tools = { .text = text };
        struct facts *facts = facts_read(arena, &tools, &item, message, calendars, &defects);
        facts_conclude(facts, &tools, NULL);
        bool as_expected = facts->originator.class == row->class && facts->dmarc_case == row->dmarc_case &&
                           facts->colleague == row->colleague;
        if (!as_expected) {
                print_error("%s: expected %s %s%s, got %s %s%s (%.*s)\n", row->name, originator_class_name(row->class),
                            dmarc_case_name(row->dmarc_case), row->colleague ? " colleague" : "",
                            originator_class_name(facts->originator.class), dmarc_case_name(facts->dmarc_case),
                            facts->colleague ? " colleague" : "", (int)facts->originator.reason.len,
                            facts->originator.reason.ptr);
        }
        arena_free(arena);
        return as_expected;
}

static void test_rows(void **state) {
        unsigned wrong = 0;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                wrong += !is_as_expected(*state, &rows[i], NULL);
        for (size_t i = 0; i < sizeof account_rows / sizeof *account_rows; i++)
                wrong += !is_as_expected(*state, &account_rows[i].row, account_rows[i].account);
        assert_int_equal(wrong, 0);
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(test_rows, setup, teardown) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
