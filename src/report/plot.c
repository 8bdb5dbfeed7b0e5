#include "report/plot.h"

/* Okabe and Ito's blue and vermilion. */
static const char *const colours[PLOT_COLOURS] = { "#0072b2", "#d55e00", "#808080" };

enum { TICKS = 5 };

static double place_x(const struct plot_panel *panel, double x) {
        return panel->left + panel->width * (x - panel->x_low) / (panel->x_high - panel->x_low);
}

static double place_y(const struct plot_panel *panel, double y) {
        return panel->top + panel->height * (1 - (y - panel->y_low) / (panel->y_high - panel->y_low));
}

static void put_escaped(FILE *out, const char *text) {
        for (; *text; text++)
                switch (*text) {
                case '&':
                        fputs("&amp;", out);
                        break;
                case '<':
                        fputs("&lt;", out);
                        break;
                case '>':
                        fputs("&gt;", out);
                        break;
                default:
                        fputc(*text, out);
                }
}

void plot_begin(FILE *out, double width, double height, const char *title) {
        fprintf(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" "
                "role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n<title>",
                width, height, width, height);
        put_escaped(out, title);
        fprintf(out, "</title>\n<rect width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>\n", width, height);
}

void plot_end(FILE *out) {
        fputs("</svg>\n", out);
}

static void put_text(FILE *out, double x, double y, const char *anchor, const char *more, const char *text) {
        fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>", x, y, anchor, more);
        put_escaped(out, text);
        fputs("</text>\n", out);
}

static void put_tick(FILE *out, const struct plot_panel *panel, int tick) {
        double x = panel->x_low + (panel->x_high - panel->x_low) * tick / TICKS;
        double y = panel->y_low + (panel->y_high - panel->y_low) * tick / TICKS;
        char text[32];
        snprintf(text, sizeof text, "%.3g", x);
        put_text(out, place_x(panel, x), panel->top + panel->height + 16, "middle",
                 " fill=\"#444444\" font-size=\"10\"", text);
        snprintf(text, sizeof text, "%.3g", y);
        put_text(out, panel->left - 5, place_y(panel, y) + 3.5, "end", " fill=\"#444444\" font-size=\"10\"", text);
        fprintf(out, "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#e4e4e4\"/>\n", panel->left, place_y(panel, y),
                panel->left + panel->width);
}

void plot_axes(FILE *out, const struct plot_panel *panel) {
        for (int tick = 0; tick <= TICKS; tick++)
                put_tick(out, panel, tick);
        fprintf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#444444\"/>\n",
                panel->left, panel->top, panel->width, panel->height);
        double middle = panel->left + panel->width / 2, down = panel->top + panel->height;
        put_text(out, middle, panel->top - 10, "middle", " font-weight=\"bold\"", panel->title);
        put_text(out, middle, down + 34, "middle", "", panel->x_label);
        char turn[80];
        double x = panel->left - 38, y = panel->top + panel->height / 2;
        snprintf(turn, sizeof turn, " transform=\"rotate(-90 %.1f %.1f)\"", x, y);
        put_text(out, x, y, "middle", turn, panel->y_label);
}

void plot_line_begin(FILE *out, enum plot_colour colour, bool dashed) {
        fprintf(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"%s points=\"", colours[colour],
                dashed ? " stroke-dasharray=\"4 4\"" : "");
}

void plot_line_point(FILE *out, const struct plot_panel *panel, double x, double y) {
        fprintf(out, "%.1f,%.1f ", place_x(panel, x), place_y(panel, y));
}

void plot_line_end(FILE *out) {
        fputs("\"/>\n", out);
}

void plot_dot(FILE *out, const struct plot_panel *panel, enum plot_colour colour, double x, double y, double radius,
              const char *label) {
        fprintf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" fill-opacity=\"0.75\"><title>",
                place_x(panel, x), place_y(panel, y), radius, colours[colour]);
        put_escaped(out, label);
        fputs("</title></circle>\n", out);
}

void plot_bar(FILE *out, const struct plot_panel *panel, enum plot_colour colour, double x_from, double x_to, double y) {
        double left = place_x(panel, x_from), top = place_y(panel, y);
        fprintf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"0.6\"/>\n",
                left, top, place_x(panel, x_to) - left, panel->top + panel->height - top, colours[colour]);
}

void plot_legend(FILE *out, const struct plot_panel *panel, double right, int line, enum plot_colour colour,
                 const char *text) {
        double x = panel->left + right, y = panel->top + 16 + 16 * line;
        fprintf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>\n", x, y - 9,
                colours[colour]);
        put_text(out, x + 15, y, "start", "", text);
}
