/* Authentication-Results with the traps of RFC 8601 and of those who write it; tag lists of DKIM and ARC. */
#include "message/authentication.h"

#include "message/tags.h"
#include "show.h"

static const struct {
        const char *name, *input, *expected;
} rows[] = {
        { "RFC 8601 B.2, none", "example.org 1; none", "example.org none\n" },
        { "RFC 8601 B.3", "example.com; spf=pass smtp.mailfrom=example.net",
          "example.com\n  spf=pass smtp.mailfrom=example.net\n" },
        { "RFC 8601 B.4",
          "example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net",
          "example.com\n  auth=pass (cram-md5) smtp.auth=sender@example.net\n  spf=pass smtp.mailfrom=example.net\n" },
        { "RFC 8601 B.4, iprev", "example.com; iprev=pass policy.iprev=192.0.2.200",
          "example.com\n  iprev=pass policy.iprev=192.0.2.200\n" },
        { "RFC 8601 B.6, two dkim with reasons",
          "example.com; dkim=pass reason=\"good signature\" header.i=@mail-router.example.net; "
          "dkim=fail reason=\"bad; signature\" header.i=@newyork.example.com",
          "example.com\n  dkim=pass reason=[good signature] header.i=@mail-router.example.net\n"
          "  dkim=fail reason=[bad; signature] header.i=@newyork.example.com\n" },
        { "RFC 8601 B.7, comments everywhere",
          "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
          " policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I wasn't expecting it) "
          "1362471462",
          "foo.example.net\n  dkim=fail policy.expired=1362471462\n" },
        { "quoted authserv-id", "\"mx; 1 (x)\"; spf=pass smtp.helo=a", "mx; 1 (x)\n  spf=pass smtp.helo=a\n" },
        { "another version", "example.org 2; spf=pass", "example.org version 2\n" },
        { "a method's version", "example.org; dkim/2=pass", "example.org\n  dkim/2=pass\n" },
        { "comment with a semicolon", "a.org; dkim=pass (ok; really (yes; it is)) header.d=b.org; spf=none",
          "a.org\n  dkim=pass (ok; really (yes; it is)) header.d=b.org\n  spf=none\n" },
        { "a comment that plays a result", "a.org; dkim=fail (x; dkim=pass header.d=bank.example)",
          "a.org\n  dkim=fail (x; dkim=pass header.d=bank.example)\n" },
        { "a reason that plays a result", "a.org; dkim=fail reason=\"; dkim=pass header.d=bank.example\"",
          "a.org\n  dkim=fail reason=[; dkim=pass header.d=bank.example]\n" },
        { "Microsoft 365, no authserv-id",
          "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=pass (signature was verified) "
          "header.d=a.example;dmarc=pass action=none header.from=a.example;compauth=pass reason=100",
          "\n  spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example\n"
          "  dkim=pass (signature was verified) header.d=a.example\n"
          "  dmarc=pass .action=none header.from=a.example\n  compauth=pass reason=[100]\n" },
        { "Google",
          "mx.google.com;\r\n       dkim=pass header.i=@a.example header.s=s1 header.b=\"Ab/C+d==\";\r\n"
          "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=a.example",
          "mx.google.com\n  dkim=pass header.i=@a.example header.s=s1 header.b=Ab/C+d==\n"
          "  dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=a.example\n" },
        { "a value with = and /", "a.org; dkim=pass header.b=Ab/C+d== header.d=b.org",
          "a.org\n  dkim=pass header.b=Ab/C+d== header.d=b.org\n" },
        { "smtp.mail of RFC 5965", "a.org; spf=fail smtp.mail=x@b.org",
          "a.org\n  spf=fail smtp.mail=x@b.org from=x@b.org\n" },
        { "a quoted local part", "a.org; spf=pass smtp.mailfrom=\"a; b\"@c.org",
          "a.org\n  spf=pass smtp.mailfrom=\"a; b\"@c.org\n" },
        { "upper case", "A.org; DKIM=PASS Header.D=B.org", "A.org\n  dkim=pass header.d=B.org\n" },
        { "spaces around everything", " a.org ; dkim = pass header.d = b.org ", "a.org\n  dkim=pass header.d=b.org\n" },
        { "no semicolon behind the authserv-id", "mx.a.org dkim=pass header.d=b.org",
          "mx.a.org\n  dkim=pass header.d=b.org\nbroken\n" },
        { "unknown method and result", "a.org; foo=bar x.y=z", "a.org\n  foo=bar x.y=z\n" },
        { "empty segments", "a.org;; spf=pass;;", "a.org\n  spf=pass\n" },
        { "a segment that is none", "a.org; hello; spf=pass", "a.org\n  spf=pass\nbroken\n" },
        { "ARC", "i=1; mx.a.org; arc=none; spf=pass smtp.mailfrom=b.org",
          "i=1 mx.a.org\n  arc=none\n  spf=pass smtp.mailfrom=b.org\n" },
        { "comment not closed", "a.org; dkim=pass (x header.d=b.org; spf=fail",
          "a.org\n  dkim=pass header.d=b.org\n  spf=fail\nbroken\n" },
        { "quote not closed", "a.org; dkim=pass reason=\"x; spf=fail",
          "a.org\n  dkim=pass reason=[\"x]\n  spf=fail\nbroken\n" },
        { "only an authserv-id", "a.org", "a.org\n" },
        { "nothing", "", "\n" },
        { "only semicolons", ";;;", "\n" },
        { "no result", "a.org; dkim=; spf=pass", "a.org\n  dkim=\n  spf=pass\n" },
};

static void show_result(struct buf *out, const struct authentication_result *result) {
        buf_add(out, SPAN("  "));
        show(out, result->method);
        if (result->version != 1)
                buf_add_format(out, "/%u", result->version);
        buf_add_byte(out, '=');
        show(out, result->result);
        if (result->comment.len)
                buf_add_format(out, " (%.*s)", (int)result->comment.len, result->comment.ptr);
        if (result->reason.len)
                buf_add_format(out, " reason=[%.*s]", (int)result->reason.len, result->reason.ptr);
        for (uint32_t i = 0; i < result->property_count; i++) {
                const struct authentication_property *p = &result->properties[i];
                buf_add_byte(out, ' ');
                show(out, p->type);
                buf_add_byte(out, '.');
                show(out, p->name);
                buf_add_byte(out, '=');
                show(out, p->value);
                if (span_equal(p->name, SPAN("mail")))
                        show_named(out, "from", authentication_property(result, SPAN("smtp"), SPAN("mailfrom")));
        }
        buf_add_byte(out, '\n');
}

static void test_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct buf out = buf_in(arena, 1 << 16);
                struct authentication_results read = authentication_results_read(arena, span_from(rows[i].input));
                if (read.instance)
                        buf_add_format(&out, "i=%u ", read.instance);
                show(&out, read.authserv_id);
                if (read.version != 1)
                        buf_add_format(&out, " version %u", read.version);
                buf_add(&out, read.none ? SPAN(" none\n") : SPAN("\n"));
                for (uint32_t k = 0; k < read.count; k++)
                        show_result(&out, &read.items[k]);
                buf_add(&out, read.broken ? SPAN("broken\n") : SPAN(""));
                show_compare(rows[i].name, rows[i].expected, show_end(&out));
        }
        show_finish();
}

static void test_from(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        struct authentication_results named = authentication_results_read(arena, SPAN("MX.example.org; none"));
        struct authentication_results unnamed = authentication_results_read(arena, SPAN("spf=pass smtp.helo=a"));
        assert_true(authentication_from(&named, SPAN("mx.EXAMPLE.org")));
        assert_false(authentication_from(&named, SPAN("example.org")));
        assert_false(authentication_from(&unnamed, SPAN("")));
}

static const struct {
        const char *name, *input, *expected;
} tag_rows[] = {
        { "DKIM", "v=1; a=rsa-sha256; d=a.org; s=s1;\r\n h=from:to:\r\n\tsubject; bh=Ab+/=; b=xy\r\n z==",
          " v=1 a=rsa-sha256 d=a.org s=s1 h=from:to:subject bh=Ab+/= b=xyz==" },
        { "case counts", "D=x; d=y", " D=x d=y" },
        { "a name twice", "d=x; d=y", " d=x broken" },
        { "no equals sign", "d=x; foo; s=y", " d=x s=y broken" },
        { "empty value", "d=; s=y", " d= s=y" },
        { "semicolons too many", ";d=x;;", " d=x" },
        { "nothing", "", "" },
};

static void test_tags(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof tag_rows / sizeof *tag_rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct buf out = buf_in(arena, 1 << 16);
                struct tags read = tags_read(arena, span_from(tag_rows[i].input));
                for (uint32_t k = 0; k < read.count; k++) {
                        buf_add_byte(&out, ' ');
                        show(&out, read.items[k].name);
                        buf_add_byte(&out, '=');
                        show(&out, read.items[k].value);
                }
                buf_add(&out, read.broken ? SPAN(" broken") : SPAN(""));
                show_compare(tag_rows[i].name, tag_rows[i].expected, show_end(&out));
        }
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_rows),
                cmocka_unit_test(test_from),
                cmocka_unit_test(test_tags),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
