/* rules: words, conditions, mistakes in files, running, combinations, lists, and the shipped rules with their tests. */
#include "rules-dir.h"

#include "checks/checks.h"
#include "checks/rules-internal.h"

static struct text_context *context;

static int set_up(void **state) {
        (void)state;
        return text_context_new(&context, NULL);
}
static int tear_down(void **state) {
        (void)state;
        text_context_free(context);
        return 0;
}

/* ---- Words ------------------------------------------------------------------------------------------------------- */

struct finds {
        char text[256];
};

static void on_found(void *user, uint32_t id, uint32_t from, uint32_t to) {
        struct finds *finds = user;
        size_t len = strlen(finds->text);
        (void)snprintf(finds->text + len, sizeof finds->text - len, "%s%u@%u-%u", len ? " " : "", id, from, to);
}

/* The words that are looked for: 0 call, 1 call* (open end), 2 "call us now", 3 ai, 4 退款, 5 @gemini, 6 звоните, 7 a
 * longer one. */
static const struct rule_word word_list[] = {
        { { "call", 4 }, 0, true },         { { "call", 4 }, 1, false },
        { { "call us now", 11 }, 2, true }, { { "ai", 2 }, 3, true },
        { { "退款", 6 }, 4, false },        { { "@gemini", 7 }, 5, true },
        { { "звоните", 14 }, 6, true },     { { "abcdefghijklmnox", 16 }, 7, false },
};

static const struct {
        const char *name, *text, *found;
} word_cases[] = {
        { "empty", "", "" },
        { "alone", "call", "0@0-4 1@0-4" },
        { "goes on", "calls", "1@0-4" },
        { "began before", "recall", "" },
        { "after a sign", "(call)", "0@1-5 1@1-5" },
        { "a letter of two bytes before", "écall", "" },
        { "a letter of two bytes behind", "callé", "1@0-4" },
        { "a phrase", "please call us now!", "2@7-18 0@7-11 1@7-11" },
        { "a phrase that stops", "call us no", "0@0-4 1@0-4" },
        { "short", "an ai, aid", "3@3-5" },
        { "Chinese within a text", "我要退款吗", "4@6-12" },
        { "begins with a sign", "hey@gemini hi", "5@3-10" },
        { "Cyrillic", "срочно звоните нам", "6@13-27" },
        { "Cyrillic goes on", "позвоните", "" },
        { "behind a quotation mark", "“call”", "0@3-7 1@3-7" },
        { "behind a guillemet", "«звоните»", "6@2-16" },
        { "at the border of a block",
          "..............................................................."
          " call ...........................",
          "0@64-68 1@64-68" },
        { "over the border of a block",
          "............................................................."
          " call ...........................",
          "0@62-66 1@62-66" },
        { "a word over the border", "............................................................xxxxcall", "" },
        { "no room for all of it", "abcdefghijklmno", "" },
        { "twice", "call call", "0@0-4 1@0-4 0@5-9 1@5-9" },
};

static void test_words(void **state) {
        (void)state;
        struct arena *arena = arena_new(1 << 24);
        const struct word_finder *finder = word_finder_new(arena, word_list, sizeof word_list / sizeof *word_list);
        for (size_t i = 0; i < sizeof word_cases / sizeof *word_cases; i++) {
                struct buf text = buf_in(arena, 4096);
                buf_add(&text, span_from(word_cases[i].text));
                assert_non_null(buf_room(&text, RULE_WORD_PADDING));
                memset(text.ptr + text.len, 'x', RULE_WORD_PADDING);
                struct finds finds = { "" };
                word_finder_run(finder, buf_span(&text), on_found, &finds);
                if (strcmp(finds.text, word_cases[i].found) != 0)
                        fail_msg("%s: expected \"%s\", found \"%s\"", word_cases[i].name, word_cases[i].found,
                                 finds.text);
        }
        arena_free(arena);
}

/* ---- Conditions -------------------------------------------------------------------------------------------------- */

/* Signals A (held), B (not held); links 2, phones 0, stranger 1, proven unknown. */
static bool find_letter(void *user, struct span name, uint32_t *ret, const char **ret_why) {
        (void)user;
        *ret_why = "is unknown";
        if (name.len != 1 || (name.ptr[0] != 'A' && name.ptr[0] != 'B'))
                return false;
        *ret = (uint32_t)(name.ptr[0] - 'A');
        return true;
}

static const struct {
        const char *text;
        const char *expect; /* true, false, unknown, or a part of the mistake */
} condition_cases[] = {
        { "A", "true" },
        { "B", "false" },
        { "not B", "true" },
        { "not not A", "true" },
        { "links", "true" },
        { "phones", "false" },
        { "links > 1", "true" },
        { "links>2", "false" },
        { "links >= 2 and links <= 2", "true" },
        { "links = 2", "true" },
        { "links == 2", "true" },
        { "links != 2", "false" },
        { "links < -1", "false" },
        { "proven", "unknown" },
        { "not proven", "unknown" },
        { "proven = 0", "unknown" },
        { "A and proven", "unknown" },
        { "B and proven", "false" },
        { "proven and B", "false" },
        { "A or proven", "true" },
        { "B or proven", "unknown" },
        { "not (B or proven)", "unknown" },
        { "A or B and B", "true" },
        { "(A or B) and B", "false" },
        { "attendee-domains = 0", "true" },
        { "stranger and(links>0)", "true" },
        { "", "something is missing" },
        { "A and", "something is missing" },
        { "(A", "\")\" is missing" },
        { "A)", "\")\" is not expected" },
        { "A B", "\"B\" is not expected" },
        { "Z", "\"Z\" is unknown" },
        { "links > many", "\"many\" is no number" },
        { "links >", "is no number" },
        { "and A", "\"and\" is unknown" },
        { "A % B", "\"%\" is not expected" },
};

static const char *condition_result(struct arena *arena, const char *text) {
        struct facts facts = { 0 };
        for (enum quantity i = 0; i < QUANTITIES; i++)
                facts.quantity_known[i] = i != QUANTITY_PROVEN;
        facts.quantity[QUANTITY_LINKS] = 2;
        facts.quantity[QUANTITY_STRANGER] = 1;
        const uint64_t held = 1;
        const struct condition_names names = { .find = find_letter };
        struct problems problems = { .arena = arena };
        struct condition condition;
        if (!condition_parse(arena, text, &names, "file", 7, &problems, &condition)) {
                assert_int_equal(problems.errors, 1);
                return ((const struct problem *)problems.list.items)[0].text;
        }
        static const char *const words[] = { "false", "true", "unknown" };
        return words[condition_holds(&condition, &facts, &held)];
}

static void test_conditions(void **state) {
        (void)state;
        struct arena *arena = arena_new(1 << 24);
        for (size_t i = 0; i < sizeof condition_cases / sizeof *condition_cases; i++) {
                const char *result = condition_result(arena, condition_cases[i].text);
                if (!strstr(result, condition_cases[i].expect))
                        fail_msg("%s: expected %s, was %s", condition_cases[i].text, condition_cases[i].expect, result);
        }
        arena_free(arena);
}

static void test_condition_depth(void **state) {
        (void)state;
        struct arena *arena = arena_new(1 << 26);
        static char text[200000];
        memset(text, '(', sizeof text - 1);
        assert_non_null(strstr(condition_result(arena, text), "too deep"));
        for (size_t i = 0; i + 6 < sizeof text; i += 6)
                memcpy(text + i, "A and ", 6);
        text[sizeof text - 3] = '\0';
        assert_non_null(strstr(condition_result(arena, text), "too long"));
        arena_free(arena);
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static const struct {
        const char *name, *text;
        const char *expect[4]; /* parts of the problems, in order */
} file_cases[] = {
        { "nothing is wrong", "rule A { description = d group = lure weight = 1 patterns = x-y }", { NULL } },
        { "syntax", "rule A { description = d\n group = }", { "a.rules:2: unexpected" } },
        { "an unknown option", "rule A { colour = red }", { "a.rules:1: no such option 'colour'" } },
        { "every mistake is told",
          "rule A { description = d group = lure weight = 9 patterns = abc }\nrule b {\n group = none\n weight = heavy "
          "patterns = abc\n}",
          { "a.rules:1: A: the weight 9", "b: a name is made of", "b: it has no description",
            "a.rules:3: b: there is no "
            "group \"none\"" } },
        { "a name twice",
          "rule A { description = d group = lure weight = 1 patterns = abc }\ncombination A { description "
          "= d group = lure weight = 1 when = links }",
          { "A: the name is taken by another rule" } },
        { "a check's name",
          "rule ORIGINATOR_SPOOF { description = d group = lure weight = 1 patterns = abc }",
          { "the name is taken by a check" } },
        { "no patterns", "rule A { description = d group = lure weight = 1 }", { "neither patterns nor a condition" } },
        { "an unknown field",
          "rule A { description = d group = lure weight = 1 fields = title patterns = abc }",
          { "there is no field \"title\"" } },
        { "an attack",
          "rule A { description = d group = lure weight = 1 attacks = {12, 99} patterns = abc }",
          { "\"99\" is no attack" } },
        { "a bad expression",
          "rule A { description = d group = lure weight = 1\n patterns = {'/abc(/', '/de[/'} }",
          { "a.rules:2: /abc(/: ", "a.rules:2: /de[/: " } },
        { "no expression",
          "rule A { description = d group = lure weight = 1 patterns = '/abc' }",
          { "is no expression" } },
        { "unknown words",
          "rule A { description = d group = lure weight = 1 patterns = '@abc' }",
          { "there are no words abc" } },
        { "near",
          "words a { text = abc }\nrule A { description = d group = lure weight = 1 patterns = '@a def' }",
          { "\"def\" is not expected" } },
        { "a condition",
          "rule A { description = d group = lure weight = 1 patterns = abc when = 'links > ' }",
          { "is no number" } },
        { "a rule's condition names a signal",
          "rule A { description = d group = lure weight = 1 patterns = abc }\nrule B { description = d group = lure weight "
          "= 1 when = A }",
          { "only combinations may name signals" } },
        { "a combination looks below",
          "combination A { description = d group = lure weight = 1 when = B }\ncombination B { description = d group = "
          "lure weight = 1 when = links }",
          { "stands further below" } },
        { "a combination of itself",
          "combination A { description = d group = lure weight = 1 when = A }",
          { "stands further below" } },
        { "a list that is not there",
          "list A { description = d group = lure weight = 1 fields = from file = none.list }",
          { "the list none.list cannot be read" } },
        { "proof",
          "rule A { description = d group = lure weight = 12 proof = maybe patterns = abc }",
          { "proof is yes or no", "the weight 12" } },
};

static void test_files(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof file_cases / sizeof *file_cases; i++) {
                struct rules_dir dir;
                rules_dir_make(&dir);
                rules_dir_write(&dir, "a.rules", file_cases[i].text);
                struct problems problems = { .arena = arena_new(1 << 20) };
                struct rules *rules = NULL;
                struct err err = { 0 };
                enum cw_err code = rules_load(dir.path, context, &problems, &rules, &err);
                uint32_t expected = 0;
                for (; expected < 4 && file_cases[i].expect[expected]; expected++) {
                        char told[512] = "nothing";
                        if (expected < problems.list.count) {
                                const struct problem *problem = &((const struct problem *)problems.list.items)[expected];
                                (void)snprintf(told, sizeof told, "%s:%u: %s", problem->file, problem->line,
                                               problem->text);
                        }
                        if (!strstr(told, file_cases[i].expect[expected]))
                                fail_msg("%s: expected \"%s\", told %s", file_cases[i].name,
                                         file_cases[i].expect[expected], told);
                }
                if (code != (expected ? CW_ERR_CONFIG : CW_OK))
                        fail_msg("%s: code %d, %s", file_cases[i].name, code, err.text);
                rules_free(rules);
                arena_free(problems.arena);
                rules_dir_remove(&dir);
        }
}

/* libConfuse would read abc* as abc. */
static void test_star_without_quotes(void **state) {
        (void)state;
        struct rules_dir dir;
        rules_dir_make(&dir);
        rules_dir_write(&dir, "a.rules",
                        "# no* \"\nwords a { text = {\"one*\", 'tw\\'o*',\n three*} }\n"
                        "rule A { description = d group = lure weight = 1 patterns = '@a' }");
        struct problems problems = { .arena = arena_new(1 << 20) };
        struct rules *rules = NULL;
        assert_int_equal(rules_load(dir.path, context, &problems, &rules, NULL), CW_OK);
        assert_int_equal(problems.list.count, 1);
        const struct problem *problem = problems.list.items;
        assert_int_equal(problem->line, 3);
        assert_non_null(strstr(problem->text, "a * outside of quotes"));
        rules_free(rules);
        arena_free(problems.arena);
        rules_dir_remove(&dir);
}

static void test_no_folder(void **state) {
        (void)state;
        struct rules *rules = NULL;
        struct err err = { 0 };
        assert_int_equal(rules_load("/nowhere/at/all", context, NULL, &rules, &err), CW_ERR_CONFIG);
        assert_non_null(strstr(err.text, "/nowhere/at/all"));
}

/* ---- Running ----------------------------------------------------------------------------------------------------- */

static const char running_rules[] =
        "words pay { text = {pay, \"zahlen sie\"} }\n"
        "words now { text = {now, '/\\btoday\\b/', sofort} }\n"
        "rule NEAR { description = d group = lure weight = 1 patterns = '@pay @now within 30' }\n"
        "rule ANYWHERE { description = d group = lure weight = 1 fields = {summary, body} patterns = '@pay @now' }\n"
        "rule LITERAL { description = d group = lure weight = 1 patterns = {'straße', 'open-ended*', '*ending'} }\n"
        "rule UNLESS { description = d group = lure weight = 1 patterns = '@pay' unless = 'lunch' }\n"
        "rule WHEN { description = d group = lure weight = 1 patterns = '@pay' when = 'not proven' }\n"
        "rule TITLE { description = d group = lure weight = 1 fields = summary patterns = '@pay @now within 30' }\n"
        "rule FIELD { description = d group = lure weight = 1 fields = hidden patterns = '@pay' }\n"
        "words greet { text = salute }\n"
        "rule TEXT { description = d group = lure weight = 1 fields = body patterns = '@greet @now within 30' }\n"
        "rule ANCHOR { description = d group = lure weight = 1 fields = summary patterns = '/^hello$/' }\n"
        "rule __HELPER { patterns = helper }\n"
        "rule FACTS { description = d group = lure weight = 1 when = 'attendees > 99' }\n"
        "list LISTED { description = d group = operator weight = 4 fields = {link-host, from} file = a.list }\n"
        "list EXACT { description = d group = operator weight = 4 fields = from match = exact file = a.list }\n"
        "combination TOLD { description = d group = contact weight = 2\n"
        " when = 'NEAR and foreign-links > 2 and (__HELPER or phones) and (__HELPER or NEAR) and not phones' }\n"
        "combination BOTH { description = d group = contact weight = 2 when = 'NEAR and __HELPER' }\n"
        "combination OF_BOTH { description = d group = contact weight = 2 when = 'BOTH and not LITERAL' }\n"
        "combination OF_CHECK { description = d group = contact weight = 2 when = 'ORIGINATOR_SPOOF' }\n";

static const struct {
        const char *name, *summary, *body, *host, *from;
        const char *fired; /* names in the order in which they fire */
} run_cases[] = {
        { "near", NULL, "Please PAY it right Now.", NULL, NULL, "NEAR ANYWHERE UNLESS WHEN" },
        { "near, the other way round", NULL, "now pay", NULL, NULL, "NEAR ANYWHERE UNLESS WHEN" },
        { "too far", NULL, "pay ........................................... now", NULL, NULL, "ANYWHERE UNLESS WHEN" },
        { "the nearest counts", NULL, "pay ........................................... pay now", NULL, NULL,
          "NEAR ANYWHERE UNLESS WHEN" },
        { "a word and an expression", NULL, "pay today", NULL, NULL, "NEAR ANYWHERE UNLESS WHEN" },
        { "an expression further down", NULL, "oh, pay today ........................................... today", NULL,
          NULL, "NEAR ANYWHERE UNLESS WHEN" },
        { "expression first", NULL, "today ......... pay", NULL, NULL, "NEAR ANYWHERE UNLESS WHEN" },
        { "from the title into the text", "Pay", "now", NULL, NULL, "NEAR UNLESS WHEN" },
        { "in the text", NULL, "salute now", NULL, NULL, "TEXT" },
        { "one of them in a field that does not count", "Salute", "now", NULL, NULL, "" },
        { "another language", NULL, "Zahlen Sie sofort!", NULL, NULL, "NEAR ANYWHERE UNLESS WHEN" },
        { "accents left out", "Strase strasse", NULL, NULL, NULL, "" },
        { "a literal", "In der STRASSE? Straße.", NULL, NULL, NULL, "LITERAL" },
        { "open ends", "an open-endedness", NULL, NULL, NULL, "LITERAL" },
        { "hyphen as a space", "an open ended one", NULL, NULL, NULL, "LITERAL" },
        { "open beginnings", "neverending", NULL, NULL, NULL, "LITERAL" },
        { "unless", "pay for lunch", NULL, NULL, NULL, "WHEN" },
        { "an anchored expression", "Hello", "say hello", NULL, NULL, "ANCHOR" },
        { "not anchored there", "Hello you", "hello", NULL, NULL, "" },
        { "combinations in order", "pay now, helper", NULL, NULL, NULL, "NEAR ANYWHERE UNLESS WHEN TITLE BOTH OF_BOTH" },
        { "a helper is not told", "helper", NULL, NULL, NULL, "" },
        { "a listed domain", NULL, NULL, "a.b.Listed.example", NULL, "LISTED" },
        { "a domain that ends alike", NULL, NULL, "notlisted.example", NULL, "" },
        { "an address of a listed domain", NULL, NULL, NULL, "x@mail.listed.example", "LISTED" },
        { "an address", NULL, NULL, NULL, "one@person.example", "LISTED EXACT" },
        { "another of that domain", NULL, NULL, NULL, "two@person.example", "" },
        { "look-alikes and invisible characters", NULL, "p\u0430y \u200b n\u200bow", NULL, NULL,
          "NEAR ANYWHERE UNLESS WHEN" },
};

static void field_set(struct facts *facts, enum field field, struct span *text, const char *value) {
        *text = span_from(value);
        if (value)
                facts->fields[field] = (struct texts){ text, 1 };
}

static void test_running(void **state) {
        (void)state;
        struct rules_dir dir;
        rules_dir_make(&dir);
        rules_dir_write(&dir, "a.rules", running_rules);
        rules_dir_write(&dir, "a.list", "# comment\nlisted.example # ours\r\n  One@Person.example\n\n");
        struct rules *rules = NULL;
        struct rules_scratch *scratch = NULL;
        struct err err = { 0 };
        if (rules_load(dir.path, context, NULL, &rules, &err) != CW_OK)
                fail_msg("%s", err.text);
        assert_int_equal(rules_scratch_new(rules, &scratch, NULL), CW_OK);
        struct arena *arena = arena_new(1 << 24);
        for (size_t i = 0; i < sizeof run_cases / sizeof *run_cases; i++) {
                struct facts facts = { 0 };
                struct span texts[4];
                field_set(&facts, FIELD_SUMMARY, &texts[0], run_cases[i].summary);
                field_set(&facts, FIELD_BODY, &texts[1], run_cases[i].body);
                field_set(&facts, FIELD_LINK_HOST, &texts[2], run_cases[i].host);
                field_set(&facts, FIELD_FROM, &texts[3], run_cases[i].from);
                for (enum quantity q = 0; q < QUANTITIES; q++)
                        facts.quantity_known[q] = true;
                struct signals signals = { .arena = arena };
                rules_run(rules, scratch, &facts, &signals);
                rules_combine(rules, scratch, &facts, &signals);
                char fired[256] = "";
                for (uint32_t j = 0; j < signals.list.count; j++) {
                        const struct signal *signal = &((const struct signal *)signals.list.items)[j];
                        size_t len = strlen(fired);
                        (void)snprintf(fired + len, sizeof fired - len, "%s%s", len ? " " : "", signal->kind->name);
                }
                if (strcmp(fired, run_cases[i].fired) != 0)
                        fail_msg("%s: expected \"%s\", fired \"%s\"", run_cases[i].name, run_cases[i].fired, fired);
        }
        arena_free(arena);
        rules_scratch_free(scratch);
        rules_free(rules);
        rules_dir_remove(&dir);
}

/* What is not known lets nothing fire, neither a condition nor its negation. */
static void test_unknown(void **state) {
        (void)state;
        struct rules_dir dir;
        rules_dir_make(&dir);
        rules_dir_write(&dir, "a.rules", running_rules);
        rules_dir_write(&dir, "a.list", "");
        struct rules *rules = NULL;
        struct rules_scratch *scratch = NULL;
        assert_int_equal(rules_load(dir.path, context, NULL, &rules, NULL), CW_OK);
        assert_int_equal(rules_scratch_new(rules, &scratch, NULL), CW_OK);
        struct facts facts = { 0 };
        struct span text;
        field_set(&facts, FIELD_SUMMARY, &text, "pay for lunch");
        struct signals signals = { .arena = arena_new(1 << 20) };
        rules_run(rules, scratch, &facts, &signals);
        assert_int_equal(signals.list.count, 0);
        /* A combination of a check: the check's own signal is there. */
        uint32_t number = 0;
        while (strcmp(check_table[number].kind.name, "ORIGINATOR_SPOOF") != 0)
                number++;
        signals_add(&signals, &check_table[number].kind, "given");
        rules_combine(rules, scratch, &facts, &signals);
        assert_int_equal(signals.list.count, 2);
        const struct signal *last = &((const struct signal *)signals.list.items)[1];
        assert_string_equal(last->kind->name, "OF_CHECK");
        assert_true(span_equal(last->evidence, SPAN("d. given.")));
        arena_free(signals.arena);
        rules_scratch_free(scratch);
        rules_free(rules);
        rules_dir_remove(&dir);
}

static void test_evidence(void **state) {
        (void)state;
        struct rules_dir dir;
        rules_dir_make(&dir);
        rules_dir_write(&dir, "a.rules", running_rules);
        rules_dir_write(&dir, "a.list", "");
        struct rules *rules = NULL;
        struct rules_scratch *scratch = NULL;
        assert_int_equal(rules_load(dir.path, context, NULL, &rules, NULL), CW_OK);
        assert_int_equal(rules_scratch_new(rules, &scratch, NULL), CW_OK);
        struct facts facts = { 0 };
        struct span text;
        field_set(&facts, FIELD_BODY, &text, "You must pay the bill now, or so.");
        struct signals signals = { .arena = arena_new(1 << 20) };
        rules_run(rules, scratch, &facts, &signals);
        const struct signal *first = signals.list.items;
        char evidence[200];
        (void)snprintf(evidence, sizeof evidence, "%.*s", (int)first->evidence.len, first->evidence.ptr);
        assert_string_equal(evidence, "The body says \"pay the bill now\"");
        field_set(&facts, FIELD_BODY, &text, "You must pay the bill now, says the helper.");
        facts.quantity_known[QUANTITY_FOREIGN_LINKS] = true;
        facts.quantity[QUANTITY_FOREIGN_LINKS] = 3;
        facts.quantity_known[QUANTITY_PHONES] = true;
        signals.list.count = 0;
        rules_run(rules, scratch, &facts, &signals);
        rules_combine(rules, scratch, &facts, &signals);
        const struct signal *told = NULL;
        for (uint32_t i = 0; i < signals.list.count; i++)
                if (strcmp(((const struct signal *)signals.list.items)[i].kind->name, "TOLD") == 0)
                        told = &((const struct signal *)signals.list.items)[i];
        assert_non_null(told);
        (void)snprintf(evidence, sizeof evidence, "%.*s", (int)told->evidence.len, told->evidence.ptr);
        assert_string_equal(evidence, "d: 3 links to strangers' sites, \"helper\". The body says \"pay the bill now\".");
        arena_free(signals.arena);
        rules_scratch_free(scratch);
        rules_free(rules);
        rules_dir_remove(&dir);
}

static void test_version(void **state) {
        (void)state;
        char versions[2][16];
        for (int i = 0; i < 2; i++) {
                struct rules_dir dir;
                rules_dir_make(&dir);
                rules_dir_write(&dir, "a.rules",
                                "list A { description = d group = operator weight = 1 fields = from file = "
                                "a.list }");
                rules_dir_write(&dir, "a.list", i ? "b.example" : "a.example");
                struct rules *rules = NULL;
                assert_int_equal(rules_load(dir.path, context, NULL, &rules, NULL), CW_OK);
                (void)snprintf(versions[i], sizeof versions[i], "%s", rules_version(rules));
                assert_int_equal(strlen(versions[i]), 12);
                rules_free(rules);
                rules_dir_remove(&dir);
        }
        assert_string_not_equal(versions[0], versions[1]);
}

/* ---- Tests of rules, and the shipped ones ------------------------------------------------------------------------ */

static void print_problems(const struct problems *problems) {
        for (uint32_t i = 0; i < problems->list.count; i++) {
                const struct problem *problem = &((const struct problem *)problems->list.items)[i];
                print_message("%s:%u: %s\n", problem->file, problem->line, problem->text);
        }
}

static void test_tests(void **state) {
        (void)state;
        struct rules_dir dir;
        rules_dir_make(&dir);
        rules_dir_write(&dir, "a.rules",
                        "rule A { description = d group = lure weight = 1 patterns = abc }\n"
                        "rule B { description = d group = lure weight = 1 patterns = def }\n");
        rules_dir_write(&dir, "a.test",
                        "case one { summary = abc fires = {A, B} }\ncase two { summary = abc silent = A }\n"
                        "case three { summary = abc silent = '*' }\ncase four { summary = x silent = C }\n");
        struct problems problems = { .arena = arena_new(1 << 20) };
        struct rules_tested tested = { 0 };
        assert_int_equal(rules_test(dir.path, context, &problems, &tested, NULL), CW_OK);
        static const char *const expected[] = {
                "one: B should fire; there fired A",
                "two: A should be silent; there fired A",
                "three: nothing should fire, and there fired A",
                "four: there is no rule C",
                "B: no near miss",
        };
        assert_int_equal(tested.rules, 2);
        assert_int_equal(tested.cases, 4);
        assert_int_equal(tested.failed, 4);
        for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
                const char *told = i < problems.list.count ? ((const struct problem *)problems.list.items)[i].text : "";
                if (!strstr(told, expected[i]))
                        fail_msg("expected \"%s\", told \"%s\"", expected[i], told);
        }
        arena_free(problems.arena);
        rules_dir_remove(&dir);
}

static void test_shipped(void **state) {
        (void)state;
        struct problems problems = { .arena = arena_new(1 << 24) };
        struct rules_tested tested = { 0 };
        struct err err = { 0 };
        enum cw_err code = rules_test(shipped_rules(), context, &problems, &tested, &err);
        print_problems(&problems);
        if (code != CW_OK)
                fail_msg("%s", err.text);
        print_message("%u rules, %u cases, %u failed\n", tested.rules, tested.cases, tested.failed);
        assert_true(tested.rules > 0);
        assert_int_equal(problems.errors, 0);
        assert_int_equal(problems.warnings, 0);
        arena_free(problems.arena);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_words),
                cmocka_unit_test(test_conditions),
                cmocka_unit_test(test_condition_depth),
                cmocka_unit_test(test_files),
                cmocka_unit_test(test_star_without_quotes),
                cmocka_unit_test(test_no_folder),
                cmocka_unit_test(test_running),
                cmocka_unit_test(test_unknown),
                cmocka_unit_test(test_evidence),
                cmocka_unit_test(test_version),
                cmocka_unit_test(test_tests),
                cmocka_unit_test(test_shipped),
        };
        return cmocka_run_group_tests(tests, set_up, tear_down);
}
