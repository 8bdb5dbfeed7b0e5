/* UIDs that Outlook takes for one. */
#include "dump.h"

#include "calendar/uid.h"

#define CLASS "040000008200E00074C5B7101A82E008"
#define LOWER "040000008200e00074c5b7101a82e008"
#define MADE "506A2C5E5C5CDC01" /* when it was made */
#define ZEROS "0000000000000000"
/* Of the UID jo-1@x.example: "vCal-Uid" 1 0 0 0, the UID, NUL */
#define WRAPPED \
        "7643616C2D55696401000000" \
        "6A6F2D3140782E6578616D706C65" \
        "00"

static void one_name_for_one_event(void **state) {
        static const struct {
                const char *name, *uid, *key;
        } rows[] = {
                { "any other", "1f2e-AB@corp.example", "1f2e-AB@corp.example" },
                { "nothing", "", "" },
                { "as Outlook writes it",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABB",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABB" },
                { "lower case",
                  LOWER "00000000"
                        "506a2c5e5c5cdc01" ZEROS "02000000"
                        "aabb",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABB" },
                { "with the date of an instance",
                  CLASS "07EA0C01" MADE ZEROS "02000000"
                        "AABB",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABB" },
                { "with bytes behind its data",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABBCCDD",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABB" },
                { "with less data than it says",
                  CLASS "00000000" MADE ZEROS "FFFFFFFF"
                        "AABB",
                  CLASS "00000000" MADE ZEROS "FFFFFFFF"
                        "AABB" },
                { "a wrapped UID", CLASS "00000000" ZEROS ZEROS "1B000000" WRAPPED, "jo-1@x.example" },
                { "a wrapped UID with a date, in lower case", LOWER "07EA0C01" ZEROS ZEROS "1B000000" WRAPPED,
                  "jo-1@x.example" },
                { "a wrapped UID and more behind it", CLASS "00000000" ZEROS ZEROS "1D000000" WRAPPED "AABB",
                  "jo-1@x.example" },
                { "a wrapping of nothing",
                  CLASS "00000000" ZEROS ZEROS "0D000000"
                        "7643616C2D5569640100000000",
                  CLASS "00000000" ZEROS ZEROS "0D000000"
                        "7643616C2D5569640100000000" },
                { "cut off", CLASS "0000", CLASS "0000" },
                { "no digits",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABX",
                  CLASS "00000000" MADE ZEROS "02000000"
                        "AABX" },
        };
        bool all = true;
        (void)state;
        struct arena *arena = arena_new(1024 * 1024);
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
                all &= same_span(rows[i].name, uid_key(arena, span_from(rows[i].uid)), span_from(rows[i].key));
        arena_free(arena);
        assert_true(all);
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(one_name_for_one_event) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
