/* Properties and their parameters: RFC 5545 3.1, 3.2, 3.3, 3.8. */
#include "calendar/address.h"
#include "ops/lint-rules.h"
#include "ops/lint-values.h"

/* A property under examination. */
struct subject {
        struct linter *linter;
        const struct calendar *calendar;
        const struct lint_zones *zones;
        const struct component *component;
        const struct property *property;
};

static void add(const struct subject *subject, enum lint_id id, struct span found) {
        lint_add(subject->linter, id, (struct lint_place){ subject->calendar->part, subject->property->line }, found);
}

/* Shows the property's name before the text: "DTEND 19970621". */
static void add_named(const struct subject *subject, enum lint_id id, struct span text) {
        struct span name = subject->property->name;
        if (subject->linter->count[id] < LINT_KEPT)
                text = arena_format(subject->linter->arena, "%.*s %.*s", SPAN_SHOWN(name), SPAN_SHOWN(text));
        add(subject, id, text);
}

void lint_zones_read(const struct calendar *calendar, struct lint_zones *ret) {
        *ret = (struct lint_zones){ 0 };
        for (const struct component *zone = component_child(&calendar->root, COMPONENT_VTIMEZONE); zone;
             zone = component_again(zone)) {
                if (ret->count == LINT_ZONES) {
                        ret->more = true;
                        return;
                }
                ret->names[ret->count++] = component_text(zone, PROPERTY_TZID);
        }
}

static bool zone_is_described(const struct lint_zones *zones, struct span name) {
        for (uint32_t i = 0; i < zones->count; i++)
                if (span_equal(zones->names[i], name))
                        return true;
        /* A name that begins with a slash is a global one (RFC 5545 3.8.3.1). */
        return zones->more || (name.len > 0 && name.ptr[0] == '/');
}

/* One of the times of a property. */
static void lint_moment(const struct subject *subject, struct span text, bool as_date, bool as_period) {
        bool whole_day = value_is_date(text);
        if (as_period) {
                if (!value_is_period(text))
                        add_named(subject, LINT_ID_TIME_BAD, text);
        } else if (as_date) {
                if (!whole_day)
                        add_named(subject, LINT_ID_DATE_BAD, text);
        } else if (whole_day) {
                add_named(subject, LINT_ID_DATE_VALUE, text);
        } else if (!value_is_date_time(text)) {
                add_named(subject, LINT_ID_TIME_BAD, text);
        }
}

static void lint_zone_of_time(const struct subject *subject, struct span text) {
        const struct parameter *tzid = property_parameter(subject->property, PARAMETER_TZID);
        if (!tzid)
                return;
        if (value_is_utc(text))
                add(subject, LINT_ID_TIME_ZONE_AND_UTC, tzid->value);
        else if (!zone_is_described(subject->zones, tzid->value))
                add(subject, LINT_ID_ZONE_MISSING, tzid->value);
}

static void lint_time(const struct subject *subject) {
        struct span value = property_parameter_value(subject->property, PARAMETER_VALUE);
        struct span rest = span_trim(subject->property->value), first = { 0 };
        bool as_date = span_equal_nocase(value, SPAN("DATE")), as_period = span_equal_nocase(value, SPAN("PERIOD"));
        if (rest.len == 0)
                add(subject, LINT_ID_TIME_BAD, subject->property->name);
        while (rest.len > 0) {
                struct span text = span_split(&rest, ',');
                if (!first.ptr)
                        first = text;
                lint_moment(subject, text, as_date, as_period);
        }
        lint_zone_of_time(subject, first);
        switch (subject->property->id) {
        case PROPERTY_DTSTAMP:
        case PROPERTY_CREATED:
        case PROPERTY_LAST_MODIFIED:
        case PROPERTY_COMPLETED:
        case PROPERTY_ACKNOWLEDGED:
                if (value_is_date_time(first) && !value_is_utc(first))
                        add_named(subject, LINT_ID_TIME_NOT_UTC, first);
                break;
        default:
                break;
        }
}

static void lint_text(const struct subject *subject) {
        struct span value = subject->property->value;
        if (subject->property->flags & PROPERTY_ENCODED)
                return;
        if (value_has_unescaped(value))
                add(subject, LINT_ID_TEXT_UNESCAPED, subject->property->name);
        if (value_has_odd_escape(value))
                add(subject, LINT_ID_TEXT_ESCAPE, subject->property->name);
}

static void lint_known_words(const struct subject *subject) {
        static const struct {
                enum parameter_id id;
                const char *words;
        } known[] = {
                { PARAMETER_ROLE, "CHAIR|REQ-PARTICIPANT|OPT-PARTICIPANT|NON-PARTICIPANT" },
                { PARAMETER_PARTSTAT, "NEEDS-ACTION|ACCEPTED|DECLINED|TENTATIVE|DELEGATED|COMPLETED|IN-PROCESS" },
                { PARAMETER_CUTYPE, "INDIVIDUAL|GROUP|RESOURCE|ROOM|UNKNOWN" },
        };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                const struct parameter *parameter = property_parameter(subject->property, known[i].id);
                if (parameter && !value_is_one_of(parameter->value, known[i].words))
                        add(subject, LINT_ID_PARAMETER_VALUE, parameter->value);
        }
        const struct parameter *rsvp = property_parameter(subject->property, PARAMETER_RSVP);
        if (rsvp && !value_is_one_of(rsvp->value, "TRUE|FALSE"))
                add(subject, LINT_ID_RSVP_VALUE, rsvp->value);
}

static void lint_address(const struct subject *subject) {
        struct calendar_address address;
        calendar_address_read(subject->linter->arena, subject->property, &address);
        if (address.scheme_missing)
                add(subject, LINT_ID_ADDRESS_NO_SCHEME, address.value);
        else if (address.address.len == 0 && lint_sent(subject->linter, subject->calendar))
                add(subject, LINT_ID_ADDRESS_NOT_MAILTO, address.value);
        if (address.email.len > 0 && address.address.len > 0 && !span_equal(address.email, address.address))
                add(subject, LINT_ID_ADDRESS_EMAIL_DIFFERS, address.email);
        if (lint_sent(subject->linter, subject->calendar) &&
            (address.schedule_agent.len > 0 || address.schedule_status.len > 0 || address.schedule_force_send.len > 0))
                add(subject, LINT_ID_SCHEDULE_PARAMETER, address.value);
        lint_known_words(subject);
}

static bool is_uri_with(struct span uri, const char *scheme) {
        return span_starts_nocase(uri, span_from(scheme));
}

static void lint_reference(const struct subject *subject) {
        struct span uri = span_trim(subject->property->value);
        bool fetched = subject->property->id == PROPERTY_ATTACH || subject->property->id == PROPERTY_IMAGE;
        if (is_uri_with(uri, "file:") || is_uri_with(uri, "\\\\") || is_uri_with(uri, "smb:"))
                add(subject, LINT_ID_LOCAL_REFERENCE, uri);
        else if (fetched && (is_uri_with(uri, "http:") || is_uri_with(uri, "https:") || is_uri_with(uri, "ftp:")))
                add(subject, LINT_ID_EXTERNAL_REFERENCE, uri);
        struct span value = property_parameter_value(subject->property, PARAMETER_VALUE);
        struct span encoding = property_parameter_value(subject->property, PARAMETER_ENCODING);
        bool binary = span_equal_nocase(value, SPAN("BINARY")), base64 = span_equal_nocase(encoding, SPAN("BASE64"));
        if (binary != base64)
                add(subject, LINT_ID_ATTACHMENT_INLINE, subject->property->name);
}

static void lint_duration(const struct subject *subject) {
        struct span text = span_trim(subject->property->value);
        bool absolute = span_equal_nocase(property_parameter_value(subject->property, PARAMETER_VALUE),
                                          SPAN("DATE-TIME"));
        if (absolute ? !value_is_utc(text) : !value_is_duration(text))
                add_named(subject, absolute ? LINT_ID_TIME_NOT_UTC : LINT_ID_DURATION_BAD, text);
}

static void lint_number(const struct subject *subject, int64_t low, int64_t high) {
        if (!value_is_integer(span_trim(subject->property->value), low, high))
                add_named(subject, LINT_ID_VALUE_BAD, subject->property->value);
}

static void lint_words(const struct subject *subject, const char *words) {
        if (!value_is_one_of(span_trim(subject->property->value), words))
                add_named(subject, LINT_ID_VALUE_BAD, subject->property->value);
}

/* These are addresses, and the grammar quotes them always; the rest only where a comma would end them. */
static bool must_be_quoted(const struct parameter *parameter) {
        switch (parameter->id) {
        case PARAMETER_SENT_BY:
        case PARAMETER_DELEGATED_FROM:
        case PARAMETER_DELEGATED_TO:
        case PARAMETER_MEMBER:
        case PARAMETER_DIR:
        case PARAMETER_ALTREP:
                return true;
        case PARAMETER_CN:
        case PARAMETER_LABEL:
        case PARAMETER_FILENAME:
        case PARAMETER_X_FILENAME:
        case PARAMETER_X_TITLE:
        case PARAMETER_X_ADDRESS:
                return span_find_byte(parameter->raw, ',') < parameter->raw.len;
        default:
                return false;
        }
}

static void lint_parameters(const struct subject *subject) {
        for (const struct parameter *parameter = subject->property->parameters; parameter; parameter = parameter->next) {
                if (!parameter->quoted && parameter->raw.len > 0 && must_be_quoted(parameter))
                        add_named(subject, LINT_ID_PARAMETER_UNQUOTED, parameter->name);
                if (parameter->id == PARAMETER_ALTREP && is_uri_with(parameter->value, "http"))
                        add(subject, LINT_ID_EXTERNAL_REFERENCE, parameter->value);
        }
}

static void lint_value(const struct subject *subject) {
        switch (subject->property->id) {
        case PROPERTY_DTSTART:
        case PROPERTY_DTEND:
        case PROPERTY_DUE:
        case PROPERTY_DTSTAMP:
        case PROPERTY_CREATED:
        case PROPERTY_LAST_MODIFIED:
        case PROPERTY_COMPLETED:
        case PROPERTY_ACKNOWLEDGED:
        case PROPERTY_RECURRENCE_ID:
        case PROPERTY_RDATE:
        case PROPERTY_EXDATE:
                lint_time(subject);
                break;
        case PROPERTY_SUMMARY:
        case PROPERTY_DESCRIPTION:
        case PROPERTY_LOCATION:
        case PROPERTY_COMMENT:
        case PROPERTY_CONTACT:
                lint_text(subject);
                break;
        case PROPERTY_ORGANIZER:
        case PROPERTY_ATTENDEE:
                lint_address(subject);
                break;
        case PROPERTY_ATTACH:
        case PROPERTY_IMAGE:
        case PROPERTY_URL:
        case PROPERTY_CONFERENCE:
                lint_reference(subject);
                break;
        case PROPERTY_DURATION:
        case PROPERTY_TRIGGER:
                lint_duration(subject);
                break;
        case PROPERTY_REQUEST_STATUS:
                if (!value_is_request_status(subject->property->value))
                        add(subject, LINT_ID_REQUEST_STATUS_BAD, subject->property->value);
                break;
        case PROPERTY_SEQUENCE:
                lint_number(subject, 0, INT32_MAX);
                break;
        case PROPERTY_PRIORITY:
                lint_number(subject, 0, 9);
                break;
        case PROPERTY_PERCENT_COMPLETE:
                lint_number(subject, 0, 100);
                break;
        case PROPERTY_REPEAT:
                lint_number(subject, 0, INT32_MAX);
                break;
        case PROPERTY_TRANSP:
                lint_words(subject, "OPAQUE|TRANSPARENT");
                break;
        case PROPERTY_UNKNOWN:
                if (!span_starts_nocase(subject->property->name, SPAN("X-")))
                        add(subject, LINT_ID_PROPERTY_UNKNOWN, subject->property->name);
                break;
        default:
                break;
        }
}

void lint_property(struct linter *linter, const struct calendar *calendar, const struct lint_zones *zones,
                   const struct component *component, const struct property *property) {
        struct subject subject = { linter, calendar, zones, component, property };
        if (value_has_control(property->value))
                add(&subject, LINT_ID_CONTROL_CHARACTER, property->name);
        lint_parameters(&subject);
        lint_value(&subject);
}
