/* The helper's side: reads pictures one after the other until its input ends. What it may do is fixed before the first:
 * read its input, write its output, use memory. */
#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>
#include <zbar.h>

#include "text/picture-internal.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 }; /* their runtimes ask for more memory and calls than the helper is allowed */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
#else
enum { SANITIZED = 0 };
#endif

static void limit(int what, rlim_t value) {
        if (setrlimit(what, &(struct rlimit){ value, value }) < 0)
                _exit(2);
}

static void limit_resources(void) {
        /* Standard input and output are all it has. */
        if (close_range(3, ~0U, 0) < 0)
                _exit(2);
        limit(RLIMIT_CORE, 0);
        limit(RLIMIT_FSIZE, 0);
        if (!SANITIZED)
                limit(RLIMIT_AS, 2UL * LIMIT_PICTURE_MEMORY); /* the program itself and its libraries are in it */
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
                _exit(2);
}

/* Everything that is not here kills it. */
static void confine(void) {
        static const int calls[] = { SCMP_SYS(read),          SCMP_SYS(munmap),    SCMP_SYS(mremap),
                                     SCMP_SYS(brk),           SCMP_SYS(madvise),   SCMP_SYS(futex),
                                     SCMP_SYS(exit_group),    SCMP_SYS(exit),      SCMP_SYS(rt_sigreturn),
                                     SCMP_SYS(clock_gettime), SCMP_SYS(setitimer), SCMP_SYS(getrusage),
                                     SCMP_SYS(sysinfo) /* qsort asks how much memory there is */ };
        /* The C library looks for settings in files, and does without when it is told that there are none. */
        static const int refused[] = { SCMP_SYS(open),   SCMP_SYS(openat),    SCMP_SYS(stat),     SCMP_SYS(newfstatat),
                                       SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(readlink), SCMP_SYS(fstat) };
        scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
        int failed = !filter;
        for (size_t i = 0; i < sizeof calls / sizeof *calls && !failed; i++)
                failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
        for (size_t i = 0; i < sizeof refused / sizeof *refused && !failed; i++)
                failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
        const struct scmp_arg_cmp to_output = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = 1 };
        failed = failed || seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, to_output);
        /* Memory without files behind it that nothing can be executed in. */
        failed = failed ||
                 seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                                  SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
        failed = failed || seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
        failed = failed || seccomp_load(filter);
        if (failed)
                _exit(2);
        seccomp_release(filter);
}

static bool read_all(void *out, size_t len) {
        for (char *at = out; len > 0;) {
                ssize_t got = read(0, at, len);
                if (got < 0 && errno == EINTR)
                        continue;
                if (got <= 0)
                        return false;
                at += got;
                len -= (size_t)got;
        }
        return true;
}

static bool write_all(const void *from, size_t len) {
        for (const char *at = from; len > 0;) {
                ssize_t put = write(1, at, len);
                if (put < 0 && errno == EINTR)
                        continue;
                if (put <= 0)
                        return false;
                at += put;
                len -= (size_t)put;
        }
        return true;
}

static uint32_t cpu_us(void) {
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        return (uint32_t)((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec +
                          usage.ru_stime.tv_usec);
}

/* The process ends by the signal when the time is over; 0 stops the clock. */
static void allow_cpu(uint32_t us) {
        setitimer(ITIMER_PROF, &(struct itimerval){ .it_value = { us / 1000000, us % 1000000 } }, NULL);
}

static zbar_image_scanner_t *new_scanner(void) {
        zbar_image_scanner_t *scanner = zbar_image_scanner_create();
        if (!scanner)
                _exit(2);
        /* Nobody is lured by the bar code of a yoghurt. */
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 1);
        /* The bytes as they are: zbar's guess takes UTF-8 for Shift-JIS. */
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
        return scanner;
}

static void search(zbar_image_scanner_t *scanner, const struct picture_grey *grey, struct picture_answer *answer,
                   char *out) {
        zbar_image_t *image = zbar_image_create();
        zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
        zbar_image_set_size(image, grey->width, grey->height);
        zbar_image_set_data(image, grey->pixels, (unsigned long)grey->width * grey->height, NULL);
        zbar_scan_image(scanner, image);
        const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
        for (; symbol && answer->count < LIMIT_PICTURE_TEXTS; symbol = zbar_symbol_next(symbol)) {
                uint32_t len = zbar_symbol_get_data_length(symbol);
                if (len > LIMIT_PICTURE_TEXT_BYTES)
                        len = LIMIT_PICTURE_TEXT_BYTES;
                memcpy(out + answer->bytes, &len, sizeof len);
                memcpy(out + answer->bytes + sizeof len, zbar_symbol_get_data(symbol), len);
                answer->bytes += (uint32_t)sizeof len + len;
                answer->count++;
        }
        zbar_image_destroy(image);
}

static bool serve_one(zbar_image_scanner_t *scanner, char *out) {
        struct picture_request request;
        if (!read_all(&request, sizeof request) || request.len > LIMIT_PICTURE_BYTES)
                return false;
        char *bytes = malloc(request.len + 1);
        if (!bytes || !read_all(bytes, request.len))
                return false;
        uint32_t begin = cpu_us();
        allow_cpu(request.cpu_us);
        struct picture_answer answer = { 0 };
        struct picture_grey grey = { 0 };
        struct span file = { bytes, request.len };
        answer.result = request.samples.width > 0 ? picture_decode_samples(file, &request.samples, &grey)
                                                  : picture_decode(file, &grey);
        if (answer.result == PICTURE_READ)
                search(scanner, &grey, &answer, out);
        free(grey.pixels);
        free(bytes);
        allow_cpu(0);
        answer.cpu_us = cpu_us() - begin;
        return write_all(&answer, sizeof answer) && write_all(out, answer.bytes);
}

_Noreturn void picture_helper_main(void) {
        static char out[PICTURE_ANSWER_BYTES];
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        zbar_image_scanner_t *scanner = new_scanner();
        zbar_set_verbosity(0);
        limit_resources();
        if (!SANITIZED)
                confine();
        while (serve_one(scanner, out)) {
        }
        _exit(0);
}
