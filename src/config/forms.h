/* forms: whether a text of a configuration has its form, and how durations and sizes are written. */
#pragma once

#include "config/options.h"

bool form_fits(enum option_form form, const char *text);
/* "a network, as 192.0.2.0/24". */
const char *form_expected(enum option_form form);

/* "90s", "1h30m", "250ms", "2y" (365 days), "0"; a number without a unit is seconds. */
[[nodiscard]] bool form_duration(const char *text, double *ret_seconds);
/* "64MiB", "10kB", "4096"; K, M, G, T without more are 1024-fold. */
[[nodiscard]] bool form_size(const char *text, double *ret_bytes);
/* What the parsers read back as the same. */
struct span form_duration_written(double seconds, struct arena *arena);
struct span form_size_written(double bytes, struct arena *arena);
