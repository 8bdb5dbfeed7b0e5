/* layer: message */
/* Authentication-Results, Received, tag lists and dates: one value each, chosen by the first byte. */
#include <assert.h>
#include <stdint.h>

#include "base/limits.h"
#include "message/address.h"
#include "message/authentication.h"
#include "message/date.h"
#include "message/received.h"
#include "message/tags.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void results_check(struct arena *arena, struct span value) {
        struct authentication_results read = authentication_results_read(arena, value);
        assert(utf8_valid(read.authserv_id));
        assert(read.count <= LIMIT_AUTHENTICATION_RESULTS);
        for (uint32_t i = 0; i < read.count; i++) {
                assert(read.items[i].method.len > 0);
                assert(utf8_valid(read.items[i].result));
                (void)authentication_property(&read.items[i], SPAN("smtp"), SPAN("mailfrom"));
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        if (size == 0)
                return 0;
        struct arena *arena = arena_new(size * 1024 + LIMIT_ARENA_FLOOR);
        assert(arena);
        struct span value = { (const char *)data + 1, size - 1 };
        struct date date;
        switch (data[0]) {
        case 'r':
                (void)received_read(arena, value);
                break;
        case 't':
                (void)tags_read(arena, value);
                break;
        case 'd':
                (void)date_read_zoned(value, &date);
                break;
        case 'a':
                (void)mailboxes_read(arena, value);
                break;
        default:
                results_check(arena, value);
        }
        arena_free(arena);
        return 0;
}
