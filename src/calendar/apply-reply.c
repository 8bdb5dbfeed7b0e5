/* REPLY: what attendees answered to an event that the user organizes. Only the answer is taken over: name, role and whatever
 * else they say of themselves stay as the organizer has them, and nobody comes to the list who was not on it.
 *
 * Answers may come in any order, so each is kept with the SEQUENCE and DTSTAMP that it had (RFC 5546 2.1.5), as
 * X-CALWARDEN-REPLY=sequence/dtstamp of the ATTENDEE; where a client drops that, the order is forgotten. */
#include "base/limits.h"
#include "calendar/apply-steps.h"

struct answer {
        const struct property *by; /* the message's ATTENDEE */
        const struct document_instance *reply;
        struct span partstat; /* as written */
        struct span stamp;    /* of X-CALWARDEN-REPLY */
};

static bool is_token(struct span s) {
        for (size_t i = 0; i < s.len; i++)
                if (!ascii_alnum(s.ptr[i]) && s.ptr[i] != '-')
                        return false;
        return s.len > 0 && s.len <= 64;
}

static const char *answer_read(const struct apply *apply, const struct document_instance *reply, struct answer *ret) {
        const struct property *by = component_property(reply->component, PROPERTY_ATTENDEE);
        if (reply->component->attendee_count != 1)
                return "It answers for nobody, or for several.";
        *ret = (struct answer){ .by = by, .reply = reply };
        const struct parameter *partstat = property_parameter(by, PARAMETER_PARTSTAT);
        if (!partstat || !is_token(partstat->raw) || span_equal_nocase(partstat->raw, SPAN("NEEDS-ACTION")))
                return "It holds no answer.";
        ret->partstat = partstat->raw;
        ret->stamp = apply_revision_text(apply, &reply->revision);
        return NULL;
}

static const struct property *attendee_of(const struct apply *apply, const struct component *component,
                                          struct span address) {
        const struct property *p = component_property(component, PROPERTY_ATTENDEE);
        while (p && !span_equal(apply_address(apply, p), address))
                p = property_again(p);
        return p;
}

/* Whether the answer that is there is as new. */
static bool is_known(const struct answer *answer, const struct property *attendee) {
        for (const struct parameter *p = attendee->parameters; p; p = p->next) {
                struct itip_revision known = { 0 };
                if (!span_equal_nocase(p->name, SPAN("X-CALWARDEN-REPLY")) || !apply_revision_parse(p->value, &known))
                        continue;
                return itip_compare(&answer->reply->revision, &known) <= 0;
        }
        return false;
}

static bool is_delegation(const struct answer *answer) {
        return span_equal_nocase(answer->partstat, SPAN("DELEGATED"));
}

/* DELEGATED-TO as it may be written: quoted, and nothing in it that could end it. */
static struct span delegates(const struct apply *apply, const struct answer *answer) {
        const struct parameter *to = property_parameter(answer->by, PARAMETER_DELEGATED_TO);
        if (!is_delegation(answer) || !to || span_find_byte(to->value, '"') < to->value.len || to->value.len == 0)
                return (struct span){ 0 };
        return arena_format(apply->arena, "\"%.*s\"", (int)to->value.len, to->value.ptr);
}

static struct span answered_line(const struct apply *apply, const struct answer *answer,
                                 const struct property *attendee) {
        struct parameter_change changes[3] = {
                { "PARTSTAT", answer->partstat },
                { "X-CALWARDEN-REPLY", answer->stamp },
                { "DELEGATED-TO", delegates(apply, answer) },
        };
        return property_with(&apply->stored, attendee, changes, 3);
}

/* The attendee who said that he delegates to the one who answers (RFC 5546 4.2.5): both have to say so. */
static const struct property *delegator_of(const struct apply *apply, const struct answer *answer,
                                           const struct component *component) {
        struct calendar_address by, from;
        calendar_address_read(apply->arena, answer->by, &by);
        const struct property *delegator = by.delegated_from.len > 0 ? attendee_of(apply, component, by.delegated_from)
                                                                     : NULL;
        if (!delegator || by.address.len == 0)
                return NULL;
        calendar_address_read(apply->arena, delegator, &from);
        return span_equal(from.delegated_to, by.address) ? delegator : NULL;
}

static struct span delegate_lines(const struct apply *apply, const struct answer *answer,
                                  const struct property *delegator) {
        struct parameter_change changes[] = {
                { .name = "SCHEDULE-AGENT" },
                { .name = "SCHEDULE-FORCE-SEND" },
                { .name = "SCHEDULE-STATUS" },
                { .name = "X-CALWARDEN-REPLY", .value = answer->stamp },
        };
        struct span first = document_source(&apply->stored, delegator);
        struct span second = property_with(&apply->message, answer->by, changes, 4);
        struct buf both = buf_in(apply->arena, first.len + second.len);
        buf_add(&both, first);
        buf_add(&both, second);
        return buf_span(&both);
}

/* Puts the line in the place of the ATTENDEE's: of the component itself, or of the instance that is to stand apart. */
static const char *place(struct apply *apply, const struct document_instance *target, const struct answer *answer,
                         struct apply_swap swap) {
        bool whole = !answer->reply->revision.has_recurrence_id;
        if (whole || target->revision.has_recurrence_id) {
                change_replace(&apply->changes, document_source(&apply->stored, swap.property), swap.line);
                return NULL;
        }
        struct moment at = apply_instance_time(apply, answer->reply);
        struct apply_times excluded;
        apply_times_read(&apply->stored, target->component, PROPERTY_EXDATE, &excluded);
        if (apply_times_have(&excluded, at.utc))
                return "It answers to an instance that is cancelled.";
        struct span block = apply_stand_apart(apply, target, &at, &swap, 1, (struct span){ 0 });
        apply_insert(apply, block);
        return block.len > 0 ? NULL : "It answers to an instance that the series does not have.";
}

static const char *answer_one(struct apply *apply, const struct document_instance *reply) {
        const struct document *stored = &apply->stored;
        const struct document_instance *target = document_series(stored);
        struct answer answer;
        if (reply->revision.has_recurrence_id && document_instance(stored, reply->revision.recurrence_id))
                target = document_instance(stored, reply->revision.recurrence_id);
        const char *reason = answer_read(apply, reply, &answer);
        if (reason)
                return reason;
        if (!target)
                return "It answers to an instance that the series does not have.";
        /* One that says no SEQUENCE answers to what there is. */
        if (reply->revision.has_sequence && reply->revision.sequence < target->revision.sequence)
                return "It answers to an earlier version of the event.";
        const struct property *attendee = attendee_of(apply, target->component, apply_address(apply, answer.by));
        if (attendee && is_known(&answer, attendee))
                return "It is older than the answer that is known, or the same.";
        if (attendee)
                return place(apply, target, &answer,
                             (struct apply_swap){ attendee, answered_line(apply, &answer, attendee) });
        const struct property *delegator = delegator_of(apply, &answer, target->component);
        if (!delegator)
                return "It is from somebody who was not invited.";
        return place(apply, target, &answer,
                     (struct apply_swap){ delegator, delegate_lines(apply, &answer, delegator) });
}

/* Whether the server invites any of the attendees: it does where nothing else is said (RFC 6638 7.1). */
static bool server_serves(const struct apply *apply) {
        for (uint32_t i = 0; i < apply->stored.instance_count; i++) {
                const struct property *p = component_property(apply->stored.instances[i].component, PROPERTY_ATTENDEE);
                for (; p; p = property_again(p)) {
                        struct span agent = property_parameter_value(p, PARAMETER_SCHEDULE_AGENT);
                        if (!apply_is_user(apply, p) && !span_equal_nocase(agent, SPAN("CLIENT")) &&
                            !span_equal_nocase(agent, SPAN("NONE")))
                                return true;
                }
        }
        return false;
}

/* One person answers (RFC 5546 3.2.3), also to several instances. */
static bool is_of_one(const struct apply *apply) {
        const struct property *first = component_property(apply_first(&apply->message)->component, PROPERTY_ATTENDEE);
        for (uint32_t i = 1; i < apply->message.instance_count; i++) {
                const struct property *p = component_property(apply->message.instances[i].component, PROPERTY_ATTENDEE);
                if (!first || !p || !span_equal(apply_address(apply, p), apply_address(apply, first)))
                        return false;
        }
        return true;
}

void apply_reply(struct apply *apply) {
        uint32_t count = apply->message.instance_count;
        const char *reason = NULL;
        if (!apply->has_stored)
                reason = "It answers an event that is not in the calendar.";
        else if (count > LIMIT_APPLY_INSTANCES)
                reason = "It answers to more instances than a person does.";
        else if (!is_of_one(apply))
                reason = "It answers for several.";
        else if (apply->request->server_schedules && server_serves(apply)) {
                reason = "The calendar server invited, and has to take the answer in itself.";
                apply->ret->by_server = true;
        }
        if (reason) {
                apply_nothing(apply, reason);
                return;
        }
        for (uint32_t i = 0; i < count; i++) {
                const char *fault = answer_one(apply, &apply->message.instances[i]);
                reason = fault ? fault : reason;
                if (!fault)
                        apply->ret->change = APPLY_UPDATE;
        }
        apply_nothing(apply, apply->ret->change == APPLY_UPDATE ? "It is an answer." : reason);
}
