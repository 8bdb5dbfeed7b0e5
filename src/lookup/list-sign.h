/* list-sign: whether a file is signed by a key (Ed25519): 64 bytes, raw or in base64; or minisign's format, with or without
 * a hash of the file (BLAKE2b), whose trusted comment is signed, too. */
#pragma once

#include "config/list-file.h"

/* *ret_time: when, by the "timestamp:" of the trusted comment; 0: it does not say. */
[[nodiscard]] bool list_signed(const struct list_file_definition *by, struct span file, struct span signature,
                               uint64_t *ret_time);
