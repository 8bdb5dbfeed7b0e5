#include "base/limits.h"
#include "calendar/address.h"
#include "calendar/itip.h"
#include "facts/gather.h"
#include "facts/needs.h"
#include "message/address.h"
#include "text/domain.h"

struct party party_new(struct facts *facts, struct span address, struct span name) {
        struct party party = { .address = address, .name = span_trim(name) };
        size_t at = address.len;
        while (at > 0 && address.ptr[at - 1] != '@')
                at--;
        if (at == 0)
                return party;
        party.local = span_head(address, at - 1);
        party.host = domain_to_ascii(facts->text, facts->arena, span_skip(address, at));
        party.domain = domain_registrable(facts->text, party.host);
        party.known_host = hosts_find(facts->text, party.host);
        party.freemail = party.known_host && (party.known_host->kinds & HOST_FREEMAIL);
        return party;
}

static struct party mailbox_party(struct facts *facts, enum header_name id, uint32_t *ret_count) {
        struct mailboxes mailboxes = message_mailboxes(facts->arena, facts->message, id);
        if (ret_count)
                *ret_count = mailboxes.seen;
        for (uint32_t i = 0; i < mailboxes.count; i++)
                if (mailboxes.items[i].domain.len > 0)
                        return party_new(facts, mailboxes.items[i].key, mailboxes.items[i].name);
        struct span name = mailboxes.count > 0 ? mailboxes.items[0].name : (struct span){ 0 };
        return (struct party){ .name = name };
}

void gather_senders(struct facts *facts) {
        if (facts->item->mail_from.len > 0) {
                struct mailbox mailbox = mailbox_read(facts->arena, facts->item->mail_from);
                facts->envelope = party_new(facts, mailbox.key, (struct span){ 0 });
        }
        if (!facts->message)
                return;
        facts->from = mailbox_party(facts, HEADER_FROM, &facts->from_count);
        facts->sender = mailbox_party(facts, HEADER_SENDER, NULL);
        facts->reply_to = mailbox_party(facts, HEADER_REPLY_TO, NULL);
        if (!party_given(&facts->envelope) && !facts->item->mail_from_known)
                facts->envelope = mailbox_party(facts, HEADER_RETURN_PATH, NULL);
}

/* Whether a later ORGANIZER is another one than the first. */
static void compare_organizers(struct facts *facts) {
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next) {
                const struct component *component = NULL;
                while ((component = component_walk(calendar, component))) {
                        for (const struct property *property = component_property(component, PROPERTY_ORGANIZER);
                             property; property = property_again(property)) {
                                struct calendar_address organizer;
                                calendar_address_read(facts->arena, property, &organizer);
                                if (organizer.address.len > 0 && party_given(&facts->organizer) &&
                                    !span_equal(organizer.address, facts->organizer.address))
                                        facts->organizers_differ = true;
                        }
                        if (facts->organizers_differ)
                                return;
                }
        }
}

void gather_organizer(struct facts *facts) {
        const struct component *event = facts->meeting.event;
        const struct property *property = event ? component_property(event, PROPERTY_ORGANIZER) : NULL;
        if (!property)
                return;
        struct calendar_address organizer;
        calendar_address_read(facts->arena, property, &organizer);
        facts->organizer_given = true;
        facts->organizer = party_new(facts, organizer.address, organizer.cn);
        facts->organizer_invalid = facts->organizer.host.len == 0;
        if (organizer.sent_by.len > 0)
                facts->sent_by = party_new(facts, organizer.sent_by, (struct span){ 0 });
        compare_organizers(facts);
}

static bool is_recipient(const struct facts *facts, const struct party *party) {
        const struct recipient *recipients = facts->recipients.items;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (party_same(&recipients[i].party, party))
                        return true;
        return false;
}

void gather_attendees(struct facts *facts) {
        const struct component *event = facts->meeting.event;
        const struct property *property = event ? component_property(event, PROPERTY_ATTENDEE) : NULL;
        for (; property; property = property_again(property)) {
                struct attendee_fact *attendee = array_push(&facts->attendees, facts->arena, sizeof *attendee,
                                                            LIMIT_FACT_ATTENDEES);
                if (!attendee)
                        return;
                struct calendar_address address;
                calendar_address_read(facts->arena, property, &address);
                attendee->party = party_new(facts, address.address, address.cn);
                attendee->property = property;
                attendee->accepted = span_equal_nocase(address.partstat, SPAN("ACCEPTED"));
                attendee->chair = span_equal_nocase(address.role, SPAN("CHAIR"));
                attendee->is_recipient = is_recipient(facts, &attendee->party);
                attendee->is_sender = party_same(&attendee->party, &facts->from);
        }
}
