/* item: the bytes to examine, with what the transport knows of them. What a peer claims is never mixed with what the
 * socket proves: `client_ip` and `auth_user` come from the transport, everything inside `bytes` is a claim. */
#pragma once

#include "base/span.h"

/* How the item came. The channel decides which facts exist and which actions are possible. */
enum channel {
        CHANNEL_MAIL_IN,  /* a mail for our users */
        CHANNEL_MAIL_OUT, /* a mail of our users */
        CHANNEL_SUBMIT,   /* a calendar user creates or changes an event (CC/R 18003 4.2) */
        CHANNEL_ITIP,     /* between calendar users without mail (CC/R 18003 7.1.1) */
        CHANNEL_FEED,     /* a subscription (CC/R 18003 7.1) */
        CHANNEL_IMPORT,   /* a file that the user brings in */
        CHANNELS
};

/* Who the organizer is to a recipient, weakest first; only for a proven identity (DESIGN 2, Relation). */
enum relation {
        RELATION_BLOCKED,
        RELATION_NONE,
        RELATION_SAME_DOMAIN,
        RELATION_REPLIED_TO_US,
        RELATION_CORRESPONDENT, /* the user has written to them */
        RELATION_CONTACT,
        RELATION_ALLOWED,
        RELATIONS
};

const char *channel_name(enum channel channel);    /* "mail-in" */
const char *relation_name(enum relation relation); /* "same-domain" */
bool channel_from_name(struct span name, enum channel *ret);
bool relation_from_name(struct span name, enum relation *ret);

struct item {
        struct span bytes;
        bool truncated; /* there was more than LIMIT_MESSAGE_BYTES */
        enum channel channel;
        struct span client_ip, helo, mail_from, auth_user; /* empty: not known */
        bool mail_from_known;                              /* tells the null sender <> from not known */
        const struct span *rcpt;                           /* envelope recipients */
        uint32_t rcpt_count;
        /* Whose Authentication-Results to believe (RFC 8601 authserv-id); "any" believes the topmost, for looking at
         * collections. None: they are not believed. */
        const struct span *authserv_ids;
        uint32_t authserv_id_count;
        enum relation relation; /* given by the caller for all recipients, RELATION_NONE when not known */
        int64_t at;             /* seconds since 1970 when it arrived, INT64_MIN: to be found in the message */
};
