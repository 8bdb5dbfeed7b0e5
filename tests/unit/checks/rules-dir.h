/* A folder of rule files that lives as long as a test, and the shipped one. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "checks/rules.h"
#include "text/context.h"

struct rules_dir {
        char path[64];
        char files[8][16]; /* that were written */
        int count;
};

static inline void rules_dir_make(struct rules_dir *dir) {
        *dir = (struct rules_dir){ 0 };
        (void)snprintf(dir->path, sizeof dir->path, "/tmp/calwarden-rules-XXXXXX");
        assert_non_null(mkdtemp(dir->path));
}

static inline void rules_dir_write(struct rules_dir *dir, const char *name, const char *text) {
        char path[128];
        (void)snprintf(dir->files[dir->count++], sizeof dir->files[0], "%s", name);
        (void)snprintf(path, sizeof path, "%s/%s", dir->path, name);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(text, file) >= 0);
        assert_int_equal(fclose(file), 0);
}

static inline void rules_dir_remove(struct rules_dir *dir) {
        for (int i = 0; i < dir->count; i++) {
                char path[128];
                (void)snprintf(path, sizeof path, "%s/%s", dir->path, dir->files[i]);
                (void)unlink(path);
        }
        (void)rmdir(dir->path);
}

/* The rules of the repository that this file is part of. */
static inline const char *shipped_rules(void) {
        static char path[4096];
        (void)snprintf(path, sizeof path, "%s", __FILE__);
        for (int up = 0; up < 4; up++)
                *strrchr(path, '/') = '\0';
        (void)snprintf(path + strlen(path), sizeof path - strlen(path), "/rules");
        return path;
}
