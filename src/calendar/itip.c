#include "calendar/itip.h"

#include "base/limits.h"

#define ROW(m, c, p, k, low, high, section, wants) \
        { METHOD_##m, COMPONENT_##c, PROPERTY_##p, COMPONENT_##k, low, high, "RFC 5546 " section, wants },
#define ONE(m, c, p, section) ROW(m, c, p, UNKNOWN, 1, 1, section, "exactly one")
#define SOME(m, c, p, section) ROW(m, c, p, UNKNOWN, 1, UINT32_MAX, section, "at least one")
#define NONE(m, c, p, section) ROW(m, c, p, UNKNOWN, 0, 0, section, "no")
#define AT_MOST_ONE(m, c, p, section) ROW(m, c, p, UNKNOWN, 0, 1, section, "at most one")
#define NO_CHILD(m, c, k, section) ROW(m, c, UNKNOWN, k, 0, 0, section, "no")

const struct itip_row itip_table[] = {
#include "calendar/itip.def"
};
const uint32_t itip_table_count = sizeof itip_table / sizeof itip_table[0];

static const bool sent_by_organizer[METHODS] = {
        [METHOD_NONE] = true,
#define METHOD(id, name, organizer, source) [METHOD_##id] = organizer,
#include "calendar/methods.def"
#undef METHOD
        [METHOD_UNKNOWN] = true,
};

static bool is_main_kind(enum component_kind kind) {
        return kind == COMPONENT_VEVENT || kind == COMPONENT_VTODO || kind == COMPONENT_VJOURNAL ||
               kind == COMPONENT_VFREEBUSY || kind == COMPONENT_VAVAILABILITY || kind == COMPONENT_VPOLL;
}

const struct component *itip_main_component(const struct calendar *calendar) {
        const struct component *first = NULL;
        for (const struct component *c = calendar->root.children; c; c = c->next) {
                if (!is_main_kind(c->kind))
                        continue;
                if (!component_has(c, PROPERTY_RECURRENCE_ID))
                        return c;
                if (!first)
                        first = c;
        }
        return first;
}

/* Counts no further than what any row asks for. */
static uint32_t count_property(const struct component *component, enum property_id id) {
        if (id == PROPERTY_ATTENDEE)
                return component->attendee_count;
        uint32_t count = 0;
        const struct property *property = component_property(component, id);
        for (; property && count < 2; property = property_again(property))
                count++;
        return count;
}

static uint32_t count_child(const struct component *component, enum component_kind kind) {
        uint32_t count = 0;
        const struct component *child = component_child(component, kind);
        for (; child && count < 2; child = component_again(child))
                count++;
        return count;
}

struct check {
        struct arena *arena;
        const struct calendar *calendar;
        struct array findings;
};

static void found(struct check *check, struct itip_finding finding) {
        struct itip_finding *added = array_push(&check->findings, check->arena, sizeof *added, LIMIT_ITIP_FINDINGS);
        if (added)
                *added = finding;
}

static const char *sentence_of(struct check *check, const struct itip_row *row) {
        const char *name = row->property != PROPERTY_UNKNOWN ? property_id_name(row->property)
                                                             : component_kind_name(row->child);
        return arena_format(check->arena, "METHOD:%s asks for %s %s in each %s.", method_name(row->method), row->wants,
                            name, component_kind_name(row->component))
                .ptr;
}

static void check_rows(struct check *check, const struct component *component) {
        for (uint32_t i = 0; i < itip_table_count; i++) {
                const struct itip_row *row = &itip_table[i];
                if (row->method != check->calendar->method || row->component != component->kind)
                        continue;
                uint32_t count = row->property != PROPERTY_UNKNOWN ? count_property(component, row->property)
                                                                   : count_child(component, row->child);
                if ((count < row->min || count > row->max) && check->findings.count < LIMIT_ITIP_FINDINGS)
                        found(check,
                              (struct itip_finding){ row, component, row->source, sentence_of(check, row), count });
        }
}

static bool is_one_of(struct span text, const char *a, const char *b, const char *c) {
        return span_equal_nocase(text, span_from(a)) || span_equal_nocase(text, span_from(b)) ||
               span_equal_nocase(text, span_from(c));
}

static void check_values(struct check *check, const struct component *component) {
        enum method method = check->calendar->method;
        struct span status = component_text(component, PROPERTY_STATUS);
        struct itip_finding at = { .component = component, .found = 1 };
        uint64_t sequence = 0;
        if (method == METHOD_REQUEST && component->kind == COMPONENT_VEVENT && status.len > 0 &&
            !is_one_of(status, "TENTATIVE", "CONFIRMED", "CONFIRMED")) {
                at.source = "RFC 5546 3.2.2";
                at.sentence = "STATUS of a REQUEST is TENTATIVE or CONFIRMED.";
                found(check, at);
        }
        if (method == METHOD_CANCEL && status.len > 0 && !span_equal_nocase(status, SPAN("CANCELLED"))) {
                at.source = "RFC 5546 3.2.5";
                at.sentence = "STATUS of a CANCEL is CANCELLED, or is not there.";
                found(check, at);
        }
        if (method == METHOD_ADD && span_to_u64(component_text(component, PROPERTY_SEQUENCE), &sequence) &&
            sequence == 0) {
                at.source = "RFC 5546 3.2.4";
                at.sentence = "SEQUENCE of an ADD is greater than 0.";
                found(check, at);
        }
        if (component_has(component, PROPERTY_DURATION) &&
            (component_has(component, PROPERTY_DTEND) || component_has(component, PROPERTY_DUE))) {
                at.source = "RFC 5545 3.6.1";
                at.sentence = "An event has DTEND or DURATION, not both.";
                found(check, at);
        }
}

/* Only these may hold several UIDs in one message. */
static bool may_have_several_uids(enum method method) {
        return method == METHOD_PUBLISH || method == METHOD_UNKNOWN;
}

static void check_against_first(struct check *check, const struct component *first, const struct component *component) {
        struct itip_finding at = { .component = component, .found = 2 };
        if (component->kind != first->kind) {
                at.source = "RFC 5546 3.1";
                at.sentence = "A message is about one kind of component.";
                found(check, at);
        } else if (!may_have_several_uids(check->calendar->method) &&
                   !span_equal(component_text(first, PROPERTY_UID), component_text(component, PROPERTY_UID))) {
                at.source = "RFC 5546 3.2.2";
                at.sentence = "All components of a message have the same UID.";
                found(check, at);
        }
}

static bool method_knows(enum method method, enum component_kind kind) {
        for (uint32_t i = 0; i < itip_table_count; i++)
                if (itip_table[i].method == method && itip_table[i].component == kind)
                        return true;
        return false;
}

static void check_component(struct check *check, const struct component *component) {
        bool known = method_knows(check->calendar->method, component->kind);
        if (known) {
                check_rows(check, component);
                check_values(check, component);
        } else if (check->calendar->method != METHOD_UNKNOWN) {
                found(check, (struct itip_finding){ .component = component,
                                                    .found = 1,
                                                    .source = "RFC 5546 1.4",
                                                    .sentence = "This METHOD is not for this kind of component." });
        }
}

struct array itip_check(struct arena *arena, const struct calendars *calendars, const struct calendar *calendar) {
        struct check check = { .arena = arena, .calendar = calendar };
        const struct component *first = NULL;
        (void)calendars;
        if (calendar->method == METHOD_NONE)
                return check.findings;
        if (calendar->method == METHOD_UNKNOWN)
                found(&check, (struct itip_finding){ .component = &calendar->root,
                                                     .found = 1,
                                                     .source = "RFC 5546 1.4",
                                                     .sentence = "The METHOD is none that iTIP knows." });
        for (const struct component *c = calendar->root.children; c; c = c->next) {
                if (!is_main_kind(c->kind) || check.findings.count == LIMIT_ITIP_FINDINGS)
                        continue;
                if (first)
                        check_against_first(&check, first, c);
                else
                        first = c;
                check_component(&check, c);
        }
        if (!first)
                found(&check, (struct itip_finding){ .component = &calendar->root,
                                                     .source = "RFC 5546 3.1",
                                                     .sentence = "There is no component that the METHOD is about." });
        return check.findings;
}

/* The ATTENDEE of a REQUEST who delegates may send it to the delegate (RFC 5546 3.2.2.3). */
static struct span delegator_of(struct arena *arena, const struct component *component) {
        const struct property *p = component_property(component, PROPERTY_ATTENDEE);
        for (; p; p = property_again(p)) {
                struct calendar_address address;
                if (!property_parameter(p, PARAMETER_DELEGATED_TO))
                        continue;
                calendar_address_read(arena, p, &address);
                return address.address;
        }
        return (struct span){ 0 };
}

void itip_originator_read(struct arena *arena, const struct calendar *calendar, struct itip_originator *ret) {
        const struct component *component = itip_main_component(calendar);
        *ret = (struct itip_originator){ .by_attendee = !sent_by_organizer[calendar->method] };
        if (!component)
                return;
        enum property_id id = ret->by_attendee ? PROPERTY_ATTENDEE : PROPERTY_ORGANIZER;
        const struct property *property = component_property(component, id);
        ret->candidates = count_property(component, id);
        if (property) {
                calendar_address_read(arena, property, &ret->expected);
                ret->sent_by = ret->expected.sent_by;
        }
        if (calendar->method == METHOD_REQUEST)
                ret->delegator = delegator_of(arena, component);
}

/* SEQUENCE is an integer of RFC 5545 3.3.8; spam has had them beyond 32 bits. */
static int64_t sequence_of(struct span text) {
        const uint64_t most = 1ULL << 53;
        uint64_t value = 0;
        bool negative = text.len > 0 && text.ptr[0] == '-';
        if (text.len > 0 && (negative || text.ptr[0] == '+'))
                text = span_skip(text, 1);
        size_t digits = 0;
        while (digits < text.len && ascii_digit(text.ptr[digits]))
                digits++;
        if (digits > 0 && (!span_to_u64(span_head(text, digits), &value) || value > most))
                value = most;
        return negative ? -(int64_t)value : (int64_t)value;
}

void itip_revision_read(const struct calendars *calendars, const struct calendar *calendar,
                        const struct component *component, struct itip_revision *ret) {
        struct moment at;
        *ret = (struct itip_revision){ .uid = component_text(component, PROPERTY_UID) };
        if (component_moment(calendars, calendar, component, PROPERTY_RECURRENCE_ID, &at)) {
                ret->has_recurrence_id = true;
                ret->recurrence_id = at.utc;
        }
        if (component_moment(calendars, calendar, component, PROPERTY_DTSTAMP, &at)) {
                ret->has_dtstamp = true;
                ret->dtstamp = at.utc;
        }
        ret->has_sequence = component_has(component, PROPERTY_SEQUENCE);
        ret->sequence = sequence_of(component_text(component, PROPERTY_SEQUENCE));
}

int itip_compare(const struct itip_revision *a, const struct itip_revision *b) {
        if (a->sequence != b->sequence)
                return a->sequence < b->sequence ? -1 : 1;
        if (!a->has_dtstamp || !b->has_dtstamp || a->dtstamp == b->dtstamp)
                return 0;
        return a->dtstamp < b->dtstamp ? -1 : 1;
}
