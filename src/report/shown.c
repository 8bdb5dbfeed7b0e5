#include "report/shown.h"

/* Length of a UTF-8 sequence by its first byte, 0: no first byte. */
static size_t rune_length(unsigned char first) {
        if (first < 0x80)
                return 1;
        if (first >= 0xc2 && first <= 0xdf)
                return 2;
        if (first >= 0xe0 && first <= 0xef)
                return 3;
        return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/* The second byte has a narrower range where the first allows overlong forms, surrogates or more than U+10FFFF. */
static bool continues(unsigned char first, size_t at, unsigned char byte) {
        unsigned char low = 0x80, high = 0xbf;
        if (at == 1) {
                low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
                high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        }
        return byte >= low && byte <= high;
}

uint32_t shown_rune(struct span *text) {
        unsigned char first = (unsigned char)text->ptr[0];
        size_t length = rune_length(first);
        if (length <= 1) {
                *text = span_skip(*text, 1);
                return length == 1 ? first : 0xfffd;
        }
        uint32_t rune = first & (0x7fu >> length);
        for (size_t i = 1; i < length; i++) {
                if (i >= text->len || !continues(first, i, (unsigned char)text->ptr[i])) {
                        *text = span_skip(*text, i);
                        return 0xfffd;
                }
                rune = rune << 6 | ((unsigned char)text->ptr[i] & 0x3f);
        }
        *text = span_skip(*text, length);
        return rune;
}

/* Ranges that a terminal acts upon or that nobody sees. */
static const struct {
        uint32_t first, last;
} unseen[] = {
        { 0x7f, 0x9f },     { 0xad, 0xad },     { 0x34f, 0x34f },   { 0x61c, 0x61c },
        { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },
        { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0e },
        { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0xe0000, 0xe0fff },
};

static bool is_unseen(uint32_t rune) {
        for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
                if (rune >= unseen[i].first && rune <= unseen[i].last)
                        return true;
        return false;
}

/* Writes one character that stood in `bytes`. */
static void write_rune(FILE *out, uint32_t rune, struct span bytes) {
        if (rune < 0x20)
                fprintf(out, "\\x%02x", rune);
        else if (rune < 0x7f)
                fputc((int)rune, out);
        else if (is_unseen(rune))
                fprintf(out, "\\u{%x}", rune);
        else if (rune == 0xfffd)
                fputs("\xef\xbf\xbd", out);
        else
                fwrite(bytes.ptr, 1, bytes.len, out);
}

void shown_text(FILE *out, struct span text, size_t max) {
        for (size_t count = 0; text.len; count++) {
                if (max && count == max) {
                        fputs("…", out);
                        return;
                }
                struct span before = text;
                uint32_t rune = shown_rune(&text);
                if (rune == '\t' || rune == '\n' || rune == '\r')
                        fputc(' ', out);
                else
                        write_rune(out, rune, span_head(before, before.len - text.len));
        }
}

void shown_name(FILE *out, struct span name) {
        while (name.len) {
                struct span before = name;
                uint32_t rune = shown_rune(&name);
                if (rune == '\n' || rune == '\r' || rune == '\t')
                        fprintf(out, "\\%c", rune == '\n' ? 'n' : rune == '\r' ? 'r' : 't');
                else if (rune == '\\')
                        fputs("\\\\", out);
                else
                        write_rune(out, rune, span_head(before, before.len - name.len));
        }
}
