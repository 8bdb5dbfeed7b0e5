/* progress: a bar on a terminal for work that takes longer than a second. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
        FILE *out;                  /* NULL: shows nothing */
        int64_t began_ms, shown_ms; /* of the monotonic clock */
        bool visible;
};

/* `out`: NULL where it is no terminal. */
struct progress progress_begin(FILE *out);
/* Redraws at most ten times a second. `total` 0: not known. */
void progress_show(struct progress *progress, uint64_t done, uint64_t total, uint64_t items);
/* Takes the bar away; it comes back with the next progress_show. */
void progress_hide(struct progress *progress);
/* Seconds since progress_begin. */
double progress_seconds(const struct progress *progress);
