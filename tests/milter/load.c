/* load: mails to a milter from many connections, as a busy mail system sends them.
 *
 *     milter-load HOST PORT SECONDS[/RATE] THREADS IDLE FILE.eml...
 *
 * RATE mails a second at most, all together; without it as many as go. THREADS connections send the mails in turn, a new
 * connection for each tenth mail; IDLE ones are open and silent. Where a mail names m00000000.example, each that is sent
 * has a number of its own there, and its envelope sender is of that domain. Prints one line: mails, mails a second, median and 99th percentile of a mail (microseconds, from its first packet to the
 * answer), and how many were accepted, refused, deferred and lost. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/span.h"

enum {
        MARKS = 64,
        MARK_DIGITS = 8,
        MAILS_A_CONNECTION = 10,
        SAMPLES = 1 << 20,
        CHUNK = 65535,
        STEPS = 0x1fffff,
        ACTIONS = 0x1ff
};

struct packets {
        uint8_t *ptr;
        size_t len, capacity;
        size_t marks[MARKS]; /* where the eight digits begin */
        uint32_t mark_count;
};

static struct {
        struct sockaddr_in address;
        struct packets *mails;
        uint32_t mail_count, threads;
        uint64_t rate; /* 0: no limit */
        int64_t begin_ms, end_ms;
        _Atomic uint64_t answers[4]; /* accepted, refused, deferred, lost */
        _Atomic uint32_t samples;
        uint32_t *us;
} load;

/* ---- Packets ---------------------------------------------------------------------------------------------------------- */

static void put(struct packets *to, const void *ptr, size_t len) {
        if (to->capacity - to->len < len) {
                to->capacity = (to->len + len) * 2;
                to->ptr = realloc(to->ptr, to->capacity);
                if (!to->ptr)
                        abort();
        }
        memcpy(to->ptr + to->len, ptr, len);
        to->len += len;
}

static void packet(struct packets *to, char kind, const void *ptr, size_t len) {
        uint32_t size = htonl((uint32_t)len + 1);
        put(to, &size, sizeof size);
        put(to, &kind, 1);
        put(to, ptr, len);
}
#define PACKET(to, kind, literal) packet((to), (kind), (literal), sizeof(literal)) /* with the last NUL */

static void put_field(struct packets *to, struct span field) {
        char *text = malloc(field.len + 2);
        size_t len = 0, colon = span_find_byte(field, ':');
        for (size_t i = 0; i < field.len; i++)
                if (field.ptr[i] != '\r')
                        text[len++] = i == colon ? 0 : field.ptr[i];
        text[len++] = 0;
        packet(to, 'L', text, len);
        free(text);
}

static const struct span mark = SPAN("m00000000.example");

static void find_marks(struct packets *mail) {
        struct span rest = { (char *)mail->ptr, mail->len };
        for (size_t at; (at = span_find(rest, mark)) < rest.len && mail->mark_count < MARKS;) {
                mail->marks[mail->mark_count++] = (size_t)(rest.ptr + at + 1 - (char *)mail->ptr);
                rest = span_skip(rest, at + mark.len);
        }
}

/* All packets of one mail, as Postfix sends them: the last piece of the body with the end. */
static struct packets mail_read(const char *path) {
        struct packets raw = { 0 }, mail = { 0 };
        char piece[4096];
        FILE *file = fopen(path, "r");
        if (!file) {
                fprintf(stderr, "%s: %s\n", path, strerror(errno));
                exit(EXIT_FAILURE);
        }
        for (size_t len; (len = fread(piece, 1, sizeof piece, file)) > 0;)
                put(&raw, piece, len);
        (void)fclose(file);
        if (span_has((struct span){ (char *)raw.ptr, raw.len }, mark)) {
                PACKET(&mail, 'D', "M{mail_addr}\0anna@m00000000.example");
                PACKET(&mail, 'M', "<anna@m00000000.example>");
        } else {
                PACKET(&mail, 'D', "M{mail_addr}\0anna@example.net");
                PACKET(&mail, 'M', "<anna@example.net>");
        }
        PACKET(&mail, 'R', "<user@example.org>");
        struct span rest = { (char *)raw.ptr, raw.len };
        while (rest.len && *rest.ptr != '\r' && *rest.ptr != '\n') {
                size_t len = 0;
                do
                        len += span_find_byte(span_skip(rest, len), '\n') + 1;
                while (len < rest.len && (rest.ptr[len] == ' ' || rest.ptr[len] == '\t'));
                put_field(&mail, span_head(rest, len - 1));
                rest = span_skip(rest, len);
        }
        rest = span_skip(rest, span_find_byte(rest, '\n') + 1);
        PACKET(&mail, 'D', "Ei\0004F2K7Q0Z");
        /* A longer one would wait for answers in between. */
        packet(&mail, 'E', rest.ptr, rest.len < CHUNK ? rest.len : CHUNK);
        free(raw.ptr);
        find_marks(&mail);
        return mail;
}

/* ---- Connections ------------------------------------------------------------------------------------------------------ */

static bool send_all(int fd, const struct packets *packets) {
        for (size_t at = 0; at < packets->len;) {
                ssize_t done = send(fd, packets->ptr + at, packets->len - at, MSG_NOSIGNAL);
                if (done <= 0)
                        return false;
                at += (size_t)done;
        }
        return true;
}

static bool receive_all(int fd, void *to, size_t len) {
        for (size_t at = 0; at < len;) {
                ssize_t done = recv(fd, (char *)to + at, len - at, 0);
                if (done <= 0)
                        return false;
                at += (size_t)done;
        }
        return true;
}

/* The kind of the next packet, 0 at the end. */
static char receive(int fd) {
        uint32_t size;
        char data[70000];
        if (!receive_all(fd, &size, sizeof size) || ntohl(size) > sizeof data || !receive_all(fd, data, ntohl(size)))
                return 0;
        return data[0] == 'y' ? data[1] == '4' ? 't' : 'r' : data[0];
}

static int open_one(void) {
        struct packets hello = { 0 };
        uint32_t offer[3] = { htonl(6), htonl(ACTIONS), htonl(STEPS) };
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
        packet(&hello, 'O', offer, sizeof offer);
        bool done = connect(fd, (struct sockaddr *)&load.address, sizeof load.address) == 0 && send_all(fd, &hello) &&
                    receive(fd) == 'O';
        hello.len = 0;
        PACKET(&hello, 'D', "Cj\0mx.example.org\0{daemon_name}\0smtpd");
        PACKET(&hello, 'C',
               "client.example.net\0004\x9c\x40"
               "192.0.2.1");
        PACKET(&hello, 'H', "client.example.net");
        done = done && send_all(fd, &hello);
        free(hello.ptr);
        if (!done) {
                close(fd);
                return -1;
        }
        return fd;
}

static int judge(int fd, const struct packets *mail) {
        if (!send_all(fd, mail))
                return 3;
        for (;;)
                switch (receive(fd)) {
                case 'c':
                case 'a':
                case 'd':
                        return 0;
                case 'r':
                        return 1;
                case 't':
                        return 2;
                case 0:
                        return 3;
                default:
                        break;
                }
}

/* A copy with a number of its own. */
static void give_number(struct packets *copy, const struct packets *mail) {
        static _Atomic uint32_t last;
        char digits[MARK_DIGITS + 1];
        (void)snprintf(digits, sizeof digits, "%08u", atomic_fetch_add(&last, 1) % 100000000u);
        copy->len = 0;
        put(copy, mail->ptr, mail->len);
        for (uint32_t i = 0; i < mail->mark_count; i++)
                memcpy(copy->ptr + mail->marks[i], digits, MARK_DIGITS);
}

/* Until the turn of a thread's mail comes. */
static void wait_turn(uint32_t done) {
        if (load.rate == 0)
                return;
        int64_t due = load.begin_ms + (int64_t)((uint64_t)done * load.threads * 1000 / load.rate),
                left = due - clock_monotonic_ms();
        if (left > 0)
                usleep((useconds_t)(left * 1000));
}

static void *run(void *number) {
        uint32_t turn = (uint32_t)(uintptr_t)number, done = 0, sent = 0;
        int fd = -1;
        struct packets copy = { 0 };
        while (clock_monotonic_ms() < load.end_ms) {
                wait_turn(sent++);
                if (fd < 0)
                        fd = open_one();
                const struct packets *mail = &load.mails[turn % load.mail_count];
                if (mail->mark_count > 0) {
                        give_number(&copy, mail);
                        mail = &copy;
                }
                uint64_t began = clock_monotonic_ns();
                int answer = fd < 0 ? 3 : judge(fd, mail);
                turn += load.threads;
                uint32_t at = atomic_fetch_add(&load.samples, 1);
                if (at < SAMPLES)
                        load.us[at] = (uint32_t)((clock_monotonic_ns() - began) / 1000);
                atomic_fetch_add(&load.answers[answer], 1);
                if (fd >= 0 && (answer == 3 || ++done % MAILS_A_CONNECTION == 0)) {
                        close(fd);
                        fd = -1;
                }
        }
        if (fd >= 0)
                close(fd);
        free(copy.ptr);
        return NULL;
}

static int compare(const void *a, const void *b) {
        uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
        return (x > y) - (x < y);
}

static uint64_t number_of(const char *text) {
        uint64_t number = 0;
        (void)span_to_u64(span_from(text), &number);
        return number;
}

int main(int argc, char **argv) {
        if (argc < 7 || inet_pton(AF_INET, argv[1], &load.address.sin_addr) != 1) {
                fputs("usage: milter-load HOST PORT SECONDS[/RATE] THREADS IDLE FILE.eml...\n", stderr);
                return EXIT_FAILURE;
        }
        struct rlimit files;
        if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
                files.rlim_cur = files.rlim_max;
                (void)setrlimit(RLIMIT_NOFILE, &files);
        }
        load.address.sin_family = AF_INET;
        load.address.sin_port = htons((uint16_t)number_of(argv[2]));
        uint32_t threads = (uint32_t)number_of(argv[4]), idle = (uint32_t)number_of(argv[5]), idle_open = 0;
        struct span seconds = span_from(argv[3]);
        load.mail_count = (uint32_t)argc - 6;
        load.threads = threads;
        (void)span_to_u64(span_skip(seconds, span_find_byte(seconds, '/') + 1), &load.rate);
        load.mails = calloc(load.mail_count, sizeof *load.mails);
        load.us = calloc(SAMPLES, sizeof *load.us);
        pthread_t *ids = calloc(threads, sizeof *ids);
        if (!load.mails || !load.us || !ids)
                return EXIT_FAILURE;
        for (uint32_t i = 0; i < load.mail_count; i++)
                load.mails[i] = mail_read(argv[6 + i]);
        for (uint32_t i = 0; i < idle; i++)
                idle_open += open_one() >= 0;
        uint64_t length = 0;
        (void)span_to_u64(span_head(seconds, span_find_byte(seconds, '/')), &length);
        load.begin_ms = clock_monotonic_ms();
        load.end_ms = load.begin_ms + 1000 * (int64_t)length;
        for (uint32_t i = 0; i < threads; i++)
                if (pthread_create(&ids[i], NULL, run, (void *)(uintptr_t)i))
                        return EXIT_FAILURE;
        for (uint32_t i = 0; i < threads; i++)
                (void)pthread_join(ids[i], NULL);
        double took = (double)(clock_monotonic_ms() - load.begin_ms) / 1000;
        uint32_t count = load.samples < SAMPLES ? load.samples : SAMPLES;
        qsort(load.us, count, sizeof *load.us, compare);
        printf("mails=%u rate=%.0f p50=%u p99=%u accepted=%lu refused=%lu deferred=%lu lost=%lu idle=%u\n",
               load.samples, load.samples / took, count ? load.us[count / 2] : 0, count ? load.us[count * 99 / 100] : 0,
               load.answers[0], load.answers[1], load.answers[2], load.answers[3], idle_open);
        return load.answers[3] || idle_open != idle;
}
