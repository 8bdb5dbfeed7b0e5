/* list-file: what an item of the option list-files says: a file of known abuse, and where it comes from.
 *
 *     "advisories phish /etc/calwarden/advisories.txt"
 *     "partner malware https://lists.example.org/urls.txt key=RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
 *
 * NAME MEANING PATH, or the URL of one that is fetched; its key is one of minisign, or an Ed25519 key in base64. Without
 * TLS there must be a key. */
#pragma once

#include "config/dns-list.h"

enum { LIST_FILE_NAME = 40, LIST_FILE_KEY = 32, LIST_FILE_KEY_ID = 8 };
struct list_file_definition {
        struct span name, place; /* in the text that was read */
        enum dns_list_meaning meaning;
        bool fetched, has_key, has_key_id;
        uint8_t key[LIST_FILE_KEY], key_id[LIST_FILE_KEY_ID];
};

/* False (and *ret untouched) for what is none. */
[[nodiscard]] bool list_file_read(struct span text, struct list_file_definition *ret);
/* Bytes of base64, at most `most`; false for what is none, or more. */
[[nodiscard]] bool list_file_base64(struct span text, uint8_t *ret, size_t most, size_t *ret_len);
