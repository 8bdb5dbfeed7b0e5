/* Lists that are fetched: STATE/lists/NAME, and beside it NAME.etag, whose time is when its server was last heard. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/percent.h"
#include "client/fetch.h"
#include "config/config.h"
#include "lookup/list-sign.h"
#include "lookup/lists.h"

enum { FETCH_MS = 10 * 60 * 1000, FETCH_AGAIN_MS = 5 * 60 * 1000, SIGNATURE_BYTES = 4096 };

/* What is remembered of the list in place. */
struct known {
        char etag[FETCH_ETAG];
        uint64_t signed_at; /* 0: its signature does not say */
};

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
                                   const struct paths *paths, const _Atomic bool *stop, uint64_t *ret_time,
                                   struct err *reterr) {
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
        if (!code && !list_signed(&source->is, file, signature, ret_time))
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

/* The key by which it was signed: what another has signed says nothing of the order. */
static void key_write(const struct list_source *source, char ret[2 * LIST_FILE_KEY + 1]) {
        hex_write(source->is.key, LIST_FILE_KEY, ret);
}

/* The ETag in the first line; "signed TIME KEY" in the next, where there is a key. */
static void known_read(const struct list_source *source, const struct paths *paths, struct known *ret) {
        char text[FETCH_ETAG + 200], key[2 * LIST_FILE_KEY + 1];
        *ret = (struct known){ 0 };
        FILE *in = access(source->path, F_OK) == 0 ? fopen(paths->etag, "re") : NULL;
        if (!in)
                return;
        struct span rest = { text, fread(text, 1, sizeof text, in) }, etag = span_trim(span_split(&rest, '\n'));
        fclose(in);
        struct span word = span_split(&rest, ' '), at = span_split(&rest, ' ');
        key_write(source, key);
        bool same_key = span_equal(word, SPAN("signed")) && span_equal(span_trim(rest), span_from(key));
        if (same_key && !span_to_u64(at, &ret->signed_at))
                ret->signed_at = 0;
        /* That what another key has signed is unchanged says nothing. */
        if (same_key || !source->is.has_key)
                snprintf(ret->etag, sizeof ret->etag, "%.*s", (int)etag.len, etag.ptr);
}

static void known_write(const struct list_source *source, const struct paths *paths, const struct known *known) {
        char text[FETCH_ETAG + 200], key[2 * LIST_FILE_KEY + 1];
        int fd = create(paths->etag), len;
        if (fd < 0)
                return;
        key_write(source, key);
        len = source->is.has_key ? snprintf(text, sizeof text, "%s\nsigned %llu %s\n", known->etag,
                                            (unsigned long long)known->signed_at, key)
                                 : snprintf(text, sizeof text, "%s\n", known->etag);
        (void)!write(fd, text, (size_t)len);
        close(fd);
}

/* Checked, and put in the old one's place. `known` is what is known of that; becomes what is known of this. */
static enum cw_err take(struct lists *lists, const struct list_source *source, const struct paths *paths,
                        const _Atomic bool *stop, struct known *known, struct err *reterr) {
        uint64_t signed_at = 0;
        enum cw_err code = source->is.has_key ? check_signature(lists, source, paths, stop, &signed_at, reterr) : CW_OK;
        if (!code && signed_at < known->signed_at)
                code = err_set(reterr, CW_ERR_PERMISSION,
                               "what was fetched was signed before the list that is in place");
        if (!code)
                code = check_list(lists, paths, reterr);
        if (!code && rename(paths->fresh, source->path) < 0)
                code = failed(source->path, reterr);
        known->signed_at = signed_at;
        return code;
}

static enum cw_err fetch_now(struct lists *lists, const struct list_source *source, const _Atomic bool *stop,
                             struct err *reterr) {
        char url[1100];
        struct paths paths;
        struct known known;
        struct fetch_answer answer = { 0 };
        if (!paths_make(source, &paths))
                return err_set(reterr, CW_ERR_CONFIG, "the path of the state folder is too long");
        snprintf(url, sizeof url, "%.*s", (int)source->is.place.len, source->is.place.ptr);
        known_read(source, &paths, &known);
        enum cw_err code = get(lists, url, known.etag, (uint64_t)lists->config->options.number[OPT_LIST_SIZE],
                               paths.fresh, stop, &answer, reterr);
        if (!code && answer.unchanged && !*known.etag)
                code = err_set(reterr, CW_ERR_IO, "it is said to be unchanged, and was not asked whether it is");
        if (!code && !answer.unchanged) {
                code = take(lists, source, &paths, stop, &known, reterr);
                snprintf(known.etag, sizeof known.etag, "%s", answer.etag);
        }
        if (!code)
                known_write(source, &paths, &known);
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
