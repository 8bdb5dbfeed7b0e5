/* Mails that we write, whatever texts of strangers go into them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "report/mail-writer.h"

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_make, arena_end)

static int arena_make(void **state) {
        *state = arena_new(1 << 24);
        return *state ? 0 : -1;
}

static int arena_end(void **state) {
        arena_free(*state);
        return 0;
}

static struct span whole(struct mail_writer *mail) {
        struct span bytes = mail_writer_end(mail);
        return arena_copy(mail->out.arena, bytes);
}

static bool holds(struct span text, const char *part) {
        return memmem(text.ptr, text.len, part, strlen(part)) != NULL;
}

static void lines_are_short_ascii(struct span text) {
        size_t column = 0;
        for (size_t i = 0; i < text.len; i++) {
                column = text.ptr[i] == '\n' ? 0 : column + 1;
                assert_in_range(column, 0, 79); /* with the CR */
                assert_true((unsigned char)text.ptr[i] < 0x80);
                assert_true(text.ptr[i] != '\n' || (i > 0 && text.ptr[i - 1] == '\r'));
        }
}

static void no_text_ends_its_field(void **state) {
        struct mail_writer mail = mail_writer_new(*state);
        mail_text_field(&mail, "Subject", SPAN("Winner\r\nBcc: all@example.com\r\n\r\nbody"));
        mail_text_field(&mail, "X-Title", SPAN("Caf\xc3\xa9 \xe2\x80\xa8\nX: y \xff end"));
        assert_true(mail_mailbox(&mail, "From", SPAN("A \"B\"\n<evil@example.net>"), SPAN("guard@example.org")));
        assert_false(mail_mailbox(&mail, "To", SPAN(""), SPAN("a@example.org>\r\nBcc: b@example.org")));
        assert_false(mail_mailbox(&mail, "To", SPAN(""), SPAN("a@b@example.org")));
        assert_false(mail_mailbox(&mail, "To", SPAN(""), SPAN("nobody")));
        mail_text(&mail, "text/plain", SPAN("x"));
        struct span text = whole(&mail);
        lines_are_short_ascii(text);
        assert_false(holds(text, "\r\nBcc"));
        assert_false(holds(text, "\r\nX: y"));
        assert_true(holds(text, "Subject: Winner  Bcc: all@example.com    body\r\n"));
        assert_true(holds(text, "From: \"A \\\"B\\\" <evil@example.net>\" <guard@example.org>\r\n"));
}

static void long_words_are_cut_between_characters(void **state) {
        struct mail_writer mail = mail_writer_new(*state);
        char title[3001];
        for (size_t i = 0; i < 1000; i++)
                memcpy(title + 3 * i, "\xe2\x82\xac", 3);
        mail_text_field(&mail, "Subject", (struct span){ title, 3000 });
        memset(title, 'a', 300);
        mail_text_field(&mail, "X-Long", (struct span){ title, 300 });
        mail_text(&mail, "text/plain", SPAN(""));
        struct span text = whole(&mail);
        lines_are_short_ascii(text);
        assert_true(holds(text, "Subject: =?UTF-8?B?4oKs4oKs"));
        assert_true(holds(text, "4oKs?=\r\n =?UTF-8?B?4oKs"));
}

static void parts_are_quoted_printable_where_needed(void **state) {
        struct mail_writer mail = mail_writer_new(*state);
        mail_multipart(&mail, "alternative", NULL);
        mail_text(&mail, "text/plain", SPAN("plain\nlines\n"));
        mail_text(&mail, "text/html", SPAN("\n.\nFrom here\nGr\xc3\xbc\xc3\x9f\x65 = \r--x\xff"));
        mail_multipart_end(&mail);
        struct span text = whole(&mail);
        lines_are_short_ascii(text);
        assert_true(holds(text, "7bit\r\n\r\nplain\r\nlines\r\n--=_"));
        assert_true(holds(text, "\r\n\r\n\r\n=2E\r\n=46rom here\r\nGr=C3=BC=C3=9Fe =3D=20\r\n=2D-x=EF=BF=BD\r\n--=_"));
        assert_int_equal(memcmp(text.ptr + text.len - 4, "--\r\n", 4), 0);
}

static void a_mail_within_is_left_as_it_is(void **state) {
        struct mail_writer mail = mail_writer_new(*state);
        mail_date(&mail, 1795291200);
        mail_multipart(&mail, "report", "report-type=feedback-report");
        mail_bytes(&mail, "message/rfc822", SPAN("Subject: \xc3\xa9\n\nbody \n"));
        struct span text = whole(&mail);
        assert_true(holds(text, "Date: Sat, 21 Nov 2026 20:00:00 +0000\r\n"));
        assert_true(holds(text, "Content-Type: multipart/report;\r\n report-type=feedback-report;\r\n boundary="));
        assert_true(holds(text, "8bit\r\n\r\nSubject: \xc3\xa9\r\n\r\nbody \r\n--=_"));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                ARENA_TEST(no_text_ends_its_field),
                ARENA_TEST(long_words_are_cut_between_characters),
                ARENA_TEST(parts_are_quoted_printable_where_needed),
                ARENA_TEST(a_mail_within_is_left_as_it_is),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
