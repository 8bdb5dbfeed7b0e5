#include "report/mail-writer.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { LINE_MOST = 76, WORD_BYTES = 36 /* of an encoded word, before base64 */, DAY = 86400 };
#define CRLF SPAN("\r\n")

static void random_text(char *ret, size_t length) {
        static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
        unsigned char random[MAIL_BOUNDARY_BYTES];
        arc4random_buf(random, sizeof random);
        for (size_t i = 0; i < length; i++)
                ret[i] = digits[random[i] & 31];
        ret[length] = '\0';
}

struct mail_writer mail_writer_new(struct arena *arena) {
        return (struct mail_writer){ .out = buf_in(arena, 2ull * LIMIT_MESSAGE_BYTES) };
}

/* ---- Header ------------------------------------------------------------------------------------------------------ */

/* Well-formed UTF-8 without controls. */
static struct span tame(struct arena *arena, struct span text) {
        struct buf out = buf_in(arena, 4 * text.len + 1);
        while (text.len > 0) {
                uint32_t rune;
                size_t len = utf8_read(text, &rune);
                if (len == 0)
                        rune = 0xFFFD;
                bool control = rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || rune == 0x2028 || rune == 0x2029;
                buf_add_rune(&out, control ? ' ' : rune);
                text = span_skip(text, len ? len : 1);
        }
        return span_trim(buf_span(&out));
}

static bool is_plain(struct span text) {
        size_t word = 0;
        for (size_t i = 0; i < text.len; i++) {
                word = text.ptr[i] == ' ' ? 0 : word + 1;
                if ((unsigned char)text.ptr[i] >= 0x7F || word > LINE_MOST / 2 ||
                    (text.ptr[i] == '=' && i + 1 < text.len && text.ptr[i + 1] == '?'))
                        return false;
        }
        return true;
}

/* Where the line stands, and what is added moves to the next one when it does not fit. */
static size_t column_of(const struct buf *out) {
        size_t column = 0;
        while (column < out->len && out->ptr[out->len - 1 - column] != '\n')
                column++;
        return column;
}

static void word_add(struct buf *out, struct span word) {
        size_t column = column_of(out);
        if (column > 1 && column + 1 + word.len > LINE_MOST)
                buf_add(out, SPAN("\r\n "));
        else
                buf_add_byte(out, ' ');
        buf_add(out, word);
}

/* Words as they are, one space between two; several spaces stay in front of the word. */
static void words_add(struct buf *out, struct span text) {
        while (text.len > 0) {
                size_t len = 1;
                while (len < text.len && text.ptr[len] != ' ')
                        len++;
                struct span word = span_head(text, len);
                word_add(out, word);
                text = span_skip(text, len + (len < text.len));
        }
}

static struct span base64_of(struct arena *arena, struct span bytes) {
        char *text = arena_bytes(arena, 4 * ((bytes.len + 2) / 3) + 1);
        int len = EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes.ptr, (int)bytes.len);
        return (struct span){ text, (size_t)len };
}

/* Encoded words (RFC 2047) of whole characters. */
static void encoded_add(struct buf *out, struct span text) {
        while (text.len > 0) {
                size_t len = 0;
                uint32_t rune;
                for (size_t more = 0;
                     len < text.len && len + (more = utf8_read(span_skip(text, len), &rune)) <= WORD_BYTES;)
                        len += more;
                struct span word = base64_of(out->arena, span_head(text, len));
                word_add(out, arena_format(out->arena, "=?UTF-8?B?%.*s?=", (int)word.len, word.ptr));
                text = span_skip(text, len);
        }
}

static void name_add(struct buf *out, const char *name) {
        buf_add(out, span_from(name));
        buf_add_byte(out, ':');
}

void mail_text_field(struct mail_writer *mail, const char *name, struct span text) {
        text = tame(mail->out.arena, text);
        name_add(&mail->out, name);
        if (is_plain(text))
                words_add(&mail->out, text);
        else
                encoded_add(&mail->out, text);
        buf_add(&mail->out, CRLF);
}

void mail_field_add(struct mail_writer *mail, const char *name, struct span value) {
        name_add(&mail->out, name);
        words_add(&mail->out, tame(mail->out.arena, value));
        buf_add(&mail->out, CRLF);
}

static bool is_address(struct span address) {
        size_t at = 0;
        for (size_t i = 0; i < address.len; i++) {
                if (address.ptr[i] <= ' ' || address.ptr[i] >= 0x7F || strchr("<>()[]\\,;:\"", address.ptr[i]) ||
                    (address.ptr[i] == '@' && at > 0))
                        return false;
                if (address.ptr[i] == '@')
                        at = i;
        }
        return at > 0 && at + 1 < address.len && address.len <= 254;
}

static struct span quoted(struct arena *arena, struct span text) {
        struct buf out = buf_in(arena, 2 * text.len + 2);
        buf_add_byte(&out, '"');
        for (size_t i = 0; i < text.len; i++) {
                if (text.ptr[i] == '"' || text.ptr[i] == '\\')
                        buf_add_byte(&out, '\\');
                buf_add_byte(&out, text.ptr[i]);
        }
        buf_add_byte(&out, '"');
        return buf_span(&out);
}

bool mail_mailbox(struct mail_writer *mail, const char *name, struct span display, struct span address) {
        struct arena *arena = mail->out.arena;
        if (!is_address(address))
                return false;
        display = tame(arena, display);
        name_add(&mail->out, name);
        if (display.len > 0 && is_plain(display))
                words_add(&mail->out, quoted(arena, display));
        else
                encoded_add(&mail->out, display);
        word_add(&mail->out, display.len > 0 ? arena_format(arena, "<%.*s>", (int)address.len, address.ptr) : address);
        buf_add(&mail->out, CRLF);
        return true;
}

void mail_date_write(int64_t at, char ret[static MAIL_DATE_BYTES]) {
        static const char days[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
        static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
        const int64_t last = 253402300799; /* 9999-12-31 */
        at = at < 0 ? 0 : at > last ? last : at;
        int64_t year;
        int month, day;
        int second = (int)(at % DAY);
        civil_from_days(at / DAY, &year, &month, &day);
        (void)snprintf(ret, MAIL_DATE_BYTES, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[at / DAY % 7], day,
                       months[month - 1], (int)year, second / 3600, second / 60 % 60, second % 60);
}

void mail_date(struct mail_writer *mail, int64_t at) {
        char text[MAIL_DATE_BYTES];
        mail_date_write(at, text);
        mail_field_add(mail, "Date", span_from(text));
}

void mail_message_id(struct mail_writer *mail, struct span domain, char ret_id[MAIL_ID_BYTES]) {
        char random[MAIL_BOUNDARY_BYTES + 1], id[MAIL_ID_BYTES];
        random_text(random, 26);
        (void)snprintf(id, sizeof id, "%s@%.*s", random, (int)(domain.len < 255 ? domain.len : 255), domain.ptr);
        mail_field_add(mail, "Message-ID", arena_format(mail->out.arena, "<%s>", id));
        if (ret_id)
                (void)snprintf(ret_id, MAIL_ID_BYTES, "%s", id);
}

/* ---- Parts ------------------------------------------------------------------------------------------------------- */

/* What stands before a part: the boundary, or of the first part the end of the mail's own fields. */
static void part_begin(struct mail_writer *mail) {
        if (!mail->headed)
                buf_add(&mail->out, SPAN("MIME-Version: 1.0\r\n"));
        else if (mail->depth > 0)
                buf_add_format(&mail->out, "--%s\r\n", mail->boundaries[mail->depth - 1]);
        mail->headed = true;
}

void mail_multipart(struct mail_writer *mail, const char *subtype, const char *parameters) {
        part_begin(mail);
        if (mail->depth == MAIL_DEPTH)
                return;
        char *boundary = mail->boundaries[mail->depth++];
        random_text(boundary, MAIL_BOUNDARY_BYTES - 8);
        buf_add_format(&mail->out, "Content-Type: multipart/%s;", subtype);
        if (parameters)
                buf_add_format(&mail->out, "\r\n %s;", parameters);
        buf_add_format(&mail->out, "\r\n boundary=\"=_%s\"\r\n\r\n", boundary);
        memmove(boundary + 2, boundary, strlen(boundary) + 1);
        memcpy(boundary, "=_", 2);
}

void mail_multipart_end(struct mail_writer *mail) {
        if (mail->depth > 0)
                buf_add_format(&mail->out, "--%s--\r\n", mail->boundaries[--mail->depth]);
}

/* The next line without its end, which may be LF, CR LF or CR. */
static bool line_next(struct span *text, struct span *ret) {
        if (text->len == 0)
                return false;
        size_t len = 0;
        while (len < text->len && text->ptr[len] != '\n' && text->ptr[len] != '\r')
                len++;
        *ret = span_head(*text, len);
        bool both = len + 1 < text->len && text->ptr[len] == '\r' && text->ptr[len + 1] == '\n';
        *text = span_skip(*text, len + (len < text->len) + both);
        return true;
}

static bool starts_badly(struct span line) {
        return span_starts_nocase(line, SPAN(".")) || span_starts_nocase(line, SPAN("From ")) ||
               span_starts_nocase(line, SPAN("--"));
}

static bool fits_as_it_is(struct span text) {
        struct span line;
        while (line_next(&text, &line)) {
                if (line.len > LINE_MOST || starts_badly(line) || (line.len > 0 && line.ptr[line.len - 1] == ' '))
                        return false;
                for (size_t i = 0; i < line.len; i++)
                        if (line.ptr[i] < ' ' || line.ptr[i] >= 0x7F)
                                return false;
        }
        return true;
}

/* RFC 2045 6.7. */
static void quoted_printable(struct buf *out, struct span line) {
        size_t column = 0;
        for (size_t i = 0; i < line.len; i++) {
                unsigned char byte = (unsigned char)line.ptr[i];
                bool plain = byte > ' ' && byte < 0x7F && byte != '=' && !(i == 0 && starts_badly(line));
                if (byte == ' ' && i + 1 < line.len)
                        plain = true;
                if (column + (plain ? 1 : 3) > LINE_MOST - 1) {
                        buf_add(out, SPAN("=\r\n"));
                        column = 0;
                }
                if (plain)
                        buf_add_byte(out, (char)byte);
                else
                        buf_add_format(out, "=%02X", byte);
                column += plain ? 1 : 3;
        }
        buf_add(out, CRLF);
}

static struct span well_formed(struct arena *arena, struct span text) {
        struct buf out = buf_in(arena, 4 * text.len + 1);
        while (text.len > 0) {
                uint32_t rune;
                size_t len = utf8_read(text, &rune);
                bool control = len == 1 && (rune < 0x20 || rune == 0x7F) && rune != '\n' && rune != '\r' && rune != '\t';
                buf_add_rune(&out, len == 0 ? 0xFFFD : control ? ' ' : rune);
                text = span_skip(text, len ? len : 1);
        }
        return buf_span(&out);
}

void mail_text(struct mail_writer *mail, const char *type, struct span text) {
        text = well_formed(mail->out.arena, text);
        bool plain = fits_as_it_is(text);
        part_begin(mail);
        buf_add_format(&mail->out, "Content-Type: %s; charset=UTF-8\r\nContent-Transfer-Encoding: %s\r\n\r\n", type,
                       plain ? "7bit" : "quoted-printable");
        struct span line;
        while (line_next(&text, &line)) {
                if (plain) {
                        buf_add(&mail->out, line);
                        buf_add(&mail->out, CRLF);
                } else {
                        quoted_printable(&mail->out, line);
                }
        }
}

static const char *bits_of(struct span bytes) {
        for (size_t i = 0; i < bytes.len; i++)
                if ((unsigned char)bytes.ptr[i] >= 0x80)
                        return "8bit";
        return "7bit";
}

void mail_bytes(struct mail_writer *mail, const char *type, struct span bytes) {
        part_begin(mail);
        buf_add_format(&mail->out, "Content-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n", type, bits_of(bytes));
        struct span line;
        while (line_next(&bytes, &line)) {
                buf_add(&mail->out, line);
                buf_add(&mail->out, CRLF);
        }
}

struct span mail_writer_end(struct mail_writer *mail) {
        while (mail->depth > 0)
                mail_multipart_end(mail);
        return buf_span(&mail->out);
}
