/* UTF-8 by hand: the part of charset.h that every text goes through. */
#include "text/charset.h"

static inline uint64_t word_at(const char *ptr) {
        uint64_t word;
        memcpy(&word, ptr, sizeof word);
        return word;
}

size_t ascii_prefix(struct span s) {
        const uint64_t high = 0x8080808080808080;
        size_t i = 0;
        for (; i + 32 <= s.len; i += 32) {
                const char *at = s.ptr + i;
                if ((word_at(at) | word_at(at + 8) | word_at(at + 16) | word_at(at + 24)) & high)
                        break;
        }
        for (; i + 8 <= s.len && !(word_at(s.ptr + i) & high); i += 8)
                ;
        while (i < s.len && (unsigned char)s.ptr[i] < 0x80)
                i++;
        return i;
}

struct span ascii_lowered(struct arena *arena, struct span s) {
        size_t i = 0;
        while (i < s.len && !(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'))
                i++;
        if (i == s.len)
                return s;
        char *copy = arena_bytes(arena, s.len);
        for (i = 0; i < s.len; i++)
                copy[i] = ascii_lower(s.ptr[i]);
        return (struct span){ copy, s.len };
}

/* Length of the valid sequence at `at`, which is no ASCII byte; 0 when it is broken, and then *ret_skip bytes of it
 * belong together (the maximal subpart of Unicode 3.9). */
static size_t sequence_length(const unsigned char *at, size_t left, size_t *ret_skip) {
        unsigned char lead = at[0], low = 0x80, high = 0xBF;
        size_t want;
        *ret_skip = 1;
        if (lead >= 0xC2 && lead <= 0xDF) {
                want = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
                want = 3;
                low = lead == 0xE0 ? 0xA0 : 0x80;
                high = lead == 0xED ? 0x9F : 0xBF;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
                want = 4;
                low = lead == 0xF0 ? 0x90 : 0x80;
                high = lead == 0xF4 ? 0x8F : 0xBF;
        } else {
                return 0;
        }
        if (left < 2 || at[1] < low || at[1] > high)
                return 0;
        for (size_t i = 2; i < want; i++) {
                if (left <= i || (at[i] & 0xC0) != 0x80) {
                        *ret_skip = i;
                        return 0;
                }
        }
        return want;
}

size_t utf8_prefix(struct span s) {
        size_t i = 0, skip;
        while ((i += ascii_prefix(span_skip(s, i))) < s.len) {
                do {
                        size_t length = sequence_length((const unsigned char *)s.ptr + i, s.len - i, &skip);
                        if (length == 0)
                                return i;
                        i += length;
                } while (i < s.len && (unsigned char)s.ptr[i] >= 0x80);
        }
        return i;
}

size_t utf8_count(struct span s, size_t *ret_broken) {
        size_t valid = 0, broken = 0, i = 0, skip;
        while ((i += ascii_prefix(span_skip(s, i))) < s.len) {
                size_t length = sequence_length((const unsigned char *)s.ptr + i, s.len - i, &skip);
                i += length ? length : skip;
                if (length)
                        valid++;
                else
                        broken++;
        }
        *ret_broken = broken;
        return valid;
}

struct span utf8_repair(struct arena *arena, struct span s) {
        size_t from = utf8_prefix(s), broken, skip;
        if (from == s.len)
                return s;
        (void)utf8_count(span_skip(s, from), &broken);
        char *text = arena_bytes(arena, s.len + 2 * broken);
        memcpy(text, s.ptr, from);
        size_t len = from;
        for (size_t i = from; i < s.len;) {
                size_t good = utf8_prefix(span_skip(s, i));
                memcpy(text + len, s.ptr + i, good);
                len += good;
                i += good;
                if (i == s.len)
                        break;
                (void)sequence_length((const unsigned char *)s.ptr + i, s.len - i, &skip);
                memcpy(text + len, "\xEF\xBF\xBD", 3);
                len += 3;
                i += skip;
        }
        return (struct span){ text, len };
}
