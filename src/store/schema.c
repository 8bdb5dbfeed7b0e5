/* The tables, as a list of migrations: a change of the schema is a new row at the end, never a change of one that was
 * released. Columns that are made of what strangers write have bounded keys (LIMIT_STORE_KEY). */
#include "store/internal.h"

#include <stdlib.h>

/* clang-format off */
const struct migration migration_table[] = {
        { "decisions and events",
          "CREATE TABLE decision (item %TEXT% PRIMARY KEY, at BIGINT NOT NULL, node %TEXT% NOT NULL, channel %TEXT% NOT NULL, "
          "  class %TEXT% NOT NULL, probability DOUBLE PRECISION NOT NULL, placement %TEXT% NOT NULL, action %TEXT% NOT NULL, "
          "  originator_class %TEXT% NOT NULL, originator %TEXT% NOT NULL, message_id %TEXT% NOT NULL, "
          "  mail_from %TEXT% NOT NULL, sender %TEXT% NOT NULL, client %TEXT% NOT NULL, account %TEXT% NOT NULL, "
          "  organizer %TEXT% NOT NULL, uid %TEXT% NOT NULL, method %TEXT% NOT NULL, title %TEXT% NOT NULL, "
          "  size BIGINT NOT NULL, elapsed_us BIGINT NOT NULL, rules_version %TEXT% NOT NULL, reasons %TEXT% NOT NULL);"
          "CREATE INDEX decision_at ON decision (at);"
          "CREATE INDEX decision_message_id ON decision (message_id, item);"
          "CREATE INDEX decision_sender ON decision (sender, item);"
          "CREATE INDEX decision_organizer ON decision (organizer, item);"
          "CREATE INDEX decision_uid ON decision (uid, item);"
          "CREATE INDEX decision_account ON decision (account, item);"
          "CREATE TABLE decision_recipient (item %TEXT% NOT NULL, recipient %TEXT% NOT NULL, relation %TEXT% NOT NULL, "
          "  class %TEXT% NOT NULL, probability DOUBLE PRECISION NOT NULL, placement %TEXT% NOT NULL, "
          "  placement_reason %TEXT% NOT NULL, action %TEXT% NOT NULL, PRIMARY KEY (item, recipient)) %KEYED%;"
          "CREATE INDEX decision_recipient_recipient ON decision_recipient (recipient, item);"
          "CREATE TABLE event (recipient %TEXT% NOT NULL, uid %TEXT% NOT NULL, item %TEXT% NOT NULL, instance %TEXT% NOT NULL, "
          "  channel %TEXT% NOT NULL, at BIGINT NOT NULL, message_id %TEXT% NOT NULL, client %TEXT% NOT NULL, "
          "  user_name %TEXT% NOT NULL, user_agent %TEXT% NOT NULL, source %TEXT% NOT NULL, sender %TEXT% NOT NULL, "
          "  identity %TEXT% NOT NULL, proof %TEXT% NOT NULL, originator_class %TEXT% NOT NULL, organizer %TEXT% NOT NULL, "
          "  method %TEXT% NOT NULL, sequence BIGINT NOT NULL, stamp BIGINT NOT NULL, class %TEXT% NOT NULL, "
          "  placement %TEXT% NOT NULL, summary %TEXT% NOT NULL, PRIMARY KEY (recipient, uid, item, instance)) %KEYED%;"
          "CREATE INDEX event_uid ON event (uid, item);"
          "CREATE INDEX event_item ON event (item);"
          "CREATE INDEX event_at ON event (at);"
          "CREATE INDEX event_organizer ON event (recipient, organizer);" },
        { "claims, attendees and delegates",
          "CREATE TABLE claim (recipient %TEXT% NOT NULL, uid %TEXT% NOT NULL, identity %TEXT% NOT NULL, "
          "  originator_class %TEXT% NOT NULL, state %TEXT% NOT NULL, organizer %TEXT% NOT NULL, sender %TEXT% NOT NULL, "
          "  channel %TEXT% NOT NULL, item %TEXT% NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, "
          "  sequence BIGINT NOT NULL, stamp BIGINT NOT NULL, cancelled BIGINT NOT NULL, "
          "  PRIMARY KEY (recipient, uid, identity)) %KEYED%;"
          "CREATE INDEX claim_last ON claim (last_at);"
          "CREATE TABLE attendee (recipient %TEXT% NOT NULL, uid %TEXT% NOT NULL, address %TEXT% NOT NULL, "
          "  delegate_of %TEXT% NOT NULL, present BIGINT NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, "
          "  partstat %TEXT% NOT NULL, sequence BIGINT NOT NULL, stamp BIGINT NOT NULL, "
          "  PRIMARY KEY (recipient, uid, address)) %KEYED%;"
          "CREATE INDEX attendee_last ON attendee (last_at);"
          "CREATE TABLE delegate (recipient %TEXT% NOT NULL, sent_by %TEXT% NOT NULL, organizer %TEXT% NOT NULL, "
          "  confirmed_by %TEXT% NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (recipient, sent_by, organizer)) %KEYED%;" },
        { "quarantine",
          "CREATE TABLE quarantine (item %TEXT% PRIMARY KEY, at BIGINT NOT NULL, reason %TEXT% NOT NULL, class %TEXT% NOT NULL, "
          "  mail_from %TEXT% NOT NULL, sender %TEXT% NOT NULL, message_id %TEXT% NOT NULL, title %TEXT% NOT NULL, "
          "  parameters %TEXT% NOT NULL, size BIGINT NOT NULL);"
          "CREATE INDEX quarantine_at ON quarantine (at);"
          "CREATE TABLE quarantine_copy (item %TEXT% NOT NULL, recipient %TEXT% NOT NULL, state %TEXT% NOT NULL, "
          "  changed_at BIGINT NOT NULL, changed_by %TEXT% NOT NULL, PRIMARY KEY (item, recipient)) %KEYED%;"
          "CREATE INDEX quarantine_copy_recipient ON quarantine_copy (recipient, item);"
          "CREATE TABLE quarantine_raw (item %TEXT% PRIMARY KEY, raw %BLOB% NOT NULL);" },
        { "relations, lists and feedback",
          "CREATE TABLE relation (owner %TEXT% NOT NULL, address %TEXT% NOT NULL, source %TEXT% NOT NULL, kind %TEXT% NOT NULL, "
          "  first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, count BIGINT NOT NULL, "
          "  PRIMARY KEY (owner, address, source)) %KEYED%;"
          "CREATE INDEX relation_last ON relation (kind, last_at);"
          "CREATE TABLE sent (message_id %TEXT% NOT NULL, owner %TEXT% NOT NULL, recipient %TEXT% NOT NULL, at BIGINT NOT NULL, "
          "  PRIMARY KEY (message_id, owner, recipient)) %KEYED%;"
          "CREATE INDEX sent_at ON sent (at);"
          "CREATE TABLE list_entry (scope %TEXT% NOT NULL, owner %TEXT% NOT NULL, kind %TEXT% NOT NULL, value %TEXT% NOT NULL, "
          "  effect %TEXT% NOT NULL, note %TEXT% NOT NULL, added_by %TEXT% NOT NULL, at BIGINT NOT NULL, "
          "  expires BIGINT NOT NULL, PRIMARY KEY (kind, value, scope, owner)) %KEYED%;"
          "CREATE INDEX list_entry_owner ON list_entry (scope, owner);"
          "CREATE TABLE stamp (name %TEXT% PRIMARY KEY, value BIGINT NOT NULL);"
          "CREATE TABLE feedback (item %TEXT% NOT NULL, recipient %TEXT% NOT NULL, label %TEXT% NOT NULL, "
          "  given_by %TEXT% NOT NULL, source %TEXT% NOT NULL, at BIGINT NOT NULL, note %TEXT% NOT NULL, "
          "  PRIMARY KEY (item, recipient)) %KEYED%;"
          "CREATE INDEX feedback_at ON feedback (at);" },
        { "reputation, accounts and keys",
          "CREATE TABLE reputation (kind %TEXT% NOT NULL, subject %TEXT% NOT NULL, first_at BIGINT NOT NULL, "
          "  last_at BIGINT NOT NULL, clean DOUBLE PRECISION NOT NULL, doubtful DOUBLE PRECISION NOT NULL, "
          "  spam DOUBLE PRECISION NOT NULL, certain DOUBLE PRECISION NOT NULL, feedback_ham DOUBLE PRECISION NOT NULL, "
          "  feedback_spam DOUBLE PRECISION NOT NULL, clean_sum DOUBLE PRECISION NOT NULL, "
          "  doubtful_sum DOUBLE PRECISION NOT NULL, spam_sum DOUBLE PRECISION NOT NULL, "
          "  certain_sum DOUBLE PRECISION NOT NULL, feedback_ham_sum DOUBLE PRECISION NOT NULL, "
          "  feedback_spam_sum DOUBLE PRECISION NOT NULL, PRIMARY KEY (kind, subject)) %KEYED%;"
          "CREATE INDEX reputation_last ON reputation (last_at);"
          "CREATE TABLE account_event (id %ID%, at BIGINT NOT NULL, account %TEXT% NOT NULL, client %TEXT% NOT NULL, "
          "  organizer %TEXT% NOT NULL, kind %TEXT% NOT NULL, item %TEXT% NOT NULL, detail %TEXT% NOT NULL);"
          "CREATE INDEX account_event_at ON account_event (at);"
          "CREATE INDEX account_event_account ON account_event (account, id);"
          "CREATE INDEX account_event_client ON account_event (client, id);"
          "CREATE TABLE api_key (id %TEXT% PRIMARY KEY, hash %TEXT% NOT NULL UNIQUE, name %TEXT% NOT NULL, "
          "  rights %TEXT% NOT NULL, scope %TEXT% NOT NULL, made_by %TEXT% NOT NULL, created BIGINT NOT NULL, "
          "  expires BIGINT NOT NULL, used BIGINT NOT NULL);" },
        { "digests of quarantined mails",
          "ALTER TABLE quarantine ADD COLUMN digest %TEXT% NOT NULL DEFAULT '';"
          "CREATE INDEX quarantine_digest ON quarantine (digest);" },
        { "arrivals, the users' say, and reports",
          "CREATE TABLE arrival (id %TEXT% PRIMARY KEY, mail %TEXT% NOT NULL, item %TEXT% NOT NULL, owner %TEXT% NOT NULL, "
          "  at BIGINT NOT NULL, channel %TEXT% NOT NULL, method %TEXT% NOT NULL, uid %TEXT% NOT NULL, "
          "  instance %TEXT% NOT NULL, organizer %TEXT% NOT NULL, sender %TEXT% NOT NULL, message_id %TEXT% NOT NULL, "
          "  title %TEXT% NOT NULL, start BIGINT NOT NULL, originator %TEXT% NOT NULL, class %TEXT% NOT NULL, "
          "  placement %TEXT% NOT NULL, reason %TEXT% NOT NULL, state %TEXT% NOT NULL, place %TEXT% NOT NULL, "
          "  headers %TEXT% NOT NULL, changed_at BIGINT NOT NULL, changed_by %TEXT% NOT NULL, digested BIGINT NOT NULL);"
          "CREATE UNIQUE INDEX arrival_mail ON arrival (owner, mail, uid, instance);"
          "CREATE INDEX arrival_owner ON arrival (owner, id);"
          "CREATE INDEX arrival_uid ON arrival (owner, uid, id);"
          "CREATE INDEX arrival_item ON arrival (item);"
          "CREATE INDEX arrival_digested ON arrival (digested, state, owner);"
          "CREATE INDEX arrival_at ON arrival (at);"
          "CREATE TABLE arrival_object (id %TEXT% PRIMARY KEY, object %BLOB% NOT NULL);"
          "CREATE TABLE link_used (link %TEXT% PRIMARY KEY, owner %TEXT% NOT NULL, expires BIGINT NOT NULL);"
          "CREATE INDEX link_used_expires ON link_used (expires);"
          "CREATE TABLE user_session (hash %TEXT% PRIMARY KEY, owner %TEXT% NOT NULL, method %TEXT% NOT NULL, "
          "  created BIGINT NOT NULL, expires BIGINT NOT NULL, used BIGINT NOT NULL);"
          "CREATE INDEX user_session_owner ON user_session (owner);"
          "CREATE INDEX user_session_expires ON user_session (expires);"
          "CREATE TABLE digest_state (owner %TEXT% PRIMARY KEY, sent_at BIGINT NOT NULL, choice %TEXT% NOT NULL, "
          "  calendar_choice %TEXT% NOT NULL);"
          "CREATE TABLE report_sent (id %TEXT% PRIMARY KEY, at BIGINT NOT NULL, owner %TEXT% NOT NULL, "
          "  arrival %TEXT% NOT NULL, address %TEXT% NOT NULL, kind %TEXT% NOT NULL, subject %TEXT% NOT NULL, "
          "  incident BIGINT NOT NULL, state %TEXT% NOT NULL, detail %TEXT% NOT NULL);"
          "CREATE INDEX report_sent_address ON report_sent (address, subject, id);"
          "CREATE INDEX report_sent_arrival ON report_sent (arrival);"
          "CREATE INDEX report_sent_at ON report_sent (at);"
          "CREATE TABLE report_received (id %TEXT% PRIMARY KEY, at BIGINT NOT NULL, digest %TEXT% NOT NULL UNIQUE, "
          "  reporter %TEXT% NOT NULL, sender %TEXT% NOT NULL, kind %TEXT% NOT NULL, state %TEXT% NOT NULL, "
          "  item %TEXT% NOT NULL, account %TEXT% NOT NULL, uid %TEXT% NOT NULL, message_id %TEXT% NOT NULL, "
          "  feedback_id %TEXT% NOT NULL, incidents BIGINT NOT NULL, detail %TEXT% NOT NULL);"
          "CREATE INDEX report_received_account ON report_received (account, id);"
          "CREATE INDEX report_received_item ON report_received (item);"
          "CREATE INDEX report_received_at ON report_received (at);" },
};
/* clang-format on */
const uint32_t migration_count = sizeof migration_table / sizeof *migration_table;

int64_t store_schema_version(void) {
        return migration_count;
}

/* clang-format off */
#define TABLE(name, values, key, columns) \
        { name, "SELECT " columns " FROM " name " ORDER BY " key, \
          "INSERT INTO " name " (" columns ") VALUES (" values ")", \
          "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM " name " LIMIT 1) AS present" }
const struct table table_list[] = {
        TABLE("decision", P23, "item",
              "item, at, node, channel, class, probability, placement, action, originator_class, originator, "
              "message_id, mail_from, sender, client, account, organizer, uid, method, title, size, elapsed_us, "
              "rules_version, reasons"),
        TABLE("decision_recipient", P8, "item, recipient",
              "item, recipient, relation, class, probability, placement, placement_reason, action"),
        TABLE("event", P22, "recipient, uid, item, instance",
              "recipient, uid, item, instance, channel, at, message_id, client, user_name, user_agent, source, "
              "sender, identity, proof, originator_class, organizer, method, sequence, stamp, class, placement, "
              "summary"),
        TABLE("claim", P14, "recipient, uid, identity",
              "recipient, uid, identity, originator_class, state, organizer, sender, channel, item, first_at, "
              "last_at, sequence, stamp, cancelled"),
        TABLE("attendee", P10, "recipient, uid, address",
              "recipient, uid, address, delegate_of, present, first_at, last_at, partstat, sequence, stamp"),
        TABLE("delegate", P5, "recipient, sent_by, organizer",
              "recipient, sent_by, organizer, confirmed_by, at"),
        TABLE("quarantine", P11, "item",
              "item, at, reason, class, mail_from, sender, message_id, title, parameters, size, digest"),
        TABLE("quarantine_copy", P5, "item, recipient",
              "item, recipient, state, changed_at, changed_by"),
        TABLE("quarantine_raw", P2, "item",
              "item, raw"),
        TABLE("relation", P7, "owner, address, source",
              "owner, address, source, kind, first_at, last_at, count"),
        TABLE("sent", P4, "message_id, owner, recipient",
              "message_id, owner, recipient, at"),
        TABLE("list_entry", P9, "kind, value, scope, owner",
              "scope, owner, kind, value, effect, note, added_by, at, expires"),
        TABLE("stamp", P2, "name",
              "name, value"),
        TABLE("feedback", P7, "item, recipient",
              "item, recipient, label, given_by, source, at, note"),
        TABLE("reputation", P16, "kind, subject",
              "kind, subject, first_at, last_at, clean, doubtful, spam, certain, feedback_ham, feedback_spam, "
              "clean_sum, doubtful_sum, spam_sum, certain_sum, feedback_ham_sum, feedback_spam_sum"),
        TABLE("account_event", P7, "id",
              "at, account, client, organizer, kind, item, detail"),
        TABLE("api_key", P9, "id",
              "id, hash, name, rights, scope, made_by, created, expires, used"),
        TABLE("arrival", P24, "id",
              "id, mail, item, owner, at, channel, method, uid, instance, organizer, sender, message_id, title, start, "
              "originator, class, placement, reason, state, place, headers, changed_at, changed_by, digested"),
        TABLE("arrival_object", P2, "id",
              "id, object"),
        TABLE("link_used", P3, "link",
              "link, owner, expires"),
        TABLE("user_session", P6, "hash",
              "hash, owner, method, created, expires, used"),
        TABLE("digest_state", P4, "owner",
              "owner, sent_at, choice, calendar_choice"),
        TABLE("report_sent", P10, "id",
              "id, at, owner, arrival, address, kind, subject, incident, state, detail"),
        TABLE("report_received", P14, "id",
              "id, at, digest, reporter, sender, kind, state, item, account, uid, message_id, feedback_id, incidents, "
              "detail"),
};
/* clang-format on */
const uint32_t table_count = sizeof table_list / sizeof *table_list;

/* ---- Migration -------------------------------------------------------------------------------------------------- */

/* The SQL with its %WORDS% replaced; the caller frees it. */
static char *sql_for(const struct database_driver *driver, const char *sql) {
        const struct {
                struct span word;
                const char *text;
        } words[] = { { SPAN("%BLOB%"), driver->blob_type },
                      { SPAN("%ID%"), driver->id_type },
                      { SPAN("%TEXT%"), driver->text_type },
                      { SPAN("%KEYED%"), driver->keyed } };
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        if (!out)
                return NULL;
        while (*sql) {
                size_t i = 0;
                while (i < 4 && strncmp(sql, words[i].word.ptr, words[i].word.len) != 0)
                        i++;
                if (i < 4)
                        fputs(words[i].text, out);
                else
                        fputc(*sql, out);
                sql += i < 4 ? words[i].word.len : 1;
        }
        return fclose(out) == 0 ? text : (free(text), NULL);
}

static enum cw_err number(struct database *db, const char *sql, const char *text, int64_t *ret, struct err *reterr) {
        struct db_value value = { .type = DB_TEXT, .bytes = span_from(text) };
        bool row = false;
        enum cw_err status = db->driver->query(db, sql, &value, text ? 1 : 0, reterr);
        if (status == CW_OK)
                status = db->driver->next(db, &row, reterr);
        if (status == CW_OK && row)
                *ret = db->driver->value(db, 0).integer;
        db->driver->finish(db);
        return status;
}

/* *ret 0: there is no schema yet. */
static enum cw_err version_of(struct database *db, int64_t *ret, struct err *reterr) {
        int64_t tables = 0;
        *ret = 0;
        enum cw_err status = number(db, db->driver->has_table, "migration", &tables, reterr);
        if (status != CW_OK || tables == 0)
                return status;
        return number(db, "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM migration", NULL, ret, reterr);
}

static enum cw_err step(struct database *db, int64_t version, const struct migration *migration, struct err *reterr) {
        char *sql = sql_for(db->driver, migration->sql);
        if (!sql)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory");
        enum cw_err status = db->driver->script(db, sql, reterr);
        free(sql);
        if (status != CW_OK)
                return status;
        struct db_value values[] = { { .type = DB_INTEGER, .integer = version },
                                     { .type = DB_TEXT, .bytes = span_from(migration->title) },
                                     { .type = DB_INTEGER, .integer = time(NULL) } };
        bool row;
        status = db->driver->query(db, "INSERT INTO migration (version, title, at) VALUES ($1, $2, $3)", values, 3,
                                   reterr);
        if (status == CW_OK)
                status = db->driver->next(db, &row, reterr);
        db->driver->finish(db);
        return status;
}

static enum cw_err steps(struct database *db, const struct migration *migrations, uint32_t count, struct err *reterr) {
        int64_t version;
        enum cw_err status = db->driver->lock_schema(db, reterr);
        if (status == CW_OK)
                status = version_of(db, &version, reterr); /* another process may have been faster */
        if (status == CW_OK && version == 0)
                status = db->driver->script(
                        db,
                        "CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY, title TEXT NOT NULL, at BIGINT NOT NULL)",
                        reterr);
        while (status == CW_OK && version < count) {
                status = step(db, version + 1, &migrations[version], reterr);
                version++;
        }
        return status;
}

enum cw_err schema_migrate(struct database *db, enum store_mode mode, const struct migration *migrations,
                           uint32_t count, struct err *reterr) {
        int64_t version;
        const char *place = db->driver->place(db);
        enum cw_err status = version_of(db, &version, reterr);
        if (status != CW_OK || version == count)
                return status;
        if (version > count)
                return err_set(reterr, CW_ERR_CONFIG, "%s: its schema %lld is newer than this program, which knows %u",
                               place, (long long)version, count);
        if (mode == STORE_READ && version == 0)
                return err_set(reterr, CW_ERR_NOT_FOUND, "%s: nothing is stored there yet", place);
        if (mode == STORE_READ)
                return err_set(reterr, CW_ERR_CONFIG,
                               "%s: its schema %lld is older than %u; calwarden serve brings it up to date", place,
                               (long long)version, count);
        status = db->driver->begin(db, STORE_DURABLE, reterr);
        if (status != CW_OK)
                return status;
        status = steps(db, migrations, count, reterr);
        if (status == CW_OK)
                return db->driver->commit(db, reterr);
        db->driver->rollback(db);
        return status;
}
