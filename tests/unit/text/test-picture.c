/* picture: QR codes through the helper, which is this program itself, started anew. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "text-test.h"

#include "text/picture.h"

static struct span file(struct arena *arena, const char *name) {
        struct span here = span_from(__FILE__);
        size_t slash = here.len;
        while (slash > 0 && here.ptr[slash - 1] != '/')
                slash--;
        struct span path = arena_format(arena, "%.*s../../data/pictures/%s", (int)slash, here.ptr, name);
        char *bytes = arena_bytes(arena, 65536);
        FILE *stream = fopen(path.ptr, "rb");
        if (!stream)
                fail_msg("%s is not there", path.ptr);
        size_t len = fread(bytes, 1, 65536, stream);
        fclose(stream);
        return (struct span){ bytes, len };
}

static struct picture_reader *reader_new(const char *program) {
        struct picture_reader *reader = NULL;
        assert_int_equal(picture_reader_new(program, &reader, NULL), CW_OK);
        return reader;
}

static void test_codes(void **state) {
        static const char *const names[] = { "code.png",  "code.jpeg",    "code.gif",
                                             "code.webp", "inverted.png", "clear.png" };
        const struct text_test *test = *state;
        struct picture_reader *reader = reader_new("/proc/self/exe");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                struct array texts = { 0 };
                picture_reader_reset(reader);
                expect_number(names[i], "result",
                              picture_read(reader, test->arena, file(test->arena, names[i]), &texts), PICTURE_READ);
                expect_number(names[i], "codes", texts.count, 1);
                expect_text(names[i], "code", *(struct span *)texts.items,
                            "https://evil.example.com/login?u=victim%40example.org");
        }
        struct array texts = { 0 };
        assert_int_equal(picture_read(reader, test->arena, file(test->arena, "japanese.png"), &texts), PICTURE_READ);
        expect_text("japanese.png", "code", *(struct span *)texts.items, "会議 https://evil.example.com/日本");
        picture_reader_free(reader);
}

static void test_kinds(void **state) {
        static const struct {
                struct span bytes;
                const char *kind;
        } cases[] = { { SPAN("<?xml version=\"1.0\"?>\n<svg onload=\"x\">"), "svg" },
                      { SPAN("  <SVG>"), "svg" },
                      { SPAN("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1"), "bmp" },
                      { SPAN("BM is a lake"), "none" },
                      { SPAN(""), "none" },
                      { SPAN("GIF89a"), "gif" } };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                expect_text("kind", "name", span_from(picture_kind_name(picture_kind(cases[i].bytes))), cases[i].kind);
}

/* Damage is an answer; the helper lives on. */
static void test_damage(void **state) {
        const struct text_test *test = *state;
        struct picture_reader *reader = reader_new("/proc/self/exe");
        struct array texts = { 0 };
        struct span png = file(test->arena, "code.png"), half = span_head(png, png.len / 2);
        struct span bomb = arena_copy(test->arena, png);
        memcpy((char *)bomb.ptr + 16, "\0\0\xFF\xFF\0\0\xFF\xFF", 8);
        expect_number("head only", "result", picture_read(reader, test->arena, span_head(png, 12), &texts),
                      PICTURE_BROKEN);
        picture_read(reader, test->arena, half, &texts);
        expect_number("65535 x 65535", "result", picture_read(reader, test->arena, bomb, &texts), PICTURE_TOO_LARGE);
        expect_number("not read", "result", picture_read(reader, test->arena, SPAN("<svg>"), &texts), PICTURE_UNKNOWN);
        texts = (struct array){ 0 };
        picture_reader_reset(reader);
        expect_number("after damage", "result", picture_read(reader, test->arena, png, &texts), PICTURE_READ);
        expect_number("after damage", "codes", texts.count, 1);
        picture_reader_free(reader);
}

static void test_absent(void **state) {
        static const char *const programs[] = { NULL, "/nonexistent", "/bin/true" };
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
                struct picture_reader *reader = reader_new(programs[i]);
                struct array texts = { 0 };
                expect_number(programs[i] ? programs[i] : "no program", "result",
                              picture_read(reader, test->arena, file(test->arena, "code.png"), &texts), PICTURE_ABSENT);
                picture_reader_free(reader);
        }
}

int main(int argc, char **argv) {
        if (argc == 2 && strcmp(argv[1], PICTURE_HELPER_ARGUMENT) == 0)
                picture_helper_main();
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_codes),
                cmocka_unit_test(test_kinds),
                cmocka_unit_test(test_damage),
                cmocka_unit_test(test_absent),
        };
        return cmocka_run_group_tests(tests, text_test_begin, text_test_end);
}
