/* doctor: what DMARC (RFC 9989) does to an invitation between the domains that take part in it, for a postmaster who may
 * send the report to the other side. Names the case, the identities that align and those that do not, what a receiver will
 * do, whose mistake it is and how to mend it; and for a domain what would happen to the invitations that others send with
 * it.
 *
 * Finding out is a pure function over DNS answers, for inquiry_run (lookup/inquiry.h); telling allocates nothing. */
#pragma once

#include <stdio.h>

#include "facts/facts.h"
#include "lookup/arc.h"
#include "lookup/dkim.h"
#include "lookup/dmarc.h"
#include "lookup/spf.h"

/* ---- What can be told: doctor.def ------------------------------------------------------------------------------- */

enum doctor_case_id {
#define CASE(id, name, cause, calendar, whose, mend) DOCTOR_##id,
#define SENDING(id, sends, touched, sentence, mend)
#include "report/doctor.def"
#undef CASE
#undef SENDING
        DOCTOR_CASES
};
struct doctor_case {
        const char *id; /* "D4"; others have words: "forged" */
        /* Sentences, in which {from}, {organizer}, {sender} and the like stand for what the mail says (doctor-text.c).
         * `calendar`: what calendars do with it, whatever DMARC says; "" where nothing is special. */
        const char *name, *cause, *calendar, *whose, *mend;
};
extern const struct doctor_case doctor_cases[DOCTOR_CASES];

/* What others send with a domain. */
enum doctor_sending_id {
#define CASE(id, name, cause, calendar, whose, mend)
#define SENDING(id, sends, touched, sentence, mend) SENDING_##id,
#include "report/doctor.def"
#undef CASE
#undef SENDING
        SENDINGS
};
struct doctor_sending {
        const char *id; /* "D2" */
        const char *sends;
        bool touched; /* From is of the domain and nothing else is: its policy meets it */
        const char *sentence, *mend;
};
extern const struct doctor_sending doctor_sendings[SENDINGS];

/* What a receiver does that follows the policy. */
enum doctor_action { DOCTOR_NOTHING, DOCTOR_QUARANTINE, DOCTOR_REJECT, DOCTOR_UNKNOWN };
const char *doctor_action_name(enum doctor_action action); /* "quarantine" */

/* ---- A mail ------------------------------------------------------------------------------------------------------- */

/* A domain that SPF or DKIM speaks for. */
struct doctor_identity {
        bool spf;
        const char *what;            /* "MAIL FROM", "HELO", "DKIM" */
        struct span domain, detail;  /* selector of a signature, or the mechanism that matched; may be empty */
        struct span result, problem; /* "fail"; a sentence, may be empty */
        bool passes, aligned;        /* `aligned` with From, whether it passes or not */
};

struct doctor_mail {
        /* Given. */
        const char *file;
        uint32_t index;
        const struct facts *facts;
        const char *client_from; /* where address and envelope were taken from: "the options", "Received"; NULL: not known */

        /* Found out. */
        struct dkim *dkim;
        bool told;               /* by Authentication-Results that may be believed; else evaluated here */
        struct array identities; /* struct doctor_identity */
        struct dmarc_answer dmarc;
        struct dmarc_walk walk; /* of From's domain */
        struct arc_answer arc;
        enum doctor_action action;
        const struct doctor_case *which;
        const char *hints[6]; /* sentences beside the case */
        uint32_t hint_count;
};
/* For inquiry_run; `user` is a struct doctor_mail whose given members are set. */
bool doctor_mail_ask(struct answers *answers, struct arena *arena, void *user);

/* ---- A domain ------------------------------------------------------------------------------------------------------ */

struct doctor_problem {
        struct span where, text; /* "_dmarc.example.org"; a sentence */
        bool grave;              /* something does not work; else advice */
};

struct doctor_domain {
        /* Given. */
        struct span domain; /* ASCII, lower case */

        /* Found out. */
        struct dmarc_walk walk;
        struct dmarc_answer dmarc; /* of a mail from it that nothing proves */
        struct span spf_record;    /* empty: none */
        struct spf_answer spf;     /* of a client that it does not name */
        struct array problems;     /* struct doctor_problem */
        bool failed;               /* DNS did not answer for something */
        enum doctor_action action; /* for what is sent with it and not aligned */
};
/* For inquiry_run; `user` is a struct doctor_domain. */
bool doctor_domain_ask(struct answers *answers, struct arena *arena, void *user);
/* Whether something does not work. */
bool doctor_domain_is_ill(const struct doctor_domain *domain);

/* ---- Telling ------------------------------------------------------------------------------------------------------- */

void doctor_mail_text(FILE *out, const struct doctor_mail *mail);
void doctor_domain_text(FILE *out, const struct doctor_domain *domain);
/* One line: an object of docs/doctor.schema.json. */
void doctor_mail_json(FILE *out, const struct doctor_mail *mail);
void doctor_domain_json(FILE *out, const struct doctor_domain *domain);
