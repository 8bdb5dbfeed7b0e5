/* mail: one mail in the making, as a mail system tells it: envelope, fields, pieces of the body. What comes out are the
 * bytes as they are on the way, with CRLF at the end of header lines, every field in its place and with its own spaces and
 * folds, so that whoever checks a signature finds what was signed.
 *
 * Memory is bounded twice: by LIMIT_MESSAGE_BYTES for one mail (the rest is left out, `truncated`), and by a budget that
 * all mails share (then the mail has `trouble`, and must be deferred). */
#pragma once

#include <stdatomic.h>

#include "base/span.h"

struct mail_budget {
        _Atomic size_t held; /* bytes of all mails */
        size_t most;
};

enum mail_trouble {
        MAIL_FINE,
        MAIL_NO_MEMORY, /* over the budget, or malloc says no */
        MAIL_TOO_MANY,  /* more than LIMIT_MILTER_RECIPIENTS */
};

/* Whether values of fields come with the space behind the colon (SMFIP_HDR_LEADSPC). */
enum leading_space {
        LEADING_UNKNOWN, /* told by the values themselves */
        LEADING_KEPT,
        LEADING_EATEN, /* one space was taken away */
};

struct mail_room {
        char *ptr;
        size_t len, capacity;
};

struct mail {
        struct mail_budget *budget; /* set once */
        struct mail_room bytes;
        struct mail_room envelope; /* terminated texts: sender, its parameters, recipients */
        struct span *rcpt;         /* see mail_end */
        uint32_t rcpt_count;
        size_t parameters_at, rcpt_at; /* in `envelope` */
        bool begun, truncated, in_body;
        enum mail_trouble trouble;
        enum leading_space leading;
};

/* A new mail in the place of whatever was there. `sender`: as MAIL FROM has it, with brackets. */
void mail_begin(struct mail *mail, const char *sender);
/* A parameter of MAIL FROM, behind mail_begin. */
void mail_parameter(struct mail *mail, const char *text);
/* As RCPT TO has it. */
void mail_recipient(struct mail *mail, const char *address);
/* Line ends in the value may be LF or CRLF; a line that does not begin with white space gets some, or it would be another
 * field. */
void mail_header(struct mail *mail, const char *name, const char *value);
void mail_body(struct mail *mail, const char *ptr, size_t len);
/* All is there: ends the header where there was no body, and makes `rcpt`. Only to be read where `trouble` is MAIL_FINE. */
void mail_end(struct mail *mail);
/* Gives all memory back but a small buffer for the next mail; mail_free gives back that too. */
void mail_reset(struct mail *mail);
void mail_free(struct mail *mail);

static inline struct span mail_bytes(const struct mail *mail) {
        return (struct span){ mail->bytes.ptr, mail->bytes.len };
}
/* Without brackets. */
struct span mail_sender(const struct mail *mail);
/* "BODY=8BITMIME SMTPUTF8" */
struct span mail_parameters(const struct mail *mail);
/* Recipient `i` as RCPT TO had it. */
const char *mail_recipient_given(const struct mail *mail, uint32_t i);
