/* What the rules of lint share: the item that is looked at, and where findings go. */
#pragma once

#include "ops/lint.h"

struct message;
struct calendar;
struct component;
struct property;

struct linter {
        struct arena *arena;
        const struct judgement *judgement;
        struct array findings; /* struct lint_finding */
        uint32_t count[LINT_IDS];
        uint32_t of_severity[LINT_SEVERITIES];
};

/* A place: the part and line of a calendar, of one of its components or properties, or of a part of the mail. */
struct lint_place {
        uint32_t part, line;
};

/* `found`: what stands there, empty for nothing to show. */
void lint_add(struct linter *linter, enum lint_id id, struct lint_place place, struct span found);
/* The same with the words of another table, for LINT_ID_ITIP. */
void lint_add_as(struct linter *linter, enum lint_id id, struct lint_place place, struct span found,
                 const char *reference, const char *sentence);

void lint_mail(struct linter *linter);
void lint_sender(struct linter *linter);
void lint_calendar(struct linter *linter, const struct calendar *calendar);
/* Names of the VTIMEZONEs of a calendar, the first LINT_ZONES; ordinary calendars have one or two. */
enum { LINT_ZONES = 64 };
struct lint_zones {
        struct span names[LINT_ZONES];
        uint32_t count;
        bool more; /* there are others: then every name counts as described */
};
void lint_zones_read(const struct calendar *calendar, struct lint_zones *ret);
void lint_property(struct linter *linter, const struct calendar *calendar, const struct lint_zones *zones,
                   const struct component *component, const struct property *property);

/* Whether a calendar was sent to somebody: by mail, or with a METHOD. */
bool lint_sent(const struct linter *linter, const struct calendar *calendar);
