/* results-answer: reads Authentication-Results, line by line (script.h):
 *
 *     results HEX             (the field's value)
 *         ->  AUTHSERV-ID VERSION BROKEN, then of each result METHOD/VERSION=RESULT REASON, and TYPE.NAME=VALUE of its properties
 */
#include "message/authentication.h"
#include "script.h"

#define SHOWN(span) (int)(span).len, (span).ptr ? (span).ptr : ""

static void read(char **fields) {
        struct arena *arena = arena_new(16 << 20);
        size_t len;
        char *text = script_unhex(fields[1], &len);
        struct authentication_results results = authentication_results_read(arena, (struct span){ text, len });
        printf("%.*s\t%u\t%s", SHOWN(results.authserv_id), results.version, results.broken ? "broken" : "");
        for (uint32_t i = 0; i < results.count; i++) {
                const struct authentication_result *one = &results.items[i];
                printf("\t%.*s/%u=%.*s\t%.*s", SHOWN(one->method), one->version, SHOWN(one->result), SHOWN(one->reason));
                for (uint32_t k = 0; k < one->property_count; k++)
                        printf("\t%.*s.%.*s=%.*s", SHOWN(one->properties[k].type), SHOWN(one->properties[k].name),
                               SHOWN(one->properties[k].value));
        }
        putchar('\n');
        free(text);
        arena_free(arena);
}

int main(void) {
        return script_run(read);
}
