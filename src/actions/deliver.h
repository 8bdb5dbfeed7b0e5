/* deliver: a mail becomes what it may become in a user's calendar, over CalDAV, and nothing is sent to anybody.
 *
 *     mail + recipient -> whose is it, has he calendars -> verdict (the header's, or judged here) -> placement
 *             -> arrival pending (on disk) -> what is there (caldav_find) -> apply -> caldav_put / caldav_remove
 *             -> arrival inserted, applied, offered, …
 *
 * What reaches `deliver` is a copy: the mail itself goes to the mailbox by the mail system. So nothing here may ever make
 * the mail system tell the sender of a failure: what fails is to be tried again (option deliver-retry), and is offered to
 * the user when that takes too long.
 *
 * The same mail for the same user is known (mail-digest.h) and changes nothing twice, also when the process died between
 * the PUT and the record of it.
 *
 * Blocks on the store and on the calendar server. A struct deliver_tools is used by one thread at a time. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "facts/originator.h"
#include "verdict/verdict.h"

struct caldav_login;
struct config;
struct metrics;
struct recorder;
struct store;
struct verdict_keys;

enum { DELIVER_ID_BYTES = 26 };

struct deliver_mail {
        struct span bytes;
        bool truncated;        /* there was more */
        struct span recipient; /* of the envelope, with or without brackets */
        struct span mail_from; /* of the envelope, without brackets */
        bool mail_from_known;
        struct span client_ip; /* who handed it over, as the socket proves it; empty: over a unix socket, or a pipe */
};

/* What was judged for one recipient. */
struct deliver_verdict {
        char item[DELIVER_ID_BYTES + 1]; /* of the decision; "" : there is none */
        enum verdict_class class;
        enum placement placement;
        enum originator_class originator;
        const char *reason; /* a sentence for the user, of the arena or constant; NULL: none is known */
};
/* Judges a mail that brings no verdict of ours. A failure: it is tried again later. */
typedef enum cw_err deliver_judge(void *user, const struct deliver_mail *mail, const char *owner, struct arena *arena,
                                  struct deliver_verdict *ret, struct err *reterr);

struct deliver_tools {
        const struct config *config;     /* in force */
        struct store *store;             /* of this thread, STORE_WRITE */
        const struct verdict_keys *keys; /* NULL: no header is believed */
        deliver_judge *judge;            /* NULL: what brings no verdict is offered at most */
        void *judge_user;
        struct recorder *recorder; /* of the same process, which may not have written the decision yet; may be NULL */
        struct metrics *metrics;   /* may be NULL */
        /* Is told before a mail, and what is stored, is read, and behind that, so that one that makes us crash is known when it
         * comes again. False: it is such a one, and is not read. May be NULL, both. */
        bool (*mark)(void *user, const struct deliver_mail *mail);
        void (*unmark)(void *user);
        void *mark_user;
        bool dry_run; /* asks the calendar server what is there, and changes nothing anywhere */
};

enum deliver_result {
        DELIVER_NO_CALENDAR, /* the recipient has none, as far as we know; or there is no calendar server at all */
        DELIVER_NOTHING,     /* the mail holds no calendar object, or says that it is nothing for calendars */
        DELIVER_ASIDE,       /* it has made us crash, and is not read again */
        DELIVER_DONE,        /* see `parts` */
        DELIVER_RESULTS
};
const char *deliver_result_name(enum deliver_result result); /* "no-calendar" */

/* What became of one calendar object. */
struct deliver_part {
        char arrival[DELIVER_ID_BYTES + 1]; /* "" in a dry run */
        struct span uid, instance, title;
        const char *method;
        const char *state;  /* ARRIVAL_… */
        const char *reason; /* a sentence for the user */
        const char *place;  /* of the resource; "" */
        bool known;         /* it had come before, and was settled then */
};
struct deliver_outcome {
        enum deliver_result result;
        const char *owner; /* whom it is kept under (config/aliases.h) */
        struct deliver_verdict verdict;
        const char *header; /* what its Calwarden-Verdict was: "good", "forged", … */
        const struct deliver_part *parts;
        uint32_t part_count;
        bool given_up; /* the calendar server failed for longer than deliver-retry, or refused it for good: it is offered */
        const char *failure; /* why, then; else NULL */
};
/* All of the outcome is of `arena`, which needs no exit. A failure of any kind means: later (451, EX_TEMPFAIL), and that
 * nothing is lost. */
[[nodiscard]] enum cw_err deliver_mail(const struct deliver_tools *tools, const struct deliver_mail *mail,
                                       struct arena *arena, struct deliver_outcome *ret, struct err *reterr);

/* ---- What the user himself asks for --------------------------------------------------------------------------------- */

/* Brings what is offered, withheld, dismissed or was removed into his calendar, whatever was judged. `by`: who asks. It is
 * his own to do: the caller has made sure of that.
 * CW_ERR_NOT_FOUND: there is no such arrival, its calendar object is not kept any more, or he has no calendar. CW_ERR_USAGE:
 * nothing is to be done with it (reterr says why, for him). CW_ERR_IO: may work later. */
[[nodiscard]] enum cw_err deliver_insert(const struct deliver_tools *tools, const char *arrival, const char *by,
                                         struct err *reterr);
/* Takes it out of his calendars, and of his scheduling inbox, and nobody hears of it. All resources of its UID go that are
 * there because of this arrival or of an earlier one of the same UID and organizer; what he made himself stays. One that is in
 * no calendar becomes `dismissed`, and so does an answer: it stands in an event of his own. */
[[nodiscard]] enum cw_err deliver_remove(const struct deliver_tools *tools, const char *arrival, const char *by,
                                         struct err *reterr);

/* ---- Where his calendars are ---------------------------------------------------------------------------------------- */

/* How to reach the calendars of `owner` by the options caldav-…; texts are of `arena` or the configuration. CW_ERR_NOT_FOUND:
 * he has none: no server, or no password for him. CW_ERR_CONFIG: the file of passwords cannot be read. */
[[nodiscard]] enum cw_err deliver_login(const struct config *config, const char *owner, struct arena *arena,
                                        struct caldav_login *ret, struct err *reterr);
