/* replay: runs a fuzzer's function over the files and folders named, so that every kept input is tried in `make test`. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned replayed;

static void replay_file(const char *path) {
        FILE *file = fopen(path, "rb");
        if (!file) {
                perror(path);
                exit(1);
        }
        (void)fseek(file, 0, SEEK_END);
        long size = ftell(file);
        rewind(file);
        /* Of its exact size, so that the sanitizers see one byte too far. */
        uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
        if (!data || fread(data, 1, (size_t)size, file) != (size_t)size) {
                perror(path);
                exit(1);
        }
        (void)fclose(file);
        (void)LLVMFuzzerTestOneInput(data, (size_t)size);
        free(data);
        replayed++;
}

static void replay(const char *path) {
        struct stat info;
        if (stat(path, &info) != 0) {
                perror(path);
                exit(1);
        }
        if (!S_ISDIR(info.st_mode)) {
                replay_file(path);
                return;
        }
        struct dirent **entries;
        int count = scandir(path, &entries, NULL, alphasort);
        for (int i = 0; i < count; i++) {
                char below[4096];
                if (entries[i]->d_name[0] != '.') {
                        (void)snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
                        replay(below);
                }
                free(entries[i]);
        }
        if (count >= 0)
                free(entries);
}

int main(int argc, char **argv) {
        for (int i = 1; i < argc; i++)
                replay(argv[i]);
        printf("%u inputs replayed\n", replayed);
        return replayed == 0;
}
