/* Deletes what is old, a little at a time. */
#include "store/internal.h"

/* The oldest rows first, at most $2 of them. */
#define OLD_DECISIONS "(SELECT item FROM decision WHERE at < $1 ORDER BY at, item LIMIT $2)"
#define OLD_MAILS "(SELECT item FROM quarantine WHERE at < $1 ORDER BY at, item LIMIT $2)"
#define OLD_ARRIVALS "(SELECT id FROM arrival WHERE at < $1 ORDER BY at, id LIMIT $2)"
#define OLDER(table, key, column) \
        "DELETE FROM " table " WHERE (" key ") IN (SELECT " key " FROM " table " WHERE " column " < $1 LIMIT $2)"

static const struct {
        size_t kept; /* offset in struct retention; beyond it: what expires by itself */
        const char *sql;
} rows[] = {
        /* What hangs on a row goes before it. */
        { offsetof(struct retention, decisions), "DELETE FROM decision_recipient WHERE item IN " OLD_DECISIONS },
        { offsetof(struct retention, decisions), "DELETE FROM decision WHERE item IN " OLD_DECISIONS },
        { offsetof(struct retention, events), OLDER("event", "recipient, uid, item, instance", "at") },
        { offsetof(struct retention, claims), OLDER("claim", "recipient, uid, identity", "last_at") },
        { offsetof(struct retention, claims), OLDER("attendee", "recipient, uid, address", "last_at") },
        { offsetof(struct retention, quarantine), "DELETE FROM quarantine_copy WHERE item IN " OLD_MAILS },
        { offsetof(struct retention, quarantine), "DELETE FROM quarantine_raw WHERE item IN " OLD_MAILS },
        { offsetof(struct retention, quarantine), "DELETE FROM quarantine WHERE item IN " OLD_MAILS },
        { offsetof(struct retention, sent), OLDER("sent", "message_id, owner, recipient", "at") },
        { offsetof(struct retention, relations),
          OLDER("relation", "owner, address, source", "kind = 'correspondent' AND last_at") },
        { offsetof(struct retention, reputation), OLDER("reputation", "kind, subject", "last_at") },
        { offsetof(struct retention, accounts), OLDER("account_event", "id", "at") },
        { offsetof(struct retention, feedback), OLDER("feedback", "item, recipient", "at") },
        { offsetof(struct retention, feedback), OLDER("report_sent", "id", "at") },
        { offsetof(struct retention, feedback), OLDER("report_received", "id", "at") },
        { offsetof(struct retention, arrivals), "DELETE FROM arrival_object WHERE id IN " OLD_ARRIVALS },
        { offsetof(struct retention, arrivals), "DELETE FROM arrival WHERE id IN " OLD_ARRIVALS },
        { sizeof(struct retention), OLDER("list_entry", "kind, value, scope, owner", "expires > 0 AND expires") },
        { sizeof(struct retention), OLDER("api_key", "id", "expires > 0 AND expires") },
        { sizeof(struct retention), OLDER("user_session", "hash", "expires") },
        { sizeof(struct retention), OLDER("link_used", "link", "expires") },
};

static enum cw_err expire_row(struct store *store, const char *sql, int64_t before, uint32_t most, uint64_t *deleted,
                              struct err *reterr) {
        int64_t changed = 0;
        struct ask ask = ask_for(store, sql);
        ask_integer(&ask, before);
        ask_integer(&ask, most);
        enum cw_err status = ask_run(&ask, &changed, reterr);
        if (status == CW_OK)
                *deleted += (uint64_t)changed;
        return status;
}

enum cw_err store_expire(struct store *store, const struct retention *retention, int64_t now, uint32_t most,
                         uint64_t *ret_deleted, struct err *reterr) {
        uint64_t deleted = 0;
        enum cw_err status = store_begin(store, STORE_LAZY, reterr);
        if (status != CW_OK)
                return status;
        for (size_t i = 0; status == CW_OK && i < sizeof rows / sizeof *rows; i++) {
                bool dated = rows[i].kept < sizeof *retention;
                int64_t kept = dated ? *(const int64_t *)((const char *)retention + rows[i].kept) : 0;
                if (!dated || kept > 0)
                        status = expire_row(store, rows[i].sql, now - kept, most, &deleted, reterr);
        }
        if (status == CW_OK)
                status = store_commit(store, reterr);
        if (status != CW_OK) {
                store_rollback(store);
                return status;
        }
        *ret_deleted = deleted;
        /* The space stays reserved when this fails, which harms nobody. */
        if (store->db->driver->tidy)
                (void)store->db->driver->tidy(store->db, NULL);
        return CW_OK;
}

enum cw_err store_clock_seen(struct store *store, int64_t *ret, struct err *reterr) {
        int64_t seen = INT64_MIN;
        struct ask ask = ask_for(store, "SELECT value FROM stamp WHERE name = 'clock'");
        enum cw_err status = ask_number(&ask, &seen, reterr);
        if (status == CW_OK)
                *ret = seen;
        return status;
}

enum cw_err store_clock_mark(struct store *store, int64_t now, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO stamp (name, value) VALUES ('clock', $1) "
                                        "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        ask_integer(&ask, now);
        return ask_run(&ask, NULL, reterr);
}
