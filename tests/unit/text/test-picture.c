/* picture: QR codes through the helper, which is this program itself, started anew. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

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

/* code.bits: a code as samples of one bit, as wide as high. */
enum { SIDE = 148 };

/* The same as samples of `bits` and `n` components, `most` for light; with `filter` before each row from 0 on. */
static struct span samples_of(struct arena *arena, struct span one_bit, unsigned bits, unsigned n, unsigned most,
                              int filter) {
        struct buf out = buf_in(arena, 1 << 24);
        size_t row_bytes = ((size_t)SIDE * bits * n + 7) / 8;
        uint8_t row[SIDE * 8], before[SIDE * 8] = { 0 };
        for (size_t y = 0; y < SIDE; y++) {
                memset(row, 0, sizeof row);
                for (size_t x = 0; x < SIDE * (size_t)n; x++) {
                        bool light = one_bit.ptr[y * ((SIDE + 7) / 8) + x / n / 8] >> (7 - x / n % 8) & 1;
                        if (bits >= 8)
                                row[x * bits / 8] = light ? (uint8_t)most : 0;
                        else if (light)
                                row[x * bits / 8] |= (uint8_t)(most << (8 - bits - x * bits % 8));
                }
                if (filter >= 0)
                        buf_add_byte(&out, (char)filter);
                for (size_t i = 0; i < row_bytes; i++)
                        buf_add_byte(&out, (char)(filter == 2 ? row[i] - before[i] : row[i]));
                memcpy(before, row, sizeof row);
        }
        return buf_span(&out);
}

static struct span packed(struct arena *arena, struct span bytes) {
        uLongf room = compressBound(bytes.len);
        char *out = arena_bytes(arena, room);
        assert_int_equal(compress((Bytef *)out, &room, (const Bytef *)bytes.ptr, bytes.len), Z_OK);
        return (struct span){ out, room };
}

/* What a PDF holds instead of pictures in files. */
static void test_samples(void **state) {
        static const struct {
                const char *name;
                unsigned bits, n, most;
                int filter;
                uint32_t told, packed; /* components as said */
        } cases[] = {
                { "one bit", 1, 1, 1, -1, 1, 0 },
                { "one bit, packed", 1, 1, 1, -1, 1, 1 },
                { "four bits", 4, 1, 15, -1, 1, 1 },
                { "grey", 8, 1, 255, -1, 1, 1 },
                { "colours", 8, 3, 255, -1, 3, 1 },
                { "colours, filtered", 8, 3, 255, 2, 3, 1 },
                { "two colours by index", 8, 1, 1, 0, 1, 1 },
                { "inks", 8, 4, 255, -1, 4, 1 },
                { "16 bits", 16, 1, 255, -1, 1, 1 },
                { "colours that nobody named", 8, 3, 255, 2, 0, 1 },
                { "grey that nobody named", 8, 1, 255, -1, 0, 0 },
        };
        const struct text_test *test = *state;
        struct picture_reader *reader = reader_new("/proc/self/exe");
        struct span code = file(test->arena, "code.bits");
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct picture_samples samples = { .width = SIDE,
                                                   .height = SIDE,
                                                   .bits = cases[i].bits,
                                                   .components = cases[i].told,
                                                   .predictor = cases[i].filter >= 0 ? 15 : 1,
                                                   .packed = cases[i].packed };
                struct span bytes = samples_of(test->arena, code, cases[i].bits, cases[i].n, cases[i].most,
                                               cases[i].filter);
                if (samples.packed)
                        bytes = packed(test->arena, bytes);
                struct array texts = { 0 };
                picture_reader_reset(reader);
                expect_number(cases[i].name, "result",
                              picture_read_samples(reader, test->arena, bytes, &samples, &texts), PICTURE_READ);
                expect_number(cases[i].name, "codes", texts.count, 1);
                expect_text(cases[i].name, "code", *(struct span *)texts.items,
                            "https://evil.example.com/login?u=victim%40example.org");
        }
        picture_reader_free(reader);
}

/* Sizes that lie cost nothing, and nothing is read behind the end. */
static void test_samples_damaged(void **state) {
        static const struct {
                const char *name;
                struct picture_samples samples;
                enum picture_result result;
        } cases[] = {
                { "no width", { .height = 9, .bits = 1, .components = 1 }, PICTURE_BROKEN },
                { "huge", { .width = 60000, .height = 60000, .bits = 1, .components = 1 }, PICTURE_TOO_LARGE },
                { "odd bits", { .width = 9, .height = 9, .bits = 7, .components = 1 }, PICTURE_UNKNOWN },
                { "odd components", { .width = 9, .height = 9, .bits = 8, .components = 9 }, PICTURE_UNKNOWN },
                { "too few bytes", { .width = 900, .height = 9, .bits = 8, .components = 1 }, PICTURE_BROKEN },
                { "not packed", { .width = 2, .height = 2, .bits = 8, .components = 0, .packed = 1 }, PICTURE_BROKEN },
                { "half of it", { .width = 4, .height = 4, .bits = 8, .components = 1 }, PICTURE_READ },
        };
        const struct text_test *test = *state;
        struct picture_reader *reader = reader_new("/proc/self/exe");
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct array texts = { 0 };
                picture_reader_reset(reader);
                expect_number(cases[i].name, "result",
                              picture_read_samples(reader, test->arena, SPAN("abcdefgh"), &cases[i].samples, &texts),
                              cases[i].result);
        }
        picture_reader_free(reader);
}

int main(int argc, char **argv) {
        if (argc == 2 && strcmp(argv[1], PICTURE_HELPER_ARGUMENT) == 0)
                picture_helper_main();
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_codes),   cmocka_unit_test(test_kinds),           cmocka_unit_test(test_damage),
                cmocka_unit_test(test_samples), cmocka_unit_test(test_samples_damaged), cmocka_unit_test(test_absent),
        };
        return cmocka_run_group_tests(tests, text_test_begin, text_test_end);
}
