#include "ops/lint-values.h"

static bool digits(struct span text, size_t from, size_t count) {
        if (text.len < from + count)
                return false;
        for (size_t i = from; i < from + count; i++)
                if (!ascii_digit(text.ptr[i]))
                        return false;
        return true;
}

/* Two digits that are at most `high`. */
static bool two_digits(struct span text, size_t from, int low, int high) {
        if (!digits(text, from, 2))
                return false;
        int value = (text.ptr[from] - '0') * 10 + (text.ptr[from + 1] - '0');
        return value >= low && value <= high;
}

static bool begins_with_date(struct span text) {
        static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        if (!digits(text, 0, 4) || !two_digits(text, 4, 1, 12))
                return false;
        int month = (text.ptr[4] - '0') * 10 + (text.ptr[5] - '0');
        return two_digits(text, 6, 1, days[month - 1]);
}

bool value_is_date(struct span text) {
        return text.len == 8 && begins_with_date(text);
}

bool value_is_date_time(struct span text) {
        return (text.len == 15 || (text.len == 16 && text.ptr[15] == 'Z')) && begins_with_date(text) &&
               text.ptr[8] == 'T' && two_digits(text, 9, 0, 23) && two_digits(text, 11, 0, 59) &&
               two_digits(text, 13, 0, 60);
}

/* Takes digits and one of the letters off the front; '\0' when they are not there. */
static char take_number(struct span *text, const char *letters) {
        size_t count = 0;
        while (count < text->len && ascii_digit(text->ptr[count]))
                count++;
        if (count == 0 || count >= text->len || !text->ptr[count] || !strchr(letters, text->ptr[count]))
                return '\0';
        char letter = text->ptr[count];
        *text = span_skip(*text, count + 1);
        return letter;
}

/* 1H30M10S: hours, minutes and seconds in this order; hours and seconds alone need the minutes between them. */
static bool is_time_of_duration(struct span text) {
        const char *rest = "HMS";
        if (text.len == 0)
                return false;
        while (text.len > 0) {
                char letter = take_number(&text, rest);
                if (!letter)
                        return false;
                rest = letter == 'H' ? "M" : letter == 'M' ? "S" : "";
        }
        return true;
}

bool value_is_duration(struct span text) {
        if (text.len > 0 && (text.ptr[0] == '+' || text.ptr[0] == '-'))
                text = span_skip(text, 1);
        if (text.len < 3 || text.ptr[0] != 'P')
                return false;
        text = span_skip(text, 1);
        if (text.ptr[0] == 'T')
                return is_time_of_duration(span_skip(text, 1));
        char letter = take_number(&text, "WD");
        if (!letter || (letter == 'W' && text.len > 0))
                return false;
        return text.len == 0 || (text.ptr[0] == 'T' && is_time_of_duration(span_skip(text, 1)));
}

bool value_is_period(struct span text) {
        size_t slash = span_find_byte(text, '/');
        struct span end = span_skip(text, slash + 1);
        return slash < text.len && value_is_date_time(span_head(text, slash)) &&
               (value_is_date_time(end) || (value_is_duration(end) && end.ptr[0] != '-'));
}

bool value_is_integer(struct span text, int64_t low, int64_t high) {
        bool negative = text.len > 0 && text.ptr[0] == '-';
        uint64_t value;
        if (text.len > 0 && (negative || text.ptr[0] == '+'))
                text = span_skip(text, 1);
        if (!span_to_u64(text, &value) || value > (uint64_t)INT64_MAX)
                return false;
        int64_t number = negative ? -(int64_t)value : (int64_t)value;
        return number >= low && number <= high;
}

bool value_is_request_status(struct span text) {
        struct span code = span_split(&text, ';');
        int numbers = 0;
        while (code.len > 0) {
                uint64_t number;
                if (!span_to_u64(span_split(&code, '.'), &number))
                        return false;
                numbers++;
        }
        return (numbers == 2 || numbers == 3) && text.len > 0;
}

bool value_has_unescaped(struct span text) {
        for (size_t i = 0; i < text.len; i++) {
                if (text.ptr[i] == '\\')
                        i++;
                else if (text.ptr[i] == ',' || text.ptr[i] == ';')
                        return true;
        }
        return false;
}

bool value_has_odd_escape(struct span text) {
        for (size_t i = 0; i < text.len; i++) {
                if (text.ptr[i] != '\\')
                        continue;
                i++;
                if (i >= text.len || !text.ptr[i] || !strchr("\\;,nN", text.ptr[i]))
                        return true;
        }
        return false;
}

bool value_has_control(struct span bytes) {
        for (size_t i = 0; i < bytes.len; i++) {
                unsigned char byte = (unsigned char)bytes.ptr[i];
                if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
                        return true;
        }
        return false;
}

bool value_is_one_of(struct span text, const char *words) {
        struct span rest = span_from(words);
        while (rest.len > 0)
                if (span_equal_nocase(span_split(&rest, '|'), text))
                        return true;
        return span_starts_nocase(text, SPAN("X-"));
}
