/* picture: what QR codes in pictures say (attack 36, 37). Decoders are read in a process of their own, without file
 * system, network or more memory than it is given; when it dies or takes too long the answer is absent. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

enum picture_kind {
        PICTURE_NONE, /* no picture that we know */
        PICTURE_PNG,
        PICTURE_JPEG,
        PICTURE_GIF,
        PICTURE_WEBP,
        PICTURE_BMP, /* noticed, not read */
        PICTURE_SVG, /* noticed, not read */
        PICTURE_KINDS
};
/* By its first bytes. */
enum picture_kind picture_kind(struct span bytes);
const char *picture_kind_name(enum picture_kind kind); /* "png" */

enum picture_result {
        PICTURE_READ,      /* decoded and searched; there may be no code in it */
        PICTURE_UNKNOWN,   /* a kind that is not read */
        PICTURE_BROKEN,    /* the decoder could make nothing of it */
        PICTURE_TOO_LARGE, /* over LIMIT_PICTURE_BYTES or LIMIT_PICTURE_PIXELS */
        PICTURE_ABSENT,    /* out of time, or the helper died or could not be started */
};

/* One thread's own: owns the helper process, which is started at the first picture. `program` is the path of a program
 * that hands over to picture_helper_main when its only argument is PICTURE_HELPER_ARGUMENT (calwarden does); NULL: no
 * picture is read, every answer is PICTURE_ABSENT. It is started by posix_spawn rather than forked: that is safe with
 * threads, and a decoder that is taken over finds an address space in which no mail and no key has ever been. */
struct picture_reader;
[[nodiscard]] enum cw_err picture_reader_new(const char *program, struct picture_reader **ret, struct err *reterr);
void picture_reader_free(struct picture_reader *reader);

/* To be called at each new item: refills the CPU time that all its pictures have together (LIMIT_PICTURE_CPU_MS). It is
 * CPU time, so that a busy machine gives the same answers as an idle one; the clock on the wall is a second bound. */
void picture_reader_reset(struct picture_reader *reader);

/* Adds the text of each code found to `texts` (struct span, valid UTF-8, in the arena; LIMIT_PICTURE_TEXTS at most). */
enum picture_result picture_read(struct picture_reader *reader, struct arena *arena, struct span bytes,
                                 struct array *texts);

/* Samples as documents hold them (ISO 32000-1 7.4.4, 8.9.5): rows from top to bottom, each beginning at a whole byte. */
struct picture_samples {
        uint32_t width, height;
        uint32_t bits;       /* of one component: 1, 2, 4, 8 or 16 */
        uint32_t components; /* 1 (grey, or an index of colours), 3 (RGB) or 4 (CMYK); 0: told by how many bytes there are */
        uint32_t predictor; /* 1 or less: none; 2: of TIFF; 10 and more: a byte before each row says which of PNG's */
        uint32_t packed;    /* 1: deflated, with the header of zlib (RFC 1950) */
};
/* The same as picture_read, for samples. */
enum picture_result picture_read_samples(struct picture_reader *reader, struct arena *arena, struct span bytes,
                                         const struct picture_samples *samples, struct array *texts);

#define PICTURE_HELPER_ARGUMENT "--internal-picture-helper"
/* The helper's main, over standard input and output: to be called first thing in main(). Does not return. */
_Noreturn void picture_helper_main(void);
