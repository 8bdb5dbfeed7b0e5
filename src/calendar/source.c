#include "calendar/source.h"

#include "calendar/calendar.h"
#include "text/charset.h"

static uint32_t lines_before(struct span text, const char *at) {
        uint32_t count = 0;
        const char *p = text.ptr;
        while (p < at && (p = memchr(p, '\n', (size_t)(at - p)))) {
                count++;
                p++;
        }
        return count;
}

/* Clients drop NUL bytes or stop at them; what stands behind is read in either case. */
static struct span without_nul(struct arena *arena, struct span bytes, struct defects *defects) {
        const char *nul = memchr(bytes.ptr, 0, bytes.len);
        if (!nul)
                return bytes;
        defects_add(defects, DEFECT_CALENDAR_NUL, lines_before(bytes, nul) + 1);
        char *out = arena_bytes(arena, bytes.len), *end = out;
        while (bytes.len > 0) {
                struct span piece = span_split(&bytes, '\0');
                if (piece.len > 0)
                        end = (char *)mempcpy(end, piece.ptr, piece.len);
        }
        return (struct span){ out, (size_t)(end - out) };
}

/* UTF-16 or UTF-32 by its byte order mark, or because every other byte at the beginning is NUL. */
static bool is_wide(struct span bytes) {
        if (bytes.len < 4)
                return false;
        const unsigned char *b = (const unsigned char *)bytes.ptr;
        bool mark = (b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF) ||
                    (b[0] == 0 && b[1] == 0 && b[2] == 0xFE && b[3] == 0xFF);
        return mark || (b[0] && !b[1] && b[2] && !b[3]) || (!b[0] && b[1] && !b[2] && b[3]);
}

static const char *wide_charset(struct span bytes) {
        const unsigned char *b = (const unsigned char *)bytes.ptr;
        bool mark = b[0] >= 0xFE || (b[0] == 0 && b[2] == 0xFE);
        if (mark)
                return "";
        return b[0] ? "utf-16le" : "utf-16be";
}

/* Charsets that write all characters in ASCII bytes. */
static bool is_seven_bit(struct span label) {
        return span_has_nocase(label, SPAN("utf-7")) || span_has_nocase(label, SPAN("iso-2022")) ||
               span_has_nocase(label, SPAN("hz-gb"));
}

static bool says_utf8(struct span label) {
        label = span_trim(label);
        return label.len == 0 || span_has_nocase(label, SPAN("utf-8")) || span_has_nocase(label, SPAN("utf8"));
}

enum text_state source_decode(struct arena *arena, struct span bytes, struct span charset, struct defects *defects,
                              struct span *ret) {
        if (is_wide(bytes)) {
                defects_add(defects, DEFECT_CALENDAR_UTF16, 1);
                struct charset_text text = charset_decode(arena, bytes, span_from(wide_charset(bytes)));
                *ret = text.text.len > 0 ? without_nul(arena, text.text, defects) : text.text;
                return STATE_UTF8;
        }
        if (bytes.len >= 3 && memcmp(bytes.ptr, "\xEF\xBB\xBF", 3) == 0) {
                defects_add(defects, DEFECT_CALENDAR_BOM, 1);
                bytes = span_skip(bytes, 3);
        }
        if (bytes.len > 0)
                bytes = without_nul(arena, bytes, defects);
        *ret = bytes;
        size_t ascii = ascii_prefix(bytes);
        if (ascii == bytes.len && (charset.len == 0 || !is_seven_bit(charset)))
                return STATE_ASCII;
        bool valid = utf8_valid(span_skip(bytes, ascii));
        if (valid && ascii < bytes.len) {
                if (!says_utf8(charset))
                        defects_add(defects, DEFECT_CALENDAR_CHARSET_LABEL, 0);
                return STATE_UTF8;
        }
        if (says_utf8(charset))
                return STATE_DOUBTFUL;
        struct charset_text text = charset_decode(arena, bytes, charset);
        if (text.flags & (CHARSET_LIES | CHARSET_UNKNOWN))
                defects_add(defects, DEFECT_CALENDAR_CHARSET_LABEL, 0);
        *ret = text.text;
        return STATE_UTF8;
}

struct span calendar_text(struct arena *arena, struct span bytes, struct span charset) {
        struct defects unused = { .arena = arena };
        struct span text;
        (void)source_decode(arena, bytes, charset, &unused, &text);
        return defects_has(&unused, DEFECT_CALENDAR_UTF16) ? bytes : text;
}

/* Whether it begins so, folds or none: clients unfold before they read anything. */
static bool starts_unfolded(struct span s, struct span name) {
        size_t at = 0;
        for (size_t i = 0; i < name.len; i++, at++) {
                while (at + 1 < s.len && (s.ptr[at] == '\r' || s.ptr[at] == '\n')) {
                        at += s.ptr[at] == '\r' && s.ptr[at + 1] == '\n' ? 2 : 1;
                        if (at == s.len || (s.ptr[at] != ' ' && s.ptr[at] != '\t'))
                                return false;
                        at++;
                }
                if (at >= s.len || ascii_lower(s.ptr[at]) != ascii_lower(name.ptr[i]))
                        return false;
        }
        return true;
}

/* Whether a calendar, or a component that may stand bare, begins here. */
static bool begins_calendar(struct span rest) {
        return starts_unfolded(rest, SPAN("BEGIN:V")) || span_starts_nocase(rest, SPAN("BEGIN;")) ||
               span_starts_nocase(rest, SPAN("BEGIN: V")) || span_starts_nocase(rest, SPAN("BEGIN :V"));
}

/* `BEGIN:VCALENDAR` that begins in the middle of a line but ends it. */
static bool is_calendar_line(struct span rest) {
        struct span begin = SPAN("BEGIN:VCALENDAR");
        return span_starts_nocase(rest, begin) && rest.len > begin.len && ascii_space(rest.ptr[begin.len]);
}

static bool begins_line(struct span text, size_t at) {
        size_t before = at;
        while (before > 0 && at - before < 64 && (text.ptr[before - 1] == ' ' || text.ptr[before - 1] == '\t'))
                before--;
        return before == 0 || text.ptr[before - 1] == '\n' || text.ptr[before - 1] == '\r';
}

struct span source_find_calendar(struct span text, uint32_t *ret_line) {
        *ret_line = 0;
        for (size_t i = 0; i < text.len; i++) {
                if ((text.ptr[i] | 0x20) != 'b')
                        continue;
                struct span rest = span_skip(text, i);
                if (!begins_calendar(rest) || !(begins_line(text, i) || is_calendar_line(rest)))
                        continue;
                *ret_line = lines_before(text, rest.ptr);
                return rest;
        }
        return (struct span){ 0 };
}
