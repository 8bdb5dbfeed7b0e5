/* apply-steps: what apply.c is made of. Private to it. */
#pragma once

#include "calendar/apply.h"
#include "calendar/change.h"

struct apply {
        struct arena *arena;
        const struct apply_request *request;
        struct document message, stored;
        bool has_stored;
        struct changes changes; /* of what is stored */
        size_t max;             /* bytes of what may come out */
        size_t made;            /* bytes of components made so far */
        bool too_large;         /* it would be more: nothing more is made */
        uint32_t apart;         /* instances that were to stand apart */
        struct array cancelled; /* apply-instance.c's: instances that a CANCEL took away */
        bool cancelled_known;
        struct array zones; /* apply-zones.c's: TZIDs of what is taken */
        struct apply_result *ret;
};

/* What is the user's own in a stored component, as it is to stand in the one that takes its place. */
struct apply_own {
        struct span lines;      /* TRANSP, CATEGORIES, COLOR, X- properties */
        struct span alarms;     /* VALARMs, whole */
        struct array names;     /* struct span, sorted: X- properties in `lines` */
        struct array addresses; /* struct apply_answer: his ATTENDEEs */
        bool answered;          /* a PARTSTAT other than NEEDS-ACTION */
};
struct apply_answer {
        struct span address, partstat, delegated_to; /* as written; ptr NULL: it has none */
};

static inline const struct document_instance *apply_first(const struct document *document) {
        return &document->instances[0];
}
/* A component that was made counts. */
static inline struct span apply_made(struct apply *apply, const struct buf *out) {
        apply->made += out->len;
        apply->too_large |= out->overflow || apply->made > apply->max;
        return buf_span(out);
}
/* Whether this ORGANIZER or ATTENDEE is one of the user's addresses. */
bool apply_is_user(const struct apply *apply, const struct property *property);
/* Whether one of its ATTENDEEs is. */
bool apply_names_user(const struct apply *apply, const struct component *component);
/* Lower-case mail address, else the value. */
struct span apply_address(const struct apply *apply, const struct property *property);
static inline const char *apply_nothing(struct apply *apply, const char *reason) {
        apply->ret->reason = reason;
        return reason;
}

/* ---- apply-take.c: a component of the message, made ready for the user's calendar ---- */

void apply_own_read(const struct apply *apply, const struct document_instance *stored, struct apply_own *ret);
/* `own` NULL: a new event, whose TRANSP and the like are the sender's. `added`: lines that it gets. */
struct span apply_take(struct apply *apply, const struct component *component, const struct apply_own *own,
                       struct span added);
/* The whole message as a new resource. */
struct span apply_take_all(struct apply *apply);
/* A component that is no instance, a VTIMEZONE. */
struct span apply_take_block(struct apply *apply, const struct component *component);
/* The ORGANIZER of a stored component, as it has to be in what we write. */
void apply_keep_silent(struct apply *apply, const struct component *stored);

/* ---- apply-zones.c ---- */

/* The component's TZIDs are needed. */
void apply_zones_need(struct apply *apply, const struct component *component);
/* Adds to what is stored the VTIMEZONEs that it lacks; false: one of the same name says otherwise. `all_replaced`: nothing of
 * what is stored uses its own. */
bool apply_zones_add(struct apply *apply, bool all_replaced);

/* ---- the methods: each leaves changes, or a reason ---- */

void apply_create(struct apply *apply);
void apply_update(struct apply *apply);
void apply_add(struct apply *apply);
void apply_cancel(struct apply *apply);
void apply_reply(struct apply *apply);

/* ---- apply-instance.c: one instance of a stored series ---- */

/* The times of a component's RDATEs or EXDATEs, UTC. */
struct apply_times {
        int64_t *at; /* sorted */
        uint32_t count;
};
void apply_times_read(const struct document *document, const struct component *component, enum property_id id,
                      struct apply_times *ret);
bool apply_times_have(const struct apply_times *times, int64_t at);

/* Whether the series has an instance then, its EXDATEs not counted: by its rule, or by an RDATE. */
bool apply_has_instance(const struct apply *apply, const struct document_instance *series, const struct moment *at);
bool apply_rule_has(const struct apply *apply, const struct document_instance *series, const struct moment *at);

/* SEQUENCE and DTSTAMP as we keep them: `3/20260101T000000Z`; the latter may be missing. */
struct span apply_revision_text(const struct apply *apply, const struct itip_revision *revision);
bool apply_revision_parse(struct span text, struct itip_revision *ret);

/* Whether a CANCEL that is not older took this instance away (apply_exclude kept that). */
bool apply_was_cancelled(struct apply *apply, const struct itip_revision *revision);
/* Whether a time of the series can be written as its DTSTART is, so that it is read as the same. */
bool apply_time_fits(const struct apply *apply, const struct property *start, const struct moment *at);
/* Takes an instance out of the series: an EXDATE, and by which revision. False: the series cannot have it. */
bool apply_exclude(struct apply *apply, const struct document_instance *series,
                   const struct document_instance *cancelled);
/* Takes the instances that the message brings out of the stored series' EXDATEs: they take place again. */
void apply_include(struct apply *apply);
/* Ends the series before that time. */
void apply_end_before(struct apply *apply, const struct document_instance *series, const struct moment *at);

/* ---- apply-apart.c ---- */

/* A property of the series, and the line that stands for it in the instance (empty: none). */
struct apply_swap {
        const struct property *property;
        struct span line;
};
/* The instance of the series at that time, standing apart, with `added` lines. Empty where the series has none then, and
 * beyond LIMIT_APPLY_INSTANCES of a message. */
struct span apply_stand_apart(struct apply *apply, const struct document_instance *series, const struct moment *at,
                              const struct apply_swap *swaps, uint32_t swap_count, struct span added);
/* That time as the series' DTSTART writes times: in its zone, as a date, in UTC. */
struct span apply_time_text(const struct apply *apply, const struct property *start, const struct moment *at);
/* As `20260102T100000Z`. */
struct span apply_utc_text(const struct apply *apply, int64_t utc);
/* The time of the instance's RECURRENCE-ID. */
struct moment apply_instance_time(const struct apply *apply, const struct document_instance *of_message);
/* Sets a property of a stored component, which has it once or not. */
void apply_set(struct apply *apply, const struct component *component, enum property_id id, struct span value);
/* SEQUENCE and DTSTAMP of a stored component are these. */
void apply_set_revision(struct apply *apply, const struct component *component, const struct itip_revision *by);
struct span apply_sequence_text(const struct apply *apply, const struct itip_revision *revision);
/* An instance that stood apart goes, or is marked where the server wants that. */
void apply_drop(struct apply *apply, struct document_instance *old);
/* A line of what is stored. */
struct span apply_line(const struct apply *apply, const char *name, struct span value);
/* Where a component that is new in the resource goes. */
void apply_insert(struct apply *apply, struct span block);
