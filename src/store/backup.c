/* Copies of everything: a file by SQLite itself, or row by row from one database to another. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- Row by row ------------------------------------------------------------------------------------------------- */

static enum cw_err is_empty(struct store *store, const struct table *table, struct err *reterr) {
        int64_t count = 0;
        struct ask ask = ask_for(store, table->count);
        enum cw_err status = ask_number(&ask, &count, reterr);
        if (status == CW_OK && count > 0 && strcmp(table->name, "stamp") != 0)
                return err_set(reterr, CW_ERR_USAGE, "%s is not empty: there are rows in %s", store_place(store),
                               table->name);
        return status;
}

static enum cw_err row_insert(struct database *from, struct database *to, const char *sql, uint32_t count,
                              struct err *reterr) {
        struct db_value values[ASK_VALUES];
        bool row;
        for (uint32_t i = 0; i < count; i++)
                values[i] = from->driver->value(from, i);
        enum cw_err status = to->driver->query(to, sql, values, count, reterr);
        if (status == CW_OK)
                status = to->driver->next(to, &row, reterr);
        to->driver->finish(to);
        return status;
}

static enum cw_err table_copy(struct database *from, struct database *to, const struct table *table, uint64_t *rows,
                              struct err *reterr) {
        bool row = false;
        enum cw_err status = from->driver->query(from, table->select, NULL, 0, reterr);
        if (status == CW_OK)
                status = from->driver->next(from, &row, reterr);
        while (status == CW_OK && row) {
                status = row_insert(from, to, table->insert, from->driver->columns(from), reterr);
                if (status == CW_OK)
                        status = from->driver->next(from, &row, reterr);
                ++*rows;
        }
        from->driver->finish(from);
        return status;
}

static enum cw_err tables_copy(struct store *from, struct store *to, uint64_t *rows, struct err *reterr) {
        struct ask ask = ask_for(to, "DELETE FROM stamp");
        enum cw_err status = ask_run(&ask, NULL, reterr);
        for (uint32_t i = 0; status == CW_OK && i < table_count; i++)
                status = is_empty(to, &table_list[i], reterr);
        for (uint32_t i = 0; status == CW_OK && i < table_count; i++)
                status = table_copy(from->db, to->db, &table_list[i], rows, reterr);
        return status;
}

enum cw_err store_copy(struct store *from, struct store *to, uint64_t *ret_rows, struct err *reterr) {
        uint64_t rows = 0;
        if (from->in_transaction)
                return err_set(reterr, CW_ERR_USAGE, "store: transactions do not nest");
        enum cw_err status = store_begin(to, STORE_DURABLE, reterr);
        if (status != CW_OK)
                return status;
        status = from->db->driver->snapshot(from->db, reterr);
        if (status == CW_OK)
                status = tables_copy(from, to, &rows, reterr);
        from->db->driver->rollback(from->db);
        if (status == CW_OK)
                status = store_commit(to, reterr);
        else
                store_rollback(to);
        if (status == CW_OK && ret_rows)
                *ret_rows = rows;
        return status;
}

/* ---- Into a file ------------------------------------------------------------------------------------------------ */

static enum cw_err io_failed(const char *path, struct err *reterr) {
        bool forbidden = errno == EACCES || errno == EPERM;
        return err_set(reterr, forbidden ? CW_ERR_PERMISSION : CW_ERR_IO, "%s: %s", path, strerror(errno));
}

static enum cw_err sync_path(const char *path, int flags, struct err *reterr) {
        int fd = open(path, flags | O_CLOEXEC);
        if (fd < 0)
                return io_failed(path, reterr);
        int synced = fsync(fd);
        enum cw_err status = synced == 0 ? CW_OK : io_failed(path, reterr);
        close(fd);
        return status;
}

static enum cw_err copy_to_file(struct store *store, const char *path, struct err *reterr) {
        struct store_options options = { .url = path, .mode = STORE_WRITE };
        struct store *to STORE_CLEANUP = NULL;
        enum cw_err status = store_open(&options, &to, reterr);
        return status == CW_OK ? store_copy(store, to, NULL, reterr) : status;
}

/* The name is taken only now, and only when nobody else has: link does not replace. */
static enum cw_err file_publish(const char *temporary, const char *path, struct err *reterr) {
        enum cw_err status = sync_path(temporary, O_RDONLY, reterr);
        if (status != CW_OK)
                return status;
        if (link(temporary, path) != 0)
                return errno == EEXIST ? err_set(reterr, CW_ERR_USAGE, "%s exists already", path)
                                       : io_failed(path, reterr);
        char *copy = strdup(path);
        status = copy ? sync_path(dirname(copy), O_RDONLY | O_DIRECTORY, reterr) : CW_OK;
        free(copy);
        return status;
}

static enum cw_err file_write(struct store *store, const char *temporary, const char *path, struct err *reterr) {
        int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0)
                return io_failed(temporary, reterr);
        close(fd);
        bool whole = store->db->driver->backup != NULL;
        enum cw_err status = whole ? store->db->driver->backup(store->db, temporary, reterr)
                                   : copy_to_file(store, temporary, reterr);
        if (status == CW_OK)
                status = file_publish(temporary, path, reterr);
        unlink(temporary);
        return status;
}

enum cw_err store_backup(struct store *store, const char *path, struct err *reterr) {
        if (access(path, F_OK) == 0)
                return err_set(reterr, CW_ERR_USAGE, "%s exists already", path);
        char *temporary = NULL;
        if (asprintf(&temporary, "%s.%ld.part", path, (long)getpid()) < 0)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        enum cw_err status = file_write(store, temporary, path, reterr);
        free(temporary);
        return status;
}
