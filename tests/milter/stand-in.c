/* stand-in: the milter with a guard that does what the mail asks for, for tests of the protocol.
 *
 *     stand-in CONFIG FOLDER
 *
 * Writes "ready", then what it was given of each mail as FOLDER/N.eml (the bytes) and FOLDER/N.txt (a line a fact). Ends
 * when its standard input ends, as the daemon does: milter_stop, milter_free; "stopped" or "not stopped" is written.
 * Fields of a mail that it obeys:
 *
 *     X-Test-Action: accept|tag|folder|quarantine|hold|reject|defer|discard
 *     X-Test-Add: Name: value       (\n in it becomes a fold)
 *     X-Test-Subject: prefix
 *     X-Test-Drop: address
 *     X-Test-Wait: milliseconds
 *     X-Test-Fail: yes              the guard itself fails
 *     X-Test-Examined: yes          it holds something of calendars
 *     X-Forged: …                   is one of those that a plan removes, where its value holds "forged" */
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "config/config.h"
#include "engine/guard.h"
#include "store/recorder.h"
#include "transport/milter/fields.h"
#include "transport/milter/milter.h"

enum { ADDS = 32, TEXT = 4096, PATIENCE_MS = 2000 };

struct guard {
        const struct config *config;
        const char *folder;
        _Atomic uint32_t count;
};
static struct guard the_guard;

struct told {
        struct outcome outcome;
        struct plan_header add[ADDS];
        struct plan_recipient *recipients;
        char names[ADDS][128], values[ADDS][TEXT], prefix[TEXT];
};

struct config *guard_config(struct guard *guard) {
        return config_ref(guard->config);
}

bool plan_removes(const struct plan *plan, struct span name, struct span value) {
        (void)plan;
        return span_equal_nocase(name, SPAN("X-Forged")) && span_has(value, SPAN("forged"));
}

/* ---- What came -------------------------------------------------------------------------------------------------------- */

static FILE *file_of(const struct guard *guard, uint32_t number, const char *suffix) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%u.%s", guard->folder, number, suffix);
        FILE *file = fopen(path, "w");
        if (!file)
                abort();
        return file;
}

static void tell(FILE *out, const char *name, struct span value) {
        fprintf(out, "%s=%.*s\n", name, (int)value.len, value.ptr ? value.ptr : "");
}

static void write_down(struct guard *guard, const struct item *item, const struct guard_session *session) {
        uint32_t number = atomic_fetch_add(&guard->count, 1);
        FILE *bytes = file_of(guard, number, "eml"), *facts = file_of(guard, number, "txt");
        (void)fwrite(item->bytes.ptr, 1, item->bytes.len, bytes);
        tell(facts, "channel", span_from(channel_name(item->channel)));
        tell(facts, "client_ip", item->client_ip);
        tell(facts, "helo", item->helo);
        tell(facts, "mail_from", item->mail_from);
        tell(facts, "auth_user", item->auth_user);
        tell(facts, "queue_id", session->queue_id);
        tell(facts, "parameters", session->mail_parameters);
        fprintf(facts, "truncated=%d\nlate=%" PRId64 "\n", item->truncated, clock_now_s() - item->at);
        for (uint32_t i = 0; i < item->rcpt_count; i++)
                tell(facts, "rcpt", item->rcpt[i]);
        (void)fclose(bytes);
        (void)fclose(facts);
}

/* ---- What it asks for ------------------------------------------------------------------------------------------------- */

static void copy(struct span value, char ret[static TEXT]) {
        size_t len = 0;
        value = span_head(span_trim(value), TEXT - 2);
        for (size_t i = 0; i < value.len; i++) {
                bool fold = value.ptr[i] == '\\' && i + 1 < value.len && value.ptr[i + 1] == 'n';
                ret[len++] = fold ? '\n' : value.ptr[i];
                i += fold;
        }
        ret[len] = 0;
}

static enum option_action action_of(struct span value) {
        static const char *const names[OPTION_ACTIONS] = {
                [ACTION_ACCEPT] = "accept", [ACTION_TAG] = "tag",         [ACTION_FOLDER] = "folder",
                [ACTION_HOLD] = "hold",     [ACTION_REJECT] = "reject",   [ACTION_QUARANTINE] = "quarantine",
                [ACTION_DEFER] = "defer",   [ACTION_DISCARD] = "discard",
        };
        for (int action = 0; action < OPTION_ACTIONS; action++)
                if (span_equal(span_trim(value), span_from(names[action])))
                        return (enum option_action)action;
        abort();
}

static void obey(struct told *told, const struct field *field, const struct item *item) {
        struct plan *plan = &told->outcome.plan;
        struct span value = span_trim(field->value);
        if (span_equal_nocase(field->name, SPAN("X-Test-Action")))
                plan->action = action_of(value);
        if (span_equal_nocase(field->name, SPAN("X-Test-Examined")))
                told->outcome.examined = true;
        if (span_equal_nocase(field->name, SPAN("X-Test-Subject"))) {
                copy(value, told->prefix);
                told->prefix[strlen(told->prefix)] = ' ';
                plan->subject_prefix = told->prefix;
        }
        if (span_equal_nocase(field->name, SPAN("X-Test-Drop")))
                for (uint32_t i = 0; i < item->rcpt_count; i++)
                        if (span_equal(item->rcpt[i], value)) {
                                told->recipients[i].drop = true;
                                plan->drop_count++;
                        }
        if (span_equal_nocase(field->name, SPAN("X-Test-Add")) && plan->add_count < ADDS) {
                size_t colon = span_find_byte(value, ':');
                (void)snprintf(told->names[plan->add_count], sizeof *told->names, "%.*s", (int)colon, value.ptr);
                copy(span_skip(value, colon + 1), told->values[plan->add_count]);
                told->add[plan->add_count] = (struct plan_header){ .name = told->names[plan->add_count],
                                                                   .value = told->values[plan->add_count] };
                plan->add_count++;
        }
}

static void wait_for(struct span value) {
        uint64_t ms = 0;
        if (span_to_u64(span_trim(value), &ms))
                (void)nanosleep(&(struct timespec){ (time_t)(ms / 1000), (long)(ms % 1000) * 1000000 }, NULL);
}

enum cw_err guard_judge(struct guard *guard, const struct item *item, const struct guard_session *session,
                        struct outcome **ret, struct err *reterr) {
        struct field field;
        write_down(guard, item, session);
        if (field_find(item->bytes, SPAN("X-Test-Wait"), &field))
                wait_for(field.value);
        if (field_find(item->bytes, SPAN("X-Test-Fail"), &field))
                return err_set(reterr, CW_ERR_MEMORY, "as told");
        struct told *told = calloc(1, sizeof *told);
        struct plan *plan = &told->outcome.plan;
        told->recipients = calloc(item->rcpt_count + 1, sizeof *told->recipients);
        *plan = (struct plan){ .config = guard->config,
                               .add = told->add,
                               .recipients = told->recipients,
                               .recipient_count = item->rcpt_count };
        struct span rest = item->bytes;
        while (field_next(&rest, &field))
                obey(told, &field, item);
        if (plan->action == ACTION_REJECT)
                plan->reply = (struct plan_reply){ "554", "5.7.1", "as told (ask postmaster)" };
        if (plan->action == ACTION_DEFER)
                plan->reply = (struct plan_reply){ "451", "4.7.1", "later" };
        if (plan->action == ACTION_HOLD)
                plan->hold_reason = "as told";
        *ret = &told->outcome;
        return CW_OK;
}

enum cw_err guard_release(struct guard *guard, const struct item *item, const char *id,
                          enum originator_class originator, struct outcome **ret, struct err *reterr) {
        (void)guard, (void)item, (void)id, (void)originator, (void)ret;
        return err_set(reterr, CW_ERR_INTERNAL, "nothing is kept here");
}

void outcome_free(struct outcome *outcome) {
        struct told *told = (struct told *)outcome;
        if (told)
                free(told->recipients);
        free(told);
}

/* ---- What is learned -------------------------------------------------------------------------------------------------- */

struct recorder {
        FILE *out;
};

bool recorder_put(struct recorder *recorder, const struct record *records, uint32_t count) {
        for (uint32_t i = 0; i < count; i++)
                if (records[i].kind == RECORD_RELATION)
                        fprintf(recorder->out, "relation %s %s %s %s\n", records[i].relation->owner,
                                records[i].relation->address, records[i].relation->kind, records[i].relation->source);
                else
                        fprintf(recorder->out, "sent %s %s %s\n", records[i].sent.message_id, records[i].sent.owner,
                                records[i].sent.recipient);
        fflush(recorder->out);
        return true;
}

/* ---- Life ------------------------------------------------------------------------------------------------------------- */

static void check(enum cw_err code, const struct err *why) {
        if (!code)
                return;
        fprintf(stderr, "%s\n", why->text);
        exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
        struct milter *milter;
        struct config *config;
        struct err why = { 0 };
        sigset_t all;
        char byte;
        if (argc != 3)
                return EXIT_FAILURE;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, NULL);
        check(config_load(argv[1], &config, &why), &why);
        the_guard = (struct guard){ .config = config, .folder = argv[2] };
        struct recorder recorder = { .out = file_of(&the_guard, 0, "learned") };
        check(milter_bind(config, (uid_t)-1, (gid_t)-1, &milter, &why), &why);
        check(milter_start(milter, &the_guard, &recorder, NULL, &why), &why);
        puts("ready");
        fflush(stdout);
        while (read(STDIN_FILENO, &byte, 1) > 0)
                ;
        puts(milter_stop(milter, clock_monotonic_ms() + PATIENCE_MS) ? "stopped" : "not stopped");
        fflush(stdout);
        (void)usleep(300000); /* who comes now is refused */
        milter_free(milter);
        _exit(milter_is_up(milter) ? EXIT_SUCCESS : EXIT_FAILURE);
}
