#include "lookup/mailbox.h"

bool mailbox_normal(struct span mailbox, char ret[MAILBOX_BYTES], size_t *ret_len) {
        size_t at = mailbox.len, len = 0;
        while (at > 0 && mailbox.ptr[at - 1] != '@')
                at--;
        if (at <= 1 || at == mailbox.len || mailbox.len >= MAILBOX_BYTES)
                return false;
        struct span host = span_skip(mailbox, at), local = span_head(mailbox, at - 1);
        size_t plus = span_find_byte(local, '+');
        local = plus > 0 ? span_head(local, plus) : local;
        if (span_equal_nocase(host, SPAN("googlemail.com")))
                host = SPAN("gmail.com");
        bool dots = !span_equal_nocase(host, SPAN("gmail.com"));
        for (size_t i = 0; i < local.len; i++)
                if (dots || local.ptr[i] != '.')
                        ret[len++] = ascii_lower(local.ptr[i]);
        ret[len++] = '@';
        for (size_t i = 0; i < host.len; i++)
                ret[len++] = ascii_lower(host.ptr[i]);
        *ret_len = len;
        return true;
}
