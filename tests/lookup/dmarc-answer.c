/* dmarc-answer: DMARC over pieces of DNS, line by line (script.h):
 *
 *     dmarc FROM SPF DKIM     (domains; the last two that pass, or "-")  ->  RESULT DISPOSITION TAG ORGANIZATIONAL
 */
#include "lookup/dmarc.h"
#include "script.h"

static void check(char **fields) {
        struct arena *arena = arena_new(16 << 20);
        struct answers *answers = answers_new(arena, 200);
        struct dmarc_identity identities[2];
        uint32_t count = 0;
        for (int i = 2; i < 4; i++)
                if (strcmp(fields[i], "-") != 0)
                        identities[count++] = (struct dmarc_identity){ span_from(fields[i]), i == 2 };
        const struct dmarc_query what = { span_from(fields[1]), 1, identities, count };
        struct dmarc_answer answer;
        while (!dmarc_check(answers, arena, &what, &answer))
                if (zone_answer(script_zone, answers) == 0)
                        abort(); /* it waits for nothing */
        printf("%s\t%s\t%s\t%.*s\n", dmarc_result_name(answer.result), dmarc_policy_name(answer.disposition),
               answer.policy_tag, (int)answer.organizational.len, answer.organizational.ptr);
        arena_free(arena);
}

int main(void) {
        return script_run(check);
}
