#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>

enum kind {
        KIND_NONE,
        KIND_UTF8,
        KIND_ASCII,
        KIND_LATIN1,
        KIND_WIDE,
        KIND_STATEFUL,
        KIND_UTF7,
        KIND_UTF16,
        KIND_UTF32
};

struct charset {
        struct span label;
        enum kind kind;
        const char *name; /* converter of ICU */
};

static const struct charset charsets[] = {
#define CHARSET(label, kind, name) { { label, sizeof(label) - 1 }, KIND_##kind, name },
#include "text/charsets.def"
#undef CHARSET
};

/* What is no label never reaches ICU, which looks for files by that name. */
static const char *icu_name(struct span label) {
        char name[64];
        if (label.len == 0 || label.len >= sizeof name)
                return NULL;
        for (size_t i = 0; i < label.len; i++) {
                char c = label.ptr[i];
                if (!ascii_alnum(c) && !strchr("-_.:+()", c))
                        return NULL;
                name[i] = c;
        }
        name[label.len] = '\0';
        UErrorCode status = U_ZERO_ERROR;
        return ucnv_getAlias(name, 0, &status);
}

/* RFC 2231 5 allows a language behind the label (`utf-8*en`). */
static struct charset charset_find(struct span label, bool *ret_unknown) {
        label = span_trim(span_head(label, span_find_byte(label, '*')));
        if (label.len >= 2 && (label.ptr[0] == '"' || label.ptr[0] == '\''))
                label = span_trim((struct span){ label.ptr + 1, label.len - 2 });
        *ret_unknown = false;
        if (label.len == 0)
                return (struct charset){ .kind = KIND_NONE };
        for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
                if (span_equal_nocase(label, charsets[i].label))
                        return charsets[i];
        const char *name = icu_name(label);
        *ret_unknown = !name;
        return (struct charset){ .kind = name ? KIND_STATEFUL : KIND_NONE, .name = name };
}

/* The substitute of ICU is sometimes U+001A. */
static void substitute(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t length,
                       UConverterCallbackReason reason, UErrorCode *status) {
        (void)bytes, (void)length;
        if (reason > UCNV_IRREGULAR)
                return;
        static const UChar replacement = 0xFFFD;
        *(bool *)(uintptr_t)context = true;
        *status = U_ZERO_ERROR;
        ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

struct utf8_out {
        char *ptr;
        size_t len, room; /* len goes on beyond room, to know what would be needed */
        UChar high;       /* first half of a pair, 0 for none */
};

static void put(struct utf8_out *out, unsigned byte) {
        if (out->len < out->room)
                out->ptr[out->len] = (char)byte;
        out->len++;
}

static void put_rune(struct utf8_out *out, uint32_t rune) {
        if (rune < 0x80) {
                put(out, rune);
        } else if (rune < 0x800) {
                put(out, 0xC0 | rune >> 6);
                put(out, 0x80 | (rune & 0x3F));
        } else if (rune < 0x10000) {
                put(out, 0xE0 | rune >> 12);
                put(out, 0x80 | (rune >> 6 & 0x3F));
                put(out, 0x80 | (rune & 0x3F));
        } else {
                put(out, 0xF0 | rune >> 18);
                put(out, 0x80 | (rune >> 12 & 0x3F));
                put(out, 0x80 | (rune >> 6 & 0x3F));
                put(out, 0x80 | (rune & 0x3F));
        }
}

static void put_unit(struct utf8_out *out, UChar unit) {
        bool low = unit >= 0xDC00 && unit <= 0xDFFF;
        if (out->high && low) {
                put_rune(out, 0x10000 + ((uint32_t)(out->high - 0xD800) << 10) + (unit - 0xDC00));
                out->high = 0;
                return;
        }
        if (out->high)
                put_rune(out, 0xFFFD);
        out->high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
        if (!out->high)
                put_rune(out, low ? 0xFFFD : unit);
}

/* Writes at most `room` bytes and returns how many there are. No arena in here: the converter is not in it. */
static size_t convert(const char *name, struct span bytes, char *ptr, size_t room, bool *broken) {
        UErrorCode status = U_ZERO_ERROR;
        UConverter *converter = ucnv_open(name, &status);
        if (U_FAILURE(status)) {
                *broken = true;
                return 0;
        }
        ucnv_setToUCallBack(converter, substitute, broken, NULL, NULL, &status);
        struct utf8_out out = { .ptr = ptr, .room = room };
        const char *from = bytes.ptr, *end = bytes.ptr + bytes.len;
        do {
                UChar units[1024], *unit = units;
                status = U_ZERO_ERROR;
                ucnv_toUnicode(converter, &unit, units + 1024, &from, end, NULL, true, &status);
                for (const UChar *u = units; u < unit; u++)
                        put_unit(&out, *u);
        } while (status == U_BUFFER_OVERFLOW_ERROR);
        if (U_FAILURE(status))
                *broken = true;
        if (out.high)
                put_rune(&out, 0xFFFD);
        ucnv_close(converter);
        return out.len;
}

/* Short texts in one go, longer ones are measured first. */
static struct span convert_in(struct arena *arena, const char *name, struct span bytes, unsigned *flags) {
        char small[2048];
        bool broken = false;
        size_t len = convert(name, bytes, small, sizeof small, &broken);
        if (broken)
                *flags |= CHARSET_BROKEN;
        if (len <= sizeof small)
                return arena_copy(arena, (struct span){ small, len });
        char *text = arena_bytes(arena, len);
        (void)convert(name, bytes, text, len, &broken);
        return (struct span){ text, len };
}

/* windows-1252 0x80..0x9F; the five holes are read as the C1 controls, as browsers do. */
static const uint16_t windows_1252[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static uint32_t latin1_rune(unsigned char byte) {
        return byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
}

static struct span latin1_decode(struct arena *arena, struct span bytes) {
        size_t from = ascii_prefix(bytes);
        if (from == bytes.len)
                return bytes;
        size_t len = from;
        for (size_t i = from; i < bytes.len; i++) {
                uint32_t rune = latin1_rune((unsigned char)bytes.ptr[i]);
                len += rune < 0x80 ? 1 : rune < 0x800 ? 2 : 3;
        }
        char *text = arena_bytes(arena, len);
        memcpy(text, bytes.ptr, from);
        struct utf8_out out = { .ptr = text, .len = from, .room = len };
        for (size_t i = from; i < bytes.len; i++)
                put_rune(&out, latin1_rune((unsigned char)bytes.ptr[i]));
        return (struct span){ text, len };
}

/* A byte order mark decides against any label (Encoding Standard 6.1). */
static const struct {
        struct span mark;
        enum kind kind;
        const char *name;
} marks[] = {
        { { "\xEF\xBB\xBF", 3 }, KIND_UTF8, "utf-8" },     { { "\xFF\xFE\0\0", 4 }, KIND_UTF32, "utf-32le" },
        { { "\0\0\xFE\xFF", 4 }, KIND_UTF32, "utf-32be" }, { { "\xFF\xFE", 2 }, KIND_UTF16, "utf-16le" },
        { { "\xFE\xFF", 2 }, KIND_UTF16, "utf-16be" },
};

static bool mark_find(struct span *bytes, struct charset *charset) {
        if (bytes->len < 2 || ((unsigned char)bytes->ptr[0] < 0xEF && bytes->ptr[0] != 0))
                return false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
                if (!span_equal(span_head(*bytes, marks[i].mark.len), marks[i].mark))
                        continue;
                *bytes = span_skip(*bytes, marks[i].mark.len);
                *charset = (struct charset){ .kind = marks[i].kind, .name = marks[i].name };
                return true;
        }
        return false;
}

/* UTF-16 of mostly Latin text has a NUL in every other byte. */
static const char *utf16_guess(struct span bytes) {
        struct span head = span_head(bytes, 128);
        size_t zeros[2] = { 0, 0 };
        if (head.len < 4 || !memchr(head.ptr, 0, head.len))
                return NULL;
        for (size_t i = 0; i < head.len; i++)
                zeros[i & 1] += head.ptr[i] == 0;
        if (zeros[1] * 5 > head.len * 2 && zeros[0] * 16 <= head.len)
                return "utf-16le";
        if (zeros[0] * 5 > head.len * 2 && zeros[1] * 16 <= head.len)
                return "utf-16be";
        return NULL;
}

static bool has_japanese_escapes(struct span bytes) {
        if (!memchr(bytes.ptr, 0x1B, bytes.len))
                return false;
        return span_has(bytes, SPAN("\x1B$B")) || span_has(bytes, SPAN("\x1B$@")) || span_has(bytes, SPAN("\x1B(J"));
}

/* No label, or one of a charset that ASCII is most of: UTF-8 if it can be, else windows-1252. */
static struct charset_text decode_unlabelled(struct arena *arena, struct span bytes, enum kind label) {
        struct charset_text result = { .text = bytes, .used = "us-ascii" };
        const char *wide = utf16_guess(bytes);
        if (wide) {
                result.used = wide;
                result.flags |= CHARSET_LIES | CHARSET_ODD;
                result.text = convert_in(arena, wide, bytes, &result.flags);
                return result;
        }
        bool ascii = ascii_prefix(bytes) == bytes.len;
        if (ascii && label != KIND_UTF8 && bytes.len > 0 && has_japanese_escapes(bytes)) {
                result.used = "iso-2022-jp";
                result.flags |= CHARSET_LIES;
                result.text = convert_in(arena, result.used, bytes, &result.flags);
                return result;
        }
        if (!ascii || label == KIND_UTF8)
                result.used = "utf-8";
        if (ascii)
                return result;
        if (label == KIND_ASCII)
                result.flags |= CHARSET_LIES;
        if (utf8_valid(bytes))
                return result;
        size_t broken, valid = utf8_count(bytes, &broken);
        if (label == KIND_UTF8 ? valid == 0 : valid < 4 * broken) {
                result.used = "windows-1252";
                result.flags |= CHARSET_LIES | (label == KIND_UTF8 ? CHARSET_BROKEN : 0);
                result.text = latin1_decode(arena, bytes);
        } else {
                result.flags |= CHARSET_BROKEN;
                result.text = utf8_repair(arena, bytes);
        }
        return result;
}

static struct charset_text decode_latin1(struct arena *arena, struct span bytes) {
        struct charset_text result = { .text = bytes, .used = "windows-1252" };
        size_t ascii = ascii_prefix(bytes);
        if (ascii == bytes.len)
                return result;
        if (utf8_valid(span_skip(bytes, ascii)))
                result.flags |= CHARSET_LIES;
        result.text = latin1_decode(arena, bytes);
        return result;
}

/* Two or four bytes a unit. Without a mark the byte order shows in the NULs; a label over single bytes lies. */
static struct charset_text decode_units(struct arena *arena, struct span bytes, struct charset charset, bool marked) {
        struct charset_text result = { .used = charset.name, .flags = CHARSET_ODD };
        if (!marked && bytes.len > 0 && !memchr(bytes.ptr, 0, bytes.len < 512 ? bytes.len : 512) && utf8_valid(bytes)) {
                result = decode_unlabelled(arena, bytes, KIND_NONE);
                result.flags |= CHARSET_LIES;
                return result;
        }
        const char *guess = marked || charset.kind != KIND_UTF16 ? NULL : utf16_guess(bytes);
        if (guess && strcmp(guess, charset.name) != 0)
                result.used = guess;
        result.text = convert_in(arena, result.used, bytes, &result.flags);
        return result;
}

static bool agrees(enum kind label, enum kind mark) {
        return label == KIND_NONE || label == mark;
}

struct charset_text charset_decode(struct arena *arena, struct span bytes, struct span label) {
        struct charset_text result = { .text = bytes, .used = "us-ascii" };
        if (!bytes.ptr)
                return result;
        bool unknown;
        struct charset charset = charset_find(label, &unknown);
        unsigned flags = unknown ? CHARSET_UNKNOWN : 0;
        enum kind labelled = charset.kind;
        bool marked = mark_find(&bytes, &charset);
        if (marked && !agrees(labelled, charset.kind))
                flags |= CHARSET_LIES;
        switch (charset.kind) {
        case KIND_NONE:
        case KIND_ASCII:
        case KIND_UTF8:
                result = decode_unlabelled(arena, bytes, charset.kind);
                break;
        case KIND_LATIN1:
                result = decode_latin1(arena, bytes);
                break;
        case KIND_UTF16:
        case KIND_UTF32:
                result = decode_units(arena, bytes, charset, marked);
                break;
        case KIND_UTF7:
                flags |= CHARSET_ODD;
                [[fallthrough]];
        case KIND_STATEFUL:
        case KIND_WIDE:
                result.used = charset.name;
                if (charset.kind != KIND_WIDE || ascii_prefix(bytes) < bytes.len)
                        result.text = convert_in(arena, charset.name, bytes, &flags);
                else
                        result.text = bytes;
                break;
        }
        result.flags |= flags;
        return result;
}

/* charset= of a meta element, in any of the forms that browsers take (HTML 13.2.3.2). */
struct span charset_of_html(struct span bytes) {
        struct span head = span_head(bytes, 1024);
        size_t at = span_find_nocase(head, SPAN("<meta"));
        struct span rest = span_skip(head, at);
        at = span_find_nocase(rest, SPAN("charset="));
        if (at >= rest.len)
                return (struct span){ 0 };
        rest = span_skip(rest, at + strlen("charset="));
        while (rest.len > 0 && (*rest.ptr == '"' || *rest.ptr == '\'' || ascii_space(*rest.ptr)))
                rest = span_skip(rest, 1);
        size_t len = 0;
        while (len < rest.len && (ascii_alnum(rest.ptr[len]) || strchr("-_.:+", rest.ptr[len])) && rest.ptr[len])
                len++;
        return span_head(rest, len);
}
