/* From the sections of rule files to rules. */
#include "base/limits.h"
#include "checks/checks.h"
#include "checks/rules-internal.h"

enum section_id { SECTION_WORDS, SECTION_RULE, SECTION_LIST, SECTION_COMBINATION, SECTIONS };

enum option {
        OPTION_DESCRIPTION,
        OPTION_GROUP,
        OPTION_WEIGHT,
        OPTION_ATTACKS,
        OPTION_PROOF,
        OPTION_WHEN,
        OPTION_FIELDS,
        OPTION_PATTERNS, /* of a list: its file */
        OPTION_UNLESS,   /* of a list: how it matches */
        OPTIONS
};

static const char *const words_options[] = { "text" };
static const char *const rule_options[] = { "description", "group",  "weight",   "attacks", "proof",
                                            "when",        "fields", "patterns", "unless" };
static const char *const list_options[] = { "description", "group",  "weight", "attacks", "proof",
                                            "when",        "fields", "file",   "match" };
static const char *const combination_options[] = { "description", "group", "weight", "attacks", "proof", "when" };

static const struct section_kind section_kinds[SECTIONS] = {
        [SECTION_WORDS] = { "words", words_options, 1 },
        [SECTION_RULE] = { "rule", rule_options, 9 },
        [SECTION_LIST] = { "list", list_options, 9 },
        [SECTION_COMBINATION] = { "combination", combination_options, 6 },
};

/* The texts that a person reads: where a rule looks unless it says otherwise. */
static const uint32_t FIELDS_READ = 1u << FIELD_SUMMARY | 1u << FIELD_DESCRIPTION | 1u << FIELD_LOCATION |
                                    1u << FIELD_RICH | 1u << FIELD_CATEGORIES | 1u << FIELD_SUBJECT | 1u << FIELD_BODY;

static const double WEIGHT_MAX = 8, WEIGHT_MAX_PROOF = 20;

/* A rule that is being read. */
struct reading {
        struct rule_loading *loading;
        const struct section *section;
        struct rule *rule;
        uint32_t index;
};

static void wrong(struct reading *reading, uint32_t line, const char *format, const char *what) {
        char text[300];
        (void)snprintf(text, sizeof text, format, what);
        problems_add(reading->loading->problems, reading->section->file, line ? line : reading->section->line, "%s: %s",
                     reading->section->title, text);
}

/* The value of an option that is given once; "" (and line 0) where it is not given. */
static struct setting_value single(struct reading *reading, enum option option, bool needed) {
        const struct setting *setting = &reading->section->settings[option];
        const char *name = section_kinds[reading->section->kind].settings[option];
        if (setting->count == 0 && needed)
                wrong(reading, 0, "it has no %s", name);
        if (setting->count > 1)
                wrong(reading, setting->values[1].line, "it has more than one %s", name);
        return setting->count ? setting->values[0] : (struct setting_value){ "", 0 };
}

static void read_group(struct reading *reading) {
        struct setting_value value = single(reading, OPTION_GROUP, true);
        for (enum group i = 0; i < GROUPS; i++)
                if (strcmp(group_table[i].name, value.text) == 0) {
                        reading->rule->info.kind.group = i;
                        return;
                }
        if (value.line)
                wrong(reading, value.line, "there is no group \"%s\"", value.text);
}

static void read_weight(struct reading *reading) {
        struct setting_value value = single(reading, OPTION_WEIGHT, !reading->rule->helper);
        struct signal_kind *kind = &reading->rule->info.kind;
        double most = kind->proof ? WEIGHT_MAX_PROOF : WEIGHT_MAX;
        if (value.line && !setting_number(value.text, &kind->weight))
                wrong(reading, value.line, "\"%s\" is no weight", value.text);
        else if (kind->weight < -most || kind->weight > most)
                wrong(reading, value.line, "the weight %s is not between -8 and 8 (20 for a proof)", value.text);
}

static void read_attacks(struct reading *reading) {
        const struct setting *attacks = &reading->section->settings[OPTION_ATTACKS];
        for (uint32_t i = 0; i < attacks->count; i++) {
                uint64_t number;
                if (span_to_u64(span_from(attacks->values[i].text), &number) && number >= 1 && number <= 63)
                        reading->rule->info.kind.attacks |= 1ULL << number;
                else
                        wrong(reading, attacks->values[i].line, "\"%s\" is no attack of the list",
                              attacks->values[i].text);
        }
}

static void read_proof(struct reading *reading) {
        struct setting_value value = single(reading, OPTION_PROOF, false);
        if (value.line && !setting_truth(value.text, &reading->rule->info.kind.proof))
                wrong(reading, value.line, "proof is yes or no, not \"%s\"", value.text);
}

static bool field_from_name(const char *name, enum field *ret) {
        for (enum field i = 0; i < FIELDS; i++)
                if (strcmp(field_table[i].name, name) == 0) {
                        *ret = i;
                        return true;
                }
        return false;
}

static void read_fields(struct reading *reading) {
        const struct setting *fields = &reading->section->settings[OPTION_FIELDS];
        struct rule *rule = reading->rule;
        for (uint32_t i = 0; i < fields->count; i++) {
                enum field field;
                if (field_from_name(fields->values[i].text, &field))
                        rule->fields |= 1u << field;
                else
                        wrong(reading, fields->values[i].line, "there is no field \"%s\"", fields->values[i].text);
        }
        if (fields->count == 0)
                rule->fields = FIELDS_READ;
        struct buf names = buf_in(reading->loading->rules->arena, 1024);
        for (enum field i = 0; i < FIELDS; i++)
                if (rule->fields >> i & 1)
                        buf_add_format(&names, "%s%s", names.len ? ", " : "", field_table[i].name);
        buf_add_byte(&names, '\0');
        rule->info.fields = names.ptr;
}

static bool stands_below(const struct reading *reading, struct span name) {
        const struct array *sections = &reading->loading->sections;
        for (uint32_t i = 0; i < sections->count; i++) {
                const struct section *section = &((const struct section *)sections->items)[i];
                if (section->kind == SECTION_COMBINATION && span_equal(name, span_from(section->title)))
                        return true;
        }
        return false;
}

/* Signals that a condition may name: checks, rules and lists, and the combinations before it. */
static bool find_signal(void *user, struct span name, uint32_t *ret, const char **ret_why) {
        const struct reading *reading = user;
        if (name_table_get(&reading->loading->rules->names, name, ret) && *ret < check_count + reading->index)
                return true;
        *ret_why = stands_below(reading, name) ? "stands further below: a combination may only use what is above it"
                                               : "is neither a quantity nor a signal";
        return false;
}

static void read_condition(struct reading *reading) {
        bool combination = reading->rule->info.type == RULE_COMBINATION;
        struct setting_value value = single(reading, OPTION_WHEN, combination);
        struct condition_names names = { 0 };
        if (combination)
                names = (struct condition_names){ .find = find_signal, .user = reading };
        reading->rule->info.condition = value.text;
        if (!value.line)
                return;
        (void)condition_parse(reading->loading->rules->arena, value.text, &names, reading->section->file, value.line,
                              reading->loading->problems, &reading->rule->condition);
}

static void read_patterns(struct reading *reading) {
        const struct setting *settings = reading->section->settings;
        struct rule *rule = reading->rule;
        rule->has_patterns = settings[OPTION_PATTERNS].count > 0;
        if (!rule->has_patterns && rule->condition.count == 0)
                wrong(reading, 0, "it has %s", "neither patterns nor a condition");
        for (enum option option = OPTION_PATTERNS; option <= OPTION_UNLESS; option++)
                for (uint32_t i = 0; i < settings[option].count; i++)
                        pattern_set_pattern(&reading->loading->set, reading->index, option == OPTION_UNLESS,
                                            reading->section->file, &settings[option].values[i]);
        if (rule->has_patterns)
                reading->loading->rules->fields |= rule->fields;
}

static void read_list(struct reading *reading) {
        struct setting_value file = single(reading, OPTION_PATTERNS, true),
                             match = single(reading, OPTION_UNLESS, false);
        if (strcmp(match.text, "exact") == 0)
                reading->rule->match = LIST_EXACT;
        else if (match.line == 0 || strcmp(match.text, "domain") == 0)
                reading->rule->match = LIST_DOMAIN;
        else
                wrong(reading, match.line, "match is \"exact\" or \"domain\", not \"%s\"", match.text);
        if (file.line)
                rule_list_read(reading->loading, reading->rule, &file);
}

static bool is_signal_name(const char *name) {
        for (const char *at = name; *at; at++)
                if (!(*at >= 'A' && *at <= 'Z') && !ascii_digit(*at) && *at != '_')
                        return false;
        return (*name >= 'A' && *name <= 'Z') || *name == '_';
}

static const char *file_name(const char *path) {
        const char *slash = strrchr(path, '/');
        return slash ? slash + 1 : path;
}

/* Makes room for the rule and gives it its name and number. */
static bool rule_begin(struct reading *reading, enum rule_type type) {
        struct rules *rules = reading->loading->rules;
        const struct section *section = reading->section;
        reading->index = rules->list.count;
        reading->rule = array_push(&rules->list, rules->arena, sizeof *reading->rule, LIMIT_CONFIG_SECTIONS);
        if (!reading->rule)
                return false;
        reading->rule->info = (struct rule_info){
                .kind = { .name = section->title },
                .type = type,
                .file = file_name(section->file),
                .line = section->line,
                .fields = "",
                .condition = "",
        };
        reading->rule->helper = strncmp(section->title, "__", 2) == 0;
        if (!is_signal_name(section->title))
                wrong(reading, 0, "a name is made of A-Z, 0-9 and %s", "_");
        uint32_t there;
        if (!name_table_add(&rules->names, span_from(section->title), check_count + reading->index)) {
                (void)name_table_get(&rules->names, span_from(section->title), &there);
                wrong(reading, 0, "the name is taken by %s", there < check_count ? "a check" : "another rule");
        }
        return true;
}

static void rule_read(struct rule_loading *loading, const struct section *section, enum rule_type type) {
        struct reading reading = { .loading = loading, .section = section };
        if (!rule_begin(&reading, type))
                return;
        struct setting_value description = single(&reading, OPTION_DESCRIPTION, !reading.rule->helper);
        reading.rule->info.kind.description = description.text;
        if (!reading.rule->helper || section->settings[OPTION_GROUP].count > 0)
                read_group(&reading);
        read_proof(&reading);
        read_weight(&reading);
        read_attacks(&reading);
        read_condition(&reading);
        if (type == RULE_COMBINATION)
                return;
        read_fields(&reading);
        if (type == RULE_LIST)
                read_list(&reading);
        else
                read_patterns(&reading);
}

static void each_section(struct rule_loading *loading, enum section_id id) {
        static const enum rule_type types[SECTIONS] = {
                [SECTION_RULE] = RULE_PATTERNS,
                [SECTION_LIST] = RULE_LIST,
                [SECTION_COMBINATION] = RULE_COMBINATION,
        };
        for (uint32_t i = 0; i < loading->sections.count; i++) {
                const struct section *section = &((const struct section *)loading->sections.items)[i];
                if (section->kind != id)
                        continue;
                if (id == SECTION_WORDS)
                        pattern_set_words(&loading->set, section, &section->settings[0]);
                else
                        rule_read(loading, section, types[id]);
        }
}

/* libConfuse drops the star of a word without quotes: what is meant to go on there would match only whole. */
static void warn_about_stars(struct rule_loading *loading, const char *path, struct span text) {
        uint32_t line = 1;
        char quote = '\0'; /* of the text that is open */
        bool comment = false;
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                if (c == '\n') {
                        line++;
                        comment = false;
                } else if (comment || (quote && c != quote)) {
                        i += quote && c == '\\' && i + 1 < text.len && text.ptr[i + 1] != '\n';
                } else if (c == '"' || c == '\'') {
                        quote = quote ? '\0' : c;
                } else if (c == '#') {
                        comment = true;
                } else if (c == '*' && i > 0 && !ascii_space(text.ptr[i - 1])) {
                        problems_warn(loading->problems, path, line, "a * outside of quotes is dropped: write \"…*\"");
                }
        }
}

void rules_read(struct rule_loading *loading) {
        struct arena *arena = loading->rules->arena;
        struct array names = { 0 };
        loading_names(loading, ".rules", &names);
        for (uint32_t i = 0; i < names.count; i++) {
                const char *name = ((const char *const *)names.items)[i];
                const char *path = arena_format(arena, "%s/%s", loading->dir, name).ptr;
                struct span bytes;
                if (!loading_bytes(loading, path, &bytes)) {
                        problems_add(loading->problems, path, 0, "it cannot be read");
                        continue;
                }
                warn_about_stars(loading, path, bytes);
                settings_read_text(&loading->reader, arena, path, bytes.ptr, section_kinds, SECTIONS,
                                   &loading->sections, loading->problems);
        }
        for (uint32_t i = 0; i < check_count; i++)
                (void)name_table_add(&loading->rules->names, span_from(check_table[i].kind.name), i);
        each_section(loading, SECTION_WORDS);
        each_section(loading, SECTION_RULE);
        each_section(loading, SECTION_LIST);
        loading->rules->combinations_from = loading->rules->list.count;
        each_section(loading, SECTION_COMBINATION);
}
