/* Statements with typed values, and rows out of them. */
#include "store/internal.h"

struct ask ask_for(struct store *store, const char *sql) {
        return (struct ask){ .store = store, .sql = sql };
}

static struct db_value *value_add(struct ask *ask) {
        /* One too many is a mistake in a statement, which the databases then refuse. */
        static _Thread_local struct db_value beyond;
        return ask->count < ASK_VALUES ? &ask->values[ask->count++] : &beyond;
}

void ask_integer(struct ask *ask, int64_t value) {
        *value_add(ask) = (struct db_value){ .type = DB_INTEGER, .integer = value };
}

void ask_real(struct ask *ask, double value) {
        *value_add(ask) = (struct db_value){ .type = DB_REAL, .real = value };
}

static void add_text(struct ask *ask, const char *text, size_t max, bool key) {
        struct span kept = text_kept(&ask->repaired, text, max, key);
        if (!kept.ptr)
                ask->out_of_memory = true;
        *value_add(ask) = (struct db_value){ .type = DB_TEXT, .bytes = kept };
}

void ask_text(struct ask *ask, const char *text) {
        add_text(ask, text, LIMIT_STORE_TEXT, false);
}

void ask_key(struct ask *ask, const char *text) {
        add_text(ask, text, LIMIT_STORE_KEY, true);
}

void ask_blob(struct ask *ask, struct span bytes) {
        *value_add(ask) = (struct db_value){ .type = DB_BLOB, .bytes = bytes };
}

void ask_row(struct ask *ask, const struct columns *columns, const void *row) {
        for (uint32_t i = 0; i < columns->count; i++) {
                const void *member = (const char *)row + columns->list[i].offset;
                switch (columns->list[i].type) {
                case COLUMN_TEXT:
                        ask_text(ask, *(const char *const *)member);
                        break;
                case COLUMN_KEY:
                        ask_key(ask, *(const char *const *)member);
                        break;
                case COLUMN_INTEGER:
                        ask_integer(ask, *(const int64_t *)member);
                        break;
                case COLUMN_REAL:
                        ask_real(ask, *(const double *)member);
                        break;
                case COLUMN_TRUTH:
                        ask_integer(ask, *(const bool *)member);
                        break;
                }
        }
}

/* After a failure a transaction is no good any more: PostgreSQL would answer its COMMIT by undoing it. */
static enum cw_err seen(struct store *store, enum cw_err status) {
        store->broken |= status != CW_OK && store->in_transaction;
        return status;
}

static enum cw_err row_next(struct store *store, bool *ret_row, struct err *reterr) {
        return seen(store, store->db->driver->next(store->db, ret_row, reterr));
}

enum cw_err ask_first(struct ask *ask, bool *ret_row, struct err *reterr) {
        struct store *store = ask->store;
        *ret_row = false;
        if (ask->out_of_memory)
                return seen(store, err_set(reterr, CW_ERR_MEMORY, "store: no memory"));
        enum cw_err status = seen(store, store->db->driver->query(store->db, ask->sql, ask->values, ask->count, reterr));
        return status == CW_OK ? row_next(store, ret_row, reterr) : status;
}

void ask_end(struct ask *ask) {
        ask->store->db->driver->finish(ask->store->db);
        pool_free(&ask->repaired);
}

enum cw_err ask_run(struct ask *ask, int64_t *ret_changed, struct err *reterr) {
        struct database *db = ask->store->db;
        bool row;
        if (!ret_changed && ask->store->in_transaction && db->driver->post && !ask->out_of_memory) {
                enum cw_err posted = seen(ask->store, db->driver->post(db, ask->sql, ask->values, ask->count, reterr));
                pool_free(&ask->repaired);
                return posted;
        }
        enum cw_err status = ask_first(ask, &row, reterr);
        while (status == CW_OK && row)
                status = row_next(ask->store, &row, reterr);
        if (status == CW_OK && ret_changed)
                *ret_changed = db->driver->changed(db);
        ask_end(ask);
        return status;
}

enum cw_err ask_number(struct ask *ask, int64_t *ret, struct err *reterr) {
        struct database *db = ask->store->db;
        bool row;
        enum cw_err status = ask_first(ask, &row, reterr);
        if (status == CW_OK && row)
                *ret = db->driver->value(db, 0).integer;
        /* To its end, so that what it changes is carried out in every database. */
        while (status == CW_OK && row)
                status = row_next(ask->store, &row, reterr);
        ask_end(ask);
        return status;
}

enum { TOUCHED_EVERY = 3600 };

enum cw_err ask_touch(struct store *store, const char *look, const char *note, const char *key, int64_t now,
                      struct err *reterr) {
        /* Asked first, for in SQLite an UPDATE of no row also waits for other writers. */
        int64_t used = now;
        struct ask asked = ask_for(store, look);
        ask_key(&asked, key);
        enum cw_err status = ask_number(&asked, &used, reterr);
        if (status != CW_OK || now - used < TOUCHED_EVERY)
                return status;
        struct ask ask = ask_for(store, note);
        ask_integer(&ask, now);
        ask_key(&ask, key);
        return ask_run(&ask, NULL, reterr);
}

/* ---- Rows ------------------------------------------------------------------------------------------------------- */

/* Rows while they are read: an array that grows in the pool by doubling. */
struct rows {
        struct pool pool;
        char *items;
        uint32_t count, capacity;
};

static char *row_add(struct rows *rows, size_t size) {
        if (rows->count == rows->capacity) {
                uint32_t capacity = rows->capacity ? rows->capacity * 2 : 4;
                char *items = pool_take(&rows->pool, size * capacity);
                if (!items)
                        return NULL;
                if (rows->count > 0)
                        memcpy(items, rows->items, size * rows->count);
                rows->items = items;
                rows->capacity = capacity;
        }
        return memset(rows->items + size * rows->count++, 0, size);
}

static const char *text_copy(struct pool *pool, struct span text) {
        if (text.len == 0)
                return "";
        char *copy = pool_take(pool, text.len + 1);
        if (copy) {
                memcpy(copy, text.ptr, text.len);
                copy[text.len] = '\0';
        }
        return copy;
}

static bool member_read(struct pool *pool, const struct column *column, const struct db_value *value, char *row) {
        void *member = row + column->offset;
        switch (column->type) {
        case COLUMN_TEXT:
        case COLUMN_KEY:
                *(const char **)member = text_copy(pool, value->bytes);
                return *(const char **)member != NULL;
        case COLUMN_INTEGER:
                *(int64_t *)member = value->integer;
                return true;
        case COLUMN_REAL:
                /* SQLite hands whole numbers of a computed column as integers. */
                *(double *)member = value->type == DB_INTEGER ? (double)value->integer : value->real;
                return true;
        case COLUMN_TRUTH:
                *(bool *)member = value->integer != 0;
                return true;
        }
        return false;
}

static enum cw_err row_read(struct database *db, const struct columns *columns, struct rows *rows, struct err *reterr) {
        char *row = row_add(rows, columns->row_size);
        bool fits = row != NULL;
        for (uint32_t i = 0; fits && i < columns->count; i++) {
                struct db_value value = db->driver->value(db, i);
                fits = member_read(&rows->pool, &columns->list[i], &value, row);
        }
        return fits ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "store: no memory for what was read");
}

enum cw_err ask_rows(struct ask *ask, const struct columns *columns, const void **ret, uint32_t *ret_count,
                     struct err *reterr) {
        struct database *db = ask->store->db;
        struct rows rows = { 0 };
        bool row;
        enum cw_err status = ask_first(ask, &row, reterr);
        while (status == CW_OK && row) {
                status = row_read(db, columns, &rows, reterr);
                if (status == CW_OK)
                        status = row_next(ask->store, &row, reterr);
        }
        ask_end(ask);
        if (status != CW_OK) {
                pool_free(&rows.pool);
                return status;
        }
        pool_free(&ask->store->result);
        ask->store->result = rows.pool;
        *ret = rows.items;
        if (ret_count)
                *ret_count = rows.count;
        return CW_OK;
}

uint32_t page_size(uint32_t limit) {
        if (limit == 0)
                return 100;
        return limit < LIMIT_STORE_PAGE ? limit : LIMIT_STORE_PAGE;
}
