/* verdict: groups, caps, relation, thresholds, proof, calibration, recipients; and what may happen in the calendar. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "facts/facts.h"
#include "lookup/lookup.h"
#include "verdict/config.h"
#include "verdict/placement.h"

/* ---- Help -------------------------------------------------------------------------------------------------------- */

struct given {
        enum group group;
        double weight;
};

struct scene {
        struct arena *arena;
        struct verdict_config *config;
        struct item item;
        struct facts facts;
        struct defects defects;
        struct signal_kind kinds[16];
        struct signals signals;
        struct verdict verdict;
};

static void scene_begin(struct scene *scene) {
        *scene = (struct scene){ .arena = arena_new(1 << 20) };
        assert_int_equal(verdict_config_load(NULL, &scene->config, NULL), CW_OK);
        scene->facts = (struct facts){ .item = &scene->item,
                                       .defects = &scene->defects,
                                       .calendar_like = true,
                                       .relation = RELATION_NONE };
        scene->facts.meeting.method = METHOD_REQUEST;
        scene->facts.originator.class = ORIGINATOR_VERIFIED;
        scene->signals.arena = scene->arena;
}

static struct signal_kind *scene_add(struct scene *scene, enum group group, double weight) {
        struct signal_kind *kind = &scene->kinds[scene->signals.list.count];
        *kind = (struct signal_kind){ .name = "X", .description = "", .group = group, .weight = weight };
        signals_add(&scene->signals, kind, "x");
        return kind;
}

static void scene_judge(struct scene *scene) {
        verdict_judge(scene->config, &scene->facts, &scene->signals, scene->arena, &scene->verdict);
}

static void scene_end(struct scene *scene) {
        verdict_config_free(scene->config);
        arena_free(scene->arena);
}

static double prior(void) {
        return option_table[OPT_PRIOR].value;
}

static void expect_near(const char *name, const char *what, double expected, double is) {
        if (fabs(expected - is) > 1e-9)
                fail_msg("%s: expected %s %.6f, was %.6f", name, what, expected, is);
}

/* ---- Sums -------------------------------------------------------------------------------------------------------- */

static const struct {
        const char *name;
        struct given given[8]; /* weight 0 ends them */
        double sum;            /* over the prior */
} sum_cases[] = {
        { "nothing", { { 0 } }, 0 },
        { "one", { { GROUP_LINK, 1.5 } }, 1.5 },
        { "the second of a group counts a quarter", { { GROUP_LINK, 1.5 }, { GROUP_LINK, 1.0 } }, 1.75 },
        { "whatever their order", { { GROUP_LINK, 1.0 }, { GROUP_LINK, 1.5 } }, 1.75 },
        { "the third a sixteenth", { { GROUP_LINK, 1.0 }, { GROUP_LINK, 1.0 }, { GROUP_LINK, 1.0 } }, 1.3125 },
        { "groups are added", { { GROUP_LINK, 1.0 }, { GROUP_LURE, 0.5 } }, 1.5 },
        { "what speaks for it counts the other way", { { GROUP_LINK, 1.0 }, { GROUP_TRUST, -0.6 } }, 0.4 },
        { "both sides of one group", { { GROUP_TRUST, 1.0 }, { GROUP_TRUST, -0.6 }, { GROUP_TRUST, -0.4 } }, 0.3 },
};

static void test_sums(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof sum_cases / sizeof *sum_cases; i++) {
                struct scene scene;
                scene_begin(&scene);
                for (const struct given *given = sum_cases[i].given; given->weight != 0; given++)
                        (void)scene_add(&scene, given->group, given->weight);
                scene_judge(&scene);
                expect_near(sum_cases[i].name, "log-odds", prior() + sum_cases[i].sum, scene.verdict.log_odds);
                expect_near(sum_cases[i].name, "probability", 1 / (1 + exp(-prior() - sum_cases[i].sum)),
                            scene.verdict.probability);
                assert_false(scene.verdict.calibrated);
                scene_end(&scene);
        }
}

static void test_caps(void **state) {
        (void)state;
        for (enum group group = 0; group < GROUPS; group++) {
                struct scene scene;
                scene_begin(&scene);
                (void)scene_add(&scene, group, 100);
                scene_judge(&scene);
                expect_near(group_table[group].name, "sum", group_table[group].cap, scene.verdict.group_sum[group]);
                scene_end(&scene);
                scene_begin(&scene);
                (void)scene_add(&scene, group, -100);
                scene_judge(&scene);
                expect_near(group_table[group].name, "sum", -group_table[group].cap, scene.verdict.group_sum[group]);
                scene_end(&scene);
        }
}

/* ---- Relation ---------------------------------------------------------------------------------------------------- */

/* Lures weigh less from those whom the recipient knows; links never do: accounts get stolen (attack 11). */
static void test_relation(void **state) {
        (void)state;
        double last_lure = INFINITY;
        for (enum relation relation = RELATION_NONE; relation < RELATIONS; relation++) {
                struct scene scene;
                scene_begin(&scene);
                scene.facts.relation = relation;
                (void)scene_add(&scene, GROUP_LURE, 2);
                (void)scene_add(&scene, GROUP_LINK, 2);
                (void)scene_add(&scene, GROUP_PAYLOAD, 2);
                scene_judge(&scene);
                double lure = scene.verdict.group_sum[GROUP_LURE];
                expect_near(relation_name(relation), "links", 2, scene.verdict.group_sum[GROUP_LINK]);
                expect_near(relation_name(relation), "payload", 2, scene.verdict.group_sum[GROUP_PAYLOAD]);
                if (relation == RELATION_NONE)
                        expect_near("none", "lure", 2, lure);
                if (lure > last_lure || (relation > RELATION_NONE && lure >= 2))
                        fail_msg("%s: the lure weighs %.3f, and %.3f before", relation_name(relation), lure, last_lure);
                last_lure = lure;
                scene_end(&scene);
        }
}

static void test_relation_needs_proof(void **state) {
        (void)state;
        for (enum originator_class class = 0; class < ORIGINATOR_CLASSES; class ++) {
                struct scene scene;
                scene_begin(&scene);
                scene.facts.originator.class = class;
                scene.facts.relation = RELATION_ALLOWED;
                (void)scene_add(&scene, GROUP_LURE, 2);
                scene_judge(&scene);
                bool lowered = scene.verdict.group_sum[GROUP_LURE] < 2;
                if (lowered != (class <= ORIGINATOR_DOMAIN_VERIFIED))
                        fail_msg("%s: the relation %s", originator_class_name(class),
                                 lowered ? "counts" : "does not count");
                scene_end(&scene);
        }
}

/* ---- Classes ----------------------------------------------------------------------------------------------------- */

/* Log-odds over the prior that give this probability. */
static double odds(double probability) {
        return log(probability / (1 - probability)) - prior();
}

static const struct {
        const char *name;
        double sums[4]; /* of groups identity, itip, link, payload */
        bool proof;
        enum relation relation;
        enum verdict_class class;
} class_cases[] = {
        { "an ordinary stranger", { 0 }, false, RELATION_NONE, CLASS_CLEAN },
        { "a proof without probability", { 1.0 }, true, RELATION_NONE, CLASS_CLEAN },
        { "two groups are not certain", { 0, 0, 4.4, 5.0 }, false, RELATION_NONE, CLASS_SPAM },
        { "three are", { 2.0, 0, 4.0, 5.0 }, false, RELATION_NONE, CLASS_CERTAIN },
        { "one of the three hardly counts", { 0.5, 0, 4.4, 5.0 }, false, RELATION_NONE, CLASS_SPAM },
        { "three against somebody known", { 2.0, 0, 4.0, 5.0 }, false, RELATION_CONTACT, CLASS_SPAM },
        { "two with a proof", { 0, 0, 4.4, 5.0 }, true, RELATION_NONE, CLASS_CERTAIN },
        { "a proof against somebody known", { 0, 0, 4.4, 5.0 }, true, RELATION_ALLOWED, CLASS_CERTAIN },
};

static void test_classes(void **state) {
        (void)state;
        static const enum group groups[] = { GROUP_IDENTITY, GROUP_ITIP, GROUP_LINK, GROUP_PAYLOAD };
        for (size_t i = 0; i < sizeof class_cases / sizeof *class_cases; i++) {
                struct scene scene;
                scene_begin(&scene);
                scene.facts.relation = class_cases[i].relation;
                for (int j = 0; j < 4; j++)
                        if (class_cases[i].sums[j] != 0)
                                scene_add(&scene, groups[j], class_cases[i].sums[j])->proof = class_cases[i].proof;
                scene_judge(&scene);
                if (scene.verdict.class != class_cases[i].class)
                        fail_msg("%s: expected %s, was %s (%.4f)", class_cases[i].name, class_name(class_cases[i].class),
                                 class_name(scene.verdict.class), scene.verdict.probability);
                scene_end(&scene);
        }
}

static void test_thresholds(void **state) {
        (void)state;
        static const struct {
                double probability;
                enum verdict_class class;
        } steps[] = { { 0.49, CLASS_CLEAN }, { 0.51, CLASS_DOUBTFUL }, { 0.89, CLASS_DOUBTFUL }, { 0.91, CLASS_SPAM } };
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
                struct scene scene;
                scene_begin(&scene);
                (void)scene_add(&scene, GROUP_OPERATOR, odds(steps[i].probability));
                scene_judge(&scene);
                if (scene.verdict.class != steps[i].class)
                        fail_msg("%.2f: expected %s, was %s", steps[i].probability, class_name(steps[i].class),
                                 class_name(scene.verdict.class));
                scene_end(&scene);
        }
}

/* The test string has weight 20 and is a proof: certain, whatever speaks for the sender. */
static void test_certain_string(void **state) {
        (void)state;
        struct scene scene;
        scene_begin(&scene);
        scene.facts.relation = RELATION_ALLOWED;
        scene_add(&scene, GROUP_OPERATOR, 20)->proof = true;
        (void)scene_add(&scene, GROUP_TRUST, -8);
        scene_judge(&scene);
        assert_int_equal(scene.verdict.class, CLASS_CERTAIN);
        scene_end(&scene);
}

static void test_not_examined(void **state) {
        (void)state;
        struct scene scene;
        scene_begin(&scene);
        scene.facts.calendar_like = false;
        scene_add(&scene, GROUP_PAYLOAD, 8)->proof = true;
        scene_judge(&scene);
        assert_false(scene.verdict.examined);
        assert_int_equal(scene.verdict.class, CLASS_CLEAN);
        assert_int_equal(scene.verdict.placement, PLACEMENT_NONE);
        scene_end(&scene);
}

/* ---- Recipients -------------------------------------------------------------------------------------------------- */

/* Each has a class and placement of his own; the message is judged as for him who knows the sender best. */
static void test_recipients(void **state) {
        (void)state;
        struct scene scene;
        scene_begin(&scene);
        static const struct {
                enum relation relation;
                enum verdict_class class;
                enum placement placement;
        } expected[] = {
                { RELATION_NONE, CLASS_SPAM, PLACEMENT_WITHHOLD },
                { RELATION_CONTACT, CLASS_CLEAN, PLACEMENT_INSERT },
                { RELATION_BLOCKED, CLASS_SPAM, PLACEMENT_WITHHOLD },
                { RELATION_NONE, CLASS_SPAM, PLACEMENT_WITHHOLD },
        };
        for (size_t i = 0; i < 4; i++) {
                struct recipient *recipient = array_push(&scene.facts.recipients, scene.arena, sizeof *recipient, 10);
                recipient->relation = expected[i].relation;
                recipient->party.address = SPAN("somebody@example.com");
        }
        scene.facts.relation = RELATION_CONTACT;
        (void)scene_add(&scene, GROUP_LURE, 3.5);
        (void)scene_add(&scene, GROUP_CONTACT, 4.0);
        scene_judge(&scene);
        assert_int_equal(scene.verdict.class, CLASS_CLEAN);
        assert_int_equal(scene.verdict.placement, PLACEMENT_INSERT);
        assert_int_equal(scene.verdict.recipient_count, 4);
        for (size_t i = 0; i < 4; i++) {
                const struct recipient_verdict *is = &scene.verdict.recipients[i];
                if (is->class != expected[i].class || is->placement != expected[i].placement)
                        fail_msg("recipient %zu (%s): expected %s, %s, was %s, %s", i, relation_name(is->relation),
                                 class_name(expected[i].class), placement_name(expected[i].placement),
                                 class_name(is->class), placement_name(is->placement));
        }
        scene_end(&scene);
}

/* ---- Configuration ----------------------------------------------------------------------------------------------- */

static void test_calibration(void **state) {
        (void)state;
        struct scene scene;
        scene_begin(&scene);
        static const struct calibration_point good[] = { { -4, 0.001 }, { 0, 0.2 }, { 2, 0.2 }, { 6, 0.99 } };
        static const struct {
                const char *name;
                struct calibration_point points[3];
        } bad[] = {
                { "falls", { { -1, 0.5 }, { 0, 0.4 }, { 1, 0.6 } } },
                { "stands still", { { -1, 0.1 }, { -1, 0.4 }, { 1, 0.6 } } },
                { "goes back", { { -1, 0.1 }, { -2, 0.4 }, { 1, 0.6 } } },
                { "above 1", { { -1, 0.1 }, { 0, 0.4 }, { 1, 1.1 } } },
                { "below 0", { { -1, -0.1 }, { 0, 0.4 }, { 1, 0.6 } } },
                { "no number", { { -1, 0.1 }, { 0, NAN }, { 1, 0.6 } } },
        };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                if (verdict_config_calibrate(scene.config, bad[i].points, 3, NULL) != CW_ERR_CONFIG)
                        fail_msg("a map that %s was taken", bad[i].name);
        assert_int_equal(verdict_config_calibrate(scene.config, good, 1, NULL), CW_ERR_CONFIG);
        assert_int_equal(verdict_config_calibrate(scene.config, good, 4, NULL), CW_OK);
        static const double is[][2] = { { -100, 0.001 }, { -4, 0.001 }, { -2, 0.1005 }, { 0, 0.2 },
                                        { 1, 0.2 },      { 4, 0.595 },  { 6, 0.99 },    { 50, 0.99 } };
        for (size_t i = 0; i < sizeof is / sizeof *is; i++)
                expect_near("map", "probability", is[i][1], verdict_probability(scene.config, is[i][0]));
        scene_judge(&scene);
        assert_true(scene.verdict.calibrated);
        scene_end(&scene);
}

static void write_file(char *path, const char *text) {
        (void)snprintf(path, 64, "/tmp/calwarden-conf-XXXXXX");
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, text, strlen(text)), strlen(text));
        assert_int_equal(close(fd), 0);
}

static void test_options(void **state) {
        (void)state;
        static const struct {
                const char *name, *text, *expect; /* NULL: it is right */
        } files[] = {
                { "right", "# ours\nprior = -5\nspam = 0.8\n", NULL },
                { "empty", "", NULL },
                { "out of bounds", "prior = -3\nspam = 1.5\n", ":2: spam: \"1.5\" is not a number from 0.05 to 0.999" },
                { "no number", "spam = high\n", "\"high\" is not a number" },
                { "unknown", "colour = red\n", "no such option" },
                { "thresholds that fall", "doubtful = 0.95\n", "do not rise" },
                { "a list", "prior = {1, 2}\n", "one value, not a list" },
                { "a calibration that is not there", "calibration = /nowhere/at/all\n", "/nowhere/at/all" },
        };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
                char path[64];
                write_file(path, files[i].text);
                struct verdict_config *config = NULL;
                struct err err = { .text = "" };
                assert_int_equal(verdict_config_load(NULL, &config, NULL), CW_OK);
                enum cw_err code = verdict_config_read(config, path, &err);
                (void)unlink(path);
                if ((code == CW_OK) != !files[i].expect || (files[i].expect && !strstr(err.text, files[i].expect)))
                        fail_msg("%s: expected %s, was %d %s", files[i].name,
                                 files[i].expect ? files[i].expect : "success", code, err.text);
                if (i == 0) {
                        expect_near("right", "prior", -5, config->options.number[OPT_PRIOR]);
                        expect_near("right", "spam", 0.8, config->options.number[OPT_SPAM]);
                        expect_near("right", "doubtful", 0.5, config->options.number[OPT_DOUBTFUL]);
                }
                verdict_config_free(config);
        }
}

/* ---- What only one recipient's history knows ------------------------------------------------------------------------ */

/* An event of Ann's is another's: she alone has the claim of somebody else, and learns it alone. */
static void test_recipients_own(void **state) {
        (void)state;
        struct scene scene;
        scene_begin(&scene);
        struct recipient recipients[2] = {
                { .party = { .address = SPAN("ann@site.example") }, .relation = RELATION_NONE },
                { .party = { .address = SPAN("bob@site.example") }, .relation = RELATION_NONE },
        };
        recipients[0].history.standing = STANDING_CONFLICT;
        recipients[1].history.standing = STANDING_FIRST;
        scene.facts.recipients = (struct array){ recipients, 2, 2 };
        bool only[2] = { true, false };
        struct signal_kind kind = { .name = "X", .description = "", .group = GROUP_ITIP, .weight = 3.5 };
        signals_add_for(&scene.signals, &kind, 1, only, "x");
        scene_judge(&scene);
        expect_near("the message", "sum", prior(), scene.verdict.log_odds);
        assert_int_equal(scene.verdict.class, CLASS_CLEAN);
        expect_near("hers", "sum", prior() + 3.5, scene.verdict.recipients[0].log_odds);
        assert_int_equal(scene.verdict.recipients[0].class, CLASS_DOUBTFUL);
        assert_int_equal(scene.verdict.recipients[0].placement, PLACEMENT_OFFER);
        expect_near("his", "sum", prior(), scene.verdict.recipients[1].log_odds);
        assert_int_equal(scene.verdict.recipients[1].placement, PLACEMENT_INSERT_QUIET);
        scene_end(&scene);
}

/* A pair that Ann has confirmed lets the sender act for her, and his relation count. */
static void test_recipients_delegate(void **state) {
        (void)state;
        struct scene scene;
        scene_begin(&scene);
        struct recipient recipients[2] = {
                { .party = { .address = SPAN("ann@site.example") }, .relation = RELATION_CONTACT },
                { .party = { .address = SPAN("bob@site.example") }, .relation = RELATION_CONTACT },
        };
        recipients[0].history.delegate = true;
        scene.facts.recipients = (struct array){ recipients, 2, 2 };
        scene.facts.originator.class = ORIGINATOR_UNVERIFIED;
        scene_judge(&scene);
        assert_int_equal(scene.verdict.recipients[0].relation, RELATION_CONTACT);
        assert_int_equal(scene.verdict.recipients[0].placement, PLACEMENT_INSERT);
        assert_int_equal(scene.verdict.recipients[1].relation, RELATION_NONE);
        assert_int_equal(scene.verdict.recipients[1].placement, PLACEMENT_OFFER);
        scene_end(&scene);
}

/* ---- Placement --------------------------------------------------------------------------------------------------- */

/* CC/R 18003 6.1: whatever our own sum is, and whoever it is from. */
static void test_other_scanners(void **state) {
        static const enum placement expected[OPINION_KINDS] = { PLACEMENT_INSERT, PLACEMENT_OFFER, PLACEMENT_WITHHOLD,
                                                                PLACEMENT_WITHHOLD };
        (void)state;
        for (enum opinion_kind kind = 0; kind < OPINION_KINDS; kind++) {
                struct scene scene;
                scene_begin(&scene);
                struct opinion opinions[2] = { { .kind = kind }, { .kind = OPINION_CLEAN } };
                struct recipient recipient = { .party.address = SPAN("kim@example.org"), .relation = RELATION_CONTACT };
                scene.facts.opinions = (struct array){ opinions, 2, 2 };
                scene.facts.recipients = (struct array){ &recipient, 1, 1 };
                scene_add(&scene, GROUP_TRUST, -5);
                scene_judge(&scene);
                assert_int_equal(scene.verdict.class, CLASS_CLEAN);
                assert_int_equal(scene.verdict.recipients[0].placement, expected[kind]);
                scene_end(&scene);
        }
}

/* Every combination has a row (placement_find asserts it), and none of them breaks a promise. */
static void check_placement(const struct placement_case *what) {
        const char *reason = NULL;
        enum placement placement = placement_find(what, &reason);
        assert_non_null(reason);
        bool inserted = placement == PLACEMENT_INSERT || placement == PLACEMENT_INSERT_QUIET;
        bool own = what->channel == CHANNEL_SUBMIT || what->channel == CHANNEL_MAIL_OUT ||
                   what->channel == CHANNEL_FEED || what->channel == CHANNEL_IMPORT;
        bool unproven = what->originator >= ORIGINATOR_FORWARDED;
        const char *broken = NULL;
        if (placement == PLACEMENT_NONE)
                broken = "none is for what is not examined";
        else if (what->class >= CLASS_SPAM && placement != PLACEMENT_WITHHOLD)
                broken = "spam never reaches a calendar";
        else if (what->class == CLASS_DOUBTFUL && inserted)
                broken = "what is doubtful is not inserted";
        else if (what->relation == RELATION_BLOCKED && placement != PLACEMENT_WITHHOLD)
                broken = "who is blocked never reaches a calendar";
        else if (inserted && unproven && !own)
                broken = "nobody unproven inserts or changes anything";
        else if (inserted && !own && what->choice == CHOICE_ASK)
                broken = "who wants to be asked is asked";
        else if (inserted && !own && what->method == METHOD_REFRESH)
                broken = "a refresh is never answered by itself";
        else if (inserted && (what->standing == STANDING_CONFLICT || what->standing == STANDING_FOREIGN ||
                              what->standing == STANDING_REFUSED || what->standing == STANDING_MIXED))
                broken = "nobody changes an event that is another's";
        else if (inserted && !own && what->standing == STANDING_ABSENT)
                broken = "what could not be looked up is not taken for nothing";
        else if (what->standing == STANDING_CONFLICT && what->class < CLASS_SPAM &&
                 what->relation != RELATION_BLOCKED && placement != PLACEMENT_OFFER)
                broken = "two proven claims are offered, and none is lost";
        else if (what->class == CLASS_CLEAN && placement == PLACEMENT_WITHHOLD && what->relation != RELATION_BLOCKED &&
                 what->standing != STANDING_REFUSED)
                broken = "what is clean is at least offered";
        if (broken)
                fail_msg("%s; %s, channel %s, originator %s, relation %s, method %s, standing %s gives %s", broken,
                         class_name(what->class), channel_name(what->channel), originator_class_name(what->originator),
                         relation_name(what->relation), method_name(what->method), standing_name(what->standing),
                         placement_name(placement));
}

static void test_placement_total(void **state) {
        (void)state;
        struct placement_case what;
        for (what.class = 0; what.class < CLASSES; what.class ++)
                for (what.channel = 0; what.channel < CHANNELS; what.channel++)
                        for (what.originator = 0; what.originator < ORIGINATOR_CLASSES; what.originator++)
                                for (what.relation = 0; what.relation < RELATIONS; what.relation++)
                                        for (what.method = 0; what.method < METHODS; what.method++)
                                                for (what.choice = 0; what.choice < CHOICES; what.choice++)
                                                        for (what.standing = 0; what.standing < STANDINGS;
                                                             what.standing++)
                                                                check_placement(&what);
}

static const struct {
        const char *name;
        struct placement_case what;
        enum placement placement;
} placement_cases[] = {
        { "a contact invites",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_INSERT },
        { "a proven stranger invites",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_INSERT_QUIET },
        { "to somebody who wants to be asked about strangers",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_REQUEST, CHOICE_KNOWN,
            STANDING_NONE },
          PLACEMENT_OFFER },
        { "a service invites for somebody",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_SERVICE, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_INSERT_QUIET },
        { "somebody unproven invites",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_UNVERIFIED, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_OFFER },
        { "nobody said how it was authenticated",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_ABSENT, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL, STANDING_NONE },
          PLACEMENT_OFFER },
        { "the organizer cancels",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_CANCEL, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_INSERT },
        { "somebody else cancels",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_FORWARDED, RELATION_NONE, METHOD_CANCEL, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_OFFER },
        { "a doubtful cancellation by nobody proven",
          { CLASS_DOUBTFUL, CHANNEL_MAIL_IN, ORIGINATOR_UNVERIFIED, RELATION_NONE, METHOD_CANCEL, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_WITHHOLD },
        { "a doubtful invitation",
          { CLASS_DOUBTFUL, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_OFFER },
        { "a doubtful spoof",
          { CLASS_DOUBTFUL, CHANNEL_MAIL_IN, ORIGINATOR_SPOOF, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_WITHHOLD },
        { "the attendee answers",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_REPLY, CHOICE_USUAL, STANDING_NONE },
          PLACEMENT_INSERT },
        { "somebody of the attendee's domain answers",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_DOMAIN_VERIFIED, RELATION_NONE, METHOD_REPLY, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_OFFER },
        { "something is published",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_PUBLISH, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_OFFER },
        { "a file of the user's",
          { CLASS_CLEAN, CHANNEL_IMPORT, ORIGINATOR_ABSENT, RELATION_NONE, METHOD_PUBLISH, CHOICE_USUAL, STANDING_NONE },
          PLACEMENT_INSERT },
        { "the owner changes his event",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_OWNER },
          PLACEMENT_INSERT },
        { "a contact changes another's event",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_CONFLICT },
          PLACEMENT_OFFER },
        { "a colleague cancels another's event",
          { CLASS_CLEAN, CHANNEL_MAIL_OUT, ORIGINATOR_DOMAIN_VERIFIED, RELATION_SAME_DOMAIN, METHOD_CANCEL,
            CHOICE_USUAL, STANDING_CONFLICT },
          PLACEMENT_OFFER },
        { "nobody proven changes another's event, and it is doubtful",
          { CLASS_DOUBTFUL, CHANNEL_MAIL_IN, ORIGINATOR_UNVERIFIED, RELATION_NONE, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_FOREIGN },
          PLACEMENT_WITHHOLD },
        { "an older version comes late",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_STALE },
          PLACEMENT_OFFER },
        { "the service that brought it cancels it",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_SERVICE, RELATION_NONE, METHOD_CANCEL, CHOICE_USUAL,
            STANDING_OWNER },
          PLACEMENT_INSERT },
        { "a service cancels what is not known to be its",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_SERVICE, RELATION_NONE, METHOD_CANCEL, CHOICE_USUAL,
            STANDING_FIRST },
          PLACEMENT_OFFER },
        { "an attendee answers his invitation",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_REPLY, CHOICE_USUAL,
            STANDING_ATTENDEE },
          PLACEMENT_INSERT },
        { "somebody answers who was not invited",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_NONE, METHOD_REPLY, CHOICE_USUAL,
            STANDING_OUTSIDER },
          PLACEMENT_OFFER },
        { "the store was lost",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_ABSENT },
          PLACEMENT_OFFER },
        { "a person has refused this sender's event",
          { CLASS_CLEAN, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_REFUSED },
          PLACEMENT_WITHHOLD },
        { "spam of a contact",
          { CLASS_SPAM, CHANNEL_MAIL_IN, ORIGINATOR_VERIFIED, RELATION_CONTACT, METHOD_REQUEST, CHOICE_USUAL,
            STANDING_NONE },
          PLACEMENT_WITHHOLD },
};

static void test_placement_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof placement_cases / sizeof *placement_cases; i++) {
                const char *reason = NULL;
                enum placement is = placement_find(&placement_cases[i].what, &reason);
                if (is != placement_cases[i].placement)
                        fail_msg("%s: expected %s, was %s (%s)", placement_cases[i].name,
                                 placement_name(placement_cases[i].placement), placement_name(is), reason);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_other_scanners),
                cmocka_unit_test(test_sums),
                cmocka_unit_test(test_caps),
                cmocka_unit_test(test_relation),
                cmocka_unit_test(test_relation_needs_proof),
                cmocka_unit_test(test_classes),
                cmocka_unit_test(test_thresholds),
                cmocka_unit_test(test_certain_string),
                cmocka_unit_test(test_not_examined),
                cmocka_unit_test(test_recipients),
                cmocka_unit_test(test_calibration),
                cmocka_unit_test(test_options),
                cmocka_unit_test(test_placement_total),
                cmocka_unit_test(test_recipients_own),
                cmocka_unit_test(test_recipients_delegate),
                cmocka_unit_test(test_placement_rows),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
