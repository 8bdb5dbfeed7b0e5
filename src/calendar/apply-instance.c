/* Single instances of a stored series: which there are, which were taken away. */
#include <stdlib.h>

#include "calendar/apply-steps.h"
#include "calendar/rule.h"

enum { DAY = 86400, MOST_RULES = 4 };

static int by_time(const void *a, const void *b) {
        int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
        return (x > y) - (x < y);
}

static bool time_of(const struct document *document, const struct property *property, struct span text,
                    struct moment *ret) {
        struct property one = *property;
        one.text = text;
        return property_moment(document->calendars, document->calendar, &one, ret);
}

void apply_times_read(const struct document *document, const struct component *component, enum property_id id,
                      struct apply_times *ret) {
        struct array times = { 0 };
        for (const struct property *p = component_property(component, id); p; p = property_again(p)) {
                struct span list = p->text;
                struct moment moment;
                while (list.len > 0) {
                        if (!time_of(document, p, span_split(&list, ','), &moment))
                                continue;
                        int64_t *at = array_push(&times, document->arena, sizeof *at, UINT32_MAX);
                        if (at)
                                *at = moment.utc;
                }
        }
        if (times.count > 1)
                qsort(times.items, times.count, sizeof(int64_t), by_time);
        *ret = (struct apply_times){ times.items, times.count };
}

bool apply_times_have(const struct apply_times *times, int64_t at) {
        return times->count > 0 && bsearch(&at, times->at, times->count, sizeof at, by_time);
}

static int by_instance(const void *a, const void *b) {
        const struct itip_revision *x = a, *y = b;
        return (x->recurrence_id > y->recurrence_id) - (x->recurrence_id < y->recurrence_id);
}

struct span apply_revision_text(const struct apply *apply, const struct itip_revision *revision) {
        struct span sequence = apply_sequence_text(apply, revision), stamp = { 0 };
        struct buf out = buf_in(apply->arena, 128);
        if (revision->has_dtstamp)
                stamp = apply_utc_text(apply, revision->dtstamp);
        buf_add(&out, sequence);
        buf_add_byte(&out, '/');
        buf_add(&out, stamp);
        return buf_span(&out);
}

bool apply_revision_parse(struct span text, struct itip_revision *ret) {
        struct moment stamp;
        uint64_t sequence;
        if (!span_to_u64(span_split(&text, '/'), &sequence) || sequence > INT64_MAX)
                return false;
        ret->sequence = (int64_t)sequence;
        ret->has_dtstamp = moment_parse(text, &stamp);
        ret->dtstamp = stamp.utc;
        return true;
}

/* The instance, and the revision of the CANCEL: `20260102T100000Z/3/20260101T000000Z`. */
static bool cancelled_read(struct span text, struct itip_revision *ret) {
        struct moment instance;
        *ret = (struct itip_revision){ 0 };
        if (!moment_parse(span_split(&text, '/'), &instance) || !apply_revision_parse(text, ret))
                return false;
        ret->recurrence_id = instance.utc;
        return true;
}

static void cancelled_collect(struct apply *apply) {
        const struct document_instance *series = document_series(&apply->stored);
        struct itip_revision revision;
        apply->cancelled_known = true;
        for (const struct property *p = series ? series->component->properties : NULL; p; p = p->next) {
                if (!span_equal_nocase(p->name, SPAN("X-CALWARDEN-CANCELLED")) || !cancelled_read(p->text, &revision))
                        continue;
                struct itip_revision *kept = array_push(&apply->cancelled, apply->arena, sizeof *kept, UINT32_MAX);
                if (kept)
                        *kept = revision;
        }
        if (apply->cancelled.count > 1)
                qsort(apply->cancelled.items, apply->cancelled.count, sizeof(struct itip_revision), by_instance);
}

bool apply_was_cancelled(struct apply *apply, const struct itip_revision *revision) {
        if (!apply->cancelled_known)
                cancelled_collect(apply);
        if (apply->cancelled.count == 0 || !revision->has_recurrence_id)
                return false;
        const struct itip_revision *all = apply->cancelled.items, *end = all + apply->cancelled.count;
        const struct itip_revision *by = bsearch(revision, all, apply->cancelled.count, sizeof *by, by_instance);
        while (by && by > all && by_instance(by - 1, revision) == 0)
                by--;
        /* It may have come back in between. */
        for (; by && by < end && by_instance(by, revision) == 0; by++)
                if (itip_compare(revision, by) <= 0)
                        return true;
        return false;
}

struct span apply_utc_text(const struct apply *apply, int64_t utc) {
        struct property start = { 0 };
        struct moment at = { .basis = MOMENT_UTC, .local = utc, .utc = utc };
        start.text = SPAN("19700101T000000Z");
        return apply_time_text(apply, &start, &at);
}

bool apply_exclude(struct apply *apply, const struct document_instance *series,
                   const struct document_instance *cancelled) {
        const struct property *start = component_property(series->component, PROPERTY_DTSTART);
        const struct itip_revision *revision = &cancelled->revision;
        struct moment at = apply_instance_time(apply, cancelled);
        if (!start || !apply_time_fits(apply, start, &at))
                return false;
        struct span source = document_source(&apply->stored, start);
        struct buf by = buf_in(apply->arena, 256);
        buf_add(&by, apply_utc_text(apply, revision->recurrence_id));
        buf_add_byte(&by, '/');
        buf_add(&by, apply_revision_text(apply, revision));
        struct span exdate = property_as(&apply->stored, start, "EXDATE", apply_time_text(apply, start, &at));
        change_insert(&apply->changes, source.ptr + source.len, exdate);
        change_insert(&apply->changes, source.ptr + source.len,
                      apply_line(apply, "X-CALWARDEN-CANCELLED", buf_span(&by)));
        return true;
}

bool apply_time_fits(const struct apply *apply, const struct property *start, const struct moment *at) {
        struct moment written;
        return time_of(&apply->stored, start, apply_time_text(apply, start, at), &written) && written.utc == at->utc;
}

static bool is_over(const struct rule *rule, int64_t utc, int64_t local) {
        const struct moment *until = &rule->until;
        if (!rule->has_until)
                return false;
        if (until->basis == MOMENT_UTC)
                return utc > until->utc;
        return local > until->local + (until->basis == MOMENT_DATE ? DAY - 1 : 0);
}

bool apply_rule_has(const struct apply *apply, const struct document_instance *series, const struct moment *at) {
        const struct document *stored = &apply->stored;
        struct moment start;
        if (!component_moment(stored->calendars, stored->calendar, series->component, PROPERTY_DTSTART, &start))
                return false;
        if (start.utc == at->utc)
                return true;
        struct span text = apply_time_text(apply, component_property(series->component, PROPERTY_DTSTART), at);
        struct moment parsed;
        int64_t local = moment_parse(text, &parsed) ? parsed.local : at->utc;
        const struct property *p = component_property(series->component, PROPERTY_RRULE);
        for (int i = 0; p && i < MOST_RULES; i++, p = property_again(p)) {
                struct rule rule;
                struct rate rate;
                rule_parse(p->text, &rule);
                rule_rate(&rule, (struct rate_window){ start.local, local, local + 1 }, &rate);
                if (!is_over(&rule, at->utc, local) && rate.instances > 0)
                        return true;
        }
        return false;
}

bool apply_has_instance(const struct apply *apply, const struct document_instance *series, const struct moment *at) {
        struct apply_times dates;
        apply_times_read(&apply->stored, series->component, PROPERTY_RDATE, &dates);
        return apply_times_have(&dates, at->utc) || apply_rule_has(apply, series, at);
}

/* The EXDATE without the times that the message brings; whether any was among them. */
static bool without_times(struct apply *apply, const struct property *property, struct buf *ret) {
        struct span list = span_trim(property->value);
        bool any = false;
        while (list.len > 0) {
                struct span text = span_split(&list, ',');
                struct moment moment;
                const struct document_instance *brought = NULL;
                if (time_of(&apply->stored, property, text, &moment))
                        brought = document_instance(&apply->message, moment.utc);
                if (brought && brought->replaced) {
                        any = true;
                        continue;
                }
                if (ret->len > 0)
                        buf_add_byte(ret, ',');
                buf_add(ret, text);
        }
        return any;
}

void apply_include(struct apply *apply) {
        const struct document_instance *series = document_series(&apply->stored);
        const struct property *p = series ? component_property(series->component, PROPERTY_EXDATE) : NULL;
        for (; p; p = property_again(p)) {
                struct buf left = buf_in(apply->arena, p->value.len);
                if (!without_times(apply, p, &left))
                        continue;
                struct span line = { 0 };
                if (left.len > 0)
                        line = property_as(&apply->stored, p, NULL, buf_span(&left));
                change_replace(&apply->changes, document_source(&apply->stored, p), line);
        }
}

/* Without COUNT and UNTIL, and with this UNTIL. */
static struct span rule_until(struct apply *apply, struct span rule, struct span until) {
        struct buf out = buf_in(apply->arena, rule.len + until.len + 16);
        while (rule.len > 0) {
                struct span part = span_split(&rule, ';');
                if (part.len == 0 || span_starts_nocase(span_trim(part), SPAN("COUNT")) ||
                    span_starts_nocase(span_trim(part), SPAN("UNTIL")))
                        continue;
                buf_add(&out, part);
                buf_add_byte(&out, ';');
        }
        buf_add(&out, SPAN("UNTIL="));
        buf_add(&out, until);
        return buf_span(&out);
}

static struct span dates_before(const struct apply *apply, const struct property *property, int64_t at) {
        struct span list = span_trim(property->value);
        struct buf out = buf_in(apply->arena, list.len);
        while (list.len > 0) {
                struct span text = span_split(&list, ',');
                struct moment moment;
                if (time_of(&apply->stored, property, text, &moment) && moment.utc >= at)
                        continue;
                if (out.len > 0)
                        buf_add_byte(&out, ',');
                buf_add(&out, text);
        }
        return buf_span(&out);
}

void apply_end_before(struct apply *apply, const struct document_instance *series, const struct moment *at) {
        const struct document *stored = &apply->stored;
        const struct property *start = component_property(series->component, PROPERTY_DTSTART);
        struct moment begin, last = *at;
        if (!start || !property_moment(stored->calendars, stored->calendar, start, &begin))
                return;
        /* UNTIL is in UTC where DTSTART has a zone (RFC 5545 3.3.10). */
        int64_t step = begin.basis == MOMENT_DATE ? DAY : 1;
        last.utc -= step;
        last.local -= step;
        struct span until = begin.basis == MOMENT_DATE || begin.basis == MOMENT_FLOATING
                                    ? apply_time_text(apply, start, &last)
                                    : apply_utc_text(apply, last.utc);
        for (const struct property *p = component_property(series->component, PROPERTY_RRULE); p; p = property_again(p)) {
                struct rule rule;
                rule_parse(p->text, &rule);
                if (rule.has_until && rule.until.utc + DAY < at->utc)
                        continue;
                struct span line = property_as(stored, p, NULL, rule_until(apply, span_trim(p->value), until));
                change_replace(&apply->changes, document_source(stored, p), line);
        }
        for (const struct property *p = component_property(series->component, PROPERTY_RDATE); p; p = property_again(p)) {
                struct span left = dates_before(apply, p, at->utc);
                if (left.len < span_trim(p->value).len)
                        change_replace(&apply->changes, document_source(stored, p),
                                       left.len > 0 ? property_as(stored, p, NULL, left) : left);
        }
}
