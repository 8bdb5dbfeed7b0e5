#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/options.h"
#include "lookup/breaker.h"
#include "lookup/scanners.h"

static const struct {
        const char *name;
        bool (*read)(struct span answer, struct scanner_answer *ret);
        struct span answer;
        bool reads;
        enum opinion_kind kind;
        double score, threshold;
        const char *reason;
} cases[] = {
        { "rspamd lets it pass", rspamd_read,
          SPAN("{\"action\":\"no action\",\"score\":-0.5,\"required_score\":15,\"symbols\":{\"R_SPF_ALLOW\":{\"score\":-0.2}}}"),
          true, OPINION_CLEAN, -0.5, 15, "" },
        { "rspamd refuses it", rspamd_read,
          SPAN("{\"action\":\"reject\",\"score\":21,\"required_score\":15,\"symbols\":{\"A\":{\"score\":1},\"B\":{\"score\":9}}}"),
          true, OPINION_SPAM, 21, 15, "B A" },
        { "rspamd marks it", rspamd_read, SPAN("{\"action\":\"add header\",\"score\":7,\"required_score\":15}"), true,
          OPINION_PROBABLE, 7, 15, "" },
        { "a delay is no opinion", rspamd_read, SPAN("{\"action\":\"soft reject\",\"score\":7}"), true, OPINION_CLEAN,
          7, 0, "" },
        { "its antivirus module", rspamd_read,
          SPAN("{\"action\":\"no action\",\"score\":0,\"symbols\":{\"CLAM_VIRUS\":{\"score\":1},\"BIG\":{\"score\":5}}}"),
          true, OPINION_MALWARE, 0, 0, "CLAM_VIRUS BIG" },
        { "a virus that counts nothing", rspamd_read,
          SPAN("{\"action\":\"no action\",\"score\":0,\"symbols\":{\"NO_VIRUS\":{\"score\":0}}}"), true, OPINION_CLEAN,
          0, 0, "NO_VIRUS" },
        { "six symbols are enough", rspamd_read,
          SPAN("{\"action\":\"reject\",\"score\":1,\"symbols\":{\"A\":{\"score\":1},\"B\":{\"score\":2},\"C\":{\"score\":3},"
               "\"D\":{\"score\":4},\"E\":{\"score\":5},\"F\":{\"score\":6},\"G\":{\"score\":7}}}"),
          true, OPINION_SPAM, 1, 0, "G F E D C B" },
        { "an unknown action", rspamd_read, SPAN("{\"action\":\"delete\",\"score\":1}"), .reads = false },
        { "no score", rspamd_read, SPAN("{\"action\":\"reject\"}"), .reads = false },
        { "symbols of another kind", rspamd_read, SPAN("{\"action\":\"reject\",\"score\":1,\"symbols\":[1,2]}"), true,
          OPINION_SPAM, 1, 0, "" },
        { "no object", rspamd_read, SPAN("[\"reject\"]"), .reads = false },
        { "no JSON", rspamd_read, SPAN("reject"), .reads = false },
        { "nothing", rspamd_read, { 0 }, .reads = false },

        { "spamd: spam", spamd_read,
          SPAN("SPAMD/1.1 0 EX_OK\r\nContent-length: 9\r\nSpam: True ; 9.5 / 5.0\r\n\r\nGTUBE,BAD"), true, OPINION_SPAM,
          9.5, 5, "GTUBE BAD" },
        { "spamd: none", spamd_read, SPAN("SPAMD/1.1 0 EX_OK\r\nSpam: False ; -1.2 / 5.0\r\n\r\n"), true, OPINION_CLEAN,
          -1.2, 5, "" },
        { "spamd: cut off", spamd_read,
          SPAN("SPAMD/1.1 0 EX_OK\r\nContent-length: 10\r\nSpam: True ; 9.5 / 5.0\r\n\r\nGTUBE,BAD"), .reads = false },
        { "spamd: it failed", spamd_read, SPAN("SPAMD/1.0 76 Bad header line\r\n"), .reads = false },
        { "spamd: says nothing", spamd_read, SPAN("SPAMD/1.1 0 EX_OK\r\n\r\n"), .reads = false },
        { "spamd: no numbers", spamd_read, SPAN("SPAMD/1.1 0 EX_OK\r\nSpam: True ; nan / inf\r\n\r\n"), .reads = false },
        { "spamd: too many digits", spamd_read, SPAN("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 9999999999 / 5\r\n\r\n"),
          .reads = false },

        { "clamd: clean", clamd_read, { "stream: OK\0", 11 }, true, OPINION_CLEAN, 0, 0, "" },
        { "clamd: malware",
          clamd_read,
          { "stream: Win.Test.EICAR_HDB-1 FOUND\0", 35 },
          true,
          OPINION_MALWARE,
          0,
          0,
          "Win.Test.EICAR_HDB-1" },
        { "clamd: phishing", clamd_read, SPAN("stream: Heuristics.Phishing.Email.SpoofedDomain FOUND"), true,
          OPINION_SPAM, 0, 0, "Heuristics.Phishing.Email.SpoofedDomain" },
        { "clamd: somebody's list of junk", clamd_read, SPAN("stream: Lists.Junk.Casino.UNOFFICIAL FOUND"), true,
          OPINION_SPAM, 0, 0, "Lists.Junk.Casino.UNOFFICIAL" },
        { "clamd: too large", clamd_read, SPAN("INSTREAM size limit exceeded. ERROR"), .reads = false },
        { "clamd: half", clamd_read, SPAN("stream: Bad.One FOU"), .reads = false },
        { "clamd: two lines", clamd_read, SPAN("stream: OK\nstream: Bad.One FOUND"), .reads = false },
        { "what it says is shown tamely", clamd_read, SPAN("stream: a\x1b[2Jb FOUND"), true, OPINION_MALWARE, 0, 0,
          "a?[2Jb" },
};

static void test_answers(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct scanner_answer answer = { .kind = OPINION_KINDS };
                bool reads = cases[i].read(cases[i].answer, &answer);
                if (reads != cases[i].reads)
                        fail_msg("%s: %s", cases[i].name, reads ? "is read" : "is not read");
                if (!reads) {
                        assert_int_equal(answer.kind, OPINION_KINDS);
                        continue;
                }
                if (answer.kind != cases[i].kind || strcmp(answer.reason, cases[i].reason) != 0)
                        fail_msg("%s: %d, %s", cases[i].name, (int)answer.kind, answer.reason);
                assert_true(answer.score > cases[i].score - 0.001 && answer.score < cases[i].score + 0.001);
                assert_true(answer.threshold > cases[i].threshold - 0.001 &&
                            answer.threshold < cases[i].threshold + 0.001);
        }
}

enum { FAILURES = 5, PAUSE_MS = 30000 };
static const struct options options = {
        .number = { [OPT_SCANNER_FAILURES] = FAILURES, [OPT_SCANNER_PAUSE] = PAUSE_MS / 1000 },
};

static void fail_often(struct breaker *breaker, int64_t now) {
        for (int i = 0; i < FAILURES; i++) {
                assert_true(breaker_ask(breaker, now));
                assert_true(breaker_tell(breaker, &options, false, now) == (i == FAILURES - 1));
        }
        assert_false(breaker_ask(breaker, now));
}

static void test_breaker_tries_one(void **state) {
        (void)state;
        struct breaker breaker = { 0 };
        fail_often(&breaker, 1000);
        assert_false(breaker_ask(&breaker, 1000 + PAUSE_MS - 1));
        assert_true(breaker_ask(&breaker, 1000 + PAUSE_MS));
        assert_false(breaker_ask(&breaker, 1000 + PAUSE_MS)); /* one at a time */
        assert_false(breaker_tell(&breaker, &options, false, 1000 + PAUSE_MS));
        assert_false(breaker_ask(&breaker, 1000 + 2 * PAUSE_MS - 1));
        assert_true(breaker_ask(&breaker, 1000 + 2 * PAUSE_MS));
        assert_false(breaker_tell(&breaker, &options, true, 1000 + 2 * PAUSE_MS));
        assert_true(breaker_ask(&breaker, 1000 + 2 * PAUSE_MS));
        assert_true(breaker_ask(&breaker, 1000 + 2 * PAUSE_MS));
}

static void test_breaker_counts_in_a_row(void **state) {
        (void)state;
        struct breaker breaker = { 0 };
        for (int i = 0; i < 10 * FAILURES; i++)
                assert_false(breaker_tell(&breaker, &options, i % FAILURES == 0, 1000));
        assert_true(breaker_ask(&breaker, 1000));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_answers),
                cmocka_unit_test(test_breaker_tries_one),
                cmocka_unit_test(test_breaker_counts_in_a_row),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
