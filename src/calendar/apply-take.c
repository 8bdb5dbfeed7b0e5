/* A component of the message on its way into the user's calendar: what is the sender's stays as it is, what is the user's own
 * comes from what he has. */
#include <stdlib.h>

#include "calendar/apply-steps.h"
#include "calendar/content.h"
#include "calendar/edit.h"
#include "calendar/names.h"

static const struct span ours = SPAN("X-CALWARDEN-");

/* X- properties with which producers describe the event rather than a user his copy of it: those of the newest message count. */
static bool describes(struct span name) {
        static const char *const prefixes[] = {
                "X-ALT-DESC", "X-MICROSOFT-", "X-MS-",   "X-GOOGLE-",    "X-OLK-",
                "X-ZOOM-",    "X-WEBEX-",     "X-SKYPE", "X-CONFERENCE", "X-APPLE-STRUCTURED-LOCATION"
        };
        for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
                if (span_starts_nocase(name, span_from(prefixes[i])))
                        return true;
        return false;
}

/* Whether an update leaves it as the user has it. */
static bool is_users(const struct property *property) {
        switch (property->id) {
        case PROPERTY_TRANSP:
        case PROPERTY_CATEGORIES:
        case PROPERTY_COLOR:
        case PROPERTY_X_MICROSOFT_CDO_BUSYSTATUS:
                return true;
        default:
                return span_starts_nocase(property->name, SPAN("X-")) && !span_starts_nocase(property->name, ours) &&
                       !describes(property->name);
        }
}

static int by_name(const void *a, const void *b) {
        const struct span *x = a, *y = b;
        size_t len = x->len < y->len ? x->len : y->len;
        for (size_t i = 0; i < len; i++)
                if (ascii_lower(x->ptr[i]) != ascii_lower(y->ptr[i]))
                        return (unsigned char)ascii_lower(x->ptr[i]) < (unsigned char)ascii_lower(y->ptr[i]) ? -1 : 1;
        return (x->len > y->len) - (x->len < y->len);
}

static void add_answer(const struct apply *apply, const struct property *property, struct apply_own *own) {
        struct apply_answer *answer = array_push(&own->addresses, apply->arena, sizeof *answer, 16);
        const struct parameter *partstat = property_parameter(property, PARAMETER_PARTSTAT);
        const struct parameter *delegated = property_parameter(property, PARAMETER_DELEGATED_TO);
        if (!answer)
                return;
        *answer = (struct apply_answer){ .address = apply_address(apply, property),
                                         .partstat = partstat ? partstat->raw : (struct span){ 0 },
                                         .delegated_to = delegated ? delegated->raw : (struct span){ 0 } };
        own->answered |= partstat && !span_equal_nocase(partstat->value, SPAN("NEEDS-ACTION"));
}

void apply_own_read(const struct apply *apply, const struct document_instance *stored, struct apply_own *ret) {
        const struct document *document = &apply->stored;
        size_t size = document_block(document, stored->component).len;
        struct buf lines = buf_in(apply->arena, size), alarms = buf_in(apply->arena, size);
        *ret = (struct apply_own){ 0 };
        for (const struct property *p = stored->component->properties; p; p = p->next) {
                if (p->id == PROPERTY_ATTENDEE && apply_is_user(apply, p))
                        add_answer(apply, p, ret);
                if (!is_users(p))
                        continue;
                buf_add(&lines, document_source(document, p));
                struct span *name = array_push(&ret->names, apply->arena, sizeof *name, UINT32_MAX);
                if (name)
                        *name = p->name;
        }
        for (const struct component *c = stored->component->children; c; c = c->next)
                if (c->kind == COMPONENT_VALARM)
                        buf_add(&alarms, document_block(document, c));
        if (ret->names.count > 1)
                qsort(ret->names.items, ret->names.count, sizeof(struct span), by_name);
        ret->lines = buf_span(&lines);
        ret->alarms = buf_span(&alarms);
}

struct take {
        struct apply *apply;
        const struct component *component; /* NULL: of the calendar itself */
        const struct apply_own *own;
        struct buf out;
        struct span added;
        uint32_t own_count; /* ATTENDEEs of the component that are the user */
        bool invites;       /* the server would, for it takes the user for the organizer */
        bool completed;     /* `added` and what is the user's own stand there */
};

static void end_line(struct take *take) {
        if (take->out.len > 0 && take->out.ptr[take->out.len - 1] != '\n' && take->out.ptr[take->out.len - 1] != '\r')
                buf_add(&take->out, document_line_end(&take->apply->message));
}

/* Properties stand before components. */
static void complete(struct take *take) {
        if (take->completed)
                return;
        take->completed = true;
        end_line(take);
        if (take->own)
                buf_add(&take->out, take->own->lines);
        buf_add(&take->out, take->added);
        end_line(take);
}

static bool is_dropped(const struct document_line *line) {
        struct span group, name = { 0 };
        if (line->content.name_len > 0)
                name = content_name(&line->content, &group);
        return line->id == PROPERTY_METHOD || line->id == PROPERTY_AALARM || line->id == PROPERTY_DALARM ||
               line->id == PROPERTY_MALARM || line->id == PROPERTY_PALARM || span_starts_nocase(name, ours);
}

static bool is_kept_by_own(const struct take *take, const struct property *property) {
        const struct apply_own *own = take->own;
        if (!own || !is_users(property))
                return false;
        if (!span_starts_nocase(property->name, SPAN("X-")) || property->id == PROPERTY_X_MICROSOFT_CDO_BUSYSTATUS)
                return true;
        return own->names.count > 0 &&
               bsearch(&property->name, own->names.items, own->names.count, sizeof(struct span), by_name);
}

static uint32_t count_own(const struct apply *apply, const struct component *component) {
        uint32_t count = 0;
        const struct property *p = component_property(component, PROPERTY_ATTENDEE);
        for (; p; p = property_again(p))
                count += apply_is_user(apply, p);
        return count;
}

/* His answer under that address, or the only one that he gave, where he is invited once. */
static const struct apply_answer *answer_of(const struct take *take, const struct property *property) {
        const struct apply_answer *answers = take->own ? take->own->addresses.items : NULL;
        struct span address = apply_address(take->apply, property);
        for (uint32_t i = 0; answers && i < take->own->addresses.count; i++)
                if (span_equal(answers[i].address, address))
                        return &answers[i];
        return answers && take->own->addresses.count == 1 && take->own_count == 1 ? answers : NULL;
}

/* Scheduling parameters are between a client and its server only (RFC 6638 7): those of a message never count. */
static void take_attendee(struct take *take, const struct property *property) {
        struct parameter_change changes[] = {
                { .name = "SCHEDULE-AGENT" }, { .name = "SCHEDULE-FORCE-SEND" }, { .name = "SCHEDULE-STATUS" },
                { .name = "PARTSTAT" },       { .name = "DELEGATED-TO" },
        };
        size_t count = 3;
        const struct apply_answer *answer = NULL;
        if (take->invites)
                changes[0].value = SPAN("CLIENT");
        if (apply_is_user(take->apply, property) && take->component) {
                answer = answer_of(take, property);
                if (answer) {
                        changes[3].value = answer->partstat;
                        changes[4].value = answer->delegated_to;
                        count = 5;
                } else if (take->apply->request->quiet) {
                        changes[3].value = SPAN("NEEDS-ACTION");
                        count = 4;
                }
        }
        buf_add(&take->out, property_with(&take->apply->message, property, changes, count));
}

static void take_organizer(struct take *take, const struct property *property) {
        bool silent = take->apply->request->server_schedules && !apply_is_user(take->apply, property);
        struct parameter_change changes[] = {
                { "SCHEDULE-AGENT", silent ? SPAN("CLIENT") : (struct span){ 0 } },
                { .name = "SCHEDULE-FORCE-SEND" },
                { .name = "SCHEDULE-STATUS" },
        };
        buf_add(&take->out, property_with(&take->apply->message, property, changes, 3));
}

/* Of a UID that may be written in several ways (uid.h) a resource has one. */
static void take_uid(struct take *take, const struct document_line *line) {
        const struct document *stored = &take->apply->stored;
        const struct property *known = NULL;
        if (take->apply->has_stored)
                known = component_property(apply_first(stored)->component, PROPERTY_UID);
        bool same = !known || span_equal(span_trim(known->text), span_trim(line->property->text));
        buf_add(&take->out, same ? line->content.source : document_source(stored, known));
}

static void take_line(struct take *take, const struct document_line *line, uint32_t below) {
        if (is_dropped(line))
                return;
        if (line->property && line->id == PROPERTY_ATTENDEE)
                take_attendee(take, line->property);
        else if (line->property && line->id == PROPERTY_ORGANIZER)
                take_organizer(take, line->property);
        else if (line->property && line->id == PROPERTY_UID && below == 0 && take->component)
                take_uid(take, line);
        else if (!(below == 0 && line->property && is_kept_by_own(take, line->property)))
                buf_add(&take->out, line->content.source);
}

/* The lines from `begin` to before `end`, BEGIN and END of the component itself not among them. */
static void take_lines(struct take *take, uint32_t begin, uint32_t end) {
        const struct document_line *lines = take->apply->message.lines;
        uint32_t below = 0;
        for (uint32_t i = begin; i < end; i++) {
                if (lines[i].id == PROPERTY_BEGIN && lines[i].kind == COMPONENT_VALARM) {
                        i = lines[i].partner;
                        continue;
                }
                if (lines[i].id == PROPERTY_BEGIN && take->component)
                        complete(take);
                below += lines[i].id == PROPERTY_BEGIN;
                below -= lines[i].id == PROPERTY_END;
                take_line(take, &lines[i], below);
        }
}

static struct span origin_line(const struct apply *apply) {
        struct span line = arena_format(apply->arena, "X-CALWARDEN-ORIGIN:%.*s", (int)apply->request->origin.len,
                                        apply->request->origin.ptr);
        struct buf out = buf_in(apply->arena, line.len * 2 + 16);
        if (apply->request->origin.len > 0)
                line_write(&out, line, document_line_end(&apply->message));
        return buf_span(&out);
}

static struct span quietened(const struct apply *apply, struct span block, const struct apply_own *own) {
        struct calendar_edited edited;
        if (!apply->request->quiet || (own && own->answered))
                return block;
        struct calendar_edit edit = { .tentative = true, .transparent = !own };
        calendar_strip_alarms(apply->arena, block, edit, &edited);
        return edited.bytes;
}

struct span apply_take(struct apply *apply, const struct component *component, const struct apply_own *own,
                       struct span added) {
        const struct document *message = &apply->message;
        if (apply->too_large)
                return (struct span){ 0 };
        uint32_t begin = document_begin(message, component), end = message->lines[begin].partner;
        struct take take = { .apply = apply, .component = component, .own = own, .out = buf_in(apply->arena, apply->max) };
        struct span origin = origin_line(apply);
        take.own_count = count_own(apply, component);
        const struct property *organizer = component_property(component, PROPERTY_ORGANIZER);
        take.invites = organizer && apply->request->server_schedules && apply_is_user(apply, organizer);
        struct buf lines = buf_in(apply->arena, added.len + origin.len);
        buf_add(&lines, added);
        buf_add(&lines, origin);
        take.added = buf_span(&lines);
        buf_add(&take.out, message->lines[begin].content.source);
        take_lines(&take, begin + 1, end);
        complete(&take);
        if (own)
                buf_add(&take.out, own->alarms);
        end_line(&take);
        buf_add(&take.out, message->lines[end].content.source);
        end_line(&take);
        apply_zones_need(apply, component);
        return quietened(apply, apply_made(apply, &take.out), own);
}

static bool is_instance_line(const struct document *document, const struct document_line *line) {
        return line->id == PROPERTY_BEGIN && line->kind == document->kind;
}

struct span apply_take_all(struct apply *apply) {
        const struct document *message = &apply->message;
        struct take take = { .apply = apply, .out = buf_in(apply->arena, apply->max) };
        const struct component *next = message->calendar->root.children;
        uint32_t last = message->line_count - 1;
        buf_add(&take.out, message->lines[0].content.source);
        for (uint32_t i = 1; i < last; i++) {
                const struct document_line *line = &message->lines[i];
                if (line->id != PROPERTY_BEGIN) {
                        take_line(&take, line, 0);
                        continue;
                }
                const struct component *component = next;
                next = next ? next->next : NULL;
                if (component && is_instance_line(message, line))
                        buf_add(&take.out, apply_take(apply, component, NULL, (struct span){ 0 }));
                else if (line->kind != COMPONENT_VALARM)
                        take_lines(&take, i, line->partner + 1);
                i = line->partner;
        }
        end_line(&take);
        buf_add(&take.out, message->lines[last].content.source);
        apply->too_large |= take.out.overflow;
        return buf_span(&take.out);
}

struct span apply_take_block(struct apply *apply, const struct component *component) {
        uint32_t begin = document_begin(&apply->message, component);
        struct take take = { .apply = apply, .out = buf_in(apply->arena, apply->max) };
        take_lines(&take, begin, apply->message.lines[begin].partner + 1);
        end_line(&take);
        return buf_span(&take.out);
}

void apply_keep_silent(struct apply *apply, const struct component *stored) {
        const struct property *organizer = component_property(stored, PROPERTY_ORGANIZER);
        const struct parameter_change changes[] = { { "SCHEDULE-AGENT", SPAN("CLIENT") } };
        if (!organizer || !apply->request->server_schedules || apply_is_user(apply, organizer))
                return;
        struct span now = document_source(&apply->stored, organizer);
        struct span then = property_with(&apply->stored, organizer, changes, 1);
        if (!span_equal(now, then))
                change_replace(&apply->changes, now, then);
}
