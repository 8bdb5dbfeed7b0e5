/* input-file: the items in one file: the file itself or, where it begins with a From_ line, the mails of an mbox. Read through
 * a window, so that of an mbox of any size only one item is in memory. */
#pragma once

#include <sys/types.h>

#include "ops/inputs.h"

struct input_file {
        int fd;         /* -1: none is open */
        uint64_t done;  /* bytes read, of all files */
        bool mbox;      /* there may be another item behind the one that was given */
        uint32_t index; /* of that one in the mbox */

        /* The window: [from, end) of the buffer is not given yet. */
        char *buffer;
        size_t capacity, from, end;
        bool at_end, mbox_timed;
};

/* Why a file of this mode is not read, as "a device, no file"; NULL: it is, as what was handed over open always is. */
const char *input_file_refused(const char *path, mode_t mode);

/* "-": standard input. To be closed also when it failed. */
[[nodiscard]] enum cw_err input_file_open(struct input_file *file, const char *path, struct err *reterr);
/* The next item, but for its path; *ret_any false: there is none. Its bytes are valid until the next call. */
[[nodiscard]] enum cw_err input_file_next(struct input_file *file, struct input *ret, bool *ret_any, struct err *reterr);
void input_file_close(struct input_file *file);
/* Closes it and gives the buffer back. */
void input_file_free(struct input_file *file);
