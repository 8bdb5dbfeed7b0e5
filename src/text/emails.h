/* emails: mail addresses in running text, also written as name [at] domain [dot] com. */
#pragma once

#include "text/hosts.h"

struct email {
        struct span written;
        struct span address; /* local part as written, domain in lower-case ASCII */
        struct span domain;  /* in `address` */
        struct span registrable;
        const struct host_row *known;
        bool disguised; /* [at], (dot), spaces inside */
        size_t offset;
};
