#include "lookup/results.h"

#include "base/limits.h"

/* ---- As data ----------------------------------------------------------------------------------------------------------------- */

struct making {
        struct arena *arena;
        struct array results;    /* struct authentication_result */
        struct array properties; /* struct authentication_property, of the result that is being made */
};

static void property(struct making *making, struct span type, struct span name, struct span value) {
        struct authentication_property *place = value.len > 0
                                                        ? array_push(&making->properties, making->arena, sizeof *place,
                                                                     LIMIT_AUTHENTICATION_PROPERTIES)
                                                        : NULL;
        if (place)
                *place = (struct authentication_property){ type, name, value };
}

/* With the properties that were gathered for it. */
static void result(struct making *making, struct span method, const char *outcome, struct span reason,
                   struct span comment) {
        struct authentication_result *place = array_push(&making->results, making->arena, sizeof *place,
                                                         LIMIT_AUTHENTICATION_RESULTS);
        if (place)
                *place = (struct authentication_result){ .method = method,
                                                         .version = 1,
                                                         .result = span_from(outcome),
                                                         .reason = reason,
                                                         .comment = comment,
                                                         .properties = making->properties.items,
                                                         .property_count = making->properties.count };
        making->properties = (struct array){ 0 };
}

static void make_spf(struct making *making, const struct own_results *what) {
        const struct spf_answer *spf = what->spf;
        if (!spf)
                return;
        struct span sender = what->spf_case->mail_from;
        if (spf->helo)
                property(making, SPAN("smtp"), SPAN("helo"), what->spf_case->helo);
        else
                property(making, SPAN("smtp"), SPAN("mailfrom"), sender);
        result(making, SPAN("spf"), spf_result_name(spf->result), spf->problem, (struct span){ 0 });
}

static void make_dkim(struct making *making, const struct own_results *what) {
        if (what->dkim_count == 0)
                result(making, SPAN("dkim"), "none", (struct span){ 0 }, (struct span){ 0 });
        for (uint32_t i = 0; i < what->dkim_count; i++) {
                const struct dkim_signature *signature = &what->dkim[i];
                struct span bits = { 0 };
                if (signature->key_bits > 0)
                        bits = arena_format(making->arena, "%u-bit key", signature->key_bits);
                property(making, SPAN("header"), SPAN("d"), signature->domain);
                property(making, SPAN("header"), SPAN("i"), signature->identity);
                property(making, SPAN("header"), SPAN("a"), signature->algorithm);
                property(making, SPAN("header"), SPAN("s"), signature->selector);
                property(making, SPAN("header"), SPAN("b"), signature->signature);
                result(making, SPAN("dkim"), dkim_result_name(signature->result), signature->problem, bits);
        }
}

/* Of the policies that apply where a comment says so, as others write it too: p=reject sp=none dis=none. */
static void make_dmarc(struct making *making, const struct own_results *what) {
        const struct dmarc_answer *dmarc = what->dmarc;
        struct span comment = { 0 };
        if (dmarc->record.valid)
                comment = arena_format(making->arena, "p=%s sp=%s dis=%s", dmarc_policy_name(dmarc->record.p),
                                       dmarc_policy_name(dmarc->record.sp), dmarc_policy_name(dmarc->disposition));
        property(making, SPAN("header"), SPAN("from"), what->from);
        result(making, SPAN("dmarc"), dmarc_result_name(dmarc->result), dmarc->problem, comment);
}

static void make_arc(struct making *making, const struct own_results *what) {
        const struct arc_answer *arc = what->arc;
        if (!arc || arc->result == ARC_NONE)
                return;
        if (arc->oldest_pass > 0)
                property(making, SPAN("header"), SPAN("oldest-pass"),
                         arena_format(making->arena, "%u", arc->oldest_pass));
        property(making, SPAN("smtp"), SPAN("remote-ip"), what->client_ip);
        result(making, SPAN("arc"), arc_result_name(arc->result), arc->problem, (struct span){ 0 });
}

void results_make(struct arena *arena, struct span authserv_id, const struct own_results *what,
                  struct authentication_results *ret) {
        struct making making = { .arena = arena };
        make_spf(&making, what);
        make_dkim(&making, what);
        make_dmarc(&making, what);
        make_arc(&making, what);
        *ret = (struct authentication_results){ .authserv_id = authserv_id,
                                                .version = 1,
                                                .items = making.results.items,
                                                .count = making.results.count };
}

/* ---- As a field (RFC 8601 2.2) ---------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 76, VALUE_BYTES = 256 };

struct writing {
        struct buf text;
        size_t column;
};

/* A word goes to the next line where it does not fit on this one. */
static void put(struct writing *writing, struct span word) {
        if (writing->column + 1 + word.len > COLUMNS) {
                buf_add(&writing->text, SPAN("\n\t"));
                writing->column = 8;
        } else {
                buf_add_byte(&writing->text, ' ');
                writing->column++;
        }
        buf_add(&writing->text, word);
        writing->column += word.len;
}

static bool is_token(struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (text.ptr[i] <= ' ' || text.ptr[i] > '~' || strchr("()<>@,;:\\\"/[]?=", text.ptr[i]))
                        return false;
        return text.len > 0;
}

/* local-part@domain or @domain, of which each is a token: needs no quotes (2.2, pvalue). */
static bool is_mailbox(struct span text) {
        size_t at = span_find_byte(text, '@');
        return at < text.len && (at == 0 || is_token(span_head(text, at))) && is_token(span_skip(text, at + 1));
}

static struct span written(struct arena *arena, struct span value) {
        value = span_head(value, VALUE_BYTES);
        if (is_token(value) || is_mailbox(value))
                return value;
        struct buf quoted = buf_in(arena, 2 * VALUE_BYTES + 2);
        buf_add_byte(&quoted, '"');
        for (size_t i = 0; i < value.len; i++) {
                if (value.ptr[i] == '"' || value.ptr[i] == '\\')
                        buf_add_byte(&quoted, '\\');
                buf_add_byte(&quoted, value.ptr[i] >= ' ' && value.ptr[i] <= '~' ? value.ptr[i] : '?');
        }
        buf_add_byte(&quoted, '"');
        return buf_span(&quoted);
}

struct span results_write(struct arena *arena, const struct authentication_results *results) {
        struct writing writing = { .text = buf_in(arena, 64 * 1024), .column = sizeof "Authentication-Results:" };
        put(&writing, arena_format(arena, "%.*s;", (int)results->authserv_id.len, results->authserv_id.ptr));
        if (results->count == 0)
                put(&writing, SPAN("none"));
        for (uint32_t i = 0; i < results->count; i++) {
                const struct authentication_result *one = &results->items[i];
                writing.column = COLUMNS; /* each on a line of its own */
                put(&writing, arena_format(arena, "%.*s=%.*s", (int)one->method.len, one->method.ptr,
                                           (int)one->result.len, one->result.ptr));
                if (one->comment.len > 0)
                        put(&writing, arena_format(arena, "(%.*s)", (int)one->comment.len, one->comment.ptr));
                if (one->reason.len > 0) {
                        struct span reason = written(arena, one->reason);
                        put(&writing, arena_format(arena, "reason=%.*s", (int)reason.len, reason.ptr));
                }
                for (uint32_t k = 0; k < one->property_count; k++) {
                        const struct authentication_property *of = &one->properties[k];
                        struct span value = written(arena, of->value);
                        put(&writing, arena_format(arena, "%.*s.%.*s=%.*s", (int)of->type.len, of->type.ptr,
                                                   (int)of->name.len, of->name.ptr, (int)value.len, value.ptr));
                }
                if (i + 1 < results->count)
                        buf_add_byte(&writing.text, ';');
        }
        return span_skip(buf_span(&writing.text), 1);
}
