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

/* The arena may leave by longjmp: what is malloc's belongs to `caldav` meanwhile. */
static void hand_over(struct caldav *caldav, struct finding *finding, struct arena *arena, struct caldav_object *ret) {
        char etag[LIMIT_CALDAV_ETAG];
        memcpy(etag, finding->reply.etag, sizeof etag);
        caldav->kept_path = finding->path;
        caldav->kept_bytes = finding->reply.body;
        ret->path = arena_copy(arena, dav_text_span(&caldav->kept_path)).ptr;
        ret->etag = arena_copy(arena, span_from(etag)).ptr;
        ret->bytes = arena_copy(arena, dav_text_span(&caldav->kept_bytes));
        dav_text_free(&caldav->kept_path);
        dav_text_free(&caldav->kept_bytes);
}

static void forget(struct finding *finding) {
        dav_text_free(&finding->path);
        dav_reply_free(&finding->reply);
}

static enum cw_err answer(struct caldav *caldav, struct finding *finding, enum cw_err failed, struct arena *arena,
                          struct caldav_object *ret, struct err *reterr) {
        if (!failed && finding->failed)
                failed = err_set(reterr, CW_ERR_MEMORY, "no memory for an object of a calendar");
        if (failed || !finding->found) {
                forget(finding);
                *ret = failed ? *ret : (struct caldav_object){ .path = "", .etag = "" };
                return failed;
        }
        hand_over(caldav, finding, arena, ret);
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
        return answer(caldav, &finding, failed, arena, ret, reterr);
}

enum cw_err caldav_get(struct caldav *caldav, const char *path, struct arena *arena, struct caldav_object *ret,
                       struct err *reterr) {
        struct finding finding = { 0 };
        struct dav_reply reply = { 0 };
        enum cw_err failed = caldav_fetch(caldav, path, &reply, reterr);
        if (!failed && reply.status == 200)
                (void)take(&finding, path, &reply);
        dav_reply_free(&reply);
        return answer(caldav, &finding, failed, arena, ret, reterr);
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

/* Of SOGo, which answers 412 also when it does not want an event whose organizer, its own user, has no such event, and
 * writes whatever If-None-Match says, and If-Match where nothing is. */
static bool is_there(struct caldav *caldav, const char *path) {
        DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
        return caldav_fetch(caldav, path, &reply, NULL) == CW_OK && reply.status == 200;
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
        if (*ret_changed && request.only_new && reply.status == 412 && !is_there(caldav, path))
                *ret_changed = false;
        return reply.status / 100 == 2 || *ret_changed ? CW_OK : dav_refused(&request, &reply, reterr);
}

/* That, in the words that this server understands. */
static enum cw_err put_silently(struct caldav *caldav, const char *path, const char *etag, struct span object,
                                bool *ret_changed, struct err *reterr) {
        struct dav_text marked = { 0 };
        if (caldav->home.server != CALDAV_SOGO)
                return put(caldav, path, etag, object, ret_changed, reterr);
        *ret_changed = is_there(caldav, path) != (etag != NULL);
        if (*ret_changed)
                return CW_OK;
        enum cw_err failed = caldav_mark_silent(object, &marked)
                                     ? put(caldav, path, etag, dav_text_span(&marked), ret_changed, reterr)
                                     : err_set(reterr, CW_ERR_MEMORY, "no memory for an object of a calendar");
        dav_text_free(&marked);
        return failed;
}

enum cw_err caldav_put(struct caldav *caldav, const char *path, const char *etag, const char *uid, struct span object,
                       struct arena *arena, const char **ret_path, bool *ret_changed, struct err *reterr) {
        char own[LIMIT_CALDAV_PATH];
        if (object.len == 0)
                return err_set(reterr, CW_ERR_USAGE, "an empty object");
        if (!path && !own_path(caldav, span_from(uid), own))
                return err_set(reterr, CW_ERR_USAGE, "the path of the calendar is too long");
        enum cw_err failed = put_silently(caldav, path ? path : own, path ? etag : NULL, object, ret_changed, reterr);
        if (!failed && !path && !*ret_changed && ret_path)
                *ret_path = arena_copy(arena, span_from(own)).ptr;
        return failed;
}

/* ---- Removal ------------------------------------------------------------------------------------------------------ */

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

struct emptied {
        const char *path, *etag, *organizer;
        struct span uid;
        uint64_t sequence;
};

static enum cw_err put_empty(struct caldav *caldav, const struct emptied *wanted, bool *ret_changed, struct err *reterr) {
        struct dav_text empty = { 0 };
        enum cw_err failed = caldav_empty_object(wanted->uid, wanted->sequence, wanted->organizer, &empty)
                                     ? put(caldav, wanted->path, wanted->etag, dav_text_span(&empty), ret_changed,
                                           reterr)
                                     : err_set(reterr, CW_ERR_MEMORY, "no memory for an object of a calendar");
        dav_text_free(&empty);
        return failed;
}

/* SOGo knows no Schedule-Reply: it tells the organizer, or all guests, of every event's end, unless the user is its organizer
 * and schedules himself. It lets nobody take the place of an organizer who is its own user, but lets him go. A SEQUENCE that
 * is lower it does not take. What stands in between is no hindrance when this is begun anew after a failure. */
static enum cw_err empty_and_drop(struct caldav *caldav, const char *path, const struct dav_reply *found,
                                  struct span uid, bool *ret_changed, struct err *reterr) {
        struct emptied empty = { .path = path,
                                 .etag = *found->etag ? found->etag : "*",
                                 .uid = uid,
                                 .sequence = caldav_sequence(dav_text_span(&found->body)) };
        enum cw_err failed = put_empty(caldav, &empty, ret_changed, reterr);
        empty.organizer = caldav->home.address_count > 0 ? caldav->address_list[0] : "";
        empty.etag = "*";
        if (!failed && !*ret_changed)
                failed = put_empty(caldav, &empty, ret_changed, reterr);
        return failed || *ret_changed ? failed : drop(caldav, path, NULL, ret_changed, reterr);
}

/* On a server that schedules, in the way in which this one says nothing. */
static enum cw_err drop_silently(struct caldav *caldav, const char *path, const char *etag, struct span uid,
                                 bool *ret_changed, struct err *reterr) {
        DAV_REPLY_CLEANUP struct dav_reply found = { 0 };
        enum cw_err failed = caldav_fetch(caldav, path, &found, reterr);
        if (failed || found.status != 200)
                return failed;
        if (etag && *found.etag && strcmp(etag, found.etag) != 0) {
                *ret_changed = true;
                return CW_OK;
        }
        if (caldav->home.server == CALDAV_SOGO)
                return empty_and_drop(caldav, path, &found, uid, ret_changed, reterr);
        if (caldav_user_invites(caldav, dav_text_span(&found.body)))
                return err_set(reterr, CW_ERR_USAGE, "the user himself invites to it: the server would tell his guests");
        return drop(caldav, path, *found.etag ? found.etag : etag, ret_changed, reterr);
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
                enum cw_err failed = caldav->home.schedules
                                             ? drop_silently(caldav, path, etag, span_from(uid), ret_changed, reterr)
                                             : drop(caldav, path, etag, ret_changed, reterr);
                if (failed || *ret_changed)
                        return failed;
        }
        return empty_inbox(caldav, span_from(uid), reterr);
}
