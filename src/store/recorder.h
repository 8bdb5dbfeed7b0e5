/* recorder: writes what is to be remembered, behind the verdict and never in its way.
 *
 *     scanner   -> recorder_put     copies the rows into a bounded queue, and goes on
 *     milter    -> recorder_sync    for what must be on disk before the mail system is answered (quarantine)
 *     writer    one thread: groups what waits into one transaction, at least once in `delay_ms`
 *     keeper    one thread: retention, address books, lists kept in memory (memory.h), gauges of the store
 *
 * What waits can be asked for on this node through memory.h until it is in the store. While the store fails, records wait
 * until the queue is full; what comes then is dropped and counted (METRIC_RECORDS_DROPPED). A kill loses what waits.
 *
 * All functions may be called by every thread, unless it says otherwise. A NULL recorder is fine: nothing is remembered,
 * and recorder_sync fails. */
#pragma once

#include "store/accounts.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/quarantine.h"
#include "store/relations.h"
#include "store/reputation.h"
#include "store/store.h"

struct config;
struct metrics;
struct recorder;

struct recorder_settings {
        const char *url;     /* of the store; copied */
        uint32_t queue;      /* rows that may wait (and LIMIT_RECORD_BYTES of them) */
        uint32_t delay_ms;   /* how long rows are gathered */
        uint32_t timeout_ms; /* of one statement */
        struct retention retention;
        const char *address_books; /* folder (books.h), NULL or "": none; copied */
        uint32_t books_every_s;
        const struct config *config; /* whose aliases a book's owner has; kept by reference. NULL: no aliases */
        struct metrics *metrics;     /* borrowed; may be NULL */
};
/* What the options say; borrows from `config`. */
struct recorder_settings recorder_settings_from(const struct config *config, struct metrics *metrics);

/* Opens the store and migrates it, and reads the lists; starts no thread. A store that cannot be reached just now
 * (CW_ERR_IO) is no failure: it is tried again every second, see recorder_state. */
[[nodiscard]] enum cw_err recorder_new(const struct recorder_settings *settings, struct recorder **ret,
                                       struct err *reterr);
/* Starts the threads. Rows that were put before wait until then. */
[[nodiscard]] enum cw_err recorder_start(struct recorder *recorder, struct err *reterr);
/* Takes delay, retention, address books and aliases; url, queue, timeout and metrics stay. By one thread at a time. */
void recorder_reload(struct recorder *recorder, const struct recorder_settings *settings);
/* Writes what waits, until `deadline_ms` of the monotonic clock, and ends the threads. What is put afterwards is dropped.
 * Once, by the thread that started it. */
void recorder_stop(struct recorder *recorder, int64_t deadline_ms);
/* Behind recorder_stop, when nobody uses it or a memory of it. NULL is fine. */
void recorder_free(struct recorder *recorder);

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

enum record_kind {
        RECORD_DECISION,
        RECORD_EVENT,
        RECORD_CLAIM,
        RECORD_ATTENDEES,
        RECORD_ANSWER,
        RECORD_RELATION,
        RECORD_SENT,
        RECORD_REPUTATION,
        RECORD_ACCOUNT,
        RECORD_QUARANTINE, /* only by recorder_sync */
        RECORD_KINDS
};
const char *record_kind_name(enum record_kind kind); /* "decision" */

/* A call of the function of the store that is named; all is borrowed, and texts may be NULL. */
struct record {
        enum record_kind kind;
        union {
                struct { /* decision_add */
                        const struct decision_record *row;
                        const struct decision_recipient_record *recipients;
                        uint32_t count;
                } decision;
                const struct event_record *event; /* event_add */
                const struct claim_record *claim; /* claim_raise */
                struct {                          /* attendee_set */
                        const char *recipient, *uid;
                        int64_t at;
                        const struct attendee_record *list;
                        uint32_t count;
                } attendees;
                struct { /* attendee_answer */
                        const char *recipient, *uid, *address, *partstat;
                        int64_t sequence, stamp;
                } answer;
                const struct relation_record *relation; /* relation_add */
                struct {                                /* sent_add */
                        const char *message_id, *owner, *recipient;
                        int64_t at;
                } sent;
                struct { /* reputation_add */
                        enum reputation_kind kind;
                        const char *subject;
                        struct reputation_counts add;
                        int64_t at;
                } reputation;
                const struct account_event *account; /* account_event_add */
                struct {                             /* quarantine_add */
                        const struct quarantine_record *row;
                        struct span raw;
                        const char *const *recipients;
                        uint32_t count;
                } quarantine;
        };
};

/* Copies the rows of one item into the queue; they are written in this order and in one transaction, all or none. Never
 * waits for the store, allocates with malloc, and needs some microseconds. False: there was no room (or no memory) and all
 * of them were dropped, which is counted. */
bool recorder_put(struct recorder *recorder, const struct record *records, uint32_t count);

/* Writes the rows of one item before everything that waits, and returns CW_OK when they are on disk; they are not copied,
 * and must stay until it returns. Callers at the same time share a commit. CW_ERR_IO: the store failed, or had no time for
 * it within `timeout_ms`; the mail must be deferred or kept otherwise. Then the rows are not there, or, where a server was
 * lost in the moment of the commit, will be: its quarantined copies are set to deleted as soon as the store answers, so
 * that a mail that comes again is not there twice. May take longer than `timeout_ms` by the time of a commit in work. */
[[nodiscard]] enum cw_err recorder_sync(struct recorder *recorder, const struct record *records, uint32_t count,
                                        uint32_t timeout_ms, struct err *reterr);

/* Waits until all that was put before is in the store, or dropped: for operations that read what was just recorded. False:
 * not within `timeout_ms`. */
bool recorder_flush(struct recorder *recorder, uint32_t timeout_ms);

struct recorder_state {
        bool up;           /* the store took the last that was written, or answered when asked */
        uint32_t waiting;  /* rows in the queue, those just written included */
        uint64_t written;  /* rows, since the start */
        uint64_t dropped;  /* rows */
        char failure[240]; /* of the store, while it is not up */
};
/* For readiness and `stats`. */
void recorder_state(struct recorder *recorder, struct recorder_state *ret);
