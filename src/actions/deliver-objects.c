/* Which calendar objects of a mail are to be processed, and what they say of themselves. */
#include "actions/deliver-inside.h"
#include "actions/mail-digest.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "calendar/apply.h"
#include "calendar/itip.h"
#include "message/message.h"

const char *deliver_text(struct arena *arena, struct span text) {
        return text.len > 0 ? arena_copy(arena, text).ptr : "";
}

static bool is_utf8(struct span bytes) {
        uint32_t rune;
        while (bytes.len > 0) {
                size_t len = utf8_read(bytes, &rune);
                if (len == 0)
                        return false;
                bytes = span_skip(bytes, len);
        }
        return true;
}

/* Of the mail itself: what is forwarded, packed or stands outside is not sent to be processed. */
static bool is_direct(const struct message *message, const struct part *part) {
        return part->message == message && (part->source == PART_MIME || part->source == PART_TNEF_MEETING);
}

/* ---- What an object says -------------------------------------------------------------------------------------------- */

static bool is_scheduled(const struct component *component) {
        return component->kind == COMPONENT_VEVENT || component->kind == COMPONENT_VTODO ||
               component->kind == COMPONENT_VJOURNAL || component->kind == COMPONENT_VPOLL;
}

static bool has_several_uids(const struct calendar *calendar) {
        struct span uid = { 0 };
        for (const struct component *c = calendar->root.children; c; c = c->next) {
                struct span own = component_text(c, PROPERTY_UID);
                if (!is_scheduled(c))
                        continue;
                if (uid.ptr && !span_equal(uid, own))
                        return true;
                uid = own;
        }
        return false;
}

static const char *organizer_of(struct arena *arena, const struct component *main) {
        const struct property *property = component_property(main, PROPERTY_ORGANIZER);
        struct calendar_address organizer;
        if (!property)
                return "";
        calendar_address_read(arena, property, &organizer);
        return deliver_text(arena, organizer.address.len > 0 ? organizer.address : organizer.value);
}

static int64_t start_of(const struct calendars *calendars, const struct calendar *calendar,
                        const struct component *main) {
        struct moment start;
        return component_moment(calendars, calendar, main, PROPERTY_DTSTART, &start) ? start.utc : 0;
}

/* False: there is nothing in it that could stand in a calendar. */
static bool object_read(struct arena *arena, struct span bytes, struct deliver_object *ret) {
        struct defects defects = { .arena = arena };
        const struct calendars *calendars = calendars_read(arena, bytes, (struct span){ 0 }, NULL, 0, &defects);
        const struct calendar *calendar = calendars->first;
        const struct component *main = calendar ? itip_main_component(calendar) : NULL;
        if (!main || !is_scheduled(main))
                return false;
        *ret = (struct deliver_object){ .bytes = bytes,
                                        .method = calendar->method,
                                        .uid = deliver_text(arena, component_text(main, PROPERTY_UID)),
                                        .instance = deliver_text(arena, component_text(main, PROPERTY_RECURRENCE_ID)),
                                        .organizer = organizer_of(arena, main),
                                        .title = deliver_text(arena, component_text(main, PROPERTY_SUMMARY)),
                                        .start = start_of(calendars, calendar, main) };
        if (calendars->count > 1 || has_several_uids(calendar))
                ret->hindrance = "It brings several events at once";
        else if (!*ret->uid)
                ret->hindrance = "The event has no UID, so no later mail could change it";
        else if (calendar->form != CALENDAR_ICALENDAR)
                ret->hindrance = "It is written in a form that calendars do not take";
        return true;
}

/* ---- Of a whole mail ------------------------------------------------------------------------------------------------- */

struct found {
        struct apply_part parts[LIMIT_DELIVER_OBJECTS];
        uint32_t count;
        bool direct;
};

/* As it was judged: who is proven by one reading of it must not be another by the next. */
static struct span bytes_of(struct arena *arena, const struct part *part) {
        struct span bytes = calendar_text(arena, part->data, part->charset);
        return is_utf8(bytes) ? bytes : part->text;
}

static void parts_find(struct arena *arena, const struct message *message, bool direct, struct found *ret) {
        ret->direct = direct;
        ret->count = 0;
        for (uint32_t i = 0; i < message->part_count && ret->count < LIMIT_DELIVER_OBJECTS; i++) {
                const struct part *part = message->parts[i];
                if (!part_holds_calendar(part) || is_direct(message, part) != direct || part_is_multipart(part))
                        continue;
                struct span bytes = bytes_of(arena, part);
                if (bytes.len > 0)
                        ret->parts[ret->count++] = (struct apply_part){ .bytes = bytes };
        }
}

/* What is of a method that changes nothing by itself is offered at most, whoever is proven to have sent it. */
static bool is_acted_on(enum method method) {
        return method == METHOD_REQUEST || method == METHOD_ADD || method == METHOD_CANCEL || method == METHOD_REPLY ||
               method == METHOD_DECLINECOUNTER;
}

/* Whether all calendars of the mail, wherever they stand in it, ask for the same in the name of the same: one of them was looked at
 * to tell who is proven. */
static bool is_of_one(struct arena *arena, const struct message *message) {
        const struct calendar *first = NULL;
        struct itip_originator who = { 0 }, next;
        for (uint32_t i = 0; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                struct defects unused = { .arena = arena };
                if (!part_holds_calendar(part))
                        continue;
                const struct calendars *calendars = calendars_read(arena, part->data, part->charset, NULL, 0, &unused);
                for (const struct calendar *one = calendars->first; one; one = one->next) {
                        if (!itip_main_component(one) || !is_acted_on(one->method))
                                continue;
                        itip_originator_read(arena, one, first ? &next : &who);
                        if (first &&
                            (one->method != first->method || !span_equal(next.expected.address, who.expected.address)))
                                return false;
                        first = one;
                }
        }
        return true;
}

static void hinder_all(struct deliver_objects *objects, struct deliver_object *items, const char *reason) {
        for (uint32_t i = 0; i < objects->count; i++)
                items[i].hindrance = reason;
}

static bool is_there(const struct deliver_objects *objects, const struct deliver_object *object) {
        for (uint32_t i = 0; i < objects->count; i++)
                if (strcmp(objects->items[i].uid, object->uid) == 0 &&
                    strcmp(objects->items[i].instance, object->instance) == 0)
                        return true;
        return false;
}

static struct deliver_object *take(struct arena *arena, const struct found *found, const uint32_t *chosen,
                                   uint32_t chosen_count, struct deliver_objects *ret) {
        struct deliver_object *items = arena_alloc(arena, (found->count + chosen_count + 1) * sizeof *items);
        ret->items = items;
        /* First what is chosen; then what is left of others, to be offered. */
        for (uint32_t i = 0; i < chosen_count + found->count; i++) {
                struct deliver_object *object = &items[ret->count];
                uint32_t which = i < chosen_count ? chosen[i] : i - chosen_count;
                if (!object_read(arena, found->parts[which].bytes, object) || is_there(ret, object))
                        continue;
                if (i >= chosen_count)
                        object->hindrance = "The mail says different things of this event";
                else if (!found->direct)
                        object->hindrance = "It was forwarded, or packed into something";
                ret->count++;
        }
        return items;
}

static struct span header_of(struct span mail) {
        struct span rest = mail, name, value;
        while (mail_field(&rest, &name, &value))
                ;
        return span_head(mail, mail.len - rest.len);
}

static void mail_describe(struct arena *arena, const struct message *message, struct deliver_objects *ret) {
        struct span id = { 0 };
        const struct header *field = message_header(message, HEADER_MESSAGE_ID);
        if (field)
                (void)message_ids(field->value, &id, 1);
        ret->headers = deliver_text(arena, span_head(header_of(message->bytes), LIMIT_STORE_TEXT));
        ret->sender = deliver_text(arena, message_text(arena, message, HEADER_FROM));
        ret->message_id = deliver_text(arena, id);
}

void deliver_objects_read(struct arena *arena, const struct deliver_mail *mail, struct deliver_objects *ret) {
        struct defects defects = { .arena = arena };
        struct found *found = arena_alloc(arena, sizeof *found);
        uint32_t *chosen = arena_alloc(arena, LIMIT_DELIVER_OBJECTS * sizeof *chosen);
        bool conflict;
        const struct message *message = message_read(arena, mail->bytes, &defects);
        *ret = (struct deliver_objects){ .headers = "", .sender = "", .message_id = "" };
        parts_find(arena, message, true, found);
        if (found->count == 0)
                parts_find(arena, message, false, found);
        if (found->count == 0)
                return;
        uint32_t count = apply_choose(arena, found->parts, found->count, chosen, &conflict);
        struct deliver_object *items = take(arena, found, chosen, count, ret);
        mail_describe(arena, message, ret);
        if (!is_of_one(arena, message))
                hinder_all(ret, items, "The mail speaks for several people, or asks for several things");
        if (mail->truncated)
                hinder_all(ret, items, "The mail is larger than what was read of it");
}
