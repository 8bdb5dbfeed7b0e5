/* The tests beside the rule files: small messages, and which rules hold for them. */
#include "base/limits.h"
#include "checks/checks.h"
#include "checks/rules-internal.h"
#include "text/findings.h"

/* Settings of a case: every field, every quantity, and these. */
enum {
        SETTING_ABSENT = FIELDS + QUANTITIES, /* quantities that are not known */
        SETTING_SIGNALS,                      /* checks that fired */
        SETTING_FIRES,
        SETTING_SILENT, /* "*": nothing that speaks against the message */
        SETTINGS
};

struct testing {
        const char *dir;
        const struct text_context *text;
        struct problems *problems;
        struct rules *rules;
        struct rules_scratch *scratch;
        struct arena *arena;
        struct rule_loading files; /* for reading them */
        struct rules_tested tested;
        bool *fired, *spared; /* one a rule: has a case in which it fires, one in which it does not */
};

struct trial {
        struct testing *testing;
        const struct section *section;
        struct defects defects;
        struct facts facts;
        struct signals signals;
};

static void fail(struct trial *trial, uint32_t line, const char *format, const char *what) {
        char text[300];
        (void)snprintf(text, sizeof text, format, what);
        problems_add(trial->testing->problems, trial->section->file, line, "%s: %s", trial->section->title, text);
        trial->testing->tested.failed++;
}

/* ---- The facts of a case ----------------------------------------------------------------------------------------- */

static void add_field_text(struct trial *trial, enum field field, struct span text) {
        struct texts *texts = &trial->facts.fields[field];
        struct span *items = arena_alloc(trial->testing->arena, (texts->count + 1) * sizeof *items);
        if (texts->count > 0)
                memcpy(items, texts->items, texts->count * sizeof *items);
        items[texts->count] = text;
        *texts = (struct texts){ .items = items, .count = texts->count + 1 };
}

static void set_quantity(struct facts *facts, enum quantity quantity, double value) {
        facts->quantity[quantity] = value;
        facts->quantity_known[quantity] = true;
}

/* What the readers of facts would find in the texts. */
static void find_in_texts(struct trial *trial) {
        static const enum field calendar[] = { FIELD_SUMMARY, FIELD_DESCRIPTION, FIELD_LOCATION, FIELD_RICH,
                                               FIELD_CATEGORIES };
        static const enum field mail[] = { FIELD_SUBJECT, FIELD_BODY };
        struct facts *facts = &trial->facts;
        struct testing *testing = trial->testing;
        for (size_t i = 0; i < sizeof calendar / sizeof *calendar; i++)
                for (uint32_t j = 0; j < facts->fields[calendar[i]].count; j++)
                        findings_read(testing->text, testing->arena, facts->fields[calendar[i]].items[j],
                                      &trial->defects, &facts->calendar_findings);
        for (size_t i = 0; i < sizeof mail / sizeof *mail; i++)
                for (uint32_t j = 0; j < facts->fields[mail[i]].count; j++)
                        findings_read(testing->text, testing->arena, facts->fields[mail[i]].items[j], &trial->defects,
                                      &facts->mail_findings);
}

static void count_findings(struct trial *trial, const struct findings *findings) {
        double foreign = 0;
        for (uint32_t i = 0; i < findings->links.count; i++) {
                const struct link *link = &((const struct link *)findings->links.items)[i];
                add_field_text(trial, FIELD_LINK, link->url);
                add_field_text(trial, FIELD_LINK_HOST, link->host);
                foreign += !link->known;
        }
        double *quantity = trial->facts.quantity;
        quantity[QUANTITY_LINKS] += findings->links.count;
        quantity[QUANTITY_FOREIGN_LINKS] += foreign;
        quantity[QUANTITY_PHONES] += findings->phones.count;
        quantity[QUANTITY_AMOUNTS] += findings->amounts.count;
        quantity[QUANTITY_ADDRESSES] += findings->emails.count;
}

static void read_quantities(struct trial *trial) {
        const struct setting *settings = trial->section->settings;
        for (enum quantity i = 0; i < QUANTITIES; i++) {
                const struct setting *setting = &settings[FIELDS + i];
                double value;
                if (setting->count == 0)
                        continue;
                if (setting_number(setting->values[0].text, &value))
                        set_quantity(&trial->facts, i, value);
                else
                        fail(trial, setting->values[0].line, "\"%s\" is no number", setting->values[0].text);
        }
        for (uint32_t i = 0; i < settings[SETTING_ABSENT].count; i++) {
                const struct setting_value *value = &settings[SETTING_ABSENT].values[i];
                enum quantity quantity = 0;
                while (quantity < QUANTITIES && strcmp(quantity_table[quantity].name, value->text) != 0)
                        quantity++;
                if (quantity < QUANTITIES)
                        trial->facts.quantity_known[quantity] = false;
                else
                        fail(trial, value->line, "there is no quantity \"%s\"", value->text);
        }
}

/* A message of a stranger, with what its texts hold; all else as the case says, or 0. */
static void facts_make(struct trial *trial) {
        struct facts *facts = &trial->facts;
        for (enum field i = 0; i < FIELDS; i++)
                for (uint32_t j = 0; j < trial->section->settings[i].count; j++)
                        add_field_text(trial, i, span_from(trial->section->settings[i].values[j].text));
        for (enum quantity i = 0; i < QUANTITIES; i++)
                set_quantity(facts, i, 0);
        find_in_texts(trial);
        count_findings(trial, &facts->calendar_findings);
        facts->quantity[QUANTITY_CALENDAR_LINKS] = facts->quantity[QUANTITY_LINKS];
        facts->quantity[QUANTITY_CALENDAR_PHONES] = facts->quantity[QUANTITY_PHONES];
        facts->quantity[QUANTITY_CALENDAR_AMOUNTS] = facts->quantity[QUANTITY_AMOUNTS];
        count_findings(trial, &facts->mail_findings);
        set_quantity(facts, QUANTITY_STRANGER, 1);
        set_quantity(facts, QUANTITY_CALENDARS, 1);
        set_quantity(facts, QUANTITY_INVITATION, 1);
        read_quantities(trial);
}

/* ---- Running a case ---------------------------------------------------------------------------------------------- */

static void add_checks(struct trial *trial) {
        const struct setting *setting = &trial->section->settings[SETTING_SIGNALS];
        for (uint32_t i = 0; i < setting->count; i++) {
                uint32_t number;
                const char *name = setting->values[i].text;
                if (name_table_get(&trial->testing->rules->names, span_from(name), &number) && number < check_count)
                        signals_add(&trial->signals, &check_table[number].kind, "given");
                else
                        fail(trial, setting->values[i].line, "there is no check %s", name);
        }
}

static const char *list_signals(struct trial *trial) {
        struct buf names = buf_in(trial->testing->arena, 200);
        const struct signal *list = trial->signals.list.items;
        for (uint32_t i = 0; i < trial->signals.list.count; i++)
                buf_add_format(&names, " %s", list[i].kind->name);
        if (names.len == 0)
                buf_add(&names, SPAN(" nothing"));
        buf_add_byte(&names, '\0');
        return names.ptr;
}

static void expect_nothing(struct trial *trial, uint32_t line) {
        const struct signal *list = trial->signals.list.items;
        for (uint32_t i = 0; i < trial->signals.list.count; i++)
                if (list[i].weight > 0) {
                        fail(trial, line, "nothing should fire, and there fired%s", list_signals(trial));
                        return;
                }
}

static void expect(struct trial *trial, uint32_t which, bool fires) {
        struct testing *testing = trial->testing;
        const struct setting *setting = &trial->section->settings[which];
        for (uint32_t i = 0; i < setting->count; i++) {
                const struct setting_value *value = &setting->values[i];
                uint32_t number;
                if (!fires && strcmp(value->text, "*") == 0) {
                        expect_nothing(trial, value->line);
                        continue;
                }
                if (!name_table_get(&testing->rules->names, span_from(value->text), &number) || number < check_count) {
                        fail(trial, value->line, "there is no rule %s", value->text);
                        continue;
                }
                bool held = testing->scratch->held[number / 64] >> (number % 64) & 1;
                (fires ? testing->fired : testing->spared)[number - check_count] = true;
                char format[300];
                (void)snprintf(format, sizeof format, "%%s should %s; there fired%.200s", fires ? "fire" : "be silent",
                               list_signals(trial));
                if (held != fires)
                        fail(trial, value->line, format, value->text);
        }
}

static void run_case(struct testing *testing, const struct section *section) {
        struct trial trial = { .testing = testing, .section = section };
        trial.defects.arena = testing->arena;
        trial.signals.arena = testing->arena;
        uint32_t failed = testing->tested.failed;
        facts_make(&trial);
        add_checks(&trial);
        rules_run(testing->rules, testing->scratch, &trial.facts, &trial.signals);
        rules_combine(testing->rules, testing->scratch, &trial.facts, &trial.signals);
        expect(&trial, SETTING_FIRES, true);
        expect(&trial, SETTING_SILENT, false);
        testing->tested.cases++;
        /* Count cases that fail, not what fails in them. */
        if (testing->tested.failed > failed)
                testing->tested.failed = failed + 1;
}

static void run_files(struct testing *testing) {
        const char *names[SETTINGS] = {
                [SETTING_ABSENT] = "absent",
                [SETTING_SIGNALS] = "signals",
                [SETTING_FIRES] = "fires",
                [SETTING_SILENT] = "silent",
        };
        for (enum field i = 0; i < FIELDS; i++)
                names[i] = field_table[i].name;
        for (enum quantity i = 0; i < QUANTITIES; i++)
                names[FIELDS + i] = quantity_table[i].name;
        const struct section_kind kind = { "case", names, SETTINGS };
        struct array files = { 0 };
        loading_names(&testing->files, ".test", &files);
        for (uint32_t i = 0; i < files.count; i++) {
                const char *name = ((const char *const *)files.items)[i];
                struct array sections = { 0 };
                settings_read(&testing->files.reader, testing->arena,
                              arena_format(testing->arena, "%s/%s", testing->dir, name).ptr, &kind, 1, &sections,
                              testing->problems);
                for (uint32_t j = 0; j < sections.count; j++)
                        run_case(testing, &((const struct section *)sections.items)[j]);
        }
}

static void tell_untested(struct testing *testing) {
        for (uint32_t i = 0; i < testing->rules->list.count; i++) {
                const struct rule_info *info = rules_info(testing->rules, i);
                if (!testing->fired[i])
                        problems_add(testing->problems, info->file, info->line, "%s: no case in which it fires",
                                     info->kind.name);
                if (!testing->spared[i])
                        problems_add(testing->problems, info->file, info->line, "%s: no near miss, where it is silent",
                                     info->kind.name);
        }
}

static enum cw_err test(struct testing *testing, struct err *reterr) {
        enum cw_err code = rules_load(testing->dir, testing->text, testing->problems, &testing->rules, reterr);
        if (code == CW_OK)
                code = rules_scratch_new(testing->rules, &testing->scratch, reterr);
        if (code != CW_OK)
                return code;
        jmp_buf exit;
        if (setjmp(exit))
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the tests of %s", testing->dir);
        arena_set_exit(testing->arena, &exit);
        testing->files.dir = testing->dir;
        testing->files.problems = testing->problems;
        /* The files are read as those of the rules are, into an arena of their own. */
        struct rules own = { .arena = testing->arena };
        testing->files.rules = &own;
        uint32_t count = testing->rules->list.count;
        testing->tested.rules = count;
        testing->fired = arena_alloc(testing->arena, count + 1);
        testing->spared = arena_alloc(testing->arena, count + 1);
        run_files(testing);
        tell_untested(testing);
        arena_set_exit(testing->arena, NULL);
        return CW_OK;
}

enum cw_err rules_test(const char *dir, const struct text_context *text, struct problems *problems,
                       struct rules_tested *ret, struct err *reterr) {
        struct testing testing = { .dir = dir, .text = text };
        testing.arena = arena_new(LIMIT_RULES_ARENA);
        if (!testing.arena)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for tests");
        testing.problems = problems;
        enum cw_err code = test(&testing, reterr);
        loading_close(&testing.files);
        rules_scratch_free(testing.scratch);
        rules_free(testing.rules);
        arena_free(testing.arena);
        if (code == CW_OK)
                *ret = testing.tested;
        return code;
}
