#include "store/claims.h"
#include "store/internal.h"

static const struct column claim_list_of[] = {
        KEY(claim_record, recipient),         KEY(claim_record, uid),         KEY(claim_record, identity),
        TEXT(claim_record, originator_class), TEXT(claim_record, state),      TEXT(claim_record, organizer),
        TEXT(claim_record, sender),           TEXT(claim_record, channel),    TEXT(claim_record, item),
        INTEGER(claim_record, first),         INTEGER(claim_record, last),    INTEGER(claim_record, sequence),
        INTEGER(claim_record, stamp),         TRUTH(claim_record, cancelled),
};
static const struct columns claim_columns = COLUMNS(claim_list_of, claim_record);
#define NAMES \
        "recipient, uid, identity, originator_class, state, organizer, sender, channel, item, first_at, last_at, " \
        "sequence, stamp, cancelled"

/* What is of a later revision: RFC 5546 2.1.5 goes by SEQUENCE, then DTSTAMP. */
#define LATER \
        "(excluded.sequence > claim.sequence OR (excluded.sequence = claim.sequence AND excluded.stamp >= claim.stamp))"

enum cw_err claim_raise(struct store *store, const struct claim_record *claim, struct err *reterr) {
        struct ask ask = ask_for(
                store,
                "INSERT INTO claim (" NAMES ") VALUES (" P14 ") "
                "ON CONFLICT (recipient, uid, identity) DO UPDATE SET originator_class = excluded.originator_class, "
                "organizer = excluded.organizer, sender = excluded.sender, channel = excluded.channel, "
                "last_at = CASE WHEN excluded.last_at > claim.last_at THEN excluded.last_at ELSE claim.last_at END, "
                "sequence = CASE WHEN " LATER " THEN excluded.sequence ELSE claim.sequence END, "
                "stamp = CASE WHEN " LATER " THEN excluded.stamp ELSE claim.stamp END, "
                "cancelled = CASE WHEN " LATER " THEN excluded.cancelled ELSE claim.cancelled END");
        ask_row(&ask, &claim_columns, claim);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err state_set(struct store *store, const char *recipient, const char *uid, const char *identity,
                             const char *state, int64_t *ret_changed, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "UPDATE claim SET state = $1 WHERE recipient = $2 AND uid = $3 AND identity = $4");
        ask_text(&ask, state);
        ask_key(&ask, recipient);
        ask_key(&ask, uid);
        ask_key(&ask, identity);
        return ask_run(&ask, ret_changed, reterr);
}

static enum cw_err others_unconfirm(struct store *store, const char *recipient, const char *uid, const char *identity,
                                    struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE claim SET state = 'proven' WHERE recipient = $1 AND uid = $2 "
                                        "AND identity <> $3 AND state = 'confirmed'");
        ask_key(&ask, recipient);
        ask_key(&ask, uid);
        ask_key(&ask, identity);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err claim_decide(struct store *store, const char *recipient, const char *uid, const char *identity,
                         const char *state, struct err *reterr) {
        bool confirmed = strcmp(state, "confirmed") == 0;
        if (!confirmed && strcmp(state, "refused") != 0)
                return err_set(reterr, CW_ERR_USAGE, "store: a claim is confirmed or refused");
        struct transaction transaction;
        int64_t changed = 0;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = state_set(store, recipient, uid, identity, state, &changed, reterr);
        if (status == CW_OK && changed == 0)
                status = err_set(reterr, CW_ERR_NOT_FOUND, "there is no claim of %s on this event", identity);
        if (status == CW_OK && confirmed)
                status = others_unconfirm(store, recipient, uid, identity, reterr);
        return store_leave(&transaction, status, reterr);
}

enum cw_err claim_list(struct store *store, const char *recipient, const char *uid, const struct claim_record **ret,
                       uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT " NAMES " FROM claim WHERE recipient = $1 AND uid = $2 "
                                 "ORDER BY CASE state WHEN 'confirmed' THEN 0 ELSE 1 END, first_at, item, identity "
                                 "LIMIT $3");
        ask_key(&ask, recipient);
        ask_key(&ask, uid);
        ask_integer(&ask, LIMIT_STORE_CLAIMS);
        return ask_rows(&ask, &claim_columns, (const void **)ret, ret_count, reterr);
}

/* ---- Attendees -------------------------------------------------------------------------------------------------- */

static const struct column attendee_list_of[] = {
        KEY(attendee_record, recipient),    KEY(attendee_record, uid),       KEY(attendee_record, address),
        TEXT(attendee_record, delegate_of), TRUTH(attendee_record, present), INTEGER(attendee_record, first),
        INTEGER(attendee_record, last),     TEXT(attendee_record, partstat), INTEGER(attendee_record, sequence),
        INTEGER(attendee_record, stamp),
};
static const struct columns attendee_columns = COLUMNS(attendee_list_of, attendee_record);

static enum cw_err all_absent(struct store *store, const char *recipient, const char *uid, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE attendee SET present = 0 WHERE recipient = $1 AND uid = $2");
        ask_key(&ask, recipient);
        ask_key(&ask, uid);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err one_present(struct store *store, const struct attendee_record *attendee, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO attendee (recipient, uid, address, delegate_of, present, first_at, "
                                        "last_at, partstat, sequence, stamp) "
                                        "VALUES (" P10 ") "
                                        "ON CONFLICT (recipient, uid, address) DO UPDATE SET present = 1, "
                                        "delegate_of = excluded.delegate_of, last_at = excluded.last_at");
        ask_row(&ask, &attendee_columns, attendee);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err attendee_set(struct store *store, const char *recipient, const char *uid, int64_t at,
                         const struct attendee_record *attendees, uint32_t count, struct err *reterr) {
        struct transaction transaction;
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = all_absent(store, recipient, uid, reterr);
        for (uint32_t i = 0; status == CW_OK && i < count && i < LIMIT_STORE_ATTENDEES; i++) {
                struct attendee_record one = { .recipient = recipient,
                                               .uid = uid,
                                               .address = attendees[i].address,
                                               .delegate_of = attendees[i].delegate_of,
                                               .present = true,
                                               .first = at,
                                               .last = at,
                                               .sequence = -1 };
                status = one_present(store, &one, reterr);
        }
        return store_leave(&transaction, status, reterr);
}

enum cw_err attendee_answer(struct store *store, const char *recipient, const char *uid, const char *address,
                            const char *partstat, int64_t sequence, int64_t stamp, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE attendee SET partstat = $1, sequence = $2, stamp = $3 "
                                        "WHERE recipient = $4 AND uid = $5 AND address = $6 "
                                        "AND (sequence < $2 OR (sequence = $2 AND stamp <= $3))");
        ask_text(&ask, partstat);
        ask_integer(&ask, sequence);
        ask_integer(&ask, stamp);
        ask_key(&ask, recipient);
        ask_key(&ask, uid);
        ask_key(&ask, address);
        return ask_run(&ask, NULL, reterr);
}

enum cw_err attendee_find(struct store *store, const char *recipient, const char *uid, const char *address,
                          const struct attendee_record **ret, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT recipient, uid, address, delegate_of, present, first_at, last_at, "
                                        "partstat, sequence, stamp FROM attendee "
                                        "WHERE recipient = $1 AND uid = $2 AND address = $3");
        ask_key(&ask, recipient);
        ask_key(&ask, uid);
        ask_key(&ask, address);
        return ask_rows(&ask, &attendee_columns, (const void **)ret, NULL, reterr);
}
