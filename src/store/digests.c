#include "store/digests.h"
#include "store/internal.h"

enum cw_err digest_claim(struct store *store, const char *owner, int64_t due, int64_t now, bool *ret_won,
                         int64_t *ret_before, struct err *reterr) {
        struct transaction transaction;
        int64_t changed = 0;
        *ret_before = 0;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        struct ask before = ask_for(store, "SELECT sent_at FROM digest_state WHERE owner = $1");
        ask_key(&before, owner);
        status = ask_number(&before, ret_before, reterr);
        if (status == CW_OK) {
                struct ask ask = ask_for(store, "INSERT INTO digest_state (owner, sent_at, choice, calendar_choice) "
                                                "VALUES ($1, $2, '', '') ON CONFLICT (owner) DO UPDATE SET "
                                                "sent_at = excluded.sent_at WHERE digest_state.sent_at < $3 "
                                                "AND digest_state.choice <> 'never'");
                ask_key(&ask, owner);
                ask_integer(&ask, now);
                ask_integer(&ask, due);
                status = ask_run(&ask, &changed, reterr);
        }
        *ret_won = changed > 0;
        return store_leave(&transaction, status, reterr);
}

enum cw_err digest_unclaim(struct store *store, const char *owner, int64_t now, int64_t before, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE digest_state SET sent_at = $1 WHERE owner = $2 AND sent_at = $3");
        ask_integer(&ask, before);
        ask_key(&ask, owner);
        ask_integer(&ask, now);
        return ask_run(&ask, NULL, reterr);
}
