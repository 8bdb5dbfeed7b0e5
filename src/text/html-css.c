/* What styles say of whether text can be seen. Everything else in them is passed over. */
#include "text/html-internal.h"

#include "base/percent.h"

static const struct {
        struct span name;
        uint32_t colour;
} colours[] = {
#define COLOUR(name, value) { { name, sizeof(name) - 1 }, value },
#include "text/html-colours.def"
#undef COLOUR
};

static uint32_t hex_colour(struct span digits) {
        uint32_t value = 0;
        for (size_t i = 0; i < digits.len && i < 6; i++) {
                int digit = hex_value(digits.ptr[i]);
                if (digit < 0)
                        return COLOUR_UNKNOWN;
                value = value << 4 | (uint32_t)digit;
                if (digits.len < 6)
                        value = value << 4 | (uint32_t)digit;
                if (digits.len < 6 && i == 2)
                        break;
        }
        bool alpha = digits.len == 4 || digits.len == 8;
        if (alpha && hex_value(digits.ptr[digits.len - 1]) == 0)
                return COLOUR_CLEAR;
        return digits.len >= 3 && digits.len <= 8 ? value : COLOUR_UNKNOWN;
}

/* A number at the beginning of *s, in thousandths; false when there is none. */
static bool take_number(struct span *s, int64_t *ret) {
        bool negative = s->len > 0 && s->ptr[0] == '-';
        size_t at = negative || (s->len > 0 && s->ptr[0] == '+'), begin = at;
        int64_t value = 0, scale = 1000;
        bool fraction = false, digits = false;
        for (; at < s->len; at++) {
                char c = s->ptr[at];
                if (c == '.' && !fraction) {
                        fraction = true;
                        continue;
                }
                if (!ascii_digit(c))
                        break;
                digits = true;
                if (!fraction && value < 100000000)
                        value = value * 10 + (c - '0') * 1000;
                else if (fraction && scale > 1)
                        value += (c - '0') * (scale /= 10);
        }
        if (!digits || at == begin)
                return false;
        *ret = negative ? -value : value;
        *s = span_skip(*s, at);
        return true;
}

/* One of red, green and blue out of hue (degrees), saturation and lightness (0 to 1): CSS Color 4, 7.1. */
static uint32_t hsl_part(double hue, double saturation, double lightness, double n) {
        double k = n + hue / 30, least;
        k -= 12 * (int)(k / 12);
        double a = saturation * (lightness < 1 - lightness ? lightness : 1 - lightness);
        least = k - 3 < 9 - k ? k - 3 : 9 - k;
        least = least < 1 ? least : 1;
        return (uint32_t)(255 * (lightness - a * (least > -1 ? least : -1)) + 0.5) & 255;
}

static double between(double value, double low, double high) {
        return value < low ? low : value > high ? high : value;
}

/* rgb(1, 2, 3), rgba(…, 0), rgb(10% …), hsl(120, 100%, 50%). Parts are in thousandths; percents of rgb become parts of
 * 255. */
static uint32_t function_colour(struct span value) {
        struct span rest = span_skip(value, span_find_byte(value, '(') + 1);
        bool hsl = span_starts_nocase(value, SPAN("hsl"));
        int64_t parts[4] = { 0, 0, 0, 1000 };
        int count = 0;
        while (rest.len > 0 && count < 4) {
                while (rest.len > 0 && (ascii_space(rest.ptr[0]) || rest.ptr[0] == ',' || rest.ptr[0] == '/'))
                        rest = span_skip(rest, 1);
                if (!take_number(&rest, &parts[count]))
                        break;
                if (rest.len > 0 && rest.ptr[0] == '%') {
                        parts[count] = count == 3 ? parts[count] / 100 : hsl ? parts[count] : parts[count] * 255 / 100;
                        rest = span_skip(rest, 1);
                }
                while (rest.len > 0 && ascii_alpha(rest.ptr[0]))
                        rest = span_skip(rest, 1);
                count++;
        }
        if (count < 3 || !(hsl || span_starts_nocase(value, SPAN("rgb"))))
                return COLOUR_UNKNOWN;
        if (parts[3] < 100)
                return COLOUR_CLEAR;
        if (hsl) {
                double hue = between((double)parts[0] / 1000, 0, 360),
                       saturation = between((double)parts[1] / 1e5, 0, 1),
                       lightness = between((double)parts[2] / 1e5, 0, 1);
                return hsl_part(hue, saturation, lightness, 0) << 16 | hsl_part(hue, saturation, lightness, 8) << 8 |
                       hsl_part(hue, saturation, lightness, 4);
        }
        uint32_t colour = 0;
        for (int i = 0; i < 3; i++)
                colour = colour << 8 | (uint32_t)(parts[i] < 0 ? 0 : parts[i] > 255000 ? 255 : parts[i] / 1000);
        return colour;
}

uint32_t css_colour(struct span value) {
        value = span_trim(value);
        if (value.len == 0)
                return COLOUR_UNKNOWN;
        if (value.ptr[0] == '#')
                return hex_colour(span_skip(value, 1));
        if (span_find_byte(value, '(') < value.len)
                return function_colour(value);
        for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
                if (span_equal_nocase(colours[i].name, value))
                        return colours[i].colour;
        /* Old attributes leave the # away; what is no colour changes nothing. */
        uint32_t hex = value.len == 6 || value.len == 3 ? hex_colour(value) : COLOUR_UNKNOWN;
        return hex == COLOUR_UNKNOWN ? COLOUR_NONE : hex;
}

/* A length in tenths of a pixel, HTML_LENGTH_UNKNOWN when it cannot be told. Relative ones are taken against 16 px. */
static int32_t length(struct span value) {
        int64_t number;
        if (!take_number(&value, &number))
                return HTML_LENGTH_UNKNOWN;
        int64_t factor = 100; /* percent of a pixel */
        if (span_starts_nocase(value, SPAN("pt")))
                factor = 133;
        else if (span_starts_nocase(value, SPAN("em")) || span_starts_nocase(value, SPAN("rem")))
                factor = 1600;
        else if (span_starts_nocase(value, SPAN("%")))
                factor = 16;
        else if (span_starts_nocase(value, SPAN("cm")) || span_starts_nocase(value, SPAN("in")))
                factor = 3800;
        else if (span_starts_nocase(value, SPAN("vw")) || span_starts_nocase(value, SPAN("vh")))
                factor = 800;
        return (int32_t)(number * factor / 10000);
}

static void set_colour(struct span value, struct css *css) {
        uint32_t colour = css_colour(value);
        if (colour == COLOUR_NONE)
                return;
        css->set |= CSS_COLOUR;
        css->colour = colour;
}

static void set_background(struct span value, struct css *css) {
        /* A picture or a gradient may lie on any colour that stands beside it. */
        uint32_t colour = COLOUR_NONE;
        if (span_has_nocase(value, SPAN("url(")) || span_has_nocase(value, SPAN("gradient")))
                colour = COLOUR_UNKNOWN;
        else if (span_has(value, SPAN("(")))
                colour = css_colour(value);
        while (value.len > 0 && colour == COLOUR_NONE)
                colour = css_colour(span_split(&value, ' '));
        if (colour == COLOUR_NONE)
                return;
        css->set |= CSS_BACKGROUND;
        css->background = colour;
}

/* Moved further than a screen to the left or up. */
static void set_away(struct span value, struct css *css) {
        int32_t far = length(value);
        if (far != HTML_LENGTH_UNKNOWN && far <= -5000) {
                css->set |= CSS_AWAY;
                css->away = true;
        }
}

static void set_size(struct span value, struct css *css, bool width) {
        int32_t size = length(value);
        if (size == HTML_LENGTH_UNKNOWN || (size > 0 && memchr(value.ptr, '%', value.len)))
                return;
        css->set |= width ? CSS_WIDTH : CSS_HEIGHT;
        if (width)
                css->width = size;
        else
                css->height = size;
}

static void set_font_size(struct span value, struct css *css) {
        int32_t size = length(value);
        if (size == HTML_LENGTH_UNKNOWN)
                return;
        css->set |= CSS_FONT_SIZE;
        css->font_size = size;
}

/* font: italic 0/0 Arial — the first word that begins with a digit is the size, unless it is a weight. */
static void set_font(struct span value, struct css *css) {
        while (value.len > 0) {
                struct span word = span_split(&value, ' ');
                bool number = word.len > 0 && (ascii_digit(word.ptr[0]) || word.ptr[0] == '.');
                if (number && !(word.len == 3 && ascii_digit(word.ptr[2]) && word.ptr[1] == '0')) {
                        set_font_size(word, css);
                        return;
                }
        }
}

static void set_opacity(struct span value, struct css *css) {
        int64_t number;
        if (!take_number(&value, &number))
                return;
        css->set |= CSS_OPACITY;
        css->transparent = number < (span_starts_nocase(value, SPAN("%")) ? 10000 : 100);
}

static void set_display(struct span value, struct css *css) {
        css->set |= CSS_DISPLAY;
        css->none = span_starts_nocase(value, SPAN("none"));
        css->break_line = span_starts_nocase(value, SPAN("block")) || span_starts_nocase(value, SPAN("list-item")) ||
                          span_starts_nocase(value, SPAN("flex")) || span_starts_nocase(value, SPAN("table-row"));
}

static void set_clip(struct span value, struct css *css) {
        struct span rest = span_skip(value, span_find_byte(value, '(') + 1);
        int64_t number = -1;
        bool rect = span_starts_nocase(value, SPAN("rect")), inset = span_starts_nocase(value, SPAN("inset"));
        if (!take_number(&rest, &number))
                return;
        if ((rect && number <= 1000 && !memchr(value.ptr, 'a', value.len)) || (inset && number >= 50000)) {
                css->set |= CSS_AWAY;
                css->away = true;
        }
}

static void declaration(struct span written, struct span value, struct css *css) {
        char name[24];
        /* "!important" */
        value = span_trim(span_head(value, span_find_byte(value, '!')));
        if (value.len == 0 || written.len >= sizeof name)
                return;
        for (size_t i = 0; i < written.len; i++)
                name[i] = ascii_lower(written.ptr[i]);
#define IS(literal) (written.len == sizeof(literal) - 1 && memcmp(name, literal, sizeof(literal) - 1) == 0)
        switch (name[0]) {
        case 'b':
                if (IS("background") || IS("background-color") || IS("background-image"))
                        set_background(value, css);
                break;
        case 'c':
                if (IS("color"))
                        set_colour(value, css);
                else if (IS("clip") || IS("clip-path"))
                        set_clip(value, css);
                break;
        case 'd':
                if (IS("display"))
                        set_display(value, css);
                break;
        case 'f':
                if (IS("font-size"))
                        set_font_size(value, css);
                else if (IS("font"))
                        set_font(value, css);
                break;
        case 'h':
                if (IS("height"))
                        set_size(value, css, false);
                break;
        case 'l':
                if (IS("left"))
                        set_away(value, css);
                break;
        case 'm':
                if (IS("max-height"))
                        set_size(value, css, false);
                else if (IS("max-width"))
                        set_size(value, css, true);
                else if (IS("margin-left") || IS("margin-top"))
                        set_away(value, css);
                else if (IS("mso-hide") && span_starts_nocase(value, SPAN("all")))
                        css->none = true;
                break;
        case 'o':
                if (IS("opacity")) {
                        set_opacity(value, css);
                } else if (IS("overflow") || IS("overflow-x") || IS("overflow-y")) {
                        css->set |= CSS_OVERFLOW;
                        css->clipped = span_starts_nocase(value, SPAN("hidden")) ||
                                       span_starts_nocase(value, SPAN("clip"));
                }
                break;
        case 't':
                if (IS("text-indent") || IS("top"))
                        set_away(value, css);
                else if (IS("transform"))
                        css->away |= span_has(value, SPAN("scale(0")) && !span_has(value, SPAN("scale(0."));
                break;
        case 'v':
                if (IS("visibility")) {
                        css->set |= CSS_VISIBILITY;
                        css->invisible = !span_starts_nocase(value, SPAN("visible"));
                }
                break;
        case 'w':
                if (IS("width"))
                        set_size(value, css, true);
                break;
        default:
                break;
        }
#undef IS
}

/* Whether a property of which we want to know begins with this letter. */
static bool interesting(char c) {
        switch (ascii_lower(c)) {
        case 'b':
        case 'c':
        case 'd':
        case 'f':
        case 'h':
        case 'l':
        case 'm':
        case 'o':
        case 't':
        case 'v':
        case 'w':
                return true;
        default:
                return false;
        }
}

/* Bytes at which the search for the end of a declaration has to look. */
static const bool css_special[256] = {
        [';'] = true, ['"'] = true, ['\''] = true, ['('] = true, [')'] = true, ['\\'] = true
};

/* Where the declaration at the front ends: its ';', or the end. Quotes and brackets hold none. */
static size_t declaration_end(struct span s) {
        char quote = '\0';
        int brackets = 0;
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                if (!css_special[(unsigned char)c])
                        continue;
                if (c == '\\')
                        i++;
                else if (quote)
                        quote = c == quote ? '\0' : quote;
                else if (c == '"' || c == '\'')
                        quote = c;
                else if (c == '(')
                        brackets++;
                else if (c == ')')
                        brackets -= brackets > 0;
                else if (brackets == 0)
                        return i;
        }
        return s.len;
}

/* Comments before a declaration; within one they are rare and do no harm. */
static struct span without_comments(struct span s) {
        while (s.len >= 4 && memcmp(s.ptr, "/*", 2) == 0)
                s = span_trim(span_skip(s, span_find(span_skip(s, 2), SPAN("*/")) + 4));
        return s;
}

void css_read(struct span declarations, struct css *css) {
        while (declarations.len > 0) {
                if (ascii_space(declarations.ptr[0])) {
                        declarations = (struct span){ declarations.ptr + 1, declarations.len - 1 };
                        continue;
                }
                struct span one = span_head(declarations, declaration_end(declarations));
                declarations = span_skip(declarations, one.len + 1);
                one = without_comments(one);
                size_t colon = 0;
                while (colon < one.len && one.ptr[colon] != ':')
                        colon++;
                if (colon == 0 || colon == one.len || !interesting(one.ptr[0]))
                        continue;
                declaration(span_trim(span_head(one, colon)), span_trim(span_skip(one, colon + 1)), css);
        }
}
