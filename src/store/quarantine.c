#include "store/quarantine.h"
#include "store/internal.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "base/percent.h"
#include "store/packed.h"

static const struct column mail_list_of[] = {
        KEY(quarantine_record, item),        INTEGER(quarantine_record, at),     TEXT(quarantine_record, reason),
        TEXT(quarantine_record, class),      TEXT(quarantine_record, mail_from), TEXT(quarantine_record, sender),
        TEXT(quarantine_record, message_id), TEXT(quarantine_record, title),     TEXT(quarantine_record, parameters),
        INTEGER(quarantine_record, size),
};
static const struct columns mail_columns = COLUMNS(mail_list_of, quarantine_record);
#define NAMES "q.item, q.at, q.reason, q.class, q.mail_from, q.sender, q.message_id, q.title, q.parameters, q.size"

static const struct column copy_list_of[] = {
        KEY(quarantine_copy, item),        KEY(quarantine_copy, recipient),   TEXT(quarantine_copy, state),
        INTEGER(quarantine_copy, changed), TEXT(quarantine_copy, changed_by),
};
static const struct columns copy_columns = COLUMNS(copy_list_of, quarantine_copy);

/* ---- Keeping ---------------------------------------------------------------------------------------------------- */

/* Of sender and bytes (SHA-256): by it the same mail is known when it comes again. False: no memory for it. */
enum { DIGEST_TEXT = 2 * 32 + 1 };
static bool digest_of(const struct quarantine_record *mail, struct span raw, char ret[static DIGEST_TEXT]) {
        const char *sender = mail->mail_from ? mail->mail_from : "";
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned len = 0;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) &&
                    EVP_DigestUpdate(context, sender, strlen(sender) + 1) &&
                    EVP_DigestUpdate(context, raw.ptr ? raw.ptr : "", raw.len) &&
                    EVP_DigestFinal_ex(context, digest, &len);
        EVP_MD_CTX_free(context);
        hex_write(digest, len, ret);
        return done;
}

static enum cw_err mail_add(struct store *store, const struct quarantine_record *mail, struct span raw,
                            const char *digest, int64_t *ret_new, struct err *reterr) {
        struct quarantine_record row = *mail;
        row.size = (int64_t)raw.len;
        struct ask ask = ask_for(store, "INSERT INTO quarantine (item, at, reason, class, mail_from, sender, message_id, "
                                        "title, parameters, size, digest) VALUES (" P11 ") "
                                        "ON CONFLICT DO NOTHING");
        ask_row(&ask, &mail_columns, &row);
        ask_key(&ask, digest);
        return ask_run(&ask, ret_new, reterr);
}

static enum cw_err raw_add(struct store *store, const char *item, struct span raw, struct err *reterr) {
        return packed_add(store, "INSERT INTO quarantine_raw (item, raw) VALUES (" P2 ") ON CONFLICT DO NOTHING", item,
                          "mail", raw, reterr);
}

static enum cw_err copy_add(struct store *store, const struct quarantine_copy *copy, struct err *reterr) {
        struct ask ask = ask_for(store, "INSERT INTO quarantine_copy (item, recipient, state, changed_at, changed_by) "
                                        "VALUES (" P5 ") ON CONFLICT DO NOTHING");
        ask_row(&ask, &copy_columns, copy);
        return ask_run(&ask, NULL, reterr);
}

/* The same mail that is held for this recipient under another number gives way. */
static enum cw_err copy_succeed(struct store *store, const struct quarantine_copy *copy, const char *digest,
                                int64_t *changed, struct err *reterr) {
        struct ask ask = ask_for(store, "UPDATE quarantine_copy SET state = 'deleted', changed_at = $1, changed_by = $2 "
                                        "WHERE recipient = $3 AND state = 'held' AND item <> $4 "
                                        "AND item IN (SELECT item FROM quarantine WHERE digest = $5)");
        int64_t count = 0;
        ask_integer(&ask, copy->changed);
        ask_text(&ask, "");
        ask_key(&ask, copy->recipient);
        ask_key(&ask, copy->item);
        ask_key(&ask, digest);
        enum cw_err status = ask_run(&ask, &count, reterr);
        *changed += count;
        return status;
}

/* The bytes of those that nobody has a copy of any more. */
static enum cw_err drop_succeeded(struct store *store, const char *item, const char *digest, struct err *reterr) {
        struct ask ask = ask_for(store, "DELETE FROM quarantine_raw WHERE item <> $1 AND item IN (SELECT item FROM "
                                        "quarantine WHERE digest = $2) AND NOT EXISTS (SELECT 1 FROM quarantine_copy c "
                                        "WHERE c.item = quarantine_raw.item AND c.state IN ('held', 'releasing'))");
        ask_key(&ask, item);
        ask_key(&ask, digest);
        return ask_run(&ask, NULL, reterr);
}

static enum cw_err copies_add(struct store *store, const struct quarantine_record *mail, const char *digest,
                              const char *const *recipients, uint32_t count, struct err *reterr) {
        enum cw_err status = CW_OK;
        int64_t succeeded = 0;
        for (uint32_t i = 0; status == CW_OK && i < count; i++) {
                struct quarantine_copy copy = { .item = mail->item,
                                                .recipient = recipients[i],
                                                .state = QUARANTINE_HELD,
                                                .changed = mail->at };
                status = copy_succeed(store, &copy, digest, &succeeded, reterr);
                if (status == CW_OK)
                        status = copy_add(store, &copy, reterr);
        }
        return status == CW_OK && succeeded > 0 ? drop_succeeded(store, mail->item, digest, reterr) : status;
}

enum cw_err quarantine_add(struct store *store, const struct quarantine_record *mail, struct span raw,
                           const char *const *recipients, uint32_t count, struct err *reterr) {
        if (raw.len > LIMIT_MESSAGE_BYTES || count == 0)
                return err_set(reterr, CW_ERR_USAGE, "store: a quarantined mail has recipients and at most %d bytes",
                               LIMIT_MESSAGE_BYTES);
        struct transaction transaction;
        int64_t added = 0;
        char digest[DIGEST_TEXT];
        if (!digest_of(mail, raw, digest))
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory to keep a mail");
        enum cw_err status = store_enter(store, &transaction, reterr);
        if (status != CW_OK)
                return status;
        status = mail_add(store, mail, raw, digest, &added, reterr);
        if (status == CW_OK && added > 0)
                status = raw_add(store, mail->item, raw, reterr);
        if (status == CW_OK)
                status = copies_add(store, mail, digest, recipients, count, reterr);
        return store_leave(&transaction, status, reterr);
}

/* ---- Looking ---------------------------------------------------------------------------------------------------- */

#define LIST(narrow) \
        "SELECT " NAMES " FROM quarantine q WHERE q.item < $1 AND ($2 = '' OR q.sender = $2) " \
        "AND ($3 = 0 OR q.at >= $3) AND ($4 = 0 OR q.at < $4) AND " narrow " ORDER BY q.item DESC LIMIT $7"

enum cw_err quarantine_list(struct store *store, const struct quarantine_filter *filter,
                            const struct quarantine_record **ret, uint32_t *ret_count, struct err *reterr) {
        bool one = filter->recipient && *filter->recipient;
        const char *sql = one ? LIST("q.item IN (SELECT c.item FROM quarantine_copy c WHERE c.recipient = $5 "
                                     "AND ($6 = '' OR c.state = $6))")
                              : LIST("($5 = '' AND EXISTS (SELECT 1 FROM quarantine_copy c WHERE c.item = q.item "
                                     "AND ($6 = '' OR c.state = $6)))");
        struct ask ask = ask_for(store, sql);
        ask_key(&ask, filter->before && *filter->before ? filter->before : "~");
        ask_text(&ask, filter->sender);
        ask_integer(&ask, filter->since);
        ask_integer(&ask, filter->until);
        ask_key(&ask, filter->recipient);
        ask_text(&ask, filter->state);
        ask_integer(&ask, page_size(filter->limit));
        return ask_rows(&ask, &mail_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err quarantine_find(struct store *store, const char *item, const struct quarantine_record **ret,
                            struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT " NAMES " FROM quarantine q WHERE q.item = $1");
        ask_key(&ask, item);
        return ask_rows(&ask, &mail_columns, (const void **)ret, NULL, reterr);
}

enum cw_err quarantine_copies(struct store *store, const char *item, const struct quarantine_copy **ret,
                              uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT item, recipient, state, changed_at, changed_by FROM quarantine_copy "
                                        "WHERE item = $1 ORDER BY recipient");
        ask_key(&ask, item);
        return ask_rows(&ask, &copy_columns, (const void **)ret, ret_count, reterr);
}

enum cw_err quarantine_raw(struct store *store, const char *item, struct span *ret, struct err *reterr) {
        return packed_find(store, "SELECT raw FROM quarantine_raw WHERE item = $1", item, "mail", ret, reterr);
}

/* ---- States ----------------------------------------------------------------------------------------------------- */

enum cw_err quarantine_move(struct store *store, const char *item, const char *recipient, const char *from,
                            const char *to, const char *by, int64_t at, bool *ret_moved, struct err *reterr) {
        int64_t changed = 0;
        struct ask ask = ask_for(store, "UPDATE quarantine_copy SET state = $1, changed_by = $2, changed_at = $3 "
                                        "WHERE item = $4 AND recipient = $5 AND state = $6");
        ask_text(&ask, to);
        ask_text(&ask, by);
        ask_integer(&ask, at);
        ask_key(&ask, item);
        ask_key(&ask, recipient);
        ask_text(&ask, from);
        enum cw_err status = ask_run(&ask, &changed, reterr);
        if (status == CW_OK)
                *ret_moved = changed > 0;
        return status;
}

enum cw_err quarantine_drop(struct store *store, const char *item, bool *ret_dropped, struct err *reterr) {
        int64_t changed = 0;
        struct ask ask = ask_for(store, "DELETE FROM quarantine_raw WHERE item = $1 AND NOT EXISTS (SELECT 1 FROM "
                                        "quarantine_copy c WHERE c.item = $1 AND c.state IN ('held', 'releasing'))");
        ask_key(&ask, item);
        enum cw_err status = ask_run(&ask, &changed, reterr);
        if (status == CW_OK)
                *ret_dropped = changed > 0;
        return status;
}

static const struct column count_list_of[] = {
        TEXT(quarantine_count, state),
        INTEGER(quarantine_count, count),
        INTEGER(quarantine_count, bytes),
};
static const struct columns count_columns = COLUMNS(count_list_of, quarantine_count);

enum cw_err quarantine_stats(struct store *store, const struct quarantine_count **ret, uint32_t *ret_count,
                             struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT c.state, CAST(COUNT(*) AS BIGINT), CAST(SUM(q.size) AS BIGINT) FROM "
                                        "quarantine_copy c JOIN quarantine q ON q.item = c.item GROUP BY c.state "
                                        "ORDER BY c.state");
        return ask_rows(&ask, &count_columns, (const void **)ret, ret_count, reterr);
}
