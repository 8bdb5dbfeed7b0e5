/* TNEF, winmail.dat (MS-OXTNEF): Outlook's own form of attachments, bodies and meetings (attack 14). Its attachments and
 * bodies become parts; a meeting is written as an iCalendar object, so that all that reads calendars reads it too. */
#include "message/tnef.h"

#include "base/limits.h"
#include "message/cursor.h"
#include "message/reader.h"
#include "text/charset.h"

/* Attributes (2.1.3.3), low words. */
enum {
        ATTRIBUTE_SUBJECT = 0x8004,
        ATTRIBUTE_MESSAGE_CLASS = 0x8008,
        ATTRIBUTE_BODY = 0x800C,
        ATTRIBUTE_ATTACH_DATA = 0x800F,
        ATTRIBUTE_ATTACH_TITLE = 0x8010,
        ATTRIBUTE_ATTACH_BEGIN = 0x9002,
        ATTRIBUTE_MESSAGE_PROPERTIES = 0x9003,
        ATTRIBUTE_RECIPIENTS = 0x9004,
        ATTRIBUTE_ATTACH_PROPERTIES = 0x9005,
        ATTRIBUTE_CODE_PAGE = 0x9007,
};

struct attachment {
        bool open, is_object;
        struct span title, long_name, type, content_id, data;
};

struct tnef {
        struct item_reader *item;
        struct part *part;
        struct span charset; /* of strings that are not Unicode: "windows-1252" */
        struct tnef_meeting meeting;
        struct attachment attachment;
        struct span body, html, rtf;
};

/* A NUL-terminated string of the message's code page. */
static struct span text_of(struct tnef *tnef, struct span bytes) {
        bytes = span_head(bytes, span_find_byte(bytes, '\0'));
        return charset_decode(tnef->item->arena, bytes, tnef->charset).text;
}

static struct span property_text(struct tnef *tnef, const struct tnef_property *property) {
        if (property->type != TNEF_UNICODE)
                return text_of(tnef, property->value);
        struct span bytes = span_head(property->value, property->value.len & ~(size_t)1);
        struct span text = charset_decode(tnef->item->arena, bytes, SPAN("utf-16le")).text;
        return span_head(text, span_find_byte(text, '\0'));
}

static void set_text(struct tnef *tnef, struct span *slot, const struct tnef_property *property) {
        if (slot->len == 0)
                *slot = property_text(tnef, property);
}

/* A calendar's properties are named by a set (GUID) and a number; numbers do not collide in what we ask for. */
static void named_property(struct tnef *tnef, const struct tnef_property *property) {
        struct tnef_meeting *meeting = &tnef->meeting;
        switch (property->name) {
        case 0x0003: /* PidLidGlobalObjectId */
                if (meeting->global_id.len == 0)
                        meeting->global_id = property->value;
                break;
        case 0x0023: /* PidLidCleanGlobalObjectId */
                meeting->global_id = property->value;
                break;
        case 0x8201: /* PidLidAppointmentSequence */
                meeting->sequence = (uint32_t)property->number;
                break;
        case 0x8208: /* PidLidLocation */
                set_text(tnef, &meeting->location, property);
                break;
        case 0x820D: /* PidLidAppointmentStartWhole */
                meeting->start = property->number;
                break;
        case 0x820E: /* PidLidAppointmentEndWhole */
                meeting->end = property->number;
                break;
        }
}

static void message_property(struct tnef *tnef, const struct tnef_property *property) {
        struct tnef_meeting *meeting = &tnef->meeting;
        if (property->id >= 0x8000) {
                named_property(tnef, property);
                return;
        }
        switch (property->id) {
        case 0x001A:
                set_text(tnef, &meeting->class, property);
                break;
        case 0x0037:
                set_text(tnef, &meeting->subject, property);
                break;
        case 0x0042: /* the sender represents: the organizer */
                set_text(tnef, &meeting->organizer_name, property);
                break;
        case 0x5D02:
        case 0x0065:
                if (!span_has(meeting->organizer, SPAN("@")))
                        meeting->organizer = property_text(tnef, property);
                break;
        case 0x5D01:
        case 0x0C1F:
                if (!span_has(meeting->sender, SPAN("@")))
                        meeting->sender = property_text(tnef, property);
                break;
        case 0x0060:
                meeting->start = meeting->start ? meeting->start : property->number;
                break;
        case 0x0061:
                meeting->end = meeting->end ? meeting->end : property->number;
                break;
        case 0x1000:
                set_text(tnef, &tnef->body, property);
                break;
        case 0x1013:
                tnef->html = property->value;
                break;
        case 0x1009:
                tnef->rtf = property->value;
                break;
        }
}

static void attachment_property(struct tnef *tnef, const struct tnef_property *property) {
        struct attachment *attachment = &tnef->attachment;
        switch (property->id) {
        case 0x3701:
                attachment->is_object = property->type == TNEF_OBJECT;
                attachment->data = attachment->is_object ? span_skip(property->value, 16) : property->value;
                break;
        case 0x3707:
                set_text(tnef, &attachment->long_name, property);
                break;
        case 0x370E:
                set_text(tnef, &attachment->type, property);
                break;
        case 0x3712:
                set_text(tnef, &attachment->content_id, property);
                break;
        }
}

static void recipient_property(struct tnef *tnef, const struct tnef_property *property, struct tnef_attendee *attendee) {
        switch (property->id) {
        case 0x3001:
                set_text(tnef, &attendee->name, property);
                break;
        case 0x3003:
        case 0x39FE:
                if (!span_has(attendee->address, SPAN("@")))
                        attendee->address = property_text(tnef, property);
                break;
        }
}

enum list { LIST_MESSAGE, LIST_ATTACHMENT, LIST_RECIPIENT };

static void properties_read(struct tnef *tnef, struct cursor *cursor, enum list list, struct tnef_attendee *attendee) {
        uint32_t count = cursor_u32(cursor);
        if (count > LIMIT_TNEF_PROPERTIES)
                count = LIMIT_TNEF_PROPERTIES;
        for (uint32_t i = 0; i < count && !cursor->failed; i++) {
                struct tnef_property property;
                if (!tnef_property_read(cursor, &property))
                        break;
                if (list == LIST_MESSAGE)
                        message_property(tnef, &property);
                else if (list == LIST_ATTACHMENT)
                        attachment_property(tnef, &property);
                else
                        recipient_property(tnef, &property, attendee);
        }
        if (cursor->failed)
                defects_add(tnef->item->defects, DEFECT_TNEF_BAD, 0);
}

static void recipients_read(struct tnef *tnef, struct span value) {
        struct cursor cursor = { .rest = value };
        uint32_t rows = cursor_u32(&cursor);
        for (uint32_t i = 0; i < rows && cursor.rest.len > 0 && !cursor.failed; i++) {
                struct tnef_attendee attendee = { 0 };
                properties_read(tnef, &cursor, LIST_RECIPIENT, &attendee);
                struct tnef_attendee *kept = array_push(&tnef->meeting.attendees, tnef->item->arena, sizeof *kept,
                                                        LIMIT_MAILBOXES);
                if (!kept)
                        return;
                *kept = attendee;
        }
}

static struct part *child_new(struct tnef *tnef, enum part_source source, struct span data) {
        struct part *holder = tnef->part;
        struct part *part = part_new(tnef->item, holder->message, holder, holder->depth + 1, source);
        if (part)
                part->raw = part->data = data;
        return part;
}

static void attachment_close(struct tnef *tnef) {
        struct attachment *attachment = &tnef->attachment;
        struct part *part = attachment->open ? child_new(tnef, PART_TNEF, attachment->data) : NULL;
        if (part) {
                struct span type = attachment->type;
                size_t slash = span_find_byte(type, '/');
                part_set_type(part, SPAN("application"), SPAN("octet-stream"));
                if (slash > 0 && slash + 1 < type.len)
                        part_set_type(part, span_head(type, slash), span_skip(type, slash + 1));
                if (attachment->is_object)
                        part->media = MEDIA_TNEF;
                part->disposition = DISPOSITION_ATTACHMENT;
                part->file_name = attachment->long_name.len ? attachment->long_name : attachment->title;
                if (attachment->long_name.len && !span_equal(attachment->title, attachment->long_name))
                        part->other_file_name = attachment->title;
                part->content_id = attachment->content_id;
                body_use(tnef->item, part);
        }
        tnef->attachment = (struct attachment){ 0 };
}

static void attribute_read(struct tnef *tnef, unsigned id, struct span value) {
        struct cursor cursor = { .rest = value };
        struct tnef_meeting *meeting = &tnef->meeting;
        switch (id) {
        case ATTRIBUTE_CODE_PAGE:
                tnef->charset = arena_format(tnef->item->arena, "windows-%u", cursor_u32(&cursor));
                break;
        case ATTRIBUTE_MESSAGE_CLASS:
                meeting->class = meeting->class.len ? meeting->class : text_of(tnef, value);
                break;
        case ATTRIBUTE_SUBJECT:
                meeting->subject = meeting->subject.len ? meeting->subject : text_of(tnef, value);
                break;
        case ATTRIBUTE_BODY:
                tnef->body = tnef->body.len ? tnef->body : text_of(tnef, value);
                break;
        case ATTRIBUTE_MESSAGE_PROPERTIES:
                properties_read(tnef, &cursor, LIST_MESSAGE, NULL);
                break;
        case ATTRIBUTE_RECIPIENTS:
                recipients_read(tnef, value);
                break;
        case ATTRIBUTE_ATTACH_BEGIN:
                attachment_close(tnef);
                tnef->attachment.open = true;
                break;
        case ATTRIBUTE_ATTACH_TITLE:
                tnef->attachment.title = text_of(tnef, value);
                break;
        case ATTRIBUTE_ATTACH_DATA:
                tnef->attachment.data = value;
                break;
        case ATTRIBUTE_ATTACH_PROPERTIES:
                properties_read(tnef, &cursor, LIST_ATTACHMENT, NULL);
                break;
        }
}

static void body_part(struct tnef *tnef, struct span data, struct span subtype, struct span charset) {
        struct part *part = data.len > 0 ? child_new(tnef, PART_TNEF, data) : NULL;
        if (!part)
                return;
        part_set_type(part, SPAN("text"), subtype);
        part->charset = charset;
        body_use(tnef->item, part);
}

static void bodies_close(struct tnef *tnef) {
        body_part(tnef, tnef->body, SPAN("plain"), SPAN("utf-8"));
        body_part(tnef, tnef->html, SPAN("html"), (struct span){ 0 });
        struct span rtf;
        if (tnef->rtf.len == 0)
                return;
        if (tnef_rtf_unpack(tnef->item->arena, tnef->rtf, &tnef->item->archive_left, &rtf))
                body_part(tnef, rtf, SPAN("rtf"), (struct span){ 0 });
        else
                defects_add(tnef->item->defects, DEFECT_TNEF_BAD, 0);
}

static void meeting_close(struct tnef *tnef) {
        struct tnef_meeting *meeting = &tnef->meeting;
        struct span text;
        meeting->description = tnef->body;
        if (!tnef_meeting_write(tnef->item->arena, meeting, &text))
                return;
        struct part *part = child_new(tnef, PART_TNEF_MEETING, text);
        if (!part)
                return;
        part_set_type(part, SPAN("text"), SPAN("calendar"));
        part->charset = SPAN("utf-8");
        part->method = meeting->method;
        body_use(tnef->item, part);
}

void tnef_read(struct item_reader *item, struct part *part) {
        struct tnef tnef = { .item = item, .part = part, .charset = SPAN("windows-1252") };
        struct cursor cursor = { .rest = part->data };
        if (cursor_u32(&cursor) != 0x223E9F78) {
                defects_add(item->defects, DEFECT_TNEF_BAD, 0);
                return;
        }
        (void)cursor_u16(&cursor);
        while (cursor.rest.len > 0) {
                (void)cursor_number(&cursor, 1);
                unsigned id = cursor_u32(&cursor) & 0xFFFF;
                size_t len = cursor_u32(&cursor);
                /* One that is cut off is read as far as it goes. */
                struct span value = span_head(cursor.rest, len);
                (void)cursor_bytes(&cursor, len);
                (void)cursor_u16(&cursor);
                attribute_read(&tnef, id, value);
        }
        if (cursor.failed)
                defects_add(item->defects, DEFECT_TNEF_BAD, 0);
        attachment_close(&tnef);
        bodies_close(&tnef);
        meeting_close(&tnef);
        item->defects->part = part->number;
}
