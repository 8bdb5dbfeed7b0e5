/* inside: what the files of LMTP share. Private to them. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "config/address.h"
#include "transport/lmtp/lmtp.h"
#include "transport/lmtp/session.h"

struct lmtp {
        int fd, stop_fd;
        char path[108];  /* of a unix socket */
        char store[512]; /* URL */
        uint32_t store_timeout_ms;
        struct lmtp_parts parts;
        pthread_t *threads;
        unsigned thread_count, started;
        _Atomic unsigned couriers; /* made so far */
        _Atomic unsigned idle;     /* threads that wait for a connection */
        _Atomic unsigned alive;
        _Atomic bool stopping;
};

/* deliver.c: what one thread delivers with; made when it is first needed. */
struct courier;
struct courier *courier_new(struct lmtp *lmtp, unsigned number); /* NULL: no memory */
void courier_free(struct courier *courier);
/* Answers each recipient of the session's mail. */
void courier_deliver(struct courier *courier, struct session *session, struct span client_ip);
