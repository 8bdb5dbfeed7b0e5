/* The decoders. Runs in the helper only. */
#include <gif_lib.h>
#include <jpeglib.h>
#include <png.h>
#include <setjmp.h>
#include <webp/decode.h>

#include "text/picture-internal.h"

/* A code that a telephone can read from a screen is legible at this size; searching costs by the pixel. */
enum { SEARCHED_SIDE = 1000 };

bool picture_size_allowed(uint64_t width, uint64_t height) {
        return width > 0 && height > 0 && width < 65536 && height < 65536 && width * height <= LIMIT_PICTURE_PIXELS;
}

bool canvas_begin(struct canvas *canvas, struct picture_grey *grey, unsigned width, unsigned height) {
        unsigned side = width > height ? width : height;
        *canvas = (struct canvas){ .grey = grey, .step = (side + SEARCHED_SIDE - 1) / SEARCHED_SIDE };
        grey->width = width / canvas->step;
        grey->height = height / canvas->step;
        if (grey->width == 0 || grey->height == 0)
                return false;
        grey->pixels = malloc((size_t)grey->width * grey->height);
        canvas->sums = calloc(grey->width, sizeof *canvas->sums);
        return grey->pixels && canvas->sums;
}

void canvas_row(struct canvas *canvas, const uint8_t *row) {
        struct picture_grey *grey = canvas->grey;
        unsigned step = canvas->step, y = canvas->row / step;
        if (y >= grey->height)
                return;
        if (step == 1) {
                memcpy(grey->pixels + (size_t)y * grey->width, row, grey->width);
                canvas->row++;
                return;
        }
        for (unsigned x = 0; x < grey->width; x++)
                for (unsigned i = 0; i < step; i++)
                        canvas->sums[x] += row[x * step + i];
        if (++canvas->row % step != 0)
                return;
        for (unsigned x = 0; x < grey->width; x++)
                grey->pixels[(size_t)y * grey->width + x] = (uint8_t)(canvas->sums[x] / (step * step));
        memset(canvas->sums, 0, grey->width * sizeof *canvas->sums);
}

void canvas_end(struct canvas *canvas) {
        struct picture_grey *grey = canvas->grey;
        unsigned rows = canvas->row / canvas->step;
        if (rows < grey->height)
                memset(grey->pixels + (size_t)rows * grey->width, 255, (size_t)(grey->height - rows) * grey->width);
        free(canvas->sums);
        canvas->sums = NULL;
}

struct source {
        struct span rest;
};

static void png_read_bytes(png_structp png, png_bytep out, png_size_t len) {
        struct source *source = png_get_io_ptr(png);
        if (len > source->rest.len)
                png_error(png, "end");
        memcpy(out, source->rest.ptr, len);
        source->rest = span_skip(source->rest, len);
}

static void png_silent(png_structp png, png_const_charp text) {
        (void)png;
        (void)text;
}

static _Noreturn void png_failed(png_structp png, png_const_charp text) {
        (void)text;
        png_longjmp(png, 1);
}

static void png_to_grey(png_structp png) {
        static png_color_16 white = { .red = 255, .green = 255, .blue = 255, .gray = 255 };
        png_set_expand(png);
        png_set_strip_16(png);
        png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
        png_set_rgb_to_gray(png, PNG_ERROR_ACTION_NONE, PNG_RGB_TO_GRAY_DEFAULT, PNG_RGB_TO_GRAY_DEFAULT);
}

/* An interlaced picture needs all its rows at once. */
static void png_rows(png_structp png, struct canvas *canvas, uint8_t *volatile *ret_block, unsigned width,
                     unsigned height) {
        bool interlaced = png_set_interlace_handling(png) > 1;
        png_start_read_image(png);
        *ret_block = malloc((size_t)width * (interlaced ? height : 1) * 4);
        if (!*ret_block)
                return;
        for (int pass = 0; interlaced && pass < 7; pass++)
                for (unsigned y = 0; y < height; y++)
                        png_read_row(png, *ret_block + (size_t)y * width, NULL);
        for (unsigned y = 0; y < height; y++) {
                if (!interlaced)
                        png_read_row(png, *ret_block, NULL);
                canvas_row(canvas, *ret_block + (interlaced ? (size_t)y * width : 0));
        }
}

static enum picture_result decode_png(struct span bytes, struct picture_grey *grey) {
        struct source source = { bytes };
        volatile enum picture_result result = PICTURE_BROKEN;
        struct canvas canvas = { 0 };
        uint8_t *volatile block = NULL;
        png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_failed, png_silent);
        png_infop info = png ? png_create_info_struct(png) : NULL;
        if (info && setjmp(png_jmpbuf(png)) == 0) {
                png_set_read_fn(png, &source, png_read_bytes);
                png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
                png_set_chunk_malloc_max(png, 1024 * 1024);
                png_read_info(png, info);
                unsigned width = png_get_image_width(png, info), height = png_get_image_height(png, info);
                if (!picture_size_allowed(width, height)) {
                        result = PICTURE_TOO_LARGE;
                } else if (canvas_begin(&canvas, grey, width, height)) {
                        png_to_grey(png);
                        png_rows(png, &canvas, &block, width, height);
                }
        }
        if (canvas.sums) {
                result = canvas.row > 0 ? PICTURE_READ : PICTURE_BROKEN;
                canvas_end(&canvas);
        }
        free(block);
        png_destroy_read_struct(&png, &info, NULL);
        return result;
}

struct jpeg_failure {
        struct jpeg_error_mgr manager;
        jmp_buf exit;
};

static void jpeg_failed(j_common_ptr jpeg) {
        longjmp(((struct jpeg_failure *)jpeg->err)->exit, 1);
}

static void jpeg_silent(j_common_ptr jpeg) {
        (void)jpeg;
}

static void jpeg_silent_level(j_common_ptr jpeg, int level) {
        (void)jpeg;
        (void)level;
}

static enum picture_result decode_jpeg(struct span bytes, struct picture_grey *grey) {
        struct jpeg_decompress_struct jpeg = { 0 };
        struct jpeg_failure failure;
        volatile enum picture_result result = PICTURE_BROKEN;
        struct canvas canvas = { 0 };
        uint8_t *volatile row = NULL;
        jpeg.err = jpeg_std_error(&failure.manager);
        failure.manager.error_exit = jpeg_failed;
        failure.manager.output_message = jpeg_silent;
        failure.manager.emit_message = jpeg_silent_level;
        if (setjmp(failure.exit) == 0) {
                jpeg_create_decompress(&jpeg);
                jpeg.mem->max_memory_to_use = LIMIT_PICTURE_MEMORY / 4;
                jpeg_mem_src(&jpeg, (const unsigned char *)bytes.ptr, bytes.len);
                jpeg_read_header(&jpeg, TRUE);
                if (!picture_size_allowed(jpeg.image_width, jpeg.image_height)) {
                        result = PICTURE_TOO_LARGE;
                } else {
                        unsigned side = jpeg.image_width > jpeg.image_height ? jpeg.image_width : jpeg.image_height;
                        jpeg.out_color_space = JCS_GRAYSCALE;
                        jpeg.scale_num = 1;
                        jpeg.scale_denom = side >= 8 * SEARCHED_SIDE   ? 8
                                           : side >= 4 * SEARCHED_SIDE ? 4
                                           : side >= 2 * SEARCHED_SIDE ? 2
                                                                       : 1;
                        jpeg_start_decompress(&jpeg);
                        row = malloc((size_t)jpeg.output_width * jpeg.output_components);
                        if (row && canvas_begin(&canvas, grey, jpeg.output_width, jpeg.output_height))
                                while (jpeg.output_scanline < jpeg.output_height) {
                                        JSAMPROW rows[1] = { row };
                                        jpeg_read_scanlines(&jpeg, rows, 1);
                                        canvas_row(&canvas, row);
                                }
                }
        }
        if (canvas.sums) {
                result = canvas.row > 0 ? PICTURE_READ : PICTURE_BROKEN;
                canvas_end(&canvas);
        }
        free(row);
        jpeg_destroy_decompress(&jpeg);
        return result;
}

static int gif_read_bytes(GifFileType *gif, GifByteType *out, int len) {
        struct source *source = gif->UserData;
        size_t take = (size_t)len < source->rest.len ? (size_t)len : source->rest.len;
        if (take > 0)
                memcpy(out, source->rest.ptr, take);
        source->rest = span_skip(source->rest, take);
        return (int)take;
}

/* Up to the first picture of it. */
static bool gif_first(GifFileType *gif) {
        GifRecordType record;
        for (int i = 0; i < 64; i++) {
                if (DGifGetRecordType(gif, &record) != GIF_OK || record == TERMINATE_RECORD_TYPE)
                        return false;
                if (record == IMAGE_DESC_RECORD_TYPE)
                        return DGifGetImageDesc(gif) == GIF_OK;
                int code;
                GifByteType *block = NULL;
                if (record == EXTENSION_RECORD_TYPE && DGifGetExtension(gif, &code, &block) == GIF_OK)
                        while (block && DGifGetExtensionNext(gif, &block) == GIF_OK) {
                        }
        }
        return false;
}

static enum picture_result gif_rows(GifFileType *gif, struct picture_grey *grey) {
        unsigned width = (unsigned)gif->Image.Width, height = (unsigned)gif->Image.Height;
        const ColorMapObject *map = gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap;
        if (!picture_size_allowed(width, height))
                return PICTURE_TOO_LARGE;
        uint8_t *block = malloc((size_t)width * height);
        struct canvas canvas = { 0 };
        if (!block || !map || !canvas_begin(&canvas, grey, width, height)) {
                free(block);
                free(canvas.sums);
                return PICTURE_BROKEN;
        }
        memset(block, 0, (size_t)width * height);
        static const unsigned first[] = { 0, 4, 2, 1 }, every[] = { 8, 8, 4, 2 };
        bool going = true;
        for (int pass = 0; pass < (gif->Image.Interlace ? 4 : 1) && going; pass++)
                for (unsigned y = gif->Image.Interlace ? first[pass] : 0; y < height && going;
                     y += gif->Image.Interlace ? every[pass] : 1)
                        going = DGifGetLine(gif, block + (size_t)y * width, (int)width) == GIF_OK;
        for (unsigned y = 0; y < height; y++) {
                uint8_t *row = block + (size_t)y * width;
                for (unsigned x = 0; x < width; x++) {
                        GifColorType colour = row[x] < map->ColorCount ? map->Colors[row[x]] : (GifColorType){ 0 };
                        row[x] = (uint8_t)((colour.Red * 299 + colour.Green * 587 + colour.Blue * 114) / 1000);
                }
                canvas_row(&canvas, row);
        }
        canvas_end(&canvas);
        free(block);
        return PICTURE_READ;
}

static enum picture_result decode_gif(struct span bytes, struct picture_grey *grey) {
        struct source source = { bytes };
        int code = 0;
        GifFileType *gif = DGifOpen(&source, gif_read_bytes, &code);
        if (!gif)
                return PICTURE_BROKEN;
        enum picture_result result = gif_first(gif) ? gif_rows(gif, grey) : PICTURE_BROKEN;
        DGifCloseFile(gif, &code);
        return result;
}

static enum picture_result decode_webp(struct span bytes, struct picture_grey *grey) {
        int width = 0, height = 0;
        if (!WebPGetInfo((const uint8_t *)bytes.ptr, bytes.len, &width, &height))
                return PICTURE_BROKEN;
        if (!picture_size_allowed((unsigned)width, (unsigned)height))
                return PICTURE_TOO_LARGE;
        uint8_t *pixels = WebPDecodeRGBA((const uint8_t *)bytes.ptr, bytes.len, &width, &height);
        struct canvas canvas = { 0 };
        enum picture_result result = PICTURE_BROKEN;
        if (pixels && canvas_begin(&canvas, grey, (unsigned)width, (unsigned)height)) {
                for (int y = 0; y < height; y++) {
                        uint8_t *row = pixels + (size_t)y * (size_t)width * 4;
                        for (int x = 0; x < width; x++) {
                                const uint8_t *p = row + x * 4;
                                unsigned value = (p[0] * 299U + p[1] * 587U + p[2] * 114U) / 1000;
                                row[x] = (uint8_t)((value * p[3] + 255U * (255U - p[3])) / 255);
                        }
                        canvas_row(&canvas, row);
                }
                canvas_end(&canvas);
                result = PICTURE_READ;
        }
        free(canvas.sums);
        WebPFree(pixels);
        return result;
}

enum picture_result picture_decode(struct span bytes, struct picture_grey *ret) {
        switch (picture_kind(bytes)) {
        case PICTURE_PNG:
                return decode_png(bytes, ret);
        case PICTURE_JPEG:
                return decode_jpeg(bytes, ret);
        case PICTURE_GIF:
                return decode_gif(bytes, ret);
        case PICTURE_WEBP:
                return decode_webp(bytes, ret);
        default:
                return PICTURE_UNKNOWN;
        }
}
