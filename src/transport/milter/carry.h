/* carry: a plan, carried out in the milter protocol. */
#pragma once

#include "actions/plan.h"
#include "transport/milter/libmilter.h"

struct mail;

/* What was answered, for METRIC_MILTER_MESSAGES. */
enum answer { ANSWER_ACCEPT, ANSWER_REJECT, ANSWER_DEFER, ANSWER_DISCARD, ANSWER_ABORTED, ANSWERS };
const char *answer_name(enum answer answer); /* "accept" */

/* At the end of a message only. What the mail system does not take is answered with a deferral: a mail is never delivered
 * with less done to it than was planned. */
enum answer carry_out(SMFICTX *ctx, const struct plan *plan, const struct mail *mail);
/* A refusal of our own. */
enum answer carry_reply(SMFICTX *ctx, enum answer answer, const struct plan_reply *reply);
sfsistat answer_status(enum answer answer);
