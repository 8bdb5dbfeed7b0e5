#include "message/subaddress.h"

#include <stdio.h>

static bool is_gmail(struct span host) {
        return span_equal(host, SPAN("gmail.com")) || span_equal(host, SPAN("googlemail.com"));
}

const char *subaddress_mailbox(struct span address, char out[ADDRESS_BYTES]) {
        size_t at = address.len, len = 0;
        while (at > 0 && address.ptr[at - 1] != '@')
                at--;
        struct span local = span_head(address, at ? at - 1 : 0), host = span_skip(address, at);
        size_t plus = span_find_byte(local, '+');
        if (plus > 0)
                local = span_head(local, plus);
        bool gmail = is_gmail(host);
        for (size_t i = 0; at > 0 && address.len < ADDRESS_BYTES && i < local.len; i++)
                if (!gmail || local.ptr[i] != '.')
                        out[len++] = local.ptr[i];
        struct span rest = len == 0 ? address : host;
        (void)snprintf(out + len, ADDRESS_BYTES - len, "%s%.*s", len == 0 ? "" : "@", (int)rest.len, rest.ptr);
        if (len > 0 && gmail)
                (void)snprintf(out + len, ADDRESS_BYTES - len, "@gmail.com");
        return out;
}

bool subaddress_is_certain(struct span address) {
        return span_ends_nocase(address, SPAN("@gmail.com")) || span_ends_nocase(address, SPAN("@googlemail.com"));
}
