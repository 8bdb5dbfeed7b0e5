#include "message/address.h"

#include "base/limits.h"
#include "message/syntax.h"
#include "text/charset.h"

/* Tokens of RFC 5322 3.2. A dot belongs to its atom. */
enum kind { TOKEN_ATOM, TOKEN_QUOTED, TOKEN_SPECIAL };

struct token {
        enum kind kind;
        struct span text; /* of quoted strings without the quotes, still escaped */
        bool spaced;      /* white space or a comment stands before it */
};

/* Of one mailbox; one of more tokens is none. */
enum { TOKENS = 64 };

struct reader {
        struct arena *arena;
        struct span rest;
        bool no_quotes, no_comments; /* what is open now is closed nowhere: taken as it stands */
        bool spaced;
        struct token tokens[TOKENS];
        unsigned count;
        struct span comment; /* last of the current mailbox */
        bool in_angle, in_group, broken;
        struct array list; /* struct mailbox */
        struct mailboxes result;
};

static bool is_special(char c) {
        switch (c) {
        case '<':
        case '>':
        case ',':
        case ';':
        case ':':
        case '@':
        case '"':
        case '(':
        case ')':
                return true;
        default:
                return false;
        }
}

/* An encoded word is one atom, whatever stands in it. 0 when there is none. */
static size_t encoded_word_length(struct span s) {
        unsigned marks = 0;
        if (s.len < 8 || s.ptr[0] != '=' || s.ptr[1] != '?')
                return 0;
        for (size_t i = 2; i + 1 < s.len && !ascii_space(s.ptr[i]); i++) {
                if (s.ptr[i] != '?')
                        continue;
                if (++marks > 2 && s.ptr[i + 1] == '=')
                        return i + 2;
        }
        return 0;
}

static size_t atom_length(struct span s) {
        size_t len = encoded_word_length(s);
        while (len < s.len && !ascii_space(s.ptr[len]) && !is_special(s.ptr[len]))
                len++;
        return len;
}

/* Skips white space and comments. */
static void space_skip(struct reader *r) {
        while (r->rest.len > 0) {
                if (ascii_space(r->rest.ptr[0])) {
                        r->rest = span_skip(r->rest, 1);
                } else if (r->rest.ptr[0] == '(' && !r->no_comments) {
                        struct span inner = span_skip(r->rest, 1);
                        size_t len = comment_length(inner);
                        if (len == SIZE_MAX) {
                                r->no_comments = true;
                                return;
                        }
                        r->comment = span_head(inner, len);
                        r->rest = span_skip(inner, len + 1);
                } else {
                        return;
                }
                r->spaced = true;
        }
}

static bool token_next(struct reader *r, struct token *ret) {
        r->spaced = false;
        space_skip(r);
        if (r->rest.len == 0)
                return false;
        struct span inner = span_skip(r->rest, 1);
        *ret = (struct token){ .kind = TOKEN_SPECIAL, .text = span_head(r->rest, 1), .spaced = r->spaced };
        if (r->rest.ptr[0] == '"' && !r->no_quotes) {
                size_t len = quoted_length(inner);
                r->no_quotes = len == SIZE_MAX;
                if (!r->no_quotes) {
                        ret->kind = TOKEN_QUOTED;
                        ret->text = span_head(inner, len);
                        r->rest = span_skip(inner, len + 1);
                        return true;
                }
        }
        if (!is_special(r->rest.ptr[0])) {
                ret->kind = TOKEN_ATOM;
                ret->text = span_head(r->rest, atom_length(r->rest));
        }
        r->rest = span_skip(r->rest, ret->text.len);
        return true;
}

static bool is(const struct token *token, char special) {
        return token->kind == TOKEN_SPECIAL && token->text.ptr[0] == special;
}

static void token_add(struct buf *out, const struct token *token) {
        for (size_t i = 0; i < token->text.len; i++) {
                char c = token->text.ptr[i];
                if (token->kind == TOKEN_QUOTED && c == '\\' && i + 1 < token->text.len)
                        c = token->text.ptr[++i];
                if (c != '\r' && c != '\n')
                        buf_add_byte(out, c);
        }
}

static size_t tokens_size(const struct reader *r, unsigned from, unsigned to) {
        size_t size = 0;
        for (unsigned i = from; i < to; i++)
                size += r->tokens[i].text.len + 1;
        return size;
}

static struct span name_of(struct reader *r, unsigned from, unsigned to) {
        struct buf out = buf_in(r->arena, tokens_size(r, from, to));
        for (unsigned i = from; i < to; i++) {
                if (is(&r->tokens[i], '"'))
                        continue;
                if (out.len > 0 && r->tokens[i].spaced)
                        buf_add_byte(&out, ' ');
                token_add(&out, &r->tokens[i]);
        }
        return span_trim(words_decode(r->arena, span_trim(buf_span(&out)), NULL));
}

/* The address of tokens [from, to). A route (`@a,@b:user@c`, RFC 5322 4.4) is left out. */
static void address_set(struct reader *r, struct mailbox *mailbox, unsigned from, unsigned to) {
        unsigned at = to;
        for (unsigned i = from; i < to && is(&r->tokens[from], '@'); i++)
                if (is(&r->tokens[i], ':'))
                        from = i + 1;
        for (unsigned i = from; i < to; i++) {
                if (is(&r->tokens[i], '@')) {
                        mailbox->broken |= at != to;
                        at = i;
                }
        }
        struct buf out = buf_in(r->arena, tokens_size(r, from, to) + 1);
        for (unsigned i = from; i < at; i++)
                token_add(&out, &r->tokens[i]);
        size_t local = out.len;
        for (unsigned i = at; i < to; i++)
                if (!is(&r->tokens[i], '"'))
                        token_add(&out, &r->tokens[i]);
        struct span whole = span_trim(utf8_repair(r->arena, buf_span(&out)));
        if (at == to || local >= whole.len) {
                mailbox->local = mailbox->address = whole;
                mailbox->key = ascii_lowered(r->arena, whole);
                mailbox->broken = true;
                return;
        }
        while (whole.len > local + 2 && whole.ptr[whole.len - 1] == '.')
                whole.len--;
        /* With an address that was repaired the local part may have grown: look for the @ again, from behind. */
        for (local = whole.len; local > 0 && whole.ptr[local - 1] != '@'; local--)
                ;
        if (local > 0)
                local--;
        struct span key = ascii_lowered(r->arena, whole);
        mailbox->key = key;
        mailbox->local = span_head(whole, local);
        mailbox->domain = span_skip(key, local + 1);
        mailbox->address = whole;
        if (!span_equal(mailbox->domain, span_skip(whole, local + 1))) {
                char *mixed = arena_bytes(r->arena, whole.len);
                memcpy(mixed, whole.ptr, local);
                memcpy(mixed + local, key.ptr + local, whole.len - local);
                mailbox->address = (struct span){ mixed, whole.len };
        }
        mailbox->broken |= local == 0 || mailbox->domain.len == 0;
}

static void mailbox_add(struct reader *r, struct mailbox mailbox) {
        r->result.seen++;
        struct mailbox *kept = array_push(&r->list, r->arena, sizeof *kept, LIMIT_MAILBOXES);
        if (!kept)
                return;
        if (mailbox.name.len == 0 && r->comment.len > 0)
                mailbox.name = span_trim(words_decode(r->arena, r->comment, NULL));
        mailbox.in_group = r->in_group;
        r->result.broken |= mailbox.broken;
        *kept = mailbox;
}

/* Token i belongs to the one before it: no space is between them, or a dot of a domain stands next to the space (RFC 5322 4.4,
 * obs-domain). In a local part only a dot that stands for itself: "John Q. a@b.org" has a name. */
static bool joined(const struct reader *r, unsigned i, bool in_domain) {
        const struct token *token = &r->tokens[i], *before = token - 1;
        if (!token->spaced)
                return true;
        if (token->kind == TOKEN_ATOM && token->text.ptr[0] == '.')
                return true;
        return before->kind == TOKEN_ATOM && before->text.ptr[before->text.len - 1] == '.' &&
               (in_domain || before->text.len == 1);
}

/* No angle brackets: the tokens around the @, which belong together; the rest is a name. */
static void bare_close(struct reader *r) {
        unsigned at = 0;
        struct mailbox mailbox = { .bare = true, .broken = r->broken };
        while (at < r->count && !is(&r->tokens[at], '@'))
                at++;
        unsigned from = at > 0 ? at - 1 : 0, to = at + 2 < r->count ? at + 2 : r->count;
        if (at == r->count) {
                from = 0;
                to = r->count == 1 ? 1 : 0;
                mailbox.broken = true;
        }
        while (from > 0 && joined(r, from, false))
                from--;
        while (to > 0 && to < r->count && joined(r, to, true))
                to++;
        address_set(r, &mailbox, from, to);
        if (from > 0 || to < r->count) {
                mailbox.broken = true;
                mailbox.name = name_of(r, from > 0 ? 0 : to, from > 0 ? from : r->count);
        }
        mailbox_add(r, mailbox);
}

static void angle_close(struct reader *r) {
        unsigned angle = 0;
        while (angle < r->count && !is(&r->tokens[angle], '<'))
                angle++;
        struct mailbox mailbox = { .name = name_of(r, 0, angle), .broken = r->broken };
        if (angle + 1 == r->count && angle == 0) {
                r->result.null = true;
        } else {
                address_set(r, &mailbox, angle + 1, r->count);
                mailbox_add(r, mailbox);
        }
}

static void mailbox_close(struct reader *r) {
        if (r->in_angle)
                angle_close(r);
        else if (r->count > 0)
                bare_close(r);
        r->count = 0;
        r->in_angle = r->broken = false;
        r->comment = (struct span){ 0 };
}

static void token_keep(struct reader *r, const struct token *token) {
        if (r->count < TOKENS)
                r->tokens[r->count++] = *token;
        else
                r->broken = r->result.broken = true;
}

/* A colon ends the name of a group, or `mailto`. */
static void colon(struct reader *r, const struct token *token) {
        bool address = false;
        for (unsigned i = 0; i < r->count; i++)
                address |= is(&r->tokens[i], '@');
        if (r->in_angle || address) {
                token_keep(r, token);
                return;
        }
        if (r->count == 1 && span_equal_nocase(r->tokens[0].text, SPAN("mailto"))) {
                r->count = 0;
                return;
        }
        r->in_group = true;
        r->result.groups++;
        r->count = 0;
}

static void token_use(struct reader *r, const struct token *token) {
        if (is(token, '<') && r->in_angle && is(&r->tokens[r->count - 1], '<')) {
                r->broken = true;
        } else if (is(token, '<')) {
                if (r->in_angle) {
                        r->broken = r->result.broken = true;
                        mailbox_close(r);
                }
                token_keep(r, token);
                r->in_angle = true;
        } else if (is(token, '>') && !r->in_angle) {
                r->result.broken = true;
        } else if (is(token, '>')) {
                space_skip(r); /* a comment behind the address may hold the name */
                if (r->rest.len > 0 && r->rest.ptr[0] != ',' && r->rest.ptr[0] != ';')
                        r->result.broken = true;
                mailbox_close(r);
        } else if (is(token, ',') && !r->in_angle) {
                mailbox_close(r);
        } else if (is(token, ';')) {
                mailbox_close(r);
                r->in_group = false;
        } else if (is(token, ':')) {
                colon(r, token);
        } else {
                token_keep(r, token);
        }
}

/* One field; fields of one name are one list. */
static void field_read(struct reader *r, struct span raw) {
        struct token token;
        r->rest = raw;
        r->no_quotes = r->no_comments = r->in_group = false;
        while (token_next(r, &token))
                token_use(r, &token);
        r->broken |= r->in_angle;
        mailbox_close(r);
        r->result.broken |= r->no_quotes || r->no_comments;
        r->result.items = r->list.items;
        r->result.count = r->list.count;
}

struct mailboxes mailboxes_read(struct arena *arena, struct span raw) {
        struct reader r = { .arena = arena };
        field_read(&r, raw);
        return r.result;
}

struct mailboxes message_mailboxes(struct arena *arena, const struct message *message, enum header_name id) {
        struct reader r = { .arena = arena };
        const struct header *field = message->first[id];
        for (; field; field = headers_next(&message->headers, field))
                field_read(&r, field->value);
        return r.result;
}

struct mailbox mailbox_read(struct arena *arena, struct span raw) {
        struct mailboxes all = mailboxes_read(arena, span_head(raw, LIMIT_HEADER_TEXT));
        return all.count > 0 ? all.items[0] : (struct mailbox){ .broken = !all.null };
}
