/* Style blocks: rules by simple selectors, as far as they can hide text. */
#include "text/html-internal.h"

/* What a rule is looked up by: the kind of its selector ('.', '#', or 't' for an element; 'x' for an element with a
 * class) and its name. Rules of one key are merged, so that looking up costs the same however many there are. */
struct rule {
        uint32_t hash;
        struct span tag, name;
        char kind;
        struct css css;
};

enum { SLOTS = LIMIT_HTML_STYLE_RULES * 2 };

struct css_rules {
        struct array list;     /* struct rule */
        uint16_t slots[SLOTS]; /* 1 + index, 0: free */
        bool kinds[128];
};

static uint32_t hash_of(char kind, struct span tag, struct span name) {
        uint32_t hash = 2166136261U ^ (unsigned char)kind;
        for (size_t i = 0; i < tag.len; i++)
                hash = (hash ^ (unsigned char)ascii_lower(tag.ptr[i])) * 16777619U;
        for (size_t i = 0; i < name.len; i++)
                hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
        return hash ^ hash >> 15;
}

static struct rule *find(const struct css_rules *rules, char kind, struct span tag, struct span name,
                         uint32_t *ret_slot) {
        uint32_t hash = hash_of(kind, tag, name), slot = hash % SLOTS;
        for (; rules->slots[slot]; slot = (slot + 1) % SLOTS) {
                struct rule *rule = (struct rule *)rules->list.items + rules->slots[slot] - 1;
                if (rule->hash == hash && rule->kind == kind && span_equal_nocase(rule->tag, tag) &&
                    span_equal(rule->name, name))
                        return rule;
        }
        if (ret_slot)
                *ret_slot = slot;
        return NULL;
}

/* What `add` says goes over what *css says. */
static void merge(struct css *css, const struct css *add) {
        css->none = add->set & CSS_DISPLAY ? add->none : css->none || add->none;
        css->break_line = add->set & CSS_DISPLAY ? add->break_line : css->break_line;
        if (add->set & CSS_VISIBILITY)
                css->invisible = add->invisible;
        if (add->set & CSS_OPACITY)
                css->transparent = add->transparent;
        if (add->set & CSS_OVERFLOW)
                css->clipped = add->clipped;
        if (add->set & CSS_FONT_SIZE)
                css->font_size = add->font_size;
        if (add->set & CSS_WIDTH)
                css->width = add->width;
        if (add->set & CSS_HEIGHT)
                css->height = add->height;
        if (add->set & CSS_COLOUR)
                css->colour = add->colour;
        if (add->set & CSS_BACKGROUND)
                css->background = add->background;
        css->away = css->away || add->away;
        css->set |= add->set;
}

static size_t name_end(struct span s) {
        size_t at = 0;
        while (at < s.len && (ascii_alnum(s.ptr[at]) || s.ptr[at] == '-' || s.ptr[at] == '_' || (s.ptr[at] & 0x80)))
                at++;
        return at;
}

/* One selector. Of one that asks for more than an element, a class or an id only colours are taken, and those as
 * unknown: it may hold or not, and guessing would make text hidden that is seen. */
static struct css_rules *add(struct arena *arena, struct css_rules *rules, struct span selector, struct css css) {
        selector = span_trim(span_head(selector, span_find(selector, SPAN("/*"))));
        size_t blank = selector.len;
        while (blank > 0 && !ascii_space(selector.ptr[blank - 1]) && selector.ptr[blank - 1] != '>')
                blank--;
        bool vague = blank > 0;
        struct span last = span_skip(selector, blank);
        struct span tag = span_head(last, name_end(last)), rest = span_skip(last, tag.len), name = { 0 };
        char kind = 't';
        if (rest.len > 0 && (rest.ptr[0] == '.' || rest.ptr[0] == '#')) {
                kind = tag.len == 0 ? rest.ptr[0] : rest.ptr[0] == '.' ? 'x' : 'y';
                name = span_head(span_skip(rest, 1), name_end(span_skip(rest, 1)));
                rest = span_skip(rest, 1 + name.len);
        }
        vague = vague || rest.len > 0;
        if (vague) {
                css.set &= CSS_COLOUR | CSS_BACKGROUND;
                css = (struct css){ .set = css.set, .colour = COLOUR_UNKNOWN, .background = COLOUR_UNKNOWN };
        }
        if ((tag.len == 0 && name.len == 0) || (css.set == 0 && !css.none))
                return rules;
        if (!rules)
                rules = arena_alloc(arena, sizeof *rules);
        uint32_t slot = 0;
        struct rule *rule = find(rules, kind, tag, name, &slot);
        if (!rule) {
                rule = array_push(&rules->list, arena, sizeof *rule, LIMIT_HTML_STYLE_RULES);
                if (!rule)
                        return rules;
                *rule = (struct rule){ .hash = hash_of(kind, tag, name), .tag = tag, .name = name, .kind = kind };
                rules->slots[slot] = (uint16_t)rules->list.count;
                rules->kinds[(int)kind] = true;
        }
        merge(&rule->css, &css);
        return rules;
}

/* Takes what stands up to one of the two bytes off the front, outside of quotes and comments. */
static struct span take_until(struct span *s, char first, char second) {
        const char *begin = s->ptr;
        char quote = '\0';
        size_t i = 0;
        for (; i < s->len; i++) {
                char c = s->ptr[i];
                if (quote) {
                        quote = c == quote || c == '\n' ? '\0' : quote;
                        continue;
                }
                if (c == '/' && i + 1 < s->len && s->ptr[i + 1] == '*') {
                        i += 2;
                        while (i < s->len && !(s->ptr[i] == '/' && s->ptr[i - 1] == '*'))
                                i++;
                        continue;
                }
                if (c == first || c == second)
                        break;
                if (c == '"' || c == '\'')
                        quote = c;
        }
        if (i > s->len)
                i = s->len;
        *s = span_skip(*s, i);
        return (struct span){ begin, i };
}

/* Passes over one block with what is nested in it; *s begins behind its '{'. */
static void skip_block(struct span *s) {
        for (int depth = 1; depth > 0 && s->len > 0;) {
                take_until(s, '{', '}');
                if (s->len > 0)
                        depth += s->ptr[0] == '{' ? 1 : -1;
                *s = span_skip(*s, 1);
        }
}

/* Comments and the marks of HTML comments before a selector. */
static struct span without_comments(struct span s) {
        for (;;) {
                s = span_trim(s);
                if (span_starts_nocase(s, SPAN("/*")))
                        s = span_skip(s, span_find(span_skip(s, 2), SPAN("*/")) + 4);
                else if (span_starts_nocase(s, SPAN("<!--")))
                        s = span_skip(s, 4);
                else if (span_starts_nocase(s, SPAN("-->")))
                        s = span_skip(s, 3);
                else
                        return s;
        }
}

struct css_rules *css_rules_read(struct arena *arena, struct css_rules *rules, struct span block) {
        while (block.len > 0) {
                struct span selectors = take_until(&block, '{', ';');
                bool statement = block.len > 0 && block.ptr[0] == ';';
                block = span_skip(block, 1);
                selectors = without_comments(selectors);
                /* The end of an at-rule's block that was entered. */
                while (selectors.len > 0 && selectors.ptr[0] == '}')
                        selectors = without_comments(span_skip(selectors, 1));
                if (statement)
                        continue;
                if (selectors.len > 0 && selectors.ptr[0] == '@') {
                        /* What holds for some screens only is not what a reader at a desk sees. */
                        bool media = span_starts_nocase(selectors, SPAN("@media"));
                        if (!media || span_has(selectors, SPAN("(")) || span_has_nocase(selectors, SPAN("print")))
                                skip_block(&block);
                        continue;
                }
                struct span declarations = take_until(&block, '}', '}');
                block = span_skip(block, 1);
                struct css css = { 0 };
                css_read(declarations, &css);
                if (css.set == 0 && !css.none)
                        continue;
                while (selectors.len > 0)
                        rules = add(arena, rules, span_split(&selectors, ','), css);
        }
        return rules;
}

static void apply(const struct css_rules *rules, char kind, struct span tag, struct span name, struct css *css) {
        if (!rules->kinds[(int)kind])
                return;
        const struct rule *rule = find(rules, kind, tag, name, NULL);
        if (rule)
                merge(css, &rule->css);
}

void css_rules_apply(const struct css_rules *rules, struct span tag, struct span classes, struct span id,
                     struct css *css) {
        apply(rules, 't', tag, (struct span){ 0 }, css);
        for (struct span rest = classes; rest.len > 0;) {
                size_t at = 0;
                while (at < rest.len && !ascii_space(rest.ptr[at]))
                        at++;
                struct span name = span_head(rest, at);
                rest = span_skip(rest, at + 1);
                if (name.len == 0)
                        continue;
                apply(rules, '.', (struct span){ 0 }, name, css);
                apply(rules, 'x', tag, name, css);
        }
        if (id.len > 0) {
                apply(rules, '#', (struct span){ 0 }, id, css);
                apply(rules, 'y', tag, id, css);
        }
}
