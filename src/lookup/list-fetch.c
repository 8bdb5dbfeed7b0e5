/* Lists that are fetched: STATE/lists/NAME, and beside it NAME.etag, whose time is when its server was last heard. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/fetch.h"
#include "config/config.h"
#include "lookup/list-sign.h"
#include "lookup/lists.h"

enum { FETCH_MS = 10 * 60 * 1000, FETCH_AGAIN_MS = 5 * 60 * 1000, SIGNATURE_BYTES = 4096 };

/* The paths of one list. */
struct paths {
        char fresh[PATH_MAX], signature[PATH_MAX], etag[PATH_MAX];
};

static enum cw_err failed(const char *path, struct err *reterr) {
        return err_set(reterr, CW_ERR_IO, "%s: %s", path, strerror(errno));
}

static bool paths_make(const struct list_source *source, struct paths *ret) {
        int process = (int)getpid(); /* a command may fetch beside the daemon */
        int longest = snprintf(ret->signature, sizeof ret->signature, "%s.%d.signature", source->path, process);
        snprintf(ret->fresh, sizeof ret->fresh, "%s.%d.new", source->path, process);
        snprintf(ret->etag, sizeof ret->etag, "%s.etag", source->path);
        return longest > 0 && (size_t)longest < sizeof ret->signature;
}

static int create(const char *path) {
        (void)unlink(path);
        return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* All of a file, with malloc. */
static enum cw_err read_all(const char *path, struct span *ret, struct err *reterr) {
        struct stat status;
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        char *bytes = fd >= 0 && fstat(fd, &status) == 0 ? malloc((size_t)status.st_size + 1) : NULL;
        ssize_t got = 1;
        size_t len = 0;
        while (bytes && got > 0 && len < (size_t)status.st_size) {
                got = read(fd, bytes + len, (size_t)status.st_size - len);
                len += got > 0 ? (size_t)got : 0;
        }
        if (fd >= 0)
                close(fd);
        if (!bytes || got < 0) {
                free(bytes);
                return failed(path, reterr);
        }
        *ret = (struct span){ bytes, len };
        return CW_OK;
}

/* One URL to one new file. */
static enum cw_err get(const struct lists *lists, const char *url, const char *etag, uint64_t most, const char *path,
                       const _Atomic bool *stop, struct fetch_answer *ret, struct err *reterr) {
        const char *ca = lists->config->options.text[OPT_LIST_CA];
        int fd = create(path);
        if (fd < 0)
                return failed(path, reterr);
        const struct fetch_request request = { .url = url,
                                               .ca_file = *ca ? ca : NULL,
                                               .etag = etag,
                                               .most = most,
                                               .timeout_ms = FETCH_MS,
                                               .stop = stop,
                                               .fd = fd };
        enum cw_err code = fetch(&request, ret, reterr);
        if (!code && fsync(fd) < 0)
                code = failed(path, reterr);
        close(fd);
        return code;
}

static enum cw_err check_signature(const struct lists *lists, const struct list_source *source,
                                   const struct paths *paths, const _Atomic bool *stop, struct err *reterr) {
        char url[1100];
        struct span file = { 0 }, signature = { 0 };
        struct fetch_answer answer;
        snprintf(url, sizeof url, "%.*s%s", (int)source->is.place.len, source->is.place.ptr,
                 source->is.has_key_id ? ".minisig" : ".sig");
        enum cw_err code = get(lists, url, NULL, SIGNATURE_BYTES, paths->signature, stop, &answer, reterr);
        if (!code)
                code = read_all(paths->signature, &signature, reterr);
        if (!code)
                code = read_all(paths->fresh, &file, reterr);
        if (!code && !list_signed(&source->is, file, signature))
                code = err_set(reterr, CW_ERR_PERMISSION, "the signature of %s does not fit", url);
        free((char *)signature.ptr);
        free((char *)file.ptr);
        (void)unlink(paths->signature);
        return code;
}

/* A page that says "not found", a list of something else. */
static enum cw_err check_list(const struct lists *lists, const struct paths *paths, struct err *reterr) {
        struct list_file *file = NULL;
        enum cw_err code = list_file_load(paths->fresh, (size_t)lists->config->options.number[OPT_LIST_SIZE], &file,
                                          reterr);
        if (!code && list_file_bad(file) > list_file_count(file))
                code = err_set(reterr, CW_ERR_IO, "what was fetched is no list: %u lines of %u are understood",
                               list_file_count(file), list_file_count(file) + list_file_bad(file));
        list_file_free(file);
        return code;
}

static void etag_read(const struct list_source *source, const struct paths *paths, char ret[FETCH_ETAG]) {
        *ret = '\0';
        FILE *in = access(source->path, F_OK) == 0 ? fopen(paths->etag, "re") : NULL;
        if (!in)
                return;
        size_t len = fread(ret, 1, FETCH_ETAG - 1, in);
        ret[len] = '\0';
        ret[strcspn(ret, "\r\n")] = '\0';
        fclose(in);
}

static void etag_write(const struct paths *paths, const char *etag) {
        int fd = create(paths->etag);
        if (fd < 0)
                return;
        (void)!write(fd, etag, strlen(etag));
        close(fd);
}

static enum cw_err fetch_now(struct lists *lists, const struct list_source *source, const _Atomic bool *stop,
                             struct err *reterr) {
        char url[1100], etag[FETCH_ETAG];
        struct paths paths;
        struct fetch_answer answer = { 0 };
        if (!paths_make(source, &paths))
                return err_set(reterr, CW_ERR_CONFIG, "the path of the state folder is too long");
        snprintf(url, sizeof url, "%.*s", (int)source->is.place.len, source->is.place.ptr);
        etag_read(source, &paths, etag);
        enum cw_err code = get(lists, url, etag, (uint64_t)lists->config->options.number[OPT_LIST_SIZE], paths.fresh,
                               stop, &answer, reterr);
        if (!code && answer.unchanged)
                etag_write(&paths, etag);
        else {
                if (!code && source->is.has_key)
                        code = check_signature(lists, source, &paths, stop, reterr);
                if (!code)
                        code = check_list(lists, &paths, reterr);
                if (!code && rename(paths.fresh, source->path) < 0)
                        code = failed(source->path, reterr);
                if (!code)
                        etag_write(&paths, answer.etag);
        }
        (void)unlink(paths.fresh);
        return code;
}

/* ms until it is due, by what is left of an earlier process. */
static int64_t wait_of(const struct list_source *source, int64_t every) {
        struct stat status;
        struct paths paths;
        if (!paths_make(source, &paths) || stat(source->path, &status) < 0 || stat(paths.etag, &status) < 0)
                return 0;
        int64_t age = ((int64_t)time(NULL) - status.st_mtim.tv_sec) * 1000;
        return age < 0 || age >= every ? 0 : every - age;
}

static void folder_make(const struct lists *lists) {
        char path[PATH_MAX];
        if (config_state_path(lists->config, "", path, sizeof path))
                (void)mkdir(path, 0700);
        if (config_state_path(lists->config, "lists", path, sizeof path))
                (void)mkdir(path, 0700);
}

enum cw_err list_source_fetch(struct lists *lists, struct list_source *source, const _Atomic bool *stop,
                              bool *ret_tried, struct err *reterr) {
        int64_t now = clock_monotonic_ms(), every = option_ms(&lists->config->options, OPT_LIST_FETCH);
        if (!source->path)
                return err_set(reterr, CW_ERR_CONFIG, "there is no state folder to keep it in");
        if (source->fetch_at_ms == 0)
                source->fetch_at_ms = now + wait_of(source, every);
        if (now < source->fetch_at_ms)
                return CW_OK;
        *ret_tried = true;
        folder_make(lists);
        enum cw_err code = fetch_now(lists, source, stop, reterr);
        source->fetch_at_ms = clock_monotonic_ms() + (code && every > FETCH_AGAIN_MS ? FETCH_AGAIN_MS : every);
        return code;
}
