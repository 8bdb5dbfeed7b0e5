/* Each question goes first to what waits (so that what is written in between is seen twice rather than never), then to the
 * store, and the two are put together as the store itself will. */
#include "store/memory.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "store/choices.h"
#include "store/memory-inside.h"

enum cw_err memory_new(struct recorder *recorder, struct memory **ret, struct err *reterr) {
        struct memory *memory = calloc(1, sizeof *memory);
        if (!memory)
                return err_set(reterr, CW_ERR_MEMORY, "memory: no memory");
        memory->recorder = recorder;
        memory->until_ms = INT64_MAX;
        *ret = memory;
        return CW_OK;
}

void memory_free(struct memory *memory) {
        if (!memory)
                return;
        pool_free(&memory->lent);
        standing_unref(memory->standing);
        store_close(memory->store);
        free(memory);
}

void memory_begin(struct memory *memory, int64_t now, uint32_t budget_ms) {
        pool_free(&memory->lent);
        standing_unref(memory->standing);
        memory->standing = NULL;
        memory->now = now;
        memory->until_ms = budget_ms ? clock_monotonic_ms() + budget_ms : INT64_MAX;
        memory->spent_ns = 0;
        memory->questions = 0;
        memory->over = false;
}

uint64_t memory_spent_ns(const struct memory *memory) {
        return memory->spent_ns;
}

uint32_t memory_questions(const struct memory *memory) {
        return memory->questions;
}

/* ---- A question ----------------------------------------------------------------------------------------------------- */

enum cw_err memory_ready(struct memory *memory, struct err *reterr) {
        int64_t now = clock_monotonic_ms();
        if (memory->over || now >= memory->until_ms) {
                memory->over = true;
                return err_set(reterr, CW_ERR_IO, "memory: no time is left for this item");
        }
        if (now < memory->retry_ms)
                return err_set(reterr, CW_ERR_IO, "memory: the store failed a moment ago");
        memory->questions++;
        return recorder_connect(memory->recorder, STORE_READ, &memory->store, reterr);
}

enum cw_err memory_question(struct memory *memory, struct question *ret, struct err *reterr) {
        *ret = (struct question){ memory, clock_monotonic_ns() };
        return memory->recorder ? CW_OK : err_set(reterr, CW_ERR_NOT_FOUND, "memory: nothing is remembered");
}

enum cw_err memory_answer(const struct question *question, enum cw_err status) {
        question->memory->spent_ns += clock_monotonic_ns() - question->began_ns;
        return status;
}

enum cw_err memory_asked(struct memory *memory, enum cw_err status) {
        if (status == CW_OK || memory->over)
                return status;
        memory->over = true;
        if (clock_monotonic_ms() >= memory->retry_ms) {
                memory->retry_ms = clock_monotonic_ms() + RECORDER_RETRY_MS;
                metrics_add(memory->recorder->metrics, METRIC_STORE_ERRORS, "read", NULL, 1);
        }
        return CW_ERR_IO;
}

const char *memory_text(struct memory *memory, struct span s) {
        char *text = pool_take(&memory->lent, s.len + 1);
        if (!text)
                return NULL;
        if (s.len > 0)
                memcpy(text, s.ptr, s.len);
        text[s.len] = '\0';
        return text;
}

enum cw_err memory_exhausted(struct err *reterr) {
        return err_set(reterr, CW_ERR_MEMORY, "memory: no memory for what was read");
}

void *lent_add(struct lent *lent, const void *row) {
        struct packer packer = { 0 };
        if (lent->count == lent->capacity) {
                uint32_t capacity = lent->capacity ? lent->capacity * 2 : 8;
                char *rows = pool_take(&lent->memory->lent, lent->type->size * capacity);
                if (!rows) {
                        lent->failed = true;
                        return NULL;
                }
                if (lent->count > 0)
                        memcpy(rows, lent->rows, lent->type->size * lent->count);
                lent->rows = rows;
                lent->capacity = capacity;
        }
        (void)pack_rows(&packer, lent->type, row, 1);
        packer = (struct packer){ .ptr = pool_take(&lent->memory->lent, packer.len) };
        if (!packer.ptr) {
                lent->failed = true;
                return NULL;
        }
        const void *copy = pack_rows(&packer, lent->type, row, 1);
        return memcpy(lent->rows + lent->type->size * lent->count++, copy, lent->type->size);
}

void memory_visit(struct memory *memory, enum topic topic, const char *first, const char *second, const char *third,
                  visit_record *with, void *context) {
        struct recorder *recorder = memory->recorder;
        uint64_t hash = topic_hash(&recorder->backlog.secret, topic, first, second, third);
        pthread_mutex_lock(&recorder->lock);
        backlog_visit(&recorder->backlog, hash, with, context);
        pthread_mutex_unlock(&recorder->lock);
}

void memory_visit_newest(struct memory *memory, enum topic topic, const char *first, const char *second, uint32_t most,
                         visit_record *with, void *context) {
        struct recorder *recorder = memory->recorder;
        uint64_t hash = topic_hash(&recorder->backlog.secret, topic, first, second, NULL);
        pthread_mutex_lock(&recorder->lock);
        backlog_visit_newest(&recorder->backlog, hash, most, with, context);
        pthread_mutex_unlock(&recorder->lock);
}

/* ---- Relations ------------------------------------------------------------------------------------------------------ */

static void relation_take(void *context, const struct record *record) {
        (void)lent_add(context, record->relation);
}

static void relation_merge(struct memory_relation *relation, const struct relation_record *row) {
        bool contact = strcmp(row->kind, "contact") == 0;
        if (contact ? !relation->contact : !relation->contact && !relation->correspondent)
                relation->source = row->source;
        if (contact) {
                relation->contact = true;
                return;
        }
        if (!relation->correspondent || row->first < relation->first)
                relation->first = row->first;
        if (row->last > relation->last)
                relation->last = row->last;
        relation->correspondent = true;
        relation->count += row->count;
}

static enum cw_err relation_ask(struct memory *memory, const char *owner, const char *address,
                                struct memory_relation *ret, struct err *reterr) {
        if (!owner || !address)
                return memory_exhausted(reterr);
        struct lent rows = { .memory = memory, .type = &relation_row };
        memory_visit(memory, TOPIC_RELATION, owner, address, NULL, relation_take, &rows);
        const struct relation_record *found;
        uint32_t count = 0;
        enum cw_err status = memory_asked(memory,
                                          memory_ready(memory, reterr) == CW_OK
                                                  ? relation_find(memory->store, owner, address, &found, &count, reterr)
                                                  : CW_ERR_IO);
        if (status != CW_OK)
                return status;
        for (uint32_t i = 0; i < count; i++)
                (void)lent_add(&rows, &found[i]);
        if (rows.failed)
                return memory_exhausted(reterr);
        *ret = (struct memory_relation){ .source = "" };
        for (uint32_t i = 0; i < rows.count; i++)
                relation_merge(ret, &((const struct relation_record *)rows.rows)[i]);
        return CW_OK;
}

enum cw_err memory_relation(struct memory *memory, struct span owner, struct span address, struct memory_relation *ret,
                            struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = relation_ask(memory, memory_text(memory, owner), memory_text(memory, address), ret, reterr);
        return memory_answer(&question, status);
}

static void sent_take(void *context, const struct record *record) {
        *(int64_t *)context = record->sent.at;
}

static enum cw_err sent_ask(struct memory *memory, const char *message_id, const char *owner, const char *address,
                            int64_t *ret_at, struct err *reterr) {
        if (!message_id || !owner || !address)
                return memory_exhausted(reterr);
        int64_t at = 0;
        memory_visit(memory, TOPIC_SENT, message_id, owner, address, sent_take, &at);
        enum cw_err status = CW_OK;
        if (at == 0)
                status = memory_asked(memory, memory_ready(memory, reterr) == CW_OK
                                                      ? sent_find(memory->store, message_id, owner, address, &at, reterr)
                                                      : CW_ERR_IO);
        if (status == CW_OK)
                *ret_at = at;
        return status;
}

enum cw_err memory_sent(struct memory *memory, struct span message_id, struct span owner, struct span address,
                        int64_t *ret_at, struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = sent_ask(memory, memory_text(memory, message_id), memory_text(memory, owner),
                                  memory_text(memory, address), ret_at, reterr);
        return memory_answer(&question, status);
}

enum cw_err memory_delegate(struct memory *memory, struct span recipient, struct span sent_by, struct span organizer,
                            bool *ret, struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status != CW_OK)
                return status;
        const char *who = memory_text(memory, recipient), *by = memory_text(memory, sent_by),
                   *whose = memory_text(memory, organizer);
        if (!who || !by || !whose)
                status = memory_exhausted(reterr);
        else
                status = memory_asked(memory, memory_ready(memory, reterr) == CW_OK
                                                      ? delegate_find(memory->store, who, by, whose, ret, reterr)
                                                      : CW_ERR_IO);
        return memory_answer(&question, status);
}

static const char *choice_word(const struct choice_record *row) {
        static const char *const words[] = { "usual", "known", "ask" };
        for (unsigned i = 0; row && i < sizeof words / sizeof *words; i++)
                if (strcmp(row->calendar, words[i]) == 0)
                        return words[i];
        return NULL;
}

enum cw_err memory_choice(struct memory *memory, struct span recipient, const char **ret, struct err *reterr) {
        struct question question;
        const struct choice_record *row = NULL;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status != CW_OK)
                return status;
        const char *who = memory_text(memory, recipient);
        if (!who)
                status = memory_exhausted(reterr);
        else
                status = memory_asked(memory, memory_ready(memory, reterr) == CW_OK
                                                      ? choice_find(memory->store, who, &row, reterr)
                                                      : CW_ERR_IO);
        if (status == CW_OK)
                *ret = choice_word(row);
        return memory_answer(&question, status);
}

/* ---- Lists ---------------------------------------------------------------------------------------------------------- */

/* The lists as they stood when this item first asked. */
static const struct standing *standing_of(struct memory *memory) {
        struct recorder *recorder = memory->recorder;
        if (!memory->standing) {
                pthread_mutex_lock(&recorder->lock);
                memory->standing = recorder->standing ? standing_ref(recorder->standing) : NULL;
                pthread_mutex_unlock(&recorder->lock);
        }
        return memory->standing;
}

static enum cw_err lists_ask(struct memory *memory, const char *kind, const char *value, const char *recipient,
                             const struct list_record **matches, uint32_t *ret_count, struct err *reterr) {
        const struct list_record *found;
        uint32_t count = 0;
        enum cw_err status = memory_asked(
                memory, memory_ready(memory, reterr) == CW_OK
                                ? list_match(memory->store, kind, value, recipient, memory->now, &found, &count, reterr)
                                : CW_ERR_IO);
        struct lent rows = { .memory = memory, .type = &list_row };
        for (uint32_t i = 0; status == CW_OK && i < count && i < STANDING_MATCHES; i++) {
                matches[i] = lent_add(&rows, &found[i]);
                *ret_count = i + 1;
        }
        return rows.failed ? memory_exhausted(reterr) : status;
}

static enum cw_err lists_find(struct memory *memory, const char *kind, const char *value, const char *recipient,
                              const struct list_record *const **ret, uint32_t *ret_count, struct err *reterr) {
        const struct list_record **matches = pool_take(&memory->lent, sizeof *matches * STANDING_MATCHES);
        if (!value || !recipient || !matches)
                return memory_exhausted(reterr);
        struct span kept = text_kept(&memory->lent, value, LIMIT_STORE_KEY, true);
        const struct standing *standing = standing_of(memory);
        uint32_t count = 0;
        enum cw_err status = CW_OK;
        if (standing && standing->complete) {
                const char *key = kept.len == strlen(value) ? value : memory_text(memory, kept);
                count = standing_match(standing, kind, key ? key : "", recipient, memory->now, matches);
        } else {
                status = lists_ask(memory, kind, value, recipient, matches, &count, reterr);
        }
        if (status == CW_OK) {
                *ret = matches;
                *ret_count = count;
        }
        return status;
}

enum cw_err memory_lists(struct memory *memory, const char *kind, struct span value, struct span recipient,
                         const struct list_record *const **ret, uint32_t *ret_count, struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status == CW_OK)
                status = lists_find(memory, kind, memory_text(memory, value), memory_text(memory, recipient), ret,
                                    ret_count, reterr);
        return memory_answer(&question, status);
}

/* ---- Reputation ------------------------------------------------------------------------------------------------------ */

static void span_widen(struct reputation *reputation, int64_t first, int64_t last) {
        if (reputation->first == 0 || (first != 0 && first < reputation->first))
                reputation->first = first;
        if (last > reputation->last)
                reputation->last = last;
}

static struct reputation waiting_reputation(struct memory *memory, enum reputation_kind kind, const char *subject) {
        struct recorder *recorder = memory->recorder;
        uint64_t hash = topic_hash(&recorder->backlog.secret, TOPIC_REPUTATION, reputation_kind_name(kind), subject,
                                   NULL);
        pthread_mutex_lock(&recorder->lock);
        struct reputation waiting = backlog_reputation(&recorder->backlog, hash, memory->now);
        pthread_mutex_unlock(&recorder->lock);
        return waiting;
}

enum cw_err memory_reputation(struct memory *memory, enum reputation_kind kind, struct span subject,
                              struct reputation *ret, struct err *reterr) {
        struct question question;
        enum cw_err status = memory_question(memory, &question, reterr);
        if (status != CW_OK)
                return status;
        const char *text = memory_text(memory, subject);
        if (!text)
                return memory_answer(&question, memory_exhausted(reterr));
        struct reputation found, waiting = waiting_reputation(memory, kind, text);
        status = memory_asked(memory, memory_ready(memory, reterr) == CW_OK
                                              ? reputation_find(memory->store, kind, text, memory->now, &found, reterr)
                                              : CW_ERR_IO);
        if (status == CW_OK) {
                reputation_counts_add(&found.total, &waiting.total, 1);
                reputation_counts_add(&found.decayed, &waiting.decayed, 1);
                if (waiting.last != 0)
                        span_widen(&found, waiting.first, waiting.last);
                *ret = found;
        }
        return memory_answer(&question, status);
}
