/* The algorithm of standards 4.4, from the strongest class down. */
#include "facts/originator.h"

#include "calendar/itip.h"
#include "facts/gather.h"
#include "facts/needs.h"
#include "message/address.h"
#include "message/message.h"

static struct originator is(enum originator_class class, const char *reason) {
        return (struct originator){ .class = class, .reason = span_from(reason) };
}

static bool is_attendee(const struct facts *facts, const struct party *party) {
        const struct attendee_fact *attendees = facts->attendees.items;
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (party_same(&attendees[i].party, party))
                        return true;
        return false;
}

/* Calendars whose organizer is no mailbox but the calendar's own name, which the service proves (standards 4.4). */
static bool is_calendar_id(const struct facts *facts, const struct party *acting) {
        static const struct {
                struct span host;
                enum service service;
        } rows[] = { { SPAN("group.calendar.google.com"), SERVICE_GOOGLE },
                     { SPAN("resource.calendar.google.com"), SERVICE_GOOGLE },
                     { SPAN("group.v.calendar.google.com"), SERVICE_GOOGLE },
                     { SPAN("import.calendar.google.com"), SERVICE_GOOGLE },
                     { SPAN("imip.me.com"), SERVICE_APPLE } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (span_equal(acting->host, rows[i].host))
                        return facts->service == rows[i].service;
        return false;
}

static const char replayable[] =
        "A signature passes, but leaves open how the body is to be read, and it can be read in another way.";

static const char unsure[] = "DNS did not say what could have proven the sender.";

static struct originator by_sender_himself(const struct facts *facts) {
        if (facts->authentication.aligned)
                return is(ORIGINATOR_VERIFIED, "The sender is the one who may act, and his domain is proven.");
        if (facts->authentication.dmarc == AUTH_FAIL && !facts->list)
                return is(ORIGINATOR_SPOOF,
                          "The sender claims to be the one who may act, and his domain's own policy denies it.");
        if (facts->authentication.unsure)
                return is(ORIGINATOR_ABSENT, unsure);
        return is(ORIGINATOR_UNVERIFIED,
                  facts->authentication.replayable
                          ? replayable
                          : "The sender claims to be the one who may act; nothing proves his domain.");
}

static bool is_forward(const struct facts *facts) {
        return facts->meeting.method == METHOD_REQUEST &&
               (is_attendee(facts, &facts->from) || facts->relation > RELATION_SAME_DOMAIN);
}

static const char forwarded[] =
        "Somebody proven forwards the invitation of another; that proves nothing of the organizer.";

/* The classes in which From and the acting address differ. */
static struct originator by_another(struct facts *facts, const struct party *acting) {
        const struct authentication *proof = &facts->authentication;
        bool dkim = acting->domain.len > 0 && spans_have(&proof->dkim_domains, acting->domain) && !acting->freemail;
        if (dkim && !proof->acting_apart && !proof->acting_unsure)
                return is(ORIGINATOR_DOMAIN_VERIFIED, "A signature proves the domain of the one who may act.");
        if (proof->aligned && is_calendar_id(facts, acting))
                return is(ORIGINATOR_SERVICE,
                          "The organizer is a calendar of the service that is proven to have sent it.");
        if (proof->aligned && is_service_itself(&facts->from, facts->service) && party_same(&facts->reply_to, acting) &&
            reply_to_is_proven(facts))
                return is(ORIGINATOR_SERVICE,
                          "A known calendar service sent it, and answers go to the one who may act.");
        if (proof->aligned && is_forward(facts))
                return is(ORIGINATOR_FORWARDED, forwarded);
        if (dkim && proof->acting_unsure)
                return is(ORIGINATOR_ABSENT, "It was not learned whether the signature speaks for the one who may act.");
        if (dkim)
                return is(ORIGINATOR_UNVERIFIED,
                          "A signature of the house of the one who may act passes, and by his domain's own "
                          "DMARC record does not speak for it.");
        if (proof->unsure)
                return is(ORIGINATOR_ABSENT, unsure);
        return is(ORIGINATOR_UNVERIFIED,
                  proof->replayable ? replayable
                                    : "The sender is another than the one who may act, and nothing connects them.");
}

/* The session has proven an account of ours: a login proves the sender, and our accounts their domain. False where it says
 * nothing of who may act. */
static bool by_account(struct facts *facts, const struct party *acting, struct originator *ret) {
        if (facts->item->auth_user.len == 0)
                return false;
        struct mailbox mailbox = mailbox_read(facts->arena, facts->item->auth_user);
        struct party account = party_new(facts, mailbox.key, (struct span){ 0 });
        if (account.host.len == 0)
                return false;
        if (party_same(&account, acting))
                *ret = is(ORIGINATOR_VERIFIED, "The account that sent it is the one who may act.");
        else if (party_same_domain(&account, acting) && !acting->freemail)
                *ret = is(ORIGINATOR_DOMAIN_VERIFIED, "An account of the domain of the one who may act sent it.");
        else if (party_same(&account, &facts->from) && is_forward(facts))
                *ret = is(ORIGINATOR_FORWARDED, forwarded);
        else
                return false;
        ret->identity = account.address;
        return true;
}

/* ---- what DMARC does to it (standards 4.5) ---------------------------------------------------------------------- */

/* Google writes the policy into the comment: (p=NONE sp=QUARANTINE dis=NONE). */
static bool policies_differ(struct span comment) {
        size_t sp = span_find_nocase(comment, SPAN("sp=")), p = span_find_nocase(comment, SPAN("p="));
        if (sp == comment.len || p == comment.len || (p == sp + 1))
                return false;
        struct span sub = span_skip(comment, sp + 3), own = span_skip(comment, p + 2);
        return !span_equal_nocase(span_split(&sub, ' '), span_split(&own, ' '));
}

static enum dmarc_case case_of_own_sender(const struct facts *facts) {
        const struct authentication *proof = &facts->authentication;
        if (proof->aligned && proof->dmarc != AUTH_PASS)
                return DMARC_D9;
        if (proof->aligned)
                return facts->from.host.len != facts->from.domain.len && policies_differ(proof->dmarc_comment)
                               ? DMARC_D11
                               : DMARC_D1;
        if (facts->list)
                return DMARC_D7;
        if (facts->meeting.method == METHOD_REPLY && facts->service == SERVICE_GOOGLE)
                return DMARC_D5;
        if (party_given(&facts->sender) && !party_same(&facts->sender, &facts->from) &&
            (is_attendee(facts, &facts->sender) || facts->forwarded))
                return DMARC_D4;
        return proof->domains.count > 0 ? DMARC_D2 : DMARC_NONE;
}

static enum dmarc_case case_of(const struct facts *facts, const struct party *acting) {
        if (!facts->authentication.known || !facts->meeting.event)
                return DMARC_NONE;
        if (facts->meeting.method == METHOD_REPLY && !facts->organizer_given)
                return DMARC_D10;
        if (party_same(&facts->from, acting))
                return case_of_own_sender(facts);
        if (is_calendar_id(facts, acting) || (facts->item->mail_from_known && facts->item->mail_from.len == 0))
                return DMARC_D8;
        if (party_same(&facts->from, &facts->sent_by))
                return DMARC_D6;
        if (facts->list)
                return DMARC_D7;
        return facts->authentication.aligned && party_same(&facts->reply_to, acting) ? DMARC_D3 : DMARC_NONE;
}

static struct span service_identity(struct facts *facts, const struct party *acting) {
        const struct party *from = &facts->from;
        struct span who = from->freemail ? from->address : from->domain;
        return arena_format(facts->arena, "service:%s %.*s by %s%.*s", service_name(facts->service),
                            (int)acting->address.len, acting->address.ptr, from->freemail ? "" : "@", (int)who.len,
                            who.ptr);
}

/* What must be proven again by who changes the event (standards 4.4-4). A service proves whom it names; who writes by it
 * belongs to that, for it serves everybody: his house, or his mailbox where many share the house. */
static struct span identity_of(struct facts *facts, const struct party *acting) {
        enum originator_class class = facts->originator.class;
        if (class > ORIGINATOR_SERVICE)
                return (struct span){ 0 };
        if (class == ORIGINATOR_SERVICE || is_calendar_id(facts, acting))
                return service_identity(facts, acting);
        if (facts->authentication.aligned)
                return facts->from.address;
        return arena_format(facts->arena, "@%.*s", (int)acting->domain.len, acting->domain.ptr);
}

/* DESIGN 2: proven, and of a domain that does not belong to everybody. The sender too is of that domain: its lists and
 * relays sign what others wrote. */
static bool is_colleague(const struct facts *facts, const struct party *acting) {
        const struct recipient *recipients = facts->recipients.items;
        if (facts->originator.class > ORIGINATOR_DOMAIN_VERIFIED || acting->freemail ||
            !party_same_domain(&facts->from, acting))
                return false;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (recipients[i].envelope && party_same_domain(&recipients[i].party, acting))
                        return true;
        return false;
}

struct party acting_party(struct facts *facts) {
        struct itip_originator originator;
        if (!facts->meeting.event)
                return facts->from;
        itip_originator_read(facts->arena, facts->meeting.calendar, &originator);
        return originator.expected.address.len > 0
                       ? party_new(facts, originator.expected.address, originator.expected.cn)
                       : facts->from;
}

void gather_originator(struct facts *facts) {
        struct party acting = acting_party(facts);
        if (by_account(facts, &acting, &facts->originator))
                ; /* what the session proves goes before what the mail says */
        else if (!facts->authentication.known)
                facts->originator = is(ORIGINATOR_ABSENT,
                                       "Nobody who may be believed said how the mail was authenticated.");
        else if (party_same(&facts->from, &acting))
                facts->originator = by_sender_himself(facts);
        else
                facts->originator = by_another(facts, &acting);
        facts->originator.address = acting.address;
        if (facts->originator.identity.len == 0)
                facts->originator.identity = identity_of(facts, &acting);
        facts->dmarc_case = case_of(facts, &acting);
        facts->colleague = is_colleague(facts, &acting);
}
