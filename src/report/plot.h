/* plot: small pictures in SVG: panels with axes, lines, bars and dots. Colours are told apart by those who see few, and
 * read on white and on black. */
#pragma once

#include <stdio.h>

#include "base/span.h"

/* One panel: where it stands, and what its axes show. `x_high` > `x_low`, `y_high` > `y_low`. */
struct plot_panel {
        double left, top, width, height; /* of the area inside the axes */
        double x_low, x_high, y_low, y_high;
        const char *title, *x_label, *y_label;
};

enum plot_colour { PLOT_BLUE, PLOT_ORANGE, PLOT_GREY, PLOT_COLOURS };

void plot_begin(FILE *out, double width, double height, const char *title);
void plot_end(FILE *out);

/* Frame, title, labels, and five ticks on each axis. */
void plot_axes(FILE *out, const struct plot_panel *panel);
/* A line is begun, gets its points, and is ended. */
void plot_line_begin(FILE *out, enum plot_colour colour, bool dashed);
void plot_line_point(FILE *out, const struct plot_panel *panel, double x, double y);
void plot_line_end(FILE *out);
/* `label`: shown when the pointer rests on it. */
void plot_dot(FILE *out, const struct plot_panel *panel, enum plot_colour colour, double x, double y, double radius,
              const char *label);
/* From y = y_low up. */
void plot_bar(FILE *out, const struct plot_panel *panel, enum plot_colour colour, double x_from, double x_to, double y);
/* A line of the legend, counted from 0, from the panel's top; `right`: pixels from its left side. */
void plot_legend(FILE *out, const struct plot_panel *panel, double right, int line, enum plot_colour colour,
                 const char *text);
