/* mail-digest: what tells that a mail is still the one that was judged. It covers the body and those fields of the header
 * that say how the body is read (MIME-Version, Content-…, but not Content-Length, which mailboxes count anew); no others,
 * because mail systems and lists change them. Line ends are LF, folds and runs of white space one space, and empty lines
 * at the end of the body are left out, as mail systems change them.
 *
 * Read without the readers of messages: this is also done for what must not be read by them. */
#pragma once

#include <stdint.h>

#include "base/span.h"

enum { MAIL_DIGEST_BYTES = 32 };

/* SHA-256 of `name:value` LF for each of these fields, in the order in which they stand, the name in lower case; and of the
 * body with the empty line before it. `with_id`: each Message-ID is one of the fields, so that one that is missing stays missing. */
void mail_digest(struct span mail, bool with_id, uint8_t ret[static MAIL_DIGEST_BYTES]);

/* The next field at the head of *rest, which is moved behind it; *ret_value is raw, with folds and its line end. False at
 * the header's end. */
bool mail_field(struct span *rest, struct span *ret_name, struct span *ret_value);
