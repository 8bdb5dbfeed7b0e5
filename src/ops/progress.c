#include "ops/progress.h"

#include "base/clock.h"

enum { WIDTH = 30, FIRST_MS = 1000, EVERY_MS = 100 };

struct progress progress_begin(FILE *out) {
        return (struct progress){ .out = out, .began_ms = clock_monotonic_ms() };
}

double progress_seconds(const struct progress *progress) {
        return (double)(clock_monotonic_ms() - progress->began_ms) / 1000;
}

void progress_show(struct progress *progress, uint64_t done, uint64_t total, uint64_t items) {
        if (!progress->out)
                return;
        int64_t now = clock_monotonic_ms();
        if (now - progress->began_ms < FIRST_MS || now - progress->shown_ms < EVERY_MS)
                return;
        progress->shown_ms = now;
        progress->visible = true;
        fputs("\r\033[K", progress->out);
        if (total) {
                double share = done < total ? (double)done / (double)total : 1;
                int filled = (int)(share * WIDTH);
                fputc('[', progress->out);
                for (int i = 0; i < WIDTH; i++)
                        fputc(i < filled ? '#' : '.', progress->out);
                fprintf(progress->out, "] %3.0f %%  ", 100 * share);
        }
        fprintf(progress->out, "%llu items, %.0f s", (unsigned long long)items,
                (double)(now - progress->began_ms) / 1000);
        fflush(progress->out);
}

void progress_hide(struct progress *progress) {
        if (!progress->visible)
                return;
        fputs("\r\033[K", progress->out);
        fflush(progress->out);
        progress->visible = false;
        progress->shown_ms = 0;
}
