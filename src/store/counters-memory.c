/* Counting in this process: a table of keys in parts that each have a lock, the one counted longest ago gives way. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/limits.h"
#include "base/siphash.h"
#include "store/counter-driver.h"

enum { SHARDS = 16, SLOTS_FIRST = 64, MEMBERS_FIRST = 8, NONE = UINT32_MAX, TICK_MS = 100 };

/* Distinct members: a table with open addressing; hash 0 is an empty place. */
struct member {
        uint64_t hash;
        uint32_t seen; /* ticks */
};

/* Slots of one kind, by when they were counted last. */
struct ages {
        uint32_t newest, oldest;
};

struct slot {
        uint64_t hash; /* of key, window and kind, under a secret: equal hashes are equal keys */
        uint64_t used; /* when it was counted last, by the shard's `uses` */
        uint32_t next; /* of the same chain, or free */
        uint32_t newer, older;
        bool distinct;
        union {
                struct {
                        int64_t part; /* the newest one: time by length of a part */
                        uint32_t parts[COUNTER_PARTS + 1];
                } sum;
                struct {
                        struct member *items;
                        uint32_t filled, capacity;
                        uint32_t live, since; /* how many were seen behind `since` */
                } set;
        };
};

struct shard {
        pthread_mutex_t lock;
        struct slot *slots;
        uint32_t *chains; /* as many as `capacity` */
        uint32_t count, capacity, max;
        uint32_t free;       /* the first of the slots that were emptied */
        struct ages ages[2]; /* sums, sets */
        uint64_t uses;
        uint64_t members; /* places in all sets */
};

struct memory_counters {
        struct counter_store base;
        struct siphash_key secret;
        struct shard shards[SHARDS];
};

/* ---- The table ------------------------------------------------------------------------------------------------------ */

static void age_unlink(struct shard *shard, uint32_t at) {
        const struct slot *slot = &shard->slots[at];
        struct ages *ages = &shard->ages[slot->distinct];
        *(slot->newer == NONE ? &ages->newest : &shard->slots[slot->newer].older) = slot->older;
        *(slot->older == NONE ? &ages->oldest : &shard->slots[slot->older].newer) = slot->newer;
}

static void age_put_newest(struct shard *shard, uint32_t at) {
        struct slot *slot = &shard->slots[at];
        struct ages *ages = &shard->ages[slot->distinct];
        slot->used = ++shard->uses;
        slot->newer = NONE;
        slot->older = ages->newest;
        *(ages->newest == NONE ? &ages->oldest : &shard->slots[ages->newest].newer) = at;
        ages->newest = at;
}

static uint32_t *chain_of(struct shard *shard, uint64_t hash) {
        return &shard->chains[hash / SHARDS % shard->capacity];
}

static void chain_unlink(struct shard *shard, uint32_t at) {
        uint32_t *link = chain_of(shard, shard->slots[at].hash);
        while (*link != at)
                link = &shard->slots[*link].next;
        *link = shard->slots[at].next;
}

static void chain_put(struct shard *shard, uint32_t at) {
        uint32_t *chain = chain_of(shard, shard->slots[at].hash);
        shard->slots[at].next = *chain;
        *chain = at;
}

/* Only while all slots are in use. False: no memory, all is as it was. */
static bool shard_grow(struct shard *shard) {
        uint32_t capacity = shard->capacity ? shard->capacity * 2 : SLOTS_FIRST;
        capacity = capacity < shard->max ? capacity : shard->max;
        struct slot *slots = realloc(shard->slots, sizeof *slots * capacity);
        if (!slots)
                return false;
        shard->slots = slots;
        uint32_t *chains = malloc(sizeof *chains * capacity);
        if (!chains)
                return false;
        free(shard->chains);
        shard->chains = chains;
        shard->capacity = capacity;
        memset(chains, 0xff, sizeof *chains * capacity);
        for (uint32_t i = 0; i < shard->count; i++)
                chain_put(shard, i);
        return true;
}

static void set_free(struct shard *shard, struct slot *slot) {
        if (!slot->distinct)
                return;
        free(slot->set.items);
        shard->members -= slot->set.capacity;
}

static void slot_evict(struct shard *shard, uint32_t at) {
        age_unlink(shard, at);
        chain_unlink(shard, at);
        set_free(shard, &shard->slots[at]);
        shard->slots[at] = (struct slot){ .next = shard->free };
        shard->free = at;
}

/* The slot that was counted longest ago, or NONE. */
static uint32_t slot_oldest(const struct shard *shard) {
        uint32_t sum = shard->ages[false].oldest, set = shard->ages[true].oldest;
        if (sum == NONE || set == NONE)
                return sum == NONE ? set : sum;
        return shard->slots[sum].used < shard->slots[set].used ? sum : set;
}

/* A slot to be filled anew; NONE: no memory. */
static uint32_t slot_take(struct shard *shard) {
        if (shard->free == NONE && (shard->count < shard->capacity || (shard->count < shard->max && shard_grow(shard))))
                return shard->count++;
        if (shard->free == NONE && slot_oldest(shard) != NONE)
                slot_evict(shard, slot_oldest(shard));
        uint32_t at = shard->free;
        if (at != NONE)
                shard->free = shard->slots[at].next;
        return at;
}

/* NULL: not there and `make` is false, or no memory. */
static struct slot *slot_find(struct shard *shard, uint64_t hash, bool distinct, bool make) {
        uint32_t at = shard->capacity ? *chain_of(shard, hash) : NONE;
        while (at != NONE && shard->slots[at].hash != hash)
                at = shard->slots[at].next;
        if (at != NONE) {
                age_unlink(shard, at);
                age_put_newest(shard, at);
                return &shard->slots[at];
        }
        if (!make || (at = slot_take(shard)) == NONE)
                return NULL;
        shard->slots[at] = (struct slot){ .hash = hash, .distinct = distinct };
        chain_put(shard, at);
        age_put_newest(shard, at);
        return &shard->slots[at];
}

/* ---- Sums ----------------------------------------------------------------------------------------------------------- */

static uint64_t sum_count(struct slot *slot, uint32_t window_s, uint32_t by, int64_t now_ms) {
        int64_t length = (int64_t)window_s * 1000 / COUNTER_PARTS, part = now_ms / length;
        uint32_t *parts = slot->sum.parts;
        /* Parts in between in which nothing was counted; after a long pause all of them. */
        for (int64_t i = slot->sum.part + 1; i <= part && i <= slot->sum.part + COUNTER_PARTS + 1; i++)
                parts[i % (COUNTER_PARTS + 1)] = 0;
        if (part > slot->sum.part + COUNTER_PARTS + 1)
                memset(parts, 0, sizeof slot->sum.parts);
        slot->sum.part = part;
        uint32_t *newest = &parts[part % (COUNTER_PARTS + 1)];
        *newest = *newest <= UINT32_MAX - by ? *newest + by : UINT32_MAX;
        uint64_t sum = 0;
        for (int i = 0; i < COUNTER_PARTS; i++)
                sum += parts[(part - i + COUNTER_PARTS + 1) % (COUNTER_PARTS + 1)];
        uint64_t last = parts[(part + 1) % (COUNTER_PARTS + 1)];
        return sum + last * (uint64_t)(length - now_ms % length) / (uint64_t)length;
}

/* ---- Distinct ones -------------------------------------------------------------------------------------------------- */

static bool is_live(const struct member *member, uint32_t since) {
        return member->hash != 0 && member->seen > since;
}

static uint32_t set_live(const struct slot *slot, uint32_t since) {
        uint32_t live = 0;
        for (uint32_t i = 0; i < slot->set.capacity; i++)
                live += is_live(&slot->set.items[i], since);
        return live;
}

static struct member *set_place(struct slot *slot, uint64_t hash) {
        for (uint32_t at = (uint32_t)hash;; at++) {
                struct member *member = &slot->set.items[at % slot->set.capacity];
                if (member->hash == hash || member->hash == 0)
                        return member;
        }
}

/* Without those that are too old, and at most half full. */
static bool set_renew(struct shard *shard, struct slot *slot, uint32_t since) {
        uint32_t live = set_live(slot, since), before = slot->set.capacity, capacity = MEMBERS_FIRST;
        while (capacity < live * 4)
                capacity *= 2;
        struct member *items = calloc(capacity, sizeof *items), *old = slot->set.items;
        if (!items)
                return false;
        slot->set.items = items;
        slot->set.capacity = capacity;
        slot->set.filled = live;
        for (uint32_t i = 0; i < before; i++)
                if (is_live(&old[i], since))
                        *set_place(slot, old[i].hash) = old[i];
        free(old);
        shard->members += capacity;
        shard->members -= before;
        return true;
}

static void set_add(struct shard *shard, struct slot *slot, uint64_t hash, uint32_t now) {
        if ((slot->set.filled + 1) * 2 > slot->set.capacity && !set_renew(shard, slot, slot->set.since))
                return;
        struct member *member = set_place(slot, hash);
        bool live = is_live(member, slot->set.since);
        if (!live && slot->set.live >= LIMIT_COUNTER_MEMBERS)
                return;
        slot->set.filled += member->hash == 0;
        slot->set.live += !live;
        *member = (struct member){ hash, now };
}

/* The bound of all sets together: those that were counted longest ago give way. */
static void sets_bound(struct shard *shard, const struct slot *keep) {
        uint64_t most = (uint64_t)shard->max * LIMIT_COUNTER_MEMBERS_MEAN;
        while (shard->members > most && &shard->slots[shard->ages[true].oldest] != keep)
                slot_evict(shard, shard->ages[true].oldest);
}

static uint64_t set_count(const struct memory_counters *counters, struct shard *shard, struct slot *slot,
                          const struct count *count, int64_t now_ms) {
        uint32_t now = (uint32_t)(now_ms / TICK_MS) + 1, window = count->window_s * 1000 / TICK_MS;
        uint32_t since = now > window ? now - window : 0;
        if (slot->set.since != since) {
                slot->set.since = since;
                slot->set.live = set_live(slot, since);
        }
        for (uint32_t i = 0; i < count->member_count; i++) {
                uint64_t hash = siphash(&counters->secret, count->members[i]);
                set_add(shard, slot, hash ? hash : 1, now);
        }
        sets_bound(shard, slot);
        return slot->set.live;
}

/* ---- The driver ----------------------------------------------------------------------------------------------------- */

static uint64_t key_hash(const struct memory_counters *counters, const struct count *count) {
        struct siphash_key secret = counters->secret;
        secret.b ^= (uint64_t)count->window_s << 1 | count_is_distinct(count);
        return siphash(&secret, count->key);
}

static uint64_t one_count(struct memory_counters *counters, const struct count *count, int64_t now_ms) {
        bool distinct = count_is_distinct(count), adds = distinct ? count->member_count > 0 : count->by > 0;
        uint64_t hash = key_hash(counters, count), result = 0;
        struct shard *shard = &counters->shards[hash % SHARDS];
        pthread_mutex_lock(&shard->lock);
        struct slot *slot = slot_find(shard, hash, distinct, adds);
        if (slot && distinct)
                result = set_count(counters, shard, slot, count, now_ms);
        else if (slot)
                result = sum_count(slot, count->window_s, count->by, now_ms);
        pthread_mutex_unlock(&shard->lock);
        return result;
}

static bool memory_count(struct counter_store *store, struct count *counts, uint32_t count, int64_t now_ms) {
        struct memory_counters *counters = (struct memory_counters *)store;
        for (uint32_t i = 0; i < count; i++)
                counts[i].result = counts[i].window_s ? one_count(counters, &counts[i], now_ms) : 0;
        return true;
}

static void memory_close(struct counter_store *store) {
        struct memory_counters *counters = (struct memory_counters *)store;
        for (int i = 0; i < SHARDS; i++) {
                struct shard *shard = &counters->shards[i];
                for (uint32_t at = 0; at < shard->count; at++)
                        set_free(shard, &shard->slots[at]);
                free(shard->slots);
                free(shard->chains);
                pthread_mutex_destroy(&shard->lock);
        }
        free(counters);
}

static enum cw_err memory_open(const struct counters_settings *settings, struct counter_store **ret, struct err *reterr) {
        struct memory_counters *counters = calloc(1, sizeof *counters);
        if (!counters)
                return err_set(reterr, CW_ERR_MEMORY, "counters: no memory");
        if (getrandom(&counters->secret, sizeof counters->secret, 0) != sizeof counters->secret) {
                free(counters);
                return err_set(reterr, CW_ERR_INTERNAL, "counters: no random numbers");
        }
        counters->base.driver = &counter_memory;
        for (int i = 0; i < SHARDS; i++) {
                struct shard *shard = &counters->shards[i];
                shard->max = settings->keys / SHARDS + 1;
                shard->free = NONE;
                shard->ages[0] = shard->ages[1] = (struct ages){ NONE, NONE };
                pthread_mutex_init(&shard->lock, NULL);
        }
        *ret = &counters->base;
        return CW_OK;
}

const struct counter_driver counter_memory = { .name = "memory",
                                               .open = memory_open,
                                               .close = memory_close,
                                               .count = memory_count };
