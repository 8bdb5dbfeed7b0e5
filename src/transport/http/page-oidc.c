/* /v1/session/oidc, /v1/session/callback: signing in at an issuer of OpenID Connect. Nothing is kept here between the two: a
 * random word in a cookie of that browser, and our secret, give state, nonce and verifier again. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

#include "actions/verdict-header.h"
#include "base/base64url.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/percent.h"
#include "client/oidc.h"
#include "config/config.h"
#include "config/secret-file.h"
#include "transport/http/inside.h"

#define COOKIE "__Host-calwarden-oidc"
enum {
        RANDOM_BYTES = 16,
        WORD_BYTES = 2 * RANDOM_BYTES + 16,
        TIE_BYTES = BASE64URL_LETTERS(32) + 1,
        ATTEMPT_S = 600,
        SECRET_BYTES = 512
};

/* ---- What ties the two together ------------------------------------------------------------------------------------------ */

struct ties {
        char state[TIE_BYTES], nonce[TIE_BYTES], verifier[TIE_BYTES];
};

/* When it was made, and what nobody can guess. */
static void make_word(char ret[static WORD_BYTES + 1]) {
        unsigned char random[RANDOM_BYTES];
        arc4random_buf(random, sizeof random);
        (void)snprintf(ret, 17, "%016llx", (long long)clock_now_s());
        hex_write(random, sizeof random, ret + 16);
}

static void derive(const struct verdict_keys *keys, const char *word, const char *use, char ret[static TIE_BYTES]) {
        unsigned char digest[32], said[96];
        unsigned len = sizeof digest;
        /* No user's name begins with NUL, so none of this is ever part of a link. */
        int said_len = snprintf((char *)said + 1, sizeof said - 1, "oidc %s %s", use, word);
        said[0] = 0;
        if (!HMAC(EVP_sha256(), keys->links, sizeof keys->links, said, (size_t)said_len + 1, digest, &len))
                abort(); /* SHA-256 is always there */
        base64url_write(digest, sizeof digest, ret);
}

static enum cw_err derive_all(const struct request *request, const char *word, struct ties *ret, struct err *reterr) {
        struct verdict_keys keys;
        enum cw_err code = verdict_keys_of(request->config, false, &keys, reterr);
        if (code)
                return code;
        derive(&keys, word, "state", ret->state);
        derive(&keys, word, "nonce", ret->nonce);
        derive(&keys, word, "verifier", ret->verifier);
        explicit_bzero(&keys, sizeof keys);
        return CW_OK;
}

/* ---- Settings ---------------------------------------------------------------------------------------------------------- */

struct issuer {
        struct oidc_settings settings;
        char redirect[640], secret[SECRET_BYTES];
};

static enum cw_err read_secret(const char *path, char ret[static SECRET_BYTES], struct err *reterr) {
        size_t len;
        enum cw_err code = secret_file_read("oidc-secret-file", path, ret, SECRET_BYTES - 1, &len, reterr);
        if (code)
                return code;
        ret[len] = 0;
        ret[strcspn(ret, "\r\n")] = 0;
        return *ret ? CW_OK : err_set(reterr, CW_ERR_CONFIG, "oidc-secret-file %.150s is empty", path);
}

static enum cw_err read_issuer(const struct request *request, struct issuer *ret, struct err *reterr) {
        const struct options *options = &request->config->options;
        const char *login = options->text[OPT_USER_LOGIN], *secret = options->text[OPT_OIDC_SECRET_FILE];
        struct span base = config_public_url(request->config);
        if (!span_starts_nocase(span_from(login), SPAN("oidc:")))
                return err_set(reterr, CW_ERR_NOT_FOUND, "nobody signs in here by OpenID Connect (option user-login)");
        if (!base.len || !*options->text[OPT_OIDC_CLIENT])
                return err_set(reterr, CW_ERR_CONFIG, "signing in by OpenID Connect needs public-url and oidc-client");
        (void)snprintf(ret->redirect, sizeof ret->redirect, "%.*s/v1/session/callback", (int)base.len, base.ptr);
        ret->settings = (struct oidc_settings){ .issuer = login + sizeof "oidc:" - 1,
                                                .client = options->text[OPT_OIDC_CLIENT],
                                                .redirect = ret->redirect,
                                                .ca_file = *options->text[OPT_USER_LOGIN_CA_FILE]
                                                                   ? options->text[OPT_USER_LOGIN_CA_FILE]
                                                                   : NULL,
                                                .timeout_ms = (uint32_t)option_ms(options, OPT_USER_LOGIN_TIMEOUT) };
        if (!*secret)
                return CW_OK;
        ret->settings.secret = ret->secret;
        return read_secret(secret, ret->secret, reterr);
}

/* ---- Answers ------------------------------------------------------------------------------------------------------------- */

static void note(const struct request *request, const char *user, enum cw_err code, const char *failure) {
        char client[CLIENT_BYTES];
        struct log_line line;
        signed_client(request, client);
        log_begin(&line, code ? LEVEL_NOTICE : LEVEL_INFO, "sign-in");
        log_text(&line, "user", user);
        log_text(&line, "client", client);
        log_text(&line, "method", "oidc");
        if (code)
                log_text(&line, "failure", failure);
        log_end(&line);
}

/* What exactly went wrong is for the log. */
static void fail(struct request *request, enum cw_err code, const char *why) {
        struct writing page;
        note(request, "", code, why);
        page_begin(&page, "You are not signed in");
        if (page.out)
                fputs(code == CW_ERR_PERMISSION
                              ? "<p>The sign-in was not completed, or is not for an address of this site.</p>\n"
                              : "<p>Signing in does not work now.</p>\n",
                      page.out);
        page_end(&page, request,
                 code == CW_ERR_PERMISSION  ? MHD_HTTP_FORBIDDEN
                 : code == CW_ERR_NOT_FOUND ? MHD_HTTP_NOT_FOUND
                                            : MHD_HTTP_SERVICE_UNAVAILABLE);
}

static void succeed(struct request *request, const char *owner) {
        struct writing page;
        note(request, owner, CW_OK, NULL);
        page_begin(&page, "You are signed in");
        if (page.out) {
                fputs("<p>As ", page.out);
                page_text(&page, owner);
                fputs(". You may close this page.</p>\n", page.out);
        }
        page_end(&page, request, MHD_HTTP_OK);
}

/* ---- There ----------------------------------------------------------------------------------------------------------------- */

void page_oidc_begin(struct request *request, struct store *store) {
        char word[WORD_BYTES + 1];
        struct issuer issuer = { 0 };
        struct ties ties = { 0 };
        struct err why = { 0 };
        (void)store;
        enum cw_err code = read_issuer(request, &issuer, &why);
        if (!code && signed_too_often(request))
                code = err_set(&why, CW_ERR_PERMISSION, "too many attempts");
        make_word(word);
        if (!code)
                code = derive_all(request, word, &ties, &why);
        const struct oidc_ties said = { ties.state, ties.nonce, ties.verifier };
        if (!code)
                code = oidc_begin(&issuer.settings, &said, &request->location, &why);
        /* Lax: it must come along when the issuer sends the browser back. */
        if (!code && asprintf(&request->cookie, COOKIE "=%s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Lax", word,
                              ATTEMPT_S) < 0) {
                request->cookie = NULL;
                code = err_set(&why, CW_ERR_MEMORY, "out of memory");
        }
        explicit_bzero(issuer.secret, sizeof issuer.secret);
        if (code)
                fail(request, code, why.text);
        else
                request_answer(request, MHD_HTTP_FOUND, "text/plain; charset=utf-8", NULL, 0);
}

/* ---- And back -------------------------------------------------------------------------------------------------------------- */

/* The word of a browser that began this here, not long ago. */
static enum cw_err check_state(const struct request *request, struct ties *ret, struct err *reterr) {
        char made[17] = "";
        const char *word = MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, COOKIE);
        const char *state = MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, "state");
        if (!word || strlen(word) != WORD_BYTES || strspn(word, "0123456789abcdef") != WORD_BYTES)
                return err_set(reterr, CW_ERR_PERMISSION, "a browser that did not begin here");
        memcpy(made, word, 16);
        int64_t age = clock_now_s() - (int64_t)strtoull(made, NULL, 16);
        if (age < 0 || age > ATTEMPT_S)
                return err_set(reterr, CW_ERR_PERMISSION, "an attempt that took too long");
        enum cw_err code = derive_all(request, word, ret, reterr);
        if (!code &&
            (!state || strlen(state) != strlen(ret->state) || CRYPTO_memcmp(state, ret->state, strlen(state)) != 0))
                code = err_set(reterr, CW_ERR_PERMISSION, "the state of another attempt");
        return code;
}

static enum cw_err finish(struct request *request, struct store *store, char owner[static OP_ADDRESS_BYTES],
                          struct err *reterr) {
        char address[ADDRESS_BYTES];
        struct issuer issuer = { 0 };
        struct ties ties = { 0 };
        const char *said = MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, "code");
        enum cw_err code = read_issuer(request, &issuer, reterr);
        if (!code)
                code = check_state(request, &ties, reterr);
        const struct oidc_ties tied = { ties.state, ties.nonce, ties.verifier };
        if (!code && (!said || strlen(said) > LIMIT_LOGIN_TEXT))
                code = err_set(reterr, CW_ERR_PERMISSION, "the issuer has not let him in");
        if (!code)
                code = oidc_finish(&issuer.settings, &tied, said, clock_now_s(), address, sizeof address, reterr);
        if (!code && !signed_user(request, address, owner))
                code = err_set(reterr, CW_ERR_PERMISSION, "%.150s is not of our domains", address);
        if (!code)
                code = signed_cookie(request, store, owner, "oidc", reterr);
        explicit_bzero(issuer.secret, sizeof issuer.secret);
        return code;
}

void page_oidc_end(struct request *request, struct store *store) {
        char owner[OP_ADDRESS_BYTES];
        struct err why = { 0 };
        enum cw_err code = finish(request, store, owner, &why);
        if (code)
                fail(request, code, why.text);
        else
                succeed(request, owner);
}
