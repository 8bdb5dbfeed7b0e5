#include "checks/rules.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/limits.h"
#include "checks/checks.h"
#include "checks/rules-internal.h"

void rules_free(struct rules *rules) {
        if (!rules)
                return;
        patterns_free(rules->patterns);
        arena_free(rules->arena);
        free(rules);
}

const char *rules_version(const struct rules *rules) {
        return rules->version;
}

uint32_t rules_count(const struct rules *rules) {
        return rules->list.count;
}

const struct rule_info *rules_info(const struct rules *rules, uint32_t index) {
        return &rules_at(rules, index)->info;
}

const char *rule_type_name(enum rule_type type) {
        static const char *const names[RULE_TYPES] = { "rule", "list", "combination" };
        return names[type];
}

/* ---- Files ------------------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b) {
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void loading_names(struct rule_loading *loading, const char *ending, struct array *ret) {
        DIR *directory = opendir(loading->dir);
        loading->directory = directory;
        if (!directory) {
                problems_add(loading->problems, loading->dir, 0, "%s", strerror(errno));
                return;
        }
        struct dirent *entry;
        while ((entry = readdir(directory))) {
                struct span name = span_from(entry->d_name);
                if (name.ptr[0] == '.' || !span_ends_nocase(name, span_from(ending)))
                        continue;
                const char **place = array_push(ret, loading->rules->arena, sizeof *place, LIMIT_CONFIG_SECTIONS);
                if (place)
                        *place = arena_copy(loading->rules->arena, name).ptr;
        }
        closedir(directory);
        loading->directory = NULL;
        if (ret->count > 0)
                qsort(ret->items, ret->count, sizeof(char *), by_text);
}

bool loading_bytes(struct rule_loading *loading, const char *path, struct span *ret) {
        FILE *stream = fopen(path, "rb");
        loading->stream = stream;
        if (!stream)
                return false;
        struct buf bytes = buf_in(loading->rules->arena, LIMIT_CONFIG_FILE_BYTES);
        char part[4096];
        size_t len;
        while ((len = fread(part, 1, sizeof part, stream)) > 0)
                buf_add(&bytes, (struct span){ part, len });
        bool whole = !ferror(stream) && !bytes.overflow;
        (void)fclose(stream);
        loading->stream = NULL;
        *ret = buf_span(&bytes);
        loading->hash = name_hash(loading->hash, *ret);
        /* Libraries want an end. */
        buf_add_byte(&bytes, '\0');
        ret->ptr = bytes.ptr;
        return whole;
}

/* ---- Loading ----------------------------------------------------------------------------------------------------- */

void loading_close(struct rule_loading *loading) {
        settings_close(&loading->reader);
        if (loading->directory)
                (void)closedir(loading->directory);
        if (loading->stream)
                (void)fclose(loading->stream);
        loading->directory = NULL;
        loading->stream = NULL;
}

static enum cw_err load(struct rule_loading *loading, bool warn, struct err *reterr) {
        struct rules *rules = loading->rules;
        jmp_buf exit;
        if (setjmp(exit))
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the rules of %s", loading->dir);
        arena_set_exit(rules->arena, &exit);
        rules->names.arena = rules->arena;
        loading->set.rules = rules;
        loading->set.problems = loading->problems;
        loading->set.class_names.arena = rules->arena;
        loading->set.literals.arena = rules->arena;
        rules_read(loading);
        enum cw_err code = pattern_set_compile(&loading->set, reterr);
        if (code == CW_OK && warn)
                pattern_set_warn(&loading->set);
        (void)snprintf(rules->version, sizeof rules->version, "%012llx",
                       (unsigned long long)(loading->hash & 0xffffffffffffu));
        arena_set_exit(rules->arena, NULL);
        return code == CW_OK ? problems_result(loading->problems, reterr) : code;
}

/* Problems that nobody wants to have live in the arena of the rules. The caller's arena has an exit of its own, which
 * would pass by our clean-up: so they are gathered in ours first. */
static void problems_hand_over(const struct problems *from, struct problems *to) {
        for (uint32_t i = 0; i < from->list.count; i++) {
                const struct problem *problem = &((const struct problem *)from->list.items)[i];
                if (problem->warning)
                        problems_warn(to, problem->file, problem->line, "%s", problem->text);
                else
                        problems_add(to, problem->file, problem->line, "%s", problem->text);
        }
}

enum cw_err rules_load(const char *dir, const struct text_context *text, struct problems *problems, struct rules **ret,
                       struct err *reterr) {
        return rules_load_cached(dir, text, NULL, problems, ret, reterr);
}

enum cw_err rules_load_cached(const char *dir, const struct text_context *text, struct pattern_cache *cache,
                              struct problems *problems, struct rules **ret, struct err *reterr) {
        struct rules *rules = calloc(1, sizeof *rules);
        if (!rules || !(rules->arena = arena_new(LIMIT_RULES_ARENA))) {
                rules_free(rules);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for rules");
        }
        rules->text = text;
        struct problems own = { .arena = rules->arena };
        struct rule_loading loading = { .rules = rules,
                                        .problems = &own,
                                        .dir = dir,
                                        .set = { .cache = cache },
                                        .hash = NAME_HASH };
        enum cw_err code = load(&loading, problems, reterr);
        loading_close(&loading);
        if (problems)
                problems_hand_over(&own, problems);
        if (code != CW_OK) {
                rules_free(rules);
                return code;
        }
        *ret = rules;
        return CW_OK;
}
