#include "store/arrivals.h"

#include "base/item-id.h"
#include "store/internal.h"
#include "store/packed.h"

_Static_assert(ITEM_ID_BYTES == 26, "arrivals.h lends 27 bytes for one");

static const struct column arrival_list_of[] = {
        KEY(arrival_record, id),          KEY(arrival_record, mail),        KEY(arrival_record, item),
        KEY(arrival_record, owner),       INTEGER(arrival_record, at),      TEXT(arrival_record, channel),
        TEXT(arrival_record, method),     KEY(arrival_record, uid),         KEY(arrival_record, instance),
        KEY(arrival_record, organizer),   TEXT(arrival_record, sender),     TEXT(arrival_record, message_id),
        TEXT(arrival_record, title),      INTEGER(arrival_record, start),   TEXT(arrival_record, originator),
        TEXT(arrival_record, class),      TEXT(arrival_record, placement),  TEXT(arrival_record, reason),
        TEXT(arrival_record, state),      TEXT(arrival_record, place),      TEXT(arrival_record, headers),
        INTEGER(arrival_record, changed), TEXT(arrival_record, changed_by), INTEGER(arrival_record, digested),
};
static const struct columns arrival_columns = COLUMNS(arrival_list_of, arrival_record);
#define NAMES \
        "id, mail, item, owner, at, channel, method, uid, instance, organizer, sender, message_id, title, start, " \
        "originator, class, placement, reason, state, place, headers, changed_at, changed_by, digested"

/* ---- Adding ------------------------------------------------------------------------------------------------------- */

static enum cw_err row_add(struct store *store, const struct arrival_record *arrival, int64_t *ret_added,
                           struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO arrival (" NAMES ") VALUES (" P24 ") ON CONFLICT DO NOTHING");
        ask_row(&ask, &arrival_columns, arrival);
        return ask_run(&ask, ret_added, reterr);
}

static enum cw_err id_of_same(struct store *store, const struct arrival_record *arrival, char ret[static 27],
                              struct err *reterr) {
        const struct arrival_record *rows;
        uint32_t count;
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM arrival WHERE owner = $1 AND mail = $2 AND uid = $3 "
                                        "AND instance = $4");
        ask_key(&ask, arrival->owner);
        ask_key(&ask, arrival->mail);
        ask_key(&ask, arrival->uid);
        ask_key(&ask, arrival->instance);
        enum cw_err status = ask_rows(&ask, &arrival_columns, (const void **)&rows, &count, reterr);
        if (status == CW_OK && count == 0)
                status = err_set(reterr, CW_ERR_INTERNAL, "store: an arrival is neither new nor there");
        if (status == CW_OK)
                (void)snprintf(ret, 27, "%s", rows->id);
        return status;
}

enum cw_err arrival_add(struct store *store, const struct arrival_record *arrival, struct span object,
                        char ret_id[static 27], struct err *reterr) {
        struct transaction transaction;
        struct arrival_record row = *arrival;
        char id[ITEM_ID_BYTES + 1];
        int64_t added = 0;
        item_id_new(id);
        row.id = id;
        if (row.changed == 0)
                row.changed = row.at;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = row_add(store, &row, &added, reterr);
        if (status == CW_OK && added > 0 && object.len > 0 && object.len <= LIMIT_MESSAGE_BYTES)
                status = packed_add(store, "INSERT INTO arrival_object (id, object) VALUES (" P2 ")", id,
                                    "calendar object", object, reterr);
        if (status == CW_OK && added == 0)
                status = id_of_same(store, arrival, id, reterr);
        status = store_leave(&transaction, status, reterr);
        if (status == CW_OK)
                memcpy(ret_id, id, sizeof id);
        return status;
}

/* ---- States ------------------------------------------------------------------------------------------------------- */

/* A list of states as SQL asks for one: ",offered,withheld,"; "" is any. */
enum { STATES_BYTES = 128 };
#define IN_STATES(list) "(" list " = '' OR " list " LIKE '%,' || state || ',%')"

static void states_write(const char *list, char ret[static STATES_BYTES]) {
        *ret = 0;
        if (list && *list)
                (void)snprintf(ret, STATES_BYTES, ",%s,", list);
}

enum cw_err arrival_move(struct store *store, const char *id, const char *from, const char *to, const char *place,
                         const char *reason, const char *by, int64_t at, bool *ret_moved, struct err *reterr) {
        char states[STATES_BYTES];
        int64_t changed = 0;
        states_write(from, states);
        struct ask ask = ask_for(store, "UPDATE arrival SET state = $1, changed_by = $2, changed_at = $3, "
                                        "place = CASE WHEN $4 = '-' THEN place ELSE $5 END, "
                                        "reason = CASE WHEN $6 = '' THEN reason ELSE $6 END "
                                        "WHERE id = $7 AND " IN_STATES("$8"));
        ask_text(&ask, to);
        ask_text(&ask, by);
        ask_integer(&ask, at);
        ask_text(&ask, place ? "" : "-");
        ask_text(&ask, place);
        ask_text(&ask, reason);
        ask_key(&ask, id);
        ask_text(&ask, states);
        enum cw_err status = ask_run(&ask, &changed, reterr);
        if (status == CW_OK && ret_moved)
                *ret_moved = changed > 0;
        return status;
}

enum cw_err arrival_digested(struct store *store, const char *id, int64_t at, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE arrival SET digested = $1 WHERE id = $2");
        ask_integer(&ask, at);
        ask_key(&ask, id);
        return ask_run(&ask, NULL, reterr);
}

/* ---- Looking ------------------------------------------------------------------------------------------------------ */

enum cw_err arrival_find(struct store *store, const char *id, const struct arrival_record **ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM arrival WHERE id = $1");
        ask_key(&ask, id);
        return ask_rows(&ask, &arrival_columns, (const void **)ret, NULL, reterr);
}

enum cw_err arrival_object(struct store *store, const char *id, struct span *ret, struct err *reterr) {
        return packed_find(store, "SELECT object FROM arrival_object WHERE id = $1", id, "calendar object", ret, reterr);
}

/* clang-format off */
#define ANY_OF(column, value) "(" value " = '' OR " column " = " value ")"
#define LIST(owner, mail, item) \
        "SELECT " NAMES " FROM arrival WHERE id < $1 AND " owner " AND " mail " AND " item " AND " \
        ANY_OF("uid", "$5") " AND " ANY_OF("organizer", "$6") " AND " IN_STATES("$7") " AND " \
        "($8 = 0 OR at >= $8) AND ($9 = 0 OR at < $9) AND ($10 = 0 OR digested = 0) ORDER BY id DESC LIMIT $11"
#define ANY_OWNER ANY_OF("owner", "$2")
#define ANY_MAIL ANY_OF("mail", "$3")
#define ANY_ITEM ANY_OF("item", "$4")
/* clang-format on */

/* Strict where an index leads to few rows. */
static const char *list_sql(const struct arrival_filter *filter) {
        bool owner = filter->owner && *filter->owner, mail = filter->mail && *filter->mail;
        if (owner && mail)
                return LIST("owner = $2", "mail = $3", ANY_ITEM);
        if (owner)
                return LIST("owner = $2", ANY_MAIL, ANY_ITEM);
        return filter->item && *filter->item ? LIST(ANY_OWNER, ANY_MAIL, "item = $4")
                                             : LIST(ANY_OWNER, ANY_MAIL, ANY_ITEM);
}

enum cw_err arrival_list(struct store *store, const struct arrival_filter *filter, const struct arrival_record **ret,
                         uint32_t *ret_count, struct err *reterr) {
        char states[STATES_BYTES];
        struct ask ask = ask_for(store, list_sql(filter));
        states_write(filter->state, states);
        ask_key(&ask, filter->before && *filter->before ? filter->before : "~");
        ask_key(&ask, filter->owner);
        ask_key(&ask, filter->mail);
        ask_key(&ask, filter->item);
        ask_key(&ask, filter->uid);
        ask_key(&ask, filter->organizer);
        ask_text(&ask, states);
        ask_integer(&ask, filter->since);
        ask_integer(&ask, filter->until);
        ask_integer(&ask, filter->undigested);
        ask_integer(&ask, page_size(filter->limit));
        return ask_rows(&ask, &arrival_columns, (const void **)ret, ret_count, reterr);
}

struct owner_row {
        const char *owner;
};
_Static_assert(sizeof(struct owner_row) == sizeof(const char *), "rows of owners are lent as texts");

enum cw_err arrival_owners(struct store *store, const char *after, uint32_t limit, const char *const **ret,
                           uint32_t *ret_count, struct err *reterr) {
        static const struct column list[] = { KEY(owner_row, owner) };
        static const struct columns columns = COLUMNS(list, owner_row);
        struct ask ask = ask_for(store, "SELECT DISTINCT owner FROM arrival WHERE digested = 0 "
                                        "AND state IN ('offered', 'withheld') AND owner > $1 ORDER BY owner LIMIT $2");
        ask_key(&ask, after);
        ask_integer(&ask, page_size(limit));
        return ask_rows(&ask, &columns, (const void **)ret, ret_count, reterr);
}
