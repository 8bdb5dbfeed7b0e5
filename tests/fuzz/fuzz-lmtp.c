/* layer: transport_lmtp */
/* What a client of LMTP sends: whole and in two pieces it is answered alike, and within the limits. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "transport/lmtp/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_mail(void *user, struct session *session) {
        (void)user;
        assert(session->rcpt_count > 0);
        session_answer(session, "250 2.0.0 %zu bytes of %zu", session_mail(session).len, session_sender(session).len);
        for (uint32_t i = 0; i < session->rcpt_count; i++)
                assert(session_rcpt(session, i).len >= 3);
}

static struct session talk(const char *text, size_t size, size_t piece) {
        struct session session = { .hostname = "us.example.org", .mail = on_mail };
        session_begin(&session);
        session_take(&session, text, piece);
        session_take(&session, text + piece, size - piece);
        return session;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct session whole = talk((const char *)data, size, 0);
        struct session pieces = talk((const char *)data, size, size ? data[0] % size : 0);
        assert(whole.out.len == pieces.out.len && memcmp(whole.out.ptr, pieces.out.ptr, whole.out.len) == 0);
        session_end(&whole);
        session_end(&pieces);
        return 0;
}
