#include "ops/eval-labels.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Tables are the operator's own; the bounds only keep a wrong file from filling the memory. */
enum { ROWS = 10 * 1000 * 1000, TABLES = 1024, COLUMNS = 7, PLACES = 32, TABLE_BYTES = 1024 * 1024 * 1024 };

static const struct {
        const char *name;
        size_t member;
} column_table[COLUMNS] = {
        { "file", SIZE_MAX },
        { "label", offsetof(struct labels, label) },
        { "attacks", offsetof(struct labels, attacks) },
        { "campaign", offsetof(struct labels, campaign) },
        { "producer", offsetof(struct labels, producer) },
        { "language", offsetof(struct labels, language) },
        { "split", offsetof(struct labels, split) },
};

struct label_row {
        const char *path; /* canonical */
        struct labels labels;
};

struct label_table {
        struct arena *arena;
        struct array rows;  /* struct label_row */
        struct array files; /* const char *: canonical paths of the tables that were read */
        bool sorted;
};

struct label_table *label_table_new(struct arena *arena) {
        struct label_table *table = arena_alloc(arena, sizeof *table);
        table->arena = arena;
        return table;
}

static enum cw_err file_error(const char *path, struct err *reterr) {
        return err_set(reterr, err_of_errno(errno), "%.150s: %s", path, strerror(errno));
}

/* The whole file, with a NUL behind it that does not count. */
static enum cw_err read_file(struct arena *arena, const char *path, struct span *ret, struct err *reterr) {
        struct stat status;
        if (stat(path, &status) < 0)
                return file_error(path, reterr);
        if (!S_ISREG(status.st_mode) || status.st_size > TABLE_BYTES)
                return err_set(reterr, CW_ERR_IO, "%.150s: no table of labels", path);
        char *bytes = arena_bytes(arena, (size_t)status.st_size + 1);
        FILE *file = fopen(path, "re");
        if (!file)
                return file_error(path, reterr);
        size_t got = fread(bytes, 1, (size_t)status.st_size, file);
        bool failed = ferror(file);
        fclose(file);
        if (failed)
                return err_set(reterr, CW_ERR_IO, "%.150s: cannot be read", path);
        bytes[got] = '\0';
        *ret = (struct span){ bytes, got };
        return CW_OK;
}

/* Takes what stands before the separator off the front, terminated in place; NULL when it is empty. */
static char *take(struct span *rest, char separator) {
        struct span value = span_split(rest, separator);
        if (value.len > 0 && separator == '\n' && value.ptr[value.len - 1] == '\r')
                value.len--;
        char *text = (char *)value.ptr;
        text[value.len] = '\0';
        return text;
}

/* Which of the columns stands at each place of a line; -1: none of ours. */
struct layout {
        int column[PLACES], count;
};

static bool read_header(char *line, struct layout *layout) {
        bool has_file = false;
        struct span rest = span_from(line);
        layout->count = 0;
        while (rest.len > 0 && layout->count < PLACES) {
                const char *name = take(&rest, '\t');
                int *column = &layout->column[layout->count++];
                *column = -1;
                for (int i = 0; i < COLUMNS; i++)
                        if (strcmp(name, column_table[i].name) == 0)
                                *column = i;
                has_file = has_file || *column == 0;
        }
        return has_file;
}

static void read_row(struct label_table *table, const char *folder, const struct layout *layout, char *line) {
        const char *file = NULL;
        struct labels labels = { 0 };
        struct span rest = span_from(line);
        for (int i = 0; i < layout->count && rest.len > 0; i++) {
                const char *value = take(&rest, '\t');
                int column = layout->column[i];
                if (column == 0)
                        file = value;
                else if (column > 0 && *value)
                        *(const char **)((char *)&labels + column_table[column].member) = value;
        }
        if (!file || !*file)
                return;
        struct label_row *row = array_push(&table->rows, table->arena, sizeof *row, ROWS);
        if (row)
                *row = (struct label_row){ arena_format(table->arena, "%s/%s", folder, file).ptr, labels };
}

static bool seen_before(struct label_table *table, const char *path) {
        const char *const *files = table->files.items;
        for (uint32_t i = 0; i < table->files.count; i++)
                if (strcmp(files[i], path) == 0)
                        return true;
        const char **file = array_push(&table->files, table->arena, sizeof *file, TABLES);
        if (file)
                *file = arena_copy(table->arena, span_from(path)).ptr;
        return false;
}

enum cw_err label_table_read(struct label_table *table, const char *path, struct err *reterr) {
        char resolved[PATH_MAX];
        if (!realpath(path, resolved))
                return file_error(path, reterr);
        if (seen_before(table, resolved))
                return CW_OK;
        struct span rest;
        enum cw_err code = read_file(table->arena, resolved, &rest, reterr);
        if (code)
                return code;
        *strrchr(resolved, '/') = '\0'; /* now the folder */
        struct layout layout = { .count = 0 };
        if (rest.len == 0 || !read_header(take(&rest, '\n'), &layout))
                return err_set(reterr, CW_ERR_CONFIG,
                               "%.150s:1: the first line must name the columns, \"file\" among them", path);
        while (rest.len > 0)
                read_row(table, resolved, &layout, take(&rest, '\n'));
        table->sorted = false;
        return CW_OK;
}

enum cw_err label_table_find(struct label_table *table, const char *folder, struct err *reterr) {
        static const char *const places[] = { "labels.tsv", "../labels.tsv" };
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
                const char *path = arena_format(table->arena, "%s/%s", folder, places[i]).ptr;
                struct stat status;
                if (stat(path, &status) < 0)
                        continue;
                enum cw_err code = label_table_read(table, path, reterr);
                if (code)
                        return code;
        }
        return CW_OK;
}

static int compare_rows(const void *left, const void *right) {
        const struct label_row *a = left, *b = right;
        return strcmp(a->path, b->path);
}

const struct labels *label_table_of(struct label_table *table, const char *path) {
        char resolved[PATH_MAX];
        if (table->rows.count == 0 || !realpath(path, resolved))
                return NULL;
        if (!table->sorted)
                qsort(table->rows.items, table->rows.count, sizeof(struct label_row), compare_rows);
        table->sorted = true;
        struct label_row key = { .path = resolved };
        const struct label_row *row = bsearch(&key, table->rows.items, table->rows.count, sizeof key, compare_rows);
        return row ? &row->labels : NULL;
}

uint64_t labels_attacks(const struct labels *labels) {
        uint64_t attacks = 0, number;
        struct span rest = span_from(labels->attacks);
        while (rest.len > 0)
                if (span_to_u64(span_trim(span_split(&rest, ',')), &number) && number >= 1 && number <= 63)
                        attacks |= 1ull << number;
        return attacks;
}
