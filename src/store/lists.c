#include "store/lists.h"
#include "store/internal.h"

static const struct column list_of[] = {
        TEXT(list_record, scope), KEY(list_record, owner),   TEXT(list_record, kind),
        KEY(list_record, value),  TEXT(list_record, effect), TEXT(list_record, note),
        TEXT(list_record, by),    INTEGER(list_record, at),  INTEGER(list_record, expires),
};
static const struct columns list_columns = COLUMNS(list_of, list_record);
#define NAMES "scope, owner, kind, value, effect, note, added_by, at, expires"

static bool one_of(const char *text, const char *const *words, size_t count) {
        for (size_t i = 0; text && i < count; i++)
                if (strcmp(text, words[i]) == 0)
                        return true;
        return false;
}
#define ONE_OF(text, ...) \
        one_of(text, (const char *const[]){ __VA_ARGS__ }, \
               sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static enum cw_err entry_check(const struct list_record *entry, struct err *reterr) {
        if (!ONE_OF(entry->scope, "site", "domain", "user"))
                return err_set(reterr, CW_ERR_USAGE, "the scope of an entry is site, domain or user");
        if (!ONE_OF(entry->kind, "address", "domain", "organizer", "list", "account"))
                return err_set(reterr, CW_ERR_USAGE, "an entry is about an address, domain, organizer, list or account");
        if (!ONE_OF(entry->effect, "allow", "block"))
                return err_set(reterr, CW_ERR_USAGE, "an entry allows or blocks");
        if (!entry->value || !*entry->value)
                return err_set(reterr, CW_ERR_USAGE, "an entry needs a value");
        bool site = strcmp(entry->scope, "site") == 0, owned = entry->owner && *entry->owner;
        if (site == owned)
                return err_set(reterr, CW_ERR_USAGE,
                               site ? "an entry of the site belongs to nobody" : "whose entry this is has to be said");
        return CW_OK;
}

static enum cw_err version_raise(struct store *store, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO stamp (name, value) VALUES ('lists', 1) "
                                        "ON CONFLICT (name) DO UPDATE SET value = stamp.value + 1");
        return ask_run(&ask, NULL, reterr);
}

enum cw_err list_add(struct store *store, const struct list_record *entry, struct err *reterr) {
        struct transaction transaction;
        enum cw_err status = entry_check(entry, reterr);
        if (status == CW_OK)
                status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        struct ask ask = ask_for(store, "INSERT INTO list_entry (" NAMES ") VALUES (" P9 ") "
                                        "ON CONFLICT (kind, value, scope, owner) DO UPDATE SET effect = excluded.effect, "
                                        "note = excluded.note, added_by = excluded.added_by, at = excluded.at, "
                                        "expires = excluded.expires");
        ask_row(&ask, &list_columns, entry);
        status = ask_run(&ask, NULL, reterr);
        if (status == CW_OK)
                status = version_raise(store, reterr);
        return store_leave(&transaction, status, reterr);
}

enum cw_err list_remove(struct store *store, const char *scope, const char *owner, const char *kind, const char *value,
                        bool *ret_removed, struct err *reterr) {
        struct transaction transaction;
        int64_t changed = 0;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        struct ask ask = ask_for(store, "DELETE FROM list_entry WHERE scope = $1 AND owner = $2 AND kind = $3 "
                                        "AND value = $4");
        ask_text(&ask, scope);
        ask_key(&ask, owner);
        ask_text(&ask, kind);
        ask_key(&ask, value);
        status = ask_run(&ask, &changed, reterr);
        if (status == CW_OK && changed > 0)
                status = version_raise(store, reterr);
        status = store_leave(&transaction, status, reterr);
        if (status == CW_OK)
                *ret_removed = changed > 0;
        return status;
}

enum cw_err list_list(struct store *store, const struct list_filter *filter, int64_t now,
                      const struct list_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM list_entry WHERE ($1 = '' OR scope = $1) "
                                        "AND ($2 = 1 OR owner = $3) AND ($4 = '' OR kind = $4) "
                                        "AND ($5 = '' OR value = $5) AND ($6 = '' OR effect = $6) AND value > $7 "
                                        "AND (expires = 0 OR expires > $8) ORDER BY value, kind, scope, owner LIMIT $9");
        ask_text(&ask, filter->scope);
        ask_integer(&ask, filter->owner == NULL);
        ask_key(&ask, filter->owner);
        ask_text(&ask, filter->kind);
        ask_key(&ask, filter->value);
        ask_text(&ask, filter->effect);
        ask_key(&ask, filter->after);
        ask_integer(&ask, now);
        ask_integer(&ask, page_size(filter->limit));
        return ask_rows(&ask, &list_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err list_match(struct store *store, const char *kind, const char *value, const char *recipient, int64_t now,
                       const struct list_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM list_entry WHERE kind = $1 AND value = $2 "
                                        "AND (scope = 'site' OR (scope = 'domain' AND owner = $3) "
                                        "OR (scope = 'user' AND owner = $4)) AND (expires = 0 OR expires > $5) "
                                        "ORDER BY CASE scope WHEN 'site' THEN 0 WHEN 'domain' THEN 1 ELSE 2 END");
        const char *at = recipient ? strrchr(recipient, '@') : NULL;
        ask_text(&ask, kind);
        ask_key(&ask, value);
        ask_key(&ask, at ? at + 1 : "");
        ask_key(&ask, recipient);
        ask_integer(&ask, now);
        return ask_rows(&ask, &list_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err list_version(struct store *store, int64_t *ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT value FROM stamp WHERE name = 'lists'");
        int64_t version = 0;
        enum cw_err status = ask_number(&ask, &version, reterr);
        if (status == CW_OK)
                *ret = version;
        return status;
}

enum cw_err list_count(struct store *store, int64_t *ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT CAST(COUNT(*) AS BIGINT) FROM list_entry");
        return ask_number(&ask, ret, reterr);
}
