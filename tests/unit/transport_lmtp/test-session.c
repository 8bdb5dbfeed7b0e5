/* The protocol of LMTP: in one piece and byte by byte, what is refused, and where a mail ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "transport/lmtp/session.h"

#define HELLO "LHLO mx.example.org\r\n"
#define ENVELOPE \
        "MAIL FROM:<jo@example.com> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<kim@example.org>\r\nRCPT TO:<lee@example.org>\r\n"

static char got[4096]; /* of the last mail */
static size_t got_len;
static unsigned mails;
static char sender[64], first[64], last[64];

static void copy(char *to, struct span text) {
        (void)snprintf(to, 64, "%.*s", (int)text.len, text.ptr);
}

static void on_mail(void *user, struct session *session) {
        (void)user;
        struct span bytes = session_mail(session);
        got_len = bytes.len;
        memcpy(got, bytes.ptr, bytes.len < sizeof got ? bytes.len : sizeof got);
        copy(sender, session_sender(session));
        copy(first, session_rcpt(session, 0));
        copy(last, session_rcpt(session, session->rcpt_count - 1));
        mails++;
        for (uint32_t i = 0; i < session->rcpt_count; i++)
                session_answer(session, "250 2.0.0 number %u", i);
}

/* What is answered, terminated; the session goes with the next call. */
static const char *talk(const char *text, size_t len, size_t piece) {
        static struct session session;
        session_end(&session);
        session = (struct session){ .hostname = "us.example.org", .mail = on_mail };
        mails = 0;
        session_begin(&session);
        for (size_t at = 0; at < len; at += piece)
                session_take(&session, text + at, len - at < piece ? len - at : piece);
        session_answer(&session, "END");
        session.out.ptr[session.out.len - 1] = '\0';
        return session.out.ptr;
}

static bool answers(const char *said, const char *line) {
        return strstr(said, line) != NULL;
}

static void a_mail_for_two_in_any_pieces(void **state) {
        (void)state;
        static const char text[] = HELLO ENVELOPE "DATA\r\nSubject: a\r\n\r\n..dot\r\n.x\r\nend\r\n.\r\nQUIT\r\n";
        static const char mail[] = "Subject: a\r\n\r\n.dot\r\nx\r\nend\r\n";
        for (size_t piece = 1; piece < sizeof text; piece++) {
                const char *said = talk(text, sizeof text - 1, piece);
                assert_int_equal(mails, 1);
                assert_int_equal(got_len, sizeof mail - 1);
                assert_memory_equal(got, mail, got_len);
                assert_string_equal(sender, "jo@example.com");
                assert_string_equal(first, "<kim@example.org>");
                assert_string_equal(last, "<lee@example.org>");
                assert_true(answers(said, "354 ") && answers(said, "250 2.0.0 number 0\r\n250 2.0.0 number 1\r\n221 "));
        }
}

/* Only CRLF.CRLF ends a mail: what others take for an end smuggles a second one in (RFC 5321 4.1.1.4). */
static void nothing_else_ends_a_mail(void **state) {
        static const char *const ends[] = { "\n.\n",   "\n.\r\n",     "\r\n.\n",   "\r.\r",
                                            "\r\n.\r", "\r\n.\r\r\n", "\r\n..\r\n" };
        char text[512];
        (void)state;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
                int len = snprintf(text, sizeof text,
                                   HELLO ENVELOPE "DATA\r\nSubject: a\r\n\r\nx%sMAIL FROM:<evil@example.net>\r\n",
                                   ends[i]);
                (void)talk(text, (size_t)len, 1000);
                assert_int_equal(mails, 0);
        }
}

static void out_of_order_is_refused(void **state) {
        static const struct {
                const char *name, *text, *answer;
        } cases[] = {
                { "no LHLO", "MAIL FROM:<a@example.org>\r\n", "503 5.5.1 LHLO" },
                { "EHLO", "EHLO x\r\n", "500 5.5.2" },
                { "no name", "LHLO\r\n", "501 5.5.4" },
                { "RCPT first", HELLO "RCPT TO:<a@example.org>\r\n", "503 5.5.1 MAIL" },
                { "DATA without recipients", HELLO "MAIL FROM:<>\r\nDATA\r\n", "503 5.5.1 no valid" },
                { "two MAIL", HELLO "MAIL FROM:<>\r\nMAIL FROM:<>\r\n", "503 5.5.1 one" },
                { "no brackets", HELLO "MAIL FROM:a@example.org\r\n", "501 5.1.7" },
                { "an empty recipient", HELLO "MAIL FROM:<>\r\nRCPT TO:<>\r\n", "501 5.1.3" },
                { "a control in it", HELLO "MAIL FROM:<>\r\nRCPT TO:<a\tb@example.org>\r\n", "501 5.1.3" },
                { "parameters", HELLO "MAIL FROM:<> RET=FULL\r\n", "555 5.5.4" },
                { "a bracket in quotes", HELLO "MAIL FROM:<\"a>b\"@example.org>\r\n", "250 2.1.0" },
                { "white space", HELLO "MAIL FROM: <a@example.org>\r\n", "250 2.1.0" },
                { "the null sender", HELLO "MAIL FROM:<>\r\n", "250 2.1.0" },
                { "RSET", HELLO "MAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\n", "250 2.0.0 forgotten\r\n250 2.1.0" },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                if (!answers(talk(cases[i].text, strlen(cases[i].text), 7), cases[i].answer))
                        fail_msg("%s: %s", cases[i].name, talk(cases[i].text, strlen(cases[i].text), 7));
}

static void long_lines_and_many_mistakes_end_it(void **state) {
        static char text[3 * SESSION_LINE];
        (void)state;
        memset(text, 'a', sizeof text - 2);
        memcpy(text + sizeof text - 2, "\r\n", 2);
        const char *said = talk(text, sizeof text, 100);
        assert_true(answers(said, "500 5.5.2 a line is too long"));
        for (size_t i = 0; i < sizeof text; i += 3)
                memcpy(text + i, "x\r\n", 3);
        said = talk(text, sizeof text, 100);
        assert_true(answers(said, "421 4.7.0"));
        assert_true(strlen(said) < 100 * (SESSION_WRONG + 3));
}

static void a_mail_that_is_too_large_is_taken_and_cut(void **state) {
        static const char begin[] = HELLO ENVELOPE "DATA\r\n", end[] = "\r\n.\r\n";
        static char block[1024 * 1024];
        struct session session = { .hostname = "us.example.org", .mail = on_mail };
        (void)state;
        memset(block, 'a', sizeof block);
        mails = 0;
        session_take(&session, begin, sizeof begin - 1);
        for (size_t sent = 0; sent <= LIMIT_MESSAGE_BYTES; sent += sizeof block)
                session_take(&session, block, sizeof block);
        assert_true(session.truncated);
        session_take(&session, end, sizeof end - 1);
        assert_int_equal(mails, 1);
        assert_int_equal(got_len, LIMIT_MESSAGE_BYTES);
        assert_false(session.truncated);
        assert_true(session.bytes.capacity == 0);
        session_end(&session);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_mail_for_two_in_any_pieces),
                cmocka_unit_test(nothing_else_ends_a_mail),
                cmocka_unit_test(out_of_order_is_refused),
                cmocka_unit_test(long_lines_and_many_mistakes_end_it),
                cmocka_unit_test(a_mail_that_is_too_large_is_taken_and_cut),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
