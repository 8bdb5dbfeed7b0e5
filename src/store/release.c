#include "store/release.h"

#include <stdio.h>
#include <stdlib.h>

#include "config/config.h"
#include "store/decisions.h"
#include "store/quarantine.h"
#include "store/store.h"

/* A top level that never is in the DNS (RFC 2606). */
#define RELEASE_DOMAIN ".release.calwarden.invalid"
enum { ITEM_BYTES = 26 };

void release_helo(const char *item, char ret[static RELEASE_HELO_BYTES]) {
        (void)snprintf(ret, RELEASE_HELO_BYTES, "%.*s" RELEASE_DOMAIN, ITEM_BYTES, item);
}

static bool item_of(struct span helo, char ret[static ITEM_BYTES + 1]) {
        const struct span domain = SPAN(RELEASE_DOMAIN);
        if (helo.len <= domain.len || helo.len > domain.len + ITEM_BYTES ||
            !span_equal_nocase(span_skip(helo, helo.len - domain.len), domain))
                return false;
        (void)snprintf(ret, ITEM_BYTES + 1, "%.*s", (int)(helo.len - domain.len), helo.ptr);
        return true;
}

static bool is_leaving(struct store *store, const char *item, struct span rcpt) {
        const struct quarantine_copy *copies;
        uint32_t count;
        if (quarantine_copies(store, item, &copies, &count, NULL))
                return false;
        for (uint32_t i = 0; i < count; i++)
                if (strcmp(copies[i].state, QUARANTINE_RELEASING) == 0 &&
                    span_equal_nocase(span_from(copies[i].recipient), rcpt))
                        return true;
        return false;
}

static bool all_leave(struct store *store, const char *item, const struct span *rcpts, uint32_t rcpt_count) {
        for (uint32_t i = 0; i < rcpt_count; i++)
                if (!is_leaving(store, item, rcpts[i]))
                        return false;
        return rcpt_count > 0;
}

static bool mail_read(struct store *store, const char *item, struct release_mail *ret) {
        const struct decision_record *decision;
        struct span raw;
        (void)snprintf(ret->item, sizeof ret->item, "%s", item);
        if (decision_find(store, item, &decision, NULL))
                return false;
        if (decision) {
                (void)snprintf(ret->channel, sizeof ret->channel, "%s", decision->channel);
                (void)snprintf(ret->client, sizeof ret->client, "%s", decision->client);
                (void)snprintf(ret->originator, sizeof ret->originator, "%s", decision->originator_class);
        }
        if (quarantine_raw(store, item, &raw, NULL) || !(ret->raw = malloc(raw.len + 1)))
                return false;
        if (raw.len)
                memcpy(ret->raw, raw.ptr, raw.len);
        ret->raw_len = raw.len;
        return true;
}

bool release_find(const struct config *config, struct span helo, struct span client_ip, const struct span *rcpts,
                  uint32_t rcpt_count, struct release_mail *ret) {
        char item[ITEM_BYTES + 1];
        STORE_CLEANUP struct store *store = NULL;
        *ret = (struct release_mail){ 0 };
        if (rcpt_count == 0 || !item_of(helo, item) || !networks_have(&config->networks, client_ip))
                return false;
        const struct store_options options = { .url = config->store,
                                               .mode = STORE_READ,
                                               .timeout_ms = (uint32_t)option_ms(&config->options, OPT_STORE_TIMEOUT) };
        return !store_open(&options, &store, NULL) && all_leave(store, item, rcpts, rcpt_count) &&
               mail_read(store, item, ret);
}

void release_mail_free(struct release_mail *mail) {
        free(mail->raw);
        *mail = (struct release_mail){ 0 };
}
