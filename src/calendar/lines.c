#include "calendar/lines.h"

#include "base/limits.h"
#include "calendar/names.h"

/* What is reported once a part: real feeds have these on every line. */
enum {
        REPORTED_CR = 1,
        REPORTED_LF = 2,
        REPORTED_BLANK = 4,
        REPORTED_LONG = 8,
        REPORTED_BARE_FOLD = 16,
        REPORTED_FOLD_IN_CHARACTER = 32
};

/* Bytes that a name may hold; `.` sets off a group, `_` is met. */
static const bool is_name_byte[256] = {
        ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['0' ... '9'] = true, ['-'] = true, ['.'] = true, ['_'] = true,
};

struct lines lines_over(struct arena *arena, struct span bytes, struct defects *defects) {
        const char *begin = bytes.len ? bytes.ptr : "";
        return (struct lines){ .arena = arena,
                               .defects = defects,
                               .pos = begin,
                               .end = begin + bytes.len,
                               .lf = begin - 1,
                               .cr = begin - 1,
                               .number = 1 };
}

static void report(struct lines *lines, unsigned once, enum defect_kind kind) {
        if (lines->reported & once)
                return;
        lines->reported |= once;
        defects_add(lines->defects, kind, lines->number);
}

static const char *find(const char *from, const char *end, char byte) {
        const char *hit = from < end ? memchr(from, byte, (size_t)(end - from)) : NULL;
        return hit ? hit : end;
}

static struct span physical_line(struct lines *lines) {
        const char *begin = lines->pos;
        if (lines->lf < begin)
                lines->lf = find(begin, lines->end, '\n');
        if (lines->cr < begin)
                lines->cr = find(begin, lines->end, '\r');
        const char *stop = lines->lf < lines->cr ? lines->lf : lines->cr;
        lines->pos = stop;
        if (stop < lines->end) {
                bool crlf = *stop == '\r' && stop + 1 == lines->lf && lines->lf < lines->end;
                if (!crlf)
                        report(lines, *stop == '\r' ? REPORTED_CR : REPORTED_LF,
                               *stop == '\r' ? DEFECT_CALENDAR_BARE_CR : DEFECT_CALENDAR_BARE_LF);
                lines->pos = stop + (crlf ? 2 : 1);
        }
        if (stop - begin > 75)
                report(lines, REPORTED_LONG, DEFECT_CALENDAR_LONG_LINE);
        lines->number++;
        return (struct span){ begin, (size_t)(stop - begin) };
}

/* Length of the name at the front of `s`, 0 when there is none. */
static size_t name_length(struct span s) {
        if (s.len > LIMIT_CALENDAR_NAME)
                s.len = LIMIT_CALENDAR_NAME;
        size_t len = 0;
        while (len < s.len && is_name_byte[(unsigned char)s.ptr[len]])
                len++;
        size_t after = len;
        while (after < s.len && (s.ptr[after] == ' ' || s.ptr[after] == '\t'))
                after++;
        return after < s.len && len > 0 && (s.ptr[after] == ':' || s.ptr[after] == ';') ? len : 0;
}

/* Whether the line is the first half of a name that was folded. */
static bool is_folded_name(struct span rest) {
        rest = span_head(rest, LIMIT_CALENDAR_NAME);
        size_t len = 0;
        while (len < rest.len && is_name_byte[(unsigned char)rest.ptr[len]])
                len++;
        rest = span_skip(rest, len);
        bool fold = span_starts_nocase(rest, SPAN("\r\n ")) || span_starts_nocase(rest, SPAN("\r\n\t")) ||
                    span_starts_nocase(rest, SPAN("\n ")) || span_starts_nocase(rest, SPAN("\n\t"));
        return len > 0 && fold;
}

/* Whether a line that begins with a possible name is running text all the same: "https://…", "Passcode: 123". */
static bool is_running_text(struct span s, size_t name_len) {
        struct span name = span_head(s, name_len), rest = span_skip(s, name_len);
        bool spaced = rest.ptr[0] == ' ' || (rest.len > 1 && rest.ptr[1] == ' ');
        if (!spaced && !span_starts_nocase(rest, SPAN("://")))
                return false;
        return !span_starts_nocase(name, SPAN("X-")) && property_id_of(name) == PROPERTY_UNKNOWN &&
               span_find_byte(name, '.') == name.len;
}

static bool begins_or_ends(struct span line) {
        return span_starts_nocase(line, SPAN("BEGIN:")) || span_starts_nocase(line, SPAN("END:"));
}

/* A fold without white space joins as one word where the line before was full, else somebody wrote a line break. */
static bool was_full(struct span piece) {
        return piece.len >= 60 && piece.len <= 80;
}

/* Properties whose text people write with line breaks, and those with base64. Of others a line that is no property
 * spoils the value. */
static bool holds_lines(struct span name) {
        switch (property_id_of(name)) {
        case PROPERTY_DESCRIPTION:
        case PROPERTY_SUMMARY:
        case PROPERTY_LOCATION:
        case PROPERTY_COMMENT:
        case PROPERTY_CONTACT:
        case PROPERTY_ATTACH:
        case PROPERTY_IMAGE:
        case PROPERTY_X_ALT_DESC:
        case PROPERTY_STYLED_DESCRIPTION:
        case PROPERTY_STRUCTURED_DATA:
        case PROPERTY_UNKNOWN:
                return true;
        default:
                return false;
        }
}

enum joint { JOINT_NONE, JOINT_BLANK, JOINT_FOLD, JOINT_BARE };

/* What the line at pos is to the one before, which is `before` and began with `first`. */
static enum joint joint_here(struct lines *lines, struct span first, size_t name_len, struct span before) {
        if (lines->pos >= lines->end)
                return JOINT_NONE;
        char c = *lines->pos;
        if (c == ' ' || c == '\t')
                return JOINT_FOLD;
        if (c == '\r' || c == '\n')
                return JOINT_BLANK;
        struct span rest = { lines->pos, (size_t)(lines->end - lines->pos) };
        size_t len = name_length(rest);
        if (len == 0 && is_folded_name(rest))
                return JOINT_NONE;
        bool text = len == 0 || is_running_text(rest, len);
        lines->head_known = true;
        lines->head_len = text ? 0 : len;
        if (!text || name_len == 0 || begins_or_ends(first))
                return JOINT_NONE;
        return was_full(before) || holds_lines(span_head(first, name_len)) ? JOINT_BARE : JOINT_NONE;
}

static void unfold(struct lines *lines, struct span piece) {
        memcpy(lines->unfolded_end, piece.ptr, piece.len);
        lines->unfolded_end += piece.len;
}

/* The content line whose first physical line begins at `first`, with all that is joined to it. */
static void unfold_begin(struct lines *lines, struct span first) {
        if (!lines->unfolded) {
                /* What is removed at each joint is at least as much as what is put there. */
                lines->unfolded = arena_bytes(lines->arena, (size_t)(lines->end - first.ptr));
                lines->unfolded_end = lines->unfolded;
        }
        unfold(lines, first);
}

static bool is_quoted_printable(struct span first) {
        struct span head = span_head(first, 256);
        return span_has_nocase(head, SPAN("QUOTED-PRINTABLE"));
}

static struct span piece_of(struct lines *lines, enum joint joint, struct span before, struct content_line *ret) {
        struct span piece = physical_line(lines);
        if (joint == JOINT_FOLD)
                piece = span_skip(piece, 1);
        if (joint == JOINT_BARE) {
                report(lines, REPORTED_BARE_FOLD, DEFECT_CALENDAR_FOLD_BARE);
                if (!was_full(before))
                        *lines->unfolded_end++ = '\n';
        }
        if (piece.len > 0 && ((unsigned char)piece.ptr[0] & 0xC0) == 0x80) {
                ret->flags |= LINE_FOLD_IN_CHARACTER;
                report(lines, REPORTED_FOLD_IN_CHARACTER, DEFECT_CALENDAR_FOLD_IN_CHARACTER);
        }
        return piece;
}

static bool ends_softly(struct span piece) {
        return piece.len > 0 && piece.ptr[piece.len - 1] == '=';
}

/* Joins what follows `first`. */
static void join(struct lines *lines, struct span first, struct content_line *ret) {
        bool quoted = ends_softly(first) && is_quoted_printable(first);
        bool started = false;
        struct span piece = first;
        char *begin = NULL;
        for (;;) {
                bool soft = quoted && ends_softly(piece) && lines->pos < lines->end;
                enum joint joint = soft ? JOINT_NONE : joint_here(lines, first, ret->name_len, piece);
                if (joint == JOINT_BLANK) {
                        report(lines, REPORTED_BLANK, DEFECT_CALENDAR_BLANK_LINE);
                        (void)physical_line(lines);
                        continue;
                }
                if (joint == JOINT_NONE && !soft)
                        break;
                if (!started) {
                        unfold_begin(lines, first);
                        begin = lines->unfolded_end - first.len;
                        started = true;
                        ret->flags |= LINE_FOLDED;
                }
                if (soft)
                        lines->unfolded_end--;
                lines->head_known = false;
                piece = piece_of(lines, joint, piece, ret);
                unfold(lines, piece);
                ret->source.len = (size_t)(lines->pos - ret->source.ptr);
        }
        if (!started)
                return;
        ret->bytes = (struct span){ begin, (size_t)(lines->unfolded_end - begin) };
        if (ret->name_len == 0)
                ret->name_len = name_length(ret->bytes);
}

bool lines_next(struct lines *lines, struct content_line *ret) {
        struct span first = { 0 };
        while (lines->pos < lines->end) {
                bool head_known = lines->head_known;
                lines->head_known = false;
                uint32_t number = lines->number;
                first = physical_line(lines);
                if (first.len == 0) {
                        report(lines, REPORTED_BLANK, DEFECT_CALENDAR_BLANK_LINE);
                        continue;
                }
                *ret = (struct content_line){ .bytes = first, .number = number, .first_len = first.len };
                ret->source = (struct span){ first.ptr, (size_t)(lines->pos - first.ptr) };
                ret->name_len = head_known ? lines->head_len : name_length(first);
                join(lines, first, ret);
                return true;
        }
        return false;
}
