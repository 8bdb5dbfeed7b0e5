/* quarantine: the copies of a held mail that an operation is about. */
#pragma once

#include "ops/answers.h"

enum copy_state { COPY_HELD, COPY_RELEASING, COPY_RELEASED, COPY_DELETED };
const char *copy_state_name(enum copy_state state); /* as store/quarantine.h has it */

struct quarantine_chosen {
        char *recipient;
        enum copy_state state;
};
struct quarantine_choice {
        struct quarantine_chosen *copies;
        uint32_t count; /* at least 1 */
};
/* Those of --recipient, or all, within the scope. CW_ERR_NOT_FOUND: there are none. To be freed in every case. */
[[nodiscard]] enum cw_err quarantine_choose(const struct op_context *context, const struct op_call *call,
                                            struct quarantine_choice *ret, struct err *reterr);
void quarantine_choice_free(struct quarantine_choice *choice);
/* CW_ERR_NOT_FOUND: no mail of this item is held. */
[[nodiscard]] enum cw_err quarantine_not_held(const char *item, struct err *reterr);
