/* A mail in the body of a request, or a domain, examined: what `calwarden doctor --json` prints. A worker waits for DNS with it,
 * so few may be examined at a time, each within a bound. */
#include <stdlib.h>

#include "config/config.h"
#include "engine/guard.h"
#include "ops/doctor.h"
#include "transport/http/inside.h"

enum { AT_ONCE = HTTP_WORKERS / 2, WHOLE_MS = 15000 /* behind the lookup of the scan */ };

static enum cw_err examine(struct request *request, const struct op_call *call, FILE *out, struct err *reterr) {
        const struct doctor_means means = { .lookups = guard_lookups(request->http->parts.guard),
                                            .wait_ms = option_ms(&request->config->options, OPT_LOOKUP_TIMEOUT),
                                            .whole_ms = WHOLE_MS,
                                            .json = true,
                                            .out = out };
        const struct param_value *domain = &call->values[PARAM_DOMAIN];
        struct span mail = { request->body, request->length };
        if ((mail.len > 0) == (domain->count > 0) || domain->count > 1)
                return err_set(reterr, CW_ERR_USAGE, "give a mail as the body, or one domain as a parameter");
        if (!means.lookups)
                return err_set(reterr, CW_ERR_IO, "this daemon asks nobody (option lookups)");
        return mail.len > 0 ? doctor_of_mail(&means, request->http->parts.guard, call, mail, reterr)
                            : doctor_of_domain(&means, domain->texts[0], reterr);
}

static enum cw_err answer(struct request *request, FILE *out, struct err *reterr) {
        struct words words;
        struct op_call call = { 0 };
        bool help;
        enum cw_err code = words_read(request, &words, reterr);
        if (!code)
                code = op_parse((int)words.count, words.list, &call, &help, reterr);
        if (!code)
                code = examine(request, &call, out, reterr);
        op_call_free(&call);
        words_free(&words);
        return code;
}

static bool come_in(struct http *http) {
        pthread_mutex_lock(&http->lock);
        bool room = http->doctors < AT_ONCE;
        http->doctors += room;
        pthread_mutex_unlock(&http->lock);
        return room;
}

static void go_out(struct http *http) {
        pthread_mutex_lock(&http->lock);
        http->doctors--;
        pthread_mutex_unlock(&http->lock);
}

void doctor_answer(struct request *request) {
        char *text = NULL;
        size_t length = 0;
        struct err why = { 0 };
        if (!come_in(request->http)) {
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, CW_ERR_IO, "others are being examined; ask again");
                return;
        }
        FILE *out = open_memstream(&text, &length);
        enum cw_err code = out ? answer(request, out, &why) : err_set(&why, CW_ERR_MEMORY, "no memory to examine it");
        if (out && fclose(out) != 0 && !code)
                code = err_set(&why, CW_ERR_MEMORY, "no memory for the answer");
        go_out(request->http);
        if (code) {
                request_fail(request, code == CW_ERR_USAGE ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_SERVICE_UNAVAILABLE, code,
                             why.text);
                free(text);
        } else {
                request_answer(request, MHD_HTTP_OK, "application/json", text, length);
        }
}
