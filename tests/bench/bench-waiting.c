/* bench-waiting: what it costs that a thread waits for each mail.
 *
 *     bench-waiting threads|queue CONFIG SECONDS WAITING FILE.eml...
 *
 * The same judgements with as many mails waiting for DNS: in "threads" each has a thread, as libmilter gives it; in "queue" they
 * are begun and finished by as many threads as there are cores, as over HTTP. Without a mail system, memory and records, so that
 * what threads cost weighs more than in a daemon. Prints mails, and µs of CPU a mail. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "config/config.h"
#include "engine/guard.h"
#include "lookup/lookup.h"
#include "mails.h"

enum { DIGITS = 8, SENDER_BYTES = 32 };

/* A mail in work, again and again. */
struct place {
        struct place *next;
        char *bytes;
        char sender[SENDER_BYTES];
        struct item item;
        struct guard_pending *pending;
};

static struct {
        struct guard *guard;
        struct mails mails;
        int64_t end_ms;
        _Atomic uint32_t number, done, working;
        pthread_mutex_t lock;
        pthread_cond_t changed;
        struct place *first, *last;
} bench = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static const struct span mark = SPAN("m00000000.example"), rcpt = SPAN("user@example.org");

/* Another mail for it, whose sender has a domain of its own. False: the time is over. */
static bool renew(struct place *place) {
        uint32_t number = atomic_fetch_add(&bench.number, 1);
        struct span mail = bench.mails.items[number % bench.mails.count];
        char digits[DIGITS + 1];
        if (clock_monotonic_ms() >= bench.end_ms)
                return false;
        (void)snprintf(digits, sizeof digits, "%08u", number % 100000000u);
        (void)snprintf(place->sender, sizeof place->sender, "bounce@m%s.example", digits);
        memcpy(place->bytes, mail.ptr, mail.len);
        struct span rest = { place->bytes, mail.len };
        for (size_t at; (at = span_find(rest, mark)) < rest.len; rest = span_skip(rest, at + mark.len))
                memcpy((char *)rest.ptr + at + 1, digits, DIGITS);
        place->item = (struct item){ .bytes = { place->bytes, mail.len },
                                     .channel = CHANNEL_MAIL_IN,
                                     .client_ip = SPAN("192.0.2.1"),
                                     .helo = SPAN("client.example.net"),
                                     .mail_from = span_from(place->sender),
                                     .mail_from_known = true,
                                     .rcpt = &rcpt,
                                     .rcpt_count = 1,
                                     .at = clock_now_s() };
        return true;
}

static void give_up(const struct err *err) {
        fprintf(stderr, "bench-waiting: %s\n", err->text);
        exit(EXIT_FAILURE);
}

static void close_one(struct outcome *outcome) {
        outcome_free(outcome);
        atomic_fetch_add(&bench.done, 1);
}

static void *wait_in_thread(void *user) {
        struct place *place = user;
        struct outcome *outcome;
        struct err err;
        while (renew(place)) {
                if (guard_judge(bench.guard, &place->item, NULL, &outcome, &err))
                        give_up(&err);
                close_one(outcome);
        }
        return NULL;
}

/* ---- A queue ---------------------------------------------------------------------------------------------------------- */

static void put(void *user) {
        struct place *place = user;
        place->next = NULL;
        pthread_mutex_lock(&bench.lock);
        if (bench.first)
                bench.last->next = place;
        else
                bench.first = place;
        bench.last = place;
        pthread_cond_signal(&bench.changed);
        pthread_mutex_unlock(&bench.lock);
}

/* NULL: there is none any more. */
static struct place *take(void) {
        pthread_mutex_lock(&bench.lock);
        while (!bench.first && atomic_load(&bench.working) > 0)
                (void)pthread_cond_wait(&bench.changed, &bench.lock);
        struct place *place = bench.first;
        bench.first = place ? place->next : NULL;
        pthread_mutex_unlock(&bench.lock);
        return place;
}

static void end_place(void) {
        pthread_mutex_lock(&bench.lock);
        if (atomic_fetch_sub(&bench.working, 1) == 1)
                pthread_cond_broadcast(&bench.changed);
        pthread_mutex_unlock(&bench.lock);
}

static void go_on(struct place *place) {
        struct outcome *outcome;
        struct err err;
        if (place->pending) {
                if (guard_finish(place->pending, &outcome, &err))
                        give_up(&err);
                close_one(outcome);
                place->pending = NULL;
        }
        if (!renew(place)) {
                end_place();
                return;
        }
        if (guard_begin(bench.guard, &place->item, NULL, &place->pending, &err))
                give_up(&err);
        if (guard_waits(place->pending))
                guard_tell(place->pending, put, place);
        else
                put(place);
}

static void *work_off(void *unused) {
        (void)unused;
        for (struct place *place; (place = take());)
                go_on(place);
        return NULL;
}

/* ---- Both ------------------------------------------------------------------------------------------------------------- */

static double cpu_us(void) {
        struct rusage used;
        (void)getrusage(RUSAGE_SELF, &used);
        return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static struct place *places_new(uint32_t count) {
        size_t most = 0;
        for (uint32_t i = 0; i < bench.mails.count; i++)
                most = bench.mails.items[i].len > most ? bench.mails.items[i].len : most;
        struct place *places = calloc(count, sizeof *places);
        for (uint32_t i = 0; places && i < count; i++)
                places[i].bytes = malloc(most);
        return places;
}

static void run(bool threads, uint32_t waiting) {
        struct place *places = places_new(waiting);
        uint32_t count = threads ? waiting : (uint32_t)sysconf(_SC_NPROCESSORS_ONLN);
        pthread_t *ids = calloc(count, sizeof *ids);
        pthread_attr_t attributes;
        if (!places || !ids || pthread_attr_init(&attributes) || pthread_attr_setstacksize(&attributes, GUARD_STACK))
                exit(EXIT_FAILURE);
        bench.working = waiting;
        for (uint32_t i = 0; !threads && i < waiting; i++)
                put(&places[i]);
        for (uint32_t i = 0; i < count; i++)
                if (pthread_create(&ids[i], &attributes, threads ? wait_in_thread : work_off, &places[i]))
                        exit(EXIT_FAILURE);
        for (uint32_t i = 0; i < count; i++)
                (void)pthread_join(ids[i], NULL);
        (void)pthread_attr_destroy(&attributes);
        free(ids);
}

int main(int argc, char **argv) {
        struct config *config;
        struct metrics *metrics;
        struct lookups *lookups;
        struct err err;
        uint64_t seconds = 0, waiting = 0;
        if (argc < 6 || !span_to_u64(span_from(argv[3]), &seconds) || !span_to_u64(span_from(argv[4]), &waiting)) {
                fputs("usage: bench-waiting threads|queue CONFIG SECONDS WAITING FILE.eml...\n", stderr);
                return EXIT_FAILURE;
        }
        bench.mails = mails_read(argc - 5, argv + 5);
        if (config_load(argv[2], &config, &err) || metrics_new(&metrics, &err) ||
            lookups_new(config, metrics, &lookups, &err) || lookups_start(lookups, &err))
                give_up(&err);
        const struct guard_settings settings = { .config = config, .metrics = metrics, .lookups = lookups };
        if (guard_new(&settings, &bench.guard, &err))
                give_up(&err);
        double before = cpu_us();
        bench.end_ms = clock_monotonic_ms() + 1000 * (int64_t)seconds;
        run(strcmp(argv[1], "threads") == 0, (uint32_t)waiting);
        uint32_t done = bench.done;
        printf("mails=%u us=%.0f\n", done, done ? (cpu_us() - before) / done : 0);
        guard_free(bench.guard);
        lookups_free(lookups);
        metrics_free(metrics);
        config_unref(config);
        return EXIT_SUCCESS;
}
