/* dmarc: policies of domains and the alignment of identities with them (RFC 9989): records are found by a walk up the tree
 * of names, without a list of public suffixes. */
#pragma once

#include "lookup/answers.h"

enum dmarc_result {
        DMARC_RESULT_NONE, /* no policy: DMARC says nothing */
        DMARC_RESULT_PASS,
        DMARC_RESULT_FAIL,
        DMARC_RESULT_TEMPERROR, /* DNS did not answer */
        DMARC_RESULT_PERMERROR, /* From has no domain, or several (11.5) */
};
const char *dmarc_result_name(enum dmarc_result result);

enum dmarc_policy { DMARC_POLICY_NONE, DMARC_POLICY_QUARANTINE, DMARC_POLICY_REJECT };
const char *dmarc_policy_name(enum dmarc_policy policy); /* "quarantine" */

enum dmarc_psd { PSD_UNSET, PSD_YES, PSD_NO };

/* One record, read (4.7). */
struct dmarc_record {
        bool present;                 /* the text says to be one: it begins with v=DMARC1 */
        bool valid;                   /* else nothing below counts */
        bool has_policy;              /* p= is there and is one of the three */
        enum dmarc_policy p, sp, np;  /* sp and np as given, or what they fall back to */
        bool strict_dkim, strict_spf; /* adkim=s, aspf=s */
        enum dmarc_psd psd;
        bool testing;             /* t=y */
        struct span rua, ruf, fo; /* as written; empty: not given */
        struct span text;         /* all of it */
        struct array problems;    /* struct span: sentences for `doctor`: unknown or historic tags, bad values */
};
/* Reads the text of one TXT record. */
void dmarc_record_read(struct arena *arena, struct span text, struct dmarc_record *ret);

/* One name of a walk (4.10). */
struct dmarc_step {
        struct span domain; /* without "_dmarc." */
        const struct answer *answer;
        uint32_t records; /* how many of its TXT records begin as DMARC records */
        struct dmarc_record record;
};
struct dmarc_walk {
        struct array steps;         /* struct dmarc_step, at most 8, in the order asked */
        struct span organizational; /* the domain's organizational domain */
        bool failed;                /* a question had no answer: what it would have changed is not known */
};
/* False: answers are pending. */
[[nodiscard]] bool dmarc_walk(struct answers *answers, struct arena *arena, struct span domain, struct dmarc_walk *ret);

struct dmarc_identity {
        struct span domain; /* a d= whose signature passes, or the MAIL FROM (HELO) domain with SPF pass */
        bool spf;
};

struct dmarc_query {
        struct span from;                        /* domain of From, ASCII, lower case */
        uint32_t from_domains;                   /* different ones in From */
        const struct dmarc_identity *identities; /* proven ones */
        uint32_t identity_count;
};

struct dmarc_answer {
        enum dmarc_result result;
        struct span record_domain;  /* whose record decides; empty: none */
        struct span organizational; /* of From */
        struct dmarc_record record;
        const char *policy_tag;        /* "p", "sp", "np": which applies; "": none */
        enum dmarc_policy policy;      /* as published, by that tag */
        enum dmarc_policy disposition; /* what the domain asks for this mail: `policy` for a fail, a level less with t=y */
        bool spf_aligned, dkim_aligned;
        struct span aligned; /* the identity that is; empty: none */
        struct span problem; /* a sentence for temperror, permerror, none */
};
/* False: answers are pending. All walks that can be needed are asked for at once. */
[[nodiscard]] bool dmarc_check(struct answers *answers, struct arena *arena, const struct dmarc_query *what,
                               struct dmarc_answer *ret);
