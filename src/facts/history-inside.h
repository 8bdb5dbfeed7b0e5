/* history-inside: what the files of history share. */
#pragma once

#include "base/err.h"
#include "facts/facts.h"

/* history-others.c: what a message brings besides the event that it is about, and who answers in it. UIDs are asked about
 * one by one, so only so many; a message with more is not told whose it is. */
enum { OTHER_UIDS = 8 };
struct others {
        struct span uids[OTHER_UIDS]; /* uid_key */
        uint32_t uid_count;
        bool more_uids;
        bool orders; /* some calendar asks for what organizers ask for */
        /* Of a REPLY: one other who delegates to the acting one, or is his delegate; and whether there are others yet. */
        struct span companion;
        bool companion_delegates, attendees;
};

/* One item's questions. */
struct asking {
        struct facts *facts;
        const struct history_tools *tools;
        struct party acting; /* O(msg) */
        struct others others;
        bool answered, failed;
};
void history_look_at_others(struct asking *asking);

/* Stands on the list of attendees of an event whose whole list is not known: others may have been invited. */
#define ANY_ATTENDEE "*"

/* history-claims.c: whose the event is, for one recipient. `key`: whose name his things are kept under. */
void history_standing(struct asking *asking, struct span key, struct recipient *recipient);
/* history-people.c: who the acting one is to a recipient; what was said of the sender. */
enum relation history_relation(struct asking *asking, struct span key);
void history_reputation(struct asking *asking);
/* history-wave.c: how many got the same. */
void history_wave(struct asking *asking);
void history_convict(const struct history_tools *tools, const struct facts *facts, struct arena *arena);

/* Books the result of a question; false: not known. A memory that has nothing to ask is no failure. */
static inline bool learned(struct asking *asking, enum cw_err status) {
        asking->answered |= status == CW_OK;
        asking->failed |= status != CW_OK && status != CW_ERR_NOT_FOUND;
        return status == CW_OK;
}

/* Relations count only for who is proven, or may be confirmed as a delegate of one who is named. */
static inline bool may_be_known(const struct asking *asking) {
        const struct facts *facts = asking->facts;
        return party_given(&asking->acting) &&
               (facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED || party_same(&facts->from, &facts->sent_by));
}

/* The address that a recipient's things are kept under. */
struct span history_key(const struct history_tools *tools, struct arena *arena, struct span address);
/* Whether the item may change something in this recipient's calendar. */
bool history_concerns(const struct history_tools *tools, const struct facts *facts, const struct party *recipient);
/* Sent by an attendee (RFC 5546 1.4). */
static inline bool method_answers(enum method method) {
        return method == METHOD_REPLY || method == METHOD_REFRESH || method == METHOD_COUNTER;
}
/* Not empty, and none of those that broken programs give to every event (nextcloud and others: all zeros). */
bool uid_names_one(struct span uid);
/* It is about one instance of a series, whose SEQUENCE may be another than that of the whole. */
static inline bool is_about_instance(const struct facts *facts) {
        return component_has(facts->meeting.event, PROPERTY_RECURRENCE_ID);
}
/* An identity that is an address: not "@domain", not "service:…". */
static inline bool identity_is_address(struct span identity) {
        return identity.len > 0 && identity.ptr[0] != '@' && !span_starts_nocase(identity, SPAN("service:"));
}

/* The network of a client, as reputation.h has it: "192.0.2.0/24", "2001:db8::/48"; empty when it is no address, or one of
 * our own networks and relays, through which everybody comes (options networks, trusted-networks). `options`: may be NULL. */
struct options;
struct span history_network(struct arena *arena, const struct options *options, struct span client);
