#include "text/digits.h"

#include "text/runes.h"

/* As numbers are read out digit by digit; ten and more are no digits. */
static int chinese_digit(uint32_t rune) {
        static const uint16_t digits[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                           0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };
        for (int i = 0; i < 10; i++)
                if (digits[i] == rune)
                        return i;
        return rune == 0x96F6 ? 0 : -1;
}

int digit_of(const struct runes *runes, uint32_t rune) {
        /* Roman; Chinese in brackets and circles; with a full stop or a comma. */
        static const struct {
                uint32_t first;
                uint8_t digit, count;
        } ranges[] = { { 0x2160, 1, 9 }, { 0x2170, 1, 9 },  { 0x3220, 1, 9 },
                       { 0x3280, 1, 9 }, { 0x1F100, 0, 1 }, { 0x1F101, 0, 10 } };
        const struct rune *properties = runes_get(runes, rune);
        if (properties->class == RUNE_DIGIT)
                return properties->detail;
        if (rune >= 0x3007 && rune < 0xA000 && (rune < 0x3220 || rune >= 0x4E00))
                return chinese_digit(rune);
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
                if (rune - ranges[i].first < ranges[i].count)
                        return ranges[i].digit + (int)(rune - ranges[i].first);
        uint32_t fold = properties->flags & RUNE_EXPANDS ? 0 : (uint32_t)((int32_t)rune + properties->fold);
        return fold < 0x80 && ascii_digit((char)fold) ? (int)(fold - '0') : -1;
}
