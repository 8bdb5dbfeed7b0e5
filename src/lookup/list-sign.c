#include "lookup/list-sign.h"

#include <openssl/evp.h>

enum { SIGNATURE = 64, BLAKE2B = 64 };

static bool verifies(const struct list_file_definition *by, struct span bytes, const uint8_t signature[SIGNATURE]) {
        EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, by->key, sizeof by->key);
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool fits = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
                    EVP_DigestVerify(context, signature, SIGNATURE, (const unsigned char *)bytes.ptr, bytes.len) == 1;
        EVP_MD_CTX_free(context);
        EVP_PKEY_free(key);
        return fits;
}

/* "untrusted comment: …", then in base64: "Ed" (of the file) or "ED" (of its hash), the key's number, the signature. */
static bool minisigned(const struct list_file_definition *by, struct span file, struct span text) {
        uint8_t bytes[2 + LIST_FILE_KEY_ID + SIGNATURE];
        unsigned char hash[BLAKE2B];
        size_t len;
        (void)span_split(&text, '\n');
        if (!list_file_base64(span_trim(span_split(&text, '\n')), bytes, sizeof bytes, &len) || len != sizeof bytes)
                return false;
        if (by->has_key_id && memcmp(bytes + 2, by->key_id, LIST_FILE_KEY_ID) != 0)
                return false;
        const uint8_t *signature = bytes + 2 + LIST_FILE_KEY_ID;
        if (memcmp(bytes, "Ed", 2) == 0)
                return verifies(by, file, signature);
        return memcmp(bytes, "ED", 2) == 0 && EVP_Digest(file.ptr, file.len, hash, NULL, EVP_blake2b512(), NULL) == 1 &&
               verifies(by, (struct span){ (const char *)hash, sizeof hash }, signature);
}

bool list_signed(const struct list_file_definition *by, struct span file, struct span signature) {
        uint8_t bytes[SIGNATURE];
        size_t len;
        if (span_starts_nocase(signature, SPAN("untrusted comment:")))
                return minisigned(by, file, signature);
        if (signature.len == SIGNATURE)
                return verifies(by, file, (const uint8_t *)signature.ptr);
        return list_file_base64(span_trim(signature), bytes, sizeof bytes, &len) && len == SIGNATURE &&
               verifies(by, file, bytes);
}
