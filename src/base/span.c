#include "base/span.h"

bool span_equal_nocase(struct span a, struct span b) {
        return a.len == b.len && span_starts_nocase(a, b);
}

bool span_starts_nocase(struct span s, struct span prefix) {
        if (prefix.len > s.len)
                return false;
        for (size_t i = 0; i < prefix.len; i++)
                if (ascii_lower(s.ptr[i]) != ascii_lower(prefix.ptr[i]))
                        return false;
        return true;
}

bool span_ends_nocase(struct span s, struct span suffix) {
        return suffix.len <= s.len && span_starts_nocase(span_skip(s, s.len - suffix.len), suffix);
}

size_t span_find(struct span s, struct span what) {
        if (what.len == 0)
                return 0;
        const char *hit = s.len ? memmem(s.ptr, s.len, what.ptr, what.len) : NULL;
        return hit ? (size_t)(hit - s.ptr) : s.len;
}

size_t span_find_nocase(struct span s, struct span what) {
        if (what.len == 0)
                return 0;
        char low = ascii_lower(what.ptr[0]), high = ascii_alpha(low) ? (char)(low & ~0x20) : low;
        for (size_t i = 0; i + what.len <= s.len; i++)
                if ((s.ptr[i] == low || s.ptr[i] == high) && span_starts_nocase(span_skip(s, i), what))
                        return i;
        return s.len;
}

size_t span_find_byte(struct span s, char byte) {
        const char *hit = s.len ? memchr(s.ptr, byte, s.len) : NULL;
        return hit ? (size_t)(hit - s.ptr) : s.len;
}

struct span span_trim(struct span s) {
        while (s.len > 0 && ascii_space(s.ptr[0]))
                s = span_skip(s, 1);
        while (s.len > 0 && ascii_space(s.ptr[s.len - 1]))
                s.len--;
        return s;
}

struct span span_without_brackets(struct span s) {
        bool both = s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>';
        return both ? (struct span){ s.ptr + 1, s.len - 2 } : s;
}

struct span span_split(struct span *s, char separator) {
        struct span first = span_head(*s, span_find_byte(*s, separator));
        *s = span_skip(*s, first.len + 1);
        return first;
}

bool span_to_u64(struct span s, uint64_t *ret) {
        uint64_t value = 0;
        if (s.len == 0)
                return false;
        for (size_t i = 0; i < s.len; i++) {
                if (!ascii_digit(s.ptr[i]) || __builtin_mul_overflow(value, 10, &value) ||
                    __builtin_add_overflow(value, (uint64_t)(s.ptr[i] - '0'), &value))
                        return false;
        }
        *ret = value;
        return true;
}
