/* Lists of hosts, domains and addresses. */
#include "base/limits.h"
#include "checks/rules-internal.h"

void rule_list_read(struct rule_loading *loading, struct rule *rule, const struct setting_value *path) {
        struct arena *arena = loading->rules->arena;
        struct span full = arena_format(arena, "%s/%s", loading->dir, path->text), bytes;
        rule->list.arena = arena;
        if (!loading_bytes(loading, full.ptr, &bytes)) {
                problems_add(loading->problems, rule->info.file, path->line, "the list %s cannot be read", path->text);
                return;
        }
        while (bytes.len > 0) {
                struct span line = span_split(&bytes, '\n');
                struct span entry = span_trim(span_head(line, span_find_byte(line, '#')));
                if (entry.len == 0)
                        continue;
                if (rule->list.count == LIMIT_RULES_ENTRIES) {
                        problems_add(loading->problems, path->text, 0, "the list has more than %d entries",
                                     LIMIT_RULES_ENTRIES);
                        return;
                }
                struct span own = arena_copy(arena, entry);
                for (size_t i = 0; i < own.len; i++)
                        ((char *)own.ptr)[i] = ascii_lower(own.ptr[i]);
                (void)name_table_add(&rule->list, own, rule->list.count);
        }
}

enum { TEXT_MAX = 512, LABELS_MAX = 20 };

bool rule_list_finds(const struct rule *rule, struct span text, struct span *ret_entry) {
        char lower[TEXT_MAX];
        if (text.len == 0 || text.len > sizeof lower)
                return false;
        for (size_t i = 0; i < text.len; i++)
                lower[i] = ascii_lower(text.ptr[i]);
        struct span rest = { lower, text.len };
        uint32_t value;
        for (int label = 0; label < LABELS_MAX && rest.len > 0; label++) {
                if (name_table_get(&rule->list, rest, &value)) {
                        *ret_entry = span_skip(text, (size_t)(rest.ptr - lower));
                        return true;
                }
                if (rule->match == LIST_EXACT)
                        return false;
                size_t at = span_find_byte(rest, '@');
                rest = span_skip(rest, (at < rest.len ? at : span_find_byte(rest, '.')) + 1);
        }
        return false;
}
