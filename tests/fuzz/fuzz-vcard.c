/* layer: store */
#include <stddef.h>
#include <stdint.h>

#include "store/books.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is told is an address: bytes, one @, no white space, bounded. */
static bool take(void *context, const char *address) {
        unsigned *count = context;
        struct span text = span_from(address);
        size_t at = span_find_byte(text, '@');
        if (text.len > 320 || at == 0 || at + 1 >= text.len || span_has(span_skip(text, at + 1), SPAN("@")))
                __builtin_trap();
        for (size_t i = 0; i < text.len; i++)
                if ((unsigned char)text.ptr[i] <= ' ')
                        __builtin_trap();
        return ++*count < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        unsigned count = 0;
        vcard_addresses((struct span){ (const char *)data, size }, take, &count);
        return 0;
}
