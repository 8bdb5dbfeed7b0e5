/* growth: hostile inputs must get a verdict, in bounded memory and in work that is linear in their size.
 *
 *         growth memory RULES [SHAPE…]   judges each shape at its full size (up to 50 MB and 10^6 of anything), each in a
 *                                        process of its own, and holds its peak memory against a multiple of the input
 *         growth work RULES [SHAPE…]     for work.py, under callgrind: judges each shape at two sizes, one ten times the
 *                                        other, and has the instructions of each judgement counted
 *
 * No limit is on time: it says little on a busy machine. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include "base/limits.h"
#include "engine/scan.h"
#include "shapes.h"

enum {
        /* What the process may grow by beyond the input; the largest are trees of calendars, some 5 times. */
        MEMORY_FACTOR = 6,
        MEMORY_FLOOR = 32 * 1024 * 1024,
        /* A hang is a failure of its own; no judgement comes near to this. */
        HANG_SECONDS = 300,
        WORK_BYTES = 60 * 1000,
};

#ifdef CW_ARENA_MALLOC
/* Sanitizers take a multiple of time and memory: here they only look for mistakes. */
static const size_t FULL_DIVIDED = 20;
static const bool MEASURES_MEMORY = false;
#else
static const size_t FULL_DIVIDED = 1;
static const bool MEASURES_MEMORY = true;
#endif

/* A line of /proc/self/status, in bytes: "VmHWM" is the peak since memory_mark, "VmRSS" what is used now. */
static size_t memory_now(const char *name) {
        FILE *file = fopen("/proc/self/status", "re");
        char line[200];
        size_t kib = 0, length = strlen(name);
        while (file && fgets(line, sizeof line, file))
                if (strncmp(line, name, length) == 0 && line[length] == ':')
                        kib = strtoul(line + length + 1, NULL, 10);
        if (file)
                fclose(file);
        return kib * 1024;
}

/* Sets the peak back to what is used now: building an input takes more than the input. */
static size_t memory_mark(void) {
        FILE *file = fopen("/proc/self/clear_refs", "we");
        if (file) {
                fputs("5", file);
                fclose(file);
        }
        return memory_now("VmRSS");
}

static const struct judgement *judge(struct scanner *scanner, struct span bytes, struct err *err) {
        /* Static: the judgement refers to it. */
        static struct item item;
        const struct judgement *judgement = NULL;
        item = (struct item){ .bytes = bytes, .channel = CHANNEL_MAIL_IN, .at = 1741597203 };
        return scan_item(scanner, &item, &judgement, err) ? NULL : judgement;
}

/* In a process of its own: 0 when all is well. */
static int judge_full(const struct engine *engine, const struct shape *shape) {
        struct scanner *scanner;
        struct err err;
        alarm(HANG_SECONDS);
        struct span bytes = shape_make(shape, shape->full / FULL_DIVIDED);
        size_t before = memory_mark();
        if (scanner_new(engine, &scanner, &err)) {
                printf("%-22s no scanner: %s\n", shape->name, err.text);
                return 1;
        }
        const struct judgement *judgement = judge(scanner, bytes, &err);
        size_t peak = memory_now("VmHWM"), grown = peak > before ? peak - before : 0,
               bound = bytes.len * MEMORY_FACTOR + MEMORY_FLOOR;
        if (!judgement) {
                printf("%-22s %zu bytes: expected a verdict, got \"%s\"\n", shape->name, bytes.len, err.text);
                return 1;
        }
        printf("%-22s %9zu bytes, %4zu MB more, %7.1f ms, %s\n", shape->name, bytes.len, grown >> 20,
               (double)judgement->elapsed_us / 1000, class_name(judgement->verdict.class));
        if (MEASURES_MEMORY && grown > bound) {
                printf("%-22s expected at most %zu MB more\n", shape->name, bound >> 20);
                return 1;
        }
        scanner_free(scanner);
        free((char *)bytes.ptr);
        return 0;
}

static bool shape_holds(const struct engine *engine, const struct shape *shape) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
                int failed = judge_full(engine, shape);
                fflush(stdout);
                _exit(failed);
        }
        int status = -1;
        if (child < 0 || waitpid(child, &status, 0) != child)
                return false;
        if (WIFSIGNALED(status))
                printf("%-22s %s\n", shape->name,
                       WTERMSIG(status) == SIGALRM ? "has not ended" : strsignal(WTERMSIG(status)));
        return status == 0;
}

static void count_work(struct scanner *scanner, const struct shape *shape, size_t bytes) {
        struct span input = shape_make(shape, shape_units(shape, bytes));
        struct err err;
        char name[80];
        snprintf(name, sizeof name, "%s %zu", shape->name, input.len);
        CALLGRIND_START_INSTRUMENTATION;
        CALLGRIND_ZERO_STATS;
        if (!judge(scanner, input, &err)) {
                printf("%s: expected a verdict, got \"%s\"\n", name, err.text);
                exit(1);
        }
        CALLGRIND_DUMP_STATS_AT(name);
        CALLGRIND_STOP_INSTRUMENTATION;
        free((char *)input.ptr);
}

static bool count_shape(struct scanner *scanner, const struct shape *shape) {
        if (!shape->bounded) {
                count_work(scanner, shape, WORK_BYTES);
                count_work(scanner, shape, WORK_BYTES * 10);
        }
        return true;
}

static bool chosen(const struct shape *shape, int count, char **names) {
        for (int i = 0; i < count; i++)
                if (strcmp(names[i], shape->name) == 0)
                        return true;
        return count == 0;
}

int main(int argc, char **argv) {
        bool memory = argc > 2 && strcmp(argv[1], "memory") == 0, work = argc > 2 && strcmp(argv[1], "work") == 0;
        if (!memory && !work) {
                fputs("growth memory|work RULES [SHAPE...]\n", stderr);
                return 64;
        }
        struct engine *engine;
        struct scanner *scanner = NULL;
        struct err err;
        struct engine_options options = { .rules_dir = argv[2] };
        if (engine_new(&options, &engine, &err) || (work && scanner_new(engine, &scanner, &err))) {
                fprintf(stderr, "growth: %s\n", err.text);
                return 70;
        }
        int tried = 0, failed = 0;
        for (size_t i = 0; i < shape_count; i++) {
                const struct shape *shape = &shape_table[i];
                if (!chosen(shape, argc - 3, argv + 3))
                        continue;
                tried++;
                failed += !(memory ? shape_holds(engine, shape) : count_shape(scanner, shape));
        }
        scanner_free(scanner);
        engine_free(engine);
        printf("%d shapes, %d failed\n", tried, failed);
        return failed > 0;
}
