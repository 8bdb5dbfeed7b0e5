/* Counting in a Valkey or Redis, for several nodes: one script does all counts of an item by the server's own time. Keys and
 * members are hashes (SHA-256, 128 bits of it), so that their length is bounded and no address lies there. One server, not a
 * cluster: the keys of an item may lie anywhere. */
#include <assert.h>
#include <errno.h>
#include <hiredis.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/percent.h"
#include "store/counter-driver.h"

enum { IDLE_MOST = 64, HASH_BYTES = 16, TEXT_BYTES = 256, SHA_HEX = 41, NUMBER_BYTES = 24, ARGUMENTS_MOST = 16384 };

#define TEXT_OF(number) #number
#define NUMBER(name) TEXT_OF(name)

/* For each key: window in ms; how much to add, or -1 where members are counted; how many members, and these. What was counted
 * at a time that is yet to come, because the clock was set back, is forgotten. */
#define MEMBERS_MOST 4096
static_assert(MEMBERS_MOST == LIMIT_COUNTER_MEMBERS, "the script has the same limit");
static_assert(COUNTER_PARTS == 8, "the script has as many parts");
static const char script[] =
        "local time = redis.call('TIME')\n"
        "local now = time[1] * 1000 + math.floor(time[2] / 1000)\n"
        "local at, results = 1, {}\n"
        "for i, key in ipairs(KEYS) do\n"
        "  local window, by, members = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])\n"
        "  at = at + 3\n"
        "  if by < 0 then\n"
        "    redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)\n"
        "    redis.call('ZREMRANGEBYSCORE', key, now + 60000, '+inf')\n"
        "    local count = redis.call('ZCARD', key)\n"
        "    for m = at, at + members - 1 do\n"
        "      if count < " NUMBER(
                MEMBERS_MOST) " or redis.call('ZSCORE', key, ARGV[m]) then\n"
                              "        count = count + redis.call('ZADD', key, now, ARGV[m])\n"
                              "      end\n"
                              "    end\n"
                              "    if members > 0 then redis.call('PEXPIRE', key, window) end\n"
                              "    at = at + members\n"
                              "    results[i] = count\n"
                              "  else\n"
                              "    local length = window / 8\n"
                              "    local part, sum = math.floor(now / length), 0\n"
                              "    if by > 0 then\n"
                              "      redis.call('HINCRBY', key, part, by)\n"
                              "      redis.call('PEXPIRE', key, window + math.ceil(length))\n"
                              "    end\n"
                              "    local parts = redis.call('HGETALL', key)\n"
                              "    for p = 1, #parts, 2 do\n"
                              "      local age = part - parts[p]\n"
                              "      if age < -1 then redis.call('HDEL', key, parts[p])\n"
                              "      elseif age < 8 then sum = sum + parts[p + 1]\n"
                              "      elseif age == 8 then sum = sum + math.floor(parts[p + 1] * (part + 1 - now / length))\n"
                              "      else redis.call('HDEL', key, parts[p]) end\n"
                              "    end\n"
                              "    results[i] = sum\n"
                              "  end\n"
                              "end\n"
                              "return results\n";

struct redis {
        struct counter_store base;
        char host[TEXT_BYTES]; /* or path of the socket */
        char password[TEXT_BYTES];
        bool is_unix;
        uint16_t port;
        uint32_t database;
        _Atomic uint32_t timeout_ms;
        char sha[SHA_HEX];    /* of the script */
        pthread_mutex_t lock; /* of those below */
        redisContext *idle[IDLE_MOST];
        uint32_t idle_count;
};

/* ---- Where it is ----------------------------------------------------------------------------------------------------- */

static bool text_keep(struct span text, char out[TEXT_BYTES]) {
        if (text.len == 0 || text.len >= TEXT_BYTES)
                return false;
        memcpy(out, text.ptr, text.len);
        out[text.len] = '\0';
        return true;
}

static bool number_keep(struct span text, uint64_t most, uint64_t *ret) {
        uint64_t number;
        if (!span_to_u64(text, &number) || number > most)
                return false;
        *ret = number;
        return true;
}

/* host, host:port, [address]:port. */
static bool place_read(struct redis *redis, struct span place) {
        uint64_t port = 6379;
        bool bracketed = place.len > 0 && *place.ptr == '[';
        if (bracketed)
                place = span_skip(place, 1);
        struct span host = span_split(&place, bracketed ? ']' : ':');
        if (bracketed && place.len > 0 && *place.ptr == ':')
                place = span_skip(place, 1);
        if (place.len > 0 && !number_keep(place, 65535, &port))
                return false;
        redis->port = (uint16_t)port;
        return text_keep(host, redis->host);
}

static bool url_read(struct redis *redis, struct span url) {
        static const char tcp[] = "redis://", local[] = "redis+unix://";
        uint64_t database = 0;
        redis->is_unix = span_starts_nocase(url, SPAN(local));
        if (!redis->is_unix && !span_starts_nocase(url, SPAN(tcp)))
                return false;
        struct span rest = span_skip(url, redis->is_unix ? strlen(local) : strlen(tcp));
        struct span place = span_split(&rest, redis->is_unix ? '?' : '/');
        if (rest.len > 0 && !number_keep(rest, 1000000, &database))
                return false;
        redis->database = (uint32_t)database;
        return redis->is_unix ? text_keep(place, redis->host) : place_read(redis, place);
}

static enum cw_err password_read(struct redis *redis, const char *path, struct err *reterr) {
        FILE *file = fopen(path, "re");
        if (!file)
                return err_set(reterr, CW_ERR_CONFIG, "counters: %s: %s", path, strerror(errno));
        bool read = fgets(redis->password, sizeof redis->password, file) != NULL;
        (void)fclose(file);
        redis->password[strcspn(redis->password, "\r\n")] = '\0';
        return read && redis->password[0] ? CW_OK
                                          : err_set(reterr, CW_ERR_CONFIG, "counters: %s: no password in it", path);
}

/* ---- Connections ------------------------------------------------------------------------------------------------------ */

static bool reply_is_good(redisReply *reply) {
        bool good = reply && reply->type != REDIS_REPLY_ERROR;
        if (reply)
                freeReplyObject(reply);
        return good;
}

static bool greet(const struct redis *redis, redisContext *context) {
        if (redis->password[0] && !reply_is_good(redisCommand(context, "AUTH %s", redis->password)))
                return false;
        return redis->database == 0 || reply_is_good(redisCommand(context, "SELECT %u", redis->database));
}

static struct timeval timeout_of(const struct redis *redis) {
        uint32_t ms = atomic_load(&redis->timeout_ms);
        return (struct timeval){ ms / 1000, ms % 1000 * 1000 };
}

static redisContext *connection_new(const struct redis *redis) {
        struct timeval timeout = timeout_of(redis);
        redisContext *context = redis->is_unix ? redisConnectUnixWithTimeout(redis->host, timeout)
                                               : redisConnectWithTimeout(redis->host, redis->port, timeout);
        if (context && (context->err || redisSetTimeout(context, timeout) != REDIS_OK || !greet(redis, context))) {
                redisFree(context);
                return NULL;
        }
        return context;
}

static redisContext *connection_pop(struct redis *redis) {
        pthread_mutex_lock(&redis->lock);
        redisContext *context = redis->idle_count > 0 ? redis->idle[--redis->idle_count] : NULL;
        pthread_mutex_unlock(&redis->lock);
        return context;
}

/* One that lies idle, or NULL. Those that were made with another timeout are given up. */
static redisContext *connection_take(struct redis *redis) {
        struct timeval timeout = timeout_of(redis);
        redisContext *context;
        while ((context = connection_pop(redis))) {
                const struct timeval *own = context->timeout;
                if (own && own->tv_sec == timeout.tv_sec && own->tv_usec == timeout.tv_usec)
                        break;
                redisFree(context);
        }
        return context;
}

static void connection_give(struct redis *redis, redisContext *context) {
        pthread_mutex_lock(&redis->lock);
        bool kept = redis->idle_count < IDLE_MOST;
        if (kept)
                redis->idle[redis->idle_count++] = context;
        pthread_mutex_unlock(&redis->lock);
        if (!kept)
                redisFree(context);
}

static void connections_close(struct redis *redis) {
        for (redisContext *context; (context = connection_pop(redis));)
                redisFree(context);
}

/* ---- The command ------------------------------------------------------------------------------------------------------ */

/* EVALSHA with all its arguments, in one piece of memory. */
struct command {
        const char **texts;
        size_t *lengths;
        char *bytes;
        size_t len;
        int count;
};

static void argument(struct command *command, struct span text) {
        command->texts[command->count] = text.ptr;
        command->lengths[command->count++] = text.len;
}

static void argument_number(struct command *command, int64_t number) {
        char *text = command->bytes + command->len;
        int len = snprintf(text, NUMBER_BYTES, "%lld", (long long)number);
        command->len += NUMBER_BYTES;
        argument(command, (struct span){ text, (size_t)len });
}

static bool argument_hash(struct command *command, const char *head, struct span text) {
        uint8_t digest[EVP_MAX_MD_SIZE];
        unsigned digest_len;
        if (!EVP_Digest(text.ptr ? text.ptr : "", text.len, digest, &digest_len, EVP_sha256(), NULL))
                return false;
        char *out = command->bytes + command->len;
        size_t head_len = strlen(head);
        memcpy(out, head, head_len);
        memcpy(out + head_len, digest, HASH_BYTES);
        command->len += head_len + HASH_BYTES;
        argument(command, (struct span){ out, head_len + HASH_BYTES });
        return true;
}

static uint32_t members_of(const struct count *count) {
        return count->members ? count->member_count : 0;
}

static bool command_fill(struct command *command, const struct redis *redis, const struct count *counts, uint32_t count) {
        bool done = true;
        argument(command, SPAN("EVALSHA"));
        argument(command, span_from(redis->sha));
        argument_number(command, count);
        for (uint32_t i = 0; i < count; i++) {
                char head[48];
                (void)snprintf(head, sizeof head, "calwarden:%c%u:", count_is_distinct(&counts[i]) ? 'd' : 's',
                               counts[i].window_s);
                done &= argument_hash(command, head, counts[i].key);
        }
        for (uint32_t i = 0; i < count; i++) {
                argument_number(command, (int64_t)counts[i].window_s * 1000);
                argument_number(command, count_is_distinct(&counts[i]) ? -1 : (int64_t)counts[i].by);
                argument_number(command, members_of(&counts[i]));
                for (uint32_t k = 0; k < members_of(&counts[i]); k++)
                        done &= argument_hash(command, "", counts[i].members[k]);
        }
        return done;
}

static void command_free(struct command *command) {
        free(command->texts);
        free(command->lengths);
        free(command->bytes);
}

static bool command_make(struct command *command, const struct redis *redis, const struct count *counts, uint32_t count) {
        size_t arguments = 3 + (size_t)count * 4;
        for (uint32_t i = 0; i < count; i++)
                arguments += members_of(&counts[i]);
        if (arguments > ARGUMENTS_MOST)
                return false;
        command->texts = calloc(arguments, sizeof *command->texts);
        command->lengths = calloc(arguments, sizeof *command->lengths);
        command->bytes = malloc(arguments * (48 + HASH_BYTES));
        return command->texts && command->lengths && command->bytes && command_fill(command, redis, counts, count);
}

/* The script is sent only to a server that has it not yet. */
static redisReply *command_send(struct command *command, redisContext *context) {
        redisReply *reply = redisCommandArgv(context, command->count, command->texts, command->lengths);
        if (!reply || reply->type != REDIS_REPLY_ERROR || strncmp(reply->str, "NOSCRIPT", 8) != 0)
                return reply;
        freeReplyObject(reply);
        const char *texts[2] = { command->texts[0], command->texts[1] };
        size_t lengths[2] = { command->lengths[0], command->lengths[1] };
        command->texts[0] = "EVAL", command->lengths[0] = 4;
        command->texts[1] = script, command->lengths[1] = sizeof script - 1;
        reply = redisCommandArgv(context, command->count, command->texts, command->lengths);
        memcpy(command->texts, texts, sizeof texts);
        memcpy(command->lengths, lengths, sizeof lengths);
        return reply;
}

static bool reply_read(const redisReply *reply, struct count *counts, uint32_t count) {
        if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements != count)
                return false;
        for (uint32_t i = 0; i < count; i++)
                if (reply->element[i]->type != REDIS_REPLY_INTEGER || reply->element[i]->integer < 0)
                        return false;
        for (uint32_t i = 0; i < count; i++)
                counts[i].result = (uint64_t)reply->element[i]->integer;
        return true;
}

/* With this connection, which is kept or freed. *ret_closed: the server had closed it, as behind a restart; nothing was
 * counted. */
static bool count_with(struct redis *redis, redisContext *context, struct command *command, struct count *counts,
                       uint32_t count, bool *ret_closed) {
        redisReply *reply = command_send(command, context);
        bool done = reply_read(reply, counts, count);
        *ret_closed = !reply && (context->err == REDIS_ERR_EOF || (context->err == REDIS_ERR_IO && errno != EAGAIN &&
                                                                   errno != EWOULDBLOCK && errno != ETIMEDOUT));
        if (reply)
                freeReplyObject(reply);
        if (context->err)
                redisFree(context);
        else
                connection_give(redis, context);
        return done;
}

static bool redis_count(struct counter_store *store, struct count *counts, uint32_t count, int64_t now_ms) {
        (void)now_ms;
        struct redis *redis = (struct redis *)store;
        struct command command = { 0 };
        bool closed = false, done = command_make(&command, redis, counts, count);
        redisContext *context = done ? connection_take(redis) : NULL;
        if (context) {
                done = count_with(redis, context, &command, counts, count, &closed);
                context = NULL;
        } else {
                closed = done; /* there was none */
        }
        if (closed) {
                connections_close(redis);
                context = connection_new(redis);
                done = context && count_with(redis, context, &command, counts, count, &closed);
        }
        command_free(&command);
        return done;
}

/* ---- The driver ------------------------------------------------------------------------------------------------------- */

static void redis_close(struct counter_store *store) {
        struct redis *redis = (struct redis *)store;
        connections_close(redis);
        pthread_mutex_destroy(&redis->lock);
        explicit_bzero(redis->password, sizeof redis->password);
        free(redis);
}

static void redis_set_timeout(struct counter_store *store, uint32_t timeout_ms) {
        atomic_store(&((struct redis *)store)->timeout_ms, timeout_ms ? timeout_ms : 50);
}

static bool script_name(char out[SHA_HEX]) {
        uint8_t digest[EVP_MAX_MD_SIZE];
        unsigned len;
        if (!EVP_Digest(script, sizeof script - 1, digest, &len, EVP_sha1(), NULL))
                return false;
        hex_write(digest, len, out);
        return true;
}

static enum cw_err redis_open(const struct counters_settings *settings, struct counter_store **ret, struct err *reterr) {
        struct redis *redis = calloc(1, sizeof *redis);
        if (!redis)
                return err_set(reterr, CW_ERR_MEMORY, "counters: no memory");
        redis->base.driver = &counter_redis;
        redis_set_timeout(&redis->base, settings->timeout_ms);
        pthread_mutex_init(&redis->lock, NULL);
        enum cw_err status = CW_OK;
        if (!script_name(redis->sha))
                status = err_set(reterr, CW_ERR_INTERNAL, "counters: no SHA-1");
        else if (!url_read(redis, span_from(settings->url)))
                status = err_set(reterr, CW_ERR_CONFIG,
                                 "counters: \"%s\" is no redis://host:port/number nor redis+unix:///path",
                                 settings->url);
        else if (settings->password_file && *settings->password_file)
                status = password_read(redis, settings->password_file, reterr);
        if (status != CW_OK) {
                redis_close(&redis->base);
                return status;
        }
        *ret = &redis->base;
        return CW_OK;
}

const struct counter_driver counter_redis = { .name = "redis",
                                              .open = redis_open,
                                              .close = redis_close,
                                              .set_timeout = redis_set_timeout,
                                              .count = redis_count };
