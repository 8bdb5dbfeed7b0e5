/* The way of one mail to one user. */
#include "actions/deliver.h"

#include <stdio.h>

#include "actions/deliver-inside.h"
#include "actions/mail-digest.h"
#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "base/percent.h"
#include "calendar/calendar.h"
#include "config/config.h"
#include "store/arrivals.h"
#include "store/decisions.h"
#include "store/recorder.h"

enum { FLUSH_MS = 2000 };

_Static_assert((int)DELIVER_ID_BYTES == (int)VERDICT_ID_BYTES, "arrivals and items are numbered alike");

struct delivery {
        const struct deliver_tools *tools;
        const struct deliver_mail *mail;
        struct arena *arena;
        int64_t now;
        const char *owner;
        char digest[2 * MAIL_DIGEST_BYTES + 1]; /* by which the mail is known again */
        struct deliver_objects objects;
        struct deliver_part *known; /* of this mail, from before */
        int64_t *known_at;
        uint32_t known_count;
        struct deliver_mark mark;
        struct deliver_visit visit;
        enum cw_err unreachable; /* why the calendars could not be opened */
        struct err why;
        struct deliver_outcome *outcome;
};

const char *deliver_result_name(enum deliver_result result) {
        static const char *const names[DELIVER_RESULTS] = { "no-calendar", "nothing", "aside", "done" };
        return names[result];
}

bool deliver_mark(struct deliver_mark *mark) {
        if (mark && mark->tools->mark)
                mark->on = mark->tools->mark(mark->tools->mark_user, mark->mail);
        return !mark || !mark->tools->mark || mark->on;
}

void deliver_unmark(struct deliver_mark *mark) {
        if (mark && mark->on)
                mark->tools->unmark(mark->tools->mark_user);
        if (mark)
                mark->on = false;
}

/* ---- Whether it came before ------------------------------------------------------------------------------------------ */

static void digest_write(struct delivery *delivery) {
        uint8_t digest[MAIL_DIGEST_BYTES];
        mail_digest(delivery->mail->bytes, true, digest);
        hex_write(digest, sizeof digest, delivery->digest);
}

/* What was judged then still holds. */
static void verdict_recall(const struct arrival_record *row, struct delivery *delivery) {
        struct deliver_verdict *verdict = &delivery->outcome->verdict;
        (void)snprintf(verdict->item, sizeof verdict->item, "%s", row->item);
        verdict->reason = deliver_text(delivery->arena, span_from(row->reason));
        for (enum verdict_class i = 0; i < CLASSES; i++)
                if (strcmp(row->class, class_name(i)) == 0)
                        verdict->class = i;
        for (enum placement i = 0; i < PLACEMENTS; i++)
                if (strcmp(row->placement, placement_name(i)) == 0)
                        verdict->placement = i;
        for (enum originator_class i = 0; i < ORIGINATOR_CLASSES; i++)
                if (strcmp(row->originator, originator_class_name(i)) == 0)
                        verdict->originator = i;
}

static enum cw_err recall(struct delivery *delivery, struct err *reterr) {
        const struct arrival_filter filter = { .owner = delivery->owner, .mail = delivery->digest };
        const struct arrival_record *rows;
        enum cw_err code = arrival_list(delivery->tools->store, &filter, &rows, &delivery->known_count, reterr);
        if (code || delivery->known_count == 0)
                return code;
        delivery->known = arena_alloc(delivery->arena, delivery->known_count * sizeof *delivery->known);
        delivery->known_at = arena_alloc(delivery->arena, delivery->known_count * sizeof *delivery->known_at);
        verdict_recall(rows, delivery);
        for (uint32_t i = 0; i < delivery->known_count; i++) {
                struct deliver_part *part = &delivery->known[i];
                (void)snprintf(part->arrival, sizeof part->arrival, "%s", rows[i].id);
                part->uid = arena_copy(delivery->arena, span_from(rows[i].uid));
                part->instance = arena_copy(delivery->arena, span_from(rows[i].instance));
                part->state = deliver_text(delivery->arena, span_from(rows[i].state));
                part->reason = deliver_text(delivery->arena, span_from(rows[i].reason));
                part->place = deliver_text(delivery->arena, span_from(rows[i].place));
                delivery->known_at[i] = rows[i].at;
        }
        return CW_OK;
}

/* By the beginning of keys that the store has cut. */
static const struct deliver_part *known_part(const struct delivery *delivery, const struct deliver_object *object,
                                             int64_t *ret_at) {
        const struct span uid = span_head(span_from(object->uid), LIMIT_STORE_KEY / 2);
        const struct span instance = span_head(span_from(object->instance), LIMIT_STORE_KEY / 2);
        for (uint32_t i = 0; i < delivery->known_count; i++)
                if (span_equal(span_head(delivery->known[i].uid, LIMIT_STORE_KEY / 2), uid) &&
                    span_equal(span_head(delivery->known[i].instance, LIMIT_STORE_KEY / 2), instance)) {
                        *ret_at = delivery->known_at[i];
                        return &delivery->known[i];
                }
        return NULL;
}

static bool inserts(enum placement placement) {
        return placement == PLACEMENT_INSERT || placement == PLACEMENT_INSERT_QUIET;
}

/* ---- What was judged ------------------------------------------------------------------------------------------------- */

static const char *plain_reason(enum placement placement) {
        static const char *const reasons[PLACEMENTS] = {
                [PLACEMENT_NONE] = "It has nothing to do with calendars",
                [PLACEMENT_INSERT] = "The organizer is proven",
                [PLACEMENT_INSERT_QUIET] = "The organizer is proven, and not known to you",
                [PLACEMENT_OFFER] = "It is for you to decide",
                [PLACEMENT_WITHHOLD] = "It was judged to be abuse, or you have blocked its sender",
        };
        return reasons[placement];
}

/* The sentence of the decision, where it is in the store by now. */
static const char *reason_find(const struct delivery *delivery, const char *item) {
        const struct decision_recipient_record *rows;
        uint32_t count;
        if (!*item || decision_recipients(delivery->tools->store, item, &rows, &count, NULL))
                return NULL;
        /* Why something is not in his calendar is worth a moment to the user. */
        if (count == 0 && !inserts(delivery->outcome->verdict.placement) && delivery->tools->recorder &&
            (!recorder_flush(delivery->tools->recorder, FLUSH_MS) ||
             decision_recipients(delivery->tools->store, item, &rows, &count, NULL)))
                return NULL;
        for (uint32_t i = 0; i < count; i++)
                if (strcmp(rows[i].recipient, delivery->owner) == 0 && *rows[i].placement_reason)
                        return deliver_text(delivery->arena, span_from(rows[i].placement_reason));
        return NULL;
}

static void verdict_obey(const struct delivery *delivery, const struct verdict_header *header,
                         struct deliver_verdict *ret) {
        bool named = verdict_header_find(delivery->tools->keys, header, span_from(delivery->owner), &ret->class,
                                         &ret->placement);
        (void)snprintf(ret->item, sizeof ret->item, "%s", header->id);
        ret->originator = header->originator;
        if (named) {
                ret->reason = reason_find(delivery, header->id);
                return;
        }
        ret->class = header->class;
        ret->placement = header->placement == PLACEMENT_WITHHOLD || header->placement == PLACEMENT_NONE
                                 ? header->placement
                                 : PLACEMENT_OFFER;
        ret->reason = "It was judged for others, and not for you: it is for you to decide";
}

static enum cw_err judge_here(struct delivery *delivery, struct err *reterr) {
        const struct deliver_tools *tools = delivery->tools;
        struct deliver_verdict *verdict = &delivery->outcome->verdict;
        if (tools->judge)
                return tools->judge(tools->judge_user, delivery->mail, delivery->owner, delivery->arena, verdict,
                                    reterr);
        *verdict = (struct deliver_verdict){ .class = CLASS_DOUBTFUL,
                                             .placement = PLACEMENT_OFFER,
                                             .originator = ORIGINATOR_ABSENT,
                                             .reason = "Nobody who may be believed has judged it" };
        return CW_OK;
}

static enum cw_err judge(struct delivery *delivery, struct err *reterr) {
        const struct deliver_tools *tools = delivery->tools;
        struct verdict_header header = { 0 };
        enum verdict_check check = VERDICT_CHECK_ABSENT;
        enum cw_err code = CW_OK;
        if (tools->keys)
                check = verdict_header_check(tools->keys, delivery->mail->bytes, delivery->now,
                                             (int64_t)tools->config->options.number[OPT_VERDICT_AGE], delivery->arena,
                                             &header);
        delivery->outcome->header = verdict_check_name(check);
        if (delivery->known_count > 0)
                return CW_OK; /* recalled */
        if (check == VERDICT_CHECK_GOOD)
                verdict_obey(delivery, &header, &delivery->outcome->verdict);
        else
                code = judge_here(delivery, reterr);
        struct deliver_verdict *verdict = &delivery->outcome->verdict;
        if (!code && !verdict->reason)
                verdict->reason = plain_reason(verdict->placement);
        return code;
}

/* ---- One object ------------------------------------------------------------------------------------------------------ */

static struct arrival_record record_of(const struct delivery *delivery, const struct deliver_object *object,
                                       const struct deliver_part *part) {
        const struct deliver_verdict *verdict = &delivery->outcome->verdict;
        return (struct arrival_record){ .mail = delivery->digest,
                                        .item = verdict->item,
                                        .owner = delivery->owner,
                                        .at = delivery->now,
                                        .channel = channel_name(CHANNEL_MAIL_IN),
                                        .method = method_name(object->method),
                                        .uid = object->uid,
                                        .instance = object->instance,
                                        .organizer = object->organizer,
                                        .sender = delivery->objects.sender,
                                        .message_id = delivery->objects.message_id,
                                        .title = object->title,
                                        .start = object->start,
                                        .originator = originator_class_name(verdict->originator),
                                        .class = class_name(verdict->class),
                                        .placement = placement_name(verdict->placement),
                                        .reason = part->reason,
                                        .state = part->state,
                                        .headers = delivery->objects.headers };
}

static enum cw_err settle(const struct delivery *delivery, struct deliver_part *part, const struct deliver_done *done,
                          struct err *reterr) {
        part->state = done->state;
        part->place = done->place;
        if (done->reason)
                part->reason = done->reason;
        if (delivery->tools->dry_run)
                return CW_OK;
        return arrival_move(delivery->tools->store, part->arrival, ARRIVAL_PENDING, done->state, done->place,
                            done->reason, "", delivery->now, NULL, reterr);
}

/* Rather the user than nobody: the mail system would tell the sender soon. */
static enum cw_err give_up(struct delivery *delivery, struct deliver_part *part, const char *reason,
                           const struct err *why, struct err *reterr) {
        const struct deliver_done done = { .state = ARRIVAL_OFFERED, .reason = reason, .place = "" };
        delivery->outcome->given_up = true;
        delivery->outcome->failure = deliver_text(delivery->arena, span_from(why->text));
        return settle(delivery, part, &done, reterr);
}

static enum cw_err bring(struct delivery *delivery, const struct deliver_object *object, int64_t first,
                         struct deliver_part *part, struct err *reterr) {
        const struct deliver_wish wish = { .object = object->bytes,
                                           .arrival = part->arrival,
                                           .uid = object->uid,
                                           .quiet = delivery->outcome->verdict.placement == PLACEMENT_INSERT_QUIET,
                                           .dry_run = delivery->tools->dry_run };
        struct deliver_done done = { 0 };
        struct err why = delivery->why;
        enum cw_err code = delivery->unreachable;
        if (!code)
                code = deliver_bring(&delivery->visit, &wish, &done, &why);
        if (!code)
                return settle(delivery, part, &done, reterr);
        metrics_add(delivery->tools->metrics, METRIC_DELIVER_FAILURES, err_name(code), NULL, 1);
        if (code == CW_ERR_USAGE && !delivery->unreachable)
                return give_up(delivery, part, "Your calendar server does not take it", &why, reterr);
        if (delivery->now - first >= (int64_t)delivery->tools->config->options.number[OPT_DELIVER_RETRY])
                return give_up(delivery, part, "Your calendar could not be reached when it came", &why, reterr);
        return err_set(reterr, code, "%s", why.text);
}

static enum cw_err deliver_one(struct delivery *delivery, const struct deliver_object *object,
                               struct deliver_part *part, struct err *reterr) {
        enum placement placement = delivery->outcome->verdict.placement;
        int64_t first = delivery->now;
        const struct deliver_part *known = known_part(delivery, object, &first);
        *part = (struct deliver_part){ .state = ARRIVAL_PENDING,
                                       .reason = delivery->outcome->verdict.reason,
                                       .place = "" };
        if (known)
                *part = *known;
        part->known = known && strcmp(known->state, ARRIVAL_PENDING) != 0;
        part->uid = span_from(object->uid);
        part->instance = span_from(object->instance);
        part->title = span_from(object->title);
        part->method = method_name(object->method);
        if (part->known)
                return CW_OK;
        if (!inserts(placement))
                part->state = placement == PLACEMENT_WITHHOLD ? ARRIVAL_WITHHELD : ARRIVAL_OFFERED;
        if (inserts(placement) && object->hindrance) {
                part->state = ARRIVAL_OFFERED;
                part->reason = object->hindrance;
        }
        const struct arrival_record record = record_of(delivery, object, part);
        enum cw_err code = CW_OK;
        if (!delivery->tools->dry_run && !known)
                code = arrival_add(delivery->tools->store, &record, object->bytes, part->arrival, reterr);
        if (!code && strcmp(part->state, ARRIVAL_PENDING) == 0)
                code = bring(delivery, object, first, part, reterr);
        return code;
}

/* ---- The mail -------------------------------------------------------------------------------------------------------- */

/* Each object has its chance, also where one fails: a failure means that all come again. */
static enum cw_err deliver_all(struct delivery *delivery, struct err *reterr) {
        struct deliver_outcome *outcome = delivery->outcome;
        struct deliver_part *parts = arena_alloc(delivery->arena, delivery->objects.count * sizeof *parts);
        enum cw_err failed = CW_OK;
        outcome->parts = parts;
        for (uint32_t i = 0; i < delivery->objects.count; i++) {
                struct err why = { 0 };
                enum cw_err code = deliver_one(delivery, &delivery->objects.items[i], &parts[i], &why);
                outcome->part_count++;
                if (code && !failed) {
                        failed = code;
                        (void)err_set(reterr, code, "%s", why.text);
                } else if (!code && !parts[i].known && !delivery->tools->dry_run) {
                        metrics_add(delivery->tools->metrics, METRIC_DELIVERIES, parts[i].method, parts[i].state, 1);
                }
        }
        return failed;
}

/* Who has no calendar gets no rows either; who cannot be asked for may have one. */
static bool has_calendar(struct delivery *delivery) {
        delivery->unreachable = deliver_visit_open(&delivery->visit, &delivery->why);
        return delivery->unreachable != CW_ERR_NOT_FOUND;
}

static enum cw_err run(struct delivery *delivery, struct err *reterr) {
        struct deliver_outcome *outcome = delivery->outcome;
        outcome->result = DELIVER_ASIDE;
        if (!deliver_mark(&delivery->mark))
                return CW_OK;
        deliver_objects_read(delivery->arena, delivery->mail, &delivery->objects);
        deliver_unmark(&delivery->mark);
        outcome->result = DELIVER_NOTHING;
        if (delivery->objects.count == 0)
                return CW_OK;
        digest_write(delivery);
        enum cw_err code = recall(delivery, reterr);
        if (!code)
                code = judge(delivery, reterr);
        if (code || outcome->verdict.placement == PLACEMENT_NONE)
                return code;
        if (!has_calendar(delivery)) {
                outcome->result = DELIVER_NO_CALENDAR;
                return CW_OK;
        }
        outcome->result = DELIVER_DONE;
        return deliver_all(delivery, reterr);
}

static struct delivery *delivery_new(const struct deliver_tools *tools, const struct deliver_mail *mail,
                                     struct arena *arena, struct deliver_outcome *outcome) {
        struct delivery *delivery = arena_alloc(arena, sizeof *delivery);
        char *owner = arena_alloc(arena, ADDRESS_BYTES);
        struct span given = span_without_brackets(mail->recipient);
        aliases_resolve(tools->config->aliases, given, owner);
        *outcome = (struct deliver_outcome){ .owner = owner, .header = verdict_check_name(VERDICT_CHECK_ABSENT) };
        *delivery =
                (struct delivery){ .tools = tools,
                                   .mail = mail,
                                   .arena = arena,
                                   .now = clock_now_s(),
                                   .owner = owner,
                                   .visit = { .config = tools->config, .arena = arena, .owner = owner, .given = given },
                                   .outcome = outcome };
        delivery->mark = (struct deliver_mark){ .tools = tools, .mail = mail };
        delivery->visit.mark = &delivery->mark;
        return delivery;
}

enum cw_err deliver_mail(const struct deliver_tools *tools, const struct deliver_mail *mail, struct arena *arena,
                         struct deliver_outcome *ret, struct err *reterr) {
        struct delivery *delivery = delivery_new(tools, mail, arena, ret);
        enum cw_err code;
        jmp_buf exhausted;
        if (!*tools->config->options.text[OPT_CALDAV_URL]) {
                ret->result = DELIVER_NO_CALENDAR;
                return CW_OK;
        }
        if (setjmp(exhausted) != 0) {
                code = err_set(reterr, CW_ERR_MEMORY, "no memory to deliver a mail of %zu bytes", mail->bytes.len);
        } else {
                arena_set_exit(arena, &exhausted);
                code = run(delivery, reterr);
        }
        arena_set_exit(arena, NULL);
        deliver_unmark(&delivery->mark);
        deliver_visit_close(&delivery->visit);
        return code;
}
