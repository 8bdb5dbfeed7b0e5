/* hosts: what is known of hosts: shorteners, free hosting, meeting services, mailbox providers, brands.
 * The table is hosts.def; a row covers the host itself and everything below it, the longest match wins. */
#pragma once

#include "base/arena.h"

struct text_context;

/* Bits: a host can be several. */
enum host_kind {
        HOST_SHORTENER = 1 << 0, /* anybody makes a short link to anywhere */
        HOST_FREE = 1 << 1,      /* anybody publishes pages there: site builders, free hosting, functions */
        HOST_STORAGE = 1 << 2,   /* object storage and content networks where a stranger's file lies under their name */
        HOST_TUNNEL = 1 << 3,    /* forwards to a machine at home; dynamic DNS */
        HOST_FORM = 1 << 4,      /* anybody asks questions there */
        HOST_SHARE = 1 << 5,     /* files and documents of users, with an account behind them */
        HOST_REWRITER = 1 << 6,  /* a filter's or mailer's own wrapping of links: the target counts */
        HOST_MEETING = 1 << 7,   /* meeting services: joining links lead there */
        HOST_FREEMAIL = 1 << 8,  /* mailbox for anybody */
        HOST_BRAND = 1 << 9,     /* the own host of a brand that is imitated */
        HOST_SCHEDULER = 1 << 10,  /* calendars, bookings, events, tickets */
        HOST_MESSENGER = 1 << 11,  /* leads into a chat with somebody */
        HOST_REMOTE = 1 << 12,     /* remote control and management of computers (attack 38) */
        HOST_CRYPTO = 1 << 13,     /* exchanges and wallets */
        HOST_DISPOSABLE = 1 << 14, /* throw-away mailboxes */
        HOST_SOCIAL = 1 << 15,     /* networks, video: ordinary in a footer */
        HOST_REDIRECTOR = 1 << 16, /* a page of it sends its visitor wherever a parameter says (redirectors.def) */
};

enum brand {
        BRAND_NONE,
#define BRAND(id, name, label) BRAND_##id,
#include "text/brands.def"
#undef BRAND
        BRANDS
};
/* "Microsoft", and the label that imitations are made of: "microsoft" (empty: too ordinary a word to look for). */
const char *brand_name(enum brand brand);
const char *brand_label(enum brand brand);

struct host_row {
        const char *host;
        unsigned kinds;
        enum brand brand;
};

/* `host` in lower-case ASCII. NULL: nothing known. Looks at no more than the last 8 labels. */
const struct host_row *hosts_find(const struct text_context *context, struct span host);

/* The brand that a host is made to look like without being one of its own (attack 38); BRAND_NONE mostly. */
enum brand hosts_imitates(const struct text_context *context, struct arena *arena, struct span host);
