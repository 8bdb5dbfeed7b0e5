/* layer: calendar */
/* Applies any message to any stored event: a byte of choices, what is stored, a line `---`, the message. What comes out must be
 * readable, hold no METHOD, no alarm but the user's, no origin but ours, and his answers as they were; and the same message
 * again must change nothing. */
#include <assert.h>
#include <setjmp.h>

#include "calendar/apply.h"
#include "calendar/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { QUIET = 1, REMOVE = 2, TAKE = 4, SERVER = 8, ORGANIZER_IS_ME = 16, ABSENCE = 32 };
static const struct span addresses[] = { { "me@example.net", 14 }, { "o@example.com", 13 } };

static struct span answer_of(struct arena *arena, const struct component *component, struct span address) {
        const struct property *p = component_property(component, PROPERTY_ATTENDEE);
        for (; p; p = property_again(p)) {
                struct calendar_address attendee;
                calendar_address_read(arena, p, &attendee);
                if (span_equal(attendee.address, address))
                        return property_parameter_value(p, PARAMETER_PARTSTAT);
        }
        return (struct span){ 0 };
}

static bool is_invited(struct arena *arena, const struct component *component, struct span address) {
        const struct property *p = component_property(component, PROPERTY_ATTENDEE);
        uint32_t count = 0;
        for (; p; p = property_again(p)) {
                struct calendar_address attendee;
                calendar_address_read(arena, p, &attendee);
                count += span_equal(attendee.address, address);
        }
        return count == 1;
}

static void same_answers(struct arena *arena, const struct document *before, const struct document *after,
                         struct span address) {
        for (uint32_t i = 0; i < before->instance_count; i++) {
                const struct document_instance *old = &before->instances[i], *new = NULL;
                if (old->revision.has_recurrence_id)
                        new = document_instance(after, old->revision.recurrence_id);
                else
                        new = document_series(after);
                if (!new || !is_invited(arena, old->component, address) || !is_invited(arena, new->component, address))
                        continue;
                assert(span_equal(answer_of(arena, old->component, address), answer_of(arena, new->component, address)));
        }
}

static void look_at_component(const struct document *after, struct span stored, const struct component *component) {
        if (component->kind == COMPONENT_VALARM)
                assert(span_has(stored, document_block(after, component)));
        for (const struct property *p = component->properties; p; p = p->next) {
                struct span source = document_source(after, p);
                bool kept = span_has(stored, source);
                assert(p->id != PROPERTY_METHOD || kept);
                if (span_equal_nocase(p->name, SPAN("X-CALWARDEN-ORIGIN")))
                        assert(span_equal(p->value, SPAN("id")) || kept);
        }
}

static void look(struct arena *arena, const struct apply_request *request, const struct apply_result *result) {
        struct document before = { 0 }, after;
        if (result->change != APPLY_CREATE && result->change != APPLY_UPDATE)
                return;
        assert(!document_open(arena, result->object, (struct span){ 0 }, request->zones, &after));
        /* Without the NUL bytes that it may have had. */
        if (request->stored.len > 0)
                assert(!document_open(arena, request->stored, (struct span){ 0 }, request->zones, &before));
        for (const struct component *c = NULL; (c = component_walk(after.calendar, c));)
                look_at_component(&after, before.text, c);
        if (result->method != METHOD_REPLY)
                same_answers(arena, &before, &after, request->addresses[0]);
        if (result->method == METHOD_NONE || result->method == METHOD_PUBLISH)
                return;
        struct apply_request again = *request;
        struct apply_result second;
        again.stored = result->object;
        apply_message(arena, &again, &second);
        assert(second.change == APPLY_NOTHING);
}

static void try_one(struct arena *arena, struct zone_cache *zones, struct span input, uint8_t choice) {
        size_t at = span_find(input, SPAN("---\n"));
        struct apply_request request = {
                .stored = span_head(input, at),
                .message = span_skip(input, at + 4),
                .addresses = addresses + (choice & ORGANIZER_IS_ME ? 1 : 0),
                .address_count = 1,
                .zones = zones,
                .origin = SPAN("id"),
                .quiet = choice & QUIET,
                .remove_cancelled = choice & REMOVE,
                .take_over = choice & TAKE,
                .server_schedules = choice & SERVER,
                .tells_absence = choice & ABSENCE,
        };
        struct apply_part parts[] = { { .bytes = request.stored }, { .bytes = request.message } };
        struct apply_result result;
        uint32_t chosen[2];
        bool conflict;
        apply_message(arena, &request, &result);
        assert(result.reason);
        look(arena, &request, &result);
        assert(apply_choose(arena, parts, 2, chosen, &conflict) <= 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        static struct zone_cache *zones;
        struct arena *arena = arena_new(256 * 1024 * 1024);
        jmp_buf exhausted;
        if (!zones)
                zones = zone_cache_new();
        if (size > 0 && arena && zones && setjmp(exhausted) == 0) {
                arena_set_exit(arena, &exhausted);
                try_one(arena, zones, (struct span){ (const char *)data + 1, size - 1 }, data[0]);
        }
        arena_free(arena);
        return 0;
}
