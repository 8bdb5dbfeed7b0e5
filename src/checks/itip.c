/* What the METHOD asks for, and whether the message keeps to it (RFC 5546; attacks 2-4, 24-26). */
#include "calendar/itip.h"
#include "checks/person-names.h"
#include "checks/views.h"

static bool status_is(const struct property *status, struct span value) {
        return status && span_equal_nocase(span_trim(status->text), value);
}

void check_cancel_not_cancelled(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct component *event = facts->meeting.event;
        if (facts->meeting.method != METHOD_CANCEL)
                return;
        for (const struct property *status = component_property(event, PROPERTY_STATUS); status;
             status = property_again(status)) {
                if (!status_is(status, SPAN("CANCELLED"))) {
                        signals_add(signals, kind, "The method is CANCEL, and the event's status is %.*s.",
                                    SPAN_SHOWN(status->text));
                        return;
                }
        }
}

/* Programs copy the description into a cancellation, with all links that it had. */
void check_cancel_as_carrier(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method != METHOD_CANCEL || is_of_proven_house(facts))
                return;
        const struct link_fact *link = foreign_link_in_calendar(facts);
        double part = is_of_owner(facts) ? 0.5 : 1;
        if (link)
                signals_add_part(signals, kind, part, "The cancellation leads to %.*s.",
                                 SPAN_SHOWN(link_host(link->link)));
        else if (facts->calendar_findings.phones.count > 0 && facts->calendar_findings.amounts.count > 0)
                signals_add_part(signals, kind, part, "The cancellation names a phone number and an amount of money.");
}

void check_request_and_cancel(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct calendar *request = NULL, *cancel = NULL;
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next) {
                if (calendar->method == METHOD_REQUEST && !request)
                        request = calendar;
                if (calendar->method == METHOD_CANCEL && !cancel)
                        cancel = calendar;
        }
        if (!request || !cancel || request->part == cancel->part)
                return;
        const struct component *one = itip_main_component(request), *other = itip_main_component(cancel);
        if (one && other && span_equal(component_text(one, PROPERTY_UID), component_text(other, PROPERTY_UID)))
                signals_add(signals, kind, "Part %u invites to an event, part %u cancels it.", request->part,
                            cancel->part);
}

void check_method_mismatch(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct meeting *meeting = &facts->meeting;
        const struct property *method = component_property(&meeting->calendar->root, PROPERTY_METHOD);
        if (component_ambiguous(&meeting->calendar->root, PROPERTY_METHOD))
                signals_add(signals, kind, "The calendar has several methods.");
        else if (meeting->method_parameter.len > 0 && method &&
                 !span_equal_nocase(meeting->method_parameter, span_trim(method->text)))
                signals_add(signals, kind, "The mail part says %.*s, the calendar in it %.*s.",
                            SPAN_SHOWN(meeting->method_parameter), SPAN_SHOWN(method->text));
}

/* Beginnings that calendar programs give to their subjects, in the languages that they speak. */
static const struct {
        struct span word;
        enum method method;
} subject_words[] = {
        { SPAN("cancelled:"), METHOD_CANCEL },      { SPAN("canceled:"), METHOD_CANCEL },
        { SPAN("cancelled event"), METHOD_CANCEL }, { SPAN("canceled event"), METHOD_CANCEL },
        { SPAN("abgesagt:"), METHOD_CANCEL },       { SPAN("annul\u00e9:"), METHOD_CANCEL },
        { SPAN("annul\u00e9 :"), METHOD_CANCEL },   { SPAN("cancelado:"), METHOD_CANCEL },
        { SPAN("cancelada:"), METHOD_CANCEL },      { SPAN("annullato:"), METHOD_CANCEL },
        { SPAN("geannuleerd:"), METHOD_CANCEL },    { SPAN("accepted:"), METHOD_REPLY },
        { SPAN("declined:"), METHOD_REPLY },        { SPAN("tentative:"), METHOD_REPLY },
        { SPAN("zugesagt:"), METHOD_REPLY },        { SPAN("abgelehnt:"), METHOD_REPLY },
};

/* "Tentative: budget offsite" is a title that people give. */
static bool is_own_title(const struct facts *facts, size_t word) {
        return subject_words[word].method == METHOD_REPLY &&
               span_starts_nocase(facts->meeting.summary, subject_words[word].word);
}

void check_subject_method_mismatch(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct texts *subjects = &facts->fields[FIELD_SUBJECT];
        enum method method = facts->meeting.method;
        if (subjects->count == 0 || method == METHOD_NONE || method == METHOD_UNKNOWN)
                return;
        for (size_t i = 0; i < sizeof subject_words / sizeof *subject_words; i++) {
                bool fits = method == subject_words[i].method ||
                            (subject_words[i].method == METHOD_REPLY && method == METHOD_COUNTER);
                if (!fits && !is_own_title(facts, i) && span_starts_nocase(subjects->items[0], subject_words[i].word)) {
                        signals_add(signals, kind, "The subject is \u201c%.*s\u201d, the calendar's method %s.",
                                    SPAN_SHOWN(subjects->items[0]), method_name(method));
                        return;
                }
        }
}

/* A booking site may name its customer; to ask is for invitations. */
void check_publish_with_attendees(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *attendees = attendees_of(facts);
        bool published = facts->meeting.method == METHOD_PUBLISH;
        for (uint32_t i = 0; published && i < facts->attendees.count; i++) {
                struct span rsvp = property_parameter_value(attendees[i].property, PARAMETER_RSVP);
                bool named = attendees[i].is_recipient && !is_of_proven_house(facts);
                if (named || span_equal_nocase(rsvp, SPAN("TRUE"))) {
                        signals_add(signals, kind, "The event is published, and names %.*s as an attendee.",
                                    SPAN_SHOWN(attendees[i].party.address));
                        return;
                }
        }
}

void check_cancel_by_attendee(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method != METHOD_CANCEL || facts->list || originator_is_proven(facts) ||
            span_equal(facts->from.domain, facts->organizer.domain) ||
            span_equal(facts->from.address, facts->sent_by.address))
                return;
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees_of(facts)[i].is_sender)
                        signals_add(signals, kind, "%.*s cancels the meeting of %.*s.", SPAN_SHOWN(facts->from.address),
                                    SPAN_SHOWN(facts->organizer.address));
}

/* Neither organizer nor attendee, of another house, and nothing proves that he may. Who has the organizer's name has written
 * from another mailbox of his, or says so. */
void check_cancel_by_stranger(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *organizer = &facts->organizer, *from = &facts->from;
        if (facts->meeting.method != METHOD_CANCEL || !originator_is_unproven(facts) || facts->list ||
            facts->forwarded || is_of_service(from, facts->service) || organizer->domain.len == 0 ||
            from->domain.len == 0 || span_equal(from->domain, organizer->domain) ||
            span_equal(from->domain, facts->sent_by.domain) || span_equal(facts->reply_to.address, organizer->address))
                return;
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees_of(facts)[i].is_sender)
                        return;
        bool namesake = organizer->name.len > 0 && from->name.len > 0 && names_agree(from->name, organizer->name);
        signals_add_part(signals, kind, namesake ? 0.4 : 1, "%.*s cancels the meeting of %.*s.",
                         SPAN_SHOWN(from->address), SPAN_SHOWN(organizer->address));
}

/* Who answers for another by his own wish names both (RFC 5546 4.2.5). */
static bool is_delegated(const struct facts *facts) {
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count && facts->meeting.attendees == 2; i++)
                if (property_parameter(attendees[i].property, PARAMETER_DELEGATED_FROM))
                        return true;
        return false;
}

void check_reply_of_many(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method == METHOD_REPLY && facts->meeting.attendees > 1 && !is_delegated(facts))
                signals_add(signals, kind, "One answer for %u attendees (RFC 5546 3.2.3 allows one).",
                            facts->meeting.attendees);
}

static bool is_answer(enum method method) {
        return method == METHOD_REPLY || method == METHOD_COUNTER || method == METHOD_REFRESH;
}

/* Programs copy the description into an answer, with all links that the invitation had. */
void check_reply_with_payload(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (!is_answer(facts->meeting.method) || is_of_proven_house(facts))
                return;
        const struct link_fact *link = foreign_link_in_calendar(facts);
        if (link)
                signals_add(signals, kind, "The answer leads to %.*s.", SPAN_SHOWN(link_host(link->link)));
        else if (facts->calendar_findings.phones.count > 0 && facts->calendar_findings.amounts.count > 0)
                signals_add(signals, kind, "The answer names a phone number and an amount of money.");
}

/* From is not the attendee, of another domain, and neither a list nor a service explains it. */
static bool answers_for_another(const struct facts *facts) {
        const struct attendee_fact *attendees = attendees_of(facts);
        if (facts->attendees.count == 0 || facts->from.domain.len == 0 || facts->list ||
            is_of_service(&facts->from, facts->service))
                return false;
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (span_equal(attendees[i].party.domain, facts->from.domain) || attendees[i].party.domain.len == 0)
                        return false;
        return !originator_is_proven(facts);
}

void check_reply_not_by_attendee(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum method method = facts->meeting.method;
        if ((method != METHOD_REPLY && method != METHOD_COUNTER) || !answers_for_another(facts))
                return;
        /* People answer from another mailbox of theirs, which has their name. */
        const struct party *attendee = &attendees_of(facts)->party, *from = &facts->from;
        bool namesake = (from->name.len > 0 && attendee->name.len > 0 && names_agree(from->name, attendee->name)) ||
                        names_agree(from->local, attendee->local);
        signals_add_part(signals, kind, namesake ? 0.6 : 1, "%.*s answers for %.*s.", SPAN_SHOWN(from->address),
                         SPAN_SHOWN(attendee->address));
}

void check_refresh_by_stranger(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method == METHOD_REFRESH && answers_for_another(facts))
                signals_add(signals, kind, "%.*s asks for the event in the name of %.*s.",
                            SPAN_SHOWN(facts->from.address), SPAN_SHOWN(attendees_of(facts)->party.address));
}

void check_sequence_jump(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.sequence_known && facts->meeting.sequence > 500 && !originator_is_proven(facts))
                signals_add(signals, kind, "The event's SEQUENCE is %u.", facts->meeting.sequence);
}

void check_stamp_in_future(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum { TWO_DAYS = 2 * 86400 };
        if (facts->meeting.stamp_known && facts->meeting.stamp > facts->at + TWO_DAYS)
                signals_add(signals, kind, "The event was written %lld days after it arrived, it says.",
                            (long long)(facts->meeting.stamp - facts->at) / 86400);
}

void check_uid_names_recipient(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct span uid = facts->meeting.uid;
        if (is_answer(facts->meeting.method) || uid.len == 0)
                return;
        const struct recipient *recipient = recipient_in(facts, uid);
        if (!recipient)
                recipient = recipient_hidden_in(facts, uid);
        if (recipient && !span_equal(recipient->party.domain, facts->organizer.domain))
                signals_add(signals, kind, "The UID \u201c%.*s\u201d holds the address %.*s.", SPAN_SHOWN(uid),
                            SPAN_SHOWN(recipient->party.address));
}

static bool is_all_zero(struct span uid) {
        size_t zeros = 0;
        for (size_t i = 0; i < uid.len; i++) {
                if (uid.ptr[i] == '0')
                        zeros++;
                else if (uid.ptr[i] != '-')
                        return false;
        }
        return zeros >= 4;
}

void check_uid_placeholder(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct span uid = facts->meeting.uid;
        if (uid.len == 0 && component_has(facts->meeting.event, PROPERTY_UID))
                signals_add(signals, kind, "The event's UID is empty.");
        else if (is_all_zero(uid))
                signals_add(signals, kind, "The event's UID is \u201c%.*s\u201d.", SPAN_SHOWN(uid));
        else if (span_ends_nocase(uid, SPAN("@example.com")) &&
                 !span_equal(facts->organizer.domain, SPAN("example.com")) &&
                 !span_equal(facts->from.domain, SPAN("example.com")))
                signals_add(signals, kind, "The event's UID ends in @example.com, a domain of manuals.");
}

void check_add_to_series_unproven(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        bool instance = facts->meeting.method == METHOD_ADD ||
                        (facts->meeting.method == METHOD_REQUEST &&
                         component_has(facts->meeting.event, PROPERTY_RECURRENCE_ID));
        const struct link_fact *link = instance ? foreign_link_in_calendar(facts) : NULL;
        if (link && originator_is_unproven(facts))
                signals_add(signals, kind, "An instance of a series leads to %.*s, and its sender is unproven.",
                            SPAN_SHOWN(link_host(link->link)));
}
