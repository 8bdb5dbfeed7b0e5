/* text-oracle: reads the same HTML with gumbo and with ours and prints every difference in where anchors lead and in
 * the text. One that text-explained.tsv does not explain fails.
 *
 *   text-oracle REPOSITORY [FILE|FOLDER…]     (CW_CORPUS: a folder of collected mails, default ../shared/corpus)
 *
 * White space is left out of the comparison: gumbo does not know where a line ends for a reader. gumbo does not know
 * what is hidden either, so of pages that hide something the letters are counted instead of compared in order. */
#include <dirent.h>
#include <gumbo.h>
#include <sys/stat.h>

#include "base/defects.h"
#include "message/message.h"
#include "oracle/explained.h"
#include "text/html.h"

static struct explained explained;
static unsigned pages, differences, unexplained;

static void differ(const char *file, const char *what, struct span theirs, struct span ours) {
        differences++;
        if (explained_find(&explained, file, what))
                return;
        unexplained++;
        printf("%s\t%s\n        gumbo: %.*s\n        ours:  %.*s\n", file, what, (int)theirs.len,
               theirs.ptr ? theirs.ptr : "", (int)ours.len, ours.ptr ? ours.ptr : "");
}

/* Without any white space, the no-break ones included, and without controls, which a reader does not see. */
static void add_text(struct buf *out, struct span text) {
        for (size_t i = 0; i < text.len; i++) {
                bool no_break = i + 1 < text.len && memcmp(text.ptr + i, "\xC2\xA0", 2) == 0;
                if (no_break)
                        i++;
                else if (!ascii_space(text.ptr[i]) && text.ptr[i])
                        buf_add_byte(out, text.ptr[i]);
        }
}

/* As url_value of ours: no white space around it, no controls in it. */
static void add_href(struct buf *out, struct span href) {
        href = span_trim(href);
        for (size_t i = 0; i < href.len; i++)
                if ((unsigned char)href.ptr[i] >= ' ')
                        buf_add_byte(out, href.ptr[i]);
        if (href.len > 0)
                buf_add_byte(out, '\n');
}

struct page {
        struct buf text, hrefs;
};

static bool skipped(GumboTag tag) {
        return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE;
}

static void gumbo_element(const GumboNode *node, struct page *page) {
        const GumboElement *element = &node->v.element;
        const GumboAttribute *href = gumbo_get_attribute(&element->attributes, "href");
        if ((element->tag == GUMBO_TAG_A || element->tag == GUMBO_TAG_AREA) && href)
                add_href(&page->hrefs, span_from(href->value));
}

/* Without recursion: the nesting is the input's. */
static void gumbo_walk(const GumboNode *root, struct page *page) {
        const GumboNode *node = root;
        while (node) {
                const GumboVector *children = NULL;
                if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
                        gumbo_element(node, page);
                        if (!skipped(node->v.element.tag))
                                children = &node->v.element.children;
                } else if (node->type == GUMBO_NODE_DOCUMENT) {
                        children = &node->v.document.children;
                } else {
                        add_text(&page->text, span_from(node->v.text.text));
                }
                if (children && children->length > 0) {
                        node = children->data[0];
                        continue;
                }
                while (node && node != root) {
                        const GumboNode *parent = node->parent;
                        const GumboVector *siblings = parent->type == GUMBO_NODE_DOCUMENT ? &parent->v.document.children
                                                                                          : &parent->v.element.children;
                        if (node->index_within_parent + 1 < siblings->length) {
                                node = siblings->data[node->index_within_parent + 1];
                                break;
                        }
                        node = parent;
                }
                if (node == root)
                        return;
        }
}

static struct page theirs_of(struct arena *arena, struct span html) {
        struct page page = { .text = buf_in(arena, html.len * 4 + 64), .hrefs = buf_in(arena, html.len * 4 + 64) };
        GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, html.ptr, html.len);
        gumbo_walk(output->document, &page);
        gumbo_destroy_output(&kGumboDefaultOptions, output);
        return page;
}

static struct page ours_of(struct arena *arena, const struct html *html, size_t len) {
        struct page page = { .text = buf_in(arena, len * 4 + 64), .hrefs = buf_in(arena, len * 4 + 64) };
        add_text(&page.text, html->visible);
        add_text(&page.text, html->hidden);
        const struct html_link *links = html->links.items;
        for (uint32_t i = 0; i < html->links.count; i++)
                if (links[i].from == LINK_ANCHOR)
                        add_href(&page.hrefs, links[i].href);
        return page;
}

static bool same_letters(struct span a, struct span b) {
        size_t counts[2][256] = { 0 };
        for (size_t i = 0; i < a.len; i++)
                counts[0][(unsigned char)a.ptr[i]]++;
        for (size_t i = 0; i < b.len; i++)
                counts[1][(unsigned char)b.ptr[i]]++;
        return memcmp(counts[0], counts[1], sizeof counts[0]) == 0;
}

static void page_compare(const char *file, struct span text) {
        struct arena *arena = arena_new(1UL << 30);
        struct defects defects = { .arena = arena };
        text = arena_copy(arena, text);
        const struct html *html = html_read(arena, text, &defects);
        struct page ours = ours_of(arena, html, text.len), theirs = theirs_of(arena, text);
        struct span our_text = buf_span(&ours.text), their_text = buf_span(&theirs.text);
        pages++;
        if (!span_equal(buf_span(&ours.hrefs), buf_span(&theirs.hrefs)))
                differ(file, "hrefs", buf_span(&theirs.hrefs), buf_span(&ours.hrefs));
        if (html->hidden.len > 0 ? !same_letters(our_text, their_text) : !span_equal(our_text, their_text))
                differ(file, "text", their_text, our_text);
        arena_free(arena);
}

static void mail_compare(const char *file, struct span bytes) {
        struct arena *arena = arena_new(1UL << 30);
        struct defects defects = { .arena = arena };
        const struct message *message = message_read(arena, bytes, &defects);
        for (uint32_t i = 0; i < message->part_count; i++)
                if (message->parts[i]->media == MEDIA_TEXT_HTML)
                        page_compare(file, message->parts[i]->text);
        arena_free(arena);
}

static void file_compare(const char *path, const char *name) {
        FILE *stream = fopen(path, "rb");
        if (!stream)
                return;
        static char bytes[16 * 1024 * 1024];
        struct span all = { bytes, fread(bytes, 1, sizeof bytes, stream) };
        (void)fclose(stream);
        if (span_ends_nocase(span_from(name), SPAN(".eml")))
                mail_compare(name, all);
        else
                page_compare(name, all);
}

static void path_compare(const char *path) {
        struct stat info;
        if (stat(path, &info) != 0) {
                printf("%s is not there\n", path);
                return;
        }
        if (!S_ISDIR(info.st_mode)) {
                const char *slash = strrchr(path, '/');
                file_compare(path, slash ? slash + 1 : path);
                return;
        }
        struct dirent **entries;
        int count = scandir(path, &entries, NULL, alphasort);
        for (int i = 0; i < count; i++) {
                char below[4096];
                (void)snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
                if (entries[i]->d_name[0] != '.')
                        file_compare(below, entries[i]->d_name);
                free(entries[i]);
        }
        if (count >= 0)
                free(entries);
}

int main(int argc, char **argv) {
        if (argc < 2) {
                (void)fputs("text-oracle REPOSITORY [FILE|FOLDER...]\n", stderr);
                return 64;
        }
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/tests/oracle/text-explained.tsv", argv[1]);
        explained_read(&explained, path);
        if (argc == 2) {
                const char *corpus = getenv("CW_CORPUS");
                (void)snprintf(path, sizeof path, "%s/tests/oracle/text-cases", argv[1]);
                path_compare(path);
                (void)snprintf(path, sizeof path, "%s%s/mail", corpus ? corpus : argv[1],
                               corpus ? "" : "/../shared/corpus");
                path_compare(path);
        }
        for (int i = 2; i < argc; i++)
                path_compare(argv[i]);
        unsigned unused = argc == 2 ? explained_unused(&explained) : 0;
        printf("%u pages, %u differences, %u not explained, %u explanations without a difference\n", pages, differences,
               unexplained, unused);
        explained_free(&explained);
        return unexplained > 0;
}
