/* Calendars as they were understood. */
#include "calendar/alarm.h"
#include "calendar/recurrence.h"
#include "report/instant.h"
#include "report/json.h"
#include "report/report.h"

enum {
        /* What `check` prints of one item: enough for every real one, and a hostile one cannot fill a disk. */
        BRIEF_CALENDARS = 16,
        BRIEF_COMPONENTS = 16,
        BRIEF_ATTENDEES = 50,
        BRIEF_TEXT = 1000,
};

struct writer {
        struct json *json;
        const struct calendars *calendars;
        const struct calendar *calendar;
        enum report_detail detail;
};

static struct span bounded(const struct writer *writer, struct span text) {
        return writer->detail == REPORT_BRIEF ? span_head(text, BRIEF_TEXT) : text;
}

static void write_text(const struct writer *writer, const char *key, const struct component *component,
                       enum property_id id) {
        if (component_has(component, id))
                json_text(writer->json, key, bounded(writer, component_text(component, id)));
}

/* "2024-03-01" for a date, with Z where the instant is known, without where it is local to whoever looks. */
static void write_moment(struct json *json, const char *key, const struct moment *moment) {
        char text[INSTANT_BYTES];
        if (moment->basis == MOMENT_NONE)
                return;
        instant_write(moment->utc, text);
        size_t length = moment->basis == MOMENT_DATE ? 10 : INSTANT_BYTES - 1;
        if (moment->basis == MOMENT_FLOATING || moment->basis == MOMENT_UNKNOWN_ZONE)
                length--;
        json_text(json, key, (struct span){ text, length });
}

/* Returns when it starts, 0 when nothing says it. */
static int64_t write_time(const struct writer *writer, const struct component *component) {
        struct moment start, end;
        if (!component_span(writer->calendars, writer->calendar, component, &start, &end))
                return 0;
        write_moment(writer->json, "start", &start);
        write_moment(writer->json, "end", &end);
        if (start.tzid.len)
                json_text(writer->json, "zone", bounded(writer, start.tzid));
        return start.utc;
}

static void write_recurrence(const struct writer *writer, const struct component *component, int64_t start) {
        struct recurrence recurrence;
        recurrence_read(writer->calendars, writer->calendar, component, start, &recurrence);
        if (!recurrence.recurs)
                return;
        json_object(writer->json, "recurrence");
        json_string(writer->json, "frequency", frequency_name(recurrence.frequency));
        json_integer(writer->json, "interval", recurrence.interval);
        json_number(writer->json, "instances_two_years", recurrence.instances_two_years, 6);
        json_bool(writer->json, "unbounded", recurrence.unbounded);
        json_bool(writer->json, "never", recurrence.never);
        json_object_end(writer->json);
}

static void write_address(const struct writer *writer, const char *key, const struct property *property) {
        struct json *json = writer->json;
        json_object(json, key);
        json_text(json, "address", bounded(writer, property->text));
        static const struct {
                const char *key;
                enum parameter_id id;
        } parameters[] = { { "name", PARAMETER_CN },
                           { "status", PARAMETER_PARTSTAT },
                           { "role", PARAMETER_ROLE },
                           { "sent_by", PARAMETER_SENT_BY } };
        for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
                struct span value = property_parameter_value(property, parameters[i].id);
                if (value.len)
                        json_text(json, parameters[i].key, bounded(writer, value));
        }
        json_object_end(json);
}

static void write_people(const struct writer *writer, const struct component *component) {
        const struct property *organizer = component_property(component, PROPERTY_ORGANIZER);
        if (organizer)
                write_address(writer, "organizer", organizer);
        json_integer(writer->json, "attendee_count", component->attendee_count);
        json_array(writer->json, "attendees");
        uint32_t written = 0;
        for (const struct property *attendee = component_property(component, PROPERTY_ATTENDEE);
             attendee && (writer->detail == REPORT_FULL || written < BRIEF_ATTENDEES);
             attendee = property_again(attendee), written++)
                write_address(writer, NULL, attendee);
        json_array_end(writer->json);
}

static uint32_t count_alarms(const struct component *component) {
        uint32_t count = 0;
        for (const struct component *child = component_child(component, COMPONENT_VALARM); child;
             child = component_again(child))
                count++;
        return count;
}

static void write_properties(const struct writer *writer, const struct component *component) {
        struct json *json = writer->json;
        json_array(json, "properties");
        for (const struct property *property = component->properties; property; property = property->next) {
                json_object(json, NULL);
                json_text(json, "name", property->name);
                json_integer(json, "line", property->line);
                json_text(json, "text", property->text);
                if (property->parameters) {
                        json_array(json, "parameters");
                        for (const struct parameter *parameter = property->parameters; parameter;
                             parameter = parameter->next) {
                                json_object(json, NULL);
                                json_text(json, "name", parameter->name);
                                json_text(json, "value", parameter->value);
                                json_object_end(json);
                        }
                        json_array_end(json);
                }
                json_object_end(json);
        }
        json_array_end(json);
}

static bool is_scheduled(const struct component *component) {
        return component->kind == COMPONENT_VEVENT || component->kind == COMPONENT_VTODO ||
               component->kind == COMPONENT_VJOURNAL || component->kind == COMPONENT_VFREEBUSY;
}

static void write_component(const struct writer *writer, const struct component *component) {
        struct json *json = writer->json;
        json_object(json, NULL);
        json_text(json, "kind",
                  component->kind ? span_from(component_kind_name(component->kind)) : bounded(writer, component->name));
        if (is_scheduled(component)) {
                write_text(writer, "uid", component, PROPERTY_UID);
                write_text(writer, "summary", component, PROPERTY_SUMMARY);
                write_text(writer, "location", component, PROPERTY_LOCATION);
                write_text(writer, "status", component, PROPERTY_STATUS);
                write_text(writer, "sequence", component, PROPERTY_SEQUENCE);
                write_recurrence(writer, component, write_time(writer, component));
                write_people(writer, component);
                json_integer(json, "alarms", count_alarms(component));
        }
        if (writer->detail == REPORT_FULL) {
                json_integer(json, "line", component->line);
                json_integer(json, "depth", component->depth);
                json_bool(json, "unclosed", component->unclosed);
                write_properties(writer, component);
        }
        json_object_end(json);
}

/* Brief: only what is scheduled. */
static void write_components(const struct writer *writer) {
        uint32_t written = 0, all = 0;
        json_array(writer->json, "components");
        for (const struct component *component = NULL; (component = component_walk(writer->calendar, component));) {
                if (writer->detail == REPORT_BRIEF && !is_scheduled(component))
                        continue;
                all++;
                if (writer->detail == REPORT_BRIEF && written == BRIEF_COMPONENTS)
                        continue;
                write_component(writer, component);
                written++;
        }
        json_array_end(writer->json);
        json_integer(writer->json, "component_count", all);
}

static void write_calendar(const struct writer *writer) {
        const struct calendar *calendar = writer->calendar;
        struct json *json = writer->json;
        json_object(json, NULL);
        json_string(json, "form", calendar_form_name(calendar->form));
        json_integer(json, "part", calendar->part);
        json_integer(json, "line", calendar->line);
        write_text(writer, "method", &calendar->root, PROPERTY_METHOD);
        write_text(writer, "prodid", &calendar->root, PROPERTY_PRODID);
        write_text(writer, "version", &calendar->root, PROPERTY_VERSION);
        if (writer->detail == REPORT_FULL)
                write_properties(writer, &calendar->root);
        write_components(writer);
        json_object_end(json);
}

void report_calendars(struct json *json, const struct calendars *calendars, enum report_detail detail) {
        struct writer writer = { json, calendars, NULL, detail };
        uint32_t written = 0;
        json_array(json, "calendars");
        for (writer.calendar = calendars->first; writer.calendar; writer.calendar = writer.calendar->next) {
                if (detail == REPORT_BRIEF && written++ == BRIEF_CALENDARS)
                        break;
                write_calendar(&writer);
        }
        json_array_end(json);
}
