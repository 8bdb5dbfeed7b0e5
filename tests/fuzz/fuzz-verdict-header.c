/* layer: actions */
/* Calwarden-Verdict of any mail: nobody's is believed who does not know the secret, and what we write on top is. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "actions/verdict-header.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1795187121, AGE = 86400 };

static const struct verdict_entry entries[] = {
        { SPAN("anna@example.org"), CLASS_CLEAN, PLACEMENT_INSERT },
        { SPAN("carl@example.org"), CLASS_SPAM, PLACEMENT_WITHHOLD },
};

static void others_check(const struct verdict_keys *keys, struct arena *arena, struct span mail) {
        struct verdict_header header;
        enum verdict_class class;
        enum placement placement;
        enum verdict_check check = verdict_header_check(keys, mail, NOW, AGE, arena, &header);
        assert(check != VERDICT_CHECK_GOOD && check != VERDICT_CHECK_OLD);
        if (check == VERDICT_CHECK_FORGED)
                (void)verdict_header_find(keys, &header, entries[0].address, &class, &placement);
}

static void ours_check(const struct verdict_keys *keys, struct arena *arena, struct span mail) {
        struct verdict_header header = { .id = "01KAKX0000ABCDEFGHJKMNPQRS",
                                         .at = NOW,
                                         .placement = PLACEMENT_WITHHOLD,
                                         .entries = entries,
                                         .entry_count = 2 };
        struct buf whole = buf_in(arena, SIZE_MAX / 2);
        enum verdict_class class;
        enum placement placement;
        buf_add(&whole, SPAN("Calwarden-Verdict: "));
        buf_add(&whole, verdict_header_write(keys, &header, mail, arena));
        buf_add(&whole, SPAN("\n"));
        buf_add(&whole, mail);
        assert(verdict_header_check(keys, buf_span(&whole), NOW, AGE, arena, &header) == VERDICT_CHECK_GOOD);
        assert(verdict_header_find(keys, &header, entries[1].address, &class, &placement));
        assert(class == CLASS_SPAM && placement == PLACEMENT_WITHHOLD);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct arena *arena = arena_new(size * 16 + LIMIT_ARENA_FLOOR);
        struct span mail = { (const char *)data, size };
        struct verdict_keys keys;
        assert(arena);
        verdict_keys_from(SPAN("a secret of thirty-two bytes or more"), &keys);
        others_check(&keys, arena, mail);
        /* What begins with white space would continue our field; mail systems give no such header. */
        if (size == 0 || (data[0] != ' ' && data[0] != '\t'))
                ours_check(&keys, arena, mail);
        arena_free(arena);
        return 0;
}
