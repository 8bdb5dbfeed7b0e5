#include "ops/crew.h"

#include <pthread.h>
#include <stdlib.h>

enum {
        AHEAD = 32,                     /* jobs for each of the crew that are read before one is told */
        TOGETHER = 8,                   /* taken at once: waking somebody costs as much as judging a small mail */
        BYTES_AHEAD = 64 * 1024 * 1024, /* so that many large items do not all lie in memory at once */
};

struct slot {
        struct job job;
        char *bytes;
        size_t held; /* bytes, counted against BYTES_AHEAD until it was told */
        bool done;
};

/* A ring: [told, taken) is in work or done, [taken, added) waits. The numbers only grow. */
struct crew {
        struct crew_plan plan;
        struct slot *slots;
        size_t slot_count, told, taken, added, held;
        pthread_t *threads;
        unsigned thread_count, idle;
        bool over, caller_waits;
        pthread_mutex_t lock;
        pthread_cond_t waits, done;
};

static struct slot *slot_at(const struct crew *crew, size_t number) {
        return &crew->slots[number % crew->slot_count];
}

static void work_on(struct crew *crew, struct scanner *scanner, struct slot *slot) {
        if (!slot->job.err.code)
                crew->plan.work(crew->plan.user, scanner, &slot->job);
        free(slot->bytes);
        slot->bytes = NULL;
        slot->job.input.bytes = (struct span){ 0 };
}

/* Takes some of those that wait, a fair share, and works on them; the lock is open meanwhile. */
static void work_on_some(struct crew *crew, struct scanner *scanner) {
        size_t first = crew->taken, count = (crew->added - first) / crew->plan.jobs;
        count = count < 1 ? 1 : count > TOGETHER ? TOGETHER : count;
        crew->taken += count;
        pthread_mutex_unlock(&crew->lock);
        for (size_t i = first; i < first + count; i++)
                work_on(crew, scanner, slot_at(crew, i));
        pthread_mutex_lock(&crew->lock);
        for (size_t i = first; i < first + count; i++)
                slot_at(crew, i)->done = true;
        if (crew->caller_waits)
                pthread_cond_signal(&crew->done);
}

static void *run_thread(void *user) {
        struct crew *crew = user;
        struct scanner *scanner = NULL;
        /* Without memory for it the others do the work. */
        if (scanner_new(crew->plan.engine, &scanner, NULL))
                return NULL;
        pthread_mutex_lock(&crew->lock);
        while (!crew->over) {
                if (crew->taken < crew->added) {
                        work_on_some(crew, scanner);
                        continue;
                }
                crew->idle++;
                pthread_cond_wait(&crew->waits, &crew->lock);
                crew->idle--;
        }
        pthread_mutex_unlock(&crew->lock);
        scanner_free(scanner);
        return NULL;
}

static void wait_for_one(struct crew *crew) {
        crew->caller_waits = true;
        pthread_cond_wait(&crew->done, &crew->lock);
        crew->caller_waits = false;
}

/* Waits until the oldest is done, working at others, and tells it. */
static void tell_oldest(struct crew *crew) {
        struct slot *slot = slot_at(crew, crew->told);
        while (!slot->done) {
                if (crew->taken < crew->added)
                        work_on_some(crew, crew->plan.scanner);
                else
                        wait_for_one(crew);
        }
        pthread_mutex_unlock(&crew->lock);
        crew->plan.tell(crew->plan.user, &slot->job);
        free(slot->job.text);
        pthread_mutex_lock(&crew->lock);
        crew->held -= slot->held;
        *slot = (struct slot){ 0 };
        crew->told++;
}

static void tell_those_done(struct crew *crew) {
        while (crew->told < crew->added && slot_at(crew, crew->told)->done)
                tell_oldest(crew);
}

static void keep(struct crew *crew, const struct job *job) {
        struct slot *slot = slot_at(crew, crew->added);
        struct span bytes = job->input.bytes;
        *slot = (struct slot){ .job = *job };
        if (bytes.len > 0 && !job->err.code) {
                slot->bytes = malloc(bytes.len);
                if (slot->bytes)
                        memcpy(slot->bytes, bytes.ptr, bytes.len);
                else
                        err_set(&slot->job.err, CW_ERR_MEMORY, "out of memory");
                slot->held = slot->bytes ? bytes.len : 0;
        }
        slot->job.input.bytes = (struct span){ slot->bytes, slot->held };
        crew->held += slot->held;
        crew->added++;
}

/* The caller is the last of the crew, and works when it has nothing else to do. */
static void call_somebody(struct crew *crew) {
        if (crew->added - crew->taken < TOGETHER)
                return;
        if (crew->idle > 0)
                pthread_cond_signal(&crew->waits);
        else if (crew->thread_count + 1 < crew->plan.jobs &&
                 pthread_create(&crew->threads[crew->thread_count], NULL, run_thread, crew) == 0)
                crew->thread_count++;
}

void crew_add(struct crew *crew, const struct job *job) {
        if (crew->plan.jobs == 1) {
                struct job own = *job;
                if (!own.err.code)
                        crew->plan.work(crew->plan.user, crew->plan.scanner, &own);
                crew->plan.tell(crew->plan.user, &own);
                free(own.text);
                return;
        }
        pthread_mutex_lock(&crew->lock);
        while (crew->added > crew->told &&
               (crew->added - crew->told == crew->slot_count || crew->held + job->input.bytes.len > BYTES_AHEAD))
                tell_oldest(crew);
        keep(crew, job);
        call_somebody(crew);
        tell_those_done(crew);
        pthread_mutex_unlock(&crew->lock);
}

void crew_finish(struct crew *crew) {
        pthread_mutex_lock(&crew->lock);
        if (crew->idle > 0)
                pthread_cond_broadcast(&crew->waits);
        while (crew->told < crew->added)
                tell_oldest(crew);
        pthread_mutex_unlock(&crew->lock);
}

enum cw_err crew_new(const struct crew_plan *plan, struct crew **ret, struct err *reterr) {
        struct crew *crew = calloc(1, sizeof *crew);
        if (!crew)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        crew->plan = *plan;
        crew->slot_count = (size_t)plan->jobs * AHEAD;
        crew->slots = calloc(crew->slot_count, sizeof *crew->slots);
        crew->threads = calloc(plan->jobs, sizeof *crew->threads);
        pthread_mutex_init(&crew->lock, NULL);
        pthread_cond_init(&crew->waits, NULL);
        pthread_cond_init(&crew->done, NULL);
        *ret = crew;
        if (crew->slots && crew->threads)
                return CW_OK;
        crew_free(crew);
        *ret = NULL;
        return err_set(reterr, CW_ERR_MEMORY, "out of memory");
}

void crew_free(struct crew *crew) {
        if (!crew)
                return;
        pthread_mutex_lock(&crew->lock);
        crew->over = true;
        pthread_cond_broadcast(&crew->waits);
        pthread_mutex_unlock(&crew->lock);
        for (unsigned i = 0; i < crew->thread_count; i++)
                pthread_join(crew->threads[i], NULL);
        for (size_t i = 0; crew->slots && i < crew->slot_count; i++) {
                free(crew->slots[i].bytes);
                free(crew->slots[i].job.text);
        }
        pthread_cond_destroy(&crew->done);
        pthread_cond_destroy(&crew->waits);
        pthread_mutex_destroy(&crew->lock);
        free(crew->threads);
        free(crew->slots);
        free(crew);
}
