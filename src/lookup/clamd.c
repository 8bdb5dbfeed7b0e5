#include "lookup/scanners.h"

static const struct span unwanted[] = { SPAN("Heuristics.Phishing."), SPAN("Phishing."), SPAN("Junk."),
                                        SPAN("Email.Phishing."), SPAN("Email.Spam.") };

static bool is_unwanted_mail(struct span signature) {
        for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
                if (span_starts_nocase(signature, unwanted[i]) ||
                    (span_ends_nocase(signature, SPAN(".UNOFFICIAL")) && span_has_nocase(signature, unwanted[i])))
                        return true;
        return false;
}

bool clamd_read(struct span answer, struct scanner_answer *ret) {
        struct span s = answer;
        while (s.len > 0 && s.ptr[s.len - 1] == '\0')
                s.len--;
        s = span_trim(s);
        size_t colon = span_find(s, SPAN(": "));
        struct span word = span_skip(s, colon + 2);
        if (colon == s.len || span_find_byte(s, '\n') < s.len)
                return false;
        if (span_equal(word, SPAN("OK"))) {
                *ret = (struct scanner_answer){ .kind = OPINION_CLEAN };
                return true;
        }
        if (!span_ends_nocase(word, SPAN(" FOUND")))
                return false;
        struct span signature = span_head(word, word.len - 6);
        *ret = (struct scanner_answer){ .kind = is_unwanted_mail(signature) ? OPINION_SPAM : OPINION_MALWARE };
        scanner_reason_add(ret, "", signature);
        return true;
}
