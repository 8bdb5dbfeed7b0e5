/* inputs: the items in the files, folders and mailboxes that somebody named, one after the other.
 *
 * A file that begins with a From_ line is an mbox and read as a stream, at any size; of every item at most
 * LIMIT_MESSAGE_BYTES are kept, and no more than that is read of a file that is one item. A folder is walked in the order
 * of its names, without hidden files; a Maildir (cur, new, tmp) by its cur, new and sub-folders; symbolic links to
 * folders are not followed. `-` is standard input. */
#pragma once

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"

struct inputs;

struct input {
        const char *path;  /* as named, or below the named folder; "-" for standard input */
        uint32_t index;    /* from 1 in an mbox, else 0 */
        struct span bytes; /* valid until the next call */
        bool truncated;    /* there was more than LIMIT_MESSAGE_BYTES */
};

enum inputs_step {
        INPUTS_ITEM,
        INPUTS_FAILED, /* *reterr says why `path` could not be read; the rest goes on */
        INPUTS_END
};

/* Paths are borrowed. */
[[nodiscard]] enum cw_err inputs_new(const char *const *paths, size_t count, struct inputs **ret, struct err *reterr);
void inputs_free(struct inputs *inputs);

enum inputs_step inputs_next(struct inputs *inputs, struct input *ret, struct err *reterr);

/* For a progress bar: bytes read so far, and bytes in all (0: not known). */
uint64_t inputs_done(const struct inputs *inputs);
uint64_t inputs_total(const struct inputs *inputs);
