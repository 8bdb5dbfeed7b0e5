/* What a message brings besides the event and the person that it is about (attacks 24, 49): clients carry out all of it. */
#include "calendar/address.h"
#include "calendar/uid.h"
#include "facts/history-inside.h"

static bool is_scheduled(const struct component *component) {
        return component->kind == COMPONENT_VEVENT || component->kind == COMPONENT_VTODO ||
               component->kind == COMPONENT_VJOURNAL;
}

static void uid_add(struct others *others, struct span uid) {
        for (uint32_t i = 0; i < others->uid_count; i++)
                if (span_equal(others->uids[i], uid))
                        return;
        if (others->uid_count < OTHER_UIDS)
                others->uids[others->uid_count++] = uid;
        else
                others->more_uids = true;
}

/* All that a component is called: of several UIDs clients take this one or that. */
static void look_at_uids(const struct facts *facts, const struct component *component, struct others *others) {
        for (const struct property *property = component_property(component, PROPERTY_UID);
             property && !others->more_uids; property = property_again(property)) {
                struct span uid = uid_key(facts->arena, span_trim(property->text));
                if (uid_names_one(uid) && !span_equal(uid, facts->meeting.uid_key))
                        uid_add(others, uid);
        }
}

/* A delegate who is named by whom he stands for, and the other way round (RFC 5546 3.2.2.3, 4.2.5). */
static bool is_companion(const struct calendar_address *address, struct span acting) {
        if (address->delegated_from.len > 0 && span_equal(address->delegated_from, acting))
                return address->partstat.len == 0 || span_equal_nocase(address->partstat, SPAN("NEEDS-ACTION"));
        return address->delegated_to.len > 0 && span_equal(address->delegated_to, acting) &&
               span_equal_nocase(address->partstat, SPAN("DELEGATED"));
}

static void look_at_attendees(struct asking *asking, const struct component *component, struct others *others) {
        for (const struct property *property = component_property(component, PROPERTY_ATTENDEE);
             property && !others->attendees; property = property_again(property)) {
                struct calendar_address address;
                calendar_address_read(asking->facts->arena, property, &address);
                struct span who = address.address, acting = asking->acting.address, *companion = &others->companion;
                if (span_equal(who, acting) || (companion->len > 0 && span_equal(who, *companion)))
                        continue;
                if (companion->len == 0 && who.len > 0 && is_companion(&address, acting)) {
                        *companion = who;
                        others->companion_delegates = span_equal(address.delegated_to, acting);
                } else {
                        others->attendees = true;
                }
        }
}

void history_look_at_others(struct asking *asking) {
        const struct facts *facts = asking->facts;
        struct others *others = &asking->others;
        bool answer = facts->meeting.method == METHOD_REPLY;
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next) {
                const struct component *component = NULL;
                while ((component = component_walk(calendar, component))) {
                        if (!is_scheduled(component))
                                continue;
                        look_at_uids(facts, component, others);
                        if (answer)
                                look_at_attendees(asking, component, others);
                        others->orders |= calendar->method != METHOD_NONE && !method_answers(calendar->method);
                        if (others->more_uids && (!answer || others->attendees))
                                return;
                }
        }
}
