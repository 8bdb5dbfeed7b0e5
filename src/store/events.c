#include "store/events.h"
#include "store/internal.h"

static const struct column list_of[] = {
        KEY(event_record, recipient),   KEY(event_record, uid),      KEY(event_record, item),
        KEY(event_record, instance),    TEXT(event_record, channel), INTEGER(event_record, at),
        TEXT(event_record, message_id), TEXT(event_record, client),  TEXT(event_record, user),
        TEXT(event_record, user_agent), TEXT(event_record, source),  TEXT(event_record, sender),
        TEXT(event_record, identity),   TEXT(event_record, proof),   TEXT(event_record, originator_class),
        KEY(event_record, organizer),   TEXT(event_record, method),  INTEGER(event_record, sequence),
        INTEGER(event_record, stamp),   TEXT(event_record, class),   TEXT(event_record, placement),
        TEXT(event_record, summary),
};
static const struct columns event_columns = COLUMNS(list_of, event_record);
#define NAMES \
        "recipient, uid, item, instance, channel, at, message_id, client, user_name, user_agent, source, sender, " \
        "identity, proof, originator_class, organizer, method, sequence, stamp, class, placement, summary"

enum cw_err event_add(struct store *store, const struct event_record *event, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO event (" NAMES ") VALUES (" P22 ") "
                                        "ON CONFLICT DO NOTHING");
        ask_row(&ask, &event_columns, event);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err event_list(struct store *store, const char *recipient, const char *uid, uint32_t limit,
                       const struct event_record **ret, uint32_t *ret_count, struct err *reterr) {
        const char *sql = recipient ? "SELECT " NAMES " FROM event WHERE recipient = $1 AND uid = $2 "
                                      "ORDER BY item DESC, instance LIMIT $3"
                                    : "SELECT " NAMES " FROM event WHERE uid = $1 "
                                      "ORDER BY item DESC, recipient, instance LIMIT $2";
        struct ask ask = ask_for(store, sql);
        if (recipient)
                ask_key(&ask, recipient);
        ask_key(&ask, uid);
        ask_integer(&ask, page_size(limit));
        return ask_rows(&ask, &event_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err event_of_item(struct store *store, const char *item, const struct event_record **ret, uint32_t *ret_count,
                          struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM event WHERE item = $1 ORDER BY recipient, uid, instance "
                                        "LIMIT $2");
        ask_key(&ask, item);
        ask_integer(&ask, LIMIT_STORE_PAGE);
        return ask_rows(&ask, &event_columns, (const void **)ret, ret_count, reterr);
}

static const struct column seen_list_of[] = {
        INTEGER(event_seen, count),
        INTEGER(event_seen, first),
        INTEGER(event_seen, last),
};
static const struct columns seen_columns = COLUMNS(seen_list_of, event_seen);

enum cw_err event_seen(struct store *store, const char *recipient, const char *organizer, struct event_seen *ret,
                       struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT CAST(COUNT(DISTINCT uid) AS BIGINT), CAST(COALESCE(MIN(at), 0) AS BIGINT), "
                                 "CAST(COALESCE(MAX(at), 0) AS BIGINT) FROM (SELECT uid, at, method FROM event "
                                 "WHERE recipient = $1 AND organizer = $2 LIMIT $3) AS seen "
                                 "WHERE method IN ('REQUEST', 'PUBLISH', 'ADD')");
        const struct event_seen *seen;
        ask_key(&ask, recipient);
        ask_key(&ask, organizer);
        ask_integer(&ask, LIMIT_STORE_SEEN);
        enum cw_err status = ask_rows(&ask, &seen_columns, (const void **)&seen, NULL, reterr);
        if (status == CW_OK)
                *ret = *seen;
        return status;
}
