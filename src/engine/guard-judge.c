#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/item-id.h"
#include "engine/guard-inside.h"
#include "report/report.h"

/* What the outcome of one item may take; more where it has many recipients. */
enum { OUTCOME_BYTES = 16 * 1024 * 1024, OUTCOME_RECIPIENT_BYTES = 4096 };

struct outcome_own {
        struct outcome outcome; /* first: what callers have */
        struct arena *arena;    /* in which this lies */
        struct config *config;  /* that of the plan */
        char *report;
};

const char *outcome_failure_name(enum outcome_failure failure) {
        static const char *const names[OUTCOME_FAILURES] = { "", "poison", "busy", "failed" };
        return names[failure];
}

static void fail(struct work *work, enum outcome_failure failure, const char *text) {
        work->outcome->failure = failure;
        work->outcome->failure_text = arena_copy(work->arena, span_from(text)).ptr;
        work->policy.judged = failure == OUTCOME_POISON ? POLICY_POISON : POLICY_FAILED;
}

/* ---- Judging --------------------------------------------------------------------------------------------------------- */

/* Results of others are believed where the site says so, whatever the transport thought of them. */
static void item_settle(struct work *work) {
        const struct config *config = work->generation->config;
        bool believed = work->item.channel == CHANNEL_MAIL_IN && config_trusts(config, work->item.client_ip);
        work->item.authserv_ids = config->authserv_ids;
        work->item.authserv_id_count = believed ? config->authserv_id_count : 0;
        bool mail = work->item.channel == CHANNEL_MAIL_IN || work->item.channel == CHANNEL_MAIL_OUT;
        if (mail && !work->session->ask_only)
                work->item.relation = RELATION_NONE; /* what is remembered tells it, and nobody else */
}

/* Whether it may be judged; marked for the supervisor then, in case that it makes us crash. */
static bool mark(struct work *work) {
        const struct guard_settings *settings = &work->guard->settings;
        struct board *board = settings->board;
        work->seat.slot->history.looks_only = work->session->ask_only;
        if (board_begin(board, work->seat.slot->number, &work->item, work->outcome->id))
                return true;
        if (settings->poison)
                settings->poison(settings->user_data, board_fingerprint(board, work->item.bytes), work->item.bytes);
        fail(work, OUTCOME_POISON, "It was in work when a worker crashed");
        return false;
}

/* Reads the item. While the outside is waited for, the seat is for others. */
static void begin_scan(struct work *work) {
        struct err why;
        if (!mark(work))
                return;
        enum cw_err code = scan_begin(work->seat.scanner, &work->item, &work->scan, &why);
        if (code)
                fail(work, OUTCOME_FAILED, why.text);
        if (code || scan_waits(work->scan))
                board_end(work->guard->settings.board, work->seat.slot->number);
        if (!code && scan_waits(work->scan)) {
                scan_leave(work->seat.scanner, work->scan);
                seat_give(work->guard, &work->seat);
        }
}

/* A seat again, where it was left. */
static bool return_to_seat(struct work *work) {
        if (work->seat.slot)
                return true;
        scan_wait(work->scan);
        if (seat_take(work->guard, work->generation, &work->seat))
                return mark(work);
        fail(work, OUTCOME_BUSY, "No scanner was free in time");
        return false;
}

static void finish_scan(struct work *work) {
        struct err why;
        if (!work->scan || !return_to_seat(work))
                return;
        enum cw_err code = scan_finish(work->seat.scanner, work->scan, &work->judgement, &why);
        board_end(work->guard->settings.board, work->seat.slot->number);
        if (code) {
                work->scan = NULL;
                fail(work, OUTCOME_FAILED, why.text);
        }
}

static void take_verdict(struct work *work) {
        const struct judgement *judgement = work->judgement;
        struct outcome *outcome = work->outcome;
        outcome->examined = judgement->verdict.examined;
        outcome->class = judgement->verdict.class;
        outcome->probability = judgement->verdict.probability;
        outcome->placement = judgement->verdict.placement;
        if (judgement->verdict.placement_reason)
                outcome->placement_reason = arena_copy(work->arena, span_from(judgement->verdict.placement_reason)).ptr;
        outcome->originator = judgement->facts->originator.class;
        outcome->elapsed_us = judgement->elapsed_us;
        work->policy.facts = judgement->facts;
        work->policy.verdict = &judgement->verdict;
}

static void take_failure(struct work *work) {
        struct outcome *outcome = work->outcome;
        outcome->class = CLASS_DOUBTFUL;
        outcome->probability = 0.5;
        outcome->placement = work->policy.judged == POLICY_POISON ? PLACEMENT_WITHHOLD : PLACEMENT_OFFER;
        outcome->placement_reason = outcome->failure_text;
        outcome->originator = ORIGINATOR_ABSENT;
}

static void write_report(struct work *work) {
        const struct report report = judgement_report(work->generation->engine, work->judgement);
        FILE *out = open_memstream(&work->report, &work->report_len);
        if (!out)
                return;
        report_json(out, &report);
        if (fclose(out) != 0 || !work->report_len) {
                free(work->report);
                work->report = NULL;
                return;
        }
        work->report[--work->report_len] = '\0'; /* the line's end */
}

static void begin(struct work *work) {
        struct guard *guard = work->guard;
        if (seat_take(guard, NULL, &work->seat)) {
                work->outcome->waited_us = work->seat.waited_ns / 1000;
                work->generation = work->seat.generation;
                item_settle(work);
                begin_scan(work);
        } else {
                work->generation = generation_take(guard);
                item_settle(work);
                fail(work, OUTCOME_BUSY, "No scanner was free in time");
        }
        work->policy.config = work->generation->config;
        work->policy.keys = &work->generation->keys;
}

static void judge(struct work *work) {
        finish_scan(work);
        if (!work->judgement) {
                take_failure(work);
                return;
        }
        take_verdict(work);
        bool record = work->outcome->examined && !work->session->ask_only;
        if (record || work->session->want_report || work->session->ask_only)
                write_report(work);
        if (record)
                source_limits_count(work->guard->settings.counters, work->policy.config, work->judgement->facts,
                                    work->arena, &work->limit);
        work->policy.limit = work->limit.by;
}

static void end_scan(struct work *work) {
        scan_end(work->scan);
        work->scan = NULL;
}

/* From here on nothing of the scanner's is touched: others need not wait for the disk. */
static void leave_seat(struct work *work) {
        if (work->judgement)
                work->verdict = (struct verdict){ .class = work->judgement->verdict.class };
        work->judgement = NULL;
        work->policy.facts = NULL;
        work->policy.verdict = &work->verdict;
        end_scan(work);
        seat_give(work->guard, &work->seat);
}

static void judge_and_record(struct work *work) {
        bool ask_only = work->session->ask_only;
        judge(work);
        policy_plan(&work->policy, work->arena, &work->outcome->plan);
        if (!ask_only) {
                log_gather(work);
                records_gather(work);
                metrics_gather(work);
        }
        leave_seat(work);
        if (!ask_only) {
                records_write(work);
                metrics_finish(work);
                log_finish(work);
        }
}

/* A person has decided. */
static void release(struct work *work) {
        struct outcome *outcome = work->outcome;
        work->generation = generation_take(work->guard);
        work->policy.config = work->generation->config;
        work->policy.keys = &work->generation->keys;
        outcome->examined = true;
        outcome->placement = PLACEMENT_OFFER;
        outcome->originator = work->policy.released;
        policy_plan(&work->policy, work->arena, &outcome->plan);
}

static void open_outcome(struct work *work) {
        struct outcome_own *own = arena_alloc(work->arena, sizeof *own);
        own->arena = work->arena;
        work->outcome = &own->outcome;
        own->outcome.failure_text = own->outcome.placement_reason = "";
        if (work->policy.judged == POLICY_RELEASED) {
                (void)snprintf(own->outcome.id, sizeof own->outcome.id, "%s", work->policy.id);
                return;
        }
        item_id_new(own->outcome.id);
        work->policy.id = own->outcome.id;
        begin(work);
}

static void close_outcome(struct work *work) {
        struct outcome_own *own = (struct outcome_own *)work->outcome;
        if (work->policy.judged == POLICY_RELEASED)
                release(work);
        else
                judge_and_record(work);
        own->config = config_ref(work->generation->config);
        own->outcome.report = own->report = work->report;
}

/* One of the two above. */
static enum cw_err within_memory(struct work *work, void (*half)(struct work *work), struct err *reterr) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0) {
                arena_set_exit(work->arena, NULL);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for what was decided of an item of %zu bytes",
                               work->item.bytes.len);
        }
        arena_set_exit(work->arena, &exhausted);
        half(work);
        arena_set_exit(work->arena, NULL);
        return CW_OK;
}

static enum cw_err work_open(struct work *work, struct err *reterr) {
        work->arena = arena_new(OUTCOME_BYTES + (size_t)work->item.rcpt_count * OUTCOME_RECIPIENT_BYTES);
        if (!work->arena)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to judge an item");
        work->policy.item = &work->item;
        work->policy.at = work->at;
        return within_memory(work, open_outcome, reterr);
}

/* Gives back all that it has; `code`: how it was opened. */
static enum cw_err work_close(struct work *work, enum cw_err code, struct outcome **ret, struct err *reterr) {
        if (!code)
                code = within_memory(work, close_outcome, reterr);
        end_scan(work);
        seat_give(work->guard, &work->seat);
        generation_give(work->guard, work->generation);
        free(work->scratch);
        if (code) {
                free(work->report);
                arena_free(work->arena);
        } else {
                *ret = work->outcome;
        }
        return code;
}

static int64_t arrival(const struct item *item) {
        return item->at == INT64_MIN ? clock_now_s() : item->at;
}

static struct work work_of(struct guard *guard, const struct item *item, const struct guard_session *session) {
        static const struct guard_session nothing = { 0 };
        return (struct work){ .guard = guard,
                              .session = session ? session : &nothing,
                              .item = *item,
                              .at = arrival(item) };
}

enum cw_err guard_judge(struct guard *guard, const struct item *item, const struct guard_session *session,
                        struct outcome **ret, struct err *reterr) {
        struct work work = work_of(guard, item, session);
        return work_close(&work, work_open(&work, reterr), ret, reterr);
}

enum cw_err guard_release(struct guard *guard, const struct item *item, const char *id,
                          enum originator_class originator, struct outcome **ret, struct err *reterr) {
        struct work work = work_of(guard, item, NULL);
        work.policy = (struct policy_case){ .id = id, .judged = POLICY_RELEASED, .released = originator };
        return work_close(&work, work_open(&work, reterr), ret, reterr);
}

struct guard_pending {
        struct work work;
};

enum cw_err guard_begin(struct guard *guard, const struct item *item, const struct guard_session *session,
                        struct guard_pending **ret, struct err *reterr) {
        struct guard_pending *pending = malloc(sizeof *pending);
        if (!pending)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to judge an item");
        pending->work = work_of(guard, item, session);
        enum cw_err code = work_open(&pending->work, reterr);
        if (code) {
                (void)work_close(&pending->work, code, NULL, NULL);
                free(pending);
        } else {
                *ret = pending;
        }
        return code;
}

bool guard_waits(const struct guard_pending *pending) {
        return pending->work.scan && !pending->work.seat.slot;
}

void guard_tell(struct guard_pending *pending, void (*done)(void *user), void *user) {
        scan_tell(pending->work.scan, done, user);
}

enum cw_err guard_finish(struct guard_pending *pending, struct outcome **ret, struct err *reterr) {
        enum cw_err code = work_close(&pending->work, CW_OK, ret, reterr);
        free(pending);
        return code;
}

void outcome_free(struct outcome *outcome) {
        if (!outcome)
                return;
        struct outcome_own *own = (struct outcome_own *)outcome;
        free(own->report);
        config_unref(own->config);
        arena_free(own->arena);
}
