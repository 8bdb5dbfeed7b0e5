/* Mailboxes (RFC 5322 3.4) and what stands in their place. */
#include "message/address.h"

#include "show.h"

static const struct {
        const char *name;
        const char *input;
        const char *expected;
} rows[] = {
        { "bare", "a@b.org", "[] a@b.org bare\n" },
        { "angle", "<a@b.org>", "[] a@b.org\n" },
        { "with a name", "John Doe <a@b.org>", "[John Doe] a@b.org\n" },
        { "name in quotes", "\"Doe, John\" <a@b.org>", "[Doe, John] a@b.org\n" },
        { "escapes in quotes", "\"J \\\"x\\\" \\\\ D\" <a@b.org>", "[J \"x\" \\ D] a@b.org\n" },
        { "domain in lower case, local part kept", "<John.Doe@EXAMPLE.org>",
          "[] John.Doe@example.org key=john.doe@example.org\n" },
        { "several", "a@b.org, X <c@d.org>,e@f.org", "[] a@b.org bare\n[X] c@d.org\n[] e@f.org bare\n" },
        { "empty ones between", "a@b.org,, ,c@d.org,", "[] a@b.org bare\n[] c@d.org bare\n" },
        { "semicolons between (Outlook)", "a@b.org; c@d.org", "[] a@b.org bare\n[] c@d.org bare\n" },
        { "group", "team: a@b.org, c@d.org; e@f.org",
          "[] a@b.org bare group\n[] c@d.org bare group\n[] e@f.org bare\ngroups 1\n" },
        { "empty group", "undisclosed-recipients:;", "groups 1\n" },
        { "comment as a name", "a@b.org (John Doe)", "[John Doe] a@b.org bare\n" },
        { "comments everywhere", "(x) John (y (z)) Doe <a@b.org> (w)", "[John Doe] a@b.org\n" },
        { "comment with specials", "a@b.org (x, <c@d.org>; \\) y)", "[x, <c@d.org>; \\) y] a@b.org bare\n" },
        { "quoted local part", "<\"a b\"@c.org>", "[] a b@c.org\n" },
        { "quoted local part, bare", "\"a@x\"@c.org", "[] a@x@c.org bare\n" },
        { "encoded name", "=?utf-8?Q?J=C3=B6rg?= <a@b.org>", "[J\xC3\xB6rg] a@b.org\n" },
        { "encoded name in two words", "=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?= <a@b.org>", "[J\xC3\xB6rg] a@b.org\n" },
        { "encoded name with a comma in it", "=?utf-8?Q?Doe,_J?= <a@b.org>", "[Doe, J] a@b.org\n" },
        { "encoded name in quotes", "\"=?utf-8?Q?J=C3=B6rg?=\" <a@b.org>", "[J\xC3\xB6rg] a@b.org\n" },
        { "raw UTF-8 name", "J\xC3\xB6rg <a@b.org>", "[J\xC3\xB6rg] a@b.org\n" },
        { "IDN", "<a@M\xC3\xBCNCHEN.de>", "[] a@m\xC3\xBCnchen.de key=a@m\xC3\xBCnchen.de\n" },
        { "folded", "John\r\n Doe\r\n\t<a@b.org>", "[John Doe] a@b.org\n" },
        { "name without space before the angle", "John<a@b.org>", "[John] a@b.org\n" },
        { "name with a dot", "John Q. Doe <a@b.org>", "[John Q. Doe] a@b.org\n" },
        { "route", "<@x.org,@y.org:a@b.org>", "[] a@b.org\n" },
        { "spaces in the angle", "< a@b.org >", "[] a@b.org\n" },
        { "spaces around the @", "a @ b.org", "[] a@b.org bare\n" },
        { "spaces around the dots of a domain (RFC 5322 4.4)", "a@b . org", "[] a@b.org bare\n" },
        { "the same in the angle", "X <a@b . org>", "[X] a@b.org\n" },
        { "comments within a domain", "a@b(x).(y)org (Z)", "[Z] a@b.org bare\n" },
        { "folded within a domain", "a@b.\r\n c.org", "[] a@b.c.org bare\n" },
        { "spaces around the dots of a local part", "J . X@b.org", "[] J.X@b.org key=j.x@b.org bare\n" },
        { "an initial before an address", "John Q. a@b.org", "[John Q.] a@b.org bare broken\n" },
        { "dot at the end of the domain", "<a@b.org.>", "[] a@b.org\n" },
        { "null", "<>", "null\n" },
        { "literal", "<a@[192.0.2.1]>", "[] a@[192.0.2.1]\n" },
        { "mailto", "mailto:a@b.org", "[] a@b.org bare\n" },
        { "no angle around the address", "John Doe a@b.org", "[John Doe] a@b.org bare broken\n" },
        { "angle not closed", "John <a@b.org", "[John] a@b.org broken\n" },
        { "angle twice", "<a@b.org> <c@d.org>", "[] a@b.org\n[] c@d.org\nbroken\n" },
        { "angle in angle", "\"x\" <<a@b.org>>", "[x] a@b.org broken\n" },
        { "quote not closed", "\"John <a@b.org>", "[John] a@b.org\nbroken\n" },
        { "comment not closed", "John (x <a@b.org>", "[John (x] a@b.org\nbroken\n" },
        { "no address", "root", "[] root bare broken\n" },
        { "only a name", "John Doe", "[John Doe]  bare broken\n" },
        { "two @", "<a@b@c.org>", "[] a@b@c.org broken\n" },
        { "no local part", "<@b.org>", "[] @b.org broken\n" },
        { "no domain", "<a@>", "[] a@ broken\n" },
        { "a name that is another address (attack 19)", "\"boss@corp.example\" <thief@evil.example>",
          "[boss@corp.example] thief@evil.example\n" },
        { "the name is the same address", "\"a@b.org\" <A@B.org>", "[a@b.org] A@b.org key=a@b.org\n" },
        { "an encoded name is another address", "=?utf-8?Q?boss=40corp.example?= <t@e.example>",
          "[boss@corp.example] t@e.example\n" },
        { "nothing", "", "" },
};

static void show_mailboxes(struct buf *out, const struct mailboxes *read) {
        for (uint32_t i = 0; i < read->count; i++) {
                const struct mailbox *box = &read->items[i];
                buf_add_byte(out, '[');
                show(out, box->name);
                buf_add(out, SPAN("] "));
                show(out, box->address);
                if (!span_equal(box->key, box->address) || span_has(box->key, SPAN("\xC3")))
                        show_named(out, "key", box->key);
                buf_add(out, box->bare ? SPAN(" bare") : SPAN(""));
                buf_add(out, box->in_group ? SPAN(" group") : SPAN(""));
                buf_add(out, box->broken ? SPAN(" broken") : SPAN(""));
                buf_add_byte(out, '\n');
        }
        bool said = false;
        for (uint32_t i = 0; i < read->count; i++)
                said |= read->items[i].broken;
        if (read->groups)
                buf_add_format(out, "groups %u\n", read->groups);
        buf_add(out, read->null ? SPAN("null\n") : SPAN(""));
        buf_add(out, read->broken && !said ? SPAN("broken\n") : SPAN(""));
}

static void test_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct buf out = buf_in(arena, 1 << 16);
                struct mailboxes read = mailboxes_read(arena, span_from(rows[i].input));
                show_mailboxes(&out, &read);
                show_compare(rows[i].name, rows[i].expected, show_end(&out));
        }
        show_finish();
}

static void test_parts(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        struct mailbox box = mailbox_read(arena, SPAN("<\"x@y\"@EXAMPLE.org>"));
        struct buf out = buf_in(arena, 1 << 16);
        show_named(&out, "local", box.local);
        show_named(&out, "domain", box.domain);
        show_compare("local part and domain", " local=x@y domain=example.org", show_end(&out));
        show_finish();
}

/* Several fields of one name are one list; what is open in one does not reach into the next. */
static void test_fields(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        struct defects defects = { .arena = arena };
        struct buf out = buf_in(arena, 1 << 16);
        const struct message *message = message_read(
                arena, SPAN("From: \"A <a@b.org>\nTo: x@y\nFrom: \"B, C\" <c@d.org>\n\n"), &defects);
        struct mailboxes from = message_mailboxes(arena, message, HEADER_FROM);
        show_mailboxes(&out, &from);
        show_compare("two From fields", "[A] a@b.org\n[B, C] c@d.org\nbroken\n", show_end(&out));
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_rows),
                cmocka_unit_test(test_parts),
                cmocka_unit_test(test_fields),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
