/* The forms in which texts are compared: unicode_fold and unicode_skeleton. */
#include <unicode/unorm2.h>

#include "base/limits.h"
#include "text/context-internal.h"

/* What a byte of ASCII becomes: itself in lower case, a space for white space, 0 when it is left out. */
static const unsigned char ascii_fold[128] = {
#define R4(c) (c), (c) + 1, (c) + 2, (c) + 3
#define R16(c) R4(c), R4((c) + 4), R4((c) + 8), R4((c) + 12)
        [9] = ' ', ' ',     ' ', ' ', ' ', [32] = R16(32), R16(48), '@', R4('a'), R4('e'), R4('i'), R4('m'),
        R4('q'),   R4('u'), 'y', 'z', '[', '\\',           ']',     '^', '_',     R16(96), R4(112), R4(116),
        R4(120),   '|',     '}', '~', 0,
#undef R16
#undef R4
};

struct folding {
        const struct runes *runes;
        struct buf out;
        bool space;    /* the last byte is a space, or there is none yet */
        bool alike;    /* letters that look Latin were written */
        uint32_t last; /* the last letter written, for marks that compose with it; 0: none */
};

/* Folds the ASCII at the beginning of *rest, whose room in `out` is made here. */
static void fold_ascii(struct folding *folding, struct span *rest) {
        size_t most = rest->len;
        /* Without knowing how long the run is, room is made in pieces, so that mixed text does not pay for all. */
        if (most > 4096)
                most = 4096;
        char *out = buf_room(&folding->out, most);
        if (!out)
                return;
        const char *begin = out;
        const unsigned char *in = (const unsigned char *)rest->ptr, *end = in + most;
        bool space = folding->space;
        while (in < end && *in < 0x80) {
                unsigned char c = ascii_fold[*in++];
                bool is_space = c == ' ';
                *out = (char)c;
                out += c && !(is_space & space);
                space = c ? is_space : space;
        }
        size_t taken = (size_t)((const char *)in - rest->ptr);
        if (out > begin)
                folding->last = (unsigned char)out[-1];
        folding->space = space;
        folding->out.len += (size_t)(out - begin);
        *rest = span_skip(*rest, taken);
}

static void put(struct folding *folding, uint32_t c) {
        if (c == ' ') {
                if (!folding->space)
                        buf_add_byte(&folding->out, ' ');
                folding->space = true;
                folding->last = 0;
                return;
        }
        buf_add_rune(&folding->out, c);
        folding->space = false;
        folding->last = c;
}

static size_t rune_size(uint32_t c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* A mark joins the letter before it where there is a letter for both; on a Latin letter it is left out otherwise, for
 * stacked marks are a disguise there; other scripts need theirs. */
static void fold_mark(struct folding *folding, uint32_t c, const struct rune *rune) {
        uint32_t last = folding->last;
        UErrorCode status = U_ZERO_ERROR;
        const UNormalizer2 *nfc = last ? unorm2_getNFCInstance(&status) : NULL;
        UChar32 both = nfc && U_SUCCESS(status) ? unorm2_composePair(nfc, (UChar32)last, (UChar32)c) : -1;
        if (both >= 0) {
                folding->out.len -= rune_size(last);
                put(folding, (uint32_t)both);
                return;
        }
        const struct rune *before = last ? runes_get(folding->runes, last) : NULL;
        if (before && (before->script == SCRIPT_LATIN || before->class == RUNE_DIGIT || last < 0x80))
                return;
        put(folding, (uint32_t)((int32_t)c + (rune->flags & RUNE_EXPANDS ? 0 : rune->fold)));
}

static void fold_rune(struct folding *folding, uint32_t c) {
        const struct rune *rune = runes_get(folding->runes, c);
        folding->alike |= rune->class == RUNE_LETTER && rune->detail;
        switch (rune->class) {
        case RUNE_CONTROL:
        case RUNE_INVISIBLE:
        case RUNE_BIDI:
                return;
        case RUNE_SPACE:
                put(folding, ' ');
                return;
        case RUNE_MARK:
                if (c < 0x1F000)
                        fold_mark(folding, c, rune);
                return;
        default:
                break;
        }
        if (!(rune->flags & RUNE_EXPANDS)) {
                put(folding, (uint32_t)((int32_t)c + rune->fold));
                return;
        }
        const uint32_t *list = folding->runes->expansions[rune->fold];
        for (int i = 0; i < RUNES_EXPANSION && list[i]; i++)
                put(folding, list[i]);
}

struct word {
        uint32_t latin, alike, other; /* letters: Latin, others that look Latin, all else */
};

static struct word word_read(const struct runes *runes, struct span *rest) {
        struct word word = { 0 };
        while (rest->len > 0) {
                struct span before = *rest;
                const struct rune *rune = runes_get(runes, unicode_next(rest));
                if (!rune_in_word(rune)) {
                        *rest = before;
                        break;
                }
                if (rune->class != RUNE_LETTER)
                        continue;
                if (rune->script == SCRIPT_LATIN)
                        word.latin++;
                else if (rune->detail)
                        word.alike++;
                else
                        word.other++;
        }
        return word;
}

/* Replaces what looks Latin in words that are Latin otherwise, and in words made of nothing else in a text that is
 * mostly Latin. Works in place: a letter never grows. */
static void latinise(const struct runes *runes, struct buf *out, bool latin_text) {
        struct span rest = buf_span(out);
        size_t len = 0;
        while (rest.len > 0) {
                struct span before = rest;
                struct word word = word_read(runes, &rest);
                size_t size = before.len - rest.len;
                bool change = word.alike > 0 && ((word.latin > 0 && word.other <= word.latin / 2) ||
                                                 (latin_text && word.other == 0 && word.alike >= 3));
                for (struct span letters = span_head(before, size); letters.len > 0;) {
                        const char *from = letters.ptr;
                        const struct rune *rune = runes_get(runes, unicode_next(&letters));
                        size_t rune_len = (size_t)(letters.ptr - from);
                        if (change && rune->class == RUNE_LETTER && rune->detail && rune->script != SCRIPT_LATIN) {
                                out->ptr[len++] = (char)rune->detail;
                                continue;
                        }
                        memmove(out->ptr + len, from, rune_len);
                        len += rune_len;
                }
                if (size == 0) {
                        (void)unicode_next(&rest);
                        memmove(out->ptr + len, before.ptr, before.len - rest.len);
                        len += before.len - rest.len;
                }
        }
        out->len = len;
}

struct span unicode_fold(const struct text_context *context, struct arena *arena, struct span text) {
        struct folding folding = { .runes = context->runes, .out = buf_in(arena, text.len * 4 + 16), .space = true };
        (void)buf_room(&folding.out, text.len);
        for (struct span rest = text; rest.len > 0;) {
                if ((unsigned char)rest.ptr[0] < 0x80)
                        fold_ascii(&folding, &rest);
                else
                        fold_rune(&folding, unicode_next(&rest));
        }
        if (folding.space && folding.out.len > 0)
                folding.out.len--;
        if (folding.alike) {
                struct unicode_properties properties;
                unicode_read(context, text, &properties);
                bool latin_text = properties.main_script == SCRIPT_LATIN;
                if (latin_text || properties.mixed_words > 0)
                        latinise(context->runes, &folding.out, latin_text);
        }
        return buf_span(&folding.out);
}

/* The letter without its marks (é → e), or itself. */
static uint32_t without_marks(uint32_t c) {
        UErrorCode status = U_ZERO_ERROR;
        const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
        UChar parts[8];
        int32_t len = U_SUCCESS(status) ? unorm2_getDecomposition(nfc, (UChar32)c, parts, 8, &status) : -1;
        return U_SUCCESS(status) && len > 1 && parts[0] < 0x80 ? parts[0] : c;
}

static void skeleton_add(struct buf *out, char c) {
        char last = out->len > 0 ? out->ptr[out->len - 1] : '\0';
        if (c == '0')
                c = 'o';
        else if (c == '1' || c == '|' || c == '!')
                c = 'l';
        if (last == 'r' && c == 'n')
                out->ptr[out->len - 1] = 'm';
        else if (last == 'v' && c == 'v')
                out->ptr[out->len - 1] = 'w';
        else
                buf_add_byte(out, c);
}

struct span unicode_skeleton(const struct text_context *context, struct arena *arena, struct span text) {
        struct span folded = unicode_fold(context, arena, span_head(text, LIMIT_SKELETON_BYTES));
        struct buf out = buf_in(arena, folded.len * 2 + 16);
        while (folded.len > 0) {
                uint32_t c = unicode_next(&folded);
                if (c >= 0x80) {
                        const struct rune *rune = runes_get(context->runes, c);
                        if (rune->class == RUNE_MARK)
                                continue;
                        c = rune->class == RUNE_LETTER && rune->detail ? rune->detail : without_marks(c);
                }
                if (c < 0x80)
                        skeleton_add(&out, (char)c);
                else
                        buf_add_rune(&out, c);
        }
        return buf_span(&out);
}
