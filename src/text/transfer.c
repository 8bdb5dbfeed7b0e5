#include "text/transfer.h"

#include "base/percent.h"

/* Values of the base64 alphabet (RFC 2045 6.8) as themselves, else one of these. */
enum { PAD = 64, SPACE = 65, JUNK = 66 };

static const uint8_t base64_value[256] = {
#define J4 JUNK, JUNK, JUNK, JUNK
#define J16 J4, J4, J4, J4
        JUNK,  JUNK, JUNK, JUNK, JUNK, JUNK, JUNK, JUNK, JUNK, SPACE, SPACE, SPACE, SPACE, SPACE, JUNK, JUNK, /* 00 */
        J16,                                                                                                  /* 10 */
        SPACE, JUNK, JUNK, JUNK, J4,   JUNK, JUNK, JUNK, 62,   JUNK,  JUNK,  JUNK,  63,                       /* 20 */
        52,    53,   54,   55,   56,   57,   58,   59,   60,   61,    JUNK,  JUNK,  JUNK,  PAD,   JUNK, JUNK, /* 30 */
        JUNK,  0,    1,    2,    3,    4,    5,    6,    7,    8,     9,     10,    11,    12,    13,   14,   /* 40 */
        15,    16,   17,   18,   19,   20,   21,   22,   23,   24,    25,    JUNK,  JUNK,  JUNK,  JUNK, JUNK, /* 50 */
        JUNK,  26,   27,   28,   29,   30,   31,   32,   33,   34,    35,    36,    37,    38,    39,   40,   /* 60 */
        41,    42,   43,   44,   45,   46,   47,   48,   49,   50,    51,    JUNK,  JUNK,  JUNK,  JUNK, JUNK, /* 70 */
        J16,   J16,  J16,  J16,  J16,  J16,  J16,  J16,                                                       /* 80.. */
#undef J16
#undef J4
};

/* What is left of a quantum of 2 or 3 characters. */
static size_t quantum_end(unsigned char *out, uint32_t bits, unsigned held, bool *cut) {
        if (held == 1)
                *cut = true;
        if (held < 2)
                return 0;
        bits <<= 6 * (4 - held);
        out[0] = (unsigned char)(bits >> 16);
        if (held == 3)
                out[1] = (unsigned char)(bits >> 8);
        return held - 1;
}

struct transfer base64_decode(struct arena *arena, struct span s) {
        unsigned char *out = (unsigned char *)arena_bytes(arena, s.len / 4 * 3 + 4);
        const unsigned char *in = (const unsigned char *)s.ptr, *end = in + s.len;
        struct transfer result = { .bytes = { (char *)out, 0 } };
        unsigned char *to = out;
        uint32_t bits = 0;
        unsigned held = 0;
        while (in < end) {
                if (held == 0) {
                        while (end - in >= 4) {
                                uint8_t a = base64_value[in[0]], b = base64_value[in[1]];
                                uint8_t c = base64_value[in[2]], d = base64_value[in[3]];
                                if ((a | b | c | d) & 0xC0)
                                        break;
                                uint32_t all = (uint32_t)a << 18 | (uint32_t)b << 12 | (uint32_t)c << 6 | d;
                                to[0] = (unsigned char)(all >> 16);
                                to[1] = (unsigned char)(all >> 8);
                                to[2] = (unsigned char)all;
                                to += 3;
                                in += 4;
                        }
                        if (in == end)
                                break;
                }
                uint8_t value = base64_value[*in++];
                if (value < PAD) {
                        bits = bits << 6 | value;
                        if (++held == 4) {
                                to[0] = (unsigned char)(bits >> 16);
                                to[1] = (unsigned char)(bits >> 8);
                                to[2] = (unsigned char)bits;
                                to += 3;
                                held = 0;
                                bits = 0;
                        }
                } else if (value == PAD) {
                        to += quantum_end(to, bits, held, &result.cut);
                        held = 0;
                        bits = 0;
                } else if (value == JUNK) {
                        result.junk++;
                }
        }
        if (held > 0)
                result.cut = true;
        to += quantum_end(to, bits, held, &result.cut);
        result.bytes.len = (size_t)(to - out);
        return result;
}

/* Length of a soft line break (behind the `=`), 0 for none: white space and a line break, or the end of the text. */
static size_t soft_break(struct span rest) {
        size_t i = 0;
        while (i < rest.len && (rest.ptr[i] == ' ' || rest.ptr[i] == '\t'))
                i++;
        if (i == rest.len)
                return i + 1;
        if (rest.ptr[i] == '\r' && i + 1 < rest.len && rest.ptr[i + 1] == '\n')
                return i + 2;
        return rest.ptr[i] == '\n' || rest.ptr[i] == '\r' ? i + 1 : 0;
}

/* One `=` at s.ptr[i]: writes what it stands for and returns where to go on. */
static size_t escape(struct span s, size_t i, char **to, struct transfer *result) {
        struct span rest = span_skip(s, i + 1);
        int high = rest.len >= 2 ? hex_value(rest.ptr[0]) : -1;
        int low = rest.len >= 2 ? hex_value(rest.ptr[1]) : -1;
        if (high >= 0 && low >= 0) {
                *(*to)++ = (char)(high << 4 | low);
                return i + 3;
        }
        size_t taken = soft_break(rest);
        if (taken > 0)
                return i + 1 + taken;
        *(*to)++ = '=';
        result->junk++;
        return i + 1;
}

struct transfer quoted_printable_decode(struct arena *arena, struct span s) {
        struct transfer result = { .bytes = s };
        size_t i = span_find_byte(s, '=');
        if (i == s.len)
                return result;
        char *out = arena_bytes(arena, s.len), *to = out;
        memcpy(to, s.ptr, i);
        to += i;
        while (i < s.len) {
                i = escape(s, i, &to, &result);
                if (i >= s.len)
                        break;
                size_t plain = span_find_byte(span_skip(s, i), '=');
                memcpy(to, s.ptr + i, plain);
                to += plain;
                i += plain;
        }
        result.bytes = (struct span){ out, (size_t)(to - out) };
        return result;
}

struct transfer q_decode(struct arena *arena, struct span s) {
        struct transfer result = { .bytes = { arena_bytes(arena, s.len + 1), 0 } };
        char *to = (char *)(uintptr_t)result.bytes.ptr;
        for (size_t i = 0; i < s.len;) {
                if (s.ptr[i] == '=') {
                        i = escape(s, i, &to, &result);
                } else {
                        *to++ = s.ptr[i] == '_' ? ' ' : s.ptr[i];
                        i++;
                }
        }
        result.bytes.len = (size_t)(to - result.bytes.ptr);
        return result;
}

/* A line of uuencode: its first character says how many bytes it holds. */
static size_t uu_line(struct span line, unsigned char *to, struct transfer *result) {
        size_t want = (size_t)((line.ptr[0] - ' ') & 0x3F), have = 0;
        if (line.ptr[0] < ' ' || line.ptr[0] > '`') {
                result->junk += line.len;
                return 0;
        }
        for (size_t i = 1; i < line.len && have < want; i += 4) {
                uint32_t bits = 0;
                for (size_t k = 0; k < 4; k++) {
                        char c = i + k < line.len ? line.ptr[i + k] : ' ';
                        if (c < ' ' || c > '`')
                                result->junk++;
                        bits = bits << 6 | (uint32_t)((c - ' ') & 0x3F);
                }
                for (int shift = 16; shift >= 0 && have < want; shift -= 8)
                        to[have++] = (unsigned char)(bits >> shift);
        }
        if (have < want)
                result->cut = true;
        return have;
}

static struct span uu_take_line(struct span *rest) {
        struct span line = span_split(rest, '\n');
        if (line.len > 0 && line.ptr[line.len - 1] == '\r')
                line.len--;
        return line;
}

static bool is_uu_end(struct span line) {
        return span_equal(span_trim(span_head(line, 8)), SPAN("end"));
}

struct transfer uu_decode(struct arena *arena, struct span s) {
        struct span rest = s;
        bool ended = false;
        while (rest.len > 0 && !ended)
                ended = is_uu_end(uu_take_line(&rest));
        size_t read = s.len - rest.len;
        unsigned char *out = (unsigned char *)arena_bytes(arena, read + 1), *to = out;
        struct transfer result = { .bytes = { (char *)out, 0 }, .cut = !ended, .read = read };
        rest = span_head(s, read);
        while (rest.len > 0) {
                struct span line = uu_take_line(&rest);
                if (line.len > 0 && !is_uu_end(line))
                        to += uu_line(line, to, &result);
        }
        result.bytes.len = (size_t)(to - out);
        return result;
}

bool base64_holds_calendar(struct span s) {
        struct span head = span_trim(span_head(s, 64));
        return span_equal(span_head(head, 9), SPAN("QkVHSU46V"));
}
