/* feedback: what people said of an item. */
#pragma once

#include "store/store.h"

struct feedback_record {
        const char *item;
        const char *recipient; /* for whom it was said; "": for all, by an operator */
        const char *label;     /* "spam" or "ham" */
        const char *by;        /* user or key that said so */
        const char *source;    /* "command", "http", "arf", "folder", … */
        int64_t at;
        const char *note;
};

/* The last word of a recipient on an item counts; *ret_before is the label that it replaces ("" when it is the first,
 * the same one when nothing changed), so that sums made of it can be set right. A literal, not borrowed. May be NULL.
 */
[[nodiscard]] enum cw_err feedback_add(struct store *store, const struct feedback_record *feedback,
                                       const char **ret_before, struct err *reterr);
[[nodiscard]] enum cw_err feedback_of_item(struct store *store, const char *item, const struct feedback_record **ret,
                                           uint32_t *ret_count, struct err *reterr);
/* The newest first; `label` NULL: both. */
[[nodiscard]] enum cw_err feedback_list(struct store *store, const char *label, int64_t since, uint32_t limit,
                                        const struct feedback_record **ret, uint32_t *ret_count, struct err *reterr);
