/* settings: the files of an operator (configuration, rules, tests of rules), all in the syntax of libConfuse:
 *
 *         name = value
 *         name = {value, "value with spaces", '/no \escapes in here/'}
 *         section TITLE { name = value … }
 *
 * "…" knows \n, \t, \xNN and ${VARIABLE} of the environment; '…' only \' and \\. # begins a comment.
 *
 * Read into plain rows whose values are texts with the line on which they stand: what a value means is checked by those
 * who know, so that every mistake is told with its line. After a mistake in the syntax (an unknown name as well) the
 * rest of that file is not read. Thread-safe: libConfuse's reader is global, and kept behind a lock. */
#pragma once

#include "config/problems.h"

/* What may stand in a file. `name` NULL: outside of all sections. */
struct section_kind {
        const char *name;
        const char *const *settings;
        uint32_t setting_count;
};

struct setting_value {
        const char *text;
        uint32_t line;
};

struct setting {
        const struct setting_value *values;
        uint32_t count;
        bool given; /* it is there, if only as an empty list */
};

struct section {
        uint32_t kind;     /* index into the kinds */
        const char *title; /* NULL: outside of all sections */
        const char *file;
        uint32_t line;                  /* of its first value */
        const struct setting *settings; /* one for each of its kind's settings */
};

/* What libConfuse holds while a file is read. The caller owns it, because memory exhaustion leaves settings_read by
 * longjmp: zero it first, and close it on every way out. */
struct settings_reader {
        void *file;
};
void settings_close(struct settings_reader *reader);

/* Reads a file; appends struct section to `sections`: of each kind, in the order of `kinds`, those in the file's order.
 * All memory is of `arena`. A file that cannot be read is a problem too. */
void settings_read(struct settings_reader *reader, struct arena *arena, const char *path,
                   const struct section_kind *kinds, uint32_t kind_count, struct array *sections,
                   struct problems *problems);
/* The same for text in memory; `name` stands for it in problems. */
void settings_read_text(struct settings_reader *reader, struct arena *arena, const char *name, const char *text,
                        const struct section_kind *kinds, uint32_t kind_count, struct array *sections,
                        struct problems *problems);

/* The whole of a value as a number ("1.5", "-3"), or false. Never depends on the locale. */
bool setting_number(const char *text, double *ret);
/* yes, no, true, false, on, off, 1, 0. */
bool setting_truth(const char *text, bool *ret);
