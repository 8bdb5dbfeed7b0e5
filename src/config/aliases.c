#include "config/aliases.h"

#include <stdlib.h>

#include "base/limits.h"

struct alias {
        struct span from, to; /* lower case; "@domain" for a whole domain */
};
struct aliases {
        struct alias *items; /* rising by `from` */
        size_t count;
        char delimiter; /* 0: none */
};
enum { STEPS = 8 };

static int compare(const void *a, const void *b) {
        const struct span x = ((const struct alias *)a)->from, y = ((const struct alias *)b)->from;
        int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
        return order ? order : (x.len > y.len) - (x.len < y.len);
}

static struct span lower_copy(struct arena *arena, struct span text) {
        struct span trimmed = span_trim(text);
        char *copy = arena_bytes(arena, trimmed.len + 1);
        for (size_t i = 0; i < trimmed.len; i++)
                copy[i] = ascii_lower(trimmed.ptr[i]);
        copy[trimmed.len] = '\0';
        return (struct span){ copy, trimmed.len };
}

struct aliases *aliases_new(const struct options *options, struct arena *arena) {
        const struct option_list *list = &options->list[OPT_ALIASES];
        struct aliases *aliases = arena_alloc(arena, sizeof *aliases);
        aliases->delimiter = options->text[OPT_RECIPIENT_DELIMITER][0];
        aliases->items = arena_alloc(arena, (list->count + 1) * sizeof *aliases->items);
        for (uint32_t i = 0; i < list->count; i++) {
                struct span to = span_from(list->items[i]), from = span_split(&to, '=');
                aliases->items[aliases->count++] = (struct alias){ lower_copy(arena, from), lower_copy(arena, to) };
        }
        qsort(aliases->items, aliases->count, sizeof *aliases->items, compare);
        return aliases;
}

static const struct alias *find(const struct aliases *aliases, struct span from) {
        const struct alias key = { .from = from };
        return bsearch(&key, aliases->items, aliases->count, sizeof key, compare);
}

/* The @ that ends the local part; a quoted one may hold others. */
static size_t at_sign(struct span address) {
        for (size_t i = address.len; i > 0; i--)
                if (address.ptr[i - 1] == '@')
                        return i - 1;
        return address.len;
}

struct address {
        char *text;
        size_t len;
};

static struct span address_span(const struct address *address) {
        return (struct span){ address->text, address->len };
}

/* Replaces `len` bytes from `from` on by `with`; what would not fit stays as it is. */
static void replace(struct address *address, size_t from, size_t len, struct span with) {
        if (address->len - len + with.len >= ADDRESS_BYTES)
                return;
        memmove(address->text + from + with.len, address->text + from + len, address->len - from - len);
        memcpy(address->text + from, with.ptr, with.len);
        address->len += with.len - len;
}

/* The first delimiter that has something before it. */
static void cut_extension(const struct aliases *aliases, struct address *address) {
        size_t at = at_sign(address_span(address));
        if (!aliases->delimiter || at == address->len || address->text[0] == '"')
                return;
        for (size_t i = 1; i < at; i++)
                if (address->text[i] == aliases->delimiter) {
                        replace(address, i, at - i, SPAN(""));
                        return;
                }
}

const char *aliases_resolve(const struct aliases *aliases, struct span given, char out[ADDRESS_BYTES]) {
        struct address address = { .text = out };
        given = span_head(span_without_brackets(span_trim(given)), ADDRESS_BYTES - 1);
        for (; address.len < given.len; address.len++)
                out[address.len] = given.ptr[address.len] ? ascii_lower(given.ptr[address.len]) : ' ';
        for (int step = 0; step < STEPS; step++) {
                const struct alias *alias = find(aliases, address_span(&address));
                size_t at = 0;
                if (!alias) {
                        cut_extension(aliases, &address);
                        alias = find(aliases, address_span(&address));
                }
                if (!alias) {
                        at = at_sign(address_span(&address));
                        alias = at < address.len ? find(aliases, span_skip(address_span(&address), at)) : NULL;
                }
                if (!alias)
                        break;
                replace(&address, at, address.len - at, alias->to);
        }
        out[address.len] = '\0';
        return out;
}

bool address_is_own(const struct options *options, struct span address) {
        struct span domain = span_skip(address, at_sign(address) + 1);
        for (uint32_t i = 0; i < options->list[OPT_OWN_DOMAINS].count && domain.len > 0; i++) {
                struct span own = span_from(options->list[OPT_OWN_DOMAINS].items[i]);
                if (span_ends_nocase(domain, own) &&
                    (domain.len == own.len || domain.ptr[domain.len - own.len - 1] == '.'))
                        return true;
        }
        return false;
}
