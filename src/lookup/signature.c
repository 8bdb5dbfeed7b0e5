#include "lookup/signature.h"

#include "text/charset.h"
#include "text/transfer.h"

/* ---- The field ---------------------------------------------------------------------------------------------------------------- */

struct span signature_field(const struct headers *headers, const struct header *header) {
        const struct header *next = header + 1;
        const char *end = headers->raw.ptr + headers->raw.len;
        /* Fields that stand behind a bare CR come at the end of the list, and earlier in the block. */
        if (next < headers->items + headers->count && next->name.ptr > header->name.ptr)
                end = next->name.ptr;
        struct span field = { header->name.ptr, (size_t)(end - header->name.ptr) };
        /* The value tells where the field ends, for something that is no field may stand behind it. */
        size_t used = (size_t)(header->value.ptr + header->value.len - header->name.ptr);
        if (header->value.ptr && used < field.len) {
                size_t line = used;
                while (line < field.len && field.ptr[line] != '\n')
                        line++;
                field.len = line;
        }
        while (field.len > 0 && (field.ptr[field.len - 1] == '\n' || field.ptr[field.len - 1] == '\r'))
                field.len--;
        return field;
}

/* What can be asked for: else a name could be read in two ways. */
static struct span host_name(struct span s) {
        for (size_t i = 0; i < s.len; i++)
                if (!ascii_alnum(s.ptr[i]) && !strchr("-_.", s.ptr[i] ? s.ptr[i] : ' '))
                        return (struct span){ 0 };
        return s;
}

static enum signature_algorithm algorithm_of(struct span name) {
        static const struct {
                struct span name;
                enum signature_algorithm algorithm;
        } known[] = { { SPAN("rsa-sha256"), SIGN_RSA_SHA256 },
                      { SPAN("rsa-sha1"), SIGN_RSA_SHA1 },
                      { SPAN("ed25519-sha256"), SIGN_ED25519 } };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                if (span_equal(known[i].name, name))
                        return known[i].algorithm;
        return SIGN_OTHER;
}

/* tag-list = tag-spec *( ";" tag-spec ) [ ";" ], each name a letter and then letters, digits and underscores. */
static bool fits_grammar(struct span list) {
        while (list.len > 0) {
                struct span tag = span_trim(span_split(&list, ';'));
                struct span name = span_trim(span_head(tag, span_find_byte(tag, '=')));
                if (tag.len == 0)
                        return span_trim(list).len == 0;
                for (size_t i = 0; i < name.len; i++)
                        if (!ascii_alnum(name.ptr[i]) && name.ptr[i] != '_')
                                return false;
                if (name.len == 0 || name.len == tag.len || !ascii_alpha(name.ptr[0]))
                        return false;
        }
        return true;
}

/* "relaxed/simple"; without the second, the body is simple (6376 3.5). */
static void read_form(struct span form, struct signature *ret) {
        struct span body = form, header = form.len > 0 ? span_split(&body, '/') : form;
        ret->relaxed_header = span_equal_nocase(header, SPAN("relaxed"));
        ret->relaxed_body = span_equal_nocase(body, SPAN("relaxed"));
        ret->readable_form = (header.len == 0 || ret->relaxed_header || span_equal_nocase(header, SPAN("simple"))) &&
                             (body.len == 0 || ret->relaxed_body || span_equal_nocase(body, SPAN("simple")));
}

void signature_read(struct arena *arena, const struct headers *headers, const struct header *header,
                    struct signature *ret) {
        *ret = (struct signature){ .field = signature_field(headers, header) };
        if (ret->field.len > SIGNATURE_FIELD_BYTES)
                return;
        ret->tags = tags_read(arena, header->value);
        const struct tags *tags = &ret->tags;
        ret->well_formed = !tags->broken && fits_grammar(header->value);
        ret->algorithm_name = ascii_lowered(arena, tags_get(tags, SPAN("a")));
        ret->algorithm = algorithm_of(ret->algorithm_name);
        read_form(tags_get(tags, SPAN("c")), ret);
        ret->domain = host_name(ascii_lowered(arena, tags_get(tags, SPAN("d"))));
        ret->selector = host_name(ascii_lowered(arena, tags_get(tags, SPAN("s"))));
        ret->headers = tags_get(tags, SPAN("h"));
        ret->hash = base64_decode(arena, tags_get(tags, SPAN("bh"))).bytes;
        ret->bytes = base64_decode(arena, tags_get(tags, SPAN("b"))).bytes;
        ret->has_limit = span_to_u64(tags_get(tags, SPAN("l")), &ret->limit);
}

/* ---- Canonical forms (6376 3.4) ------------------------------------------------------------------------------------------------ */

static void flush(struct signature_input *input) {
        (void)EVP_DigestUpdate(input->digest, input->room, input->used);
        input->used = 0;
}

static void add(struct signature_input *input, const char *ptr, size_t len) {
        if (len > sizeof input->room - input->used)
                flush(input);
        if (len > sizeof input->room) {
                (void)EVP_DigestUpdate(input->digest, ptr, len);
                return;
        }
        memcpy(input->room + input->used, ptr, len);
        input->used += (uint32_t)len;
}

static bool is_blank(char c) {
        return c == ' ' || c == '\t';
}

/* A run of what is neither blank nor a line end goes in one piece. */
static size_t run_at(struct span text, size_t at) {
        size_t end = at;
        while (end < text.len && !is_blank(text.ptr[end]) && text.ptr[end] != '\r' && text.ptr[end] != '\n')
                end++;
        return end - at;
}

static bool ends_line(struct span text, size_t at) {
        return text.ptr[at] == '\n' || (text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n');
}

/* A field's value with white space in single spaces and no line ends, or as it stands with CR LF. */
static void add_value(struct signature_input *input, struct span value) {
        bool space = false, some = false;
        if (input->relaxed)
                value = span_trim(value);
        for (size_t i = 0; i < value.len;) {
                size_t run = run_at(value, i);
                if (run > 0) {
                        if (space && some)
                                add(input, " ", 1);
                        add(input, value.ptr + i, run);
                        space = false;
                        some = true;
                        i += run;
                } else if (input->relaxed) {
                        space |= is_blank(value.ptr[i]);
                        i++;
                } else if (value.ptr[i] == '\n' || (value.ptr[i] == '\r' && ends_line(value, i))) {
                        add(input, "\r\n", 2);
                        i += value.ptr[i] == '\r' ? 2 : 1;
                } else {
                        add(input, value.ptr + i++, 1);
                }
        }
}

/* Where the value of b= stands in the field: white space and line ends may stand around its name. */
static struct span b_value(struct span field) {
        size_t start = span_find_byte(field, ':') + 1;
        while (start < field.len) {
                struct span rest = span_skip(field, start);
                size_t tag = span_find_byte(rest, ';'), equals = span_find_byte(rest, '=');
                if (equals < tag && span_equal(span_trim(span_head(rest, equals)), SPAN("b")))
                        return (struct span){ rest.ptr + equals + 1, tag - equals - 1 };
                start += tag + 1;
        }
        return (struct span){ field.ptr + field.len, 0 };
}

/* A folded value whose pieces stand around a hole is one text without it. */
static void add_without(struct signature_input *input, struct span value, struct span hole) {
        char room[SIGNATURE_FIELD_BYTES];
        size_t before = (size_t)(hole.ptr - value.ptr), after = value.len - before - hole.len;
        if (before + after > sizeof room)
                return; /* no honest signature is that long: it does not fit then */
        memcpy(room, value.ptr, before);
        memcpy(room + before, hole.ptr + hole.len, after);
        add_value(input, (struct span){ room, before + after });
}

bool signature_input_begin(struct signature_input *input, enum signature_algorithm algorithm, bool relaxed) {
        input->digest = EVP_MD_CTX_new();
        input->relaxed = relaxed;
        input->used = 0;
        const EVP_MD *kind = algorithm == SIGN_RSA_SHA1 ? EVP_sha1() : EVP_sha256();
        if (input->digest && EVP_DigestInit_ex(input->digest, kind, NULL) == 1)
                return true;
        EVP_MD_CTX_free(input->digest);
        return false;
}

void signature_input_add(struct signature_input *input, struct span field, bool last) {
        size_t colon = span_find_byte(field, ':');
        struct span name = span_head(field, colon), value = span_skip(field, colon + 1);
        if (input->relaxed) {
                name = span_trim(name);
                for (size_t i = 0; i < name.len; i++)
                        add(input, &(char){ ascii_lower(name.ptr[i]) }, 1);
        } else {
                add(input, name.ptr, name.len);
        }
        add(input, ":", 1);
        if (last)
                add_without(input, value, b_value(field));
        else
                add_value(input, value);
        if (!last)
                add(input, "\r\n", 2);
}

void signature_input_end(struct signature_input *input, struct signature_hash *ret) {
        *ret = (struct signature_hash){ 0 };
        flush(input);
        (void)EVP_DigestFinal_ex(input->digest, ret->bytes, &ret->size);
        EVP_MD_CTX_free(input->digest);
        input->digest = NULL;
}

/* ---- Bodies ------------------------------------------------------------------------------------------------------------------------ */

struct body_hash {
        struct signature_input *input;
        uint64_t limit, seen, lines; /* empty lines that count only where something follows */
};

static void body_add(struct body_hash *hash, const char *ptr, size_t len) {
        if (hash->seen < hash->limit)
                add(hash->input, ptr, hash->limit - hash->seen < len ? (size_t)(hash->limit - hash->seen) : len);
        hash->seen += len;
}

/* Those that were held back; they may be many, within the limit of the message. */
static void body_add_lines(struct body_hash *hash) {
        for (; hash->lines > 0; hash->lines--)
                body_add(hash, "\r\n", 2);
}

static void body_line(struct body_hash *hash, struct span line, bool relaxed) {
        if (relaxed)
                while (line.len > 0 && is_blank(line.ptr[line.len - 1]))
                        line.len--;
        if (line.len > 0)
                body_add_lines(hash);
        for (size_t i = 0; relaxed && i < line.len;) {
                size_t end = i;
                while (end < line.len && !is_blank(line.ptr[end]))
                        end++;
                body_add(hash, line.ptr + i, end - i);
                i = end;
                while (i < line.len && is_blank(line.ptr[i]))
                        i++;
                if (i > end)
                        body_add(hash, " ", 1);
        }
        if (!relaxed)
                body_add(hash, line.ptr, line.len);
        hash->lines++;
}

bool signature_same_body(const struct signature *one, const struct signature *other) {
        return one->relaxed_body == other->relaxed_body && !one->has_limit && !other->has_limit &&
               (one->algorithm == SIGN_RSA_SHA1) == (other->algorithm == SIGN_RSA_SHA1);
}

bool signature_body_hash(struct span body, const struct signature *signature, struct signature_hash *ret) {
        struct signature_input input;
        *ret = (struct signature_hash){ 0 };
        if (!signature_input_begin(&input, signature->algorithm, false))
                return false;
        struct body_hash hash = { .input = &input, .limit = signature->has_limit ? signature->limit : UINT64_MAX };
        while (body.len > 0) {
                const char *end = memchr(body.ptr, '\n', body.len);
                struct span line = { body.ptr, end ? (size_t)(end - body.ptr) : body.len };
                body = span_skip(body, line.len + 1);
                if (end && line.len > 0 && line.ptr[line.len - 1] == '\r')
                        line.len--;
                body_line(&hash, line, signature->relaxed_body);
        }
        /* What ends in empty lines ends in one line end; an empty body is one in the simple form (3.4.3, 3.4.4). */
        hash.lines = hash.seen > 0 || !signature->relaxed_body;
        body_add_lines(&hash);
        signature_input_end(&input, ret);
        ret->body = hash.seen;
        ret->covered = hash.limit < hash.seen ? hash.limit : hash.seen;
        return true;
}

/* ---- Header fields ------------------------------------------------------------------------------------------------------------------ */

/* The next one of this name above `below`, or NULL. */
static const struct header *field_above(const struct headers *headers, struct span name, const struct header *below) {
        while (below > headers->items)
                if (span_equal_nocase((--below)->name, name))
                        return below;
        return NULL;
}

/* How often a name stood in h= already: so many of its fields are taken. */
static uint32_t times_before(struct span list, struct span name, const char *until) {
        uint32_t times = 0;
        while (list.len > 0) {
                struct span other = span_trim(span_split(&list, ':'));
                if (other.ptr >= until)
                        break;
                times += span_equal_nocase(other, name);
        }
        return times;
}

bool signature_headers_hash(const struct headers *headers, const struct signature *signature,
                            struct signature_hash *ret) {
        struct signature_input input;
        struct span list = signature->headers;
        if (!signature_input_begin(&input, signature->algorithm, signature->relaxed_header))
                return false;
        for (int names = 0; list.len > 0 && names < SIGNATURE_NAMES; names++) {
                struct span name = span_trim(span_split(&list, ':'));
                const struct header *header = headers->items + headers->count;
                for (uint32_t skip = times_before(signature->headers, name, name.ptr) + 1; skip > 0 && header; skip--)
                        header = field_above(headers, name, header);
                if (header)
                        signature_input_add(&input, signature_field(headers, header), false);
        }
        signature_input_add(&input, signature->field, true);
        signature_input_end(&input, ret);
        return true;
}
