#include "config/address.h"

#include <arpa/inet.h>

bool ip_parse(struct span text, struct ip *ret) {
        char copy[INET6_ADDRSTRLEN];
        struct ip ip = { .bytes = { [10] = 0xff, [11] = 0xff } };
        if (text.len > 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
                text = span_head(span_skip(text, 1), text.len - 2);
        if (span_starts_nocase(text, SPAN("IPv6:")))
                text = span_skip(text, 5);
        if (text.len == 0 || text.len >= sizeof copy || memchr(text.ptr, '\0', text.len))
                return false;
        memcpy(copy, text.ptr, text.len);
        copy[text.len] = '\0';
        if (inet_pton(AF_INET, copy, ip.bytes + 12) != 1 && inet_pton(AF_INET6, copy, ip.bytes) != 1)
                return false;
        *ret = ip;
        return true;
}

/* `first`: of the bits that must be zero. */
static bool zero_from(const struct ip *ip, unsigned first) {
        for (unsigned bit = first; bit < 128; bit++)
                if (ip->bytes[bit / 8] & (0x80u >> bit % 8))
                        return false;
        return true;
}

bool network_parse(struct span text, struct network *ret) {
        size_t slash = span_find_byte(text, '/');
        struct network network = { .bits = 128 };
        struct span address = span_head(text, slash);
        if (!ip_parse(address, &network.ip))
                return false;
        unsigned most = span_has(address, SPAN(":")) ? 128 : 32;
        uint64_t bits = most;
        if (slash < text.len && (!span_to_u64(span_skip(text, slash + 1), &bits) || bits > most))
                return false;
        network.bits = (uint8_t)(128 - most + bits);
        if (!zero_from(&network.ip, network.bits))
                return false;
        *ret = network;
        return true;
}

bool network_has(const struct network *network, const struct ip *ip) {
        unsigned whole = network->bits / 8, rest = network->bits % 8;
        if (memcmp(network->ip.bytes, ip->bytes, whole) != 0)
                return false;
        return rest == 0 || (network->ip.bytes[whole] ^ ip->bytes[whole]) >> (8 - rest) == 0;
}

bool url_is_local(struct span url) {
        static const struct network four = { .ip = { { [10] = 0xff, [11] = 0xff, [12] = 127 } }, .bits = 104 };
        static const struct network six = { .ip = { { [15] = 1 } }, .bits = 128 };
        struct span host = span_skip(url, span_find(url, SPAN("://")) + 3);
        struct ip ip;
        for (size_t i = 0; i < host.len; i++)
                if (host.ptr[i] == '/' || host.ptr[i] == '?' || host.ptr[i] == '#')
                        host.len = i;
        while (span_has(host, SPAN("@"))) /* user and password */
                host = span_skip(host, span_find_byte(host, '@') + 1);
        size_t bracket = span_find_byte(host, ']');
        host = span_head(host, bracket < host.len ? bracket + 1 : span_find_byte(host, ':'));
        return span_equal_nocase(host, SPAN("localhost")) ||
               (ip_parse(host, &ip) && (network_has(&four, &ip) || network_has(&six, &ip)));
}

bool network_around(struct span text, char ret[static NETWORK_TEXT_BYTES]) {
        struct ip ip;
        char first[INET6_ADDRSTRLEN];
        if (!ip_parse(text, &ip))
                return false;
        bool four = ip_is_4(&ip);
        memset(ip.bytes + (four ? 15 : 6), 0, four ? 1 : 10);
        (void)inet_ntop(four ? AF_INET : AF_INET6, four ? ip.bytes + 12 : ip.bytes, first, sizeof first);
        (void)snprintf(ret, NETWORK_TEXT_BYTES, "%s/%d", first, four ? 24 : 48);
        return true;
}

bool networks_have(const struct networks *networks, struct span text) {
        struct ip ip;
        if (!ip_parse(text, &ip))
                return false;
        for (uint32_t i = 0; i < networks->count; i++)
                if (network_has(&networks->items[i], &ip))
                        return true;
        return false;
}

/* ---- Where to listen --------------------------------------------------------------------------------------------- */

static void address_set(struct listen_at *at, const struct ip *ip, bool is_ip6) {
        if (is_ip6) {
                struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(at->port) };
                memcpy(&in6.sin6_addr, ip->bytes, 16);
                memcpy(&at->address, &in6, sizeof in6);
                at->address_len = sizeof in6;
                (void)inet_ntop(AF_INET6, &in6.sin6_addr, at->host, sizeof at->host);
        } else {
                struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(at->port) };
                memcpy(&in.sin_addr, ip->bytes + 12, 4);
                memcpy(&at->address, &in, sizeof in);
                at->address_len = sizeof in;
                (void)inet_ntop(AF_INET, &in.sin_addr, at->host, sizeof at->host);
        }
}

static bool inet_parse(struct span host, struct span port, struct listen_at *at) {
        uint64_t number;
        struct ip ip;
        if (span_equal_nocase(host, SPAN("localhost")))
                host = SPAN("127.0.0.1");
        if (!span_to_u64(port, &number) || number > 65535 || !ip_parse(host, &ip))
                return false;
        at->port = (uint16_t)number;
        address_set(at, &ip, span_has(host, SPAN(":")));
        return true;
}

static bool unix_parse(struct span path, struct listen_at *at) {
        struct sockaddr_storage *address = &at->address;
        if (path.len == 0 || path.ptr[0] != '/' || path.len >= sizeof at->path || memchr(path.ptr, '\0', path.len))
                return false;
        at->is_unix = true;
        memcpy(at->path, path.ptr, path.len);
        address->ss_family = AF_UNIX;
        /* struct sockaddr_un: the path follows the family. */
        memcpy((char *)address + sizeof address->ss_family, path.ptr, path.len);
        at->address_len = (socklen_t)(sizeof address->ss_family + path.len + 1);
        return true;
}

bool listen_parse(struct span text, struct listen_at *ret) {
        struct listen_at at = { 0 };
        bool ok;
        if (span_starts_nocase(text, SPAN("unix:")) || span_starts_nocase(text, SPAN("local:"))) {
                ok = unix_parse(span_skip(text, span_find_byte(text, ':') + 1), &at);
        } else {
                if (span_starts_nocase(text, SPAN("inet:")) || span_starts_nocase(text, SPAN("inet6:")))
                        text = span_skip(text, span_find_byte(text, ':') + 1);
                size_t sign = span_find_byte(text, '@'), colon = text.len;
                while (colon > 0 && text.ptr[colon - 1] != ':')
                        colon--;
                if (sign < text.len)
                        ok = inet_parse(span_skip(text, sign + 1), span_head(text, sign), &at);
                else
                        ok = colon > 0 && inet_parse(span_head(text, colon - 1), span_skip(text, colon), &at);
        }
        if (ok)
                *ret = at;
        return ok;
}
