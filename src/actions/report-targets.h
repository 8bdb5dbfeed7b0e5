/* report-targets: who gets a report of abuse (RFC 6650, RFC 9477), and how often (RFC 6650 7.5). Pure. */
#pragma once

#include "base/arena.h"

struct options;

enum report_route {
        REPORT_ROUTE_PROVIDER, /* report-to: the own provider, who reports on */
        REPORT_ROUTE_FEEDBACK, /* report-feedback: who has asked for them */
        REPORT_ROUTE_CFBL,     /* the mail's own CFBL-Address */
        REPORT_ROUTE_ABUSE,    /* abuse@ of the domain that is proven to have sent it */
        REPORT_ROUTE_UPSTREAM, /* report-upstream: the calendar system that made an outbound mail */
        REPORT_ROUTES
};
const char *report_route_name(enum report_route route); /* "cfbl" */

/* What is known of the event, and proven where it says so. */
struct report_facts {
        bool outbound;       /* we have sent it: channel mail-out or submit */
        bool of_others;      /* the complaint came from outside: who gets our mail has told us, and is not told */
        bool signs;          /* our reports are DKIM-signed */
        bool bad_name;       /* whom we have seen send more abuse than other mail */
        bool is_report;      /* it is itself a report about a mail */
        struct span headers; /* the header of the mail; empty: none is kept, or it never was one */
        const struct span *dkim_domains; /* registrable domains of signatures that passed, when it came */
        uint32_t dkim_count;
        struct span spf_domain;     /* of the envelope sender; empty unless SPF passed */
        const struct span *accused; /* addresses of the sender, the organizer, the envelope sender */
        uint32_t accused_count;
        const struct span *recipients; /* of an outbound mail */
        uint32_t recipient_count;
};

struct report_target {
        enum report_route route;
        struct span address; /* lower case */
        const char *skipped; /* why it gets none: a sentence; NULL: it gets one */
};
/* `ret`: struct report_target, each address once, in the order of the routes; all is of `arena` or the options. Empty: nobody is
 * known. */
void report_targets(const struct options *options, const struct report_facts *facts, struct arena *arena,
                    struct array *ret);

/* The addresses that a mail's CFBL-Address names, where RFC 9477 3.1 allows to use them: a signature that passed and speaks for
 * From's domain covers CFBL-Address (and CFBL-Feedback-ID where it is there) in all instances; and the address is of that domain
 * or below it, or its own domain has signed in the same way. struct span; *ret_why says what is missing where there is such a field
 * and none may be used, else NULL. */
void report_cfbl(const struct report_facts *facts, struct arena *arena, struct array *ret, const char **ret_why);

/* The n-th incident (from 1) about one sender to one address: the first ten are reported, then every tenth to 100, every hundredth
 * to 1000, every thousandth behind that. 0: this one is only counted; else how many it stands for (Incidents). */
uint64_t report_due(uint64_t incident);
