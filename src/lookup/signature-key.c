#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "lookup/signature.h"
#include "text/transfer.h"

static bool list_has(struct span list, struct span word) {
        while (list.len > 0)
                if (span_equal_nocase(span_trim(span_split(&list, ':')), word))
                        return true;
        return false;
}

enum { MOST_BITS = 4096, EXPONENT_BITS = 33 };

/* What a stranger's key may cost us. */
static bool is_cheap(EVP_PKEY *key) {
        BIGNUM *exponent = NULL;
        bool cheap = EVP_PKEY_get_bits(key) <= MOST_BITS &&
                     EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 &&
                     BN_num_bits(exponent) <= EXPONENT_BITS;
        BN_free(exponent);
        return cheap;
}

/* SubjectPublicKeyInfo, or, as some publish it, the bare key (6376 3.6.1). */
static EVP_PKEY *rsa_key(struct span der) {
        static const char *const forms[] = { "SubjectPublicKeyInfo", "type-specific" };
        EVP_PKEY *key = NULL;
        for (size_t i = 0; i < sizeof forms / sizeof *forms && !key; i++) {
                const unsigned char *bytes = (const unsigned char *)der.ptr;
                size_t left = der.len;
                OSSL_DECODER_CTX *decoder = OSSL_DECODER_CTX_new_for_pkey(&key, "DER", forms[i], "RSA",
                                                                          OSSL_KEYMGMT_SELECT_PUBLIC_KEY, NULL, NULL);
                if (decoder && !OSSL_DECODER_from_data(decoder, &bytes, &left))
                        key = NULL;
                OSSL_DECODER_CTX_free(decoder);
        }
        if (key && !is_cheap(key)) {
                EVP_PKEY_free(key);
                key = NULL;
        }
        return key;
}

static void broken(struct signature_key *ret, const char *problem) {
        ret->state = KEY_BROKEN;
        ret->problem = problem;
}

void signature_key_read(struct arena *arena, struct span record, struct signature_key *ret) {
        struct tags tags = tags_read(arena, record);
        struct span version = tags_get(&tags, SPAN("v")), kind = tags_get(&tags, SPAN("k"));
        struct span flags = tags_get(&tags, SPAN("t")), service = tags_get(&tags, SPAN("s"));
        struct span hashes = tags_get(&tags, SPAN("h")), key = tags_get(&tags, SPAN("p"));
        *ret = (struct signature_key){ .testing = list_has(flags, SPAN("y")),
                                       .no_subdomains = list_has(flags, SPAN("s")),
                                       .for_mail = !service.ptr || list_has(service, SPAN("*")) ||
                                                   list_has(service, SPAN("email")),
                                       .sha1 = !hashes.ptr || list_has(hashes, SPAN("sha1")),
                                       .sha256 = !hashes.ptr || list_has(hashes, SPAN("sha256")),
                                       .ed25519 = span_equal_nocase(kind, SPAN("ed25519")) };
        if (version.ptr && !span_equal(version, SPAN("DKIM1"))) {
                broken(ret, "The key's record is of another version.");
                return;
        }
        if (!key.ptr) {
                broken(ret, "The record has no key.");
                return;
        }
        if (key.len == 0) {
                ret->state = KEY_REVOKED;
                return;
        }
        struct span der = base64_decode(arena, key).bytes;
        if (ret->ed25519)
                ret->key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const unsigned char *)der.ptr, der.len);
        else if (!kind.ptr || span_equal_nocase(kind, SPAN("rsa")))
                ret->key = rsa_key(der);
        if (ret->key)
                ret->bits = (uint32_t)EVP_PKEY_get_bits(ret->key);
        else
                broken(ret, "The key cannot be read.");
}

const struct answer *signature_key_ask(const struct signature *signature, struct answers *answers, struct arena *arena) {
        return answers_get(answers, RECORD_TXT,
                           arena_format(arena, "%.*s._domainkey.%.*s", (int)signature->selector.len,
                                        signature->selector.ptr, (int)signature->domain.len, signature->domain.ptr));
}

void signature_key_end(struct signature_key *key) {
        EVP_PKEY_free(key->key);
        key->key = NULL;
}

static bool ed25519_fits(const struct signature *signature, EVP_PKEY *key, const struct signature_hash *hash) {
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool fits = context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
                    EVP_DigestVerify(context, (const unsigned char *)signature->bytes.ptr, signature->bytes.len,
                                     hash->bytes, hash->size) == 1;
        EVP_MD_CTX_free(context);
        return fits;
}

static bool rsa_fits(const struct signature *signature, EVP_PKEY *key, const struct signature_hash *hash) {
        const EVP_MD *kind = signature->algorithm == SIGN_RSA_SHA1 ? EVP_sha1() : EVP_sha256();
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
        bool fits = context && EVP_PKEY_verify_init(context) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(context, kind) == 1 &&
                    EVP_PKEY_verify(context, (const unsigned char *)signature->bytes.ptr, signature->bytes.len,
                                    hash->bytes, hash->size) == 1;
        EVP_PKEY_CTX_free(context);
        return fits;
}

bool signature_fits(const struct signature *signature, const struct signature_key *key,
                    const struct signature_hash *hash) {
        bool ed25519 = signature->algorithm == SIGN_ED25519;
        if (!key->key || ed25519 != key->ed25519)
                return false;
        return ed25519 ? ed25519_fits(signature, key->key, hash) : rsa_fits(signature, key->key, hash);
}
