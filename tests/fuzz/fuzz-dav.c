/* layer: client */
/* What a calendar server answers: a list, or an object. */
#include "client/caldav-inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_list(struct span bytes) {
        DAV_ANSWER_CLEANUP struct dav_answer answer;
        (void)!dav_answer_read(bytes, &answer);
        for (uint32_t i = 0; i < answer.count; i++) {
                const struct dav_response *one = &answer.responses[i];
                if (one->path[0] != '/' || strlen(one->path) >= LIMIT_CALDAV_PATH || strpbrk(one->path, "\r\n \t"))
                        __builtin_trap();
                (void)caldav_has_uid(dav_value(one, DAV_DATA), SPAN("a@example.net"));
        }
}

/* What is added for silence is all that is added. */
static void read_object(struct span bytes) {
        struct caldav user = { .home.address_count = 1, .address_list = { "kim@example.org" } };
        struct dav_text marked = { 0 };
        size_t more = strlen(";SCHEDULE-AGENT=CLIENT\r\n ");
        bool fine = caldav_mark_silent(bytes, &marked);
        if (fine && (marked.len < bytes.len || (marked.len - bytes.len) % more != 0))
                __builtin_trap();
        dav_text_free(&marked);
        (void)caldav_user_invites(&user, bytes);
        (void)caldav_sequence(bytes);
        (void)caldav_has_uid(bytes, SPAN("a@example.net"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct span bytes = { (const char *)data, size };
        read_list(bytes);
        read_object(bytes);
        return 0;
}
