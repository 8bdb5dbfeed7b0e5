#include "facts/facts.h"

#include "facts/gather.h"
#include "facts/needs.h"
#include "message/date.h"
#include "message/message.h"
#include "message/received.h"

/* What the topmost Received says, else Date (DESIGN 2): the transport's clock is the caller's to give. */
static int64_t arrival(struct facts *facts) {
        if (facts->item->at != INT64_MIN || !facts->message)
                return facts->item->at;
        const struct header *topmost = message_header(facts->message, HEADER_RECEIVED);
        if (topmost) {
                struct received received = received_read(facts->arena, topmost->value);
                if (received.has_date)
                        return received.date;
        }
        const struct header *date = message_header(facts->message, HEADER_DATE);
        int64_t at;
        return date && date_read(date->value, &at) ? at : INT64_MIN;
}

static void quantity_set(struct facts *facts, enum quantity quantity, double value) {
        facts->quantity[quantity] = value;
        facts->quantity_known[quantity] = true;
}

static uint32_t attendee_domains(const struct facts *facts) {
        const struct attendee_fact *attendees = facts->attendees.items;
        uint32_t domains = 0;
        for (uint32_t i = 0; i < facts->attendees.count && domains < 100; i++) {
                uint32_t k = 0;
                while (k < i && !party_same_domain(&attendees[k].party, &attendees[i].party))
                        k++;
                domains += k == i && attendees[i].party.domain.len > 0;
        }
        return domains;
}

static uint32_t foreign_links(const struct facts *facts) {
        const struct link_fact *links = facts->links.items;
        uint32_t count = 0;
        for (uint32_t i = 0; i < facts->links.count; i++)
                count += links[i].owner == OWNER_UNKNOWN && links[i].visible;
        return count;
}

static uint32_t own_links(const struct facts *facts) {
        const struct link_fact *links = facts->links.items;
        uint32_t count = 0;
        for (uint32_t i = 0; i < facts->links.count; i++)
                count += links[i].owner == OWNER_SENDER && links[i].visible && place_in_calendar(links[i].place);
        return count;
}

/* What is said besides the title. */
static size_t text_length(const struct facts *facts) {
        static const enum field fields[] = { FIELD_DESCRIPTION, FIELD_RICH, FIELD_BODY };
        size_t length = 0;
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
                for (uint32_t j = 0; j < facts->fields[fields[i]].count; j++)
                        length += span_trim(facts->fields[fields[i]].items[j]).len;
        return length;
}

static uint32_t toll_free(const struct findings *findings) {
        const struct phone *phones = findings->phones.items;
        uint32_t count = 0;
        for (uint32_t i = 0; i < findings->phones.count; i++)
                count += (phones[i].flags & PHONE_TOLL_FREE) && !(phones[i].flags & PHONE_DIAL_IN);
        return count;
}

static bool leads_to_meeting(const struct facts *facts) {
        const struct link_fact *links = facts->links.items;
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (links[i].link->known && (links[i].link->known->kinds & HOST_MEETING))
                        return true;
        return false;
}

/* Mailboxes that anybody gets: of free providers, and of trial tenants of a cloud. */
static bool is_anybodys(const struct party *party) {
        return party->freemail || party_is_tenant(party);
}

/* The way into a meeting by telephone is nobody to call. Anybody can write ",,123#" behind a number: that it is one is
 * believed of a house with a name that it proves, beside the meeting's link. */
static bool may_dial_in(const struct facts *facts) {
        return facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED && !is_anybodys(&facts->organizer) &&
               !is_anybodys(&facts->from) && leads_to_meeting(facts);
}

static uint32_t phones(const struct findings *findings, bool dial_in) {
        const struct phone *items = findings->phones.items;
        uint32_t count = 0;
        for (uint32_t i = 0; i < findings->phones.count; i++)
                count += !dial_in || !(items[i].flags & PHONE_DIAL_IN);
        return count;
}

static void gather_quantities(struct facts *facts) {
        const struct findings *calendar = &facts->calendar_findings, *mail = &facts->mail_findings;
        bool event = facts->known & NEEDS_EVENT;
        quantity_set(facts, QUANTITY_LINKS, facts->links.count);
        quantity_set(facts, QUANTITY_FOREIGN_LINKS, foreign_links(facts));
        quantity_set(facts, QUANTITY_OWN_LINKS, own_links(facts));
        bool dial_in = may_dial_in(facts);
        quantity_set(facts, QUANTITY_PHONES, phones(calendar, dial_in) + phones(mail, dial_in));
        quantity_set(facts, QUANTITY_TOLL_FREE, toll_free(calendar) + toll_free(mail));
        quantity_set(facts, QUANTITY_AMOUNTS, calendar->amounts.count + mail->amounts.count);
        quantity_set(facts, QUANTITY_ADDRESSES, calendar->emails.count + mail->emails.count);
        quantity_set(facts, QUANTITY_CALENDAR_LINKS, calendar->links.count);
        quantity_set(facts, QUANTITY_CALENDAR_PHONES, phones(calendar, dial_in));
        quantity_set(facts, QUANTITY_CALENDAR_AMOUNTS, calendar->amounts.count);
        quantity_set(facts, QUANTITY_PICTURES_WITH_CODE, facts->codes.count);
        quantity_set(facts, QUANTITY_TEXT_LENGTH, text_length(facts));
        quantity_set(facts, QUANTITY_SIZE, facts->item->bytes.len);
        quantity_set(facts, QUANTITY_CALENDARS, facts->calendars->count);
        /* A relation counts only for an identity that is proven (DESIGN 2). */
        bool known = facts->relation > RELATION_NONE && facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED;
        quantity_set(facts, QUANTITY_STRANGER, !known);
        quantity_set(facts, QUANTITY_FREEMAIL, is_anybodys(&facts->organizer) || is_anybodys(&facts->from));
        quantity_set(facts, QUANTITY_SERVICE, facts->service == SERVICE_BOOKING || facts->service == SERVICE_EVENTBRITE);
        bool asks = facts->meeting.method != METHOD_NONE && facts->meeting.method != METHOD_PUBLISH;
        quantity_set(facts, QUANTITY_PROGRAMME, facts->meeting.events > 5 && !asks);
        /* Without a METHOD it is shown, and can be answered, all the same. */
        bool unasked = facts->meeting.method == METHOD_NONE && facts->meeting.attendees > 0 &&
                       party_given(&facts->organizer);
        quantity_set(facts, QUANTITY_INVITATION, event && (facts->meeting.method == METHOD_REQUEST || unasked));
        if (event) {
                quantity_set(facts, QUANTITY_ATTENDEES, facts->meeting.attendees);
                quantity_set(facts, QUANTITY_ATTENDEE_DOMAINS, attendee_domains(facts));
                quantity_set(facts, QUANTITY_INSTANCES, facts->meeting.instances);
                quantity_set(facts, QUANTITY_ALARMS, facts->meeting.alarms);
        }
        if (facts->wave.known)
                quantity_set(facts, QUANTITY_WAVE, facts->wave.recipients);
        if (facts->reputation.known) {
                quantity_set(facts, QUANTITY_SPAM_REPORTS, facts->reputation.spam_reports);
                quantity_set(facts, QUANTITY_HAM_REPORTS, facts->reputation.ham_reports);
        }
        if (facts->originator.class != ORIGINATOR_ABSENT) {
                quantity_set(facts, QUANTITY_PROVEN, facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED);
                quantity_set(facts, QUANTITY_COLLEAGUE, facts->colleague);
        }
}

struct facts *facts_read(struct arena *arena, const struct facts_tools *tools, const struct item *item,
                         const struct message *message, const struct calendars *calendars, struct defects *defects) {
        struct facts *facts = arena_alloc(arena, sizeof *facts);
        *facts = (struct facts){ .item = item,
                                 .message = message,
                                 .calendars = calendars,
                                 .text = tools->text,
                                 .defects = defects,
                                 .arena = arena,
                                 .known = message ? NEEDS_MAIL : 0,
                                 .relation = RELATION_NONE };
        facts->at = arrival(facts);
        if (facts->at != INT64_MIN)
                facts->known |= NEEDS_TIME;
        else
                fact_absent(facts, "time", "Neither the caller nor a Received or Date field says when it arrived.");
        gather_meeting(facts);
        gather_senders(facts);
        gather_organizer(facts);
        gather_recipients(facts);
        gather_attendees(facts);
        gather_claims(facts);
        gather_texts(facts);
        gather_calendar_like(facts);
        gather_trusted_results(facts);
        if (facts->calendar_like)
                gather_files(facts, tools->pictures);
        return facts;
}

void facts_conclude(struct facts *facts, const struct facts_tools *tools, const struct lookup_results *lookup) {
        gather_authentication(facts, lookup);
        gather_service(facts);
        gather_originator(facts);
        if (facts->calendar_like && tools->history)
                tools->history->gather(facts, tools->history);
        gather_links(facts);
        gather_lookup(facts, lookup);
        gather_quantities(facts);
}

void fact_absent(struct facts *facts, const char *fact, const char *why) {
        struct absent_fact *absent = array_push(&facts->absent, facts->arena, sizeof *absent, 32);
        if (absent)
                *absent = (struct absent_fact){ fact, why };
}
