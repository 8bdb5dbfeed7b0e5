/* spf-answer: SPF over a piece of DNS, line by line, fields divided by tabs:
 *
 *     zone                          begins another piece of DNS
 *     record NAME TYPE TEXT         (in hex)
 *     fails NAME TYPE               what no record above answers
 *     check IP HELO MAILFROM        (both in hex)  ->  RESULT MECHANISM EXPLANATION (both in hex) PROBLEM
 */
#include <stdio.h>
#include <stdlib.h>

#include "../unit/lookup/zone.h"
#include "lookup/spf.h"

enum { ROWS = 2000, QUESTIONS = 300 };

static struct zone_row zone[ROWS + 1];
static uint32_t rows;

static char *unhex(const char *hex) {
        size_t len = hex ? strlen(hex) / 2 : 0;
        char *text = calloc(1, len + 1);
        for (size_t i = 0; i < len; i++) {
                unsigned byte;
                if (sscanf(hex + 2 * i, "%2x", &byte) == 1)
                        text[i] = (char)byte;
        }
        return text;
}

static void zone_clear(void) {
        for (uint32_t i = 0; i < rows; i++) {
                free((char *)zone[i].name);
                free((char *)zone[i].text);
        }
        memset(zone, 0, sizeof zone);
        rows = 0;
}

static void print_hex(struct span text) {
        putchar('\t');
        for (size_t i = 0; i < text.len; i++)
                printf("%02x", (unsigned char)text.ptr[i]);
}

static void check(const char *ip, const char *helo, const char *from) {
        struct arena *arena = arena_new(64 << 20);
        struct answers *answers = answers_new(arena, QUESTIONS);
        const struct spf_case what = { span_from(ip), span_from(helo), span_from(from), { 0 }, 1700000000 };
        struct spf_answer answer;
        while (!spf_check(answers, arena, &what, &answer))
                if (zone_answer(zone, answers) == 0)
                        abort(); /* it waits for nothing */
        printf("%s", spf_result_name(answer.result));
        print_hex(answer.mechanism);
        print_hex(answer.explanation);
        printf("\t%.*s\n", (int)answer.problem.len, answer.problem.ptr);
        arena_free(arena);
}

int main(void) {
        char *line = NULL;
        size_t size = 0;
        while (getline(&line, &size, stdin) > 0) {
                char *fields[4] = { 0 }, *rest = line;
                line[strcspn(line, "\n")] = '\0';
                for (int i = 0; i < 4; i++)
                        fields[i] = strsep(&rest, "\t");
                enum record_type type = RECORD_TXT;
                if (fields[2])
                        (void)record_type_from_name(span_from(fields[2]), &type);
                if (strcmp(fields[0], "zone") == 0) {
                        zone_clear();
                } else if (strcmp(fields[0], "check") == 0) {
                        char *helo = unhex(fields[2]), *from = unhex(fields[3]);
                        check(fields[1], helo, from);
                        free(helo);
                        free(from);
                } else if (rows < ROWS && fields[2]) {
                        char *text = strcmp(fields[0], "fails") == 0 ? NULL : unhex(fields[3]);
                        size_t len = text ? strlen(fields[3]) / 2 : 0;
                        zone[rows++] = (struct zone_row){ strdup(fields[1]), type, text, len };
                }
        }
        zone_clear();
        free(line);
        return 0;
}
