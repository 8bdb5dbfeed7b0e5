#include "lookup/list-sign.h"

#include <openssl/evp.h>

enum { SIGNATURE = 64, BLAKE2B = 64, COMMENT = 4096 };

static bool verifies(const struct list_file_definition *by, struct span bytes, const uint8_t signature[SIGNATURE]) {
        EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, by->key, sizeof by->key);
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool fits = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
                    EVP_DigestVerify(context, signature, SIGNATURE, (const unsigned char *)bytes.ptr, bytes.len) == 1;
        EVP_MD_CTX_free(context);
        EVP_PKEY_free(key);
        return fits;
}

static bool base64_line(struct span *text, uint8_t *ret, size_t len) {
        size_t got;
        return list_file_base64(span_trim(span_split(text, '\n')), ret, len, &got) && got == len;
}

/* "trusted comment: …", then in base64 the signature of `signature` and that comment. */
static bool comment_signed(const struct list_file_definition *by, const uint8_t signature[SIGNATURE], struct span text,
                           uint64_t *ret_time) {
        struct span comment = span_split(&text, '\n');
        uint8_t bytes[SIGNATURE], both[SIGNATURE + COMMENT];
        if (span_ends_nocase(comment, SPAN("\r")))
                comment.len--;
        if (!span_starts_nocase(comment, SPAN("trusted comment: ")) || comment.len > COMMENT)
                return false;
        comment = span_skip(comment, strlen("trusted comment: "));
        memcpy(both, signature, SIGNATURE);
        memcpy(both + SIGNATURE, comment.ptr, comment.len);
        if (!base64_line(&text, bytes, sizeof bytes) ||
            !verifies(by, (struct span){ (const char *)both, SIGNATURE + comment.len }, bytes))
                return false;
        size_t at = span_find(comment, SPAN("timestamp:"));
        struct span time = span_skip(comment, at == comment.len ? at : at + strlen("timestamp:"));
        if (!span_to_u64(span_split(&time, '\t'), ret_time))
                *ret_time = 0;
        return true;
}

/* "untrusted comment: …", then in base64: "Ed" (of the file) or "ED" (of its hash), the key's number, the signature. */
static bool minisigned(const struct list_file_definition *by, struct span file, struct span text, uint64_t *ret_time) {
        uint8_t bytes[2 + LIST_FILE_KEY_ID + SIGNATURE];
        unsigned char hash[BLAKE2B];
        (void)span_split(&text, '\n');
        if (!base64_line(&text, bytes, sizeof bytes))
                return false;
        if (by->has_key_id && memcmp(bytes + 2, by->key_id, LIST_FILE_KEY_ID) != 0)
                return false;
        const uint8_t *signature = bytes + 2 + LIST_FILE_KEY_ID;
        if (!comment_signed(by, signature, text, ret_time))
                return false;
        if (memcmp(bytes, "Ed", 2) == 0)
                return verifies(by, file, signature);
        return memcmp(bytes, "ED", 2) == 0 && EVP_Digest(file.ptr, file.len, hash, NULL, EVP_blake2b512(), NULL) == 1 &&
               verifies(by, (struct span){ (const char *)hash, sizeof hash }, signature);
}

bool list_signed(const struct list_file_definition *by, struct span file, struct span signature, uint64_t *ret_time) {
        uint8_t bytes[SIGNATURE];
        size_t len;
        *ret_time = 0;
        if (span_starts_nocase(signature, SPAN("untrusted comment:")))
                return minisigned(by, file, signature, ret_time);
        if (signature.len == SIGNATURE)
                return verifies(by, file, (const uint8_t *)signature.ptr);
        return list_file_base64(span_trim(signature), bytes, sizeof bytes, &len) && len == SIGNATURE &&
               verifies(by, file, bytes);
}
