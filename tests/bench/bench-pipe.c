/* The whole pipe on the mails named, one thread, pictures left out.
 *   bench-pipe time MILLISECONDS MAIL...        µs of CPU a mail, then one line a stage: its name and its µs
 *   bench-pipe once MAIL...                     judges each once, then a line: rounds that callgrind counts
 *   bench-pipe memory MAIL...                   KiB: PSS when loaded, PSS after the mails, highest resident set */
#include "engine/rules-dir.h"
#include "engine/scan.h"

#include "mails.h"

struct pipe {
        struct scanner *scanner;
        uint64_t stage_ns[STAGES], judged;
};

static void judge(struct span mail, void *context) {
        struct pipe *pipe = context;
        static const struct span any = { "any", 3 };
        struct item item = {
                .bytes = mail,
                .authserv_ids = &any,
                .authserv_id_count = 1,
                .relation = RELATION_NONE,
                .at = INT64_MIN,
        };
        struct err err;
        const struct judgement *judgement;
        if (scan_item(pipe->scanner, &item, &judgement, &err) != CW_OK) {
                fprintf(stderr, "%s\n", err.text);
                exit(1);
        }
        for (int stage = 0; stage < STAGES; stage++)
                pipe->stage_ns[stage] += scanner_stage_ns(pipe->scanner, stage);
        pipe->judged++;
}

static void time_all(const struct mails *mails, unsigned milliseconds, struct pipe *pipe) {
        printf("%.3f\n", mails_time(mails, milliseconds, judge, pipe));
        for (int stage = 0; stage < STAGES; stage++)
                printf("%s %.3f\n", stage_name(stage), (double)pipe->stage_ns[stage] / 1000 / (double)pipe->judged);
}

/* KiB of a line of /proc/self/FILE that begins with `name`; 0 when there is none. */
static unsigned long memory_line(const char *path, const char *name) {
        FILE *file = fopen(path, "r");
        char line[256];
        unsigned long found = 0;
        while (file && fgets(line, sizeof line, file))
                if (strncmp(line, name, strlen(name)) == 0)
                        found = strtoul(line + strlen(name), NULL, 10);
        if (file)
                (void)fclose(file);
        return found;
}

int main(int argc, char **argv) {
        const char *what = argc > 1 ? argv[1] : "";
        bool timing = strcmp(what, "time") == 0, memory = strcmp(what, "memory") == 0;
        int first = timing ? 3 : 2;
        char *rules;
        struct engine *engine;
        struct pipe pipe = { 0 };
        struct err err;
        if (rules_dir_find(NULL, &rules, &err) != CW_OK ||
            engine_new(&(struct engine_options){ .rules_dir = rules }, &engine, &err) != CW_OK ||
            scanner_new(engine, &pipe.scanner, &err) != CW_OK) {
                fprintf(stderr, "%s\n", err.text);
                return 1;
        }
        unsigned long loaded = memory_line("/proc/self/smaps_rollup", "Pss:");
        struct mails mails = mails_read(argc - first, argv + first);
        if (timing) {
                time_all(&mails, (unsigned)strtoul(argv[2], NULL, 10), &pipe);
        } else {
                for (uint32_t i = 0; i < mails.count; i++)
                        judge(mails.items[i], &pipe);
        }
        if (memory)
                printf("%lu %lu %lu\n", loaded, memory_line("/proc/self/smaps_rollup", "Pss:"),
                       memory_line("/proc/self/status", "VmHWM:"));
        scanner_free(pipe.scanner);
        engine_free(engine);
        free(rules);
        return 0;
}
