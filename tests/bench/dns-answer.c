/* dns-answer: a name server for measurements: answers each question after the same time.
 *
 *     dns-answer MILLISECONDS     (negative: never)
 *
 * prints its port of 127.0.0.1 and serves until its input ends. mNNN.example has SPF, _dmarc.mNNN.example a policy; whatever
 * else is asked does not exist. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/span.h"

enum { ROOM = 512, WAITING = 1 << 16 };

struct reply {
        int64_t at_ms;
        struct sockaddr_in to;
        size_t len;
        unsigned char bytes[ROOM];
};
static struct reply queue[WAITING];

/* The labels of a question with dots; bytes taken, 0: not a question. */
static size_t read_name(const unsigned char *bytes, size_t len, char *ret, size_t size) {
        size_t at = 12, used = 0;
        while (at < len && bytes[at] != 0) {
                size_t label = bytes[at];
                if (label > 63 || at + label >= len || used + label + 2 > size)
                        return 0;
                memcpy(ret + used, bytes + at + 1, label);
                used += label;
                ret[used++] = '.';
                at += label + 1;
        }
        ret[used > 0 ? used - 1 : 0] = '\0';
        return at + 5 <= len ? at + 5 : 0;
}

static const char *text_of(const char *name) {
        bool policy = strncasecmp(name, "_dmarc.", 7) == 0;
        const char *host = policy ? name + 7 : name;
        bool ours = (host[0] | 0x20) == 'm' && host[1] >= '0' && host[1] <= '9';
        return !ours ? NULL : policy ? "v=DMARC1; p=none" : "v=spf1 ip4:192.0.2.0/24 -all";
}

static bool make_reply(const unsigned char *question, size_t len, struct reply *ret) {
        char name[256];
        size_t end = len > 12 ? read_name(question, len, name, sizeof name) : 0;
        if (end == 0 || end + 64 > ROOM)
                return false;
        const char *text = text_of(name);
        bool found = text && question[end - 3] == 16; /* TXT */
        memcpy(ret->bytes, question, end);
        ret->bytes[2] = 0x84 | (question[2] & 1);
        ret->bytes[3] = 0x80 | (text ? 0 : 3);
        ret->bytes[7] = found;
        memset(ret->bytes + 8, 0, 4);
        ret->len = end;
        if (found) {
                size_t size = strlen(text);
                const unsigned char head[] = {
                        0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, (unsigned char)(size + 1), (unsigned char)size
                };
                memcpy(ret->bytes + end, head, sizeof head);
                memcpy(ret->bytes + end + sizeof head, text, size);
                ret->len += sizeof head + size;
        }
        return true;
}

int main(int argc, char **argv) {
        int delay_ms = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0, fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        socklen_t size = sizeof at;
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &(int){ 16 << 20 }, sizeof(int));
        if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || getsockname(fd, (struct sockaddr *)&at, &size) != 0)
                return EXIT_FAILURE;
        printf("%u\n", ntohs(at.sin_port));
        fflush(stdout);
        uint32_t first = 0, count = 0; /* the same time for all: they leave as they came */
        for (;;) {
                struct pollfd ready[] = { { .fd = fd, .events = POLLIN }, { .fd = 0, .events = POLLIN } };
                int64_t left = count > 0 ? queue[first].at_ms - clock_monotonic_ms() : 1000;
                if (left > 0 && poll(ready, 2, (int)left) < 0)
                        return EXIT_FAILURE;
                char byte;
                if (ready[1].revents && read(0, &byte, 1) <= 0)
                        return EXIT_SUCCESS;
                unsigned char question[ROOM];
                struct sockaddr_in from;
                socklen_t from_size = sizeof from;
                for (ssize_t len; (len = recvfrom(fd, question, sizeof question, MSG_DONTWAIT, (struct sockaddr *)&from,
                                                  &from_size)) > 0;) {
                        struct reply *reply = &queue[(first + count) % WAITING];
                        if (delay_ms < 0 || count == WAITING || !make_reply(question, (size_t)len, reply))
                                continue;
                        reply->to = from;
                        reply->at_ms = clock_monotonic_ms() + delay_ms;
                        count++;
                }
                for (; count > 0 && queue[first].at_ms <= clock_monotonic_ms(); first = (first + 1) % WAITING, count--)
                        (void)sendto(fd, queue[first].bytes, queue[first].len, 0, (struct sockaddr *)&queue[first].to,
                                     sizeof queue[first].to);
        }
}
