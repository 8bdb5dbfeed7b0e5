/* layer: message */
/* The message reader with all that is read from its fields. What it gives must be what its header promises. */
#include <assert.h>
#include <stdint.h>

#include "base/limits.h"
#include "message/address.h"
#include "message/authentication.h"
#include "message/date.h"
#include "message/message.h"
#include "message/received.h"
#include "message/tags.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void mailboxes_check(struct arena *arena, struct span value) {
        struct mailboxes read = mailboxes_read(arena, value);
        for (uint32_t i = 0; i < read.count; i++) {
                assert(utf8_valid(read.items[i].name));
                assert(utf8_valid(read.items[i].address));
                assert(utf8_valid(read.items[i].key));
        }
}

static void field_check(struct arena *arena, const struct header *field) {
        struct date date;
        struct span ids[4];
        assert(utf8_valid(header_text(arena, field)));
        (void)message_ids(field->value, ids, 4);
        (void)date_read_zoned(field->value, &date);
        switch (field->id) {
        case HEADER_RECEIVED:
                (void)received_read(arena, field->value);
                break;
        case HEADER_AUTHENTICATION_RESULTS:
        case HEADER_ARC_AUTHENTICATION_RESULTS:
                (void)authentication_results_read(arena, field->value);
                break;
        case HEADER_DKIM_SIGNATURE:
        case HEADER_ARC_SEAL:
                (void)tags_read(arena, field->value);
                break;
        case HEADER_OTHER:
                break;
        default:
                mailboxes_check(arena, field->value);
        }
}

static void part_check(struct arena *arena, const struct message *message, const struct part *part, uint32_t number) {
        assert(part->number == number);
        assert(part->depth <= LIMIT_PART_DEPTH);
        assert(utf8_valid(part->text));
        assert(utf8_valid(part->file_name));
        assert(!part->parent || part->parent->number < part->number);
        assert(part->message == message || part->message->container);
        for (uint32_t i = 0; i < part->headers.count; i++)
                field_check(arena, &part->headers.items[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct arena *arena = arena_new(size * LIMIT_ARENA_FACTOR * 4 + 4 * (size_t)LIMIT_ARENA_FLOOR);
        assert(arena);
        struct defects defects = { .arena = arena };
        struct span bytes = { (const char *)data, size };
        (void)message_looks_like_calendar(bytes);
        const struct message *message = message_read(arena, bytes, &defects);
        for (uint32_t i = 0; i < message->part_count; i++)
                part_check(arena, message, message->parts[i], i + 1);
        arena_free(arena);
        return 0;
}
