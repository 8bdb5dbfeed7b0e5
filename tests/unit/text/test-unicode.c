/* unicode: properties, folding, skeletons, validity. */
#include "text-test.h"

#include "text/unicode.h"

#define TAG_A "\xF3\xA0\x81\xA1"
#define ZWSP "\xE2\x80\x8B"
#define RLO "\xE2\x80\xAE"

static const struct {
        const char *name, *text, *folded, *skeleton;
} forms[] = {
        { "empty", "", "", "" },
        { "ASCII", "  Hello \t\r\n World ", "hello world", "hello world" },
        { "controls are left out",
          "a\x01"
          "b\x7F"
          "c",
          "abc", "abc" },
        { "umlauts stay", "Grüße aus KÖLN", "grüße aus köln", "gruße aus koln" },
        { "combining marks compose", "Cafe\xCC\x81", "café", "cafe" },
        { "stacked marks go",
          "h\xCC\x87\xCC\x88\xCC\x89"
          "a\xCC\xB6",
          "ḣa", "ha" },
        { "fullwidth", "ＰａｙＰａｌ　５９９", "paypal 599", "paypal 599" },
        { "mathematical", "𝐩𝐚𝐲 𝓃𝑜𝓌 𝟝", "pay now 5", "pay now 5" },
        { "in circles and squares", "Ⓟⓐⓨ 🅟 🅿", "pay p p", "pay p p" },
        { "small capitals", "ᴘᴀʏᴘᴀʟ", "paypal", "paypal" },
        { "ligature", "ﬁnance", "finance", "finance" },
        { "typography", "don’t “pay” – now…", "don't \"pay\" - now...", "don't \"pay\" - now..." },
        { "zero width", "pay" ZWSP "pal", "paypal", "paypal" },
        { "soft hyphen", "pay\xC2\xADpal", "paypal", "paypal" },
        { "tags", "pay" TAG_A TAG_A "pal", "paypal", "paypal" },
        { "bidi", RLO "abc", "abc", "abc" },
        { "Cyrillic among Latin", "Miсrоsоft", "microsoft", "microsoft" },
        { "a word of look-alikes in a Latin text", "Please open the раураӏ account", "please open the paypal account",
          "please open the paypal account" },
        { "Russian stays", "Привет, это не спам", "привет, это не спам", NULL },
        { "Greek stays", "Καλημέρα κόσμε", "καλημέρα κόσμε", NULL },
        { "Japanese", "会議 ﾃｽﾄ", "会議 テスト", "会議 テスト" },
        { "digits of other scripts", "٠١٢ ५", "012 5", "ol2 5" },
        { "look-alike digits", "PAYPA1 M1CR0S0FT", "paypa1 m1cr0s0ft", "paypal mlcrosoft" },
        { "rn and vv", "rnicrosoft vvindows", "rnicrosoft vvindows", "microsoft windows" },
        { "broken",
          "a\xFF"
          "b\xC3",
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD",
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD" },
        { "overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", NULL },
        { "surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", NULL },
        { "no-break space",
          "a\xC2\xA0\xC2\xA0"
          "b",
          "a b", "a b" },
};

static void test_forms(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
                struct span text = span_from(forms[i].text);
                expect_text(forms[i].name, "fold", unicode_fold(test->context, test->arena, text), forms[i].folded);
                if (forms[i].skeleton)
                        expect_text(forms[i].name, "skeleton", unicode_skeleton(test->context, test->arena, text),
                                    forms[i].skeleton);
        }
}

struct expected {
        uint32_t invisible, bidi, overrides, mixed, wide, fancy, emoji, marks, controls, broken;
        enum unicode_script script;
};

static const struct {
        const char *name, *text;
        struct expected expected;
} readings[] = {
        { "ASCII", "Hello\x01", { .controls = 1, .script = SCRIPT_LATIN } },
        { "German", "Grüße", { .script = SCRIPT_LATIN } },
        { "numbers only", "123 — 456", { .script = SCRIPT_NONE } },
        { "tags", "x" TAG_A TAG_A, { .invisible = 2, .script = SCRIPT_LATIN } },
        { "flag of Scotland", "🏴\xF3\xA0\x81\xA7\xF3\xA0\x81\xA2\xF3\xA0\x81\xBF", { .emoji = 1 } },
        { "emoji with selector and joiner", "❤\xEF\xB8\x8F 👩\xE2\x80\x8D💻", { .emoji = 3 } },
        { "selector after a letter", "a\xEF\xB8\x8F", { .invisible = 1, .script = SCRIPT_LATIN } },
        { "zero width between letters", "p" ZWSP "q", { .invisible = 1, .script = SCRIPT_LATIN } },
        { "joiner in Persian", "می\xE2\x80\x8Cخواهم", { .script = SCRIPT_ARABIC } },
        { "selector of an ideograph", "葛\xF3\xA0\x84\x80", { .script = SCRIPT_HAN } },
        { "byte order mark first", "\xEF\xBB\xBFHi", { .script = SCRIPT_LATIN } },
        { "byte order mark inside", "H\xEF\xBB\xBFi", { .invisible = 1, .script = SCRIPT_LATIN } },
        { "override", "photo" RLO "gnp.exe", { .bidi = 1, .overrides = 1, .script = SCRIPT_LATIN } },
        { "override that changes nothing", RLO " 12", { .bidi = 1 } },
        { "mixed", "Pаypal and раypal", { .mixed = 2, .script = SCRIPT_LATIN } },
        { "unit", "5 kΩ 3 µm", { .script = SCRIPT_LATIN } },
        { "Japanese with Latin", "Zoomミーティング", { .script = SCRIPT_KANA } },
        { "wide", "ＡＢ１", { .wide = 3, .script = SCRIPT_LATIN } },
        { "fancy", "𝐩𝐚𝐲", { .fancy = 3 } },
        { "struck out",
          "p\xCC\xB6"
          "a\xCC\xB2",
          { .marks = 2, .script = SCRIPT_LATIN } },
        { "accents apart", "Fe\xCC\x81te e\xCC\xA3\xCC\x81", { .script = SCRIPT_LATIN } },
        { "broken", "\xE2\x82\xE2\x82\xAC\xFF", { .broken = 2 } },
        { "real replacement character", "\xEF\xBF\xBD", { 0 } },
        { "Korean", "회의", { .script = SCRIPT_HANGUL } },
        { "Hindi", "बैठक", { .script = SCRIPT_INDIC } },
};

static void test_readings(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
                const char *name = readings[i].name;
                const struct expected *expected = &readings[i].expected;
                struct unicode_properties got;
                unicode_read(test->context, span_from(readings[i].text), &got);
                expect_number(name, "invisible", got.invisible_total, expected->invisible);
                expect_number(name, "bidi controls", got.bidi_controls, expected->bidi);
                expect_number(name, "overrides", got.bidi_overrides, expected->overrides);
                expect_number(name, "mixed words", got.mixed_words, expected->mixed);
                expect_number(name, "wide", got.wide, expected->wide);
                expect_number(name, "fancy", got.fancy, expected->fancy);
                expect_number(name, "emoji", got.emoji, expected->emoji);
                expect_number(name, "marks", got.marks, expected->marks);
                expect_number(name, "controls", got.controls, expected->controls);
                expect_number(name, "broken", got.broken, expected->broken);
                expect_number(name, "script", got.main_script, expected->script);
        }
}

static void test_mixed_word_is_named(void **state) {
        const struct text_test *test = *state;
        struct unicode_properties got;
        unicode_read(test->context, SPAN("Your Pаypal bill"), &got);
        expect_text("mixed", "word", got.mixed_word, "Pаypal");
}

static void test_valid(void **state) {
        const struct text_test *test = *state;
        struct span good = SPAN("Grüße 会議"), bad = SPAN("a\xFF\xFE"
                                                          "b\xE2\x82"
                                                          "c");
        assert_ptr_equal(unicode_valid(test->arena, good).ptr, good.ptr);
        expect_text("runs become one", "valid", unicode_valid(test->arena, bad),
                    "a\xEF\xBF\xBD"
                    "b\xEF\xBF\xBD"
                    "c");
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_forms),
                cmocka_unit_test(test_readings),
                cmocka_unit_test(test_mixed_word_is_named),
                cmocka_unit_test(test_valid),
        };
        return cmocka_run_group_tests(tests, text_test_begin, text_test_end);
}
