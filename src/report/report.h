/* report: a judgement for people and as JSON. Nothing here allocates from the item's arena: it is for callers to whom the
 * judgement was already handed out. Texts of the message never reach a terminal unescaped. */
#pragma once

#include <stdio.h>

#include "facts/facts.h"
#include "verdict/verdict.h"

struct json;

/* Everything borrowed. */
struct report {
        const char *file; /* NULL: not from a file */
        uint32_t index;   /* from 1 in an mbox, else 0 */
        const struct facts *facts;
        const struct defects *defects;
        const struct signals *signals;
        const struct verdict *verdict;
        const char *rules_version;
        uint64_t elapsed_us;
};

/* The public form's version, raised when a member changes its meaning or goes (docs/calwarden.schema.json). */
enum { REPORT_SCHEMA = 1 };

/* One line: the object of docs/calwarden.schema.json, and a line feed. */
void report_json(FILE *out, const struct report *report);
/* The same for an input that could not be judged: {"schema", "file", "error": {"code", "text"}}. */
void report_error_json(FILE *out, const char *file, const struct err *err);

struct report_style {
        bool colour;
        bool verbose; /* explain clean ones as well; show what was absent, and defects */
};
void report_text(FILE *out, const struct report *report, struct report_style style);

/* The subject that a person recognises it by: SUMMARY of the meeting, or else Subject. */
struct span report_title(const struct facts *facts);
/* Message-ID without brackets, raw; empty where there is none. */
struct span report_message_id(const struct facts *facts);
/* The method as written, empty without one. */
struct span report_method(const struct facts *facts);
/* "part 2, line 14", "line 3", "message". */
enum { REPORT_WHERE = 48 };
/* Part and line from 1; 0: of the whole. */
void report_where(uint32_t part, uint32_t line, char ret[static REPORT_WHERE]);
/* "D3"; NULL for none. */
const char *report_dmarc_case(enum dmarc_case dmarc_case);

/* Members "authentication" and "calendars", shared by check and show. */
void report_authentication(struct json *json, const struct authentication *authentication);
enum report_detail { REPORT_BRIEF, REPORT_FULL };
void report_calendars(struct json *json, const struct calendars *calendars, enum report_detail detail);
