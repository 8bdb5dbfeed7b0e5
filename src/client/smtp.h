/* smtp: hands one mail to the mail system (RFC 5321), byte by byte as it is, for one recipient. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct smtp_mail {
        const char *url;       /* smtp://host[:port] or smtps://… */
        const char *helo;      /* what we call ourselves; NULL: the machine's name */
        const char *mail_from; /* envelope sender, "": the null sender */
        const char *recipient;
        struct span bytes;   /* lines end with CR LF */
        uint32_t timeout_ms; /* for all of it */
};

enum smtp_end {
        SMTP_TAKEN,   /* it is the mail system's now */
        SMTP_REFUSED, /* 4xx or 5xx: it did not take it */
        SMTP_UNSENT,  /* it was not reached, or lost before the mail was whole */
        SMTP_UNKNOWN, /* lost between the end of the mail and the answer: it may have taken it */
};

struct smtp_answer {
        enum smtp_end end;
        int code;       /* of the last reply; 0: none */
        char text[240]; /* what it said, or what went wrong; "" when taken. May hold anything but control characters */
};

/* Once, before there are threads. */
[[nodiscard]] enum cw_err smtp_setup(struct err *reterr);

/* Never fails otherwise than the answer says. Any thread. An address that could end its command (controls, spaces, angle
 * brackets) is refused unsent. */
void smtp_send(const struct smtp_mail *mail, struct smtp_answer *ret);
