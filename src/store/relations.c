#include "store/relations.h"
#include "store/internal.h"

static const struct column relation_list_of[] = {
        KEY(relation_record, owner),     KEY(relation_record, address),   KEY(relation_record, source),
        TEXT(relation_record, kind),     INTEGER(relation_record, first), INTEGER(relation_record, last),
        INTEGER(relation_record, count),
};
static const struct columns relation_columns = COLUMNS(relation_list_of, relation_record);
#define NAMES "owner, address, source, kind, first_at, last_at, count"

enum cw_err relation_add(struct store *store, const struct relation_record *relation, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "INSERT INTO relation (" NAMES ") VALUES (" P7 ") "
                                 "ON CONFLICT (owner, address, source) DO UPDATE SET kind = excluded.kind, "
                                 "first_at = CASE WHEN excluded.first_at < relation.first_at THEN excluded.first_at "
                                 "ELSE relation.first_at END, "
                                 "last_at = CASE WHEN excluded.last_at > relation.last_at THEN excluded.last_at "
                                 "ELSE relation.last_at END, count = relation.count + excluded.count");
        ask_row(&ask, &relation_columns, relation);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err relation_find(struct store *store, const char *owner, const char *address,
                          const struct relation_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM relation WHERE owner = $1 AND address = $2 "
                                        "ORDER BY kind, source LIMIT $3");
        ask_key(&ask, owner);
        ask_key(&ask, address);
        ask_integer(&ask, LIMIT_STORE_RELATIONS);
        return ask_rows(&ask, &relation_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err relation_list(struct store *store, const char *owner, const char *after, uint32_t limit,
                          const struct relation_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM relation WHERE owner = $1 AND address IN (SELECT DISTINCT "
                                        "address FROM relation WHERE owner = $1 AND address > $2 ORDER BY address "
                                        "LIMIT $3) ORDER BY address, kind, source");
        ask_key(&ask, owner);
        ask_key(&ask, after);
        ask_integer(&ask, page_size(limit));
        return ask_rows(&ask, &relation_columns, (const void **)ret, ret_count, reterr);
}

/* For each row of (owner, source): count 0 marks those that the address book has no more. */
static enum cw_err contacts_mark(struct store *store, const char *owner, const char *source, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE relation SET count = 0 WHERE owner = $1 AND source = $2");
        ask_key(&ask, owner);
        ask_key(&ask, source);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err contacts_drop(struct store *store, const char *owner, const char *source, struct err *reterr) {
        struct ask ask = ask_for(store, "DELETE FROM relation WHERE owner = $1 AND source = $2 AND count = 0");
        ask_key(&ask, owner);
        ask_key(&ask, source);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err contact_add(struct store *store, const struct relation_record *contact, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO relation (" NAMES ") VALUES (" P7 ") "
                                        "ON CONFLICT (owner, address, source) DO UPDATE SET kind = excluded.kind, "
                                        "last_at = excluded.last_at, count = 1");
        ask_row(&ask, &relation_columns, contact);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err relation_replace(struct store *store, const char *owner, const char *source, const char *const *addresses,
                             uint32_t count, int64_t at, struct err *reterr) {
        struct transaction transaction;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = contacts_mark(store, owner, source, reterr);
        for (uint32_t i = 0; status == CW_OK && i < count; i++) {
                struct relation_record contact = { .owner = owner,
                                                   .address = addresses[i],
                                                   .source = source,
                                                   .kind = "contact",
                                                   .first = at,
                                                   .last = at,
                                                   .count = 1 };
                status = contact_add(store, &contact, reterr);
        }
        if (status == CW_OK)
                status = contacts_drop(store, owner, source, reterr);
        return store_leave(&transaction, status, reterr);
}

enum cw_err relation_remove(struct store *store, const char *owner, const char *address, const char *source,
                            struct err *reterr) {
        struct ask ask = ask_for(store, "DELETE FROM relation WHERE owner = $1 AND address = $2 "
                                        "AND ($3 = '' OR source = $3)");
        ask_key(&ask, owner);
        ask_key(&ask, address);
        ask_key(&ask, source);
        return ask_run(&ask, NULL, reterr);
}

/* ---- Messages that left ----------------------------------------------------------------------------------------- */

enum cw_err sent_add(struct store *store, const char *message_id, const char *owner, const char *recipient, int64_t at,
                     struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO sent (message_id, owner, recipient, at) VALUES (" P4 ") "
                                        "ON CONFLICT DO NOTHING");
        ask_key(&ask, message_id);
        ask_key(&ask, owner);
        ask_key(&ask, recipient);
        ask_integer(&ask, at);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err sent_find(struct store *store, const char *message_id, const char *owner, const char *recipient,
                      int64_t *ret_at, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT at FROM sent WHERE message_id = $1 AND owner = $2 AND recipient = $3");
        int64_t at = 0;
        ask_key(&ask, message_id);
        ask_key(&ask, owner);
        ask_key(&ask, recipient);
        enum cw_err status = ask_number(&ask, &at, reterr);
        if (status == CW_OK)
                *ret_at = at;
        return status;
}

/* ---- Delegates -------------------------------------------------------------------------------------------------- */

static const struct column delegate_list_of[] = {
        KEY(delegate_record, recipient),     KEY(delegate_record, sent_by), KEY(delegate_record, organizer),
        TEXT(delegate_record, confirmed_by), INTEGER(delegate_record, at),
};
static const struct columns delegate_columns = COLUMNS(delegate_list_of, delegate_record);

enum cw_err delegate_add(struct store *store, const struct delegate_record *delegate, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO delegate (recipient, sent_by, organizer, confirmed_by, at) "
                                        "VALUES (" P5 ") ON CONFLICT DO NOTHING");
        ask_row(&ask, &delegate_columns, delegate);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err delegate_remove(struct store *store, const char *recipient, const char *sent_by, const char *organizer,
                            struct err *reterr) {
        struct ask ask = ask_for(store, "DELETE FROM delegate WHERE recipient = $1 AND sent_by = $2 AND organizer = $3");
        ask_key(&ask, recipient);
        ask_key(&ask, sent_by);
        ask_key(&ask, organizer);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err delegate_find(struct store *store, const char *recipient, const char *sent_by, const char *organizer,
                          bool *ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT CAST(COUNT(*) AS BIGINT) FROM delegate "
                                        "WHERE recipient IN ('', $1) AND sent_by = $2 AND organizer = $3");
        int64_t count = 0;
        ask_key(&ask, recipient);
        ask_key(&ask, sent_by);
        ask_key(&ask, organizer);
        enum cw_err status = ask_number(&ask, &count, reterr);
        if (status == CW_OK)
                *ret = count > 0;
        return status;
}

enum cw_err delegate_list(struct store *store, const char *recipient, const struct delegate_record **ret,
                          uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT recipient, sent_by, organizer, confirmed_by, at FROM delegate "
                                 "WHERE ($1 = 1 OR recipient = $2) ORDER BY recipient, organizer, sent_by LIMIT $3");
        ask_integer(&ask, recipient == NULL);
        ask_key(&ask, recipient);
        ask_integer(&ask, LIMIT_STORE_PAGE);
        return ask_rows(&ask, &delegate_columns, (const void **)ret, ret_count, reterr);
}
