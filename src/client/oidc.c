#include "client/oidc.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64url.h"
#include "base/limits.h"
#include "base/span.h"
#include "client/jose.h"
#include "client/transfer.h"
#include "config/address.h"

enum { LEEWAY_S = 60, URL_BYTES = 1024, CHALLENGE_BYTES = BASE64URL_LETTERS(32) + 1 };

/* ---- Questions --------------------------------------------------------------------------------------------------------- */

struct answer {
        char *text;
        size_t len;
};

static size_t take(char *bytes, size_t size, size_t count, void *user) {
        struct answer *answer = user;
        size_t more = size * count;
        char *grown = more > LIMIT_OIDC_ANSWER - answer->len ? NULL : realloc(answer->text, answer->len + more);
        if (!grown)
                return 0;
        memcpy(grown + answer->len, bytes, more);
        answer->text = grown;
        answer->len += more;
        return more;
}

struct question {
        const char *url, *form;      /* form NULL: GET */
        const char *user, *password; /* Basic; NULL: none */
        const char *bearer;          /* NULL: none */
};

/* https, or a host that is this one. */
static bool is_safe(const char *url) {
        struct span s = span_from(url);
        return span_starts_nocase(s, SPAN("https://")) || (span_starts_nocase(s, SPAN("http://")) && url_is_local(s));
}

static bool set_up(CURL *curl, const struct question *question, struct answer *answer) {
        return !(curl_easy_setopt(curl, CURLOPT_URL, question->url) ||
                 curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) ||
                 curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer) ||
                 (question->form && curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, question->form)) ||
                 (question->user && (curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) ||
                                     curl_easy_setopt(curl, CURLOPT_USERNAME, question->user) ||
                                     curl_easy_setopt(curl, CURLOPT_PASSWORD, question->password))) ||
                 (question->bearer && (curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER) ||
                                       curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, question->bearer))));
}

/* A JSON object. 4xx is CW_ERR_PERMISSION. */
static enum cw_err ask(const struct oidc_settings *settings, const struct question *question, json_t **ret,
                       struct err *reterr) {
        struct answer answer = { 0 };
        long status = 0;
        json_t *document = NULL;
        if (!question->url || !is_safe(question->url))
                return err_set(reterr, CW_ERR_CONFIG, "the issuer names an address that is not https");
        CURL *curl = transfer_new("https,http", settings->timeout_ms, settings->ca_file);
        CURLcode failed = curl && set_up(curl, question, &answer) ? curl_easy_perform(curl) : CURLE_OUT_OF_MEMORY;
        if (curl)
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_cleanup(curl);
        if (!failed && status == 200)
                document = json_loadb(answer.text ? answer.text : "", answer.len, JSON_REJECT_DUPLICATES, NULL);
        free(answer.text);
        if (failed)
                return err_set(reterr, CW_ERR_IO, "%.120s: %s", question->url, curl_easy_strerror(failed));
        if (status != 200)
                return err_set(reterr, status >= 400 && status < 500 ? CW_ERR_PERMISSION : CW_ERR_IO,
                               "%.120s answers %ld", question->url, status);
        if (!json_is_object(document)) {
                json_decref(document);
                return err_set(reterr, CW_ERR_IO, "%.120s answers no JSON object", question->url);
        }
        *ret = document;
        return CW_OK;
}

static const char *text(const json_t *object, const char *name) {
        return json_string_value(json_object_get(object, name));
}

static bool is(const json_t *object, const char *name, const char *value) {
        const char *found = text(object, name);
        return found && strcmp(found, value) == 0;
}

static enum cw_err discover(const struct oidc_settings *settings, json_t **ret, struct err *reterr) {
        char url[URL_BYTES];
        size_t len = strlen(settings->issuer);
        bool slash = len > 0 && settings->issuer[len - 1] == '/';
        int needed = snprintf(url, sizeof url, "%.*s/.well-known/openid-configuration", (int)(len - slash),
                              settings->issuer);
        if (needed < 0 || (size_t)needed >= sizeof url)
                return err_set(reterr, CW_ERR_CONFIG, "the issuer's address is too long");
        enum cw_err code = ask(settings, &(struct question){ .url = url }, ret, reterr);
        if (code)
                return code == CW_ERR_PERMISSION ? err_set(reterr, CW_ERR_IO, "%.120s tells nothing", url) : code;
        if (is(*ret, "issuer", settings->issuer))
                return CW_OK;
        json_decref(*ret);
        *ret = NULL;
        return err_set(reterr, CW_ERR_CONFIG, "%.120s is of another issuer than the option says", url);
}

/* ---- To the issuer ------------------------------------------------------------------------------------------------------- */

/* name=value&… with the values escaped; NULL: no memory. */
static char *form_of(const char *const pairs[][2], size_t count) {
        char *form = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&form, &length);
        bool lost = !out;
        for (size_t i = 0; i < count && !lost; i++) {
                char *escaped = curl_easy_escape(NULL, pairs[i][1], 0);
                lost = !escaped || fprintf(out, "%s%s=%s", i ? "&" : "", pairs[i][0], escaped) < 0;
                curl_free(escaped);
        }
        if (out && fclose(out) != 0)
                lost = true;
        if (!lost)
                return form;
        free(form);
        return NULL;
}

/* BASE64URL(SHA256(verifier)) (RFC 7636 4.2) */
static void challenge_of(const char *verifier, char ret[static CHALLENGE_BYTES]) {
        unsigned char digest[32];
        unsigned len = sizeof digest;
        (void)EVP_Digest(verifier, strlen(verifier), digest, &len, EVP_sha256(), NULL);
        base64url_write(digest, sizeof digest, ret);
}

enum cw_err oidc_begin(const struct oidc_settings *settings, const struct oidc_ties *ties, char **ret_url,
                       struct err *reterr) {
        char challenge[CHALLENGE_BYTES];
        json_t *document = NULL;
        enum cw_err code = discover(settings, &document, reterr);
        const char *at = text(document, "authorization_endpoint");
        if (!code && (!at || !is_safe(at)))
                code = err_set(reterr, CW_ERR_CONFIG, "the issuer names no place to sign in that is https");
        if (!code) {
                challenge_of(ties->verifier, challenge);
                const char *const pairs[][2] = {
                        { "response_type", "code" },
                        { "client_id", settings->client },
                        { "redirect_uri", settings->redirect },
                        { "scope", "openid email" },
                        { "state", ties->state },
                        { "nonce", ties->nonce },
                        { "code_challenge", challenge },
                        { "code_challenge_method", "S256" },
                };
                char *form = form_of(pairs, sizeof pairs / sizeof *pairs);
                if (!form || asprintf(ret_url, "%s%c%s", at, strchr(at, '?') ? '&' : '?', form) < 0)
                        code = err_set(reterr, CW_ERR_MEMORY, "out of memory");
                free(form);
        }
        json_decref(document);
        return code;
}

/* ---- Back from it -------------------------------------------------------------------------------------------------------- */

static bool supports(const json_t *document, const char *method) {
        const json_t *list = json_object_get(document, "token_endpoint_auth_methods_supported"), *value;
        size_t index;
        json_array_foreach(list, index, value) if (json_is_string(value) &&
                                                   strcmp(json_string_value(value), method) == 0) return true;
        return !list && strcmp(method, "client_secret_basic") == 0;
}

static enum cw_err ask_tokens(const struct oidc_settings *settings, const json_t *document,
                              const struct oidc_ties *ties, const char *code, json_t **ret, struct err *reterr) {
        bool basic = settings->secret && supports(document, "client_secret_basic"), post = settings->secret && !basic;
        const char *const pairs[][2] = {
                { "grant_type", "authorization_code" }, { "code", code },
                { "redirect_uri", settings->redirect }, { "code_verifier", ties->verifier },
                { "client_id", settings->client },      { "client_secret", post ? settings->secret : "" },
        };
        /* Both are escaped as in a form before they become Basic (RFC 6749 2.3.1). */
        char *form = form_of(pairs, basic ? 4 : post ? 6 : 5);
        char *user = basic ? curl_easy_escape(NULL, settings->client, 0) : NULL;
        char *password = basic ? curl_easy_escape(NULL, settings->secret, 0) : NULL;
        struct question question = { .url = text(document, "token_endpoint"),
                                     .form = form,
                                     .user = user,
                                     .password = password };
        enum cw_err failed = form && (!basic || (user && password)) ? ask(settings, &question, ret, reterr)
                                                                    : err_set(reterr, CW_ERR_MEMORY, "out of memory");
        free(form);
        curl_free(user);
        curl_free(password);
        return failed;
}

/* `aud` is us, alone or with others (Core 3.1.3.7). */
static bool is_for_us(const json_t *claims, const char *client) {
        const json_t *audience = json_object_get(claims, "aud"), *value;
        size_t index;
        bool ours = json_is_string(audience) && strcmp(json_string_value(audience), client) == 0;
        json_array_foreach(audience, index, value)
                ours |= json_is_string(value) && strcmp(json_string_value(value), client) == 0;
        bool several = json_is_array(audience) && json_array_size(audience) > 1;
        return ours && (several || json_object_get(claims, "azp") ? is(claims, "azp", client) : true);
}

static enum cw_err check_claims(const struct oidc_settings *settings, const struct oidc_ties *ties,
                                const json_t *claims, int64_t now, struct err *reterr) {
        const json_t *expires = json_object_get(claims, "exp"), *issued = json_object_get(claims, "iat");
        const char *wrong = !is(claims, "iss", settings->issuer)                     ? "of another issuer"
                            : !is_for_us(claims, settings->client)                   ? "for somebody else"
                            : !is(claims, "nonce", ties->nonce)                      ? "of another attempt"
                            : !text(claims, "sub")                                   ? "about nobody"
                            : !json_is_number(expires) || !json_is_number(issued)    ? "without its time"
                            : json_number_value(expires) <= (double)(now - LEEWAY_S) ? "that has expired"
                            : json_number_value(issued) > (double)(now + LEEWAY_S)   ? "from the future"
                                                                                     : NULL;
        return wrong ? err_set(reterr, CW_ERR_PERMISSION, "a token %s", wrong) : CW_OK;
}

static enum cw_err ask_keys(const struct oidc_settings *settings, const json_t *document, json_t **ret,
                            struct err *reterr) {
        enum cw_err code = ask(settings, &(struct question){ .url = text(document, "jwks_uri") }, ret, reterr);
        return code == CW_ERR_PERMISSION ? err_set(reterr, CW_ERR_IO, "the issuer's keys cannot be had") : code;
}

static enum cw_err take_address(const json_t *claims, char *ret, size_t size, struct err *reterr) {
        const char *address = text(claims, "email");
        if (!address || !*address || strlen(address) >= size)
                return err_set(reterr, CW_ERR_PERMISSION, "the issuer names no address");
        /* Some say it as a text. */
        if (!json_is_true(json_object_get(claims, "email_verified")) && !is(claims, "email_verified", "true"))
                return err_set(reterr, CW_ERR_PERMISSION, "the issuer does not say that the address is verified");
        (void)snprintf(ret, size, "%s", address);
        return CW_OK;
}

/* Many issuers keep the address out of the token, and tell it who has one (Core 5.3). */
static enum cw_err ask_address(const struct oidc_settings *settings, const json_t *document, const json_t *tokens,
                               const json_t *claims, char *ret, size_t size, struct err *reterr) {
        json_t *user = NULL;
        const struct question question = { .url = text(document, "userinfo_endpoint"),
                                           .bearer = text(tokens, "access_token") };
        if (json_object_get(claims, "email") || !question.url || !question.bearer)
                return take_address(claims, ret, size, reterr);
        enum cw_err code = ask(settings, &question, &user, reterr);
        if (!code && !is(user, "sub", text(claims, "sub")))
                code = err_set(reterr, CW_ERR_PERMISSION, "the issuer tells of another user");
        if (!code)
                code = take_address(user, ret, size, reterr);
        json_decref(user);
        return code;
}

enum cw_err oidc_finish(const struct oidc_settings *settings, const struct oidc_ties *ties, const char *code,
                        int64_t now, char *ret_address, size_t size, struct err *reterr) {
        json_t *document = NULL, *tokens = NULL, *keys = NULL, *claims = NULL;
        enum cw_err failed = discover(settings, &document, reterr);
        if (!failed)
                failed = ask_tokens(settings, document, ties, code, &tokens, reterr);
        if (!failed)
                failed = ask_keys(settings, document, &keys, reterr);
        const char *token = text(tokens, "id_token");
        if (!failed && !token)
                failed = err_set(reterr, CW_ERR_PERMISSION, "the issuer gives no token");
        if (!failed)
                failed = jose_verify(token, keys, &claims, reterr);
        if (!failed)
                failed = check_claims(settings, ties, claims, now, reterr);
        if (!failed)
                failed = ask_address(settings, document, tokens, claims, ret_address, size, reterr);
        json_decref(claims);
        json_decref(keys);
        json_decref(tokens);
        json_decref(document);
        return failed;
}
