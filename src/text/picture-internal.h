/* What the two sides of the picture reader share. Internal to src/text. */
#pragma once

#include <stdint.h>

#include "base/limits.h"
#include "text/picture.h"

/* A request is this header and `len` bytes; an answer is a header, and for each text its length (uint32_t) and bytes.
 * Both sides are the same program on the same machine. */
struct picture_request {
        uint32_t len, cpu_us;           /* what may be spent on it */
        struct picture_samples samples; /* width 0: the bytes are a file that says by itself what it is */
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
enum picture_result picture_decode_samples(struct span bytes, const struct picture_samples *samples,
                                           struct picture_grey *ret);

/* What each decoder writes into: rows come from top to bottom, `step` of them (and of their pixels) make one. */
struct canvas {
        struct picture_grey *grey;
        unsigned step, row;
        uint32_t *sums; /* of the rows that make the present one */
};
bool picture_size_allowed(uint64_t width, uint64_t height);
/* False: too small, or no memory. canvas_end is to follow where `sums` is set. */
bool canvas_begin(struct canvas *canvas, struct picture_grey *grey, unsigned width, unsigned height);
/* One row of the original in grey. */
void canvas_row(struct canvas *canvas, const uint8_t *row);
/* What was not reached of a broken picture is white. */
void canvas_end(struct canvas *canvas);
