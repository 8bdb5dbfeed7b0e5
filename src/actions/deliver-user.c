/* What the user asks for himself: bring it in after all, take it out again. */
#include "actions/deliver-inside.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/percent.h"
#include "client/caldav.h"
#include "config/config.h"
#include "store/arrivals.h"

/* A resource of one UID in several of his calendars. */
enum { MOST_COPIES = 16 };

struct say {
        const struct deliver_tools *tools;
        const char *by;
        struct arena *arena;
        struct deliver_visit visit;
        const char *id, *uid, *owner, *organizer, *state, *place; /* of the arrival */
        bool answer;            /* it is a REPLY: what it changed is an event of the user's own */
        const char *const *ids; /* of all arrivals of this UID and organizer */
        uint32_t id_count;
};

/* ---- The arrival ----------------------------------------------------------------------------------------------------- */

static enum cw_err arrival_take(struct say *say, const char *id, struct err *reterr) {
        const struct arrival_record *row;
        enum cw_err code = arrival_find(say->tools->store, id, &row, reterr);
        if (!code && !row)
                code = err_set(reterr, CW_ERR_NOT_FOUND, "nothing of the number %.30s came", id);
        if (code)
                return code;
        say->id = deliver_text(say->arena, span_from(row->id));
        say->uid = deliver_text(say->arena, span_from(row->uid));
        say->owner = deliver_text(say->arena, span_from(row->owner));
        say->organizer = deliver_text(say->arena, span_from(row->organizer));
        say->answer = strcmp(row->method, method_name(METHOD_REPLY)) == 0;
        say->state = deliver_text(say->arena, span_from(row->state));
        say->place = deliver_text(say->arena, span_from(row->place));
        say->visit = (struct deliver_visit){ .config = say->tools->config, .arena = say->arena, .owner = say->owner };
        return CW_OK;
}

static enum cw_err ids_take(struct say *say, struct err *reterr) {
        const struct arrival_filter filter = { .owner = say->owner, .uid = say->uid, .limit = LIMIT_STORE_PAGE };
        const struct arrival_record *rows;
        uint32_t count;
        enum cw_err code = arrival_list(say->tools->store, &filter, &rows, &count, reterr);
        if (code)
                return code;
        const char **ids = arena_alloc(say->arena, (count + 1) * sizeof *ids);
        /* A stranger may send something under the UID of somebody's event. */
        for (uint32_t i = 0; i < count; i++)
                if (strcmp(rows[i].organizer, say->organizer) == 0)
                        ids[say->id_count++] = deliver_text(say->arena, span_from(rows[i].id));
        say->ids = ids;
        return CW_OK;
}

static bool is(const struct say *say, const char *state) {
        return strcmp(say->state, state) == 0;
}

static enum cw_err move(const struct say *say, const char *id, const char *from, const char *to, const char *place,
                        const char *reason, struct err *reterr) {
        return arrival_move(say->tools->store, id, from, to, place, reason, say->by, clock_now_s(), NULL, reterr);
}

/* ---- Bringing it in -------------------------------------------------------------------------------------------------- */

static enum cw_err insert(struct say *say, const char *id, struct err *reterr) {
        struct deliver_done done;
        struct span kept;
        enum cw_err code = arrival_take(say, id, reterr);
        if (code)
                return code;
        if (is(say, ARRIVAL_INSERTED) || is(say, ARRIVAL_APPLIED))
                return err_set(reterr, CW_ERR_USAGE, "It is in the calendar already");
        code = arrival_object(say->tools->store, say->id, &kept, reterr);
        if (code)
                return code;
        const struct deliver_wish wish = { .object = arena_copy(say->arena, kept),
                                           .arrival = say->id,
                                           .uid = say->uid,
                                           .take_over = true,
                                           .dry_run = say->tools->dry_run };
        code = deliver_visit_open(&say->visit, reterr);
        if (!code)
                code = deliver_bring(&say->visit, &wish, &done, reterr);
        if (code || say->tools->dry_run)
                return code;
        if (strcmp(done.state, ARRIVAL_INSERTED) != 0 && strcmp(done.state, ARRIVAL_APPLIED) != 0)
                return err_set(reterr, CW_ERR_USAGE, "%.200s", done.reason ? done.reason : "It changes nothing");
        return move(say, say->id, NULL, done.state, done.place, "You took it over yourself", reterr);
}

/* ---- Taking it out --------------------------------------------------------------------------------------------------- */

/* By its origin; by its place where the server has dropped that. */
static bool is_ours(const struct say *say, const struct caldav_object *object) {
        if (*say->place && span_equal(percent_decode(say->arena, span_from(object->path)),
                                      percent_decode(say->arena, span_from(say->place))))
                return true;
        for (uint32_t i = 0; i < say->id_count; i++)
                if (deliver_is_of(object->bytes, say->ids[i]))
                        return true;
        return false;
}

static enum cw_err take_out(struct say *say, struct err *reterr) {
        enum cw_err code = deliver_visit_open(&say->visit, reterr);
        for (int i = 0; i < MOST_COPIES && !code; i++) {
                struct caldav_object object = { 0 };
                bool changed;
                code = caldav_find(say->visit.caldav, say->uid, say->arena, &object, reterr);
                if (code || !object.path || !*object.path || !is_ours(say, &object))
                        break;
                if (say->tools->dry_run)
                        break;
                code = caldav_remove(say->visit.caldav, object.path, object.etag, say->uid, &changed, reterr);
        }
        return code;
}

static enum cw_err remove_all(struct say *say, const char *id, struct err *reterr) {
        enum cw_err code = arrival_take(say, id, reterr);
        if (!code)
                code = ids_take(say, reterr);
        if (code)
                return code;
        if (is(say, ARRIVAL_REMOVED) || is(say, ARRIVAL_DISMISSED))
                return CW_OK;
        if (say->answer)
                return say->tools->dry_run ? CW_OK : move(say, say->id, NULL, ARRIVAL_DISMISSED, NULL, NULL, reterr);
        if (is(say, ARRIVAL_INSERTED) || is(say, ARRIVAL_APPLIED) || is(say, ARRIVAL_PENDING))
                code = take_out(say, reterr);
        for (uint32_t i = 0; i < say->id_count && !code && !say->tools->dry_run; i++)
                code = move(say, say->ids[i], ARRIVAL_INSERTED "," ARRIVAL_APPLIED, ARRIVAL_REMOVED, "", NULL, reterr);
        if (code || say->tools->dry_run)
                return code;
        return move(say, say->id, ARRIVAL_OFFERED "," ARRIVAL_WITHHELD "," ARRIVAL_UNCHANGED "," ARRIVAL_PENDING,
                    ARRIVAL_DISMISSED, NULL, NULL, reterr);
}

/* ---- With memory of its own ------------------------------------------------------------------------------------------ */

static enum cw_err within_memory(const struct deliver_tools *tools, const char *id, const char *by,
                                 enum cw_err (*what)(struct say *say, const char *id, struct err *reterr),
                                 struct err *reterr) {
        struct arena *arena ARENA_CLEANUP = arena_new(LIMIT_DELIVER_ARENA);
        enum cw_err code;
        jmp_buf exhausted;
        if (!arena)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to change a calendar");
        struct say *say = arena_alloc(arena, sizeof *say);
        *say = (struct say){ .tools = tools, .by = by, .arena = arena };
        if (setjmp(exhausted) != 0) {
                code = err_set(reterr, CW_ERR_MEMORY, "no memory to change a calendar");
        } else {
                arena_set_exit(arena, &exhausted);
                code = what(say, id, reterr);
        }
        arena_set_exit(arena, NULL);
        deliver_visit_close(&say->visit);
        return code;
}

enum cw_err deliver_insert(const struct deliver_tools *tools, const char *arrival, const char *by, struct err *reterr) {
        return within_memory(tools, arrival, by, insert, reterr);
}

enum cw_err deliver_remove(const struct deliver_tools *tools, const char *arrival, const char *by, struct err *reterr) {
        return within_memory(tools, arrival, by, remove_all, reterr);
}
