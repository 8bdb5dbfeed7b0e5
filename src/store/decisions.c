#include "store/decisions.h"
#include "store/internal.h"

static const struct column decision_list_of[] = {
        KEY(decision_record, item),           INTEGER(decision_record, at),     TEXT(decision_record, node),
        TEXT(decision_record, channel),       TEXT(decision_record, class),     REAL(decision_record, probability),
        TEXT(decision_record, placement),     TEXT(decision_record, action),    TEXT(decision_record, originator_class),
        TEXT(decision_record, originator),    KEY(decision_record, message_id), TEXT(decision_record, mail_from),
        KEY(decision_record, sender),         TEXT(decision_record, client),    KEY(decision_record, account),
        KEY(decision_record, organizer),      KEY(decision_record, uid),        TEXT(decision_record, method),
        TEXT(decision_record, title),         INTEGER(decision_record, size),   INTEGER(decision_record, elapsed_us),
        TEXT(decision_record, rules_version), TEXT(decision_record, reasons),
};
static const struct columns decision_columns = COLUMNS(decision_list_of, decision_record);
/* Those of a list, which leaves out the reasons. */
static const struct columns brief_columns = { decision_list_of, sizeof decision_list_of / sizeof *decision_list_of - 1,
                                              sizeof(struct decision_record) };
#define BRIEF \
        "d.item, d.at, d.node, d.channel, d.class, d.probability, d.placement, d.action, d.originator_class, " \
        "d.originator, d.message_id, d.mail_from, d.sender, d.client, d.account, d.organizer, d.uid, d.method, " \
        "d.title, d.size, d.elapsed_us, d.rules_version"

static const struct column recipient_list_of[] = {
        KEY(decision_recipient_record, item),
        KEY(decision_recipient_record, recipient),
        TEXT(decision_recipient_record, relation),
        TEXT(decision_recipient_record, class),
        REAL(decision_recipient_record, probability),
        TEXT(decision_recipient_record, placement),
        TEXT(decision_recipient_record, placement_reason),
        TEXT(decision_recipient_record, action),
};
static const struct columns recipient_columns = COLUMNS(recipient_list_of, decision_recipient_record);

static enum cw_err recipients_add(struct store *store, const struct decision_recipient_record *recipients,
                                  uint32_t count, struct err *reterr) {
        for (uint32_t i = 0; i < count; i++) {
                struct ask ask = ask_for(store, "INSERT INTO decision_recipient (item, recipient, relation, class, "
                                                "probability, placement, placement_reason, action) "
                                                "VALUES (" P8 ") ON CONFLICT DO NOTHING");
                ask_row(&ask, &recipient_columns, &recipients[i]);
                enum cw_err status = ask_run(&ask, NULL, reterr);
                if (status != CW_OK)
                        return status;
        }
        return CW_OK;
}

enum cw_err decision_add(struct store *store, const struct decision_record *decision,
                         const struct decision_recipient_record *recipients, uint32_t count, struct err *reterr) {
        struct transaction transaction;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        struct ask ask = ask_for(store,
                                 "INSERT INTO decision (item, at, node, channel, class, probability, placement, "
                                 "action, originator_class, originator, message_id, mail_from, sender, client, "
                                 "account, organizer, uid, method, title, size, elapsed_us, rules_version, reasons) "
                                 "VALUES (" P23 ") ON CONFLICT DO NOTHING");
        struct decision_record row = *decision;
        if (row.reasons && strlen(row.reasons) > LIMIT_STORE_TEXT)
                row.reasons = "{\"truncated\":true}"; /* half of an object would be none */
        ask_row(&ask, &decision_columns, &row);
        status = ask_run(&ask, NULL, reterr);
        if (status == CW_OK)
                status = recipients_add(store, recipients, count, reterr);
        return store_leave(&transaction, status, reterr);
}

enum cw_err decision_find(struct store *store, const char *item, const struct decision_record **ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " BRIEF ", d.reasons FROM decision d WHERE d.item = $1");
        ask_key(&ask, item);
        return ask_rows(&ask, &decision_columns, (const void **)ret, NULL, reterr);
}

enum cw_err decision_recipients(struct store *store, const char *item, const struct decision_recipient_record **ret,
                                uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT item, recipient, relation, class, probability, placement, "
                                        "placement_reason, action FROM decision_recipient WHERE item = $1 "
                                        "ORDER BY recipient");
        ask_key(&ask, item);
        return ask_rows(&ask, &recipient_columns, (const void **)ret, ret_count, reterr);
}

/* One statement for each member that has an index, so that neither database has to guess which one narrows. */
#define LIST(tables, narrow) \
        "SELECT " BRIEF " FROM " tables " WHERE d.item < $1 AND ($2 = 0 OR d.at >= $2) AND ($3 = 0 OR d.at < $3) " \
        "AND ($4 = '' OR d.channel = $4) AND ($5 = '' OR d.class = $5) AND ($6 = '' OR d.action = $6) " \
        "AND ($7 = '' OR d.sender = $7) AND ($8 = '' OR d.organizer = $8) AND ($9 = '' OR d.message_id = $9) " \
        "AND ($10 = '' OR d.uid = $10) AND ($11 = '' OR d.account = $11) AND ($12 = '' OR EXISTS (SELECT 1 FROM " \
        "decision_recipient e WHERE e.item = d.item AND e.recipient = $12)) " narrow " ORDER BY d.item DESC LIMIT $13"

static bool given(const char *text) {
        return text && *text;
}

static const char *list_sql(const struct decision_filter *filter) {
        if (given(filter->message_id))
                return LIST("decision d", "AND d.message_id = $9");
        if (given(filter->uid))
                return LIST("decision d", "AND d.uid = $10");
        if (given(filter->recipient))
                return LIST("decision_recipient r JOIN decision d ON d.item = r.item",
                            "AND r.recipient = $12 AND r.item < $1");
        if (given(filter->sender))
                return LIST("decision d", "AND d.sender = $7");
        if (given(filter->organizer))
                return LIST("decision d", "AND d.organizer = $8");
        if (given(filter->account))
                return LIST("decision d", "AND d.account = $11");
        return LIST("decision d", "");
}

enum cw_err decision_list(struct store *store, const struct decision_filter *filter, const struct decision_record **ret,
                          uint32_t *ret_count, struct err *reterr) {
        const char *keys[] = { filter->sender, filter->organizer, filter->message_id,
                               filter->uid,    filter->account,   filter->recipient };
        struct ask ask = ask_for(store, list_sql(filter));
        ask_key(&ask, given(filter->before) ? filter->before : "~"); /* behind all ids */
        ask_integer(&ask, filter->since);
        ask_integer(&ask, filter->until);
        ask_text(&ask, filter->channel);
        ask_text(&ask, filter->class);
        ask_text(&ask, filter->action);
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
                ask_key(&ask, keys[i]);
        ask_integer(&ask, page_size(filter->limit));
        enum cw_err status = ask_rows(&ask, &brief_columns, (const void **)ret, ret_count, reterr);
        for (uint32_t i = 0; status == CW_OK && i < *ret_count; i++)
                ((struct decision_record *)*ret)[i].reasons = "";
        return status;
}

static const struct column count_list_of[] = {
        TEXT(decision_count, channel),  TEXT(decision_count, class),    TEXT(decision_count, action),
        INTEGER(decision_count, count), INTEGER(decision_count, bytes), INTEGER(decision_count, elapsed_us),
};
static const struct columns count_columns = COLUMNS(count_list_of, decision_count);

enum cw_err decision_stats(struct store *store, int64_t since, int64_t until, const struct decision_count **ret,
                           uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT channel, class, action, CAST(COUNT(*) AS BIGINT), "
                                        "CAST(SUM(size) AS BIGINT), CAST(SUM(elapsed_us) AS BIGINT) FROM decision "
                                        "WHERE at >= $1 AND at < $2 GROUP BY channel, class, action "
                                        "ORDER BY channel, class, action");
        ask_integer(&ask, since);
        ask_integer(&ask, until != 0 ? until : INT64_MAX);
        return ask_rows(&ask, &count_columns, (const void **)ret, ret_count, reterr);
}
