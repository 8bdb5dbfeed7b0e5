/* What is hidden, damaged, disguised or different between parts (attacks 13, 14, 19, 35, 43, 45-50). */
#include "calendar/compare.h"
#include "checks/views.h"
#include "message/message.h"

/* ---- parts that differ ------------------------------------------------------------------------------------------- */

/* Several events as files are ordinary, and so is a forwarded mail inside of the mail. What differs must be taken for
 * the same: of one UID, or each with a METHOD in one and the same message. */
static bool are_alternatives(const struct facts *facts, const struct difference *difference) {
        const struct part *one = message_part(facts->message, difference->one->part);
        const struct part *other = message_part(facts->message, difference->other->part);
        if (!one || !other || one == other || one->message != other->message)
                return false;
        /* What Outlook writes into a winmail.dat is ours to put together, and never quite the same. */
        if (one->source == PART_TNEF_MEETING || other->source == PART_TNEF_MEETING)
                return false;
        bool methods = difference->one->method != METHOD_NONE && difference->other->method != METHOD_NONE &&
                       difference->other->method != METHOD_PUBLISH;
        return methods || !(difference->bits & DIFFERENCE_UID);
}

void check_parts_differ(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum calendar_difference telling[] = { DIFFERENCE_UID,   DIFFERENCE_ORGANIZER, DIFFERENCE_START,
                                                            DIFFERENCE_LINKS, DIFFERENCE_SUMMARY,   DIFFERENCE_LOCATION };
        const struct difference *differences = facts->differences.items;
        for (uint32_t i = 0; i < facts->differences.count; i++) {
                for (size_t k = 0; k < sizeof telling / sizeof *telling; k++) {
                        if (!(differences[i].bits & telling[k]) || !are_alternatives(facts, &differences[i]))
                                continue;
                        signals_add(signals, kind, "The calendars in part %u and part %u differ in their %s.",
                                    differences[i].one->part, differences[i].other->part,
                                    calendar_difference_name(telling[k]));
                        return;
                }
        }
}

/* ---- what a reader does not see ---------------------------------------------------------------------------------- */

static uint32_t hidden_bytes(const struct html *html) {
        return html->hidden_bytes[HTML_HIDDEN_DISPLAY] + html->hidden_bytes[HTML_HIDDEN_VISIBILITY] +
               html->hidden_bytes[HTML_HIDDEN_SIZE] + html->hidden_bytes[HTML_HIDDEN_COLOUR] +
               html->hidden_bytes[HTML_HIDDEN_POSITION];
}

void check_hidden_text(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum { PREVIEW_LINE = 500 }; /* newsletters hide the line that mailboxes preview */
        const struct html_fact *html = facts->html.items;
        for (uint32_t i = 0; i < facts->html.count; i++)
                if (!html[i].in_calendar && hidden_bytes(html[i].html) > PREVIEW_LINE)
                        signals_add(signals, kind, "The mail hides %u bytes of text.", hidden_bytes(html[i].html));
}

void check_hidden_text_in_event(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct html_fact *html = facts->html.items;
        for (uint32_t i = 0; i < facts->html.count; i++)
                if (html[i].in_calendar && hidden_bytes(html[i].html) > 16)
                        signals_add(signals, kind, "The event hides the text \u201c%.*s\u201d.",
                                    SPAN_SHOWN(html[i].html->hidden));
}

static bool place_leads_to(const struct facts *facts, enum place place, struct span domain) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (links[i].place == place && span_equal(links[i].link->domain, domain))
                        return true;
        return false;
}

void check_rich_text_differs(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                if (links[i].place != PLACE_RICH || !link_is_foreign(&links[i]) || facts->meeting.description.len == 0 ||
                    place_leads_to(facts, PLACE_DESCRIPTION, links[i].link->domain))
                        continue;
                signals_add(signals, kind, "Only the rich text leads to %.*s.", SPAN_SHOWN(link_host(links[i].link)));
                return;
        }
}

/* ---- characters -------------------------------------------------------------------------------------------------- */

void check_invisible_characters(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const uint32_t *event = facts->calendar_unicode.invisible, *mail = facts->mail_unicode.invisible;
        uint32_t count = event[INVISIBLE_TAG] + event[INVISIBLE_VARIATION] + event[INVISIBLE_ZERO_WIDTH] +
                         event[INVISIBLE_OPERATOR] + event[INVISIBLE_FILLER];
        uint32_t in_mail = mail[INVISIBLE_TAG] + mail[INVISIBLE_OPERATOR];
        if (count >= 6 || in_mail >= 8)
                signals_add(signals, kind, "There are %u invisible characters in the texts.", count + in_mail);
}

/* Tag characters spell ASCII invisibly; flags, their one use, are not counted (text/unicode.h). So do the variation
 * selectors, one for each byte; behind what they belong to they are not counted. */
void check_hidden_message(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const uint32_t *event = facts->calendar_unicode.invisible, *mail = facts->mail_unicode.invisible;
        uint32_t tags = event[INVISIBLE_TAG] + mail[INVISIBLE_TAG];
        uint32_t variations = event[INVISIBLE_VARIATION];
        if (tags >= 8 || variations >= 16)
                signals_add(signals, kind, "The texts hold %u invisible letters.", tags >= 8 ? tags : variations);
}

void check_mixed_script_words(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct unicode_properties *event = &facts->calendar_unicode, *mail = &facts->mail_unicode;
        if (event->mixed_words > 0 || mail->mixed_words > 1)
                signals_add(signals, kind, "The word \u201c%.*s\u201d mixes scripts.",
                            SPAN_SHOWN(event->mixed_words ? event->mixed_word : mail->mixed_word));
}

void check_fancy_letters(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct unicode_properties *event = &facts->calendar_unicode;
        bool east = event->letters[SCRIPT_HAN] + event->letters[SCRIPT_KANA] + event->letters[SCRIPT_HANGUL] > 0;
        if (event->fancy >= 5 || (event->wide >= 5 && !east))
                signals_add(signals, kind, "%u letters of the event are mathematical or fullwidth ones.",
                            event->fancy + event->wide);
        if (event->marks >= 8)
                signals_add(signals, kind, "%u letters of the event are struck out or underlined one by one.",
                            event->marks);
}

void check_bidi_override(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->calendar_unicode.bidi_overrides + facts->mail_unicode.bidi_overrides > 0)
                signals_add(signals, kind, "%u characters turn the direction of the text behind them.",
                            facts->calendar_unicode.bidi_overrides + facts->mail_unicode.bidi_overrides);
}

/* ---- the calendar's form ------------------------------------------------------------------------------------------ */

/* 32 hexadecimal digits in a row, or as many characters of base64 with capitals, small letters and digits. */
static bool has_token_run(struct span text) {
        enum { RUN = 32, UPPER = 1, LOWER = 2, DIGIT = 4, ALL = 7 };
        size_t hex = 0, base64 = 0;
        unsigned seen = 0;
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i], small = ascii_lower(c);
                hex = ascii_digit(c) || (small >= 'a' && small <= 'f') ? hex + 1 : 0;
                if (!ascii_alnum(c) && c != '+' && c != '/') {
                        base64 = 0;
                        seen = 0;
                        continue;
                }
                base64++;
                seen |= ascii_digit(c) ? DIGIT : small != c ? UPPER : LOWER;
                if (hex >= RUN || (base64 >= RUN && seen == ALL))
                        return true;
        }
        return false;
}

void check_padding_properties(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct texts *values = &facts->fields[FIELD_PROPERTY];
        uint32_t count = 0;
        for (uint32_t i = 0; i < values->count; i++)
                count += has_token_run(span_head(values->items[i], 512));
        if (count > 10 && count > 4 * facts->meeting.events)
                signals_add(signals, kind, "%u private properties hold long numbers.", count);
}

void check_calendar_scale(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct span scale = component_text(&facts->meeting.calendar->root, PROPERTY_CALSCALE);
        if (scale.len > 0 && !span_equal_nocase(scale, SPAN("GREGORIAN")))
                signals_add(signals, kind, "The calendar scale is \u201c%.*s\u201d.", SPAN_SHOWN(scale));
}

/* The first of these that the readers met. */
static void tell_defect(const struct facts *facts, const struct signal_kind *kind, struct signals *signals,
                        const enum defect_kind *defects, size_t count) {
        for (size_t i = 0; i < count; i++)
                if (defects_has(facts->defects, defects[i])) {
                        signals_add(signals, kind, "%s", defect_text(defects[i]));
                        return;
                }
}

void check_calendar_damaged(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum defect_kind grave[] = {
                DEFECT_CALENDAR_NUL,           DEFECT_CALENDAR_UNCLOSED,  DEFECT_CALENDAR_NO_VCALENDAR,
                DEFECT_CALENDAR_BARE_CR,       DEFECT_CALENDAR_NESTING,   DEFECT_CALENDAR_QUOTE_UNCLOSED,
                DEFECT_CALENDAR_ENCODED_TWICE, DEFECT_CALENDAR_FOLD_BARE, DEFECT_CALENDAR_PROPERTY_AMBIGUOUS,
        };
        tell_defect(facts, kind, signals, grave, sizeof grave / sizeof *grave);
        if ((facts->known & NEEDS_EVENT) && facts->meeting.method == METHOD_REQUEST &&
            !component_has(facts->meeting.event, PROPERTY_UID))
                signals_add(signals, kind, "The event has no UID.");
}

/* What no producer of calendars makes, good or poor: it must have been put there. */
void check_calendar_disguised(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum defect_kind made[] = { DEFECT_CALENDAR_PROPERTY_GROUP, DEFECT_CALENDAR_NUL,
                                                 DEFECT_CALENDAR_ENCODED_TWICE, DEFECT_MIME_ENCODING_TWICE };
        tell_defect(facts, kind, signals, made, sizeof made / sizeof *made);
}

/* The calendar is reached only by reading MIME otherwise than its standard says. Scripts that send mail use one boundary
 * for two multiparts, forget the closing one and leave junk in base64: that is none. */
void check_mime_trick(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (defects_has(facts->defects, DEFECT_MIME_BOUNDARY_OTHER))
                signals_add(signals, kind, "%s", defect_text(DEFECT_MIME_BOUNDARY_OTHER));
        const struct defect *places = facts->defects->places.items;
        for (uint32_t i = 0; i < facts->defects->places.count; i++) {
                bool twofold = places[i].kind == DEFECT_MIME_FIELD_TWICE ||
                               places[i].kind == DEFECT_MIME_PARAMETER_TWICE ||
                               places[i].kind == DEFECT_HEADER_NAME_SPACE;
                const struct part *part = twofold ? message_part(facts->message, places[i].part) : NULL;
                /* Scripts that send mail double the fields of the message itself. */
                if (part && part->depth > 0 && part_holds_calendar(part))
                        signals_add(signals, kind, "%s", defect_text(places[i].kind));
        }
        for (uint32_t i = 0; i < facts->message->part_count; i++)
                if (facts->message->parts[i]->outside && part_holds_calendar(facts->message->parts[i]))
                        signals_add(signals, kind, "The calendar stands behind the end of the parts.");
}

void check_not_read_whole(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum defect_kind limits[] = { DEFECT_MIME_TOO_MANY_PARTS, DEFECT_MIME_TOO_DEEP,
                                                   DEFECT_ARCHIVE_TOO_MUCH, DEFECT_DECODED_TOO_MUCH };
        tell_defect(facts, kind, signals, limits, sizeof limits / sizeof *limits);
}

/* A text file with a calendar in it, under a name that somebody chose. Lists and gateways rename what they do not know. */
static bool is_text_file(const struct facts *facts, const struct part *part) {
        return part->media == MEDIA_TEXT_PLAIN && part->disposition == DISPOSITION_ATTACHMENT &&
               span_ends_nocase(part->file_name, SPAN(".txt")) && !span_starts_nocase(part->file_name, SPAN("ATT")) &&
               !span_has_nocase(part->file_name, SPAN(".ics")) && !facts->list &&
               facts->meeting.method != METHOD_NONE && facts->meeting.method != METHOD_PUBLISH;
}

/* A message of the sender's own that was never sent, as a file in a mail that has no other calendar. Mail programs that
 * forward a message as an attachment call it message/rfc822. */
static bool is_in_made_message(const struct facts *facts, const struct part *part) {
        const struct message *inner = part->message;
        const struct header *from = message_header(inner, HEADER_FROM);
        if (!inner->container || span_equal(inner->container->type, SPAN("message")) ||
            inner->count[HEADER_RECEIVED] > 0 || !from || facts->from.address.len == 0)
                return false;
        for (uint32_t i = 0; i < facts->message->part_count; i++)
                if (facts->message->parts[i]->message == facts->message && part_holds_calendar(facts->message->parts[i]))
                        return false;
        return span_has_nocase(from->value, facts->from.address) && facts->meeting.method == METHOD_REQUEST;
}

void check_calendar_wrapped(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        for (uint32_t i = 0; i < facts->message->part_count; i++) {
                const struct part *part = facts->message->parts[i];
                if (!part_holds_calendar(part))
                        continue;
                bool archived = part->source == PART_ZIP || part->source == PART_GZIP;
                bool mislabelled = part->calendar_by_magic && !part->calendar_by_type && !part->calendar_by_name &&
                                   part->source == PART_MIME &&
                                   (part->media != MEDIA_TEXT_PLAIN || is_text_file(facts, part));
                bool message = is_in_made_message(facts, part);
                bool uuencoded = part->source == PART_UUENCODE && is_invitation(facts);
                if (archived || mislabelled || message || uuencoded)
                        signals_add(signals, kind, "The calendar \u201c%.*s\u201d is %s.", SPAN_SHOWN(part->file_name),
                                    archived      ? "in an archive"
                                    : mislabelled ? "under another type"
                                    : message     ? "in a message within the mail"
                                                  : "uuencoded in a text");
        }
}

/* What pictures, sounds, documents and archives are called: no program that sends calendars picks such a type. */
void check_calendar_masked(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const struct span types[] = { SPAN("image"), SPAN("audio"), SPAN("video"), SPAN("font") },
                                 subtypes[] = { SPAN("pdf"), SPAN("msword"), SPAN("zip"), SPAN("rtf") };
        for (uint32_t i = 0; i < facts->message->part_count; i++) {
                const struct part *part = facts->message->parts[i];
                if (!part->calendar_by_magic || part->calendar_by_type || part->calendar_by_name ||
                    part->source != PART_MIME)
                        continue;
                for (size_t k = 0; k < 4; k++)
                        if (span_equal(part->type, types[k]) || span_equal(part->subtype, subtypes[k]))
                                signals_add(signals, kind, "The calendar \u201c%.*s\u201d is said to be %.*s/%.*s.",
                                            SPAN_SHOWN(part->file_name), SPAN_SHOWN(part->type),
                                            SPAN_SHOWN(part->subtype));
        }
}

void check_charset_trick(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum defect_kind odd[] = { DEFECT_CHARSET_ODD, DEFECT_CALENDAR_UTF16 };
        tell_defect(facts, kind, signals, odd, sizeof odd / sizeof *odd);
}

void check_no_visible_cue(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct texts *body = &facts->fields[FIELD_BODY];
        size_t seen = 0;
        for (uint32_t i = 0; i < body->count; i++)
                seen += span_trim(body->items[i]).len;
        const struct findings *event = &facts->calendar_findings;
        if (facts->meeting.method == METHOD_CANCEL && is_of_owner(facts))
                return; /* programs copy the description into it, and write nothing else */
        if (seen < 8 && (facts->meeting.method != METHOD_NONE || is_invitation(facts)) &&
            (foreign_link_in_calendar(facts) || event->phones.count > 0 || event->amounts.count > 0))
                signals_add(signals, kind, "The mail has no text of its own.");
}

/* "termin_okt26": a word and a number. */
static bool is_numbered_word(struct span text) {
        size_t at = 0;
        while (at < text.len && (ascii_alpha(text.ptr[at]) && ascii_lower(text.ptr[at]) == text.ptr[at]))
                at++;
        while (at < text.len && ascii_digit(text.ptr[at]))
                at++;
        return at == text.len;
}

void check_file_name_random(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        for (uint32_t i = 0; i < facts->message->part_count; i++) {
                const struct part *part = facts->message->parts[i];
                struct span name = part->file_name, stem = span_split(&name, '.');
                if (!part_holds_calendar(part) || stem.len == 0)
                        continue;
                size_t dash = span_find_byte(stem, '_');
                struct span tail = span_skip(stem, dash + 1);
                bool token = dash < stem.len && tail.len >= 5 && tail.len <= 8 && looks_like_token(tail) &&
                             !is_numbered_word(tail);
                if (token || recipient_in(facts, part->file_name))
                        signals_add(signals, kind, "The calendar file is called \u201c%.*s\u201d.",
                                    SPAN_SHOWN(part->file_name));
        }
}
