/* script: what the programs of these tests are told on their standard input: lines of fields divided by tabs. `zone`,
 * `record` and `fails` build a piece of DNS; all other lines go to the program. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "../unit/lookup/zone.h"

enum { SCRIPT_ROWS = 2000, SCRIPT_FIELDS = 4 };

static struct zone_row script_zone[SCRIPT_ROWS + 1];
static uint32_t script_rows;

/* With a NUL behind it; the caller frees. */
static inline char *script_unhex(const char *hex, size_t *len) {
        *len = hex ? strlen(hex) / 2 : 0;
        char *text = calloc(1, *len + 1);
        for (size_t i = 0; i < *len; i++) {
                unsigned byte;
                if (sscanf(hex + 2 * i, "%2x", &byte) == 1)
                        text[i] = (char)byte;
        }
        return text;
}

static inline void script_clear(void) {
        for (uint32_t i = 0; i < script_rows; i++) {
                free((char *)script_zone[i].name);
                free((char *)script_zone[i].text);
        }
        memset(script_zone, 0, sizeof script_zone);
        script_rows = 0;
}

static inline void script_record(char **fields) {
        struct zone_row row = { .name = strdup(fields[1]), .type = RECORD_TXT };
        (void)record_type_from_name(span_from(fields[2]), &row.type);
        if (strcmp(fields[0], "record") == 0)
                row.text = script_unhex(fields[3], &row.len);
        script_zone[script_rows++] = row;
}

static inline int script_run(void (*other)(char **fields)) {
        char *line = NULL;
        size_t size = 0;
        while (getline(&line, &size, stdin) > 0) {
                char *fields[SCRIPT_FIELDS] = { 0 }, *rest = line;
                line[strcspn(line, "\n")] = '\0';
                for (int i = 0; i < SCRIPT_FIELDS; i++)
                        fields[i] = strsep(&rest, "\t");
                if (strcmp(fields[0], "zone") == 0)
                        script_clear();
                else if (strcmp(fields[0], "record") != 0 && strcmp(fields[0], "fails") != 0)
                        other(fields);
                else if (script_rows < SCRIPT_ROWS)
                        script_record(fields);
        }
        script_clear();
        free(line);
        return 0;
}
