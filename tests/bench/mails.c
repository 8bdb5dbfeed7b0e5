#include "mails.h"

static struct span mail_read(const char *path) {
        FILE *file = fopen(path, "rb");
        if (!file || fseek(file, 0, SEEK_END) != 0) {
                perror(path);
                exit(1);
        }
        long size = ftell(file);
        rewind(file);
        char *bytes = malloc((size_t)size + 1);
        if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
                perror(path);
                exit(1);
        }
        (void)fclose(file);
        bytes[size] = '\0';
        return (struct span){ bytes, (size_t)size };
}

struct mails mails_read(int count, char **paths) {
        struct mails mails = { .items = calloc((size_t)count + 1, sizeof *mails.items), .count = (uint32_t)count };
        if (!mails.items || count == 0) {
                fputs("name the mails\n", stderr);
                exit(64);
        }
        for (int i = 0; i < count; i++)
                mails.items[i] = mail_read(paths[i]);
        return mails;
}

uint64_t cpu_now(void) {
        struct timespec now;
        (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

double mails_time(const struct mails *mails, unsigned milliseconds, void (*judge)(struct span mail, void *context),
                  void *context) {
        for (uint32_t i = 0; i < mails->count; i++)
                judge(mails->items[i], context);
        uint64_t began = cpu_now(), spent = 0, judged = 0;
        while (spent < (uint64_t)milliseconds * 1000000u) {
                for (uint32_t i = 0; i < mails->count; i++)
                        judge(mails->items[i], context);
                judged += mails->count;
                spent = cpu_now() - began;
        }
        return (double)spent / 1000 / (double)judged;
}
