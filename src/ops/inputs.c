#include "ops/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

enum {
        FIRST_BUFFER = 256 * 1024,
        /* Deeper folders than any path that the system takes. */
        DEEPEST_FOLDER = 200,
        LONGEST_SEPARATOR = 1000,
        BEFORE_SEPARATOR = 3, /* bytes that follows_empty looks at */
        /* An item of the largest size, and the separator behind it as a whole. */
        LARGEST_WINDOW = LIMIT_MESSAGE_BYTES + LONGEST_SEPARATOR + 1,
};

/* A file to read, or why it could not even be found. */
struct file {
        char *path;
        uint64_t size;
        struct err err;
};

struct inputs {
        struct file *files;
        size_t count, capacity, next;
        uint64_t done, total;
        bool total_known;

        /* The file that is open (fd -1: none), and the window of it that is in memory: [from, end) is not given yet. */
        int fd;
        char *buffer;
        size_t capacity_bytes, from, end;
        bool at_end, mbox, mbox_timed;
        uint32_t index;
};

static enum cw_err out_of_memory(struct err *reterr) {
        return err_set(reterr, CW_ERR_MEMORY, "out of memory");
}

static enum cw_err code_of_errno(int number) {
        switch (number) {
        case ENOENT:
        case ENOTDIR:
        case ENAMETOOLONG:
        case ELOOP:
                return CW_ERR_NOT_FOUND;
        case EACCES:
        case EPERM:
                return CW_ERR_PERMISSION;
        case ENOMEM:
                return CW_ERR_MEMORY;
        default:
                return CW_ERR_IO;
        }
}

static enum cw_err err_from_errno(struct err *reterr, int number) {
        return err_set(reterr, code_of_errno(number), "%s", strerror(number));
}

/* Bytes come from files. A pipe or a device has no end that anybody knows, and may keep us waiting for ever. */
static const char *other_than_file(mode_t mode) {
        return S_ISFIFO(mode)                   ? "a named pipe, no file"
               : S_ISSOCK(mode)                 ? "a socket, no file"
               : S_ISCHR(mode) || S_ISBLK(mode) ? "a device, no file"
               : S_ISDIR(mode)                  ? "a folder, no file"
                                                : NULL;
}

/* What was handed over open is what was meant to be read, as standard input is: <(command) in a shell. */
static bool is_handed_over(const char *path) {
        struct span name = span_from(path);
        return span_equal(name, SPAN("-")) || span_equal(name, SPAN("/dev/stdin")) ||
               span_starts_nocase(name, SPAN("/dev/fd/")) || span_starts_nocase(name, SPAN("/proc/self/fd/"));
}

/* Adds a file; takes `path`, which is freed when there is no memory. */
static enum cw_err add_file(struct inputs *inputs, char *path, uint64_t size, const struct err *failed,
                            struct err *reterr) {
        if (inputs->count == inputs->capacity) {
                size_t capacity = inputs->capacity ? inputs->capacity * 2 : 64;
                struct file *files = realloc(inputs->files, capacity * sizeof *files);
                if (!files) {
                        free(path);
                        return out_of_memory(reterr);
                }
                inputs->files = files;
                inputs->capacity = capacity;
        }
        inputs->files[inputs->count++] = (struct file){ path, size, failed ? *failed : (struct err){ 0 } };
        inputs->total += size;
        return CW_OK;
}

static int by_name(const void *a, const void *b) {
        return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_names(char **names, size_t count) {
        for (size_t i = 0; i < count; i++)
                free(names[i]);
        free(names);
}

/* The names in a folder but . and .., sorted. */
static enum cw_err read_names(const char *path, char ***ret, size_t *ret_count, struct err *reterr) {
        DIR *dir = opendir(path);
        if (!dir)
                return err_from_errno(reterr, errno);
        char **names = NULL;
        size_t count = 0, capacity = 0;
        struct dirent *entry;
        while (errno = 0, (entry = readdir(dir))) {
                if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                        continue;
                if (count == capacity) {
                        capacity = capacity ? capacity * 2 : 64;
                        char **grown = realloc(names, capacity * sizeof *names);
                        if (!grown)
                                break;
                        names = grown;
                }
                if (!(names[count] = strdup(entry->d_name)))
                        break;
                count++;
        }
        int failed = entry ? ENOMEM : errno;
        closedir(dir);
        if (failed) {
                free_names(names, count);
                return err_from_errno(reterr, failed);
        }
        if (count)
                qsort(names, count, sizeof *names, by_name);
        *ret = names;
        *ret_count = count;
        return CW_OK;
}

static bool has_folder(const char *path, const char *name) {
        char *full;
        struct stat info;
        if (asprintf(&full, "%s/%s", path, name) < 0)
                return false;
        bool is = stat(full, &info) == 0 && S_ISDIR(info.st_mode);
        free(full);
        return is;
}

static bool is_maildir(const char *path) {
        return has_folder(path, "cur") && has_folder(path, "new") && has_folder(path, "tmp");
}

static enum cw_err add_folder(struct inputs *inputs, const char *path, unsigned depth, struct err *reterr);

/* In a Maildir the mails are in cur and new; its sub-folders have a dot before their names (Maildir++), and files beside
 * them belong to the server. */
static bool is_wanted(const char *full, const char *name, bool maildir, bool folder) {
        if (!maildir)
                return name[0] != '.';
        if (!folder)
                return false;
        return name[0] == '.' ? is_maildir(full) : strcmp(name, "tmp") != 0;
}

/* Takes `full`. */
static enum cw_err add_entry(struct inputs *inputs, char *full, const char *name, bool maildir, unsigned depth,
                             struct err *reterr) {
        struct stat info;
        struct err failed;
        if (lstat(full, &info) != 0) {
                err_from_errno(&failed, errno);
                return name[0] == '.' ? (free(full), CW_OK) : add_file(inputs, full, 0, &failed, reterr);
        }
        bool folder = S_ISDIR(info.st_mode), link = S_ISLNK(info.st_mode);
        if (link && stat(full, &info) != 0) {
                err_from_errno(&failed, errno);
                if (is_wanted(full, name, maildir, false))
                        return add_file(inputs, full, 0, &failed, reterr);
        }
        if (link && !S_ISREG(info.st_mode))
                info.st_mode = 0;
        enum cw_err code = CW_OK;
        if (is_wanted(full, name, maildir, folder)) {
                if (S_ISREG(info.st_mode))
                        return add_file(inputs, full, (uint64_t)info.st_size, NULL, reterr);
                if (folder)
                        code = add_folder(inputs, full, depth + 1, reterr);
        }
        free(full);
        return code;
}

/* Only a lack of memory ends the walk: what else fails is kept as a file that failed. */
static enum cw_err add_folder(struct inputs *inputs, const char *path, unsigned depth, struct err *reterr) {
        char **names;
        size_t count;
        struct err failed;
        if (depth > DEEPEST_FOLDER)
                err_set(&failed, CW_ERR_IO, "folders are nested too deeply");
        if (depth > DEEPEST_FOLDER || read_names(path, &names, &count, &failed)) {
                char *copy = strdup(path);
                return copy && failed.code != CW_ERR_MEMORY ? add_file(inputs, copy, 0, &failed, reterr)
                                                            : (free(copy), out_of_memory(reterr));
        }
        bool maildir = is_maildir(path);
        bool slash = path[0] && path[strlen(path) - 1] == '/';
        enum cw_err code = CW_OK;
        for (size_t i = 0; i < count && !code; i++) {
                char *full;
                if (asprintf(&full, "%s%s%s", path, slash ? "" : "/", names[i]) < 0)
                        code = out_of_memory(reterr);
                else
                        code = add_entry(inputs, full, names[i], maildir, depth, reterr);
        }
        free_names(names, count);
        return code;
}

static enum cw_err add_path(struct inputs *inputs, const char *path, struct err *reterr) {
        struct stat info;
        struct err failed;
        bool is_stdin = strcmp(path, "-") == 0, found = is_stdin ? fstat(0, &info) == 0 : stat(path, &info) == 0;
        if (!found)
                err_from_errno(&failed, errno);
        if (found && !is_stdin && S_ISDIR(info.st_mode))
                return add_folder(inputs, path, 0, reterr);
        const char *other = found && !is_handed_over(path) ? other_than_file(info.st_mode) : NULL;
        if (other)
                err_set(&failed, CW_ERR_IO, "%s", other);
        char *copy = strdup(path);
        if (!copy)
                return out_of_memory(reterr);
        if (found && !S_ISREG(info.st_mode))
                inputs->total_known = false;
        return add_file(inputs, copy, found && S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0,
                        found && !other ? NULL : &failed, reterr);
}

enum cw_err inputs_new(const char *const *paths, size_t count, struct inputs **ret, struct err *reterr) {
        struct inputs *inputs = calloc(1, sizeof *inputs);
        if (!inputs)
                return out_of_memory(reterr);
        inputs->fd = -1;
        inputs->total_known = true;
        for (size_t i = 0; i < count; i++) {
                enum cw_err code = add_path(inputs, paths[i], reterr);
                if (code) {
                        inputs_free(inputs);
                        return code;
                }
        }
        *ret = inputs;
        return CW_OK;
}

static void close_file(struct inputs *inputs) {
        if (inputs->fd > 0)
                close(inputs->fd);
        inputs->fd = -1;
}

void inputs_free(struct inputs *inputs) {
        if (!inputs)
                return;
        close_file(inputs);
        for (size_t i = 0; i < inputs->count; i++)
                free(inputs->files[i].path);
        free(inputs->files);
        free(inputs->buffer);
        free(inputs);
}

uint64_t inputs_done(const struct inputs *inputs) {
        return inputs->done;
}

uint64_t inputs_total(const struct inputs *inputs) {
        return inputs->total_known ? inputs->total : 0;
}

/* Makes room behind `end`: moves the window to the front, then grows it. */
static bool make_room(struct inputs *inputs) {
        if (inputs->from > 0) {
                memmove(inputs->buffer, inputs->buffer + inputs->from, inputs->end - inputs->from);
                inputs->end -= inputs->from;
                inputs->from = 0;
        }
        if (inputs->end < inputs->capacity_bytes)
                return true;
        size_t most = LARGEST_WINDOW;
        size_t capacity = inputs->capacity_bytes ? inputs->capacity_bytes * 2 : FIRST_BUFFER;
        char *buffer = realloc(inputs->buffer, capacity < most ? capacity : most);
        if (!buffer)
                return false;
        inputs->buffer = buffer;
        inputs->capacity_bytes = capacity < most ? capacity : most;
        return true;
}

static bool is_full(const struct inputs *inputs) {
        return inputs->end - inputs->from == LARGEST_WINDOW;
}

/* Reads some more; sets at_end at the end of the file. */
static enum cw_err read_more(struct inputs *inputs, struct err *reterr) {
        if (!make_room(inputs))
                return out_of_memory(reterr);
        ssize_t got;
        do
                got = read(inputs->fd, inputs->buffer + inputs->end, inputs->capacity_bytes - inputs->end);
        while (got < 0 && errno == EINTR);
        if (got < 0)
                return err_from_errno(reterr, errno);
        inputs->at_end = got == 0;
        inputs->end += (size_t)got;
        inputs->done += (uint64_t)got;
        return CW_OK;
}

static struct span window(const struct inputs *inputs) {
        return (struct span){ inputs->buffer + inputs->from, inputs->end - inputs->from };
}

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
        bool handed_over = is_handed_over(path);
        *ret = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (handed_over ? 0 : O_NONBLOCK));
        struct stat info;
        if (*ret < 0 || fstat(*ret, &info) != 0)
                return err_from_errno(reterr, errno);
        const char *other = handed_over ? NULL : other_than_file(info.st_mode);
        return other ? err_set(reterr, CW_ERR_IO, "%s", other) : CW_OK;
}

static enum cw_err open_file(struct inputs *inputs, const struct file *file, struct err *reterr) {
        inputs->from = inputs->end = 0;
        inputs->at_end = inputs->mbox = false;
        inputs->index = 0;
        enum cw_err opened = open_path(file->path, &inputs->fd, reterr);
        if (opened)
                return opened;
        struct span head = { 0 };
        while (!inputs->at_end && (head.len < 5 || (memcmp(head.ptr, "From ", 5) == 0 && head.len < 1000 &&
                                                    span_find_byte(head, '\n') == head.len))) {
                enum cw_err code = read_more(inputs, reterr);
                if (code)
                        return code;
                head = window(inputs);
        }
        inputs->mbox = head.len >= 5 && memcmp(head.ptr, "From ", 5) == 0;
        inputs->mbox_timed = inputs->mbox && has_time(first_line(head));
        return CW_OK;
}

/* Whether the line before `line` is empty. */
static bool follows_empty(struct span text, size_t line) {
        return line >= 2 &&
               (text.ptr[line - 2] == '\n' || (line >= 3 && text.ptr[line - 2] == '\r' && text.ptr[line - 3] == '\n'));
}

/* Offset of the next separator in `text`, or text.len. *scanned: where to begin, and where a later call, with more text,
 * has to go on. */
static size_t find_separator(const struct inputs *inputs, struct span text, size_t *scanned) {
        const char *newline;
        while ((newline = memchr(text.ptr + *scanned, '\n', text.len - *scanned))) {
                size_t line = (size_t)(newline - text.ptr) + 1;
                struct span rest = span_skip(text, line);
                if (follows_empty(text, line) && memcmp(rest.ptr, "From ", rest.len < 5 ? rest.len : 5) == 0) {
                        *scanned = line - 1;
                        bool partly = rest.len < 5 ||
                                      (rest.len < LONGEST_SEPARATOR && span_find_byte(rest, '\n') == rest.len);
                        if (partly && !inputs->at_end)
                                return text.len;
                        if (rest.len >= 5 && (!inputs->mbox_timed || has_time(first_line(rest))))
                                return line;
                }
                *scanned = line;
        }
        *scanned = text.len;
        return text.len;
}

/* Drops what does not belong to an item that was too large, up to the next separator. */
static enum cw_err skip_item(struct inputs *inputs, struct err *reterr) {
        for (size_t scanned = 0;;) {
                struct span text = window(inputs);
                size_t end = find_separator(inputs, text, &scanned);
                if (end < text.len || inputs->at_end) {
                        inputs->from += end;
                        return CW_OK;
                }
                size_t drop = scanned > BEFORE_SEPARATOR ? scanned - BEFORE_SEPARATOR : 0;
                inputs->from += drop;
                scanned -= drop;
                enum cw_err code = read_more(inputs, reterr);
                if (code)
                        return code;
        }
}

/* The whole of a file that is one item. */
static enum cw_err read_whole(struct inputs *inputs, struct input *ret, struct err *reterr) {
        while (!inputs->at_end && !is_full(inputs)) {
                enum cw_err code = read_more(inputs, reterr);
                if (code)
                        return code;
        }
        ret->truncated = window(inputs).len > LIMIT_MESSAGE_BYTES;
        ret->bytes = span_head(window(inputs), LIMIT_MESSAGE_BYTES);
        return CW_OK;
}

static enum cw_err read_from_mbox(struct inputs *inputs, struct input *ret, struct err *reterr) {
        size_t scanned = 0, end;
        for (;;) {
                struct span text = window(inputs);
                end = find_separator(inputs, text, &scanned);
                if (end < text.len || inputs->at_end || is_full(inputs))
                        break;
                enum cw_err code = read_more(inputs, reterr);
                if (code)
                        return code;
        }
        ret->index = ++inputs->index;
        ret->truncated = end > LIMIT_MESSAGE_BYTES;
        ret->bytes = span_head(window(inputs), ret->truncated ? LIMIT_MESSAGE_BYTES : end);
        inputs->from += end < window(inputs).len || inputs->at_end ? end : scanned - BEFORE_SEPARATOR;
        return CW_OK;
}

static enum cw_err read_next(struct inputs *inputs, struct input *ret, bool *ret_any, struct err *reterr) {
        *ret_any = true;
        if (!inputs->mbox)
                return read_whole(inputs, ret, reterr);
        struct span text = window(inputs);
        /* Else the item before this one was cut, and its rest is still to come. */
        bool at_separator = text.len >= 5 && memcmp(text.ptr, "From ", 5) == 0;
        enum cw_err code = at_separator ? CW_OK : skip_item(inputs, reterr);
        if (code)
                return code;
        *ret_any = inputs->from < inputs->end;
        return *ret_any ? read_from_mbox(inputs, ret, reterr) : CW_OK;
}

enum inputs_step inputs_next(struct inputs *inputs, struct input *ret, struct err *reterr) {
        while (inputs->next < inputs->count) {
                struct file *file = &inputs->files[inputs->next];
                *ret = (struct input){ .path = file->path };
                if (file->err.code) {
                        inputs->next++;
                        if (reterr)
                                *reterr = file->err;
                        return INPUTS_FAILED;
                }
                bool any = true;
                enum cw_err code = inputs->fd < 0 ? open_file(inputs, file, reterr) : CW_OK;
                if (!code)
                        code = read_next(inputs, ret, &any, reterr);
                if (code || !any || !inputs->mbox) {
                        close_file(inputs);
                        inputs->next++;
                }
                if (code)
                        return INPUTS_FAILED;
                if (any)
                        return INPUTS_ITEM;
        }
        return INPUTS_END;
}
