#include "base/limits.h"
#include "calendar/alarm.h"
#include "calendar/compare.h"
#include "calendar/itip.h"
#include "calendar/moment.h"
#include "calendar/recurrence.h"
#include "calendar/uid.h"
#include "facts/gather.h"
#include "facts/needs.h"
#include "message/message.h"

/* What mail programs process first: a text/calendar part with a method, then any calendar with one, then the first. */
static uint32_t precedence(const struct facts *facts, const struct calendar *calendar) {
        const struct part *part = message_part(facts->message, calendar->part);
        if (!itip_main_component(calendar))
                return 0;
        if (part && part->source == PART_TNEF_MEETING)
                return 1; /* put together by us; a calendar that stands beside it says more */
        if (part && part->media == MEDIA_TEXT_CALENDAR && part->method.len > 0)
                return 4;
        return calendar->method == METHOD_NONE ? 1 : part && part->media == MEDIA_TEXT_CALENDAR ? 3 : 2;
}

static const struct calendar *calendar_choose(const struct facts *facts) {
        const struct calendar *chosen = NULL;
        uint32_t best = 0;
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next) {
                uint32_t this = precedence(facts, calendar);
                if (this > best) {
                        best = this;
                        chosen = calendar;
                }
        }
        return chosen ? chosen : facts->calendars->first;
}

static bool is_scheduled(const struct component *component) {
        return component->kind == COMPONENT_VEVENT || component->kind == COMPONENT_VTODO ||
               component->kind == COMPONENT_VJOURNAL;
}

static void count_components(struct meeting *meeting) {
        const struct component *component = NULL;
        while ((component = component_walk(meeting->calendar, component))) {
                meeting->alarms += component->kind == COMPONENT_VALARM;
                meeting->events += is_scheduled(component);
        }
}

static void read_times(struct facts *facts, struct meeting *meeting) {
        struct moment start, end;
        if (component_span(facts->calendars, meeting->calendar, meeting->event, &start, &end)) {
                meeting->start_known = true;
                meeting->start = start.utc;
                meeting->all_day = start.basis == MOMENT_DATE;
                meeting->end_known = end.basis != MOMENT_NONE;
                meeting->end = end.utc;
        }
        struct itip_revision revision;
        itip_revision_read(facts->calendars, meeting->calendar, meeting->event, &revision);
        meeting->sequence_known = revision.has_sequence;
        meeting->sequence = revision.sequence < 0            ? 0
                            : revision.sequence > UINT32_MAX ? UINT32_MAX
                                                             : (uint32_t)revision.sequence;
        meeting->stamp_known = revision.has_dtstamp;
        meeting->stamp = revision.dtstamp;

        struct recurrence recurrence;
        int64_t after = facts->at != INT64_MIN ? facts->at : meeting->start;
        recurrence_read(facts->calendars, meeting->calendar, meeting->event, after, &recurrence);
        meeting->instances = recurrence.recurs ? recurrence.instances_two_years : 1;
        meeting->endless = recurrence.unbounded;
        meeting->never = recurrence.never;
}

static void gather_differences(struct facts *facts) {
        const struct calendar *one = facts->meeting.calendar;
        for (const struct calendar *other = facts->calendars->first; other; other = other->next) {
                if (other == one || !itip_main_component(other))
                        continue;
                unsigned bits = calendars_differ(facts->calendars, one, other, false);
                struct difference *difference = bits ? array_push(&facts->differences, facts->arena, sizeof *difference,
                                                                  LIMIT_FACT_DIFFERENCES)
                                                     : NULL;
                if (difference)
                        *difference = (struct difference){ one, other, bits };
                if (facts->differences.count == LIMIT_FACT_DIFFERENCES)
                        return;
        }
}

void gather_meeting(struct facts *facts) {
        struct meeting *meeting = &facts->meeting;
        meeting->calendar = calendar_choose(facts);
        if (!meeting->calendar)
                return;
        const struct part *part = message_part(facts->message, meeting->calendar->part);
        meeting->method = meeting->calendar->method;
        meeting->method_parameter = part ? part->method : (struct span){ 0 };
        count_components(meeting);
        meeting->event = itip_main_component(meeting->calendar);
        if (!meeting->event)
                return;
        facts->known |= NEEDS_EVENT;
        meeting->uid = component_text(meeting->event, PROPERTY_UID);
        meeting->uid_key = uid_key(facts->arena, meeting->uid);
        meeting->summary = component_text(meeting->event, PROPERTY_SUMMARY);
        meeting->description = component_text(meeting->event, PROPERTY_DESCRIPTION);
        meeting->location = component_text(meeting->event, PROPERTY_LOCATION);
        meeting->attendees = meeting->event->attendee_count;
        read_times(facts, meeting);
        gather_differences(facts);
}
