/* The guard: judging in a running daemon, from several threads and over reloads; what it records, keeps and counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/item-id.h"
#include "base/metrics.h"
#include "engine/guard-inside.h"
#include "store/counters.h"

#define LINE "\r\n"
#define HEAD(id, to) \
        "From: Jo Berg <jo@corp.example>" LINE "To: " to LINE "Message-ID: <" id "@corp.example>" LINE \
        "Date: Sat, 21 Nov 2026 10:00:00 +0000" LINE
#define INVITATION(word) \
        "Subject: Planning " word LINE "Content-Type: text/calendar; method=REQUEST" LINE LINE "BEGIN:VCALENDAR" LINE \
        "VERSION:2.0" LINE "PRODID:-//Example//EN" LINE "METHOD:REQUEST" LINE "BEGIN:VEVENT" LINE \
        "UID:1@corp.example" LINE "DTSTAMP:20261121T100000Z" LINE "DTSTART:20261128T100000Z" LINE \
        "SUMMARY:Planning " word LINE "ORGANIZER:mailto:jo@corp.example" LINE "ATTENDEE:mailto:kim@example.org" LINE \
        "END:VEVENT" LINE "END:VCALENDAR" LINE

static const char good[] = HEAD("1", "kim@example.org") INVITATION("next week");
static const char bad[] = HEAD("2", "kim@example.org") INVITATION("xyzzyplugh");
static const char plain[] = HEAD("3", "kim@example.org") "Subject: Hello" LINE LINE "How are you?" LINE;

static const char rule[] =
        "rule TEST_WORD {\n  description = \"The word of the test\"\n  group = operator\n  weight = %s\n"
        "  fields = {summary}\n  patterns = {\"%s\"}\n}\n";

static const struct span kim = SPAN("kim@example.org");
static const struct span both[] = { SPAN("kim@example.org"), SPAN("Lee@example.org") };

struct site {
        char folder[40], rules[64], config_path[64], store[80];
        struct config *config;
        struct recorder *recorder;
        struct counters *counters;
        struct metrics *metrics;
        struct board *board;
        struct guard *guard;
};

/* ---- A place to work in ----------------------------------------------------------------------------------------------- */

static void write_file(const char *folder, const char *name, const char *text) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *file = fopen(path, "we");
        assert_non_null(file);
        fputs(text, file);
        assert_int_equal(fclose(file), 0);
}

static void write_rules(const struct site *place, const char *weight, const char *word) {
        char text[512];
        (void)snprintf(text, sizeof text, rule, weight, word);
        write_file(place->rules, "test.rules", text);
}

static void write_config(const struct site *place, const char *options) {
        char text[2048];
        (void)snprintf(text, sizeof text, "state = \"%s\"\nrules = \"%s\"\nhostname = mx.example.org\n%s",
                       place->folder, place->rules, options);
        write_file(place->folder, "config", text);
}

static struct config *load(const struct site *place) {
        struct config *config = NULL;
        struct err err;
        if (config_load(place->config_path, &config, &err))
                fail_msg("%s", err.text);
        return config;
}

static void place_open(struct site *place, const char *options, bool remembers) {
        struct err err = { 0 };
        *place = (struct site){ .folder = "/tmp/calwarden-test-XXXXXX" };
        assert_non_null(mkdtemp(place->folder));
        (void)snprintf(place->rules, sizeof place->rules, "%s/rules", place->folder);
        (void)snprintf(place->config_path, sizeof place->config_path, "%s/config", place->folder);
        (void)snprintf(place->store, sizeof place->store, "sqlite:%s/calwarden.db", place->folder);
        assert_int_equal(mkdir(place->rules, 0700), 0);
        write_rules(place, "8", "xyzzyplugh");
        write_config(place, options);
        place->config = load(place);
        assert_int_equal(metrics_new(&place->metrics, &err), CW_OK);
        assert_int_equal(board_new((const uint8_t *)"0123456789abcdef", &place->board, &err), CW_OK);
        const struct counters_settings counting = counters_settings_from(place->config, place->metrics);
        assert_int_equal(counters_new(&counting, &place->counters, &err), CW_OK);
        const struct recorder_settings recording = recorder_settings_from(place->config, place->metrics);
        if (remembers && (recorder_new(&recording, &place->recorder, &err) || recorder_start(place->recorder, &err)))
                fail_msg("%s", err.text);
        const struct guard_settings settings = { .config = place->config,
                                                 .board = place->board,
                                                 .recorder = place->recorder,
                                                 .counters = place->counters,
                                                 .metrics = place->metrics };
        if (guard_new(&settings, &place->guard, &err))
                fail_msg("%s", err.text);
}

static void remove_all(const char *folder) {
        DIR *dir = opendir(folder);
        for (const struct dirent *entry; dir && (entry = readdir(dir));) {
                char path[400];
                (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
                if (entry->d_name[0] != '.' && unlink(path) != 0)
                        remove_all(path);
        }
        if (dir)
                closedir(dir);
        (void)rmdir(folder);
}

static void place_close(struct site *place) {
        guard_free(place->guard);
        if (place->recorder)
                recorder_stop(place->recorder, clock_monotonic_ms() + 5000);
        recorder_free(place->recorder);
        counters_free(place->counters);
        board_free(place->board);
        metrics_free(place->metrics);
        config_unref(place->config);
        remove_all(place->folder);
}

/* What was recorded, read by another connection. */
static struct store *stored(const struct site *place) {
        struct store *store = NULL;
        struct err err;
        assert_true(recorder_flush(place->recorder, 5000));
        const struct store_options options = { .url = place->store, .mode = STORE_READ };
        if (store_open(&options, &store, &err))
                fail_msg("%s", err.text);
        return store;
}

static struct item item_of(const char *mail, enum channel channel, const struct span *rcpt, uint32_t count) {
        return (struct item){ .bytes = { mail, strlen(mail) },
                              .channel = channel,
                              .client_ip = SPAN("192.0.2.7"),
                              .mail_from = SPAN("jo@corp.example"),
                              .mail_from_known = true,
                              .rcpt = rcpt,
                              .rcpt_count = count,
                              .at = clock_now_s() };
}

static struct outcome *judge(const struct site *place, const struct item *item) {
        struct outcome *outcome = NULL;
        struct err err;
        if (guard_judge(place->guard, item, NULL, &outcome, &err))
                fail_msg("%s", err.text);
        return outcome;
}

static struct outcome *judge_mail(const struct site *place, const char *mail) {
        const struct item item = item_of(mail, CHANNEL_MAIL_IN, &kim, 1);
        return judge(place, &item);
}

static const char *added(const struct plan *plan, const char *name) {
        for (uint32_t i = 0; i < plan->add_count; i++)
                if (strcmp(plan->add[i].name, name) == 0)
                        return plan->add[i].value;
        return NULL;
}

/* ---- Judging ---------------------------------------------------------------------------------------------------------- */

static void a_mail_is_judged_and_planned(void **state) {
        struct site place;
        (void)state;
        place_open(&place, "", false);
        struct outcome *outcome = judge_mail(&place, good);
        assert_true(outcome->examined);
        assert_int_equal(outcome->class, CLASS_CLEAN);
        assert_int_equal(outcome->plan.action, ACTION_ACCEPT);
        assert_int_equal(outcome->plan.recipients[0].placement, PLACEMENT_OFFER);
        assert_true(item_id_valid(span_from(outcome->id)));
        assert_true(span_starts_nocase(span_from(outcome->report), SPAN("{\"schema\":")));
        outcome_free(outcome);

        outcome = judge_mail(&place, bad);
        assert_true(outcome->class >= CLASS_SPAM);
        assert_int_equal(outcome->plan.strictest, PLACEMENT_WITHHOLD);
        assert_true(span_has(span_from(outcome->report), SPAN("TEST_WORD")));
        outcome_free(outcome);
        assert_true(metrics_value(place.metrics, METRIC_SIGNALS, "TEST_WORD", NULL) == 1);
        assert_true(metrics_value(place.metrics, METRIC_ITEMS, "mail-in", "clean") == 1);
        assert_true(metrics_value(place.metrics, METRIC_SCANNERS_BUSY, NULL, NULL) == 0);
        place_close(&place);
}

static void the_field_is_verified_by_the_secret_of_the_state(void **state) {
        struct site place;
        struct verdict_keys keys;
        struct verdict_header header;
        char mail[sizeof good + 4096];
        (void)state;
        place_open(&place, "", false);
        struct outcome *outcome = judge_mail(&place, good);
        (void)snprintf(mail, sizeof mail, "Calwarden-Verdict: %s\n%s", added(&outcome->plan, "Calwarden-Verdict"), good);
        assert_int_equal(verdict_keys_of(place.config, false, &keys, NULL), CW_OK);
        struct arena *arena = arena_new(1 << 20);
        assert_int_equal(verdict_header_check(&keys, span_from(mail), clock_now_s(), 3600, arena, &header),
                         VERDICT_CHECK_GOOD);
        assert_string_equal(header.id, outcome->id);
        enum verdict_class class;
        enum placement placement;
        assert_true(verdict_header_find(&keys, &header, kim, &class, &placement));
        assert_int_equal(placement, PLACEMENT_OFFER);
        arena_free(arena);
        outcome_free(outcome);
        place_close(&place);
}

static void mail_without_a_calendar_passes_at_a_look(void **state) {
        struct site place;
        (void)state;
        place_open(&place, "", true);
        struct outcome *outcome = judge_mail(&place, plain);
        assert_false(outcome->examined);
        assert_int_equal(outcome->plan.action, ACTION_ACCEPT);
        assert_int_equal(outcome->plan.add_count, 0);
        assert_null(outcome->report);
        assert_false(outcome->recorded);
        outcome_free(outcome);
        assert_true(metrics_value(place.metrics, METRIC_UNEXAMINED, "mail-in", NULL) == 1);
        assert_true(metrics_value(place.metrics, METRIC_MEMORY_SECONDS, NULL, NULL) == 0);
        place_close(&place);
}

/* Whose results count is the site's to say, not the transport's; and in no case the sender's. */
static void results_are_believed_where_the_site_says_so(void **state) {
        static const char proven[] =
                "Authentication-Results: filter.example.org; dmarc=pass header.from=corp.example" LINE HEAD(
                        "4", "kim@example.org") INVITATION("next week");
        static const struct {
                const char *options, *client;
                enum channel channel;
                enum originator_class class;
        } cases[] = {
                { "authserv-ids = {\"filter.example.org\"}\n", "192.0.2.7", CHANNEL_MAIL_IN, ORIGINATOR_ABSENT },
                { "authserv-ids = {\"filter.example.org\"}\ntrusted-results = behind\n"
                  "trusted-networks = {\"192.0.2.0/24\"}\n",
                  "192.0.2.7", CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED },
                { "authserv-ids = {\"filter.example.org\"}\ntrusted-results = behind\n"
                  "trusted-networks = {\"192.0.2.0/24\"}\n",
                  "198.51.100.7", CHANNEL_MAIL_IN, ORIGINATOR_ABSENT },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct site place;
                place_open(&place, cases[i].options, false);
                const struct span any = SPAN("any");
                struct item item = item_of(proven, cases[i].channel, &kim, 1);
                item.client_ip = span_from(cases[i].client);
                item.authserv_ids = &any;
                item.authserv_id_count = 1;
                struct outcome *outcome = judge(&place, &item);
                if (outcome->originator != cases[i].class)
                        fail_msg("case %zu: %s", i, originator_class_name(outcome->originator));
                assert_int_equal(plan_removes(&outcome->plan, SPAN("X-Spam-Flag"), SPAN("NO")),
                                 cases[i].class == ORIGINATOR_ABSENT);
                outcome_free(outcome);
                place_close(&place);
        }
}

/* What the rest of it holds, nobody knows: a CANCEL of another's event behind many megabytes, say. */
static void of_a_mail_that_is_not_whole_nothing_is_inserted(void **state) {
        static const char proven[] =
                "Authentication-Results: filter.example.org; dmarc=pass header.from=corp.example" LINE HEAD(
                        "5", "kim@example.org") INVITATION("next week");
        struct site place;
        (void)state;
        place_open(&place,
                   "authserv-ids = {\"filter.example.org\"}\ntrusted-results = behind\n"
                   "trusted-networks = {\"192.0.2.0/24\"}\n",
                   false);
        for (int truncated = 0; truncated < 2; truncated++) {
                struct item item = item_of(proven, CHANNEL_MAIL_IN, &kim, 1);
                item.truncated = truncated;
                struct outcome *outcome = judge(&place, &item);
                assert_int_equal(outcome->placement, truncated ? PLACEMENT_OFFER : PLACEMENT_INSERT_QUIET);
                assert_int_equal(outcome->plan.strictest, outcome->placement);
                outcome_free(outcome);
        }
        /* Nor does it pass without a word when no calendar stands in what was read. */
        struct item item = item_of(plain, CHANNEL_MAIL_IN, &kim, 1);
        item.truncated = true;
        struct outcome *outcome = judge(&place, &item);
        assert_true(outcome->examined);
        assert_int_equal(outcome->class, CLASS_CLEAN);
        assert_true(span_has(span_from(added(&outcome->plan, "Calwarden-Verdict")), SPAN("placement=offer;")));
        outcome_free(outcome);
        place_close(&place);
}

/* Of a calendar that is larger than what is read of one, the same. */
static void of_a_calendar_that_is_not_whole_nothing_is_inserted(void **state) {
        enum { PADDING = 5 * 1024 * 1024 };
#define TEXT(name, value) "<" name "><text>" value "</text></" name ">"
#define XEVENT(method, uid) \
        "<vcalendar><properties>" TEXT("prodid", "-//Example//EN") TEXT( \
                "method", \
                method) "</properties><components><vevent>" \
                        "<properties>" TEXT("uid", uid) TEXT( \
                                "summary", \
                                "Planning") "<dtstamp><date-time>2026-11-21T10:00:00Z</date-time></dtstamp>" \
                                            "<dtstart><date-time>2026-11-28T10:00:00Z</date-time></dtstart>" \
                                            "<organizer><cal-address>mailto:jo@corp.example</cal-address></organizer>" \
                                            "<attendee><cal-address>mailto:kim@example.org</cal-address></attendee>" \
                                            "</properties></vevent></components></vcalendar>"
        static const char begin[] =
                "Authentication-Results: filter.example.org; dmarc=pass header.from=corp.example" LINE HEAD(
                        "6", "kim@example.org") "Subject: Planning" LINE
                                                "Content-Type: application/calendar+xml; method=REQUEST" LINE LINE
                                                "<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\">" XEVENT(
                                                        "REQUEST", "6@corp.example") "<!--";
        static const char end[] = "-->" XEVENT("CANCEL", "7@corp.example") "</icalendar>";
        struct site place;
        (void)state;
        place_open(&place,
                   "authserv-ids = {\"filter.example.org\"}\ntrusted-results = behind\n"
                   "trusted-networks = {\"192.0.2.0/24\"}\n",
                   false);
        char *mail = malloc(sizeof begin + PADDING + sizeof end);
        char *at = mempcpy(mail, begin, sizeof begin - 1);
        memset(at, ' ', PADDING);
        memcpy(at + PADDING, end, sizeof end);
        struct outcome *outcome = judge_mail(&place, mail);
        assert_true(outcome->placement >= PLACEMENT_OFFER);
        outcome_free(outcome);
        memcpy(at, "--></icalendar>", 16);
        outcome = judge_mail(&place, mail);
        assert_int_equal(outcome->placement, PLACEMENT_INSERT_QUIET);
        outcome_free(outcome);
        free(mail);
        place_close(&place);
}

static void an_outcome_outlives_the_guard(void **state) {
        struct site place;
        (void)state;
        place_open(&place, "tag-subject = \"[abuse] \"\nmail-in-certain = folder\n", false);
        struct outcome *outcome = judge_mail(&place, bad);
        place_close(&place);
        assert_string_equal(outcome->plan.subject_prefix, "[abuse] ");
        assert_true(plan_removes(&outcome->plan, SPAN("X-Spam"), SPAN("No")));
        assert_memory_equal(outcome->plan.recipients[0].address.ptr, "kim@example.org", 15);
        outcome_free(outcome);
}

/* ---- What cannot be judged -------------------------------------------------------------------------------------------- */

static void poison_is_not_judged_again(void **state) {
        struct site place;
        (void)state;
        place_open(&place, "", true);
        board_condemn(place.board, board_fingerprint(place.board, SPAN(good)));
        struct outcome *outcome = judge_mail(&place, good);
        assert_int_equal(outcome->failure, OUTCOME_POISON);
        assert_int_equal(outcome->class, CLASS_DOUBTFUL);
        assert_int_equal(outcome->plan.strictest, PLACEMENT_WITHHOLD);
        assert_true(action_delivers(outcome->plan.action));
        assert_true(span_has(span_from(added(&outcome->plan, "Calwarden-Verdict")), SPAN("placement=withhold;")));
        const struct decision_record *decision;
        struct store *store = stored(&place);
        assert_int_equal(decision_find(store, outcome->id, &decision, NULL), CW_OK);
        assert_non_null(decision);
        assert_true(span_has(span_from(decision->reasons), SPAN("\"code\":\"poison\"")));
        store_close(store);
        outcome_free(outcome);
        outcome = judge_mail(&place, bad);
        assert_int_equal(outcome->failure, OUTCOME_JUDGED);
        outcome_free(outcome);
        place_close(&place);
}

static void nobody_waits_for_ever(void **state) {
        struct site place;
        struct seat seats[2];
        (void)state;
        place_open(&place, "scanners = 2\nscanner-wait = 200ms\n", false);
        assert_true(seat_take(place.guard, NULL, &seats[0]));
        struct outcome *outcome = judge_mail(&place, good);
        assert_int_equal(outcome->failure, OUTCOME_JUDGED);
        outcome_free(outcome);
        assert_true(seat_take(place.guard, NULL, &seats[1]));
        int64_t began = clock_monotonic_ms();
        outcome = judge_mail(&place, good);
        assert_in_range(clock_monotonic_ms() - began, 199, 5000);
        assert_int_equal(outcome->failure, OUTCOME_BUSY);
        assert_int_equal(outcome->plan.strictest, PLACEMENT_OFFER);
        assert_true(plan_removes(&outcome->plan, SPAN("X-Spam-Flag"), SPAN("NO")));
        outcome_free(outcome);
        for (int i = 0; i < 2; i++) {
                struct generation *generation = seats[i].generation;
                seat_give(place.guard, &seats[i]);
                generation_give(place.guard, generation);
        }
        outcome = judge_mail(&place, good);
        assert_int_equal(outcome->failure, OUTCOME_JUDGED);
        outcome_free(outcome);
        place_close(&place);
}

/* ---- Records ---------------------------------------------------------------------------------------------------------- */

static void a_decision_is_recorded_with_its_reasons(void **state) {
        struct site place;
        const struct decision_record *decision;
        const struct decision_recipient_record *recipients;
        uint32_t count;
        (void)state;
        place_open(&place, "aliases = {\"lee@example.org=leo@example.org\"}\n", true);
        const struct item item = item_of(bad, CHANNEL_MAIL_IN, both, 2);
        struct outcome *outcome = judge(&place, &item);
        assert_true(outcome->recorded);
        struct store *store = stored(&place);
        assert_int_equal(decision_find(store, outcome->id, &decision, NULL), CW_OK);
        assert_non_null(decision);
        assert_string_equal(decision->channel, "mail-in");
        assert_string_equal(decision->class, class_name(outcome->class));
        assert_string_equal(decision->action, action_name(outcome->plan.action));
        assert_string_equal(decision->placement, "withhold");
        assert_string_equal(decision->client, "192.0.2.7");
        assert_string_equal(decision->message_id, "2@corp.example");
        assert_string_equal(decision->sender, "jo@corp.example");
        assert_string_equal(decision->organizer, "jo@corp.example");
        assert_string_equal(decision->uid, "1@corp.example");
        assert_string_equal(decision->method, "REQUEST");
        assert_string_equal(decision->title, "Planning xyzzyplugh");
        assert_string_equal(decision->node, "mx.example.org");
        assert_string_equal(decision->reasons, outcome->report);
        assert_int_equal(decision_recipients(store, outcome->id, &recipients, &count, NULL), CW_OK);
        assert_int_equal(count, 2);
        for (uint32_t i = 0; i < 2; i++) {
                bool is_kim = strcmp(recipients[i].recipient, "kim@example.org") == 0;
                assert_true(is_kim || strcmp(recipients[i].recipient, "leo@example.org") == 0);
                assert_string_equal(recipients[i].placement, "withhold");
        }
        store_close(store);
        outcome_free(outcome);
        place_close(&place);
}

static void a_question_leaves_no_trace(void **state) {
        struct site place;
        struct outcome *outcome;
        const struct guard_session session = { .ask_only = true };
        const struct decision_record *decision;
        (void)state;
        place_open(&place, "mail-in-certain = quarantine\nmail-in-spam = quarantine\n", true);
        const struct item item = item_of(bad, CHANNEL_MAIL_IN, &kim, 1);
        assert_int_equal(guard_judge(place.guard, &item, &session, &outcome, NULL), CW_OK);
        assert_int_equal(outcome->plan.action, ACTION_QUARANTINE);
        assert_non_null(outcome->report);
        assert_false(outcome->recorded);
        struct store *store = stored(&place);
        assert_int_equal(decision_find(store, outcome->id, &decision, NULL), CW_OK);
        assert_null(decision);
        store_close(store);
        outcome_free(outcome);
        place_close(&place);
}

static void a_question_makes_no_wave(void **state) {
        static const struct span asked[] = { SPAN("a@example.org"), SPAN("b@example.org"), SPAN("c@example.org") };
        struct site place;
        struct outcome *outcome;
        (void)state;
        place_open(&place, "burst-recipients = 3\n", false);
        struct item item = item_of(good, CHANNEL_MAIL_IN, asked, 3);
        assert_int_equal(guard_judge(place.guard, &item, &(struct guard_session){ .ask_only = true }, &outcome, NULL),
                         CW_OK);
        outcome_free(outcome);
        item = item_of(good, CHANNEL_MAIL_IN, &kim, 1);
        struct seat seat;
        const struct judgement *judgement;
        assert_true(seat_take(place.guard, NULL, &seat));
        assert_int_equal(scan_item(seat.scanner, &item, &judgement, NULL), CW_OK);
        assert_true(judgement->facts->wave.known);
        assert_int_equal(judgement->facts->wave.recipients, 1);
        seat_give(place.guard, &seat);
        generation_give(place.guard, seat.generation);
        place_close(&place);
}

static void what_is_kept_is_on_disk_before_the_answer(void **state) {
        struct site place;
        struct outcome *outcome;
        struct span raw;
        const struct quarantine_copy *copies;
        const struct quarantine_record *mail;
        uint32_t count;
        const struct guard_session session = { .mail_parameters = SPAN("BODY=8BITMIME"), .queue_id = SPAN("4ABC") };
        (void)state;
        /* Nothing else is written within the test's time. */
        place_open(&place, "mail-in-certain = quarantine\nmail-in-spam = quarantine\nrecord-delay = 60s\n", true);
        const struct item item = item_of(bad, CHANNEL_MAIL_IN, both, 2);
        assert_int_equal(guard_judge(place.guard, &item, &session, &outcome, NULL), CW_OK);
        assert_int_equal(outcome->plan.action, ACTION_QUARANTINE);
        assert_true(outcome->recorded);
        assert_true(metrics_value(place.metrics, METRIC_MEMORY_SECONDS, NULL, NULL) == 1);
        struct store *store = NULL;
        const struct store_options options = { .url = place.store, .mode = STORE_READ };
        assert_int_equal(store_open(&options, &store, NULL), CW_OK);
        assert_int_equal(quarantine_raw(store, outcome->id, &raw, NULL), CW_OK);
        assert_int_equal(raw.len, sizeof bad - 1);
        assert_memory_equal(raw.ptr, bad, raw.len);
        assert_int_equal(quarantine_copies(store, outcome->id, &copies, &count, NULL), CW_OK);
        assert_int_equal(count, 2);
        assert_int_equal(quarantine_find(store, outcome->id, &mail, NULL), CW_OK);
        assert_string_equal(mail->parameters, "BODY=8BITMIME");
        assert_string_equal(mail->mail_from, "jo@corp.example");
        store_close(store);
        outcome_free(outcome);
        place_close(&place);
}

static void what_cannot_be_kept_is_deferred(void **state) {
        struct site place;
        (void)state;
        place_open(&place, "mail-in-certain = quarantine\nmail-in-spam = quarantine\n", false);
        struct outcome *outcome = judge_mail(&place, bad);
        assert_int_equal(outcome->plan.action, ACTION_DEFER);
        assert_string_equal(outcome->plan.reply.code, "451");
        assert_false(outcome->recorded);
        outcome_free(outcome);
        place_close(&place);
}

static void each_refusal_at_the_source_is_an_event_of_the_account(void **state) {
        struct site place;
        const struct account_event *events;
        uint32_t count;
        (void)state;
        place_open(&place, "limit-account-messages = 2\n", true);
        struct item item = item_of(good, CHANNEL_MAIL_OUT, both, 2);
        item.auth_user = SPAN("jo@corp.example");
        for (int i = 0; i < 4; i++) {
                item.bytes = i == 3 ? SPAN(bad) : SPAN(good);
                struct outcome *outcome = judge(&place, &item);
                assert_int_equal(outcome->plan.action, i < 2 ? ACTION_ACCEPT : ACTION_REJECT);
                assert_int_equal(outcome->plan.limit, i == 2 ? PLAN_LIMIT_ACCOUNT : PLAN_LIMIT_NONE);
                outcome_free(outcome);
        }
        struct store *store = stored(&place);
        const struct account_event_filter filter = { .account = "jo@corp.example" };
        assert_int_equal(account_event_list(store, &filter, &events, &count, NULL), CW_OK);
        assert_int_equal(count, 2);
        assert_string_equal(events[0].kind, "refused");
        assert_string_equal(events[1].kind, "limited");
        assert_string_equal(events[1].detail, "Messages of the account within the window: 3, of which 2 are allowed");
        assert_string_equal(events[1].organizer, "jo@corp.example");
        store_close(store);
        place_close(&place);
}

/* ---- Reloads ---------------------------------------------------------------------------------------------------------- */

static void reload(const struct site *place, enum cw_err expected, struct err *reterr) {
        struct config *config = load(place);
        assert_int_equal(guard_reload(place->guard, config, reterr), expected);
        config_unref(config);
}

static void a_reload_brings_rules_and_options(void **state) {
        struct site place;
        (void)state;
        place_open(&place, "mail-in-certain = folder\nmail-in-spam = folder\n", false);
        struct outcome *before = judge_mail(&place, bad);
        write_rules(&place, "8", "next week");
        write_config(&place, "mail-in-certain = reject\nmail-in-spam = reject\n");
        reload(&place, CW_OK, NULL);
        struct outcome *after = judge_mail(&place, bad);
        assert_int_equal(before->plan.action, ACTION_FOLDER);
        assert_int_equal(after->class, CLASS_CLEAN);
        outcome_free(after);
        after = judge_mail(&place, good);
        assert_int_equal(after->plan.action, ACTION_REJECT);
        outcome_free(after);
        outcome_free(before);
        place_close(&place);
}

static void a_reload_with_mistakes_changes_nothing(void **state) {
        struct site place;
        struct err err;
        (void)state;
        place_open(&place, "", false);
        write_file(place.rules, "test.rules", "rule TEST_WORD {\n  weight = much\n}\n");
        reload(&place, CW_ERR_CONFIG, &err);
        assert_true(span_has(span_from(err.text), SPAN("test.rules:2: ")));
        struct outcome *outcome = judge_mail(&place, bad);
        assert_true(outcome->class >= CLASS_SPAM);
        outcome_free(outcome);
        write_rules(&place, "8", "xyzzyplugh");
        write_config(&place, "secret-file = \"/nonexistent/secret\"\n");
        reload(&place, CW_ERR_NOT_FOUND, &err);
        assert_true(span_has(span_from(err.text), SPAN("/nonexistent/secret")));
        outcome = judge_mail(&place, bad);
        assert_true(outcome->class >= CLASS_SPAM);
        outcome_free(outcome);
        place_close(&place);
}

/* ---- Several threads -------------------------------------------------------------------------------------------------- */

enum { THREADS = 6, ITEMS = 60, RELOADS = 8 };

struct crowd {
        struct site *place;
        atomic_uint done;
        atomic_uint by_action[OPTION_ACTIONS];
};

/* Each mail is judged by one generation alone: its class fits its rules and its action fits its options. */
static void *run_thread(void *user) {
        struct crowd *crowd = user;
        for (int i = 0; i < ITEMS; i++) {
                const struct item item = item_of(i % 2 ? bad : good, CHANNEL_MAIL_IN, both, 2);
                struct outcome *outcome = NULL;
                if (guard_judge(crowd->place->guard, &item, NULL, &outcome, NULL))
                        abort();
                bool word = i % 2;
                bool abuse = outcome->class >= CLASS_SPAM;
                enum option_action wanted = !abuse ? ACTION_ACCEPT : word ? ACTION_FOLDER : ACTION_REJECT;
                if (outcome->failure || outcome->plan.action != wanted)
                        abort();
                atomic_fetch_add(&crowd->by_action[outcome->plan.action], 1);
                outcome_free(outcome);
                struct config *config = guard_config(crowd->place->guard);
                config_unref(config);
        }
        atomic_fetch_add(&crowd->done, 1);
        return NULL;
}

static void threads_judge_while_others_reload(void **state) {
        struct site place;
        struct crowd crowd = { .place = &place };
        pthread_t threads[THREADS];
        pthread_attr_t attributes;
        (void)state;
        /* One set of rules knows one word and files it, the other knows the other and rejects it. */
        place_open(
                &place,
                "scanners = 3\nscanner-wait = 10m\nmail-in-certain = folder\nmail-in-spam = folder\nlog-items = none\n",
                true);
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, GUARD_STACK);
        for (int i = 0; i < THREADS; i++)
                assert_int_equal(pthread_create(&threads[i], &attributes, run_thread, &crowd), 0);
        for (int i = 0; i < RELOADS || atomic_load(&crowd.done) < THREADS; i++) {
                write_rules(&place, "8", i % 2 ? "xyzzyplugh" : "next week");
                write_config(&place, i % 2 ? "mail-in-certain = folder\nmail-in-spam = folder\nlog-items = none\n"
                                           : "mail-in-certain = reject\nmail-in-spam = reject\nlog-items = none\n");
                reload(&place, CW_OK, NULL);
                struct guard_state now;
                guard_state(place.guard, &now);
                assert_int_equal(now.scanners, 3);
                assert_in_range(now.busy, 0, 3);
        }
        for (int i = 0; i < THREADS; i++)
                pthread_join(threads[i], NULL);
        pthread_attr_destroy(&attributes);
        assert_int_equal(atomic_load(&crowd.by_action[ACTION_ACCEPT]) + atomic_load(&crowd.by_action[ACTION_FOLDER]) +
                                 atomic_load(&crowd.by_action[ACTION_REJECT]),
                         THREADS * ITEMS);
        const struct decision_count *counts;
        uint32_t count;
        int64_t sum = 0;
        struct store *store = stored(&place);
        assert_int_equal(decision_stats(store, 0, 0, &counts, &count, NULL), CW_OK);
        for (uint32_t i = 0; i < count; i++)
                sum += counts[i].count;
        assert_int_equal(sum, THREADS * ITEMS);
        store_close(store);
        place_close(&place);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_mail_is_judged_and_planned),
                cmocka_unit_test(the_field_is_verified_by_the_secret_of_the_state),
                cmocka_unit_test(mail_without_a_calendar_passes_at_a_look),
                cmocka_unit_test(results_are_believed_where_the_site_says_so),
                cmocka_unit_test(of_a_mail_that_is_not_whole_nothing_is_inserted),
                cmocka_unit_test(of_a_calendar_that_is_not_whole_nothing_is_inserted),
                cmocka_unit_test(an_outcome_outlives_the_guard),
                cmocka_unit_test(poison_is_not_judged_again),
                cmocka_unit_test(nobody_waits_for_ever),
                cmocka_unit_test(a_decision_is_recorded_with_its_reasons),
                cmocka_unit_test(a_question_leaves_no_trace),
                cmocka_unit_test(a_question_makes_no_wave),
                cmocka_unit_test(what_is_kept_is_on_disk_before_the_answer),
                cmocka_unit_test(what_cannot_be_kept_is_deferred),
                cmocka_unit_test(each_refusal_at_the_source_is_an_event_of_the_account),
                cmocka_unit_test(a_reload_brings_rules_and_options),
                cmocka_unit_test(a_reload_with_mistakes_changes_nothing),
                cmocka_unit_test(threads_judge_while_others_reload),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
