#include "ops/suggest.h"

enum { LONGEST = 31 };

static unsigned least(unsigned a, unsigned b) {
        return a < b ? a : b;
}

unsigned suggest_distance(const char *a, const char *b) {
        unsigned rows[LONGEST + 1][LONGEST + 1];
        size_t a_length = strnlen(a, LONGEST), b_length = strnlen(b, LONGEST);
        for (size_t i = 0; i <= a_length; i++)
                rows[i][0] = (unsigned)i;
        for (size_t j = 0; j <= b_length; j++)
                rows[0][j] = (unsigned)j;
        for (size_t i = 1; i <= a_length; i++) {
                for (size_t j = 1; j <= b_length; j++) {
                        unsigned changed = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                        rows[i][j] = least(changed, least(rows[i - 1][j], rows[i][j - 1]) + 1);
                        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                                rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
                }
        }
        return rows[a_length][b_length];
}

const char *suggest_name(const char *word, const char *const *names, size_t count) {
        const char *best = NULL;
        unsigned best_distance = (unsigned)(strnlen(word, LONGEST) / 3 + 1);
        for (size_t i = 0; i < count; i++) {
                unsigned distance = suggest_distance(word, names[i]);
                if (distance < best_distance || (distance == best_distance && !best)) {
                        best = names[i];
                        best_distance = distance;
                }
        }
        return best;
}
