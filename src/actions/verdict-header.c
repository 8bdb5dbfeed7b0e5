#include "actions/verdict-header.h"

#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

#include "actions/mail-digest.h"
#include "base/base64url.h"
#include "base/limits.h"
#include "base/siphash.h"

enum {
        DIGEST_BYTES = 32,
        MAC_BYTES = 16,
        MAC_TEXT = BASE64URL_LETTERS(MAC_BYTES),
        ENTRY_BYTES = 9, /* eight of the hash, and one of what it says */
        ENTRY_TEXT = BASE64URL_LETTERS(ENTRY_BYTES),
        ENTRIES_LEAST = 4,
        ENTRIES_A_LINE = 5,
        FUTURE_S = 300, /* clocks of nodes differ */
};

/* ---- Text ------------------------------------------------------------------------------------------------------------ */

static struct span without_space(struct span text, struct arena *arena) {
        char *copy = arena_bytes(arena, text.len + 1);
        size_t len = 0;
        for (size_t i = 0; i < text.len; i++)
                if (!ascii_space(text.ptr[i]))
                        copy[len++] = text.ptr[i];
        copy[len] = '\0';
        return (struct span){ copy, len };
}

/* ---- The MAC --------------------------------------------------------------------------------------------------------- */

/* `said`: the field without white space, up to "mac=". */
static void mac_write(const struct verdict_keys *keys, struct span said, struct span mail, struct arena *arena,
                      char ret[static MAC_TEXT + 1]) {
        uint8_t digest[MAIL_DIGEST_BYTES], mac[DIGEST_BYTES];
        unsigned len = sizeof mac;
        mail_digest(mail, true, digest);
        struct buf input = buf_in(arena, SIZE_MAX / 2);
        buf_add(&input, said);
        buf_add_byte(&input, '\n');
        buf_add(&input, (struct span){ (const char *)digest, sizeof digest });
        if (!HMAC(EVP_sha256(), keys->mac, sizeof keys->mac, (const unsigned char *)input.ptr, input.len, mac, &len))
                abort();
        base64url_write(mac, MAC_BYTES, ret);
}

/* ---- Entries of recipients ------------------------------------------------------------------------------------------- */

struct entry_keys {
        struct siphash_key place, mask;
};

/* Of one item, so that the same recipient looks different in the next. */
static struct entry_keys entry_keys(const struct verdict_keys *keys, const char *id) {
        struct entry_keys own;
        uint8_t bytes[DIGEST_BYTES];
        unsigned len = sizeof bytes;
        _Static_assert(sizeof own == sizeof bytes, "two keys of 16 bytes");
        if (!HMAC(EVP_sha256(), keys->recipients, sizeof keys->recipients, (const unsigned char *)id, strlen(id), bytes,
                  &len))
                abort();
        memcpy(&own, bytes, sizeof own);
        return own;
}

struct entry {
        uint64_t place;
        uint8_t mask, class, placement;
};

static struct entry entry_of(const struct entry_keys *keys, struct span address) {
        return (struct entry){ .place = siphash(&keys->place, address), .mask = (uint8_t)siphash(&keys->mask, address) };
}

/* One that nobody can tell from those of recipients, whose addresses never begin with NUL. */
static struct entry entry_of_nobody(const struct entry_keys *keys, uint32_t number) {
        char name[16] = { 0 };
        memcpy(name + 1, &number, sizeof number);
        return entry_of(keys, (struct span){ name, sizeof name });
}

static void entry_write(const struct entry *entry, uint8_t ret[static ENTRY_BYTES]) {
        for (size_t i = 0; i < 8; i++)
                ret[i] = (uint8_t)(entry->place >> (56 - 8 * i));
        ret[8] = (uint8_t)(entry->class | entry->placement << 2) ^ entry->mask;
}

static int entry_compare(const void *a, const void *b) {
        uint64_t x = ((const struct entry *)a)->place, y = ((const struct entry *)b)->place;
        return (x > y) - (x < y);
}

static uint32_t padded(uint32_t count) {
        uint32_t slots = ENTRIES_LEAST;
        while (slots < count)
                slots *= 2;
        return slots;
}

/* Several addresses of the envelope may be those of one person: what is stricter holds for him, once. Sorted. */
static uint32_t entries_join(struct entry *entries, uint32_t count) {
        uint32_t kept = 0;
        qsort(entries, count, sizeof *entries, entry_compare);
        for (uint32_t i = 0; i < count; i++) {
                struct entry *last = kept ? &entries[kept - 1] : NULL;
                if (!last || last->place != entries[i].place) {
                        entries[kept++] = entries[i];
                        continue;
                }
                last->class = last->class > entries[i].class ? last->class : entries[i].class;
                last->placement = last->placement > entries[i].placement ? last->placement : entries[i].placement;
        }
        return kept;
}

static void entries_write(const struct verdict_keys *keys, const struct verdict_header *header, struct buf *out) {
        struct entry_keys own = entry_keys(keys, header->id);
        struct entry *entries = arena_alloc(out->arena, padded(header->entry_count) * sizeof *entries);
        for (uint32_t i = 0; i < header->entry_count; i++) {
                const struct verdict_entry *entry = &header->entries[i];
                entries[i] = entry_of(&own, entry->address);
                entries[i].class = (uint8_t)entry->class;
                entries[i].placement = (uint8_t)entry->placement;
        }
        uint32_t persons = entries_join(entries, header->entry_count), count = padded(persons);
        for (uint32_t i = persons; i < count; i++)
                entries[i] = entry_of_nobody(&own, i);
        qsort(entries, count, sizeof *entries, entry_compare);
        for (uint32_t i = 0; i < count; i++) {
                uint8_t bytes[ENTRY_BYTES];
                char text[ENTRY_TEXT + 1];
                entry_write(&entries[i], bytes);
                base64url_write(bytes, sizeof bytes, text);
                if (i)
                        buf_add(out, i % ENTRIES_A_LINE ? SPAN(",") : SPAN(",\n\t"));
                buf_add(out, (struct span){ text, ENTRY_TEXT });
        }
}

bool verdict_header_find(const struct verdict_keys *keys, const struct verdict_header *header, struct span address,
                         enum verdict_class *ret_class, enum placement *ret_placement) {
        struct entry_keys own = entry_keys(keys, header->id);
        struct entry sought = entry_of(&own, address);
        uint8_t wanted[ENTRY_BYTES], found[ENTRY_BYTES];
        size_t len;
        entry_write(&sought, wanted);
        for (struct span rest = header->entries_read; rest.len;) {
                if (!base64url_read(span_split(&rest, ','), found, sizeof found, &len) || len != sizeof found ||
                    memcmp(found, wanted, sizeof found - 1) != 0)
                        continue;
                unsigned code = found[ENTRY_BYTES - 1] ^ sought.mask;
                if (code >> 2 >= PLACEMENTS)
                        continue;
                *ret_class = (enum verdict_class)(code & 3);
                *ret_placement = (enum placement)(code >> 2);
                return true;
        }
        return false;
}

/* ---- Writing --------------------------------------------------------------------------------------------------------- */

struct span verdict_header_write(const struct verdict_keys *keys, const struct verdict_header *header, struct span mail,
                                 struct arena *arena) {
        struct buf out = buf_in(arena, SIZE_MAX / 2);
        char mac[MAC_TEXT + 1];
        buf_add_format(&out, "v=1; id=%s; t=%" PRId64 "; class=%s; placement=%s;\n\toriginator=%s;\n\tr=", header->id,
                       header->at, class_name(header->class), placement_name(header->placement),
                       originator_class_name(header->originator));
        entries_write(keys, header, &out);
        buf_add(&out, SPAN(";\n\t"));
        mac_write(keys, without_space(buf_span(&out), arena), mail, arena, mac);
        buf_add_format(&out, "mac=%s", mac);
        buf_add_byte(&out, '\0');
        return (struct span){ out.ptr, out.len - 1 };
}

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

/* Takes "name=value;" off the front. */
static bool member_take(struct span *rest, const char *name, struct span *ret) {
        struct span member = span_split(rest, ';'), key = span_split(&member, '=');
        *ret = member;
        return span_equal(key, span_from(name));
}

static bool name_index(const char *(*name)(int), int count, struct span text, int *ret) {
        for (int i = 0; i < count; i++) {
                if (span_equal(span_from(name(i)), text)) {
                        *ret = i;
                        return true;
                }
        }
        return false;
}
static const char *class_at(int i) {
        return class_name((enum verdict_class)i);
}
static const char *placement_at(int i) {
        return placement_name((enum placement)i);
}
static const char *originator_at(int i) {
        return originator_class_name((enum originator_class)i);
}

/* `text` without white space; *ret_said: what the MAC covers. */
static bool header_read(struct span text, struct verdict_header *ret, struct span *ret_said, struct span *ret_mac) {
        struct span rest = text, version, id, at, class, placement, originator;
        int class_number, placement_number, originator_number;
        uint64_t time;
        if (!member_take(&rest, "v", &version) || !span_equal(version, SPAN("1")) || !member_take(&rest, "id", &id) ||
            id.len != VERDICT_ID_BYTES || !member_take(&rest, "t", &at) || !span_to_u64(at, &time) ||
            time > INT64_MAX / 2 || !member_take(&rest, "class", &class) ||
            !name_index(class_at, CLASSES, class, &class_number) || !member_take(&rest, "placement", &placement) ||
            !name_index(placement_at, PLACEMENTS, placement, &placement_number) ||
            !member_take(&rest, "originator", &originator) ||
            !name_index(originator_at, ORIGINATOR_CLASSES, originator, &originator_number) ||
            !member_take(&rest, "r", &ret->entries_read))
                return false;
        *ret_said = span_head(text, text.len - rest.len);
        if (!span_equal(span_head(rest, 4), SPAN("mac=")))
                return false;
        *ret_mac = span_skip(rest, 4);
        memcpy(ret->id, id.ptr, VERDICT_ID_BYTES);
        ret->at = (int64_t)time;
        ret->class = (enum verdict_class)class_number;
        ret->placement = (enum placement)placement_number;
        ret->originator = (enum originator_class)originator_number;
        return ret_mac->len == MAC_TEXT;
}

static bool topmost(struct span mail, struct span *ret) {
        struct span name;
        while (mail_field(&mail, &name, ret))
                if (span_equal_nocase(name, SPAN(VERDICT_HEADER_NAME)))
                        return true;
        return false;
}

enum verdict_check verdict_header_check(const struct verdict_keys *keys, struct span mail, int64_t now, int64_t max_age,
                                        struct arena *arena, struct verdict_header *ret) {
        struct verdict_header header = { 0 };
        struct span field, said, mac;
        char own[MAC_TEXT + 1];
        if (!topmost(mail, &field))
                return VERDICT_CHECK_ABSENT;
        if (!header_read(without_space(field, arena), &header, &said, &mac))
                return VERDICT_CHECK_BROKEN;
        *ret = header;
        mac_write(keys, said, mail, arena, own);
        if (CRYPTO_memcmp(own, mac.ptr, MAC_TEXT) != 0)
                return VERDICT_CHECK_FORGED;
        return header.at > now + FUTURE_S || now - header.at > max_age ? VERDICT_CHECK_OLD : VERDICT_CHECK_GOOD;
}

const char *verdict_check_name(enum verdict_check check) {
        static const char *const names[VERDICT_CHECKS] = { "good", "absent", "broken", "forged", "old" };
        return names[check];
}
