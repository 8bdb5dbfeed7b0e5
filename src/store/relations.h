/* relations: whom a user knows (DESIGN 2, Relation): those to whom the user has written, the contacts of address books,
 * and those of whom the user released a mail. Never from invitations that were received or answered (attack 16):
 * whoever writes rows here sees to that. Allowed and blocked are lists (lists.h). */
#pragma once

#include "store/store.h"

struct relation_record {
        const char *owner;   /* the user */
        const char *address; /* the other one */
        const char *kind;    /* "correspondent" or "contact" */
        const char *source;  /* "outbound", "release", "vcard:NAME", … */
        int64_t first, last; /* seen */
        int64_t count;       /* mails of the user to them */
};

/* Adds, or brings up to date: first and last widen, and `count` is added to the one that is there (so this one does
 * change something when it is repeated). */
[[nodiscard]] enum cw_err relation_add(struct store *store, const struct relation_record *relation, struct err *reterr);
/* All rows of (owner, address), one a source; at most LIMIT_STORE_RELATIONS, contacts first. */
[[nodiscard]] enum cw_err relation_find(struct store *store, const char *owner, const char *address,
                                        const struct relation_record **ret, uint32_t *ret_count, struct err *reterr);
/* Of an owner, in the order of addresses; `after`: the address to go on behind, NULL: from the beginning. `limit` 0: 100,
 * at most LIMIT_STORE_PAGE addresses, each with all its rows. */
[[nodiscard]] enum cw_err relation_list(struct store *store, const char *owner, const char *after, uint32_t limit,
                                        const struct relation_record **ret, uint32_t *ret_count, struct err *reterr);
/* Makes exactly these addresses the contacts of (owner, source): an address book as it is now. */
[[nodiscard]] enum cw_err relation_replace(struct store *store, const char *owner, const char *source,
                                           const char *const *addresses, uint32_t count, int64_t at, struct err *reterr);
/* Forgets what a source told of an address; `source` NULL: all sources. */
[[nodiscard]] enum cw_err relation_remove(struct store *store, const char *owner, const char *address,
                                          const char *source, struct err *reterr);

/* ---- Messages that left ------------------------------------------------------------------------------------- */

/* A mail of `owner` with this Message-ID has left for `recipient`. */
[[nodiscard]] enum cw_err sent_add(struct store *store, const char *message_id, const char *owner,
                                   const char *recipient, int64_t at, struct err *reterr);
/* Whether a message of `owner` of this id was seen leaving for `recipient`; *ret_at when, 0: not. */
[[nodiscard]] enum cw_err sent_find(struct store *store, const char *message_id, const char *owner,
                                    const char *recipient, int64_t *ret_at, struct err *reterr);

/* ---- Delegates ---------------------------------------------------------------------------------------------- */

/* A pair <sent-by, organizer> that a person has confirmed (RFC 6047 3; the originator class verified-delegate). */
struct delegate_record {
        const char *recipient; /* for whom; "": for the whole site */
        const char *sent_by;
        const char *organizer;
        const char *confirmed_by;
        int64_t at;
};
[[nodiscard]] enum cw_err delegate_add(struct store *store, const struct delegate_record *delegate, struct err *reterr);
[[nodiscard]] enum cw_err delegate_remove(struct store *store, const char *recipient, const char *sent_by,
                                          const char *organizer, struct err *reterr);
/* *ret: confirmed for this recipient or for the site. */
[[nodiscard]] enum cw_err delegate_find(struct store *store, const char *recipient, const char *sent_by,
                                        const char *organizer, bool *ret, struct err *reterr);
/* `recipient` NULL: all. */
[[nodiscard]] enum cw_err delegate_list(struct store *store, const char *recipient, const struct delegate_record **ret,
                                        uint32_t *ret_count, struct err *reterr);
