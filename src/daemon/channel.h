/* channel: the words between supervisor and worker, one a packet, over a socket that both keep (SOCK_SEQPACKET). */
#pragma once

#include <stdbool.h>

#include "base/err.h"

enum word {
        WORD_READY,    /* worker: everything has started */
        WORD_FAILED,   /* worker: it could not start, and ends; with the error */
        WORD_RELOAD,   /* supervisor */
        WORD_RELOADED, /* worker */
        WORD_REFUSED,  /* worker: all is as it was; with the error */
        WORD_STOP,     /* supervisor */
};

struct packet {
        enum word word;
        struct err err;
};

/* False when the other side is gone. */
bool channel_send(int channel, enum word word, const struct err *err);

enum channel_result { CHANNEL_GOT, CHANNEL_NOTHING, CHANNEL_OVER };
/* Does not wait. */
enum channel_result channel_receive(int channel, struct packet *ret);
