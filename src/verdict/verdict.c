#include "verdict/verdict.h"

#include "facts/facts.h"
#include "lookup/lookup.h"
#include "message/message.h"
#include "verdict/config.h"
#include "verdict/placement.h"

/* Further signals count with powers of at most a quarter: behind the sixth nothing is left that matters. */
enum { STRONGEST = 6 };

/* The strongest weights of a group on one side, the largest first. */
struct side {
        double weights[STRONGEST];
        uint32_t count;
};

struct group_sides {
        struct side against, for_it;
};

struct judging {
        const struct verdict_config *config;
        const struct facts *facts;
        struct group_sides groups[GROUPS];
        bool proof;
};

/* What a relation makes of it. */
struct outcome {
        double group_sum[GROUPS];
        double log_odds, probability;
        enum verdict_class class;
        enum placement placement;
        const char *placement_reason;
};

static void side_add(struct side *side, double weight) {
        uint32_t at = side->count;
        while (at > 0 && side->weights[at - 1] < weight)
                at--;
        if (at == STRONGEST)
                return;
        if (side->count < STRONGEST)
                side->count++;
        for (uint32_t i = side->count - 1; i > at; i--)
                side->weights[i] = side->weights[i - 1];
        side->weights[at] = weight;
}

static void collect_one(struct judging *judging, const struct signal *signal) {
        struct group_sides *sides = &judging->groups[signal->kind->group];
        if (signal->weight > 0)
                side_add(&sides->against, signal->weight);
        else if (signal->weight < 0)
                side_add(&sides->for_it, -signal->weight);
        judging->proof |= signal->kind->proof;
}

/* What holds for everybody. */
static void collect(struct judging *judging, const struct signals *signals) {
        const struct signal *list = signals->list.items;
        for (uint32_t i = 0; i < signals->list.count; i++)
                if (!list[i].only)
                        collect_one(judging, &list[i]);
}

static bool has_own(const struct signals *signals, uint32_t recipient) {
        const struct signal *list = signals->list.items;
        for (uint32_t i = 0; i < signals->list.count; i++)
                if (list[i].only && list[i].only[recipient])
                        return true;
        return false;
}

static double side_sum(const struct side *side, double further, double cap) {
        double sum = 0, part = 1;
        for (uint32_t i = 0; i < side->count; i++, part *= further)
                sum += side->weights[i] * part;
        return sum < cap ? sum : cap;
}

/* A relation lowers what speaks against it in groups that yield, never links, malware or listings (attack 11). */
static void add_up(const struct judging *judging, enum relation relation, struct outcome *ret) {
        const double *number = judging->config->options.number;
        double factor = verdict_relation_factor(judging->config, relation);
        ret->log_odds = number[OPT_PRIOR];
        for (enum group i = 0; i < GROUPS; i++) {
                const struct group_sides *sides = &judging->groups[i];
                double against = side_sum(&sides->against, number[OPT_FURTHER], group_table[i].cap);
                double for_it = side_sum(&sides->for_it, number[OPT_FURTHER], group_table[i].cap);
                ret->group_sum[i] = against * (group_table[i].yields_to_relation ? factor : 1) - for_it;
                ret->log_odds += ret->group_sum[i];
        }
        ret->probability = verdict_probability(judging->config, ret->log_odds);
}

/* DESIGN 2: `certain` needs a proof, or independent groups and nobody who is known. */
static bool may_be_certain(const struct judging *judging, enum relation relation, const struct outcome *outcome) {
        if (judging->proof)
                return true;
        if (relation != RELATION_NONE && relation != RELATION_BLOCKED)
                return false;
        uint32_t groups = 0;
        for (enum group i = 0; i < GROUPS; i++)
                groups += outcome->group_sum[i] >= judging->config->options.number[OPT_CERTAIN_SUM];
        return groups >= judging->config->options.number[OPT_CERTAIN_GROUPS];
}

static enum verdict_class class_of(const struct judging *judging, enum relation relation, const struct outcome *outcome) {
        const double *number = judging->config->options.number;
        if (outcome->probability >= number[OPT_CERTAIN] && may_be_certain(judging, relation, outcome))
                return CLASS_CERTAIN;
        if (outcome->probability >= number[OPT_SPAM])
                return CLASS_SPAM;
        return outcome->probability >= number[OPT_DOUBTFUL] ? CLASS_DOUBTFUL : CLASS_CLEAN;
}

static struct outcome judge_for(const struct judging *judging, enum relation relation) {
        struct outcome outcome = { 0 };
        add_up(judging, relation, &outcome);
        outcome.class = class_of(judging, relation, &outcome);
        return outcome;
}

/* With what holds for one recipient alone. */
static struct outcome judge_with_own(const struct judging *judging, const struct signals *signals, uint32_t recipient,
                                     enum relation relation) {
        struct judging own = *judging;
        const struct signal *list = signals->list.items;
        for (uint32_t i = 0; i < signals->list.count; i++)
                if (list[i].only && list[i].only[recipient])
                        collect_one(&own, &list[i]);
        return judge_for(&own, relation);
}

/* Whether others sent more than was read: what stands there may be an event of anybody. */
static bool is_cut(const struct facts *facts) {
        bool from_others = facts->item->channel == CHANNEL_MAIL_IN || facts->item->channel == CHANNEL_ITIP;
        return facts->item->truncated || (from_others && defects_has(facts->defects, DEFECT_CALENDAR_TOO_MUCH));
}

/* A calendar in the middle of a text: a helpdesk that quotes what it was sent has signed it, and not written it. Where the
 * message says twice what it is, signed is only the one below, and others may read the other. */
static bool is_quoted(const struct facts *facts) {
        const struct part *part = facts->meeting.calendar ? message_part(facts->message, facts->meeting.calendar->part)
                                                          : NULL;
        bool labelled = part && (part->calendar_by_type || part->calendar_by_name);
        return part && (!labelled || facts->message->count[HEADER_CONTENT_TYPE] > 1);
}

/* The worst that another scanner says. */
static enum opinion_kind worst_opinion(const struct facts *facts) {
        const struct opinion *opinions = facts->opinions.items;
        enum opinion_kind worst = OPINION_CLEAN;
        for (uint32_t i = 0; i < facts->opinions.count; i++)
                worst = opinions[i].kind > worst ? opinions[i].kind : worst;
        return worst;
}

static enum choice choice_named(struct span word) {
        return span_equal(word, SPAN("ask"))     ? CHOICE_ASK
               : span_equal(word, SPAN("known")) ? CHOICE_KNOWN
                                                 : CHOICE_USUAL;
}

/* The recipient's own, else that of his domain, else the site's. */
static enum choice choice_of(const struct judging *judging, const struct recipient *recipient) {
        const struct options *options = &judging->config->options;
        const struct option_list *domains = &options->list[OPT_DOMAIN_CHOICES];
        if (recipient->history.choice)
                return choice_named(span_from(recipient->history.choice));
        for (uint32_t i = 0; i < domains->count; i++) {
                struct span rest = span_from(domains->items[i]);
                struct span domain = span_trim(span_split(&rest, '='));
                if (span_equal_nocase(domain, recipient->party.host))
                        return choice_named(span_trim(rest));
        }
        return (enum choice)option_choice(options, OPT_CHOICE);
}

/* Of the message: the strictest that any of its recipients has chosen. */
static enum choice choice_of_all(const struct judging *judging) {
        const struct recipient *recipients = judging->facts->recipients.items;
        uint32_t count = judging->facts->recipients.count;
        enum choice all = count ? CHOICE_USUAL : (enum choice)option_choice(&judging->config->options, OPT_CHOICE);
        for (uint32_t i = 0; i < count; i++) {
                enum choice one = choice_of(judging, &recipients[i]);
                all = one > all ? one : all;
        }
        return all;
}

/* What a person has confirmed for one recipient, and what only his history knows. NULL: the message, which has what is the
 * same for all. */
static void place(const struct judging *judging, enum relation relation, const struct recipient_history *history,
                  enum choice choice, struct outcome *outcome) {
        const struct facts *facts = judging->facts;
        bool delegate = history && history->delegate;
        const struct placement_case what = {
                .class = outcome->class,
                .channel = facts->item->channel,
                .originator = delegate ? ORIGINATOR_VERIFIED_DELEGATE : facts->originator.class,
                .relation = relation,
                .method = facts->meeting.method,
                .choice = choice,
                .standing = history ? history->standing : STANDING_NONE,
        };
        outcome->placement = placement_find(&what, &outcome->placement_reason);
        enum opinion_kind others = worst_opinion(facts);
        if (others >= OPINION_SPAM) {
                outcome->placement = PLACEMENT_WITHHOLD;
                outcome->placement_reason = "Another scanner has judged it to be abuse, which never reaches a calendar";
        }
        bool inserts = outcome->placement == PLACEMENT_INSERT || outcome->placement == PLACEMENT_INSERT_QUIET;
        if (inserts && others == OPINION_PROBABLE) {
                outcome->placement = PLACEMENT_OFFER;
                outcome->placement_reason = "Another scanner takes it for probable spam: the recipient decides";
        }
        if (inserts && is_quoted(facts)) {
                outcome->placement = PLACEMENT_OFFER;
                outcome->placement_reason = "It is text of the mail, not a calendar of its own";
        }
        if (inserts && is_cut(facts)) {
                outcome->placement = PLACEMENT_OFFER;
                outcome->placement_reason = "It is larger than what is read, and nobody knows what the rest holds";
        }
}

/* A relation counts only for a proven identity; a block needs no proof. */
static enum relation counting_relation(const struct facts *facts, enum relation relation, bool delegate) {
        bool proven = delegate || facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED;
        return proven || relation == RELATION_BLOCKED ? relation : RELATION_NONE;
}

static void judge_recipients(const struct judging *judging, const struct signals *signals, struct arena *arena,
                             struct verdict *ret) {
        const struct facts *facts = judging->facts;
        uint32_t count = facts->recipients.count;
        const struct recipient *recipients = facts->recipients.items;
        struct recipient_verdict *list = arena_alloc(arena, count * sizeof *list + 1);
        struct outcome outcomes[RELATIONS];
        bool known[RELATIONS] = { false };
        for (uint32_t i = 0; i < count; i++) {
                const struct recipient_history *history = &recipients[i].history;
                enum relation relation = counting_relation(facts, recipients[i].relation, history->delegate);
                struct outcome outcome;
                if (has_own(signals, i)) {
                        outcome = judge_with_own(judging, signals, i, relation);
                } else {
                        if (!known[relation])
                                outcomes[relation] = judge_for(judging, relation);
                        known[relation] = true;
                        outcome = outcomes[relation];
                }
                place(judging, relation, history, choice_of(judging, &recipients[i]), &outcome);
                list[i] = (struct recipient_verdict){
                        .address = recipients[i].party.address,
                        .relation = relation,
                        .standing = history->standing,
                        .log_odds = outcome.log_odds,
                        .probability = outcome.probability,
                        .class = outcome.class,
                        .placement = outcome.placement,
                        .placement_reason = outcome.placement_reason,
                };
        }
        ret->recipients = list;
        ret->recipient_count = count;
}

/* The history that all recipients share; NULL where they differ, or there are none. */
static const struct recipient_history *common_history(const struct facts *facts) {
        const struct recipient *recipients = facts->recipients.items;
        for (uint32_t i = 1; i < facts->recipients.count; i++)
                if (recipients[i].history.standing != recipients->history.standing ||
                    recipients[i].history.delegate != recipients->history.delegate)
                        return NULL;
        return facts->recipients.count > 0 ? &recipients->history : NULL;
}

void verdict_judge(const struct verdict_config *config, const struct facts *facts, const struct signals *signals,
                   struct arena *arena, struct verdict *ret) {
        struct judging judging = { .config = config, .facts = facts };
        *ret = (struct verdict){ .examined = facts->calendar_like, .calibrated = config->point_count > 0 };
        if (!facts->calendar_like)
                return;
        collect(&judging, signals);
        /* The message part is what holds for everybody: that of the recipient who knows the organizer best. */
        const struct recipient_history *history = common_history(facts);
        enum relation relation = counting_relation(facts, facts->relation, history && history->delegate);
        struct outcome outcome = judge_for(&judging, relation);
        place(&judging, relation, history, choice_of_all(&judging), &outcome);
        memcpy(ret->group_sum, outcome.group_sum, sizeof ret->group_sum);
        ret->log_odds = outcome.log_odds;
        ret->probability = outcome.probability;
        ret->class = outcome.class;
        ret->placement = outcome.placement;
        ret->placement_reason = outcome.placement_reason;
        judge_recipients(&judging, signals, arena, ret);
}
