#include "message/received.h"

#include "message/date.h"
#include "message/syntax.h"
#include "text/charset.h"

struct reader {
        struct span rest;
        bool no_comments;
        struct span comment; /* of the last token, when it was one */
};

/* Next word, comment (then r->comment is set) or `;`. Empty at the end. */
static struct span word_next(struct reader *r) {
        struct span s = r->rest;
        while (s.len > 0 && ascii_space(s.ptr[0]))
                s = span_skip(s, 1);
        r->comment = (struct span){ 0 };
        size_t len = 0;
        if (s.len > 0 && s.ptr[0] == '(' && !r->no_comments) {
                size_t inner = comment_length(span_skip(s, 1));
                r->no_comments = inner == SIZE_MAX;
                if (!r->no_comments) {
                        r->comment = span_head(span_skip(s, 1), inner);
                        r->rest = span_skip(s, inner + 2);
                        return span_head(s, inner + 2);
                }
        }
        while (len < s.len && !ascii_space(s.ptr[len]) && s.ptr[len] != ';' && (s.ptr[len] != '(' || r->no_comments))
                len++;
        if (len == 0 && s.len > 0)
                len = 1;
        r->rest = span_skip(s, len);
        return span_head(s, len);
}

static bool is_address(struct span s) {
        size_t dots = 0, colons = 0;
        for (size_t i = 0; i < s.len; i++) {
                char c = ascii_lower(s.ptr[i]);
                dots += c == '.';
                colons += c == ':';
                if (!ascii_digit(c) && c != '.' && c != ':' && (c < 'a' || c > 'f'))
                        return false;
        }
        return s.len <= 45 && (colons >= 2 || (dots == 3 && s.len >= 7 && ascii_digit(s.ptr[s.len - 1])));
}

/* An address literal, with or without brackets, `IPv6:` and a port behind it; empty when it is none. */
static struct span address_of(struct span s) {
        if (s.len > 0 && s.ptr[0] == '[') {
                s = span_skip(s, 1);
                s = span_head(s, span_find_byte(s, ']'));
        }
        if (span_starts_nocase(s, SPAN("IPv6:")))
                s = span_skip(s, strlen("IPv6:"));
        return is_address(s) ? s : (struct span){ 0 };
}

static void set(struct span *slot, struct span value) {
        if (slot->len == 0)
                *slot = value;
}

/* The words of MTAs: `host [1.2.3.4]`, `[1.2.3.4] helo=host`, `HELO host`, `Authenticated sender: user`. */
static void client_comment(struct received *received, struct span comment) {
        struct span rest = comment;
        bool first = true;
        if (span_starts_nocase(comment, SPAN("Authenticated sender:"))) {
                set(&received->ident, span_trim(span_skip(comment, span_find_byte(comment, ':') + 1)));
                return;
        }
        for (; rest.len > 0; first = false) {
                struct span word = span_split(&rest, ' ');
                struct span ip = address_of(word);
                if (ip.len > 0) {
                        set(&received->ip, ip);
                } else if (span_equal_nocase(word, SPAN("HELO")) || span_equal_nocase(word, SPAN("EHLO"))) {
                        /* qmail: what stands behind `from` is the name, the greeting is here. */
                        received->name = span_equal_nocase(received->helo, SPAN("unknown")) ? (struct span){ 0 }
                                                                                            : received->helo;
                        received->helo = span_trim(span_split(&rest, ' '));
                } else if (span_starts_nocase(word, SPAN("helo="))) {
                        received->name = received->helo;
                        received->helo = span_skip(word, strlen("helo="));
                } else if (span_starts_nocase(word, SPAN("ident=")) || span_starts_nocase(word, SPAN("auth="))) {
                        set(&received->ident, span_skip(word, span_find_byte(word, '=') + 1));
                } else if (first && !span_equal_nocase(word, SPAN("unknown")) && span_has(word, SPAN("."))) {
                        while (word.len > 0 && word.ptr[word.len - 1] == '.')
                                word.len--;
                        set(&received->name, word);
                }
        }
}

static struct span *clause(struct received *received, struct span word) {
        if (span_equal_nocase(word, SPAN("from")))
                return &received->helo;
        if (span_equal_nocase(word, SPAN("by")))
                return &received->by;
        if (span_equal_nocase(word, SPAN("via")))
                return &received->via;
        if (span_equal_nocase(word, SPAN("with")))
                return &received->with;
        if (span_equal_nocase(word, SPAN("id")))
                return &received->id;
        return span_equal_nocase(word, SPAN("for")) ? &received->recipient : NULL;
}

/* Everything before the date; returns where it stands. */
static struct span clauses_read(struct received *received, struct span raw) {
        struct reader r = { .rest = raw };
        struct span *open = NULL, *last = NULL;
        for (struct span word = word_next(&r); word.len > 0; word = word_next(&r)) {
                struct span *slot = r.comment.ptr || open ? NULL : clause(received, word);
                if (r.comment.ptr && last == &received->helo)
                        client_comment(received, r.comment);
                if (r.comment.ptr)
                        continue;
                if (word.len == 1 && word.ptr[0] == ';')
                        return r.rest;
                if (slot) {
                        received->broken |= slot->len > 0;
                        received->has_from |= slot == &received->helo;
                        open = last = slot;
                } else if (open) {
                        set(open, span_without_brackets(word));
                        open = NULL;
                }
        }
        return (struct span){ 0 };
}

struct received received_read(struct arena *arena, struct span raw) {
        struct received received = { 0 };
        raw = utf8_repair(arena, raw);
        struct span after = clauses_read(&received, raw);
        struct date date;
        if (received.ip.len == 0)
                received.ip = address_of(received.helo);
        received.has_date = date_read_zoned(after, &date);
        /* Some write a clause behind the first semicolon. */
        for (unsigned more = 0; more < 3 && !received.has_date && span_find_byte(after, ';') < after.len; more++) {
                (void)span_split(&after, ';');
                received.has_date = date_read_zoned(after, &date);
        }
        if (received.has_date) {
                received.date = date.time;
                received.zone_seconds = date.zone_seconds;
        }
        received.broken |= received.by.len == 0;
        return received;
}
