/* Whom the calendar names as the organizer (attacks 20, 42, 49). */
#include "calendar/address.h"
#include "calendar/itip.h"
#include "checks/views.h"
#include "message/message.h"

void check_organizer_is_recipient(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method != METHOD_REQUEST || sent_by_service(facts) ||
            facts->service_claimed != SERVICE_NONE || span_equal(facts->from.domain, facts->organizer.domain))
                return;
        if (facts->organizer.address.len > 0 && is_recipient(facts, facts->organizer.address))
                signals_add(signals, kind, "%.*s is invited to a meeting of his own by %.*s.",
                            SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(facts->from.address));
}

void check_organizer_invalid(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct property *organizer = component_property(facts->meeting.event, PROPERTY_ORGANIZER);
        struct span host = facts->organizer.host;
        bool nowhere = host.len > 0 && span_find_byte(host, '.') == host.len && !facts->list;
        if (facts->meeting.method == METHOD_REQUEST && facts->organizer_given &&
            (facts->organizer_invalid || nowhere) && !span_starts_nocase(organizer->value, SPAN("invalid:")))
                signals_add(signals, kind, "The organizer is \u201c%.*s\u201d.", SPAN_SHOWN(organizer->text));
}

/* A stored calendar, and one in a mail that lies inside of this one, are nobody's invitation here. */
static bool invites_beside(const struct facts *facts, const struct calendar *calendar) {
        const struct part *part = message_part(facts->message, calendar->part);
        const struct part *meant = message_part(facts->message, facts->meeting.calendar->part);
        const struct component *event = itip_main_component(calendar);
        /* The same event with another organizer is told as a difference of its parts. */
        if (calendar != facts->meeting.calendar && event &&
            span_equal(component_text(event, PROPERTY_UID), facts->meeting.uid))
                return false;
        return calendar->method != METHOD_NONE && calendar->method != METHOD_PUBLISH &&
               (part ? part->message : NULL) == (meant ? meant->message : NULL);
}

/* The address of an organizer of this calendar who is not the meeting's. */
static struct span other_organizer(const struct facts *facts, const struct calendar *calendar, struct arena *arena) {
        const struct component *component = NULL;
        while ((component = component_walk(calendar, component))) {
                const struct property *property = component_property(component, PROPERTY_ORGANIZER);
                for (; property; property = property_again(property)) {
                        struct calendar_address organizer;
                        calendar_address_read(arena, property, &organizer);
                        if (organizer.address.len > 0 && !span_equal(organizer.address, facts->organizer.address))
                                return organizer.address;
                }
        }
        return (struct span){ 0 };
}

void check_organizers_differ(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct calendar *calendar = facts->organizers_differ ? facts->calendars->first : NULL;
        for (; calendar; calendar = calendar->next) {
                struct span other = invites_beside(facts, calendar) ? other_organizer(facts, calendar, signals->arena)
                                                                    : (struct span){ 0 };
                if (other.len == 0)
                        continue;
                signals_add(signals, kind, "%.*s is the organizer of one event, %.*s of another.",
                            SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(other));
                return;
        }
}

void check_email_parameter_differs(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct property *property = component_property(facts->meeting.event, PROPERTY_ORGANIZER);
        if (!property || span_equal(facts->organizer.domain, SPAN("me.com")))
                return;
        struct calendar_address organizer;
        calendar_address_read(signals->arena, property, &organizer);
        if (organizer.email.len > 0 && facts->organizer.domain.len > 0 &&
            !span_ends_nocase(organizer.email, facts->organizer.domain))
                signals_add(signals, kind, "Calendars show %.*s as the organizer, answers go to %.*s.",
                            SPAN_SHOWN(organizer.email), SPAN_SHOWN(facts->organizer.address));
}

/* user+8d672e036e374bfb@house, r-aMp7wet44jmr50y@reply.house: a part drawn by lot, that tells its maker who answered. */
static bool has_drawn_tag(const struct facts *facts) {
        struct span local = facts->organizer.local, tag = span_skip(local, span_find_byte(local, '+'));
        bool answers = span_starts_nocase(facts->organizer.host, SPAN("reply.")) ||
                       span_starts_nocase(facts->organizer.host, SPAN("rsvp.")) ||
                       span_starts_nocase(facts->organizer.host, SPAN("replies.")) ||
                       span_starts_nocase(facts->organizer.host, SPAN("inbound."));
        if (facts->organizer.known_host || (tag.len == 0 && !answers))
                return false;
        struct span drawn = tag.len > 0 ? span_skip(tag, 1) : local;
        size_t digits = 0, letters = 0, others = 0;
        for (size_t i = 0; i < drawn.len; i++) {
                char c = ascii_lower(drawn.ptr[i]);
                digits += ascii_digit(c);
                letters += c >= 'a' && c <= 'f';
                others += !ascii_digit(c) && !(c >= 'a' && c <= 'f');
        }
        return looks_random(drawn) || (others == 0 && drawn.len >= 8 && digits >= 3 && letters >= 2);
}

void check_organizer_tagged(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct recipient *recipients = recipients_of(facts);
        struct span local = facts->organizer.local;
        if (facts->service != SERVICE_NONE)
                return;
        for (uint32_t i = 0; i < facts->recipients.count && i < RECIPIENTS_LOOKED_AT; i++) {
                const struct party *party = &recipients[i].party;
                struct span host = party->host, label = span_split(&host, '.');
                bool plain = party->local.len >= 4 && label.len >= 3 && span_has_nocase(local, party->local) &&
                             span_has_nocase(local, label);
                if ((plain || recipient_hidden_in(facts, local)) && !span_equal(party->domain, facts->organizer.domain)) {
                        signals_add(signals, kind, "The organizer %.*s carries the address of %.*s.",
                                    SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(party->address));
                        return;
                }
        }
        if (facts->meeting.method == METHOD_REQUEST && has_drawn_tag(facts))
                signals_add_part(signals, kind, 0.7, "The organizer's address %.*s is made for each recipient.",
                                 SPAN_SHOWN(facts->organizer.address));
}
