/* lure-words: host names that are put together from what lures speak of: my-secure-portal, loginverify (attack 34, 38). */
#pragma once

#include "base/span.h"

struct lure_words {
        unsigned lures;   /* login, refund, payroll: what is asked for or promised */
        unsigned fillers; /* my, online, portal: what stands beside them, and in honest names */
};

/* Counts over the pieces of a host between dots, hyphens and digits, its last label left out. A piece counts when it is made
 * of these words from its beginning to its end. */
struct lure_words lure_words_of(struct span host);
