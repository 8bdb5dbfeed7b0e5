/* RFC 2047: encoded words, also where they should not be: inside of words, with spaces in them, of any length. */
#include "message/header.h"

#include "text/charset.h"
#include "text/transfer.h"

struct word {
        struct span charset, text;
        char encoding; /* 'b' or 'q' */
        size_t length; /* of the whole */
};

/* Where the text of a word ends: at `?=`. A new `=?` before that means that this one has no end. Both lie before the
 * next one's, so all searches together are linear. */
static bool word_end(struct span rest, size_t *ret) {
        for (size_t i = 0; i < rest.len; i++) {
                i += span_find_byte(span_skip(rest, i), '?');
                if (i + 1 >= rest.len)
                        return false;
                if (rest.ptr[i + 1] == '=') {
                        *ret = i;
                        return true;
                }
                if (i > 0 && rest.ptr[i - 1] == '=')
                        return false;
        }
        return false;
}

static bool word_read(struct span s, struct word *ret) {
        enum { LONGEST_LABEL = 80 };
        struct span rest = span_skip(s, 2);
        size_t label = span_find_byte(span_head(rest, LONGEST_LABEL), '?');
        if (label == 0 || label + 2 >= rest.len || rest.ptr[label] != '?' || rest.ptr[label + 2] != '?')
                return false;
        struct word word = { .charset = span_head(rest, label), .encoding = ascii_lower(rest.ptr[label + 1]) };
        if ((word.encoding != 'b' && word.encoding != 'q') || memchr(word.charset.ptr, ' ', label))
                return false;
        rest = span_skip(rest, label + 3);
        size_t end;
        if (!word_end(rest, &end))
                return false;
        word.text = span_head(rest, end);
        word.length = (size_t)(rest.ptr + end + 2 - s.ptr);
        *ret = word;
        return true;
}

/* Words of one charset that stand next to each other, decoded to bytes and waiting for the next. */
struct pending {
        struct span charset;
        struct buf bytes;
        bool any;
};

static void flush(struct arena *arena, struct pending *pending, struct buf *out, unsigned *flags) {
        if (!pending->any)
                return;
        struct charset_text read = charset_decode(arena, buf_span(&pending->bytes), pending->charset);
        *flags |= read.flags;
        buf_add(out, read.text);
        pending->any = false;
}

static void word_take(struct arena *arena, const struct word *word, struct pending *pending, struct buf *out,
                      unsigned *flags) {
        struct transfer bytes = word->encoding == 'b' ? base64_decode(arena, word->text) : q_decode(arena, word->text);
        if (bytes.junk > 0)
                *flags |= CHARSET_BROKEN;
        if (!pending->any || !span_equal_nocase(pending->charset, word->charset)) {
                flush(arena, pending, out, flags);
                pending->bytes = buf_in(arena, out->max);
        }
        pending->charset = word->charset;
        pending->any = true;
        buf_add(&pending->bytes, bytes.bytes);
}

struct span words_decode(struct arena *arena, struct span text, unsigned *flags) {
        unsigned own = 0;
        if (!flags)
                flags = &own;
        if (span_find(text, SPAN("=?")) == text.len) {
                struct charset_text read = charset_decode(arena, text, (struct span){ 0 });
                *flags |= read.flags;
                return read.text;
        }
        struct buf out = buf_in(arena, text.len * 4 + 16);
        struct pending pending = { .any = false };
        struct span rest = text;
        size_t plain = 0; /* bytes before the next candidate that are shown as they are */
        while (rest.len > 0) {
                struct word word;
                plain += span_find(span_skip(rest, plain), SPAN("=?"));
                bool found = plain < rest.len && word_read(span_skip(rest, plain), &word);
                if (!found && plain < rest.len) {
                        plain += 2;
                        continue;
                }
                struct span between = span_head(rest, plain);
                if (!found || !pending.any || span_trim(between).len > 0) {
                        flush(arena, &pending, &out, flags);
                        buf_add(&out, charset_decode(arena, between, (struct span){ 0 }).text);
                }
                if (!found)
                        break;
                word_take(arena, &word, &pending, &out, flags);
                rest = span_skip(rest, plain + word.length);
                plain = 0;
        }
        flush(arena, &pending, &out, flags);
        return buf_span(&out);
}
