#include "actions/plan.h"

#include "base/arena.h"
#include "config/config.h"
#include "message/authentication.h"

enum { VALUE_FACTOR = 64, VALUE_FLOOR = 256 * 1024 };

const char *action_name(enum option_action action) {
        static const char *const names[OPTION_ACTIONS] = {
                [ACTION_ACCEPT] = "accept", [ACTION_TAG] = "tag",         [ACTION_FOLDER] = "folder",
                [ACTION_HOLD] = "hold",     [ACTION_REJECT] = "reject",   [ACTION_QUARANTINE] = "quarantine",
                [ACTION_DEFER] = "defer",   [ACTION_DISCARD] = "discard",
        };
        return names[action];
}

const char *plan_limit_name(enum plan_limit limit) {
        static const char *const names[PLAN_LIMITS] = { "", "account", "client", "organizer" };
        return names[limit];
}

/* The place of the next own name of this site: its host name first, then its authserv-ids. */
static struct span own_name(const struct config *config, uint32_t i) {
        return i == 0 ? span_from(config->hostname) : span_from(config->options.list[OPT_AUTHSERV_IDS].items[i - 1]);
}

static uint32_t own_name_count(const struct config *config) {
        return 1 + config->options.list[OPT_AUTHSERV_IDS].count;
}

/* Without one of the names in it, and without quotes that could hide one, it is not ours: no need to read it. */
static bool may_be_ours(const struct config *config, struct span value) {
        if (span_find_byte(value, '"') < value.len)
                return true;
        for (uint32_t i = 0; i < own_name_count(config); i++)
                if (span_has_nocase(value, own_name(config, i)))
                        return true;
        return false;
}

/* Read by the reader that also believes them, so that nothing passes here that it would take for ours. */
static bool read_as_ours(const struct config *config, struct arena *arena, struct span value) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0)
                return true;
        arena_set_exit(arena, &exhausted);
        struct authentication_results results = authentication_results_read(arena, value);
        for (uint32_t i = 0; i < own_name_count(config); i++)
                if (own_name(config, i).len && authentication_from(&results, own_name(config, i)))
                        return true;
        return false;
}

static bool results_are_ours(const struct config *config, struct span value) {
        if (!may_be_ours(config, value))
                return false;
        ARENA_CLEANUP struct arena *arena = arena_new(VALUE_FLOOR + VALUE_FACTOR * value.len);
        return !arena || read_as_ours(config, arena, value);
}

/* Fields that put a mail into the spam folder say what we say by them. */
static bool is_folder_header(const struct options *options, struct span name) {
        const struct option_list *list = &options->list[OPT_FOLDER_HEADERS];
        for (uint32_t i = 0; i < list->count; i++) {
                struct span line = span_from(list->items[i]);
                if (span_equal_nocase(span_trim(span_split(&line, ':')), name))
                        return true;
        }
        return false;
}

static bool adds(const struct plan *plan, struct span name) {
        for (uint32_t i = 0; i < plan->add_count; i++)
                if (span_equal_nocase(span_from(plan->add[i].name), name))
                        return true;
        return false;
}

bool plan_removes(const struct plan *plan, struct span name, struct span value) {
        name = span_trim(name);
        if (span_starts_nocase(name, SPAN("Calwarden-")))
                return true;
        if (span_starts_nocase(name, SPAN("CFBL-")) && adds(plan, name))
                return true; /* ours comes instead: two would both be nobody's (RFC 9477 3.1) */
        if (!plan->inbound || plan->trusted)
                return false;
        if (span_equal_nocase(name, SPAN("Authentication-Results")))
                return results_are_ours(plan->config, value);
        return option_list_has(&plan->config->options, OPT_REMOVE_HEADERS, name) ||
               is_folder_header(&plan->config->options, name);
}
