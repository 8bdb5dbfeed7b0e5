/* What a list of known abuse costs: bench-lists ENTRIES prints the ms to read it, its bytes, and the ns of a question for a
 * host that is listed and for one that is not; two names each. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lookup/list-file.h"

enum { QUESTIONS = 2000000, HOST_BYTES = 40 };

static double now_ns(void) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The i-th host; spread as the hosts of mails are, not in the order of the list. */
static struct span host_of(uint64_t i, char bytes[HOST_BYTES]) {
        int len = snprintf(bytes, HOST_BYTES, "x%08llx.host.example", (unsigned long long)i);
        return (struct span){ bytes, (size_t)len };
}

static char (*questions(uint64_t from, uint64_t count))[HOST_BYTES] {
        char(*hosts)[HOST_BYTES] = calloc(QUESTIONS, sizeof *hosts);
        for (uint64_t i = 0; hosts && i < QUESTIONS; i++)
                (void)host_of(from + i * 2654435761u % count, hosts[i]);
        return hosts;
}

static double ask(const struct list_file *file, uint64_t from, uint64_t count, bool expected) {
        char(*hosts)[HOST_BYTES] = questions(from, count);
        uint64_t found = 0;
        struct span entry;
        if (!hosts)
                exit(1);
        double began = now_ns();
        for (uint64_t i = 0; i < QUESTIONS; i++)
                found += list_file_has_host(file, span_from(hosts[i]), &entry);
        double took = (now_ns() - began) / QUESTIONS;
        free(hosts);
        if (found != (expected ? QUESTIONS : 0))
                exit(1);
        return took;
}

int main(int count, char **words) {
        uint64_t entries = count == 2 ? strtoull(words[1], NULL, 10) : 0, len = 0;
        char *text = entries ? malloc(entries * HOST_BYTES) : NULL;
        struct list_file *file;
        struct err err;
        if (!text)
                return 2;
        for (uint64_t i = 0; i < entries; i++) {
                len += host_of(i, text + len).len;
                text[len++] = '\n';
        }
        double began = now_ns();
        if (list_file_parse((struct span){ text, len }, &file, &err)) {
                fprintf(stderr, "%s\n", err.text);
                return 1;
        }
        double load = (now_ns() - began) / 1e6;
        free(text);
        printf("%.0f\t%zu\t%.0f\t%.0f\n", load, list_file_bytes(file), ask(file, 0, entries, true),
               ask(file, entries, entries, false));
        list_file_free(file);
        return 0;
}
