/* PostgreSQL by libpq, without ever waiting longer than the timeout: whoever asks may be judging a mail. Parameters and
 * results are binary. A connection that failed is given up, and made anew when the next transaction or statement begins. */
#include "store/internal.h"

#include <endian.h>
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"

/* Types of pg_type.h, which are the same in every PostgreSQL. */
enum {
        TYPE_BYTEA = 17,
        TYPE_NAME = 19,
        TYPE_INT8 = 20,
        TYPE_INT4 = 23,
        TYPE_TEXT = 25,
        TYPE_FLOAT8 = 701,
        TYPE_VARCHAR = 1043,
};

enum {
        PREPARED_SLOTS = 2 * LIMIT_STORE_STATEMENTS,
        AGAIN_AFTER_MS = 1000,        /* between attempts to connect */
        PATIENCE_MS = 15 * 60 * 1000, /* of a migration and a copy of everything */
        POSTED_MOST = 256,            /* statements under way whose results nobody has taken */
};

struct postgres {
        struct database base;
        PGconn *connection; /* NULL: lost */
        char *url, *place;
        enum store_mode mode;
        int timeout_ms;
        int64_t tried;                        /* when it was connected to last, ms of the monotonic clock */
        const char *prepared[PREPARED_SLOTS]; /* the SQL; the number of the slot is the name */
        uint32_t prepared_count;
        bool in_transaction, patient;
        uint32_t posted; /* not 0: the connection is in pipeline mode */
        bool streaming;  /* within a snapshot: rows come one by one, for there may be many and large ones */
        PGresult *result;
        int row;
};

static void forget_result(struct postgres *db) {
        PQclear(db->result);
        db->result = NULL;
}

static void disconnect(struct postgres *db) {
        forget_result(db);
        PQfinish(db->connection);
        db->connection = NULL;
        db->posted = 0;
        db->in_transaction = false;
        memset(db->prepared, 0, sizeof db->prepared);
        db->prepared_count = 0;
}

/* libpq's text on one line. */
static enum cw_err say(struct postgres *db, enum cw_err code, const char *text, struct err *reterr) {
        char line[160] = "";
        size_t len = 0;
        for (; *text && len + 1 < sizeof line; text++)
                line[len++] = *text == '\n' || *text == '\t' ? ' ' : *text;
        while (len > 0 && line[len - 1] == ' ')
                len--;
        line[len] = '\0';
        return err_set(reterr, code, "%s: %s", db->place, line);
}

static enum cw_err lost(struct postgres *db, const char *text, struct err *reterr) {
        enum cw_err code = say(db, CW_ERR_IO, text, reterr);
        disconnect(db);
        return code;
}

/* Of the classes of SQLSTATE those that may pass: connection, resources, operator, deadlock, locks, system, and a server
 * that takes no writes. */
static enum cw_err code_of(const char *state) {
        static const char *const passing[] = { "08", "53", "57", "40", "55", "58", "25006", "XX" };
        if (!state)
                return CW_ERR_IO;
        for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
                if (strncmp(state, passing[i], strlen(passing[i])) == 0)
                        return CW_ERR_IO;
        return strcmp(state, "42501") == 0 ? CW_ERR_PERMISSION : CW_ERR_INTERNAL;
}

/* ---- Waiting ---------------------------------------------------------------------------------------------------- */

/* false: the time is up. */
static bool wait_for(struct postgres *db, short events, int64_t deadline) {
        for (;;) {
                int64_t left = deadline - clock_monotonic_ms();
                struct pollfd fd = { .fd = PQsocket(db->connection), .events = events };
                int ready = left > 0 ? poll(&fd, 1, (int)left) : 0;
                if (ready > 0)
                        return true;
                if (ready == 0 || errno != EINTR)
                        return false;
        }
}

static int64_t deadline_of(const struct postgres *db) {
        return clock_monotonic_ms() + (db->patient ? PATIENCE_MS : db->timeout_ms);
}

/* Sends what is left to send. */
static enum cw_err flush(struct postgres *db, int64_t deadline, struct err *reterr) {
        int flushed;
        while ((flushed = PQflush(db->connection)) == 1)
                if (!wait_for(db, POLLIN | POLLOUT, deadline))
                        return lost(db, "no answer in time", reterr);
                else if (!PQconsumeInput(db->connection))
                        break;
        return flushed == 0 ? CW_OK : lost(db, PQerrorMessage(db->connection), reterr);
}

/* Waits for the next result of a command; *ret NULL: there are no more. */
static enum cw_err result_next(struct postgres *db, int64_t deadline, PGresult **ret, struct err *reterr) {
        while (PQisBusy(db->connection)) {
                if (!wait_for(db, POLLIN, deadline))
                        return lost(db, "no answer in time", reterr);
                if (!PQconsumeInput(db->connection))
                        return lost(db, PQerrorMessage(db->connection), reterr);
        }
        *ret = PQgetResult(db->connection);
        return CW_OK;
}

/* Whether db->result is none of a failure. */
static enum cw_err result_check(struct postgres *db, struct err *reterr) {
        ExecStatusType status = db->result ? PQresultStatus(db->result) : PGRES_FATAL_ERROR;
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_SINGLE_TUPLE)
                return CW_OK;
        if (!db->result || PQstatus(db->connection) != CONNECTION_OK)
                return lost(db, PQerrorMessage(db->connection), reterr);
        const char *text = PQresultErrorField(db->result, PG_DIAG_MESSAGE_PRIMARY);
        return say(db, code_of(PQresultErrorField(db->result, PG_DIAG_SQLSTATE)), text ? text : "", reterr);
}

/* Takes all results of a command; the last one, or the first that is a failure, becomes db->result. */
static enum cw_err take_result(struct postgres *db, struct err *reterr) {
        int64_t deadline = deadline_of(db);
        enum cw_err status = flush(db, deadline, reterr);
        PGresult *result = NULL;
        while (status == CW_OK && (status = result_next(db, deadline, &result, reterr)) == CW_OK && result) {
                if (db->result && PQresultStatus(db->result) == PGRES_FATAL_ERROR) {
                        PQclear(result);
                } else {
                        forget_result(db);
                        db->result = result;
                }
        }
        return status == CW_OK ? result_check(db, reterr) : status;
}

/* The results of what was posted; the first that is a failure becomes db->result. */
static enum cw_err take_posted(struct postgres *db, struct err *reterr) {
        for (;;) {
                PGresult *result = NULL;
                enum cw_err status = result_next(db, deadline_of(db), &result, reterr);
                if (status != CW_OK)
                        return status;
                ExecStatusType is = result ? PQresultStatus(result) : PGRES_COMMAND_OK;
                if (is == PGRES_FATAL_ERROR && !db->result)
                        db->result = result;
                else
                        PQclear(result);
                if (is == PGRES_PIPELINE_SYNC)
                        return CW_OK;
                if (PQstatus(db->connection) != CONNECTION_OK)
                        return lost(db, PQerrorMessage(db->connection), reterr);
        }
}

/* Waits for all that was posted; a failure of any of them is the transaction's. */
static enum cw_err settle(struct postgres *db, struct err *reterr) {
        if (!db->posted)
                return CW_OK;
        forget_result(db);
        if (!PQpipelineSync(db->connection))
                return lost(db, PQerrorMessage(db->connection), reterr);
        enum cw_err status = flush(db, deadline_of(db), reterr);
        if (status == CW_OK)
                status = take_posted(db, reterr);
        if (status != CW_OK)
                return status;
        if (!PQexitPipelineMode(db->connection))
                return lost(db, PQerrorMessage(db->connection), reterr);
        db->posted = 0;
        return db->result ? result_check(db, reterr) : CW_OK;
}

/* One or more commands without parameters. */
static enum cw_err command(struct postgres *db, const char *sql, struct err *reterr) {
        forget_result(db);
        if (!db->connection)
                return err_set(reterr, CW_ERR_IO, "%s: not connected", db->place);
        enum cw_err settled = settle(db, reterr);
        if (settled != CW_OK)
                return settled;
        if (!PQsendQuery(db->connection, sql))
                return lost(db, PQerrorMessage(db->connection), reterr);
        enum cw_err status = take_result(db, reterr);
        forget_result(db);
        return status;
}

/* ---- Connecting ------------------------------------------------------------------------------------------------- */

/* libpq would print what the server remarks. */
static void remark_ignore(void *argument, const char *text) {
        (void)argument, (void)text;
}

static enum cw_err connect_within(struct postgres *db, int64_t deadline, struct err *reterr) {
        db->connection = PQconnectStart(db->url);
        if (!db->connection)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        PQsetNoticeProcessor(db->connection, remark_ignore, NULL);
        PostgresPollingStatusType state = PGRES_POLLING_WRITING;
        while (PQstatus(db->connection) != CONNECTION_BAD && state != PGRES_POLLING_OK) {
                if (!wait_for(db, state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
                        return lost(db, "no connection in time", reterr);
                state = PQconnectPoll(db->connection);
                if (state == PGRES_POLLING_FAILED)
                        break;
        }
        if (PQstatus(db->connection) != CONNECTION_OK)
                return lost(db, PQerrorMessage(db->connection), reterr);
        return PQsetnonblocking(db->connection, 1) == 0 ? CW_OK : lost(db, PQerrorMessage(db->connection), reterr);
}

/* Whether the server has not closed it meanwhile, as it does when it is restarted: it says why, and hangs up. */
static bool alive(struct postgres *db) {
        for (int i = 0; i < 4 && db->connection && PQstatus(db->connection) == CONNECTION_OK; i++) {
                struct pollfd fd = { .fd = PQsocket(db->connection), .events = POLLIN };
                if (poll(&fd, 1, 0) == 0)
                        return true;
                if (!PQconsumeInput(db->connection))
                        return false;
        }
        return false;
}

static enum cw_err reconnect(struct postgres *db, struct err *reterr) {
        if (alive(db))
                return CW_OK;
        if (db->tried != 0 && clock_monotonic_ms() - db->tried < AGAIN_AFTER_MS)
                return err_set(reterr, CW_ERR_IO, "%s: not connected; tried a moment ago", db->place);
        disconnect(db);
        db->tried = clock_monotonic_ms();
        enum cw_err status = connect_within(db, db->tried + db->timeout_ms, reterr);
        if (status != CW_OK)
                return status;
        char sql[256];
        /* The server gives up first, so that a statement which is only slow does not cost the connection. */
        int limit = db->timeout_ms - db->timeout_ms / 8;
        (void)snprintf(
                sql, sizeof sql,
                "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET client_min_messages = warning; "
                "SET statement_timeout = %d; SET lock_timeout = %d; SET default_transaction_read_only = %s",
                limit, limit, db->mode == STORE_READ ? "on" : "off");
        return command(db, sql, reterr);
}

static void close_database(struct database *base) {
        struct postgres *db = (struct postgres *)base;
        disconnect(db);
        free(db->url);
        free(db->place);
        free(db);
}

/* Host and database of the URL, without user and password. */
static enum cw_err place_make(struct postgres *db, struct err *reterr) {
        char *why = NULL;
        PQconninfoOption *options = PQconninfoParse(db->url, &why);
        if (!options) {
                /* libpq may quote the URL, and so the password. */
                enum cw_err code = err_set(reterr, CW_ERR_CONFIG, "store: the URL of the PostgreSQL database is wrong");
                PQfreemem(why);
                return code;
        }
        const char *host = "", *name = "";
        for (const PQconninfoOption *option = options; option->keyword; option++) {
                if (option->val && strcmp(option->keyword, "host") == 0)
                        host = option->val;
                if (option->val && strcmp(option->keyword, "dbname") == 0)
                        name = option->val;
        }
        int printed = asprintf(&db->place, "postgresql:%s/%s", host, name);
        PQconninfoFree(options);
        if (printed >= 0)
                return CW_OK;
        db->place = NULL;
        return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
}

static enum cw_err open_database(const struct store_options *options, struct database **ret, struct err *reterr) {
        struct postgres *db = calloc(1, sizeof *db);
        if (!db)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        db->base.driver = &database_postgres;
        db->mode = options->mode;
        db->timeout_ms = (int)(options->timeout_ms ? options->timeout_ms : 5000);
        db->url = strdup(options->url);
        enum cw_err status = db->url ? place_make(db, reterr) : err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        if (status == CW_OK)
                status = reconnect(db, reterr);
        if (status != CW_OK) {
                close_database(&db->base);
                return status;
        }
        *ret = &db->base;
        return CW_OK;
}

static void finish(struct database *base) {
        struct postgres *db = (struct postgres *)base;
        PGresult *rest;
        forget_result(db);
        /* The rest of a stream that was not read to its end. */
        while (db->streaming && db->connection && result_next(db, deadline_of(db), &rest, NULL) == CW_OK && rest)
                PQclear(rest);
}

/* ---- Transactions ----------------------------------------------------------------------------------------------- */

static enum cw_err start(struct postgres *db, const char *sql, struct err *reterr) {
        db->patient = db->streaming = false;
        enum cw_err status = reconnect(db, reterr);
        if (status == CW_OK)
                status = command(db, sql, reterr);
        db->in_transaction = status == CW_OK;
        return status;
}

static enum cw_err begin(struct database *base, enum store_durability durability, struct err *reterr) {
        return start((struct postgres *)base,
                     durability == STORE_LAZY ? "BEGIN; SET LOCAL synchronous_commit = off"
                                              : "BEGIN; SET LOCAL synchronous_commit = on",
                     reterr);
}

static enum cw_err snapshot(struct database *base, struct err *reterr) {
        struct postgres *db = (struct postgres *)base;
        enum cw_err status = start(
                db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0", reterr);
        db->patient = db->streaming = status == CW_OK;
        return status;
}

static enum cw_err commit(struct database *base, struct err *reterr) {
        struct postgres *db = (struct postgres *)base;
        enum cw_err status = command(db, "COMMIT", reterr);
        db->patient = false;
        if (status == CW_OK)
                db->in_transaction = false;
        return status;
}

static void rollback(struct database *base) {
        struct postgres *db = (struct postgres *)base;
        finish(base);
        db->patient = db->streaming = false;
        (void)settle(db, NULL);
        if (db->connection && PQtransactionStatus(db->connection) != PQTRANS_IDLE)
                (void)command(db, "ROLLBACK", NULL);
        db->in_transaction = false;
}

static enum cw_err lock_schema(struct database *base, struct err *reterr) {
        struct postgres *db = (struct postgres *)base;
        db->patient = true;
        /* Any number that other programs in the same database are unlikely to take. */
        return command(db,
                       "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
                       "SELECT pg_advisory_xact_lock(7161837341028831)",
                       reterr);
}

/* ---- Statements ------------------------------------------------------------------------------------------------- */

static uint32_t slot_of(struct postgres *db, const char *sql) {
        size_t at = ((uintptr_t)sql >> 3) * 0x9E3779B97F4A7C15u >> 40;
        for (;; at++)
                if (!db->prepared[at % PREPARED_SLOTS] || db->prepared[at % PREPARED_SLOTS] == sql)
                        return (uint32_t)(at % PREPARED_SLOTS);
}

static const Oid
        type_of[] = { [DB_INTEGER] = TYPE_INT8, [DB_REAL] = TYPE_FLOAT8, [DB_TEXT] = TYPE_TEXT, [DB_BLOB] = TYPE_BYTEA };

static enum cw_err prepare(struct postgres *db, const char *sql, const struct db_value *values, uint32_t count,
                           char name[static 16], struct err *reterr) {
        Oid types[ASK_VALUES];
        uint32_t slot = slot_of(db, sql);
        (void)snprintf(name, 16, "s%u", slot);
        if (db->prepared[slot])
                return CW_OK;
        bool kept = db->prepared_count < LIMIT_STORE_STATEMENTS;
        if (!kept)
                name[0] = '\0';
        for (uint32_t i = 0; i < count; i++)
                types[i] = type_of[values[i].type];
        if (!PQsendPrepare(db->connection, name, sql, (int)count, types))
                return lost(db, PQerrorMessage(db->connection), reterr);
        enum cw_err status = take_result(db, reterr);
        if (status == CW_OK && kept) {
                db->prepared[slot] = sql;
                db->prepared_count++;
        }
        return status;
}

/* The next row of a stream becomes db->result; an empty result ends it. */
static enum cw_err stream_next(struct postgres *db, struct err *reterr) {
        forget_result(db);
        enum cw_err status = result_next(db, deadline_of(db), &db->result, reterr);
        return status == CW_OK ? result_check(db, reterr) : status;
}

static enum cw_err send(struct postgres *db, const char *name, const struct db_value *values, uint32_t count,
                        struct err *reterr) {
        uint64_t numbers[ASK_VALUES];
        const char *ptr[ASK_VALUES];
        int len[ASK_VALUES], format[ASK_VALUES];
        for (uint32_t i = 0; i < count; i++) {
                const struct db_value *value = &values[i];
                format[i] = 1;
                if (value->type == DB_TEXT || value->type == DB_BLOB) {
                        ptr[i] = value->bytes.ptr ? value->bytes.ptr : "";
                        len[i] = (int)value->bytes.len;
                        continue;
                }
                memcpy(&numbers[i], value->type == DB_REAL ? (const void *)&value->real : &value->integer, 8);
                numbers[i] = htobe64(numbers[i]);
                ptr[i] = (const char *)&numbers[i];
                len[i] = 8;
        }
        if (!PQsendQueryPrepared(db->connection, name, (int)count, ptr, len, format, 1))
                return lost(db, PQerrorMessage(db->connection), reterr);
        return CW_OK;
}

static enum cw_err execute(struct postgres *db, const char *name, const struct db_value *values, uint32_t count,
                           struct err *reterr) {
        enum cw_err status = send(db, name, values, count, reterr);
        if (status != CW_OK || !db->streaming)
                return status == CW_OK ? take_result(db, reterr) : status;
        (void)PQsetSingleRowMode(db->connection);
        status = flush(db, deadline_of(db), reterr);
        return status == CW_OK ? stream_next(db, reterr) : status;
}

static enum cw_err query(struct database *base, const char *sql, const struct db_value *values, uint32_t count,
                         struct err *reterr) {
        struct postgres *db = (struct postgres *)base;
        char name[16];
        forget_result(db);
        if (count > ASK_VALUES)
                return err_set(reterr, CW_ERR_INTERNAL, "store: a statement has %u values", count);
        if (db->in_transaction && !db->connection)
                return err_set(reterr, CW_ERR_IO, "%s: not connected", db->place);
        enum cw_err status = db->in_transaction ? settle(db, reterr) : reconnect(db, reterr);
        if (status == CW_OK)
                status = prepare(db, sql, values, count, name, reterr);
        if (status == CW_OK)
                status = execute(db, name, values, count, reterr);
        db->row = -1;
        return status;
}

/* Without waiting for the answer: a row a round trip would be all that a writer gets done. */
static enum cw_err post(struct database *base, const char *sql, const struct db_value *values, uint32_t count,
                        struct err *reterr) {
        struct postgres *db = (struct postgres *)base;
        char name[16];
        if (count > ASK_VALUES)
                return err_set(reterr, CW_ERR_INTERNAL, "store: a statement has %u values", count);
        if (!db->connection)
                return err_set(reterr, CW_ERR_IO, "%s: not connected", db->place);
        enum cw_err status = CW_OK;
        if (db->posted >= POSTED_MOST || !db->prepared[slot_of(db, sql)])
                status = settle(db, reterr);
        forget_result(db);
        if (status == CW_OK)
                status = prepare(db, sql, values, count, name, reterr);
        if (status == CW_OK && !db->posted && !PQenterPipelineMode(db->connection))
                status = lost(db, PQerrorMessage(db->connection), reterr);
        if (status == CW_OK)
                status = send(db, name, values, count, reterr);
        db->posted += status == CW_OK;
        return status;
}

static enum cw_err next(struct database *base, bool *ret_row, struct err *reterr) {
        struct postgres *db = (struct postgres *)base;
        enum cw_err status = CW_OK;
        if (++db->row > 0 && PQresultStatus(db->result) == PGRES_SINGLE_TUPLE) {
                status = stream_next(db, reterr);
                db->row = 0;
        }
        *ret_row = status == CW_OK && db->row < PQntuples(db->result);
        return status;
}

static uint32_t columns(struct database *base) {
        return (uint32_t)PQnfields(((struct postgres *)base)->result);
}

static struct db_value value(struct database *base, uint32_t column) {
        struct postgres *db = (struct postgres *)base;
        int at = (int)column;
        const char *bytes = PQgetvalue(db->result, db->row, at);
        size_t len = (size_t)PQgetlength(db->result, db->row, at);
        Oid type = PQftype(db->result, at);
        uint64_t number = 0;
        if (type == TYPE_INT4 && len == 4) {
                uint32_t small;
                memcpy(&small, bytes, 4);
                return (struct db_value){ .type = DB_INTEGER, .integer = (int32_t)be32toh(small) };
        }
        if ((type == TYPE_INT8 || type == TYPE_FLOAT8) && len == 8) {
                struct db_value got = { .type = type == TYPE_INT8 ? DB_INTEGER : DB_REAL };
                memcpy(&number, bytes, 8);
                number = be64toh(number);
                memcpy(type == TYPE_INT8 ? (void *)&got.integer : &got.real, &number, 8);
                return got;
        }
        return (struct db_value){ .type = type == TYPE_BYTEA ? DB_BLOB : DB_TEXT, .bytes = { bytes, len } };
}

static int64_t changed(struct database *base) {
        const char *count = PQcmdTuples(((struct postgres *)base)->result);
        return *count ? strtoll(count, NULL, 10) : 0;
}

static enum cw_err script(struct database *base, const char *sql, struct err *reterr) {
        return command((struct postgres *)base, sql, reterr);
}

static const char *place(const struct database *base) {
        return ((const struct postgres *)base)->place;
}

const struct database_driver database_postgres = {
        .blob_type = "BYTEA",
        .id_type = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        .text_type = "TEXT COLLATE \"C\"",
        .keyed = "",
        .has_table = "SELECT CAST(COUNT(*) AS BIGINT) FROM information_schema.tables "
                     "WHERE table_schema = current_schema() AND table_name = $1",
        .open = open_database,
        .close = close_database,
        .begin = begin,
        .snapshot = snapshot,
        .commit = commit,
        .rollback = rollback,
        .query = query,
        .next = next,
        .post = post,
        .columns = columns,
        .value = value,
        .changed = changed,
        .finish = finish,
        .script = script,
        .lock_schema = lock_schema,
        .place = place,
};
