/* spf-inside: what the files of SPF share. Section numbers are those of RFC 7208. */
#pragma once

#include "lookup/spf.h"

enum spf_mechanism { SPF_ALL, SPF_INCLUDE, SPF_A, SPF_MX, SPF_PTR, SPF_IP4, SPF_IP6, SPF_EXISTS, SPF_MECHANISMS };

/* One directive (4.6.1). */
struct spf_term {
        enum spf_mechanism mechanism;
        enum spf_result result;    /* of its qualifier */
        struct span written;       /* without the qualifier */
        struct span domain;        /* domain-spec, not expanded; empty: the current domain */
        struct span address;       /* of ip4 and ip6, as written */
        uint32_t prefix4, prefix6; /* 32 and 128 where none is given */
};

struct spf_record {
        struct array terms;        /* struct spf_term */
        struct span redirect, exp; /* domain-specs; empty: none */
};
/* False: not a record of this grammar (4.6); *problem says what. */
bool spf_record_read(struct arena *arena, struct span text, struct spf_record *ret, struct span *problem);

/* One evaluation. */
struct spf_eval {
        struct answers *answers;
        struct arena *arena;
        const struct spf_case *what;
        struct span sender, local, sender_domain; /* of MAIL FROM, or postmaster@HELO */
        bool v6;
        unsigned char ip[16]; /* 4 bytes of it for IPv4 */
        uint32_t lookups, voids;
        struct span problem, mechanism, explanation;
};
/* 7.3: a name that the client's address belongs to, as far as DNS agrees; "unknown". False: pending. */
bool spf_validated_name(struct spf_eval *eval, struct span domain, struct span *ret);

/* Whether the macros of a text fit the grammar (7.1); `exp` allows the letters c, r, t. */
bool spf_macros_fit(struct span text, bool exp);
/* False: answers are pending. A text that does not fit is an empty one. */
bool spf_expand(struct spf_eval *eval, struct span text, struct span domain, bool exp, struct span *ret);
/* The same for a name: at most 253 bytes, cut from the left by labels. */
bool spf_expand_name(struct spf_eval *eval, struct span text, struct span domain, struct span *ret);
