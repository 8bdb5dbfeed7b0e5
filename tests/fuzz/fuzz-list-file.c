/* layer: lookup */
/* What a list holds is asked for again, line by line, and nothing else happens than yes or no. */
#include <stdlib.h>

#include "config/address.h"
#include "lookup/list-file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct span text = { (const char *)data, size }, found;
        struct list_file *file;
        struct err err;
        struct ip ip;
        if (list_file_parse(text, &file, &err))
                return 0;
        while (text.len > 0) {
                struct span line = span_trim(span_split(&text, '\n'));
                (void)list_file_has_host(file, line, &found);
                (void)list_file_has_mailbox(file, line);
                (void)list_file_has_url(file, line);
                if (ip_parse(line, &ip))
                        (void)list_file_has_ip(file, &ip);
        }
        list_file_free(file);
        return 0;
}
