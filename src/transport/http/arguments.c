#include <stdarg.h>

#include "ops/answers-internal.h"
#include "transport/http/inside.h"

void words_free(struct words *words) {
        for (uint32_t i = 0; i < words->count; i++)
                free(words->list[i]);
        for (size_t i = 0; i < ARGUMENTS_MOST; i++)
                free(words->arguments[i]);
        *words = (struct words){ 0 };
}

static enum cw_err add(struct words *words, struct err *reterr, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
static enum cw_err add(struct words *words, struct err *reterr, const char *format, ...) {
        char *text = NULL;
        va_list args;
        if (words->count == sizeof words->list / sizeof *words->list)
                return err_set(reterr, CW_ERR_USAGE, "too many parameters");
        va_start(args, format);
        int length = vasprintf(&text, format, args);
        va_end(args);
        if (length < 0)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        words->list[words->count++] = text;
        return CW_OK;
}

/* The place of an argument of this name, or -1. */
static int argument_of(enum op_id op, const char *name) {
        struct span names = span_from(route_table[op].names);
        for (int i = 0; names.len; i++)
                if (span_equal(span_split(&names, ' '), span_from(name)))
                        return i;
        return -1;
}

static const struct param *param_of(enum op_id op, const char *name) {
        char http[HTTP_NAME_BYTES];
        for (unsigned i = 0; i < PARAMS; i++) {
                if (!op_route_takes(op, i))
                        continue;
                http_name(param_table[i].name, http);
                if (strcmp(http, name) == 0)
                        return &param_table[i];
        }
        return NULL;
}

static enum cw_err set_flag(struct words *words, const struct param *param, const char *value, struct err *reterr) {
        if (strcmp(value, "true") == 0 || strcmp(value, "1") == 0)
                return add(words, reterr, "--%s", param->name);
        if (strcmp(value, "false") == 0 || strcmp(value, "0") == 0)
                return CW_OK;
        return err_set(reterr, CW_ERR_USAGE, "%s is true or false", param->name);
}

static enum cw_err set(struct words *words, enum op_id op, const char *name, const char *value, struct err *reterr) {
        const struct param *param = param_of(op, name);
        int place = argument_of(op, name);
        if (param && param->type == PARAM_TYPE_FLAG)
                return set_flag(words, param, value, reterr);
        if (param)
                return add(words, reterr, "--%s=%s", param->name, value);
        if (place < 0 || place >= ARGUMENTS_MOST)
                return err_set(reterr, CW_ERR_USAGE, "there is no parameter %.60s; see /openapi.json", name);
        free(words->arguments[place]);
        words->arguments[place] = strdup(value);
        return words->arguments[place] ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "out of memory");
}

/* ---- The query --------------------------------------------------------------------------------------------------- */

struct query {
        struct words *words;
        enum op_id op;
        enum cw_err code;
        struct err *err;
};

static enum MHD_Result take_pair(void *user, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                 const char *value, size_t value_size) {
        struct query *query = user;
        (void)kind;
        if (!value)
                value = "";
        if (strlen(name) != name_size || strlen(value) != value_size)
                query->code = err_set(query->err, CW_ERR_USAGE, "a parameter holds a NUL");
        else
                query->code = set(query->words, query->op, name, value, query->err);
        return query->code ? MHD_NO : MHD_YES;
}

static enum cw_err read_query(struct request *request, struct words *words, struct err *reterr) {
        struct query query = { .words = words, .op = op_id_of(request->op), .err = reterr };
        (void)MHD_get_connection_values_n(request->connection, MHD_GET_ARGUMENT_KIND, take_pair, &query);
        return query.code;
}

/* ---- The body ---------------------------------------------------------------------------------------------------- */

static enum cw_err set_json(struct words *words, enum op_id op, const char *name, const json_t *value,
                            struct err *reterr) {
        char number[40];
        if (json_is_string(value))
                return set(words, op, name, json_string_value(value), reterr);
        if (json_is_boolean(value))
                return set(words, op, name, json_is_true(value) ? "true" : "false", reterr);
        if (json_is_integer(value))
                (void)snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        else if (json_is_real(value))
                (void)snprintf(number, sizeof number, "%.17g", json_real_value(value));
        else
                return err_set(reterr, CW_ERR_USAGE, "%.60s: not a text, number or truth", name);
        return set(words, op, name, number, reterr);
}

static enum cw_err set_list(struct words *words, enum op_id op, const char *name, const json_t *list,
                            struct err *reterr) {
        const struct param *param = param_of(op, name);
        const json_t *value;
        size_t index;
        enum cw_err code = CW_OK;
        if (!param || param->type != PARAM_TYPE_TEXTS)
                return err_set(reterr, CW_ERR_USAGE, "%.60s takes no list", name);
        json_array_foreach(list, index, value) {
                code = set_json(words, op, name, value, reterr);
                if (code)
                        break;
        }
        return code;
}

static enum cw_err read_body(struct request *request, struct words *words, struct err *reterr) {
        json_error_t error;
        const char *name;
        json_t *value;
        enum cw_err code = CW_OK;
        json_t *object = request->length ? json_loadb(request->body, request->length, JSON_REJECT_DUPLICATES, &error)
                                         : json_object();
        if (!object)
                return err_set(reterr, CW_ERR_USAGE, "the body is no JSON: %s, at byte %d", error.text, error.position);
        if (!json_is_object(object))
                code = err_set(reterr, CW_ERR_USAGE, "the body is no JSON object");
        json_object_foreach(object, name, value) {
                if (code)
                        break;
                if (json_is_array(value))
                        code = set_list(words, op_id_of(request->op), name, value, reterr);
                else if (!json_is_null(value))
                        code = set_json(words, op_id_of(request->op), name, value, reterr);
        }
        json_decref(object);
        return code;
}

/* ---- Both -------------------------------------------------------------------------------------------------------- */

static enum cw_err add_arguments(struct words *words, const struct op *op, struct err *reterr) {
        struct span names = span_from(route_table[op_id_of(op)].names);
        enum cw_err code = add(words, reterr, "--");
        for (uint32_t i = 0; names.len && !code; i++) {
                struct span name = span_split(&names, ' ');
                bool later = i + 1 < ARGUMENTS_MOST && words->arguments[i + 1];
                if (words->arguments[i])
                        code = add(words, reterr, "%s", words->arguments[i]);
                else if (i < op->min_args || later)
                        code = err_set(reterr, CW_ERR_USAGE, "the parameter %.*s is missing", (int)name.len, name.ptr);
        }
        return code;
}

enum cw_err words_read(struct request *request, struct words *ret, struct err *reterr) {
        struct span name = span_from(request->op->name);
        enum cw_err code = CW_OK;
        *ret = (struct words){ 0 };
        while (name.len && !code) {
                struct span word = span_split(&name, ' ');
                code = add(ret, reterr, "%.*s", (int)word.len, word.ptr);
        }
        bool in_query = route_table[op_id_of(request->op)].method == METHOD_GET || request_is_mail(request);
        if (!code)
                code = in_query ? read_query(request, ret, reterr) : read_body(request, ret, reterr);
        if (!code && request_is_mail(request))
                return request->length > 0 || request_is_check(request) ? add(ret, reterr, "-") : CW_OK; /* the body */
        return code ? code : add_arguments(ret, request->op, reterr);
}
