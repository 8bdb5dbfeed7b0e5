/* layer: lookup */
/* Lines of the input: the client's address, MAIL FROM, and then records of whatever is asked for, in turn. */
#include <stdlib.h>

#include "lookup/spf.h"

static struct span line_of(struct span *input) {
        return input->len > 0 ? span_split(input, '\n') : (struct span){ 0 };
}

static void answer(struct answers *answers, const struct question *question, struct span *input) {
        struct span records[3] = { 0 };
        struct answer answer = { .state = ANSWER_FOUND, .records = records, .ttl = 60 };
        struct span line = line_of(input);
        if (line.len == 0 || line.ptr[0] == '!')
                answer = (struct answer){ .state = line.len > 1 ? ANSWER_FAILED : ANSWER_NO_NAME, .why = "so it is" };
        while (answer.state == ANSWER_FOUND && line.len > 0 && answer.count < 3) {
                struct span record = span_split(&line, '\t');
                if (question->type == RECORD_A)
                        record = (struct span){ "\xc0\x00\x02\x01", 4 };
                if (question->type == RECORD_AAAA)
                        record = (struct span){ "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16 };
                records[answer.count++] = record;
        }
        answers_put(answers, question->number, &answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct span input = { (const char *)data, size };
        struct arena *arena = arena_new(256 << 20);
        struct answers *answers = answers_new(arena, 100);
        const struct spf_case what = { .client_ip = line_of(&input),
                                       .mail_from = line_of(&input),
                                       .helo = SPAN("mail.example.net") };
        struct spf_answer result;
        struct question question;
        while (!spf_check(answers, arena, &what, &result)) {
                bool some = false;
                for (; answers_next(answers, &question); some = true)
                        answer(answers, &question, &input);
                if (!some)
                        abort(); /* it waits for nothing */
        }
        arena_free(arena);
        return 0;
}
