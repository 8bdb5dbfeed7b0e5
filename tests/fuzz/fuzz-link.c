/* layer: actions */
/* Tokens of signed links: what strangers write is never one of ours, and what is ours is one whoever reads it. */
#include <assert.h>
#include <string.h>

#include "actions/link.h"
#include "actions/verdict-header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1795187121, LATER = NOW + 1000 };
#define ANNA "anna@example.org"

/* What the bytes say, signed by us, is read as it was said. */
static void ours_check(const struct verdict_keys *keys, const struct link_said *said) {
        const struct user_link link = { ANNA, said->arrival, said->action, said->expires };
        char token[LINK_TOKEN + 1];
        struct link_said again;
        if (link_make(keys, &link, token, NULL))
                return;
        assert(link_read(span_from(token), &again));
        assert(again.action == said->action && again.expires == said->expires &&
               strcmp(again.arrival, said->arrival) == 0);
        assert(link_proves(keys, span_from(token), ANNA, NOW) == (NOW < said->expires));
        assert(!link_proves(keys, span_from(token), "bert@example.org", NOW));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        const struct span token = { (const char *)data, size };
        struct verdict_keys keys;
        struct link_said said;
        verdict_keys_from(SPAN("a secret of thirty-two bytes or more"), &keys);
        assert(!link_proves(&keys, token, ANNA, NOW));
        if (link_read(token, &said))
                ours_check(&keys, &said);
        return 0;
}
