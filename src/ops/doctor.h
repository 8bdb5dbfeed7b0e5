/* doctor: the operation for others than the command line. What is found is written as JSON; all functions wait for DNS. */
#pragma once

#include <stdio.h>

#include "base/err.h"
#include "base/span.h"

struct guard;
struct lookups;
struct op_call;

struct doctor_means {
        struct lookups *lookups;   /* started */
        int64_t wait_ms, whole_ms; /* for what is asked at once; for all of it, 0: however long it takes */
        bool json;                 /* else as text */
        FILE *out;
};

/* A mail, of which the options of the call (client-ip, helo, mail-from) tell the rest. CW_ERR_USAGE: they do not fit. */
[[nodiscard]] enum cw_err doctor_of_mail(const struct doctor_means *means, struct guard *guard,
                                         const struct op_call *call, struct span bytes, struct err *reterr);
/* CW_ERR_USAGE: it is no domain. */
[[nodiscard]] enum cw_err doctor_of_domain(const struct doctor_means *means, const char *name, struct err *reterr);
