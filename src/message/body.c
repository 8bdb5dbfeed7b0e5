/* Bodies: transfer encoding, charset, and what is hidden in them. */
#include "message/reader.h"

#include "base/limits.h"
#include "text/charset.h"
#include "text/transfer.h"

static bool within_budget(struct item_reader *item, struct part *part, size_t bytes) {
        if (bytes <= item->decoded_left)
                return true;
        defects_add(item->defects, DEFECT_DECODED_TOO_MUCH, 0);
        part->unread = true;
        return false;
}

/* Text, as far as its first bytes tell. Plain text that is decoded as base64 gives none. */
static bool is_readable(struct span decoded) {
        enum { TOO_SHORT_TO_TELL = 16, LOOKED_AT = 256 };
        struct span head = span_head(decoded, LOOKED_AT);
        for (size_t i = 0; i < head.len; i++)
                if ((unsigned char)head.ptr[i] < ' ' && !ascii_space(head.ptr[i]))
                        return false;
        /* The last character may be cut in two. */
        return head.len >= TOO_SHORT_TO_TELL && utf8_prefix(head) + 3 >= head.len;
}

/* Clients pass over what is not of the alphabet, however much of it there is (RFC 2045 6.8). */
static bool is_encoded_after_all(const struct part *part, struct span decoded) {
        return part->encoding == ENCODING_BASE64 && (calendar_magic(decoded, true) || is_readable(decoded));
}

static void transfer_check(struct item_reader *item, struct part *part, const struct transfer *read) {
        bool lies = (read->junk > part->raw.len / 8 && !is_encoded_after_all(part, read->bytes)) ||
                    (part->encoding == ENCODING_BASE64 && calendar_magic(part->raw, true));
        if (lies)
                defects_add(item->defects, DEFECT_MIME_ENCODING_LIES, 0);
        else if (read->junk > 0)
                defects_add(item->defects, DEFECT_MIME_ENCODING_JUNK, 0);
        part->junk = read->junk > 0;
        if (!lies && read->cut)
                defects_add(item->defects, DEFECT_MIME_ENCODING_CUT, 0);
        part->data = lies && part->encoding != ENCODING_QUOTED_PRINTABLE ? part->raw : read->bytes;
        if (part->data.ptr != part->raw.ptr)
                item->decoded_left -= part->data.len;
}

static struct span uu_lines(struct span raw) {
        size_t begin = span_find(raw, SPAN("begin "));
        if (begin == raw.len)
                return raw;
        struct span rest = span_skip(raw, begin);
        return span_skip(rest, span_find_byte(rest, '\n') + 1);
}

/* Where mail programs differ on the encoding (it is named twice, or in a way that some understand), base64 shows itself:
 * nothing else is in it, and it is text when it is decoded. */
static bool is_base64_unnamed(struct item_reader *item, const struct part *part) {
        if (part->encoding == ENCODING_BASE64 || !(part->other_encoding || part->encoding == ENCODING_UNKNOWN))
                return false;
        struct transfer front = base64_decode(item->arena, span_head(part->raw, 1024));
        return front.junk == 0 && is_readable(front.bytes);
}

void body_decode(struct item_reader *item, struct part *part) {
        part->data = part->raw;
        if (is_base64_unnamed(item, part))
                part->encoding = ENCODING_BASE64;
        if (part->encoding == ENCODING_NONE || part->encoding == ENCODING_UNKNOWN ||
            !within_budget(item, part, part->raw.len))
                return;
        struct transfer read = part->encoding == ENCODING_BASE64 ? base64_decode(item->arena, part->raw)
                               : part->encoding == ENCODING_QUOTED_PRINTABLE
                                       ? quoted_printable_decode(item->arena, part->raw)
                                       : uu_decode(item->arena, uu_lines(part->raw));
        transfer_check(item, part, &read);
}

/* A calendar that is encoded once more than the part says: base64 in anything, quoted-printable in base64 (attack 48). */
static void decode_again(struct item_reader *item, struct part *part) {
        if (part->unread || part->data.len > item->decoded_left)
                return;
        if (base64_holds_calendar(part->data)) {
                defects_add(item->defects, DEFECT_MIME_ENCODING_TWICE, 0);
                part->data = base64_decode(item->arena, part->data).bytes;
                item->decoded_left -= part->data.len;
        }
        struct span begin = SPAN("BEGIN:VCALENDAR=");
        if (part->data.len <= item->decoded_left && span_starts_nocase(part->data, begin)) {
                defects_add(item->defects, DEFECT_MIME_ENCODING_TWICE, 0);
                part->data = quoted_printable_decode(item->arena, part->data).bytes;
                item->decoded_left -= part->data.len;
        }
}

static bool named_like_calendar(struct span name) {
        static const struct span ends[] = { { ".ics", 4 }, { ".ical", 5 }, { ".icalendar", 10 },
                                            { ".ifb", 4 }, { ".vcs", 4 },  { ".vcal", 5 } };
        name = span_trim(name);
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
                if (span_ends_nocase(name, ends[i]))
                        return true;
        return false;
}

static bool has_name(const struct part *part, struct span end) {
        return span_ends_nocase(span_trim(part->file_name), end) ||
               span_ends_nocase(span_trim(part->other_file_name), end);
}

static bool typed_as_calendar(const struct part *part) {
        return part->media == MEDIA_TEXT_CALENDAR || part->media == MEDIA_TEXT_VCALENDAR ||
               part->media == MEDIA_APPLICATION_ICS || part->media == MEDIA_CALENDAR_JSON ||
               part->media == MEDIA_CALENDAR_XML;
}

static bool starts_with(struct span data, struct span magic) {
        return span_equal(span_head(data, magic.len), magic);
}

/* What a part is whose type says nothing or too little. Clients go by the name, so that comes first. */
static enum media media_found(const struct part *part) {
        bool vague = part->media == MEDIA_OCTETS || part->media == MEDIA_OTHER;
        if (has_name(part, SPAN(".pkpass")))
                return MEDIA_PKPASS;
        if (has_name(part, SPAN("winmail.dat")) || (vague && starts_with(part->data, SPAN("\x78\x9F\x3E\x22"))))
                return MEDIA_TNEF;
        if (!vague)
                return part->media;
        if (has_name(part, SPAN(".html")) || has_name(part, SPAN(".htm")))
                return MEDIA_TEXT_HTML;
        if (has_name(part, SPAN(".eml")))
                return MEDIA_MESSAGE_RFC822;
        if (has_name(part, SPAN(".p7m")))
                return MEDIA_SMIME;
        bool zip = starts_with(part->data, SPAN("PK\3\4"));
        if (has_name(part, SPAN(".zip")) || (zip && (part->media == MEDIA_OCTETS || part->file_name.len == 0)))
                return MEDIA_ZIP;
        if (has_name(part, SPAN(".gz")) || starts_with(part->data, SPAN("\x1F\x8B\x08")))
                return MEDIA_GZIP;
        return part->media;
}

static void charset_defects(struct item_reader *item, unsigned flags) {
        if (flags & CHARSET_UNKNOWN)
                defects_add(item->defects, DEFECT_CHARSET_UNKNOWN, 0);
        if (flags & CHARSET_LIES)
                defects_add(item->defects, DEFECT_CHARSET_LIES, 0);
        if (flags & CHARSET_BROKEN)
                defects_add(item->defects, DEFECT_CHARSET_BROKEN, 0);
        if (flags & CHARSET_ODD)
                defects_add(item->defects, DEFECT_CHARSET_ODD, 0);
}

static bool is_within(struct span inner, struct span outer) {
        return inner.len == 0 || (inner.ptr >= outer.ptr && inner.ptr < outer.ptr + outer.len);
}

static void text_read(struct item_reader *item, struct part *part) {
        enum { WIDEST = 3 }; /* bytes of UTF-8 for one of any charset */
        struct span data = part->data, label = part->charset;
        if (data.len > item->decoded_left / WIDEST && ascii_prefix(data) < data.len && !utf8_valid(data)) {
                (void)within_budget(item, part, data.len * WIDEST);
                data = span_head(data, item->decoded_left / WIDEST);
        }
        if (label.len == 0 && part->media == MEDIA_TEXT_HTML && ascii_prefix(data) < data.len)
                label = charset_of_html(data);
        struct charset_text read = charset_decode(item->arena, data, label);
        charset_defects(item, read.flags);
        part->text = read.text;
        part->charset_used = read.used;
        part->charset_flags = read.flags;
        if (!is_within(read.text, data))
                item->decoded_left -= read.text.len < item->decoded_left ? read.text.len : item->decoded_left;
        if (part->media != MEDIA_TEXT_PLAIN || part->text.len > item->decoded_left ||
            !span_equal_nocase(parameters_get(&part->parameters, SPAN("format")), SPAN("flowed")))
                return;
        bool delsp = span_equal_nocase(parameters_get(&part->parameters, SPAN("delsp")), SPAN("yes"));
        item->decoded_left -= part->text.len;
        part->text = flowed_join(item->arena, part->text, delsp);
}

static bool is_text(const struct part *part) {
        return span_equal(part->type, SPAN("text")) || part->media == MEDIA_TEXT_HTML ||
               span_equal(part->type, SPAN("message")) || part_holds_calendar(part) || part_is_multipart(part) ||
               part->media == MEDIA_MESSAGE_RFC822 || span_equal(part->subtype, SPAN("svg+xml"));
}

static bool is_subtype(const struct part *part, struct span type, struct span subtype) {
        return part && span_equal(part->type, type) && span_equal(part->subtype, subtype);
}

/* What nobody but the receiver can read, or what is not all here. */
static void unexamined_check(struct item_reader *item, const struct part *part) {
        struct defects *defects = item->defects;
        if (is_subtype(part, SPAN("message"), SPAN("partial")))
                defects_add(defects, DEFECT_MIME_PARTIAL, 0);
        if (is_subtype(part, SPAN("message"), SPAN("external-body")))
                defects_add(defects, DEFECT_MIME_ELSEWHERE, 0);
        struct span front = span_head(part->data, 256);
        while (front.len > 0 && ascii_space(front.ptr[0]))
                front = span_skip(front, 1);
        bool pgp = is_subtype(part, SPAN("application"), SPAN("pgp-encrypted")) ||
                   starts_with(front, SPAN("-----BEGIN PGP MESSAGE-----"));
        if (pgp && !is_subtype(part->parent, SPAN("multipart"), SPAN("encrypted")))
                defects_add(defects, DEFECT_MIME_ENCRYPTED, 0);
        if (starts_with(part->data, SPAN("7z\xBC\xAF\x27\x1C")) || starts_with(part->data, SPAN("Rar!\x1A\x07")))
                defects_add(defects, DEFECT_ARCHIVE_PACKED, 0);
}

/* A file that is no mail: without any field, and with more control characters than any text has. */
static bool is_binary_file(const struct part *part) {
        enum { LOOKED_AT = 4096, TEXT_PER_CONTROL = 32 };
        if (part->parent || part->headers.seen > 0 || part->message->container || part->source != PART_MIME)
                return false;
        struct span head = span_head(part->data, LOOKED_AT);
        size_t controls = 0;
        for (size_t i = 0; i < head.len; i++)
                controls += (unsigned char)head.ptr[i] < ' ' && !ascii_space(head.ptr[i]);
        return controls * TEXT_PER_CONTROL > head.len;
}

void body_use(struct item_reader *item, struct part *part) {
        decode_again(item, part);
        if (is_binary_file(part))
                part_set_type(part, SPAN("application"), SPAN("octet-stream"));
        bool plain = part->media == MEDIA_TEXT_PLAIN || part->media == MEDIA_TEXT_HTML;
        part->calendar_by_type |= typed_as_calendar(part);
        part->calendar_by_name = named_like_calendar(part->file_name) || named_like_calendar(part->other_file_name);
        part->media = media_found(part);
        unexamined_check(item, part);
        bool deep = part->depth + 1 >= LIMIT_PART_DEPTH;
        if (!deep && !part->unread) {
                bool message = part->media == MEDIA_MESSAGE_RFC822 || part->media == MEDIA_MESSAGE_GLOBAL;
                if (message) {
                        message_read_embedded(item, part, part->data);
                        return;
                }
                if (part->media == MEDIA_TNEF)
                        tnef_read(item, part);
                else if (part->media == MEDIA_ZIP)
                        zip_read(item, part);
                else if (part->media == MEDIA_GZIP)
                        gzip_read(item, part);
                else if (part->media == MEDIA_SMIME)
                        smime_read(item, part);
        }
        /* What stands in an archive is found in its entries. */
        /* In what calls itself a picture only the beginning counts: pictures are long, and rarely calendars. */
        struct span searched = part->media == MEDIA_IMAGE ? span_head(part->data, 64) : part->data;
        part->calendar_by_magic = !part->first_child && calendar_magic(searched, plain);
        item->defects->part = part->number;
        if (!is_text(part))
                return;
        text_read(item, part);
        if (part->media == MEDIA_TEXT_PLAIN && !deep)
                uuencoded_read(item, part);
}

void body_read(struct item_reader *item, struct part *part) {
        body_decode(item, part);
        body_use(item, part);
}
