/* Lists that lie, refuse or are silent are switched off, and tried again later (RFC 5782 5). */
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "lookup/lists.h"

enum {
        TEST_QUESTIONS = 4,
        TEST_MS = 10 * 1000,       /* how long its answers may take */
        TEST_AGAIN_MS = 60 * 1000, /* the first rest of one that fails, doubled each time up to dns-list-test */
        TEST_MISSED = 5,           /* items without an answer before it is tested out of turn */
        TEST_ARENA = 256 * 1024
};

struct list_question {
        struct resolver_query query; /* first: what the resolver has */
        struct dns_list *list;
        uint32_t number;
        bool open;
};

static void test_due(struct loop_timer *timer);

struct lists *lists_new(const struct config *config, const struct lists *before, struct loop *loop,
                        struct resolver *resolver, struct metrics *metrics) {
        const struct option_list *names = &config->options.list[OPT_DNS_LISTS];
        struct lists *lists = calloc(1, sizeof *lists + names->count * sizeof *lists->dns);
        if (!lists)
                return NULL;
        *lists = (struct lists){ .config = config, .metrics = metrics, .loop = loop, .resolver = resolver };
        for (uint32_t i = 0; i < names->count && lists->dns_count < LIMIT_DNS_LISTS; i++) {
                struct dns_list *list = &lists->dns[lists->dns_count];
                if (!dns_list_read(span_from(names->items[i]), &list->is))
                        continue;
                snprintf(list->name, sizeof list->name, "list %.*s", (int)list->is.name.len, list->is.name.ptr);
                list->lists = lists;
                list->next.due = test_due;
                lists->dns_count++;
        }
        if (list_sources_open(lists, before))
                return lists;
        lists_free(lists);
        return NULL;
}

void lists_free(struct lists *lists) {
        if (lists)
                list_sources_close(lists);
        for (uint32_t i = 0; lists && i < lists->dns_count; i++) {
                arena_free(lists->dns[i].arena);
                free(lists->dns[i].questions);
        }
        free(lists);
}

/* What is not in order is told once. */
static void tell(const struct dns_list *list, enum dns_list_health before, enum dns_list_health health) {
        struct log_line line;
        metrics_set(list->lists->metrics, METRIC_LIST_WORKS, list->name + 5, NULL, health == DNS_LIST_WORKS);
        if (health == before || (health == DNS_LIST_WORKS && before == DNS_LIST_UNTESTED))
                return;
        log_begin(&line, health == DNS_LIST_WORKS ? LEVEL_NOTICE : LEVEL_WARNING, "list");
        log_text(&line, "list", list->name + 5);
        log_text(&line, "text", dns_list_health_text(health));
        log_end(&line);
}

static void test_end(struct dns_list *list) {
        for (uint32_t i = 0; list->answers && i < TEST_QUESTIONS; i++)
                if (list->questions[i].open)
                        resolver_cancel(&list->questions[i].query);
        loop_timer_clear(list->lists->loop, &list->next);
        arena_free(list->arena);
        free(list->questions);
        list->arena = NULL;
        list->answers = NULL;
        list->questions = NULL;
}

static void rest(struct dns_list *list, enum dns_list_health health) {
        int64_t every = option_ms(&list->lists->config->options, OPT_DNS_LIST_TEST), wait = every;
        enum dns_list_health before = (enum dns_list_health)atomic_exchange(&list->health, health);
        test_end(list);
        list->missed = 0;
        if (list->lists->stopped)
                return;
        tell(list, before, health);
        if (health == DNS_LIST_WORKS)
                list->failures /= 2; /* one that fails again soon rests longer */
        else if (list->failures++ < 10)
                wait = (int64_t)TEST_AGAIN_MS << (list->failures - 1);
        (void)!loop_timer_set(list->lists->loop, &list->next, clock_monotonic_ms() + (wait < every ? wait : every));
}

static void test_ask(struct dns_list *list, bool answered);

static void test_answered(struct resolver_query *query, const struct answer *answer) {
        struct list_question *question = (struct list_question *)query;
        struct dns_list *list = question->list;
        question->open = false;
        answers_put(list->answers, question->number, answer);
        test_ask(list, true);
}

/* An answer may come before resolver_ask returns, and end the test: nothing is touched behind the last question then. */
static void test_ask(struct dns_list *list, bool answered) {
        struct question question;
        enum dns_list_health health = dns_list_test(&list->is, list->answers);
        if (health != DNS_LIST_UNTESTED) {
                rest(list, health);
                return;
        }
        while (!answered && list->answers && answers_next(list->answers, &question)) {
                struct list_question *asked = &list->questions[question.number];
                *asked = (struct list_question){ .query.answered = test_answered,
                                                 .list = list,
                                                 .number = question.number,
                                                 .open = true };
                resolver_ask(list->lists->resolver, &asked->query, question.type, question.name.ptr);
        }
}

static void test_begin(struct dns_list *list) {
        list->arena = arena_new(TEST_ARENA);
        list->questions = calloc(TEST_QUESTIONS, sizeof *list->questions);
        if (!list->arena || !list->questions) {
                rest(list, DNS_LIST_SILENT);
                return;
        }
        list->answers = answers_new(list->arena, TEST_QUESTIONS);
        (void)!loop_timer_set(list->lists->loop, &list->next, clock_monotonic_ms() + TEST_MS);
        test_ask(list, false);
}

static void test_due(struct loop_timer *timer) {
        struct dns_list *list = (struct dns_list *)((char *)timer - offsetof(struct dns_list, next));
        if (!list->answers)
                test_begin(list);
        else {
                answers_close(list->answers, "no answer in time");
                rest(list, dns_list_test(&list->is, list->answers));
        }
}

void lists_start(struct lists *lists) {
        for (uint32_t i = 0; i < lists->dns_count; i++)
                test_begin(&lists->dns[i]);
}

void lists_stop(struct lists *lists) {
        lists->stopped = true;
        for (uint32_t i = 0; i < lists->dns_count; i++)
                test_end(&lists->dns[i]);
}

void list_refused(struct dns_list *list) {
        if (atomic_load(&list->health) != DNS_LIST_REFUSES)
                rest(list, DNS_LIST_REFUSES);
}

void list_heard(struct dns_list *list, bool answered) {
        if (answered)
                list->missed = 0;
        else if (atomic_load(&list->health) == DNS_LIST_WORKS && !list->answers && !list->lists->stopped &&
                 ++list->missed >= TEST_MISSED) {
                loop_timer_clear(list->lists->loop, &list->next);
                test_begin(list);
        }
}
