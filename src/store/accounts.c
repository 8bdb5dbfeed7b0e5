#include "store/accounts.h"
#include "store/internal.h"

static const struct column list_of[] = {
        INTEGER(account_event, id), INTEGER(account_event, at),     KEY(account_event, account),
        KEY(account_event, client), TEXT(account_event, organizer), TEXT(account_event, kind),
        TEXT(account_event, item),  TEXT(account_event, detail),
};
static const struct columns event_columns = COLUMNS(list_of, account_event);
/* Without the id, which the database gives. */
static const struct columns new_columns = { list_of + 1, sizeof list_of / sizeof *list_of - 1,
                                            sizeof(struct account_event) };

enum cw_err account_event_add(struct store *store, const struct account_event *event, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO account_event (at, account, client, organizer, kind, item, detail) "
                                        "VALUES (" P7 ")");
        ask_row(&ask, &new_columns, event);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err account_event_list(struct store *store, const struct account_event_filter *filter,
                               const struct account_event **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT id, at, account, client, organizer, kind, item, detail FROM account_event "
                                 "WHERE id < $1 AND at >= $2 AND ($3 = '' OR account = $3) "
                                 "AND ($4 = '' OR client = $4) AND ($5 = '' OR kind = $5) ORDER BY id DESC LIMIT $6");
        ask_integer(&ask, filter->before != 0 ? filter->before : INT64_MAX);
        ask_integer(&ask, filter->since);
        ask_key(&ask, filter->account);
        ask_key(&ask, filter->client);
        ask_text(&ask, filter->kind);
        ask_integer(&ask, page_size(filter->limit));
        return ask_rows(&ask, &event_columns, (const void **)ret, ret_count, reterr);
}
