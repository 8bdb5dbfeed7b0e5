/* nudge: has libmilter's threads take up what was left lying.
 *
 * Debian's libmilter has a pool of threads. Of several mail systems that speak at once it may give more than one to the same
 * idle thread, for it counts that one as idle until it has woken; whoever is left waits until some thread has nothing else to
 * do. When all of them wait for the outside, that is as long as they do: sixteen mails that came together were judged one after
 * the other. A connection that says nothing has a thread started, or woken, that looks for what is left. */
#pragma once

#include <sys/socket.h>

#include "base/err.h"

struct milter;

/* Where it listens. Before nudge_start. */
struct nudge_address {
        struct sockaddr_storage address;
        socklen_t len;
};
/* A thread that connects when mails are being judged and nothing else has happened for a moment; again only when that has made
 * something happen. Ends with the process. */
[[nodiscard]] enum cw_err nudge_start(struct milter *milter, struct err *reterr);
