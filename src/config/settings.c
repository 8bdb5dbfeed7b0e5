#include "config/settings.h"

#include <confuse.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/limits.h"

/* libConfuse's scanner keeps its state in globals, and its callbacks take no argument of ours: one file at a time. */
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;
static struct file *current;

/* libConfuse keeps the line of the reader's place, not of each value: `on_value` therefore stores every value as
 * "LINE:value". */
struct file {
        cfg_t *cfg;
        cfg_opt_t *roots, **settings; /* the tables that cfg points into */
        uint32_t kind_count;
        char *value; /* the last one that on_value made */
        char mistake[300];
        uint32_t mistake_line;
        bool failed;
};

static int on_value(cfg_t *cfg, cfg_opt_t *option, const char *value, void *result) {
        (void)option;
        free(current->value);
        current->value = NULL;
        if (asprintf(&current->value, "%d:%s", cfg->line, value) < 0) {
                current->value = NULL;
                return -1;
        }
        *(const char **)result = current->value;
        return 0;
}

static void on_mistake(cfg_t *cfg, const char *format, va_list args) {
        if (current->failed)
                return;
        current->failed = true;
        current->mistake_line = cfg->line > 0 ? (uint32_t)cfg->line : 0;
        (void)vsnprintf(current->mistake, sizeof current->mistake, format, args);
}

void settings_close(struct settings_reader *reader) {
        struct file *file = reader->file;
        if (!file)
                return;
        if (file->cfg)
                cfg_free(file->cfg);
        for (uint32_t i = 0; file->settings && i < file->kind_count; i++)
                free(file->settings[i]);
        free(file->settings);
        free(file->roots);
        free(file->value);
        free(file);
        reader->file = NULL;
}

static void settings_table(cfg_opt_t *table, const struct section_kind *kind) {
        for (uint32_t i = 0; i < kind->setting_count; i++) {
                const cfg_opt_t list = CFG_STR_LIST_CB(kind->settings[i], 0, CFGF_NODEFAULT, on_value);
                table[i] = list;
        }
}

/* The tables for libConfuse, which end with a row of zeros. */
static bool tables_make(struct file *file, const struct section_kind *kinds, uint32_t kind_count) {
        uint32_t root_count = 0;
        for (uint32_t i = 0; i < kind_count; i++)
                root_count += kinds[i].name ? 1 : kinds[i].setting_count;
        file->kind_count = kind_count;
        file->roots = calloc(root_count + 1, sizeof *file->roots);
        file->settings = calloc(kind_count, sizeof *file->settings);
        if (!file->roots || !file->settings)
                return false;
        cfg_opt_t *root = file->roots;
        for (uint32_t i = 0; i < kind_count; i++) {
                if (!kinds[i].name) {
                        settings_table(root, &kinds[i]);
                        root += kinds[i].setting_count;
                        continue;
                }
                file->settings[i] = calloc(kinds[i].setting_count + 1, sizeof **file->settings);
                if (!file->settings[i])
                        return false;
                settings_table(file->settings[i], &kinds[i]);
                const cfg_opt_t section = CFG_SEC(kinds[i].name, file->settings[i],
                                                  CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
                *root++ = section;
        }
        return true;
}

static bool is_a_file(struct file *file, const char *path) {
        struct stat status;
        const char *why = NULL;
        if (stat(path, &status) < 0)
                why = strerror(errno);
        else if (!S_ISREG(status.st_mode))
                why = "this is no file";
        else if (status.st_size > LIMIT_CONFIG_FILE_BYTES)
                why = "this file is too large";
        if (!why)
                return true;
        file->failed = true;
        (void)snprintf(file->mistake, sizeof file->mistake, "%s", why);
        return false;
}

/* Parses `path`, or `text` where it is not NULL. False without memory. */
static bool file_parse(struct file *file, const char *path, const char *text, const struct section_kind *kinds,
                       uint32_t kind_count) {
        if (!tables_make(file, kinds, kind_count) || !(file->cfg = cfg_init(file->roots, CFGF_NONE)))
                return false;
        cfg_set_error_function(file->cfg, on_mistake);
        if (!text && !is_a_file(file, path))
                return true;
        pthread_mutex_lock(&reading);
        current = file;
        int code = text ? cfg_parse_buf(file->cfg, text) : cfg_parse(file->cfg, path);
        current = NULL;
        pthread_mutex_unlock(&reading);
        if (code != CFG_SUCCESS && !file->failed) {
                file->failed = true;
                (void)snprintf(file->mistake, sizeof file->mistake, "it cannot be read");
        }
        return true;
}

/* Copies the values of one section, splitting off the line before each. */
static void section_copy(struct arena *arena, struct section *section, const struct section_kind *kind, cfg_t *cfg) {
        struct setting *settings = arena_alloc(arena, kind->setting_count * sizeof *settings + 1);
        section->settings = settings;
        for (uint32_t i = 0; i < kind->setting_count; i++) {
                uint32_t count = cfg_size(cfg, kind->settings[i]);
                struct setting_value *values = arena_alloc(arena, count * sizeof *values + 1);
                for (uint32_t j = 0; j < count; j++) {
                        const char *stored = cfg_getnstr(cfg, kind->settings[i], j);
                        const char *colon = strchr(stored, ':');
                        values[j].line = (uint32_t)strtoul(stored, NULL, 10);
                        values[j].text = arena_copy(arena, span_from(colon + 1)).ptr;
                        if (section->line == 0 || values[j].line < section->line)
                                section->line = values[j].line;
                }
                const cfg_opt_t *option = cfg_getopt(cfg, kind->settings[i]);
                settings[i] = (struct setting){
                        .values = values,
                        .count = count,
                        .given = count > 0 || (option && (option->flags & CFGF_MODIFIED)),
                };
        }
        if (section->line == 0 && cfg->line > 0)
                section->line = (uint32_t)cfg->line;
}

static void sections_copy(struct arena *arena, const char *name, const struct section_kind *kinds, uint32_t kind_count,
                          cfg_t *cfg, struct array *sections) {
        for (uint32_t i = 0; i < kind_count; i++) {
                uint32_t count = kinds[i].name ? cfg_size(cfg, kinds[i].name) : 1;
                for (uint32_t j = 0; j < count; j++) {
                        struct section *section = array_push(sections, arena, sizeof *section, LIMIT_CONFIG_SECTIONS);
                        if (!section)
                                return;
                        section->kind = i;
                        section->file = name;
                        cfg_t *from = cfg;
                        if (kinds[i].name) {
                                from = cfg_getnsec(cfg, kinds[i].name, j);
                                section->title = arena_copy(arena, span_from(cfg_title(from))).ptr;
                        }
                        section_copy(arena, section, &kinds[i], from);
                }
        }
}

static void read_in(struct settings_reader *reader, struct arena *arena, const char *path, const char *text,
                    const struct section_kind *kinds, uint32_t kind_count, struct array *sections,
                    struct problems *problems) {
        const char *name = arena_copy(arena, span_from(path)).ptr;
        struct file *file = calloc(1, sizeof *file);
        reader->file = file;
        if (!file || !file_parse(file, path, text, kinds, kind_count)) {
                problems_add(problems, name, 0, "no memory to read it");
        } else {
                if (file->failed)
                        problems_add(problems, name, file->mistake_line, "%s", file->mistake);
                sections_copy(arena, name, kinds, kind_count, file->cfg, sections);
        }
        settings_close(reader);
}

void settings_read(struct settings_reader *reader, struct arena *arena, const char *path,
                   const struct section_kind *kinds, uint32_t kind_count, struct array *sections,
                   struct problems *problems) {
        read_in(reader, arena, path, NULL, kinds, kind_count, sections, problems);
}

void settings_read_text(struct settings_reader *reader, struct arena *arena, const char *name, const char *text,
                        const struct section_kind *kinds, uint32_t kind_count, struct array *sections,
                        struct problems *problems) {
        read_in(reader, arena, name, text, kinds, kind_count, sections, problems);
}

bool setting_number(const char *text, double *ret) {
        bool minus = *text == '-';
        const char *at = text + minus;
        double value = 0, scale = 1;
        bool digit = false, point = false;
        for (; ascii_digit(*at) || (*at == '.' && !point); at++) {
                if (*at == '.') {
                        point = true;
                        continue;
                }
                digit = true;
                value = value * 10 + (*at - '0');
                if (point)
                        scale *= 10;
        }
        if (!digit || *at != '\0')
                return false;
        *ret = (minus ? -value : value) / scale;
        return true;
}

bool setting_truth(const char *text, bool *ret) {
        static const struct {
                const char *word;
                bool truth;
        } words[] = {
                { "yes", true }, { "no", false },  { "true", true }, { "false", false },
                { "on", true },  { "off", false }, { "1", true },    { "0", false },
        };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (span_equal_nocase(span_from(text), span_from(words[i].word))) {
                        *ret = words[i].truth;
                        return true;
                }
        return false;
}
