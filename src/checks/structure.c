/* The mail's own header and structure (CC/R 18003 5.2: "content of the mail header and its structure"). */
#include "checks/views.h"
#include "message/date.h"
#include "message/message.h"
#include "message/received.h"

void check_from_broken(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        uint32_t fields = facts->message->count[HEADER_FROM];
        if (fields == 0 || facts->from_count == 0)
                signals_add(signals, kind, "The mail has no From.");
        else if (fields > 1)
                signals_add(signals, kind, "The mail has %u From fields.", fields);
        else if (facts->from_count > 1 && !party_given(&facts->sender))
                signals_add(signals, kind, "From names %u senders, and there is no Sender (RFC 5322 3.6.2).",
                            facts->from_count);
        else if (facts->from.host.len == 0)
                signals_add(signals, kind, "From is no address.");
}

/* What no mail system has touched was never sent: a draft, an export, an example. */
static bool was_sent(const struct facts *facts) {
        return facts->message->count[HEADER_RECEIVED] > 0 || facts->item->client_ip.len > 0;
}

void check_date_broken(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct header *date = message_header(facts->message, HEADER_DATE);
        int64_t at;
        enum { DAY = 86400 };
        if (!was_sent(facts))
                return;
        if (!date)
                signals_add(signals, kind, "The mail has no Date.");
        else if (facts->message->count[HEADER_DATE] > 1)
                signals_add(signals, kind, "The mail has %u Date fields.", facts->message->count[HEADER_DATE]);
        else if (!date_read(date->value, &at))
                signals_add(signals, kind, "Date is \u201c%.*s\u201d.", SPAN_SHOWN(date->value));
        else if (facts->at != INT64_MIN && at > facts->at + 2 * DAY)
                signals_add(signals, kind, "Date is %lld days after the mail arrived.",
                            (long long)(at - facts->at) / DAY);
}

void check_message_id_broken(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct header *header = message_header(facts->message, HEADER_MESSAGE_ID);
        struct span id = { 0 };
        if (!was_sent(facts))
                return;
        if (!header)
                signals_add(signals, kind, "The mail has no Message-ID.");
        else if (facts->message->count[HEADER_MESSAGE_ID] > 1)
                signals_add(signals, kind, "The mail has several Message-IDs.");
        else if (message_ids(header->value, &id, 1) == 0 || span_find_byte(id, '@') == id.len ||
                 span_ends_nocase(id, SPAN("@localhost")) || span_ends_nocase(id, SPAN("@")))
                signals_add(signals, kind, "Message-ID is \u201c%.*s\u201d.", SPAN_SHOWN(header->value));
}

/* 172.16.0.0/12 (RFC 1918). */
static bool is_private_172(struct span ip) {
        struct span rest = ip, first = span_split(&rest, '.'), second = span_split(&rest, '.');
        return span_equal(first, SPAN("172")) && second.len == 2 &&
               ((second.ptr[0] == '1' && second.ptr[1] >= '6') || second.ptr[0] == '2' ||
                (second.ptr[0] == '3' && second.ptr[1] <= '1'));
}

static bool is_local(struct span ip) {
        return span_starts_nocase(ip, SPAN("127.")) || span_starts_nocase(ip, SPAN("10.")) ||
               span_starts_nocase(ip, SPAN("192.168.")) || is_private_172(ip) || span_equal(ip, SPAN("::1")) ||
               span_starts_nocase(ip, SPAN("fe80")) || span_starts_nocase(ip, SPAN("fd"));
}

/* [198.51.100.7] of a host that is at another address. Behind a router it says its own, which is nobody else's. Addresses
 * of IPv6 are written in too many ways to compare. */
static bool names_other_address(struct span helo, struct span ip) {
        bool literal = helo.len > 2 && helo.ptr[0] == '[' && helo.ptr[helo.len - 1] == ']';
        struct span address = literal ? span_head(span_skip(helo, 1), helo.len - 2) : (struct span){ 0 };
        bool version_4 = span_find_byte(address, ':') == address.len && span_find_byte(ip, ':') == ip.len;
        return address.len > 0 && version_4 && !is_local(address) && !span_equal(address, ip);
}

/* As the transport knows it, else as the topmost Received tells it: but that is of another host when it names another
 * address than the client's. The programs of our own accounts call themselves as they like. */
void check_helo_forged(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct span helo = facts->item->helo, ip = facts->item->client_ip, by = { 0 };
        const struct header *topmost = message_header(facts->message, HEADER_RECEIVED);
        if (helo.len == 0 && topmost) {
                struct received received = received_read(signals->arena, topmost->value);
                if (ip.len > 0 && !span_equal_nocase(ip, received.ip))
                        return;
                helo = received.helo;
                ip = received.ip;
                by = received.by;
        }
        if (helo.len == 0 || ip.len == 0 || is_local(ip) || facts->item->auth_user.len > 0)
                return;
        bool dotless = span_find_byte(helo, '.') == helo.len && span_find_byte(helo, ':') == helo.len;
        bool ours = by.len > 0 && span_equal_nocase(helo, by);
        if (dotless || ours || span_ends_nocase(helo, SPAN(".localdomain")) || span_ends_nocase(helo, SPAN(".local")) ||
            names_other_address(helo, ip))
                signals_add(signals, kind, "The host at %.*s called itself %.*s.", SPAN_SHOWN(ip), SPAN_SHOWN(helo));
}

void check_sender_foreign(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->sender.domain.len > 0 && facts->from.domain.len > 0 &&
            !party_same_domain(&facts->sender, &facts->from) && facts->service == SERVICE_NONE &&
            facts->service_claimed == SERVICE_NONE && !facts->list && !facts->authentication.aligned)
                signals_add(signals, kind, "%.*s sent it on behalf of %.*s.", SPAN_SHOWN(facts->sender.address),
                            SPAN_SHOWN(facts->from.address));
}

void check_to_undisclosed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct header *to = message_header(facts->message, HEADER_TO);
        bool none = !to && !message_header(facts->message, HEADER_CC);
        if (is_invitation(facts) && (none || (to && span_has_nocase(to->value, SPAN("undisclosed")))))
                signals_add(signals, kind, none ? "There is no To." : "To says \u201cundisclosed recipients\u201d.");
}

void check_subject_missing(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct texts *subject = &facts->fields[FIELD_SUBJECT];
        bool none = subject->count == 0 || span_equal_nocase(subject->items[0], SPAN("(no subject)"));
        if (none && (!(facts->known & NEEDS_EVENT) || facts->meeting.summary.len == 0))
                signals_add(signals, kind, "There is no title in mail and event.");
}

void check_subject_fake_reply(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct texts *subject = &facts->fields[FIELD_SUBJECT];
        if (subject->count > 0 && span_starts_nocase(subject->items[0], SPAN("re:")) &&
            !message_header(facts->message, HEADER_IN_REPLY_TO) && !message_header(facts->message, HEADER_REFERENCES) &&
            !message_header(facts->message, HEADER_THREAD_INDEX))
                signals_add(signals, kind, "The subject is \u201c%.*s\u201d, and the mail answers none.",
                            SPAN_SHOWN(subject->items[0]));
}
