/* What Outlook shows and nobody else does: conditional comments and shapes. Ordinary newsletters use them for a button
 * with the same words and the same link as everybody sees; only what says or leads elsewhere is a difference. */
#include "text/html-internal.h"

/* Searches that start over: ordinary comments repeat what is seen, in its order. */
enum { WHOLE_SEARCHES = 64, HOSTS = 64, LEAST_WORD = 4 };

/* Outlook knows `mso` and `vml`; [if !mso] and [if IE] are for others. */
bool html_is_for_outlook(struct span condition) {
        static const struct span names[] = { SPAN("mso"), SPAN("vml") };
        for (size_t at = 0; at + 3 <= condition.len; at++) {
                struct span word = span_head(span_skip(condition, at), 3);
                if (!span_equal_nocase(word, names[0]) && !span_equal_nocase(word, names[1]))
                        continue;
                size_t before = at;
                while (before > 0 && (condition.ptr[before - 1] == '(' || ascii_space(condition.ptr[before - 1])))
                        before--;
                if (before == 0 || condition.ptr[before - 1] != '!')
                        return true;
        }
        return false;
}

/* Bytes of letters and digits; blanks of all widths and their like are none. */
static size_t letters(struct span line) {
        size_t count = 0;
        for (size_t i = 0; i < line.len; i++) {
                unsigned char c = (unsigned char)line.ptr[i];
                if (c == 0xC2 || c == 0xE2)
                        i += c == 0xC2 ? 1 : 2;
                else
                        count += c >= 0x80 || ascii_alnum((char)c);
        }
        return count;
}

static bool words_differ(struct span outlook, struct span visible) {
        size_t at = 0;
        int searches = 0;
        while (outlook.len > 0) {
                struct span line = span_trim(span_split(&outlook, '\n'));
                if (letters(line) < LEAST_WORD)
                        continue;
                struct span rest = span_skip(visible, at);
                size_t found = span_find(rest, line);
                if (found == rest.len) {
                        if (searches++ == WHOLE_SEARCHES)
                                return true;
                        at = 0;
                        rest = visible;
                        found = span_find(rest, line);
                }
                if (found == rest.len)
                        return true;
                at += found + line.len;
        }
        return false;
}

/* The authority of a URL, as written. Empty: it has none. */
static struct span authority(struct span href) {
        size_t begin = span_find(href, SPAN("://"));
        struct span rest = span_skip(href, begin + 3);
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?' && rest.ptr[end] != '#')
                end++;
        return span_head(rest, end);
}

static bool is_followed(const struct html_link *link) {
        return link->from == LINK_ANCHOR && link->visible;
}

static bool all_see_host(const struct array *links, struct span host) {
        const struct html_link *items = links->items;
        for (uint32_t i = 0; i < links->count; i++)
                if (!items[i].outlook && is_followed(&items[i]) && span_equal_nocase(authority(items[i].href), host))
                        return true;
        return false;
}

static bool links_differ(const struct array *links) {
        const struct html_link *items = links->items;
        struct span last = { 0 };
        int hosts = 0;
        for (uint32_t i = 0; i < links->count; i++) {
                if (!items[i].outlook || !is_followed(&items[i]))
                        continue;
                struct span host = authority(items[i].href);
                if (host.len == 0 || span_equal_nocase(host, last))
                        continue;
                if (hosts++ == HOSTS || !all_see_host(links, host))
                        return true;
                last = host;
        }
        return false;
}

bool html_outlook_differs(const struct html_reader *reader) {
        return links_differ(&reader->html->links) || words_differ(reader->html->outlook, reader->html->visible);
}
