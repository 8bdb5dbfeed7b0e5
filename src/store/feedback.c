#include "store/feedback.h"
#include "store/internal.h"

static const struct column list_of[] = {
        KEY(feedback_record, item),  KEY(feedback_record, recipient), TEXT(feedback_record, label),
        TEXT(feedback_record, by),   TEXT(feedback_record, source),   INTEGER(feedback_record, at),
        TEXT(feedback_record, note),
};
static const struct columns feedback_columns = COLUMNS(list_of, feedback_record);
#define NAMES "item, recipient, label, given_by, source, at, note"

static enum cw_err label_before(struct store *store, const struct feedback_record *feedback, int64_t *ret,
                                struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT CAST(CASE label WHEN 'spam' THEN 1 ELSE 2 END AS BIGINT) FROM feedback "
                                        "WHERE item = $1 AND recipient = $2");
        ask_key(&ask, feedback->item);
        ask_key(&ask, feedback->recipient);
        return ask_number(&ask, ret, reterr);
}

enum cw_err feedback_add(struct store *store, const struct feedback_record *feedback, const char **ret_before,
                         struct err *reterr) {
        static const char *const labels[] = { "", "spam", "ham" };
        if (strcmp(feedback->label, "spam") != 0 && strcmp(feedback->label, "ham") != 0)
                return err_set(reterr, CW_ERR_USAGE, "feedback says spam or ham");
        struct transaction transaction;
        int64_t before = 0;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = label_before(store, feedback, &before, reterr);
        if (status == CW_OK) {
                struct ask ask = ask_for(store, "INSERT INTO feedback (" NAMES ") VALUES (" P7 ") "
                                                "ON CONFLICT (item, recipient) DO UPDATE SET label = excluded.label, "
                                                "given_by = excluded.given_by, source = excluded.source, "
                                                "at = excluded.at, note = excluded.note");
                ask_row(&ask, &feedback_columns, feedback);
                status = ask_run(&ask, NULL, reterr);
        }
        status = store_leave(&transaction, status, reterr);
        if (status == CW_OK && ret_before)
                *ret_before = labels[before];
        return status;
}

enum cw_err feedback_of_item(struct store *store, const char *item, const struct feedback_record **ret,
                             uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM feedback WHERE item = $1 ORDER BY recipient");
        ask_key(&ask, item);
        return ask_rows(&ask, &feedback_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err feedback_list(struct store *store, const char *label, int64_t since, uint32_t limit,
                          const struct feedback_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM feedback WHERE at >= $1 AND ($2 = '' OR label = $2) "
                                        "ORDER BY at DESC, item DESC, recipient LIMIT $3");
        ask_integer(&ask, since);
        ask_text(&ask, label);
        ask_integer(&ask, page_size(limit));
        return ask_rows(&ask, &feedback_columns, (const void **)ret, ret_count, reterr);
}
