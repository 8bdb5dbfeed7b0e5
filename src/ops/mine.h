/* mine: what a user may see and say of his own calendar. Whose it is is decided here, and nowhere else. */
#pragma once

#include "base/arena.h"
#include "ops/answers.h"
#include "store/arrivals.h"

/* An operation on behalf of one user. */
struct mine {
        const struct op_context *context;
        const struct op_call *call;
        struct arena *arena;
        const char *owner;                    /* in the form that things are kept under (config/aliases.h) */
        const struct arrival_record *arrival; /* his, that the operation is about; of the arena */
};
/* The user of --for, or of the session or key. CW_ERR_USAGE: none is named. CW_ERR_PERMISSION: another's. */
[[nodiscard]] enum cw_err mine_open(const struct op_context *context, const struct op_call *call, struct mine *ret,
                                    struct err *reterr);
/* The same, with the arrival of the first argument. CW_ERR_NOT_FOUND: there is none, or it is another's; nothing tells which. */
[[nodiscard]] enum cw_err mine_open_arrival(const struct op_context *context, const struct op_call *call,
                                            struct mine *ret, struct err *reterr);
/* Reads the arrival again. */
[[nodiscard]] enum cw_err mine_look(struct mine *mine, struct err *reterr);
/* In every case. */
static inline void mine_closep(struct mine *mine) {
        arena_free(mine->arena);
}
#define MINE_CLEANUP __attribute__((cleanup(mine_closep)))

/* ---- In words (mine-tell.c) ------------------------------------------------------------------------------------------ */

struct event_record;
/* Why it is in the calendar, or is not. Of the arena. */
const char *mine_why(struct arena *arena, const struct arrival_record *arrival);
/* How it got here. `event` NULL: nothing more is known than the arrival. */
const char *mine_how(struct arena *arena, const struct arrival_record *arrival, const struct event_record *event);
