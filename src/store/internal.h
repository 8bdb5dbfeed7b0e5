/* internal: what the files of the store share: a connection with its memory, and statements with typed values. */
#pragma once

#include "base/limits.h"
#include "store/database.h"

/* Memory that is given back all at once, and says NULL when there is none, or too much of it in use. */
struct pool {
        struct pool_chunk *chunks;
        size_t used;
};
void *pool_take(struct pool *pool, size_t size);
void pool_free(struct pool *pool);

struct store {
        struct database *db;
        enum store_mode mode;
        bool in_transaction;
        bool broken;        /* a statement of the transaction has failed */
        struct pool result; /* what was read last: texts of it may be arguments of the next call */
};

/* A transaction for functions of more than one statement; none when the caller has one already. `store_leave` commits or,
 * when `status` is a failure, rolls back, and returns the failure. */
struct transaction {
        struct store *store;
        bool own;
};
enum cw_err store_enter(struct store *store, struct transaction *ret, struct err *reterr);
enum cw_err store_leave(struct transaction *transaction, enum cw_err status, struct err *reterr);

/* ---- Statements ------------------------------------------------------------------------------------------------- */

enum { ASK_VALUES = 40 };

/* A statement that is being put together; ask_run, ask_rows or ask_number ends it. */
struct ask {
        struct store *store;
        const char *sql; /* a literal */
        struct db_value values[ASK_VALUES];
        uint32_t count;
        struct pool repaired; /* copies of texts that could not be stored as they are */
        bool out_of_memory;
};

/* How a member of a row is kept. */
enum column_type {
        COLUMN_TEXT, /* const char * */
        COLUMN_KEY,  /* const char * that stands in an index */
        COLUMN_INTEGER,
        COLUMN_REAL,
        COLUMN_TRUTH, /* bool */
};
struct column {
        enum column_type type;
        size_t offset;
};
#define TEXT(row, member) \
        { COLUMN_TEXT, offsetof(struct row, member) }
#define KEY(row, member) \
        { COLUMN_KEY, offsetof(struct row, member) }
#define INTEGER(row, member) \
        { COLUMN_INTEGER, offsetof(struct row, member) }
#define REAL(row, member) \
        { COLUMN_REAL, offsetof(struct row, member) }
#define TRUTH(row, member) \
        { COLUMN_TRUTH, offsetof(struct row, member) }

/* The columns of a table, in the order in which its SELECT names them, and the struct that they fill. */
struct columns {
        const struct column *list;
        uint32_t count;
        size_t row_size;
};
#define COLUMNS(array, row) \
        { array, sizeof array / sizeof *array, sizeof(struct row) }

/* Placeholders of the first n values. */
#define P1 "$1"
#define P2 P1 ", $2"
#define P3 P2 ", $3"
#define P4 P3 ", $4"
#define P5 P4 ", $5"
#define P6 P5 ", $6"
#define P7 P6 ", $7"
#define P8 P7 ", $8"
#define P9 P8 ", $9"
#define P10 P9 ", $10"
#define P11 P10 ", $11"
#define P12 P11 ", $12"
#define P13 P12 ", $13"
#define P14 P13 ", $14"
#define P15 P14 ", $15"
#define P16 P15 ", $16"
#define P17 P16 ", $17"
#define P18 P17 ", $18"
#define P19 P18 ", $19"
#define P20 P19 ", $20"
#define P21 P20 ", $21"
#define P22 P21 ", $22"
#define P23 P22 ", $23"
#define P24 P23 ", $24"

struct ask ask_for(struct store *store, const char *sql);
void ask_integer(struct ask *ask, int64_t value);
void ask_real(struct ask *ask, double value);
void ask_text(struct ask *ask, const char *text);
void ask_key(struct ask *ask, const char *text);
void ask_blob(struct ask *ask, struct span bytes);
void ask_row(struct ask *ask, const struct columns *columns, const void *row);

/* Carries it out; *ret_changed (may be NULL) counts the rows that it changed. */
enum cw_err ask_run(struct ask *ask, int64_t *ret_changed, struct err *reterr);
/* The rows, which become the store's result. */
enum cw_err ask_rows(struct ask *ask, const struct columns *columns, const void **ret, uint32_t *ret_count,
                     struct err *reterr);
/* The first row, for who reads it by driver->value; ask_end in every case. */
enum cw_err ask_first(struct ask *ask, bool *ret_row, struct err *reterr);
void ask_end(struct ask *ask);
/* One number of one row; *ret stays as it is when there is no row. Leaves the store's result alone. */
enum cw_err ask_number(struct ask *ask, int64_t *ret, struct err *reterr);
/* Notes that the row of this key was used, at most once an hour: `look` selects when it was ($1: the key), `note` sets it ($1:
 * now, $2: the key). */
enum cw_err ask_touch(struct store *store, const char *look, const char *note, const char *key, int64_t now,
                      struct err *reterr);

/* A page's size: `limit` as asked for, within bounds. */
uint32_t page_size(uint32_t limit);

/* Valid UTF-8 without NUL, of at most `max` bytes; the same bytes where they are so already. Keys that are longer end with
 * a hash of the whole. ptr NULL: no memory. */
struct span text_kept(struct pool *pool, const char *text, size_t max, bool key);

/* ---- Schema ----------------------------------------------------------------------------------------------------- */

struct migration {
        const char *title;
        const char *sql; /* with %BLOB%, %ID%, %TEXT% and %KEYED% for what databases write differently */
};
extern const struct migration migration_table[];
extern const uint32_t migration_count;

/* Brings the schema up to the last of `count` migrations, or (STORE_READ) only looks whether it is there. */
enum cw_err schema_migrate(struct database *db, enum store_mode mode, const struct migration *migrations,
                           uint32_t count, struct err *reterr);

/* Tables in the order in which they are copied, with the statements for it; `count` is 1 where there is any row. */
struct table {
        const char *name, *select, *insert, *count;
};
extern const struct table table_list[];
extern const uint32_t table_count;
