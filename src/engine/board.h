/* board: what each scanner has in work, in memory that the daemon's supervisor shares with its worker and that outlives
 * the worker.
 *
 * A scanner marks its slot before it judges and clears it behind that. When the worker dies meanwhile, the item is known:
 * it is kept aside for the operator (STATE/aside/), and is not judged a second time (DESIGN 5). "The same item" is told by
 * a keyed fingerprint of its bytes without the trace fields at their head, which differ each time that a mail is sent
 * again.
 *
 *         if (!board_begin(board, slot, item, id))
 *                 return as the option `poison` says, without judging;
 *         scan_item(…);
 *         board_end(board, slot);
 */
#pragma once

#include <sys/types.h>

#include "base/err.h"
#include "facts/item.h"

/* Scanners of one worker, at most; slots: theirs first, then those of threads that read mails in another way (LMTP); and items
 * that are remembered as poison, the newest ones. */
enum { BOARD_SCANNERS = 256, BOARD_SLOTS = 512, BOARD_POISON = 1024, BOARD_ID_BYTES = 32, BOARD_TEXT_BYTES = 128 };

struct board;
/* Shared with children that are forked later. `key`: 16 secret bytes, kept with the state so that fingerprints can be
 * told again after a restart. */
[[nodiscard]] enum cw_err board_new(const uint8_t key[static 16], struct board **ret, struct err *reterr);
void board_free(struct board *board);

/* ---- the scanner's side: no lock, no allocation; about a nanosecond for two bytes of the item -------------------------
 * A NULL board is fine: nothing is marked, nothing is poison. `slot`: this scanner's own, below BOARD_SLOTS. `id`: of the
 * item, for the operator; NULL: none. The bytes must stay where they are until board_end, which is called by the same
 * thread. Between the two the thread has a stack apart for handlers of signals, so that one that has run out of its own
 * can still tell.
 * False: this item was in work when a worker died. Nothing was marked; it must not be judged. */
[[nodiscard]] bool board_begin(struct board *board, uint32_t slot, const struct item *item, const char *id);
void board_end(struct board *board, uint32_t slot);

/* ---- the daemon's side ----------------------------------------------------------------------------------------------- */
struct board_entry {
        pid_t thread;         /* of the kernel; 0: nothing in work */
        int64_t since_ms;     /* of the monotonic clock */
        uint64_t fingerprint; /* never 0 */
        const char *ptr;      /* the bytes, in the worker's memory */
        size_t len;
        char channel[16], id[BOARD_ID_BYTES];
        char client_ip[BOARD_TEXT_BYTES], mail_from[BOARD_TEXT_BYTES], rcpt[BOARD_TEXT_BYTES]; /* cut, unchecked */
        uint32_t rcpt_count;
};
/* The slot as it stands; the rest of it counts only while board_thread names one. Safe in a signal handler. */
const struct board_entry *board_entry(const struct board *board, uint32_t slot);
pid_t board_thread(const struct board *board, uint32_t slot); /* its member `thread` */
/* Remembers it as poison, in the place of the oldest when there are BOARD_POISON. Safe in a signal handler. */
void board_condemn(struct board *board, uint64_t fingerprint);
/* The worker died with these in work, and could not tell by which: each is suspected, and condemned when that happens
 * for the third time. `crashed`: it died of itself rather than of a kill; an only one is condemned at once then. Returns
 * how many were condemned, and tells each (`condemned` may be NULL); its bytes are gone. */
uint32_t board_suspect_all(struct board *board, bool crashed,
                           void (*condemned)(void *user_data, const struct board_entry *entry), void *user_data);
uint32_t board_in_work(const struct board *board);
/* Forgets all poison, as before the list is read again; a worker may be at work. */
void board_forget(struct board *board);
void board_clear_slots(struct board *board);
uint32_t board_poison_count(const struct board *board);
bool board_is_poison(const struct board *board, uint64_t fingerprint);
/* Of the bytes of an item. Never 0. */
uint64_t board_fingerprint(const struct board *board, struct span bytes);

/* Signs of life of the worker's main thread: milliseconds of the monotonic clock. */
void board_beat(struct board *board, int64_t now_ms);
int64_t board_last_beat(const struct board *board);

/* The compiled rules of the worker before, so that the next one need not compile them. NULL board: NULL. */
struct pattern_cache *board_patterns(struct board *board);

/* For tests of what a crash does: an item whose bytes hold "X-Calwarden-Test: TOKEN crash" (or abort, hang, exit) does
 * that in board_begin, once it is marked. NULL or empty: there is no such item. At most BOARD_TEXT_BYTES. */
void board_set_test_token(struct board *board, const char *token);
