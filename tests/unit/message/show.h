/* show: what a reader made of an input, as text to compare with what was expected. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/defects.h"

static inline void show(struct buf *out, struct span s) {
        for (size_t i = 0; i < s.len; i++) {
                unsigned char c = (unsigned char)s.ptr[i];
                if (c == '\n')
                        buf_add(out, SPAN("\\n"));
                else if (c == '\r')
                        buf_add(out, SPAN("\\r"));
                else if (c < ' ' || c == 0x7F)
                        buf_add_format(out, "\\%02x", c);
                else
                        buf_add_byte(out, (char)c);
        }
}

static inline void show_named(struct buf *out, const char *name, struct span value) {
        if (value.ptr == NULL)
                return;
        buf_add_format(out, " %s=", name);
        show(out, value);
}

/* Names of all defects, in the order of the table, without counts. */
static inline void show_defects(struct buf *out, const struct defects *defects) {
        for (unsigned kind = 0; kind < DEFECT_KINDS; kind++)
                if (defects->count[kind] > 0)
                        buf_add_format(out, "! %s\n", defect_name((enum defect_kind)kind));
}

/* The text with a NUL behind it, for cmocka. */
static inline const char *show_end(struct buf *out) {
        buf_add_byte(out, '\0');
        return out->ptr;
}

/* Says the case's name and both texts where they differ, and goes on with the next case; show_finish fails then. */
static unsigned show_differences;
static inline void show_compare(const char *name, const char *expected, const char *got) {
        if (strcmp(expected, got) == 0)
                return;
        print_error("case \"%s\"\n--- expected\n%s\n--- got\n%s\n", name, expected, got);
        show_differences++;
}

static inline void show_finish(void) {
        unsigned differences = show_differences;
        show_differences = 0;
        assert_int_equal(differences, 0);
}
