#include "lookup/dkim-sign.h"

#include <errno.h>
#include <inttypes.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lookup/signature.h"
#include "message/message.h"

enum { LEAST_BITS = 1024 /* RFC 8301 3.2 */, MOST_SIGNATURE = 1024, ENCODED_LINE = 70 };

struct dkim_signer {
        EVP_PKEY *key;
        bool ed25519;
        char *domain, *selector;
};

/* In this order in h=; RFC 6376 5.4.1, and the two of RFC 9477. */
static const char *const names[] = { "From",
                                     "To",
                                     "Subject",
                                     "Date",
                                     "Message-ID",
                                     "Reply-To",
                                     "In-Reply-To",
                                     "References",
                                     "MIME-Version",
                                     "Content-Type",
                                     "List-Unsubscribe",
                                     "List-Unsubscribe-Post",
                                     "CFBL-Address",
                                     "CFBL-Feedback-ID" };

/* ---- The key --------------------------------------------------------------------------------------------------------- */

void dkim_signer_free(struct dkim_signer *signer) {
        if (!signer)
                return;
        EVP_PKEY_free(signer->key);
        free(signer->domain);
        free(signer->selector);
        free(signer);
}

/* Nobody is there who could type a passphrase. */
static int no_passphrase(char *buf, int size, int writing, void *user) {
        (void)buf, (void)size, (void)writing, (void)user;
        return -1;
}

static enum cw_err key_read(const char *path, EVP_PKEY **ret, struct err *reterr) {
        struct stat info;
        FILE *file = fopen(path, "re");
        if (!file || fstat(fileno(file), &info) != 0) {
                enum cw_err code = err_set(reterr, err_of_errno(errno), "DKIM key %.160s: %s", path, strerror(errno));
                if (file)
                        fclose(file);
                return code;
        }
        *ret = S_ISREG(info.st_mode) ? PEM_read_PrivateKey(file, NULL, no_passphrase, NULL) : NULL;
        fclose(file);
        if (info.st_mode & (S_IRWXO | S_IWGRP))
                return err_set(reterr, CW_ERR_CONFIG, "DKIM key %.150s: others may read it or write to it; chmod 600",
                               path);
        return *ret ? CW_OK
                    : err_set(reterr, CW_ERR_CONFIG, "DKIM key %.150s: no private key in PEM without a passphrase",
                              path);
}

static enum cw_err signer_read(struct dkim_signer *signer, const char *path, struct err *reterr) {
        enum cw_err code = key_read(path, &signer->key, reterr);
        if (code)
                return code;
        signer->ed25519 = EVP_PKEY_is_a(signer->key, "ED25519");
        bool strong = signer->ed25519 ||
                      (EVP_PKEY_is_a(signer->key, "RSA") && EVP_PKEY_get_bits(signer->key) >= LEAST_BITS &&
                       EVP_PKEY_get_size(signer->key) <= MOST_SIGNATURE);
        return strong ? CW_OK
                      : err_set(reterr, CW_ERR_CONFIG, "DKIM key %.150s: neither RSA of %d bits or more nor Ed25519",
                                path, LEAST_BITS);
}

enum cw_err dkim_signer_new(const char *path, const char *domain, const char *selector, struct dkim_signer **ret,
                            struct err *reterr) {
        struct dkim_signer *signer = calloc(1, sizeof *signer);
        if (!signer)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        signer->domain = strdup(domain);
        signer->selector = strdup(selector);
        enum cw_err code = signer->domain && signer->selector ? signer_read(signer, path, reterr)
                                                              : err_set(reterr, CW_ERR_MEMORY, "out of memory");
        if (code)
                dkim_signer_free(signer);
        else
                *ret = signer;
        return code;
}

/* ---- The signature --------------------------------------------------------------------------------------------------- */

static struct span base64(struct arena *arena, const unsigned char *bytes, size_t size) {
        char *text = arena_bytes(arena, 4 * ((size + 2) / 3) + 1);
        int len = EVP_EncodeBlock((unsigned char *)text, bytes, (int)size);
        return (struct span){ text, (size_t)len };
}

/* Every instance of these fields, so that none is left that a stranger could exchange (5.4.2). */
static struct span names_write(const struct headers *headers, struct arena *arena) {
        struct buf out = buf_in(arena, 64 * 1024);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                uint32_t times = i == 0;
                for (uint32_t j = 0; j < headers->count; j++)
                        times += span_equal_nocase(headers->items[j].name, span_from(names[i]));
                for (; times > 0; times--) {
                        if (out.len > 0)
                                buf_add_byte(&out, ':');
                        buf_add(&out, span_from(names[i]));
                }
        }
        return buf_span(&out);
}

/* `list` broken into lines at its colons. */
static void list_add(struct buf *out, struct span list) {
        size_t column = 0;
        while (list.len > 0) {
                struct span name = span_split(&list, ':');
                if (column > 0 && column + name.len > ENCODED_LINE) {
                        buf_add(out, SPAN("\r\n\t "));
                        column = 0;
                }
                buf_add(out, name);
                if (list.len > 0)
                        buf_add_byte(out, ':');
                column += name.len + 1;
        }
}

static void encoded_add(struct buf *out, struct span encoded) {
        for (; encoded.len > 0; encoded = span_skip(encoded, ENCODED_LINE)) {
                buf_add(out, SPAN("\r\n\t "));
                buf_add(out, span_head(encoded, ENCODED_LINE));
        }
}

static bool rsa_sign(EVP_PKEY *key, const struct signature_hash *hash, unsigned char *ret, size_t *size) {
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
        bool done = context && EVP_PKEY_sign_init(context) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1 &&
                    EVP_PKEY_sign(context, ret, size, hash->bytes, hash->size) == 1;
        EVP_PKEY_CTX_free(context);
        return done;
}

/* RFC 8463 3: Ed25519 signs the hash. */
static bool ed25519_sign(EVP_PKEY *key, const struct signature_hash *hash, unsigned char *ret, size_t *size) {
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool done = context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
                    EVP_DigestSign(context, ret, size, hash->bytes, hash->size) == 1;
        EVP_MD_CTX_free(context);
        return done;
}

enum cw_err dkim_sign(const struct dkim_signer *signer, struct span mail, int64_t at, struct arena *arena,
                      struct span *ret, struct err *reterr) {
        struct defects defects = { .arena = arena };
        const struct message *message = message_read(arena, mail, &defects);
        struct signature signature = { .algorithm = signer->ed25519 ? SIGN_ED25519 : SIGN_RSA_SHA256,
                                       .relaxed_header = true,
                                       .relaxed_body = true,
                                       .headers = names_write(&message->headers, arena) };
        struct signature_hash hash;
        unsigned char bytes[MOST_SIGNATURE];
        size_t size = sizeof bytes;
        if (!signature_body_hash(message->headers.body, &signature, &hash))
                return err_set(reterr, CW_ERR_MEMORY, "no memory to sign a mail");
        struct span body = base64(arena, hash.bytes, hash.size);
        struct buf field = buf_in(arena, SIGNATURE_FIELD_BYTES);
        buf_add_format(&field, "DKIM-Signature: v=1; a=%s; c=relaxed/relaxed;\r\n\td=%s; s=%s; t=%" PRId64 ";\r\n\th=",
                       signer->ed25519 ? "ed25519-sha256" : "rsa-sha256", signer->domain, signer->selector, at);
        list_add(&field, signature.headers);
        buf_add_format(&field, ";\r\n\tbh=%.*s;\r\n\tb=", (int)body.len, body.ptr);
        signature.field = arena_copy(arena, buf_span(&field));
        if (!signature_headers_hash(&message->headers, &signature, &hash))
                return err_set(reterr, CW_ERR_MEMORY, "no memory to sign a mail");
        bool (*sign)(EVP_PKEY *, const struct signature_hash *, unsigned char *,
                     size_t *) = signer->ed25519 ? ed25519_sign : rsa_sign;
        if (field.overflow || !sign(signer->key, &hash, bytes, &size))
                return err_set(reterr, CW_ERR_INTERNAL, "a mail could not be signed");
        encoded_add(&field, base64(arena, bytes, size));
        struct buf whole = buf_in(arena, SIZE_MAX / 2);
        buf_add(&whole, buf_span(&field));
        buf_add(&whole, SPAN("\r\n"));
        buf_add(&whole, mail);
        *ret = buf_span(&whole);
        return CW_OK;
}
