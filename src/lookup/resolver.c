#include "lookup/resolver.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unbound.h>

#include "base/limits.h"

enum { CLASS_IN = 1, RCODE_NXDOMAIN = 3, ANSWER_ROOM = 128 * 1024 };

struct resolver {
        struct loop *loop;
        struct ub_ctx *unbound;
        struct loop_watch watch;
        uint32_t open;          /* questions */
        char room[ANSWER_ROOM]; /* of the answer that is told just now */
};

static void ready(struct loop_watch *watch, uint32_t events) {
        struct resolver *resolver = (struct resolver *)((char *)watch - offsetof(struct resolver, watch));
        (void)events;
        (void)ub_process(resolver->unbound);
}

/* ---- Settings --------------------------------------------------------------------------------------------------------- */

/* A machine without /etc/resolv.conf asks the root servers. */
static int system_servers(struct ub_ctx *unbound) {
        int failed = ub_ctx_resolvconf(unbound, NULL);
        return failed == UB_READFILE ? 0 : failed;
}

static int set_options(struct ub_ctx *unbound, const struct resolver_settings *settings) {
        static const struct {
                const char *name, *value;
        } options[] = {
                { "do-not-query-localhost:", "no" }, /* forwards on this machine */
                { "msg-cache-size:", "8m" },
                { "rrset-cache-size:", "16m" },
                { "num-queries-per-thread:", "4096" },
                { "outgoing-range:", "4096" },
                { "harden-glue:", "yes" },
                { "qname-minimisation:", "yes" },
                { "unwanted-reply-threshold:", "1000000" },
        };
        int failed = 0;
        for (size_t i = 0; !failed && i < sizeof options / sizeof *options; i++)
                failed = ub_ctx_set_option(unbound, options[i].name, options[i].value);
        for (uint32_t i = 0; !failed && i < settings->forward_count; i++)
                failed = ub_ctx_set_fwd(unbound, settings->forwards[i]);
        if (!failed && settings->forward_count == 0 && settings->system)
                failed = system_servers(unbound);
        if (!failed && settings->trust_anchor)
                failed = ub_ctx_add_ta_file(unbound, settings->trust_anchor);
        return failed ? failed : ub_ctx_async(unbound, 1);
}

enum cw_err resolver_new(struct loop *loop, const struct resolver_settings *settings, struct resolver **ret,
                         struct err *reterr) {
        struct resolver *resolver = calloc(1, sizeof *resolver);
        struct ub_ctx *unbound = resolver ? ub_ctx_create() : NULL;
        if (!unbound) {
                free(resolver);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for DNS");
        }
        *resolver = (struct resolver){ .loop = loop, .unbound = unbound, .watch = { .ready = ready, .fd = -1 } };
        int failed = set_options(unbound, settings);
        resolver->watch.fd = failed ? -1 : ub_fd(unbound);
        if (failed || !loop_watch(loop, &resolver->watch, EPOLLIN)) {
                resolver_free(resolver);
                return err_set(reterr, CW_ERR_CONFIG, "DNS cannot be asked: %s", ub_strerror(failed));
        }
        *ret = resolver;
        return CW_OK;
}

void resolver_free(struct resolver *resolver) {
        if (!resolver)
                return;
        ub_ctx_delete(resolver->unbound);
        free(resolver);
}

/* ---- From the wire (RFC 1035 3.3) ------------------------------------------------------------------------------------- */

/* What is taken of `room`, in the order of the records. */
struct room {
        char *ptr;
        size_t left;
};

static struct span room_take(struct room *room, size_t len) {
        struct span taken = { room->ptr, len };
        room->ptr += len;
        room->left -= len;
        return taken;
}

/* Labels with their lengths become a name with dots, in lower case. A byte that a dotted name cannot carry makes it empty. */
static struct span name_of(struct span wire, struct room *room) {
        size_t len = 0;
        if (room->left < wire.len)
                return (struct span){ 0 };
        while (wire.len > 0 && wire.ptr[0] != 0) {
                size_t label = (unsigned char)wire.ptr[0];
                if (label > 63 || label >= wire.len)
                        return (struct span){ 0 };
                if (len > 0)
                        room->ptr[len++] = '.';
                for (size_t i = 1; i <= label; i++) {
                        if (wire.ptr[i] == '.' || wire.ptr[i] == '\0')
                                return (struct span){ 0 };
                        room->ptr[len++] = ascii_lower(wire.ptr[i]);
                }
                wire = span_skip(wire, label + 1);
        }
        return room_take(room, len);
}

static struct span strings_of(struct span wire, struct room *room) {
        size_t len = 0;
        if (room->left < wire.len)
                return (struct span){ 0 };
        while (wire.len > 0) {
                struct span string = span_head(span_skip(wire, 1), (unsigned char)wire.ptr[0]);
                memcpy(room->ptr + len, string.ptr, string.len);
                len += string.len;
                wire = span_skip(wire, 1 + string.len);
        }
        return room_take(room, len);
}

static int by_preference(const void *a, const void *b) {
        return memcmp(((const struct span *)a)->ptr, ((const struct span *)b)->ptr, 2);
}

static uint32_t records_of(enum record_type type, struct span *raw, uint32_t count, struct room room, struct span *ret) {
        if (type == RECORD_MX)
                qsort(raw, count, sizeof *raw, by_preference);
        for (uint32_t i = 0; i < count; i++)
                switch (type) {
                case RECORD_A:
                case RECORD_AAAA:
                        ret[i] = raw[i];
                        break;
                case RECORD_TXT:
                        ret[i] = strings_of(raw[i], &room);
                        break;
                case RECORD_MX:
                        ret[i] = name_of(span_skip(raw[i], 2), &room);
                        break;
                case RECORD_NS:
                case RECORD_CNAME:
                case RECORD_PTR:
                        ret[i] = name_of(raw[i], &room);
                        break;
                }
        return count;
}

/* Records that are too short or too long for their type are no records. */
static uint32_t raw_records(const struct ub_result *result, enum record_type type, struct span *ret) {
        uint32_t count = 0;
        for (int i = 0; result->data && result->data[i] && count < LIMIT_DNS_RECORDS; i++) {
                struct span raw = { result->data[i], (size_t)result->len[i] };
                bool fits = type == RECORD_A      ? raw.len == 4
                            : type == RECORD_AAAA ? raw.len == 16
                            : type == RECORD_MX   ? raw.len >= 3
                                                  : raw.len >= 1;
                if (fits)
                        ret[count++] = raw;
        }
        return count;
}

/* ---- Asking ------------------------------------------------------------------------------------------------------------- */

static struct answer failed_answer(const char *why) {
        return (struct answer){ .state = ANSWER_FAILED, .why = why };
}

static struct answer answer_of(struct resolver *resolver, const struct ub_result *result, struct span *records) {
        struct span raw[LIMIT_DNS_RECORDS];
        enum record_type type = (enum record_type)result->qtype;
        if (result->bogus)
                return failed_answer("DNSSEC does not validate it");
        if (result->rcode == RCODE_NXDOMAIN)
                return (struct answer){ .state = ANSWER_NO_NAME, .ttl = (uint32_t)result->ttl };
        if (result->rcode != 0)
                return failed_answer(result->rcode == 2 ? "the name servers fail" : "the name servers refuse");
        uint32_t count = raw_records(result, type, raw);
        if (count == 0)
                return (struct answer){ .state = ANSWER_NO_DATA, .ttl = (uint32_t)result->ttl };
        struct room room = { resolver->room, sizeof resolver->room };
        return (struct answer){ .state = ANSWER_FOUND,
                                .records = records,
                                .count = records_of(type, raw, count, room, records),
                                .ttl = (uint32_t)result->ttl };
}

static void told(void *user, int error, struct ub_result *result) {
        struct resolver_query *query = user;
        struct span records[LIMIT_DNS_RECORDS];
        struct answer answer = error ? failed_answer("DNS fails here") : answer_of(query->resolver, result, records);
        query->id = 0;
        query->resolver->open--;
        query->answered(query, &answer);
        ub_resolve_free(result);
}

void resolver_ask(struct resolver *resolver, struct resolver_query *query, enum record_type type, const char *name) {
        query->resolver = resolver;
        query->id = 0;
        if (resolver->open < LIMIT_RESOLVER_OPEN &&
            ub_resolve_async(resolver->unbound, name, (int)type, CLASS_IN, query, told, &query->id) == 0) {
                resolver->open++;
                return;
        }
        struct answer answer = failed_answer("DNS takes no more questions");
        query->answered(query, &answer);
}

uint32_t resolver_share(const struct resolver *resolver) {
        return resolver->open < LIMIT_RESOLVER_OPEN / 4 * 3 ? LIMIT_RESOLVER_SHARE : LIMIT_RESOLVER_SHARE / 4;
}

uint32_t resolver_questions(const struct resolver *resolver) {
        return resolver->open;
}

void resolver_cancel(struct resolver_query *query) {
        if (query->id) {
                (void)ub_cancel(query->resolver->unbound, query->id);
                query->resolver->open--;
        }
        query->id = 0;
}
