/* mails: what every benchmark program does: read the mails named, repeat, print CPU time. */
#pragma once

#include <stdint.h>

#include "base/span.h"

struct mails {
        struct span *items;
        uint32_t count;
};

/* The files named, in memory. Exits when one cannot be read. */
struct mails mails_read(int count, char **paths);

/* CPU time of this thread in nanoseconds. */
uint64_t cpu_now(void);

/* Runs `judge` over all mails until `milliseconds` of CPU have gone by, once before for the caches; returns µs a mail. */
double mails_time(const struct mails *mails, unsigned milliseconds, void (*judge)(struct span mail, void *context),
                  void *context);
