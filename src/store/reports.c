#include "store/reports.h"

#include <stdio.h>

#include "base/item-id.h"
#include "store/internal.h"

_Static_assert(ITEM_ID_BYTES == 26, "reports.h lends 27 bytes for one");

static const struct column sent_list_of[] = {
        KEY(report_sent_record, id),      INTEGER(report_sent_record, at),       KEY(report_sent_record, owner),
        KEY(report_sent_record, arrival), KEY(report_sent_record, address),      KEY(report_sent_record, kind),
        KEY(report_sent_record, subject), INTEGER(report_sent_record, incident), TEXT(report_sent_record, state),
        TEXT(report_sent_record, detail),
};
static const struct columns sent_columns = COLUMNS(sent_list_of, report_sent_record);
#define SENT_NAMES "id, at, owner, arrival, address, kind, subject, incident, state, detail"

static const struct column received_list_of[] = {
        KEY(report_received_record, id),
        INTEGER(report_received_record, at),
        KEY(report_received_record, digest),
        TEXT(report_received_record, reporter),
        TEXT(report_received_record, sender),
        TEXT(report_received_record, kind),
        TEXT(report_received_record, state),
        KEY(report_received_record, item),
        KEY(report_received_record, account),
        TEXT(report_received_record, uid),
        TEXT(report_received_record, message_id),
        TEXT(report_received_record, feedback_id),
        INTEGER(report_received_record, incidents),
        TEXT(report_received_record, detail),
};
static const struct columns received_columns = COLUMNS(received_list_of, report_received_record);
#define RECEIVED_NAMES \
        "id, at, digest, reporter, sender, kind, state, item, account, uid, message_id, feedback_id, incidents, detail"

/* ---- Sent ------------------------------------------------------------------------------------------------------------ */

static enum cw_err same_find(struct store *store, const struct report_sent_record *report,
                             const struct report_sent_record **ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " SENT_NAMES " FROM report_sent WHERE arrival = $1 AND owner = $2 AND "
                                        "address = $3 AND kind = $4 ORDER BY id DESC LIMIT 1");
        ask_key(&ask, report->arrival);
        ask_key(&ask, report->owner);
        ask_key(&ask, report->address);
        ask_key(&ask, report->kind);
        return ask_rows(&ask, &sent_columns, (const void **)ret, NULL, reterr);
}

static enum cw_err incidents_count(struct store *store, const struct report_sent_record *report, int64_t since,
                                   int64_t *ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT CAST(COALESCE(MAX(incident), 0) AS BIGINT) FROM report_sent WHERE "
                                        "address = $1 AND subject = $2 AND at >= $3");
        ask_key(&ask, report->address);
        ask_key(&ask, report->subject);
        ask_integer(&ask, since);
        return ask_number(&ask, ret, reterr);
}

static enum cw_err sent_insert(struct store *store, const struct report_sent_record *row, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO report_sent (" SENT_NAMES ") VALUES (" P10 ")");
        ask_row(&ask, &sent_columns, row);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err sent_again(struct store *store, const char *id, const char *state, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE report_sent SET state = $1, detail = '' WHERE id = $2");
        ask_text(&ask, state);
        ask_key(&ask, id);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err sent_count(struct store *store, const struct report_sent_record *report, int64_t since,
                              char ret_id[static 27], int64_t *ret_incident, bool *ret_known, struct err *reterr) {
        const struct report_sent_record *same = NULL;
        int64_t count = 0;
        enum cw_err status = same_find(store, report, &same, reterr);
        if (status != CW_OK)
                return status;
        *ret_known = same && strcmp(same->state, REPORT_FAILED) != 0;
        if (same) {
                *ret_incident = same->incident;
                (void)snprintf(ret_id, 27, "%s", same->id);
                return *ret_known ? CW_OK : sent_again(store, ret_id, report->state, reterr);
        }
        status = incidents_count(store, report, since, &count, reterr);
        if (status != CW_OK)
                return status;
        struct report_sent_record row = *report;
        item_id_new(ret_id);
        row.id = ret_id;
        row.incident = *ret_incident = count + 1;
        return sent_insert(store, &row, reterr);
}

enum cw_err report_sent_add(struct store *store, const struct report_sent_record *report, int64_t since,
                            char ret_id[static 27], int64_t *ret_incident, bool *ret_known, struct err *reterr) {
        struct transaction transaction;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = sent_count(store, report, since, ret_id, ret_incident, ret_known, reterr);
        return store_leave(&transaction, status, reterr);
}

enum cw_err report_sent_end(struct store *store, const char *id, const char *state, const char *detail,
                            struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE report_sent SET state = $1, detail = $2 WHERE id = $3");
        ask_text(&ask, state);
        ask_text(&ask, detail);
        ask_key(&ask, id);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err report_sent_list(struct store *store, const struct report_filter *filter,
                             const struct report_sent_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " SENT_NAMES " FROM report_sent WHERE ($1 = '' OR id < $1) AND "
                                        "($2 = '' OR owner = $2) AND ($3 = '' OR arrival = $3) AND at >= $4 "
                                        "ORDER BY id DESC LIMIT $5");
        ask_key(&ask, filter->before);
        ask_key(&ask, filter->owner);
        ask_key(&ask, filter->arrival);
        ask_integer(&ask, filter->since);
        ask_integer(&ask, page_size(filter->limit));
        return ask_rows(&ask, &sent_columns, (const void **)ret, ret_count, reterr);
}

/* ---- Received -------------------------------------------------------------------------------------------------------- */

enum cw_err report_received_add(struct store *store, const struct report_received_record *report,
                                char ret_id[static 27], bool *ret_known, struct err *reterr) {
        struct report_received_record row = *report;
        int64_t added = 0;
        item_id_new(ret_id);
        row.id = ret_id;
        struct ask ask = ask_for(store, "INSERT INTO report_received (" RECEIVED_NAMES ") VALUES (" P14 ") "
                                        "ON CONFLICT (digest) DO NOTHING");
        ask_row(&ask, &received_columns, &row);
        enum cw_err status = ask_run(&ask, &added, reterr);
        if (status == CW_OK)
                *ret_known = added == 0;
        return status;
}

enum cw_err report_received_list(struct store *store, const struct report_filter *filter,
                                 const struct report_received_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " RECEIVED_NAMES " FROM report_received WHERE ($1 = '' OR id < $1) AND "
                                        "($2 = '' OR account = $2) AND ($3 = '' OR item = $3) AND at >= $4 "
                                        "ORDER BY id DESC LIMIT $5");
        ask_key(&ask, filter->before);
        ask_key(&ask, filter->account);
        ask_key(&ask, filter->item);
        ask_integer(&ask, filter->since);
        ask_integer(&ask, page_size(filter->limit));
        return ask_rows(&ask, &received_columns, (const void **)ret, ret_count, reterr);
}
