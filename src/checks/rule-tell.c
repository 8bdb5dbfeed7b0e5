/* What is said of a rule with a condition, for a postmaster to pass on to a user: what the rule is about, the quantities
 * and words that held, and the sentences of the signals that it puts together.
 *
 *     An order with a number to call, from a free mailbox: 2 phone numbers, "receipt". The title is an order number. */
#include "checks/checks.h"
#include "checks/rules-internal.h"

enum {
        LIST_MAX = 160,      /* bytes of quantities and words */
        SENTENCES_MAX = 320, /* bytes of sentences */
        SENTENCE_MAX = 160,  /* a longer one of a member is cut */
        DEEPEST = 3,         /* helpers within helpers that are looked into */
};

struct telling {
        const struct rules *rules;
        const struct rules_scratch *scratch;
        const struct facts *facts;
        const struct signals *signals;
        struct buf list, sentences;
        unsigned depth;
};

/* How a quantity is told; one without a row is told by its name. An empty word says nothing. */
static const struct {
        const char *one, *many;
} word_table[QUANTITIES] = {
        [QUANTITY_LINKS] = { "a link", "links" },
        [QUANTITY_PHONES] = { "a phone number", "phone numbers" },
        [QUANTITY_AMOUNTS] = { "an amount of money", "amounts of money" },
        [QUANTITY_ADDRESSES] = { "a mail address in the text", "mail addresses in the text" },
        [QUANTITY_ATTENDEES] = { "an attendee", "attendees" },
        [QUANTITY_ATTENDEE_DOMAINS] = { "attendees of one domain", "domains of attendees" },
        [QUANTITY_INSTANCES] = { "one date", "dates" },
        [QUANTITY_ALARMS] = { "an alarm", "alarms" },
        [QUANTITY_STRANGER] = { "a stranger", NULL },
        [QUANTITY_FREEMAIL] = { "a mailbox that anybody gets", NULL },
        [QUANTITY_PROVEN] = { "a proven sender", NULL },
        [QUANTITY_PICTURES_WITH_CODE] = { "a QR code", "QR codes" },
        [QUANTITY_TEXT_LENGTH] = { "one byte of text", "bytes of text" },
        [QUANTITY_SIZE] = { "one byte", "bytes" },
        [QUANTITY_CALENDARS] = { "a calendar object", "calendar objects" },
        [QUANTITY_FOREIGN_LINKS] = { "a link to a stranger's site", "links to strangers' sites" },
        [QUANTITY_CALENDAR_LINKS] = { "a link in the event", "links in the event" },
        [QUANTITY_CALENDAR_PHONES] = { "a phone number in the event", "phone numbers in the event" },
        [QUANTITY_CALENDAR_AMOUNTS] = { "an amount of money in the event", "amounts of money in the event" },
        [QUANTITY_INVITATION] = { "", NULL },
        [QUANTITY_COLLEAGUE] = { "a colleague", NULL },
        [QUANTITY_TOLL_FREE] = { "a number that is free to call", "numbers that are free to call" },
};

static void list_add(struct telling *telling, struct span text) {
        struct buf *list = &telling->list;
        if (text.len == 0 || list->len + text.len + 2 > LIST_MAX || span_has(buf_span(list), text))
                return;
        if (list->len > 0)
                buf_add(list, SPAN(", "));
        buf_add(list, text);
}

static void tell_quantity(void *user, uint32_t quantity) {
        struct telling *telling = user;
        struct arena *arena = telling->list.arena;
        double value = telling->facts->quantity[quantity];
        const char *one = word_table[quantity].one, *many = word_table[quantity].many;
        if (value == 0)
                return;
        if (value == 1 && one)
                list_add(telling, span_from(one));
        else if (one && many)
                list_add(telling, arena_format(arena, "%g %s", value, many));
        else if (!one)
                list_add(telling, arena_format(arena, "%g %s", value, quantity_table[quantity].name));
}

/* With a full stop at its end, and only once. */
static void sentence_add(struct telling *telling, struct span text) {
        struct buf *sentences = &telling->sentences;
        if (text.len > SENTENCE_MAX)
                text = arena_format(sentences->arena, "%.*s…", SPAN_SHOWN(text));
        if (text.len == 0 || sentences->len + text.len + 2 > SENTENCES_MAX || span_has(buf_span(sentences), text))
                return;
        if (sentences->len > 0)
                buf_add_byte(sentences, ' ');
        buf_add(sentences, text);
        char last = text.ptr[text.len - 1];
        if (last != '.' && last != '!' && last != '?')
                buf_add_byte(sentences, '.');
}

static const struct signal *find_signal(const struct signals *signals, const struct signal_kind *kind) {
        const struct signal *list = signals->list.items;
        for (uint32_t i = 0; i < signals->list.count; i++)
                if (list[i].kind == kind)
                        return &list[i];
        return NULL;
}

static void tell_members(struct telling *telling, const struct rule *rule);

/* A helper is shown nowhere else: the words that it found, or what it is made of. */
static void tell_helper(struct telling *telling, const struct rule *rule, uint32_t index) {
        if (rule->has_patterns) {
                const struct rule_match *match = &telling->scratch->matches[index];
                struct span text = span_head(span_skip(telling->scratch->searched, match->from),
                                             match->to - match->from);
                list_add(telling, arena_format(telling->list.arena, "\"%.*s\"", SPAN_SHOWN(text)));
        } else if (telling->depth < DEEPEST) {
                telling->depth++;
                tell_members(telling, rule);
                telling->depth--;
        }
}

/* The sentence of a check or rule. Of another combination only what it is about: it tells its members itself. */
static void tell_signal(void *user, uint32_t n) {
        struct telling *telling = user;
        const struct rule *rule = n < check_count ? NULL : rules_at(telling->rules, n - check_count);
        const struct signal_kind *kind = rule ? &rule->info.kind : &check_table[n].kind;
        if (rule && rule->helper) {
                tell_helper(telling, rule, n - check_count);
                return;
        }
        const struct signal *signal = find_signal(telling->signals, kind);
        bool told_itself = rule && !rule->has_patterns && rule->info.type != RULE_LIST;
        if (signal && !told_itself)
                sentence_add(telling, signal->evidence);
        else if (kind->description)
                sentence_add(telling, span_from(kind->description));
}

static void tell_members(struct telling *telling, const struct rule *rule) {
        const struct condition_visitor visitor = { .signal = tell_signal, .quantity = tell_quantity, .user = telling };
        condition_visit(&rule->condition, telling->facts, telling->scratch->held, &visitor);
}

void rule_tell(const struct rules *rules, const struct rule *rule, const struct rules_scratch *scratch,
               const struct facts *facts, struct signals *signals) {
        struct telling telling = { .rules = rules, .scratch = scratch, .facts = facts, .signals = signals };
        telling.list = buf_in(signals->arena, LIST_MAX);
        telling.sentences = buf_in(signals->arena, SENTENCES_MAX);
        tell_members(&telling, rule);
        struct span list = buf_span(&telling.list), sentences = buf_span(&telling.sentences);
        signals_add(signals, &rule->info.kind, "%.160s%s%.*s.%s%.*s", rule->info.kind.description, list.len ? ": " : "",
                    (int)list.len, list.len ? list.ptr : "", sentences.len ? " " : "", (int)sentences.len,
                    sentences.len ? sentences.ptr : "");
}
