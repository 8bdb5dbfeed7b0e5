#include "config/forms.h"

#include <math.h>

#include "config/address.h"
#include "config/dns-list.h"
#include "config/list-file.h"

/* ---- Forms ------------------------------------------------------------------------------------------------------- */

static bool is_any(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if ((unsigned char)text.ptr[i] < ' ')
                        return false;
        return true;
}

static bool is_path(struct span text) {
        return text.len > 0 && text.ptr[0] == '/' && is_any(text);
}

static bool is_host(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (!ascii_alnum(text.ptr[i]) && text.ptr[i] != '-' && text.ptr[i] != '.' && text.ptr[i] != '_')
                        return false;
        return text.len > 0 && text.len <= 253;
}

/* Own domains may be written in their own script. */
static bool is_domain(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (!ascii_alnum(text.ptr[i]) && text.ptr[i] != '-' && text.ptr[i] != '.' && text.ptr[i] != '_' &&
                    (unsigned char)text.ptr[i] < 0x80)
                        return false;
        return text.len > 0 && text.len <= 253 && text.ptr[0] != '.' && text.ptr[text.len - 1] != '.';
}

/* Takes `scheme` off the front of *text. */
static bool skip(struct span *text, struct span scheme) {
        if (!span_starts_nocase(*text, scheme))
                return false;
        *text = span_skip(*text, scheme.len);
        return true;
}

static bool is_store(struct span text) {
        if (skip(&text, SPAN("sqlite:")))
                return is_path(text);
        return (skip(&text, SPAN("postgresql://")) || skip(&text, SPAN("postgres://"))) && is_any(text);
}

static bool is_port(struct span text) {
        uint64_t port;
        return span_to_u64(text, &port) && port <= 65535;
}

/* host, host:port, [address]:port */
static bool is_authority(struct span text) {
        struct ip ip;
        if (text.len > 0 && text.ptr[0] == '[') {
                size_t end = span_find_byte(text, ']');
                struct span rest = span_skip(text, end + 1);
                return end < text.len && ip_parse(span_head(text, end + 1), &ip) &&
                       (rest.len == 0 || (rest.ptr[0] == ':' && is_port(span_skip(rest, 1))));
        }
        if (text.len == 0 || text.ptr[text.len - 1] == ':')
                return false;
        struct span host = span_split(&text, ':');
        return is_host(host) && (text.len == 0 || is_port(text));
}

static bool is_redis(struct span text) {
        if (skip(&text, SPAN("redis+unix://")))
                return is_path(text);
        if (!skip(&text, SPAN("redis://")))
                return false;
        uint64_t number;
        struct span authority = span_split(&text, '/');
        return is_authority(authority) && (text.len == 0 || span_to_u64(text, &number));
}

static bool is_smtp(struct span text) {
        return (skip(&text, SPAN("smtp://")) || skip(&text, SPAN("smtps://"))) && text.len > 0 && is_authority(text);
}

static bool is_http(struct span text) {
        if (!skip(&text, SPAN("http://")) && !skip(&text, SPAN("https://")))
                return false;
        struct span authority = span_split(&text, '/');
        return authority.len > 0 && is_authority(authority);
}

static bool is_login(struct span text) {
        if (skip(&text, SPAN("imap://")) || skip(&text, SPAN("imaps://")))
                return is_authority(text);
        if (skip(&text, SPAN("caldav+")) || skip(&text, SPAN("oidc:")))
                return is_http(text) && is_any(text);
        return false;
}

static bool is_source(struct span text) {
        static const struct span names[] = { SPAN("{domain}"), SPAN("{address}"), SPAN("{ip}") };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                size_t at = span_find(text, names[i]);
                struct span before = span_head(text, at), behind = span_skip(text, at + names[i].len);
                if (at < text.len && is_http(before) && !span_has(before, SPAN("{")) && !span_has(behind, SPAN("{")))
                        return is_any(text);
        }
        return false;
}

static bool is_pointer(struct span text) {
        return text.len > 1 && text.ptr[0] == '/' && is_any(text);
}

static bool is_connect(struct span text) {
        struct listen_at at;
        return listen_parse(text, &at) && (at.is_unix || at.port > 0);
}

static bool is_listen(struct span text) {
        struct listen_at at;
        return listen_parse(text, &at);
}

static bool is_host_port(struct span text) {
        struct listen_at at;
        return listen_parse(text, &at) && !at.is_unix;
}

static bool is_dns_server(struct span text) {
        struct ip ip;
        struct span address = span_split(&text, '@');
        return ip_parse(address, &ip) && (text.len == 0 ? address.ptr[address.len] != '@' : is_port(text));
}

static bool is_list_file(struct span text) {
        struct list_file_definition file;
        return list_file_read(text, &file);
}

static bool is_dns_list(struct span text) {
        struct dns_list_definition list;
        return dns_list_read(text, &list);
}

static bool is_network(struct span text) {
        struct network network;
        return network_parse(text, &network);
}

/* "a@b" or "@b", both of one kind. */
static bool is_alias(struct span text) {
        struct span from = span_trim(span_split(&text, '=')), to = span_trim(text);
        size_t at = span_find_byte(from, '@'), at_to = span_find_byte(to, '@');
        return at < from.len && at_to < to.len && (at == 0) == (at_to == 0) && is_domain(span_skip(from, at + 1)) &&
               is_domain(span_skip(to, at_to + 1));
}

static bool is_domain_choice(struct span text) {
        struct span domain = span_trim(span_split(&text, '=')), choice = span_trim(text);
        return is_domain(domain) && (span_equal(choice, SPAN("usual")) || span_equal(choice, SPAN("known")) ||
                                     span_equal(choice, SPAN("ask")));
}

/* In ASCII, and with no character that would need quotes. */
static bool is_mailbox(struct span text) {
        size_t at = span_find_byte(text, '@');
        for (size_t i = 0; i < at; i++)
                if (text.ptr[i] <= ' ' || text.ptr[i] > '~' || strchr("<>()[]\\,;:\"", text.ptr[i]))
                        return false;
        return at > 0 && at < text.len && text.len <= 254 && is_host(span_skip(text, at + 1));
}

static bool is_feedback(struct span text) {
        struct span domain = span_trim(span_split(&text, '='));
        return is_domain(domain) && is_mailbox(span_trim(text));
}

static bool is_delimiter(struct span text) {
        return text.len == 1 && strchr("+-=_.#", text.ptr[0]);
}

static bool is_mode(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (text.ptr[i] < '0' || text.ptr[i] > '7')
                        return false;
        return text.len == 4 && text.ptr[0] == '0';
}

static bool is_header(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (text.ptr[i] <= ' ' || text.ptr[i] > '~' || text.ptr[i] == ':')
                        return false;
        return text.len > 0 && text.len <= 76;
}

static bool is_printable(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (text.ptr[i] < ' ' || text.ptr[i] > '~')
                        return false;
        return true;
}

static bool is_header_line(struct span text) {
        size_t colon = span_find_byte(text, ':');
        return colon < text.len && is_header(span_head(text, colon)) && is_printable(text) && text.len <= 900;
}

/* `%` would be a format in libmilter; braces hold one of the three names. */
static bool is_reply(struct span text) {
        if (!is_printable(text) || text.len > 400 || span_has(text, SPAN("%")))
                return false;
        while (text.len > 0) {
                struct span before = span_split(&text, '{');
                if (span_has(before, SPAN("}")))
                        return false;
                if (text.len == 0)
                        return before.ptr[before.len] != '{';
                size_t end = span_find_byte(text, '}');
                struct span name = span_head(text, end);
                if (end == text.len || !(span_equal(name, SPAN("item")) || span_equal(name, SPAN("contact")) ||
                                         span_equal(name, SPAN("class"))))
                        return false;
                text = span_skip(text, end + 1);
        }
        return true;
}

static const struct {
        bool (*fits)(struct span text);
        const char *expected;
} forms[OPTION_FORMS] = {
        [OPTION_FORM_ANY] = { is_any, "a text without control characters" },
        [OPTION_FORM_PATH] = { is_path, "a path that begins with /" },
        [OPTION_FORM_STORE] = { is_store, "a store, as sqlite:/path or postgresql://user@host/database" },
        [OPTION_FORM_REDIS] = { is_redis, "a server, as redis://127.0.0.1:6379/0 or redis+unix:///path" },
        [OPTION_FORM_SMTP] = { is_smtp, "a mail server, as smtp://127.0.0.1:25" },
        [OPTION_FORM_HTTP] = { is_http, "an address, as http://127.0.0.1:11333" },
        [OPTION_FORM_LOGIN] = { is_login,
                                "who knows the users, as imaps://mail.example.org, caldav+https://dav.example.org/ or "
                                "oidc:https://login.example.org" },
        [OPTION_FORM_SOURCE] = { is_source,
                                 "a URL with {domain}, {address} or {ip}, as https://age.example.org/v1/{domain}" },
        [OPTION_FORM_POINTER] = { is_pointer, "a JSON pointer, as /age_days" },
        [OPTION_FORM_CONNECT] = { is_connect, "a server, as 127.0.0.1:783 or unix:/path" },
        [OPTION_FORM_LISTEN] = { is_listen, "a place to listen, as inet:127.0.0.1:8898 or unix:/path" },
        [OPTION_FORM_DNS_SERVER] = { is_dns_server, "an address, or address@port, as 192.0.2.53 or ::1@5353" },
        [OPTION_FORM_LIST_FILE] = { is_list_file,
                                    "a list, as \"ours phish /a/path\" or \"theirs malware https://lists.example.org/x key=…\" "
                                    "(http:// only with a key)" },
        [OPTION_FORM_DNS_LIST] = { is_dns_list,
                                   "a list, by the name of a shipped one as \"surbl\", or as NAME ZONE KINDS CODE=MEANING (docs/lists.md), "
                                   "as \"ours bl.example.org client4 127.0.0.2=spam\"" },
        [OPTION_FORM_HOST_PORT] = { is_host_port, "an address with port, as 127.0.0.1:8899 or [::1]:8899" },
        [OPTION_FORM_HOST] = { is_host, "a host name" },
        [OPTION_FORM_NETWORK] = { is_network, "a network, as 192.0.2.0/24 or 2001:db8::/32 (no bits beyond the mask)" },
        [OPTION_FORM_DOMAIN] = { is_domain, "a domain, as example.org" },
        [OPTION_FORM_ALIAS] = { is_alias,
                                "an alias, as other@example.org=main@example.org or @old.example=@new.example" },
        [OPTION_FORM_DOMAIN_CHOICE] = { is_domain_choice, "a domain with usual, known or ask, as example.org=ask" },
        [OPTION_FORM_MAILBOX] = { is_mailbox, "an address, as abuse@example.org" },
        [OPTION_FORM_FEEDBACK] = { is_feedback, "a domain and an address, as example.net=fbl@example.net" },
        [OPTION_FORM_DELIMITER] = { is_delimiter, "one of + - = _ . #" },
        [OPTION_FORM_MODE] = { is_mode, "rights in four octal digits, as 0660" },
        [OPTION_FORM_HEADER] = { is_header, "the name of a header field" },
        [OPTION_FORM_HEADER_LINE] = { is_header_line, "a header field, as X-Spam-Flag: YES" },
        [OPTION_FORM_REPLY] = { is_reply,
                                "a reply in ASCII of at most 400 bytes, without % and with no other names in braces than {item}, "
                                "{contact} and {class}" },
};

bool form_fits(enum option_form form, const char *text) {
        return forms[form].fits(span_from(text));
}

const char *form_expected(enum option_form form) {
        return forms[form].expected;
}

/* ---- Durations and sizes ----------------------------------------------------------------------------------------- */

struct unit {
        const char *name;
        double factor;
};
static const struct unit durations[] = {
        { "y", 365 * 86400.0 },
        { "w", 7 * 86400.0 },
        { "d", 86400 },
        { "h", 3600 },
        { "min", 60 },
        { "m", 60 },
        { "s", 1 },
        { "ms", 0.001 },
        { "", 1 },
        { 0 },
};
static const struct unit sizes[] = {
        { "TiB", 1099511627776.0 },
        { "GiB", 1073741824 },
        { "MiB", 1048576 },
        { "KiB", 1024 },
        { "TB", 1e12 },
        { "GB", 1e9 },
        { "MB", 1e6 },
        { "kB", 1e3 },
        { "T", 1099511627776.0 },
        { "G", 1073741824 },
        { "M", 1048576 },
        { "K", 1024 },
        { "B", 1 },
        { "", 1 },
        { 0 },
};

/* One number and its unit off the front of *text. */
static bool amount_take(struct span *text, const struct unit *units, double *ret) {
        char digits[32];
        size_t len = 0;
        while (len < text->len && (ascii_digit(text->ptr[len]) || text->ptr[len] == '.'))
                len++;
        if (len == 0 || len >= sizeof digits)
                return false;
        memcpy(digits, text->ptr, len);
        digits[len] = '\0';
        *text = span_trim(span_skip(*text, len));
        for (len = 0; len < text->len && ascii_alpha(text->ptr[len]);)
                len++;
        double number;
        if (!setting_number(digits, &number))
                return false;
        for (; units->name; units++)
                if (span_equal_nocase(span_from(units->name), span_head(*text, len))) {
                        *ret = number * units->factor;
                        *text = span_trim(span_skip(*text, len));
                        return true;
                }
        return false;
}

static bool amounts_parse(const char *text, const struct unit *units, bool several, double *ret) {
        struct span rest = span_trim(span_from(text));
        double sum = 0, one;
        do {
                if (!amount_take(&rest, units, &one))
                        return false;
                sum += one;
        } while (several && rest.len > 0);
        if (rest.len > 0)
                return false;
        *ret = sum;
        return true;
}

bool form_duration(const char *text, double *ret) {
        return amounts_parse(text, durations, true, ret);
}

bool form_size(const char *text, double *ret) {
        return amounts_parse(text, sizes, false, ret);
}

struct span form_duration_written(double seconds, struct arena *arena) {
        struct buf buf = buf_in(arena, 64);
        double rest = round(seconds * 1000) / 1000;
        for (const struct unit *unit = durations; unit->name; unit++) {
                if (!*unit->name || strcmp(unit->name, "min") == 0 || strcmp(unit->name, "w") == 0)
                        continue;
                double count = floor(rest / unit->factor + 1e-6);
                if (count >= 1)
                        buf_add_format(&buf, "%.0f%s", count, unit->name);
                rest -= count * unit->factor;
        }
        return buf.len > 0 ? buf_span(&buf) : SPAN("0");
}

struct span form_size_written(double bytes, struct arena *arena) {
        for (const struct unit *unit = sizes; unit->factor >= 1024; unit++)
                if (bytes >= unit->factor && fmod(bytes, unit->factor) == 0)
                        return arena_format(arena, "%.0f%s", bytes / unit->factor, unit->name);
        return arena_format(arena, "%.0f", bytes);
}
