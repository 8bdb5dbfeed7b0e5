/* spf-answer: SPF over pieces of DNS, line by line (script.h):
 *
 *     check IP HELO MAILFROM        (both in hex)  ->  RESULT MECHANISM EXPLANATION (both in hex) PROBLEM
 */
#include "lookup/spf.h"
#include "script.h"

enum { QUESTIONS = 300 };

static void print_hex(struct span text) {
        putchar('\t');
        for (size_t i = 0; i < text.len; i++)
                printf("%02x", (unsigned char)text.ptr[i]);
}

static void check(char **fields) {
        size_t len;
        char *helo = script_unhex(fields[2], &len), *from = script_unhex(fields[3], &len);
        struct arena *arena = arena_new(64 << 20);
        struct answers *answers = answers_new(arena, QUESTIONS);
        const struct spf_case what = { span_from(fields[1]), span_from(helo), span_from(from), { 0 }, 1700000000 };
        struct spf_answer answer;
        while (!spf_check(answers, arena, &what, &answer))
                if (zone_answer(script_zone, answers) == 0)
                        abort(); /* it waits for nothing */
        printf("%s", spf_result_name(answer.result));
        print_hex(answer.mechanism);
        print_hex(answer.explanation);
        printf("\t%.*s\n", (int)answer.problem.len, answer.problem.ptr);
        arena_free(arena);
        free(helo);
        free(from);
}

int main(void) {
        return script_run(check);
}
