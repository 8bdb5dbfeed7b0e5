/* layer: text */
#include <stdlib.h>

#include "base/defects.h"
#include "text/context.h"
#include "text/domain.h"
#include "text/findings.h"
#include "text/html.h"
#include "text/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool truth) {
        if (!truth)
                abort();
}

/* What the headers promise of every text in a result. */
static void expect_valid(struct arena *arena, struct span text) {
        expect(unicode_valid(arena, text).ptr == text.ptr);
}

static void expect_findings(struct arena *arena, struct span text, const struct findings *findings) {
        const struct link *links = findings->links.items;
        for (uint32_t i = 0; i < findings->links.count; i++) {
                expect_valid(arena, links[i].host);
                expect_valid(arena, links[i].target);
                expect(links[i].domain.len <= links[i].host.len);
                expect(links[i].from != LINK_TEXT || links[i].offset + links[i].written.len <= text.len);
        }
        const struct phone *phones = findings->phones.items;
        for (uint32_t i = 0; i < findings->phones.count; i++)
                expect(phones[i].digits.len >= 7 && phones[i].digits.len <= 21);
}

static void read_html(const struct text_context *context, struct arena *arena, struct span text,
                      struct defects *defects) {
        struct findings findings = { 0 };
        const struct html *html = html_read(arena, text, defects);
        expect_valid(arena, html->visible);
        expect_valid(arena, html->hidden);
        expect_valid(arena, html->title);
        expect_valid(arena, html->script);
        const struct html_link *links = html->links.items;
        for (uint32_t i = 0; i < html->links.count; i++) {
                expect_valid(arena, links[i].href);
                expect_valid(arena, links[i].text);
        }
        findings_read_html(context, arena, html, defects, &findings);
        expect_findings(arena, html->visible, &findings);
}

static void read_unicode(const struct text_context *context, struct arena *arena, struct span text) {
        struct unicode_properties properties;
        unicode_read(context, text, &properties);
        struct span folded = unicode_fold(context, arena, text);
        expect_valid(arena, folded);
        expect(folded.len <= 4 * text.len);
        expect_valid(arena, unicode_skeleton(context, arena, text));
        expect_valid(arena, unicode_valid(arena, text));
}

static void read_hosts(const struct text_context *context, struct arena *arena, struct span text) {
        struct link link;
        (void)url_read(context, arena, text, &link);
        struct span host = domain_to_ascii(context, arena, text);
        (void)domain_resembles(context, arena, host, SPAN("paypal.com"));
        (void)hosts_imitates(context, arena, host);
        (void)domain_organisation(context, host);
}

/* The first byte says which reader. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        static struct text_context *context;
        if (!context && text_context_new(&context, NULL) != CW_OK)
                abort();
        if (size == 0)
                return 0;
        struct arena *arena = arena_new(256UL * 1024 * 1024);
        struct defects defects = { .arena = arena };
        struct span text = { (const char *)data + 1, size - 1 };
        struct findings findings = { 0 };
        switch (data[0]) {
        case 'h':
                read_html(context, arena, text, &defects);
                break;
        case 'u':
                read_unicode(context, arena, text);
                break;
        case 'd':
                read_hosts(context, arena, text);
                break;
        default:
                findings_read(context, arena, text, &defects, &findings);
                expect_findings(arena, text, &findings);
                break;
        }
        arena_free(arena);
        return 0;
}
