/* layer: calendar */
/* Reads any bytes as calendars and asks every view of them; the edited calendar must hold no alarm. The first byte
 * chooses the charset label and the edit. */
#include <assert.h>
#include <setjmp.h>

#include "calendar/address.h"
#include "calendar/alarm.h"
#include "calendar/attachment.h"
#include "calendar/compare.h"
#include "calendar/edit.h"
#include "calendar/itip.h"
#include "calendar/recurrence.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_property(const struct calendars *calendars, const struct calendar *calendar,
                             const struct property *property) {
        struct calendar_address address;
        struct attachment attachment;
        struct moment moment;
        assert(utf8_valid(property->text));
        for (const struct parameter *p = property->parameters; p; p = p->next)
                assert(utf8_valid(p->value));
        calendar_address_read(calendars->arena, property, &address);
        assert(utf8_valid(address.address) && utf8_valid(address.sent_by));
        attachment_read(calendars->arena, property, &attachment);
        assert(utf8_valid(attachment.uri) && utf8_valid(attachment.media_type));
        (void)property_moment(calendars, calendar, property, &moment);
}

static void look_at_component(const struct calendars *calendars, const struct calendar *calendar,
                              const struct component *component) {
        struct alarm alarm;
        struct recurrence recurrence;
        struct itip_revision revision;
        struct moment start, end;
        uint32_t kept = 0;
        for (const struct property *p = component->properties; p; p = p->next) {
                kept++;
                look_at_property(calendars, calendar, p);
        }
        assert(kept <= component->property_count);
        alarm_read(calendars, calendar, component, &alarm);
        recurrence_read(calendars, calendar, component, 1735689600, &recurrence);
        assert(recurrence.instances_two_years >= 0);
        itip_revision_read(calendars, calendar, component, &revision);
        assert(itip_compare(&revision, &revision) == 0);
        (void)component_span(calendars, calendar, component, &start, &end);
}

static void look_at_calendar(const struct calendars *calendars, const struct calendar *calendar) {
        struct itip_originator originator;
        look_at_component(calendars, calendar, &calendar->root);
        for (const struct component *c = NULL; (c = component_walk(calendar, c));)
                look_at_component(calendars, calendar, c);
        (void)itip_check(calendars->arena, calendars, calendar);
        itip_originator_read(calendars->arena, calendar, &originator);
        assert(calendars_differ(calendars, calendar, calendar, true) == 0);
}

static void edit(struct arena *arena, struct span bytes, uint8_t choice) {
        struct calendar_edit wanted = { .tentative = choice & 64, .transparent = choice & 128 };
        struct calendar_edited once, twice;
        struct defects defects = { .arena = arena };
        calendar_strip_alarms(arena, bytes, wanted, &once);
        if (once.unreadable)
                return;
        const struct calendars *left = calendars_read(arena, once.bytes, (struct span){ 0 }, NULL, 1, &defects);
        for (const struct calendar *calendar = left->first; calendar; calendar = calendar->next)
                for (const struct component *c = NULL; (c = component_walk(calendar, c));)
                        assert(c->kind != COMPONENT_VALARM);
        calendar_strip_alarms(arena, once.bytes, wanted, &twice);
        assert(twice.alarms == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        static const char *const labels[] = { "",          "utf-8",    "iso-8859-1", "utf-7", "iso-2022-jp",
                                              "shift_jis", "nonsense", "us-ascii" };
        static struct zone_cache *zones;
        struct arena *arena = arena_new(64 * 1024 * 1024);
        struct defects defects = { .arena = arena };
        jmp_buf exhausted;
        if (!zones)
                zones = zone_cache_new();
        if (size > 0 && arena && zones && setjmp(exhausted) == 0) {
                arena_set_exit(arena, &exhausted);
                struct span bytes = { (const char *)data + 1, size - 1 };
                struct calendars *calendars = calendars_new(arena, zones);
                calendars_read(arena, bytes, span_from(labels[data[0] % 8]), calendars, 1, &defects);
                for (const struct calendar *c = calendars->first; c; c = c->next)
                        look_at_calendar(calendars, c);
                edit(arena, bytes, data[0]);
        }
        arena_free(arena);
        return 0;
}
