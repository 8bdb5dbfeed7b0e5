/* layer: checks */
/* Conditions, settings, and texts under the shipped rules; chosen by the first byte. */
#include <assert.h>
#include <setjmp.h>
#include <stdint.h>

#include "base/limits.h"
#include "checks/rule-condition.h"
#include "checks/rules.h"
#include "config/settings.h"
#include "facts/facts.h"
#include "text/context.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text_context *context;
static struct rules *rules;
static struct rules_scratch *scratch;

/* The folder of the rules beside the tests of this file. */
static void load(void) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s", __FILE__);
        for (int up = 0; up < 3; up++)
                *strrchr(path, '/') = '\0';
        (void)snprintf(path + strlen(path), sizeof path - strlen(path), "/rules");
        struct err err = { 0 };
        if (text_context_new(&context, &err) != CW_OK || rules_load(path, context, NULL, &rules, &err) != CW_OK ||
            rules_scratch_new(rules, &scratch, &err) != CW_OK) {
                fprintf(stderr, "%s\n", err.text);
                abort();
        }
}

static bool find_any(void *user, struct span name, uint32_t *ret, const char **ret_why) {
        (void)user;
        *ret_why = "is unknown";
        *ret = (uint32_t)name.len % 64;
        return name.len > 0 && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

static void any_leaf(void *user, uint32_t n) {
        *(uint64_t *)user += n;
}

static void try_condition(struct arena *arena, struct span text, struct facts *facts) {
        const struct condition_names names = { .find = find_any };
        struct problems problems = { .arena = arena };
        struct condition condition;
        const uint64_t held = 0x5555;
        if (!condition_parse(arena, arena_copy(arena, text).ptr, &names, "fuzz", 1, &problems, &condition)) {
                assert(problems.errors == 1);
                return;
        }
        assert(condition_holds(&condition, facts, &held) <= TRUTH_UNKNOWN);
        uint64_t sum = 0;
        condition_visit(&condition, facts, &held, &(struct condition_visitor){ any_leaf, any_leaf, &sum });
}

static void try_settings(struct arena *arena, struct span text) {
        static const char *const settings[] = { "name", "list" };
        static const struct section_kind kinds[] = { { NULL, settings, 2 }, { "section", settings, 2 } };
        struct settings_reader reader = { 0 };
        struct problems problems = { .arena = arena };
        struct array sections = { 0 };
        settings_read_text(&reader, arena, "fuzz", arena_copy(arena, text).ptr, kinds, 2, &sections, &problems);
        for (uint32_t i = 0; i < sections.count; i++) {
                const struct section *section = &((const struct section *)sections.items)[i];
                for (int j = 0; j < 2; j++)
                        for (uint32_t k = 0; k < section->settings[j].count; k++) {
                                double number;
                                bool truth;
                                (void)setting_number(section->settings[j].values[k].text, &number);
                                (void)setting_truth(section->settings[j].values[k].text, &truth);
                        }
        }
}

/* The lines are the texts of the fields in turn; a line of one field may stand for another as well. */
static void try_texts(struct arena *arena, struct span bytes, struct facts *facts) {
        struct span texts[FIELDS][2];
        for (int i = 0; bytes.len > 0 && i < FIELDS * 2; i++) {
                int field = i % FIELDS;
                texts[field][i / FIELDS] = span_split(&bytes, '\n');
                facts->fields[field] = (struct texts){ texts[field], (uint32_t)(i / FIELDS) + 1 };
        }
        struct signals signals = { .arena = arena };
        rules_run(rules, scratch, facts, &signals);
        rules_combine(rules, scratch, facts, &signals);
        assert(signals.list.count <= rules_count(rules));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        if (!rules)
                load();
        if (size == 0)
                return 0;
        struct arena *arena = arena_new(size * 256 + LIMIT_ARENA_FLOOR);
        assert(arena);
        struct span bytes = { (const char *)data + 1, size - 1 };
        struct facts facts = { 0 };
        for (enum quantity i = 0; i < QUANTITIES; i++) {
                facts.quantity[i] = data[0] >> 4 & i;
                facts.quantity_known[i] = (data[0] & 8) || i % 3;
        }
        switch (data[0] & 3) {
        case 0:
                try_condition(arena, bytes, &facts);
                break;
        case 1:
                try_settings(arena, bytes);
                break;
        default:
                try_texts(arena, bytes, &facts);
        }
        arena_free(arena);
        return 0;
}
