/* answers: operations that ask or change the store. One function gives the answer as data, for the command line as for HTTP;
 * what it may look like is said in answers.def, and gives the JSON, its description and the text for people. */
#pragma once

#include <jansson.h>
#include <stdio.h>

#include "ops/ops.h"

struct config;
struct guard;
struct metrics;
struct recorder;
struct store;

/* On whose behalf an operation is done, and with what. */
struct op_context {
        struct store *store; /* this thread's own; open to write where the operation's method is POST */
        const struct config *config;
        struct recorder *recorder; /* these three of a daemon; else NULL */
        struct guard *guard;
        struct metrics *metrics;
        const char *scope;  /* whose things: "" all, "@domain", or a user's address */
        const char *by;     /* "root", "key:3kq7…" */
        const char *source; /* "command", "http" */
        int64_t now;
        struct span mail; /* of operations that read one: it, whole; else empty */
};

/* Whether what concerns an address of ours (by its aliases) is within the scope. */
bool op_scope_has(const struct op_context *context, const char *address);
/* --recipient as things are kept under; with the scope of a user that user's even where it was not given. *ret NULL: all.
 * CW_ERR_PERMISSION: out of scope, or (scope of a domain) not given. `ret` borrows from `out` or is NULL. */
enum { OP_ADDRESS_BYTES = 330 };
[[nodiscard]] enum cw_err op_recipient(const struct op_context *context, const struct op_call *call,
                                       char out[static OP_ADDRESS_BYTES], const char **ret, struct err *reterr);
/* The decision on an item, also one that just waits to be written. CW_ERR_NOT_FOUND: there is none. */
struct decision_record;
[[nodiscard]] enum cw_err op_decision(const struct op_context *context, const char *item,
                                      const struct decision_record **ret, struct err *reterr);
/* How long is waited for what was just recorded. */
enum { OP_FLUSH_MS = 1500 };
/* CW_ERR_NOT_FOUND, as op_decision says it. */
[[nodiscard]] enum cw_err op_no_decision(const char *item, struct err *reterr);
/* CW_ERR_PERMISSION where the scope is not the whole site. */
[[nodiscard]] enum cw_err op_whole_site(const struct op_context *context, struct err *reterr);
/* --limit, from 1 to LIMIT_STORE_PAGE. */
[[nodiscard]] enum cw_err op_limit(const struct op_call *call, uint32_t *ret, struct err *reterr);
/* What the event of a given UID is remembered by (calendar/uid.h): in *ret_arena, which is the caller's to free, or `uid`. */
struct arena;
const char *op_uid_key(const char *uid, struct arena **ret_arena);

/* ---- The answer ------------------------------------------------------------------------------------------------------ */

enum shape_id {
#define SHAPE(row, sentence) SHAPE_##row,
#define FIELD(row, member, type, detail, sentence)
#define MEMBER(op, name, type, row, sentence)
#include "ops/answers.def"
#undef SHAPE
#undef FIELD
#undef MEMBER
        SHAPES,
        SHAPE_none = SHAPES,
};

struct op_answer {
        enum op_id op;
        json_t *document; /* NULL: no memory */
        char *bytes;      /* not NULL: instead of the document, a mail as it came */
        size_t byte_count;
        bool failed; /* something that was asked for could not be done; the document says what */
};
struct op_answer op_answer_for(enum op_id op);
void op_answer_free(struct op_answer *answer);

/* Each sets a member that MEMBER names for this operation. */
void answer_one(struct op_answer *answer, const char *name, enum shape_id shape, const void *row);
/* Adds rows to a list, which is empty in the beginning. */
void answer_many(struct op_answer *answer, const char *name, enum shape_id shape, const void *rows, uint32_t count);
/* The same with those rows only whose `recipient` is within the scope. */
void answer_ours(const struct op_context *context, struct op_answer *answer, const char *name, enum shape_id shape,
                 const void *rows, uint32_t count);
void answer_text(struct op_answer *answer, const char *name, const char *text); /* NULL: null */
void answer_integer(struct op_answer *answer, const char *name, int64_t value);
void answer_change(struct op_answer *answer, bool changed, const char *text); /* member "change" */

/* Rows that are of no table of the store. */
struct answer_copy {
        const char *recipient, *state, *text;
        bool done;
};
struct answer_change {
        bool changed;
        const char *text;
};
struct answer_recorder {
        bool up;
        int64_t waiting, written, dropped;
};

/* ---- Operations ------------------------------------------------------------------------------------------------------ */

enum op_method { METHOD_NONE, METHOD_GET, METHOD_POST };

enum op_right {
#define RIGHT(id, name, sentence) RIGHT_##id,
#define OP(id, name, args, min, max, handler, help, about)
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
        RIGHTS
};
struct op_right_info {
        const char *name, *sentence;
};
extern const struct op_right_info right_table[RIGHTS];
/* "read,quarantine" as bits; RIGHT_ADMIN gives all. Names that are none give nothing. */
uint32_t op_rights(const char *names);
enum { ALL_RIGHTS = (1u << RIGHTS) - 1 };

typedef enum cw_err op_answer_function(const struct op_context *context, const struct op_call *call,
                                       struct op_answer *ret, struct err *reterr);
struct op_route {
        enum op_method method;
        enum op_right right;
        op_answer_function *answer;
        const char *names; /* of the arguments over HTTP, separated by spaces */
};
/* method METHOD_NONE: the operation is of the command line only. */
extern const struct op_route route_table[OPS];
/* Whether HTTP knows this parameter of the operation. */
bool op_route_takes(enum op_id id, enum param_id param);

/* The answer, or the failure. *ret must be freed in every case. */
[[nodiscard]] enum cw_err op_ask(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                                 struct err *reterr);

/* On the command line: the store as the operation needs it, and its answer for people or (--json) for programs. */
[[nodiscard]] enum cw_err op_open_store(const struct op_call *call, const struct config *config, struct store **ret,
                                        struct err *reterr);
[[nodiscard]] enum cw_err op_answer_print(const struct op_call *call, const struct op_answer *answer,
                                          struct err *reterr);

/* For people. Texts of mails are shown escaped. */
void answer_print(FILE *out, const struct op_answer *answer);

/* The description of the interface (OpenAPI 3.1). NULL: no memory. */
json_t *openapi_document(void);

#define RIGHT(id, name, sentence)
#define ROUTE(id, method, right, answer, names) op_answer_function answer;
#define OP(id, name, args, min, max, handler, help, about)
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
