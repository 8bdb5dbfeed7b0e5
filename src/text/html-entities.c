#include "text/html-entities.h"

static const struct {
        const char *name;
        uint32_t first, second;
        bool legacy;
} names[] = {
#define ENTITY(name, first, second, legacy) { name, first, second, legacy },
#include "text/html-entities.def"
#undef ENTITY
};
enum { NAMES = sizeof names / sizeof *names, NAME_BYTES = 31, LEGACY_BYTES = 6 };

static int find(struct span name) {
        int low = 0, high = NAMES;
        while (low < high) {
                int middle = (low + high) / 2;
                int order = strncmp(names[middle].name, name.ptr, name.len);
                if (order == 0 && names[middle].name[name.len] != '\0')
                        order = 1;
                if (order == 0)
                        return middle;
                if (order < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        return -1;
}

/* Numbers that browsers take for characters of windows-1252 (HTML standard 13.2.5.80). */
static uint32_t numbered(uint32_t number) {
        static const uint16_t windows[32] = {
                0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
        };
        if (number >= 0x80 && number < 0xA0)
                return windows[number - 0x80];
        return number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000) ? 0xFFFD : number;
}

static struct entity numeric(struct span s) {
        bool hex = s.len > 2 && (s.ptr[2] | 0x20) == 'x';
        size_t at = hex ? 3 : 2, begin = at;
        uint32_t number = 0;
        for (; at < s.len; at++) {
                char c = ascii_lower(s.ptr[at]);
                uint32_t digit = ascii_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(c - 'a') + 10;
                if (!ascii_digit(c) && !(hex && c >= 'a' && c <= 'f'))
                        break;
                if (number <= 0x10FFFF)
                        number = number * (hex ? 16 : 10) + digit;
        }
        if (at == begin)
                return (struct entity){ 0 };
        return (struct entity){ .first = numbered(number), .len = at + (at < s.len && s.ptr[at] == ';') };
}

struct entity html_entity(struct span s, bool in_attribute) {
        if (s.len > 1 && s.ptr[1] == '#')
                return numeric(s);
        struct span name = { s.ptr + 1, 0 };
        while (name.len + 1 < s.len && name.len < NAME_BYTES && ascii_alnum(name.ptr[name.len]))
                name.len++;
        if (name.len < 2)
                return (struct entity){ 0 };
        bool terminated = name.len + 1 < s.len && name.ptr[name.len] == ';';
        int row = terminated ? find(name) : -1;
        if (row >= 0)
                return (struct entity){ names[row].first, names[row].second, name.len + 2 };
        for (size_t len = name.len < LEGACY_BYTES ? name.len : LEGACY_BYTES; len >= 2; len--) {
                row = find(span_head(name, len));
                if (row < 0 || !names[row].legacy)
                        continue;
                char next = len + 1 < s.len ? name.ptr[len] : ' ';
                if (in_attribute && (next == '=' || ascii_alnum(next)))
                        return (struct entity){ 0 };
                return (struct entity){ names[row].first, names[row].second, len + 1 };
        }
        return (struct entity){ 0 };
}
