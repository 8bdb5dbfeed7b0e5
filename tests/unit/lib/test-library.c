/* libcalwarden from inside C: contexts, failures, and several threads with one engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <calwarden.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#define LINE "\r\n"
static const char mail[] = "From: Jo Berg <jo@corp.example>" LINE "To: kim@example.org" LINE
                           "Subject: Planning xyzzyplugh" LINE "Message-ID: <1@corp.example>" LINE
                           "Date: Mon, 4 Mar 2024 08:15:00 +0000" LINE
                           "Content-Type: text/calendar; method=REQUEST" LINE LINE "BEGIN:VCALENDAR" LINE
                           "VERSION:2.0" LINE "PRODID:-//Example//EN" LINE "METHOD:REQUEST" LINE "BEGIN:VEVENT" LINE
                           "UID:1@corp.example" LINE "DTSTAMP:20240304T081500Z" LINE "DTSTART:20240307T100000Z" LINE
                           "SUMMARY:Planning xyzzyplugh" LINE "ORGANIZER:mailto:jo@corp.example" LINE
                           "ATTENDEE:mailto:kim@example.org" LINE "END:VEVENT" LINE "END:VCALENDAR" LINE;

static const char rules[] = "rule TEST_WORD {\n  description = \"The word of the test\"\n  group = lure\n  weight = 2.5\n"
                            "  fields = {summary}\n  patterns = {\"xyzzyplugh\"}\n}\n";

static char folder[] = "/tmp/calwarden-library-XXXXXX";
static char rule_file[sizeof folder + 16];
static cw_engine *engine;

static int open_engine(void **state) {
        (void)state;
        char error[CW_ERROR_SIZE] = "";
        if (!mkdtemp(folder))
                return -1;
        snprintf(rule_file, sizeof rule_file, "%s/test.rules", folder);
        FILE *file = fopen(rule_file, "w");
        fputs(rules, file);
        fclose(file);
        struct cw_options options = CW_OPTIONS_INIT;
        options.rules_dir = folder;
        options.picture_helper = "";
        enum cw_status status = cw_engine_open(&options, &engine, error);
        if (status)
                print_error("%s\n", error);
        return (int)status;
}

static int close_engine(void **state) {
        (void)state;
        cw_engine_close(engine);
        unlink(rule_file);
        return rmdir(folder);
}

static cw_verdict *judged(const struct cw_item *item) {
        char error[CW_ERROR_SIZE] = "";
        cw_verdict *verdict = NULL;
        if (cw_judge(engine, item, &verdict, error) != CW_STATUS_OK)
                fail_msg("not judged: %s", error);
        return verdict;
}

static struct cw_item mail_item(void) {
        struct cw_item item = CW_ITEM_INIT;
        item.bytes = mail;
        item.length = sizeof mail - 1;
        return item;
}

static bool has_signal(const cw_verdict *verdict, const char *name) {
        struct cw_signal signal;
        for (size_t i = 0; cw_verdict_signal(verdict, i, &signal); i++)
                if (strcmp(signal.name, name) == 0)
                        return true;
        return false;
}

static void judges_with_context(void **state) {
        (void)state;
        static const char *const rcpt[] = { "kim@example.org", "lee@example.org" };
        struct cw_item item = mail_item();
        item.rcpt = rcpt;
        item.rcpt_count = 2;
        item.mail_from = "";
        item.at_known = 1;
        item.at = 1709540104;
        cw_verdict *verdict = judged(&item);
        assert_true(cw_verdict_examined(verdict));
        assert_true(has_signal(verdict, "TEST_WORD"));
        assert_int_equal(cw_verdict_recipient_count(verdict), 2);
        struct cw_recipient recipient;
        assert_true(cw_verdict_recipient(verdict, 1, &recipient));
        assert_int_equal(recipient.address.length, strlen(rcpt[1]));
        assert_memory_equal(recipient.address.text, rcpt[1], strlen(rcpt[1]));
        assert_false(cw_verdict_recipient(verdict, 2, &recipient));
        const char *json = cw_verdict_json(verdict);
        assert_non_null(json);
        assert_ptr_equal(json, cw_verdict_json(verdict));
        if (!strstr(json, "\"at\":\"2024-03-04T08:15:04Z\"") || strchr(json, '\n'))
                fail_msg("expected the time of arrival, and no line feed: %s", json);
        cw_verdict_free(verdict);
}

static void judges_what_is_nothing(void **state) {
        (void)state;
        struct cw_item item = CW_ITEM_INIT;
        cw_verdict *verdict = judged(&item);
        assert_false(cw_verdict_examined(verdict));
        assert_int_equal(cw_verdict_class(verdict), CW_CLASS_CLEAN);
        assert_int_equal(cw_verdict_placement(verdict), CW_PLACEMENT_NONE);
        assert_null(cw_verdict_placement_reason(verdict));
        cw_verdict_free(verdict);
        item = mail_item();
        verdict = judged(&item);
        assert_non_null(cw_verdict_placement_reason(verdict));
        cw_verdict_free(verdict);
        cw_verdict_free(NULL);
        cw_engine_close(NULL);
}

static void refuses_nonsense(void **state) {
        (void)state;
        char error[CW_ERROR_SIZE] = "";
        cw_verdict *verdict = NULL;
        struct cw_item item = mail_item();
        item.channel = (enum cw_channel)17;
        assert_int_equal(cw_judge(engine, &item, &verdict, error), CW_STATUS_USAGE);
        assert_string_not_equal(error, "");
        item = mail_item();
        item.bytes = NULL;
        assert_int_equal(cw_judge(engine, &item, &verdict, NULL), CW_STATUS_USAGE);
        assert_null(verdict);
        cw_engine *other = NULL;
        struct cw_options options = CW_OPTIONS_INIT;
        options.rules_dir = "/nowhere/at/all";
        assert_int_equal(cw_engine_open(&options, &other, error), CW_STATUS_NOT_FOUND);
        assert_non_null(strstr(error, "/nowhere/at/all"));
        assert_null(other);
        assert_string_equal(cw_class_name((enum cw_class)9), "unknown");
        assert_string_equal(cw_placement_name(CW_PLACEMENT_INSERT_QUIET), "insert-quiet");
}

/* A program that was built with an older header gives less. */
static void takes_a_shorter_item(void **state) {
        (void)state;
        struct cw_item item = mail_item();
        item.struct_size = offsetof(struct cw_item, relation);
        item.relation = (enum cw_relation)99;
        item.at_known = 77;
        cw_verdict_free(judged(&item));
}

/* Each judges on its own; a verdict of one thread may be held while others are made. */
static void *judge_many(void *result) {
        cw_verdict *held = NULL;
        struct cw_item item = mail_item();
        double *probability = result;
        for (int i = 0; i < 100; i++) {
                cw_verdict *verdict = NULL;
                if (cw_judge(engine, &item, &verdict, NULL) != CW_STATUS_OK || !has_signal(verdict, "TEST_WORD"))
                        *probability = -1;
                if (held && *probability >= 0)
                        *probability = cw_verdict_probability(held);
                cw_verdict_free(held);
                held = verdict;
        }
        cw_verdict_free(held);
        return NULL;
}

static void serves_several_threads(void **state) {
        (void)state;
        enum { THREADS = 4 };
        pthread_t threads[THREADS];
        double probability[THREADS] = { 0 };
        struct cw_item item = mail_item();
        cw_verdict *verdict = judged(&item);
        for (int i = 0; i < THREADS; i++)
                assert_int_equal(pthread_create(&threads[i], NULL, judge_many, &probability[i]), 0);
        for (int i = 0; i < THREADS; i++) {
                pthread_join(threads[i], NULL);
                if (probability[i] != cw_verdict_probability(verdict))
                        fail_msg("thread %d: expected %g, got %g", i, cw_verdict_probability(verdict), probability[i]);
        }
        cw_verdict_free(verdict);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(judges_with_context),    cmocka_unit_test(judges_what_is_nothing),
                cmocka_unit_test(refuses_nonsense),       cmocka_unit_test(takes_a_shorter_item),
                cmocka_unit_test(serves_several_threads),
        };
        return cmocka_run_group_tests(tests, open_engine, close_engine);
}
