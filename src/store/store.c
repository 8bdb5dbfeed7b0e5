#include "store/internal.h"

#include <stdlib.h>

enum cw_err store_open(const struct store_options *options, struct store **ret, struct err *reterr) {
        const struct database_driver *driver = database_driver_of(options->url);
        if (!driver)
                return err_set(reterr, CW_ERR_CONFIG, "store: a URL begins with sqlite: or postgresql:");
        struct store *store = calloc(1, sizeof *store);
        if (!store)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        store->mode = options->mode;
        enum cw_err status = driver->open(options, &store->db, reterr);
        if (status == CW_OK)
                status = schema_migrate(store->db, options->mode, migration_table, migration_count, reterr);
        if (status != CW_OK) {
                store_close(store);
                return status;
        }
        *ret = store;
        return CW_OK;
}

void store_close(struct store *store) {
        if (!store)
                return;
        store_rollback(store);
        if (store->db)
                store->db->driver->close(store->db);
        pool_free(&store->result);
        free(store);
}

const char *store_place(const struct store *store) {
        return store->db->driver->place(store->db);
}

enum cw_err store_check(struct store *store, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM migration");
        int64_t version = 0;
        enum cw_err status = ask_number(&ask, &version, reterr);
        if (status == CW_OK && version != store_schema_version())
                status = err_set(reterr, CW_ERR_CONFIG, "%s: its schema is %lld, this program knows %lld",
                                 store_place(store), (long long)version, (long long)store_schema_version());
        return status;
}

enum cw_err store_begin(struct store *store, enum store_durability durability, struct err *reterr) {
        if (store->in_transaction)
                return err_set(reterr, CW_ERR_USAGE, "store: transactions do not nest");
        enum cw_err status = store->db->driver->begin(store->db, durability, reterr);
        store->in_transaction = status == CW_OK;
        store->broken = false;
        return status;
}

enum cw_err store_commit(struct store *store, struct err *reterr) {
        if (!store->in_transaction)
                return err_set(reterr, CW_ERR_USAGE, "store: there is no transaction");
        enum cw_err status = store->broken
                                     ? err_set(reterr, CW_ERR_USAGE, "store: a statement of this transaction has failed")
                                     : store->db->driver->commit(store->db, reterr);
        if (status == CW_OK)
                store->in_transaction = false;
        else
                store_rollback(store);
        return status;
}

void store_rollback(struct store *store) {
        if (!store->in_transaction)
                return;
        store->db->driver->rollback(store->db);
        store->in_transaction = false;
}

enum cw_err store_enter(struct store *store, struct transaction *ret, struct err *reterr) {
        *ret = (struct transaction){ .store = store, .own = !store->in_transaction };
        return ret->own ? store_begin(store, STORE_DURABLE, reterr) : CW_OK;
}

enum cw_err store_leave(struct transaction *transaction, enum cw_err status, struct err *reterr) {
        if (!transaction->own)
                return status;
        if (status == CW_OK)
                return store_commit(transaction->store, reterr);
        store_rollback(transaction->store);
        return status;
}
