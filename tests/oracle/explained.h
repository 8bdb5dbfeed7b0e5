/* explained: the list of differences between an oracle and us that are decisions of ours: file<TAB>what<TAB>reason, one a
 * line; lines with # are remarks. `*` as file stands for every file. */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct explanation {
        char *file, *what, *reason;
        bool used;
};

struct explained {
        struct explanation *items;
        size_t count;
};

static inline void explained_add(struct explained *explained, char *line) {
        char *what = strchr(line, '\t'), *reason = what ? strchr(what + 1, '\t') : NULL;
        if (line[0] == '#' || !reason)
                return;
        *what++ = *reason++ = '\0';
        reason[strcspn(reason, "\n")] = '\0';
        struct explanation *items = realloc(explained->items, (explained->count + 1) * sizeof *items);
        if (!items)
                abort();
        explained->items = items;
        items[explained->count++] = (struct explanation){ strdup(line), strdup(what), strdup(reason), false };
}

/* A list that is not there explains nothing. */
static inline void explained_read(struct explained *explained, const char *path) {
        char *line = NULL;
        size_t room = 0;
        FILE *file = fopen(path, "r");
        if (!file)
                return;
        while (getline(&line, &room, file) >= 0)
                explained_add(explained, line);
        free(line);
        (void)fclose(file);
}

static inline const char *explained_find(struct explained *explained, const char *file, const char *what) {
        for (size_t i = 0; i < explained->count; i++) {
                struct explanation *item = &explained->items[i];
                bool here = strcmp(item->file, "*") == 0 || strcmp(item->file, file) == 0;
                if (here && strcmp(item->what, what) == 0) {
                        item->used = true;
                        return item->reason;
                }
        }
        return NULL;
}

/* Prints those that explained nothing, since they hide what may come later; returns their number. */
static inline unsigned explained_unused(const struct explained *explained) {
        unsigned unused = 0;
        for (size_t i = 0; i < explained->count; i++) {
                if (explained->items[i].used)
                        continue;
                printf("explained, but no difference: %s\t%s\n", explained->items[i].file, explained->items[i].what);
                unused++;
        }
        return unused;
}

static inline void explained_free(struct explained *explained) {
        for (size_t i = 0; i < explained->count; i++) {
                free(explained->items[i].file);
                free(explained->items[i].what);
                free(explained->items[i].reason);
        }
        free(explained->items);
}
