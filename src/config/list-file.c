#include "config/list-file.h"

static struct span word(struct span *text) {
        *text = span_trim(*text);
        return span_split(text, ' ');
}

static int digit_of(char c) {
        static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const char *place = c ? strchr(digits, c) : NULL;
        return place ? (int)(place - digits) : -1;
}

bool list_file_base64(struct span text, uint8_t *ret, size_t most, size_t *ret_len) {
        uint32_t bits = 0;
        size_t len = 0, have = 0;
        while (text.len > 0 && text.ptr[text.len - 1] == '=')
                text.len--;
        for (size_t i = 0; i < text.len; i++) {
                int digit = digit_of(text.ptr[i]);
                if (digit < 0)
                        return false;
                bits = bits << 6 | (uint32_t)digit;
                have += 6;
                if (have < 8)
                        continue;
                have -= 8;
                if (len == most)
                        return false;
                ret[len++] = (uint8_t)(bits >> have);
        }
        *ret_len = len;
        return true;
}

/* Ed25519's 32 bytes, or minisign's: "Ed", a number of the key, the key. */
static bool key_read(struct span text, struct list_file_definition *file) {
        uint8_t bytes[2 + LIST_FILE_KEY_ID + LIST_FILE_KEY];
        size_t len;
        if (!list_file_base64(text, bytes, sizeof bytes, &len) || (len != LIST_FILE_KEY && len != sizeof bytes))
                return false;
        file->has_key = true;
        file->has_key_id = len == sizeof bytes;
        if (file->has_key_id && memcmp(bytes, "Ed", 2) != 0)
                return false;
        memcpy(file->key_id, bytes + 2, LIST_FILE_KEY_ID);
        memcpy(file->key, bytes + len - LIST_FILE_KEY, LIST_FILE_KEY);
        return true;
}

static bool is_name(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (!ascii_alnum(text.ptr[i]) && text.ptr[i] != '-' && text.ptr[i] != '_')
                        return false;
        return text.len > 0 && text.len <= LIST_FILE_NAME;
}

/* A URL without TLS may be changed on its way. */
static bool place_fits(struct list_file_definition *file) {
        struct span place = file->place;
        file->fetched = span_starts_nocase(place, SPAN("https://")) || span_starts_nocase(place, SPAN("http://"));
        if (file->fetched)
                return place.len < 1000 && (file->has_key || span_starts_nocase(place, SPAN("https://")));
        return place.len > 0 && place.len < 1000 && place.ptr[0] == '/' && !file->has_key;
}

bool list_file_read(struct span text, struct list_file_definition *ret) {
        struct list_file_definition file = { .name = word(&text) };
        bool fits = is_name(file.name) && dns_list_meaning_read(word(&text), &file.meaning) &&
                    file.meaning != DNS_LIST_ERROR;
        file.place = word(&text);
        struct span key = word(&text);
        if (key.len > 0)
                fits = fits && span_starts_nocase(key, SPAN("key=")) && key_read(span_skip(key, 4), &file);
        if (!fits || span_trim(text).len > 0 || !place_fits(&file))
                return false;
        *ret = file;
        return true;
}
