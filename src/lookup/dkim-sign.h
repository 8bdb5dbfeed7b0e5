/* dkim-sign: signs the mails that we write ourselves (RFC 6376 5, RFC 8463): relaxed/relaxed, rsa-sha256 or ed25519-sha256 as
 * the key is. Mail that only passes through us is the mail system's to sign. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct dkim_signer;

/* `path`: a private key in PEM without a passphrase, RSA of 1024 bits or more, or Ed25519. CW_ERR_CONFIG: it is none, or others
 * may read it. */
[[nodiscard]] enum cw_err dkim_signer_new(const char *path, const char *domain, const char *selector,
                                          struct dkim_signer **ret, struct err *reterr);
void dkim_signer_free(struct dkim_signer *signer); /* NULL is fine */

/* The mail with the field on top, in `arena`. Lines of `mail` end with CR LF. Signs From (once more than it stands there, so that
 * none can be added), and what of the others is there that readers see or act on. `at`: seconds since 1970. */
[[nodiscard]] enum cw_err dkim_sign(const struct dkim_signer *signer, struct span mail, int64_t at, struct arena *arena,
                                    struct span *ret, struct err *reterr);
