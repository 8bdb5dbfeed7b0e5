/* facts: everything that checks and rules may know of an item, gathered once and immutable afterwards. What could not be
 * learned is absent, never false: see `known` and `absent`. All spans are UTF-8 unless they are said to be raw. */
#pragma once

#include "base/defects.h"
#include "calendar/calendar.h"
#include "facts/history.h"
#include "facts/item.h"
#include "facts/originator.h"
#include "text/findings.h"
#include "text/html.h"
#include "text/unicode.h"

struct lookup_results;
struct message;
struct text_context;

/* ---- Who ------------------------------------------------------------------------------------------------------- */

/* One who is named somewhere. Zeroed: nobody is. */
struct party {
        struct span address; /* lower case; empty: nobody, or something that is no address */
        struct span name;    /* display name or CN */
        struct span local, host;
        struct span domain; /* registrable */
        const struct host_row *known_host;
        bool freemail; /* a mailbox that anybody gets */
};

static inline bool party_given(const struct party *party) {
        return party->address.len > 0;
}
static inline bool party_same(const struct party *a, const struct party *b) {
        return party_given(a) && span_equal(a->address, b->address);
}
static inline bool party_same_domain(const struct party *a, const struct party *b) {
        return a->domain.len > 0 && span_equal(a->domain, b->domain);
}
/* A tenant's trial name in Microsoft's cloud, which anybody gets as well. */
static inline bool party_is_tenant(const struct party *party) {
        return span_ends_nocase(party->host, SPAN(".onmicrosoft.com"));
}

/* Services that send invitations for others. Rows of services.def. */
enum service {
        SERVICE_NONE,
#define SERVICE(id, name, domains) SERVICE_##id,
#include "facts/services.def"
#undef SERVICE
        SERVICES
};
const char *service_name(enum service service);
/* Whether its address is the service's own, and none of the mailboxes that it gives to anybody. */
bool is_of_service(const struct party *party, enum service service);
/* Whether the service itself writes: at a domain where it gives mailboxes to anybody, by a name that it gives to nobody. */
bool is_service_itself(const struct party *party, enum service service);

enum auth_result {
        AUTH_ABSENT,
        AUTH_NONE,
        AUTH_PASS,
        AUTH_FAIL,
        AUTH_SOFTFAIL,
        AUTH_NEUTRAL,
        AUTH_ERROR,
        AUTH_RESULTS
};
const char *auth_result_name(enum auth_result result); /* "pass" */

/* What those who may be believed said (RFC 8601). */
struct authentication {
        bool known;
        struct span authserv_id; /* who said it */
        enum auth_result spf, dkim /* the best of all signatures */, dmarc, arc;
        struct span spf_domain, dmarc_domain;
        struct span dmarc_comment; /* what stands behind the result: some tell the policy there */
        struct array domains;      /* struct span: registrable domains that are proven, by DKIM or SPF */
        struct array dkim_domains; /* struct span: registrable domains of the signatures that pass */
        struct array dkim_signers; /* struct span: their d= as it stands, lower case */
        /* A signature within the registrable domain of who acts does not speak for him, by his own DMARC record; whether it
         * does, DNS did not say. */
        bool acting_apart, acting_unsure;
        bool replayable; /* a signature passes, and counts for nothing: it leaves open how the body is to be read */
        bool sealed;     /* what a trusted sealer of ARC saw is in it */
        bool unsure;     /* DNS kept something back that could have made DMARC pass */
        bool aligned;    /* DMARC passes, or there is no policy and a proven domain is From's (standards 4.4-5) */
};

/* Diagnosis of what DMARC does to the invitation (standards 4.5), DMARC_NONE: none of them. */
enum dmarc_case {
        DMARC_NONE,
        DMARC_D1,
        DMARC_D2,
        DMARC_D3,
        DMARC_D4,
        DMARC_D5,
        DMARC_D6,
        DMARC_D7,
        DMARC_D8,
        DMARC_D9,
        DMARC_D10,
        DMARC_D11
};
const char *dmarc_case_name(enum dmarc_case dmarc_case); /* "D4", "" for none */

struct recipient {
        struct party party;
        enum relation relation;
        bool envelope; /* of the transport; else from Delivered-To, X-Original-To or the like */
        struct recipient_history history;
};

/* ---- What ------------------------------------------------------------------------------------------------------ */

enum place {
        PLACE_SUMMARY,
        PLACE_DESCRIPTION, /* DESCRIPTION, COMMENT, CONTACT */
        PLACE_LOCATION,
        PLACE_RICH,     /* X-ALT-DESC, STYLED-DESCRIPTION */
        PLACE_PROPERTY, /* URL, CONFERENCE, ATTACH, IMAGE, ALTREP and other URIs of a calendar */
        PLACE_SUBJECT,
        PLACE_BODY,     /* plain text of the mail */
        PLACE_HTML,     /* HTML of the mail */
        PLACE_PICTURE,  /* a QR code */
        PLACE_DOCUMENT, /* in a document that travels with the item (message/document.h) */
        PLACES
};
const char *place_name(enum place place);
static inline bool place_in_calendar(enum place place) {
        return place <= PLACE_PROPERTY;
}

/* Whose a link is, as far as the message tells. */
enum link_owner {
        OWNER_UNKNOWN,   /* a domain that nobody else in the message has */
        OWNER_SENDER,    /* the domain of From, or a proven one; where proof is unknown, any that it names */
        OWNER_RECIPIENT, /* the recipient's */
        OWNER_SERVICE,   /* the calendar service that sent it, proven */
        OWNER_MEETING,   /* a meeting service's own host */
        OWNER_ORDINARY,  /* maps, networks, calendars and brands that stand in many footers */
};

struct link_fact {
        const struct link *link;
        enum place place;
        enum link_owner owner;
        bool visible;
};

struct attachment_fact {
        struct span name, type; /* type in lower case: what the label says, "text/html" */
        struct span data;       /* decoded bytes, raw; empty where it is only a link */
        bool in_calendar;       /* ATTACH of a component, else a part of the mail */
        bool in_archive;        /* came out of a zip or winmail.dat */
        uint32_t part, line;
};

/* The meeting that the message is about: the first component that is scheduled, in the calendar that clients process
 * first. NULL members: none. */
struct meeting {
        const struct calendar *calendar;
        const struct component *event;
        enum method method;
        struct span method_parameter; /* of the Content-Type; empty: none */
        struct span uid, summary, description, location;
        struct span uid_key; /* what it is remembered by (calendar/uid.h) */
        uint32_t sequence;
        bool sequence_known, start_known, end_known, stamp_known, all_day;
        int64_t start, end, stamp; /* seconds since 1970 */
        double instances;          /* in the two years after it arrived, at least 1 where there is a meeting */
        bool endless;              /* neither UNTIL nor COUNT */
        bool never;                /* a rule that never matches */
        uint32_t alarms, attendees /* all */, events /* components of the calendar that are scheduled */;
};

/* ATTENDEEs of the meeting, the first LIMIT_FACT_ATTENDEES. */
struct attendee_fact {
        struct party party;
        const struct property *property;
        bool accepted, chair, is_recipient, is_sender;
};

/* Two calendars of one message that a client would show differently (attack 49). */
struct difference {
        const struct calendar *one, *other;
        unsigned bits; /* enum calendar_difference */
};

enum field {
#define FIELD(name, text, about) FIELD_##name,
#include "facts/fields.def"
#undef FIELD
        FIELDS
};

/* Named quantities for the conditions of rules: numbers and truth values. */
enum quantity {
#define QUANTITY(name, text, about) QUANTITY_##name,
#include "facts/quantities.def"
#undef QUANTITY
        QUANTITIES
};

struct field_info {
        const char *name, *about;
};
extern const struct field_info field_table[FIELDS];
extern const struct field_info quantity_table[QUANTITIES];

struct texts {
        const struct span *items;
        uint32_t count;
};

struct absent_fact {
        const char *fact, *why;
};

struct facts {
        const struct item *item;
        const struct message *message;     /* NULL: the item is a calendar by itself */
        const struct calendars *calendars; /* never NULL */
        const struct text_context *text;
        struct defects *defects; /* the readers of texts add to them while facts are gathered */
        struct arena *arena;
        unsigned known;      /* bits of enum needs (needs.h) that are met */
        struct array absent; /* struct absent_fact */
        bool calendar_like;  /* holds a calendar object or a notice of one; all else is not examined */

        struct party from, sender, reply_to, envelope /* MAIL FROM or Return-Path */;
        uint32_t from_count; /* mailboxes in all From fields */
        struct party organizer, sent_by;
        bool organizer_given, organizer_invalid; /* an ORGANIZER stands there; it is no address */
        bool organizers_differ;                  /* of the calendars and components */
        struct authentication authentication;
        struct originator originator;
        enum dmarc_case dmarc_case;
        enum service service_claimed; /* whose form and names the message has */
        enum service service;         /* which one is proven to have sent it */
        bool list;                    /* came through a mailing list; of a proven domain, where that is known */
        bool list_id_proven;          /* the domain of its List-Id is: it may be trusted by that name */
        bool forwarded;               /* sent on: Resent-From, X-Forwarded-For or -To, an envelope sender of SRS */
        struct array recipients;      /* struct recipient */
        enum relation relation;       /* the strongest of the recipients */
        bool colleague;               /* proven to be of an envelope recipient's own domain, which is no freemail one */
        struct sender_history reputation;
        struct wave wave;
        const struct lookup_results *lookup; /* what the outside said; NULL: it was not asked */
        struct array opinions; /* struct opinion (lookup.h): other scanners', and what one before us wrote into the mail */

        int64_t at; /* when it arrived; INT64_MIN: not known */

        struct meeting meeting;
        struct array attendees;   /* struct attendee_fact */
        struct array differences; /* struct difference */
        struct array attachments; /* struct attachment_fact */

        struct texts fields[FIELDS];
        struct array field_arrays[FIELDS];                               /* behind them */
        struct array links;                                              /* struct link_fact */
        struct findings calendar_findings, mail_findings, code_findings; /* what texts and QR codes ask for */
        struct findings document_findings;                               /* links of documents */
        struct array codes;                                              /* struct span: what QR codes say */
        bool pictures_absent;                                            /* some picture could not be looked at */
        struct array html;                                               /* struct html_fact */
        struct unicode_properties calendar_unicode, mail_unicode;

        double quantity[QUANTITIES];     /* truth values are 0 and 1 */
        bool quantity_known[QUANTITIES]; /* false: absent, and no condition over it holds */
};

struct html_fact {
        const struct html *html;
        bool in_calendar;
        struct span source; /* UTF-8, as written */
};

/* What gathering needs besides the item; one thread's own. */
struct facts_tools {
        const struct text_context *text;
        struct picture_reader *pictures;     /* may be NULL: pictures are not read */
        const struct history_tools *history; /* may be NULL: there is no history, and it costs nothing */
};

/* Facts come in two steps, for what the outside says is learned between them (lookup.h): first what the item itself says;
 * then who is proven to say it, what was before, and whose things are. They may run in different threads. */
struct facts *facts_read(struct arena *arena, const struct facts_tools *tools, const struct item *item,
                         const struct message *message, const struct calendars *calendars, struct defects *defects);
/* What is to be asked of the outside, behind facts_read. Texts lie in the item's arena. */
struct lookup_item;
void facts_ask(struct facts *facts, struct lookup_item *ret);
/* `lookup`: its answers, which must live as long as the facts; NULL: nothing was asked. */
struct lookup_results;
void facts_conclude(struct facts *facts, const struct facts_tools *tools, const struct lookup_results *lookup);
