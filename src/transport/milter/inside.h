/* The milter's own: what its callbacks share. libmilter gives them nothing but the connection, so there is one milter. */
#pragma once

#include <stdatomic.h>

#include "transport/milter/libmilter.h"
#include "transport/milter/mail.h"
#include "transport/milter/milter.h"
#include "transport/milter/nudge.h"

struct milter {
        struct guard *guard;
        struct recorder *recorder;
        struct metrics *metrics;
        struct mail_budget budget;
        _Atomic uint32_t connections;
        _Atomic uint32_t inside;  /* callbacks that use what was lent */
        _Atomic uint64_t entered; /* how often one has begun to */
        _Atomic bool stopping, ended;
        struct nudge_address nudge;
        char path[108]; /* of a unix socket, "" */
};
extern struct milter the_milter;

/* Before and behind all use of guard, recorder and metrics. False: they may not be used any more. */
bool milter_enter(void);
void milter_leave(void);

/* What libmilter is to call. */
struct smfiDesc milter_callbacks(void);
