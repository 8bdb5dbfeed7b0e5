#include "daemon/aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "engine/board.h"

struct aside {
        char *path;
        int folder;
        uid_t user; /* whose the files are, when we are root */
        gid_t group;
        uint8_t key[16];
};

static enum cw_err fail(const struct aside *aside, const char *what, struct err *reterr) {
        return err_set(reterr, errno == EACCES ? CW_ERR_PERMISSION : CW_ERR_IO, "%.120s%s: %s", aside->path, what,
                       strerror(errno));
}

static enum cw_err read_key(struct aside *aside, uid_t user, gid_t group, struct err *reterr) {
        int fd = openat(aside->folder, "key", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd >= 0) {
                ssize_t got = read(fd, aside->key, sizeof aside->key);
                close(fd);
                if (got == sizeof aside->key)
                        return CW_OK;
        }
        fd = openat(aside->folder, "key", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
                return fail(aside, "/key", reterr);
        bool written = getrandom(aside->key, sizeof aside->key, 0) == sizeof aside->key &&
                       write(fd, aside->key, sizeof aside->key) == sizeof aside->key;
        if (written && geteuid() == 0)
                written = fchown(fd, user, group) == 0;
        if (!written || close(fd) < 0)
                return fail(aside, "/key", reterr);
        return CW_OK;
}

enum cw_err aside_open(const char *state, uid_t user, gid_t group, struct aside **ret, struct err *reterr) {
        struct aside *aside = calloc(1, sizeof *aside);
        if (!aside || asprintf(&aside->path, "%s/aside", state) < 0) {
                free(aside);
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        }
        aside->user = user;
        aside->group = group;
        bool made = mkdir(aside->path, 0700) == 0;
        aside->folder = open(aside->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        enum cw_err code = aside->folder < 0 ? fail(aside, "", reterr) : CW_OK;
        if (!code && made && geteuid() == 0 && fchown(aside->folder, user, group) < 0)
                code = fail(aside, "", reterr);
        if (!code)
                code = read_key(aside, user, group, reterr);
        if (code)
                aside_free(aside);
        else
                *ret = aside;
        return code;
}

void aside_free(struct aside *aside) {
        if (!aside)
                return;
        if (aside->folder >= 0)
                close(aside->folder);
        free(aside->path);
        free(aside);
}

const uint8_t *aside_key(const struct aside *aside) {
        return aside->key;
}
int aside_folder(const struct aside *aside) {
        return aside->folder;
}
const char *aside_path(const struct aside *aside) {
        return aside->path;
}

/* What lies in the folder: one for each .txt, which is written first. */
struct kept {
        uint64_t fingerprint;
        struct timespec when;
        uint64_t bytes;
};

static bool read_name(const char *name, uint64_t *ret) {
        char *end;
        if (strlen(name) != 16 + sizeof ".txt" - 1 || strcmp(name + 16, ".txt") != 0)
                return false;
        *ret = strtoull(name, &end, 16);
        return end == name + 16 && *ret != 0;
}

static void file_name(uint64_t fingerprint, const char *kind, char ret[static 32]) {
        (void)snprintf(ret, 32, "%016llx.%s", (unsigned long long)fingerprint, kind);
}

/* -1 and EEXIST: it is there already. */
static int create(const struct aside *aside, uint64_t fingerprint, const char *kind) {
        char name[32];
        file_name(fingerprint, kind, name);
        return openat(aside->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* What a peer said, without what could pass for more than one word on one line. */
static void put_foreign(FILE *out, const char *name, const char *text) {
        fputs(name, out);
        for (; *text; text++)
                fputc(*text > ' ' && *text < 0x7f ? *text : '?', out);
        fputc('\n', out);
}

void aside_describe(const struct aside *aside, const struct board_entry *entry) {
        int fd = create(aside, entry->fingerprint, "txt");
        if (fd < 0 && errno == EEXIST)
                return;
        FILE *out = fd >= 0 && (geteuid() != 0 || fchown(fd, aside->user, aside->group) == 0) ? fdopen(fd, "w") : NULL;
        if (!out) {
                log_say(LEVEL_ERROR, "aside", "%s/%016llx.txt: %s", aside->path, (unsigned long long)entry->fingerprint,
                        strerror(errno));
                if (fd >= 0)
                        close(fd);
                return;
        }
        put_foreign(out, "item: ", entry->id);
        fprintf(out, "signal: none that could be caught\ntime: %lld\n", (long long)clock_now_s());
        put_foreign(out, "channel: ", entry->channel);
        put_foreign(out, "client: ", entry->client_ip);
        put_foreign(out, "mail-from: ", entry->mail_from);
        put_foreign(out, "rcpt: ", entry->rcpt);
        fprintf(out,
                "recipients: %u\nbytes: %zu\nThe bytes died with the worker; they are kept when the mail comes again.\n",
                entry->rcpt_count, entry->len);
        (void)fclose(out);
}

void aside_keep(const struct aside *aside, uint64_t fingerprint, struct span bytes) {
        char name[32];
        file_name(fingerprint, "txt", name);
        if (faccessat(aside->folder, name, F_OK, 0) < 0)
                return;
        int fd = create(aside, fingerprint, "eml");
        if (fd < 0)
                return;
        while (bytes.len > 0) {
                ssize_t done = write(fd, bytes.ptr, bytes.len);
                if (done <= 0)
                        break;
                bytes = span_skip(bytes, (size_t)done);
        }
        close(fd);
        if (bytes.len > 0) { /* half a mail would pass for the whole one */
                file_name(fingerprint, "eml", name);
                (void)unlinkat(aside->folder, name, 0);
        }
}

static int by_age(const void *a, const void *b) {
        const struct timespec *x = &((const struct kept *)a)->when, *y = &((const struct kept *)b)->when;
        if (x->tv_sec != y->tv_sec)
                return x->tv_sec < y->tv_sec ? -1 : 1;
        return x->tv_nsec < y->tv_nsec ? -1 : x->tv_nsec > y->tv_nsec;
}

/* The oldest first. The caller frees *ret. */
static size_t list(const struct aside *aside, struct kept **ret) {
        size_t count = 0, capacity = 0;
        struct kept *kept = NULL;
        int fd = openat(aside->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
        for (const struct dirent *entry; folder && (entry = readdir(folder));) {
                uint64_t fingerprint;
                struct stat info;
                char name[32];
                if (!read_name(entry->d_name, &fingerprint) || fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW))
                        continue;
                if (count == capacity) {
                        capacity = capacity ? capacity * 2 : 64;
                        struct kept *more = reallocarray(kept, capacity, sizeof *kept);
                        if (!more)
                                break;
                        kept = more;
                }
                kept[count] = (struct kept){ fingerprint, info.st_mtim, (uint64_t)info.st_size };
                file_name(fingerprint, "eml", name);
                if (fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
                        kept[count].bytes += (uint64_t)info.st_size;
                count++;
        }
        if (folder)
                closedir(folder);
        if (count)
                qsort(kept, count, sizeof *kept, by_age);
        *ret = kept;
        return count;
}

uint32_t aside_load(const struct aside *aside, struct board *board) {
        struct kept *kept;
        size_t count = list(aside, &kept);
        board_forget(board);
        for (size_t i = 0; i < count; i++)
                board_condemn(board, kept[i].fingerprint);
        free(kept);
        return board_poison_count(board);
}

void aside_prune(const struct aside *aside) {
        struct kept *kept;
        size_t count = list(aside, &kept), oldest = 0;
        uint64_t bytes = 0;
        for (size_t i = 0; i < count; i++)
                bytes += kept[i].bytes;
        for (; oldest < count && (count - oldest > LIMIT_ASIDE_FILES || bytes > LIMIT_ASIDE_BYTES); oldest++) {
                char name[32];
                bytes -= kept[oldest].bytes;
                file_name(kept[oldest].fingerprint, "eml", name);
                (void)unlinkat(aside->folder, name, 0);
                file_name(kept[oldest].fingerprint, "txt", name);
                (void)unlinkat(aside->folder, name, 0);
        }
        free(kept);
}
