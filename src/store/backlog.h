/* backlog: the rows that wait to be written, in their order, and an index by what memory.h asks for. The caller holds the
 * recorder's lock, but for block_new. */
#pragma once

#include "base/siphash.h"
#include "store/records.h"

/* What a waiting row can be asked for by. */
enum topic {
        TOPIC_CLAIM,      /* recipient, uid */
        TOPIC_EVENT,      /* recipient, uid */
        TOPIC_SEEN,       /* recipient, organizer */
        TOPIC_ATTENDEES,  /* recipient, uid: lists and answers */
        TOPIC_RELATION,   /* owner, address */
        TOPIC_SENT,       /* message_id, owner, recipient */
        TOPIC_REPUTATION, /* name of the kind, subject */
};
/* A topic with its keys as the store keeps them, under a secret of this process: equal hashes are equal keys. `third`
 * may be NULL. */
uint64_t topic_hash(const struct siphash_key *secret, enum topic topic, const char *first, const char *second,
                    const char *third);

/* The rows of one item, in one piece of memory with all their texts. */
struct entry;
struct block {
        struct block *next;
        struct record *records;
        struct entry *entries;
        uint64_t number; /* rising */
        int64_t put_ms;  /* of the monotonic clock */
        size_t bytes;
        uint32_t count, entry_count;
};
/* NULL: no memory. */
struct block *block_new(const struct siphash_key *secret, const struct record *records, uint32_t count);

struct backlog {
        struct siphash_key secret;
        struct block *first, *last;
        uint64_t number;    /* of the newest */
        size_t bytes, peak; /* the most bytes since somebody set it to 0 */
        uint32_t rows, max_rows;
        struct chain {
                struct entry *first, *last;
        } * chains;
};
[[nodiscard]] enum cw_err backlog_init(struct backlog *backlog, uint32_t max_rows, struct err *reterr);
void backlog_destroy(struct backlog *backlog); /* frees the blocks too */

/* False: it is full. */
bool backlog_add(struct backlog *backlog, struct block *block);
/* Takes the first block out; the caller frees it with free(). */
struct block *backlog_remove(struct backlog *backlog);
typedef void visit_record(void *context, const struct record *record);
/* Calls `visit` for each waiting row of the topic, in the order in which they were put. */
void backlog_visit(const struct backlog *backlog, uint64_t hash, visit_record *visit, void *context);
/* For the last `most` of them, from the newest to the oldest: of one topic thousands may wait. */
void backlog_visit_newest(const struct backlog *backlog, uint64_t hash, uint32_t most, visit_record *visit,
                          void *context);
/* Of a topic of reputation the sum of what waits, with `decayed` as of `now`; all zero where nothing does. It takes the
 * same time whether one row waits or, of a busy network, thousands. */
struct reputation backlog_reputation(const struct backlog *backlog, uint64_t hash, int64_t now);
