/* Opinions in words: apart from what asks for them, which not every program links. */
#include <string.h>

#include "lookup/scanners.h"

const char *opinion_kind_name(enum opinion_kind kind) {
        static const char *const names[OPINION_KINDS] = { "clean", "probable", "spam", "malware" };
        return names[kind];
}

void scanner_reason_add(struct scanner_answer *answer, const char *between, struct span text) {
        size_t len = strlen(answer->reason), gap = len > 0 ? strlen(between) : 0;
        if (text.len == 0 || text.len > SCANNER_REASON_BYTES || len + gap + text.len >= sizeof answer->reason)
                return;
        memcpy(answer->reason + len, between, gap);
        for (size_t i = 0; i < text.len; i++)
                answer->reason[len + gap + i] = text.ptr[i] >= ' ' && text.ptr[i] <= '~' ? text.ptr[i] : '?';
}
