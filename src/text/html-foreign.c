/* Pictures (SVG) and formulas (MathML) in HTML: where other rules of markup begin and end. */
#include "text/html-internal.h"

/* Elements of SVG and MathML in which HTML may stand (HTML standard 13.2.6.1). */
bool html_integrates(const struct html_start *start) {
        switch (start->tag) {
        case HTML_TAG_FOREIGNOBJECT:
        case HTML_TAG_DESC:
        case HTML_TAG_TITLE:
        case HTML_TAG_MI:
        case HTML_TAG_MO:
        case HTML_TAG_MN:
        case HTML_TAG_MS:
        case HTML_TAG_MTEXT:
                return true;
        case HTML_TAG_ANNOTATION_XML: {
                struct span encoding = html_get(start, HTML_ATTRIBUTE_ENCODING);
                return span_equal_nocase(encoding, SPAN("text/html")) ||
                       span_equal_nocase(encoding, SPAN("application/xhtml+xml"));
        }
        default:
                return false;
        }
}

static const struct html_open *innermost(const struct html_reader *reader) {
        return &reader->open[reader->depth - 1];
}

static bool holds_foreign(const struct html_reader *reader) {
        return html_in_foreign(reader) && (reader->deeper > 0 || !innermost(reader)->integrates);
}

void html_leave_foreign(struct html_reader *reader) {
        if (reader->deeper > 0)
                reader->deeper_foreign = false;
        while (reader->deeper == 0 && reader->depth > reader->floor && holds_foreign(reader))
                html_close_to(reader, reader->depth - 1);
}

static bool leaves_foreign(const struct html_start *start) {
        return html_tag_flags(start->tag) & HTML_LEAVES ||
               (start->tag == HTML_TAG_FONT &&
                (html_has(start, HTML_ATTRIBUTE_COLOR) || html_has(start, HTML_ATTRIBUTE_FACE) ||
                 html_has(start, HTML_ATTRIBUTE_SIZE)));
}

bool html_begins_foreign(struct html_reader *reader, const struct html_start *start) {
        if (start->tag == HTML_TAG_SVG || start->tag == HTML_TAG_MATH)
                return true;
        if (!holds_foreign(reader))
                return false;
        if (!leaves_foreign(start))
                return true;
        html_leave_foreign(reader);
        return false;
}
