#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lookup/dmarc.h"
#include "zone.h"

#define TXT(name, text) \
        { name, RECORD_TXT, text, 0 }
#define HERE(name) \
        { name, RECORD_A, "192.0.2.1", 0 }

static struct arena *arena;

static int begin(void **state) {
        (void)state;
        arena = arena_new(4 << 20);
        return 0;
}

static int end(void **state) {
        (void)state;
        arena_free(arena);
        return 0;
}

/* Answers until it is known; how often the network was waited for. */
static int check(const struct zone_row *zone, const struct dmarc_query *what, struct dmarc_answer *ret) {
        struct answers *answers = answers_new(arena, 200);
        int rounds = 0;
        while (!dmarc_check(answers, arena, what, ret)) {
                assert_true(zone_answer(zone, answers) > 0);
                rounds++;
        }
        return rounds;
}

/* RFC 9989 4.10 and B.4: the names that are asked. */
static void walks_up_the_tree(void **state) {
        static const struct {
                const char *domain;
                const char *asked[9];
        } cases[] = {
                { "a.b.c.d.e.f.g.h.i.j.mail.example.com",
                  { "a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com", "h.i.j.mail.example.com",
                    "i.j.mail.example.com", "j.mail.example.com", "mail.example.com", "example.com", "com" } },
                { "a.b.c.d.e.f.g.h.i.j.k.example.com",
                  { "a.b.c.d.e.f.g.h.i.j.k.example.com", "g.h.i.j.k.example.com", "h.i.j.k.example.com",
                    "i.j.k.example.com", "j.k.example.com", "k.example.com", "example.com", "com" } },
                { "example.com", { "example.com", "com" } },
                { "a.b.c.d.e.f.g.example",
                  { "a.b.c.d.e.f.g.example", "b.c.d.e.f.g.example", "c.d.e.f.g.example", "d.e.f.g.example",
                    "e.f.g.example", "f.g.example", "g.example", "example" } },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct answers *answers = answers_new(arena, 100);
                struct dmarc_walk walk;
                assert_false(dmarc_walk(answers, arena, span_from(cases[i].domain), &walk));
                struct question question;
                for (int k = 0; cases[i].asked[k]; k++) {
                        assert_true(answers_next(answers, &question));
                        assert_memory_equal(question.name.ptr, "_dmarc.", 7);
                        assert_string_equal(question.name.ptr + 7, cases[i].asked[k]);
                }
                assert_false(answers_next(answers, &question));
        }
}

static void finds_the_organization(void **state) {
        static const struct zone_row zone[] = {
                TXT("_dmarc.example.com", "v=DMARC1; p=reject"),
                TXT("_dmarc.signing.example.com", "v=DMARC1; p=none"),
                TXT("_dmarc.bank.example", "v=DMARC1; p=none; psd=y"),
                TXT("_dmarc.giant.bank.example", "v=DMARC1; p=reject"),
                TXT("_dmarc.own.mega.bank.example", "v=DMARC1; p=reject; psd=n"),
                TXT("_dmarc.two.example", "v=DMARC1; p=reject"),
                TXT("_dmarc.two.example", "v=DMARC1; p=none"),
                { 0 },
        };
        static const struct {
                const char *domain, *organization;
        } cases[] = {
                { "example.com", "example.com" },
                { "signing.example.com", "example.com" },
                { "mail.giant.bank.example", "giant.bank.example" },
                { "giant.bank.example", "giant.bank.example" },
                { "mail.mega.bank.example", "mega.bank.example" },
                { "bank.example", "bank.example" },
                { "x.own.mega.bank.example", "own.mega.bank.example" },
                { "mail.none.example", "mail.none.example" },
                { "mail.two.example", "mail.two.example" },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct answers *answers = answers_new(arena, 100);
                struct dmarc_walk walk;
                while (!dmarc_walk(answers, arena, span_from(cases[i].domain), &walk))
                        assert_true(zone_answer(zone, answers) > 0);
                if (!span_equal(walk.organizational, span_from(cases[i].organization)))
                        fail_msg("%s: %.*s", cases[i].domain, (int)walk.organizational.len, walk.organizational.ptr);
        }
}

static void decides(void **state) {
        static const struct zone_row zone[] = {
                TXT("_dmarc.strict.example", "v=DMARC1; p=reject; adkim=s; aspf=s"),
                TXT("_dmarc.mild.example", "v=DMARC1;p=quarantine;sp=none;np=reject;rua=mailto:d@mild.example"),
                TXT("_dmarc.testing.example", "v=DMARC1; p=reject; t=y"),
                TXT("_dmarc.watching.example", "v=DMARC1; p=maybe; rua=mailto:d@watching.example"),
                TXT("_dmarc.broken.example", "v=DMARC1; p=maybe"),
                TXT("_dmarc.late.example", "p=reject; v=DMARC1"),
                { "_dmarc.lost.example", RECORD_TXT, NULL, 0 },
                HERE("news.mild.example"),
                HERE("strict.example"),
                { 0 },
        };
        static const struct {
                const char *what, *from, *proven;
                bool spf;
                enum dmarc_result result;
                const char *tag;
                enum dmarc_policy disposition;
        } cases[] = {
                { "the same", "strict.example", "strict.example", false, DMARC_RESULT_PASS, "p", DMARC_POLICY_NONE },
                { "case", "strict.example", "STRICT.example", true, DMARC_RESULT_PASS, "p", DMARC_POLICY_NONE },
                { "strict", "strict.example", "mail.strict.example", true, DMARC_RESULT_FAIL, "p", DMARC_POLICY_REJECT },
                { "relaxed", "mild.example", "bounce.mild.example", true, DMARC_RESULT_PASS, "p", DMARC_POLICY_NONE },
                { "another", "mild.example", "example.net", false, DMARC_RESULT_FAIL, "p", DMARC_POLICY_QUARANTINE },
                { "below", "news.mild.example", "example.net", false, DMARC_RESULT_FAIL, "sp", DMARC_POLICY_NONE },
                { "made up", "nix.mild.example", "example.net", false, DMARC_RESULT_FAIL, "np", DMARC_POLICY_REJECT },
                { "testing", "testing.example", "", false, DMARC_RESULT_FAIL, "p", DMARC_POLICY_QUARANTINE },
                { "bad with rua", "watching.example", "", false, DMARC_RESULT_FAIL, "p", DMARC_POLICY_NONE },
                { "bad without", "broken.example", "", false, DMARC_RESULT_NONE, "", DMARC_POLICY_NONE },
                { "version late", "late.example", "", false, DMARC_RESULT_NONE, "", DMARC_POLICY_NONE },
                { "no record", "none.example", "none.example", false, DMARC_RESULT_NONE, "", DMARC_POLICY_NONE },
                { "DNS fails", "lost.example", "", false, DMARC_RESULT_TEMPERROR, "", DMARC_POLICY_NONE },
                { "no domain", "", "", false, DMARC_RESULT_PERMERROR, "", DMARC_POLICY_NONE },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                const struct dmarc_identity identity = { span_from(cases[i].proven), cases[i].spf };
                const struct dmarc_query what = { .from = span_from(cases[i].from),
                                                  .from_domains = 1,
                                                  .identities = &identity,
                                                  .identity_count = *cases[i].proven ? 1 : 0 };
                struct dmarc_answer answer;
                int rounds = check(zone, &what, &answer);
                if (answer.result != cases[i].result || strcmp(answer.policy_tag, cases[i].tag) != 0 ||
                    answer.disposition != cases[i].disposition)
                        fail_msg("%s: %s, %s, %s", cases[i].what, dmarc_result_name(answer.result), answer.policy_tag,
                                 dmarc_policy_name(answer.disposition));
                assert_true(rounds <= 2); /* the walks together, then whether the domain exists */
        }
}

/* RFC 9989 B.4.3. */
static void keeps_the_banks_apart(void **state) {
        static const struct zone_row zone[] = {
                TXT("_dmarc.bank.example", "v=DMARC1; p=none; psd=y"),
                TXT("_dmarc.giant.bank.example", "v=DMARC1; p=reject"),
                { 0 },
        };
        const struct dmarc_identity identities[] = { { SPAN("mail.mega.bank.example"), false },
                                                     { SPAN("mail.giant.bank.example"), true } };
        struct dmarc_query what = { SPAN("giant.bank.example"), 1, identities, 1 };
        struct dmarc_answer answer;
        (void)state;
        (void)check(zone, &what, &answer);
        assert_int_equal(answer.result, DMARC_RESULT_FAIL);
        what.identity_count = 2;
        (void)check(zone, &what, &answer);
        assert_int_equal(answer.result, DMARC_RESULT_PASS);
        assert_true(answer.spf_aligned && !answer.dkim_aligned);
}

/* RFC 9989 B.1 and B.4.1: alignment, in both modes. B.4.2 is among the walks above, B.4.3 are the banks. */
static void aligns_as_the_examples(void **state) {
        static const struct zone_row relaxed[] = { TXT("_dmarc.example.com", "v=DMARC1; p=reject"),
                                                   TXT("_dmarc.signing.example.com", "v=DMARC1; p=none"),
                                                   HERE("child.example.com"),
                                                   { 0 } };
        static const struct zone_row strict[] = { TXT("_dmarc.example.com", "v=DMARC1; p=reject; aspf=s; adkim=s"),
                                                  HERE("child.example.com"),
                                                  { 0 } };
        static const struct {
                const char *what, *from, *proven;
                bool spf, relaxed, strict;
        } cases[] = {
                { "B.1.1, SPF, example 1", "example.com", "example.com", true, true, true },
                { "B.1.1, SPF, example 2", "example.com", "child.example.com", true, true, false },
                { "B.1.1, SPF, example 3", "child.example.com", "example.net", true, false, false },
                { "B.1.2, DKIM, example 1", "example.com", "example.com", false, true, true },
                { "B.1.2, DKIM, example 2", "child.example.com", "example.com", false, true, false },
                { "B.1.2, DKIM, example 3", "child.example.com", "sample.net", false, false, false },
                { "B.4.1, SPF", "example.com", "example.com", true, true, true },
                { "B.4.1, DKIM", "example.com", "signing.example.com", false, true, false },
        };
        (void)state;
        for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
                bool is_strict = i % 2;
                const struct dmarc_identity identity = { span_from(cases[i / 2].proven), cases[i / 2].spf };
                const struct dmarc_query what = { span_from(cases[i / 2].from), 1, &identity, 1 };
                struct dmarc_answer answer;
                (void)check(is_strict ? strict : relaxed, &what, &answer);
                bool aligned = is_strict ? cases[i / 2].strict : cases[i / 2].relaxed;
                if (answer.result != (aligned ? DMARC_RESULT_PASS : DMARC_RESULT_FAIL) ||
                    aligned != (cases[i / 2].spf ? answer.spf_aligned : answer.dkim_aligned))
                        fail_msg("%s, %s: %s", cases[i / 2].what, is_strict ? "strict" : "relaxed",
                                 dmarc_result_name(answer.result));
        }
}

/* RFC 9989 B.2: records of domain owners. */
static void reads_the_records_of_the_examples(void **state) {
        static const struct {
                const char *what, *text, *rua, *ruf;
                enum dmarc_policy policy;
                bool testing;
        } cases[] = {
                { "B.2.1, monitoring", "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com",
                  "mailto:dmarc-feedback@example.com", "", DMARC_POLICY_NONE, false },
                { "B.2.2, reports of failures",
                  "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; ruf=mailto:auth-reports@example.com",
                  "mailto:dmarc-feedback@example.com", "mailto:auth-reports@example.com", DMARC_POLICY_NONE, false },
                { "B.2.3, reports to another",
                  "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; ruf=mailto:auth-reports@thirdparty.example.net",
                  "mailto:dmarc-feedback@example.com", "mailto:auth-reports@thirdparty.example.net", DMARC_POLICY_NONE,
                  false },
                { "B.2.4, testing",
                  "v=DMARC1; p=quarantine; rua=mailto:dmarc-feedback@example.com,mailto:tld-test@thirdparty.example.net; t=y",
                  "mailto:dmarc-feedback@example.com,mailto:tld-test@thirdparty.example.net", "",
                  DMARC_POLICY_QUARANTINE, true },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct dmarc_record record;
                dmarc_record_read(arena, span_from(cases[i].text), &record);
                if (!record.valid || record.problems.count > 0 || record.p != cases[i].policy ||
                    record.testing != cases[i].testing || !span_equal(record.rua, span_from(cases[i].rua)) ||
                    !span_equal(record.ruf, span_from(cases[i].ruf)))
                        fail_msg("%s", cases[i].what);
        }
}

static void tells_what_is_wrong_with_a_record(void **state) {
        static const struct {
                const char *text, *sentence;
        } cases[] = {
                { "v=DMARC1; p=reject; pct=50", "pct has no meaning" },
                { "v=DMARC1; p=reject; sp=deny", "\"deny\" is none of" },
                { "v=DMARC1; p=reject; adkim=x", "\"x\" is neither" },
                { "v=DMARC1; sp=none", "nobody to report to" },
                { "v=DMARC1; p=none; rua=mailto:a@example.org; color=red", "\"color\" is not known" },
                { "v=DMARC1; p=none; p=reject", "twice" },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct dmarc_record record;
                dmarc_record_read(arena, span_from(cases[i].text), &record);
                const struct span *problems = record.problems.items;
                bool told = false;
                for (uint32_t k = 0; k < record.problems.count; k++)
                        told |= span_has(problems[k], span_from(cases[i].sentence));
                if (!told)
                        fail_msg("%s", cases[i].text);
        }
}

int main(void) {
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(walks_up_the_tree, begin, end),
                cmocka_unit_test_setup_teardown(finds_the_organization, begin, end),
                cmocka_unit_test_setup_teardown(decides, begin, end),
                cmocka_unit_test_setup_teardown(aligns_as_the_examples, begin, end),
                cmocka_unit_test_setup_teardown(reads_the_records_of_the_examples, begin, end),
                cmocka_unit_test_setup_teardown(keeps_the_banks_apart, begin, end),
                cmocka_unit_test_setup_teardown(tells_what_is_wrong_with_a_record, begin, end),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
