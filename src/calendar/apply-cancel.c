/* CANCEL: of the whole, or of instances. What is cancelled is marked, or goes. */
#include "base/limits.h"
#include "calendar/apply-steps.h"

static void mark(struct apply *apply, const struct component *component, const struct itip_revision *by) {
        apply_set(apply, component, PROPERTY_STATUS, SPAN("CANCELLED"));
        apply_set_revision(apply, component, by);
}

/* Others may be uninvited, and he not (RFC 5546 3.2.5). */
static bool is_meant(const struct apply *apply, const struct document_instance *by) {
        return apply->request->take_over || apply_names_user(apply, by->component);
}

/* All that is stored. Without the series each instance is as old as it is. */
static uint32_t cancel_whole(struct apply *apply, const struct document_instance *by) {
        const struct document_instance *series = document_series(&apply->stored);
        uint32_t count = 0;
        if (series && itip_compare(&by->revision, &series->revision) <= 0)
                return 0;
        for (uint32_t i = 0; i < apply->stored.instance_count; i++) {
                struct document_instance *old = &apply->stored.instances[i];
                if (!series && itip_compare(&by->revision, &old->revision) <= 0)
                        continue;
                old->replaced = true;
                count++;
                if (apply->request->remove_cancelled)
                        change_replace(&apply->changes, document_block(&apply->stored, old->component),
                                       (struct span){ 0 });
                else
                        mark(apply, old->component, &by->revision);
        }
        return count;
}

/* An instance that does not stand apart yet: it does from now on, marked. */
static bool mark_apart(struct apply *apply, const struct document_instance *series, const struct document_instance *by,
                       const struct moment *at) {
        const struct itip_revision *revision = &by->revision;
        struct buf added = buf_in(apply->arena, 512);
        struct apply_swap swaps[] = {
                { .property = component_property(series->component, PROPERTY_STATUS) },
                { .property = revision->has_sequence ? component_property(series->component, PROPERTY_SEQUENCE) : NULL },
                { .property = revision->has_dtstamp ? component_property(series->component, PROPERTY_DTSTAMP) : NULL },
        };
        buf_add(&added, apply_line(apply, "STATUS", SPAN("CANCELLED")));
        if (revision->has_sequence)
                buf_add(&added, apply_line(apply, "SEQUENCE", apply_sequence_text(apply, revision)));
        if (revision->has_dtstamp)
                buf_add(&added, apply_line(apply, "DTSTAMP", apply_utc_text(apply, revision->dtstamp)));
        struct span block = apply_stand_apart(apply, series, at, swaps, 3, buf_span(&added));
        apply_insert(apply, block);
        return block.len > 0;
}

static bool cancel_instance(struct apply *apply, const struct document_instance *series,
                            const struct document_instance *by, const struct apply_times *excluded) {
        struct document_instance *old = document_instance(&apply->stored, by->revision.recurrence_id);
        const struct document_instance *known = old ? old : series;
        struct moment at = apply_instance_time(apply, by);
        if (!known || itip_compare(&by->revision, &known->revision) <= 0)
                return false;
        if (!old && apply_times_have(excluded, by->revision.recurrence_id))
                return false;
        bool marks = !apply->request->remove_cancelled || apply->request->tells_absence;
        if (marks && old) {
                mark(apply, old->component, &by->revision);
                return true;
        }
        if (marks && (apply->apart < LIMIT_APPLY_INSTANCES || apply->request->tells_absence))
                return mark_apart(apply, series, by, &at);
        if (old) {
                change_replace(&apply->changes, document_block(&apply->stored, old->component), (struct span){ 0 });
                old->replaced = true;
        }
        bool left_out = series && !apply_times_have(excluded, by->revision.recurrence_id) &&
                        apply_exclude(apply, series, by);
        return old || left_out;
}

/* From one instance on: the series ends before it, also where what is cancelled is marked. */
static bool cancel_rest(struct apply *apply, struct document_instance *series, const struct document_instance *by) {
        const struct document *stored = &apply->stored;
        struct moment at = apply_instance_time(apply, by), start;
        if (!series || itip_compare(&by->revision, &series->revision) <= 0 ||
            !component_moment(stored->calendars, stored->calendar, series->component, PROPERTY_DTSTART, &start))
                return false;
        if (at.utc <= start.utc)
                return cancel_whole(apply, by) > 0;
        apply_end_before(apply, series, &at);
        for (uint32_t i = 0; i < stored->instance_count; i++) {
                struct document_instance *old = &stored->instances[i];
                if (!old->revision.has_recurrence_id || old->revision.recurrence_id < at.utc || old->replaced)
                        continue;
                apply_drop(apply, old);
        }
        apply_set_revision(apply, series->component, &by->revision);
        return true;
}

static uint32_t cancel_instances(struct apply *apply) {
        struct document_instance *series = document_series(&apply->stored);
        struct apply_times excluded = { 0 };
        uint32_t count = 0;
        if (series)
                apply_times_read(&apply->stored, series->component, PROPERTY_EXDATE, &excluded);
        for (uint32_t i = 0; i < apply->message.instance_count; i++) {
                const struct document_instance *by = &apply->message.instances[i];
                if (!is_meant(apply, by))
                        continue;
                count += by->range ? cancel_rest(apply, series, by) : cancel_instance(apply, series, by, &excluded);
        }
        return count;
}

static bool all_gone(const struct apply *apply) {
        for (uint32_t i = 0; i < apply->stored.instance_count; i++)
                if (!apply->stored.instances[i].replaced)
                        return false;
        return true;
}

void apply_cancel(struct apply *apply) {
        const struct document_instance *whole = document_series(&apply->message);
        uint32_t count = 0;
        if (!apply->has_stored) {
                apply_nothing(apply, "It cancels an event that is not in the calendar.");
                return;
        }
        if (whole && is_meant(apply, whole))
                count = cancel_whole(apply, whole);
        else
                count = cancel_instances(apply);
        if (count == 0) {
                apply_nothing(apply, "It cancels what is newer in the calendar, or cancelled already.");
                return;
        }
        for (uint32_t i = 0; i < apply->stored.instance_count; i++)
                apply_keep_silent(apply, apply->stored.instances[i].component);
        apply->ret->change = apply->request->remove_cancelled && all_gone(apply) ? APPLY_REMOVE : APPLY_UPDATE;
        apply->ret->reason = whole ? "It cancels the event." : "It cancels a part of the series.";
}
