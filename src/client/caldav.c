#include "client/caldav.h"

#include <stdio.h>
#include <string.h>

#include "client/caldav-inside.h"

/* What was found, in memory of our own: the arena may leave by longjmp, and nothing may be held then. */
struct finding {
        struct dav_text path;
        struct dav_reply reply;
        bool found, failed;
};

static bool take(void *user, const char *path, struct dav_reply *reply) {
        struct finding *finding = user;
        finding->found = true;
        finding->failed = !dav_text_add(&finding->path, span_from(path));
        finding->reply = *reply;
        reply->body = (struct dav_text){ 0 };
        return false;
}

/* From here on only the arena holds it. The text is malloc's until it is copied, so room for all is made first. */
static void hand_over(struct finding *finding, struct arena *arena, struct caldav_object *ret) {
        struct span path = dav_text_span(&finding->path), etag = span_from(finding->reply.etag);
        struct span bytes = dav_text_span(&finding->reply.body);
        ret->path = arena_copy(arena, path).ptr;
        ret->etag = arena_copy(arena, etag).ptr;
        ret->bytes = arena_copy(arena, bytes);
        dav_text_free(&finding->path);
        dav_reply_free(&finding->reply);
}

static void forget(struct finding *finding) {
        dav_text_free(&finding->path);
        dav_reply_free(&finding->reply);
}

static enum cw_err answer(struct finding *finding, enum cw_err failed, struct arena *arena, struct caldav_object *ret,
                          struct err *reterr) {
        if (!failed && finding->failed)
                failed = err_set(reterr, CW_ERR_MEMORY, "no memory for an object of a calendar");
        if (failed || !finding->found) {
                forget(finding);
                *ret = failed ? *ret : (struct caldav_object){ .path = "", .etag = "" };
                return failed;
        }
        hand_over(finding, arena, ret);
        return CW_OK;
}

static bool own_path(const struct caldav *caldav, struct span uid, char ret[static LIMIT_CALDAV_PATH]) {
        char name[CALDAV_NAME];
        caldav_object_name(uid, name);
        return snprintf(ret, LIMIT_CALDAV_PATH, "%s%s", caldav->home.calendar, name) < LIMIT_CALDAV_PATH;
}

/* Text that XML can hold: no control characters. */
static bool askable(struct span uid) {
        for (size_t i = 0; i < uid.len; i++)
                if ((unsigned char)uid.ptr[i] < ' ' || uid.ptr[i] == 0x7f)
                        return false;
        return uid.len > 0 && uid.len < LIMIT_CALDAV_PATH;
}

/* Where we would have put it ourselves first: one request, and nearly always enough for an update. */
static enum cw_err find(struct caldav *caldav, struct span uid, struct finding *finding, struct err *reterr) {
        char path[LIMIT_CALDAV_PATH];
        if (own_path(caldav, uid, path)) {
                DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
                enum cw_err failed = caldav_fetch(caldav, path, &reply, reterr);
                if (failed)
                        return failed;
                if (reply.status == 200 && caldav_has_uid(dav_text_span(&reply.body), uid)) {
                        (void)take(finding, path, &reply);
                        return CW_OK;
                }
        }
        for (uint32_t i = 0; i < caldav->calendar_count && !finding->found; i++) {
                enum cw_err failed = caldav_search(caldav, dav_text_c(&caldav->calendars[i]), uid, take, finding,
                                                   reterr);
                if (failed && failed != CW_ERR_NOT_FOUND) /* a calendar that is gone meanwhile */
                        return failed;
        }
        return CW_OK;
}

enum cw_err caldav_find(struct caldav *caldav, const char *uid, struct arena *arena, struct caldav_object *ret,
                        struct err *reterr) {
        struct finding finding = { 0 };
        if (!askable(span_from(uid)))
                return err_set(reterr, CW_ERR_USAGE, "a UID that no calendar server can be asked for");
        enum cw_err failed = find(caldav, span_from(uid), &finding, reterr);
        return answer(&finding, failed, arena, ret, reterr);
}

enum cw_err caldav_get(struct caldav *caldav, const char *path, struct arena *arena, struct caldav_object *ret,
                       struct err *reterr) {
        struct finding finding = { 0 };
        struct dav_reply reply = { 0 };
        enum cw_err failed = caldav_fetch(caldav, path, &reply, reterr);
        if (!failed && reply.status == 200)
                (void)take(&finding, path, &reply);
        dav_reply_free(&reply);
        return answer(&finding, failed, arena, ret, reterr);
}

/* ---- Changes ------------------------------------------------------------------------------------------------------ */

/* Somebody else was faster: 412, or a new one whose UID is there already under another name. */
static bool was_changed(const struct dav_request *request, const struct dav_reply *reply) {
        if (reply->status == 412 || (request->if_match && (reply->status == 404 || reply->status == 410)))
                return true;
        DAV_ANSWER_CLEANUP struct dav_answer why = { 0 };
        if (reply->status != 403 && reply->status != 409)
                return false;
        (void)!dav_answer_read(dav_text_span(&reply->body), &why);
        return strcmp(why.condition, "no-uid-conflict") == 0 ||
               strcmp(why.condition, "unique-scheduling-object-resource") == 0;
}

static enum cw_err put(struct caldav *caldav, const char *path, const char *etag, struct span object, bool *ret_changed,
                       struct err *reterr) {
        DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
        struct dav_request request = { .method = "PUT",
                                       .path = path,
                                       .depth = -1,
                                       .type = "text/calendar; charset=utf-8",
                                       .body = object,
                                       .if_match = etag,
                                       .only_new = !etag,
                                       .silent = true };
        enum cw_err failed = dav_ask(&caldav->dav, &request, &reply, reterr);
        if (failed)
                return failed;
        *ret_changed = reply.status / 100 != 2 && was_changed(&request, &reply);
        return reply.status / 100 == 2 || *ret_changed ? CW_OK : dav_refused(&request, &reply, reterr);
}

enum cw_err caldav_put(struct caldav *caldav, const char *path, const char *etag, const char *uid, struct span object,
                       struct arena *arena, const char **ret_path, bool *ret_changed, struct err *reterr) {
        char own[LIMIT_CALDAV_PATH];
        if (object.len == 0)
                return err_set(reterr, CW_ERR_USAGE, "an empty object");
        if (!path && !own_path(caldav, span_from(uid), own))
                return err_set(reterr, CW_ERR_USAGE, "the path of the calendar is too long");
        enum cw_err failed = put(caldav, path ? path : own, path ? etag : NULL, object, ret_changed, reterr);
        if (!failed && !path && !*ret_changed && ret_path)
                *ret_path = arena_copy(arena, span_from(own)).ptr;
        return failed;
}

/* One resource, whose etag is known or NULL. */
static enum cw_err drop(struct caldav *caldav, const char *path, const char *etag, bool *ret_changed,
                        struct err *reterr) {
        DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
        struct dav_request request = { .method = "DELETE", .path = path, .depth = -1, .if_match = etag, .silent = true };
        enum cw_err failed = dav_ask(&caldav->dav, &request, &reply, reterr);
        if (failed)
                return failed;
        *ret_changed = reply.status == 412;
        bool gone = reply.status / 100 == 2 || reply.status == 404 || reply.status == 410;
        return gone || *ret_changed ? CW_OK : dav_refused(&request, &reply, reterr);
}

struct sweep {
        struct caldav *caldav;
        enum cw_err failed;
        struct err *reterr;
};

static bool drop_found(void *user, const char *path, struct dav_reply *reply) {
        struct sweep *sweep = user;
        bool changed;
        (void)reply;
        sweep->failed = drop(sweep->caldav, path, NULL, &changed, sweep->reterr);
        return !sweep->failed;
}

/* What the server keeps of the message itself. */
static enum cw_err empty_inbox(struct caldav *caldav, struct span uid, struct err *reterr) {
        struct sweep sweep = { .caldav = caldav, .reterr = reterr };
        if (!*caldav->home.inbox || !askable(uid))
                return CW_OK;
        enum cw_err failed = caldav_search(caldav, caldav->home.inbox, uid, drop_found, &sweep, reterr);
        if (failed == CW_ERR_NOT_FOUND)
                failed = CW_OK;
        return failed ? failed : sweep.failed;
}

enum cw_err caldav_remove(struct caldav *caldav, const char *path, const char *etag, const char *uid, bool *ret_changed,
                          struct err *reterr) {
        *ret_changed = false;
        if (path && *path) {
                enum cw_err failed = drop(caldav, path, etag, ret_changed, reterr);
                if (failed || *ret_changed)
                        return failed;
        }
        return empty_inbox(caldav, span_from(uid), reterr);
}
