/* report-take: a report of abuse that others sent us about a mail of ours (ARF, CFBL): whose mail it was, whether it counts, and
 * what follows.
 *
 *     mail -> read (message/feedback-report.h) -> item: CFBL-Feedback-ID, Calwarden-Verdict, Message-ID -> account
 *          -> reporter: DKIM of a domain of report-trusted -> recorded; counted against the account; told to the calendar system
 *
 * Anybody can write a report about anybody. So one counts only where its reporter is proven and trusted; all others are shown.
 * Nobody is suspended by it. The same report twice counts once. Blocks on the store, DNS and the mail system. */
#pragma once

#include "actions/report-send.h"
#include "store/reports.h"

struct lookups;

/* Whether reports come to this address of an envelope (option report-inbox). */
bool report_inbox_has(const struct config *config, struct span recipient);

struct report_taken {
        bool is_report;                    /* else nothing was done */
        bool known;                        /* it came before: nothing was changed */
        struct report_received_record row; /* as it was recorded; of `arena` */
        const struct report_done *passed;  /* to whom it was passed on */
        uint32_t passed_count;
};
/* `lookups` NULL: some are made where a reporter could be trusted (a few ms, a thread). All of *ret is of `arena`, whose exit is
 * replaced. A failure: it may be tried again later. What is no report is none. */
[[nodiscard]] enum cw_err report_take(const struct report_tools *tools, struct lookups *lookups, struct span mail,
                                      int64_t now, struct arena *arena, struct report_taken *ret, struct err *reterr);
