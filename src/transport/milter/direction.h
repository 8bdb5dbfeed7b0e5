/* direction: whether a mail is ours or for us, by what the mail system proves of the one who hands it over. */
#pragma once

#include "facts/item.h"

struct config;

struct proof {
        struct span auth_user; /* {auth_authen}: logged in; empty: nobody */
        struct span client_ip; /* whom the mail system talks to; empty: not known */
        struct span daemon;    /* {daemon_name}: by which of its doors the mail came */
};

/* Outbound is what somebody sends who logged in, or what comes by a door for outbound mail (option outbound-daemons), or
 * from our own networks, unless it comes by one for inbound mail (inbound-daemons), as from a filter on this machine. All
 * else is inbound. */
enum channel direction_of(const struct config *config, const struct proof *proof);
