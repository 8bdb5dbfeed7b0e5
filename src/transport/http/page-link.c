/* /l/TOKEN: the signed links of a digest. A page asks, and its button does it. */
#include "actions/link.h"
#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "report/instant.h"
#include "store/arrivals.h"
#include "store/links.h"
#include "transport/http/inside.h"

struct doing {
        const char *question, *button, *op, *done;
};
static const struct doing doings[LINK_ACTIONS] = {
        [LINK_ADD] = { "Add this to your calendar?", "Add to my calendar", "add", "It is in your calendar now." },
        [LINK_HAM] = { "Is this not spam?", "Not spam: add to my calendar", "ham",
                       "Noted. It is in your calendar now, and its sender is known to you." },
        [LINK_SPAM] = { "Is this spam?", "Spam: remove it", "spam",
                        "Noted. It is not in your calendar, and nobody was told." },
        [LINK_ALWAYS] = { "Always take invitations from this organizer?", "Always from this organizer", "always",
                          "Noted. What is proven to come from this organizer goes into your calendar." },
        [LINK_NEVER] = { "Never take invitations from this organizer?", "Never from this organizer", "never",
                         "Noted. Invitations of this organizer stay out of your calendar." },
        [LINK_REPORT] = { "Report this as abuse?", "Report it", "report",
                          "Noted. It is not in your calendar. Who can end it is told, the organizer is not." },
        [LINK_DIGEST_NEVER] = { "Stop these mails?", "Send me no more digests", "digest",
                                "You will get no more of these mails." },
};

/* Where what came is the end of an event: taking it over takes the event away. */
static const struct doing ending = { "Cancel this in your calendar?", "Cancel it", NULL,
                                     "Noted. Where this event was in your calendar, it is cancelled." };

/* Where it was not kept out, "not spam" is all that is said by it. */
static const struct doing praise = { "Is this not spam?", "Not spam", NULL, "Noted. Its sender is known to you." };

/* A link that holds. */
struct opened {
        struct link_said said;
        char owner[OP_ADDRESS_BYTES];
        char *title, *organizer, *organizer_key, *reason;
        int64_t start;
        bool used, cancels;
        bool kept_out; /* so that "not spam" brings it in */
};

static const struct doing *doing_of(const struct opened *opened) {
        bool takes = opened->said.action == LINK_ADD || opened->said.action == LINK_HAM;
        if (opened->said.action == LINK_HAM && !opened->kept_out)
                return &praise;
        return takes && opened->cancels ? &ending : &doings[opened->said.action];
}

static void close_link(struct opened *opened) {
        free(opened->title);
        free(opened->organizer);
        free(opened->organizer_key);
        free(opened->reason);
}

/* Forged, expired, or about what is not kept any more: nobody learns which. */
static void refuse(struct request *request) {
        struct writing page;
        page_begin(&page, "This link cannot be used");
        if (page.out)
                fputs("<p>It has expired, or is not complete, or what it was about is not kept any more. Nothing was "
                      "changed.</p>\n",
                      page.out);
        page_end(&page, request, MHD_HTTP_NOT_FOUND);
}

static void fail(struct request *request, enum cw_err code, const char *why) {
        struct writing page;
        page_begin(&page, code == CW_ERR_IO ? "This does not work now" : "This could not be done");
        if (page.out) {
                fputs("<p>", page.out);
                page_text(&page,
                          code == CW_ERR_USAGE || code == CW_ERR_NOT_FOUND ? why : "Please try again in some minutes.");
                fputs("</p>\n", page.out);
        }
        page_end(&page, request, http_status_of(code));
}

static enum cw_err keep(const struct arrival_record *arrival, struct opened *ret, struct err *reterr) {
        bool known = *arrival->organizer;
        (void)snprintf(ret->owner, sizeof ret->owner, "%s", arrival->owner);
        ret->title = strdup(*arrival->title ? arrival->title : "(without a title)");
        ret->organizer = strdup(known ? arrival->organizer : *arrival->sender ? arrival->sender : "(not said)");
        ret->organizer_key = strdup(known ? arrival->organizer : arrival->sender);
        ret->reason = strdup(arrival->reason);
        ret->start = arrival->start;
        ret->cancels = strcmp(arrival->method, "CANCEL") == 0;
        ret->kept_out = strcmp(arrival->state, ARRIVAL_WITHHELD) == 0 ||
                        strcmp(arrival->state, ARRIVAL_DISMISSED) == 0 || strcmp(arrival->state, ARRIVAL_REMOVED) == 0;
        return ret->title && ret->organizer && ret->organizer_key && ret->reason
                       ? CW_OK
                       : err_set(reterr, CW_ERR_MEMORY, "out of memory");
}

/* *ret_holds false: it is none that we made for somebody. */
static enum cw_err open_link(const struct request *request, struct store *store, struct opened *ret, bool *ret_holds,
                             struct err *reterr) {
        struct verdict_keys keys;
        const struct arrival_record *arrival = NULL;
        struct span token = span_from(request->rest);
        *ret_holds = false;
        if (!link_read(token, &ret->said))
                return CW_OK;
        enum cw_err code = verdict_keys_of(request->config, false, &keys, reterr);
        if (!code)
                code = arrival_find(store, ret->said.arrival, &arrival, reterr);
        if (!code && arrival && link_proves(&keys, token, arrival->owner, clock_now_s())) {
                *ret_holds = true;
                code = keep(arrival, ret, reterr);
        }
        explicit_bzero(&keys, sizeof keys);
        if (!code && *ret_holds)
                code = link_used(store, request->rest, &ret->used, reterr);
        return code;
}

/* ---- What is shown ---------------------------------------------------------------------------------------------------- */

static void entry(struct writing *page, const char *name, const char *value) {
        fprintf(page->out, "<dt>%s</dt><dd>", name);
        page_text(page, value);
        fputs("</dd>\n", page->out);
}

static void about(struct writing *page, const struct opened *opened) {
        char when[INSTANT_BYTES];
        if (opened->said.action == LINK_DIGEST_NEVER)
                return;
        fputs("<dl>\n", page->out);
        entry(page, "Event", opened->title);
        if (opened->start) {
                instant_write(opened->start, when);
                when[10] = ' ';
                (void)snprintf(when + 16, sizeof when - 16, " UTC");
                entry(page, "Begins", when);
        }
        entry(page, "Organizer", opened->organizer);
        if (*opened->reason)
                entry(page, "Why it was not simply added", opened->reason);
        fputs("</dl>\n", page->out);
}

static void ask(struct request *request, const struct opened *opened) {
        struct writing page;
        page_begin(&page, opened->used ? "This was done already" : doing_of(opened)->question);
        if (page.out) {
                about(&page, opened);
                if (opened->used)
                        fputs("<p>A link works once.</p>\n", page.out);
                else
                        fprintf(page.out, "<form method=\"post\"><button type=\"submit\">%s</button></form>\n",
                                doing_of(opened)->button);
        }
        page_end(&page, request, MHD_HTTP_OK);
}

static void tell(struct request *request, const struct opened *opened) {
        struct writing page;
        page_begin(&page, "Done");
        if (page.out) {
                fprintf(page.out, "<p>%s</p>\n", doing_of(opened)->done);
                about(&page, opened);
        }
        page_end(&page, request, MHD_HTTP_OK);
}

/* ---- What is done ----------------------------------------------------------------------------------------------------- */

/* As the operation of that name, on behalf of the one person. */
static enum cw_err carry_out(const struct request *request, struct store *store, const struct opened *opened,
                             struct err *reterr) {
        enum link_action action = opened->said.action;
        bool whom = action == LINK_ALWAYS || action == LINK_NEVER;
        const char *argument = whom                          ? opened->organizer_key
                               : action == LINK_DIGEST_NEVER ? "never"
                                                             : opened->said.arrival;
        char *words[6] = { (char *)"mine", (char *)doings[action].op };
        int count = 2;
        /* What a stranger calls himself must not be read as a whole domain. */
        if (whom) {
                words[count++] = (char *)"--kind";
                words[count++] = (char *)"organizer";
        }
        words[count++] = (char *)"--";
        words[count++] = (char *)argument;
        const struct op_context context = { .store = store,
                                            .config = request->config,
                                            .metrics = request->http->parts.metrics,
                                            .recorder = request->http->parts.recorder,
                                            .scope = opened->owner,
                                            .by = opened->owner,
                                            .source = "link",
                                            .now = clock_now_s() };
        struct op_call call = { 0 };
        struct op_answer answer = { 0 };
        bool help;
        enum cw_err code = op_parse(count, words, &call, &help, reterr);
        if (!code)
                code = op_ask(&context, &call, &answer, reterr);
        op_answer_free(&answer);
        op_call_free(&call);
        return code;
}

static void act(struct request *request, struct store *store, const struct opened *opened) {
        struct err why = { 0 };
        struct log_line line;
        bool first;
        /* The mark comes behind the act, which does no harm when it is done again: a failure takes nobody's link from him. */
        enum cw_err code = carry_out(request, store, opened, &why);
        if (!code)
                code = link_use(store, request->rest, opened->owner, opened->said.expires, &first, &why);
        log_begin(&line, code ? LEVEL_WARNING : LEVEL_INFO, "link");
        log_text(&line, "action", link_action_name(opened->said.action));
        log_text(&line, "arrival", opened->said.arrival);
        log_text(&line, "by", opened->owner);
        if (code)
                log_text(&line, "failure", why.text);
        log_end(&line);
        if (code)
                fail(request, code, why.text);
        else
                tell(request, opened);
}

void page_link(struct request *request, struct store *store) {
        struct opened opened = { 0 };
        struct err why = { 0 };
        bool holds;
        enum cw_err code = open_link(request, store, &opened, &holds, &why);
        if (code)
                fail(request, code, why.text);
        else if (!holds)
                refuse(request);
        else if (request->posted && !opened.used)
                act(request, store, &opened);
        else
                ask(request, &opened);
        close_link(&opened);
}
