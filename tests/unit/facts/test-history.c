/* What sequences of mails (tests/history) cannot show: a memory that is lost or empty, and bounds of what is remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "calendar/calendar.h"
#include "facts/facts.h"
#include "facts/history-inside.h"
#include "facts/needs.h"
#include "message/message.h"
#include "store/memory.h"
#include "store/recorder.h"
#include "text/context.h"

static struct text_context *text;

static int setup(void **state) {
        struct err err;
        (void)state;
        return text_context_new(&text, &err) != CW_OK;
}

static int teardown(void **state) {
        (void)state;
        text_context_free(text);
        return 0;
}

/* ---- Help ---------------------------------------------------------------------------------------------------------- */

struct scene {
        char path[64];
        struct recorder *recorder;
        struct memory *memory;
        struct history_tools tools;
        struct arena *arena;
        struct defects defects;
        struct item item;
        struct span trusted;
};

/* `url` NULL: a new file. */
static void scene_begin(struct scene *scene, const char *url) {
        char file[80];
        struct err err = { 0 };
        *scene = (struct scene){ .path = "/tmp/cw-history-XXXXXX", .trusted = SPAN("mx.site.example") };
        close(mkstemp(scene->path));
        snprintf(file, sizeof file, "sqlite:%s", scene->path);
        const struct recorder_settings settings = { .url = url ? url : file,
                                                    .queue = 10000,
                                                    .delay_ms = 1,
                                                    .timeout_ms = 500 };
        unlink(scene->path);
        if (recorder_new(&settings, &scene->recorder, &err) || recorder_start(scene->recorder, &err) ||
            memory_new(scene->recorder, &scene->memory, &err))
                fail_msg("%s", err.text);
        scene->tools = (struct history_tools){ .gather = history_gather, .memory = scene->memory };
        scene->arena = arena_new(64 << 20);
        scene->defects.arena = scene->arena;
}

static void scene_end(struct scene *scene) {
        memory_free(scene->memory);
        recorder_stop(scene->recorder, clock_monotonic_ms() + 5000);
        recorder_free(scene->recorder);
        arena_free(scene->arena);
        unlink(scene->path);
}

static struct span invitation(struct scene *scene, const char *from, unsigned attendees) {
        struct buf buf = buf_in(scene->arena, 1 << 20);
        buf_add_format(
                &buf,
                "Authentication-Results: mx.site.example; dmarc=pass header.from=corp.example\r\nFrom: %s\r\n"
                "Subject: Planning\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n"
                "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@corp.example\r\nDTSTAMP:20260303T100000Z\r\n"
                "DTSTART:20260305T100000Z\r\nSUMMARY:Planning\r\nORGANIZER:mailto:%s\r\n",
                from, from);
        for (unsigned i = 0; i < attendees; i++)
                buf_add_format(&buf, "ATTENDEE:mailto:user%u@site.example\r\n", i);
        buf_add(&buf, SPAN("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        return buf_span(&buf);
}

static const struct facts *gather(struct scene *scene, struct span bytes, const struct span *rcpt, uint32_t rcpt_count) {
        scene->item = (struct item){ .bytes = bytes,
                                     .at = 1772532000,
                                     .relation = RELATION_NONE,
                                     .authserv_ids = &scene->trusted,
                                     .authserv_id_count = 1,
                                     .rcpt = rcpt,
                                     .rcpt_count = rcpt_count };
        struct message *message = message_read(scene->arena, bytes, &scene->defects);
        struct calendars *calendars = calendars_new(scene->arena, NULL);
        for (uint32_t i = 0; i < message->part_count; i++)
                if (part_holds_calendar(message->parts[i]))
                        (void)calendars_read(scene->arena, message->parts[i]->data, message->parts[i]->charset,
                                             calendars, i + 1, &scene->defects);
        const struct facts_tools tools = { .text = text, .history = &scene->tools };
        struct facts *facts = facts_read(scene->arena, &tools, &scene->item, message, calendars, &scene->defects);
        facts_conclude(facts, &tools, NULL);
        return facts;
}

static struct array rows(struct scene *scene, const struct facts *facts, const char *class, const char *placement) {
        struct history_outcome *outcomes = arena_alloc(scene->arena, (facts->recipients.count + 1) * sizeof *outcomes);
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                outcomes[i] = (struct history_outcome){ class, placement };
        const struct history_case what = { .tools = &scene->tools,
                                           .facts = facts,
                                           .item = "01A",
                                           .message = { class, placement },
                                           .recipients = outcomes };
        return history_records(&what, scene->arena);
}

static uint32_t count_of(const struct array *rows, enum record_kind kind) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < rows->count; i++)
                count += ((const struct record *)rows->items)[i].kind == kind;
        return count;
}

static const struct recipient *first_of(const struct facts *facts) {
        assert_true(facts->recipients.count > 0);
        return facts->recipients.items;
}

static bool tells_absent(const struct facts *facts, const char *what) {
        for (uint32_t i = 0; i < facts->absent.count; i++)
                if (strcmp(((const struct absent_fact *)facts->absent.items)[i].fact, what) == 0)
                        return true;
        return false;
}

static const struct span bob = SPAN("Bob@Site.Example");

/* ---- A memory that knows nothing ----------------------------------------------------------------------------------- */

static void a_lost_store_is_absent(void **state) {
        struct scene scene;
        (void)state;
        scene_begin(&scene, "postgresql:///nobody?host=/nonexistent&connect_timeout=1");
        const struct facts *facts = gather(&scene, invitation(&scene, "ann@corp.example", 1), &bob, 1);
        assert_string_equal(standing_name(first_of(facts)->history.standing), "absent");
        assert_int_equal(first_of(facts)->relation, RELATION_NONE);
        assert_true(tells_absent(facts, "history"));
        scene_end(&scene);
}

static void no_store_is_no_history(void **state) {
        struct scene scene;
        (void)state;
        scene_begin(&scene, NULL);
        memory_free(scene.memory);
        assert_int_equal(memory_new(NULL, &scene.memory, NULL), CW_OK);
        scene.tools.memory = scene.memory;
        const struct facts *facts = gather(&scene, invitation(&scene, "ann@corp.example", 1), &bob, 1);
        assert_string_equal(standing_name(first_of(facts)->history.standing), "none");
        assert_false(tells_absent(facts, "history"));
        assert_int_equal(facts->known & NEEDS_HISTORY, 0);
        scene_end(&scene);
}

/* ---- What is remembered -------------------------------------------------------------------------------------------- */

/* What was put a moment ago is known, written or not. */
static void an_owner_is_known_again(void **state) {
        struct scene scene;
        (void)state;
        scene_begin(&scene, NULL);
        const struct facts *facts = gather(&scene, invitation(&scene, "ann@corp.example", 2), &bob, 1);
        assert_string_equal(standing_name(first_of(facts)->history.standing), "first");
        assert_true(facts->known & NEEDS_HISTORY);
        struct array put = rows(&scene, facts, "clean", "insert-quiet");
        assert_int_equal(count_of(&put, RECORD_EVENT), 1);
        assert_int_equal(count_of(&put, RECORD_CLAIM), 1);
        assert_int_equal(count_of(&put, RECORD_ATTENDEES), 1);
        assert_int_equal(count_of(&put, RECORD_REPUTATION), 3); /* address, organizer, domain */
        assert_true(recorder_put(scene.recorder, put.items, put.count));
        facts = gather(&scene, invitation(&scene, "ann@corp.example", 2), &bob, 1);
        assert_string_equal(standing_name(first_of(facts)->history.standing), "owner");
        facts = gather(&scene, invitation(&scene, "sue@corp.example", 2), &bob, 1);
        assert_string_equal(standing_name(first_of(facts)->history.standing), "conflict");
        scene_end(&scene);
}

static const struct {
        const char *name, *from, *class, *placement;
        uint32_t claims;
} claim_cases[] = {
        { "a proven one", "ann@corp.example", "clean", "insert-quiet", 1 },
        { "a proven one that is offered", "ann@corp.example", "doubtful", "offer", 1 },
        { "what was withheld", "ann@corp.example", "clean", "withhold", 0 },
        { "what was judged spam", "ann@corp.example", "spam", "withhold", 0 },
        { "what was judged certain spam", "ann@corp.example", "certain", "withhold", 0 },
        { "nobody proven", "ann@other.example", "clean", "offer", 0 },
};

static void claims_are_for_the_proven(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof claim_cases / sizeof *claim_cases; i++) {
                struct scene scene;
                scene_begin(&scene, NULL);
                const struct facts *facts = gather(&scene, invitation(&scene, claim_cases[i].from, 2), &bob, 1);
                struct array put = rows(&scene, facts, claim_cases[i].class, claim_cases[i].placement);
                if (count_of(&put, RECORD_CLAIM) != claim_cases[i].claims || count_of(&put, RECORD_EVENT) != 1)
                        fail_msg("%s: %u claims, %u events", claim_cases[i].name, count_of(&put, RECORD_CLAIM),
                                 count_of(&put, RECORD_EVENT));
                scene_end(&scene);
        }
}

/* A mail for many about a meeting of many. */
static void rows_are_bounded(void **state) {
        enum { MANY = 400 };
        struct scene scene;
        struct span rcpt[MANY];
        (void)state;
        scene_begin(&scene, NULL);
        for (unsigned i = 0; i < MANY; i++)
                rcpt[i] = arena_format(scene.arena, "user%u@site.example", i);
        const struct facts *facts = gather(&scene, invitation(&scene, "ann@corp.example", MANY), rcpt, MANY);
        size_t before = arena_used(scene.arena);
        struct array put = rows(&scene, facts, "clean", "insert-quiet");
        assert_int_equal(count_of(&put, RECORD_EVENT), MANY);
        assert_int_equal(count_of(&put, RECORD_CLAIM), MANY);
        assert_int_equal(count_of(&put, RECORD_ATTENDEES), 5000 / MANY);
        assert_true(arena_used(scene.arena) - before < MANY * 4096);
        scene_end(&scene);
}

static bool lists_any(const struct array *rows) {
        for (uint32_t i = 0; i < rows->count; i++) {
                const struct record *row = &((const struct record *)rows->items)[i];
                if (row->kind == RECORD_ATTENDEES)
                        return row->attendees.count == 1 && strcmp(row->attendees.list[0].address, ANY_ATTENDEE) == 0;
        }
        return false;
}

/* An own event whose list is too long to be kept is own all the same. */
static void own_events_of_many(void **state) {
        static const struct {
                unsigned attendees;
                bool any;
        } cases[] = { { 0, true }, { 3, false }, { 1001, true } };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct scene scene;
                scene_begin(&scene, NULL);
                struct span bytes = invitation(&scene, "ann@corp.example", cases[i].attendees);
                const struct facts *facts = gather(&scene, bytes, &bob, 1);
                scene.item.channel = CHANNEL_MAIL_OUT;
                struct array put = rows(&scene, facts, "clean", "insert");
                assert_int_equal(count_of(&put, RECORD_CLAIM), 1);
                assert_int_equal(count_of(&put, RECORD_ATTENDEES), 1);
                assert_int_equal(lists_any(&put), cases[i].any);
                scene_end(&scene);
        }
}

/* ---- Small things -------------------------------------------------------------------------------------------------- */

static void uids_that_name_nothing(void **state) {
        (void)state;
        static const char *const nothing[] = { "", "0", "00000000-0000-0000-0000-000000000000", " - " };
        for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
                assert_false(uid_names_one(span_from(nothing[i])));
        assert_true(uid_names_one(SPAN("00000000-0000-0000-0000-000000000001")));
        assert_true(uid_names_one(SPAN("a")));
}

static void networks_of_clients(void **state) {
        static const struct {
                const char *client, *network;
        } cases[] = {
                { "192.0.2.77", "192.0.2.0/24" },
                { "::ffff:192.0.2.77", "192.0.2.0/24" },
                { "2001:db8:1:2::3", "2001:db8:1::/48" },
                { "", "" },
                { "unknown", "" },
                { "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb", "" },
        };
        struct arena *arena = arena_new(1 << 20);
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct span is = history_network(arena, NULL, span_from(cases[i].client));
                if (!span_equal(is, span_from(cases[i].network)))
                        fail_msg("%s: %.*s", cases[i].client, (int)is.len, is.ptr);
        }
        arena_free(arena);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_lost_store_is_absent),  cmocka_unit_test(no_store_is_no_history),
                cmocka_unit_test(an_owner_is_known_again), cmocka_unit_test(claims_are_for_the_proven),
                cmocka_unit_test(rows_are_bounded),        cmocka_unit_test(uids_that_name_nothing),
                cmocka_unit_test(networks_of_clients),     cmocka_unit_test(own_events_of_many),
        };
        return cmocka_run_group_tests(tests, setup, teardown);
}
