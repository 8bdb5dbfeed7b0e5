/* crew: judges several inputs at once, over one engine, and tells what came of them in the order in which they came.
 *
 * The caller is one of the crew: it works while it waits, and alone when no thread can be had. A second thread starts
 * only when several inputs wait. */
#pragma once

#include "engine/scan.h"
#include "ops/inputs.h"

/* One input, on its way. */
struct job {
        struct input input; /* the bytes only until it is done */
        uint64_t read;      /* of all inputs, when this one was read: for a progress bar */
        bool readable;      /* there was an item: false only with an error */
        struct err err;     /* err.code set: it could not be read or judged */
        /* What `work` made of it. */
        enum verdict_class class;
        bool examined;
        const char *remark; /* constant text, NULL: none */
        char *text;         /* from malloc */
        size_t length;
};

struct crew_plan {
        const struct engine *engine;
        struct scanner *scanner; /* of the caller */
        unsigned jobs;           /* how many at once, the caller among them */
        /* In any thread, several at once. */
        void (*work)(const void *user, struct scanner *scanner, struct job *job);
        /* In the thread of the caller, one after the other. The text is freed behind it. */
        void (*tell)(void *user, const struct job *job);
        void *user;
};

struct crew;
[[nodiscard]] enum cw_err crew_new(const struct crew_plan *plan, struct crew **ret, struct err *reterr);
/* Ends the threads; what was not told is forgotten. NULL is fine. */
void crew_free(struct crew *crew);

/* Takes the job with a copy of its bytes (one with an error is only told), and tells those that are done. Some may wait for
 * the next call: where inputs come slowly and each is awaited, `jobs` is 1. */
void crew_add(struct crew *crew, const struct job *job);
/* Waits for all of them, and tells them. */
void crew_finish(struct crew *crew);
