/* keys: what a key of the API looks like: "cw_ID_SECRET", of which the store has SHA-256 in hexadecimal. */
#pragma once

enum { KEY_BYTES = 64, KEY_HASH_BYTES = 65 };
void key_hash(const char *key, char ret[static KEY_HASH_BYTES]);
