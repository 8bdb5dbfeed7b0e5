#include "engine/rules-dir.h"

#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/span.h"

/* Folders above a file that are tried: a library may lie in lib/ or in lib/MACHINE/. */
enum { DEEPEST = 3 };

static bool is_folder(const char *path) {
        struct stat info;
        return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool is_program(const char *path) {
        return !is_folder(path) && access(path, X_OK) == 0;
}

/* `path` below the folder that is `above` levels above the file `from` (1: its own); NULL unless it is `wanted`. */
static char *seen_from(const char *from, int above, const char *path, bool (*wanted)(const char *)) {
        size_t length = strlen(from);
        char *full;
        for (int level = 0; level < above; level++) {
                while (length > 0 && from[length - 1] != '/')
                        length--;
                if (length == 0)
                        return NULL;
                length--;
        }
        if (asprintf(&full, "%.*s/%s", (int)length, from, path) < 0)
                return NULL;
        if (wanted(full))
                return full;
        free(full);
        return NULL;
}

static bool own_program(char ret[static PATH_MAX]) {
        ssize_t length = readlink("/proc/self/exe", ret, PATH_MAX - 1);
        ret[length > 0 ? length : 0] = 0;
        return length > 0;
}

/* What the installation holds: seen from the program, and from the file that holds this code. */
static char *installed(const char *path, bool (*wanted)(const char *)) {
        char program[PATH_MAX];
        Dl_info library;
        char *found = own_program(program) ? seen_from(program, 2, path, wanted) : NULL;
        if (!dladdr((const void *)&rules_dir_find, &library) || !library.dli_fname || library.dli_fname[0] != '/')
                return found;
        for (int above = 2; !found && above <= DEEPEST; above++)
                found = seen_from(library.dli_fname, above, path, wanted);
        return found;
}

/* Only beside our own sources: another program's ../rules are none of our business. */
static char *in_sources(void) {
        char program[PATH_MAX];
        if (!own_program(program))
                return NULL;
        char *sources = seen_from(program, 2, "src/engine", is_folder);
        free(sources);
        return sources ? seen_from(program, 2, "rules", is_folder) : NULL;
}

/* False also when it may not be read: loading it says so. */
static bool holds_no_rules(const char *path) {
        DIR *folder = opendir(path);
        if (!folder)
                return false;
        const struct dirent *entry;
        bool found = false;
        while (!found && (entry = readdir(folder)))
                found = span_ends_nocase(span_from(entry->d_name), SPAN(".rules"));
        closedir(folder);
        return !found;
}

enum cw_err rules_dir_find(const char *given, char **ret, struct err *reterr) {
        const char *named = given ? given : secure_getenv("CALWARDEN_RULES");
        if (named && !is_folder(named))
                return err_set(reterr, CW_ERR_NOT_FOUND, "%.200s: no such folder of rules", named);
        if (named && holds_no_rules(named))
                return err_set(reterr, CW_ERR_NOT_FOUND, "%.180s: there are no *.rules files in this folder", named);
        char *found = named ? strdup(named) : installed("share/calwarden/rules", is_folder);
        if (!named && !found)
                found = in_sources();
        if (!named && !found && is_folder(CW_RULES_DIR))
                found = strdup(CW_RULES_DIR);
        if (!found)
                return err_set(reterr, CW_ERR_NOT_FOUND,
                               "no rules found; give their folder with --rules or CALWARDEN_RULES");
        *ret = found;
        return CW_OK;
}

char *program_find(void) {
        char *found = installed("bin/calwarden", is_program);
        return found || !is_program(CW_PROGRAM) ? found : strdup(CW_PROGRAM);
}
