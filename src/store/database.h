/* database: what the store asks of a database, as one struct of functions a driver (sqlite.c, postgres.c). Only files
 * of src/store that hold SQL include this; everybody else includes store.h and the header of a concern.
 *
 * SQL is written once for all drivers: placeholders are $1 … $n, which first appear in this order; upserts are ON
 * CONFLICT; counts and sums are cast to BIGINT or DOUBLE PRECISION. A text of SQL is a literal: statements are kept
 * prepared by the address of it.
 *
 * A connection belongs to one thread and has at most one statement open. It never crosses a fork. */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

/* There are no NULLs: a column that has nothing holds '' or 0, and aggregates are wrapped in COALESCE. */
enum db_type {
        DB_INTEGER,
        DB_REAL,
        DB_TEXT, /* valid UTF-8 without NUL */
        DB_BLOB,
};

struct db_value {
        enum db_type type;
        int64_t integer;
        double real;
        struct span bytes; /* of a text or blob */
};

struct database_driver;

/* Each driver puts it first into a struct of its own. */
struct database {
        const struct database_driver *driver;
};

struct database_driver {
        /* What the schema writes differently: %BLOB%, %ID% (a number that the database gives), %TEXT% (compared byte by
         * byte) and %KEYED% (behind a table that is mostly its key). */
        const char *blob_type, *id_type, *text_type, *keyed;
        const char *has_table; /* SQL that counts the tables of name $1 */

        /* Connects. CW_ERR_NOT_FOUND: there is no such database and it may not be made (STORE_READ). */
        enum cw_err (*open)(const struct store_options *options, struct database **ret, struct err *reterr);
        void (*close)(struct database *db);

        /* One transaction at a time. `begin` for a database that can be written to also keeps other writers out until
         * the end, or fails with CW_ERR_IO after the timeout. A connection that was lost is made anew by `begin`, and
         * by `query` outside of a transaction; not more often than once a second. `snapshot`: for reading only, and all
         * of it sees the same state. */
        enum cw_err (*begin)(struct database *db, enum store_durability durability, struct err *reterr);
        enum cw_err (*snapshot)(struct database *db, struct err *reterr);
        enum cw_err (*commit)(struct database *db, struct err *reterr);
        void (*rollback)(struct database *db);

        /* Starts a statement; the one before is finished. Values are copied or used until `finish`. */
        enum cw_err (*query)(struct database *db, const char *sql, const struct db_value *values, uint32_t count,
                             struct err *reterr);
        /* Goes to the first or next row; *ret_row false: there is none. A statement that changes something is carried
         * out by the first call. */
        enum cw_err (*next)(struct database *db, bool *ret_row, struct err *reterr);
        /* Within a transaction, a statement whose result nobody asks for: it is on its way when this returns, and what is
         * wrong with it may be told by a later call, at the latest by `commit`. NULL: `query` and `next` cost no more. */
        enum cw_err (*post)(struct database *db, const char *sql, const struct db_value *values, uint32_t count,
                            struct err *reterr);
        /* Of the row that `next` went to, counted from 0; bytes are borrowed until the next call of next or finish. */
        uint32_t (*columns)(struct database *db);
        struct db_value (*value)(struct database *db, uint32_t column);
        /* Rows that the statement has changed. */
        int64_t (*changed)(struct database *db);
        void (*finish)(struct database *db);

        /* Several statements without values, separated by semicolons: the schema. Not kept prepared. */
        enum cw_err (*script)(struct database *db, const char *sql, struct err *reterr);
        /* Keeps others from changing the schema until the end of this transaction. */
        enum cw_err (*lock_schema)(struct database *db, struct err *reterr);
        /* Writes a file that is consistent in itself while others write. NULL: the store copies table by table. */
        enum cw_err (*backup)(struct database *db, const char *path, struct err *reterr);
        /* Gives freed space back, a little at a time; outside of a transaction. May be NULL. */
        enum cw_err (*tidy)(struct database *db, struct err *reterr);
        /* Where it is, for people, without secrets. */
        const char *(*place)(const struct database *db);
};

extern const struct database_driver database_sqlite, database_postgres;

/* The driver that a URL names, or NULL. */
const struct database_driver *database_driver_of(const char *url);
