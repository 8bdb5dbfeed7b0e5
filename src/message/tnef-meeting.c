/* Properties of TNEF, and a meeting made of them. */
#include "message/tnef.h"

#include "base/limits.h"
#include "message/cursor.h"

enum { MULTIPLE = 0x1000 };

static size_t fixed_size(unsigned type) {
        switch (type) {
        case 0x02: /* numbers of two bytes are padded to four */
        case 0x03:
        case 0x04:
        case 0x0A:
        case 0x0B:
                return 4;
        case 0x05:
        case 0x06:
        case 0x07:
        case 0x14:
        case 0x40:
                return 8;
        case 0x48:
                return 16;
        default:
                return 0;
        }
}

static bool is_variable(unsigned type) {
        return type == TNEF_STRING || type == TNEF_UNICODE || type == TNEF_BINARY || type == TNEF_OBJECT;
}

static size_t padded(size_t len) {
        return (len + 3) & ~(size_t)3;
}

/* Named properties carry their set and their number or name behind the tag. */
static void name_read(struct cursor *cursor, struct tnef_property *property) {
        (void)cursor_bytes(cursor, 16);
        if (cursor_u32(cursor) == 0)
                property->name = cursor_u32(cursor);
        else
                (void)cursor_bytes(cursor, padded(cursor_u32(cursor)));
}

/* FILETIME: 100 ns since 1601. */
static int64_t time_of(uint64_t filetime) {
        return (int64_t)(filetime / 10000000) - 11644473600;
}

bool tnef_property_read(struct cursor *cursor, struct tnef_property *ret) {
        uint32_t tag = cursor_u32(cursor);
        struct tnef_property property = { .type = tag & 0xFFFF & ~(unsigned)MULTIPLE, .id = tag >> 16 };
        if (property.id >= 0x8000)
                name_read(cursor, &property);
        bool variable = is_variable(property.type);
        uint32_t values = variable || (tag & MULTIPLE) ? cursor_u32(cursor) : 1;
        size_t fixed = fixed_size(property.type);
        if (!variable && fixed == 0)
                cursor->failed = true;
        for (uint32_t i = 0; i < values && !cursor->failed; i++) {
                size_t len = variable ? cursor_u32(cursor) : fixed;
                struct span value = span_head(cursor_bytes(cursor, padded(len)), len);
                if (i > 0)
                        continue;
                property.value = value;
                struct cursor number = { .rest = value };
                if (!variable && fixed <= 8)
                        property.number = (int64_t)cursor_number(&number, fixed);
                if (property.type == 0x40)
                        property.number = time_of((uint64_t)property.number);
        }
        *ret = property;
        return !cursor->failed;
}

/* Message classes (MS-OXOCAL 2.2.5, and those of Schedule+) and what they mean in iTIP. */
static const struct {
        struct span class;
        const char *method, *partstat;
} classes[] = {
        { { "IPM.Schedule.Meeting.Request", 28 }, "REQUEST", NULL },
        { { "IPM.Schedule.Meeting.Canceled", 29 }, "CANCEL", NULL },
        { { "IPM.Schedule.Meeting.Resp.Pos", 29 }, "REPLY", "ACCEPTED" },
        { { "IPM.Schedule.Meeting.Resp.Neg", 29 }, "REPLY", "DECLINED" },
        { { "IPM.Schedule.Meeting.Resp.Tent", 30 }, "REPLY", "TENTATIVE" },
        { { "IPM.Schedule.Meeting", 20 }, "REQUEST", NULL },
        { { "IPM.Microsoft Schedule.MtgReq", 29 }, "REQUEST", NULL },
        { { "IPM.Microsoft Schedule.MtgCncl", 30 }, "CANCEL", NULL },
        { { "IPM.Microsoft Schedule.MtgRespP", 31 }, "REPLY", "ACCEPTED" },
        { { "IPM.Microsoft Schedule.MtgRespN", 31 }, "REPLY", "DECLINED" },
        { { "IPM.Microsoft Schedule.MtgRespA", 31 }, "REPLY", "TENTATIVE" },
        { { "IPM.Appointment", 15 }, "PUBLISH", NULL },
};

/* A value of type TEXT (RFC 5545 3.3.11). */
static void add_text(struct buf *out, struct span text) {
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                if (c == '\\' || c == ';' || c == ',')
                        buf_add_byte(out, '\\');
                if (c == '\n')
                        buf_add(out, SPAN("\\n"));
                else if (c != '\r' && c != '\0')
                        buf_add_byte(out, c);
        }
}

static void add_property(struct buf *out, const char *name, struct span text) {
        if (text.len == 0)
                return;
        buf_add(out, span_from(name));
        add_text(out, text);
        buf_add(out, SPAN("\r\n"));
}

/* Without what could end the parameter or the line. */
static void add_bare(struct buf *out, struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if ((unsigned char)text.ptr[i] >= ' ' && text.ptr[i] != '"')
                        buf_add_byte(out, text.ptr[i]);
}

static void add_person(struct buf *out, const char *name, struct span common_name, struct span address) {
        buf_add(out, span_from(name));
        if (common_name.len > 0) {
                buf_add(out, SPAN(";CN=\""));
                add_bare(out, common_name);
                buf_add_byte(out, '"');
        }
        buf_add(out, span_has(address, SPAN("@")) ? SPAN(":mailto:") : SPAN(":invalid:"));
        if (span_starts_nocase(address, SPAN("smtp:")))
                address = span_skip(address, strlen("smtp:"));
        add_bare(out, address);
        buf_add(out, SPAN("\r\n"));
}

static void add_time(struct buf *out, const char *name, int64_t seconds) {
        if (seconds <= 0 || seconds > 253402300799)
                return;
        /* Civil date from days (the proleptic Gregorian calendar, era of 400 years beginning in March). */
        int64_t days = seconds / 86400 + 719468, rest = seconds % 86400;
        int64_t era = days / 146097, day = days % 146097;
        int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
        day -= 365 * year + year / 4 - year / 100;
        int64_t month = (5 * day + 2) / 153;
        day -= (153 * month + 2) / 5 - 1;
        month += month < 10 ? 3 : -9;
        year += era * 400 + (month <= 2);
        buf_add_format(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, (int)year, (int)month, (int)day,
                       (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

/* A foreign UID travels in the identifier behind `vCal-Uid`; Outlook's own is the identifier in hex, with the date of
 * an instance taken out (MS-OXCICAL 2.1.3.1.1.20.26). */
static void add_uid(struct buf *out, struct span id) {
        enum { HEADER = 40, INSTANCE = 16, INSTANCE_END = 20 };
        struct span mark = { "vCal-Uid\1\0\0\0", 12 };
        struct span data = span_skip(id, HEADER);
        if (id.len == 0)
                return;
        buf_add(out, SPAN("UID:"));
        if (span_equal(span_head(data, mark.len), mark)) {
                struct span uid = span_skip(data, mark.len);
                add_bare(out, span_head(uid, span_find_byte(uid, '\0')));
        } else {
                for (size_t i = 0; i < id.len; i++)
                        buf_add_format(out, "%02X", i >= INSTANCE && i < INSTANCE_END ? 0 : (unsigned char)id.ptr[i]);
        }
        buf_add(out, SPAN("\r\n"));
}

static void add_people(struct buf *out, const struct tnef_meeting *meeting, const char *partstat) {
        bool reply = partstat != NULL;
        if (!reply)
                add_person(out, "ORGANIZER", meeting->organizer_name,
                           meeting->organizer.len ? meeting->organizer : meeting->sender);
        for (uint32_t i = 0; i < meeting->attendees.count; i++) {
                const struct tnef_attendee *attendee = (const struct tnef_attendee *)meeting->attendees.items + i;
                add_person(out, reply ? "ORGANIZER" : "ATTENDEE", attendee->name, attendee->address);
                if (reply)
                        break;
        }
        if (reply) {
                buf_add_format(out, "ATTENDEE;PARTSTAT=%s", partstat);
                add_person(out, "", meeting->organizer_name, meeting->sender.len ? meeting->sender : meeting->organizer);
        }
}

bool tnef_meeting_write(struct arena *arena, struct tnef_meeting *meeting, struct span *ret) {
        size_t row = 0, rows = sizeof classes / sizeof *classes;
        while (row < rows && !span_starts_nocase(meeting->class, classes[row].class))
                row++;
        if (row == rows)
                return false;
        meeting->method = span_from(classes[row].method);
        struct span id = span_head(meeting->global_id, 1024);
        struct buf out = buf_in(arena, LIMIT_ARCHIVE_BYTES);
        buf_add_format(&out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\n", classes[row].method);
        add_uid(&out, id);
        buf_add_format(&out, "SEQUENCE:%u\r\n", meeting->sequence);
        add_people(&out, meeting, classes[row].partstat);
        add_time(&out, "DTSTART", meeting->start);
        add_time(&out, "DTEND", meeting->end);
        add_property(&out, "SUMMARY:", meeting->subject);
        add_property(&out, "LOCATION:", meeting->location);
        add_property(&out, "DESCRIPTION:", meeting->description);
        buf_add(&out, SPAN("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        *ret = buf_span(&out);
        return true;
}

/* The dictionary starts with what RTF texts mostly hold (MS-OXRTFCP 2.1.3.1.2). */
static const char rtf_dictionary[] =
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
        "\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
        "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct rtf_out {
        char window[4096];
        unsigned at;
        char *ptr;
        size_t len, room;
};

static void rtf_put(struct rtf_out *out, char byte) {
        out->window[out->at] = byte;
        out->at = (out->at + 1) % sizeof out->window;
        if (out->len < out->room)
                out->ptr[out->len++] = byte;
}

static void rtf_expand(struct cursor *cursor, struct rtf_out *out) {
        for (;;) {
                unsigned control = (unsigned)cursor_number(cursor, 1);
                for (unsigned bit = 0; bit < 8; bit++, control >>= 1) {
                        if (cursor->failed || out->len >= out->room)
                                return;
                        if (!(control & 1)) {
                                rtf_put(out, (char)cursor_number(cursor, 1));
                                continue;
                        }
                        unsigned high = (unsigned)cursor_number(cursor, 1), low = (unsigned)cursor_number(cursor, 1);
                        unsigned from = high << 4 | low >> 4, length = (low & 15) + 2;
                        if (from == out->at)
                                return;
                        while (length-- > 0)
                                rtf_put(out, out->window[from++ % sizeof out->window]);
                }
        }
}

bool tnef_rtf_unpack(struct arena *arena, struct span packed, size_t *budget, struct span *ret) {
        struct cursor cursor = { .rest = packed };
        (void)cursor_u32(&cursor);
        size_t size = cursor_u32(&cursor);
        uint32_t form = cursor_u32(&cursor);
        (void)cursor_u32(&cursor);
        enum { COMPRESSED = 0x75465A4C, PLAIN = 0x414C454D, LONGEST_RUN = 17 };
        if (form == PLAIN)
                *ret = span_head(cursor.rest, size);
        if (cursor.failed || form != COMPRESSED)
                return !cursor.failed && form == PLAIN;
        if (size > cursor.rest.len * LONGEST_RUN)
                size = cursor.rest.len * LONGEST_RUN;
        if (size > *budget)
                size = *budget;
        *budget -= size;
        struct rtf_out out = { .at = sizeof rtf_dictionary - 1, .ptr = arena_bytes(arena, size + 1), .room = size };
        memcpy(out.window, rtf_dictionary, sizeof rtf_dictionary - 1);
        rtf_expand(&cursor, &out);
        *ret = (struct span){ out.ptr, out.len };
        return true;
}
