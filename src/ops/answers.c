#include <assert.h>
#include <stddef.h>

#include "actions/report-send.h"
#include "base/limits.h"
#include "calendar/uid.h"
#include "config/config.h"
#include "ops/answers-internal.h"
#include "report/instant.h"
#include "store/arrivals.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/feedback.h"
#include "store/keys.h"
#include "store/lists.h"
#include "store/quarantine.h"
#include "store/recorder.h"
#include "store/relations.h"
#include "store/reports.h"

/* ---- Tables ---------------------------------------------------------------------------------------------------------- */

const struct answer_shape answer_shapes[SHAPES] = {
#define SHAPE(row, sentence) [SHAPE_##row] = { #row, sentence, sizeof(struct row) },
#define FIELD(row, member, type, detail, sentence)
#define MEMBER(op, name, type, row, sentence)
#include "ops/answers.def"
#undef SHAPE
#undef FIELD
#undef MEMBER
};

const struct answer_field answer_fields[] = {
#define SHAPE(row, sentence)
#define FIELD(row, member, type, detail, sentence) \
        { SHAPE_##row, #member, FIELD_##type, DETAIL_##detail, offsetof(struct row, member), sentence },
#define MEMBER(op, name, type, row, sentence)
#include "ops/answers.def"
#undef SHAPE
#undef FIELD
#undef MEMBER
};
const uint32_t answer_field_count = sizeof answer_fields / sizeof *answer_fields;

const struct answer_member answer_members[] = {
#define SHAPE(row, sentence)
#define FIELD(row, member, type, detail, sentence)
#define MEMBER(op, name, type, row, sentence) { OP_##op, name, MEMBER_##type, SHAPE_##row, sentence },
#include "ops/answers.def"
#undef SHAPE
#undef FIELD
#undef MEMBER
};
const uint32_t answer_member_count = sizeof answer_members / sizeof *answer_members;

const struct op_right_info right_table[RIGHTS] = {
#define RIGHT(id, name, sentence) [RIGHT_##id] = { name, sentence },
#define OP(id, name, args, min, max, handler, help, about)
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
};

const struct op_route route_table[OPS] = {
#define ROUTE(id, method, right, answer, names) [OP_##id] = { METHOD_##method, RIGHT_##right, answer, names },
#define OP(id, name, args, min, max, handler, help, about)
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
};

uint32_t op_rights(const char *names) {
        struct span left = span_from(names);
        uint32_t rights = 0;
        while (left.len) {
                struct span name = span_split(&left, ',');
                for (unsigned i = 0; i < RIGHTS; i++)
                        if (span_equal(name, span_from(right_table[i].name)))
                                rights |= i == RIGHT_ADMIN ? (uint32_t)ALL_RIGHTS : 1u << i;
        }
        return rights;
}

enum cw_err answer_of_transport(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                struct err *reterr) {
        (void)context;
        (void)ret;
        return err_set(reterr, CW_ERR_INTERNAL, "%s is answered where it is asked", call->op->name);
}

/* Of `check` what tells of the mail; rules, weights and whose results are believed are the daemon's own. */
static bool tells_of_mail(enum param_id param) {
        return param == PARAM_CHANNEL || param == PARAM_CLIENT_IP || param == PARAM_HELO || param == PARAM_MAIL_FROM ||
               param == PARAM_RCPT || param == PARAM_AUTH_USER;
}

bool op_route_takes(enum op_id id, enum param_id param) {
        const struct param *row = &param_table[param];
        if (id == OP_CHECK)
                return tells_of_mail(param);
        if (id == OP_DOCTOR)
                return param == PARAM_DOMAIN || (tells_of_mail(param) && op_takes(&op_table[id], row));
        bool ours = param == PARAM_HELP || param == PARAM_JSON || param == PARAM_CONFIG || param == PARAM_COLOR;
        return !ours && row->type != PARAM_TYPE_FILE && row->type != PARAM_TYPE_DIR && op_takes(&op_table[id], row);
}

void http_name(const char *name, char ret[static HTTP_NAME_BYTES]) {
        size_t i = 0;
        for (; name[i] && i < HTTP_NAME_BYTES - 1; i++)
                ret[i] = name[i] == '-' ? '_' : name[i];
        ret[i] = 0;
}

/* ---- What is asked --------------------------------------------------------------------------------------------------- */

static bool scope_is_site(const struct op_context *context) {
        return !context->scope || !*context->scope;
}

bool op_scope_has(const struct op_context *context, const char *address) {
        char resolved[ADDRESS_BYTES];
        if (scope_is_site(context))
                return true;
        const char *own = aliases_resolve(context->config->aliases, span_from(address), resolved);
        if (*context->scope != '@')
                return strcmp(own, context->scope) == 0;
        const char *domain = strrchr(own, '@');
        return domain && strcmp(domain, context->scope) == 0;
}

enum cw_err op_recipient(const struct op_context *context, const struct op_call *call,
                         char out[static OP_ADDRESS_BYTES], const char **ret, struct err *reterr) {
        _Static_assert((int)OP_ADDRESS_BYTES >= (int)ADDRESS_BYTES, "op_recipient writes a resolved address");
        const char *given = op_text(call, PARAM_RECIPIENT);
        *ret = NULL;
        if (!given && !scope_is_site(context) && *context->scope != '@')
                given = context->scope;
        if (!given && !scope_is_site(context))
                return err_set(reterr, CW_ERR_PERMISSION, "this key is for %.200s: name a recipient of it",
                               context->scope);
        if (given && !op_scope_has(context, given))
                return err_set(reterr, CW_ERR_PERMISSION, "this key is for %.200s only", context->scope);
        if (given)
                *ret = aliases_resolve(context->config->aliases, span_from(given), out);
        return CW_OK;
}

enum cw_err op_no_decision(const char *item, struct err *reterr) {
        return err_set(reterr, CW_ERR_NOT_FOUND, "there is no decision on an item %.60s", item);
}

enum cw_err op_decision(const struct op_context *context, const char *item, const struct decision_record **ret,
                        struct err *reterr) {
        enum cw_err code = decision_find(context->store, item, ret, reterr);
        if (!code && !*ret && recorder_flush(context->recorder, OP_FLUSH_MS))
                code = decision_find(context->store, item, ret, reterr);
        return code || *ret ? code : op_no_decision(item, reterr);
}

enum cw_err op_whole_site(const struct op_context *context, struct err *reterr) {
        if (scope_is_site(context))
                return CW_OK;
        return err_set(reterr, CW_ERR_PERMISSION, "this key is for %.200s, and this concerns the whole site",
                       context->scope);
}

enum cw_err op_limit(const struct op_call *call, uint32_t *ret, struct err *reterr) {
        double limit = op_number(call, PARAM_LIMIT);
        if (!(limit >= 1 && limit <= LIMIT_STORE_PAGE && limit == (uint32_t)limit))
                return err_set(reterr, CW_ERR_USAGE, "--limit takes a whole number from 1 to %d", LIMIT_STORE_PAGE);
        *ret = (uint32_t)limit;
        return CW_OK;
}

const char *op_uid_key(const char *uid, struct arena **ret_arena) {
        *ret_arena = arena_new(LIMIT_ARENA_FLOOR);
        return *ret_arena ? uid_key(*ret_arena, span_from(uid)).ptr : uid;
}

enum cw_err op_ask(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                   struct err *reterr) {
        *ret = op_answer_for(op_id_of(call->op));
        enum cw_err code = ret->document ? route_table[ret->op].answer(context, call, ret, reterr)
                                         : err_set(reterr, CW_ERR_MEMORY, "out of memory");
        if (code)
                return code;
        /* A member that is missing was lost for want of memory, or is our mistake. */
        for (uint32_t i = 0; i < answer_member_count && !ret->bytes; i++)
                if (answer_members[i].op == ret->op && !json_object_get(ret->document, answer_members[i].name))
                        return err_set(reterr, CW_ERR_MEMORY, "no memory for the answer");
        return CW_OK;
}

/* ---- What is answered ------------------------------------------------------------------------------------------------ */

struct op_answer op_answer_for(enum op_id op) {
        return (struct op_answer){ .op = op, .document = json_object() };
}

void op_answer_free(struct op_answer *answer) {
        json_decref(answer->document);
        free(answer->bytes);
        *answer = (struct op_answer){ 0 };
}

static const struct answer_member *member_of(enum op_id op, const char *name) {
        for (uint32_t i = 0; i < answer_member_count; i++)
                if (answer_members[i].op == op && strcmp(answer_members[i].name, name) == 0)
                        return &answer_members[i];
        return NULL;
}

/* Without memory for a part there is no answer. */
static void lose(struct op_answer *answer) {
        json_decref(answer->document);
        answer->document = NULL;
}

static void set(struct op_answer *answer, const char *name, json_t *value) {
        assert(member_of(answer->op, name));
        if (json_object_set_new(answer->document, name, value))
                lose(answer);
}

/* The store keeps valid UTF-8; what came another way may be anything. */
static json_t *text_json(const char *text) {
        json_t *json = json_string(text ? text : "");
        return json ? json : json_string("(not readable)");
}

static json_t *time_json(int64_t at) {
        char text[INSTANT_BYTES];
        if (at == 0)
                return json_null();
        instant_write(at, text);
        return json_string(text);
}

static json_t *field_json(const struct answer_field *field, const void *row) {
        const char *at = (const char *)row + field->offset;
        switch (field->type) {
        case FIELD_TEXT:
                return text_json(*(const char *const *)at);
        case FIELD_TIME:
                return time_json(*(const int64_t *)at);
        case FIELD_INTEGER:
                return json_integer(*(const int64_t *)at);
        case FIELD_REAL:
                return json_real(*(const double *)at);
        case FIELD_TRUTH:
                return json_boolean(*(const bool *)at);
        }
        return NULL;
}

static json_t *row_json(enum shape_id shape, const void *row) {
        json_t *json = json_object();
        for (uint32_t i = 0; i < answer_field_count; i++)
                if (answer_fields[i].shape == shape &&
                    json_object_set_new(json, answer_fields[i].name, field_json(&answer_fields[i], row))) {
                        json_decref(json);
                        return NULL;
                }
        return json;
}

void answer_one(struct op_answer *answer, const char *name, enum shape_id shape, const void *row) {
        set(answer, name, row_json(shape, row));
}

static const char *recipient_of(enum shape_id shape, const void *row) {
        for (uint32_t i = 0; i < answer_field_count; i++)
                if (answer_fields[i].shape == shape && strcmp(answer_fields[i].name, "recipient") == 0)
                        return *(const char *const *)((const char *)row + answer_fields[i].offset);
        assert(!"a shape with a recipient");
        return NULL;
}

/* `context` NULL: all rows. */
static void add_rows(const struct op_context *context, struct op_answer *answer, const char *name, enum shape_id shape,
                     const void *rows, uint32_t count) {
        if (!json_object_get(answer->document, name))
                set(answer, name, json_array());
        for (uint32_t i = 0; i < count; i++) {
                const void *row = (const char *)rows + i * answer_shapes[shape].size;
                if (context && !op_scope_has(context, recipient_of(shape, row)))
                        continue;
                if (json_array_append_new(json_object_get(answer->document, name), row_json(shape, row))) {
                        lose(answer);
                        return;
                }
        }
}

void answer_many(struct op_answer *answer, const char *name, enum shape_id shape, const void *rows, uint32_t count) {
        add_rows(NULL, answer, name, shape, rows, count);
}

void answer_ours(const struct op_context *context, struct op_answer *answer, const char *name, enum shape_id shape,
                 const void *rows, uint32_t count) {
        add_rows(context, answer, name, shape, rows, count);
}

void answer_text(struct op_answer *answer, const char *name, const char *text) {
        set(answer, name, text ? text_json(text) : json_null());
}

void answer_integer(struct op_answer *answer, const char *name, int64_t value) {
        set(answer, name, json_integer(value));
}

void answer_change(struct op_answer *answer, bool changed, const char *text) {
        answer_one(answer, "change", SHAPE_answer_change, &(struct answer_change){ changed, text });
}
