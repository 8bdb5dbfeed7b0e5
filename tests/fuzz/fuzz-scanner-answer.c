/* layer: lookup */
/* The first byte says whose answer it is. */
#include <stdlib.h>
#include <string.h>

#include "lookup/scanners.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        static bool (*const readers[])(struct span answer, struct scanner_answer * ret) = { rspamd_read, spamd_read,
                                                                                            clamd_read };
        struct scanner_answer answer = { .kind = OPINION_KINDS };
        if (size == 0)
                return 0;
        bool read = readers[data[0] % 3]((struct span){ (const char *)data + 1, size - 1 }, &answer);
        if (read != (answer.kind < OPINION_KINDS))
                abort();
        for (size_t i = 0; i < strlen(answer.reason); i++)
                if (answer.reason[i] < ' ' || answer.reason[i] > '~')
                        abort();
        return 0;
}
