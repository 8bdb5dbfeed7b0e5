#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/siphash.h"
#include "client/caldav-inside.h"

enum { ONE_BY_ONE = 4, AT_ONCE = 64 };

/* A TEXT of iCalendar, which servers write with escapes that its author may not have written. */
static bool same_text(struct span written, struct span text) {
        size_t at = 0;
        for (size_t i = 0; i < written.len; i++, at++) {
                char c = written.ptr[i];
                if (c == '\\' && i + 1 < written.len && strchr(",;\\", written.ptr[i + 1]))
                        c = written.ptr[++i];
                if (at == text.len || text.ptr[at] != c)
                        return false;
        }
        return at == text.len;
}

bool caldav_has_uid(struct span object, struct span uid) {
        struct caldav_line line;
        unsigned depth = 0;
        while (caldav_next_line(&object, &line)) {
                struct span s = { line.text, line.len };
                if (span_starts_nocase(s, SPAN("BEGIN:")))
                        depth++;
                else if (span_starts_nocase(s, SPAN("END:")) && depth > 0)
                        depth--;
                else if (depth == 2 && caldav_line_is(&line, SPAN("UID"))) {
                        struct span value = span_trim(span_skip(s, span_find_byte(s, ':') + 1));
                        if (span_equal(value, uid) || same_text(value, uid))
                                return true;
                }
        }
        return false;
}

void caldav_object_name(struct span uid, char ret[static CALDAV_NAME]) {
        static const struct siphash_key first = { 1, 2 }, second = { 3, 4 };
        bool plain = uid.len > 0 && uid.len <= 120 && uid.ptr[0] != '.';
        for (size_t i = 0; i < uid.len && plain; i++)
                plain = ascii_alnum(uid.ptr[i]) || (uid.ptr[i] && strchr("-_.@", uid.ptr[i]));
        if (plain)
                snprintf(ret, CALDAV_NAME, "%.*s.ics", (int)uid.len, uid.ptr);
        else
                snprintf(ret, CALDAV_NAME, "cw-%016llx%016llx.ics", (unsigned long long)siphash(&first, uid),
                         (unsigned long long)siphash(&second, uid));
}

/* ---- Questions ---------------------------------------------------------------------------------------------------- */

static bool add_escaped(struct dav_text *to, struct span s) {
        bool fine = true;
        for (size_t i = 0; i < s.len && fine; i++) {
                struct span one = { s.ptr + i, 1 };
                switch (s.ptr[i]) {
                case '<':
                        one = SPAN("&lt;");
                        break;
                case '>':
                        one = SPAN("&gt;");
                        break;
                case '&':
                        one = SPAN("&amp;");
                        break;
                default:
                        break;
                }
                fine = dav_text_add(to, one);
        }
        return fine;
}

static enum cw_err query(struct caldav *caldav, const char *collection, struct span uid, struct dav_answer *ret,
                         struct err *reterr) {
        struct dav_text body = { 0 };
        bool fine = dav_text_add(&body,
                                 SPAN("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                                      "<C:calendar-query xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
                                      "<prop><getetag/></prop><C:filter><C:comp-filter name=\"VCALENDAR\">"
                                      "<C:comp-filter name=\"VEVENT\"><C:prop-filter name=\"UID\"><C:text-match>")) &&
                    add_escaped(&body, uid) &&
                    dav_text_add(&body, SPAN("</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>"
                                             "</C:calendar-query>"));
        struct dav_request request = { .method = "REPORT", .path = collection, .depth = 1, .body = dav_text_span(&body) };
        enum cw_err failed = fine ? dav_list(&caldav->dav, &request, ret, reterr)
                                  : err_set(reterr, CW_ERR_MEMORY, "no memory to ask for a UID");
        dav_text_free(&body);
        return failed;
}

static enum cw_err list(struct caldav *caldav, const char *collection, struct dav_answer *ret, struct err *reterr) {
        struct dav_request request = {
                .method = "PROPFIND",
                .path = collection,
                .depth = 1,
                .body = SPAN("<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop>"
                             "<resourcetype/><getetag/></prop></propfind>")
        };
        return dav_list(&caldav->dav, &request, ret, reterr);
}

static enum cw_err multiget(struct caldav *caldav, const char *collection, const struct dav_answer *which,
                            uint32_t from, uint32_t count, struct dav_answer *ret, struct err *reterr) {
        struct dav_text body = { 0 };
        bool fine = dav_text_add(&body,
                                 SPAN("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                                      "<C:calendar-multiget xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
                                      "<prop><getetag/><C:calendar-data/></prop>"));
        for (uint32_t i = from; i < from + count && i < which->count && fine; i++)
                fine = dav_text_add(&body, SPAN("<href>")) && add_escaped(&body, span_from(which->responses[i].path)) &&
                       dav_text_add(&body, SPAN("</href>"));
        fine = fine && dav_text_add(&body, SPAN("</C:calendar-multiget>"));
        struct dav_request request = { .method = "REPORT", .path = collection, .depth = -1, .body = dav_text_span(&body) };
        enum cw_err failed = fine ? dav_list(&caldav->dav, &request, ret, reterr)
                                  : err_set(reterr, CW_ERR_MEMORY, "no memory to ask for objects");
        dav_text_free(&body);
        return failed;
}

/* The objects of a collection that may be of this UID: those that the server finds, or all where it cannot search. */
static enum cw_err candidates(struct caldav *caldav, const char *collection, struct span uid, struct dav_answer *ret,
                              struct err *reterr) {
        enum cw_err failed = query(caldav, collection, uid, ret, reterr);
        if (failed && failed != CW_ERR_NOT_FOUND && failed != CW_ERR_MEMORY)
                failed = list(caldav, collection, ret, reterr);
        return failed;
}

enum cw_err caldav_fetch(struct caldav *caldav, const char *path, struct dav_reply *ret_reply, struct err *reterr) {
        struct dav_request request = { .method = "GET", .path = path, .depth = -1 };
        enum cw_err failed = dav_ask(&caldav->dav, &request, ret_reply, reterr);
        if (failed || ret_reply->status == 200 || ret_reply->status == 404 || ret_reply->status == 410)
                return failed;
        failed = dav_refused(&request, ret_reply, reterr);
        dav_reply_free(ret_reply);
        return failed;
}

/* ---- Looking ------------------------------------------------------------------------------------------------------ */

static bool is_object(const struct dav_response *response) {
        size_t len = strlen(response->path);
        return response->status / 100 != 4 && !(response->properties->flags & (DAV_COLLECTION | DAV_CALENDAR)) &&
               response->path[len - 1] != '/';
}

/* One by its path, whole: what XML carries has lost its line ends. *ret_more: what `found` answered. */
static enum cw_err look_at(struct caldav *caldav, const char *path, struct span uid, caldav_found *found, void *user,
                           bool *ret_more, struct err *reterr) {
        DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
        enum cw_err failed = caldav_fetch(caldav, path, &reply, reterr);
        *ret_more = true;
        if (!failed && reply.status == 200 && caldav_has_uid(dav_text_span(&reply.body), uid))
                *ret_more = found(user, path, &reply);
        return failed;
}

static enum cw_err look_at_many(struct caldav *caldav, const char *collection, const struct dav_answer *which,
                                struct span uid, caldav_found *found, void *user, struct err *reterr) {
        bool more = true;
        for (uint32_t from = 0; from < which->count && more; from += AT_ONCE) {
                DAV_ANSWER_CLEANUP struct dav_answer some = { 0 };
                enum cw_err failed = multiget(caldav, collection, which, from, AT_ONCE, &some, reterr);
                for (uint32_t i = 0; i < some.count && more && !failed; i++)
                        if (caldav_has_uid(dav_value(&some.responses[i], DAV_DATA), uid))
                                failed = look_at(caldav, some.responses[i].path, uid, found, user, &more, reterr);
                if (failed)
                        return failed;
        }
        return CW_OK;
}

enum cw_err caldav_search(struct caldav *caldav, const char *collection, struct span uid, caldav_found *found,
                          void *user, struct err *reterr) {
        DAV_ANSWER_CLEANUP struct dav_answer answer = { 0 };
        enum cw_err failed = candidates(caldav, collection, uid, &answer, reterr);
        if (failed)
                return failed;
        dav_answer_keep(&answer, is_object);
        if (answer.count > ONE_BY_ONE)
                return look_at_many(caldav, collection, &answer, uid, found, user, reterr);
        bool more = true;
        for (uint32_t i = 0; i < answer.count && more && !failed; i++)
                failed = look_at(caldav, answer.responses[i].path, uid, found, user, &more, reterr);
        return failed;
}
