/* What one of our own may send within the window: by account, client and organizer, messages and distinct recipients. */
#include "actions/source-limits.h"

#include "actions-test.h"
#include "store/counters.h"

struct scene {
        struct config *config;
        struct arena *arena;
        struct counters *counters;
        struct recipient recipients[64];
        struct item item;
        struct facts facts;
        struct source_limit limit;
};

static struct scene *scene_new(const char *options) {
        const struct counters_settings settings = { .keys = 1000, .timeout_ms = 50 };
        struct scene *scene = calloc(1, sizeof *scene);
        scene->config = config_of(options);
        scene->arena = arena_new(1 << 20);
        assert_int_equal(counters_new(&settings, &scene->counters, NULL), CW_OK);
        scene->item = item_of(CHANNEL_MAIL_OUT, NULL, 0);
        scene->item.auth_user = SPAN("anna@example.org");
        scene->facts.item = &scene->item;
        scene->facts.organizer.address = SPAN("anna@example.org");
        return scene;
}

static void scene_free(struct scene *scene) {
        counters_free(scene->counters);
        arena_free(scene->arena);
        config_unref(scene->config);
        free(scene);
}

/* A message to the recipients number first to first + count - 1. */
static enum plan_limit pass(struct scene *scene, uint32_t first, uint32_t count) {
        for (uint32_t i = 0; i < count; i++)
                scene->recipients[i].party.address = arena_format(scene->arena, "user%u@example.com", first + i);
        scene->facts.recipients = (struct array){ .items = scene->recipients, .count = count };
        source_limits_count(scene->counters, scene->config, &scene->facts, scene->arena, &scene->limit);
        return scene->limit.by;
}

static void messages_are_limited(void **state) {
        (void)state;
        struct scene *scene = scene_new("limit-account-messages = 3\n");
        for (int i = 0; i < 3; i++)
                assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_ACCOUNT);
        assert_false(scene->limit.recipients);
        assert_int_equal(scene->limit.count, 4);
        assert_int_equal(scene->limit.most, 3);
        assert_string_equal(scene->limit.subject, "anna@example.org");
        /* The same account in other letters; another account. */
        scene->item.auth_user = SPAN("Anna@Example.ORG");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_ACCOUNT);
        scene->item.auth_user = SPAN("ben@example.org");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene_free(scene);
}

static void distinct_recipients_are_limited(void **state) {
        (void)state;
        struct scene *scene = scene_new("limit-account-recipients = 10\n");
        assert_int_equal(pass(scene, 1, 10), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 10), PLAN_LIMIT_NONE); /* the same ones again */
        assert_int_equal(pass(scene, 11, 1), PLAN_LIMIT_ACCOUNT);
        assert_true(scene->limit.recipients);
        assert_int_equal(scene->limit.count, 11);
        scene_free(scene);
}

static void clients_and_organizers_are_limited(void **state) {
        (void)state;
        struct scene *scene = scene_new("limit-client-messages = 2\n");
        scene->item.auth_user = (struct span){ 0 };
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_CLIENT);
        assert_string_equal(scene->limit.subject, "192.0.2.7");
        scene_free(scene);

        scene = scene_new("limit-organizer-messages = 2\nlimit-organizer-recipients = 5\n");
        assert_int_equal(pass(scene, 1, 3), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 6), PLAN_LIMIT_ORGANIZER);
        assert_true(scene->limit.recipients);
        scene_free(scene);
}

/* Else one could use up another's share by naming him. */
static void organizers_are_counted_within_an_account(void **state) {
        (void)state;
        struct scene *scene = scene_new("limit-organizer-messages = 1\n");
        scene->item.auth_user = SPAN("mallory@example.org");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_ORGANIZER);
        scene->item.auth_user = SPAN("anna@example.org");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene_free(scene);
}

static void one_of_ours_is_one_however_he_is_written(void **state) {
        static const char *const accounts[] = { "anna",
                                                "Anna@example.org",
                                                "anna+1@example.org",
                                                " anna@example.org ",
                                                "anna@example.org.",
                                                "anna@old.example" };
        enum { WAYS = sizeof accounts / sizeof *accounts };
        (void)state;
        struct scene *scene = scene_new("limit-account-messages = 2\nown-domains = {\"example.org\"}\n"
                                        "aliases = {\"@old.example=@example.org\"}\n");
        for (size_t i = 0; i < WAYS; i++) {
                scene->item.auth_user = span_from(accounts[i]);
                scene->facts.organizer.address = arena_format(scene->arena, "o%zu@example.org", i);
                if (pass(scene, 1, 1) != (i < 2 ? PLAN_LIMIT_NONE : PLAN_LIMIT_ACCOUNT))
                        fail_msg("%s", accounts[i]);
        }
        assert_string_equal(scene->limit.subject, "anna@example.org");
        scene_free(scene);

        scene = scene_new("limit-organizer-messages = 2\nown-domains = {\"example.org\"}\n");
        for (size_t i = 1; i < WAYS - 1; i++) {
                scene->facts.organizer.address = span_from(accounts[i]);
                if (pass(scene, 1, 1) != (i < 3 ? PLAN_LIMIT_NONE : PLAN_LIMIT_ORGANIZER))
                        fail_msg("%s", accounts[i]);
        }
        scene_free(scene);

        scene = scene_new("limit-account-messages = 1\nlimit-exempt = {\"anna@example.org\"}\n"
                          "own-domains = {\"example.org\"}\n");
        scene->item.auth_user = SPAN("anna");
        for (size_t i = 0; i < 3; i++)
                assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene_free(scene);
}

/* A new organizer each time does not help, without any option. With a login the account counts, and not the host from
 * which many log in. */
static void a_client_without_login_is_limited(void **state) {
        (void)state;
        struct scene *scene = scene_new("");
        scene->item.auth_user = (struct span){ 0 };
        for (uint32_t i = 0; i < 5001; i++) {
                scene->facts.organizer.address = arena_format(scene->arena, "o%u@example.org", i);
                if (pass(scene, 1, 1) != (i < 5000 ? PLAN_LIMIT_NONE : PLAN_LIMIT_CLIENT))
                        fail_msg("%u", i);
        }
        scene->item.auth_user = SPAN("ben@example.org");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene_free(scene);
}

static void what_is_over_a_limit_is_not_counted(void **state) {
        (void)state;
        struct scene *scene = scene_new("limit-account-messages = 2\nlimit-client-messages = 5\n");
        for (int i = 0; i < 10; i++)
                assert_int_equal(pass(scene, 1, 1), i < 2 ? PLAN_LIMIT_NONE : PLAN_LIMIT_ACCOUNT);
        scene->item.auth_user = SPAN("ben@example.org");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene_free(scene);
}

static void the_exempt_have_no_limits(void **state) {
        static const char limits[] =
                "limit-account-messages = 1\nlimit-client-messages = 1\nlimit-organizer-messages = 1\n";
        static const char *const exempt[] = { "news@example.org", "192.0.2.7" };
        (void)state;
        for (size_t i = 0; i < 2; i++) {
                char options[256];
                (void)snprintf(options, sizeof options, "%slimit-exempt = {\"%s\"}\n", limits, exempt[i]);
                struct scene *scene = scene_new(options);
                scene->item.auth_user = SPAN("News@example.org");
                for (int n = 0; n < 5; n++)
                        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
                scene_free(scene);
        }
        /* An organizer is only a claim: naming an exempt one frees nobody from his own limit. */
        struct scene *scene = scene_new("limit-account-messages = 2\nlimit-organizer-messages = 1\n"
                                        "limit-exempt = {\"anna@example.org\"}\n");
        scene->item.auth_user = SPAN("mallory@example.org");
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_ACCOUNT);
        scene_free(scene);
}

static void others_and_no_limit_pass(void **state) {
        (void)state;
        struct scene *scene = scene_new("limit-account-messages = 0\nlimit-account-recipients = 0\n"
                                        "limit-organizer-messages = 0\nlimit-organizer-recipients = 0\n");
        for (int i = 0; i < 20; i++)
                assert_int_equal(pass(scene, 1, 64), PLAN_LIMIT_NONE);
        scene_free(scene);
        scene = scene_new("limit-account-messages = 1\nlimit-client-messages = 1\nlimit-organizer-messages = 1\n");
        scene->item.channel = CHANNEL_MAIL_IN;
        for (int i = 0; i < 3; i++)
                assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene->item.channel = CHANNEL_SUBMIT;
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_ACCOUNT);
        counters_free(scene->counters);
        scene->counters = NULL;
        assert_int_equal(pass(scene, 1, 1), PLAN_LIMIT_NONE);
        scene_free(scene);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(messages_are_limited),
                cmocka_unit_test(distinct_recipients_are_limited),
                cmocka_unit_test(clients_and_organizers_are_limited),
                cmocka_unit_test(organizers_are_counted_within_an_account),
                cmocka_unit_test(one_of_ours_is_one_however_he_is_written),
                cmocka_unit_test(a_client_without_login_is_limited),
                cmocka_unit_test(what_is_over_a_limit_is_not_counted),
                cmocka_unit_test(the_exempt_have_no_limits),
                cmocka_unit_test(others_and_no_limit_pass),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
