#include "client/jose.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <stdint.h>
#include <string.h>

#include "base/base64url.h"
#include "base/limits.h"
#include "base/span.h"

enum { RSA_BITS_LEAST = 2048, RSA_BITS_MOST = 8192, SIGNATURE_BYTES = RSA_BITS_MOST / 8, P256_BYTES = 32 };

static json_t *decode_json(struct span text) {
        uint8_t bytes[LIMIT_OIDC_TOKEN];
        size_t len;
        return base64url_read(text, bytes, sizeof bytes, &len)
                       ? json_loadb((const char *)bytes, len, JSON_REJECT_DUPLICATES, NULL)
                       : NULL;
}

static bool is(const json_t *object, const char *name, const char *value) {
        const char *text = json_string_value(json_object_get(object, name));
        return text && strcmp(text, value) == 0;
}

/* ---- Keys ------------------------------------------------------------------------------------------------------------ */

static EVP_PKEY *key_of(const char *type, OSSL_PARAM_BLD *made) {
        OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(made);
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
        EVP_PKEY *key = NULL;
        if (!parameters || !context || EVP_PKEY_fromdata_init(context) != 1 ||
            EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
                key = NULL;
        EVP_PKEY_CTX_free(context);
        OSSL_PARAM_free(parameters);
        return key;
}

static EVP_PKEY *rsa_key(const json_t *jwk) {
        uint8_t n[SIGNATURE_BYTES], e[8];
        size_t n_len, e_len;
        if (!base64url_read(span_from(json_string_value(json_object_get(jwk, "n"))), n, sizeof n, &n_len) ||
            !base64url_read(span_from(json_string_value(json_object_get(jwk, "e"))), e, sizeof e, &e_len) ||
            n_len == 0 || e_len == 0)
                return NULL;
        BIGNUM *modulus = BN_bin2bn(n, (int)n_len, NULL), *exponent = BN_bin2bn(e, (int)e_len, NULL);
        OSSL_PARAM_BLD *made = OSSL_PARAM_BLD_new();
        bool fit = modulus && exponent && made && BN_num_bits(modulus) >= RSA_BITS_LEAST &&
                   OSSL_PARAM_BLD_push_BN(made, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
                   OSSL_PARAM_BLD_push_BN(made, OSSL_PKEY_PARAM_RSA_E, exponent) == 1;
        EVP_PKEY *key = fit ? key_of("RSA", made) : NULL;
        OSSL_PARAM_BLD_free(made);
        BN_free(modulus);
        BN_free(exponent);
        return key;
}

static EVP_PKEY *p256_key(const json_t *jwk) {
        uint8_t point[1 + 2 * P256_BYTES] = { 4 };
        size_t x_len, y_len;
        if (!is(jwk, "crv", "P-256") ||
            !base64url_read(span_from(json_string_value(json_object_get(jwk, "x"))), point + 1, P256_BYTES, &x_len) ||
            !base64url_read(span_from(json_string_value(json_object_get(jwk, "y"))), point + 1 + P256_BYTES, P256_BYTES,
                            &y_len) ||
            x_len != P256_BYTES || y_len != P256_BYTES)
                return NULL;
        OSSL_PARAM_BLD *made = OSSL_PARAM_BLD_new();
        bool fit = made && OSSL_PARAM_BLD_push_utf8_string(made, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
                   OSSL_PARAM_BLD_push_octet_string(made, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) == 1;
        EVP_PKEY *key = fit ? key_of("EC", made) : NULL;
        OSSL_PARAM_BLD_free(made);
        return key;
}

/* ---- Signatures -------------------------------------------------------------------------------------------------------- */

static bool verify(EVP_PKEY *key, struct span said, const uint8_t *signature, size_t len) {
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool good = context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                    EVP_DigestVerify(context, signature, len, (const uint8_t *)said.ptr, said.len) == 1;
        EVP_MD_CTX_free(context);
        return good;
}

/* r and s, one behind the other, become what OpenSSL takes (RFC 7518 3.4). */
static bool verify_p256(EVP_PKEY *key, struct span said, const uint8_t *signature, size_t len) {
        uint8_t *der = NULL;
        if (len != 2 * P256_BYTES)
                return false;
        ECDSA_SIG *pair = ECDSA_SIG_new();
        BIGNUM *r = BN_bin2bn(signature, P256_BYTES, NULL), *s = BN_bin2bn(signature + P256_BYTES, P256_BYTES, NULL);
        if (!pair || !r || !s || ECDSA_SIG_set0(pair, r, s) != 1) {
                BN_free(r);
                BN_free(s);
                ECDSA_SIG_free(pair);
                return false;
        }
        int der_len = i2d_ECDSA_SIG(pair, &der);
        bool good = der_len > 0 && verify(key, said, der, (size_t)der_len);
        OPENSSL_free(der);
        ECDSA_SIG_free(pair);
        return good;
}

static bool verify_by(const json_t *jwk, bool rsa, struct span said, const uint8_t *signature, size_t len) {
        EVP_PKEY *key = rsa ? rsa_key(jwk) : p256_key(jwk);
        bool good = key && (rsa ? verify(key, said, signature, len) : verify_p256(key, said, signature, len));
        EVP_PKEY_free(key);
        return good;
}

/* Whether the key is meant for this. */
static bool fits(const json_t *jwk, const char *kid, bool rsa) {
        return is(jwk, "kty", rsa ? "RSA" : "EC") && (!kid || is(jwk, "kid", kid)) &&
               (!json_object_get(jwk, "use") || is(jwk, "use", "sig")) &&
               (!json_object_get(jwk, "alg") || is(jwk, "alg", rsa ? "RS256" : "ES256"));
}

static enum cw_err check(const json_t *header, const json_t *keys, struct span said, struct span encoded,
                         struct err *reterr) {
        uint8_t signature[SIGNATURE_BYTES];
        size_t len, index;
        const json_t *jwk;
        const char *kid = json_string_value(json_object_get(header, "kid"));
        bool rsa = is(header, "alg", "RS256"), good = false;
        if (!rsa && !is(header, "alg", "ES256"))
                return err_set(reterr, CW_ERR_PERMISSION, "a token that is signed by neither RS256 nor ES256");
        if (json_object_get(header, "crit") || !base64url_read(encoded, signature, sizeof signature, &len) || len == 0)
                return err_set(reterr, CW_ERR_PERMISSION, "a token that is signed in a way that nobody here knows");
        json_array_foreach(json_object_get(keys, "keys"), index, jwk) {
                if (index == LIMIT_OIDC_KEYS || good)
                        break;
                good = fits(jwk, kid, rsa) && verify_by(jwk, rsa, said, signature, len);
        }
        return good ? CW_OK : err_set(reterr, CW_ERR_PERMISSION, "a token that none of the issuer's keys has signed");
}

enum cw_err jose_verify(const char *token, const json_t *keys, json_t **ret_claims, struct err *reterr) {
        struct span rest = span_from(token), whole = rest;
        struct span first = span_head(rest, span_find_byte(rest, '.'));
        rest = span_skip(rest, first.len + 1);
        struct span second = span_head(rest, span_find_byte(rest, '.')), third = span_skip(rest, second.len + 1);
        if (whole.len > LIMIT_OIDC_TOKEN || !first.len || !second.len || !third.len)
                return err_set(reterr, CW_ERR_PERMISSION, "a token without three parts, or too long");
        json_t *header = decode_json(first);
        enum cw_err code = check(header, keys, span_head(whole, first.len + 1 + second.len), third, reterr);
        json_decref(header);
        if (code)
                return code;
        json_t *claims = decode_json(second);
        if (!json_is_object(claims)) {
                json_decref(claims);
                return err_set(reterr, CW_ERR_PERMISSION, "a token that says nothing");
        }
        *ret_claims = claims;
        return CW_OK;
}
