#include "message/parameters.h"

#include "base/limits.h"
#include "base/percent.h"
#include "message/header.h"
#include "text/charset.h"

/* One `name=value` as it stands. */
struct piece {
        struct span name;  /* lower case, without stars */
        struct span value; /* unquoted */
        int number;        /* of `name*2`; -1 without */
        bool extended;     /* percent-encoded: `name*` or `name*2*` */
        bool used;
};

struct pieces {
        struct arena *arena;
        struct defects *defects;
        uint32_t line;
        struct piece items[LIMIT_PARAMETERS];
        uint32_t count;
};

/* Skips white space and comments. */
static struct span skip_cfws(struct span s) {
        size_t i = 0, depth = 0;
        for (; i < s.len; i++) {
                char c = s.ptr[i];
                if (depth > 0 && c == '\\')
                        i++;
                else if (c == '(')
                        depth++;
                else if (c == ')' && depth > 0)
                        depth--;
                else if (depth == 0 && !ascii_space(c))
                        break;
        }
        return span_skip(s, i);
}

/* Takes a quoted string off *s (its first byte is the quote). */
static struct span quoted_take(struct pieces *pieces, struct span *s) {
        struct span rest = span_skip(*s, 1);
        size_t i = 0;
        bool escaped = false;
        while (i < rest.len && rest.ptr[i] != '"') {
                if (rest.ptr[i] == '\\' || rest.ptr[i] == '\r' || rest.ptr[i] == '\n')
                        escaped = true;
                i += rest.ptr[i] == '\\' ? 2 : 1;
        }
        if (i >= rest.len) {
                i = rest.len;
                defects_add(pieces->defects, DEFECT_MIME_PARAMETER_BAD, pieces->line);
        }
        struct span inner = span_head(rest, i);
        *s = span_skip(rest, i + 1);
        if (!escaped)
                return inner;
        char *out = arena_bytes(pieces->arena, inner.len);
        size_t len = 0;
        for (size_t k = 0; k < inner.len; k++) {
                if (inner.ptr[k] == '\\' && k + 1 < inner.len)
                        k++;
                if (inner.ptr[k] != '\r' && inner.ptr[k] != '\n')
                        out[len++] = inner.ptr[k];
        }
        return (struct span){ out, len };
}

/* Whether `name=` follows: the semicolon before it was forgotten. */
static bool parameter_follows(struct span s) {
        size_t i = 0;
        while (i < s.len && (ascii_alnum(s.ptr[i]) || s.ptr[i] == '-' || s.ptr[i] == '*'))
                i++;
        return i > 0 && i < s.len && s.ptr[i] == '=';
}

/* A value without quotes goes up to the semicolon, spaces and all (`name=my meeting.ics`), unless a comment or another
 * parameter stands behind its first word. */
static struct span bare_take(struct pieces *pieces, struct span *s) {
        struct span whole = span_head(*s, span_find_byte(*s, ';'));
        size_t word = 0;
        while (word < whole.len && !ascii_space(whole.ptr[word]))
                word++;
        struct span rest = span_trim(span_skip(whole, word));
        struct span value = whole;
        if (rest.len > 0 && parameter_follows(rest)) {
                defects_add(pieces->defects, DEFECT_MIME_PARAMETER_BAD, pieces->line);
                value = span_head(whole, word);
        } else if (rest.len > 0 && rest.ptr[0] == '(' && skip_cfws(rest).len == 0) {
                *s = span_skip(*s, whole.len);
                return span_head(whole, word);
        } else if (rest.len > 0) {
                defects_add(pieces->defects, DEFECT_MIME_PARAMETER_BAD, pieces->line);
        }
        *s = span_skip(*s, value.len);
        return span_trim(value);
}

/* `name*3*` -> name, 3, extended (RFC 2231 3, 4). */
static void name_read(struct pieces *pieces, struct span name, struct piece *piece) {
        size_t star = span_find_byte(name, '*');
        struct span stars = span_skip(name, star);
        piece->name = ascii_lowered(pieces->arena, span_head(name, star));
        piece->number = -1;
        if (stars.len == 0)
                return;
        uint64_t number;
        struct span digits = span_skip(stars, 1);
        if (digits.len == 0 || digits.ptr[digits.len - 1] == '*') {
                piece->extended = true;
                if (digits.len > 0)
                        digits.len--;
        }
        if (span_to_u64(digits, &number) && number < 10000)
                piece->number = (int)number;
        else if (digits.len > 0)
                defects_add(pieces->defects, DEFECT_MIME_PARAMETER_BAD, pieces->line);
}

/* Takes one parameter off *s; white space and the semicolon before it are gone. */
static void piece_take(struct pieces *pieces, struct span *s) {
        size_t len = 0;
        while (len < s->len && s->ptr[len] != '=' && s->ptr[len] != ';')
                len++;
        struct span name = span_trim(span_head(*s, len));
        *s = span_skip(*s, len);
        if (s->len == 0 || s->ptr[0] == ';' || name.len == 0) {
                defects_add(pieces->defects, DEFECT_MIME_PARAMETER_BAD, pieces->line);
                if (s->len > 0 && s->ptr[0] == '=')
                        *s = span_skip(*s, 1);
                return;
        }
        *s = span_skip(*s, 1);
        while (s->len > 0 && ascii_space(s->ptr[0]))
                *s = span_skip(*s, 1);
        struct span value = s->len > 0 && s->ptr[0] == '"' ? quoted_take(pieces, s) : bare_take(pieces, s);
        if (pieces->count == LIMIT_PARAMETERS) {
                defects_add(pieces->defects, DEFECT_MIME_TOO_MANY_PARAMETERS, pieces->line);
                return;
        }
        struct piece *piece = &pieces->items[pieces->count++];
        *piece = (struct piece){ .value = value };
        name_read(pieces, name, piece);
}

static struct piece *piece_numbered(struct pieces *pieces, struct span name, int number) {
        for (uint32_t i = 0; i < pieces->count; i++) {
                struct piece *piece = &pieces->items[i];
                if (!piece->used && piece->number == number && span_equal(piece->name, name))
                        return piece;
        }
        return NULL;
}

/* charset'language'text */
static struct span charset_take(struct span *value) {
        struct span rest = *value;
        size_t first = span_find_byte(rest, '\'');
        size_t second = first + 1 + span_find_byte(span_skip(rest, first + 1), '\'');
        if (second >= rest.len)
                return (struct span){ 0 };
        *value = span_skip(rest, second + 1);
        return span_head(rest, first);
}

/* Puts the pieces of an RFC 2231 parameter together, from `piece` on (number 0, or none). */
static struct span pieces_join(struct pieces *pieces, struct piece *piece, size_t room) {
        struct buf out = buf_in(pieces->arena, room);
        struct span charset = piece->extended ? charset_take(&piece->value) : (struct span){ 0 };
        for (int number = piece->number; piece;
             piece = number < 0 ? NULL : piece_numbered(pieces, piece->name, ++number)) {
                piece->used = true;
                buf_add(&out, piece->extended ? percent_decode(pieces->arena, piece->value) : piece->value);
        }
        return charset_decode(pieces->arena, buf_span(&out), charset).text;
}

static struct span plain_value(struct pieces *pieces, struct span value) {
        if (!span_has(value, SPAN("=?")))
                return charset_decode(pieces->arena, value, (struct span){ 0 }).text;
        defects_add(pieces->defects, DEFECT_MIME_PARAMETER_WORDS, pieces->line);
        return words_decode(pieces->arena, value, NULL);
}

static struct mime_parameter *find(struct mime_parameter *items, uint32_t count, struct span name) {
        for (uint32_t i = 0; i < count; i++)
                if (span_equal(items[i].name, name))
                        return &items[i];
        return NULL;
}

/* First of a name wins; but RFC 2231 wins over the plain form that senders write beside it for old readers. */
static void pieces_use(struct pieces *pieces, struct parameters *result, size_t room) {
        struct mime_parameter *items = arena_alloc(pieces->arena, pieces->count * sizeof *items);
        result->items = items;
        for (uint32_t i = 0; i < pieces->count; i++) {
                struct piece *piece = &pieces->items[i];
                if (piece->used)
                        continue;
                bool extended = piece->number >= 0 || piece->extended;
                if (piece->number > 0 && piece_numbered(pieces, piece->name, 0))
                        piece = piece_numbered(pieces, piece->name, 0);
                struct span value = extended ? pieces_join(pieces, piece, room) : plain_value(pieces, piece->value);
                piece->used = true;
                struct mime_parameter *same = find(items, result->count, piece->name);
                if (!same) {
                        items[result->count++] = (struct mime_parameter){ piece->name, value, extended };
                } else if (extended && !same->extended) {
                        *same = (struct mime_parameter){ piece->name, value, true };
                } else if (extended == same->extended && !span_equal(value, same->value)) {
                        result->repeated++;
                        defects_add(pieces->defects, DEFECT_MIME_PARAMETER_TWICE, pieces->line);
                }
        }
}

/* `text (comment) / (comment) calendar`: white space and comments may stand around the slash (RFC 2045 5.1). */
static void type_complete(struct arena *arena, struct span *value, struct span *rest) {
        bool open = value->len > 0 && value->ptr[value->len - 1] == '/';
        if (value->len == 0 || rest->len == 0 || rest->ptr[0] == ';' || !(open || rest->ptr[0] == '/'))
                return;
        struct span subtype = open ? *rest : skip_cfws(span_skip(*rest, 1));
        size_t len = 0;
        while (len < subtype.len && !ascii_space(subtype.ptr[len]) && subtype.ptr[len] != ';' && subtype.ptr[len] != '(')
                len++;
        *rest = skip_cfws(span_skip(subtype, len));
        *value = arena_format(arena, "%.*s%s%.*s", (int)value->len, value->ptr, open ? "" : "/", (int)len, subtype.ptr);
        *value = ascii_lowered(arena, *value);
}

struct parameters parameters_read(struct arena *arena, struct span raw, struct defects *defects, uint32_t line) {
        struct pieces pieces;
        pieces.arena = arena;
        pieces.defects = defects;
        pieces.line = line;
        pieces.count = 0;
        struct span rest = skip_cfws(raw);
        size_t len = 0;
        while (len < rest.len && !ascii_space(rest.ptr[len]) && rest.ptr[len] != ';' && rest.ptr[len] != '(')
                len++;
        struct parameters result = { .value = ascii_lowered(arena, span_head(rest, len)) };
        rest = skip_cfws(span_skip(rest, len));
        type_complete(arena, &result.value, &rest);
        while (rest.len > 0) {
                if (rest.ptr[0] != ';' && pieces.count == 0)
                        defects_add(defects, DEFECT_MIME_PARAMETER_BAD, line);
                while (rest.len > 0 && (rest.ptr[0] == ';' || rest.ptr[0] == ','))
                        rest = skip_cfws(span_skip(rest, 1));
                if (rest.len > 0)
                        piece_take(&pieces, &rest);
                rest = skip_cfws(rest);
        }
        pieces_use(&pieces, &result, raw.len);
        return result;
}

struct span parameters_get(const struct parameters *parameters, struct span name) {
        for (uint32_t i = 0; i < parameters->count; i++)
                if (span_equal(parameters->items[i].name, name))
                        return parameters->items[i].value;
        return (struct span){ 0 };
}
