/* Codes that a page draws itself, as most programs that make PDFs of web pages do: a filled rectangle for each module or
 * run of modules. What is needed of a content stream (ISO 32000-1 8) is the matrix, the colour and the rectangles. */
#include <math.h>

#include "base/limits.h"
#include "message/document-inside.h"

struct pdf_rectangle {
        float left, bottom, right, top;
        uint8_t light;
};

struct matrix {
        double a, b, c, d, e, f;
};

enum { OPERANDS = 6, STATES = 32 };
struct state {
        struct matrix matrix;
        double light; /* of what is filled, 0 to 1 */
};
struct drawing {
        struct pdf_rectangle *rectangles;
        uint32_t count, pending; /* those from `pending` on wait for being filled */
        double operands[OPERANDS];
        unsigned operand_count;
        struct state states[STATES];
        unsigned depth;
        /* The part of a path that is being drawn with lines: its corners, as long as they may be a rectangle's. */
        double xs[5], ys[5];
        unsigned corners;
};

/* ---- Rectangles -------------------------------------------------------------------------------------------------- */

static void add_rectangle(struct drawing *drawing, double x, double y, double width, double height) {
        struct matrix m = drawing->states[drawing->depth].matrix;
        double x0 = m.a * x + m.c * y + m.e, y0 = m.b * x + m.d * y + m.f;
        double x1 = m.a * (x + width) + m.c * (y + height) + m.e, y1 = m.b * (x + width) + m.d * (y + height) + m.f;
        enum { FARTHEST = 1000000 };
        if (drawing->count == LIMIT_DOCUMENT_RECTANGLES || !(fabs(x0) < FARTHEST) || !(fabs(y0) < FARTHEST) ||
            !(fabs(x1) < FARTHEST) || !(fabs(y1) < FARTHEST))
                return;
        drawing->rectangles[drawing->count++] = (struct pdf_rectangle){
                .left = (float)fmin(x0, x1),
                .right = (float)fmax(x0, x1),
                .bottom = (float)fmin(y0, y1),
                .top = (float)fmax(y0, y1),
        };
}

/* Four lines at right angles are a rectangle as well. */
static void end_lines(struct drawing *drawing) {
        const double *xs = drawing->xs, *ys = drawing->ys;
        bool closed = drawing->corners == 4 || (drawing->corners == 5 && xs[4] == xs[0] && ys[4] == ys[0]);
        bool across = xs[0] == xs[1] && ys[1] == ys[2] && xs[2] == xs[3] && ys[3] == ys[0];
        bool along = ys[0] == ys[1] && xs[1] == xs[2] && ys[2] == ys[3] && xs[3] == xs[0];
        if (closed && (across || along))
                add_rectangle(drawing, xs[0], ys[0], xs[2] - xs[0], ys[2] - ys[0]);
        drawing->corners = 0;
}

static void add_corner(struct drawing *drawing) {
        if (drawing->corners < 5) {
                drawing->xs[drawing->corners] = drawing->operands[0];
                drawing->ys[drawing->corners] = drawing->operands[1];
        }
        drawing->corners += drawing->corners < 6;
}

static void paint(struct drawing *drawing, bool filled) {
        end_lines(drawing);
        double light = drawing->states[drawing->depth].light;
        if (!filled)
                drawing->count = drawing->pending;
        for (; drawing->pending < drawing->count; drawing->pending++)
                drawing->rectangles[drawing->pending].light = light >= 1 ? 255 : light > 0 ? (uint8_t)(light * 255) : 0;
}

/* ---- Operators --------------------------------------------------------------------------------------------------- */

static void concatenate(struct drawing *drawing) {
        struct matrix *m = &drawing->states[drawing->depth].matrix, old = *m;
        const double *o = drawing->operands;
        *m = (struct matrix){ .a = o[0] * old.a + o[1] * old.c,
                              .b = o[0] * old.b + o[1] * old.d,
                              .c = o[2] * old.a + o[3] * old.c,
                              .d = o[2] * old.b + o[3] * old.d,
                              .e = o[4] * old.a + o[5] * old.c + old.e,
                              .f = o[4] * old.b + o[5] * old.d + old.f };
}

static void set_colour(struct drawing *drawing) {
        const double *o = drawing->operands;
        double *light = &drawing->states[drawing->depth].light;
        if (drawing->operand_count == 1)
                *light = o[0];
        else if (drawing->operand_count == 3)
                *light = 0.299 * o[0] + 0.587 * o[1] + 0.114 * o[2];
        else if (drawing->operand_count == 4)
                *light = (1 - o[3]) * (1 - (0.299 * o[0] + 0.587 * o[1] + 0.114 * o[2]));
}

static void save(struct drawing *drawing) {
        if (drawing->depth + 1 < STATES) {
                drawing->states[drawing->depth + 1] = drawing->states[drawing->depth];
                drawing->depth++;
        }
}

static void restore(struct drawing *drawing) {
        drawing->depth -= drawing->depth > 0;
}

static void rectangle(struct drawing *drawing) {
        const double *o = drawing->operands;
        add_rectangle(drawing, o[0], o[1], o[2], o[3]);
}
static void move(struct drawing *drawing) {
        end_lines(drawing);
        add_corner(drawing);
}
static void curve(struct drawing *drawing) {
        drawing->corners = 6;
}
static void fill(struct drawing *drawing) {
        paint(drawing, true);
}
static void leave_empty(struct drawing *drawing) {
        paint(drawing, false);
}

static void operate(struct drawing *drawing, struct span name) {
        enum { ANY = OPERANDS + 1 };
        static const struct {
                const char *name;
                unsigned operands;
                void (*does)(struct drawing *drawing);
        } rows[] = {
                { "re", 4, rectangle },     { "m", 2, move },          { "l", 2, add_corner },
                { "h", ANY, end_lines },    { "c", 6, curve },         { "v", 4, curve },
                { "y", 4, curve },          { "f", ANY, fill },        { "F", ANY, fill },
                { "f*", ANY, fill },        { "B", ANY, fill },        { "B*", ANY, fill },
                { "b", ANY, fill },         { "b*", ANY, fill },       { "n", ANY, leave_empty },
                { "S", ANY, leave_empty },  { "s", ANY, leave_empty }, { "cm", 6, concatenate },
                { "q", ANY, save },         { "Q", ANY, restore },     { "g", 1, set_colour },
                { "rg", 3, set_colour },    { "k", 4, set_colour },    { "sc", ANY, set_colour },
                { "scn", ANY, set_colour },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (span_equal(name, span_from(rows[i].name)) &&
                    (rows[i].operands == ANY || rows[i].operands == drawing->operand_count))
                        rows[i].does(drawing);
        drawing->operand_count = 0;
}

/* ---- Content ----------------------------------------------------------------------------------------------------- */

static bool number_read(struct span word, double *ret) {
        enum { DIGITS = 15 };
        double value = 0, unit = 0;
        size_t digits = 0, at = word.ptr[0] == '-' || word.ptr[0] == '+';
        for (; at < word.len; at++) {
                if (word.ptr[at] == '.' && unit == 0)
                        unit = 1;
                else if (!ascii_digit(word.ptr[at]) || ++digits > DIGITS)
                        return false;
                else if (unit == 0)
                        value = value * 10 + (word.ptr[at] - '0');
                else
                        value += (word.ptr[at] - '0') * (unit /= 10);
        }
        *ret = word.ptr[0] == '-' ? -value : value;
        return digits > 0;
}

static void operand_add(struct drawing *drawing, double value) {
        if (drawing->operand_count == OPERANDS) {
                memmove(drawing->operands, drawing->operands + 1, sizeof drawing->operands - sizeof *drawing->operands);
                drawing->operand_count--;
        }
        drawing->operands[drawing->operand_count++] = value;
}

/* Behind a string at the front, which holds whatever a page shows. */
static struct span string_skip(struct span content) {
        size_t at = 1;
        for (int open = 1; at < content.len && open > 0; at++) {
                if (content.ptr[at] == '\\')
                        at++;
                else
                        open += (content.ptr[at] == '(') - (content.ptr[at] == ')');
        }
        return span_skip(content, at);
}

static bool is_of_word(char c) {
        return c > ' ' && c != '(' && c != '[' && c != ']' && c != '<' && c != '>' && c != '/' && c != '%';
}

static void content_read(struct drawing *drawing, struct span content) {
        while (content.len > 0) {
                size_t len = 0;
                double value;
                while (len < content.len && is_of_word(content.ptr[len]))
                        len++;
                struct span word = span_head(content, len);
                if (len == 0 && content.ptr[0] == '(') {
                        content = string_skip(content);
                        continue;
                }
                content = span_skip(content, len > 0 ? len : 1);
                if (len == 0)
                        continue;
                if (number_read(word, &value))
                        operand_add(drawing, value);
                else
                        operate(drawing, word);
                if (span_equal(word, SPAN("ID"))) /* a picture within the page, up to its end */
                        content = span_skip(content, span_find(content, SPAN("EI")));
        }
        end_lines(drawing);
        drawing->count = drawing->pending;
}

/* ---- Picture ----------------------------------------------------------------------------------------------------- */

enum { LEAST_MODULES = 60, PIXELS_A_MODULE = 4, MOST_PIXELS = 800, SAMPLED = 255 };
/* How often all of a picture may be painted over: what is drawn upon itself for long is no code. */
enum { LAYERS = 16 };

static float narrow_side(const struct pdf_rectangle *rectangle) {
        float width = rectangle->right - rectangle->left, height = rectangle->top - rectangle->bottom;
        return width < height ? width : height;
}

static int by_value(const void *a, const void *b) {
        float one = *(const float *)a, other = *(const float *)b;
        return (one > other) - (one < other);
}

/* How wide a module is: as wide as most of what is dark. 0: there is too little of it. */
static float module_of(const struct drawing *drawing) {
        float sides[SAMPLED];
        uint32_t dark = 0, step = drawing->count / SAMPLED + 1;
        for (uint32_t i = 0; i < drawing->count; i += step)
                if (drawing->rectangles[i].light < 128 && dark < SAMPLED)
                        sides[dark++] = narrow_side(&drawing->rectangles[i]);
        if (dark * step < LEAST_MODULES)
                return 0;
        qsort(sides, dark, sizeof *sides, by_value);
        return sides[dark / 2];
}

/* Neither the page's own background nor the lines of a table. */
static bool may_be_of_code(const struct pdf_rectangle *rectangle, float module) {
        enum { WIDEST = 80, THICKEST = 9 };
        float narrow = narrow_side(rectangle);
        float wide = rectangle->right - rectangle->left + rectangle->top - rectangle->bottom - narrow;
        return narrow > module / 4 && narrow < module * THICKEST && wide < module * WIDEST;
}

static bool frame_of(const struct drawing *drawing, float module, struct pdf_rectangle *ret) {
        struct pdf_rectangle frame = { .left = 1e7F, .bottom = 1e7F, .right = -1e7F, .top = -1e7F };
        for (uint32_t i = 0; i < drawing->count; i++) {
                const struct pdf_rectangle *one = &drawing->rectangles[i];
                if (one->light >= 128 || !may_be_of_code(one, module))
                        continue;
                frame.left = fminf(frame.left, one->left);
                frame.bottom = fminf(frame.bottom, one->bottom);
                frame.right = fmaxf(frame.right, one->right);
                frame.top = fmaxf(frame.top, one->top);
        }
        *ret = (struct pdf_rectangle){ .left = frame.left - module * 4,
                                       .bottom = frame.bottom - module * 4,
                                       .right = frame.right + module * 4,
                                       .top = frame.top + module * 4 };
        return frame.right > frame.left && frame.top > frame.bottom;
}

static uint32_t pixel(float value, float scale, uint32_t most) {
        float at = value * scale + 0.5F;
        return at <= 0 ? 0 : at >= (float)most ? most : (uint32_t)at;
}

static void picture_make(struct document_reader *reader, const struct drawing *drawing, float module,
                         const struct pdf_rectangle *frame) {
        float width = frame->right - frame->left, height = frame->top - frame->bottom;
        float scale = fminf(PIXELS_A_MODULE / module, MOST_PIXELS / fmaxf(width, height));
        struct picture_samples samples = { .bits = 8, .components = 1 };
        samples.width = pixel(width, scale, MOST_PIXELS);
        samples.height = pixel(height, scale, MOST_PIXELS);
        size_t size = (size_t)samples.width * samples.height;
        if (size == 0 || module * scale < 1.5F)
                return;
        if (size > LIMIT_DOCUMENT_BYTES - reader->unpacked) {
                defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
                return;
        }
        reader->unpacked += size;
        char *pixels = arena_bytes(reader->arena, size);
        memset(pixels, 255, size);
        size_t paint = size * LAYERS;
        for (uint32_t i = 0; i < drawing->count && paint > 0; i++) {
                const struct pdf_rectangle *one = &drawing->rectangles[i];
                if (one->light < 128 && !may_be_of_code(one, module))
                        continue;
                uint32_t left = pixel(one->left - frame->left, scale, samples.width);
                uint32_t right = pixel(one->right - frame->left, scale, samples.width);
                uint32_t top = pixel(frame->top - one->top, scale, samples.height);
                uint32_t bottom = pixel(frame->top - one->bottom, scale, samples.height);
                for (uint32_t y = top; y < bottom; y++)
                        memset(pixels + (size_t)y * samples.width + left, one->light, right - left);
                size_t area = (size_t)(right - left) * (bottom - top);
                paint -= area < paint ? area : paint;
        }
        document_add_picture(reader, (struct document_picture){ .bytes = { pixels, size }, .samples = samples });
}

void pdf_drawing_read(struct document_reader *reader, struct span content) {
        if (!span_has(content, SPAN(" re")) && !span_has(content, SPAN(" l")))
                return;
        if (!reader->rectangles)
                reader->rectangles = arena_alloc(reader->arena, LIMIT_DOCUMENT_RECTANGLES * sizeof *reader->rectangles);
        struct drawing drawing = { .rectangles = reader->rectangles, .states[0].matrix = { .a = 1, .d = 1 } };
        struct pdf_rectangle frame;
        content_read(&drawing, content);
        float module = drawing.count < LEAST_MODULES ? 0 : module_of(&drawing);
        if (module > 0 && frame_of(&drawing, module, &frame))
                picture_make(reader, &drawing, module, &frame);
}
