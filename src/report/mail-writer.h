/* mail-writer: mails that we write ourselves (digests, reports), as bytes (RFC 5322, 2045 to 2047, 6522). ASCII with lines of at
 * most 78 columns whatever is put in, so they pass every mail system; lines end with CR LF.
 *
 *     struct mail_writer mail = mail_writer_new(arena);
 *     mail_mailbox(&mail, "From", "Calendar guard", "calendar@example.org");
 *     mail_text_field(&mail, "Subject", subject);
 *     mail_multipart(&mail, "alternative", NULL);
 *             mail_text(&mail, "text/plain", plain);
 *             mail_text(&mail, "text/html", html);
 *     mail_multipart_end(&mail);
 *     struct span bytes = mail_writer_end(&mail);
 *
 * Texts may hold anything that a stranger wrote: control characters become spaces, bytes that are no UTF-8 U+FFFD, and no value
 * ends its field. All memory is of the arena. */
#pragma once

#include "base/arena.h"

enum { MAIL_DEPTH = 4, MAIL_BOUNDARY_BYTES = 32 };

struct mail_writer {
        struct buf out;
        char boundaries[MAIL_DEPTH][MAIL_BOUNDARY_BYTES + 1];
        uint32_t depth;
        bool headed; /* the fields of the mail itself are complete */
};

struct mail_writer mail_writer_new(struct arena *arena);

/* ---- Fields of the header, before the first part ------------------------------------------------------------------- */

/* Unstructured: encoded words where it is not ASCII, folded. */
void mail_text_field(struct mail_writer *mail, const char *name, struct span text);
/* Structured, and written by us: folded at spaces only. */
void mail_field_add(struct mail_writer *mail, const char *name, struct span value);
/* One mailbox with a name for people ("" : none). An address that is none is left out with its field: false. */
bool mail_mailbox(struct mail_writer *mail, const char *name, struct span display, struct span address);
/* Date, in UTC; and Message-ID of random bytes at this domain, which is also written to `ret_id` (without brackets) when that is
 * not NULL. */
void mail_date(struct mail_writer *mail, int64_t at);
enum { MAIL_ID_BYTES = 320 };
void mail_message_id(struct mail_writer *mail, struct span domain, char ret_id[MAIL_ID_BYTES]);
/* As a Date field has it: "Sat, 21 Nov 2026 20:00:00 +0000". */
enum { MAIL_DATE_BYTES = 32 };
void mail_date_write(int64_t at, char ret[static MAIL_DATE_BYTES]);

/* ---- Parts --------------------------------------------------------------------------------------------------------- */

/* Begins a multipart of this subtype; `parameters` as in "report-type=feedback-report", or NULL. Parts nest to MAIL_DEPTH. */
void mail_multipart(struct mail_writer *mail, const char *subtype, const char *parameters);
void mail_multipart_end(struct mail_writer *mail);
/* A part of text in UTF-8, quoted-printable where it is not plain ASCII of short lines. Line ends of any kind. */
void mail_text(struct mail_writer *mail, const char *type, struct span text);
/* Bytes as they are, 7 or 8 bit (message/rfc822 and the like, RFC 2046 5.2.1 forbids to encode them): line ends become CR LF. */
void mail_bytes(struct mail_writer *mail, const char *type, struct span bytes);

/* The whole. */
struct span mail_writer_end(struct mail_writer *mail);
