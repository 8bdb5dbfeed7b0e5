/* layer: lookup */
/* Lines of the input: From's domain, a proven one, and then records of whatever is asked for, in turn. */
#include <stdlib.h>

#include "lookup/dmarc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct span input = { (const char *)data, size };
        struct arena *arena = arena_new(64 << 20);
        struct answers *answers = answers_new(arena, 100);
        struct span from = input.len > 0 ? span_split(&input, '\n') : (struct span){ 0 };
        const struct dmarc_identity identity = { input.len > 0 ? span_split(&input, '\n') : (struct span){ 0 }, true };
        const struct dmarc_query what = { from, 1, &identity, 1 };
        struct dmarc_answer result;
        struct question question;
        while (!dmarc_check(answers, arena, &what, &result)) {
                bool some = false;
                for (; answers_next(answers, &question); some = true) {
                        struct span line = input.len > 0 ? span_split(&input, '\n') : (struct span){ 0 };
                        struct answer answer = { .state = line.len > 0 ? ANSWER_FOUND : ANSWER_NO_NAME,
                                                 .records = &line,
                                                 .count = line.len > 0 };
                        answers_put(answers, question.number, &answer);
                }
                if (!some)
                        abort(); /* it waits for nothing */
        }
        arena_free(arena);
        return 0;
}
