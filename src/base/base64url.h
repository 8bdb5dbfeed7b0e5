/* base64url: bytes as letters that nothing has to escape (RFC 4648 5), without padding. */
#pragma once

#include "base/span.h"

/* How many letters so many bytes are. */
#define BASE64URL_LETTERS(bytes) (((bytes)*4 + 2) / 3)

/* BASE64URL_LETTERS(count) letters and a NUL. */
void base64url_write(const uint8_t *bytes, size_t count, char *ret);
/* False: it is none, or does not fit into `room`. */
[[nodiscard]] bool base64url_read(struct span text, uint8_t *ret, size_t room, size_t *ret_len);
