/* address: networks and addresses to listen on, as options name them. */
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "config/options.h"

/* An IP address; IPv4 as ::ffff:a.b.c.d, so that it is the same in either form. */
struct ip {
        uint8_t bytes[16];
};
struct network {
        struct ip ip;
        uint8_t bits; /* of 128 */
};

/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]", "IPv6:2001:db8::1"; false (and *ret untouched) for what is none. */
[[nodiscard]] bool ip_parse(struct span text, struct ip *ret);
/* An address with or without /bits; bits of the address beyond them must be zero. */
[[nodiscard]] bool network_parse(struct span text, struct network *ret);
static inline bool ip_is_4(const struct ip *ip) {
        static const uint8_t head[12] = { [10] = 0xff, [11] = 0xff };
        return memcmp(ip->bytes, head, sizeof head) == 0;
}
bool network_has(const struct network *network, const struct ip *ip);

/* Those who share an uplink: "192.0.2.0/24", "2001:db8::/48". False for what is no address. */
enum { NETWORK_TEXT_BYTES = INET6_ADDRSTRLEN + 4 };
[[nodiscard]] bool network_around(struct span ip, char ret[static NETWORK_TEXT_BYTES]);

struct networks {
        const struct network *items;
        uint32_t count;
};
/* False for what is no address. */
bool networks_have(const struct networks *networks, struct span ip);

/* Whether a URL's host is this machine, so that nobody listens on the way there: localhost, 127.0.0.0/8 or ::1. */
bool url_is_local(struct span url);

/* Where to listen. */
struct listen_at {
        bool is_unix;
        char host[64]; /* numeric address */
        uint16_t port;
        char path[108]; /* of a unix socket, absolute */
        struct sockaddr_storage address;
        socklen_t address_len;
};
/* inet:ADDRESS:PORT, inet:[ADDRESS]:PORT, inet:PORT@ADDRESS (libmilter's order), unix:/path, local:/path, or
 * ADDRESS:PORT; `localhost` is 127.0.0.1. Port 0: any free one. */
[[nodiscard]] bool listen_parse(struct span text, struct listen_at *ret);
