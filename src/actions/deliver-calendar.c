/* A user's calendars: what is there of a UID, and what becomes of it. */
#include "actions/deliver-inside.h"
#include "base/limits.h"
#include "calendar/apply.h"
#include "client/caldav.h"
#include "config/config.h"
#include "store/arrivals.h"

/* How often somebody else may be faster. */
enum { TRIES = 5 };

/* ---- The user -------------------------------------------------------------------------------------------------------- */

static void address_add(struct span *list, uint32_t *count, struct span address) {
        for (uint32_t i = 0; i < *count; i++)
                if (span_equal_nocase(list[i], address))
                        return;
        if (address.len > 0 && *count < LIMIT_DELIVER_ADDRESSES)
                list[(*count)++] = address;
}

static struct span lowered(struct arena *arena, struct span text) {
        char *copy = arena_bytes(arena, text.len + 1);
        for (size_t i = 0; i < text.len; i++)
                copy[i] = ascii_lower(text.ptr[i]);
        return (struct span){ copy, text.len };
}

/* By which name an invitation may name him: what the calendar server says, and what leads to him here. */
static void addresses_gather(struct deliver_visit *visit) {
        const struct options *options = &visit->config->options;
        const struct caldav_home *home = caldav_home(visit->caldav);
        struct span *list = arena_alloc(visit->arena, LIMIT_DELIVER_ADDRESSES * sizeof *list);
        char resolved[ADDRESS_BYTES];
        address_add(list, &visit->address_count, span_from(visit->owner));
        address_add(list, &visit->address_count, lowered(visit->arena, visit->given));
        for (uint32_t i = 0; i < home->address_count; i++)
                address_add(list, &visit->address_count, lowered(visit->arena, span_from(home->addresses[i])));
        for (uint32_t i = 0; i < options->list[OPT_ALIASES].count; i++) {
                struct span row = span_from(options->list[OPT_ALIASES].items[i]);
                struct span alias = lowered(visit->arena, span_trim(span_split(&row, '=')));
                struct span owner = span_from(visit->owner);
                if (alias.len > 0 && alias.ptr[0] == '@')
                        alias = arena_format(visit->arena, "%.*s%.*s", (int)span_find_byte(owner, '@'), owner.ptr,
                                             (int)alias.len, alias.ptr);
                if (strcmp(aliases_resolve(visit->config->aliases, alias, resolved), visit->owner) == 0)
                        address_add(list, &visit->address_count, alias);
        }
        visit->addresses = list;
}

enum cw_err deliver_visit_open(struct deliver_visit *visit, struct err *reterr) {
        struct caldav_login login;
        enum cw_err code = deliver_login(visit->config, visit->owner, visit->arena, &login, reterr);
        if (!code)
                code = caldav_open(&login, &visit->caldav, reterr);
        if (!code)
                addresses_gather(visit);
        return code;
}

void deliver_visit_close(struct deliver_visit *visit) {
        caldav_close(visit->caldav);
        visit->caldav = NULL;
}

/* ---- An object ------------------------------------------------------------------------------------------------------- */

bool deliver_is_of(struct span object, const char *arrival) {
        char line[64];
        int len = snprintf(line, sizeof line, "X-CALWARDEN-ORIGIN:%s", arrival);
        return *arrival && span_has_nocase(object, (struct span){ line, (size_t)len });
}

/* An invitation that could not be taken over, and is in no calendar: he should hear of it. One that cannot be read says no
 * METHOD. */
static bool is_missing(const struct apply_result *result, const struct caldav_object *there) {
        return there->bytes.len == 0 && (result->method == METHOD_REQUEST || result->method == METHOD_NONE);
}

static void say_done(const struct apply_result *result, const struct deliver_wish *wish,
                     const struct caldav_object *there, const char *path, struct deliver_done *ret) {
        ret->place = path ? path : "";
        ret->reason = result->reason;
        switch (result->change) {
        case APPLY_NOTHING:
                ret->state = result->not_for_user || is_missing(result, there) ? ARRIVAL_OFFERED : ARRIVAL_UNCHANGED;
                /* It was written, and the record of it was not. */
                if (deliver_is_of(there->bytes, wish->arrival)) {
                        ret->state = ARRIVAL_INSERTED;
                        ret->reason = NULL;
                }
                return;
        case APPLY_CREATE:
                ret->state = ARRIVAL_INSERTED;
                ret->reason = NULL;
                return;
        case APPLY_UPDATE:
        case APPLY_REMOVE:
                ret->state = ARRIVAL_APPLIED;
                return;
        }
}

static struct apply_request request_of(const struct deliver_visit *visit, const struct deliver_wish *wish,
                                       struct span stored) {
        const struct caldav_home *home = caldav_home(visit->caldav);
        return (struct apply_request){ .stored = stored,
                                       .message = wish->object,
                                       .addresses = visit->addresses,
                                       .address_count = visit->address_count,
                                       .origin = span_from(wish->arrival),
                                       .quiet = wish->quiet,
                                       .remove_cancelled = option_choice(&visit->config->options, OPT_CANCELLED) ==
                                                           CANCELLED_REMOVE,
                                       .take_over = wish->take_over,
                                       .server_schedules = home->schedules,
                                       .tells_absence = home->server == CALDAV_SOGO };
}

/* *ret_changed: somebody else was faster, and it is to be read again. */
static enum cw_err bring_once(struct deliver_visit *visit, const struct deliver_wish *wish, struct deliver_done *ret,
                              bool *ret_changed, struct err *reterr) {
        struct caldav_object there = { 0 };
        struct apply_result result;
        enum cw_err code = caldav_find(visit->caldav, wish->uid, visit->arena, &there, reterr);
        if (code)
                return code;
        const char *path = there.path && *there.path ? there.path : NULL;
        const struct apply_request request = request_of(visit, wish, there.bytes);
        if (!deliver_mark(visit->mark))
                return err_set(reterr, CW_ERR_IO, "it was in work when a worker crashed");
        apply_message(visit->arena, &request, &result);
        deliver_unmark(visit->mark);
        *ret_changed = false;
        if (!wish->dry_run && result.change == APPLY_REMOVE)
                code = caldav_remove(visit->caldav, path, there.etag, wish->uid, ret_changed, reterr);
        else if (!wish->dry_run && result.change != APPLY_NOTHING)
                code = caldav_put(visit->caldav, path, path ? there.etag : NULL, wish->uid, result.object, visit->arena,
                                  &path, ret_changed, reterr);
        if (!code && !*ret_changed)
                say_done(&result, wish, &there, result.change == APPLY_REMOVE ? NULL : path, ret);
        return code;
}

enum cw_err deliver_bring(struct deliver_visit *visit, const struct deliver_wish *wish, struct deliver_done *ret,
                          struct err *reterr) {
        for (int i = 0; i < TRIES; i++) {
                bool changed = false;
                enum cw_err code = bring_once(visit, wish, ret, &changed, reterr);
                if (code || !changed)
                        return code;
        }
        return err_set(reterr, CW_ERR_IO, "the event was changed by others each time it was to be written");
}
