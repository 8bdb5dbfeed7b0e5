#include "store/backlog.h"

#include <stdlib.h>
#include <sys/random.h>

#include "store/internal.h"

enum { CHAINS = 8192, ENTRIES_OF_RECORD = 2 };

struct entry {
        uint64_t hash;
        const struct record *record;
        struct entry *before, *next;
        struct sums *sums; /* of a reputation */
};

/* This row and all before it that waited together, so that what lies between two rows is a difference. */
struct sums {
        struct reputation_counts total, scaled;
};

/* ---- Topics ----------------------------------------------------------------------------------------------------- */

struct key {
        char text[3 * (LIMIT_STORE_KEY + 8)];
        size_t len;
};

/* Shortened and repaired like the store's own keys, so that what will meet there meets here. */
static void key_add(struct key *key, const char *text) {
        struct pool pool = { 0 };
        struct span kept = span_head(text_kept(&pool, text, LIMIT_STORE_KEY, true), LIMIT_STORE_KEY + 1);
        if (kept.len > 0)
                memcpy(key->text + key->len, kept.ptr, kept.len);
        key->len += kept.len;
        key->text[key->len++] = '\0';
        pool_free(&pool);
}

uint64_t topic_hash(const struct siphash_key *secret, enum topic topic, const char *first, const char *second,
                    const char *third) {
        struct key key = { .len = 1 };
        key.text[0] = (char)topic;
        key_add(&key, first ? first : "");
        key_add(&key, second ? second : "");
        if (third)
                key_add(&key, third);
        return siphash(secret, (struct span){ key.text, key.len });
}

static uint32_t entries_of(const struct record *record, const struct siphash_key *secret,
                           struct entry ret[ENTRIES_OF_RECORD]) {
        uint64_t hash = 0, seen = 0;
        switch (record->kind) {
        case RECORD_EVENT:
                hash = topic_hash(secret, TOPIC_EVENT, record->event->recipient, record->event->uid, NULL);
                seen = topic_hash(secret, TOPIC_SEEN, record->event->recipient, record->event->organizer, NULL);
                ret[1] = (struct entry){ .hash = seen, .record = record };
                break;
        case RECORD_CLAIM:
                hash = topic_hash(secret, TOPIC_CLAIM, record->claim->recipient, record->claim->uid, NULL);
                break;
        case RECORD_ATTENDEES:
                hash = topic_hash(secret, TOPIC_ATTENDEES, record->attendees.recipient, record->attendees.uid, NULL);
                break;
        case RECORD_ANSWER:
                hash = topic_hash(secret, TOPIC_ATTENDEES, record->answer.recipient, record->answer.uid, NULL);
                break;
        case RECORD_RELATION:
                hash = topic_hash(secret, TOPIC_RELATION, record->relation->owner, record->relation->address, NULL);
                break;
        case RECORD_SENT:
                hash = topic_hash(secret, TOPIC_SENT, record->sent.message_id, record->sent.owner,
                                  record->sent.recipient);
                break;
        case RECORD_REPUTATION:
                hash = topic_hash(secret, TOPIC_REPUTATION, reputation_kind_name(record->reputation.kind),
                                  record->reputation.subject, NULL);
                break;
        default:
                return 0;
        }
        ret[0] = (struct entry){ .hash = hash, .record = record };
        return record->kind == RECORD_EVENT ? 2 : 1;
}

/* ---- Blocks ----------------------------------------------------------------------------------------------------- */

static uint32_t reputation_rows(const struct record *records, uint32_t count) {
        uint32_t found = 0;
        for (uint32_t i = 0; i < count; i++)
                found += records[i].kind == RECORD_REPUTATION;
        return found;
}

struct block *block_new(const struct siphash_key *secret, const struct record *records, uint32_t count) {
        struct packer packer = { 0 };
        (void)pack_room(&packer, sizeof(struct block));
        (void)pack_room(&packer, sizeof(struct entry) * ENTRIES_OF_RECORD * count);
        (void)pack_room(&packer, sizeof(struct sums) * reputation_rows(records, count));
        (void)pack_records(&packer, records, count);
        size_t bytes = packer.len;
        packer = (struct packer){ .ptr = bytes <= LIMIT_RECORD_BYTES ? malloc(bytes) : NULL };
        if (!packer.ptr)
                return NULL;
        struct block *block = pack_room(&packer, sizeof *block);
        *block = (struct block){ .bytes = bytes, .count = count };
        block->entries = pack_room(&packer, sizeof(struct entry) * ENTRIES_OF_RECORD * count);
        struct sums *sums = pack_room(&packer, sizeof *sums * reputation_rows(records, count));
        block->records = pack_records(&packer, records, count);
        for (uint32_t i = 0; i < count; i++) {
                struct entry *entry = block->entries + block->entry_count;
                block->entry_count += entries_of(&block->records[i], secret, entry);
                if (records[i].kind == RECORD_REPUTATION)
                        entry->sums = sums++;
        }
        return block;
}

/* ---- The backlog ------------------------------------------------------------------------------------------------ */

enum cw_err backlog_init(struct backlog *backlog, uint32_t max_rows, struct err *reterr) {
        *backlog = (struct backlog){ .max_rows = max_rows, .chains = calloc(CHAINS, sizeof *backlog->chains) };
        if (!backlog->chains)
                return err_set(reterr, CW_ERR_MEMORY, "recorder: no memory");
        if (getrandom(&backlog->secret, sizeof backlog->secret, 0) != sizeof backlog->secret)
                return err_set(reterr, CW_ERR_INTERNAL, "recorder: no random numbers");
        return CW_OK;
}

void backlog_destroy(struct backlog *backlog) {
        while (backlog->first)
                free(backlog_remove(backlog));
        free(backlog->chains);
        backlog->chains = NULL;
}

static const struct entry *newest_of(const struct chain *chain, uint64_t hash) {
        const struct entry *entry = chain->last;
        while (entry && entry->hash != hash)
                entry = entry->before;
        return entry;
}

static const struct entry *oldest_of(const struct chain *chain, uint64_t hash) {
        const struct entry *entry = chain->first;
        while (entry && entry->hash != hash)
                entry = entry->next;
        return entry;
}

static void sums_add(struct sums *sums, const struct record *record, double sign) {
        const struct reputation_counts *add = &record->reputation.add;
        reputation_counts_add(&sums->total, add, sign);
        reputation_counts_add(&sums->scaled, add, sign * reputation_scale(record->reputation.at));
}

static void sums_begin(const struct chain *chain, struct entry *entry) {
        const struct entry *before = newest_of(chain, entry->hash);
        *entry->sums = before ? *before->sums : (struct sums){ 0 };
        sums_add(entry->sums, entry->record, 1);
}

bool backlog_add(struct backlog *backlog, struct block *block) {
        if (backlog->rows + block->count > backlog->max_rows || backlog->bytes + block->bytes > LIMIT_RECORD_BYTES)
                return false;
        block->number = ++backlog->number;
        if (backlog->last)
                backlog->last->next = block;
        else
                backlog->first = block;
        backlog->last = block;
        backlog->rows += block->count;
        backlog->bytes += block->bytes;
        if (backlog->bytes > backlog->peak)
                backlog->peak = backlog->bytes;
        for (uint32_t i = 0; i < block->entry_count; i++) {
                struct entry *entry = &block->entries[i];
                struct chain *chain = &backlog->chains[entry->hash % CHAINS];
                if (entry->sums)
                        sums_begin(chain, entry);
                entry->before = chain->last;
                if (chain->last)
                        chain->last->next = entry;
                else
                        chain->first = entry;
                chain->last = entry;
        }
        return true;
}

static void entry_unlink(struct backlog *backlog, struct entry *entry) {
        struct chain *chain = &backlog->chains[entry->hash % CHAINS];
        if (entry->before)
                entry->before->next = entry->next;
        else
                chain->first = entry->next;
        if (entry->next)
                entry->next->before = entry->before;
        else
                chain->last = entry->before;
}

struct block *backlog_remove(struct backlog *backlog) {
        struct block *block = backlog->first;
        for (uint32_t i = 0; i < block->entry_count; i++)
                entry_unlink(backlog, &block->entries[i]);
        backlog->first = block->next;
        if (!backlog->first)
                backlog->last = NULL;
        backlog->rows -= block->count;
        backlog->bytes -= block->bytes;
        return block;
}

void backlog_visit(const struct backlog *backlog, uint64_t hash, visit_record *visit, void *context) {
        for (const struct entry *entry = backlog->chains[hash % CHAINS].first; entry; entry = entry->next)
                if (entry->hash == hash)
                        visit(context, entry->record);
}

void backlog_visit_newest(const struct backlog *backlog, uint64_t hash, uint32_t most, visit_record *visit,
                          void *context) {
        for (const struct entry *entry = backlog->chains[hash % CHAINS].last; entry && most; entry = entry->before)
                if (entry->hash == hash) {
                        visit(context, entry->record);
                        most--;
                }
}

struct reputation backlog_reputation(const struct backlog *backlog, uint64_t hash, int64_t now) {
        const struct chain *chain = &backlog->chains[hash % CHAINS];
        const struct entry *first = oldest_of(chain, hash), *last = newest_of(chain, hash);
        if (!first)
                return (struct reputation){ 0 };
        struct sums before = *first->sums;
        sums_add(&before, first->record, -1);
        struct reputation sum = { .first = first->record->reputation.at,
                                  .last = last->record->reputation.at,
                                  .total = last->sums->total };
        double scale = reputation_scale(now);
        reputation_counts_add(&sum.total, &before.total, -1);
        reputation_counts_add(&sum.decayed, &last->sums->scaled, 1 / scale);
        reputation_counts_add(&sum.decayed, &before.scaled, -1 / scale);
        return sum;
}
