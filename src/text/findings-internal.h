/* What the finders of running text share. Each is called where something may be found, and returns where the search
 * goes on; `at` itself when it found nothing. Internal to src/text. */
#pragma once

#include "text/findings.h"
#include "text/url-internal.h"

struct finder {
        const struct text_context *context;
        struct arena *arena;
        struct defects *defects;
        struct span text;
        struct findings *findings;
        size_t done; /* what lies before was taken: nothing looks further back, so that the whole stays linear */
        size_t last_of_digits; /* end of the last number looked at */
};

size_t find_url(struct finder *finder, size_t at);    /* at a ':' */
size_t find_host(struct finder *finder, size_t at);   /* at a '.', or a '[' or '(' that may hide one */
size_t find_email(struct finder *finder, size_t at);  /* at an '@', or a '[' or '(' that may hide one */
size_t find_number(struct finder *finder, size_t at); /* at a digit of any script */

/* An amount whose digits begin at `from`; true and *ret_end when there is one. */
bool find_amount(struct finder *finder, size_t from, size_t *ret_end);
/* A phone number whose first sign is at `from`; returns the end of what belongs to the number, phone or not. */
size_t find_phone(struct finder *finder, size_t from);

/* tel:, mailto: and the like: an address or a number stands behind the scheme. */
bool link_names_somebody(struct span scheme);
void finder_add_link(struct finder *finder, const struct link *link);
