/* REQUEST (and PUBLISH, where the user takes it over), and ADD. */
#include "base/limits.h"
#include "calendar/apply-steps.h"

#define OLD "It is older than what is in the calendar, or the same."
#define TOLD "The calendar server would tell the organizer that the user does not come."

void apply_create(struct apply *apply) {
        apply->ret->object = apply_take_all(apply);
        apply->ret->change = APPLY_CREATE;
        apply->ret->reason = apply->ret->method == METHOD_REQUEST ? "It is a new invitation." : "It is a new event.";
}

/* Whether the properties of that name are the same in both, in their order. */
static bool same_properties(const struct component *a, const struct component *b, enum property_id id) {
        const struct property *p = component_property(a, id), *q = component_property(b, id);
        while (p && q) {
                if (!span_equal(span_trim(p->value), span_trim(q->value)))
                        return false;
                p = property_again(p);
                q = property_again(q);
        }
        return !p && !q;
}

/* Whether instances of the one are instances of the other (RFC 5546 3.2.2.1: else those that stood apart are obsolete). */
static bool same_recurrence(const struct apply *apply, const struct component *new, const struct component *old) {
        const struct document *m = &apply->message, *s = &apply->stored;
        struct moment then, now;
        component_moment(s->calendars, s->calendar, old, PROPERTY_DTSTART, &then);
        component_moment(m->calendars, m->calendar, new, PROPERTY_DTSTART, &now);
        return then.utc == now.utc && then.local == now.local && then.basis == now.basis &&
               same_properties(new, old, PROPERTY_RRULE) && same_properties(new, old, PROPERTY_RDATE) &&
               same_properties(new, old, PROPERTY_EXRULE);
}

static void take_over(struct apply *apply, const struct component *component, struct document_instance *old,
                      const struct apply_own *own) {
        struct span block = apply_take(apply, component, own, (struct span){ 0 });
        if (old)
                change_replace(&apply->changes, document_block(&apply->stored, old->component), block);
        else
                apply_insert(apply, block);
        if (old)
                old->replaced = true;
}

/* Whether the server would tell the organizer that the user does not come to this instance. */
static bool is_told(struct apply *apply, const struct document_instance *series, const struct document_instance *new) {
        struct moment at = apply_instance_time(apply, new);
        if (!apply->request->tells_absence)
                return false;
        bool told = apply->apart++ >= LIMIT_APPLY_INSTANCES || !apply_rule_has(apply, series, &at);
        apply->ret->by_server |= told;
        return told;
}

/* The same of what the series excludes from now on. */
static bool excludes_more(struct apply *apply, const struct document_instance *new, const struct document_instance *old) {
        struct apply_times now, then;
        if (!new || !old || !apply->request->tells_absence)
                return false;
        apply_times_read(&apply->message, new->component, PROPERTY_EXDATE, &now);
        apply_times_read(&apply->stored, old->component, PROPERTY_EXDATE, &then);
        for (uint32_t i = 0; i < now.count; i++)
                if (!apply_times_have(&then, now.at[i]))
                        return true;
        return false;
}

/* One instance of the message: newer than what it takes the place of, or than the series that it is to stand apart from. */
static bool take_instance(struct apply *apply, struct document_instance *new, const struct apply_own *of_series) {
        bool apart = new->revision.has_recurrence_id;
        struct document_instance *series = document_series(&apply->stored);
        struct document_instance *old = apart ? document_instance(&apply->stored, new->revision.recurrence_id) : series;
        struct apply_own own;
        /* To some instances he may be invited, and to others not. */
        if (apply->ret->method == METHOD_REQUEST && !apply->request->take_over &&
            !apply_names_user(apply, new->component))
                return false;
        if (old && itip_compare(&new->revision, &old->revision) <= 0)
                return false;
        if (!old && series && itip_compare(&new->revision, &series->revision) < 0)
                return false;
        if (!old && apply_was_cancelled(apply, &new->revision))
                return false;
        if (!old && apart && series && is_told(apply, series, new))
                return false;
        if (old)
                apply_own_read(apply, old, &own);
        take_over(apply, new->component, old, old ? &own : of_series);
        new->replaced = true;
        return true;
}

/* Instances that stand apart of a series that is no longer so. One that is of a later SEQUENCE knew of it, and those
 * that the message names as they are stay. */
static void drop_obsolete(struct apply *apply, const struct document_instance *new, const struct document_instance *old) {
        bool same = same_recurrence(apply, new->component, old->component);
        struct apply_times excluded;
        apply_times_read(&apply->message, new->component, PROPERTY_EXDATE, &excluded);
        for (uint32_t i = 0; i < apply->stored.instance_count; i++) {
                struct document_instance *instance = &apply->stored.instances[i];
                bool obsolete = !same && instance->revision.sequence <= new->revision.sequence;
                if (instance->replaced || !instance->revision.has_recurrence_id ||
                    document_instance(&apply->message, instance->revision.recurrence_id))
                        continue;
                if (!obsolete && !apply_times_have(&excluded, instance->revision.recurrence_id))
                        continue;
                apply_drop(apply, instance);
        }
}

/* What stays of the stored resource, after the message's instances were taken. */
static bool settle(struct apply *apply, bool series_taken) {
        bool all = true;
        for (uint32_t i = 0; i < apply->stored.instance_count; i++) {
                struct document_instance *old = &apply->stored.instances[i];
                if (old->replaced)
                        continue;
                all = false;
                apply_keep_silent(apply, old->component);
        }
        if (!series_taken)
                apply_include(apply);
        if (apply_zones_add(apply, all))
                return true;
        apply_nothing(apply, "It has another idea of a time zone than the event in the calendar.");
        return false;
}

void apply_update(struct apply *apply) {
        struct document_instance *series = document_series(&apply->stored), *new = document_series(&apply->message);
        struct apply_own own;
        uint32_t taken = 0;
        if (series)
                apply_own_read(apply, series, &own);
        if (excludes_more(apply, new, series)) {
                apply->ret->by_server = true;
                apply_nothing(apply, TOLD);
                return;
        }
        for (uint32_t i = 0; i < apply->message.instance_count; i++)
                taken += take_instance(apply, &apply->message.instances[i], series ? &own : NULL);
        if (taken == 0) {
                apply_nothing(apply, apply->ret->by_server ? TOLD : OLD);
                return;
        }
        if (series && series->replaced)
                drop_obsolete(apply, new, series);
        if (!settle(apply, series && series->replaced))
                return;
        apply->ret->change = APPLY_UPDATE;
        apply->ret->by_server = false;
        apply->ret->reason = "It is an update.";
}

/* The instance that an ADD brings stands apart from the series, which has it by an RDATE (RFC 5546 3.2.4 does not say how). */
static const char *add_instance(struct apply *apply, struct document_instance *series,
                                const struct document_instance *new) {
        const struct document *m = &apply->message, *s = &apply->stored;
        const struct property *start = component_property(new->component, PROPERTY_DTSTART);
        const struct property *old = component_property(series->component, PROPERTY_DTSTART);
        struct moment at, first;
        struct apply_own own;
        if (!start || !old || !property_moment(m->calendars, m->calendar, start, &at) ||
            !property_moment(s->calendars, s->calendar, old, &first))
                return "It adds an instance that has no time.";
        if ((at.basis == MOMENT_DATE) != (first.basis == MOMENT_DATE))
                return "It adds an instance that is of another kind than the series.";
        if (document_instance(s, at.utc) || apply_has_instance(apply, series, &at))
                return "It adds an instance that is there already.";
        struct span place = document_source(s, old);
        apply_own_read(apply, series, &own);
        apply_insert(apply, apply_take(apply, new->component, &own,
                                       property_as(m, start, "RECURRENCE-ID", (struct span){ 0 })));
        change_insert(&apply->changes, place.ptr + place.len, property_as(m, start, "RDATE", (struct span){ 0 }));
        apply_set_revision(apply, series->component, &new->revision);
        return settle(apply, true) ? NULL : apply->ret->reason;
}

void apply_add(struct apply *apply) {
        struct document_instance *new = document_series(&apply->message);
        struct document_instance *series = apply->has_stored ? document_series(&apply->stored) : NULL;
        const char *reason = NULL;
        if (!series)
                reason = "It adds an instance to a series that is not in the calendar.";
        else if (!new || component_has(new->component, PROPERTY_RRULE) || component_has(new->component, PROPERTY_RDATE))
                reason = "It is no single instance that could be added.";
        else if (itip_compare(&new->revision, &series->revision) <= 0)
                reason = OLD;
        else if (apply->request->tells_absence)
                reason = TOLD;
        else
                reason = add_instance(apply, series, new);
        apply->ret->change = reason ? APPLY_NOTHING : APPLY_UPDATE;
        apply->ret->by_server = reason && strcmp(reason, TOLD) == 0;
        apply_nothing(apply, reason ? reason : "It adds an instance to the series.");
}
