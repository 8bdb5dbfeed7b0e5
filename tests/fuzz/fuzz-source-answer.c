/* layer: lookup */
/* What a source answers, and the pointers into it: the first three lines are pointers, the rest is the answer. What is not
 * there changes nothing, and what was said once is said again. */
#include <stdlib.h>
#include <string.h>

#include "lookup/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *text_of(struct span line, char *ret, size_t room) {
        snprintf(ret, room, "%.*s", (int)(line.len < room ? line.len : room - 1), line.ptr ? line.ptr : "");
        return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        char age[300], score[300], listed[300];
        struct span text = { (const char *)data, size };
        const struct source_places places = {
                text_of(span_split(&text, '\n'), age, sizeof age),
                text_of(span_split(&text, '\n'), score, sizeof score),
                text_of(span_split(&text, '\n'), listed, sizeof listed),
        };
        struct source_answer untouched = { .age_days = -1, .score = -1 }, answer = untouched, again = untouched;
        bool read = source_read(text, &places, &answer);
        if (read != source_read(text, &places, &again) || answer.listed != again.listed ||
            answer.age_known != again.age_known || answer.score_known != again.score_known)
                abort();
        if (!read && (answer.age_days != -1 || answer.score != -1 || answer.listed))
                abort();
        return 0;
}
