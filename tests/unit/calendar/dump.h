/* dump: a calendar as one line of text, so that a test's row is an input and what becomes of it:
 * `icalendar[METHOD=REQUEST VEVENT[SUMMARY=Lunch ATTENDEE;CN=Jo=mailto:jo@example.com]] !CALENDAR_UNCLOSED` */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar/calendar.h"

struct dump {
        struct arena *arena;
        struct defects defects;
        struct calendars *calendars;
};

static inline struct dump dump_read(struct span bytes, struct span charset) {
        struct dump dump = { .arena = arena_new(512u * 1024 * 1024) };
        assert_non_null(dump.arena);
        dump.defects.arena = dump.arena;
        dump.calendars = calendars_read(dump.arena, bytes, charset, NULL, 1, &dump.defects);
        return dump;
}

static inline void dump_properties(struct buf *out, const struct component *component) {
        for (const struct property *p = component->properties; p; p = p->next) {
                if (out->ptr[out->len - 1] != '[')
                        buf_add_byte(out, ' ');
                buf_add(out, p->name);
                for (const struct parameter *q = p->parameters; q; q = q->next) {
                        buf_add_byte(out, ';');
                        buf_add(out, q->name);
                        buf_add_byte(out, '=');
                        buf_add(out, q->value);
                }
                buf_add_byte(out, '=');
                buf_add(out, p->text);
        }
}

/* Only as deep as LIMIT_CALENDAR_DEPTH. */
static inline void dump_component(struct buf *out, const struct component *component) {
        buf_add_byte(out, '[');
        dump_properties(out, component);
        for (const struct component *c = component->children; c; c = c->next) {
                if (out->ptr[out->len - 1] != '[')
                        buf_add_byte(out, ' ');
                buf_add(out, c->name);
                dump_component(out, c);
        }
        buf_add_byte(out, ']');
}

/* Defects that nearly every row would have are left out. */
static inline bool dump_hides(enum defect_kind kind) {
        return kind == DEFECT_CALENDAR_BARE_LF || kind == DEFECT_CALENDAR_LONG_LINE;
}

static inline struct span dump_text(const struct dump *dump) {
        struct buf out = buf_in(dump->arena, 1024 * 1024);
        for (const struct calendar *c = dump->calendars->first; c; c = c->next) {
                if (out.len > 0)
                        buf_add_byte(&out, ' ');
                buf_add(&out, span_from(calendar_form_name(c->form)));
                dump_component(&out, &c->root);
        }
        for (int i = 0; i < DEFECT_KINDS; i++) {
                if (!defects_has(&dump->defects, (enum defect_kind)i) || dump_hides((enum defect_kind)i))
                        continue;
                buf_add(&out, SPAN(" !"));
                buf_add(&out, span_from(defect_name((enum defect_kind)i) + sizeof "CALENDAR_" - 1));
        }
        return buf_span(&out);
}

/* Says what differs; a test of rows asserts the result of all of them at its end. */
static inline bool same_span(const char *name, struct span got, struct span expected) {
        if (span_equal(got, expected))
                return true;
        print_error("%s:\n expected \"%.*s\"\n got      \"%.*s\"\n", name, (int)expected.len, expected.ptr,
                    (int)got.len, got.len ? got.ptr : "");
        return false;
}

static inline void expect_span(const char *name, struct span got, struct span expected) {
        assert_true(same_span(name, got, expected));
}
