#include "checks/rule-condition.h"

#include "base/limits.h"
#include "config/settings.h"
#include "facts/facts.h"

/* DO_UNLESS_* stands behind the left side: where that decides already, the right side is passed over. */
enum operation_kind {
        DO_SIGNAL,
        DO_QUANTITY,
        DO_AND,
        DO_OR,
        DO_NOT,
        DO_UNLESS_FALSE,
        DO_UNLESS_TRUE,
        DO_NOTHING,
        DO_UNLESS_NONE, /* stands before signals joined by `or`: where none of them is there, that is the answer */
};
enum comparison { ABOVE, BELOW, AT_LEAST, AT_MOST, EQUAL, UNEQUAL, IS_TRUE };

/* Signals, by their numbers. */
struct signal_mask {
        uint32_t words;
        uint64_t bits[LIMIT_RULES_MASK];
};

struct operation {
        enum operation_kind kind;
        enum comparison comparison;
        bool negated;   /* stands below an odd number of `not` */
        uint32_t index; /* of the signal or quantity; of DO_UNLESS_*: of the last operation that is passed over */
        union {
                double number;                  /* DO_QUANTITY */
                const struct signal_mask *mask; /* DO_UNLESS_NONE */
        };
};

struct parsing {
        struct arena *arena;
        const struct condition_names *names;
        struct span rest;
        struct array operations;
        uint32_t depth, nesting; /* of terms, of parentheses */
        struct condition gate;   /* of what all must hold; nothing where an `or` stands outside of parentheses */
        bool alternatives;       /* there is one */
        bool negated;
        char mistake[160]; /* the first one; empty: none */
};

static void mistake(struct parsing *parsing, const char *format, struct span word) {
        if (parsing->mistake[0] == '\0')
                (void)snprintf(parsing->mistake, sizeof parsing->mistake, format, (int)(word.len > 80 ? 80 : word.len),
                               word.ptr ? word.ptr : "");
        parsing->rest.len = 0;
}

static bool is_name_byte(char c) {
        return ascii_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* The next word, bracket or operator, which stays where it is. */
static struct span peek(struct parsing *parsing) {
        while (parsing->rest.len > 0 && ascii_space(parsing->rest.ptr[0]))
                parsing->rest = span_skip(parsing->rest, 1);
        struct span rest = parsing->rest;
        size_t len = 0;
        if (rest.len == 0)
                return rest;
        while (len < rest.len && is_name_byte(rest.ptr[len]))
                len++;
        if (len == 0)
                len = rest.len > 1 && strchr("<>!=", rest.ptr[0]) && rest.ptr[1] == '=' ? 2 : 1;
        return span_head(rest, len);
}

static struct span next(struct parsing *parsing) {
        struct span word = peek(parsing);
        parsing->rest = span_skip(parsing->rest, word.len);
        return word;
}

static bool accept(struct parsing *parsing, const char *word) {
        if (!span_equal(peek(parsing), span_from(word)))
                return false;
        (void)next(parsing);
        return true;
}

static void mask_add(struct signal_mask *mask, uint32_t signal) {
        uint32_t words = signal / 64 + 1;
        mask->words = mask->words > words ? mask->words : words;
        mask->bits[signal / 64] |= 1ull << signal % 64;
}

/* A leaf outside of parentheses is something that must hold. */
static void note_leaf(struct parsing *parsing, const struct operation *leaf) {
        struct condition *gate = &parsing->gate;
        if (parsing->nesting > 0)
                return;
        if (leaf->kind == DO_QUANTITY &&
            (leaf->comparison == IS_TRUE || (leaf->comparison == ABOVE && leaf->number == 0)))
                *(parsing->negated ? &gate->forbid : &gate->need) |= 1ull << leaf->index;
        if (leaf->kind == DO_SIGNAL && !parsing->negated && !gate->any && leaf->index < 64 * LIMIT_RULES_MASK) {
                struct signal_mask *mask = arena_alloc(parsing->arena, sizeof *mask);
                mask_add(mask, leaf->index);
                gate->any = mask;
        }
}

static void emit(struct parsing *parsing, struct operation operation) {
        struct operation *place = array_push(&parsing->operations, parsing->arena, sizeof *place,
                                             LIMIT_RULES_OPERATIONS);
        operation.negated = parsing->negated;
        note_leaf(parsing, &operation);
        if (place)
                *place = operation;
        else
                mistake(parsing, "the condition is too long%.*s", (struct span){ 0 });
}

static bool comparison_of(struct span word, enum comparison *ret) {
        static const struct {
                const char *word;
                enum comparison comparison;
        } table[] = {
                { ">", ABOVE }, { "<", BELOW },  { ">=", AT_LEAST }, { "<=", AT_MOST },
                { "=", EQUAL }, { "==", EQUAL }, { "!=", UNEQUAL },
        };
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
                if (span_equal(word, span_from(table[i].word))) {
                        *ret = table[i].comparison;
                        return true;
                }
        return false;
}

static void parse_quantity(struct parsing *parsing, enum quantity quantity) {
        struct operation operation = { .kind = DO_QUANTITY, .index = quantity, .comparison = IS_TRUE };
        if (comparison_of(peek(parsing), &operation.comparison)) {
                (void)next(parsing);
                struct span word = next(parsing);
                char text[32];
                (void)snprintf(text, sizeof text, "%.*s", (int)(word.len < 31 ? word.len : 31), word.ptr);
                if (!setting_number(text, &operation.number))
                        mistake(parsing, "\"%.*s\" is no number", word);
        }
        emit(parsing, operation);
}

static void parse_name(struct parsing *parsing) {
        struct span word = next(parsing);
        for (enum quantity i = 0; i < QUANTITIES; i++)
                if (span_equal(word, span_from(quantity_table[i].name))) {
                        parse_quantity(parsing, i);
                        return;
                }
        struct operation operation = { .kind = DO_SIGNAL };
        const char *why = "is no quantity (only combinations may name signals)";
        if (word.len == 0)
                mistake(parsing, "something is missing at its end%.*s", word);
        else if (parsing->names->find && parsing->names->find(parsing->names->user, word, &operation.index, &why))
                emit(parsing, operation);
        else {
                char format[140];
                (void)snprintf(format, sizeof format, "\"%%.*s\" %s", why);
                mistake(parsing, format, word);
        }
}

static void parse_or(struct parsing *parsing);

static void parse_term(struct parsing *parsing) {
        if (++parsing->depth > LIMIT_RULES_DEPTH) {
                mistake(parsing, "its parentheses nest too deep%.*s", (struct span){ 0 });
        } else if (accept(parsing, "not")) {
                parsing->negated = !parsing->negated;
                parse_term(parsing);
                parsing->negated = !parsing->negated;
                emit(parsing, (struct operation){ .kind = DO_NOT });
        } else if (accept(parsing, "(")) {
                parsing->nesting++;
                parse_or(parsing);
                parsing->nesting--;
                if (!accept(parsing, ")"))
                        mistake(parsing, "a \")\" is missing%.*s", (struct span){ 0 });
        } else {
                parse_name(parsing);
        }
        parsing->depth--;
}

/* The right side of `join`, whose left side has been read. */
static void parse_right(struct parsing *parsing, void (*parse)(struct parsing *), enum operation_kind unless,
                        enum operation_kind join) {
        uint32_t at = parsing->operations.count;
        emit(parsing, (struct operation){ .kind = unless });
        parse(parsing);
        emit(parsing, (struct operation){ .kind = join });
        if (at < parsing->operations.count)
                ((struct operation *)parsing->operations.items)[at].index = parsing->operations.count - 1;
}

static void parse_and(struct parsing *parsing) {
        parse_term(parsing);
        while (accept(parsing, "and"))
                parse_right(parsing, parse_term, DO_UNLESS_FALSE, DO_AND);
}

/* Says at `first` which signals the operations behind it join by `or`, where there is nothing else among them. */
static void join_signals(struct parsing *parsing, uint32_t first) {
        struct operation *operations = parsing->operations.items;
        struct signal_mask *mask = arena_alloc(parsing->arena, sizeof *mask);
        uint32_t signals = 0;
        for (uint32_t i = first + 1; i < parsing->operations.count; i++) {
                enum operation_kind kind = operations[i].kind;
                if (kind == DO_SIGNAL && operations[i].index < 64 * LIMIT_RULES_MASK) {
                        mask_add(mask, operations[i].index);
                        signals++;
                } else if (kind != DO_OR && kind != DO_UNLESS_TRUE) {
                        return;
                }
        }
        if (parsing->nesting == 1 && !parsing->negated && !parsing->gate.any)
                parsing->gate.any = mask;
        if (signals > 2)
                operations[first] = (struct operation){ .kind = DO_UNLESS_NONE,
                                                        .index = parsing->operations.count - 1,
                                                        .mask = mask };
}

static void parse_or(struct parsing *parsing) {
        uint32_t first = parsing->operations.count;
        emit(parsing, (struct operation){ .kind = DO_NOTHING });
        parse_and(parsing);
        while (accept(parsing, "or")) {
                parsing->alternatives |= parsing->nesting == 0;
                parse_right(parsing, parse_and, DO_UNLESS_TRUE, DO_OR);
        }
        if (parsing->mistake[0] == '\0')
                join_signals(parsing, first);
}

bool condition_parse(struct arena *arena, const char *text, const struct condition_names *names, const char *file,
                     uint32_t line, struct problems *problems, struct condition *ret) {
        struct parsing parsing = { .arena = arena, .names = names, .rest = span_from(text) };
        parse_or(&parsing);
        struct span more = peek(&parsing);
        if (more.len > 0)
                mistake(&parsing, "\"%.*s\" is not expected there", more);
        if (parsing.mistake[0] != '\0') {
                problems_add(problems, file, line, "condition: %s", parsing.mistake);
                return false;
        }
        *ret = parsing.alternatives ? (struct condition){ 0 } : parsing.gate;
        ret->operations = parsing.operations.items;
        ret->count = parsing.operations.count;
        return true;
}

static enum truth quantity_holds(const struct operation *operation, const struct facts *facts) {
        if (!facts->quantity_known[operation->index])
                return TRUTH_UNKNOWN;
        double is = facts->quantity[operation->index], number = operation->number;
        switch (operation->comparison) {
        case ABOVE:
                return is > number;
        case BELOW:
                return is < number;
        case AT_LEAST:
                return is >= number;
        case AT_MOST:
                return is <= number;
        case EQUAL:
                return is == number;
        case UNEQUAL:
                return is != number;
        default:
                return is > 0;
        }
}

static enum truth leaf_holds(const struct operation *operation, const struct facts *facts, const uint64_t *held) {
        if (operation->kind == DO_QUANTITY)
                return quantity_holds(operation, facts);
        return held && held[operation->index / 64] >> (operation->index % 64) & 1 ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth both(enum truth a, enum truth b) {
        if (a == TRUTH_FALSE || b == TRUTH_FALSE)
                return TRUTH_FALSE;
        return a == TRUTH_TRUE && b == TRUTH_TRUE ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

static enum truth negate(enum truth a) {
        return a == TRUTH_UNKNOWN ? a : !a;
}

static bool any_held(const uint64_t *held, const struct signal_mask *mask) {
        uint64_t any = 0;
        for (uint32_t i = 0; i < mask->words; i++)
                any |= held[i] & mask->bits[i];
        return any != 0;
}

_Static_assert(QUANTITIES <= 64, "quantities are kept as bits of 64");

struct condition_view condition_view(const struct facts *facts) {
        struct condition_view view = { 0 };
        for (int i = 0; i < QUANTITIES; i++)
                if (facts->quantity_known[i])
                        *(facts->quantity[i] > 0 ? &view.above : &view.below) |= 1ull << i;
        return view;
}

bool condition_may_hold(const struct condition *condition, struct condition_view view, const uint64_t *held) {
        return (condition->need & ~view.above) == 0 && (condition->forbid & ~view.below) == 0 &&
               (!condition->any || any_held(held, condition->any));
}

enum truth condition_holds(const struct condition *condition, const struct facts *facts, const uint64_t *held) {
        unsigned char stack[1 + LIMIT_RULES_OPERATIONS];
        uint32_t top = 0;
        stack[top++] = TRUTH_TRUE; /* what a condition without any operation is */
        for (uint32_t i = 0; i < condition->count; i++) {
                const struct operation *operation = &condition->operations[i];
                switch (operation->kind) {
                case DO_AND:
                        top--;
                        stack[top - 1] = both(stack[top - 1], stack[top]);
                        break;
                case DO_OR:
                        top--;
                        stack[top - 1] = negate(both(negate(stack[top - 1]), negate(stack[top])));
                        break;
                case DO_NOT:
                        stack[top - 1] = negate(stack[top - 1]);
                        break;
                case DO_UNLESS_FALSE:
                        i = stack[top - 1] == TRUTH_FALSE ? operation->index : i;
                        break;
                case DO_UNLESS_TRUE:
                        i = stack[top - 1] == TRUTH_TRUE ? operation->index : i;
                        break;
                case DO_UNLESS_NONE:
                        if (!any_held(held, operation->mask)) {
                                stack[top++] = TRUTH_FALSE;
                                i = operation->index;
                        }
                        break;
                case DO_NOTHING:
                        break;
                default:
                        stack[top++] = leaf_holds(operation, facts, held);
                }
        }
        return stack[top - 1];
}

/* The same leaf stands further up. */
static bool told_before(const struct condition *condition, uint32_t n) {
        const struct operation *operation = &condition->operations[n];
        for (uint32_t i = 0; i < n; i++) {
                const struct operation *other = &condition->operations[i];
                if (other->kind == operation->kind && other->index == operation->index && !other->negated)
                        return true;
        }
        return false;
}

void condition_visit(const struct condition *condition, const struct facts *facts, const uint64_t *held,
                     const struct condition_visitor *visitor) {
        for (uint32_t i = 0; i < condition->count; i++) {
                const struct operation *operation = &condition->operations[i];
                bool leaf = operation->kind == DO_SIGNAL || operation->kind == DO_QUANTITY;
                if (!leaf || operation->negated || leaf_holds(operation, facts, held) != TRUTH_TRUE ||
                    told_before(condition, i))
                        continue;
                if (operation->kind == DO_SIGNAL)
                        visitor->signal(visitor->user, operation->index);
                else
                        visitor->quantity(visitor->user, operation->index);
        }
}
