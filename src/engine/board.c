#include "engine/board.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/siphash.h"
#include "text/pattern-cache.h"

enum {
        SUSPECTS = 256, /* the newest ones; more than scanners */
        DEATHS = 3,     /* in work when as many workers were killed: it is the item */
        TRACE_BYTES = 64 * 1024,
        STACK_BYTES = 64 * 1024, /* for a handler of signals; never touched, never there */
};

struct suspect {
        uint64_t fingerprint;
        uint32_t deaths;
};

/* Written by one side at a time where it says so; everything else is atomic, because a worker may die at any point. */
struct board {
        struct siphash_key key;
        _Atomic int64_t beat_ms;
        _Atomic uint32_t poison_added; /* of all time; the newest stand in the ring */
        _Atomic uint64_t poison[BOARD_POISON];
        char test_token[BOARD_TEXT_BYTES];
        struct pattern_cache patterns; /* the worker's; pages that were not written are not there */
        /* The supervisor's, while no worker lives. */
        struct suspect suspects[SUSPECTS];
        uint32_t suspect_next;
        /* Each a scanner's own: thread is written last, and first when it is done. */
        struct board_entry slots[BOARD_SLOTS];
        stack_t stacks_before[BOARD_SLOTS];
        char stacks[BOARD_SLOTS][STACK_BYTES];
};

enum cw_err board_new(const uint8_t key[static 16], struct board **ret, struct err *reterr) {
        struct board *board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (board == MAP_FAILED)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to share with the worker");
        memcpy(&board->key, key, sizeof board->key);
        *ret = board;
        return CW_OK;
}

void board_free(struct board *board) {
        if (board)
                munmap(board, sizeof *board);
}

/* Fields that relays and filters add at the head of a mail on its way. */
static bool is_trace(struct span line) {
        static const char *const names[] = { "Received:",  "X-",      "Return-Path:",  "Authentication-Results:",
                                             "ARC-",       "DKIM-",   "Received-SPF:", "Delivered-To:",
                                             "DomainKey-", "Resent-", "Envelope-To:" };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (span_starts_nocase(line, span_from(names[i])))
                        return true;
        return false;
}

static struct span without_trace(struct span bytes) {
        struct span rest = span_head(bytes, TRACE_BYTES);
        size_t at = 0;
        bool trace = false;
        while (at < rest.len) {
                struct span line = span_skip(rest, at);
                bool folded = *line.ptr == ' ' || *line.ptr == '\t';
                if (!folded)
                        trace = is_trace(line);
                if (!trace)
                        break;
                size_t length = span_find_byte(line, '\n');
                at += length < line.len ? length + 1 : line.len;
        }
        return span_skip(bytes, at);
}

uint64_t board_fingerprint(const struct board *board, struct span bytes) {
        uint64_t hash = siphash(&board->key, without_trace(bytes));
        return hash ? hash : 1;
}

/* Twice the same is one: a mail that is tried again and again must not push the others out of the ring. */
bool board_is_poison(const struct board *board, uint64_t fingerprint) {
        uint32_t count = board_poison_count(board);
        for (uint32_t i = 0; i < count; i++)
                if (atomic_load_explicit(&board->poison[i], memory_order_relaxed) == fingerprint)
                        return true;
        return false;
}

void board_condemn(struct board *board, uint64_t fingerprint) {
        if (board_is_poison(board, fingerprint))
                return;
        uint32_t at = atomic_fetch_add(&board->poison_added, 1);
        atomic_store(&board->poison[at % BOARD_POISON], fingerprint);
}

uint32_t board_poison_count(const struct board *board) {
        uint32_t added = atomic_load_explicit(&board->poison_added, memory_order_acquire);
        return added < BOARD_POISON ? added : BOARD_POISON;
}

void board_forget(struct board *board) {
        atomic_store(&board->poison_added, 0);
        memset(board->suspects, 0, sizeof board->suspects);
}

void board_clear_slots(struct board *board) {
        memset(board->slots, 0, sizeof board->slots);
}

static void copy_text(char *to, size_t size, struct span text) {
        size_t length = text.len < size - 1 ? text.len : size - 1;
        if (length)
                memcpy(to, text.ptr, length);
        to[length] = 0;
}

/* What the tests of crashes ask for. */
static void act_as_told(const struct board *board, struct span bytes) {
        size_t at = span_find(bytes, SPAN("X-Calwarden-Test: "));
        struct span told = span_skip(bytes, at + sizeof "X-Calwarden-Test: " - 1), token = span_from(board->test_token);
        if (at == bytes.len || !told.ptr || told.len <= token.len || memcmp(told.ptr, token.ptr, token.len) != 0)
                return;
        told = span_skip(told, token.len + 1);
        volatile uintptr_t nowhere = 16;
        if (span_starts_nocase(told, SPAN("crash")))
                *(volatile char *)nowhere = 1;
        else if (span_starts_nocase(told, SPAN("abort")))
                abort();
        else if (span_starts_nocase(told, SPAN("exit")))
                _exit(9);
        else if (span_starts_nocase(told, SPAN("hang")))
                for (;;)
                        sleep(1);
}

static void entry_fill(struct board_entry *entry, const struct item *item, const char *id) {
        entry->since_ms = clock_monotonic_ms();
        entry->ptr = item->bytes.ptr;
        entry->len = item->bytes.len;
        copy_text(entry->channel, sizeof entry->channel, span_from(channel_name(item->channel)));
        copy_text(entry->id, sizeof entry->id, span_from(id));
        copy_text(entry->client_ip, sizeof entry->client_ip, item->client_ip);
        copy_text(entry->mail_from, sizeof entry->mail_from, item->mail_from);
        copy_text(entry->rcpt, sizeof entry->rcpt, item->rcpt_count ? item->rcpt[0] : (struct span){ 0 });
        entry->rcpt_count = item->rcpt_count;
}

bool board_begin(struct board *board, uint32_t slot, const struct item *item, const char *id) {
        if (!board)
                return true;
        uint64_t fingerprint = board_fingerprint(board, item->bytes);
        if (board_is_poison(board, fingerprint))
                return false;
        struct board_entry *entry = &board->slots[slot];
        entry->fingerprint = fingerprint;
        entry_fill(entry, item, id);
        stack_t stack = { .ss_sp = board->stacks[slot], .ss_size = STACK_BYTES };
        (void)sigaltstack(&stack, &board->stacks_before[slot]);
        __atomic_store_n(&entry->thread, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
        if (board->test_token[0])
                act_as_told(board, item->bytes);
        return true;
}

void board_end(struct board *board, uint32_t slot) {
        if (!board)
                return;
        __atomic_store_n(&board->slots[slot].thread, 0, __ATOMIC_RELEASE);
        (void)sigaltstack(&board->stacks_before[slot], NULL);
}

const struct board_entry *board_entry(const struct board *board, uint32_t slot) {
        return &board->slots[slot];
}

pid_t board_thread(const struct board *board, uint32_t slot) {
        return __atomic_load_n(&board->slots[slot].thread, __ATOMIC_ACQUIRE);
}

static struct suspect *suspect_find(struct board *board, uint64_t fingerprint) {
        for (uint32_t i = 0; i < SUSPECTS; i++)
                if (board->suspects[i].fingerprint == fingerprint)
                        return &board->suspects[i];
        struct suspect *suspect = &board->suspects[board->suspect_next++ % SUSPECTS];
        *suspect = (struct suspect){ .fingerprint = fingerprint };
        return suspect;
}

uint32_t board_in_work(const struct board *board) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < BOARD_SLOTS; i++)
                count += board_thread(board, i) != 0;
        return count;
}

uint32_t board_suspect_all(struct board *board, bool crashed,
                           void (*condemned)(void *user_data, const struct board_entry *entry), void *user_data) {
        uint32_t count = 0;
        bool only = crashed && board_in_work(board) == 1;
        for (uint32_t i = 0; i < BOARD_SLOTS; i++) {
                const struct board_entry *entry = &board->slots[i];
                if (!board_thread(board, i) || board_is_poison(board, entry->fingerprint))
                        continue;
                if (only || ++suspect_find(board, entry->fingerprint)->deaths >= DEATHS) {
                        board_condemn(board, entry->fingerprint);
                        if (condemned)
                                condemned(user_data, entry);
                        count++;
                }
        }
        return count;
}

struct pattern_cache *board_patterns(struct board *board) {
        return board ? &board->patterns : NULL;
}

void board_beat(struct board *board, int64_t now_ms) {
        atomic_store_explicit(&board->beat_ms, now_ms, memory_order_relaxed);
}

int64_t board_last_beat(const struct board *board) {
        return atomic_load_explicit(&board->beat_ms, memory_order_relaxed);
}

void board_set_test_token(struct board *board, const char *token) {
        copy_text(board->test_token, sizeof board->test_token, span_from(token));
}
