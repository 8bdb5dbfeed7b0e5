/* deliver-inside: what the files of deliver share. Private to them. */
#pragma once

#include "actions/deliver.h"
#include "calendar/calendar.h"

struct caldav;

/* ---- deliver.c: what is in work (deliver_tools, mark) ------------------------------------------------------------------ */

struct deliver_mark {
        const struct deliver_tools *tools;
        const struct deliver_mail *mail;
        bool on;
};
bool deliver_mark(struct deliver_mark *mark); /* NULL is fine, as for the next */
void deliver_unmark(struct deliver_mark *mark);

/* ---- deliver-objects.c: what a mail brings -------------------------------------------------------------------------- */

struct deliver_object {
        struct span bytes; /* UTF-8, where it could be made so */
        enum method method;
        const char *uid, *instance, *organizer, *title; /* "" where there is none */
        int64_t start;                                  /* 0: not known */
        const char *hindrance; /* a sentence: why it is offered at most; NULL: nothing hinders */
};
struct deliver_objects {
        const struct deliver_object *items;
        uint32_t count;
        const char *headers, *sender, *message_id; /* of the mail; "" where there is none */
};
/* At most LIMIT_DELIVER_OBJECTS, one for each UID and instance. */
void deliver_objects_read(struct arena *arena, const struct deliver_mail *mail, struct deliver_objects *ret);

/* ---- deliver-calendar.c: a user's calendars, and what is done in them ------------------------------------------------ */

struct deliver_visit {
        const struct config *config;
        struct arena *arena;
        const char *owner;
        struct span given;         /* another address under which the mail came to him; may be empty */
        struct deliver_mark *mark; /* may be NULL */
        struct caldav *caldav;     /* NULL: not open; to be closed by the caller */
        const struct span *addresses;
        uint32_t address_count;
};
[[nodiscard]] enum cw_err deliver_visit_open(struct deliver_visit *visit, struct err *reterr);
void deliver_visit_close(struct deliver_visit *visit);

struct deliver_wish {
        struct span object;
        const char *arrival; /* id; "" in a dry run */
        const char *uid;
        bool quiet, take_over, dry_run;
};
struct deliver_done {
        const char *state;  /* ARRIVAL_INSERTED, _APPLIED, _UNCHANGED or (not for him) _OFFERED */
        const char *reason; /* NULL: that of the placement */
        const char *place;  /* of the resource, "" */
};
/* Brings one object into the calendar: what is there is read, changed, and written where nobody else changed it meanwhile. */
[[nodiscard]] enum cw_err deliver_bring(struct deliver_visit *visit, const struct deliver_wish *wish,
                                        struct deliver_done *ret, struct err *reterr);
/* Whether a calendar object carries the property of this arrival. */
bool deliver_is_of(struct span object, const char *arrival);

/* A copy in the arena, terminated; "" for NULL. */
const char *deliver_text(struct arena *arena, struct span text);
