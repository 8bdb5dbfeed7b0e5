#include "client/login.h"

#include <string.h>

#include "client/dav.h"
#include "client/transfer.h"
#include "config/address.h"

/* Of a name or password: what neither a command nor a header can hold is nobody's. */
static bool is_fit(const char *text) {
        for (const unsigned char *c = (const unsigned char *)text; *c; c++)
                if (*c < ' ' || *c == 0x7f)
                        return false;
        return *text && strlen(text) <= LIMIT_LOGIN_TEXT;
}

/* ---- IMAP ---------------------------------------------------------------------------------------------------------- */

static size_t drop(char *bytes, size_t size, size_t count, void *user) {
        (void)bytes, (void)user;
        return size * count;
}

static bool set_up(CURL *curl, const struct login_request *request) {
        long tls = url_is_local(span_from(request->url)) ? CURLUSESSL_TRY : CURLUSESSL_ALL;
        return !(curl_easy_setopt(curl, CURLOPT_URL, request->url) || curl_easy_setopt(curl, CURLOPT_USE_SSL, tls) ||
                 curl_easy_setopt(curl, CURLOPT_USERNAME, request->user) ||
                 curl_easy_setopt(curl, CURLOPT_PASSWORD, request->password) ||
                 curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "NOOP") ||
                 curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop) ||
                 curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, drop));
}

enum cw_err login_imap(const struct login_request *request, struct err *reterr) {
        if (!is_fit(request->user) || !is_fit(request->password))
                return err_set(reterr, CW_ERR_USAGE, "a name or password that IMAP cannot hold");
        CURL *curl = transfer_new("imap,imaps", request->timeout_ms, request->ca_file);
        if (!curl || !set_up(curl, request)) {
                curl_easy_cleanup(curl);
                return err_set(reterr, CW_ERR_MEMORY, "no memory to ask %.100s", request->url);
        }
        CURLcode failed = curl_easy_perform(curl);
        curl_easy_cleanup(curl);
        if (failed == CURLE_LOGIN_DENIED)
                return err_set(reterr, CW_ERR_PERMISSION, "%.100s does not know this user by this password",
                               request->url);
        return failed ? err_set(reterr, CW_ERR_IO, "%.100s: %s", request->url, curl_easy_strerror(failed)) : CW_OK;
}

/* ---- WebDAV -------------------------------------------------------------------------------------------------------- */

/* *ret_principal: it says who the user is. */
static enum cw_err ask(const struct login_request *request, bool as_user, bool *ret_principal, struct err *reterr) {
        DAV_ANSWER_CLEANUP struct dav_answer answer = { 0 };
        const struct dav_login login = { .user = as_user ? request->user : NULL,
                                         .password = as_user ? request->password : NULL,
                                         .ca_file = request->ca_file,
                                         .timeout_ms = request->timeout_ms };
        struct span path = dav_path(span_from(request->url));
        const struct dav_request propfind = {
                .method = "PROPFIND",
                .path = path.len ? path.ptr : "/",
                .depth = 0,
                .body = SPAN("<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind "
                             "xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>")
        };
        struct dav dav = { 0 };
        enum cw_err code = dav_init(&dav, request->url, &login, reterr);
        if (code)
                return code;
        code = dav_list_at(&dav, &propfind, &answer, NULL, reterr);
        *ret_principal = false;
        for (uint32_t i = 0; i < answer.count && !code; i++)
                *ret_principal |= dav_value(&answer.responses[i], DAV_PRINCIPAL).len > 0;
        dav_done(&dav);
        return code;
}

enum cw_err login_dav(const struct login_request *request, struct err *reterr) {
        bool known = false, anybody = false;
        if (!is_fit(request->user) || !is_fit(request->password) || strchr(request->user, ':'))
                return err_set(reterr, CW_ERR_USAGE, "a name or password that HTTP cannot hold");
        enum cw_err code = ask(request, true, &known, reterr);
        if (!code && !known)
                code = err_set(reterr, CW_ERR_PERMISSION, "%.100s does not know this user by this password",
                               request->url);
        if (code)
                return code;
        code = ask(request, false, &anybody, reterr);
        if (code && code != CW_ERR_PERMISSION)
                return code;
        return anybody ? err_set(reterr, CW_ERR_CONFIG, "%.100s asks for no password", request->url) : CW_OK;
}
