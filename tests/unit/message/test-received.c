/* Received fields of the MTAs that write most of them. */
#include "message/received.h"

#include "show.h"

static const struct {
        const char *name, *input, *expected;
} rows[] = {
        { "Postfix",
          "from mx.a.example (mx.a.example [192.0.2.1])\r\n\t(using TLSv1.3; x)\r\n\tby in.b.example (Postfix) with ESMTPS "
          "id 4ABC\r\n\tfor <u@b.example>; Sat, 21 Nov 2026 10:00:00 +0100 (CET)",
          " helo=mx.a.example name=mx.a.example ip=192.0.2.1 by=in.b.example with=ESMTPS id=4ABC for=u@b.example "
          "date=1795251600" },
        { "Postfix, no name",
          "from foo (unknown [192.0.2.1]) by b.example (Postfix) with SMTP id 1; 21 Nov 2026 10:00:00 +0100",
          " helo=foo ip=192.0.2.1 by=b.example with=SMTP id=1 date=1795251600" },
        { "Postfix, authenticated",
          "from [192.168.1.2] (host.c.example [198.51.100.7]) (Authenticated sender: joe@c.example) by b.example with "
          "ESMTPSA id 2; 21 Nov 2026 10:00:00 +0100",
          " helo=[192.168.1.2] name=host.c.example ip=198.51.100.7 ident=joe@c.example by=b.example with=ESMTPSA id=2 "
          "date=1795251600" },
        { "IPv6",
          "from a.example (a.example [IPv6:2001:db8::1]) by b.example with ESMTP id 3; 21 Nov 2026 10:00:00 +0100",
          " helo=a.example name=a.example ip=2001:db8::1 by=b.example with=ESMTP id=3 date=1795251600" },
        { "Exim",
          "from host.a.example ([192.0.2.1] helo=foo.example) by b.example with esmtps (TLS1.3) (Exim 4.96) "
          "(envelope-from <x@a.example>) id 1abc-0002; Sat, 21 Nov 2026 10:00:00 +0100",
          " helo=foo.example name=host.a.example ip=192.0.2.1 by=b.example with=esmtps id=1abc-0002 date=1795251600" },
        { "qmail", "from unknown (HELO foo.example) (192.0.2.1) by b.example with SMTP; 21 Nov 2026 10:00:00 -0000",
          " helo=foo.example ip=192.0.2.1 by=b.example with=SMTP date=1795255200" },
        { "Exchange",
          "from A.example.com (2603:10a6:208::1)\r\n by B.example.com (2603:10a6:208::2) with Microsoft SMTP Server "
          "id 15.20; Sat, 21 Nov 2026 10:00:00 +0000",
          " helo=A.example.com ip=2603:10a6:208::1 by=B.example.com with=Microsoft id=15.20 date=1795255200" },
        { "Google",
          "from mail-a.google.com (mail-a.google.com. [209.85.128.1]) by mx.google.com with SMTPS id "
          "x9sor1.2026.11.21 for <u@b.example> (Google Transport Security); Sat, 21 Nov 2026 02:00:00 -0800 (PST)",
          " helo=mail-a.google.com name=mail-a.google.com ip=209.85.128.1 by=mx.google.com with=SMTPS "
          "id=x9sor1.2026.11.21 for=u@b.example date=1795255200" },
        { "Google, within", "by 2002:a05:6a10:1 with SMTP id a1csp2; Sat, 21 Nov 2026 02:00:00 -0800 (PST)",
          " by=2002:a05:6a10:1 with=SMTP id=a1csp2 date=1795255200" },
        { "local", "by b.example (Postfix, from userid 0) id 5; 21 Nov 2026 10:00:00 +0000",
          " by=b.example id=5 date=1795255200" },
        { "literal as HELO", "from [192.0.2.9] by b.example with HTTP; 21 Nov 2026 10:00:00 +0000",
          " helo=[192.0.2.9] ip=192.0.2.9 by=b.example with=HTTP date=1795255200" },
        { "a semicolon in a comment", "from a.example (x; y) by b.example; 21 Nov 2026 10:00:00 +0000",
          " helo=a.example by=b.example date=1795255200" },
        { "a semicolon too many", "from a.example by b.example; for <u@b.example>; 21 Nov 2026 10:00:00 +0000",
          " helo=a.example by=b.example date=1795255200" },
        { "another's address in a comment",
          "from a.example by b.example (b.example [203.0.113.9]); 21 Nov 2026 10:00:00 +0000",
          " helo=a.example by=b.example date=1795255200" },
        { "no date", "from a.example by b.example", " helo=a.example by=b.example no-date" },
        { "comment not closed", "from a.example (x by b.example; 21 Nov 2026 10:00:00 +0000",
          " helo=a.example by=b.example date=1795255200" },
        { "clause twice", "from a.example from c.example by b.example; x",
          " helo=a.example by=b.example no-date broken" },
        { "nothing", "", " no-date broken" },
};

static void test_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct buf out = buf_in(arena, 1 << 16);
                struct received read = received_read(arena, span_from(rows[i].input));
                show_named(&out, "helo", read.helo);
                show_named(&out, "name", read.name);
                show_named(&out, "ip", read.ip);
                show_named(&out, "ident", read.ident);
                show_named(&out, "by", read.by);
                show_named(&out, "via", read.via);
                show_named(&out, "with", read.with);
                show_named(&out, "id", read.id);
                show_named(&out, "for", read.recipient);
                if (read.has_date)
                        buf_add_format(&out, " date=%lld", (long long)read.date);
                else
                        buf_add(&out, SPAN(" no-date"));
                buf_add(&out, read.broken ? SPAN(" broken") : SPAN(""));
                show_compare(rows[i].name, rows[i].expected, show_end(&out));
        }
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
