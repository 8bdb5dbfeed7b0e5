/* The questions about an item, in the order of what they are worth: what comes late may find no time left. */
#include "base/limits.h"
#include "config/aliases.h"
#include "facts/gather.h"
#include "facts/history-inside.h"
#include "facts/needs.h"
#include "store/memory.h"

struct span history_key(const struct history_tools *tools, struct arena *arena, struct span address) {
        char out[ADDRESS_BYTES];
        if (!tools->aliases)
                return address;
        return arena_copy(arena, span_from(aliases_resolve(tools->aliases, address, out)));
}

bool history_concerns(const struct history_tools *tools, const struct facts *facts, const struct party *recipient) {
        switch (facts->item->channel) {
        case CHANNEL_MAIL_IN:
        case CHANNEL_ITIP:
                return true;
        case CHANNEL_MAIL_OUT:
        case CHANNEL_SUBMIT:
                return tools->options && address_is_own(tools->options, recipient->address) &&
                       !span_equal(facts->originator.address, recipient->address);
        default:
                return false;
        }
}

bool uid_names_one(struct span uid) {
        size_t zeros = 0;
        for (size_t i = 0; i < uid.len; i++)
                zeros += uid.ptr[i] == '0' || uid.ptr[i] == '-' || ascii_space(uid.ptr[i]);
        return zeros < uid.len;
}

/* What a person has confirmed for all recipients holds for the item. */
static void class_from_delegates(struct facts *facts) {
        const struct recipient *recipients = facts->recipients.items;
        uint32_t delegates = 0;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                delegates += recipients[i].history.delegate;
        if (delegates == 0 || delegates < facts->recipients.count)
                return;
        facts->originator.class = ORIGINATOR_VERIFIED_DELEGATE;
        facts->originator.identity = facts->from.address;
        facts->originator.reason = SPAN("The recipient has confirmed that the sender acts for the organizer.");
}

static void ask_for_recipient(struct asking *asking, struct recipient *recipient) {
        const struct facts *facts = asking->facts;
        struct span key = history_key(asking->tools, facts->arena, recipient->party.address);
        if (!history_concerns(asking->tools, facts, &recipient->party))
                return;
        if (recipient->relation == RELATION_NONE)
                recipient->relation = history_relation(asking, key);
        if (facts->meeting.event)
                (void)learned(asking, memory_choice(asking->tools->memory, key, &recipient->history.choice, NULL));
        history_standing(asking, key, recipient);
}

/* The strongest relation holds for the message: what is refused is refused for all. */
static void ask_memory(struct asking *asking) {
        struct facts *facts = asking->facts;
        struct recipient *recipients = facts->recipients.items;
        memory_begin(asking->tools->memory, facts->at == INT64_MIN ? 0 : facts->at, asking->tools->budget_ms);
        for (uint32_t i = 0; i < facts->recipients.count; i++) {
                ask_for_recipient(asking, &recipients[i]);
                if (i == 0 || recipients[i].relation > facts->relation)
                        facts->relation = recipients[i].relation;
        }
        class_from_delegates(facts);
        history_reputation(asking);
        if (asking->answered)
                facts->known |= NEEDS_HISTORY;
        if (asking->failed)
                fact_absent(facts, "history", "What is remembered could not be asked, or not within the time for it.");
}

void history_gather(struct facts *facts, const struct history_tools *tools) {
        struct asking asking = { .facts = facts, .tools = tools };
        asking.acting = party_new(facts, facts->originator.address, (struct span){ 0 });
        if (tools->memory && facts->meeting.event)
                history_look_at_others(&asking);
        if (tools->memory)
                ask_memory(&asking);
        if (tools->counters && tools->options)
                history_wave(&asking);
        if (facts->wave.known)
                facts->known |= NEEDS_HISTORY;
}
