/* The named texts of an item (fields.def), and what each asks its reader for. Texts of the calendar come first. */
#include "base/limits.h"
#include "calendar/attachment.h"
#include "facts/gather.h"
#include "message/message.h"
#include "text/charset.h"
#include "text/html.h"

void field_add(struct facts *facts, enum field field, struct span text) {
        if (text.len == 0)
                return;
        struct span *item = array_push(&facts->field_arrays[field], facts->arena, sizeof *item, LIMIT_FACT_TEXTS);
        if (!item)
                return;
        *item = text;
        facts->fields[field] = (struct texts){ facts->field_arrays[field].items, facts->field_arrays[field].count };
}

/* Gives the links that `findings` has got since it had `before` their place. Links of the calendar and of the mail keep
 * the order in which they were found, so that gather_links can pair them. */
static void links_placed(struct facts *facts, const struct findings *findings, uint32_t before, enum place place) {
        for (uint32_t i = before; i < findings->links.count; i++) {
                struct link_fact *link = array_push(&facts->links, facts->arena, sizeof *link, LIMIT_FACT_LINKS);
                if (link)
                        link->place = place;
        }
}

static void unicode_add(struct facts *facts, struct span text, struct unicode_properties *sum) {
        struct unicode_properties one;
        /* Nothing can hide in ASCII, and most texts are nothing else. */
        if (ascii_prefix(text) == text.len) {
                sum->runes += (uint32_t)text.len;
                return;
        }
        unicode_read(facts->text, text, &one);
        sum->runes += one.runes;
        sum->broken += one.broken;
        for (int i = 0; i < SCRIPTS; i++)
                sum->letters[i] += one.letters[i];
        for (int i = 0; i < INVISIBLE_KINDS; i++)
                sum->invisible[i] += one.invisible[i];
        sum->invisible_total += one.invisible_total;
        sum->bidi_controls += one.bidi_controls;
        sum->bidi_overrides += one.bidi_overrides;
        sum->controls += one.controls;
        sum->wide += one.wide;
        sum->fancy += one.fancy;
        sum->emoji += one.emoji;
        sum->marks += one.marks;
        if (sum->mixed_words == 0)
                sum->mixed_word = one.mixed_word;
        sum->mixed_words += one.mixed_words;
}

/* Plain text as it stands. */
static void plain_read(struct facts *facts, struct span text, enum place place) {
        bool calendar = place_in_calendar(place);
        struct findings *findings = calendar ? &facts->calendar_findings : &facts->mail_findings;
        uint32_t before = findings->links.count;
        findings_read(facts->text, facts->arena, text, facts->defects, findings);
        links_placed(facts, findings, before, place);
        unicode_add(facts, text, calendar ? &facts->calendar_unicode : &facts->mail_unicode);
}

/* HTML as a reader sees it; returns what he sees. */
static struct span rich_read(struct facts *facts, struct span text, enum place place) {
        if (facts->html.count >= LIMIT_FACT_HTML) {
                defects_add(facts->defects, DEFECT_TEXT_TOO_MUCH_HTML, 0);
                plain_read(facts, text, place);
                return text;
        }
        bool calendar = place_in_calendar(place);
        struct findings *findings = calendar ? &facts->calendar_findings : &facts->mail_findings;
        uint32_t before = findings->links.count;
        struct html *html = html_read(facts->arena, text, facts->defects);
        findings_read_html(facts->text, facts->arena, html, facts->defects, findings);
        links_placed(facts, findings, before, place);
        unicode_add(facts, html->visible, calendar ? &facts->calendar_unicode : &facts->mail_unicode);
        field_add(facts, FIELD_HIDDEN, html->hidden);
        if (html->outlook_differs)
                field_add(facts, calendar ? FIELD_RICH : FIELD_BODY, html->outlook);
        struct html_fact *fact = array_push(&facts->html, facts->arena, sizeof *fact, LIMIT_FACT_HTML);
        if (fact)
                *fact = (struct html_fact){ html, calendar, text };
        return html->visible;
}

/* Text that may be HTML whatever it is called: Google's descriptions are. */
static void text_read(struct facts *facts, struct span text, enum place place, enum field field) {
        if (html_looks_like(text)) {
                field_add(facts, field, rich_read(facts, text, place));
        } else if (text.len > 0) {
                field_add(facts, field, text);
                plain_read(facts, text, place);
        }
}

static void uri_read(struct facts *facts, struct span uri) {
        struct link *link = array_push(&facts->calendar_findings.links, facts->arena, sizeof *link, LIMIT_TEXT_LINKS);
        if (!link)
                return;
        if (!url_read(facts->text, facts->arena, uri, link)) {
                facts->calendar_findings.links.count--;
                return;
        }
        link->from = LINK_PROPERTY;
        links_placed(facts, &facts->calendar_findings, facts->calendar_findings.links.count - 1, PLACE_PROPERTY);
}

static bool is_person(enum property_id id) {
        return id == PROPERTY_ORGANIZER || id == PROPERTY_ATTENDEE || id == PROPERTY_CALENDAR_ADDRESS;
}

static bool is_uri(enum property_id id) {
        switch (id) {
        case PROPERTY_URL:
        case PROPERTY_ATTACH:
        case PROPERTY_CONFERENCE:
        case PROPERTY_IMAGE:
        case PROPERTY_SOURCE:
        case PROPERTY_LINK:
        case PROPERTY_STRUCTURED_DATA:
        case PROPERTY_X_GOOGLE_CONFERENCE:
        case PROPERTY_X_GOOGLE_HANGOUT:
        case PROPERTY_X_MICROSOFT_SKYPETEAMSMEETINGURL:
        case PROPERTY_X_MICROSOFT_ONLINEMEETINGCONFLINK:
        case PROPERTY_X_MICROSOFT_ONLINEMEETINGEXTERNALLINK:
        case PROPERTY_X_MS_OLK_MWSURL:
                return true;
        default:
                return false;
        }
}

static void uri_property_read(struct facts *facts, const struct property *property) {
        struct span value = property->value;
        bool inline_data = span_equal_nocase(property_parameter_value(property, PARAMETER_VALUE), SPAN("BINARY")) ||
                           span_starts_nocase(value, SPAN("data:"));
        if (!inline_data)
                uri_read(facts, value);
}

/* A name in which a telephone number may stand: names have few digits, and addresses in their place many. */
static bool names_a_number(struct span name) {
        enum { LEAST = 7 };
        size_t digits = 0;
        for (size_t i = 0; i < name.len; i++)
                digits += ascii_digit(name.ptr[i]) || (unsigned char)name.ptr[i] >= 0x80;
        return digits >= LEAST && !memchr(name.ptr, '@', name.len);
}

static void person_read(struct facts *facts, const struct property *property) {
        enum field name = property->id == PROPERTY_ORGANIZER ? FIELD_ORGANIZER_NAME : FIELD_ATTENDEE_NAME;
        if (name == FIELD_ORGANIZER_NAME || facts->fields[name].count < 50)
                field_add(facts, name, property_parameter_value(property, PARAMETER_CN));
        if (property->id == PROPERTY_ORGANIZER)
                field_add(facts, FIELD_ORGANIZER, property->text);
        struct span cn = property_parameter_value(property, PARAMETER_CN);
        if (facts->fields[name].count < 50 && names_a_number(cn))
                plain_read(facts, cn, PLACE_DESCRIPTION);
}

/* What calendars show beside a place, a link or a file. */
static void labels_read(struct facts *facts, const struct property *property) {
        for (const struct parameter *parameter = property->parameters; parameter; parameter = parameter->next)
                if (parameter->id == PARAMETER_LABEL || parameter->id == PARAMETER_X_TITLE ||
                    parameter->id == PARAMETER_X_ADDRESS || parameter->id == PARAMETER_FILENAME)
                        text_read(facts, parameter->value, PLACE_LOCATION, FIELD_LOCATION);
}

static void property_read(struct facts *facts, const struct property *property) {
        switch (property->id) {
        case PROPERTY_SUMMARY:
                text_read(facts, property->text, PLACE_SUMMARY, FIELD_SUMMARY);
                break;
        case PROPERTY_DESCRIPTION:
        case PROPERTY_COMMENT:
                text_read(facts, property->text, PLACE_DESCRIPTION, FIELD_DESCRIPTION);
                break;
        case PROPERTY_LOCATION:
                text_read(facts, property->text, PLACE_LOCATION, FIELD_LOCATION);
                break;
        case PROPERTY_CONTACT:
        case PROPERTY_CATEGORIES:
        case PROPERTY_RESOURCES:
        case PROPERTY_NAME:
        case PROPERTY_REQUEST_STATUS:
        case PROPERTY_X_WR_CALNAME:
        case PROPERTY_X_WR_CALDESC:
                text_read(facts, property->text, PLACE_DESCRIPTION, FIELD_CATEGORIES);
                break;
        case PROPERTY_X_ALT_DESC:
        case PROPERTY_STYLED_DESCRIPTION:
                field_add(facts, FIELD_RICH, rich_read(facts, property->text, PLACE_RICH));
                break;
        case PROPERTY_PRODID:
                field_add(facts, FIELD_PRODID, property->text);
                break;
        case PROPERTY_UID:
                field_add(facts, FIELD_UID, property->text);
                break;
        default:
                if (is_person(property->id))
                        person_read(facts, property);
                else if (is_uri(property->id))
                        uri_property_read(facts, property);
                else if (span_starts_nocase(property->name, SPAN("X-")))
                        field_add(facts, FIELD_PROPERTY, unicode_valid(facts->arena, property->value));
                if (property->parameters && !is_person(property->id))
                        labels_read(facts, property);
        }
        struct span alternative = property_parameter_value(property, PARAMETER_ALTREP);
        if (alternative.len > 0)
                uri_read(facts, alternative);
}

static bool is_zone(const struct component *component) {
        return component->kind == COMPONENT_VTIMEZONE || component->kind == COMPONENT_STANDARD ||
               component->kind == COMPONENT_DAYLIGHT;
}

static void calendar_read(struct facts *facts, const struct calendar *calendar) {
        facts->defects->part = calendar->part;
        for (const struct property *property = calendar->root.properties; property; property = property->next)
                property_read(facts, property);
        const struct component *component = NULL;
        while ((component = component_walk(calendar, component)))
                for (const struct property *property = component->properties; property && !is_zone(component);
                     property = property->next)
                        property_read(facts, property);
}

/* ---- the mail --------------------------------------------------------------------------------------------------- */

static void part_read(struct facts *facts, const struct part *part) {
        facts->defects->part = part->number;
        field_add(facts, FIELD_FILE_NAME, part->file_name);
        field_add(facts, FIELD_FILE_NAME, part->other_file_name);
        /* xCal is not read as a calendar; what it says is. */
        bool xml = part->media == MEDIA_CALENDAR_XML || span_starts_nocase(part->text, SPAN("<?xml"));
        if (part->text.len == 0 || (part_holds_calendar(part) && !xml))
                return;
        if (xml) {
                field_add(facts, FIELD_BODY, rich_read(facts, part->text, PLACE_BODY));
                return;
        }
        if (part->media == MEDIA_TEXT_HTML)
                field_add(facts, FIELD_BODY, rich_read(facts, part->text, PLACE_HTML));
        else
                text_read(facts, part->text, PLACE_BODY, FIELD_BODY);
}

static void party_read(struct facts *facts, const struct party *party) {
        field_add(facts, FIELD_FROM_NAME, party->name);
        field_add(facts, FIELD_FROM, party->address);
}

static void message_fields(struct facts *facts) {
        const struct message *message = facts->message;
        struct span subject = message_text(facts->arena, message, HEADER_SUBJECT);
        field_add(facts, FIELD_SUBJECT, subject);
        if (subject.len > 0)
                plain_read(facts, subject, PLACE_SUBJECT);
        field_add(facts, FIELD_MAILER, message_text(facts->arena, message, HEADER_X_MAILER));
        field_add(facts, FIELD_MAILER, message_text(facts->arena, message, HEADER_USER_AGENT));
        party_read(facts, &facts->from);
        party_read(facts, &facts->sender);
        party_read(facts, &facts->reply_to);
        for (uint32_t i = 0; i < message->part_count; i++)
                part_read(facts, message->parts[i]);
}

void gather_texts(struct facts *facts) {
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next)
                calendar_read(facts, calendar);
        if (facts->message)
                message_fields(facts);
        facts->defects->part = 0;
}
