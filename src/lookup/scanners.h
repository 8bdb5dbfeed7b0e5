/* scanners: what the answers of other scanners mean. Pure functions over hostile bytes: whoever sits at the other end may
 * write what he likes, and at most his opinion is lost. */
#pragma once

#include "lookup/lookup.h"

enum { SCANNER_REASON_BYTES = 240 };

struct scanner_answer {
        enum opinion_kind kind;
        double score, threshold;           /* 0 where the scanner has none */
        char reason[SCANNER_REASON_BYTES]; /* printable ASCII, ends with a NUL; "" for none */
};

/* False, and *ret as it was: it is no answer of such a scanner, or says that it failed.
 *
 * rspamd: JSON of /checkv2. Actions that refuse or put aside are OPINION_SPAM, those that mark OPINION_PROBABLE; a symbol
 * that ends with _VIRUS and counts, as its antivirus module's do, is OPINION_MALWARE. */
bool rspamd_read(struct span answer, struct scanner_answer *ret);
/* spamd: answer to SYMBOLS of SPAMC/1.5. */
bool spamd_read(struct span answer, struct scanner_answer *ret);
/* clamd: "stream: Win.Test.EICAR_HDB-1 FOUND", "stream: OK". Signatures of phishing and junk (Heuristics.Phishing,
 * Phishing., Junk.: what its own lists and others' call unwanted mail) are OPINION_SPAM. */
bool clamd_read(struct span answer, struct scanner_answer *ret);

/* Adds what of `text` is printable to a reason, as far as there is room. */
void scanner_reason_add(struct scanner_answer *answer, const char *between, struct span text);
