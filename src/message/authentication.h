/* authentication: Authentication-Results (RFC 8601 2.2) and ARC-Authentication-Results (RFC 8617 4.1.1) as data.
 *
 * Whom to believe is not decided here: see struct item. Comments, also nested and with `;` in them, quoted strings and
 * white space may stand anywhere. Unknown methods, results and property types are kept: ignoring them is the caller's
 * (RFC 8601 2.2, 2.7.6). */
#pragma once

#include "base/arena.h"

struct authentication_property {
        struct span type, name; /* lower case: "header", "from"; type empty where only `name=value` stands */
        struct span value;      /* unquoted */
};

struct authentication_result {
        struct span method; /* lower case: "dkim" */
        uint32_t version;   /* of the method; 1 when not given */
        struct span result; /* lower case: "pass" */
        struct span reason; /* of reason=, unquoted; empty for none */
        struct span comment; /* the first behind the result, without its parentheses: Google and Microsoft put facts there */
        const struct authentication_property *properties;
        uint32_t property_count;
};

struct authentication_results {
        struct span authserv_id; /* unquoted, as written; empty when the field begins with a method (Microsoft 365) */
        uint32_t version;        /* 1 when not given; of another, no results are read (RFC 8601 2.2) */
        uint32_t instance;       /* i= of ARC; 0 when there is none */
        bool none;               /* says `none` */
        bool broken;             /* something did not fit the grammar; what did is here */
        const struct authentication_result *items;
        uint32_t count;
};

struct authentication_results authentication_results_read(struct arena *arena, struct span raw);
/* The field's authserv-id against one that is believed: without regard to case (ASCII). */
bool authentication_from(const struct authentication_results *results, struct span authserv_id);
/* The value of `type.name` ("header", "d"); empty (ptr NULL) when there is none. `smtp.mail` is found as
 * `smtp.mailfrom` (RFC 5965 B.2). */
struct span authentication_property(const struct authentication_result *result, struct span type, struct span name);
