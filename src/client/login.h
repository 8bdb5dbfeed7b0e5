/* login: whether a server knows a user by this password. Blocks, with a deadline.
 *
 * CW_OK: it does. CW_ERR_PERMISSION: it does not. CW_ERR_USAGE: no server can be asked for such a name. CW_ERR_CONFIG: the server
 * lets in whoever comes. CW_ERR_IO: it cannot be asked now. */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct login_request {
        const char *url; /* imap://host[:port], imaps://host[:port]; http(s)://host[:port][/path] of WebDAV */
        const char *user, *password;
        const char *ca_file; /* NULL: the system's */
        uint32_t timeout_ms;
};
/* LOGIN or AUTHENTICATE. Over imap:// only behind STARTTLS, except where the server is on loopback. */
[[nodiscard]] enum cw_err login_imap(const struct login_request *request, struct err *reterr);
/* PROPFIND current-user-principal (RFC 5397): the user has one, and who does not say who he is has none. */
[[nodiscard]] enum cw_err login_dav(const struct login_request *request, struct err *reterr);
