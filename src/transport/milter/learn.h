/* learn: whom our users write to, from outbound mail (DESIGN 2, Relation).
 *
 * Only what a person wrote to a person teaches: no invitation or answer to one (attack 16), no answer of a machine
 * (vacation, receipts, bounces), nothing to lists or to many. And only for the user who is proven to have written it: the
 * login; or the envelope sender, where the mail system sees to it that accounts send under addresses of their own (option
 * learn-any-sender). A client of our own networks where nobody logged in may be a web page with a form, which writes to
 * whomever a stranger names. */
#pragma once

#include "base/span.h"

struct config;
struct item;
struct recorder;

/* Records it. `item`: outbound mail that goes out, without anything of calendars. */
void learn_from(const struct config *config, const struct item *item, struct recorder *recorder);

/* Whose relations this mail teaches; false: nobody's. `ret`: as config/aliases.h writes addresses (ADDRESS_BYTES). */
bool learn_owner(const struct config *config, const struct item *item, char *ret);
/* Whether the head of a mail tells that a machine wrote it, or that it goes to a list. */
bool learn_is_automatic(struct span bytes);
