/* unicode: what the characters of a text say about it, and the forms in which texts are compared.
 *
 * All functions read any bytes; broken UTF-8 counts as `broken` and becomes U+FFFD. ASCII costs about 1 ns a byte, all
 * else some ns a character and no call into ICU. */
#pragma once

#include "base/arena.h"

struct text_context;

/* Scripts that are told apart; all others are OTHER. */
enum unicode_script {
        SCRIPT_NONE, /* digits, punctuation, symbols, marks: belong to every script */
        SCRIPT_LATIN,
        SCRIPT_CYRILLIC,
        SCRIPT_GREEK,
        SCRIPT_HAN,
        SCRIPT_KANA,
        SCRIPT_HANGUL,
        SCRIPT_ARABIC,
        SCRIPT_HEBREW,
        SCRIPT_INDIC, /* of India and its neighbours, Thai, Lao, Khmer, Myanmar, Tibetan */
        SCRIPT_OTHER, /* Armenian, Georgian, Cherokee, Ethiopic, … */
        SCRIPTS
};

/* Characters that draw nothing (attack 46). Their ordinary uses are not counted: U+FE0F in an emoji, U+200D between
 * emoji, joiners between Arabic or Indic letters, a BOM at the beginning, tags in a flag. */
enum invisible_kind {
        INVISIBLE_TAG,        /* E0000-E007F */
        INVISIBLE_VARIATION,  /* FE00-FE0F, E0100-E01EF, 180B-180F */
        INVISIBLE_ZERO_WIDTH, /* 200B-200D, FEFF, 034F, 180E */
        INVISIBLE_OPERATOR,   /* 2060-2064, 206A-206F */
        INVISIBLE_FILLER,     /* 115F, 1160, 3164, FFA0, 2800, 17B4, 17B5 */
        INVISIBLE_SOFT_HYPHEN,
        INVISIBLE_MARK, /* 200E, 200F, 061C */
        INVISIBLE_KINDS
};

struct unicode_properties {
        uint32_t runes, broken; /* characters in all; sequences that are no UTF-8 */
        uint32_t letters[SCRIPTS];
        enum unicode_script main_script; /* of most letters; SCRIPT_NONE when there are none */
        uint32_t invisible[INVISIBLE_KINDS], invisible_total;
        uint32_t bidi_controls;  /* 202A-202E, 2066-2069 */
        uint32_t bidi_overrides; /* 202D, 202E before something that is then shown in another order */
        uint32_t controls;       /* C0 without white space, C1 */
        uint32_t wide;           /* fullwidth Latin letters and digits */
        uint32_t fancy;          /* mathematical, enclosed, small capital forms of Latin letters and digits */
        uint32_t emoji;
        uint32_t marks; /* strokes through, below or above Latin letters that no language writes (U+0332-0338 and the like) */
        uint32_t mixed_words;   /* words with letters of Latin and of Cyrillic, Greek or OTHER (attack 19) */
        struct span mixed_word; /* the first of them, into the text */
        bool ascii;
};

void unicode_read(const struct text_context *context, struct span text, struct unicode_properties *ret);

/* What patterns are matched against: lower case, compatibility forms resolved (NFKC), invisible and control characters
 * gone, letters that look Latin made Latin in words that otherwise are, typographic quotes and dashes as on a
 * typewriter, white space collapsed to one space (none at either end). ß and accents stay. Valid UTF-8, at most 4 bytes for one. */
struct span unicode_fold(const struct text_context *context, struct arena *arena, struct span text);

/* The folded text with every letter as the plain Latin one that it looks like (after the single-letter data of UTS 39),
 * without accents, and with 0/o, 1/l/|/!, rn/m and vv/w made equal: two texts that look alike have equal skeletons. For
 * names and hosts: at most the first LIMIT_SKELETON_BYTES are looked at. */
struct span unicode_skeleton(const struct text_context *context, struct arena *arena, struct span text);

/* The text itself when it is valid UTF-8, else a copy with U+FFFD for each run of broken sequences: so it grows to the
 * double at most. */
struct span unicode_valid(struct arena *arena, struct span text);

/* Takes the next character off the front of *s (s->len > 0); 0xFFFD for a broken sequence (RFC 3629, maximal
 * subparts as the Unicode standard recommends). */
uint32_t unicode_next(struct span *s);
