/* control-socket: the socket in the state folder at which the daemon is asked. */
#pragma once

#include <sys/un.h>

#define CONTROL_SOCKET "control"

/* Its address, however long the path of the folder is, whose descriptor must stay open while the address is used. */
struct sockaddr_un control_address(int folder);

/* A connection to the daemon; -1 with errno: none answers, or it may not be asked. */
int control_connect(int folder);
