/* feedback-report: a report of abuse that came as a mail (ARF: RFC 5965, 6430, 6591, 6650; CFBL: RFC 9477), as data.
 *
 * Read leniently: any case of names, fields in any order, Version 0.1 and the part text/rfc822 of RFC 9477's examples, either of
 * the two names of the arrival's date. What does not fit becomes a flaw and stops nothing. All of it is what the reporter says:
 * whom to believe, and whose mail it was, is decided above. */
#pragma once

#include "message/message.h"

enum feedback_type {
        FEEDBACK_ABUSE,
        FEEDBACK_FRAUD,
        FEEDBACK_VIRUS,
        FEEDBACK_NOT_SPAM,     /* RFC 6430 */
        FEEDBACK_AUTH_FAILURE, /* RFC 6591: about a signature, and no complaint */
        FEEDBACK_OTHER,        /* also every type that we do not know, and none */
        FEEDBACK_TYPES
};
const char *feedback_type_name(enum feedback_type type); /* "not-spam" */
enum feedback_type feedback_type_find(struct span name);
/* Whether it is a complaint about what was sent. */
static inline bool feedback_accuses(enum feedback_type type) {
        return type == FEEDBACK_ABUSE || type == FEEDBACK_FRAUD || type == FEEDBACK_VIRUS || type == FEEDBACK_OTHER;
}

enum feedback_flaw {
        FEEDBACK_NO_TYPE = 1 << 0,
        FEEDBACK_NO_USER_AGENT = 1 << 1,
        FEEDBACK_OTHER_VERSION = 1 << 2, /* or none */
        FEEDBACK_TWO_DATES = 1 << 3,     /* Arrival-Date and Received-Date: the first one counts */
        FEEDBACK_TWICE = 1 << 4,         /* a field stands twice that may stand once: the first one counts */
        FEEDBACK_NO_ORIGINAL = 1 << 5,
        FEEDBACK_NOT_DECLARED = 1 << 6, /* the mail is no multipart/report of this type */
};

struct feedback_report {
        bool found; /* there is such a part; else all is empty */
        unsigned flaws;
        enum feedback_type type;
        struct span type_name;                                                             /* as written */
        struct span user_agent, version, envelope_id, mail_from, reporting_mta, source_ip; /* empty: not given */
        bool arrived_known;
        int64_t arrived;
        uint64_t incidents; /* 1 where it does not say */
        /* struct span, of fields that may stand more than once, at most LIMIT_FEEDBACK_FIELDS each. Addresses without
         * brackets, the domain in lower case. */
        struct array rcpt_to, domains, uris, results;

        /* The third part: the mail that is complained of, or its header. */
        const struct message *original; /* NULL: there is none */
        bool original_whole;            /* with its body */
        struct span message_id;         /* without brackets, also where they are missing */
        struct span feedback_id;        /* CFBL-Feedback-ID */
        struct span verdict;            /* the topmost Calwarden-Verdict, raw */
};
/* `message`: the outermost. Everything lives in the arena and the message. */
void feedback_report_read(struct arena *arena, const struct message *message, struct feedback_report *ret);
/* Whether the mail, whose header may be all that is known, says to be a report about a mail (of any type: multipart/report). No
 * report is written about one (RFC 6650 6). */
bool feedback_is_report(const struct message *message);
