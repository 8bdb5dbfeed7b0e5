/* digest: the mail that tells a user what came for his calendar and is not in it: what he may take over, and what was kept out
 * as abuse (CC/R 18003 5.2, 6). Text and HTML say the same.
 *
 * Titles, names and addresses were written by strangers. In this mail they can do nothing: what cannot be seen or turns the
 * direction of reading is left out, long ones are cut, and an invisible joiner stands in addresses, links and numbers, so that
 * no mail program makes a link of them. The only links are those of `link`. */
#pragma once

#include "base/arena.h"

enum digest_kind { DIGEST_OFFERED, DIGEST_WITHHELD, DIGEST_KINDS };

enum digest_action {
        DIGEST_ADD,
        DIGEST_HAM,
        DIGEST_SPAM,
        DIGEST_ALWAYS,
        DIGEST_NEVER,
        DIGEST_STOP, /* no more digests; of the first entry */
        DIGEST_ACTIONS
};

struct digest_entry {
        enum digest_kind kind;
        const char *arrival; /* its id */
        const char *method;  /* "REQUEST"; "" */
        const char *title, *organizer, *sender;
        const char *originator; /* class: "verified" */
        const char *reason;     /* a sentence */
        int64_t at;             /* when it came */
        struct span when;       /* the event's time in words (digest_when); empty: not known */
};

struct digest {
        const char *owner;     /* whose it is: the recipient */
        const char *from_name; /* who sends it */
        const char *from;      /* an address of ours */
        int64_t at;
        const struct digest_entry *entries; /* the newest first, both kinds mixed */
        uint32_t count;
        uint32_t totals[DIGEST_KINDS]; /* with those that are not among the entries */
        /* The URL that does it, of the arena; NULL: there is no such link. */
        const char *(*link)(void *user, struct arena *arena, const char *arrival, enum digest_action action);
        void *user;
};

/* All of the arena. */
struct span digest_write(struct arena *arena, const struct digest *digest);

/* "Tuesday, 24 November 2026, 14:00 (Europe/Berlin)": when the first event of a calendar object begins, in its own zone; empty
 * when it says no time. */
struct span digest_when(struct arena *arena, struct span object);
