#include "text/runes.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

const struct rune rune_tag = { .class = RUNE_INVISIBLE, .detail = INVISIBLE_TAG };
const struct rune rune_variation = { .class = RUNE_INVISIBLE, .detail = INVISIBLE_VARIATION };
const struct rune rune_beyond = { .class = RUNE_LETTER, .script = SCRIPT_HAN, .flags = RUNE_QUIET };

/* Folding that NFKC and lower case do not do: typography is written as on a typewriter. */
static const struct {
        uint32_t first, last, fold;
} typewriter[] = {
        { 0x00AB, 0x00AB, '"' },    { 0x00BB, 0x00BB, '"' },  { 0x02B9, 0x02B9, '\'' }, { 0x02BB, 0x02BD, '\'' },
        { 0x2010, 0x2015, '-' },    { 0x2018, 0x201B, '\'' }, { 0x201C, 0x201F, '"' },  { 0x2032, 0x2032, '\'' },
        { 0x2039, 0x203A, '\'' },   { 0x2044, 0x2044, '/' },  { 0x2212, 0x2212, '-' },  { 0x2215, 0x2215, '/' },
        { 0x03C2, 0x03C2, 0x03C3 },
};

static const struct {
        uint32_t first, last;
        enum invisible_kind kind;
} invisible[] = {
        { 0x00AD, 0x00AD, INVISIBLE_SOFT_HYPHEN }, { 0x034F, 0x034F, INVISIBLE_ZERO_WIDTH },
        { 0x061C, 0x061C, INVISIBLE_MARK },        { 0x115F, 0x1160, INVISIBLE_FILLER },
        { 0x17B4, 0x17B5, INVISIBLE_FILLER },      { 0x180B, 0x180D, INVISIBLE_VARIATION },
        { 0x180E, 0x180E, INVISIBLE_ZERO_WIDTH },  { 0x180F, 0x180F, INVISIBLE_VARIATION },
        { 0x200B, 0x200D, INVISIBLE_ZERO_WIDTH },  { 0x200E, 0x200F, INVISIBLE_MARK },
        { 0x2060, 0x2065, INVISIBLE_OPERATOR },    { 0x206A, 0x206F, INVISIBLE_OPERATOR },
        { 0x2800, 0x2800, INVISIBLE_FILLER },      { 0x3164, 0x3164, INVISIBLE_FILLER },
        { 0xFE00, 0xFE0F, INVISIBLE_VARIATION },   { 0xFEFF, 0xFEFF, INVISIBLE_ZERO_WIDTH },
        { 0xFFA0, 0xFFA0, INVISIBLE_FILLER },      { 0xFFF9, 0xFFFB, INVISIBLE_OPERATOR },
        { 0x1BCA0, 0x1BCA3, INVISIBLE_OPERATOR },  { 0x1D173, 0x1D17A, INVISIBLE_OPERATOR },
};

/* Blocks whose characters differ in nothing that is asked for: made from the first, to save some milliseconds. */
static bool uniform(uint32_t c) {
        return (c >= 0x3400 && c < 0x4D80) || (c >= 0x4E00 && c < 0x9F80) || (c >= 0xAC00 && c < 0xD780) ||
               (c >= 0xD800 && c < 0xF900) || (c >= 0x12000 && c < 0x16800) || (c >= 0x17000 && c < 0x1AF00) ||
               (c >= 0x1B300 && c < 0x1BC00);
}

static enum unicode_script script_of(uint32_t c) {
        UErrorCode status = U_ZERO_ERROR;
        switch (uscript_getScript((UChar32)c, &status)) {
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED:
        case USCRIPT_UNKNOWN:
                return SCRIPT_NONE;
        case USCRIPT_LATIN:
                return SCRIPT_LATIN;
        case USCRIPT_CYRILLIC:
                return SCRIPT_CYRILLIC;
        case USCRIPT_GREEK:
                return SCRIPT_GREEK;
        case USCRIPT_HAN:
        case USCRIPT_BOPOMOFO:
                return SCRIPT_HAN;
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
                return SCRIPT_KANA;
        case USCRIPT_HANGUL:
                return SCRIPT_HANGUL;
        case USCRIPT_ARABIC:
        case USCRIPT_SYRIAC:
        case USCRIPT_THAANA:
        case USCRIPT_NKO:
                return SCRIPT_ARABIC;
        case USCRIPT_HEBREW:
                return SCRIPT_HEBREW;
        default:
                return c >= 0x0900 && c < 0x1800 && !(c >= 0x10A0 && c < 0x1780) ? SCRIPT_INDIC : SCRIPT_OTHER;
        }
}

/* Digits in circles, black ones too, and small ones: numbers for ICU, digits for a reader. -1: none. */
static int circled_digit(uint32_t c) {
        bool region = (c >= 0x2460 && c < 0x2500) || (c >= 0x2776 && c < 0x2794) || (c >= 0x2070 && c < 0x208A) ||
                      c == 0x1F10B || c == 0x1F10C;
        double value = region ? u_getNumericValue((UChar32)c) : -1;
        return value >= 0 && value <= 9 ? (int)value : -1;
}

static uint8_t class_of(uint32_t c) {
        if (circled_digit(c) >= 0)
                return RUNE_DIGIT;
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
                return RUNE_BIDI;
        if (c >= 0x1F3FB && c <= 0x1F3FF)
                return RUNE_MARK;
        if (c >= 0x2190 && (u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI_PRESENTATION) ||
                            u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC)))
                return RUNE_EMOJI;
        switch (u_charType((UChar32)c)) {
        case U_UPPERCASE_LETTER:
        case U_LOWERCASE_LETTER:
        case U_TITLECASE_LETTER:
        case U_MODIFIER_LETTER:
        case U_OTHER_LETTER:
                return RUNE_LETTER;
        case U_DECIMAL_DIGIT_NUMBER:
                return RUNE_DIGIT;
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_COMBINING_SPACING_MARK:
                return RUNE_MARK;
        case U_SPACE_SEPARATOR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
                return RUNE_SPACE;
        case U_CONTROL_CHAR:
                return u_isspace((UChar32)c) ? RUNE_SPACE : RUNE_CONTROL;
        default:
                return RUNE_OTHER;
        }
}

/* Lower case of the compatibility form; at most RUNES_EXPANSION characters, else the character as it is. */
static int folded(const UNormalizer2 *nfkc, uint32_t c, uint32_t out[RUNES_EXPANSION]) {
        for (size_t i = 0; i < sizeof typewriter / sizeof *typewriter; i++)
                if (c >= typewriter[i].first && c <= typewriter[i].last)
                        return out[0] = typewriter[i].fold, 1;
        out[0] = c;
        if (c >= 0x1F150 && c <= 0x1F169)
                return out[0] = 'a' + (c - 0x1F150), 1;
        if (c >= 0x1F170 && c <= 0x1F189)
                return out[0] = 'a' + (c - 0x1F170), 1;
        if (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE) == U_DT_NONE)
                return out[0] = (uint32_t)u_tolower((UChar32)c), 1;
        UChar from[2], to[32];
        int32_t from_len = 0, len, count = 0;
        U16_APPEND_UNSAFE(from, from_len, c);
        UErrorCode status = U_ZERO_ERROR;
        len = unorm2_normalize(nfkc, from, from_len, to, 32, &status);
        if (U_FAILURE(status) || len == 0)
                return 1;
        uint32_t runes[32];
        for (int32_t i = 0; i < len;) {
                UChar32 rune;
                U16_NEXT(to, i, len, rune);
                runes[count++] = (uint32_t)u_tolower(rune);
        }
        /* Spacing accents are a space and a mark there, which no reader sees so. */
        if (count > RUNES_EXPANSION || (count > 1 && runes[0] == ' '))
                return out[0] = (uint32_t)u_tolower((UChar32)c), 1;
        memcpy(out, runes, sizeof *runes * (size_t)count);
        return count;
}

/* Latin small capitals, which neither NFKC nor UTS 39 takes for the plain letters. */
static char small_capital(uint32_t c) {
        static const struct {
                uint32_t rune;
                char latin;
        } table[] = {
                { 0x0262, 'g' }, { 0x026A, 'i' }, { 0x0274, 'n' }, { 0x0280, 'r' }, { 0x028F, 'y' }, { 0x0299, 'b' },
                { 0x029C, 'h' }, { 0x029F, 'l' }, { 0x1D00, 'a' }, { 0x1D04, 'c' }, { 0x1D05, 'd' }, { 0x1D07, 'e' },
                { 0x1D0A, 'j' }, { 0x1D0B, 'k' }, { 0x1D0D, 'm' }, { 0x1D0F, 'o' }, { 0x1D18, 'p' }, { 0x1D1B, 't' },
                { 0x1D1C, 'u' }, { 0x1D20, 'v' }, { 0x1D21, 'w' }, { 0x1D22, 'z' }, { 0xA730, 'f' }, { 0xA731, 's' },
        };
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
                if (c == table[i].rune)
                        return table[i].latin;
        return '\0';
}

/* The one ASCII letter or digit that it looks like after UTS 39, 0: none. */
static uint8_t skeleton_of(const USpoofChecker *spoof, uint32_t c) {
        UChar from[2], to[16];
        int32_t from_len = 0;
        U16_APPEND_UNSAFE(from, from_len, c);
        UErrorCode status = U_ZERO_ERROR;
        int32_t len = uspoof_getSkeleton(spoof, 0, from, from_len, to, 16, &status);
        if (U_FAILURE(status) || len < 1 || to[0] >= 0x80 || !ascii_alnum((char)to[0]))
                return 0;
        if (len == 2 && to[0] == 'r' && to[1] == 'n')
                return 'm';
        for (int32_t i = 1; i < len; i++)
                if (u_charType(to[i]) != U_NON_SPACING_MARK)
                        return 0;
        return (uint8_t)ascii_lower((char)to[0]);
}

static uint8_t looks_like(const USpoofChecker *spoof, uint32_t c) {
        /* Seen in mails, but not taken for equal by UTS 39. */
        static const struct {
                uint32_t rune;
                char latin;
        } seen[] = { { 0x043F, 'n' }, { 0x03B7, 'n' }, { 0x03C9, 'w' }, { 0x03B5, 'e' },
                     { 0x03C5, 'u' }, { 0x0438, 'u' }, { 0x04CF, 'l' } };
        for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
                if (c == seen[i].rune)
                        return (uint8_t)seen[i].latin;
        uint8_t latin = skeleton_of(spoof, c);
        if (!latin && u_toupper((UChar32)c) != (UChar32)c)
                latin = skeleton_of(spoof, (uint32_t)u_toupper((UChar32)c));
        return latin;
}

static uint8_t invisible_kind_of(uint32_t c) {
        for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
                if (c >= invisible[i].first && c <= invisible[i].last)
                        return (uint8_t)invisible[i].kind;
        return INVISIBLE_KINDS;
}

static bool fancy(uint32_t c, uint32_t fold) {
        bool region = (c >= 0x1D400 && c < 0x1D800) || (c >= 0x2460 && c < 0x2500) || (c >= 0x1F100 && c < 0x1F18A) ||
                      (c >= 0x1D00 && c < 0x1D26) || (c >= 0x2102 && c < 0x2140) || (c >= 0x0250 && c < 0x02B0) ||
                      c == 0xA730 || c == 0xA731;
        return region && fold < 0x80 && ascii_alnum((char)fold);
}

struct maker {
        const UNormalizer2 *nfkc;
        USpoofChecker *spoof;
        struct runes *runes;
};

static struct rune rune_make(struct maker *maker, uint32_t c) {
        uint8_t kind = invisible_kind_of(c);
        if (kind != INVISIBLE_KINDS)
                return (struct rune){ .class = RUNE_INVISIBLE, .script = (uint8_t)script_of(c), .detail = kind };
        if (u_charType((UChar32)c) == U_UNASSIGNED && !u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC))
                return (struct rune){ .class = RUNE_OTHER, .flags = RUNE_QUIET };
        struct rune rune = { .class = class_of(c), .script = (uint8_t)script_of(c) };
        uint32_t out[RUNES_EXPANSION] = { 0 };
        int count = folded(maker->nfkc, c, out);
        if (rune.class == RUNE_LETTER && c >= 0x80) {
                bool look = rune.script == SCRIPT_CYRILLIC || rune.script == SCRIPT_GREEK ||
                            rune.script == SCRIPT_OTHER || (rune.script == SCRIPT_LATIN && c >= 0x0180 && c < 0x2C00);
                if (look)
                        rune.detail = looks_like(maker->spoof, c);
                /* Small capitals and phonetic letters are Latin themselves, so they stand for the plain ones always. */
                char capital = small_capital(c);
                if (capital)
                        out[0] = (uint8_t)capital, count = 1;
                else if (rune.script == SCRIPT_LATIN && rune.detail && count == 1 && out[0] == c && c >= 0x0250 &&
                         c < 0x02B0)
                        out[0] = rune.detail;
        } else if (rune.class == RUNE_DIGIT) {
                int circled = circled_digit(c);
                rune.detail = (uint8_t)(circled >= 0 ? circled : u_charDigitValue((UChar32)c));
                if (c >= 0x80)
                        out[0] = '0' + rune.detail, count = 1;
        }
        if (count == 1)
                rune.fold = (int32_t)out[0] - (int32_t)c;
        rune.flags = count == 1 && rune.fold == 0 ? RUNE_QUIET : 0;
        if (c >= 0xFF01 && c <= 0xFF5E && count == 1 && ascii_alnum((char)out[0]))
                rune.flags |= RUNE_WIDE;
        if (fancy(c, out[0]))
                rune.flags |= RUNE_FANCY;
        struct runes *runes = maker->runes;
        size_t room = sizeof runes->expansions / sizeof *runes->expansions;
        if (count > 1 && runes->expansion_count < room) {
                memcpy(runes->expansions[runes->expansion_count], out, sizeof out);
                rune.fold = (int32_t)runes->expansion_count++;
                rune.flags |= RUNE_EXPANDS;
        }
        return rune;
}

/* Blocks are compared with the last ones kept only: equal ones stand next to each other. */
static bool block_add(struct runes *runes, uint32_t block, const struct rune *items) {
        size_t size = sizeof *items * RUNES_BLOCK;
        for (uint32_t back = 1; back <= 2 && back <= runes->count; back++) {
                if (memcmp(&runes->items[(size_t)(runes->count - back) * RUNES_BLOCK], items, size) == 0) {
                        runes->blocks[block] = (uint16_t)(runes->count - back);
                        return true;
                }
        }
        struct rune *grown = realloc(runes->items, size * (runes->count + 1));
        if (!grown)
                return false;
        runes->items = grown;
        memcpy(&grown[(size_t)runes->count * RUNES_BLOCK], items, size);
        runes->blocks[block] = (uint16_t)runes->count++;
        return true;
}

static bool fill(struct maker *maker) {
        for (uint32_t block = 0; block < RUNES_END / RUNES_BLOCK; block++) {
                struct rune items[RUNES_BLOCK] = { 0 };
                uint32_t base = block * RUNES_BLOCK;
                bool same = uniform(base);
                for (uint32_t i = 0; i < RUNES_BLOCK; i++)
                        items[i] = same && i > 0 ? items[0] : rune_make(maker, base + i);
                if (!block_add(maker->runes, block, items))
                        return false;
        }
        return true;
}

bool runes_make(struct runes **ret) {
        UErrorCode status = U_ZERO_ERROR;
        struct maker maker = { .nfkc = unorm2_getNFKCInstance(&status), .spoof = uspoof_open(&status) };
        maker.runes = U_SUCCESS(status) ? calloc(1, sizeof *maker.runes) : NULL;
        bool made = maker.runes && fill(&maker);
        if (maker.spoof)
                uspoof_close(maker.spoof);
        if (made)
                *ret = maker.runes;
        else
                runes_free(maker.runes);
        return made;
}

void runes_free(struct runes *runes) {
        if (!runes)
                return;
        free(runes->items);
        free(runes);
}
