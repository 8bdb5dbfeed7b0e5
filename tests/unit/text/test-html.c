/* html: what is seen, what is hidden, where it leads. Newlines in expectations are written as |. */
#include "text-test.h"

#include "text/html.h"

static struct span lines(struct arena *arena, struct span text) {
        struct span copy = arena_copy(arena, text);
        for (size_t i = 0; i < copy.len; i++)
                if (copy.ptr[i] == '\n')
                        ((char *)copy.ptr)[i] = '|';
        return copy;
}

static const struct {
        const char *name, *html, *visible, *hidden;
} seen[] = {
        { "empty", "", "", "" },
        { "plain", "Hello", "Hello", "" },
        { "white space", "  a \r\n\t b<b> c</b>d", "a b cd", "" },
        { "blocks", "<p>a<p>b</p>c<div>d</div>e<br>f<h1>g</h1>", "a|b|c|d|e|f|g", "" },
        { "inline", "<b>a</b><i>b</i> <span>c</span>", "ab c", "" },
        { "table", "<table><tr><td>a<td>b<tr><th>c</th></table>d", "a b|c|d", "" },
        { "list", "<ul><li>a<li>b</ul>", "a|b", "" },
        { "pre", "<pre>a\n  b</pre>", "a|b", "" },
        { "named references", "&lt;&amp;&gt;&nbsp;&eacute;&hellip;&copy", "<&> é…©", "" },
        { "numbers", "&#65;&#x42;&#X43&#128;&#0;&#xD800;&#99999999;", "ABC€\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "" },
        { "legacy prefix", "&notit; &notin; &ampx &unknown; & &; &#; &#x;", "¬it; ∉ &x &unknown; & &; &#; &#x;", "" },
        { "two characters", "&nGt;", "≫⃒", "" },
        { "NUL",
          "a\x01"
          "b",
          "a\x01"
          "b",
          "" },
        { "no tag", "1 < 2 <3 <> </ > a", "1 < 2 <3 <> a", "" },
        { "comments", "a<!-- b -->c<!---->d<!-->e<!--->f<!--g--!>h<!-- i", "acdefh", "b|g|i" },
        { "doctype and junk", "<!DOCTYPE html><?xml x?><!junk></3>a<![CDATA[b]]>", "a", "" },
        { "title", "<title>T &amp; t</title>a", "a", "T & t" },
        { "script and style", "<script>a<b</script>c<style>d{}</style>e", "ce", "" },
        { "script with an end tag's beginning", "<script></scriptx></script >a", "a", "" },
        { "unclosed script", "a<script>b", "a", "" },
        { "display", "a<span style='display:none'>b</span>c", "ac", "b" },
        { "display, upper case and spaces", "a<P STYLE=\"DISPLAY : NONE\">b", "a", "b" },
        { "display by reference", "a<i style='disp&#108;ay:none'>b</i>", "a", "b" },
        { "hidden attribute", "a<div hidden>b</div>", "a", "b" },
        { "nested in hidden", "<div style=display:none>a<p>b<b style='display:block'>c</b></p></div>d", "d", "a|b|c" },
        { "visibility", "<p style='visibility:hidden'>a<b style='visibility:visible'>b</b></p>", "b", "a" },
        { "opacity", "<p style='opacity:0'>a</p><p style='opacity:.5'>b</p>", "b", "a" },
        { "font size", "<p style='font-size:1px'>a</p><p style='font-size:0'>b<b style='font-size:12px'>c</b></p>", "c",
          "a|b" },
        { "font shorthand", "<p style='font:0/0 a'>a</p><p style='font:700 12px a'>b</p>", "b", "a" },
        { "white on white", "<font color=white>a</font><font color='#fefefe'>b</font><font color=#eee>c</font>", "c",
          "a|b" },
        { "white on black", "<td bgcolor=black><font color=white>a", "a", "" },
        { "white on a picture", "<td background=x.png><font color=white>a", "a", "" },
        { "white on a gradient", "<p style='background:linear-gradient(red,blue);color:#fff'>a", "a", "" },
        { "same colours in rgb", "<p style='color:rgb(10,20,30);background-color:#0a141e'>a", "", "a" },
        { "transparent colour", "<p style='background:transparent;color:white'>a", "", "a" },
        { "background that is none", "<p style='background:none;color:white'>a", "", "a" },
        { "colour that is none", "<p style='color:foo'>a<b style='color:white;color:bar'>b", "a", "b" },
        { "important", "<p style='color:#fff!important'>a</p><p style='display:none ! important'>b</p>c", "c", "a|b" },
        { "hsl", "<p style='color:hsl(120,100%,100%)'>a</p><p style='color:hsl(0deg 100% 50%)'>b</p>", "b", "a" },
        { "variable", "<p style='color:var(--x);background:var(--x)'>a", "a", "" },
        { "colours by name", "<td bgcolor=DarkSlateBlue><font color=white>a<font color=darkslateblue>b", "a", "b" },
        { "shrunk to nothing", "<p style='transform:scale(0)'>a</p><p style='transform:scale(0.9)'>b</p>", "b", "a" },
        { "size and overflow", "<div style='height:0;overflow:hidden'>a</div><div style='height:0'>b</div>", "b", "a" },
        { "max-height", "<div style='max-height:0px;max-width:0px;overflow:hidden'>a</div>b", "b", "a" },
        { "position", "<p style='position:absolute;left:-9999px'>a</p><p style='text-indent:-10000em'>b</p>c", "c",
          "a|b" },
        { "mso-hide", "<p style='mso-hide:all'>a</p>b", "b", "a" },
        { "class", "<style>.h{display:none}</style><p class='x h'>a</p><p class=hh>b</p>", "b", "a" },
        { "element and id", "<style>i,#q{font-size:0}</style><i>a</i><b id=q>b</b>c", "c", "a|b" },
        { "element with class", "<style>td.h{display:none}</style><p class=h>a</p>", "a", "" },
        { "style comments", "<style><!-- /* x{} */ .h /**/{/*a*/display:none} --></style><p class=h>a</p>b", "b", "a" },
        { "media for small screens", "<style>@media (max-width:600px){.h{display:none}}</style><p class=h>a</p>", "a",
          "" },
        { "media for all", "<style>@media screen{.h{display:none}}</style><p class=h>a</p>b", "b", "a" },
        { "descendants hide nothing", "<style>div .h{display:none}</style><p class=h>a</p>", "a", "" },
        { "conditional", "<!--[if mso]><p>a</p></div><![endif]-->b", "b", "a" },
        { "conditional shown", "<![if !mso]>a<![endif]>", "a", "" },
        { "conditional closes nothing outside", "<div style=display:none><!--[if mso]></div><![endif]-->a</div>b", "b",
          "a" },
        { "script in a picture", "a<svg><script/>b</svg>c", "abc", "" },
        { "raw elements of a picture", "<svg><textarea>a<xmp>b<iframe>c</svg><b>d</b>", "abcd", "" },
        { "style of a picture hides", "<svg><style>.x{display:none}</style></svg><p class=x>a</p>b", "b", "a" },
        { "paragraph leaves a picture", "<svg><style>a{}<p>b</p></style>c", "b|c", "" },
        { "end of a paragraph leaves it too", "<svg><script></p><b>a</b></script>b", "ab", "" },
        { "font leaves a picture with a colour only", "<svg><style><font>x</font><font color=red>a", "a", "x" },
        { "title of a picture", "<svg><title>a</title></svg>b", "b", "a" },
        { "page in a picture", "<svg><foreignObject><style>a</style><p>b</foreignObject></svg>c", "bc", "" },
        { "formula", "<math><mi>a</mi><style>b</math><mtext>c<textarea><p>d</textarea></mtext>", "ac<p>d", "" },
        { "annotation in HTML", "<math><annotation-xml encoding='text/html'><style>a</style></annotation-xml></math>b",
          "b", "" },
        { "annotation in XML", "<math><annotation-xml><textarea>a</annotation-xml></math><b>b</b>", "ab", "" },
        { "character data of a picture", "<svg><text><![CDATA[a<b>&lt;]]></text></svg>c", "a<b>&lt;c", "" },
        { "end tag of another name", "<x><svg></y><script/>a</svg></x>b", "ab", "" },
        { "end tag around a picture", "<x><svg><g></x><script>a</script>b", "b", "" },
        { "cell in a picture", "<td><svg><td></td><script/>a", "a", "" },
        { "unknown elements by their names", "<x style=display:none>a</y>b</x>c", "c", "ab" },
        { "island of data for Outlook", "<!--[if mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml>a<![endif]-->b",
          "b", "96|a" },
        { "page in a frame", "a<iframe srcdoc='<b>b&amp;lt;</b><i hidden>c</i>'>x</iframe>d", "ab<d", "cx" },
        { "frames in frames", "<iframe srcdoc='a<iframe srcdoc=&quot;b<iframe srcdoc=c>&quot;>'>", "ab", "" },
        { "formatting around blocks", "<font color=white>a<div>b</font>c</div>", "c", "a|b" },
        { "span does not end around blocks", "<span style=display:none><div>a</span>b</div>c</span>d", "d", "ab|c" },
        { "cells stand apart", "<td style=display:none>a<td>b", "b", "a" },
        { "paragraph ends paragraph", "<p style=display:none>a<p>b", "b", "a" },
        { "template", "<template>a</template>b", "b", "a" },
        { "noscript is shown", "<noscript>a</noscript>", "a", "" },
        { "textarea and xmp", "<textarea>a<b></textarea><xmp>&lt;<i></xmp>", "a<b>&lt;<i>", "" },
        { "plaintext", "<plaintext>a</b>", "a</b>", "" },
        { "button", "<input type=submit value='Log in'>", "Log in", "" },
        { "attribute without end", "a<p style='display:none", "a", "" },
        { "broken UTF-8",
          "a\xFF\xFE"
          "b",
          "a\xEF\xBF\xBD"
          "b",
          "" },
};

static void test_seen(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
                struct defects defects = { .arena = test->arena };
                const struct html *html = html_read(test->arena, span_from(seen[i].html), &defects);
                expect_text(seen[i].name, "visible", lines(test->arena, html->visible), seen[i].visible);
                expect_text(seen[i].name, "hidden", lines(test->arena, html->hidden), seen[i].hidden);
        }
}

static void test_nul(void **state) {
        const struct text_test *test = *state;
        struct defects defects = { .arena = test->arena };
        const struct html *html = html_read(test->arena, SPAN("pay\0pal <a href=\"x\0y\">z</a>"), &defects);
        expect_text("NUL", "visible", html->visible, "paypal z");
        expect_text("NUL", "href", ((struct html_link *)html->links.items)[0].href, "xy");
}

static const struct {
        const char *name, *html, *href, *text;
        enum link_from from;
        bool visible, control;
} links[] = {
        { "plain", "<a href=\"http://a.example/\">b</a>", "http://a.example/", "b", LINK_ANCHOR, true, false },
        { "no quotes", "<a href=http://a.example/x?y=z&amp;w>b</a>", "http://a.example/x?y=z&w", "b", LINK_ANCHOR, true,
          false },
        { "no end", "<a href='http://a.example'>b", "http://a.example", "b", LINK_ANCHOR, true, false },
        { "references", "<a href='&#104;ttp&colon;&sol;/a&period;example'>b</a>", "http://a.example", "b", LINK_ANCHOR,
          true, false },
        { "ambiguous reference", "<a href='?a=1&copy=2&lt;'>b</a>", "?a=1&copy=2<", "b", LINK_ANCHOR, true, false },
        { "white space inside", "<a href=' ht\ntp://a.\texample '>b</a>", "http://a.example", "b", LINK_ANCHOR, true,
          true },
        { "script", "<a href='java&Tab;script:x()'>b</a>", "javascript:x()", "b", LINK_ANCHOR, true, true },
        { "hidden", "<a href=x style='display:none'>b</a>", "x", "", LINK_ANCHOR, false, false },
        { "nothing in it", "<a href=x></a>", "x", "", LINK_ANCHOR, false, false },
        { "first attribute counts", "<a href=x href=y>b</a>", "x", "b", LINK_ANCHOR, true, false },
        { "alternative text", "<a href=x>b <img alt='c d'></a>", "x", "b c d", LINK_ANCHOR, true, false },
        { "picture only", "<a href=x><img width=10></a>", "x", "", LINK_ANCHOR, true, false },
        { "tracking picture", "<a href=x><img width=1 height=1></a>", "x", "", LINK_ANCHOR, false, false },
        { "anchor ends anchor", "<a href=x>b<a href=y>c</a>", "x", "b", LINK_ANCHOR, true, false },
        { "around a table", "<a href=x><table><tr><td>b</table></a>", "x", "b", LINK_ANCHOR, true, false },
        { "svg", "<svg><a xlink:href=x>b</a></svg>", "x", "b", LINK_ANCHOR, true, false },
        { "area", "<area href=x>", "x", "", LINK_ANCHOR, true, false },
        { "form", "<form action=x>", "x", "", LINK_FORM, true, false },
        { "button of a form", "<button formaction=x>b", "x", "", LINK_FORM, true, false },
        { "refresh", "<meta http-equiv=Refresh content='0; URL=\"http://a.example\"'>", "http://a.example", "",
          LINK_REFRESH, true, false },
        { "refresh without url=", "<meta http-equiv=refresh content='3,x'>", "x", "", LINK_REFRESH, true, false },
        { "frame", "<iframe src=x></iframe>", "x", "", LINK_FRAME, true, false },
        { "link in a frame", "<iframe srcdoc='<a href=x>b</a>'></iframe>", "x", "b", LINK_ANCHOR, true, false },
        { "object", "<object data=x>", "x", "", LINK_OBJECT, true, false },
        { "script file", "<script src=x></script>", "x", "", LINK_SCRIPT, true, false },
        { "stylesheet", "<link rel=stylesheet href=x>", "x", "", LINK_STYLE, true, false },
        { "picture in a style", "<p style=\"background:url('x')\">", "x", "", LINK_STYLE, true, false },
        { "style without its quote", "<p style=\"background:url('xé\">", "xé", "", LINK_STYLE, true, false },
        { "picture", "<img src=http://a.example/x>", "http://a.example/x", "", LINK_PICTURE, true, false },
        { "base", "<base href=x>", "x", "", LINK_BASE, true, false },
        { "for Outlook", "<!--[if mso]><a href=x>b</a><![endif]-->", "x", "b", LINK_ANCHOR, true, false },
        { "for all but Outlook", "<!--[if !mso]><a href=x>b</a><![endif]-->", "x", "", LINK_ANCHOR, false, false },
        { "hidden from Outlook too", "<!--[if mso]><a href=x style=display:none>b</a><![endif]-->", "x", "",
          LINK_ANCHOR, false, false },
        { "conditional in an anchor", "<a href=x><!--[if mso]><i>&nbsp;</i><![endif]--><b>b</b></a>", "x", "b",
          LINK_ANCHOR, true, false },
        { "shape",
          "<!--[if gte mso 9]><v:roundrect href='x' arcsize='50%'><w:anchorlock/><v:textbox><center>b</center>"
          "</v:textbox></v:roundrect><![endif]-->",
          "x", "b", LINK_ANCHOR, true, false },
        { "shape outside of a conditional", "<v:rect href=x style='width:9px'>b</v:rect>c", "x", "b", LINK_ANCHOR, true,
          false },
        { "shape without content", "<v:RECT href=x />b", "x", "", LINK_ANCHOR, true, false },
        { "picture of a shape", "<!--[if mso]><v:fill src=x /><![endif]-->", "x", "", LINK_PICTURE, true, false },
        { "picture in a picture", "<svg><image xlink:href=x>", "x", "", LINK_PICTURE, true, false },
        { "script of a picture", "<svg><script href=x />", "x", "", LINK_SCRIPT, true, false },
        { "slashes between attributes", "<a/href=x/title='y'>b</a>", "x/title='y'", "b", LINK_ANCHOR, true, false },
        { "in the tag's end", "<a href=x", "x", "", LINK_ANCHOR, false, false },
};

static void test_links(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
                struct defects defects = { .arena = test->arena };
                const struct html *html = html_read(test->arena, span_from(links[i].html), &defects);
                const struct html_link *link = html->links.items;
                if (html->links.count == 0)
                        fail_msg("%s: no link, expected \"%s\"", links[i].name, links[i].href);
                expect_text(links[i].name, "href", link->href, links[i].href);
                expect_text(links[i].name, "text", link->text, links[i].text);
                expect_number(links[i].name, "kind", link->from, links[i].from);
                expect_number(links[i].name, "visible", link->visible, links[i].visible);
                expect_number(links[i].name, "control", link->control, links[i].control);
        }
}

static void test_counts(void **state) {
        const struct text_test *test = *state;
        struct defects defects = { .arena = test->arena };
        const struct html *html = html_read(
                test->arena,
                SPAN("<title>T</title><base href=http://b.example/><form><input type=password><input></form>"
                     "<svg onload='a()'><script>b()</script><a href='javascript:c()'>x</a><style>@import 'x';</style>"
                     "<iframe></iframe><object></object><!-- y --><!--[if mso]>z<![endif]--><img src=cid:1 alt=A width=5>"),
                &defects);
        expect_text("counts", "title", html->title, "T");
        expect_text("counts", "base", html->base, "http://b.example/");
        expect_text("counts", "script", lines(test->arena, html->script), "a()|b()|javascript:c()");
        expect_number("counts", "forms", html->forms, 1);
        expect_number("counts", "inputs", html->inputs, 2);
        expect_number("counts", "passwords", html->passwords, 1);
        expect_number("counts", "handlers", html->handlers, 1);
        expect_number("counts", "scripts", html->scripts, 1);
        expect_number("counts", "styles", html->styles, 1);
        expect_number("counts", "remote style", html->remote_style, true);
        expect_number("counts", "frames", html->frames, 1);
        expect_number("counts", "objects", html->objects, 1);
        expect_number("counts", "comments", html->comments, 2);
        expect_number("counts", "conditionals", html->conditionals, 1);
        expect_number("counts", "pictures", html->pictures.count, 1);
        const struct html_picture *picture = html->pictures.items;
        expect_text("counts", "alt", picture->alt, "A");
        expect_number("counts", "width", (uint64_t)picture->width, 5);
        expect_number("counts", "hidden by comment", html->hidden_bytes[HTML_HIDDEN_COMMENT], 2);
}

static const struct {
        const char *name, *html;
        bool differs;
} outlook[] = {
        { "the same link and words",
          "<!--[if mso]><v:rect href='https://a.example/x'><center>Join now</center></v:rect><![endif]-->"
          "<a href='https://a.example/x'>Join now</a>",
          false },
        { "another page of the same host",
          "<!--[if mso]><v:rect href='https://a.example/y'></v:rect><![endif]--><a href='https://a.example/x'>b</a>",
          false },
        { "another host",
          "<!--[if mso]><v:rect href='https://b.example/'></v:rect><![endif]--><a href='https://a.example/x'>b</a>",
          true },
        { "the other link is hidden",
          "<!--[if mso]><v:rect href='https://a.example/'></v:rect><![endif]-->"
          "<a href='https://a.example/x' style='display:none'>b</a>",
          true },
        { "shape outside", "<v:rect href='https://b.example/'></v:rect><a href='https://a.example/x'>b</a>", true },
        { "other words", "<!--[if mso]>Call 1-888-555-0199<![endif]--><p>See you</p>", true },
        { "other order", "<!--[if mso]><p>Gamma</p><p>Alpha</p><![endif]--><p>Alpha</p><p>Beta</p><p>Gamma</p>", false },
        { "blanks", "<!--[if mso]><td>&nbsp;&#8202;&#8203;&emsp;</td><![endif]--><p>See you</p>", false },
        { "settings",
          "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch>"
          "</o:OfficeDocumentSettings></xml><![endif]--><p>See you</p>",
          false },
        { "not for Outlook",
          "<!--[if !mso]>Other words<![endif]--><!--[if (!mso)&(IE)]>Other<![endif]--><p>See you</p>", false },
        { "for everybody else", "<!--[if !mso]><!-->See you<!--<![endif]-->", false },
        { "seen by both", "<!--[if (mso)|(IE)]>Other words<![endif]-->", true },
};

static void test_outlook(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof outlook / sizeof *outlook; i++) {
                struct defects defects = { .arena = test->arena };
                const struct html *html = html_read(test->arena, span_from(outlook[i].html), &defects);
                expect_number(outlook[i].name, "differs", html->outlook_differs, outlook[i].differs);
                expect_number(outlook[i].name, "defect", defects_has(&defects, DEFECT_HTML_OUTLOOK_DIFFERS),
                              outlook[i].differs);
        }
}

/* A picture that begins where elements are not kept any more. */
static void test_foreign_below_the_limit(void **state) {
        const struct text_test *test = *state;
        struct defects defects = { .arena = test->arena };
        struct buf out = buf_in(test->arena, 8192);
        for (size_t i = 0; i < 600; i++)
                buf_add(&out, SPAN("<div>"));
        buf_add(&out, SPAN("<svg><script/>a</svg><script>b</script>c"));
        const struct html *html = html_read(test->arena, buf_span(&out), &defects);
        expect_text("below the limit", "visible", html->visible, "ac");
}

/* A million of anything ends, in memory that grows with the input. */
static void test_floods(void **state) {
        static const char *const units[] = { "<div>",
                                             "<b>",
                                             "<table>",
                                             "</b></i>",
                                             "<a href=x>",
                                             "<!--",
                                             "<",
                                             "&",
                                             "<p style='",
                                             "<img>",
                                             "<style>",
                                             "\xFF",
                                             "<title>",
                                             "<font><div></font>",
                                             "<!--[if x]>",
                                             "<svg>",
                                             "<x>",
                                             "</x>",
                                             "<svg></p>",
                                             "<![CDATA[",
                                             "<!--[if mso]>text<![endif]-->" };
        const struct text_test *test = *state;
        enum { SIZE = 2000000 };
        char *bytes = malloc(SIZE);
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
                size_t len = 0, unit = strlen(units[i]);
                for (; len + unit <= SIZE; len += unit)
                        memcpy(bytes + len, units[i], unit);
                arena_reset(test->arena);
                struct defects defects = { .arena = test->arena };
                (void)html_read(test->arena, (struct span){ bytes, len }, &defects);
                if (arena_used(test->arena) > 8UL * SIZE)
                        fail_msg("%s: %zu bytes for %d", units[i], arena_used(test->arena), SIZE);
        }
        free(bytes);
}

static void test_depth_is_a_defect(void **state) {
        const struct text_test *test = *state;
        struct defects defects = { .arena = test->arena };
        char bytes[600 * 5 + 1];
        for (size_t i = 0; i < 600; i++)
                memcpy(bytes + i * 5, "<div>", 5);
        (void)html_read(test->arena, (struct span){ bytes, 3000 }, &defects);
        assert_true(defects_has(&defects, DEFECT_HTML_TOO_DEEP));
}

static void test_entities_are_sorted(void **state) {
        (void)state;
        static const char *const names[] = {
#define ENTITY(name, first, second, legacy) name,
#include "text/html-entities.def"
#undef ENTITY
        };
        for (size_t i = 1; i < sizeof names / sizeof *names; i++)
                if (strcmp(names[i - 1], names[i]) >= 0)
                        fail_msg("html-entities.def: \"%s\" stands before \"%s\"", names[i - 1], names[i]);
}

static void test_looks_like(void **state) {
        (void)state;
        assert_true(html_looks_like(SPAN("\n<!DOCTYPE html>")));
        assert_true(html_looks_like(SPAN("Hi <BR> there")));
        assert_false(html_looks_like(SPAN("a < b, see <http://example.com>")));
        assert_false(html_looks_like(SPAN("")));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_seen),
                cmocka_unit_test(test_nul),
                cmocka_unit_test(test_links),
                cmocka_unit_test(test_counts),
                cmocka_unit_test(test_outlook),
                cmocka_unit_test(test_foreign_below_the_limit),
                cmocka_unit_test(test_floods),
                cmocka_unit_test(test_depth_is_a_defect),
                cmocka_unit_test(test_entities_are_sorted),
                cmocka_unit_test(test_looks_like),
        };
        return cmocka_run_group_tests(tests, text_test_begin, text_test_end);
}
