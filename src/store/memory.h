/* memory: what one scanner thread asks about an item: the store through a connection of its own that only reads, PLUS what
 * was recorded on this node and is not written yet (recorder.h).
 *
 *     memory_begin(memory, now, 50);
 *     if (memory_claims(memory, recipient, uid, &claims, &count, NULL) != CW_OK)
 *             the fact is absent;
 *
 * One thread's own. All that is read is lent until the next memory_begin. Nothing here touches an arena, and no lock or
 * statement is held when a function returns, so what is lent may be copied into an item's arena.
 *
 * Everything but CW_OK means: not known, the fact is absent (never false). CW_ERR_IO: the store fails, or the time of this
 * item is over; then it fails at once until the next memory_begin. A store that fails is tried again once a second, and in
 * between costs no time. Lists are kept in memory, and are known without the store; a change of them counts a second later.
 *
 * Addresses, UIDs and message ids are as the store has them: lower case addresses, ids without brackets, recipients by
 * config/aliases.h. What was written in the very moment of asking may be counted twice; no fact hangs on one. */
#pragma once

#include "base/span.h"
#include "store/claims.h"
#include "store/events.h"
#include "store/lists.h"
#include "store/relations.h"
#include "store/reputation.h"
#include "store/store.h"

struct memory;
struct recorder;

/* Connects when it is first asked, so it does not fail for a store that cannot be reached. `recorder` is borrowed; NULL: a
 * memory that knows nothing, and answers CW_ERR_NOT_FOUND to everything. */
[[nodiscard]] enum cw_err memory_new(struct recorder *recorder, struct memory **ret, struct err *reterr);
void memory_free(struct memory *memory); /* NULL is fine */

/* A new item: takes back what was lent. `now`: the time of the item, for what expires or decays. `budget_ms`: how long all
 * questions about this item may take together, 0: no bound but that of each statement. One statement that is under way is
 * not broken off before the store's own timeout. */
void memory_begin(struct memory *memory, int64_t now, uint32_t budget_ms);
/* What all questions since memory_begin have taken, for METRIC_MEMORY_SECONDS, and how many went to the store. */
uint64_t memory_spent_ns(const struct memory *memory);
uint32_t memory_questions(const struct memory *memory);

/* ---- This UID before --------------------------------------------------------------------------------------------- */

/* All claims of the recipient on the UID, confirmed ones first, then the oldest first. */
[[nodiscard]] enum cw_err memory_claims(struct memory *memory, struct span recipient, struct span uid,
                                        const struct claim_record **ret, uint32_t *ret_count, struct err *reterr);
/* Everything that came to the recipient about the UID, whatever became of it, the newest first, at most `limit`
 * (LIMIT_STORE_PAGE). These are no claims: who is not proven stands here too. */
[[nodiscard]] enum cw_err memory_events(struct memory *memory, struct span recipient, struct span uid, uint32_t limit,
                                        const struct event_record **ret, uint32_t *ret_count, struct err *reterr);
/* One who is, or was, on the event's list; *ret NULL: was never on it. */
[[nodiscard]] enum cw_err memory_attendee(struct memory *memory, struct span recipient, struct span uid,
                                          struct span address, const struct attendee_record **ret, struct err *reterr);

/* ---- Who they are to each other ---------------------------------------------------------------------------------- */

struct memory_relation {
        bool contact;        /* in an address book of the user, or let through by him */
        bool correspondent;  /* the user has written to them */
        int64_t first, last; /* when he did; 0: never */
        int64_t count;       /* mails of the user to them */
        const char *source;  /* of the strongest: "vcard:NAME", "outbound", "release"; "" for none */
};
/* Whom the user knows. Says nothing of proof, nor of lists. */
[[nodiscard]] enum cw_err memory_relation(struct memory *memory, struct span owner, struct span address,
                                          struct memory_relation *ret, struct err *reterr);
/* When a message of this id of the user was seen leaving for `address`; 0: was not (relation replied-to-us). */
[[nodiscard]] enum cw_err memory_sent(struct memory *memory, struct span message_id, struct span owner,
                                      struct span address, int64_t *ret_at, struct err *reterr);
/* Whether a person has confirmed that `sent_by` acts for `organizer`, for this recipient or the site. */
[[nodiscard]] enum cw_err memory_delegate(struct memory *memory, struct span recipient, struct span sent_by,
                                          struct span organizer, bool *ret, struct err *reterr);
/* Entries about (kind, value) that hold for the recipient: of the site, of its domain, its own, in this order, at most
 * one of each. `recipient` empty: only the site's. `kind`: a literal of lists.h ("address"). */
[[nodiscard]] enum cw_err memory_lists(struct memory *memory, const char *kind, struct span value, struct span recipient,
                                       const struct list_record *const **ret, uint32_t *ret_count, struct err *reterr);
/* What the recipient has chosen for invitations: "usual", "known" or "ask", a constant; NULL: he has not. */
[[nodiscard]] enum cw_err memory_choice(struct memory *memory, struct span recipient, const char **ret,
                                        struct err *reterr);
/* How often an organizer's events have come to the recipient; of those that are not written yet, the last few are
 * counted. No relation (attack 16). */
[[nodiscard]] enum cw_err memory_seen(struct memory *memory, struct span recipient, struct span organizer,
                                      struct event_seen *ret, struct err *reterr);

/* ---- What is known of somebody ----------------------------------------------------------------------------------- */

[[nodiscard]] enum cw_err memory_reputation(struct memory *memory, enum reputation_kind kind, struct span subject,
                                            struct reputation *ret, struct err *reterr);
