/* mine list, show: what came for a user, and why it is in his calendar or is not. */
#include "ops/mine.h"

#include "base/limits.h"
#include "config/config.h"
#include "store/decisions.h"
#include "store/events.h"

enum { ARENA_BYTES = 8 * LIMIT_STORE_TEXT };

/* ---- Whose ----------------------------------------------------------------------------------------------------------- */

enum cw_err mine_open(const struct op_context *context, const struct op_call *call, struct mine *ret,
                      struct err *reterr) {
        char owner[ADDRESS_BYTES];
        const char *given = op_text(call, PARAM_OF_USER);
        bool of_one = context->scope && *context->scope && *context->scope != '@';
        *ret = (struct mine){ .context = context, .call = call };
        if (!given || !*given)
                given = of_one ? context->scope : NULL;
        if (!given)
                return err_set(reterr, CW_ERR_USAGE, "whose? --for ADDRESS");
        aliases_resolve(context->config->aliases, span_from(given), owner);
        const char *at = strchr(owner, '@');
        if (!at || at == owner || !at[1] || strpbrk(owner, " \t\r\n<>"))
                return err_set(reterr, CW_ERR_USAGE, "--for takes an address, not \"%.100s\"", given);
        if (!op_scope_has(context, given))
                return err_set(reterr, CW_ERR_PERMISSION, "this is for %.200s only", context->scope);
        ret->arena = arena_new(ARENA_BYTES);
        if (!ret->arena)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        ret->owner = arena_copy(ret->arena, span_from(owner)).ptr;
        return CW_OK;
}

/* Rows are the store's until it is asked again. */
static const struct arrival_record *keep(struct arena *arena, const struct arrival_record *row) {
        struct arrival_record *kept = arena_alloc(arena, sizeof *kept);
        *kept = *row;
        const char **texts[] = { &kept->id,         &kept->mail,  &kept->item,       &kept->owner,     &kept->channel,
                                 &kept->method,     &kept->uid,   &kept->instance,   &kept->organizer, &kept->sender,
                                 &kept->message_id, &kept->title, &kept->originator, &kept->class,     &kept->placement,
                                 &kept->reason,     &kept->state, &kept->place,      &kept->headers,   &kept->changed_by };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                *texts[i] = arena_copy(arena, span_from(*texts[i])).ptr;
        return kept;
}

static enum cw_err look_for(struct mine *mine, const char *id, struct err *reterr) {
        const struct arrival_record *row;
        enum cw_err code = arrival_find(mine->context->store, id, &row, reterr);
        if (code)
                return code;
        if (!row || strcmp(row->owner, mine->owner) != 0)
                return err_set(reterr, CW_ERR_NOT_FOUND, "nothing of this id came for %.200s", mine->owner);
        mine->arrival = keep(mine->arena, row);
        return CW_OK;
}

enum cw_err mine_open_arrival(const struct op_context *context, const struct op_call *call, struct mine *ret,
                              struct err *reterr) {
        enum cw_err code = mine_open(context, call, ret, reterr);
        return code ? code : look_for(ret, call->args[0], reterr);
}

enum cw_err mine_look(struct mine *mine, struct err *reterr) {
        return look_for(mine, mine->arrival->id, reterr);
}

/* ---- list ------------------------------------------------------------------------------------------------------------ */

enum cw_err answer_mine_list(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                             struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        const struct arrival_record *rows;
        uint32_t count, limit;
        const char *state = op_text(call, PARAM_STATE_OF_MINE);
        enum cw_err code = mine_open(context, call, &mine, reterr);
        if (!code)
                code = op_limit(call, &limit, reterr);
        if (code)
                return code;
        const struct arrival_filter filter = { .before = op_text(call, PARAM_BEFORE),
                                               .owner = mine.owner,
                                               .state = strcmp(state, "any") == 0 ? NULL : state,
                                               .uid = op_text(call, PARAM_UID),
                                               .organizer = op_text(call, PARAM_ORGANIZER),
                                               .since = call->values[PARAM_SINCE].time,
                                               .until = call->values[PARAM_UNTIL].time,
                                               .limit = limit };
        code = arrival_list(context->store, &filter, &rows, &count, reterr);
        if (code)
                return code;
        answer_many(ret, "items", SHAPE_arrival_record, rows, count);
        answer_text(ret, "next", count == limit ? rows[count - 1].id : NULL);
        return CW_OK;
}

/* ---- show ------------------------------------------------------------------------------------------------------------ */

/* What the item brought to this user, for this event; NULL: nothing is kept of it. */
static enum cw_err find_event(const struct mine *mine, const struct event_record **ret, struct err *reterr) {
        const struct event_record *rows;
        uint32_t count = 0;
        *ret = NULL;
        enum cw_err code = *mine->arrival->item
                                   ? event_of_item(mine->context->store, mine->arrival->item, &rows, &count, reterr)
                                   : CW_OK;
        for (uint32_t i = 0; i < count && !code && !*ret; i++)
                if (strcmp(rows[i].recipient, mine->owner) == 0 && strcmp(rows[i].uid, mine->arrival->uid) == 0)
                        *ret = &rows[i];
        return code;
}

enum cw_err answer_mine_show(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                             struct err *reterr) {
        MINE_CLEANUP struct mine mine;
        const struct event_record *event;
        enum cw_err code = mine_open_arrival(context, call, &mine, reterr);
        if (!code)
                code = find_event(&mine, &event, reterr);
        if (code)
                return code;
        answer_one(ret, "arrival", SHAPE_arrival_record, mine.arrival);
        answer_text(ret, "why", mine_why(mine.arena, mine.arrival));
        answer_text(ret, "how", mine_how(mine.arena, mine.arrival, event));
        answer_text(ret, "headers", mine.arrival->headers);
        return CW_OK;
}
