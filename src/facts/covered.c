/* What a signature leaves open. Where its h= does not name Content-Type, as that of large providers does not, who sends the mail
 * again may write another: the signed bytes then fall into other parts, or are a calendar where they were a text about one. */
#include "base/percent.h"
#include "facts/gather.h"
#include "message/authentication.h"
#include "message/message.h"
#include "message/tags.h"
#include "text/domain.h"

enum { SIGNATURES_SEEN = 40, FIELD_BYTES = 16 * 1024, SENTENCE_BYTES = 400 };

/* ---- The body --------------------------------------------------------------------------------------------------- */

/* Nothing, or "This is a multi-part message in MIME format." */
static bool is_sentence(struct span text) {
        text = span_trim(text);
        if (text.len > SENTENCE_BYTES || !span_starts_nocase(text, SPAN("This ")))
                return text.len == 0;
        while (text.len > 0)
                if (span_starts_nocase(span_split(&text, '\n'), SPAN("--")))
                        return false;
        return true;
}

/* Nothing stands around its parts: the boundary is that of the whole body, and of no part within. */
static bool is_outermost(const struct part *multipart) {
        for (const struct part *child = multipart->first_child; child; child = child->next)
                if (child->outside && !is_sentence(child->raw))
                        return false;
        return multipart->media != MEDIA_MULTIPART_DIGEST; /* which makes mails of texts */
}

/* In a calendar that was not encoded hardly all = happen to stand before two digits: who calls it quoted-printable brings
 * line ends into its texts. */
static bool is_quoted_printable(struct span raw) {
        for (size_t i = 0; i < raw.len; i++) {
                if (raw.ptr[i] != '=')
                        continue;
                struct span behind = span_skip(raw, i + 1);
                bool line_end = behind.len == 0 || ascii_space(behind.ptr[0]);
                if (!line_end && (behind.len < 2 || hex_value(behind.ptr[0]) < 0 || hex_value(behind.ptr[1]) < 0))
                        return false;
        }
        return true;
}

/* Of what calendars are built with, and no second byte of a wide charset. */
static bool is_mark(char c) {
        return (unsigned char)c < '0' || (c >= ':' && c <= '?');
}

static size_t next_mark(struct span text, size_t at) {
        while (at < text.len && !is_mark(text.ptr[at]))
                at++;
        return at;
}

/* No charset has brought line ends, colons or quotes into it (UTF-7 and those of escapes make them of letters), and no
 * format=flowed has taken any away. */
static bool has_own_marks(struct span data, struct span text) {
        size_t i = next_mark(data, 0), k = next_mark(text, 0);
        for (; i < data.len && k < text.len; i = next_mark(data, i + 1), k = next_mark(text, k + 1))
                if (data.ptr[i] != text.ptr[k])
                        return false;
        return i == data.len && k == text.len;
}

static bool is_calendar_alone(const struct part *part) {
        struct span text = span_trim(part->text);
        return span_starts_nocase(text, SPAN("BEGIN:VCALENDAR")) && span_ends_nocase(text, SPAN("END:VCALENDAR")) &&
               has_own_marks(part->data, part->text);
}

/* Whether under another Content-Transfer-Encoding the body may have been another: below the root, the body says it itself. */
static bool decodes_otherwise(const struct message *message) {
        const struct part *root = message->root;
        return root && part_holds_calendar(root) && root->encoding == ENCODING_QUOTED_PRINTABLE &&
               !is_quoted_printable(root->raw);
}

/* Whether under another Content-Type something else than is read now may have been meant by the same bytes. */
static bool reads_otherwise(const struct message *message) {
        const struct part *root = message->root;
        if (!root || message->parts_seen > message->part_count || root->embedded)
                return true;
        if (part_is_multipart(root))
                return !is_outermost(root);
        return part_holds_calendar(root) && !is_calendar_alone(root);
}

/* ---- Signatures ------------------------------------------------------------------------------------------------- */

/* What the signatures of this message would have to name, as it is read. */
struct needed {
        bool type, encoding;
};

static struct needed needed_by(const struct message *message) {
        return (struct needed){ .type = reads_otherwise(message), .encoding = decodes_otherwise(message) };
}

/* More fields than h= names of a kind leave the topmost unsigned, which is the one that is read (RFC 6376 5.4.2). */
static bool names(const struct message *message, const struct tags *tags, enum header_name id, struct span name) {
        struct span list = tags_get(tags, SPAN("h"));
        uint32_t named = 0;
        while (list.len > 0)
                named += span_equal_nocase(span_trim(span_split(&list, ':')), name);
        return named > 0 && named >= message->count[id];
}

static bool names_needed(const struct message *message, const struct tags *tags, struct needed needed) {
        return (!needed.type || names(message, tags, HEADER_CONTENT_TYPE, SPAN("content-type"))) &&
               (!needed.encoding ||
                names(message, tags, HEADER_CONTENT_TRANSFER_ENCODING, SPAN("content-transfer-encoding")));
}

/* Of the domain (and the key, and the first letters) that the result tells. */
static bool is_meant(const struct tags *tags, const struct authentication_result *result) {
        struct span domain = authentication_property(result, SPAN("header"), SPAN("d"));
        struct span selector = authentication_property(result, SPAN("header"), SPAN("s"));
        struct span bytes = authentication_property(result, SPAN("header"), SPAN("b"));
        struct span signer = tags_get(tags, SPAN("d"));
        bool same = domain.len > 0
                            ? span_equal_nocase(signer, domain)
                            : domain_has(signer,
                                         domain_behind_at(authentication_property(result, SPAN("header"), SPAN("i"))));
        return same && (selector.len == 0 || span_equal_nocase(tags_get(tags, SPAN("s")), selector)) &&
               (bytes.len == 0 || span_equal(span_head(tags_get(tags, SPAN("b")), bytes.len), bytes));
}

bool signature_covers(struct facts *facts, const struct authentication_result *result) {
        const struct message *message = facts->message;
        const struct header *header = headers_first(&message->headers, HEADER_DKIM_SIGNATURE);
        struct needed needed = needed_by(message);
        if (!needed.type && !needed.encoding)
                return true;
        for (uint32_t seen = 0; header; header = headers_next(&message->headers, header), seen++) {
                if (seen == SIGNATURES_SEEN || header->value.len > FIELD_BYTES)
                        return false;
                struct tags tags = tags_read(facts->arena, header->value);
                if (is_meant(&tags, result) && !names_needed(message, &tags, needed))
                        return false;
        }
        return true;
}

bool reply_to_is_proven(struct facts *facts) {
        const struct message *message = facts->message;
        const struct authentication *proof = &facts->authentication;
        const struct header *header = headers_first(&message->headers, HEADER_DKIM_SIGNATURE);
        if (proof->spf == AUTH_PASS && span_equal(proof->spf_domain, facts->from.domain))
                return true;
        for (uint32_t seen = 0; header; header = headers_next(&message->headers, header), seen++) {
                if (seen == SIGNATURES_SEEN || header->value.len > FIELD_BYTES)
                        return false;
                struct tags tags = tags_read(facts->arena, header->value);
                if (domain_has(facts->from.domain, tags_get(&tags, SPAN("d"))) &&
                    !names(message, &tags, HEADER_REPLY_TO, SPAN("reply-to")))
                        return false;
        }
        return true;
}

bool seal_covers(struct facts *facts) {
        const struct message *message = facts->message;
        const struct header *header = headers_first(&message->headers, HEADER_ARC_MESSAGE_SIGNATURE);
        struct needed needed = needed_by(message);
        uint64_t newest = 0, instance;
        bool covers = true;
        for (; header; header = headers_next(&message->headers, header)) {
                struct tags tags = tags_read(facts->arena, header->value);
                if (!span_to_u64(tags_get(&tags, SPAN("i")), &instance) || instance < newest)
                        continue;
                newest = instance;
                covers = names_needed(message, &tags, needed) && names(message, &tags, HEADER_FROM, SPAN("from"));
        }
        return covers;
}
