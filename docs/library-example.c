/* Judges a file with libcalwarden, and says why. From an installation:
 *
 *     cc -std=c11 library-example.c $(pkg-config --cflags --libs calwarden) -o library-example
 *     ./library-example invitation.eml */
#include <calwarden.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *length) {
        FILE *file = fopen(path, "rb");
        if (!file)
                return NULL;
        char *bytes = NULL;
        size_t size = 0, got;
        *length = 0;
        do {
                size = size ? size * 2 : 65536;
                char *grown = realloc(bytes, size);
                if (!grown)
                        break;
                bytes = grown;
                got = fread(bytes + *length, 1, size - *length, file);
                *length += got;
        } while (*length == size);
        fclose(file);
        return bytes;
}

static void print_verdict(cw_verdict *verdict) {
        printf("%s, %.1f %%, placement %s\n", cw_class_name(cw_verdict_class(verdict)), 100 * cw_verdict_probability(verdict),
               cw_placement_name(cw_verdict_placement(verdict)));
        struct cw_signal signal;
        for (size_t i = 0; cw_verdict_signal(verdict, i, &signal); i++)
                printf("%+.2f %s: %.*s\n", signal.weight, signal.name, (int)signal.evidence.length, signal.evidence.text);
        struct cw_recipient recipient;
        for (size_t i = 0; cw_verdict_recipient(verdict, i, &recipient); i++)
                printf("for %.*s: %s\n", (int)recipient.address.length, recipient.address.text, cw_placement_name(recipient.placement));
        const char *json = cw_verdict_json(verdict);
        if (json)
                puts(json);
}

int main(int argc, char **argv) {
        if (argc != 2) {
                fprintf(stderr, "usage: %s FILE\n", argv[0]);
                return 64;
        }
        char error[CW_ERROR_SIZE];
        cw_engine *engine;
        if (cw_engine_open(NULL, &engine, error) != CW_STATUS_OK) {
                fprintf(stderr, "%s\n", error);
                return 70;
        }
        struct cw_item item = CW_ITEM_INIT;
        char *bytes = read_file(argv[1], &item.length);
        item.bytes = bytes;
        const char *rcpt[] = { "user@example.org" };
        item.rcpt = rcpt;
        item.rcpt_count = 1;
        cw_verdict *verdict;
        int status = 70;
        if (!bytes) {
                perror(argv[1]);
        } else if (cw_judge(engine, &item, &verdict, error) == CW_STATUS_OK) {
                print_verdict(verdict);
                status = (int)cw_verdict_class(verdict);
                cw_verdict_free(verdict);
        } else {
                fprintf(stderr, "%s\n", error);
        }
        cw_engine_close(engine);
        free(bytes);
        return status;
}
