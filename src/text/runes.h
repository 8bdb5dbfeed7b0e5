/* runes: the properties of characters that the text layer asks for, in one table made from ICU's data at the start,
 * because asking ICU for each character of each text costs ten times as much. Internal to src/text. */
#pragma once

#include "text/unicode.h"

enum rune_class {
        RUNE_OTHER, /* punctuation, symbols, unassigned */
        RUNE_LETTER,
        RUNE_DIGIT,
        RUNE_MARK, /* combining */
        RUNE_SPACE,
        RUNE_CONTROL,
        RUNE_INVISIBLE,
        RUNE_BIDI,
        RUNE_EMOJI,
};

enum rune_flag {
        RUNE_EXPANDS = 1 << 0, /* `fold` is an offset into `expansions` */
        RUNE_WIDE = 1 << 1,
        RUNE_FANCY = 1 << 2,
        RUNE_QUIET = 1 << 3, /* folding changes nothing */
};

struct rune {
        int32_t fold; /* to be added to the character; or see RUNE_EXPANDS */
        uint8_t class, script, flags;
        uint8_t detail; /* of a letter: the ASCII letter or digit that it looks like, 0: none; of RUNE_INVISIBLE: the
                           kind; of RUNE_DIGIT: its value */
};

enum { RUNES_END = 0x20000, RUNES_BLOCK = 128, RUNES_EXPANSION = 4 };

struct runes {
        uint16_t blocks[RUNES_END / RUNES_BLOCK];
        struct rune *items;                         /* blocks of RUNES_BLOCK, equal ones kept once */
        uint32_t count;                             /* blocks in items */
        uint32_t expansions[2048][RUNES_EXPANSION]; /* ended by 0 unless full */
        uint32_t expansion_count;
};

/* False: no memory, or ICU's data are missing. */
[[nodiscard]] bool runes_make(struct runes **ret);
void runes_free(struct runes *runes);

/* For characters beyond the table. */
extern const struct rune rune_tag, rune_variation, rune_beyond;

static inline const struct rune *runes_get(const struct runes *runes, uint32_t c) {
        if (c < RUNES_END)
                return &runes->items[(size_t)runes->blocks[c / RUNES_BLOCK] * RUNES_BLOCK + c % RUNES_BLOCK];
        if (c >= 0xE0000 && c < 0xE0080)
                return &rune_tag;
        if (c >= 0xE0080 && c < 0xE1000)
                return &rune_variation;
        return &rune_beyond;
}

static inline bool rune_in_word(const struct rune *rune) {
        return rune->class == RUNE_LETTER || rune->class == RUNE_DIGIT || rune->class == RUNE_MARK;
}
