/* notify: the protocol between a service and systemd (sd_notify(3), sd_listen_fds(3)), which is small enough to be spoken
 * without its library. Without a service manager all of it does nothing. */
#pragma once

#include <stdint.h>

/* Sends lines as "READY=1\nSTATUS=…" to $NOTIFY_SOCKET. */
void notify_send(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Half of $WATCHDOG_USEC in milliseconds, when it is meant for this process; else 0. */
int64_t notify_watchdog_ms(void);

enum { NOTIFY_FDS_FIRST = 3, NOTIFY_FDS_MOST = 64 };
/* Descriptors from NOTIFY_FDS_FIRST on that were passed to this process by $LISTEN_FDS; they close at exec from now on. */
unsigned notify_listen_fds(void);
