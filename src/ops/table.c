#include "ops/handlers.h"
#include "ops/ops.h"
#include "report/shown.h"

const struct op op_table[OPS] = {
#define OP(id, name, args, min, max, handler, help, about) [OP_##id] = { name, args, help, about, handler, min, max },
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
};

const struct param param_table[PARAMS] = {
#define OP(id, name, args, min, max, handler, help, about)
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence) \
        [PARAM_##id] = { name, letter, PARAM_TYPE_##type, argument, fallback, sentence, ops },
#include "ops/ops.def"
#undef OP
#undef PARAM
};

int op_status_of(enum cw_err code) {
        static const int status[] = {
                [CW_OK] = STATUS_CLEAN,
                [CW_ERR_MEMORY] = STATUS_INTERNAL,
                [CW_ERR_USAGE] = STATUS_USAGE,
                [CW_ERR_NOT_FOUND] = STATUS_NOT_FOUND,
                [CW_ERR_PERMISSION] = STATUS_PERMISSION,
                [CW_ERR_IO] = STATUS_IO,
                [CW_ERR_CONFIG] = STATUS_CONFIG,
                [CW_ERR_INTERNAL] = STATUS_INTERNAL,
        };
        return status[code];
}

const struct op *op_find(const char *name) {
        for (size_t i = 0; i < OPS; i++)
                if (strcmp(op_table[i].name, name) == 0)
                        return &op_table[i];
        return NULL;
}

bool op_flag(const struct op_call *call, enum param_id id) {
        return call->values[id].count > 0;
}

const char *op_text(const struct op_call *call, enum param_id id) {
        const struct param_value *value = &call->values[id];
        return value->count ? value->texts[value->count - 1] : param_table[id].fallback;
}

double op_number(const struct op_call *call, enum param_id id) {
        const char *fallback = param_table[id].fallback;
        if (call->values[id].count || !fallback)
                return call->values[id].number;
        return strtod(fallback, NULL);
}

int op_fail(const struct op_call *call, const struct err *err) {
        fprintf(call->err, "calwarden%s%s: ", call->op ? " " : "", call->op ? call->op->name : "");
        shown_text(call->err, span_from(err->text), 0);
        fputc('\n', call->err);
        return op_status_of(err->code);
}
