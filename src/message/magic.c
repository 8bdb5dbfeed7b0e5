/* Calendars by their first bytes (attack 14), also in UTF-16 and behind junk. */
#include "message/reader.h"

enum { LOOKED_AT = 4096 };

/* The first bytes without NULs, which makes ASCII of UTF-16. */
static struct span squeeze(struct span bytes, char *room) {
        struct span head = span_head(bytes, LOOKED_AT);
        if (head.len == 0 || !memchr(head.ptr, '\0', head.len))
                return head;
        size_t len = 0;
        for (size_t i = 0; i < head.len; i++)
                if (head.ptr[i] != '\0')
                        room[len++] = head.ptr[i];
        return (struct span){ room, len };
}

static struct span skip_marks(struct span s) {
        for (;;) {
                s = span_trim(s);
                if (span_equal(span_head(s, 3), SPAN("\xEF\xBB\xBF")))
                        s = span_skip(s, 3);
                else if (s.len >= 2 && (memcmp(s.ptr, "\xFF\xFE", 2) == 0 || memcmp(s.ptr, "\xFE\xFF", 2) == 0))
                        s = span_skip(s, 2);
                else
                        return s;
        }
}

/* Whether an element of this name begins in it, with the prefix of a namespace or without. */
static bool has_element(struct span head, struct span name) {
        for (size_t at; (at = span_find_nocase(head, name)) < head.len; head = span_skip(head, at + name.len)) {
                size_t begin = at;
                if (begin > 0 && head.ptr[begin - 1] == ':')
                        for (begin--; begin > 0 && (ascii_alnum(head.ptr[begin - 1]) || head.ptr[begin - 1] == '-');)
                                begin--;
                if (begin > 0 && head.ptr[begin - 1] == '<')
                        return true;
        }
        return false;
}

static bool is_json_or_xml(struct span head) {
        if (head.len == 0 || (head.ptr[0] != '[' && head.ptr[0] != '{' && head.ptr[0] != '<'))
                return false;
        if (head.ptr[0] == '<')
                return !span_starts_nocase(head, SPAN("<html")) && !span_starts_nocase(head, SPAN("<!doctype html")) &&
                       (has_element(head, SPAN("icalendar")) || has_element(head, SPAN("vcalendar")));
        return span_has_nocase(span_head(head, 64), SPAN("\"vcalendar\""));
}

static bool names_calendar(struct span name) {
        static const struct span names[] = {
                { "VCALENDAR", 9 }, { "VEVENT", 6 },    { "VTODO", 5 },  { "VFREEBUSY", 9 },
                { "VJOURNAL", 8 },  { "VTIMEZONE", 9 }, { "VALARM", 6 },
        };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (span_starts_nocase(name, names[i]))
                        return true;
        return false;
}

/* Offset of `BEGIN:V…` at or behind `from`, head.len for none. */
static size_t begin_find(struct span head, size_t from) {
        for (size_t i = from; i < head.len; i++) {
                i += span_find_byte(span_skip(head, i), ':');
                if (i < head.len && i >= from + 5 && span_starts_nocase(span_skip(head, i - 5), SPAN("BEGIN")) &&
                    names_calendar(span_trim(span_head(span_skip(head, i + 1), 16))))
                        return i - 5;
        }
        return head.len;
}

bool calendar_magic(struct span data, bool lines_only) {
        char room[LOOKED_AT];
        struct span head = skip_marks(squeeze(data, room));
        if (is_json_or_xml(head))
                return !lines_only || head.ptr[0] != '<';
        for (size_t at = begin_find(head, 0); at < head.len; at = begin_find(head, at + 6)) {
                /* Elsewhere than at a line's beginning only whole calendars count: prose may speak of VEVENT. */
                if (at == 0 || head.ptr[at - 1] == '\n' || head.ptr[at - 1] == '\r')
                        return true;
                if (!lines_only && span_starts_nocase(span_skip(head, at), SPAN("BEGIN:VCALENDAR")))
                        return true;
        }
        return false;
}

/* A mail begins with a field that mails have. */
bool message_looks_like_calendar(struct span bytes) {
        char room[LOOKED_AT];
        struct span head = skip_marks(squeeze(bytes, room));
        if (is_json_or_xml(head))
                return true;
        size_t begin = begin_find(head, 0);
        if (begin == head.len)
                return false;
        struct span before = span_head(head, begin);
        if (mbox_line(before) > 0)
                return false;
        while (before.len > 0) {
                struct span line = span_split(&before, '\n');
                struct span name = span_trim(span_head(line, span_find_byte(line, ':')));
                if (name.len < line.len && header_name_find(name) != HEADER_OTHER)
                        return false;
        }
        return true;
}
