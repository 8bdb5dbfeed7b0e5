/* session: the protocol of LMTP (RFC 2033) on one connection, without its socket: bytes in, answers out, and a mail now and
 * then. PIPELINING, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES and SIZE.
 *
 * Of a mail that is larger than LIMIT_MESSAGE_BYTES the rest is read and forgotten (`truncated`): to refuse it would tell
 * its sender. A line ends with CRLF or LF, but the end of a mail is CRLF.CRLF alone, so that nobody hides a second mail in
 * one (RFC 5321 4.1.1.4). */
#pragma once

#include "base/span.h"

enum { SESSION_LINE = 4096, SESSION_WRONG = 20 };

struct session_room {
        char *ptr;
        size_t len, capacity;
};

struct session {
        const char *hostname;
        struct session_room out;      /* what is to be sent, in this order */
        struct session_room bytes;    /* of the mail */
        struct session_room envelope; /* sender and recipients, terminated */
        uint32_t rcpt_count;
        bool greeted, has_sender, in_data, truncated, lost /* there was no memory for it */, closing;
        unsigned wrong;    /* commands that were none */
        unsigned ending;   /* how much of CRLF.CRLF was seen, in data */
        size_t line_len;   /* of the command that is being read */
        bool line_is_long; /* what is more than fits was left out */
        char line[SESSION_LINE];
        /* A whole mail is there: is to answer session_rcpt 0 … rcpt_count - 1 in this order, by session_answer. */
        void (*mail)(void *user, struct session *session);
        void *user;
};

/* Zeroed but for hostname, mail and user. Writes the greeting. */
void session_begin(struct session *session);
void session_take(struct session *session, const char *bytes, size_t len);
/* The sender, without brackets; recipient `i` as RCPT TO had it, with them. */
struct span session_sender(const struct session *session);
struct span session_rcpt(const struct session *session, uint32_t i);
static inline struct span session_mail(const struct session *session) {
        return (struct span){ session->bytes.ptr, session->bytes.len };
}
/* A line: "250 2.1.5 done". What is no printable ASCII in it becomes ?. */
void session_answer(struct session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Nothing of a mail has begun, so the connection can be closed without harm. */
static inline bool session_is_idle(const struct session *session) {
        return !session->in_data && !session->has_sender && session->line_len == 0;
}
void session_end(struct session *session);
