/* quarantine: mails that are held as they came (compressed with zstd), each recipient's copy with a state of its own.
 *
 *     held -> releasing -> released        held -> deleted
 *              releasing -> held (the mail system refused it for now)
 *
 * A copy goes from one state to the next by one process only, so that it is delivered once. One that stays `releasing`
 * because the process died may have been delivered: it is shown as such, and a person decides. */
#pragma once

#include "base/span.h"
#include "store/store.h"

#define QUARANTINE_HELD "held"
#define QUARANTINE_RELEASING "releasing"
#define QUARANTINE_RELEASED "released"
#define QUARANTINE_DELETED "deleted"

struct quarantine_record {
        const char *item; /* that of the decision */
        int64_t at;
        const char *reason; /* a sentence */
        const char *class;
        const char *mail_from; /* envelope sender; "" is the null sender */
        const char *sender;    /* address of From */
        const char *message_id;
        const char *title;
        const char *parameters; /* of MAIL FROM, as in "BODY=8BITMIME SMTPUTF8"; "" */
        int64_t size;           /* bytes of the mail as it came */
};

struct quarantine_copy {
        const char *item;
        const char *recipient; /* envelope recipient */
        const char *state;
        int64_t changed;        /* when it got into this state */
        const char *changed_by; /* user or key that did; "" for the filter itself */
};

/* Keeps a mail for these recipients, all `held`. `raw` is compressed here. For an item that is there already,
 * recipients are added and nothing else changes. To be written with STORE_DURABLE before the MTA is answered: when we
 * die between the two, the mail comes again under another number. So where the same bytes of the same envelope sender
 * are held for a recipient, that copy becomes `deleted` (by nobody, ""), and this one stands for both.
 * CW_ERR_USAGE: more than LIMIT_MESSAGE_BYTES, or no recipient. */
[[nodiscard]] enum cw_err quarantine_add(struct store *store, const struct quarantine_record *mail, struct span raw,
                                         const char *const *recipients, uint32_t count, struct err *reterr);

/* NULL or 0: any. */
struct quarantine_filter {
        const char *before; /* item ids below this one */
        const char *recipient, *state, *sender;
        int64_t since, until;
        uint32_t limit; /* 0: 100; at most LIMIT_STORE_PAGE */
};
/* Mails of which at least one copy fits; the newest first. */
[[nodiscard]] enum cw_err quarantine_list(struct store *store, const struct quarantine_filter *filter,
                                          const struct quarantine_record **ret, uint32_t *ret_count, struct err *reterr);
/* *ret NULL: none of this id. */
[[nodiscard]] enum cw_err quarantine_find(struct store *store, const char *item, const struct quarantine_record **ret,
                                          struct err *reterr);
[[nodiscard]] enum cw_err quarantine_copies(struct store *store, const char *item, const struct quarantine_copy **ret,
                                            uint32_t *ret_count, struct err *reterr);
/* The mail as it came, byte by byte, borrowed as all that is read. CW_ERR_NOT_FOUND: it is gone. */
[[nodiscard]] enum cw_err quarantine_raw(struct store *store, const char *item, struct span *ret, struct err *reterr);

/* Takes a copy from one state to another; *ret_moved false: it was not in the state `from` (any more), and nothing
 * changed. When the last copy is released or deleted, the mail itself is dropped after retention, not at once. */
[[nodiscard]] enum cw_err quarantine_move(struct store *store, const char *item, const char *recipient,
                                          const char *from, const char *to, const char *by, int64_t at, bool *ret_moved,
                                          struct err *reterr);
/* Drops the mail itself where no copy is held or releasing; *ret_dropped tells. For a deletion that a person asked for.
 */
[[nodiscard]] enum cw_err quarantine_drop(struct store *store, const char *item, bool *ret_dropped, struct err *reterr);

/* For stats: copies by state. */
struct quarantine_count {
        const char *state;
        int64_t count, bytes /* of the mails as they came */;
};
[[nodiscard]] enum cw_err quarantine_stats(struct store *store, const struct quarantine_count **ret,
                                           uint32_t *ret_count, struct err *reterr);
