/* instant: points in time as text (RFC 3339), proleptic Gregorian, without the system's zone or locale. */
#pragma once

#include <stdint.h>

#include "base/span.h"

/* "2024-03-01T12:00:00Z", with a zone offset, without seconds, or only the date (midnight UTC); also a number of seconds
 * since 1970. False and *ret untouched when it is none of these. */
bool instant_read(struct span text, int64_t *ret);

/* Writes "2024-03-01T12:00:00Z" and a NUL. Years beyond 0 to 9999 are kept at the bound. */
enum { INSTANT_BYTES = 21 };
void instant_write(int64_t at, char ret[static INSTANT_BYTES]);
