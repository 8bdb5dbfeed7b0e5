/* originator: how well the one whom the METHOD lets act is proven (DESIGN 2, Originator authorisation; RFC 5546 3). */
#pragma once

#include "base/span.h"

/* Strongest first. */
enum originator_class {
        ORIGINATOR_VERIFIED,
        ORIGINATOR_VERIFIED_DELEGATE,
        ORIGINATOR_DOMAIN_VERIFIED,
        ORIGINATOR_SERVICE,
        ORIGINATOR_FORWARDED,
        ORIGINATOR_UNVERIFIED,
        ORIGINATOR_SPOOF,
        ORIGINATOR_ABSENT, /* nobody who may be believed said how the mail was authenticated, or DNS did not say what is needed */
        ORIGINATOR_CLASSES
};

const char *originator_class_name(enum originator_class class);     /* "verified-delegate" */
enum originator_class originator_class_from_name(struct span name); /* ORIGINATOR_ABSENT for what is none */

struct originator {
        enum originator_class class;
        struct span address; /* O(msg), lower case; empty when there is none */
        struct span reason;  /* a sentence */
        /* What is proven, and what must be proven again to change the event: an address; "@domain" where only that is;
         * "service:NAME ADDRESS by WHO" of one that a listed service names, WHO being the sender's mailbox, or the "@house" of
         * one; empty where nothing is. */
        struct span identity;
};
