/* link: the signed links of a digest. A link does one thing, about one arrival, for one person, once, until it expires:
 *
 *     PUBLIC-URL/l/TOKEN        72 characters of A-Z a-z 0-9 - _
 *
 * Whoever has it may do that thing without signing in, so it goes to the mailbox of that person alone. It holds neither address
 * nor text. Following it (GET, as scanners of mail do) shows a page that asks; only POST does it, as the button of the page or
 * a client of RFC 8058 sends it. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct config;
struct verdict_keys;

enum link_action {
        LINK_ADD,          /* into my calendar */
        LINK_HAM,          /* this is no abuse, and into my calendar */
        LINK_SPAM,         /* this is abuse, and out of my calendar */
        LINK_ALWAYS,       /* always from this organizer */
        LINK_NEVER,        /* never from this organizer */
        LINK_REPORT,       /* as LINK_SPAM, and tell those who can end it */
        LINK_DIGEST_NEVER, /* no more digests; `arrival` is any one of the digest */
        LINK_ACTIONS
};
const char *link_action_name(enum link_action action); /* "digest-never" */

enum { LINK_TOKEN = 72, LINK_ARRIVAL = 26, LINK_URL = 512 };

struct user_link {
        const char *owner;   /* in the form that things are kept under (config/aliases.h) */
        const char *arrival; /* its id: 26 letters and digits */
        enum link_action action;
        int64_t expires; /* seconds since 1970, up to 2^48; from then on it is refused */
};
/* CW_ERR_USAGE: the id or the time is none that a link can hold. */
[[nodiscard]] enum cw_err link_make(const struct verdict_keys *keys, const struct user_link *link,
                                    char ret[static LINK_TOKEN + 1], struct err *reterr);
/* The same as a URL, by the options public-url and link-expires (behind `now`; link->expires is not read). CW_ERR_CONFIG: there is
 * no public-url, or it is too long. */
[[nodiscard]] enum cw_err link_url(const struct config *config, const struct verdict_keys *keys,
                                   const struct user_link *link, int64_t now, char ret[static LINK_URL],
                                   struct err *reterr);

/* What a token says, which nothing proves until link_proves says so of the owner of that arrival. */
struct link_said {
        enum link_action action;
        char arrival[LINK_ARRIVAL + 1];
        int64_t expires;
};
/* False: it is no token. Any bytes. */
bool link_read(struct span token, struct link_said *ret);
/* Whether we made it for this owner, and it has not expired. Tells nothing by its time. */
bool link_proves(const struct verdict_keys *keys, struct span token, const char *owner, int64_t now);
