/* arc: the chain of those who handed a mail on and told what they saw (RFC 8617). A chain proves only who speaks: whom to
 * believe is configured (trusted sealers).
 *
 *     struct arc *arc = arc_read(arena, message)
 *     arc_ask(arc, answers, arena)
 *     arc_check(arc, answers, arena, &answer)
 */
#pragma once

#include "lookup/answers.h"
#include "message/authentication.h"

struct message;

enum arc_result { ARC_NONE, ARC_PASS, ARC_FAIL, ARC_TEMPERROR };
const char *arc_result_name(enum arc_result result);

struct arc_set {
        uint32_t instance;
        struct span sealer;                    /* d= of its ARC-Seal, lower case */
        struct authentication_results results; /* of its ARC-Authentication-Results */
        bool message_valid; /* its ARC-Message-Signature still fits; of the newest, else of the oldest that does */
};
struct arc_answer {
        enum arc_result result;
        struct array sets;    /* struct arc_set, from the first instance to the newest */
        uint32_t oldest_pass; /* RFC 8617 5.2: 0 when the newest is the only one that fits, and when the chain fails */
        struct span problem;  /* a sentence; empty */
};

struct arc;
/* NULL: no chain. At most 50 sets (4.2.1). In `arena`. */
struct arc *arc_read(struct arena *arena, const struct message *message);
[[nodiscard]] bool arc_ask(const struct arc *arc, struct answers *answers, struct arena *arena);
/* Never pending. */
void arc_check(const struct arc *arc, struct answers *answers, struct arena *arena, struct arc_answer *ret);
