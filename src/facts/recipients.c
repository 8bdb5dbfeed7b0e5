#include "base/limits.h"
#include "facts/gather.h"
#include "facts/needs.h"
#include "message/address.h"

static void recipient_add(struct facts *facts, struct span address, bool envelope) {
        struct mailbox mailbox = mailbox_read(facts->arena, address);
        if (mailbox.domain.len == 0)
                return;
        struct recipient *recipients = facts->recipients.items;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (span_equal(recipients[i].party.address, mailbox.key))
                        return;
        struct recipient *recipient = array_push(&facts->recipients, facts->arena, sizeof *recipient,
                                                 LIMIT_FACT_RECIPIENTS);
        if (recipient)
                *recipient = (struct recipient){ .party = party_new(facts, mailbox.key, (struct span){ 0 }),
                                                 .relation = facts->item->relation,
                                                 .envelope = envelope };
}

/* What stands above the topmost Received was written behind it, by those who delivered: no sender reaches there. */
static bool is_of_delivery(const struct message *message, enum header_name id) {
        for (uint32_t i = 0; i < message->headers.count; i++) {
                enum header_name other = message->headers.items[i].id;
                if (other != id && other != HEADER_RECEIVED)
                        continue;
                bool received_below = false;
                for (uint32_t n = i + 1; other == id && n < message->headers.count && !received_below; n++)
                        received_below = message->headers.items[n].id == HEADER_RECEIVED;
                return received_below;
        }
        return false;
}

static void recipients_from(struct facts *facts, enum header_name id) {
        struct mailboxes mailboxes = message_mailboxes(facts->arena, facts->message, id);
        bool delivered = is_of_delivery(facts->message, id);
        for (uint32_t i = 0; i < mailboxes.count; i++)
                recipient_add(facts, mailboxes.items[i].address, delivered && i == 0);
}

/* Without an envelope: the fields that delivery writes, else To where it names one alone. */
void gather_recipients(struct facts *facts) {
        for (uint32_t i = 0; i < facts->item->rcpt_count; i++)
                recipient_add(facts, facts->item->rcpt[i], true);
        if (facts->recipients.count == 0 && facts->message) {
                recipients_from(facts, HEADER_DELIVERED_TO);
                if (facts->recipients.count == 0)
                        recipients_from(facts, HEADER_X_ORIGINAL_TO);
                if (facts->recipients.count == 0) {
                        struct mailboxes to = message_mailboxes(facts->arena, facts->message, HEADER_TO);
                        struct mailboxes cc = message_mailboxes(facts->arena, facts->message, HEADER_CC);
                        if (to.seen == 1 && cc.seen == 0 && to.count == 1)
                                recipient_add(facts, to.items[0].address, false);
                }
        }
        facts->relation = facts->item->relation;
        if (facts->recipients.count > 0)
                facts->known |= NEEDS_RECIPIENT;
        else
                fact_absent(facts, "recipient", "Neither an envelope nor a delivery field says for whom it is.");
}
