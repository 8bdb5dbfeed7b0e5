/* The same new content for many within a short time (the wave of November 2016; attacks 31, 32). */
#include "base/limits.h"
#include "config/options.h"
#include "facts/gather.h"
#include "facts/history-inside.h"
#include "store/counters.h"

enum {
        CONTENT_BYTES = 1000, /* of the texts that tell one content from another */
        CONTENT_LEAST = 12,   /* "Meeting" is everybody's */
        CONTENT_SHORT = 60,   /* so is "Weekly team meeting", unless of one sender's house */
        WEEK = 7 * 86400,
};

/* Letters only, in lower case: numbers, dates and tokens differ from copy to copy. A word with @ in it is left out. */
static void add_letters(struct buf *content, struct span text) {
        while (text.len > 0 && !content->overflow) {
                size_t end = 0;
                while (end < text.len && !ascii_space(text.ptr[end]))
                        end++;
                struct span word = span_head(text, end);
                text = span_skip(text, end + 1);
                if (span_has(word, SPAN("@")))
                        continue;
                for (size_t i = 0; i < word.len; i++)
                        if (ascii_alpha(word.ptr[i]) || (uint8_t)word.ptr[i] >= 0x80)
                                buf_add_byte(content, ascii_lower(word.ptr[i]));
        }
}

static void add_fields(struct buf *content, const struct facts *facts, const enum field *fields, size_t count) {
        for (size_t k = 0; k < count; k++)
                for (uint32_t i = 0; i < facts->fields[fields[k]].count; i++)
                        add_letters(content, span_head(facts->fields[fields[k]].items[i], CONTENT_BYTES));
}

/* Empty: too little to know it again. */
static struct span content_of(const struct facts *facts, struct arena *arena) {
        static const enum field of_event[] = { FIELD_SUMMARY, FIELD_DESCRIPTION, FIELD_LOCATION, FIELD_RICH };
        static const enum field of_mail[] = { FIELD_SUBJECT, FIELD_BODY };
        struct buf content = buf_in(arena, CONTENT_BYTES);
        if (facts->meeting.event)
                add_fields(&content, facts, of_event, sizeof of_event / sizeof *of_event);
        else
                add_fields(&content, facts, of_mail, sizeof of_mail / sizeof *of_mail);
        if (content.len < CONTENT_LEAST)
                return (struct span){ 0 };
        if (content.len < CONTENT_SHORT)
                buf_add(&content, facts->from.domain);
        return buf_span(&content);
}

static struct span key_of(struct arena *arena, const char *what, struct span content) {
        return arena_format(arena, "%s:%.*s", what, (int)content.len, content.ptr);
}

/* What nobody proven sent tells nothing of the same text from somebody proven: it may be a copy of his. */
static struct span conviction_of(const struct facts *facts, struct arena *arena, struct span content) {
        bool proven = facts->originator.class <= ORIGINATOR_SERVICE;
        return key_of(arena, proven ? "content-spam-proven" : "content-spam", content);
}

static const struct span *members_of(const struct asking *asking) {
        const struct facts *facts = asking->facts;
        const struct recipient *recipients = facts->recipients.items;
        struct span *members = arena_alloc(facts->arena, (facts->recipients.count + 1) * sizeof *members);
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                members[i] = history_key(asking->tools, facts->arena, recipients[i].party.address);
        return members;
}

void history_wave(struct asking *asking) {
        struct facts *facts = asking->facts;
        const double *number = asking->tools->options->number;
        bool looks = asking->tools->looks_only;
        bool comes_in = facts->item->channel == CHANNEL_MAIL_IN || facts->item->channel == CHANNEL_ITIP;
        struct span content = content_of(facts, facts->arena);
        if (!comes_in || content.len == 0 || facts->recipients.count == 0)
                return;
        struct span key = key_of(facts->arena, "content", content), uid = facts->meeting.uid_key;
        uint32_t window = (uint32_t)number[OPT_BURST_WINDOW], count = looks ? 0 : facts->recipients.count;
        const struct span *members = looks ? NULL : members_of(asking);
        struct count counts[] = {
                { .key = key, .window_s = window, .members = members, .member_count = count, .distinct = true },
                { .key = key, .window_s = WEEK, .members = members, .member_count = count, .distinct = true },
                { .key = key_of(facts->arena, "content-uids", content),
                  .window_s = WEEK,
                  .members = looks ? NULL : &uid,
                  .member_count = looks ? 0 : 1,
                  .distinct = true },
                { .key = conviction_of(facts, facts->arena, content), .window_s = WEEK },
        };
        counters_count(asking->tools->counters, counts, sizeof counts / sizeof *counts);
        uint64_t within = counts[0].result, week = counts[1].result;
        facts->wave = (struct wave){ .known = true,
                                     .recipients = (uint32_t)within,
                                     .before = week > within ? (uint32_t)(week - within) : 0,
                                     .uids = (uint32_t)counts[2].result,
                                     .convicted = counts[3].result > 0,
                                     .threshold = (uint32_t)number[OPT_BURST_RECIPIENTS],
                                     .window_s = window };
}

void history_convict(const struct history_tools *tools, const struct facts *facts, struct arena *arena) {
        struct span content = content_of(facts, arena);
        struct count counts[] = {
                { .key = key_of(arena, "content-spam", content), .window_s = WEEK, .by = 1 },
                { .key = conviction_of(facts, arena, content), .window_s = WEEK, .by = 1 },
        };
        if (tools->counters && content.len > 0)
                counters_count(tools->counters, counts, sizeof counts / sizeof *counts);
}
