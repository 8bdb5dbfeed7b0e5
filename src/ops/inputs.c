#include "ops/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ops/input-file.h"

/* Deeper folders than any path that the system takes. */
enum { DEEPEST_FOLDER = 200 };

/* A file to read, or why it could not even be found. */
struct file {
        char *path;
        uint64_t size;
        struct err err;
};

struct inputs {
        struct file *files;
        size_t count, capacity, next;
        uint64_t total;
        bool total_known;
        struct input_file open;
};

static enum cw_err out_of_memory(struct err *reterr) {
        return err_set(reterr, CW_ERR_MEMORY, "out of memory");
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
                return err_set_errno(reterr, errno);
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
                return err_set_errno(reterr, failed);
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
                err_set_errno(&failed, errno);
                return name[0] == '.' ? (free(full), CW_OK) : add_file(inputs, full, 0, &failed, reterr);
        }
        bool folder = S_ISDIR(info.st_mode), link = S_ISLNK(info.st_mode);
        if (link && stat(full, &info) != 0) {
                err_set_errno(&failed, errno);
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
        char **names = NULL;
        size_t count = 0;
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
                err_set_errno(&failed, errno);
        if (found && !is_stdin && S_ISDIR(info.st_mode))
                return add_folder(inputs, path, 0, reterr);
        const char *other = found ? input_file_refused(path, info.st_mode) : NULL;
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
        inputs->open.fd = -1;
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

void inputs_free(struct inputs *inputs) {
        if (!inputs)
                return;
        input_file_free(&inputs->open);
        for (size_t i = 0; i < inputs->count; i++)
                free(inputs->files[i].path);
        free(inputs->files);
        free(inputs);
}

uint64_t inputs_done(const struct inputs *inputs) {
        return inputs->open.done;
}

uint64_t inputs_total(const struct inputs *inputs) {
        return inputs->total_known ? inputs->total : 0;
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
                enum cw_err code = inputs->open.fd < 0 ? input_file_open(&inputs->open, file->path, reterr) : CW_OK;
                if (!code)
                        code = input_file_next(&inputs->open, ret, &any, reterr);
                if (code || !any || !inputs->open.mbox) {
                        input_file_close(&inputs->open);
                        inputs->next++;
                }
                if (code)
                        return INPUTS_FAILED;
                if (any)
                        return INPUTS_ITEM;
        }
        return INPUTS_END;
}
