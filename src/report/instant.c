#include "report/instant.h"

#include <stdio.h>

#include "calendar/moment.h"

enum { DAY = 86400 };

/* Takes `digits` decimal digits off the front. */
static bool take_digits(struct span *text, size_t digits, unsigned *ret) {
        uint64_t value;
        struct span head = span_head(*text, digits);
        if (head.len != digits || !span_to_u64(head, &value))
                return false;
        *text = span_skip(*text, digits);
        *ret = (unsigned)value;
        return true;
}

static bool take_byte(struct span *text, const char *any_of) {
        if (!text->len || !text->ptr[0] || !strchr(any_of, text->ptr[0]))
                return false;
        *text = span_skip(*text, 1);
        return true;
}

static bool read_date(struct span *text, int64_t *ret_days) {
        static const unsigned char lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        unsigned year, month, day;
        if (!take_digits(text, 4, &year) || !take_byte(text, "-") || !take_digits(text, 2, &month) ||
            !take_byte(text, "-") || !take_digits(text, 2, &day))
                return false;
        if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1])
                return false;
        if (month == 2 && day == 29 && (year % 4 != 0 || (year % 100 == 0 && year % 400 != 0)))
                return false;
        *ret_days = days_from_civil(year, (int)month, (int)day);
        return true;
}

static bool read_clock(struct span *text, int64_t *ret_seconds) {
        unsigned hour, minute, second = 0;
        if (!take_digits(text, 2, &hour) || !take_byte(text, ":") || !take_digits(text, 2, &minute))
                return false;
        if (take_byte(text, ":") && !take_digits(text, 2, &second))
                return false;
        if (hour > 23 || minute > 59 || second > 60)
                return false;
        if (take_byte(text, "."))
                while (text->len && ascii_digit(text->ptr[0]))
                        *text = span_skip(*text, 1);
        *ret_seconds = hour * 3600 + minute * 60 + second;
        return true;
}

static bool read_zone(struct span *text, int64_t *ret_seconds) {
        unsigned hour, minute;
        *ret_seconds = 0;
        if (!text->len || take_byte(text, "Zz"))
                return true;
        int sign = text->ptr[0] == '-' ? -1 : 1;
        if (!take_byte(text, "+-") || !take_digits(text, 2, &hour) || !take_byte(text, ":") ||
            !take_digits(text, 2, &minute) || hour > 23 || minute > 59)
                return false;
        *ret_seconds = sign * (int64_t)(hour * 3600 + minute * 60);
        return true;
}

static bool read_seconds(struct span text, int64_t *ret) {
        bool negative = text.len && text.ptr[0] == '-';
        uint64_t value;
        if (!span_to_u64(span_skip(text, negative), &value) || value > INT64_MAX)
                return false;
        *ret = negative ? -(int64_t)value : (int64_t)value;
        return true;
}

bool instant_read(struct span text, int64_t *ret) {
        if (read_seconds(text, ret))
                return true;
        int64_t days, clock = 0, zone = 0;
        if (!read_date(&text, &days))
                return false;
        if (text.len && (!take_byte(&text, "Tt ") || !read_clock(&text, &clock) || !read_zone(&text, &zone)))
                return false;
        if (text.len)
                return false;
        *ret = days * DAY + clock - zone;
        return true;
}

void instant_write(int64_t at, char ret[static INSTANT_BYTES]) {
        static const int64_t first = -62167219200, last = 253402300799; /* years 0 and 9999 */
        at = at < first ? first : at > last ? last : at;
        int64_t days = at / DAY - (at % DAY < 0), clock = at - days * DAY;
        int64_t year;
        int month, day;
        civil_from_days(days, &year, &month, &day);
        snprintf(ret, INSTANT_BYTES, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000, (unsigned)month % 100,
                 (unsigned)day % 100, (unsigned)(clock / 3600) % 100, (unsigned)(clock / 60 % 60),
                 (unsigned)(clock % 60));
}
