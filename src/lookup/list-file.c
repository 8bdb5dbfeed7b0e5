#include "lookup/list-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/siphash.h"
#include "config/address.h"
#include "lookup/mailbox.h"

enum { ENTRY_BYTES = 2048, BUCKET = 8 /* hashes, about */ };
/* What an entry is; the first byte of what is hashed. */
enum { KIND_IP = 'i', KIND_HOST = 'h', KIND_MAILBOX = 'm', KIND_URL = 'u' };

struct list_file {
        struct siphash_key key;
        uint64_t *hashes;  /* by bucket, sorted within */
        uint32_t *buckets; /* where each begins; one more at the end */
        unsigned bits;     /* of a hash: its bucket */
        uint32_t count, capacity, bad;
        bool networks[129]; /* by length, of 128 bits: some entry is one */
};

/* ---- What is hashed ------------------------------------------------------------------------------------------------------ */

static uint64_t hash_of(const struct list_file *file, char kind, struct span text) {
        char bytes[ENTRY_BYTES + 1];
        bytes[0] = kind;
        size_t len = text.len < ENTRY_BYTES ? text.len : ENTRY_BYTES;
        memcpy(bytes + 1, text.ptr, len);
        return siphash(&file->key, (struct span){ bytes, len + 1 });
}

static uint64_t hash_of_network(const struct list_file *file, const struct ip *ip, unsigned bits) {
        uint8_t bytes[17];
        memcpy(bytes, ip->bytes, 16);
        for (unsigned i = 0; i < 16; i++)
                if (bits < 8 * (i + 1))
                        bytes[i] = bits <= 8 * i ? 0 : (uint8_t)(bytes[i] & 0xff00 >> (bits - 8 * i));
        bytes[16] = (uint8_t)bits;
        return hash_of(file, KIND_IP, (struct span){ (const char *)bytes, sizeof bytes });
}

/* host, port where it is not the scheme's own, path, query; false for what is no URL. */
static bool url_normal(struct span url, char ret[ENTRY_BYTES], struct span *ret_text) {
        size_t colon = span_find(url, SPAN("://")), len = 0;
        if (colon >= url.len || url.len >= ENTRY_BYTES)
                return false;
        bool tls = span_equal_nocase(span_head(url, colon), SPAN("https"));
        struct span rest = span_skip(url, colon + 3);
        rest = span_head(rest, span_find_byte(rest, '#'));
        size_t end = 0;
        while (end < rest.len && !strchr("/?\\", rest.ptr[end]))
                end++;
        struct span host = span_head(rest, end), path = span_skip(rest, end);
        for (size_t at = span_find_byte(host, '@'); at < host.len; at = span_find_byte(host, '@'))
                host = span_skip(host, at + 1);
        if (span_ends_nocase(host, tls ? SPAN(":443") : SPAN(":80")))
                host.len -= tls ? 4 : 3;
        for (size_t i = 0; i < host.len; i++)
                ret[len++] = ascii_lower(host.ptr[i]);
        if (path.len == 0 || path.ptr[0] != '/')
                ret[len++] = '/';
        memcpy(ret + len, path.ptr, path.len);
        *ret_text = (struct span){ ret, len + path.len };
        return host.len > 0;
}

/* ---- Reading -------------------------------------------------------------------------------------------------------------- */

static bool hash_add(struct list_file *file, uint64_t hash) {
        if (file->count == file->capacity) {
                uint32_t capacity = file->capacity ? file->capacity * 2 : 1024;
                uint64_t *hashes = reallocarray(file->hashes, capacity, sizeof *hashes);
                if (!hashes)
                        return false;
                file->hashes = hashes;
                file->capacity = capacity;
        }
        file->hashes[file->count++] = hash;
        return true;
}

static bool host_normal(struct span text, char ret[ENTRY_BYTES], struct span *ret_text) {
        bool dotted = false;
        if (text.len > 1 && text.ptr[0] == '*' && text.ptr[1] == '.')
                text = span_skip(text, 2);
        if (text.len > 0 && (text.ptr[0] == '.' || text.ptr[0] == '@'))
                text = span_skip(text, 1);
        if (text.len > 0 && text.ptr[text.len - 1] == '.')
                text.len--;
        if (text.len == 0 || text.len > 253 || text.ptr[0] == '.')
                return false;
        for (size_t i = 0; i < text.len; i++) {
                ret[i] = ascii_lower(text.ptr[i]);
                dotted |= ret[i] == '.';
                if (!ascii_alnum(ret[i]) && ret[i] != '-' && ret[i] != '_' && ret[i] != '.')
                        return false;
        }
        *ret_text = (struct span){ ret, text.len };
        return dotted;
}

static struct span word(struct span *text) {
        size_t len = 0;
        *text = span_trim(*text);
        while (len < text->len && !ascii_space(text->ptr[len]))
                len++;
        struct span found = span_head(*text, len);
        *text = span_skip(*text, len);
        return found;
}

/* False: no memory. */
static bool entry_add(struct list_file *file, struct span entry) {
        char bytes[ENTRY_BYTES];
        struct span text;
        struct network network;
        size_t len;
        if (network_parse(entry, &network) && network.bits > (ip_is_4(&network.ip) ? 96 : 0)) {
                file->networks[network.bits] = true;
                return hash_add(file, hash_of_network(file, &network.ip, network.bits));
        }
        if (span_has(entry, SPAN("://"))) {
                if (url_normal(entry, bytes, &text))
                        return hash_add(file, hash_of(file, KIND_URL, text));
        } else if (entry.ptr[0] != '@' && span_has(entry, SPAN("@"))) {
                if (mailbox_normal(entry, bytes, &len))
                        return hash_add(file, hash_of(file, KIND_MAILBOX, (struct span){ bytes, len }));
        } else if (host_normal(entry, bytes, &text))
                return hash_add(file, hash_of(file, KIND_HOST, text));
        file->bad++;
        return true;
}

static bool line_add(struct list_file *file, struct span line) {
        struct span entry = word(&line), second = word(&line);
        if (entry.len == 0 || entry.ptr[0] == '#' || entry.ptr[0] == ';')
                return true;
        bool hosts = span_equal(entry, SPAN("0.0.0.0")) || span_equal(entry, SPAN("127.0.0.1"));
        if (hosts && second.len > 0 && second.ptr[0] != '#')
                entry = second;
        return entry_add(file, entry);
}

static void bucket_sort(uint64_t *hashes, uint32_t count) {
        for (uint32_t i = 1; i < count; i++) {
                uint64_t hash = hashes[i];
                uint32_t at = i;
                for (; at > 0 && hashes[at - 1] > hash; at--)
                        hashes[at] = hashes[at - 1];
                hashes[at] = hash;
        }
}

/* Hashes are spread evenly: into buckets by their first bits, and each of these is short. */
static bool sort(struct list_file *file) {
        while (file->bits < 28 && (uint64_t)BUCKET << file->bits < file->count)
                file->bits++;
        uint32_t buckets = 1u << file->bits;
        unsigned shift = 63 - file->bits; /* twice, for a shift by 64 has no meaning */
        uint64_t *sorted = calloc(file->count + 1, sizeof *sorted);
        uint32_t *begins = calloc((size_t)buckets + 2, sizeof *begins);
        if (!sorted || !begins) {
                free(sorted);
                free(begins);
                return false;
        }
        for (uint32_t i = 0; i < file->count; i++)
                begins[(file->hashes[i] >> shift >> 1) + 2]++;
        for (uint32_t i = 2; i < buckets + 2; i++)
                begins[i] += begins[i - 1];
        for (uint32_t i = 0; i < file->count; i++)
                sorted[begins[(file->hashes[i] >> shift >> 1) + 1]++] = file->hashes[i];
        for (uint32_t i = 0; i < buckets; i++)
                bucket_sort(sorted + begins[i], begins[i + 1] - begins[i]);
        free(file->hashes);
        file->hashes = sorted;
        file->buckets = begins;
        return true;
}

enum cw_err list_file_parse(struct span text, struct list_file **ret, struct err *reterr) {
        struct list_file *file = calloc(1, sizeof *file);
        bool fits = file && getrandom(&file->key, sizeof file->key, 0) == sizeof file->key;
        if (span_starts_nocase(text, SPAN("\xEF\xBB\xBF")))
                text = span_skip(text, 3);
        while (fits && text.len > 0 && file->count < LIMIT_LIST_ENTRIES)
                fits = line_add(file, span_split(&text, '\n'));
        if (!fits || !sort(file)) {
                list_file_free(file);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a list");
        }
        if (text.len > 0) {
                list_file_free(file);
                return err_set(reterr, CW_ERR_IO, "more than %d entries", LIMIT_LIST_ENTRIES);
        }
        *ret = file;
        return CW_OK;
}

enum cw_err list_file_load(const char *path, size_t most, struct list_file **ret, struct err *reterr) {
        struct stat status;
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0 || fstat(fd, &status) < 0) {
                enum cw_err code = err_set(reterr, CW_ERR_IO, "%s: %s", path, strerror(errno));
                if (fd >= 0)
                        close(fd);
                return code;
        }
        if (!S_ISREG(status.st_mode) || (uint64_t)status.st_size > most) {
                close(fd);
                return err_set(reterr, CW_ERR_IO, "%s: no file, or more than %zu bytes", path, most);
        }
        /* Read, and not mapped: a file that somebody makes shorter meanwhile would end the process. */
        char *bytes = malloc((size_t)status.st_size + 1);
        size_t len = 0;
        ssize_t got = 1;
        while (bytes && got > 0 && len < (size_t)status.st_size) {
                got = read(fd, bytes + len, (size_t)status.st_size - len);
                len += got > 0 ? (size_t)got : 0;
        }
        close(fd);
        enum cw_err code = !bytes    ? err_set(reterr, CW_ERR_MEMORY, "no memory for %s", path)
                           : got < 0 ? err_set(reterr, CW_ERR_IO, "%s: %s", path, strerror(errno))
                                     : list_file_parse((struct span){ bytes, len }, ret, reterr);
        free(bytes);
        return code;
}

void list_file_free(struct list_file *file) {
        if (!file)
                return;
        free(file->hashes);
        free(file->buckets);
        free(file);
}

/* ---- Asking ----------------------------------------------------------------------------------------------------------------- */

uint32_t list_file_count(const struct list_file *file) {
        return file->count;
}

uint32_t list_file_bad(const struct list_file *file) {
        return file->bad;
}

size_t list_file_bytes(const struct list_file *file) {
        return sizeof *file + file->count * sizeof *file->hashes + ((sizeof *file->buckets) << file->bits);
}

static bool has(const struct list_file *file, uint64_t hash) {
        uint64_t bucket = hash >> (63 - file->bits) >> 1;
        for (uint32_t i = file->buckets[bucket]; i < file->buckets[bucket + 1]; i++)
                if (file->hashes[i] == hash)
                        return true;
        return false;
}

bool list_file_has_ip(const struct list_file *file, const struct ip *ip) {
        for (unsigned bits = 0; bits <= 128; bits++)
                if (file->networks[bits] && has(file, hash_of_network(file, ip, bits)))
                        return true;
        return false;
}

bool list_file_has_host(const struct list_file *file, struct span host, struct span *ret) {
        if (host.len > 0 && host.ptr[host.len - 1] == '.')
                host.len--;
        for (int labels = 0; labels < 128 && span_find_byte(host, '.') < host.len; labels++) {
                if (has(file, hash_of(file, KIND_HOST, host))) {
                        *ret = host;
                        return true;
                }
                host = span_skip(host, span_find_byte(host, '.') + 1);
        }
        return false;
}

bool list_file_has_mailbox(const struct list_file *file, struct span mailbox) {
        char bytes[MAILBOX_BYTES];
        size_t len;
        return mailbox_normal(mailbox, bytes, &len) &&
               has(file, hash_of(file, KIND_MAILBOX, (struct span){ bytes, len }));
}

bool list_file_has_url(const struct list_file *file, struct span url) {
        char bytes[ENTRY_BYTES];
        struct span text;
        if (!url_normal(url, bytes, &text))
                return false;
        struct span path = span_head(text, span_find_byte(text, '?'));
        return has(file, hash_of(file, KIND_URL, text)) ||
               (path.len < text.len && has(file, hash_of(file, KIND_URL, path)));
}
