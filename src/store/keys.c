#include "store/keys.h"
#include "store/internal.h"

static const struct column list_of[] = {
        KEY(key_record, id),          KEY(key_record, hash),        TEXT(key_record, name),
        TEXT(key_record, rights),     TEXT(key_record, scope),      TEXT(key_record, by),
        INTEGER(key_record, created), INTEGER(key_record, expires), INTEGER(key_record, used),
};
static const struct columns key_columns = COLUMNS(list_of, key_record);
#define NAMES "id, hash, name, rights, scope, made_by, created, expires, used"

enum cw_err key_add(struct store *store, const struct key_record *key, struct err *reterr) {
        int64_t added = 0;
        struct ask ask = ask_for(store, "INSERT INTO api_key (" NAMES ") VALUES (" P9 ") ON CONFLICT DO NOTHING");
        ask_row(&ask, &key_columns, key);
        enum cw_err status = ask_run(&ask, &added, reterr);
        if (status == CW_OK && added == 0)
                return err_set(reterr, CW_ERR_USAGE, "there is a key %s already", key->id);
        return status;
}

enum cw_err key_find(struct store *store, const char *hash, int64_t now, const struct key_record **ret,
                     struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT " NAMES " FROM api_key WHERE hash = $1 AND (expires = 0 OR expires > $2)");
        ask_key(&ask, hash);
        ask_integer(&ask, now);
        return ask_rows(&ask, &key_columns, (const void **)ret, NULL, reterr);
}

enum cw_err key_touch(struct store *store, const char *id, int64_t now, struct err *reterr) {
        return ask_touch(store, "SELECT used FROM api_key WHERE id = $1", "UPDATE api_key SET used = $1 WHERE id = $2",
                         id, now, reterr);
}

enum cw_err key_remove(struct store *store, const char *id, bool *ret_removed, struct err *reterr) {
        int64_t changed = 0;
        struct ask ask = ask_for(store, "DELETE FROM api_key WHERE id = $1");
        ask_key(&ask, id);
        enum cw_err status = ask_run(&ask, &changed, reterr);
        if (status == CW_OK)
                *ret_removed = changed > 0;
        return status;
}

enum cw_err key_list(struct store *store, const struct key_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM api_key ORDER BY created, id LIMIT $1");
        ask_integer(&ask, LIMIT_STORE_PAGE);
        return ask_rows(&ask, &key_columns, (const void **)ret, ret_count, reterr);
}
