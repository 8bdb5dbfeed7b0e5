/* results: what was found about a mail as Authentication-Results (RFC 8601): as data, and as a field of our own. */
#pragma once

#include "lookup/arc.h"
#include "lookup/dkim.h"
#include "lookup/dmarc.h"
#include "lookup/spf.h"
#include "message/authentication.h"

struct own_results {
        const struct spf_answer *spf; /* NULL: not asked, as nobody's address is known */
        const struct spf_case *spf_case;
        const struct dkim_signature *dkim;
        uint32_t dkim_count; /* 0: dkim=none */
        const struct dmarc_answer *dmarc;
        struct span from;             /* domain of From */
        const struct arc_answer *arc; /* NULL: no chain */
        struct span client_ip;
};
/* As reading the field would give them. In `arena`; texts of `what` are borrowed. */
void results_make(struct arena *arena, struct span authserv_id, const struct own_results *what,
                  struct authentication_results *ret);
/* The body of the field: folded at 76 columns with LF and a tab, printable ASCII, values quoted where they must be. */
struct span results_write(struct arena *arena, const struct authentication_results *results);
