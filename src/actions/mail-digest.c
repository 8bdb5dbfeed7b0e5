#include "actions/mail-digest.h"

#include <openssl/evp.h>
#include <stdlib.h>

bool mail_field(struct span *rest, struct span *ret_name, struct span *ret_value) {
        if (!rest->len || *rest->ptr == '\n' || (rest->len > 1 && rest->ptr[0] == '\r' && rest->ptr[1] == '\n'))
                return false;
        struct span field = { rest->ptr, 0 };
        do {
                size_t line = span_find_byte(*rest, '\n');
                line += line < rest->len;
                field.len += line;
                *rest = span_skip(*rest, line);
        } while (rest->len && (*rest->ptr == ' ' || *rest->ptr == '\t'));
        *ret_name = span_trim(span_split(&field, ':'));
        *ret_value = field;
        return true;
}

/* Bytes on their way into a digest. */
struct hashing {
        EVP_MD_CTX *context;
        size_t len;
        char bytes[4096];
};

static void flush(struct hashing *hashing) {
        if (!EVP_DigestUpdate(hashing->context, hashing->bytes, hashing->len))
                abort();
        hashing->len = 0;
}

static void put(struct hashing *hashing, char byte) {
        if (hashing->len == sizeof hashing->bytes)
                flush(hashing);
        hashing->bytes[hashing->len++] = byte;
}

static bool is_covered(struct span name, bool with_id) {
        if (span_equal_nocase(name, SPAN("Message-ID")))
                return with_id;
        return span_equal_nocase(name, SPAN("MIME-Version")) ||
               (span_starts_nocase(name, SPAN("Content-")) && !span_equal_nocase(name, SPAN("Content-Length")));
}

static void put_field(struct hashing *hashing, struct span name, struct span value) {
        bool space = false;
        for (size_t i = 0; i < name.len; i++)
                put(hashing, ascii_lower(name.ptr[i]));
        put(hashing, ':');
        value = span_trim(value);
        for (size_t i = 0; i < value.len; i++) {
                bool is_space = ascii_space(value.ptr[i]);
                if (!is_space || !space)
                        put(hashing, is_space ? ' ' : value.ptr[i]);
                space = is_space;
        }
        put(hashing, '\n');
}

static struct span without_end(struct span body) {
        while (body.len && (body.ptr[body.len - 1] == '\n' || body.ptr[body.len - 1] == '\r'))
                body.len--;
        return body;
}

/* The next bytes of a text, as many as there is room for, with line ends as LF. */
static size_t lines_take(struct span *text, char *ret, size_t room) {
        size_t len = 0;
        while (text->len && len < room) {
                struct span line = span_head(*text, room - len);
                size_t end = span_find_byte(line, '\r');
                memcpy(ret + len, line.ptr, end);
                len += end;
                *text = span_skip(*text, end);
                if (end == line.len)
                        continue;
                *text = span_skip(*text, 1);
                if (!text->len || *text->ptr != '\n')
                        ret[len++] = '\r';
        }
        return len;
}

static void put_body(struct hashing *hashing, struct span body) {
        body = without_end(body);
        flush(hashing);
        while (body.len) {
                hashing->len = lines_take(&body, hashing->bytes, sizeof hashing->bytes);
                flush(hashing);
        }
}

void mail_digest(struct span mail, bool with_id, uint8_t ret[static MAIL_DIGEST_BYTES]) {
        struct hashing hashing = { .context = EVP_MD_CTX_new() };
        struct span name, value;
        if (!hashing.context || !EVP_DigestInit_ex(hashing.context, EVP_sha256(), NULL))
                abort(); /* no memory for 100 bytes */
        while (mail_field(&mail, &name, &value))
                if (is_covered(name, with_id))
                        put_field(&hashing, name, value);
        put_body(&hashing, mail);
        if (!EVP_DigestFinal_ex(hashing.context, ret, NULL))
                abort();
        EVP_MD_CTX_free(hashing.context);
}
