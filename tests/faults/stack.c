/* stack: hostile inputs must be judged within half of the stack that each thread of the milter has.
 *
 *         stack RULES FOLDER…     judges each shape, and each file in the folders, with a memory (SQLite), counters and
 *                                 records, each in a thread whose stack was painted before
 *
 * The outside is not asked: what it answered is read in the same threads, see tests/daemon/test_lookups.py. */
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "config/config.h"
#include "engine/guard.h"
#include "shapes.h"
#include "store/counters.h"
#include "store/recorder.h"

/* FULL_DIVIDED: depth is bounded by limits, which these sizes reach. */
enum { BOUND = GUARD_STACK / 2, PAINT = 0xa5, FULL_DIVIDED = 20, FOLDERS_OPEN = 8, FILE_MOST = 1 << 20 };

static struct {
        struct guard *guard;
        unsigned char *stack;
        pthread_attr_t attributes;
        size_t deepest;
        char deepest_of[200];
        int judged, failed;
} test;

static const struct span rcpt[] = { SPAN("kim@example.org"), SPAN("lee@example.org") };

static void *judge(void *user) {
        const struct span *bytes = user;
        const struct item item = { .bytes = *bytes,
                                   .channel = CHANNEL_MAIL_IN,
                                   .client_ip = SPAN("192.0.2.7"),
                                   .mail_from = SPAN("jo@corp.example"),
                                   .mail_from_known = true,
                                   .rcpt = rcpt,
                                   .rcpt_count = 2,
                                   .at = clock_now_s() };
        struct outcome *outcome = NULL;
        struct err err;
        if (guard_judge(test.guard, &item, NULL, &outcome, &err) || outcome->failure)
                test.failed++;
        outcome_free(outcome);
        return NULL;
}

static void try(const char *name, struct span bytes) {
        pthread_t thread;
        size_t untouched = 0;
        memset(test.stack, PAINT, GUARD_STACK);
        if (pthread_create(&thread, &test.attributes, judge, &bytes) || pthread_join(thread, NULL))
                abort();
        while (untouched < GUARD_STACK && test.stack[untouched] == PAINT)
                untouched++;
        size_t depth = GUARD_STACK - untouched;
        test.judged++;
        if (depth > BOUND) {
                printf("%s: %zu bytes of stack, expected at most %d\n", name, depth, BOUND);
                test.failed++;
        }
        if (depth > test.deepest) {
                test.deepest = depth;
                (void)snprintf(test.deepest_of, sizeof test.deepest_of, "%s", name);
        }
}

static int try_file(const char *path, const struct stat *about, int kind) {
        FILE *file = kind == FTW_F && about->st_size < FILE_MOST ? fopen(path, "re") : NULL;
        if (!file)
                return 0;
        char *bytes = malloc(FILE_MOST);
        if (!bytes)
                abort();
        try(path, (struct span){ bytes, fread(bytes, 1, FILE_MOST, file) });
        free(bytes);
        (void)fclose(file);
        return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place) {
        (void)about, (void)kind, (void)place;
        return remove(path);
}

/* ---- A guard as the daemon has it -------------------------------------------------------------------------------------- */

static void succeed(enum cw_err code, const struct err *err) {
        if (!code)
                return;
        fprintf(stderr, "stack: %s\n", err->text);
        exit(70);
}

static struct config *configure(const char *folder, const char *rules) {
        struct config *config = NULL;
        struct err err;
        char path[200];
        (void)snprintf(path, sizeof path, "%s/config", folder);
        FILE *file = fopen(path, "we");
        if (!file)
                abort();
        (void)fprintf(file, "state = \"%s\"\nrules = \"%s\"\nlookups = no\nlog-items = none\nscanners = 1\n", folder,
                      rules);
        (void)fclose(file);
        succeed(config_load(path, &config, &err), &err);
        return config;
}

static void paint_ready(void) {
        test.stack = mmap(NULL, GUARD_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (test.stack == MAP_FAILED || pthread_attr_init(&test.attributes) ||
            pthread_attr_setstack(&test.attributes, test.stack, GUARD_STACK))
                abort();
}

static void try_all(int folder_count, char **folders) {
        for (size_t i = 0; i < shape_count; i++) {
                struct span bytes = shape_make(&shape_table[i], shape_table[i].full / FULL_DIVIDED);
                try(shape_table[i].name, bytes);
                free((char *)bytes.ptr);
        }
        for (int i = 0; i < folder_count; i++)
                if (ftw(folders[i], try_file, FOLDERS_OPEN))
                        abort();
}

int main(int argc, char **argv) {
        if (argc < 2) {
                fputs("stack RULES FOLDER...\n", stderr);
                return 64;
        }
        char folder[] = "/tmp/calwarden-stack-XXXXXX";
        struct err err;
        struct metrics *metrics;
        struct counters *counters;
        struct recorder *recorder;
        if (!mkdtemp(folder))
                abort();
        struct config *config = configure(folder, argv[1]);
        succeed(metrics_new(&metrics, &err), &err);
        const struct counters_settings counting = counters_settings_from(config, metrics);
        succeed(counters_new(&counting, &counters, &err), &err);
        const struct recorder_settings recording = recorder_settings_from(config, metrics);
        succeed(recorder_new(&recording, &recorder, &err), &err);
        succeed(recorder_start(recorder, &err), &err);
        const struct guard_settings settings = { .config = config,
                                                 .recorder = recorder,
                                                 .counters = counters,
                                                 .metrics = metrics };
        succeed(guard_new(&settings, &test.guard, &err), &err);
        paint_ready();
        try_all(argc - 2, argv + 2);
        printf("%d inputs; the deepest takes %zu bytes of stack: %s\n", test.judged, test.deepest, test.deepest_of);
        guard_free(test.guard);
        recorder_stop(recorder, clock_monotonic_ms() + 5000);
        recorder_free(recorder);
        counters_free(counters);
        metrics_free(metrics);
        config_unref(config);
        (void)nftw(folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
        return test.failed > 0 || test.judged == 0;
}
