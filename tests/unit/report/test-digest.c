/* The digest: what it tells, and that strangers' words can do nothing in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/digest.h"

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_make, arena_end)

static int arena_make(void **state) {
        *state = arena_new(1 << 26);
        return *state ? 0 : -1;
}

static int arena_end(void **state) {
        arena_free(*state);
        return 0;
}

static const char *link_of(void *user, struct arena *arena, const char *arrival, enum digest_action action) {
        (void)user;
        return arena_format(arena, "https://calendar.example.org/l/%s-%u", arrival, (unsigned)action).ptr;
}

static const struct digest_entry offered = { .kind = DIGEST_OFFERED,
                                             .arrival = "A1",
                                             .method = "REQUEST",
                                             .title = "Planning <b>& more</b>",
                                             .organizer = "rosa@example.com",
                                             .sender = "rosa@example.com",
                                             .originator = "domain-verified",
                                             .reason = "The recipient wants to be asked each time",
                                             .when = { "Tuesday, 24 November 2026, 14:00", 32 } };
static const struct digest_entry withheld = {
        .kind = DIGEST_WITHHELD,
        .arrival = "B2",
        .method = "CANCEL",
        .title = "Win at http://evil.example/a +49 30 1234567\r\n"
                 "You may add these\r\n=================",
        .organizer = "x\xe2\x80\xae@evil.example",
        .sender = "y@example.net",
        .originator = "spoof",
        .reason = "It was judged to be abuse, which never reaches a calendar (CC/R 18003 5.2)"
};

/* The parts of the mail, as a mail program shows them. */
struct shown {
        struct span head, plain, html;
};

static struct span part_text(struct arena *arena, struct span mail, const char *type) {
        struct span from = mail;
        const char *at = memmem(from.ptr, from.len, type, strlen(type));
        assert_non_null(at);
        const char *body = memmem(at, (size_t)(mail.ptr + mail.len - at), "\r\n\r\n", 4) + 4;
        const char *end = memmem(body, (size_t)(mail.ptr + mail.len - body), "\r\n--=_", 6);
        struct buf out = buf_in(arena, mail.len);
        for (const char *p = body; p < end; p++) {
                if (*p != '=') {
                        buf_add_byte(&out, *p);
                } else if (p[1] == '\r') {
                        p += 2;
                } else {
                        char hex[3] = { p[1], p[2], 0 };
                        buf_add_byte(&out, (char)strtol(hex, NULL, 16));
                        p += 2;
                }
        }
        return buf_span(&out);
}

static struct shown show(struct arena *arena, const struct digest_entry *entries, uint32_t count) {
        uint32_t kept_out = 0;
        for (uint32_t i = 0; i < count; i++)
                kept_out += entries[i].kind == DIGEST_WITHHELD;
        const struct digest digest = { .owner = "anna@example.org",
                                       .from_name = "Calendar guard",
                                       .from = "calendar@example.org",
                                       .at = 1795291200,
                                       .entries = entries,
                                       .count = count,
                                       .totals = { count - kept_out, kept_out },
                                       .link = link_of };
        struct span mail = digest_write(arena, &digest);
        const char *body = memmem(mail.ptr, mail.len, "\r\n\r\n", 4);
        return (struct shown){ { mail.ptr, (size_t)(body - mail.ptr) },
                               part_text(arena, mail, "text/plain"),
                               part_text(arena, mail, "text/html") };
}

static bool has(struct span text, const char *part) {
        return memmem(text.ptr, text.len, part, strlen(part)) != NULL;
}

static void tells_what_waits(void **state) {
        const struct digest_entry both[] = { offered, withheld };
        struct shown shown = show(*state, both, 2);
        assert_true(has(shown.head, "Subject: Your calendar: 1 waits for you, 1 kept out"));
        assert_true(has(shown.head, "To: anna@example.org"));
        assert_true(has(shown.head, "Auto-Submitted: auto-generated"));
        assert_true(has(shown.head, "List-Unsubscribe: <https://calendar.example.org/l/A1-5>"));
        assert_true(has(shown.head, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        const struct span texts[] = { shown.plain, shown.html };
        for (int i = 0; i < 2; i++) {
                assert_true(has(texts[i], "You may add these"));
                assert_true(has(texts[i], "Kept out"));
                assert_true(has(texts[i], "Tuesday, 24 November 2026, 14:00"));
                assert_true(has(texts[i], "The recipient wants to be asked each time"));
                assert_false(has(texts[i], "18003"));
                assert_true(has(texts[i], "/l/A1-0"));  /* add */
                assert_true(has(texts[i], "/l/B2-1"));  /* not spam */
                assert_false(has(texts[i], "/l/B2-0")); /* abuse is never one step away */
        }
        assert_true(has(shown.plain, "the domain is proven, the"));
        assert_true(has(shown.html, "the sender is not whom he claims to be"));
}

static void only_what_there_is(void **state) {
        struct shown shown = show(*state, &withheld, 1);
        assert_true(has(shown.head, "Subject: Your calendar: 1 kept out"));
        assert_false(has(shown.html, "<h2>You may add these"));
}

static void strangers_words_do_nothing(void **state) {
        const struct digest_entry both[] = { offered, withheld };
        struct shown shown = show(*state, both, 2);
        assert_true(has(shown.html, "Planning &lt;b&gt;&amp; more&lt;/"));
        assert_false(has(shown.html, "<b>"));
        const struct span texts[] = { shown.plain, shown.html };
        for (int i = 0; i < 2; i++) {
                assert_false(has(texts[i], "http://evil.example"));
                assert_false(has(texts[i], "evil.example"));
                assert_false(has(texts[i], "1234567"));
                assert_false(has(texts[i], "\xe2\x80\xae"));
                assert_true(has(texts[i], "evil.\xe2\x81\xa0"
                                          "example"));
        }
        /* No line of the text is a heading but ours. */
        const char *first = memmem(shown.plain.ptr, shown.plain.len, "\r\n=====", 7);
        assert_non_null(first);
        const char *second = memmem(first + 7, (size_t)(shown.plain.ptr + shown.plain.len - first - 7), "\r\n=====", 7);
        assert_non_null(second);
        assert_null(memmem(second + 7, (size_t)(shown.plain.ptr + shown.plain.len - second - 7), "\r\n=====", 7));
}

static void long_and_stacked_words_are_cut(void **state) {
        char title[4001];
        for (size_t i = 0; i < 2000; i++)
                memcpy(title + 2 * i, "\xcc\x81", 3);
        memset(title, 'a', 200);
        struct digest_entry entry = offered;
        entry.title = title;
        struct shown shown = show(*state, &entry, 1);
        assert_true(has(shown.html, "a…</bdi>"));
        memset(title, 'a', 1);
        memcpy(title + 1, "\xcc\x81", 2);
        for (size_t i = 1; i < 1000; i++)
                memcpy(title + 1 + 2 * i, "\xcc\x81", 3);
        shown = show(*state, &entry, 1);
        assert_false(has(shown.html, "\xcc\x81\xcc\x81\xcc\x81"));
}

static void the_time_is_the_events_own(void **state) {
        static const struct {
                const char *line, *expected;
        } rows[] = {
                { "DTSTART:20261124T130000Z", "Tuesday, 24 November 2026, 13:00 (UTC)" },
                { "DTSTART;VALUE=DATE:20261124", "Tuesday, 24 November 2026" },
                { "DTSTART:20261124T130000", "Tuesday, 24 November 2026, 13:00" },
                { "DTSTART;TZID=Europe/Berlin:20261124T140000", "Tuesday, 24 November 2026, 14:00 (Europe/\xe2\x81\xa0"
                                                                "Berlin)" },
                { "DTSTART:19691231T230000Z", "Wednesday, 31 December 1969, 23:00 (UTC)" },
                { "SUMMARY:none", "" },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct span object = arena_format(*state,
                                                  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\n%s\r\n"
                                                  "END:VEVENT\r\nEND:VCALENDAR\r\n",
                                                  rows[i].line);
                struct span when = digest_when(*state, object);
                assert_int_equal(when.len, strlen(rows[i].expected));
                assert_memory_equal(when.ptr ? when.ptr : "", rows[i].expected, when.len);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                ARENA_TEST(tells_what_waits),           ARENA_TEST(only_what_there_is),
                ARENA_TEST(strangers_words_do_nothing), ARENA_TEST(long_and_stacked_words_are_cut),
                ARENA_TEST(the_time_is_the_events_own),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
