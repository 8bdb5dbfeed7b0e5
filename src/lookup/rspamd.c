#include <jansson.h>
#include <string.h>

#include "base/nesting.h"
#include "lookup/scanners.h"

enum { SYMBOLS_SHOWN = 6 };

/* What rspamd does by these actions: task.h of its source calls them so since 1.0, and its milter does. */
static const struct {
        const char *action;
        enum opinion_kind kind;
} actions[] = {
        { "reject", OPINION_SPAM },
        { "discard", OPINION_SPAM },
        { "quarantine", OPINION_SPAM },
        { "add header", OPINION_PROBABLE },
        { "rewrite subject", OPINION_PROBABLE },
        { "soft reject", OPINION_CLEAN },
        { "greylist", OPINION_CLEAN },
        { "no action", OPINION_CLEAN },
};

static bool kind_of(const char *action, enum opinion_kind *ret) {
        for (size_t i = 0; action && i < sizeof actions / sizeof *actions; i++)
                if (!strcmp(actions[i].action, action)) {
                        *ret = actions[i].kind;
                        return true;
                }
        return false;
}

struct symbol {
        const char *name;
        double score;
};

/* Keeps the heaviest, in their order. */
static void keep(struct symbol *best, struct symbol symbol) {
        for (int i = 0; i < SYMBOLS_SHOWN; i++)
                if (!best[i].name || symbol.score > best[i].score) {
                        struct symbol next = best[i];
                        best[i] = symbol;
                        symbol = next;
                        if (!symbol.name)
                                return;
                }
}

static void read_symbols(json_t *symbols, struct scanner_answer *answer) {
        struct symbol best[SYMBOLS_SHOWN] = { 0 };
        const char *name;
        json_t *symbol;
        json_object_foreach(symbols, name, symbol) {
                double score = json_number_value(json_object_get(symbol, "score"));
                if (score < 0)
                        continue;
                if (score > 0 && span_ends_nocase(span_from(name), SPAN("_VIRUS"))) {
                        answer->kind = OPINION_MALWARE;
                        score += 1000; /* it is the reason */
                }
                keep(best, (struct symbol){ name, score });
        }
        for (int i = 0; i < SYMBOLS_SHOWN && best[i].name; i++)
                scanner_reason_add(answer, " ", span_from(best[i].name));
}

bool rspamd_read(struct span answer, struct scanner_answer *ret) {
        if (!json_is_shallow(answer))
                return false;
        json_t *root = json_loadb(answer.ptr ? answer.ptr : "", answer.len, JSON_REJECT_DUPLICATES, NULL);
        struct scanner_answer found = { 0 };
        bool known = kind_of(json_string_value(json_object_get(root, "action")), &found.kind) &&
                     json_is_number(json_object_get(root, "score"));
        if (known) {
                found.score = json_number_value(json_object_get(root, "score"));
                found.threshold = json_number_value(json_object_get(root, "required_score"));
                read_symbols(json_object_get(root, "symbols"), &found);
                *ret = found;
        }
        json_decref(root);
        return known;
}
