/* archive: zip archives (APPNOTE 4.3) for those who look for something in them. The message reader makes parts of their
 * entries by itself. */
#pragma once

#include "base/arena.h"
#include "message/cursor.h"

struct archive_entry {
        struct span name, packed;
        uint64_t size; /* as declared; 0: not known */
        unsigned method, flags;
};

struct archive_walk {
        struct span zip;
        struct cursor directory;
        size_t shift;
        bool by_entries; /* it has no directory, and is read from its beginning */
};
/* All entries, in the order of the directory; linear in the bytes, however they lie upon each other. */
void archive_walk_begin(struct archive_walk *walk, struct span zip);
bool archive_walk_next(struct archive_walk *walk, struct archive_entry *ret);

enum archive_result { ARCHIVE_UNPACKED, ARCHIVE_TOO_MUCH, ARCHIVE_BAD, ARCHIVE_ENCRYPTED, ARCHIVE_PACKED };
/* Unpacks within LIMIT_ARCHIVE_RATIO and *left bytes, which it takes from. *ret is what there is of it, also where
 * something is wrong; it lies in the arena or in the archive. */
enum archive_result archive_unpack(struct arena *arena, const struct archive_entry *entry, size_t *left,
                                   struct span *ret);
