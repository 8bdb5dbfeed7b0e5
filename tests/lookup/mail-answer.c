/* mail-answer: DKIM and ARC of mails over pieces of DNS, line by line, fields divided by tabs:
 *
 *     zone                          begins another piece of DNS
 *     record NAME TXT TEXT          (in hex)
 *     fails NAME TXT                what no record above answers
 *     dkim AT MAIL                  (in hex)  ->  a word for each signature: RESULT:DOMAIN:PROBLEM, with | between
 *     arc AT MAIL                   ->  RESULT OLDEST-PASS PROBLEM
 */
#include <stdio.h>
#include <stdlib.h>

#include "lookup/arc.h"
#include "lookup/dkim.h"
#include "message/message.h"
#include "script.h"

static void dkim(struct arena *arena, const struct message *message, int64_t at) {
        struct answers *answers = answers_new(arena, 100);
        struct array signatures = { 0 };
        struct dkim *dkim = dkim_read(arena, message, SPAN("corp.example"), at);
        while (dkim && !dkim_ask(dkim, answers, arena))
                if (zone_answer(script_zone, answers) == 0)
                        abort();
        if (dkim)
                dkim_check(dkim, answers, arena, &signatures);
        const struct dkim_signature *items = signatures.items;
        for (uint32_t i = 0; i < signatures.count; i++)
                printf("%s%s:%.*s:%.*s", i > 0 ? "|" : "", dkim_result_name(items[i].result), (int)items[i].domain.len,
                       items[i].domain.ptr, (int)items[i].problem.len, items[i].problem.ptr);
        putchar('\n');
}

static void arc(struct arena *arena, const struct message *message) {
        struct answers *answers = answers_new(arena, 200);
        struct arc_answer answer = { .result = ARC_NONE };
        struct arc *arc = arc_read(arena, message);
        while (arc && !arc_ask(arc, answers, arena))
                if (zone_answer(script_zone, answers) == 0)
                        abort();
        if (arc)
                arc_check(arc, answers, arena, &answer);
        printf("%s\t%u\t%.*s\n", arc_result_name(answer.result), answer.oldest_pass, (int)answer.problem.len,
               answer.problem.ptr);
}

static void judge(char **fields) {
        struct arena *arena = arena_new(256 << 20);
        struct defects defects = { .arena = arena };
        size_t len;
        char *mail = script_unhex(fields[2], &len);
        const struct message *message = message_read(arena, (struct span){ mail, len }, &defects);
        if (strcmp(fields[0], "dkim") == 0)
                dkim(arena, message, atoll(fields[1]));
        else
                arc(arena, message);
        free(mail);
        arena_free(arena);
}

int main(void) {
        return script_run(judge);
}
