#include "base/utf8.h"

size_t utf8_read(struct span s, uint32_t *ret) {
        static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
        const unsigned char *c = (const unsigned char *)s.ptr;
        size_t len = c[0] < 0x80                   ? 1
                     : c[0] >= 0xC2 && c[0] < 0xE0 ? 2
                     : c[0] >= 0xE0 && c[0] < 0xF0 ? 3
                     : c[0] >= 0xF0 && c[0] < 0xF5 ? 4
                                                   : 0;
        if (len == 0 || len > s.len)
                return 0;
        uint32_t rune = len == 1 ? c[0] : c[0] & (0x7Fu >> len);
        for (size_t i = 1; i < len; i++) {
                if ((c[i] & 0xC0) != 0x80)
                        return 0;
                rune = rune << 6 | (c[i] & 0x3F);
        }
        if (rune < least[len] || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
                return 0;
        *ret = rune;
        return len;
}
