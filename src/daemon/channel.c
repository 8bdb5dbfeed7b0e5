#include "daemon/channel.h"

#include <errno.h>
#include <sys/socket.h>

bool channel_send(int channel, enum word word, const struct err *err) {
        struct packet packet = { .word = word };
        if (err)
                packet.err = *err;
        return send(channel, &packet, sizeof packet, MSG_NOSIGNAL) == sizeof packet;
}

enum channel_result channel_receive(int channel, struct packet *ret) {
        ssize_t got = recv(channel, ret, sizeof *ret, MSG_DONTWAIT);
        if (got == sizeof *ret) {
                ret->err.text[sizeof ret->err.text - 1] = 0;
                return CHANNEL_GOT;
        }
        return got < 0 && (errno == EAGAIN || errno == EINTR) ? CHANNEL_NOTHING : CHANNEL_OVER;
}
