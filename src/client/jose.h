/* jose: signed tokens of an issuer (RFC 7515, 7517, 7518, 7519), as OpenID Connect uses them. RS256 and ES256 alone are believed,
 * by keys that the issuer publishes: what says `none`, or wants to be verified by a shared secret, never is. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"

/* `keys`: a JSON Web Key Set. *ret_claims: what the token says; the caller's to give back. CW_ERR_PERMISSION: it is no token that one
 * of the keys has signed; the text says why, for the log. */
[[nodiscard]] enum cw_err jose_verify(const char *token, const json_t *keys, json_t **ret_claims, struct err *reterr);
