#include "message/date.h"

#include "base/civil.h"

static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
static const char weekdays[] = "thufrisatsunmontuewed"; /* 1970-01-01 was a Thursday */

/* Names of RFC 5322 4.3, in hours; letters of the military zones were so often wrong that they count as unknown. */
static const struct {
        char name[5];
        int8_t hours;
} zones[] = {
        { "ut", 0 },   { "gmt", 0 },  { "utc", 0 },  { "z", 0 },    { "est", -5 }, { "edt", -4 }, { "cst", -6 },
        { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 }, { "cet", 1 },  { "cest", 2 },
        { "bst", 1 },  { "msk", 3 },  { "jst", 9 },  { "eet", 2 },  { "eest", 3 }, { "wet", 0 },  { "west", 1 },
};

struct token {
        struct span text;
        uint32_t number; /* of digits; UINT32_MAX for more than nine */
        bool digits;
        char before, after; /* the bytes around; NUL at the ends */
};

struct tokens {
        struct token items[12];
        unsigned count;
        bool more;
};

/* Runs of digits and of letters; comments are passed over. */
static void tokens_read(struct span text, struct tokens *tokens) {
        size_t depth = 0;
        tokens->count = 0;
        tokens->more = false;
        for (size_t i = 0; i < text.len;) {
                char c = text.ptr[i];
                if (c == '(')
                        depth++;
                if (c == ')' && depth > 0)
                        depth--;
                if (depth > 0 || !ascii_alnum(c)) {
                        i++;
                        continue;
                }
                if (tokens->count == sizeof tokens->items / sizeof *tokens->items) {
                        tokens->more = true;
                        return;
                }
                struct token *token = &tokens->items[tokens->count++];
                size_t from = i;
                *token = (struct token){ .digits = ascii_digit(c), .before = i > 0 ? text.ptr[i - 1] : '\0' };
                while (i < text.len && (token->digits ? ascii_digit(text.ptr[i]) : ascii_alpha(text.ptr[i])))
                        i++;
                token->text = (struct span){ text.ptr + from, i - from };
                token->after = i < text.len ? text.ptr[i] : '\0';
                for (size_t k = 0; token->digits && k < token->text.len; k++)
                        token->number = k < 9 ? token->number * 10 + (uint32_t)(token->text.ptr[k] - '0') : UINT32_MAX;
        }
}

/* Position of a name of three letters in a list of such; -1 when it is none. */
static int name_in(const char *list, struct span name) {
        if (name.len < 3)
                return -1;
        for (int i = 0; list[i]; i += 3)
                if (span_equal_nocase(span_head(name, 3), (struct span){ list + i, 3 }))
                        return i / 3;
        return -1;
}

struct fields {
        int weekday, month, day; /* -1: not there */
        int64_t year;
        int hour, minute, second;
        bool zone_known, broken;
        int32_t zone;
};

static void year_set(struct fields *fields, const struct token *token) {
        fields->year = token->number;
        /* RFC 5322 4.3 */
        if (token->text.len == 2)
                fields->year += token->number < 50 ? 2000 : 1900;
        else if (token->text.len == 3)
                fields->year += 1900;
}

/* +0200, -03:30, GMT, GMT+1, EDT. Returns the index behind it. */
static unsigned zone_read(const struct tokens *tokens, unsigned i, struct fields *fields) {
        const struct token *token = &tokens->items[i];
        if (token->digits) {
                uint32_t hours = token->number, minutes = 0;
                if (token->text.len > 2) {
                        minutes = hours % 100;
                        hours /= 100;
                } else if (token->after == ':' && i + 1 < tokens->count && tokens->items[i + 1].digits) {
                        minutes = tokens->items[++i].number;
                }
                if (hours > 23 || minutes > 59) {
                        fields->broken = true;
                        return i + 1;
                }
                fields->zone = (int32_t)(hours * 3600 + minutes * 60) * (token->before == '-' ? -1 : 1);
                fields->zone_known = fields->zone != 0 || token->before == '+';
                return i + 1;
        }
        for (unsigned z = 0; z < sizeof zones / sizeof *zones; z++) {
                if (!span_equal_nocase(token->text, span_from(zones[z].name)))
                        continue;
                fields->zone = zones[z].hours * 3600;
                fields->zone_known = true;
                bool offset = i + 1 < tokens->count && tokens->items[i + 1].digits && token->after &&
                              (token->after == '+' || token->after == '-') && zones[z].hours == 0;
                return offset ? zone_read(tokens, i + 1, fields) : i + 1;
        }
        return i + 1;
}

/* hh:mm[:ss[.fraction]], from token i on. */
static unsigned time_read(const struct tokens *tokens, unsigned i, struct fields *fields) {
        fields->hour = (int)tokens->items[i].number;
        if (i + 1 < tokens->count && tokens->items[i].after == ':' && tokens->items[i + 1].digits)
                fields->minute = (int)tokens->items[++i].number;
        if (i + 1 < tokens->count && tokens->items[i].after == ':' && tokens->items[i + 1].digits)
                fields->second = (int)tokens->items[++i].number;
        if (i + 1 < tokens->count && (tokens->items[i].after == '.' || tokens->items[i].after == ',') &&
            tokens->items[i + 1].digits && tokens->items[i + 1].before == tokens->items[i].after)
                i++;
        i++;
        bool meridian = i < tokens->count && tokens->items[i].text.len == 2 && fields->hour <= 12;
        if (meridian && span_equal_nocase(tokens->items[i].text, SPAN("pm"))) {
                fields->hour = fields->hour % 12 + 12;
                return i + 1;
        }
        if (meridian && span_equal_nocase(tokens->items[i].text, SPAN("am"))) {
                fields->hour %= 12;
                return i + 1;
        }
        return i;
}

static bool is_offset(const struct token *token) {
        return token->digits && (token->before == '+' || token->before == '-') && token->text.len >= 2;
}

/* 2026-11-21T10:00:00Z; tokens 0 to 2 are the date. */
static bool iso_read(const struct tokens *tokens, struct fields *fields) {
        const struct token *t = tokens->items;
        if (tokens->count < 3 || !t[0].digits || t[0].text.len != 4 || t[0].after != '-' || !t[1].digits || !t[2].digits)
                return false;
        fields->year = t[0].number;
        fields->month = (int)t[1].number - 1;
        fields->day = (int)t[2].number;
        unsigned i = 3;
        if (i < tokens->count && span_equal_nocase(t[i].text, SPAN("t")))
                i++;
        fields->hour = 0;
        if (i < tokens->count && t[i].digits)
                i = time_read(tokens, i, fields);
        if (i < tokens->count)
                i = zone_read(tokens, i, fields);
        fields->broken = true;
        return true;
}

/* Takes what each token is by its form, which also reads asctime (`Sat Nov 21 10:00:00 2026`). */
static void fields_read(const struct tokens *tokens, struct fields *fields) {
        bool done = false;
        for (unsigned i = 0; i < tokens->count;) {
                const struct token *token = &tokens->items[i];
                int month = token->digits ? -1 : name_in(months, token->text);
                int weekday = token->digits ? -1 : name_in(weekdays, token->text);
                if (token->digits && token->after == ':' && fields->hour < 0) {
                        i = time_read(tokens, i, fields);
                        continue;
                }
                if (fields->hour >= 0 && (is_offset(token) || (!token->digits && month < 0)) && !done) {
                        i = zone_read(tokens, i, fields);
                        done = true;
                        continue;
                }
                if (month >= 0 && fields->month < 0)
                        fields->month = month;
                else if (weekday >= 0 && fields->weekday < 0)
                        fields->weekday = weekday;
                else if (token->digits && fields->day < 0 && token->number <= 31)
                        fields->day = (int)token->number;
                else if (token->digits && fields->year < 0)
                        year_set(fields, token);
                else
                        fields->broken = true;
                i++;
        }
}

bool date_read_zoned(struct span text, struct date *ret) {
        enum { LONGEST = 256, FIRST_YEAR = 1, LAST_YEAR = 9999 };
        struct tokens tokens;
        struct fields fields = { .weekday = -1, .month = -1, .day = -1, .year = -1, .hour = -1 };
        tokens_read(span_head(text, LONGEST), &tokens);
        if (!iso_read(&tokens, &fields))
                fields_read(&tokens, &fields);
        if (fields.month < 0 || fields.month > 11 || fields.day < 1 || fields.year < FIRST_YEAR ||
            fields.year > LAST_YEAR)
                return false;
        struct date date = { .zone_seconds = fields.zone, .zone_known = fields.zone_known };
        date.broken = fields.broken || tokens.more || fields.hour < 0 || fields.hour > 23 || fields.minute > 59 ||
                      fields.second > 60 || fields.day > days_in_month(fields.year, fields.month + 1);
        if (fields.hour < 0 || fields.hour > 24 || fields.minute > 59 || fields.second > 60)
                fields.hour = fields.minute = fields.second = 0;
        int64_t days = days_from_civil(fields.year, fields.month + 1, fields.day);
        if (fields.weekday >= 0 && (days % 7 + 7) % 7 != fields.weekday)
                date.broken = true;
        date.time = days * 86400 + fields.hour * 3600 + fields.minute * 60 + fields.second - fields.zone;
        *ret = date;
        return true;
}

bool date_read(struct span text, int64_t *ret) {
        struct date date;
        if (!date_read_zoned(text, &date))
                return false;
        *ret = date.time;
        return true;
}
