/* /v1/session: users sign in with the password of their mailbox or calendar, and stay so for a while. The store has only a
 * hash of what they hold. */
#include <stdio.h>
#include <strings.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/percent.h"
#include "client/login.h"
#include "config/address.h"
#include "config/config.h"
#include "ops/keys.h"
#include "report/instant.h"
#include "store/counters.h"
#include "store/sessions.h"
#include "store/store.h"
#include "transport/http/inside.h"

#define COOKIE "__Host-calwarden"
#define PREFIX "cws_"
enum { RANDOM_BYTES = 32, TOKEN_BYTES = sizeof PREFIX + 2 * RANDOM_BYTES, ADDRESS_FACTOR = 10 };

/* ---- What a request brings --------------------------------------------------------------------------------------------- */

static bool take(const char *value, bool cookie, struct proof *ret) {
        if (!value || strlen(value) >= sizeof ret->text)
                return false;
        ret->cookie = cookie;
        (void)snprintf(ret->text, sizeof ret->text, "%s", value);
        return true;
}

bool signed_proof(struct MHD_Connection *connection, struct proof *ret) {
        static const char scheme[] = "Bearer ";
        const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
        if (value)
                return strncasecmp(value, scheme, sizeof scheme - 1) == 0 && take(value + sizeof scheme - 1, false, ret);
        return take(MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, COOKIE), true, ret);
}

enum cw_err signed_owner(struct store *store, const struct proof *proof, char owner[static OP_ADDRESS_BYTES], bool *ret,
                         struct err *reterr) {
        char hash[KEY_HASH_BYTES];
        const struct session_record *session;
        *ret = false;
        if (strncmp(proof->text, PREFIX, sizeof PREFIX - 1) != 0)
                return CW_OK;
        key_hash(proof->text, hash);
        enum cw_err code = session_find(store, hash, clock_now_s(), &session, reterr);
        if (code || !session)
                return code;
        (void)snprintf(owner, OP_ADDRESS_BYTES, "%s", session->owner);
        *ret = true;
        (void)session_touch(store, hash, clock_now_s(), NULL);
        return CW_OK;
}

static bool is_from_elsewhere(struct MHD_Connection *connection) {
        const char *site = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
        const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
        bool ours = !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
        /* No form can send JSON to another site without being asked first. */
        return !ours || !type || strncasecmp(type, "application/json", 16) != 0;
}

bool signed_is_foreign(struct MHD_Connection *connection) {
        struct proof proof;
        return signed_proof(connection, &proof) && proof.cookie && is_from_elsewhere(connection);
}

/* ---- Who tries how often ------------------------------------------------------------------------------------------------ */

struct attempt {
        char owner[OP_ADDRESS_BYTES], user_key[OP_ADDRESS_BYTES + 16], address_key[80];
};

static bool is_proxy(const struct request *request) {
        const struct option_list *proxies = &request->config->options.list[OPT_HTTP_PROXIES];
        struct network network;
        struct ip ip;
        for (uint32_t i = 0; i < proxies->count; i++)
                if (ip_parse(span_from(request->link->address), &ip) &&
                    network_parse(span_from(proxies->items[i]), &network) && network_has(&network, &ip))
                        return true;
        return false;
}

/* A proxy may add a line of its own behind those that the client sent. */
static enum MHD_Result take_forwarded(void *user, enum MHD_ValueKind kind, const char *name, const char *value) {
        (void)kind;
        if (value && strcasecmp(name, "X-Forwarded-For") == 0)
                *(const char **)user = value;
        return MHD_YES;
}

void signed_client(const struct request *request, char ret[static CLIENT_BYTES]) {
        (void)snprintf(ret, CLIENT_BYTES, "%s", request->link->address);
        if (!is_proxy(request))
                return;
        const char *named = NULL;
        (void)MHD_get_connection_values(request->connection, MHD_HEADER_KIND, take_forwarded, &named);
        const char *comma = named ? strrchr(named, ',') : NULL;
        struct span last = span_trim(span_from(comma ? comma + 1 : named));
        struct ip ip;
        bool fit = last.len < CLIENT_BYTES && ip_parse(last, &ip);
        (void)snprintf(ret, CLIENT_BYTES, "%.*s", fit ? (int)last.len : 0, fit ? last.ptr : "");
}

/* "": nothing is known of where he is. */
static void write_address_key(const struct request *request, struct attempt *ret) {
        char client[CLIENT_BYTES];
        signed_client(request, client);
        if (*client)
                (void)snprintf(ret->address_key, sizeof ret->address_key, "login-from:%s", client);
}

/* `by` 0: only looks. True: that is too many. */
static bool count_attempt(const struct request *request, const struct attempt *attempt, uint32_t by) {
        const struct options *options = &request->config->options;
        uint32_t window = (uint32_t)options->number[OPT_LOGIN_WINDOW], count = 0;
        double most[2];
        struct count counts[2];
        if (*attempt->user_key) {
                most[count] = options->number[OPT_LOGIN_ATTEMPTS];
                counts[count++] = (struct count){ .key = span_from(attempt->user_key), .window_s = window, .by = by };
        }
        if (*attempt->address_key) {
                most[count] = ADDRESS_FACTOR * options->number[OPT_LOGIN_ATTEMPTS];
                counts[count++] = (struct count){ .key = span_from(attempt->address_key), .window_s = window, .by = by };
        }
        counters_count(request->http->parts.counters, counts, count);
        bool over = false;
        for (uint32_t i = 0; i < count; i++)
                over |= (double)counts[i].result >= most[i];
        return over;
}

/* ---- Signing in ---------------------------------------------------------------------------------------------------------- */

bool signed_user(const struct request *request, const char *address, char owner[static OP_ADDRESS_BYTES]) {
        const struct options *options = &request->config->options;
        const struct option_list *own = &options->list[OPT_OWN_DOMAINS];
        if (strlen(address) >= ADDRESS_BYTES - 1)
                return false;
        aliases_resolve(request->config->aliases, span_from(address), owner);
        const char *at = strchr(owner, '@');
        return at && at != owner && at[1] && !strpbrk(owner, " \t\r\n<>") &&
               (own->count == 0 || address_is_own(options, span_from(owner)));
}

bool signed_too_often(const struct request *request) {
        struct attempt attempt = { 0 };
        write_address_key(request, &attempt);
        return count_attempt(request, &attempt, 1);
}

static enum cw_err read_user(const struct request *request, const char *given, struct attempt *ret, struct err *reterr) {
        const struct option_list *own = &request->config->options.list[OPT_OWN_DOMAINS];
        char whole[2 * ADDRESS_BYTES];
        bool bare = !strchr(given, '@') && own->count == 1;
        (void)snprintf(whole, sizeof whole, "%s%s%s", given, bare ? "@" : "", bare ? own->items[0] : "");
        if (!signed_user(request, whole, ret->owner))
                return err_set(reterr, CW_ERR_PERMISSION, "user or password are wrong");
        (void)snprintf(ret->user_key, sizeof ret->user_key, "login:%s", ret->owner);
        write_address_key(request, ret);
        return CW_OK;
}

/* user-login-name with the user in it. */
static enum cw_err write_name(const struct request *request, const char *owner, char *ret, size_t size,
                              struct err *reterr) {
        size_t used = 0, local = (size_t)(strchr(owner, '@') - owner);
        for (const char *c = request->config->options.text[OPT_USER_LOGIN_NAME]; *c; c++) {
                bool whole = c[0] == '%' && c[1] == 'a', part = c[0] == '%' && c[1] == 'u';
                struct span piece = whole  ? span_from(owner)
                                    : part ? (struct span){ owner, local }
                                           : (struct span){ c, 1 };
                if (piece.len >= size - used)
                        return err_set(reterr, CW_ERR_CONFIG, "user-login-name: too long");
                memcpy(ret + used, piece.ptr, piece.len);
                used += piece.len;
                c += whole || part;
        }
        ret[used] = 0;
        return CW_OK;
}

static enum cw_err ask_server(const struct request *request, const char *owner, const char *password,
                              const char **ret_method, struct err *reterr) {
        const struct options *options = &request->config->options;
        const char *url = options->text[OPT_USER_LOGIN];
        char name[2 * ADDRESS_BYTES];
        enum cw_err code = write_name(request, owner, name, sizeof name, reterr);
        if (code)
                return code;
        struct login_request login = { .url = url,
                                       .user = name,
                                       .password = password,
                                       .ca_file = *options->text[OPT_USER_LOGIN_CA_FILE]
                                                          ? options->text[OPT_USER_LOGIN_CA_FILE]
                                                          : NULL,
                                       .timeout_ms = (uint32_t)option_ms(options, OPT_USER_LOGIN_TIMEOUT) };
        if (span_starts_nocase(span_from(url), SPAN("caldav+"))) {
                login.url += sizeof "caldav+" - 1;
                *ret_method = "caldav";
                return login_dav(&login, reterr);
        }
        *ret_method = "imap";
        if (span_starts_nocase(span_from(url), SPAN("imap")))
                return login_imap(&login, reterr);
        return err_set(reterr, CW_ERR_USAGE, "nobody signs in here with a password");
}

static enum cw_err make_session(const struct request *request, struct store *store, const char *owner,
                                const char *method, char token[static TOKEN_BYTES], int64_t *ret_expires,
                                struct err *reterr) {
        unsigned char random[RANDOM_BYTES];
        char hash[KEY_HASH_BYTES];
        int64_t now = clock_now_s();
        arc4random_buf(random, sizeof random);
        memcpy(token, PREFIX, sizeof PREFIX);
        hex_write(random, sizeof random, token + sizeof PREFIX - 1);
        key_hash(token, hash);
        *ret_expires = now + (int64_t)request->config->options.number[OPT_SESSION_EXPIRES];
        const struct session_record session = { .hash = hash,
                                                .owner = owner,
                                                .method = method,
                                                .created = now,
                                                .expires = *ret_expires,
                                                .used = now };
        return session_add(store, &session, reterr);
}

static void set_cookie(struct request *request, const char *token, int64_t seconds) {
        free(request->cookie);
        if (asprintf(&request->cookie, COOKIE "=%s; Path=/; Max-Age=%lld; Secure; HttpOnly; SameSite=Strict", token,
                     (long long)seconds) < 0)
                request->cookie = NULL;
}

enum cw_err signed_cookie(struct request *request, struct store *store, const char *owner, const char *method,
                          struct err *reterr) {
        char token[TOKEN_BYTES];
        int64_t expires;
        enum cw_err code = make_session(request, store, owner, method, token, &expires, reterr);
        if (!code)
                set_cookie(request, token, expires - clock_now_s());
        explicit_bzero(token, sizeof token);
        return code;
}

/* Signed in: answers with the session, as a cookie or as a token. */
static void open_session(struct request *request, struct store *store, const char *owner, const char *method,
                         bool cookie) {
        char token[TOKEN_BYTES], until[INSTANT_BYTES];
        int64_t expires;
        struct err why = { 0 };
        enum cw_err code = make_session(request, store, owner, method, token, &expires, &why);
        if (code) {
                request_fail(request, http_status_of(code), code, why.text);
                return;
        }
        instant_write(expires, until);
        if (cookie)
                set_cookie(request, token, expires - clock_now_s());
        json_t *document = json_pack("{s:s, s:s, s:s*}", "user", owner, "expires", until, "token",
                                     cookie ? NULL : token);
        request_json(request, MHD_HTTP_OK, document);
        json_decref(document);
        explicit_bzero(token, sizeof token);
}

static void note(const struct attempt *attempt, const struct request *request, const char *method, enum cw_err code,
                 const char *failure) {
        char client[CLIENT_BYTES];
        struct log_line line;
        signed_client(request, client);
        log_begin(&line, code ? LEVEL_NOTICE : LEVEL_INFO, "sign-in");
        log_text(&line, "user", attempt->owner);
        log_text(&line, "client", client);
        log_text(&line, "method", method);
        if (code)
                log_text(&line, "failure", failure);
        log_end(&line);
}

static void sign_in(struct request *request, struct store *store, const char *user, const char *password, bool cookie) {
        struct attempt attempt = { 0 };
        const char *method = "";
        struct err why = { 0 };
        enum cw_err code = read_user(request, user, &attempt, &why);
        if (!code && count_attempt(request, &attempt, 0)) {
                note(&attempt, request, method, CW_ERR_PERMISSION, "too many attempts");
                request_fail(request, MHD_HTTP_TOO_MANY_REQUESTS, CW_ERR_PERMISSION,
                             "too many attempts; try again later");
                return;
        }
        if (!code)
                code = ask_server(request, attempt.owner, password, &method, &why);
        note(&attempt, request, method, code, why.text);
        if (code == CW_ERR_PERMISSION) {
                (void)count_attempt(request, &attempt, 1);
                request_fail(request, MHD_HTTP_UNAUTHORIZED, code, "user or password are wrong");
        } else if (code == CW_ERR_USAGE) {
                request_fail(request, MHD_HTTP_BAD_REQUEST, code, why.text);
        } else if (code) {
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, code,
                             "the server that knows the users cannot be asked now");
        } else {
                open_session(request, store, attempt.owner, method, cookie);
        }
}

static void begin(struct request *request, struct store *store) {
        json_error_t error;
        json_t *object = request->body ? json_loadb(request->body, request->length, JSON_REJECT_DUPLICATES, &error)
                                       : NULL;
        const char *user = json_string_value(json_object_get(object, "user"));
        const char *password = json_string_value(json_object_get(object, "password"));
        bool cookie = json_is_true(json_object_get(object, "cookie"));
        if (!user || !password || !*user || !*password || strlen(password) > LIMIT_LOGIN_TEXT)
                request_fail(request, MHD_HTTP_BAD_REQUEST, CW_ERR_USAGE,
                             "a JSON object with user and password is wanted, and may be cookie: true");
        else if (!*request->config->options.text[OPT_USER_LOGIN])
                request_fail(request, MHD_HTTP_NOT_FOUND, CW_ERR_NOT_FOUND, "nobody signs in here (option user-login)");
        else if (cookie && is_from_elsewhere(request->connection))
                request_fail(request, MHD_HTTP_FORBIDDEN, CW_ERR_PERMISSION,
                             "no other site signs a browser in: JSON is wanted, from here");
        else
                sign_in(request, store, user, password, cookie);
        json_decref(object);
        if (request->body)
                explicit_bzero(request->body, request->length);
}

/* ---- Who am I; signing out ------------------------------------------------------------------------------------------------ */

/* False: it was answered that he is nobody. */
static bool find_user(struct request *request, struct store *store, struct proof *proof,
                      char owner[static OP_ADDRESS_BYTES]) {
        struct err why = { 0 };
        bool known = false;
        enum cw_err code = signed_proof(request->connection, proof) ? signed_owner(store, proof, owner, &known, &why)
                                                                    : CW_OK;
        if (code)
                request_fail(request, http_status_of(code), code, why.text);
        else if (!known)
                request_fail(request, MHD_HTTP_UNAUTHORIZED, CW_ERR_PERMISSION, "nobody is signed in");
        return known && !code;
}

static void show(struct request *request, struct store *store) {
        char owner[OP_ADDRESS_BYTES];
        struct proof proof;
        if (!find_user(request, store, &proof, owner))
                return;
        json_t *document = json_pack("{s:s}", "user", owner);
        request_json(request, MHD_HTTP_OK, document);
        json_decref(document);
}

void signed_answer(struct request *request, struct store *store) {
        if (request->posted)
                begin(request, store);
        else
                show(request, store);
}

/* {"all": true}: everywhere. */
void signed_end(struct request *request, struct store *store) {
        char owner[OP_ADDRESS_BYTES], hash[KEY_HASH_BYTES];
        struct proof proof;
        struct err why = { 0 };
        uint64_t count;
        bool removed;
        json_t *object = request->body ? json_loadb(request->body, request->length, 0, NULL) : NULL;
        bool all = json_is_true(json_object_get(object, "all"));
        json_decref(object);
        if (!find_user(request, store, &proof, owner))
                return;
        if (signed_is_foreign(request->connection)) {
                request_fail(request, MHD_HTTP_FORBIDDEN, CW_ERR_PERMISSION,
                             "a cookie alone does not prove who sends this");
                return;
        }
        key_hash(proof.text, hash);
        enum cw_err code = all ? session_remove_all(store, owner, &count, &why)
                               : session_remove(store, hash, &removed, &why);
        if (code) {
                request_fail(request, http_status_of(code), code, why.text);
                return;
        }
        if (proof.cookie)
                set_cookie(request, "", 0);
        json_t *document = json_pack("{s:s}", "user", owner);
        request_json(request, MHD_HTTP_OK, document);
        json_decref(document);
}
