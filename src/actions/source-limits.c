#include "actions/source-limits.h"

#include <stdio.h>

#include "base/arena.h"
#include "config/config.h"
#include "facts/facts.h"
#include "store/counters.h"

enum { KEY_BYTES = 800, SUBJECTS = 3 };

/* One of whom is counted. */
struct subject {
        enum plan_limit by;
        struct span name; /* as it is counted; empty: not known, not counted */
        char messages_key[KEY_BYTES], recipients_key[KEY_BYTES];
        double most_messages, most_recipients;
};

/* Names are the same in either case of letters, and may hold anything. */
static void key_write(char ret[static KEY_BYTES], const char *what, enum plan_limit by, struct span beside,
                      struct span name) {
        size_t len = (size_t)snprintf(ret, KEY_BYTES, "out-%s:%s:", what, plan_limit_name(by));
        for (size_t i = 0; i < beside.len && len < KEY_BYTES / 2; i++)
                ret[len++] = ascii_lower(beside.ptr[i]);
        ret[len++] = ':';
        for (size_t i = 0; i < name.len && len < KEY_BYTES - 1; i++)
                ret[len++] = ascii_lower(name.ptr[i]);
        ret[len] = '\0';
}

static void subject_fill(struct subject *subject, enum plan_limit by, struct span name, struct span beside,
                         double messages, double recipients) {
        *subject = (struct subject){ .by = by, .name = name, .most_messages = messages, .most_recipients = recipients };
        key_write(subject->messages_key, "messages", by, beside, name);
        key_write(subject->recipients_key, "recipients", by, beside, name);
}

/* One of ours in the form that all his writings share. A login without a domain is in the first of own-domains. */
static struct span own_name(const struct config *config, struct span given, bool is_login, struct arena *arena) {
        const struct option_list *domains = &config->options.list[OPT_OWN_DOMAINS];
        char name[ADDRESS_BYTES];
        given = span_trim(given);
        while (given.len > 1 && given.ptr[given.len - 1] == '.')
                given.len--;
        if (is_login && given.len && span_find_byte(given, '@') == given.len && domains->count)
                given = arena_format(arena, "%.*s@%s", (int)span_head(given, ADDRESS_BYTES).len, given.ptr,
                                     domains->items[0]);
        return arena_copy(arena, span_from(aliases_resolve(config->aliases, given, name)));
}

/* An organizer is a claim, so he is counted within the account that makes it, or the client where nobody logged in: nobody
 * can use up another's share. */
static void subjects_fill(const struct config *config, const struct facts *facts, struct arena *arena,
                          struct subject subjects[static SUBJECTS]) {
        const double *number = config->options.number;
        const struct item *item = facts->item;
        struct span account = own_name(config, item->auth_user, true, arena);
        subject_fill(&subjects[0], PLAN_LIMIT_ACCOUNT, account, (struct span){ 0 }, number[OPT_LIMIT_ACCOUNT_MESSAGES],
                     number[OPT_LIMIT_ACCOUNT_RECIPIENTS]);
        subject_fill(&subjects[1], PLAN_LIMIT_CLIENT, account.len ? (struct span){ 0 } : item->client_ip,
                     (struct span){ 0 }, number[OPT_LIMIT_CLIENT_MESSAGES], number[OPT_LIMIT_CLIENT_RECIPIENTS]);
        subject_fill(&subjects[2], PLAN_LIMIT_ORGANIZER, own_name(config, facts->organizer.address, false, arena),
                     account.len ? account : item->client_ip, number[OPT_LIMIT_ORGANIZER_MESSAGES],
                     number[OPT_LIMIT_ORGANIZER_RECIPIENTS]);
}

static bool is_exempt(const struct options *options, struct span name) {
        return name.len && option_list_has(options, OPT_LIMIT_EXEMPT, name);
}

/* What is asked for each subject: its messages so far, and its recipients with these. */
static void ask(struct counters *counters, struct subject *subjects, uint32_t window, const struct span *members,
                uint32_t member_count, struct count counts[static 2 * SUBJECTS]) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < SUBJECTS; i++) {
                if (!subjects[i].name.len)
                        continue;
                counts[count++] = (struct count){ .key = span_from(subjects[i].messages_key), .window_s = window };
                counts[count++] = (struct count){ .key = span_from(subjects[i].recipients_key),
                                                  .window_s = window,
                                                  .members = members,
                                                  .member_count = member_count,
                                                  .distinct = true };
        }
        counters_count(counters, counts, count);
}

static void limit_set(struct source_limit *ret, const struct subject *subject, bool recipients, uint64_t count) {
        struct span name = span_head(subject->name, sizeof ret->subject - 1);
        *ret = (struct source_limit){ .by = subject->by,
                                      .recipients = recipients,
                                      .count = count,
                                      .most = (uint64_t)(recipients ? subject->most_recipients
                                                                    : subject->most_messages) };
        for (size_t i = 0; i < name.len; i++)
                ret->subject[i] = ascii_lower(name.ptr[i]);
}

static bool is_over(double most, uint64_t count) {
        return most > 0 && (double)count > most;
}

static void compare(const struct subject *subjects, const struct count *counts, struct source_limit *ret) {
        for (uint32_t i = 0, at = 0; i < SUBJECTS; i++) {
                const struct subject *subject = &subjects[i];
                if (!subject->name.len)
                        continue;
                uint64_t messages = counts[at++].result + 1, recipients = counts[at++].result;
                if (is_over(subject->most_messages, messages))
                        limit_set(ret, subject, false, messages);
                else if (is_over(subject->most_recipients, recipients))
                        limit_set(ret, subject, true, recipients);
                if (ret->by != PLAN_LIMIT_NONE)
                        return;
        }
}

static void count_message(struct counters *counters, const struct subject *subjects, uint32_t window) {
        struct count counts[SUBJECTS];
        uint32_t count = 0;
        for (uint32_t i = 0; i < SUBJECTS; i++)
                if (subjects[i].name.len)
                        counts[count++] = (struct count){ .key = span_from(subjects[i].messages_key),
                                                          .window_s = window,
                                                          .by = 1 };
        counters_count(counters, counts, count);
}

void source_limits_count(struct counters *counters, const struct config *config, const struct facts *facts,
                         struct arena *arena, struct source_limit *ret) {
        const struct options *options = &config->options;
        const struct item *item = facts->item;
        *ret = (struct source_limit){ 0 };
        if (!counters || (item->channel != CHANNEL_MAIL_OUT && item->channel != CHANNEL_SUBMIT) ||
            is_exempt(options, item->auth_user) || is_exempt(options, item->client_ip))
                return;
        struct subject subjects[SUBJECTS];
        subjects_fill(config, facts, arena, subjects);
        if (is_exempt(options, subjects[0].name))
                return;
        if (is_exempt(options, facts->organizer.address) || is_exempt(options, subjects[2].name))
                subjects[2].name = (struct span){ 0 };

        const struct recipient *recipients = facts->recipients.items;
        struct span *members = arena_alloc(arena, facts->recipients.count * sizeof *members + 1);
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                members[i] = recipients[i].party.address;
        uint32_t window = (uint32_t)options->number[OPT_LIMIT_WINDOW];
        struct count counts[2 * SUBJECTS];
        ask(counters, subjects, window, members, facts->recipients.count, counts);
        compare(subjects, counts, ret);
        if (ret->by == PLAN_LIMIT_NONE)
                count_message(counters, subjects, window);
}
