#include "ops/input-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

enum {
        FIRST_BUFFER = 256 * 1024,
        LONGEST_SEPARATOR = 1000,
        BEFORE_SEPARATOR = 3, /* bytes that follows_empty looks at */
        /* An item of the largest size, and the separator behind it as a whole. */
        LARGEST_WINDOW = LIMIT_MESSAGE_BYTES + LONGEST_SEPARATOR + 1,
};

/* What was handed over open is what was meant to be read, as standard input is: <(command) in a shell. */
static bool is_handed_over(const char *path) {
        struct span name = span_from(path);
        return span_equal(name, SPAN("-")) || span_equal(name, SPAN("/dev/stdin")) ||
               span_starts_nocase(name, SPAN("/dev/fd/")) || span_starts_nocase(name, SPAN("/proc/self/fd/"));
}

/* A pipe or a device has no end that anybody knows, and may keep us waiting for ever. */
const char *input_file_refused(const char *path, mode_t mode) {
        if (is_handed_over(path))
                return NULL;
        return S_ISFIFO(mode)                   ? "a named pipe, no file"
               : S_ISSOCK(mode)                 ? "a socket, no file"
               : S_ISCHR(mode) || S_ISBLK(mode) ? "a device, no file"
               : S_ISDIR(mode)                  ? "a folder, no file"
                                                : NULL;
}

void input_file_close(struct input_file *file) {
        if (file->fd > 0)
                close(file->fd);
        file->fd = -1;
}

void input_file_free(struct input_file *file) {
        input_file_close(file);
        free(file->buffer);
}

/* ---- The window ------------------------------------------------------------------------------------------------------ */

/* Makes room behind `end`: moves the window to the front, then grows it. */
static bool make_room(struct input_file *file) {
        if (file->from > 0) {
                memmove(file->buffer, file->buffer + file->from, file->end - file->from);
                file->end -= file->from;
                file->from = 0;
        }
        if (file->end < file->capacity)
                return true;
        size_t most = LARGEST_WINDOW;
        size_t capacity = file->capacity ? file->capacity * 2 : FIRST_BUFFER;
        char *buffer = realloc(file->buffer, capacity < most ? capacity : most);
        if (!buffer)
                return false;
        file->buffer = buffer;
        file->capacity = capacity < most ? capacity : most;
        return true;
}

static bool is_full(const struct input_file *file) {
        return file->end - file->from == LARGEST_WINDOW;
}

/* Reads some more; sets at_end at the end of the file. */
static enum cw_err read_more(struct input_file *file, struct err *reterr) {
        if (!make_room(file))
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        ssize_t got;
        do
                got = read(file->fd, file->buffer + file->end, file->capacity - file->end);
        while (got < 0 && errno == EINTR);
        if (got < 0)
                return err_set_errno(reterr, errno);
        file->at_end = got == 0;
        file->end += (size_t)got;
        file->done += (uint64_t)got;
        return CW_OK;
}

static struct span window(const struct input_file *file) {
        return (struct span){ file->buffer + file->from, file->end - file->from };
}

/* ---- Items ----------------------------------------------------------------------------------------------------------- */

/* Whether a line that begins with "From " has a time of day, as the separators of an mbox have. */
static bool has_time(struct span line) {
        for (size_t i = 0; i + 5 <= line.len; i++)
                if (ascii_digit(line.ptr[i]) && ascii_digit(line.ptr[i + 1]) && line.ptr[i + 2] == ':' &&
                    ascii_digit(line.ptr[i + 3]) && ascii_digit(line.ptr[i + 4]))
                        return true;
        return false;
}

static struct span first_line(struct span text) {
        return span_head(text, span_find_byte(span_head(text, 1000), '\n'));
}

/* It may have become something else since it was found. */
static enum cw_err open_path(const char *path, int *ret, struct err *reterr) {
        if (strcmp(path, "-") == 0) {
                *ret = STDIN_FILENO;
                return CW_OK;
        }
        *ret = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (is_handed_over(path) ? 0 : O_NONBLOCK));
        struct stat info;
        if (*ret < 0 || fstat(*ret, &info) != 0)
                return err_set_errno(reterr, errno);
        const char *other = input_file_refused(path, info.st_mode);
        return other ? err_set(reterr, CW_ERR_IO, "%s", other) : CW_OK;
}

enum cw_err input_file_open(struct input_file *file, const char *path, struct err *reterr) {
        file->from = file->end = 0;
        file->at_end = file->mbox = false;
        file->index = 0;
        enum cw_err opened = open_path(path, &file->fd, reterr);
        if (opened)
                return opened;
        struct span head = { 0 };
        while (!file->at_end && (head.len < 5 || (memcmp(head.ptr, "From ", 5) == 0 && head.len < 1000 &&
                                                  span_find_byte(head, '\n') == head.len))) {
                enum cw_err code = read_more(file, reterr);
                if (code)
                        return code;
                head = window(file);
        }
        file->mbox = head.len >= 5 && memcmp(head.ptr, "From ", 5) == 0;
        file->mbox_timed = file->mbox && has_time(first_line(head));
        return CW_OK;
}

/* Whether the line before `line` is empty. */
static bool follows_empty(struct span text, size_t line) {
        return line >= 2 &&
               (text.ptr[line - 2] == '\n' || (line >= 3 && text.ptr[line - 2] == '\r' && text.ptr[line - 3] == '\n'));
}

/* Offset of the next separator in `text`, or text.len. *scanned: where to begin, and where a later call, with more text,
 * has to go on. */
static size_t find_separator(const struct input_file *file, struct span text, size_t *scanned) {
        const char *newline;
        while ((newline = memchr(text.ptr + *scanned, '\n', text.len - *scanned))) {
                size_t line = (size_t)(newline - text.ptr) + 1;
                struct span rest = span_skip(text, line);
                if (follows_empty(text, line) && memcmp(rest.ptr, "From ", rest.len < 5 ? rest.len : 5) == 0) {
                        *scanned = line - 1;
                        bool partly = rest.len < 5 ||
                                      (rest.len < LONGEST_SEPARATOR && span_find_byte(rest, '\n') == rest.len);
                        if (partly && !file->at_end)
                                return text.len;
                        if (rest.len >= 5 && (!file->mbox_timed || has_time(first_line(rest))))
                                return line;
                }
                *scanned = line;
        }
        *scanned = text.len;
        return text.len;
}

/* Drops what does not belong to an item that was too large, up to the next separator. */
static enum cw_err skip_item(struct input_file *file, struct err *reterr) {
        for (size_t scanned = 0;;) {
                struct span text = window(file);
                size_t end = find_separator(file, text, &scanned);
                if (end < text.len || file->at_end) {
                        file->from += end;
                        return CW_OK;
                }
                size_t drop = scanned > BEFORE_SEPARATOR ? scanned - BEFORE_SEPARATOR : 0;
                file->from += drop;
                scanned -= drop;
                enum cw_err code = read_more(file, reterr);
                if (code)
                        return code;
        }
}

/* The whole of a file that is one item. */
static enum cw_err read_whole(struct input_file *file, struct input *ret, struct err *reterr) {
        while (!file->at_end && !is_full(file)) {
                enum cw_err code = read_more(file, reterr);
                if (code)
                        return code;
        }
        ret->truncated = window(file).len > LIMIT_MESSAGE_BYTES;
        ret->bytes = span_head(window(file), LIMIT_MESSAGE_BYTES);
        return CW_OK;
}

static enum cw_err read_from_mbox(struct input_file *file, struct input *ret, struct err *reterr) {
        size_t scanned = 0, end;
        for (;;) {
                struct span text = window(file);
                end = find_separator(file, text, &scanned);
                if (end < text.len || file->at_end || is_full(file))
                        break;
                enum cw_err code = read_more(file, reterr);
                if (code)
                        return code;
        }
        ret->index = ++file->index;
        ret->truncated = end > LIMIT_MESSAGE_BYTES;
        ret->bytes = span_head(window(file), ret->truncated ? LIMIT_MESSAGE_BYTES : end);
        file->from += end < window(file).len || file->at_end ? end : scanned - BEFORE_SEPARATOR;
        return CW_OK;
}

enum cw_err input_file_next(struct input_file *file, struct input *ret, bool *ret_any, struct err *reterr) {
        *ret_any = true;
        if (!file->mbox)
                return read_whole(file, ret, reterr);
        struct span text = window(file);
        /* Else the item before this one was cut, and its rest is still to come. */
        bool at_separator = text.len >= 5 && memcmp(text.ptr, "From ", 5) == 0;
        enum cw_err code = at_separator ? CW_OK : skip_item(file, reterr);
        if (code)
                return code;
        *ret_any = file->from < file->end;
        return *ret_any ? read_from_mbox(file, ret, reterr) : CW_OK;
}
