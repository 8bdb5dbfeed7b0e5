#include "config/options.h"

#include "base/limits.h"
#include "config/forms.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
#define YEAR (365.0 * DAY)
#define KIB 1024.0
#define MIB (1024 * KIB)
#define ITEMS(...) ((const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

#define ROW(name_, kind_, when_, about_) \
        .name = name_, .about = about_, .kind = OPTION_KIND_##kind_, .when = OPTION_WHEN_##when_
#define AMOUNT(id, name, kind, value_, least_, most_, when, about) \
        [OPT_##id] = { ROW(name, kind, when, about), .value = value_, .least = least_, .most = most_ },

const struct option_info option_table[OPTS] = {
#define OPTION_NUMBER(id, name, value, least, most, when, about) \
        AMOUNT(id, name, NUMBER, value, least, most, when, about)
#define OPTION_DURATION(id, name, value, least, most, when, about) \
        AMOUNT(id, name, DURATION, value, least, most, when, about)
#define OPTION_SIZE(id, name, value, least, most, when, about) AMOUNT(id, name, SIZE, value, least, most, when, about)
#define OPTION_TRUTH(id, name, value, when, about) AMOUNT(id, name, TRUTH, value, 0, 1, when, about)
#define OPTION_CHOICE(id, name, value_, choices_, when, about) \
        [OPT_##id] = { ROW(name, CHOICE, when, about), .text = value_, .choices = choices_ },
#define OPTION_TEXT(id, name, value_, form_, when, about) \
        [OPT_##id] = { ROW(name, TEXT, when, about), .text = value_, .form = OPTION_FORM_##form_ },
#define OPTION_LIST(id, name, items_, form_, when, about) \
        [OPT_##id] = { ROW(name, LIST, when, about), .items = items_, .form = OPTION_FORM_##form_ },
#include "config/options.def"
};

static const struct option_chapter chapters[] = {
#define OPTION_CHAPTER(first_, title_, about_) { .first = OPT_##first_, .title = title_, .about = about_ },
#include "config/options.def"
};

const struct option_chapter *option_chapter(enum option_id id) {
        for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++)
                if (chapters[i].first == id)
                        return &chapters[i];
        return NULL;
}

enum option_id option_find(const char *name) {
        enum option_id id = 0;
        while (id < OPTS && strcmp(option_table[id].name, name) != 0)
                id++;
        return id;
}

/* The place of a word in "a|b|c", or -1. */
static int choice_find(const char *choices, const char *word) {
        struct span rest = span_from(choices);
        for (int at = 0; rest.len > 0; at++)
                if (span_equal(span_split(&rest, '|'), span_from(word)))
                        return at;
        return -1;
}

void options_default(struct options *options) {
        *options = (struct options){ 0 };
        for (enum option_id id = 0; id < OPTS; id++) {
                const struct option_info *info = &option_table[id];
                options->number[id] = info->kind == OPTION_KIND_CHOICE ? choice_find(info->choices, info->text)
                                                                       : info->value;
                options->text[id] = info->text;
                options->list[id].items = info->items;
                while (info->items && info->items[options->list[id].count])
                        options->list[id].count++;
        }
}

bool option_list_has(const struct options *options, enum option_id id, struct span item) {
        for (uint32_t i = 0; i < options->list[id].count; i++)
                if (span_equal_nocase(span_from(options->list[id].items[i]), item))
                        return true;
        return false;
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

struct reading {
        struct options *options;
        struct problems *problems;
        struct arena *arena;
        const char *file;
};

static bool amount_parse(const struct option_info *info, const char *text, double *ret) {
        bool truth;
        switch (info->kind) {
        case OPTION_KIND_DURATION:
                return form_duration(text, ret) && *ret >= info->least && *ret <= info->most;
        case OPTION_KIND_SIZE:
                return form_size(text, ret) && *ret >= info->least && *ret <= info->most;
        case OPTION_KIND_TRUTH:
                if (!setting_truth(text, &truth))
                        return false;
                *ret = truth;
                return true;
        case OPTION_KIND_CHOICE:
                *ret = choice_find(info->choices, text);
                return *ret >= 0;
        default:
                return setting_number(text, ret) && *ret >= info->least && *ret <= info->most;
        }
}

/* Not what may be written there, which is told. */
static void wrong(const struct reading *reading, enum option_id id, const struct setting_value *value) {
        struct span allowed = option_table[id].kind == OPTION_KIND_LIST ? span_from(form_expected(option_table[id].form))
                                                                        : option_allowed(id, reading->arena);
        problems_add(reading->problems, reading->file, value->line, "%s: \"%.100s\" is not %.*s", option_table[id].name,
                     value->text, (int)allowed.len, allowed.ptr);
}

static bool form_ok(const struct reading *reading, enum option_id id, const struct setting_value *value) {
        bool is_list = option_table[id].kind == OPTION_KIND_LIST;
        if (is_list ? *value->text && form_fits(option_table[id].form, value->text)
                    : !*value->text || form_fits(option_table[id].form, value->text))
                return true;
        wrong(reading, id, value);
        return false;
}

static bool read_list(const struct reading *reading, enum option_id id, const struct setting *setting) {
        const char **items = arena_alloc(reading->arena, (setting->count + 1) * sizeof *items);
        bool ok = true;
        for (uint32_t i = 0; i < setting->count; i++) {
                ok = form_ok(reading, id, &setting->values[i]) && ok;
                items[i] = setting->values[i].text;
        }
        if (ok)
                reading->options->list[id] = (struct option_list){ .items = items, .count = setting->count };
        return ok;
}

static bool read_value(const struct reading *reading, enum option_id id, const struct setting_value *value) {
        const struct option_info *info = &option_table[id];
        struct options *options = reading->options;
        if (info->kind == OPTION_KIND_TEXT) {
                if (!form_ok(reading, id, value))
                        return false;
        } else {
                double number;
                if (!amount_parse(info, value->text, &number)) {
                        wrong(reading, id, value);
                        return false;
                }
                options->number[id] = number;
        }
        if (info->text)
                options->text[id] = value->text;
        return true;
}

static void read_setting(const struct reading *reading, enum option_id id, const struct setting *setting) {
        bool is_list = option_table[id].kind == OPTION_KIND_LIST;
        if (setting->count == 0 && !setting->given)
                return;
        if (!is_list && setting->count != 1) {
                problems_add(reading->problems, reading->file, setting->count ? setting->values[1].line : 0,
                             "%s is one value, not a list", option_table[id].name);
                return;
        }
        bool ok = is_list ? read_list(reading, id, setting) : read_value(reading, id, &setting->values[0]);
        if (ok)
                reading->options->place[id] = (struct option_place){ .file = reading->file,
                                                                     .line = setting->count ? setting->values[0].line
                                                                                            : 0 };
}

void options_read(struct settings_reader *reader, struct arena *arena, const char *path, struct options *options,
                  struct problems *problems) {
        const char *names[OPTS];
        for (enum option_id id = 0; id < OPTS; id++)
                names[id] = option_table[id].name;
        const struct section_kind kind = { NULL, names, OPTS };
        struct array sections = { 0 };
        settings_read(reader, arena, path, &kind, 1, &sections, problems);
        for (uint32_t i = 0; i < sections.count; i++) {
                const struct section *section = &((const struct section *)sections.items)[i];
                const struct reading reading = { options, problems, arena, section->file };
                for (enum option_id id = 0; id < OPTS; id++)
                        read_setting(&reading, id, &section->settings[id]);
        }
}

/* ---- Writing ----------------------------------------------------------------------------------------------------- */

/* In double quotes, as libConfuse reads them back; a password in a URL is hidden. */
static void add_quoted(struct buf *buf, const char *text) {
        const char *authority = strstr(text, "://"), *at = authority ? strchr(authority + 3, '@') : NULL;
        const char *colon = at ? memchr(authority + 3, ':', (size_t)(at - authority - 3)) : NULL;
        buf_add_byte(buf, '"');
        for (const char *c = text; *c; c++) {
                if (*c == '"' || *c == '\\' || *c == '$')
                        buf_add_byte(buf, '\\');
                buf_add_byte(buf, *c);
                if (c == colon) {
                        buf_add(buf, SPAN("***"));
                        c = at - 1;
                }
        }
        buf_add_byte(buf, '"');
}

static void add_list(struct buf *buf, const struct option_list *list) {
        buf_add_byte(buf, '{');
        for (uint32_t i = 0; i < list->count; i++) {
                if (i > 0)
                        buf_add(buf, SPAN(", "));
                add_quoted(buf, list->items[i]);
        }
        buf_add_byte(buf, '}');
}

static struct span amount_written(enum option_kind kind, double value, struct arena *arena) {
        switch (kind) {
        case OPTION_KIND_DURATION:
                return form_duration_written(value, arena);
        case OPTION_KIND_SIZE:
                return form_size_written(value, arena);
        case OPTION_KIND_TRUTH:
                return value != 0 ? SPAN("yes") : SPAN("no");
        default:
                return arena_format(arena, value == (int64_t)value ? "%.0f" : "%g", value);
        }
}

struct span option_written(const struct options *options, enum option_id id, struct arena *arena) {
        struct options defaults;
        if (!options) {
                options_default(&defaults);
                options = &defaults;
        }
        struct buf buf = buf_in(arena, LIMIT_CONFIG_FILE_BYTES);
        switch (option_table[id].kind) {
        case OPTION_KIND_LIST:
                add_list(&buf, &options->list[id]);
                return buf_span(&buf);
        case OPTION_KIND_TEXT:
                add_quoted(&buf, options->text[id]);
                return buf_span(&buf);
        case OPTION_KIND_CHOICE:
                return span_from(options->text[id]);
        default:
                return amount_written(option_table[id].kind, options->number[id], arena);
        }
}

struct span option_allowed(enum option_id id, struct arena *arena) {
        static const char *const kinds[OPTION_KINDS] = {
                [OPTION_KIND_NUMBER] = "a number",
                [OPTION_KIND_DURATION] = "a time (as 90s, 15m, 12h, 30d)",
                [OPTION_KIND_SIZE] = "a size (as 512KiB, 64MiB)",
        };
        const struct option_info *info = &option_table[id];
        const char *form = form_expected(info->form);
        struct buf buf = buf_in(arena, 1024);
        switch (info->kind) {
        case OPTION_KIND_TRUTH:
                return SPAN("yes or no");
        case OPTION_KIND_CHOICE:
                buf_add(&buf, SPAN("one of "));
                for (const char *c = info->choices; *c; c++)
                        buf_add(&buf, *c == '|' ? SPAN(", ") : (struct span){ c, 1 });
                return buf_span(&buf);
        case OPTION_KIND_TEXT:
                return span_from(form);
        case OPTION_KIND_LIST:
                return arena_format(arena, "a list, each %s", form);
        default:
                buf_add_format(&buf, "%s from ", kinds[info->kind]);
                buf_add(&buf, amount_written(info->kind, info->least, arena));
                buf_add(&buf, SPAN(" to "));
                buf_add(&buf, amount_written(info->kind, info->most, arena));
                return buf_span(&buf);
        }
}
