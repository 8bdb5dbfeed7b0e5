#include "text/unicode.h"

#include "text/context-internal.h"

uint32_t unicode_next(struct span *s) {
        const unsigned char *p = (const unsigned char *)s->ptr;
        size_t len = s->len, need = 1;
        uint32_t rune = 0xFFFD;
        unsigned char low = 0x80, high = 0xBF;
        if (p[0] < 0x80) {
                rune = p[0];
        } else if (p[0] >= 0xC2 && p[0] <= 0xDF) {
                need = 2;
                rune = p[0] & 0x1F;
        } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
                need = 3;
                rune = p[0] & 0x0F;
                low = p[0] == 0xE0 ? 0xA0 : 0x80;
                high = p[0] == 0xED ? 0x9F : 0xBF;
        } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
                need = 4;
                rune = p[0] & 0x07;
                low = p[0] == 0xF0 ? 0x90 : 0x80;
                high = p[0] == 0xF4 ? 0x8F : 0xBF;
        }
        size_t at = 1;
        for (; at < need; at++) {
                if (at >= len || p[at] < low || p[at] > high) {
                        rune = 0xFFFD;
                        break;
                }
                rune = rune << 6 | (p[at] & 0x3F);
                low = 0x80;
                high = 0xBF;
        }
        s->ptr += at;
        s->len -= at;
        return rune;
}

/* Offset of the first byte that is not ASCII, or the length. */
static size_t ascii_run(struct span s) {
        size_t at = 0;
        for (uint64_t word; at + 8 <= s.len; at += 8) {
                memcpy(&word, s.ptr + at, 8);
                if (word & 0x8080808080808080U)
                        break;
        }
        while (at < s.len && !((unsigned char)s.ptr[at] & 0x80))
                at++;
        return at;
}

/* Whether the sequence that begins with this byte is broken: unicode_next took it for U+FFFD without reading that. */
static bool was_broken(struct span before, size_t taken, uint32_t rune) {
        return rune == 0xFFFD && !(taken == 3 && memcmp(before.ptr, "\xEF\xBF\xBD", 3) == 0);
}

struct span unicode_valid(struct arena *arena, struct span text) {
        struct span rest = text;
        for (;;) {
                rest = span_skip(rest, ascii_run(rest));
                if (rest.len == 0)
                        return text;
                struct span before = rest;
                uint32_t rune = unicode_next(&rest);
                if (was_broken(before, before.len - rest.len, rune)) {
                        rest = before;
                        break;
                }
        }
        struct buf out = buf_in(arena, text.len * 2 + 4);
        (void)buf_room(&out, text.len + text.len / 8);
        buf_add(&out, span_head(text, text.len - rest.len));
        bool broken = false;
        while (rest.len > 0) {
                size_t run = ascii_run(rest);
                buf_add(&out, span_head(rest, run));
                rest = span_skip(rest, run);
                if (rest.len == 0)
                        break;
                struct span before = rest;
                uint32_t rune = unicode_next(&rest);
                bool again = broken && run == 0;
                broken = was_broken(before, before.len - rest.len, rune);
                if (!(again && broken))
                        buf_add_rune(&out, rune);
        }
        return buf_span(&out);
}

static void read_ascii(struct span text, struct unicode_properties *ret) {
        uint32_t letters = 0, controls = 0;
        for (size_t i = 0; i < text.len; i++) {
                unsigned char c = (unsigned char)text.ptr[i];
                letters += (unsigned char)((c | 0x20) - 'a') < 26;
                controls += (c < 0x20 && !ascii_space((char)c)) || c == 0x7F;
        }
        ret->runes = (uint32_t)text.len;
        ret->controls = controls;
        ret->letters[SCRIPT_LATIN] = letters;
        ret->main_script = letters ? SCRIPT_LATIN : SCRIPT_NONE;
        ret->ascii = true;
}

/* What the reading remembers from one character to the next. */
struct reading {
        const struct runes *runes;
        struct unicode_properties *ret;
        const struct rune *last;      /* the character before, without invisible ones; NULL at the beginning */
        const char *word;             /* where the present word begins; NULL between words */
        uint32_t latin, alike, other; /* its letters: Latin; Cyrillic, Greek or OTHER; all else */
        uint32_t override;            /* 202D or 202E that waits for a letter, 0: none */
        bool flag;                    /* in an emoji tag sequence */
};

static void word_end(struct reading *reading, const char *at) {
        struct unicode_properties *ret = reading->ret;
        /* "µm" and "kΩ" are units. */
        if (reading->word && reading->latin >= 2 && reading->alike > 0 && reading->other == 0) {
                if (ret->mixed_words++ == 0)
                        ret->mixed_word = (struct span){ reading->word, (size_t)(at - reading->word) };
        }
        reading->word = NULL;
        reading->latin = reading->alike = reading->other = 0;
}

/* Whether an invisible character is in its ordinary place (see the header). */
static bool invisible_is_ordinary(const struct reading *reading, uint32_t c, const struct rune *rune, bool first) {
        const struct rune *last = reading->last;
        switch (rune->detail) {
        case INVISIBLE_TAG:
                return reading->flag;
        case INVISIBLE_VARIATION:
                return last && (last->script == SCRIPT_HAN || last->script == SCRIPT_OTHER ||
                                (c <= 0xFE0F && c >= 0xFE0E && last->class != RUNE_LETTER && last->class != RUNE_SPACE));
        case INVISIBLE_ZERO_WIDTH:
                if (c == 0xFEFF)
                        return first;
                return c != 0x034F && c != 0x180E && last &&
                       (last->script == SCRIPT_ARABIC || last->script == SCRIPT_INDIC ||
                        (c == 0x200D && (last->class == RUNE_EMOJI || last->class == RUNE_MARK)));
        default:
                return false;
        }
}

static void read_letter(struct reading *reading, const struct rune *rune) {
        reading->ret->letters[rune->script]++;
        if (rune->script == SCRIPT_LATIN)
                reading->latin++;
        else if (rune->script == SCRIPT_CYRILLIC || rune->script == SCRIPT_GREEK || rune->script == SCRIPT_OTHER)
                reading->alike++;
        else
                reading->other++;
        if (reading->override) {
                bool right_to_left = rune->script == SCRIPT_ARABIC || rune->script == SCRIPT_HEBREW;
                reading->ret->bidi_overrides += right_to_left == (reading->override == 0x202D);
                reading->override = 0;
        }
}

/* Characters that stand between words or in none. */
static void read_other(struct reading *reading, uint32_t c, const struct rune *rune, bool first) {
        struct unicode_properties *ret = reading->ret;
        switch (rune->class) {
        case RUNE_CONTROL:
                ret->controls++;
                break;
        case RUNE_EMOJI:
                ret->emoji++;
                break;
        case RUNE_BIDI:
                ret->bidi_controls++;
                if (c == 0x202D || c == 0x202E)
                        reading->override = c;
                break;
        case RUNE_INVISIBLE:
                if (!invisible_is_ordinary(reading, c, rune, first))
                        ret->invisible[rune->detail]++;
                break;
        default:
                break;
        }
}

/* Strokes through, below and above whole letters: of the marks that no letter of a language is decomposed into. */
static inline bool strikes(uint32_t c) {
        return (c >= 0x0332 && c <= 0x0338) || c == 0x0305 || c == 0x033F || (c >= 0x035C && c <= 0x0362);
}

static inline void read_rune(struct reading *reading, uint32_t c, const char *at, bool first) {
        const struct rune *rune = runes_get(reading->runes, c);
        reading->ret->wide += (rune->flags & RUNE_WIDE) != 0;
        reading->ret->fancy += (rune->flags & RUNE_FANCY) != 0;
        if (rune_in_word(rune)) {
                if (!reading->word)
                        reading->word = at;
                if (rune->class == RUNE_LETTER)
                        read_letter(reading, rune);
                else if (rune->class == RUNE_MARK && strikes(c) && reading->last && reading->last->script == SCRIPT_LATIN)
                        reading->ret->marks++;
        } else {
                if (reading->word && rune->class != RUNE_INVISIBLE && rune->class != RUNE_BIDI)
                        word_end(reading, at);
                read_other(reading, c, rune, first);
        }
        if (rune->class != RUNE_INVISIBLE) {
                reading->last = rune;
                reading->flag = c == 0x1F3F4;
        }
}

static void sum_up(struct unicode_properties *ret) {
        for (int i = SCRIPT_LATIN; i < SCRIPTS; i++)
                if (ret->letters[i] > (ret->main_script ? ret->letters[ret->main_script] : 0))
                        ret->main_script = (enum unicode_script)i;
        if (ret->letters[SCRIPT_ARABIC] + ret->letters[SCRIPT_HEBREW] > 0)
                ret->invisible[INVISIBLE_MARK] = 0;
        for (int i = 0; i < INVISIBLE_KINDS; i++)
                if (i != INVISIBLE_SOFT_HYPHEN && i != INVISIBLE_MARK)
                        ret->invisible_total += ret->invisible[i];
}

void unicode_read(const struct text_context *context, struct span text, struct unicode_properties *ret) {
        *ret = (struct unicode_properties){ 0 };
        if (ascii_run(text) == text.len) {
                read_ascii(text, ret);
                return;
        }
        struct reading reading = { .runes = context->runes, .ret = ret };
        for (struct span rest = text; rest.len > 0;) {
                struct span before = rest;
                uint32_t c = (unsigned char)rest.ptr[0];
                if (c < 0x80)
                        rest = (struct span){ rest.ptr + 1, rest.len - 1 };
                else
                        c = unicode_next(&rest);
                ret->runes++;
                if (c == 0xFFFD)
                        ret->broken += was_broken(before, before.len - rest.len, c);
                read_rune(&reading, c, before.ptr, before.ptr == text.ptr);
        }
        word_end(&reading, text.ptr + text.len);
        sum_up(ret);
}
