/* zone: a piece of DNS for tests. Rows end with a NULL name. A name that no row has does not exist; text NULL: the servers
 * fail for what no row above has. Addresses are written as such. */
#pragma once

#include <arpa/inet.h>

#include "lookup/answers.h"

struct zone_row {
        const char *name;
        enum record_type type;
        const char *text;
        size_t len; /* 0: up to its NUL */
};

static inline struct answer zone_find(const struct zone_row *zone, const struct question *question,
                                      struct span *records, char *bytes) {
        struct answer answer = { .state = ANSWER_NO_NAME, .records = records, .ttl = 300 };
        for (; zone->name; zone++) {
                struct span name = span_from(zone->name);
                if (!span_equal_nocase(name, question->name)) {
                        /* a name above one that exists, exists */
                        bool above = span_ends_nocase(name, question->name) && name.len > question->name.len &&
                                     name.ptr[name.len - question->name.len - 1] == '.';
                        if (above && answer.state == ANSWER_NO_NAME)
                                answer.state = ANSWER_NO_DATA;
                        continue;
                }
                if (!zone->text && answer.count == 0)
                        return (struct answer){ .state = ANSWER_FAILED, .why = "the name servers fail" };
                if (answer.state == ANSWER_NO_NAME)
                        answer.state = ANSWER_NO_DATA;
                if (zone->type != question->type || !zone->text || answer.count == 64)
                        continue;
                answer.state = ANSWER_FOUND;
                struct span record = zone->len ? (struct span){ zone->text, zone->len } : span_from(zone->text);
                if (zone->type == RECORD_A && inet_pton(AF_INET, zone->text, bytes) == 1)
                        record = (struct span){ bytes, 4 };
                if (zone->type == RECORD_AAAA && inet_pton(AF_INET6, zone->text, bytes) == 1)
                        record = (struct span){ bytes, 16 };
                bytes += 16;
                records[answer.count++] = record;
        }
        return answer;
}

/* Answers what is wanted by now; how many that were. */
static inline int zone_answer(const struct zone_row *zone, struct answers *answers) {
        struct question question;
        struct span records[64];
        char bytes[64 * 16];
        int count = 0;
        for (; answers_next(answers, &question); count++) {
                struct answer answer = zone_find(zone, &question, records, bytes);
                answers_put(answers, question.number, &answer);
        }
        return count;
}
