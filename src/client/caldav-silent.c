#include <stdio.h>
#include <string.h>

#include "client/caldav-inside.h"

/* Ends at the first line end that no space or tab follows. */
static struct span take_source(struct span *rest) {
        struct span all = *rest;
        do
                (void)span_split(rest, '\n');
        while (rest->len > 0 && (*rest->ptr == ' ' || *rest->ptr == '\t'));
        return span_head(all, all.len - rest->len);
}

/* The offset behind the first `count` bytes that are no folds. */
static size_t behind(struct span source, size_t count) {
        size_t at = 0;
        for (; at < source.len; at++) {
                size_t end = at + (source.ptr[at] == '\r' && at + 1 < source.len && source.ptr[at + 1] == '\n');
                if (source.ptr[end] == '\n')
                        at = end + 1;
                else if (count-- == 0)
                        break;
        }
        return at < source.len ? at : source.len;
}

bool caldav_next_line(struct span *rest, struct caldav_line *ret) {
        if (rest->len == 0)
                return false;
        ret->source = take_source(rest);
        ret->len = 0;
        for (struct span left = ret->source; left.len > 0;) {
                struct span part = span_split(&left, '\n');
                if (part.len > 0 && part.ptr[part.len - 1] == '\r')
                        part.len--;
                size_t room = sizeof ret->text - ret->len;
                memcpy(ret->text + ret->len, part.ptr, part.len < room ? part.len : room);
                ret->len += part.len < room ? part.len : room;
                left = span_skip(left, 1);
        }
        return true;
}

bool caldav_line_is(const struct caldav_line *line, struct span name) {
        struct span s = { line->text, line->len };
        return span_starts_nocase(s, name) && s.len > name.len && (s.ptr[name.len] == ':' || s.ptr[name.len] == ';');
}

/* Whether its value is an address of the user's. */
static bool is_own(const struct caldav *caldav, const struct caldav_line *line) {
        struct span s = { line->text, line->len };
        for (uint32_t i = 0; i < caldav->home.address_count; i++) {
                struct span address = span_from(caldav->address_list[i]);
                if (span_ends_nocase(s, address) && s.len > address.len && s.ptr[s.len - address.len - 1] == ':')
                        return true;
        }
        return false;
}

/* By a parameter, not by a name that a stranger has put between quotes. */
static bool is_left_alone(const struct caldav_line *line) {
        static const struct span client = SPAN(";SCHEDULE-AGENT=CLIENT"), none = SPAN(";SCHEDULE-AGENT=NONE");
        bool quoted = false;
        for (struct span s = { line->text, line->len }; s.len > 0; s = span_skip(s, 1)) {
                if (*s.ptr == '"')
                        quoted = !quoted;
                else if (!quoted && *s.ptr == ':')
                        return false;
                else if (!quoted && (span_starts_nocase(s, client) || span_starts_nocase(s, none)))
                        return true;
        }
        return false;
}

bool caldav_user_invites(const struct caldav *caldav, struct span object) {
        struct caldav_line line;
        bool organizer = false, guests = false;
        while (caldav_next_line(&object, &line)) {
                if (caldav_line_is(&line, SPAN("ORGANIZER")))
                        organizer = organizer || is_own(caldav, &line);
                else if (caldav_line_is(&line, SPAN("ATTENDEE")))
                        guests = guests || (!is_own(caldav, &line) && !is_left_alone(&line));
        }
        return organizer && guests;
}

bool caldav_mark_silent(struct span object, struct dav_text *ret) {
        struct caldav_line line;
        bool fine = true;
        while (fine && caldav_next_line(&object, &line)) {
                bool organizer = caldav_line_is(&line, SPAN("ORGANIZER"));
                if ((!organizer && !caldav_line_is(&line, SPAN("ATTENDEE"))) || is_left_alone(&line)) {
                        fine = dav_text_add(ret, line.source);
                        continue;
                }
                size_t name = behind(line.source, organizer ? strlen("ORGANIZER") : strlen("ATTENDEE"));
                /* Folded behind it, so that no line gets longer than it was. */
                fine = dav_text_add(ret, span_head(line.source, name)) &&
                       dav_text_add(ret, SPAN(";SCHEDULE-AGENT=CLIENT\r\n ")) &&
                       dav_text_add(ret, span_skip(line.source, name));
        }
        return fine;
}

uint64_t caldav_sequence(struct span object) {
        struct caldav_line line;
        uint64_t highest = 0, sequence;
        while (caldav_next_line(&object, &line))
                if (caldav_line_is(&line, SPAN("SEQUENCE")) &&
                    span_to_u64(span_trim(span_skip((struct span){ line.text, line.len }, strlen("SEQUENCE:"))),
                                &sequence) &&
                    sequence > highest)
                        highest = sequence;
        return highest;
}

/* As TEXT is written in iCalendar. */
static bool add_text(struct dav_text *to, struct span text) {
        bool fine = true;
        for (size_t i = 0; i < text.len && fine; i++) {
                bool escaped = text.ptr[i] == ',' || text.ptr[i] == ';' || text.ptr[i] == '\\';
                fine = (!escaped || dav_text_add(to, SPAN("\\"))) && dav_text_add(to, (struct span){ text.ptr + i, 1 });
        }
        return fine;
}

bool caldav_empty_object(struct span uid, uint64_t sequence, const char *organizer, struct dav_text *ret) {
        char number[32];
        snprintf(number, sizeof number, "SEQUENCE:%llu\r\n", (unsigned long long)sequence);
        bool fine = dav_text_add(ret, SPAN("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Calwarden//Calwarden//EN\r\n"
                                           "BEGIN:VEVENT\r\nDTSTAMP:20000101T000000Z\r\nDTSTART:20000101T000000Z\r\n"
                                           "DURATION:PT1M\r\nUID:")) &&
                    add_text(ret, uid) && dav_text_add(ret, SPAN("\r\n")) && dav_text_add(ret, span_from(number));
        if (fine && organizer)
                fine = dav_text_add(ret, SPAN("ORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:")) &&
                       dav_text_add(ret, span_from(organizer)) && dav_text_add(ret, SPAN("\r\n"));
        return fine && dav_text_add(ret, SPAN("END:VEVENT\r\nEND:VCALENDAR\r\n"));
}
