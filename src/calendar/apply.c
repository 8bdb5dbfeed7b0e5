#include "calendar/apply.h"

#include "calendar/apply-steps.h"
#include "calendar/uid.h"

struct span apply_address(const struct apply *apply, const struct property *property) {
        struct calendar_address address;
        calendar_address_read(apply->arena, property, &address);
        return address.address.len > 0 ? address.address : address.value;
}

bool apply_is_user(const struct apply *apply, const struct property *property) {
        const struct apply_request *request = apply->request;
        struct calendar_address address;
        calendar_address_read(apply->arena, property, &address);
        for (uint32_t i = 0; i < request->address_count; i++)
                if (request->addresses[i].len > 0 && span_equal(address.address, request->addresses[i]))
                        return true;
        return false;
}

static bool is_by_organizer(enum method method) {
        return method == METHOD_REQUEST || method == METHOD_ADD || method == METHOD_CANCEL;
}

bool apply_names_user(const struct apply *apply, const struct component *component) {
        const struct property *p = component_property(component, PROPERTY_ATTENDEE);
        while (p && !apply_is_user(apply, p))
                p = property_again(p);
        return p;
}

static bool message_names_user(const struct apply *apply) {
        for (uint32_t i = 0; i < apply->message.instance_count; i++)
                if (apply_names_user(apply, apply->message.instances[i].component))
                        return true;
        return false;
}

/* The same ORGANIZER in all of it. *ret NULL: in none. */
static bool one_organizer(const struct apply *apply, const struct document *document, const struct property **ret) {
        *ret = component_property(apply_first(document)->component, PROPERTY_ORGANIZER);
        struct span address = *ret ? apply_address(apply, *ret) : (struct span){ 0 };
        for (uint32_t i = 1; i < document->instance_count; i++) {
                const struct property *p = component_property(document->instances[i].component, PROPERTY_ORGANIZER);
                if (!p != !*ret || (p && !span_equal(apply_address(apply, p), address)))
                        return false;
        }
        return true;
}

static bool same_uid(const struct apply *apply) {
        return span_equal(uid_key(apply->arena, apply_first(&apply->message)->revision.uid),
                          uid_key(apply->arena, apply_first(&apply->stored)->revision.uid));
}

/* Quotes that open or close within a value, and backslashes before what ends one: where it ends differs from program to program,
 * and what tells a server to be silent would be part of a name for it. */
static bool is_ambiguous(struct span raw) {
        bool quoted = false;
        for (size_t i = 0; i < raw.len; i++) {
                char before = i > 0 ? raw.ptr[i - 1] : ',', behind = i + 1 < raw.len ? raw.ptr[i + 1] : ',';
                if (raw.ptr[i] == '\\' && !quoted && (i + 1 == raw.len || behind == ';' || behind == ':'))
                        return true;
                if (raw.ptr[i] != '"')
                        continue;
                if (quoted ? behind != ',' || before == '\\' : before != ',')
                        return true;
                quoted = !quoted;
        }
        return false;
}

static bool has_ambiguous_parameter(const struct property *property) {
        const struct parameter *p = property->parameters;
        while (p && !is_ambiguous(p->raw))
                p = p->next;
        return p;
}

static bool has_ambiguous_people(const struct document *document) {
        for (uint32_t i = 0; i < document->instance_count; i++)
                for (const struct property *p = document->instances[i].component->properties; p; p = p->next)
                        if ((p->id == PROPERTY_ATTENDEE || p->id == PROPERTY_ORGANIZER) && has_ambiguous_parameter(p))
                                return true;
        return false;
}

static const char *check_message(struct apply *apply) {
        const struct document *message = &apply->message;
        enum method method = message->calendar->method;
        if (method == METHOD_UNKNOWN)
                return apply_nothing(apply, "It asks for something that iTIP does not know.");
        if (method == METHOD_REFRESH || method == METHOD_COUNTER || method == METHOD_DECLINECOUNTER)
                return apply_nothing(apply, "It asks a person for something, and changes nothing by itself.");
        if ((method == METHOD_NONE || method == METHOD_PUBLISH) && !apply->request->take_over)
                return apply_nothing(apply, "It is published, not sent to somebody.");
        if (message->kind == COMPONENT_UNKNOWN)
                return apply_nothing(apply, "It holds no event.");
        if (apply->ret->uid.len == 0)
                return apply_nothing(apply, "It has no UID.");
        if (has_ambiguous_people(message))
                return apply_nothing(apply, "It is damaged: quotes stand within the name of somebody.");
        apply->ret->not_for_user = is_by_organizer(method) && !message_names_user(apply);
        if (apply->ret->not_for_user && !apply->request->take_over)
                return apply_nothing(apply, "It names none of the user's addresses.");
        return NULL;
}

/* Who may change what is stored: the one who made it (RFC 5546 6.1.3). */
static const char *check_organizer(struct apply *apply) {
        const struct property *theirs, *mine = NULL;
        enum method method = apply->message.calendar->method;
        if (!one_organizer(apply, &apply->message, &theirs))
                return apply_nothing(apply, "It names several organizers.");
        if (!theirs && is_by_organizer(method))
                return apply_nothing(apply, "It names no organizer.");
        if (!apply->has_stored)
                return NULL;
        if (!one_organizer(apply, &apply->stored, &mine))
                return apply_nothing(apply, "The event in the calendar has several organizers.");
        if (method == METHOD_REPLY && (!mine || !apply_is_user(apply, mine))) {
                apply->ret->not_for_user = true;
                return apply_nothing(apply, "It answers an event that somebody else organizes.");
        }
        if (method == METHOD_REPLY && !theirs)
                return NULL; /* left out by some; the UID says which event it is */
        if (!mine != !theirs || (mine && !span_equal(apply_address(apply, mine), apply_address(apply, theirs))))
                return apply_nothing(apply, "The event in the calendar is another organizer's.");
        if (method != METHOD_REPLY && mine && apply_is_user(apply, mine))
                return apply_nothing(apply, "The user organizes this event himself.");
        return NULL;
}

static const char *read_stored(struct apply *apply) {
        const struct apply_request *request = apply->request;
        apply->has_stored = request->stored.len > 0;
        if (!apply->has_stored)
                return NULL;
        if (document_open(apply->arena, request->stored, (struct span){ 0 }, request->zones, &apply->stored) ||
            apply->stored.kind == COMPONENT_UNKNOWN)
                return apply_nothing(apply, "What stands in the calendar cannot be read.");
        if (apply->stored.kind != apply->message.kind)
                return apply_nothing(apply, "What stands in the calendar is of another kind.");
        if (!same_uid(apply))
                return apply_nothing(apply, "What stands in the calendar is another event.");
        apply->changes.document = &apply->stored;
        return NULL;
}

static void carry_out(struct apply *apply) {
        switch (apply->message.calendar->method) {
        case METHOD_ADD:
                apply_add(apply);
                break;
        case METHOD_CANCEL:
                apply_cancel(apply);
                break;
        case METHOD_REPLY:
                apply_reply(apply);
                break;
        default:
                if (apply->has_stored)
                        apply_update(apply);
                else
                        apply_create(apply);
        }
}

/* What the changes come to, where the method left any. */
static void finish(struct apply *apply) {
        struct apply_result *ret = apply->ret;
        if (ret->change == APPLY_UPDATE && !changes_made(&apply->changes, apply->max, &ret->object))
                apply->too_large = true;
        if (apply->too_large) {
                ret->change = APPLY_NOTHING;
                ret->reason = "The event would become too large.";
        }
        if (ret->change == APPLY_NOTHING || ret->change == APPLY_REMOVE)
                ret->object = (struct span){ 0 };
}

void apply_message(struct arena *arena, const struct apply_request *request, struct apply_result *ret) {
        struct apply apply = { .arena = arena, .request = request, .ret = ret };
        *ret = (struct apply_result){ .change = APPLY_NOTHING };
        ret->reason = document_open(arena, request->message, request->charset, request->zones, &apply.message);
        if (ret->reason)
                return;
        ret->method = apply.message.calendar->method;
        if (apply.message.instance_count > 0) {
                const struct document_instance *first = apply_first(&apply.message);
                ret->uid = first->revision.uid;
                if (apply.message.instance_count == 1)
                        ret->instance = component_text(first->component, PROPERTY_RECURRENCE_ID);
        }
        /* Each instance may get some lines and the user's alarms. */
        apply.max = 2 * (request->stored.len + request->message.len) + (size_t)1024 * 1024;
        if (check_message(&apply) || read_stored(&apply) || check_organizer(&apply))
                return;
        carry_out(&apply);
        finish(&apply);
}
