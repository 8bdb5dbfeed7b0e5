/* options: the values of a configuration file, each with its bounds, default and sentence (options.def). */
#pragma once

#include "config/settings.h"

enum option_id {
#define OPTION_NUMBER(id, name, value, least, most, about) OPT_##id,
#define OPTION_TEXT(id, name, value, about) OPT_##id,
#include "config/options.def"
#undef OPTION_NUMBER
#undef OPTION_TEXT
        OPTS
};

struct option_info {
        const char *name, *about;
        bool is_text;
        double value, least, most; /* of a number: default and bounds */
        const char *text;          /* of a text: default */
};
extern const struct option_info option_table[OPTS];

struct options {
        double number[OPTS];
        const char *text[OPTS]; /* NULL for numbers; belongs to the arena that it was read into */
};

void options_default(struct options *options);
/* Reads a file over what is there already. */
void options_read(struct settings_reader *reader, struct arena *arena, const char *path, struct options *options,
                  struct problems *problems);
