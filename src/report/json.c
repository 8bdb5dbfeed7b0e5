#include "report/json.h"

#include <assert.h>
#include <math.h>

#include "text/unicode.h"

/* Streams are written by one thread; their locks cost more than the bytes. */
static void write_text(FILE *out, struct span text);

static void begin_value(struct json *json, const char *key) {
        if (json->more)
                putc_unlocked(',', json->out);
        json->more = true;
        if (!key)
                return;
        write_text(json->out, span_from(key));
        putc_unlocked(':', json->out);
}

static void open_value(struct json *json, const char *key, char bracket) {
        begin_value(json, key);
        putc_unlocked(bracket, json->out);
        json->depth++;
        json->more = false;
}

static void close_value(struct json *json, char bracket) {
        assert(json->depth > 0);
        putc_unlocked(bracket, json->out);
        json->depth--;
        json->more = json->depth > 0;
}

void json_object(struct json *json, const char *key) {
        open_value(json, key, '{');
}
void json_array(struct json *json, const char *key) {
        open_value(json, key, '[');
}
void json_object_end(struct json *json) {
        close_value(json, '}');
}
void json_array_end(struct json *json) {
        close_value(json, ']');
}

/* All of ASCII that is written as it is: most of what is ever written. */
static const bool plain_bytes[256] = { [' '] = true, ['!'] = true, ['#' ... '['] = true, [']' ... '~'] = true };

/* DEL and the C1 controls are legal in JSON, but a terminal may act on them. */
static void write_escaped(FILE *out, uint32_t rune, struct span bytes) {
        if (rune == '"' || rune == '\\')
                fprintf(out, "\\%c", (char)rune);
        else if (rune == '\n')
                fputs_unlocked("\\n", out);
        else if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0) || (rune >= 0x2028 && rune <= 0x202e) ||
                 (rune >= 0x2066 && rune <= 0x2069))
                fprintf(out, "\\u%04x", rune);
        else if (rune == 0xfffd)
                fputs_unlocked("\xef\xbf\xbd", out);
        else
                fwrite_unlocked(bytes.ptr, 1, bytes.len, out);
}

static void write_text(FILE *out, struct span text) {
        putc_unlocked('"', out);
        while (text.len) {
                size_t plain = 0;
                while (plain < text.len && plain_bytes[(unsigned char)text.ptr[plain]])
                        plain++;
                fwrite_unlocked(text.ptr, 1, plain, out);
                text = span_skip(text, plain);
                if (!text.len)
                        break;
                struct span before = text;
                uint32_t rune = unicode_next(&text);
                write_escaped(out, rune, span_head(before, before.len - text.len));
        }
        putc_unlocked('"', out);
}

void json_text(struct json *json, const char *key, struct span text) {
        begin_value(json, key);
        write_text(json->out, text);
}

void json_text_or_null(struct json *json, const char *key, struct span text) {
        if (text.len)
                json_text(json, key, text);
        else
                json_null(json, key);
}

void json_string(struct json *json, const char *key, const char *text) {
        json_text_or_null(json, key, span_from(text));
}

void json_integer(struct json *json, const char *key, int64_t value) {
        begin_value(json, key);
        fprintf(json->out, "%lld", (long long)value);
}

void json_number(struct json *json, const char *key, double value, int digits) {
        begin_value(json, key);
        if (isfinite(value))
                fprintf(json->out, "%.*g", digits, value);
        else
                fputs_unlocked("null", json->out);
}

void json_bool(struct json *json, const char *key, bool value) {
        begin_value(json, key);
        fputs_unlocked(value ? "true" : "false", json->out);
}

void json_null(struct json *json, const char *key) {
        begin_value(json, key);
        fputs_unlocked("null", json->out);
}

void json_bits(struct json *json, const char *key, uint64_t bits) {
        json_array(json, key);
        for (int bit = 0; bit < 64; bit++)
                if (bits >> bit & 1)
                        json_integer(json, NULL, bit);
        json_array_end(json);
}
