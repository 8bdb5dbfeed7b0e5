/* arf: a report of abuse as a mail (RFC 5965, 6430, 6650, 9477): a text for people, the fields for programs, and the mail that is
 * complained of, or its header. All that programs are told stands in the text as well. */
#pragma once

#include "base/arena.h"
#include "message/feedback-report.h"

struct arf_report {
        enum feedback_type type; /* ABUSE, FRAUD, NOT_SPAM */
        int64_t at;              /* when it is written */
        struct span from;        /* who reports; also gets the answers */
        struct span to;
        const char *hostname;   /* of ours */
        struct span complainer; /* who complains; empty: a user of ours */
        struct span note;       /* what the user says; empty */
        uint64_t incidents;     /* how many it stands for; 1 */

        /* The event; whatever is not known is empty or 0. */
        struct span subject; /* of the mail, else the event's title */
        struct span channel; /* "mail-in", "feed", … */
        struct span uid, organizer, source /* URL of a feed, name of a file */;
        struct span sender, mail_from, source_ip, message_id;
        bool mail_from_known;
        struct span rcpt_to; /* one of ours, who complains; hidden where that is asked for */
        int64_t arrived;
        struct span results;        /* Authentication-Results of ours */
        const struct span *domains; /* Reported-Domain */
        uint32_t domain_count;
        struct span *uris; /* Reported-URI */
        uint32_t uri_count;
        struct span original; /* the mail or its header block; empty: it never was a mail, or nothing is kept */
        bool original_whole;  /* with its body */
};
/* The mail, in `arena`; its lines end with CR LF. */
struct span arf_write(const struct arf_report *report, struct arena *arena);
