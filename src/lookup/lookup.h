/* lookup: what the outside says of one item: DNS lists, authentication, other scanners. All is asked together, under one
 * deadline, and nothing that fails is more than absent.
 *
 *     struct lookup *lookup = lookup_begin(lookups, &item);          in the thread that reads the item
 *     lookup_wait(lookup);                                           without holding anything that others need
 *     const struct lookup_results *results = lookup_end(lookup);     in the thread that goes on with it
 *     …
 *     lookup_free(lookup);
 *
 * Three phases: what is to be asked is known when the item was read; the loop's thread asks, follows chains from each
 * answer and stops at the deadline; what the answers mean is concluded by lookup_end, in the caller's thread, for there
 * signatures are verified. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "message/authentication.h"

struct config;
struct message;
struct metrics;

/* All of a daemon's: the loop, the resolver with its cache, lists, breakers. */
struct lookups;

/* `metrics` may be NULL. No threads yet. */
[[nodiscard]] enum cw_err lookups_new(const struct config *config, struct metrics *metrics, struct lookups **ret,
                                      struct err *reterr);
[[nodiscard]] enum cw_err lookups_start(struct lookups *lookups, struct err *reterr);
/* Other settings for what begins from now on. Without memory for them all stays. */
void lookups_reload(struct lookups *lookups, const struct config *config);
/* When no lookup is in work any more. NULL is fine. */
void lookups_free(struct lookups *lookups);

/* ---- One item ------------------------------------------------------------------------------------------------------- */

/* A mailbox, a host or a URL that the item names. */
enum subject_kind { SUBJECT_HOST, SUBJECT_MAILBOX, SUBJECT_URL, SUBJECT_KINDS };
struct lookup_subject {
        enum subject_kind kind;
        struct span text; /* lower case, hosts in ASCII; an address-host as it stands ("192.0.2.1", "[2001:db8::1]") */
        struct span domain; /* registrable, of a host or a mailbox; empty for an address-host */
        const char *where;  /* "organizer", "calendar": for the evidence */
        bool of_person;     /* of one who acts, not of a text */
};

/* What is known of the item. The message, the bytes and all texts must live until lookup_end. */
struct lookup_item {
        const struct message *message; /* NULL: the item is a calendar by itself */
        struct span bytes;
        struct span client_ip, helo, mail_from; /* as in struct item */
        bool mail_from_known;
        bool truncated;   /* there was more of it: signatures cannot be verified */
        struct span from; /* host of the From field's address, lower case, in ASCII; empty: none that DNS could hold */
        struct span from_registrable; /* its registrable domain: nothing outside of it can be aligned with it */
        uint32_t from_domains;        /* different domains in all From fields */
        bool authenticate;            /* nobody who may be believed has authenticated it */
        struct span acting;           /* host of who may act by the METHOD, where From is another; else empty */
        struct span acting_registrable;
        const struct span *acting_signers; /* d= that pass, as one who may be believed says; none where it is found out here */
        uint32_t acting_signer_count;
        bool stranger;           /* the client is somebody outside: lists of addresses are asked */
        bool scan;               /* other scanners may be asked: it has to do with calendars */
        bool inbound;            /* and filters for mail, too: it is a mail for our users */
        const struct span *rcpt; /* of the envelope */
        uint32_t rcpt_count;
        const struct span *files; /* decoded attachments of calendars, which a scanner of the mail does not see */
        uint32_t file_count;
        const struct lookup_subject *subjects;
        uint32_t subject_count;
        int64_t at; /* when it arrived; signatures expire by it */
};

enum listing_kind { LISTED_CLIENT, LISTED_HOST, LISTED_MAILBOX, LISTED_URL };
enum listing_meaning {
        LISTED_POLICY,  /* an address that should not send mail by itself; counts for the connecting one only */
        LISTED_SUSPECT, /* grey: young, abused, seen in bulk */
        LISTED_SPAM,
        LISTED_PHISH,
        LISTED_MALWARE,
        LISTING_MEANINGS
};
const char *listing_meaning_name(enum listing_meaning meaning); /* "phishing" */

struct listing {
        const char *list; /* its name in the configuration */
        enum listing_kind kind;
        enum listing_meaning meaning;
        struct span what;  /* that is listed */
        const char *where; /* of the subject; "client" */
        bool of_person;    /* of the subject */
        const char *code;  /* "127.0.1.4", or the line of a file */
};

enum opinion_kind {
        OPINION_CLEAN,
        OPINION_PROBABLE, /* it would mark the mail as doubtful */
        OPINION_SPAM,     /* it calls it spam, or would refuse it */
        OPINION_MALWARE,
        OPINION_KINDS
};
const char *opinion_kind_name(enum opinion_kind kind); /* "probable" */
struct opinion {
        const char *scanner; /* "rspamd", "spamassassin", "clamav", "header" */
        enum opinion_kind kind;
        struct span reason; /* symbols, name of a signature; one line, printable */
        double score, threshold;
};

/* What the operator's own source says of one thing (source.h). */
struct source_result {
        struct span what; /* a domain, a mailbox, an address */
        const char *where;
        double age_days, score;
        bool age_known, score_known, listed;
        bool young, bad; /* beyond what the options say */
};

struct lookup_absent {
        const char *what, *why; /* "dnsbl example-list", "no answer in time" */
};

/* Whether a signature that passes speaks for who may act, by the DMARC record of his domain. */
enum acting_dkim {
        ACTING_UNASKED, /* no such signature, or nothing was asked for */
        ACTING_ALIGNED, /* or he publishes no record */
        ACTING_APART,
        ACTING_UNKNOWN /* DNS did not answer */
};

struct lookup_results {
        bool authenticated;                          /* `results` were made here; else nothing was asked for */
        bool uncertain;                              /* some answer was missing that could have made something pass */
        struct authentication_results results;       /* ours, with the host name as authserv-id (RFC 8601 2.2) */
        const struct authentication_results *sealed; /* what a trusted sealer of ARC saw (RFC 8617 7.2); NULL: none */
        enum acting_dkim acting_dkim;
        const char *dmarc_policy; /* of From's domain: "none", "quarantine", "reject"; "": no record */
        const struct listing *listings;
        uint32_t listing_count;
        const struct opinion *opinions;
        uint32_t opinion_count;
        const struct source_result *sources;
        uint32_t source_count;
        const struct lookup_absent *absent; /* what should have been learned and was not */
        uint32_t absent_count;
        uint32_t questions, took_ms; /* DNS questions; from begin to the last answer */
};

struct lookup;
/* NULL: nothing is to be asked, or there is no memory; lookup_end says so then. */
struct lookup *lookup_begin(struct lookups *lookups, const struct lookup_item *item);
/* Until all is answered or the deadline has passed. */
void lookup_wait(struct lookup *lookup);
/* Or tells instead, once, in the loop's thread or (where all is answered already) before this returns. */
void lookup_tell(struct lookup *lookup, void (*done)(void *user), void *user);
/* What was learned; lives as long as the lookup. Behind its end. */
const struct lookup_results *lookup_end(struct lookup *lookup);
/* NULL is fine; before its end it is given up first. */
void lookup_free(struct lookup *lookup);

/* The same behind pointers: who judges without asking need not link what asks. Zeroed: nobody is asked. */
struct lookup_tools {
        struct lookups *lookups;
        struct lookup *(*begin)(struct lookups *lookups, const struct lookup_item *item);
        void (*wait)(struct lookup *lookup);
        void (*tell)(struct lookup *lookup, void (*done)(void *user), void *user);
        const struct lookup_results *(*end)(struct lookup *lookup);
        void (*free)(struct lookup *lookup);
};
/* Zeroed for NULL. */
struct lookup_tools lookups_tools(struct lookups *lookups);
