#include "store/counters.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "store/counter-driver.h"

enum { LEFT_ALONE_MS = 1000 };

struct counters {
        struct counter_store *memory;
        struct counter_store *server; /* NULL: none */
        struct metrics *metrics;
        /* Before which the server is left alone; 0: it answers. The one who moves it on may try. */
        _Atomic int64_t down_until_ms;
};

struct counters_settings counters_settings_from(const struct config *config, struct metrics *metrics) {
        const struct options *options = &config->options;
        return (struct counters_settings){
                .url = options->text[OPT_COUNTERS],
                .password_file = options->text[OPT_COUNTERS_PASSWORD_FILE],
                .timeout_ms = (uint32_t)option_ms(options, OPT_COUNTERS_TIMEOUT),
                .keys = (uint32_t)options->number[OPT_COUNTERS_KEYS],
                .metrics = metrics,
        };
}

enum cw_err counters_new(const struct counters_settings *settings, struct counters **ret, struct err *reterr) {
        struct counters *counters = calloc(1, sizeof *counters);
        if (!counters)
                return err_set(reterr, CW_ERR_MEMORY, "counters: no memory");
        counters->metrics = settings->metrics;
        enum cw_err status = counter_memory.open(settings, &counters->memory, reterr);
        if (status == CW_OK && settings->url && *settings->url)
                status = counter_redis.open(settings, &counters->server, reterr);
        if (status != CW_OK) {
                counters_free(counters);
                return status;
        }
        if (counters->server)
                metrics_set(counters->metrics, METRIC_COUNTERS_UP, NULL, NULL, 1);
        *ret = counters;
        return CW_OK;
}

void counters_reload(struct counters *counters, const struct counters_settings *settings) {
        if (counters && counters->server)
                counters->server->driver->set_timeout(counters->server, settings->timeout_ms);
}

void counters_free(struct counters *counters) {
        if (!counters)
                return;
        if (counters->memory)
                counters->memory->driver->close(counters->memory);
        if (counters->server)
                counters->server->driver->close(counters->server);
        free(counters);
}

const char *counters_driver(const struct counters *counters) {
        return counters->server ? counters->server->driver->name : counters->memory->driver->name;
}

bool counters_up(const struct counters *counters) {
        return !counters->server || atomic_load(&counters->down_until_ms) == 0;
}

static void state_tell(struct counters *counters, bool up) {
        metrics_set(counters->metrics, METRIC_COUNTERS_UP, NULL, NULL, up);
        if (up)
                log_say(LEVEL_NOTICE, "counters", "The server that counts for all nodes is back");
        else
                log_say(LEVEL_WARNING, "counters",
                        "The server that counts for all nodes fails; this one counts for itself");
}

/* One caller at a time tries a server that has failed; the others do not wait for it. */
static void server_count(struct counters *counters, struct count *counts, uint32_t count, int64_t now_ms) {
        int64_t down = atomic_load(&counters->down_until_ms);
        if (now_ms < down)
                return;
        if (down != 0 && !atomic_compare_exchange_strong(&counters->down_until_ms, &down, now_ms + LEFT_ALONE_MS))
                return;
        bool answered = counters->server->driver->count(counters->server, counts, count, now_ms);
        int64_t before = atomic_exchange(&counters->down_until_ms, answered ? 0 : clock_monotonic_ms() + LEFT_ALONE_MS);
        if (!answered)
                metrics_count(counters->metrics, METRIC_COUNTER_ERRORS);
        if ((before == 0) != answered)
                state_tell(counters, answered);
}

void counters_count(struct counters *counters, struct count *counts, uint32_t count) {
        for (uint32_t i = 0; i < count; i++)
                counts[i].result = 0;
        if (!counters || count == 0)
                return;
        int64_t now_ms = clock_monotonic_ms();
        (void)counters->memory->driver->count(counters->memory, counts, count, now_ms);
        if (counters->server)
                server_count(counters, counts, count, now_ms);
}
