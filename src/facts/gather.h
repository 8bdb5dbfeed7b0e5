/* gather: the steps of facts_read and facts_conclude. Each fills its part of the facts from what the steps before it found. */
#pragma once

#include "facts/facts.h"

struct authentication_result;
struct lookup_results;

/* meeting.c: which calendar and component the message is about, and when it takes place. */
void gather_meeting(struct facts *facts);
/* people.c: senders, organizer, attendees. */
void gather_senders(struct facts *facts);
void gather_organizer(struct facts *facts);
void gather_attendees(struct facts *facts);
/* recipients.c: for whom it is. */
void gather_recipients(struct facts *facts);
/* proof.c: what the mail says of the way it came, what is proven of the senders, and by which service it came. */
void gather_claims(struct facts *facts);
void gather_trusted_results(struct facts *facts);
void gather_authentication(struct facts *facts, const struct lookup_results *lookup);
void gather_service(struct facts *facts);
/* Whether the mail has results of one who is believed. */
bool results_believed(struct facts *facts);
/* covered.c: whether the signatures that a passing result of DKIM tells of also say how the body is to be read, or it can be
 * read in one way only. */
bool signature_covers(struct facts *facts, const struct authentication_result *result);
/* Whether who proves From has written Reply-To too: by SPF, or as his signatures name it. Where it bears none, who is believed
 * has seen to it. */
bool reply_to_is_proven(struct facts *facts);
/* As signature_covers, of the newest set of a chain of ARC that fits; From must be signed too. */
bool seal_covers(struct facts *facts);
/* originator.c: how well the one who acts is proven, and what DMARC does to the message. */
void gather_originator(struct facts *facts);
/* Whom the METHOD lets act: the sender where there is no event. */
struct party acting_party(struct facts *facts);
/* texts.c: the named texts, and what they ask for. */
void gather_texts(struct facts *facts);
/* files.c: attachments of mail and calendar, and the codes in pictures. */
void gather_files(struct facts *facts, struct picture_reader *pictures);
/* links.c: whose the links are. */
void gather_links(struct facts *facts);
/* asked.c: what the outside said. */
void gather_lookup(struct facts *facts, const struct lookup_results *lookup);
/* calendar-like.c: whether the item has to do with calendars at all. */
void gather_calendar_like(struct facts *facts);

/* A party from an address (any case) and a name. */
struct party party_new(struct facts *facts, struct span address, struct span name);
/* Whether a registrable domain is among those proven. */
bool domain_proven(const struct facts *facts, struct span domain);
bool spans_have(const struct array *spans, struct span what);

/* Adds a text to a field; empty ones are left out. */
void field_add(struct facts *facts, enum field field, struct span text);

void fact_absent(struct facts *facts, const char *fact, const char *why);
