/* Answers for people: lists as columns, single things as lines. */
#include "ops/answers-internal.h"
#include "report/shown.h"
#include "text/unicode.h"

enum { CELL_MOST = 60, COLUMNS = 16 };

/* Width on a terminal is counted in characters; wide ones are taken as one. */
static size_t width_of(const char *text) {
        size_t width = 0;
        struct span left = span_from(text);
        while (left.len && width < CELL_MOST) {
                (void)unicode_next(&left);
                width++;
        }
        return width;
}

static const char *value_text(const json_t *value, char room[static 40]) {
        if (json_is_string(value))
                return json_string_value(value);
        if (json_is_integer(value))
                (void)snprintf(room, 40, "%lld", (long long)json_integer_value(value));
        else if (json_is_real(value))
                (void)snprintf(room, 40, "%.4g", json_real_value(value));
        else
                (void)snprintf(room, 40, "%s", json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "");
        return room;
}

static void print_row(FILE *out, enum shape_id shape, const json_t *row) {
        char room[40];
        for (uint32_t i = 0; i < answer_field_count; i++) {
                const char *text = value_text(json_object_get(row, answer_fields[i].name), room);
                if (answer_fields[i].shape != shape || !*text)
                        continue;
                fprintf(out, "%-17s ", answer_fields[i].name);
                shown_text(out, span_from(text), 0);
                fputc('\n', out);
        }
}

static void print_cell(FILE *out, const char *text, size_t width, bool last) {
        if (last) {
                shown_text(out, span_from(text), 0);
                fputc('\n', out);
                return;
        }
        shown_text(out, span_from(*text ? text : "-"), CELL_MOST);
        for (size_t used = *text ? width_of(text) : 1; used < width + 2; used++)
                fputc(' ', out);
}

static void print_rows(FILE *out, enum shape_id shape, const json_t *rows) {
        const struct answer_field *columns[COLUMNS];
        size_t widths[COLUMNS], count = 0, index;
        char room[40];
        const json_t *row;
        for (uint32_t i = 0; i < answer_field_count && count < COLUMNS; i++)
                if (answer_fields[i].shape == shape && answer_fields[i].detail == DETAIL_BRIEF)
                        columns[count++] = &answer_fields[i];
        for (size_t i = 0; i < count; i++) {
                widths[i] = strlen(columns[i]->name);
                json_array_foreach(rows, index, row) {
                        size_t width = width_of(value_text(json_object_get(row, columns[i]->name), room));
                        widths[i] = width > widths[i] ? width : widths[i];
                }
        }
        for (size_t i = 0; i < count; i++)
                print_cell(out, columns[i]->name, widths[i], i + 1 == count);
        json_array_foreach(rows, index, row) for (size_t i = 0; i < count; i++)
                print_cell(out, value_text(json_object_get(row, columns[i]->name), room), widths[i], i + 1 == count);
}

/* The signals of a decision, as check prints them, and what could not be learned. */
static void print_reasons(FILE *out, const json_t *reasons) {
        const json_t *signal, *absent;
        size_t index;
        json_array_foreach(json_object_get(reasons, "signals"), index, signal) {
                const char *name = json_string_value(json_object_get(signal, "name"));
                const char *evidence = json_string_value(json_object_get(signal, "evidence"));
                fprintf(out, "%+6.2f  ", json_number_value(json_object_get(signal, "weight")));
                shown_text(out, span_from(name), CELL_MOST);
                fputs(": ", out);
                shown_text(out, span_from(evidence), 0);
                fputc('\n', out);
        }
        json_array_foreach(json_object_get(reasons, "absent"), index, absent) {
                const char *fact = json_string_value(json_object_get(absent, "fact"));
                const char *why = json_string_value(json_object_get(absent, "why"));
                fputs("absent ", out);
                shown_text(out, span_from(fact ? fact : ""), CELL_MOST);
                fputs(": ", out);
                shown_text(out, span_from(why ? why : ""), 0);
                fputc('\n', out);
        }
}

static void print_member(FILE *out, const struct answer_member *member, const json_t *value) {
        char room[40];
        switch (member->type) {
        case MEMBER_ONE:
                print_row(out, member->shape, value);
                break;
        case MEMBER_MANY:
                print_rows(out, member->shape, value);
                break;
        case MEMBER_OBJECT:
                print_reasons(out, value);
                break;
        case MEMBER_TEXT:
        case MEMBER_INTEGER:
                fprintf(out, "%-17s ", member->name);
                shown_name(out, span_from(value_text(value, room)));
                fputc('\n', out);
        }
}

static bool is_empty(const json_t *value) {
        return !value || json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0);
}

void answer_print(FILE *out, const struct op_answer *answer) {
        bool before = false;
        for (uint32_t i = 0; i < answer_member_count; i++) {
                const struct answer_member *member = &answer_members[i];
                const json_t *value = member->op == answer->op ? json_object_get(answer->document, member->name) : NULL;
                if (is_empty(value))
                        continue;
                bool block = member->type != MEMBER_TEXT && member->type != MEMBER_INTEGER;
                if (before && block)
                        fputc('\n', out);
                before = true;
                print_member(out, member, value);
        }
}
