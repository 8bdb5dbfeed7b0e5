/* lint: how a message and its calendars keep to RFC 5545, 5546, 6047 and CC/R 18003 appendix A: for those who build
 * what they send. Both placements of the calendar part that clients need are accepted: in the multipart/alternative,
 * and as the appendix has it. Defects that the readers found are findings too. */
#pragma once

#include "engine/scan.h"

enum lint_severity { LINT_ERROR, LINT_WARNING, LINT_ADVICE, LINT_SEVERITIES };
const char *lint_severity_name(enum lint_severity severity); /* "error" */

struct lint_finding {
        const char *name; /* of a row of lint.def, or of a defect */
        enum lint_severity severity;
        const char *reference, *sentence, *advice; /* never NULL; reference may be "" */
        uint32_t part, line;                       /* 0: not known; see base/defects.h */
        struct span found;                         /* what stands there, UTF-8; may be empty */
        uint32_t more;                             /* of the last one kept: how many more of its kind there are */
};

/* Of each kind of finding the first LINT_KEPT are kept, the rest is counted. */
enum { LINT_KEPT = 4 };
struct lint_result {
        struct array findings;           /* struct lint_finding, by part and line */
        uint32_t count[LINT_SEVERITIES]; /* all, kept or not */
};

/* All memory is of the arena, which must have an exit. Linear in the judgement. */
void lint_judgement(struct arena *arena, const struct judgement *judgement, struct lint_result *ret);

struct lint_row {
        const char *name, *reference, *sentence, *advice;
        enum lint_severity severity;
};
enum lint_id {
#define LINT(id, severity, reference, sentence, advice) LINT_ID_##id,
#include "ops/lint.def"
#undef LINT
        LINT_IDS
};
extern const struct lint_row lint_table[LINT_IDS];
