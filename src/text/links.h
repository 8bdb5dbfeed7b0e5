/* links: URLs, as written by people, programs and attackers who want a reader to see one and a filter none. */
#pragma once

#include "text/hosts.h"

struct defects;

/* Where a link was found. */
enum link_from {
        LINK_TEXT,     /* in running text */
        LINK_ANCHOR,   /* a, area */
        LINK_FORM,     /* form action, formaction */
        LINK_REFRESH,  /* meta refresh */
        LINK_FRAME,    /* iframe, frame */
        LINK_OBJECT,   /* object, embed, applet, param */
        LINK_SCRIPT,   /* script src */
        LINK_STYLE,    /* link href, url() and @import in styles */
        LINK_PICTURE,  /* img src and other remote pictures, sounds, videos */
        LINK_BASE,     /* base href */
        LINK_PROPERTY, /* a calendar property that is a URI: URL, ATTACH, CONFERENCE, … */
        LINK_CODE,     /* what a QR code in a picture says */
        LINK_FROMS
};

/* Bits. */
enum link_flag {
        LINK_DEFANGED = 1 << 0,     /* hxxp, [.], (dot) */
        LINK_USERINFO = 1 << 1,     /* http://google.com@evil.example/ */
        LINK_IP = 1 << 2,           /* the host is an address, in whatever notation */
        LINK_IP_DISGUISED = 1 << 3, /* 0x7f.1, 017700000001, 2130706433 */
        LINK_PUNYCODE = 1 << 4,
        LINK_MIXED_SCRIPT = 1 << 5, /* a label of the host has Latin and look-alike letters, or is all look-alikes */
        LINK_SPLIT = 1 << 6,        /* white space or line breaks were inside */
        LINK_ESCAPED = 1 << 7,      /* backslash escapes were inside (attack 48) */
        LINK_ENCODED_HOST = 1 << 8, /* percent-encoded or non-ASCII dots and letters in the host */
        LINK_PORT = 1 << 9,         /* a port that is not the scheme's */
        LINK_BARE = 1 << 10,        /* no scheme was written: www.x.example, x.example/path */
        LINK_LONG = 1 << 11,        /* more than 2000 bytes: what is behind them is not in url */
        LINK_CONTROL = 1 << 12,     /* control, invisible or bidi characters were inside, and are left out */
        LINK_BACKSLASH = 1 << 13,   /* \ for / */
        LINK_REDIRECT = 1 << 14,    /* a known open redirector or rewriter; `target` is where it leads */
        LINK_PRIVATE = 1 << 15,     /* localhost, private or link-local address, .local */
        LINK_HIDDEN = 1 << 16,      /* a reader of the HTML does not see it */
        LINK_SCHEMELESS = 1 << 17,  /* //host/path */
        LINK_MISLEADING = 1 << 18,  /* the anchor text names another registrable domain than the target's */
};

/* One link. The spans lie in the text or in the arena and are valid UTF-8. */
struct link {
        struct span written; /* as it stands in the text or the attribute; may hold any bytes */
        struct span url;     /* made whole: fanged, joined, unescaped, with a scheme */
        struct span scheme;  /* lower case, without ':' */
        struct span userinfo, host /* lower-case ASCII; empty for mailto:, data:, … */, domain /* registrable */;
        struct span path, query, fragment; /* without ? and #; for a scheme without host: path is all behind ':' */
        struct span text;                  /* the visible anchor text of HTML; empty in running text */
        struct span target;                /* the URL that a redirector leads to, percent-decoded once; empty: none */
        struct span target_host, target_domain;
        const struct host_row *known; /* what the tables know of the host; NULL: nothing */
        const struct host_row *target_known;
        uint32_t port; /* 0: the scheme's own */
        unsigned flags;
        enum link_from from;
        size_t offset; /* in the text that was searched (LINK_TEXT) */
};

/* Reads one URL that is known to be meant as one: the value of an attribute or property. False, and *ret zero, when
 * nothing of it looks like a URL (empty, "#", relative). `from`, `text` and `offset` are the caller's to set. */
bool url_read(const struct text_context *context, struct arena *arena, struct span written, struct link *ret);

/* Schemes that open something on the reader's machine or run code: javascript, vbscript, data, file, smb, ms-*,
 * search-ms, blob, intent, … (attack 37, 38). */
bool link_scheme_is_active(struct span scheme);
