/* views: short forms for what many checks ask of the facts. */
#pragma once

#include "checks/checks.h"
#include "facts/facts.h"

static inline const struct link_fact *links_of(const struct facts *facts) {
        return facts->links.items;
}
static inline const struct attendee_fact *attendees_of(const struct facts *facts) {
        return facts->attendees.items;
}
static inline const struct recipient *recipients_of(const struct facts *facts) {
        return facts->recipients.items;
}
static inline const struct attachment_fact *attachments_of(const struct facts *facts) {
        return facts->attachments.items;
}

/* Checks that compare much with each recipient look at the first ones. */
enum { RECIPIENTS_LOOKED_AT = 16 };

/* A link that a reader may follow to a place that is neither the sender's nor well known. */
static inline bool link_is_foreign(const struct link_fact *link) {
        return link->visible && link->owner == OWNER_UNKNOWN;
}

/* What a redirection or rewriting leads to, else the link's own host. */
static inline struct span link_host(const struct link *link) {
        return link->target_host.len > 0 ? link->target_host : link->host;
}

static inline bool originator_is_proven(const struct facts *facts) {
        return facts->originator.class <= ORIGINATOR_SERVICE;
}

/* It is known how the mail was authenticated, and that does not prove who acts. */
static inline bool originator_is_unproven(const struct facts *facts) {
        return facts->authentication.known && !originator_is_proven(facts);
}

/* Proven, and of a domain that does not belong to everybody: neither a free mailbox nor the trial name of a tenant. */
bool is_of_proven_house(const struct facts *facts);
/* Of whom every recipient has the event already. */
bool is_of_owner(const struct facts *facts);

/* It is a REQUEST, or without a METHOD what clients show and answer like one. */
static inline bool is_invitation(const struct facts *facts) {
        return facts->quantity[QUANTITY_INVITATION] > 0;
}

/* An invitation that changes nothing yet: what it says of answers cannot have happened. */
static inline bool is_first_request(const struct facts *facts) {
        return facts->meeting.method == METHOD_REQUEST && facts->meeting.sequence == 0 &&
               !component_has(facts->meeting.event, PROPERTY_RECURRENCE_ID);
}

/* Whether one of the words stands in the text, or at its end, letters of ASCII in any case. */
bool has_one_of(struct span text, const struct span *words, size_t count);
bool ends_with_one_of(struct span text, const struct span *endings, size_t count);

/* Each once, whoever has an address or a name. */
struct parties {
        const struct party *list[4];
        uint32_t count;
};
/* Those whose names and domains a reader goes by: From, organizer, Sender, Reply-To. */
struct parties shown_parties(const struct facts *facts);
/* From and organizer. */
struct parties acting_parties(const struct facts *facts);

/* A proven service. Who has a mailbox at outlook.com or yahoo.com is signed by that house too, and is no service. */
static inline bool sent_by_service(const struct facts *facts) {
        return facts->service != SERVICE_NONE && !facts->from.freemail;
}

bool is_recipient(const struct facts *facts, struct span address);
/* Of the domain of one of the first recipients, which is no public mail provider's. */
bool is_of_recipients_house(const struct facts *facts, const struct party *party);

/* The address of one who sends or organizes, or of an attendee. */
bool address_is_partys(const struct facts *facts, struct span address);

/* The recipient's address is in the text, plainly. */
const struct recipient *recipient_in(const struct facts *facts, struct span text);
/* Or as base64 or hex of it. Longer texts are looked at in their first 2,000 bytes. */
const struct recipient *recipient_hidden_in(const struct facts *facts, struct span text);

/* Text that a machine drew by lot: long, with digits among the letters, and next to no vowels. */
bool looks_random(struct span text);
/* A short one of letters of both cases, or of letters and digits: "x7Kq2". */
bool looks_like_token(struct span text);

/* The first link of the calendar that is foreign, or NULL. */
const struct link_fact *foreign_link_in_calendar(const struct facts *facts);
