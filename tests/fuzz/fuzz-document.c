/* layer: message */
/* The readers of documents, and what the picture helper makes of the samples in them. */
#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "message/document.h"
#include "text/picture-internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void samples_check(const struct document_picture *picture) {
        enum { LARGEST = 1000000 };
        const struct picture_samples *samples = &picture->samples;
        struct picture_grey grey = { 0 };
        if (samples->width == 0 || (uint64_t)samples->width * samples->height > LARGEST)
                return;
        enum picture_result result = picture_decode_samples(picture->bytes, samples, &grey);
        assert(result != PICTURE_READ || (grey.pixels && grey.width > 0 && grey.height > 0));
        free(grey.pixels);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct arena *arena = arena_new(size * LIMIT_ARENA_FACTOR + LIMIT_ARENA_FLOOR);
        assert(arena);
        struct defects defects = { .arena = arena };
        struct document_reader reader = { .arena = arena, .defects = &defects };
        struct span bytes = { (const char *)data, size };
        document_read(&reader, bytes, true);
        assert(reader.unpacked <= LIMIT_DOCUMENT_BYTES);
        assert(reader.links.count <= LIMIT_DOCUMENT_LINKS && reader.pictures.count <= LIMIT_DOCUMENT_PICTURES);
        for (uint32_t i = 0; i < reader.links.count; i++)
                assert(((const struct span *)reader.links.items)[i].len > 0);
        for (uint32_t i = 0; i < reader.pictures.count; i++)
                samples_check(&((const struct document_picture *)reader.pictures.items)[i]);
        arena_free(arena);
        return 0;
}
