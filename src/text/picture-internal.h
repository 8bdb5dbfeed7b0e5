/* What the two sides of the picture reader share. Internal to src/text. */
#pragma once

#include <stdint.h>

#include "base/limits.h"
#include "text/picture.h"

/* A request is this header and `len` bytes; an answer is a header, and for each text its length (uint32_t) and bytes.
 * Both sides are the same program on the same machine. */
struct picture_request {
        uint32_t len, cpu_us; /* what may be spent on it */
};
struct picture_answer {
        uint32_t result; /* enum picture_result */
        uint32_t cpu_us; /* what it has cost */
        uint32_t count, bytes;
};
enum { PICTURE_ANSWER_BYTES = LIMIT_PICTURE_TEXTS * (LIMIT_PICTURE_TEXT_BYTES + 4) };

/* A picture in grey, a byte a pixel, made small enough to be searched in time. */
struct picture_grey {
        uint8_t *pixels; /* malloced */
        unsigned width, height;
};

/* Only in the helper: the decoders are other people's code that meets an attacker's bytes. */
enum picture_result picture_decode(struct span bytes, struct picture_grey *ret);
