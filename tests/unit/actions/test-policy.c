/* What is done with mails: by channel and class as the options say, where recipients differ, and where nothing could be
 * judged; which headers of others are removed. */
#include "actions/policy.h"

#include "actions-test.h"
#include "actions/feedback-id.h"
#include "actions/verdict-header.h"

static const struct span anna = SPAN("anna@example.org");
static const struct span both[] = { SPAN("anna@example.org"), SPAN("Carl+x@Example.org") };

struct scene {
        struct config *config;
        struct arena *arena;
        struct item item;
        struct facts facts;
        struct verdict verdict;
        struct recipient_verdict recipients[2];
        struct verdict_keys keys;
        struct policy_case what;
        struct plan plan;
};

static void scene_set(struct scene *scene, const char *options, enum channel channel, uint32_t recipients) {
        *scene = (struct scene){ .config = config_of(options), .arena = arena_new(1 << 20) };
        scene->item = item_of(channel, both, recipients);
        scene->facts.originator.class = ORIGINATOR_VERIFIED;
        verdict_keys_from(SPAN("a secret of thirty-two bytes or more"), &scene->keys);
        scene->verdict = (struct verdict){ .examined = true,
                                           .placement = PLACEMENT_INSERT,
                                           .recipients = scene->recipients,
                                           .recipient_count = recipients };
        scene->recipients[0] = (struct recipient_verdict){ .address = anna, .placement = PLACEMENT_INSERT };
        scene->recipients[1] = (struct recipient_verdict){ .address = SPAN("carl+x@example.org"),
                                                           .placement = PLACEMENT_INSERT };
        scene->what = (struct policy_case){ .config = scene->config,
                                            .item = &scene->item,
                                            .id = test_id,
                                            .at = scene->item.at,
                                            .facts = &scene->facts,
                                            .verdict = &scene->verdict,
                                            .keys = &scene->keys };
}

static void scene_judge(struct scene *scene, enum verdict_class first, enum verdict_class second) {
        scene->recipients[0].class = first;
        scene->recipients[1].class = second;
        scene->verdict.class = scene->verdict.recipient_count == 2 && second < first ? second : first;
        for (int i = 0; i < 2; i++)
                if (scene->recipients[i].class >= CLASS_SPAM)
                        scene->recipients[i].placement = PLACEMENT_WITHHOLD;
        policy_plan(&scene->what, scene->arena, &scene->plan);
}

static void scene_end(struct scene *scene) {
        arena_free(scene->arena);
        config_unref(scene->config);
}

static const char *added(const struct plan *plan, const char *name) {
        for (uint32_t i = 0; i < plan->add_count; i++)
                if (strcmp(plan->add[i].name, name) == 0)
                        return plan->add[i].value;
        return NULL;
}

/* ---- By channel and class --------------------------------------------------------------------------------------------- */

static void options_decide_by_channel_and_class(void **state) {
        static const char *const words[OPTION_ACTIONS] = { "accept",     "tag",   "folder", "hold",
                                                           "quarantine", "defer", "reject", "discard" };
        static const char *const classes[CLASSES] = { NULL, "doubtful", "spam", "certain" };
        (void)state;
        for (enum channel channel = CHANNEL_MAIL_IN; channel <= CHANNEL_MAIL_OUT; channel++) {
                for (enum verdict_class class = CLASS_DOUBTFUL; class < CLASSES; class ++) {
                        for (enum option_action action = 0; action < OPTION_ACTIONS; action++) {
                                if (action == ACTION_DISCARD && class != CLASS_CERTAIN)
                                        continue;
                                char options[80];
                                (void)snprintf(options, sizeof options, "%s-%s = %s\n", channel_name(channel),
                                               classes[class], words[action]);
                                struct scene scene;
                                scene_set(&scene, options, channel, 1);
                                scene_judge(&scene, class, 0);
                                if (scene.plan.action != action || strcmp(action_name(action), words[action]) != 0)
                                        fail_msg("%s gave %s", options, action_name(scene.plan.action));
                                assert_int_equal(scene.plan.recipients[0].action, action);
                                assert_int_equal(scene.plan.drop_count, 0);
                                assert_true((scene.plan.reply.code != NULL) ==
                                            (action == ACTION_REJECT || action == ACTION_DEFER));
                                assert_true((scene.plan.hold_reason != NULL) == (action == ACTION_HOLD));
                                scene_end(&scene);
                        }
                }
        }
}

static void clean_mail_is_accepted_whatever_is_configured(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-doubtful = reject\nmail-in-spam = reject\n", CHANNEL_MAIL_IN, 1);
        scene_judge(&scene, CLASS_CLEAN, 0);
        assert_int_equal(scene.plan.action, ACTION_ACCEPT);
        assert_non_null(added(&scene.plan, "Calwarden-Verdict"));
        assert_null(added(&scene.plan, "Calwarden-Tag"));
        scene_end(&scene);
}

static void defaults_tag_file_and_reject(void **state) {
        static const enum option_action in[] = { ACTION_ACCEPT, ACTION_TAG, ACTION_FOLDER, ACTION_REJECT };
        static const enum option_action out[] = { ACTION_ACCEPT, ACTION_ACCEPT, ACTION_REJECT, ACTION_REJECT };
        (void)state;
        for (enum verdict_class class = CLASS_CLEAN; class < CLASSES; class ++) {
                struct scene scene;
                scene_set(&scene, "", CHANNEL_MAIL_IN, 1);
                scene_judge(&scene, class, 0);
                assert_int_equal(scene.plan.action, in[class]);
                scene_end(&scene);
                scene_set(&scene, "", CHANNEL_MAIL_OUT, 1);
                scene_judge(&scene, class, 0);
                assert_int_equal(scene.plan.action, out[class]);
                assert_null(added(&scene.plan, "Calwarden-Verdict"));
                scene_end(&scene);
        }
}

static void other_channels_refuse_abuse_only(void **state) {
        (void)state;
        for (enum channel channel = CHANNEL_SUBMIT; channel < CHANNELS; channel++) {
                for (enum verdict_class class = CLASS_CLEAN; class < CLASSES; class ++) {
                        struct scene scene;
                        scene_set(&scene, "", channel, 1);
                        scene_judge(&scene, class, 0);
                        assert_int_equal(scene.plan.action, class >= CLASS_SPAM ? ACTION_REJECT : ACTION_ACCEPT);
                        assert_int_equal(scene.plan.add_count, 0);
                        scene_end(&scene);
                }
        }
}

static void a_mail_that_is_not_whole_is_held_by_the_mail_system(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-spam = quarantine\n", CHANNEL_MAIL_IN, 1);
        scene.item.truncated = true;
        scene_judge(&scene, CLASS_SPAM, 0);
        assert_int_equal(scene.plan.action, ACTION_HOLD);
        scene_end(&scene);
}

/* ---- What is written -------------------------------------------------------------------------------------------------- */

static void folder_headers_and_subject_are_as_configured(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "folder-headers = {\"X-Junk: yes, indeed\"}\ntag-subject = \"[abuse] \"\n", CHANNEL_MAIL_IN,
                  1);
        scene_judge(&scene, CLASS_SPAM, 0);
        assert_string_equal(added(&scene.plan, "X-Junk"), "yes, indeed");
        assert_string_equal(scene.plan.subject_prefix, "[abuse] ");
        assert_string_equal(added(&scene.plan, "Calwarden-Tag"), "spam; item=01KAKX0000ABCDEFGHJKMNPQRS");
        assert_true(span_has(span_from(added(&scene.plan, "Calwarden-Verdict")), SPAN("placement=withhold;")));
        scene_judge(&scene, CLASS_DOUBTFUL, 0);
        assert_null(added(&scene.plan, "X-Junk"));
        assert_string_equal(added(&scene.plan, "Calwarden-Tag"), "doubtful; item=01KAKX0000ABCDEFGHJKMNPQRS");
        scene_end(&scene);
}

static void a_refusal_says_whom_to_ask(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene,
                  "mail-in-spam = reject\nreject-text = \"{class}: {contact} knows {item}\"\ncontact = \"Büro\"\n",
                  CHANNEL_MAIL_IN, 1);
        scene_judge(&scene, CLASS_SPAM, 0);
        assert_string_equal(scene.plan.reply.code, "554");
        assert_string_equal(scene.plan.reply.enhanced, "5.7.1");
        assert_string_equal(scene.plan.reply.text, "spam: B??ro knows 01KAKX0000ABCDEFGHJKMNPQRS");
        scene_end(&scene);
}

static void what_is_not_examined_gets_no_field(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "", CHANNEL_MAIL_IN, 1);
        scene.verdict = (struct verdict){ 0 };
        policy_plan(&scene.what, scene.arena, &scene.plan);
        assert_int_equal(scene.plan.action, ACTION_ACCEPT);
        assert_int_equal(scene.plan.add_count, 0);
        assert_int_equal(scene.plan.recipients[0].placement, PLACEMENT_NONE);
        scene_end(&scene);
}

/* ---- Where recipients differ ------------------------------------------------------------------------------------------ */

static void nobody_loses_a_mail_for_anothers_sake(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-spam = reject\n", CHANNEL_MAIL_IN, 2);
        scene_judge(&scene, CLASS_CLEAN, CLASS_SPAM);
        assert_int_equal(scene.plan.action, ACTION_ACCEPT);
        assert_int_equal(scene.plan.drop_count, 0);
        assert_int_equal(scene.plan.recipients[0].placement, PLACEMENT_INSERT);
        assert_int_equal(scene.plan.recipients[1].placement, PLACEMENT_WITHHOLD);
        assert_int_equal(scene.plan.strictest, PLACEMENT_WITHHOLD);
        scene_end(&scene);
}

static void one_alone_can_be_quarantined(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-spam = quarantine\n", CHANNEL_MAIL_IN, 2);
        scene_judge(&scene, CLASS_CLEAN, CLASS_SPAM);
        assert_int_equal(scene.plan.action, ACTION_ACCEPT);
        assert_int_equal(scene.plan.drop_count, 1);
        assert_false(scene.plan.recipients[0].drop);
        assert_true(scene.plan.recipients[1].drop);
        assert_int_equal(scene.plan.recipients[1].action, ACTION_QUARANTINE);
        assert_memory_equal(scene.plan.recipients[1].address.ptr, "Carl+x@Example.org", 18);
        scene_judge(&scene, CLASS_SPAM, CLASS_SPAM);
        assert_int_equal(scene.plan.action, ACTION_QUARANTINE);
        assert_int_equal(scene.plan.drop_count, 0);
        scene_end(&scene);
}

static void of_two_refused_the_milder_action_is_taken(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-spam = quarantine\nmail-in-certain = discard\n", CHANNEL_MAIL_IN, 2);
        scene_judge(&scene, CLASS_CERTAIN, CLASS_SPAM);
        assert_int_equal(scene.plan.action, ACTION_QUARANTINE);
        assert_int_equal(scene.plan.recipients[0].action, ACTION_DISCARD);
        assert_int_equal(scene.plan.recipients[1].action, ACTION_QUARANTINE);
        scene_end(&scene);
}

static void whom_facts_did_not_keep_gets_nothing_inserted(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "", CHANNEL_MAIL_IN, 2);
        scene.verdict.recipient_count = 1;
        scene_judge(&scene, CLASS_CLEAN, CLASS_CLEAN);
        assert_int_equal(scene.plan.recipients[0].placement, PLACEMENT_INSERT);
        assert_int_equal(scene.plan.recipients[1].placement, PLACEMENT_OFFER);
        scene_end(&scene);
}

/* ---- Failures and limits ---------------------------------------------------------------------------------------------- */

/* A person has decided: nothing that is configured for abuse happens to it, and nothing inserts it. */
static void what_was_let_out_is_delivered_and_offered(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-doubtful = reject\non-failure = defer\non-poison = defer\n", CHANNEL_MAIL_IN, 2);
        scene.what.judged = POLICY_RELEASED;
        scene.what.released = ORIGINATOR_SPOOF;
        scene.what.facts = NULL;
        scene.what.verdict = NULL;
        policy_plan(&scene.what, scene.arena, &scene.plan);
        assert_int_equal(scene.plan.action, ACTION_ACCEPT);
        assert_int_equal(scene.plan.strictest, PLACEMENT_OFFER);
        assert_int_equal(scene.plan.recipients[1].class, CLASS_CLEAN);
        assert_int_equal(scene.plan.recipients[1].placement, PLACEMENT_OFFER);
        struct span field = span_from(added(&scene.plan, "Calwarden-Verdict"));
        assert_true(span_has(field, SPAN("class=clean; placement=offer;")) && span_has(field, SPAN("originator=spoof;")));
        assert_true(plan_removes(&scene.plan, SPAN("X-Spam-Flag"), SPAN(" NO")));
        scene_end(&scene);
}

static void what_could_not_be_judged_is_never_refused(void **state) {
        static const struct {
                const char *options;
                enum policy_judged judged;
                enum option_action action;
                enum placement placement;
        } cases[] = {
                { "", POLICY_FAILED, ACTION_TAG, PLACEMENT_OFFER },
                { "", POLICY_POISON, ACTION_TAG, PLACEMENT_WITHHOLD },
                { "mail-in-doubtful = accept", POLICY_FAILED, ACTION_ACCEPT, PLACEMENT_OFFER },
                { "mail-in-doubtful = reject", POLICY_FAILED, ACTION_TAG, PLACEMENT_OFFER },
                { "mail-in-doubtful = reject", POLICY_POISON, ACTION_TAG, PLACEMENT_WITHHOLD },
                { "mail-in-doubtful = quarantine", POLICY_POISON, ACTION_QUARANTINE, PLACEMENT_WITHHOLD },
                { "on-failure = defer", POLICY_FAILED, ACTION_DEFER, PLACEMENT_OFFER },
                { "on-failure = defer", POLICY_POISON, ACTION_TAG, PLACEMENT_WITHHOLD },
                { "on-poison = defer", POLICY_POISON, ACTION_DEFER, PLACEMENT_WITHHOLD },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct scene scene;
                scene_set(&scene, cases[i].options, CHANNEL_MAIL_IN, 2);
                scene.what.judged = cases[i].judged;
                scene.what.facts = NULL;
                scene.what.verdict = NULL;
                policy_plan(&scene.what, scene.arena, &scene.plan);
                if (scene.plan.action != cases[i].action || scene.plan.strictest != cases[i].placement ||
                    scene.plan.recipients[1].placement != cases[i].placement)
                        fail_msg("%s: %s, %s", cases[i].options, action_name(scene.plan.action),
                                 placement_name(scene.plan.strictest));
                assert_true((added(&scene.plan, "Calwarden-Verdict") != NULL) == action_delivers(scene.plan.action));
                scene_end(&scene);
        }
}

static void a_limit_counts_unless_something_stricter_does(void **state) {
        static const struct {
                const char *options;
                enum verdict_class class;
                enum option_action action;
                const char *code;
        } cases[] = {
                { "", CLASS_CLEAN, ACTION_REJECT, "554" },
                { "limit-action = defer", CLASS_CLEAN, ACTION_DEFER, "451" },
                { "limit-action = quarantine", CLASS_CLEAN, ACTION_QUARANTINE, NULL },
                { "limit-action = hold", CLASS_DOUBTFUL, ACTION_HOLD, NULL },
                { "limit-action = defer", CLASS_SPAM, ACTION_REJECT, "554" },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct scene scene;
                scene_set(&scene, cases[i].options, CHANNEL_MAIL_OUT, 2);
                scene.what.limit = PLAN_LIMIT_ACCOUNT;
                scene_judge(&scene, cases[i].class, cases[i].class);
                assert_int_equal(scene.plan.action, cases[i].action);
                assert_int_equal(scene.plan.limit != PLAN_LIMIT_NONE, cases[i].class != CLASS_SPAM);
                if (cases[i].code)
                        assert_string_equal(scene.plan.reply.code, cases[i].code);
                if (scene.plan.limit != PLAN_LIMIT_NONE && cases[i].code)
                        assert_true(span_starts_nocase(span_from(scene.plan.reply.text), SPAN("Too many")));
                scene_end(&scene);
        }
}

static void what_cannot_be_kept_is_deferred(void **state) {
        (void)state;
        struct scene scene;
        scene_set(&scene, "mail-in-spam = quarantine\n", CHANNEL_MAIL_IN, 2);
        scene_judge(&scene, CLASS_CLEAN, CLASS_SPAM);
        policy_defer(&scene.what, "The store fails", scene.arena, &scene.plan);
        assert_int_equal(scene.plan.action, ACTION_DEFER);
        assert_int_equal(scene.plan.drop_count + scene.plan.add_count, 0);
        assert_false(scene.plan.recipients[1].drop);
        assert_string_equal(scene.plan.reply.code, "451");
        scene_end(&scene);
}

/* ---- Headers of others ------------------------------------------------------------------------------------------------ */

static void forged_results_are_removed_where_nothing_proves_them(void **state) {
        static const char border[] = "hostname = mx.example.org\nauthserv-ids = {\"filter.example.org\"}\n";
        static const char behind[] = "hostname = mx.example.org\nauthserv-ids = {\"filter.example.org\"}\n"
                                     "trusted-results = behind\ntrusted-networks = {\"192.0.2.0/24\"}\n";
        static const char elsewhere[] = "hostname = mx.example.org\nauthserv-ids = {\"filter.example.org\"}\n"
                                        "trusted-results = behind\ntrusted-networks = {\"198.51.100.0/24\"}\n";
        static const struct {
                const char *name, *value;
                bool at_border, when_trusted, outbound;
        } cases[] = {
                { "Calwarden-Verdict", "v=1; id=x", true, true, true },
                { "calwarden-verdict ", "v=1", true, true, true },
                { "Calwarden-Tag", "clean", true, true, true },
                { "X-Spam-Flag", "NO", true, false, false },
                { "x-spam", "No", true, false, false },
                { "X-Spam-Status", "No, score=-9", true, false, false },
                { "X-Spamtrap", "no", false, false, false },
                { "Authentication-Results", "filter.example.org; dmarc=pass header.from=example.com", true, false,
                  false },
                { "AUTHENTICATION-RESULTS", "\r\n\t(forged; so) MX.example.org 1;\r\n\tspf=pass", true, false, false },
                { "Authentication-Results", "\"mx.ex\\ample.org\"; spf=pass", true, false, false },
                { "Authentication-Results", "relay.example.net; dmarc=pass", false, false, false },
                { "Authentication-Results", "relay.example.net; dmarc=pass (by mx.example.org)", false, false, false },
                { "Authentication-Results", "", false, false, false },
                { "Subject", "X-Spam-Flag", false, false, false },
        };
        struct scene scenes[4];
        (void)state;
        scene_set(&scenes[0], border, CHANNEL_MAIL_IN, 1);
        scene_set(&scenes[1], elsewhere, CHANNEL_MAIL_IN, 1);
        scene_set(&scenes[2], behind, CHANNEL_MAIL_IN, 1);
        scene_set(&scenes[3], border, CHANNEL_MAIL_OUT, 1);
        for (size_t i = 0; i < 4; i++)
                policy_plan(&scenes[i].what, scenes[i].arena, &scenes[i].plan);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                bool expected[4] = { cases[i].at_border, cases[i].at_border, cases[i].when_trusted, cases[i].outbound };
                for (size_t at = 0; at < 4; at++)
                        if (plan_removes(&scenes[at].plan, span_from(cases[i].name), span_from(cases[i].value)) !=
                            expected[at])
                                fail_msg("%s: %s (scene %zu)", cases[i].name, cases[i].value, at);
        }
        for (size_t i = 0; i < 4; i++)
                scene_end(&scenes[i]);
}

/* RFC 9477: with a field of the client's own there would be two, and neither would count. */
static void outbound_mail_says_where_complaints_go(void **state) {
        static const char wanted[] = "cfbl-address = fbl@example.org\n";
        struct scene scene;
        char item[ITEM_ID_BYTES + 1];
        (void)state;
        scene_set(&scene, wanted, CHANNEL_MAIL_OUT, 1);
        scene_judge(&scene, CLASS_CLEAN, CLASS_CLEAN);
        assert_string_equal(added(&scene.plan, "CFBL-Address"), "fbl@example.org; report=arf");
        assert_true(feedback_id_read(&scene.keys, span_from(added(&scene.plan, "CFBL-Feedback-ID")), item));
        assert_string_equal(item, test_id);
        assert_true(plan_removes(&scene.plan, SPAN("cfbl-address"), SPAN("x@example.net")));
        scene_end(&scene);
        scene_set(&scene, wanted, CHANNEL_MAIL_OUT, 1);
        scene.verdict = (struct verdict){ 0 };
        policy_plan(&scene.what, scene.arena, &scene.plan);
        assert_null(added(&scene.plan, "CFBL-Address"));
        assert_false(plan_removes(&scene.plan, SPAN("CFBL-Address"), SPAN("x@example.net")));
        scene_end(&scene);
        scene_set(&scene, wanted, CHANNEL_MAIL_IN, 1);
        scene_judge(&scene, CLASS_CLEAN, CLASS_CLEAN);
        assert_null(added(&scene.plan, "CFBL-Address"));
        scene_end(&scene);
        scene_set(&scene, "", CHANNEL_MAIL_OUT, 1);
        scene_judge(&scene, CLASS_CLEAN, CLASS_CLEAN);
        assert_null(added(&scene.plan, "CFBL-Address"));
        scene_end(&scene);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(options_decide_by_channel_and_class),
                cmocka_unit_test(clean_mail_is_accepted_whatever_is_configured),
                cmocka_unit_test(defaults_tag_file_and_reject),
                cmocka_unit_test(other_channels_refuse_abuse_only),
                cmocka_unit_test(a_mail_that_is_not_whole_is_held_by_the_mail_system),
                cmocka_unit_test(folder_headers_and_subject_are_as_configured),
                cmocka_unit_test(a_refusal_says_whom_to_ask),
                cmocka_unit_test(what_is_not_examined_gets_no_field),
                cmocka_unit_test(nobody_loses_a_mail_for_anothers_sake),
                cmocka_unit_test(one_alone_can_be_quarantined),
                cmocka_unit_test(of_two_refused_the_milder_action_is_taken),
                cmocka_unit_test(whom_facts_did_not_keep_gets_nothing_inserted),
                cmocka_unit_test(what_was_let_out_is_delivered_and_offered),
                cmocka_unit_test(what_could_not_be_judged_is_never_refused),
                cmocka_unit_test(a_limit_counts_unless_something_stricter_does),
                cmocka_unit_test(what_cannot_be_kept_is_deferred),
                cmocka_unit_test(forged_results_are_removed_where_nothing_proves_them),
                cmocka_unit_test(outbound_mail_says_where_complaints_go),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
