/* report-send: a complaint about an event becomes reports of abuse to those who should have them (issue of CC/R 18003 4.3, 6.1; RFC
 * 6650): what is known of the event (arrival, decision, held mail) -> targets -> once for each address, counted -> ARF, signed ->
 * mail system.
 *
 * Only people complain: nothing here is called for what a filter alone has found. Blocks on the store and the mail system. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "message/feedback-report.h"

struct config;
struct metrics;
struct store;
struct verdict_keys;

struct report_tools {
        const struct config *config;
        struct store *store;             /* of this thread, STORE_WRITE */
        const struct verdict_keys *keys; /* NULL: nothing can be hidden, so with report-redact nothing is sent */
        struct metrics *metrics;         /* may be NULL */
};

struct report_order {
        const char *event; /* an arrival; else an item, for what has not arrived with anybody or is outbound */
        const char *owner; /* whose complaint: the arrival is his, or he is a recipient of the item; "": the operator's */
        enum feedback_type type; /* ABUSE, FRAUD, NOT_SPAM */
        const char *note;        /* what he says; NULL: nothing */
        const char *complainer;  /* who complains where that is none of ours ("isp.example"); NULL: a user */
        int64_t now;
};

/* What was done for one address. */
struct report_done {
        const char *address;
        const char *route; /* "provider", "cfbl", … */
        const char *state; /* REPORT_… (store/reports.h), "known": it was reported before; "skipped" */
        const char *text;  /* a sentence for people; "" */
};
/* *ret is of `arena`, whose exit is replaced. CW_ERR_NOT_FOUND: there is no such event of his. CW_ERR_USAGE: it cannot be reported (it
 * is a report itself), or nobody is known who would take it; the text says so. CW_ERR_CONFIG: report-from is empty, or the DKIM key
 * cannot be used. What the mail system refuses is told by the state only. */
[[nodiscard]] enum cw_err report_send(const struct report_tools *tools, const struct report_order *order,
                                      struct arena *arena, const struct report_done **ret, uint32_t *ret_count,
                                      struct err *reterr);
