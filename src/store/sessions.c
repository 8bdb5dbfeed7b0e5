#include "store/sessions.h"
#include "store/internal.h"

static const struct column list_of[] = {
        KEY(session_record, hash),        KEY(session_record, owner),       TEXT(session_record, method),
        INTEGER(session_record, created), INTEGER(session_record, expires), INTEGER(session_record, used),
};
static const struct columns session_columns = COLUMNS(list_of, session_record);
#define NAMES "hash, owner, method, created, expires, used"

enum cw_err session_add(struct store *store, const struct session_record *session, struct err *reterr) {
        int64_t added = 0;
        struct ask ask = ask_for(store, "INSERT INTO user_session (" NAMES ") VALUES (" P6 ") ON CONFLICT DO NOTHING");
        ask_row(&ask, &session_columns, session);
        enum cw_err status = ask_run(&ask, &added, reterr);
        return status == CW_OK && added == 0 ? err_set(reterr, CW_ERR_USAGE, "there is such a session already") : status;
}

enum cw_err session_find(struct store *store, const char *hash, int64_t now, const struct session_record **ret,
                         struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM user_session WHERE hash = $1 AND expires > $2");
        ask_key(&ask, hash);
        ask_integer(&ask, now);
        return ask_rows(&ask, &session_columns, (const void **)ret, NULL, reterr);
}

enum cw_err session_touch(struct store *store, const char *hash, int64_t now, struct err *reterr) {
        return ask_touch(store, "SELECT used FROM user_session WHERE hash = $1",
                         "UPDATE user_session SET used = $1 WHERE hash = $2", hash, now, reterr);
}

static enum cw_err removed(struct ask ask, const char *key, int64_t *ret, struct err *reterr) {
        ask_key(&ask, key);
        return ask_run(&ask, ret, reterr);
}

enum cw_err session_remove(struct store *store, const char *hash, bool *ret_removed, struct err *reterr) {
        int64_t count = 0;
        enum cw_err status = removed(ask_for(store, "DELETE FROM user_session WHERE hash = $1"), hash, &count, reterr);
        if (status == CW_OK)
                *ret_removed = count > 0;
        return status;
}

enum cw_err session_remove_all(struct store *store, const char *owner, uint64_t *ret_removed, struct err *reterr) {
        int64_t count = 0;
        enum cw_err status = removed(ask_for(store, "DELETE FROM user_session WHERE owner = $1"), owner, &count, reterr);
        if (status == CW_OK)
                *ret_removed = (uint64_t)count;
        return status;
}
