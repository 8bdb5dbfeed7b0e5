/* A mail in the body of a request, judged: what `calwarden check --json` prints. No thread waits for the outside: the request
 * goes back into the queue of the workers when all is answered. */
#include <stdlib.h>

#include "base/clock.h"
#include "engine/guard.h"
#include "ops/asked.h"
#include "transport/http/inside.h"

/* What must live from the first half to the second. */
struct check {
        struct words words;
        struct op_call call;
        struct asked_item asked;
        struct guard_session session;
        struct guard_pending *pending;
};

static void check_free(struct request *request) {
        struct check *check = request->check;
        request->check = NULL;
        asked_item_free(&check->asked);
        op_call_free(&check->call);
        words_free(&check->words);
        free(check);
}

static enum cw_err begin(struct request *request, struct check *check, struct err *reterr) {
        bool help;
        enum cw_err code = words_read(request, &check->words, reterr);
        if (!code)
                code = op_parse((int)check->words.count, check->words.list, &check->call, &help, reterr);
        if (!code)
                code = asked_item_read(&check->call, &check->asked, reterr);
        if (code)
                return code;
        struct item *item = &check->asked.item;
        item->bytes = (struct span){ request->body, request->length };
        item->at = clock_now_s();
        check->session = (struct guard_session){ .ask_only = true, .want_report = true };
        return guard_begin(request->http->parts.guard, item, &check->session, &check->pending, reterr);
}

static unsigned status_of(enum cw_err code) {
        return code == CW_ERR_USAGE ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_SERVICE_UNAVAILABLE;
}

static void again(void *user) {
        work_again(user);
}

bool check_begin(struct request *request) {
        struct err why = { 0 };
        struct check *check = calloc(1, sizeof *check);
        request->check = check;
        if (!check) {
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, CW_ERR_MEMORY, "no memory to judge an item");
                return true;
        }
        enum cw_err code = begin(request, check, &why);
        if (code) {
                request_fail(request, status_of(code), code, why.text);
                check_free(request);
                return true;
        }
        if (!guard_waits(check->pending)) {
                check_finish(request);
                return true;
        }
        pthread_mutex_lock(&request->http->lock);
        request->http->outside++;
        pthread_mutex_unlock(&request->http->lock);
        guard_tell(check->pending, again, request);
        return false;
}

void check_finish(struct request *request) {
        struct outcome *outcome = NULL;
        struct err why = { 0 };
        enum cw_err code = guard_finish(request->check->pending, &outcome, &why);
        if (code)
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, code, why.text);
        else if (!outcome->report)
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, CW_ERR_INTERNAL, outcome->failure_text);
        else
                request_answer(request, MHD_HTTP_OK, "application/json", strdup(outcome->report),
                               strlen(outcome->report));
        outcome_free(outcome);
        check_free(request);
}
