/* spf: whether a host may send for a domain (RFC 7208). */
#pragma once

#include "lookup/answers.h"

enum spf_result {
        SPF_NONE,
        SPF_NEUTRAL,
        SPF_PASS,
        SPF_FAIL,
        SPF_SOFTFAIL,
        SPF_TEMPERROR,
        SPF_PERMERROR,
};
const char *spf_result_name(enum spf_result result); /* "softfail" */

struct spf_case {
        struct span client_ip; /* as text; IPv4-mapped IPv6 counts as IPv4 (RFC 7208 5) */
        struct span helo;      /* empty: not known */
        struct span mail_from; /* without angle brackets; empty: the null sender, checked as postmaster@HELO (2.4) */
        struct span receiver;  /* host name of ours, for %{r}; empty: "unknown" */
        int64_t at;            /* for %{t} */
};

struct spf_answer {
        enum spf_result result;
        struct span domain;      /* that was checked, lower case */
        bool helo;               /* it was that of HELO */
        struct span mechanism;   /* that matched: "ip4:192.0.2.0/24", "default" */
        struct span problem;     /* a sentence for none, temperror, permerror; empty */
        struct span explanation; /* of exp= for a fail (6.2), printable ASCII; empty: none. A stranger's words. */
        uint32_t lookups, void_lookups; /* counted by 4.6.4 */
};

/* check_host() with its limits (4.6.4). False: answers are pending, call again. Texts lie in `arena`. */
[[nodiscard]] bool spf_check(struct answers *answers, struct arena *arena, const struct spf_case *what,
                             struct spf_answer *ret);
