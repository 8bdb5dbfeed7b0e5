/* SQLite in WAL mode: readers and the writer do not wait for each other, and several processes may have it open. */
#include "store/internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

enum { PREPARED_SLOTS = 2 * LIMIT_STORE_STATEMENTS };

struct prepared {
        const char *sql;
        sqlite3_stmt *statement;
};

struct sqlite {
        struct database base;
        sqlite3 *handle;
        char *place;
        struct prepared prepared[PREPARED_SLOTS];
        uint32_t prepared_count;
        sqlite3_stmt *open; /* the statement that is being carried out */
        bool kept;          /* it is one of `prepared` */
        bool lazy;          /* synchronous is NORMAL, not FULL */
        bool read_only;     /* query_only is ON */
};

static enum cw_err code_of(int status) {
        switch (status & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_PROTOCOL:
                return CW_ERR_IO;
        case SQLITE_NOMEM:
                return CW_ERR_MEMORY;
        case SQLITE_PERM:
        case SQLITE_AUTH:
                return CW_ERR_PERMISSION;
        default:
                return CW_ERR_INTERNAL;
        }
}

static enum cw_err failed(struct sqlite *db, int status, struct err *reterr) {
        return err_set(reterr, code_of(status), "%s: %s", db->place,
                       db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(status));
}

static enum cw_err script(struct database *base, const char *sql, struct err *reterr) {
        struct sqlite *db = (struct sqlite *)base;
        int status = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
        return status == SQLITE_OK ? CW_OK : failed(db, status, reterr);
}

static void finish(struct database *base) {
        struct sqlite *db = (struct sqlite *)base;
        if (!db->open)
                return;
        if (db->kept) {
                sqlite3_reset(db->open);
                sqlite3_clear_bindings(db->open);
        } else {
                sqlite3_finalize(db->open);
        }
        db->open = NULL;
}

static void close_database(struct database *base) {
        struct sqlite *db = (struct sqlite *)base;
        finish(base);
        for (uint32_t i = 0; i < PREPARED_SLOTS; i++)
                sqlite3_finalize(db->prepared[i].statement);
        sqlite3_close(db->handle);
        free(db->place);
        free(db);
}

static const char *path_of(const char *url) {
        assert(url);
        if (!span_starts_nocase(span_from(url), SPAN("sqlite:")))
                return url;
        url += strlen("sqlite:");
        return strncmp(url, "//", 2) == 0 ? url + 2 : url;
}

/* The file with our own rights before SQLite makes it with those of the umask; WAL and index get the same. A database is
 * never opened here: closing a descriptor of it would take all locks of this process, those of its other connections too
 * (POSIX), and the next process to look would take it for unused. So an empty file gets its name when it is closed. */
static enum cw_err file_make(const char *path, struct err *reterr) {
        char temporary[4096];
        if (access(path, F_OK) == 0)
                return CW_OK;
        if (snprintf(temporary, sizeof temporary, "%s.XXXXXX", path) >= (int)sizeof temporary)
                return err_set(reterr, CW_ERR_CONFIG, "store: the path %.100s is too long", path);
        int fd = mkostemp(temporary, O_CLOEXEC);
        if (fd < 0)
                return err_set(reterr, errno == EACCES || errno == EPERM ? CW_ERR_PERMISSION : CW_ERR_IO, "%s: %s",
                               path, strerror(errno));
        close(fd);
        bool made = link(temporary, path) == 0 || errno == EEXIST;
        int error = errno;
        unlink(temporary);
        return made ? CW_OK : err_set(reterr, CW_ERR_IO, "%s: %s", path, strerror(error));
}

/* The change of mode does not wait for others who do the same to a new file, whatever the busy timeout is. */
static enum cw_err wal_use(struct sqlite *db, uint32_t timeout_ms, struct err *reterr) {
        enum { PAUSE_MS = 10 };
        for (uint32_t waited = 0;; waited += PAUSE_MS) {
                int status = sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
                if (status == SQLITE_OK)
                        return CW_OK;
                if ((status & 0xFF) != SQLITE_BUSY || waited >= timeout_ms)
                        return failed(db, status, reterr);
                sqlite3_sleep(PAUSE_MS);
        }
}

static enum cw_err handle_open(struct sqlite *db, const char *path, const struct store_options *options,
                               struct err *reterr) {
        uint32_t timeout_ms = options->timeout_ms ? options->timeout_ms : 5000;
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        int status = sqlite3_open_v2(path, &db->handle, flags, NULL);
        if (status != SQLITE_OK)
                return failed(db, status, reterr);
        sqlite3_busy_timeout(db->handle, (int)timeout_ms);
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        enum cw_err code = script(&db->base, "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF", reterr);
        if (code == CW_OK && db->read_only)
                return script(&db->base, "PRAGMA query_only = ON", reterr);
        /* auto_vacuum has to be chosen before the first table; 64 MiB is what a WAL is cut to after a burst. A checkpoint
         * each 16 MiB instead of 4 writes pages that change all the time a quarter as often. */
        if (code == CW_OK)
                code = script(&db->base,
                              "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL; "
                              "PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000",
                              reterr);
        return code == CW_OK ? wal_use(db, timeout_ms, reterr) : code;
}

static enum cw_err open_database(const struct store_options *options, struct database **ret, struct err *reterr) {
        const char *path = path_of(options->url);
        if (*path == '\0')
                return err_set(reterr, CW_ERR_CONFIG, "store: no file is named in \"%s\"", options->url);
        if (options->mode == STORE_READ && access(path, F_OK) != 0 && errno == ENOENT)
                return err_set(reterr, CW_ERR_NOT_FOUND, "%s: there is no such database", path);
        enum cw_err status = options->mode == STORE_WRITE ? file_make(path, reterr) : CW_OK;
        if (status != CW_OK)
                return status;
        struct sqlite *db = calloc(1, sizeof *db);
        if (!db || asprintf(&db->place, "sqlite:%s", path) < 0) {
                free(db);
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        }
        db->base.driver = &database_sqlite;
        db->read_only = options->mode == STORE_READ;
        status = handle_open(db, path, options, reterr);
        if (status != CW_OK) {
                close_database(&db->base);
                return status;
        }
        *ret = &db->base;
        return CW_OK;
}

static enum cw_err begin(struct database *base, enum store_durability durability, struct err *reterr) {
        struct sqlite *db = (struct sqlite *)base;
        bool lazy = durability == STORE_LAZY;
        if (lazy != db->lazy) {
                enum cw_err status = script(base, lazy ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                                            reterr);
                if (status != CW_OK)
                        return status;
                db->lazy = lazy;
        }
        return script(base, "BEGIN IMMEDIATE", reterr);
}

static enum cw_err snapshot(struct database *base, struct err *reterr) {
        return script(base, "BEGIN", reterr);
}

static void end_laziness(struct sqlite *db) {
        if (db->lazy && script(&db->base, "PRAGMA synchronous = FULL", NULL) == CW_OK)
                db->lazy = false;
}

static enum cw_err commit(struct database *base, struct err *reterr) {
        struct sqlite *db = (struct sqlite *)base;
        enum cw_err status = script(base, "COMMIT", reterr);
        if (status == CW_OK)
                end_laziness(db);
        return status;
}

static void rollback(struct database *base) {
        struct sqlite *db = (struct sqlite *)base;
        finish(base);
        /* Some failures (a full disk) have ended it already. */
        if (!sqlite3_get_autocommit(db->handle))
                (void)script(base, "ROLLBACK", NULL);
        end_laziness(db);
}

static struct prepared *slot_of(struct sqlite *db, const char *sql) {
        size_t at = ((uintptr_t)sql >> 3) * 0x9E3779B97F4A7C15u >> 40;
        for (;; at++) {
                struct prepared *slot = &db->prepared[at % PREPARED_SLOTS];
                if (slot->sql == sql || !slot->sql)
                        return slot;
        }
}

static enum cw_err prepare(struct sqlite *db, const char *sql, struct err *reterr) {
        struct prepared *slot = slot_of(db, sql);
        db->kept = true;
        db->open = slot->statement;
        if (db->open)
                return CW_OK;
        db->kept = db->prepared_count < LIMIT_STORE_STATEMENTS;
        int status = sqlite3_prepare_v3(db->handle, sql, -1, db->kept ? SQLITE_PREPARE_PERSISTENT : 0, &db->open, NULL);
        if (status != SQLITE_OK)
                return failed(db, status, reterr);
        if (db->kept) {
                *slot = (struct prepared){ sql, db->open };
                db->prepared_count++;
        }
        return CW_OK;
}

static int bind(sqlite3_stmt *statement, int at, const struct db_value *value) {
        const char *ptr = value->bytes.ptr ? value->bytes.ptr : "";
        switch (value->type) {
        case DB_INTEGER:
                return sqlite3_bind_int64(statement, at, value->integer);
        case DB_REAL:
                return sqlite3_bind_double(statement, at, value->real);
        case DB_TEXT:
                return sqlite3_bind_text64(statement, at, ptr, value->bytes.len, SQLITE_STATIC, SQLITE_UTF8);
        case DB_BLOB:
                return sqlite3_bind_blob64(statement, at, ptr, value->bytes.len, SQLITE_STATIC);
        }
        return SQLITE_MISUSE;
}

static enum cw_err query(struct database *base, const char *sql, const struct db_value *values, uint32_t count,
                         struct err *reterr) {
        struct sqlite *db = (struct sqlite *)base;
        finish(base);
        enum cw_err status = prepare(db, sql, reterr);
        for (uint32_t i = 0; i < count && status == CW_OK; i++) {
                int bound = bind(db->open, (int)i + 1, &values[i]);
                if (bound != SQLITE_OK)
                        status = failed(db, bound, reterr);
        }
        if (status != CW_OK)
                finish(base);
        return status;
}

static enum cw_err next(struct database *base, bool *ret_row, struct err *reterr) {
        struct sqlite *db = (struct sqlite *)base;
        int status = sqlite3_step(db->open);
        *ret_row = status == SQLITE_ROW;
        if (status == SQLITE_ROW || status == SQLITE_DONE)
                return CW_OK;
        enum cw_err code = failed(db, status, reterr);
        finish(base);
        return code;
}

static uint32_t columns(struct database *base) {
        return (uint32_t)sqlite3_column_count(((struct sqlite *)base)->open);
}

static struct db_value value(struct database *base, uint32_t column) {
        sqlite3_stmt *statement = ((struct sqlite *)base)->open;
        int at = (int)column;
        switch (sqlite3_column_type(statement, at)) {
        case SQLITE_INTEGER:
                return (struct db_value){ .type = DB_INTEGER, .integer = sqlite3_column_int64(statement, at) };
        case SQLITE_FLOAT:
                return (struct db_value){ .type = DB_REAL, .real = sqlite3_column_double(statement, at) };
        default: {
                bool blob = sqlite3_column_type(statement, at) == SQLITE_BLOB;
                const char *ptr = sqlite3_column_blob(statement, at);
                struct span bytes = { ptr, (size_t)sqlite3_column_bytes(statement, at) };
                return (struct db_value){ .type = blob ? DB_BLOB : DB_TEXT, .bytes = bytes };
        }
        }
}

static int64_t changed(struct database *base) {
        return sqlite3_changes64(((struct sqlite *)base)->handle);
}

static enum cw_err lock_schema(struct database *base, struct err *reterr) {
        (void)base, (void)reterr; /* BEGIN IMMEDIATE has done it */
        return CW_OK;
}

static enum cw_err backup(struct database *base, const char *path, struct err *reterr) {
        struct sqlite *db = (struct sqlite *)base;
        struct db_value to = { .type = DB_TEXT, .bytes = span_from(path) };
        bool row;
        /* query_only forbids it, although it writes to another file. */
        enum cw_err status = db->read_only ? script(base, "PRAGMA query_only = OFF", reterr) : CW_OK;
        if (status == CW_OK)
                status = query(base, "VACUUM INTO $1", &to, 1, reterr);
        if (status == CW_OK)
                status = next(base, &row, reterr);
        finish(base);
        if (db->read_only && script(base, "PRAGMA query_only = ON", status == CW_OK ? reterr : NULL) != CW_OK)
                return status == CW_OK ? CW_ERR_IO : status;
        return status;
}

/* At most 16 MiB at once: writers wait for it. */
static enum cw_err tidy(struct database *base, struct err *reterr) {
        return script(base, "PRAGMA incremental_vacuum(4096)", reterr);
}

static const char *place(const struct database *base) {
        return ((const struct sqlite *)base)->place;
}

const struct database_driver database_sqlite = {
        .blob_type = "BLOB",
        .id_type = "INTEGER PRIMARY KEY AUTOINCREMENT",
        .text_type = "TEXT",
        .keyed = "WITHOUT ROWID",
        .has_table = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
        .open = open_database,
        .close = close_database,
        .begin = begin,
        .snapshot = snapshot,
        .commit = commit,
        .rollback = rollback,
        .query = query,
        .next = next,
        .columns = columns,
        .value = value,
        .changed = changed,
        .finish = finish,
        .script = script,
        .lock_schema = lock_schema,
        .backup = backup,
        .tidy = tidy,
        .place = place,
};
