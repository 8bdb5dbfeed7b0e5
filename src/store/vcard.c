/* vCard (RFC 6350, RFC 2426, vCard 2.1): nothing but the addresses. Content lines are [group.]NAME[;parameter…]:value, folded
 * by a white space at the beginning of the next line (RFC 6350 3.2); version 2.1 also goes on behind "=" at the end of a line
 * in quoted-printable, which no address needs: such a line is read as it stands. */
#include "base/limits.h"
#include "store/books.h"

enum { ADDRESS_MAX = 320, LINE_MAX_BYTES = 2000 };

/* Takes the next unfolded line off *file; what is beyond the buffer is left out. */
static struct span line_next(struct span *file, char out[LINE_MAX_BYTES]) {
        size_t len = 0;
        do {
                struct span line = span_split(file, '\n');
                if (line.len > 0 && line.ptr[line.len - 1] == '\r')
                        line.len--;
                if (len > 0)
                        line = span_skip(line, 1);
                line = span_head(line, LINE_MAX_BYTES - len);
                if (line.len > 0)
                        memcpy(out + len, line.ptr, line.len);
                len += line.len;
        } while (file->len > 0 && (*file->ptr == ' ' || *file->ptr == '\t') && len > 0);
        return (struct span){ out, len };
}

/* Where the value begins: behind the first colon that is not in quotes. */
static size_t value_at(struct span line) {
        bool quoted = false;
        for (size_t i = 0; i < line.len; i++) {
                if (line.ptr[i] == '"')
                        quoted = !quoted;
                else if (line.ptr[i] == ':' && !quoted)
                        return i + 1;
        }
        return line.len;
}

static bool is_email(struct span line) {
        size_t end = 0;
        while (end < line.len && line.ptr[end] != ':' && line.ptr[end] != ';')
                end++;
        struct span name = span_head(line, end);
        size_t dot = span_find_byte(name, '.');
        return span_equal_nocase(dot < name.len ? span_skip(name, dot + 1) : name, SPAN("EMAIL"));
}

static bool is_address_byte(char c) {
        return (unsigned char)c > ' ' && c != 0x7f && !strchr("<>()[]\\,;:\"", c);
}

/* Lower case, terminated; false for what is no plain address. */
static bool address_take(struct span value, char out[ADDRESS_MAX + 1]) {
        value = span_trim(value);
        if (span_starts_nocase(value, SPAN("mailto:")))
                value = span_skip(value, 7);
        size_t at = span_find_byte(value, '@');
        if (value.len > ADDRESS_MAX || at == 0 || at + 1 >= value.len ||
            span_find_byte(span_skip(value, at + 1), '@') + at + 1 < value.len)
                return false;
        for (size_t i = 0; i < value.len; i++) {
                if (!is_address_byte(value.ptr[i]))
                        return false;
                out[i] = ascii_lower(value.ptr[i]);
        }
        out[value.len] = '\0';
        return true;
}

void vcard_addresses(struct span file, bool (*take)(void *context, const char *address), void *context) {
        char buffer[LINE_MAX_BYTES], address[ADDRESS_MAX + 1];
        if (span_starts_nocase(file, SPAN("\xEF\xBB\xBF")))
                file = span_skip(file, 3);
        bool more = true;
        while (more && file.len > 0) {
                struct span line = line_next(&file, buffer);
                if (is_email(line) && address_take(span_skip(line, value_at(line)), address))
                        more = take(context, address);
        }
}
