/* findings: what a text asks its reader to follow, call, write to or pay, found in one pass. */
#pragma once

#include "text/emails.h"
#include "text/links.h"
#include "text/money.h"
#include "text/phones.h"

struct html;
struct defects;

/* Several texts may be read into the same findings; zeroed memory is empty. Above the limits (LIMIT_TEXT_*) a finding
 * is counted and not kept. */
struct findings {
        struct array links;   /* struct link */
        struct array phones;  /* struct phone */
        struct array amounts; /* struct amount */
        struct array emails;  /* struct email */
        uint32_t links_dropped, others_dropped;
};

/* Finds them in running text (decoded, UTF-8 as far as it is). */
void findings_read(const struct text_context *context, struct arena *arena, struct span text, struct defects *defects,
                   struct findings *findings);

/* Adds the links of HTML (with their anchor texts and flags) and what stands in its visible text. `href` values
 * relative to a base are read against it. */
void findings_read_html(const struct text_context *context, struct arena *arena, const struct html *html,
                        struct defects *defects, struct findings *findings);
