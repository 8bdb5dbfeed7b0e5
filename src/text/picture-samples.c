/* Pictures as documents hold them: samples, mostly deflated, without a file's header. Runs in the helper only. */
#include <stdlib.h>
#include <zlib.h>

#include "text/picture-internal.h"

/* Rows as they come out of the packed bytes, or of the bytes themselves. */
struct rows {
        const struct picture_samples *samples;
        z_stream stream;
        struct span rest; /* where nothing is packed */
        unsigned components;
        size_t row_bytes, pixel_bytes;
        uint8_t *row, *before; /* row_bytes each, and one for the filter in front */
};

static size_t bytes_a_row(const struct picture_samples *samples, unsigned components) {
        return ((size_t)samples->width * samples->bits * components + 7) / 8;
}

static bool is_filtered(const struct picture_samples *samples) {
        return samples->predictor >= 10;
}

static size_t take(struct rows *rows, uint8_t *out, size_t len) {
        if (!rows->samples->packed) {
                struct span taken = span_head(rows->rest, len);
                memcpy(out, taken.ptr, taken.len);
                rows->rest = span_skip(rows->rest, taken.len);
                return taken.len;
        }
        rows->stream.next_out = out;
        rows->stream.avail_out = (uInt)len;
        (void)inflate(&rows->stream, Z_SYNC_FLUSH);
        return len - rows->stream.avail_out;
}

/* As many components as the bytes are enough for. */
static unsigned components_by_size(struct rows *rows) {
        static const unsigned kinds[] = { 4, 3, 1 };
        const struct picture_samples *samples = rows->samples;
        size_t most = (bytes_a_row(samples, 4) + is_filtered(samples)) * samples->height, size = 0, got;
        uint8_t room[4096];
        if (!samples->packed)
                size = rows->rest.len;
        else
                while (size < most && (got = take(rows, room, sizeof room)) > 0)
                        size += got;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
                if (size >= (bytes_a_row(samples, kinds[i]) + is_filtered(samples)) * samples->height)
                        return kinds[i];
        return 1;
}

static uint8_t paeth(int left, int up, int corner) {
        int guess = left + up - corner;
        int to_left = abs(guess - left), to_up = abs(guess - up), to_corner = abs(guess - corner);
        if (to_left <= to_up && to_left <= to_corner)
                return (uint8_t)left;
        return (uint8_t)(to_up <= to_corner ? up : corner);
}

/* PNG's filters (ISO 15948 9.2). The row behind its filter's byte. */
static void unfilter(struct rows *rows) {
        uint8_t *row = rows->row + 1;
        const uint8_t *before = rows->before + 1;
        for (size_t i = 0; i < rows->row_bytes; i++) {
                uint8_t left = i >= rows->pixel_bytes ? row[i - rows->pixel_bytes] : 0;
                uint8_t corner = i >= rows->pixel_bytes ? before[i - rows->pixel_bytes] : 0;
                switch (rows->row[0]) {
                case 1:
                        row[i] = (uint8_t)(row[i] + left);
                        break;
                case 2:
                        row[i] = (uint8_t)(row[i] + before[i]);
                        break;
                case 3:
                        row[i] = (uint8_t)(row[i] + (left + before[i]) / 2);
                        break;
                case 4:
                        row[i] = (uint8_t)(row[i] + paeth(left, before[i], corner));
                        break;
                default:
                        return;
                }
        }
}

static bool next_row(struct rows *rows) {
        size_t filter = is_filtered(rows->samples);
        uint8_t *last = rows->before;
        rows->before = rows->row;
        rows->row = last;
        if (take(rows, rows->row + 1 - filter, rows->row_bytes + filter) < rows->row_bytes + filter)
                return false;
        if (filter)
                unfilter(rows);
        else if (rows->samples->predictor == 2 && rows->samples->bits == 8)
                for (size_t i = rows->pixel_bytes; i < rows->row_bytes; i++)
                        rows->row[1 + i] = (uint8_t)(rows->row[1 + i] + rows->row[1 + i - rows->pixel_bytes]);
        return true;
}

/* The sample of that number in 0 to 255. */
static unsigned sample_at(const struct rows *rows, size_t number) {
        const uint8_t *row = rows->row + 1;
        unsigned bits = rows->samples->bits;
        if (bits >= 8)
                return row[number * (bits / 8)];
        unsigned most = (1U << bits) - 1;
        size_t at = number * bits;
        return (row[at / 8] >> (8 - bits - at % 8) & most) * (255 / most);
}

static void row_to_grey(const struct rows *rows, uint8_t *grey) {
        unsigned n = rows->components;
        for (size_t x = 0; x < rows->samples->width; x++) {
                unsigned value = sample_at(rows, x * n);
                if (n >= 3)
                        value = (value * 299 + sample_at(rows, x * n + 1) * 587 + sample_at(rows, x * n + 2) * 114) /
                                1000;
                if (n == 4)
                        value = (255 - value) * (255 - sample_at(rows, x * n + 3)) / 255;
                grey[x] = (uint8_t)value;
        }
}

/* Indices of colours stand close together, whatever the colours are: what differs is made to differ. */
static void stretch(struct picture_grey *grey) {
        size_t count = (size_t)grey->width * grey->height;
        uint8_t least = 255, most = 0;
        for (size_t i = 0; i < count; i++) {
                least = grey->pixels[i] < least ? grey->pixels[i] : least;
                most = grey->pixels[i] > most ? grey->pixels[i] : most;
        }
        if (most <= least || most - least >= 128)
                return;
        for (size_t i = 0; i < count; i++)
                grey->pixels[i] = (uint8_t)((grey->pixels[i] - least) * 255 / (most - least));
}

static bool rewind_rows(struct rows *rows, struct span bytes) {
        rows->rest = bytes;
        if (!rows->samples->packed)
                return true;
        inflateEnd(&rows->stream);
        rows->stream = (z_stream){ .next_in = (Bytef *)(uintptr_t)bytes.ptr, .avail_in = (uInt)bytes.len };
        return inflateInit(&rows->stream) == Z_OK;
}

static enum picture_result read_rows(struct rows *rows, struct picture_grey *ret) {
        const struct picture_samples *samples = rows->samples;
        struct canvas canvas = { 0 };
        rows->row_bytes = bytes_a_row(samples, rows->components);
        rows->pixel_bytes = (rows->components * samples->bits + 7) / 8;
        rows->row = calloc(rows->row_bytes + 1, 1);
        rows->before = calloc(rows->row_bytes + 1, 1);
        uint8_t *grey = malloc(samples->width);
        if (rows->row && rows->before && grey && canvas_begin(&canvas, ret, samples->width, samples->height))
                for (uint32_t y = 0; y < samples->height && next_row(rows); y++) {
                        row_to_grey(rows, grey);
                        canvas_row(&canvas, grey);
                }
        bool read = canvas.row > 0;
        if (canvas.sums) {
                canvas_end(&canvas);
                stretch(ret);
        }
        free(grey);
        free(rows->row);
        free(rows->before);
        return read ? PICTURE_READ : PICTURE_BROKEN;
}

enum picture_result picture_decode_samples(struct span bytes, const struct picture_samples *samples,
                                           struct picture_grey *ret) {
        uint32_t bits = samples->bits, n = samples->components;
        if (!picture_size_allowed(samples->width, samples->height))
                return PICTURE_TOO_LARGE;
        if ((bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) || n == 2 || n > 4)
                return PICTURE_UNKNOWN;
        struct rows rows = { .samples = samples, .components = n };
        if (!rewind_rows(&rows, bytes))
                return PICTURE_BROKEN;
        if (n == 0) {
                rows.components = components_by_size(&rows);
                if (!rewind_rows(&rows, bytes))
                        return PICTURE_BROKEN;
        }
        enum picture_result result = read_rows(&rows, ret);
        inflateEnd(&rows.stream);
        return result;
}
