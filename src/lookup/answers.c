#include "lookup/answers.h"

#include "base/limits.h"
#include "text/charset.h"

enum { LABEL_BYTES = 63, NAME_BYTES = 253 };

struct asked {
        struct question question;
        struct answer answer;
        bool handed_out, later;
};

struct answers {
        struct arena *arena;
        struct asked *items; /* `most` of them, so that answers stay where they are */
        uint32_t count, most, next, open;
        bool overrun, later;
        const char *closed; /* why; NULL: open */
};

static const struct {
        enum record_type type;
        const char *name;
} types[] = {
        { RECORD_A, "A" },   { RECORD_NS, "NS" },   { RECORD_CNAME, "CNAME" }, { RECORD_PTR, "PTR" },
        { RECORD_MX, "MX" }, { RECORD_TXT, "TXT" }, { RECORD_AAAA, "AAAA" },
};

bool record_type_from_name(struct span name, enum record_type *ret) {
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
                if (span_equal_nocase(span_from(types[i].name), name)) {
                        *ret = types[i].type;
                        return true;
                }
        return false;
}

struct answers *answers_new(struct arena *arena, uint32_t most) {
        struct answers *answers = arena_alloc(arena, sizeof *answers);
        *answers = (struct answers){ .arena = arena,
                                     .items = arena_alloc(arena, most * sizeof *answers->items),
                                     .most = most };
        return answers;
}

/* No NUL: whoever cuts the name there would ask for another one. */
static bool fits_dns(struct span name) {
        if (name.len == 0 || name.len > NAME_BYTES || span_find_byte(name, '\0') < name.len)
                return false;
        while (name.len > 0) {
                bool last = span_find_byte(name, '.') == name.len;
                struct span label = span_split(&name, '.');
                if (label.len == 0 || label.len > LABEL_BYTES || (!last && name.len == 0))
                        return false;
        }
        return true;
}

static struct asked *find(const struct answers *answers, enum record_type type, struct span name) {
        for (uint32_t i = 0; i < answers->count; i++) {
                struct asked *asked = &answers->items[i];
                if (asked->question.type == type && span_equal_nocase(asked->question.name, name))
                        return asked;
        }
        return NULL;
}

const struct answer *answers_get(struct answers *answers, enum record_type type, struct span name) {
        static const struct answer impossible = { .state = ANSWER_NO_NAME };
        static const struct answer over = { .state = ANSWER_FAILED, .why = "too many questions for one item" };
        if (name.len > 0 && name.ptr[name.len - 1] == '.')
                name.len--;
        if (!fits_dns(name))
                return &impossible;
        struct asked *asked = find(answers, type, name);
        if (asked)
                return &asked->answer;
        if (answers->count == answers->most) {
                answers->overrun = true;
                return &over;
        }
        asked = &answers->items[answers->count];
        asked->question = (struct question){ type, arena_copy(answers->arena, ascii_lowered(answers->arena, name)),
                                             answers->count };
        asked->later = answers->later;
        if (answers->closed)
                asked->answer = (struct answer){ .state = ANSWER_FAILED, .why = answers->closed };
        answers->count++;
        return &asked->answer;
}

void answers_later(struct answers *answers, bool later) {
        answers->later = later;
}

static bool next(struct answers *answers, bool urgent, struct question *ret) {
        while (answers->next < answers->count && answers->items[answers->next].handed_out)
                answers->next++;
        for (uint32_t i = answers->next; i < answers->count && !answers->closed; i++) {
                struct asked *asked = &answers->items[i];
                if (asked->handed_out || (urgent && asked->later))
                        continue;
                asked->handed_out = true;
                answers->open++;
                *ret = asked->question;
                return true;
        }
        return false;
}

bool answers_next(struct answers *answers, struct question *ret) {
        return next(answers, false, ret);
}

bool answers_next_urgent(struct answers *answers, struct question *ret) {
        return next(answers, true, ret);
}

void answers_put(struct answers *answers, uint32_t number, const struct answer *answer) {
        struct asked *asked = &answers->items[number];
        if (!asked->handed_out || asked->answer.state != ANSWER_PENDING)
                return;
        uint32_t count = answer->count < LIMIT_DNS_RECORDS ? answer->count : LIMIT_DNS_RECORDS;
        struct span *records = arena_alloc(answers->arena, (count + 1) * sizeof *records);
        for (uint32_t i = 0; i < count; i++)
                records[i] = arena_copy(answers->arena, answer->records[i]);
        asked->answer = *answer;
        asked->answer.records = records;
        asked->answer.count = count;
        answers->open--;
}

bool answers_overrun(const struct answers *answers) {
        return answers->overrun;
}

uint32_t answers_open(const struct answers *answers) {
        return answers->open;
}

void answers_close(struct answers *answers, const char *why) {
        answers->closed = why;
        answers->open = 0;
        for (uint32_t i = 0; i < answers->count; i++)
                if (answers->items[i].answer.state == ANSWER_PENDING)
                        answers->items[i].answer = (struct answer){ .state = ANSWER_FAILED, .why = why };
}
