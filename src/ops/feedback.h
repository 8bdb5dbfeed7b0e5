/* feedback: what a person says of an item (`feedback spam`, `mine ham`). */
#pragma once

#include "ops/answers.h"

struct feedback_said {
        const char *item;
        const char *recipient; /* for whom it is said; NULL: for all, by an operator. Within the caller's scope */
        bool spam;             /* else: no abuse */
        const char *note;      /* NULL: none */
};
/* Notes it, and counts it for or against those who are proven to have sent it. *ret_changed false: that was said before.
 * CW_ERR_NOT_FOUND: there is no decision on such an item, or none for this recipient. */
[[nodiscard]] enum cw_err feedback_say(const struct op_context *context, const struct feedback_said *said,
                                       bool *ret_changed, struct err *reterr);
