#include "lookup/scanners.h"

/* "15.0", "-0.1", up to six digits before the point. */
static bool read_score(struct span text, double *ret) {
        struct span s = span_trim(text);
        bool minus = s.len > 0 && s.ptr[0] == '-';
        double value = 0, unit = 1;
        size_t digits = 0;
        bool point = false;
        for (size_t i = minus; i < s.len; i++) {
                if (s.ptr[i] == '.' && !point) {
                        point = true;
                        continue;
                }
                if (!ascii_digit(s.ptr[i]) || ++digits > 9)
                        return false;
                value = value * 10 + (s.ptr[i] - '0');
                unit *= point ? 10 : 1;
        }
        *ret = (minus ? -value : value) / unit;
        return digits > 0;
}

/* "True ; 15.0 / 5.0" */
static bool read_spam(struct span value, struct scanner_answer *answer) {
        struct span scores = value, word = span_trim(span_split(&scores, ';')), score = span_split(&scores, '/');
        bool yes = span_equal_nocase(word, SPAN("True")) || span_equal_nocase(word, SPAN("Yes"));
        bool no = span_equal_nocase(word, SPAN("False")) || span_equal_nocase(word, SPAN("No"));
        if (!(yes || no) || !read_score(score, &answer->score) || !read_score(scores, &answer->threshold))
                return false;
        answer->kind = yes ? OPINION_SPAM : OPINION_CLEAN;
        return true;
}

bool spamd_read(struct span answer, struct scanner_answer *ret) {
        struct span body = answer, line = span_trim(span_split(&body, '\n'));
        struct scanner_answer found = { 0 };
        bool known = false;
        uint64_t length = UINT64_MAX;
        if (!span_starts_nocase(line, SPAN("SPAMD/")) || !span_ends_nocase(line, SPAN(" 0 EX_OK")))
                return false;
        while (body.len > 0) {
                line = span_trim(span_split(&body, '\n'));
                if (line.len == 0)
                        break;
                struct span name = span_split(&line, ':');
                if (span_equal_nocase(name, SPAN("Spam")))
                        known = read_spam(line, &found);
                else if (span_equal_nocase(name, SPAN("Content-length")) && !span_to_u64(span_trim(line), &length))
                        return false;
        }
        if (!known || (length != UINT64_MAX && length > body.len))
                return false;
        while (body.len > 0)
                scanner_reason_add(&found, " ", span_trim(span_split(&body, ',')));
        *ret = found;
        return true;
}
