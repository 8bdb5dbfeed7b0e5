/* Header blocks with all their damage, and texts of fields (RFC 2047). */
#include "message/header.h"

#include "message/message.h"
#include "show.h"

struct row {
        const char *name;
        struct span input;
        const char *expected;
};
#define INPUT(text) \
        { (text), sizeof(text) - 1 }

static const char *show_block(struct arena *arena, struct span input) {
        struct defects defects = { .arena = arena };
        struct buf out = buf_in(arena, 1 << 20);
        const struct message *message = message_read(arena, input, &defects);
        for (uint32_t i = 0; i < message->headers.count; i++) {
                const struct header *field = &message->headers.items[i];
                buf_add_format(&out, "%u ", field->line);
                show(&out, field->name);
                buf_add(&out, field->id == HEADER_OTHER ? SPAN("? [") : SPAN(" ["));
                show(&out, header_text(arena, field));
                buf_add(&out, SPAN("]\n"));
        }
        buf_add(&out, SPAN("body ["));
        show(&out, message->headers.body);
        buf_add(&out, SPAN("]\n"));
        show_defects(&out, &defects);
        return show_end(&out);
}

static const struct row blocks[] = {
        { "plain", INPUT("Subject: a\r\nX-Foo: b\r\n\r\nc"), "1 Subject [a]\n2 X-Foo? [b]\nbody [c]\n" },
        { "bare LF", INPUT("Subject: a\nTo: b\n\nc"), "1 Subject [a]\n2 To [b]\nbody [c]\n" },
        { "folded with space and tab", INPUT("Subject: a\r\n b\r\n\tc\r\n\r\n"), "1 Subject [a b\\09c]\nbody []\n" },
        { "fold before any text", INPUT("Subject:\r\n a\r\n\r\n"), "1 Subject [a]\nbody []\n" },
        { "space before the colon", INPUT("Subject \t: a\n\n"), "1 Subject [a]\nbody []\n! HEADER_NAME_SPACE\n" },
        { "no space behind the colon", INPUT("Subject:a\n\n"), "1 Subject [a]\nbody []\n" },
        { "empty value", INPUT("Subject:\nTo:\n\n"), "1 Subject []\n2 To []\nbody []\n" },
        { "wrong case", INPUT("sUBJECT: a\n\n"), "1 sUBJECT [a]\nbody []\n" },
        { "a line without colon before a field", INPUT("Subject: a\nnonsense\nTo: b\n\nc"),
          "1 Subject [a]\n3 To [b]\nbody [c]\n! HEADER_NO_COLON\n" },
        { "the empty line is missing", INPUT("Subject: a\nHello you\nbye\n"),
          "1 Subject [a]\nbody [Hello you\\nbye\\n]\n! HEADER_NO_END\n" },
        { "a calendar follows at once", INPUT("Subject: a\nBEGIN:VCALENDAR\nX: y\n"),
          "1 Subject [a]\nbody [BEGIN:VCALENDAR\\nX: y\\n]\n! HEADER_NO_END\n" },
        { "mbox line first", INPUT("From a@b Sat Nov 21 10:00:00 2026\nSubject: a\n\n"), "2 Subject [a]\nbody []\n" },
        { "quoted mbox line first", INPUT(">From a@b Sat Nov 21 10:00:00 2026\nSubject: a\n\n"),
          "2 Subject [a]\nbody []\n" },
        { "begins with a fold", INPUT(" x\nSubject: a\n\n"), "2 Subject [a]\nbody []\n! HEADER_FOLD_FIRST\n" },
        { "a fold of nothing but spaces", INPUT("Subject: a\n  \nTo: b\n\n"),
          "1 Subject [a]\n3 To [b]\nbody []\n! HEADER_FOLD_BLANK\n" },
        { "NUL in a value", INPUT("Subject: a\0b\n\n"), "1 Subject [a\\00b]\nbody []\n! HEADER_NUL\n" },
        { "CR alone", INPUT("Subject: a\rBcc: b\n\n"), "1 Subject [a Bcc: b]\nbody []\n! HEADER_BARE_CR\n" },
        { "CR CR LF", INPUT("Subject: a\r\r\n\r\nb"), "1 Subject [a]\nbody [b]\n" },
        { "raw UTF-8", INPUT("Subject: \xC3\xA9\n\n"), "1 Subject [\xC3\xA9]\nbody []\n" },
        { "raw windows-1252", INPUT("Subject: \xE9\x80\n\n"),
          "1 Subject [\xC3\xA9\xE2\x82\xAC]\nbody []\n! HEADER_8BIT\n" },
        { "a name of no letters", INPUT("Subject: a\n: b\n\n"), "1 Subject [a]\n2 ? [b]\nbody []\n! HEADER_NAME_ODD\n" },
        { "8-bit name", INPUT("Subject: a\nX\xC3\xA9: b\n\n"),
          "1 Subject [a]\n2 X\xC3\xA9? [b]\nbody []\n! HEADER_NAME_ODD\n" },
        { "no LF at the end", INPUT("Subject: a"), "1 Subject [a]\nbody []\n" },
};

static void test_blocks(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                show_compare(blocks[i].name, blocks[i].expected, show_block(arena, blocks[i].input));
        }
        show_finish();
}

static const struct row texts[] = {
        { "plain", INPUT("hello"), "hello" },
        { "Q", INPUT("=?utf-8?Q?Caf=C3=A9_au_lait?="), "Caf\xC3\xA9 au lait" },
        { "B", INPUT("=?UTF-8?B?Q2Fmw6k=?="), "Caf\xC3\xA9" },
        { "lower-case encoding", INPUT("=?utf-8?b?Q2Fmw6k=?= =?utf-8?q?x?="), "Caf\xC3\xA9x" },
        { "space between words goes", INPUT("=?utf-8?Q?a?=   =?utf-8?Q?b?="), "ab" },
        { "space beside text stays", INPUT("a =?utf-8?Q?b?= c"), "a b c" },
        { "a character cut between words", INPUT("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?="), "\xC3\xA9" },
        { "a character cut between B words", INPUT("=?utf-8?B?ww==?= =?utf-8?B?qQ==?="), "\xC3\xA9" },
        { "two charsets", INPUT("=?iso-8859-1?Q?=E9?= =?utf-8?Q?=C3=A9?="), "\xC3\xA9\xC3\xA9" },
        { "language", INPUT("=?utf-8*fr?Q?=C3=A9?="), "\xC3\xA9" },
        { "within a word", INPUT("a=?utf-8?Q?b?=c"), "abc" },
        { "in quotes", INPUT("\"=?utf-8?Q?b?=\""), "\"b\"" },
        { "spaces in it", INPUT("=?utf-8?Q?a b c?="), "a b c" },
        { "never closed", INPUT("=?utf-8?Q?abc"), "=?utf-8?Q?abc" },
        { "never closed, another behind", INPUT("=?utf-8?Q?abc =?utf-8?Q?d?="), "=?utf-8?Q?abc d" },
        { "unknown encoding", INPUT("=?utf-8?X?abc?="), "=?utf-8?X?abc?=" },
        { "unknown charset", INPUT("=?foo?Q?=C3=A9?="), "\xC3\xA9" },
        { "ISO-2022-JP", INPUT("=?ISO-2022-JP?B?GyRCJSIbKEI=?="), "\xE3\x82\xA2" },
        { "Shift_JIS", INPUT("=?Shift_JIS?B?g0E=?="), "\xE3\x82\xA2" },
        { "GB2312 with characters of GB18030", INPUT("=?gb2312?B?1tA=?="), "\xE4\xB8\xAD" },
        { "UTF-7", INPUT("=?utf-7?Q?+AOk-?="), "\xC3\xA9" },
        { "words in words stay", INPUT("=?utf-8?Q?=3D=3Fx=3FQ=3Fy=3F=3D?="), "=?x?Q?y?=" },
        { "empty word",
          INPUT("=?utf-8?Q?"
                "?="),
          "" },
        { "broken UTF-8 in it", INPUT("=?utf-8?Q?a=FFb=C3=A9?="),
          "a\xEF\xBF\xBD"
          "b\xC3\xA9" },
        { "folded word", INPUT("=?utf-8?Q?a?=\r\n =?utf-8?Q?b?="), "ab" },
};

static void test_texts(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct header field = { .value = texts[i].input };
                struct buf out = buf_in(arena, 1 << 16);
                show(&out, header_text(arena, &field));
                show_compare(texts[i].name, texts[i].expected, show_end(&out));
        }
        show_finish();
}

/* The table of names is ordered by length, and each name finds itself in any case. */
static void test_names(void **state) {
        (void)state;
        size_t before = 0;
        for (unsigned id = 0; id < HEADER_NAMES; id++) {
                struct span name = span_from(header_name_text((enum header_name)id));
                if (name.len < before)
                        print_error("%s stands behind a longer name in headers.def\n", name.ptr);
                assert_true(name.len >= before);
                before = name.len;
                if (header_name_find(name) != (enum header_name)id)
                        print_error("%s is not found: by_length in header.c does not fit headers.def\n", name.ptr);
                assert_int_equal(header_name_find(name), id);
        }
        assert_int_equal(header_name_find(SPAN("SUBJECT")), HEADER_SUBJECT);
        assert_int_equal(header_name_find(SPAN("Subjects")), HEADER_OTHER);
        assert_int_equal(header_name_find(SPAN("")), HEADER_OTHER);
}

static void test_lookups(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        struct defects defects = { .arena = arena };
        const struct message *message = message_read(
                arena, SPAN("Received: 1\nX-A: 1\nX-B: 2\nreceived: 2\nx-a: 3\nReceived: 3\n\n"), &defects);
        assert_int_equal(message->count[HEADER_RECEIVED], 3);
        const struct header *field = message_header(message, HEADER_RECEIVED);
        assert_ptr_equal(field, headers_first(&message->headers, HEADER_RECEIVED));
        assert_int_equal(field->line, 1);
        field = headers_next(&message->headers, field);
        assert_int_equal(field->line, 4);
        field = headers_next(&message->headers, headers_next(&message->headers, field));
        assert_null(field);
        /* Others are told apart by their name. */
        field = headers_next(&message->headers, &message->headers.items[1]);
        assert_non_null(field);
        assert_int_equal(field->line, 5);
        assert_null(message_header(message, HEADER_SUBJECT));
        assert_int_equal(message->count[HEADER_RECEIVED], 3);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_blocks),
                cmocka_unit_test(test_texts),
                cmocka_unit_test(test_names),
                cmocka_unit_test(test_lookups),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
