/* doctor-inside: what the tellers of doctor share. */
#pragma once

#include "report/doctor.h"

/* Prints a sentence of doctor.def with the mail's words in it; printed are fit for a terminal. */
void doctor_say(FILE *out, const char *sentence, const struct doctor_mail *mail);
/* What a receiver will do, in sentences. */
void doctor_receiver(FILE *out, const struct dmarc_answer *dmarc, struct span from, enum doctor_action action);
/* What happens to one of doctor_sendings. */
enum doctor_action doctor_sending_action(const struct doctor_domain *domain, const struct doctor_sending *sending);
/* The record of a step, or why there is none. */
void doctor_step(FILE *out, const struct dmarc_step *step);

/* One who is named in the mail. */
struct doctor_role {
        const char *name; /* "ORGANIZER" */
        struct span address;
};
enum { DOCTOR_ROLES = 6 };
/* Those who are; the number. */
uint32_t doctor_roles(const struct doctor_mail *mail, struct doctor_role ret[static DOCTOR_ROLES]);
