/* reports: reports of abuse that were written about events (RFC 5965, 6650), and those that came about what ours had sent. */
#pragma once

#include "store/store.h"

/* ---- Sent ------------------------------------------------------------------------------------------------------------ */

/* Each report to each address, also one that was only counted:
 *
 *     sending -> sent | failed | unknown         unknown: the connection was lost, it may have arrived
 *     counted                                    stands for the next one that is sent (Incidents, RFC 6650 7.5)
 *
 * One that stays `sending` because the process died may have been sent: it is not sent again. */
#define REPORT_SENDING "sending"
#define REPORT_SENT "sent"
#define REPORT_FAILED "failed"
#define REPORT_UNKNOWN "unknown"
#define REPORT_COUNTED "counted"

struct report_sent_record {
        const char *id; /* given by the store, rising with time */
        int64_t at;
        const char *owner;   /* whose complaint it is; "": the operator's */
        const char *arrival; /* what is complained of: an arrival, or an item where nothing arrived */
        const char *address; /* to whom, lower case */
        const char *kind;    /* "abuse", "fraud", "not-spam" */
        const char *subject; /* who is complained of: reports about one to one address are counted together */
        int64_t incident;    /* the how manieth of these within the window */
        const char *state;   /* REPORT_… */
        const char *detail;  /* why it failed; "" */
};

/* Counts one, in the state given; *ret_incident is what was counted since `since`, and one. Where the same complaint (owner,
 * arrival, address, kind) is there and has not failed, nothing changes and *ret_known is true; a row that has failed is used
 * again. `id` and `incident` are not read. */
[[nodiscard]] enum cw_err report_sent_add(struct store *store, const struct report_sent_record *report, int64_t since,
                                          char ret_id[static 27], int64_t *ret_incident, bool *ret_known,
                                          struct err *reterr);
[[nodiscard]] enum cw_err report_sent_end(struct store *store, const char *id, const char *state, const char *detail,
                                          struct err *reterr);

/* NULL or 0: any. */
struct report_filter {
        const char *before;  /* ids below this one */
        const char *owner;   /* sent */
        const char *arrival; /* sent */
        const char *account; /* received */
        const char *item;    /* received */
        int64_t since;
        uint32_t limit; /* 0: 100; at most LIMIT_STORE_PAGE */
};
/* The newest first. */
[[nodiscard]] enum cw_err report_sent_list(struct store *store, const struct report_filter *filter,
                                           const struct report_sent_record **ret, uint32_t *ret_count,
                                           struct err *reterr);

/* ---- Received -------------------------------------------------------------------------------------------------------- */

#define REPORT_TAKEN "counted"       /* against the account */
#define REPORT_SHOWN "shown"         /* its reporter is not proven, or not one of report-trusted */
#define REPORT_UNMATCHED "unmatched" /* nothing is known of the mail that it is about */

struct report_received_record {
        const char *id; /* given by the store, rising with time */
        int64_t at;
        const char *digest;   /* of the report's bytes: the same one again is known */
        const char *reporter; /* domain that is proven to have sent it; "": none is */
        const char *sender;   /* address of From, which proves nothing by itself */
        const char *kind;     /* "abuse", "not-spam", … */
        const char *state;    /* REPORT_TAKEN, … */
        const char *item;     /* the decision on the mail; "" */
        const char *account;  /* of ours that sent it; "" */
        const char *uid;
        const char *message_id, *feedback_id; /* of the mail, as the report has them */
        int64_t incidents;
        const char *detail; /* a sentence: how it was matched, why it does not count */
};

/* *ret_known: the same report (digest) came before, and nothing changes. `id` is not read. */
[[nodiscard]] enum cw_err report_received_add(struct store *store, const struct report_received_record *report,
                                              char ret_id[static 27], bool *ret_known, struct err *reterr);
/* The newest first. */
[[nodiscard]] enum cw_err report_received_list(struct store *store, const struct report_filter *filter,
                                               const struct report_received_record **ret, uint32_t *ret_count,
                                               struct err *reterr);
