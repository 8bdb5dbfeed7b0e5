/* history: what was seen before of this event and of these people, as facts; and what of an item is to be remembered.
 *
 *     struct history_tools tools = { .gather = history_gather, .memory = …, … };
 *     scanner_set_history(scanner, &tools);
 *     scan_item(…);
 *     rows = history_records(…);       behind the verdict
 *     recorder_put(recorder, rows.items, rows.count);
 *
 * Whose an event is (DESIGN 2, Originator authorisation): a claim on a UID is held per recipient by an identity that was
 * proven (struct originator, `identity`). It is given by a REQUEST or PUBLISH of somebody domain-verified or better that
 * was neither withheld nor judged abuse; so nobody can occupy another's UID without a proof, and what was not proven yields
 * to what is. The first proven one counts until a person confirms another (`claim_decide`); two proven ones are a conflict,
 * which is offered and explained. A listed service holds a weaker claim, for the organizer whom it names: it keeps out who
 * is not proven, and yields to the organizer himself. */
#pragma once

#include "base/arena.h"
#include "facts/item.h"

struct aliases;
struct counters;
struct facts;
struct memory;
struct options;
struct party;

/* What history says of the sender's right to do what the METHOD does, for one recipient. */
enum standing {
        STANDING_NONE,     /* history was not asked, or has no say: no UID, another channel */
        STANDING_ABSENT,   /* it could not be read */
        STANDING_FIRST,    /* nobody has a claim on the UID */
        STANDING_OWNER,    /* the one whose event it is */
        STANDING_STALE,    /* the same, with an older revision than the newest known (RFC 5546 2.1.5) */
        STANDING_CONFLICT, /* proven, and another proven one has the claim */
        STANDING_FOREIGN,  /* not proven, and somebody else has the claim (RFC 5546 6.1.1, attacks 23-25) */
        STANDING_REFUSED,  /* a person has refused this identity */
        STANDING_ATTENDEE, /* an answer to the recipient's own event, of one who is invited, or was */
        STANDING_OUTSIDER, /* of one who never was (RFC 5546 6.1.2, 6.1.6) */
        STANDING_MIXED,    /* it speaks for others too, or of more events than can be asked about (attacks 24, 49) */
        STANDINGS
};
const char *standing_name(enum standing standing); /* "conflict" */

/* What history knows for one recipient; zeroed: nothing. Texts are copies in the item's arena. */
struct recipient_history {
        enum standing standing;
        /* The claim that counts, where there is one (all but NONE, ABSENT, FIRST). */
        struct span owner;     /* its identity */
        struct span organizer; /* whom its message named as such */
        int64_t sequence;      /* its highest, -1: none */
        bool sender_listed;    /* From is, or was, on the owner's list of attendees */
        bool attendee_gone;    /* ATTENDEE: was uninvited */
        bool delegate;         /* a person has confirmed that the sender acts for the organizer */
        /* How often this organizer's events have come to the recipient; no relation (attack 16). */
        int64_t invitations;
        bool convicted;     /* mail about this UID was judged spam before */
        const char *choice; /* what he has chosen for invitations: "usual", "known", "ask"; NULL: nothing is known */
};

/* What was said of the proven sender (reputation.h); numbers decayed. */
struct sender_history {
        bool known;
        struct span subject; /* whose it is: the address of From, or its domain */
        double spam_reports, ham_reports;
        double spam, clean; /* our own verdicts: they never speak alone */
        int64_t first;
};

/* The same new content within a short time (attack 31). */
struct wave {
        bool known;
        uint32_t recipients;          /* different ones of ours that got this content within the window */
        uint32_t uids;                /* as how many events */
        uint32_t before;              /* recipients of it within the last week, before this window */
        bool convicted;               /* it was judged spam within the last week (attack 32) */
        uint32_t threshold, window_s; /* as configured */
};

/* What history is read with; one thread's own. */
struct history_tools {
        void (*gather)(struct facts *facts, const struct history_tools *tools); /* history_gather */
        struct memory *memory;                                                  /* NULL: only what `counters` tells */
        struct counters *counters;                                              /* NULL: no waves */
        const struct aliases *aliases; /* whose name a recipient's things are kept under; NULL: none */
        const struct options *options; /* own-domains, burst-… */
        uint32_t budget_ms;            /* for all questions of an item, 0: no bound */
        bool looks_only;               /* what is read is not counted: somebody only asks */
};
/* Begins the item's questions (memory_begin). Relations given with the item stay where they are more than none. */
void history_gather(struct facts *facts, const struct history_tools *tools);

/* ---- What is to be remembered ------------------------------------------------------------------------------------- */

struct history_outcome {
        const char *class, *placement; /* by name */
};
struct history_case {
        const struct history_tools *tools; /* as the facts were gathered with */
        const struct facts *facts;
        const char *item;                         /* its id */
        struct span user_agent, source;           /* see events.h; may be empty */
        struct history_outcome message;           /* of the message */
        const struct history_outcome *recipients; /* one for each of facts->recipients */
};
/* Rows for recorder_put (struct record), in `arena`: events, claims, attendees, answers, reputation. Not: the decision, the
 * quarantine, account events; nor relations and messages sent, which outbound mail of any kind teaches. Counts what was
 * judged spam for attack 32. None for what is not calendar-like, nor without memory. Outbound mail makes the sender the
 * owner of his own events, so that answers of others than the invited are seen. */
struct array history_records(const struct history_case *what, struct arena *arena);
