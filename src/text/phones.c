/* Telephone numbers, and the many numbers that are none. */
#include "text/phones.h"

#include "base/limits.h"
#include "text/digits.h"
#include "text/findings-internal.h"

enum { DIGITS = 20, GROUPS = 20, CONTEXT = 40 };

/* A run of digits and what may stand between the digits of a phone number. */
struct number {
        char digits[DIGITS + 1];
        uint8_t groups[GROUPS]; /* digits between separators */
        int len, group_count;
        char separators[GROUPS]; /* the first of those before each group; '(' when a bracket opened */
        bool plus, bracket, disguised, trunk /* "(0)" */, overflow;
        bool foreign; /* decimal digits of another script */
        size_t begin, end;
};

static char letter_digit(char c) {
        switch (c) {
        case 'o':
        case 'O':
                return '0';
        case 'l':
        case 'I':
        case 'i':
                return '1';
        case 'S':
                return '5';
        case 'B':
                return '8';
        default:
                return '\0';
        }
}

/* "(local)" begins with two letters that stand for digits elsewhere. */
static bool begins_word(struct span text, size_t at) {
        size_t end = at;
        while (end < text.len && end - at < 8 && (ascii_digit(text.ptr[end]) || letter_digit(text.ptr[end])))
                end++;
        return end < text.len && ascii_alpha(text.ptr[end]);
}

/* A letter of another script that looks like one that stands for a digit, between digits. */
static char alike_digit(const struct finder *finder, uint32_t rune, size_t at, struct span rest) {
        const struct runes *runes = finder->context->runes;
        const struct rune *letter = runes_get(runes, rune);
        char digit = letter->class == RUNE_LETTER ? letter_digit((char)letter->detail) : '\0';
        char before = at > 0 ? finder->text.ptr[at - 1] : ' ', next = rest.len > 0 ? rest.ptr[0] : ' ';
        if (!digit || (!ascii_digit(before) && before != '-' && !((unsigned char)before & 0x80)))
                return '\0';
        if (!((unsigned char)next & 0x80))
                return ascii_digit(next) || next == '-' || next == ')' || next == '.' || next == ' ' ? digit : '\0';
        uint32_t behind = unicode_next(&rest);
        letter = runes_get(runes, behind);
        bool alike = letter->class == RUNE_LETTER && letter_digit((char)letter->detail);
        return alike || digit_of(runes, behind) >= 0 ? digit : '\0';
}

/* A digit in whatever dress at `at`: its value as ASCII, and how many bytes it takes. `\0`: none. */
static char digit_at(const struct finder *finder, size_t at, bool first, size_t *ret_len, bool *ret_dressed) {
        struct span text = finder->text;
        char c = text.ptr[at];
        *ret_len = 1;
        *ret_dressed = false;
        if (ascii_digit(c))
                return c;
        *ret_dressed = true;
        if (!((unsigned char)c & 0x80)) {
                char digit = letter_digit(c), next = at + 1 < text.len ? text.ptr[at + 1] : ' ';
                /* A letter stands for a digit only next to one: "8OO", "l-888", not "12 or". */
                bool near = ascii_digit(next) || letter_digit(next) || next == '-' || next == ')' || next == '.' ||
                            next == ' ' || at + 1 == text.len;
                bool after = first || (at > 0 && (ascii_digit(text.ptr[at - 1]) || letter_digit(text.ptr[at - 1]) ||
                                                  text.ptr[at - 1] == '-' || text.ptr[at - 1] == '('));
                /* Behind a space two of them make a group: "866 555 ol56". */
                char last = at + 2 < text.len ? text.ptr[at + 2] : ' ';
                after |= at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '.') && near && next != ' ' &&
                         (ascii_digit(last) || letter_digit(last));
                /* "5 5 5 . O 1 4 5" */
                after |= !first && text.ptr[at - 1] == ' ' && next == ' ' && ascii_digit(last);
                return digit && near && after && !begins_word(text, at) ? digit : '\0';
        }
        struct span rest = span_skip(text, at);
        uint32_t rune = unicode_next(&rest);
        *ret_len = text.len - at - rest.len;
        int digit = digit_of(finder->context->runes, rune);
        if (digit < 0)
                return first ? '\0' : alike_digit(finder, rune, at, rest);
        bool decimal = runes_get(finder->context->runes, rune)->class == RUNE_DIGIT;
        *ret_dressed = !decimal || (rune >= 0x2460 && (rune < 0xA620 || rune >= 0x1D7CE));
        return (char)('0' + digit);
}

/* Dots and dashes that nobody puts between the digits of a number. */
static bool is_odd_sign(uint32_t rune) {
        static const uint16_t signs[] = { 0xB7,   0x2022, 0x2043, 0x2212, 0x2219, 0x22C5, 0x25AA,
                                          0x25CF, 0x2E31, 0x30FB, 0xFE63, 0xFF0E, 0xFF5E };
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
                if (signs[i] == rune)
                        return true;
        return false;
}

/* Bytes of something that may stand between digits; 0: it may not. `*ret_sign` is how it counts. */
static size_t separator_at(const struct finder *finder, size_t at, char *ret_sign, bool *ret_dressed) {
        struct span text = finder->text;
        char c = text.ptr[at];
        *ret_dressed = false;
        *ret_sign = c;
        if (c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')')
                return 1;
        if (c == '*' || c == '_' || c == '~') {
                *ret_dressed = true;
                return 1;
        }
        if (c == '[' || c == ']' || c == '{' || c == '}' || c == '<' || c == '>' || c == '|' || c == '\\') {
                *ret_dressed = true;
                *ret_sign = c == '[' || c == '{' || c == '<' ? '(' : '-';
                bool behind = at > 0 && ascii_digit(text.ptr[at - 1]);
                bool before = at + 1 < text.len && ascii_digit(text.ptr[at + 1]);
                /* "1\\-888": an escape of what needs none. */
                bool escape = c == '\\' && at + 1 < text.len && strchr("-.() ", text.ptr[at + 1]);
                return c == '|' || c == '\\' ? behind && (before || escape) : behind || before;
        }
        /* A number may be broken behind its hyphen. */
        if (c == '\n')
                return at > 0 && text.ptr[at - 1] == '-';
        if (!((unsigned char)c & 0x80))
                return 0;
        struct span rest = span_skip(text, at);
        uint32_t rune = unicode_next(&rest);
        const struct rune *properties = runes_get(finder->context->runes, rune);
        size_t len = text.len - at - rest.len;
        *ret_sign = ' ';
        if (rune == 0xA0 || rune == 0x202F || rune == 0x2009)
                return len;
        *ret_sign = '-';
        if (rune >= 0x2010 && rune <= 0x2015)
                return len;
        *ret_sign = rune == 0xFF08 ? '(' : ' ';
        bool dress = properties->class == RUNE_INVISIBLE || properties->class == RUNE_EMOJI ||
                     properties->class == RUNE_BIDI || properties->class == RUNE_MARK ||
                     properties->class == RUNE_SPACE || is_odd_sign(rune);
        bool wide = rune == 0xFF0D || rune == 0xFF08 || rune == 0xFF09 || rune == 0x3000;
        *ret_dressed = dress && !wide;
        return dress || wide ? len : 0;
}

static void add_digit(struct number *number, char digit, char separator) {
        if (number->len == DIGITS) {
                number->overflow = true;
                return;
        }
        if (number->group_count == 0 || separator) {
                if (number->group_count == GROUPS) {
                        number->overflow = true;
                        return;
                }
                number->separators[number->group_count] = separator;
                number->groups[number->group_count++] = 0;
        }
        number->groups[number->group_count - 1]++;
        number->digits[number->len++] = digit;
}

/* Letters of a script that has digits or a width of its own, near the number: there such digits are nobody's disguise. */
static bool at_home(struct span text, const struct number *number) {
        size_t from = number->begin > CONTEXT ? number->begin - CONTEXT : 0;
        for (size_t at = from; at < text.len && at < number->end + CONTEXT; at++) {
                unsigned char c = (unsigned char)text.ptr[at];
                bool inside = at >= number->begin && at < number->end;
                if (!inside && c >= 0xD7 && c != 0xE2 && c < 0xEF)
                        return true;
        }
        return false;
}

/* Reads on to the end of all that hangs together, even beyond what a phone number holds: so that every byte is read
 * once. */
static void read_number(const struct finder *finder, size_t from, struct number *number) {
        struct span text = finder->text;
        size_t at = from;
        *number = (struct number){ .begin = from, .end = from };
        if (span_starts_nocase(span_skip(text, at), SPAN("\xEF\xBC\x8B"))) {
                number->plus = number->disguised = true;
                at += 3;
        } else if (text.ptr[at] == '+') {
                number->plus = true;
                at++;
        }
        char separator = '\0';
        int run = 0;          /* separators in a row */
        bool pending = false; /* one of them is no usual one */
        while (at < text.len) {
                size_t len;
                bool dressed;
                char digit = digit_at(finder, at, number->len == 0, &len, &dressed);
                if (digit) {
                        add_digit(number, digit, separator);
                        number->disguised |= dressed || (pending && number->len > 1);
                        number->foreign |= !dressed && len > 1;
                        separator = '\0';
                        run = 0;
                        pending = false;
                        at += len;
                        number->end = at;
                        continue;
                }
                char sign;
                len = separator_at(finder, at, &sign, &dressed);
                if (len == 0 || (run >= 3 && !dressed))
                        break;
                /* "+44 (0)20": the zero is for those who call from within. */
                if (sign == '(' && number->plus && span_starts_nocase(span_skip(text, at), SPAN("(0)"))) {
                        number->trunk = true;
                        len = 3;
                }
                number->bracket |= sign == '(';
                pending |= dressed;
                separator = separator == '(' ? separator : sign;
                run += !dressed;
                at += len;
        }
        number->digits[number->len] = '\0';
        bool single = number->group_count >= 8; /* "9 0 0 - 5 5 5 - 0 1 3" */
        for (int i = 0; single && i < number->group_count; i++)
                single = number->groups[i] == 1;
        number->disguised |= single || number->group_count >= 10 || (number->foreign && !at_home(text, number));
}

static bool groups_are(const struct number *number, const char *pattern) {
        int count = (int)strlen(pattern);
        if (number->group_count != count)
                return false;
        for (int i = 0; i < count; i++)
                if (number->groups[i] != pattern[i] - '0')
                        return false;
        return true;
}

/* 21.11.2026, 2026-11-21, 11/21/26 and what follows them. */
static bool looks_like_date(const struct number *number) {
        if (number->group_count < 3 || number->plus || number->bracket)
                return false;
        const uint8_t *g = number->groups;
        bool same = number->separators[1] == number->separators[2] && number->separators[1] != ' ';
        bool shape = (g[0] <= 2 && g[1] <= 2 && (g[2] == 4 || g[2] == 2)) || (g[0] == 4 && g[1] <= 2 && g[2] <= 2);
        if (!same || !shape)
                return false;
        if (g[0] == 4)
                return number->digits[0] == '1' || number->digits[0] == '2';
        if (g[2] == 4)
                return true;
        return number->group_count == 3 || number->separators[3] == ' ';
}

static bool toll_free_area(const char *area) {
        return area[0] == '8' && area[1] == area[2] && (area[1] == '0' || (area[1] >= '3' && area[1] <= '8'));
}

/* `words` are in lower case. */
static bool any_of(struct span near, const struct span *words, size_t count) {
        char lower[64];
        near = span_head(near, sizeof lower);
        for (size_t i = 0; i < near.len; i++)
                lower[i] = ascii_lower(near.ptr[i]);
        near.ptr = lower;
        bool begins[256] = { 0 };
        for (size_t w = 0; w < count; w++)
                begins[(uint8_t)words[w].ptr[0]] = true;
        for (size_t i = 0; i < near.len; i++)
                for (size_t w = 0; begins[(uint8_t)lower[i]] && w < count; w++)
                        if (lower[i] == words[w].ptr[0] && words[w].len <= near.len - i &&
                            memcmp(lower + i, words[w].ptr, words[w].len) == 0)
                                return true;
        return false;
}

/* The words before a number, on its own line. */
static struct span words_before(const struct finder *finder, size_t begin) {
        size_t from = begin > CONTEXT ? begin - CONTEXT : 0;
        struct span before = { finder->text.ptr + from, begin - from };
        for (size_t i = before.len; i > 0; i--)
                if (before.ptr[i - 1] == '\n')
                        return span_skip(before, i);
        return before;
}

static bool told_to_call(struct span before) {
        static const struct span words[] = {
                SPAN("call"),     SPAN("phone"),    SPAN("tel"),      SPAN("dial"),    SPAN("toll"),
                SPAN("hotline"),  SPAN("helpline"), SPAN("helpdesk"), SPAN("support"), SPAN("contact"),
                SPAN("whatsapp"), SPAN("sms"),      SPAN("fax"),      SPAN("mobil"),   SPAN("cell"),
                SPAN("anruf"),    SPAN("ruf"),      SPAN("handy"),    SPAN("appel"),   SPAN("llam"),
                SPAN("marque"),   SPAN("ligue"),    SPAN("chiam"),    SPAN("bel "),    SPAN("móvil"),
                SPAN("celular"),  SPAN("電話"),     SPAN("电话"),     SPAN("手机"),    SPAN("тел"),
                SPAN("звон"),     SPAN("📞"),        SPAN("☎"),        SPAN("📱"),       SPAN("text us"),
                SPAN("reach us"), SPAN("desk"),     SPAN("help"),     SPAN("speak"),   SPAN("اتصل"),
        };
        return any_of(before, words, sizeof words / sizeof *words);
}

enum { NAME = 14 /* bytes from the name of what is written as nothing but a telephone number is */ };

/* Numbers that have another name. */
static bool named_otherwise(struct span before) {
        static const struct span words[] = {
                SPAN("id:"),
                SPAN("id "),
                SPAN("-id"),
                SPAN("pin"),
                SPAN("code"),
                SPAN("kennung"),
                SPAN("kenn"),
                SPAN("konferenz"),
                SPAN("conférence"),
                SPAN("conferencia"),
                SPAN("conference"),
                SPAN("réunion"),
                SPAN("reunión"),
                SPAN("reunião"),
                SPAN("riunione"),
                SPAN("vergadering"),
                SPAN("meeting"),
                SPAN("besprechung"),
                SPAN("webinar"),
                SPAN("order"),
                SPAN("invoice"),
                SPAN("ticket"),
                SPAN("case"),
                SPAN("iban"),
                SPAN("account"),
                SPAN("konto"),
                SPAN("uid"),
                SPAN("passcode"),
                SPAN("password"),
                SPAN("nummer"),
                SPAN("ref"),
                SPAN("transaction"),
                SPAN("customer"),
                SPAN("vat"),
                SPAN("ust"),
                SPAN("siret"),
                SPAN("isbn"),
                SPAN("会议"),
                SPAN("ミーティング"),
                SPAN("конференц"),
                SPAN("идентификатор"),
                SPAN("tracking"),
                SPAN("serial"),
                SPAN("hrb"),
                SPAN("bic"),
                SPAN("no."),
                SPAN("#"),
        };
        return any_of(before, words, sizeof words / sizeof *words);
}

/* What sort of phone number the digits make. */
enum shape {
        SHAPE_NONE,
        SHAPE_WEAK,   /* could be one: only where words say so */
        SHAPE_STRONG, /* is written as nothing else is */
};

/* North America: [1] area exchange line. `*ret_area` is where the area code stands. */
static enum shape north_american(const struct number *number, const char **ret_area) {
        const char *d = number->digits;
        int len = number->len;
        if (len == 11 && d[0] == '1')
                d++, len--;
        if (len != 10 || d[0] < '2' || d[3] < '2')
                return SHAPE_NONE;
        *ret_area = d;
        bool single = number->group_count >= 10 || (number->disguised && number->group_count >= 7);
        bool usual = groups_are(number, "334") || groups_are(number, "1334") || groups_are(number, "37") ||
                     groups_are(number, "137") || groups_are(number, "434") || groups_are(number, "1343") ||
                     groups_are(number, "13322") || groups_are(number, "3322");
        if (single || (usual && (number->bracket || number->separators[1] != '/')))
                return SHAPE_STRONG;
        bool together = number->group_count <= 2;
        if (toll_free_area(d) && (together || number->group_count <= 6))
                return SHAPE_STRONG;
        return together || number->disguised ? SHAPE_WEAK : SHAPE_NONE;
}

/* Numbers with the 0 of a national prefix, and countries without one. */
static enum shape national(const struct number *number) {
        const char *d = number->digits;
        int len = number->len, groups = number->group_count;
        bool counted = d[1] == d[0] + 1 && d[2] == d[1] + 1;
        if (groups == len && len >= 8 && len <= 13 && !counted)
                return SHAPE_STRONG;
        /* Australia: 1800 123 456, 1300 123 456. */
        if (len == 10 && groups_are(number, "433") && (memcmp(d, "1800", 4) == 0 || memcmp(d, "1300", 4) == 0))
                return SHAPE_STRONG;
        if (d[0] == '0' && d[1] == '0')
                return len >= 11 && len <= 17 && d[2] != '0' ? (groups > 1 ? SHAPE_STRONG : SHAPE_WEAK) : SHAPE_NONE;
        if (d[0] == '0' && len >= 9 && len <= 13) {
                bool usual = groups >= 2 && groups <= 6 && number->groups[0] >= 2 && number->groups[0] <= 6;
                return usual ? SHAPE_STRONG : groups == 1 && (len == 10 || len == 11) ? SHAPE_WEAK : SHAPE_NONE;
        }
        /* Russia: 8 800 555-35-35; China: 138 1234 5678, 400-123-4567; Brazil: (11) 91234-5678. */
        if (len == 11 && d[0] == '8' && (groups_are(number, "13322") || groups_are(number, "1334")))
                return SHAPE_STRONG;
        if (len == 11 && d[0] == '1' && d[1] >= '3' && (groups_are(number, "344") || groups == 1))
                return groups == 1 ? SHAPE_WEAK : SHAPE_STRONG;
        if (d[0] == '4' && groups_are(number, "334") && memcmp(d, "400", 3) == 0)
                return SHAPE_STRONG;
        if (number->bracket && (groups_are(number, "254") || groups_are(number, "244")))
                return SHAPE_STRONG;
        /* What costs nothing in Spain, Portugal, Italy and Poland is written as amounts are, but for its end. */
        if (groups_are(number, "333") && (d[0] == '8' || d[0] == '9') && d[1] == '0' && d[2] == '0' &&
            number->separators[1] == ' ' && strcmp(d + 6, "000") != 0)
                return SHAPE_STRONG;
        /* Spain, Portugal, Poland, Italy's green numbers: nine digits and no prefix. */
        if (len == 9 && d[0] >= '2' &&
            (groups == 1 || groups_are(number, "333") || groups_are(number, "3222") || groups_are(number, "2322") ||
             groups_are(number, "36")))
                return SHAPE_WEAK;
        return SHAPE_NONE;
}

/* Letters, digits and signs that make what they touch a part of something longer: an identifier, a path, a time. */
static bool touched(struct span text, const struct number *number) {
        char before = number->begin > 0 ? text.ptr[number->begin - 1] : ' ';
        char after = number->end < text.len ? text.ptr[number->end] : ' ';
        char behind = number->end + 1 < text.len ? text.ptr[number->end + 1] : ' ';
        if (ascii_alnum(before) || before == '_' || before == '=' || before == '/' || before == '&' || before == '%')
                return true;
        if ((before == '-' || before == '.') && number->begin > 1 && ascii_alnum(text.ptr[number->begin - 2]))
                return true;
        /* Numbers of North America are known by their groups, so that "555-0142now" is one. */
        if (ascii_alpha(after))
                return after != 'x' && !(after == 'e' && behind == 'x') && !groups_are(number, "1334");
        return after == '_' || after == '@' || after == '=' || (after == ':' && ascii_digit(behind)) ||
               (after == '-' && ascii_alpha(behind));
}

static bool dial_in(struct span text, size_t end) {
        static const struct span words[] = { SPAN("pin:"),      SPAN("pin "),       SPAN("conference id"), SPAN(",,"),
                                             SPAN("konferenz"), SPAN("meeting id"), SPAN("kennung") };
        return any_of(span_head(span_skip(text, end), 48), words, sizeof words / sizeof *words);
}

static struct span normal_form(struct finder *finder, const struct number *number, bool american) {
        const char *d = number->digits;
        if (number->plus)
                return arena_format(finder->arena, "+%s", d);
        if (american)
                return arena_format(finder->arena, "+%s%s", number->len == 10 ? "1" : "", d);
        if (d[0] == '0' && d[1] == '0')
                return arena_format(finder->arena, "+%s", d + 2);
        return arena_format(finder->arena, "%s", d);
}

static unsigned flags_of(const struct finder *finder, const struct number *number, const char *area) {
        const char *d = number->digits;
        bool international = number->plus || (d[0] == '0' && d[1] == '0');
        unsigned flags = (international ? PHONE_INTERNATIONAL : 0U) | (number->disguised ? PHONE_DISGUISED : 0U);
        if (dial_in(finder->text, number->end))
                flags |= PHONE_DIAL_IN;
        if (number->plus && d[0] == '1' && number->len == 11)
                area = d + 1;
        bool free = (area && toll_free_area(area)) || (number->plus && strncmp(d, "800", 3) == 0) ||
                    (!number->plus &&
                     (strncmp(d, "0800", 4) == 0 || strncmp(d, "0808", 4) == 0 || strncmp(d, "00800", 5) == 0 ||
                      strncmp(d, "0120", 4) == 0 || strncmp(d, "8800", 4) == 0 ||
                      (number->len == 10 && (strncmp(d, "1800", 4) == 0 || strncmp(d, "1300", 4) == 0))));
        free = free || (!number->plus && number->len == 10 && strncmp(d, "400", 3) == 0) ||
               (!number->plus && number->len == 9 && (strncmp(d, "800", 3) == 0 || strncmp(d, "900", 3) == 0)) ||
               (number->plus &&
                (strncmp(d, "44800", 5) == 0 || strncmp(d, "44808", 5) == 0 || strncmp(d, "49800", 5) == 0 ||
                 strncmp(d, "33800", 5) == 0 || strncmp(d, "31800", 5) == 0 || strncmp(d, "7800", 4) == 0 ||
                 strncmp(d, "81120", 5) == 0));
        bool premium = (area && strncmp(area, "900", 3) == 0) || (!number->plus && strncmp(d, "0900", 4) == 0);
        return flags | (free ? PHONE_TOLL_FREE : 0U) | (premium ? PHONE_PREMIUM : 0U);
}

static bool is_phone(const struct finder *finder, const struct number *number, const char **ret_area) {
        struct span text = finder->text;
        if (number->overflow || number->len < 7 || touched(text, number) || looks_like_date(number))
                return false;
        if (number->plus)
                return number->len >= 8 && number->len <= 15 && number->digits[0] != '0';
        enum shape shape = north_american(number, ret_area);
        if (shape == SHAPE_NONE) {
                *ret_area = NULL;
                shape = national(number);
        }
        if (shape == SHAPE_NONE)
                return false;
        struct span before = words_before(finder, number->begin);
        struct span name = shape == SHAPE_STRONG ? span_skip(before, before.len > NAME ? before.len - NAME : 0) : before;
        bool free = *ret_area && toll_free_area(*ret_area);
        char after = number->end < text.len ? text.ptr[number->end] : ' ';
        if ((named_otherwise(name) || after == '#') && !(free && shape == SHAPE_STRONG && after != '#') &&
            !(told_to_call(before) && shape == SHAPE_STRONG && after != '#'))
                return false;
        return shape == SHAPE_STRONG || told_to_call(before) || (free && number->disguised);
}

size_t find_phone(struct finder *finder, size_t from) {
        struct number number;
        read_number(finder, from, &number);
        if (number.len == 0)
                return from;
        const char *area = NULL;
        if (!is_phone(finder, &number, &area))
                return number.end;
        struct phone *phone = array_push(&finder->findings->phones, finder->arena, sizeof *phone, LIMIT_TEXT_FINDINGS);
        if (!phone) {
                finder->findings->others_dropped++;
                return number.end;
        }
        *phone = (struct phone){
                .written = { finder->text.ptr + number.begin, number.end - number.begin },
                .digits = normal_form(finder, &number, area != NULL),
                .flags = flags_of(finder, &number, area),
                .offset = number.begin,
        };
        return number.end;
}

/* A disguise can begin before the first true digit: "l-8OO-…". */
static size_t dressed_begin(const struct finder *finder, size_t at) {
        struct span text = finder->text;
        size_t from = at;
        if (from > finder->done && (text.ptr[from - 1] == '-' || text.ptr[from - 1] == ' ' || text.ptr[from - 1] == '('))
                from--;
        while (from > finder->done && at - from < 4 && letter_digit(text.ptr[from - 1]))
                from--;
        bool letter = from < at && letter_digit(text.ptr[from]);
        bool alone = from == 0 || !ascii_alnum(text.ptr[from - 1]);
        return letter && alone ? from : at;
}

size_t find_number(struct finder *finder, size_t at) {
        size_t end;
        if (find_amount(finder, at, &end))
                return end;
        end = find_phone(finder, dressed_begin(finder, at));
        return end > at ? end : find_phone(finder, at);
}
