/* One DMARC record (RFC 9989 4.7). */
#include "base/limits.h"
#include "lookup/dmarc.h"
#include "message/tags.h"

static void tell(struct arena *arena, struct dmarc_record *record, struct span sentence) {
        struct span *problem = array_push(&record->problems, arena, sizeof *problem, LIMIT_TAGS);
        if (problem)
                *problem = sentence;
}

/* `before` and `behind` stand around what was written. */
static void tell_of(struct arena *arena, struct dmarc_record *record, const char *before, struct span what,
                    const char *behind) {
        tell(arena, record,
             arena_format(arena, "%s%.*s%s", before, (int)(what.len < 60 ? what.len : 60), what.ptr, behind));
}

static bool read_disposition(struct span value, enum dmarc_policy *ret) {
        for (int i = DMARC_POLICY_NONE; i <= DMARC_POLICY_REJECT; i++)
                if (span_equal_nocase(value, span_from(dmarc_policy_name((enum dmarc_policy)i)))) {
                        *ret = (enum dmarc_policy)i;
                        return true;
                }
        return false;
}

/* Whether the tag is there with a value that is no policy. */
static bool is_bad_policy(struct arena *arena, const struct tags *tags, struct span name, struct dmarc_record *record,
                          enum dmarc_policy *ret) {
        struct span value = tags_get(tags, name);
        if (!value.ptr || read_disposition(value, ret))
                return false;
        tell_of(arena, record, "The policy \"", value, "\" is none of none, quarantine and reject.");
        return true;
}

/* "mailto:a@example.org,mailto:…": at least one address that could be written to. */
static bool has_address(struct span uris) {
        while (uris.len > 0) {
                struct span uri = span_trim(span_split(&uris, ','));
                if (span_starts_nocase(uri, SPAN("mailto:")) && span_has(uri, SPAN("@")))
                        return true;
        }
        return false;
}

static bool read_alignment(struct arena *arena, const struct tags *tags, struct span name, struct dmarc_record *record) {
        struct span value = tags_get(tags, name);
        if (value.ptr && !span_equal_nocase(value, SPAN("r")) && !span_equal_nocase(value, SPAN("s")))
                tell_of(arena, record, "The alignment \"", value, "\" is neither r nor s; r is taken.");
        return span_equal_nocase(value, SPAN("s"));
}

static enum dmarc_psd read_psd(struct arena *arena, struct span value, struct dmarc_record *record) {
        if (span_equal_nocase(value, SPAN("y")))
                return PSD_YES;
        if (span_equal_nocase(value, SPAN("n")))
                return PSD_NO;
        if (value.ptr && !span_equal_nocase(value, SPAN("u")))
                tell_of(arena, record, "psd=", value, " is none of y, n and u; u is taken.");
        return PSD_UNSET;
}

static void tell_of_tags(struct arena *arena, const struct tags *tags, struct dmarc_record *record) {
        static const char *const known[] = { "v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "rua", "ruf", "fo" };
        static const char *const historic[] = { "pct", "rf", "ri" };
        for (uint32_t i = 0; i < tags->count; i++) {
                struct span name = tags->items[i].name;
                bool is_known = false, was_known = false;
                for (size_t k = 0; k < sizeof known / sizeof *known; k++)
                        is_known |= span_equal(name, span_from(known[k]));
                for (size_t k = 0; k < sizeof historic / sizeof *historic; k++)
                        was_known |= span_equal(name, span_from(historic[k]));
                if (was_known)
                        tell_of(arena, record, "The tag ", name, " has no meaning any more (RFC 9989).");
                else if (!is_known)
                        tell_of(arena, record, "The tag \"", name, "\" is not known, and ignored.");
        }
        if (tags->broken)
                tell(arena, record, SPAN("A tag stands there twice, or has no value."));
}

/* The version comes first, exactly so (4.7). */
static bool is_record(struct span text) {
        struct span first = span_split(&text, ';');
        size_t equals = span_find_byte(first, '=');
        return span_equal(span_trim(span_head(first, equals)), SPAN("v")) &&
               span_equal(span_trim(span_skip(first, equals + 1)), SPAN("DMARC1"));
}

void dmarc_record_read(struct arena *arena, struct span text, struct dmarc_record *ret) {
        *ret = (struct dmarc_record){ .text = text };
        if (text.len == 0 || !is_record(text))
                return;
        ret->present = true;
        struct tags tags = tags_read(arena, text);
        ret->rua = tags_get(&tags, SPAN("rua"));
        ret->ruf = tags_get(&tags, SPAN("ruf"));
        ret->fo = tags_get(&tags, SPAN("fo"));
        ret->strict_dkim = read_alignment(arena, &tags, SPAN("adkim"), ret);
        ret->strict_spf = read_alignment(arena, &tags, SPAN("aspf"), ret);
        ret->psd = read_psd(arena, tags_get(&tags, SPAN("psd")), ret);
        ret->testing = span_equal_nocase(tags_get(&tags, SPAN("t")), SPAN("y"));
        bool bad = is_bad_policy(arena, &tags, SPAN("p"), ret, &ret->p);
        ret->has_policy = tags_get(&tags, SPAN("p")).ptr && !bad;
        ret->sp = ret->p;
        bad |= is_bad_policy(arena, &tags, SPAN("sp"), ret, &ret->sp);
        ret->np = ret->sp;
        bad |= is_bad_policy(arena, &tags, SPAN("np"), ret, &ret->np);
        /* Who can be told of it is taken to watch only; else there is no policy. */
        ret->valid = (ret->has_policy && !bad) || has_address(ret->rua);
        if (!ret->has_policy || bad)
                ret->p = ret->sp = ret->np = DMARC_POLICY_NONE;
        if (!ret->has_policy && !bad)
                tell(arena, ret,
                     ret->valid ? SPAN("There is no p=: none is taken, as reports are asked for.")
                                : SPAN("There is no p=, and nobody to report to: it does not count."));
        tell_of_tags(arena, &tags, ret);
}
