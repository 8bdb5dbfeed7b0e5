/* guard: what a running daemon judges with: as many scanners as may work at once, each with its slot of the board and its
 * memory, and the engine and options that are in force.
 *
 *     item + session -> a free scanner -> scan_item -> limits -> plan -> records, log, metrics -> outcome
 *
 *         struct outcome *outcome;
 *         if (guard_judge(guard, &item, &session, &outcome, &err))
 *                 answer as for a failure of ours (451);
 *         carry out outcome->plan;
 *         outcome_free(outcome);
 *
 * All functions may be called from every thread, unless it says otherwise. A judgement runs in the thread of its caller,
 * which needs GUARD_STACK bytes of stack. */
#pragma once

#include "actions/plan.h"
#include "base/err.h"
#include "facts/item.h"
#include "facts/originator.h"

struct board;
struct config;
struct counters;
struct lookups;
struct metrics;
struct recorder;
struct guard;

/* The deepest input takes a quarter of it, and tests/faults/stack.c fails where one takes half. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { GUARD_STACK = 4096 * 1024 };
#else
enum { GUARD_STACK = 256 * 1024 };
#endif
enum { GUARD_ID_BYTES = 26 };

struct guard_settings {
        const struct config *config;
        struct board *board;        /* borrowed; may be NULL */
        struct recorder *recorder;  /* borrowed; NULL: nothing is remembered, and what shall be kept is deferred */
        struct counters *counters;  /* borrowed; NULL: nothing is counted, so no limits and no bursts */
        struct metrics *metrics;    /* borrowed; may be NULL */
        struct lookups *lookups;    /* borrowed; NULL: the outside is not asked */
        const char *picture_helper; /* see engine/scan.h; copied; may be NULL */
        /* Is told of each item that was in work when a worker died (board_fingerprint), by any thread; may be NULL. */
        void (*poison)(void *user_data, uint64_t fingerprint, struct span bytes);
        void *user_data;
};
/* Loads rules and secret and makes the scanners; no threads. The secret is made in the state folder, where none was named
 * and none is there. */
[[nodiscard]] enum cw_err guard_new(const struct guard_settings *settings, struct guard **ret, struct err *reterr);
/* Rules, options and secret of another configuration. Everything is made ready first: on failure (the text says file,
 * line and reason) all stays as it was. What is in work goes on with what it began with. By one thread at a time. */
[[nodiscard]] enum cw_err guard_reload(struct guard *guard, const struct config *config, struct err *reterr);
/* When nobody judges any more; outcomes may outlive it. NULL is fine. */
void guard_free(struct guard *guard);

/* The configuration in force; give it back with config_unref. */
struct config *guard_config(struct guard *guard);

struct guard_state {
        uint32_t scanners, busy, waiting;
        int64_t loaded_at; /* when the rules in force were loaded */
        char rules_version[80];
};
void guard_state(struct guard *guard, struct guard_state *ret);

/* ---- Judging ------------------------------------------------------------------------------------------------------ */

/* What the transport knows besides the item, for records, log and quarantine. Zeroed: nothing. Borrowed for the call. */
struct guard_session {
        struct span queue_id;        /* of the mail system */
        struct span mail_parameters; /* of MAIL FROM, as in "BODY=8BITMIME SMTPUTF8", for a release */
        struct span user_agent;      /* of HTTP */
        struct span source;          /* URL of a feed, name of a file */
        bool ask_only;               /* somebody only asks: no records, no quarantine, no counts, no line in the log */
        bool want_report;            /* also of what is not examined */
        bool delivered;              /* it is a copy, and the mailbox has the mail: none is quarantined */
};

enum outcome_failure {
        OUTCOME_JUDGED,
        OUTCOME_POISON, /* was in work when a worker crashed: not judged (option on-poison) */
        OUTCOME_BUSY,   /* no scanner was free within scanner-wait (option on-failure) */
        OUTCOME_FAILED, /* no memory for it, or the like (option on-failure) */
        OUTCOME_FAILURES
};
const char *outcome_failure_name(enum outcome_failure failure); /* "poison", "" for JUDGED */

/* All that was decided. Independent of scanner, item and guard. Texts are "" where there is nothing, unless they say so. */
struct outcome {
        char id[GUARD_ID_BYTES + 1]; /* of the item: rises with time, cannot be guessed */
        enum outcome_failure failure;
        const char *failure_text; /* a sentence */
        bool examined;            /* holds something of calendars; else clean, no placement, not recorded */
        enum verdict_class class; /* doubtful where it was not judged */
        double probability;
        enum placement placement; /* of the message; see also plan.strictest */
        const char *placement_reason;
        enum originator_class originator;
        struct plan plan;
        const char *report; /* JSON, one object without a line end: what `check --json` prints. NULL: not judged, or not examined */
        bool recorded; /* the decision is in the store, or will be */
        uint64_t elapsed_us, waited_us;
};

/* Fills in what is the site's own to say: whose results are believed, by channel and client; and of mail, unless somebody
 * only asks, the relation. These members of the item are not read. `item->at` must be given. Always an outcome, also of what
 * could not be judged, except without memory (CW_ERR_MEMORY). `session` may be NULL. Where the plan keeps a mail, it is on
 * disk when this returns; when that fails, the plan is to defer. */
[[nodiscard]] enum cw_err guard_judge(struct guard *guard, const struct item *item, const struct guard_session *session,
                                      struct outcome **ret, struct err *reterr);
/* The same in two halves, for who must not wait for the outside: `item` with its bytes, and `session`, must live until
 * guard_finish, which is to be called in every case. Where it does not wait, it holds a scanner until then: finish at once. */
struct guard_pending;
[[nodiscard]] enum cw_err guard_begin(struct guard *guard, const struct item *item, const struct guard_session *session,
                                      struct guard_pending **ret, struct err *reterr);
bool guard_waits(const struct guard_pending *pending);
/* Of one that waits: calls `done` once, in a thread of the lookups', or before this returns, when guard_finish waits no
 * more. */
void guard_tell(struct guard_pending *pending, void (*done)(void *user), void *user);
[[nodiscard]] enum cw_err guard_finish(struct guard_pending *pending, struct outcome **ret, struct err *reterr);

/* Shows a judgement of a mail to somebody who examines it; it lives until `look` returns. By a scanner of its own, made for it:
 * nobody waits for it, however long it takes, and nothing is counted, recorded or marked. Waits for the outside. Whose results
 * are believed is the site's to say, as in guard_judge. */
struct judgement;
[[nodiscard]] enum cw_err guard_look(struct guard *guard, const struct item *item,
                                     void (*look)(const struct judgement *judgement, void *user), void *user,
                                     struct err *reterr);
/* Those of the settings; may be NULL. */
struct lookups *guard_lookups(struct guard *guard);

/* The plan for a mail that a person let out of the quarantine: it is delivered as clean, what others wrote is removed as from
 * any mail, and it is offered to its recipients. Nothing is judged, counted or recorded. `id`: of the item under which it
 * was kept; `item`: the mail as it comes now, but with the channel and client of then. */
[[nodiscard]] enum cw_err guard_release(struct guard *guard, const struct item *item, const char *id,
                                        enum originator_class originator, struct outcome **ret, struct err *reterr);
void outcome_free(struct outcome *outcome); /* NULL is fine */
