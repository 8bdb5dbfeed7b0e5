/* oidc: signing in at an issuer of OpenID Connect (Core 1.0, Discovery 1.0): the authorization code flow with PKCE (RFC 7636),
 * state and nonce. Who signs in is the address that the issuer says is verified.
 *
 * Blocks. Nothing is kept between two calls: endpoints and keys are asked for each time, so a new key counts at once. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct oidc_settings {
        const char *issuer;          /* https://…; http:// on loopback only, and so are its endpoints */
        const char *client, *secret; /* secret NULL: a public client */
        const char *redirect;        /* where the browser comes back to */
        const char *ca_file;         /* NULL: the system's */
        uint32_t timeout_ms;         /* for each question */
};
/* What ties the two calls together; 43 characters of base64url each, known to one browser alone. */
struct oidc_ties {
        const char *state, *nonce, *verifier;
};
/* Where the browser is to be sent; to be freed. CW_ERR_IO: the issuer cannot be asked. CW_ERR_CONFIG: it is not what the settings say. */
[[nodiscard]] enum cw_err oidc_begin(const struct oidc_settings *settings, const struct oidc_ties *ties, char **ret_url,
                                     struct err *reterr);
/* The browser came back with `code`. Writes the address of who has signed in. CW_ERR_PERMISSION: nobody has, or he has no verified
 * address. */
[[nodiscard]] enum cw_err oidc_finish(const struct oidc_settings *settings, const struct oidc_ties *ties,
                                      const char *code, int64_t now, char *ret_address, size_t size, struct err *reterr);
