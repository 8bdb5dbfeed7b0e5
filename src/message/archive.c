/* zip (APPNOTE 4.3) and gzip (RFC 1952): their entries as parts, unpacked within limits of size and ratio (attack 14). */
#include "message/archive.h"

#include <zlib.h>

#include "base/limits.h"
#include "message/reader.h"
#include "text/charset.h"

enum { METHOD_STORED = 0, METHOD_DEFLATED = 8, FLAG_ENCRYPTED = 1, FLAG_SIZES_BEHIND = 8 };

/* zlib's memory is the arena's, so that nothing is lost when the arena is exhausted. */
static voidpf zlib_alloc(voidpf arena, uInt items, uInt size) {
        return arena_alloc(arena, (size_t)items * size);
}
static void zlib_free(voidpf arena, voidpf address) {
        (void)arena, (void)address;
}

/* Unpacks into `room` bytes. *ret_end: the stream ended within them. */
static struct span inflate_into(struct arena *arena, struct span packed, size_t room, int bits, bool *ret_end) {
        char *out = arena_bytes(arena, room + 1);
        z_stream stream = {
                .zalloc = zlib_alloc,
                .zfree = zlib_free,
                .opaque = arena,
                .next_in = (Bytef *)(uintptr_t)packed.ptr,
                .avail_in = (uInt)packed.len,
                .next_out = (Bytef *)out,
                .avail_out = (uInt)room,
        };
        *ret_end = inflateInit2(&stream, bits) == Z_OK && inflate(&stream, Z_FINISH) == Z_STREAM_END;
        return (struct span){ out, room - stream.avail_out };
}

static size_t smaller(size_t a, size_t b) {
        return a < b ? a : b;
}

/* A declared size that is too small is no reason to read less: there is a second try with all the room there may be. */
static enum archive_result unpack(struct arena *arena, struct span packed, uint64_t size, int bits, size_t *left,
                                  struct span *ret) {
        size_t most = packed.len * LIMIT_ARCHIVE_RATIO + 1024;
        size_t room = smaller(size > 0 ? (size_t)size : packed.len * 8 + 1024, smaller(most, *left));
        bool ended = false;
        for (;;) {
                *ret = inflate_into(arena, packed, room, bits, &ended);
                *left -= room;
                size_t next = smaller(most, *left);
                if (ended || ret->len < room || next <= room)
                        break;
                room = next;
        }
        if (ended)
                return ARCHIVE_UNPACKED;
        return ret->len == room ? ARCHIVE_TOO_MUCH : ARCHIVE_BAD;
}

enum archive_result archive_unpack(struct arena *arena, const struct archive_entry *entry, size_t *left,
                                   struct span *ret) {
        *ret = (struct span){ 0 };
        if (entry->flags & FLAG_ENCRYPTED)
                return ARCHIVE_ENCRYPTED;
        if (entry->method == METHOD_STORED) {
                /* Entries may lie upon each other, so this counts as well. */
                *ret = span_head(entry->packed, *left);
                *left -= ret->len;
                return ret->len < entry->packed.len ? ARCHIVE_TOO_MUCH : ARCHIVE_UNPACKED;
        }
        if (entry->method == METHOD_DEFLATED)
                return unpack(arena, entry->packed, entry->size, -MAX_WBITS, left, ret);
        return ARCHIVE_PACKED;
}

static void tell_result(struct item_reader *item, enum archive_result result) {
        static const enum defect_kind kinds[] = { [ARCHIVE_TOO_MUCH] = DEFECT_ARCHIVE_TOO_MUCH,
                                                  [ARCHIVE_BAD] = DEFECT_ARCHIVE_BAD,
                                                  [ARCHIVE_ENCRYPTED] = DEFECT_ARCHIVE_ENCRYPTED,
                                                  [ARCHIVE_PACKED] = DEFECT_ARCHIVE_PACKED };
        if (result != ARCHIVE_UNPACKED)
                defects_add(item->defects, kinds[result], 0);
}

static bool entry_unpack(struct item_reader *item, const struct archive_entry *entry, struct span *ret) {
        enum archive_result result = archive_unpack(item->arena, entry, &item->archive_left, ret);
        tell_result(item, result);
        return result <= ARCHIVE_BAD && (ret->len > 0 || entry->method == METHOD_STORED);
}

static void entry_part(struct item_reader *item, struct part *archive, const struct archive_entry *entry) {
        if (entry->name.len > 0 && entry->name.ptr[entry->name.len - 1] == '/')
                return;
        struct part *part = part_new(item, archive->message, archive, archive->depth + 1, PART_ZIP);
        if (!part)
                return;
        part_set_type(part, SPAN("application"), SPAN("octet-stream"));
        part->disposition = DISPOSITION_ATTACHMENT;
        part->file_name = charset_decode(item->arena, entry->name, (struct span){ 0 }).text;
        part->raw = entry->packed;
        part->unread = !entry_unpack(item, entry, &part->data);
        body_use(item, part);
        item->defects->part = archive->number;
}

/* Entry of the central directory, and the bytes that its local header leads to. */
static bool central_entry(struct cursor *directory, struct span zip, size_t shift, struct archive_entry *ret) {
        if (cursor_u32(directory) != 0x02014B50)
                return false;
        (void)cursor_bytes(directory, 4);
        struct archive_entry entry = { .flags = cursor_u16(directory) };
        entry.method = cursor_u16(directory);
        (void)cursor_bytes(directory, 8);
        size_t packed = cursor_u32(directory);
        entry.size = cursor_u32(directory);
        size_t name = cursor_u16(directory), extra = cursor_u16(directory), comment = cursor_u16(directory);
        (void)cursor_bytes(directory, 8);
        struct cursor local = { .rest = span_skip(zip, shift + cursor_u32(directory)) };
        entry.name = cursor_bytes(directory, name);
        (void)cursor_bytes(directory, extra + comment);
        if (directory->failed || cursor_u32(&local) != 0x04034B50)
                return false;
        (void)cursor_bytes(&local, 22);
        size_t local_name = cursor_u16(&local), local_extra = cursor_u16(&local);
        (void)cursor_bytes(&local, local_name + local_extra);
        entry.packed = span_head(local.rest, packed);
        *ret = entry;
        return !local.failed;
}

/* Local header at the front of *zip, for archives without a directory; *zip goes on behind it. */
static bool local_entry(struct span *zip, struct archive_entry *ret) {
        struct cursor local = { .rest = *zip };
        if (cursor_u32(&local) != 0x04034B50)
                return false;
        (void)cursor_bytes(&local, 2);
        struct archive_entry entry = { .flags = cursor_u16(&local) };
        entry.method = cursor_u16(&local);
        (void)cursor_bytes(&local, 8);
        size_t packed = cursor_u32(&local);
        entry.size = cursor_u32(&local);
        size_t name = cursor_u16(&local), extra = cursor_u16(&local);
        entry.name = cursor_bytes(&local, name);
        (void)cursor_bytes(&local, extra);
        if (entry.flags & FLAG_SIZES_BEHIND && packed == 0) {
                packed = span_find(local.rest, SPAN("PK\3\4"));
                entry.size = 0;
        }
        entry.packed = span_head(local.rest, packed);
        *zip = span_skip(local.rest, entry.packed.len);
        *ret = entry;
        return !local.failed;
}

static bool entry_allowed(struct item_reader *item) {
        if (item->archive_entries_left == 0) {
                defects_add(item->defects, DEFECT_ARCHIVE_TOO_MUCH, 0);
                return false;
        }
        item->archive_entries_left--;
        return true;
}

/* End of central directory record: in the last 64 KB, since a comment may follow it. */
static struct span directory_end(struct span zip) {
        enum { RECORD = 22 };
        for (size_t back = RECORD; back <= zip.len && back < RECORD + 65536; back++)
                if (memcmp(zip.ptr + zip.len - back, "PK\5\6", 4) == 0)
                        return span_skip(zip, zip.len - back);
        return (struct span){ 0 };
}

void archive_walk_begin(struct archive_walk *walk, struct span zip) {
        struct cursor end = { .rest = directory_end(zip) };
        size_t end_at = zip.len - end.rest.len;
        *walk = (struct archive_walk){ .zip = zip, .by_entries = true };
        (void)cursor_bytes(&end, 12);
        size_t size = cursor_u32(&end), offset = cursor_u32(&end);
        if (end.failed || size > end_at || offset > end_at - size)
                return;
        /* Bytes before the archive shift all offsets. */
        walk->shift = end_at - size - offset;
        walk->directory = (struct cursor){ .rest = span_head(span_skip(zip, end_at - size), size) };
        struct cursor first = walk->directory;
        struct archive_entry entry;
        walk->by_entries = !central_entry(&first, zip, walk->shift, &entry);
}

bool archive_walk_next(struct archive_walk *walk, struct archive_entry *ret) {
        if (walk->by_entries)
                return local_entry(&walk->zip, ret);
        return walk->directory.rest.len > 0 && central_entry(&walk->directory, walk->zip, walk->shift, ret);
}

void zip_read(struct item_reader *item, struct part *part) {
        struct archive_walk walk;
        struct archive_entry entry;
        archive_walk_begin(&walk, part->data);
        if (walk.by_entries)
                defects_add(item->defects, DEFECT_ARCHIVE_BAD, 0);
        while (archive_walk_next(&walk, &entry) && entry_allowed(item))
                entry_part(item, part, &entry);
}

void gzip_read(struct item_reader *item, struct part *part) {
        struct span data;
        if (!entry_allowed(item))
                return;
        struct part *child = part_new(item, part->message, part, part->depth + 1, PART_GZIP);
        if (!child)
                return;
        part_set_type(child, SPAN("application"), SPAN("octet-stream"));
        child->disposition = DISPOSITION_ATTACHMENT;
        child->file_name = part->file_name;
        if (span_ends_nocase(child->file_name, SPAN(".gz")))
                child->file_name.len -= strlen(".gz");
        child->raw = part->data;
        tell_result(item, unpack(item->arena, part->data, 0, 16 + MAX_WBITS, &item->archive_left, &data));
        child->unread = data.len == 0;
        child->data = child->unread ? (struct span){ 0 } : data;
        body_use(item, child);
        item->defects->part = part->number;
}
