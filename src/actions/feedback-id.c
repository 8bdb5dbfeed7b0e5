#include "actions/feedback-id.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <stdlib.h>

#include "actions/verdict-header.h"

enum { HASH_BYTES = 32, MAC_TEXT = FEEDBACK_ID_BYTES - ITEM_ID_BYTES - 1 };

/* 120 bits. */
static void mac_write(const struct verdict_keys *keys, struct span item, char ret[static MAC_TEXT]) {
        static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
        unsigned char hash[HASH_BYTES];
        unsigned size = sizeof hash;
        if (!HMAC(EVP_sha256(), keys->feedback, sizeof keys->feedback, (const unsigned char *)item.ptr, item.len, hash,
                  &size))
                abort(); /* SHA-256 is always there */
        for (size_t i = 0; i < MAC_TEXT; i++)
                ret[i] = digits[hash[i] & 31];
}

void feedback_id_write(const struct verdict_keys *keys, const char *item, char ret[static FEEDBACK_ID_BYTES + 1]) {
        struct span id = span_head(span_from(item), ITEM_ID_BYTES);
        memset(ret, '0', FEEDBACK_ID_BYTES);
        memcpy(ret, id.ptr, id.len);
        ret[ITEM_ID_BYTES] = ':';
        mac_write(keys, (struct span){ ret, ITEM_ID_BYTES }, ret + ITEM_ID_BYTES + 1);
        ret[FEEDBACK_ID_BYTES] = '\0';
}

bool feedback_id_read(const struct verdict_keys *keys, struct span value, char ret[static ITEM_ID_BYTES + 1]) {
        char text[FEEDBACK_ID_BYTES], mac[MAC_TEXT];
        size_t len = 0;
        for (size_t i = 0; i < value.len; i++) {
                if (ascii_space(value.ptr[i]))
                        continue;
                if (len == sizeof text)
                        return false;
                text[len++] = value.ptr[i];
        }
        struct span item = { text, ITEM_ID_BYTES };
        if (len != sizeof text || text[ITEM_ID_BYTES] != ':' || !item_id_valid(item))
                return false;
        mac_write(keys, item, mac);
        if (CRYPTO_memcmp(mac, text + ITEM_ID_BYTES + 1, MAC_TEXT) != 0)
                return false;
        memcpy(ret, text, ITEM_ID_BYTES);
        ret[ITEM_ID_BYTES] = '\0';
        return true;
}
