/* Amounts of money. */
#include "text/money.h"

#include <assert.h>

#include "base/limits.h"
#include "text/findings-internal.h"

static const struct currency {
        struct span written;
        char code[5];
        bool crypto, before, after;
} currencies[] = {
#define CURRENCY(written, code, crypto, before, after) \
        { { written, sizeof(written) - 1 }, code, crypto, before, after },
#include "text/currencies.def"
#undef CURRENCY
};
enum { CURRENCIES = sizeof currencies / sizeof *currencies };

/* Rows that end, or begin, with the same byte hang together, since most numbers stand beside something that is no
 * currency. */
void money_prepare(struct currency_index *index) {
        static_assert(sizeof currencies / sizeof *currencies < CURRENCIES_MAX, "the index of currencies is too small");
        for (int i = CURRENCIES - 1; i >= 0; i--) {
                struct span written = currencies[i].written;
                unsigned char first = (unsigned char)ascii_lower(written.ptr[0]);
                unsigned char last = (unsigned char)ascii_lower(written.ptr[written.len - 1]);
                if (currencies[i].after) {
                        index->next_after[i] = index->after[first];
                        index->after[first] = (uint8_t)(i + 1);
                }
                if (currencies[i].before) {
                        index->next_before[i] = index->before[last];
                        index->before[last] = (uint8_t)(i + 1);
                }
        }
}

static size_t skip_blank(struct span text, size_t at) {
        if (at < text.len && text.ptr[at] == ' ')
                return at + 1;
        if (at + 1 < text.len && memcmp(text.ptr + at, "\xC2\xA0", 2) == 0)
                return at + 2;
        if (at + 2 < text.len && memcmp(text.ptr + at, "\xE2\x80\xAF", 3) == 0)
                return at + 3;
        return at;
}

static size_t skip_blank_back(struct span text, size_t at, size_t least) {
        if (at > least && text.ptr[at - 1] == ' ')
                return at - 1;
        if (at >= least + 2 && memcmp(text.ptr + at - 2, "\xC2\xA0", 2) == 0)
                return at - 2;
        return at;
}

static const struct currency *currency_before(const struct finder *finder, size_t from, size_t *ret_begin) {
        size_t at = skip_blank_back(finder->text, from, finder->done);
        if (at == finder->done)
                return NULL;
        const struct currency_index *index = &finder->context->currencies;
        struct span before = span_skip(span_head(finder->text, at), finder->done);
        unsigned char last = (unsigned char)ascii_lower(finder->text.ptr[at - 1]);
        for (int i = index->before[last]; i > 0; i = index->next_before[i - 1]) {
                struct span written = currencies[i - 1].written;
                if (!span_ends_nocase(before, written))
                        continue;
                size_t begin = at - written.len;
                bool word = ascii_alpha(written.ptr[0]);
                if (word && begin > 0 && ascii_alnum(finder->text.ptr[begin - 1]))
                        continue;
                *ret_begin = begin;
                return &currencies[i - 1];
        }
        return NULL;
}

static const struct currency *currency_after(const struct finder *finder, size_t end, size_t *ret_end) {
        struct span text = finder->text;
        size_t at = skip_blank(text, end);
        if (at >= text.len)
                return NULL;
        const struct currency_index *index = &finder->context->currencies;
        struct span after = span_skip(text, at);
        unsigned char first = (unsigned char)ascii_lower(after.ptr[0]);
        for (int i = index->after[first]; i > 0; i = index->next_after[i - 1]) {
                struct span written = currencies[i - 1].written;
                if (!span_starts_nocase(after, written))
                        continue;
                bool word = ascii_alpha(written.ptr[written.len - 1]);
                if (word && written.len < after.len && ascii_alnum(after.ptr[written.len]))
                        continue;
                *ret_end = at + written.len;
                return &currencies[i - 1];
        }
        return NULL;
}

struct number {
        char digits[24]; /* with a point where the fraction begins */
        int len;
        size_t end;
};

static bool digits_follow(struct span text, size_t at, size_t count) {
        for (size_t i = 0; i < count; i++)
                if (at + i >= text.len || !ascii_digit(text.ptr[at + i]))
                        return false;
        return at + count >= text.len || !ascii_digit(text.ptr[at + count]);
}

/* 1,234.56 and 1.234,56 and 1 234,56 and 1'234.56: a separator before three digits is one of thousands, unless it is
 * the last and differs from those before; any other is the decimal point. */
static bool read_number(struct span text, size_t from, struct number *ret) {
        size_t at = from;
        char thousands = '\0';
        bool fraction = false;
        ret->len = 0;
        while (at < text.len) {
                char c = text.ptr[at];
                /* Longer ones are no amounts, and reading them again and again would cost. */
                if (ret->len >= (int)sizeof ret->digits - 2)
                        return false;
                if (ascii_digit(c)) {
                        ret->digits[ret->len++] = c;
                        at++;
                        continue;
                }
                bool separator = c == '.' || c == ',' || c == '\'' || c == ' ';
                if (fraction || !separator || at + 1 >= text.len || !ascii_digit(text.ptr[at + 1]))
                        break;
                bool three = digits_follow(text, at + 1, 3), leading_zero = ret->len == 1 && ret->digits[0] == '0';
                if (three && !leading_zero && (thousands == '\0' || thousands == c)) {
                        thousands = c;
                } else if ((c == '.' || c == ',') && c != thousands) {
                        fraction = true;
                        ret->digits[ret->len++] = '.';
                } else {
                        break;
                }
                at++;
        }
        ret->digits[ret->len] = '\0';
        ret->end = at;
        return ret->len > 0;
}

/* Without locale. */
static double value_of(const struct number *number) {
        double value = 0, scale = 1;
        bool fraction = false;
        for (int i = 0; i < number->len; i++) {
                if (number->digits[i] == '.') {
                        fraction = true;
                        continue;
                }
                value = value * 10 + (number->digits[i] - '0');
                if (fraction)
                        scale *= 10;
        }
        return value / scale;
}

/* A letter right behind it; Chinese and Japanese write the currency there. */
static bool continues_word(struct span word, char next) {
        bool cyrillic = (unsigned char)word.ptr[0] == 0xD0 || (unsigned char)word.ptr[0] == 0xD1;
        return ascii_alnum(next) ? (unsigned char)word.ptr[0] < 0xE0
                                 : cyrillic && (unsigned char)next >= 0xD0 && (unsigned char)next <= 0xD1;
}

/* What stands between a number of millions and the currency. */
static size_t skip_filler(struct span text, size_t at) {
        static const struct span fillers[] = { SPAN("de "),      SPAN("di "), SPAN("d'"),    SPAN("d’"),
                                               SPAN("of "),      SPAN("US "), SPAN("u.s. "), SPAN("united states "),
                                               SPAN("american ") };
        for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
                struct span rest = span_skip(text, skip_blank(text, at));
                if (span_starts_nocase(rest, fillers[i]))
                        at = (size_t)(rest.ptr - text.ptr) + fillers[i].len;
        }
        return at;
}

static double magnitude(struct span text, size_t *end) {
        static const struct {
                struct span word;
                double factor;
        } words[] = {
                { SPAN("thousand"), 1e3 },  { SPAN("million"), 1e6 },    { SPAN("millions"), 1e6 },
                { SPAN("millones"), 1e6 },  { SPAN("millón"), 1e6 },     { SPAN("millionen"), 1e6 },
                { SPAN("mio"), 1e6 },       { SPAN("milhões"), 1e6 },    { SPAN("milhão"), 1e6 },
                { SPAN("milioni"), 1e6 },   { SPAN("milione"), 1e6 },    { SPAN("miljoen"), 1e6 },
                { SPAN("mln"), 1e6 },       { SPAN("миллион"), 1e6 },    { SPAN("миллиона"), 1e6 },
                { SPAN("миллионов"), 1e6 }, { SPAN("млн"), 1e6 },        { SPAN("тыс"), 1e3 },
                { SPAN("тысяч"), 1e3 },     { SPAN("万"), 1e4 },         { SPAN("萬"), 1e4 },
                { SPAN("亿"), 1e8 },        { SPAN("億"), 1e8 },         { SPAN("billion"), 1e9 },
                { SPAN("milliards"), 1e9 }, { SPAN("milliarden"), 1e9 }, { SPAN("mrd"), 1e9 },
                { SPAN("bn"), 1e9 },        { SPAN("k"), 1e3 },          { SPAN("m"), 1e6 },
        };
        size_t at = skip_blank(text, *end);
        struct span rest = span_skip(text, at);
        char first = rest.len > 0 ? ascii_lower(rest.ptr[0]) : '\0';
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
                struct span word = words[i].word;
                if (word.ptr[0] != first || !span_starts_nocase(rest, word) ||
                    (word.len < rest.len && continues_word(word, rest.ptr[word.len])))
                        continue;
                *end = at + word.len;
                if (*end < text.len && text.ptr[*end] == '.' && word.len <= 3)
                        (*end)++;
                return words[i].factor;
        }
        return 1;
}

bool find_amount(struct finder *finder, size_t from, size_t *ret_end) {
        struct span text = finder->text;
        size_t begin = from, end;
        if (!ascii_digit(text.ptr[from]))
                return false;
        const struct currency *currency = currency_before(finder, from, &begin);
        struct number number;
        if (!read_number(text, from, &number))
                return false;
        end = number.end;
        double value = value_of(&number);
        char next = end < text.len ? text.ptr[end] : '\0';
        bool may = next == ' ' || (unsigned char)next >= 0x80 || ascii_alpha(next) || next == '$';
        if (currency) {
                value *= may ? magnitude(text, &end) : 1;
        } else if (may) {
                size_t after = end;
                double factor = magnitude(text, &after);
                currency = currency_after(finder, factor > 1 ? skip_filler(text, after) : after, &end);
                value *= factor;
        }
        if (!currency)
                return false;
        struct amount *amount = array_push(&finder->findings->amounts, finder->arena, sizeof *amount,
                                           LIMIT_TEXT_FINDINGS);
        if (!amount)
                finder->findings->others_dropped++;
        else
                *amount = (struct amount){ .written = { text.ptr + begin, end - begin },
                                           .value = value,
                                           .crypto = currency->crypto,
                                           .offset = begin };
        if (amount)
                memcpy(amount->currency, currency->code, sizeof amount->currency);
        *ret_end = end;
        return true;
}
