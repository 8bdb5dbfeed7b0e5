/* A calendar object and its components: RFC 5545 3.6, 3.7, RFC 5546 3. */
#include "calendar/itip.h"
#include "calendar/recurrence.h"
#include "ops/lint-rules.h"
#include "ops/lint-values.h"

static struct lint_place at(const struct calendar *calendar, const struct component *component) {
        return (struct lint_place){ calendar->part, component->line };
}

static struct lint_place at_property(const struct calendar *calendar, const struct component *component,
                                     enum property_id id) {
        const struct property *property = component_property(component, id);
        return (struct lint_place){ calendar->part, property ? property->line : component->line };
}

bool lint_sent(const struct linter *linter, const struct calendar *calendar) {
        return calendar->method != METHOD_NONE || linter->judgement->message;
}

static bool is_scheduled(enum component_kind kind) {
        return kind == COMPONENT_VEVENT || kind == COMPONENT_VTODO || kind == COMPONENT_VJOURNAL ||
               kind == COMPONENT_VFREEBUSY;
}

static void lint_root(struct linter *linter, const struct calendar *calendar) {
        const struct component *root = &calendar->root;
        struct lint_place place = { calendar->part, calendar->line };
        if (calendar->form != CALENDAR_ICALENDAR && calendar->form != CALENDAR_BARE)
                lint_add(linter, LINT_ID_NOT_ICALENDAR, place, span_from(calendar_form_name(calendar->form)));
        if (calendar->form != CALENDAR_ICALENDAR)
                return;
        struct span version = component_text(root, PROPERTY_VERSION), scale = component_text(root, PROPERTY_CALSCALE);
        if (!component_has(root, PROPERTY_PRODID))
                lint_add(linter, LINT_ID_PRODID_MISSING, place, (struct span){ 0 });
        if (!component_has(root, PROPERTY_VERSION))
                lint_add(linter, LINT_ID_VERSION_MISSING, place, (struct span){ 0 });
        else if (!span_equal(version, SPAN("2.0")))
                lint_add(linter, LINT_ID_VERSION_OTHER, at_property(calendar, root, PROPERTY_VERSION), version);
        if (component_has(root, PROPERTY_CALSCALE) && !span_equal_nocase(scale, SPAN("GREGORIAN")))
                lint_add(linter, LINT_ID_CALSCALE_OTHER, at_property(calendar, root, PROPERTY_CALSCALE), scale);
        if (!root->children)
                lint_add(linter, LINT_ID_NO_COMPONENT, place, (struct span){ 0 });
}

static void lint_itip(struct linter *linter, const struct calendar *calendar) {
        struct array findings = itip_check(linter->arena, linter->judgement->calendars, calendar);
        for (uint32_t i = 0; i < findings.count; i++) {
                const struct itip_finding *finding = &((const struct itip_finding *)findings.items)[i];
                const struct component *component = finding->component ? finding->component : &calendar->root;
                enum property_id property = finding->row ? finding->row->property : PROPERTY_UNKNOWN;
                lint_add_as(linter, LINT_ID_ITIP, at_property(calendar, component, property),
                            arena_format(linter->arena, "%s, %.*s, found %u", method_name(calendar->method),
                                         SPAN_SHOWN(component->name), finding->found),
                            finding->source, finding->sentence);
        }
}

static void lint_required(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        static const struct {
                enum property_id property;
                enum lint_id id;
        } required[] = { { PROPERTY_UID, LINT_ID_UID_MISSING }, { PROPERTY_DTSTAMP, LINT_ID_DTSTAMP_MISSING } };
        for (size_t i = 0; i < sizeof required / sizeof *required; i++)
                if (!component_has(component, required[i].property))
                        lint_add(linter, required[i].id, at(calendar, component), component->name);
        if (component->kind == COMPONENT_VEVENT && calendar->method == METHOD_NONE &&
            !component_has(component, PROPERTY_DTSTART))
                lint_add(linter, LINT_ID_DTSTART_MISSING, at(calendar, component), component->name);
        if (calendar->method == METHOD_NONE && component_has(component, PROPERTY_ATTENDEE) &&
            !component_has(component, PROPERTY_ORGANIZER))
                lint_add(linter, LINT_ID_ORGANIZER_MISSING, at(calendar, component), (struct span){ 0 });
}

/* What is neither is told of by itself. */
static bool is_time(struct span text) {
        return value_is_date(text) || value_is_date_time(text);
}

static void lint_times(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        const struct calendars *calendars = linter->judgement->calendars;
        enum property_id last = component->kind == COMPONENT_VTODO ? PROPERTY_DUE : PROPERTY_DTEND;
        if (component_has(component, last) && component_has(component, PROPERTY_DURATION))
                lint_add(linter, LINT_ID_END_AND_DURATION, at_property(calendar, component, PROPERTY_DURATION),
                         (struct span){ 0 });
        struct moment start, end;
        struct span found = component_text(component, last);
        if (!is_time(component_text(component, PROPERTY_DTSTART)) || !is_time(found) ||
            !component_moment(calendars, calendar, component, PROPERTY_DTSTART, &start) ||
            !component_moment(calendars, calendar, component, last, &end))
                return;
        struct lint_place place = at_property(calendar, component, last);
        if ((start.basis == MOMENT_DATE) != (end.basis == MOMENT_DATE))
                lint_add(linter, LINT_ID_END_KIND, place, found);
        else if (end.utc < start.utc)
                lint_add(linter, LINT_ID_END_BEFORE_START, place, found);
        else if (end.utc == start.utc)
                lint_add(linter, LINT_ID_END_AT_START, place, found);
}

static void lint_recurrence(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        if (!component_has(component, PROPERTY_RRULE))
                return;
        struct lint_place place = at_property(calendar, component, PROPERTY_RRULE);
        struct moment start;
        struct recurrence recurrence;
        bool begins = component_moment(linter->judgement->calendars, calendar, component, PROPERTY_DTSTART, &start);
        recurrence_read(linter->judgement->calendars, calendar, component, begins ? start.utc : 0, &recurrence);
        struct span rule = component_text(component, PROPERTY_RRULE);
        if (recurrence.frequency == FREQUENCY_NONE)
                lint_add(linter, LINT_ID_RULE_FREQUENCY, place, rule);
        else if (recurrence.malformed)
                lint_add(linter, LINT_ID_RULE_BAD, place, rule);
        if (recurrence.count > 0 && recurrence.until.basis != MOMENT_NONE)
                lint_add(linter, LINT_ID_RULE_UNTIL_AND_COUNT, place, rule);
        if (recurrence.never)
                lint_add(linter, LINT_ID_RULE_NEVER, place, rule);
        if (recurrence.rule_count > 1)
                lint_add(linter, LINT_ID_RULES_SEVERAL, place, (struct span){ 0 });
}

static void lint_status(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        static const char *const known[COMPONENTS] = {
                [COMPONENT_VEVENT] = "TENTATIVE|CONFIRMED|CANCELLED",
                [COMPONENT_VTODO] = "NEEDS-ACTION|COMPLETED|IN-PROCESS|CANCELLED",
                [COMPONENT_VJOURNAL] = "DRAFT|FINAL|CANCELLED",
        };
        struct span status = component_text(component, PROPERTY_STATUS);
        if (component_has(component, PROPERTY_STATUS) && known[component->kind] &&
            !value_is_one_of(status, known[component->kind]))
                lint_add(linter, LINT_ID_STATUS_VALUE, at_property(calendar, component, PROPERTY_STATUS), status);
}

static void lint_scheduled(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        lint_required(linter, calendar, component);
        lint_times(linter, calendar, component);
        lint_recurrence(linter, calendar, component);
        lint_status(linter, calendar, component);
}

static void lint_alarm(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        struct span action = component_text(component, PROPERTY_ACTION);
        if (lint_sent(linter, calendar))
                lint_add(linter, LINT_ID_ALARM_TO_OTHERS, at(calendar, component), action);
        if (!component_has(component, PROPERTY_ACTION))
                lint_add(linter, LINT_ID_ALARM_ACTION, at(calendar, component), (struct span){ 0 });
        if (!component_has(component, PROPERTY_TRIGGER))
                lint_add(linter, LINT_ID_ALARM_TRIGGER, at(calendar, component), (struct span){ 0 });
        if (span_equal_nocase(action, SPAN("PROCEDURE")))
                lint_add(linter, LINT_ID_ALARM_PROCEDURE, at_property(calendar, component, PROPERTY_ACTION), action);
}

static void lint_zone(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        if (!component_has(component, PROPERTY_TZID))
                lint_add(linter, LINT_ID_ZONE_TZID, at(calendar, component), (struct span){ 0 });
        if (!component_child(component, COMPONENT_STANDARD) && !component_child(component, COMPONENT_DAYLIGHT))
                lint_add(linter, LINT_ID_ZONE_EMPTY, at(calendar, component), component_text(component, PROPERTY_TZID));
}

static void lint_zone_rule(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        if (!component_has(component, PROPERTY_DTSTART) || !component_has(component, PROPERTY_TZOFFSETFROM) ||
            !component_has(component, PROPERTY_TZOFFSETTO))
                lint_add(linter, LINT_ID_ZONE_RULE, at(calendar, component), component->name);
}

static void lint_component(struct linter *linter, const struct calendar *calendar, const struct component *component) {
        if (is_scheduled(component->kind))
                lint_scheduled(linter, calendar, component);
        else if (component->kind == COMPONENT_VALARM)
                lint_alarm(linter, calendar, component);
        else if (component->kind == COMPONENT_VTIMEZONE)
                lint_zone(linter, calendar, component);
        else if (component->kind == COMPONENT_STANDARD || component->kind == COMPONENT_DAYLIGHT)
                lint_zone_rule(linter, calendar, component);
}

void lint_calendar(struct linter *linter, const struct calendar *calendar) {
        lint_root(linter, calendar);
        if (calendar->form != CALENDAR_ICALENDAR && calendar->form != CALENDAR_BARE)
                return;
        if (calendar->method != METHOD_NONE)
                lint_itip(linter, calendar);
        struct lint_zones zones;
        lint_zones_read(calendar, &zones);
        for (const struct property *property = calendar->root.properties; property; property = property->next)
                lint_property(linter, calendar, &zones, &calendar->root, property);
        const struct component *component = NULL;
        while ((component = component_walk(calendar, component))) {
                lint_component(linter, calendar, component);
                for (const struct property *property = component->properties; property; property = property->next)
                        lint_property(linter, calendar, &zones, component, property);
        }
}
