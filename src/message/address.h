/* address: mailboxes of From, To and the like (RFC 5322 3.4), and of what stands in their place. */
#pragma once

#include "message/message.h"

struct mailbox {
        struct span name;          /* display name (or, without one, the comment behind the address); decoded, UTF-8 */
        struct span address;       /* local@domain, the local part unquoted and as written, the domain in lower case */
        struct span local, domain; /* parts of `address`; domain empty when there is no @ */
        struct span key;           /* all in lower case (ASCII): for comparing */
        bool in_group;
        bool bare;   /* no angle brackets around the address */
        bool broken; /* not what RFC 5322 allows; the address is what a client would take */
};

struct mailboxes {
        const struct mailbox *items;
        uint32_t count;
        uint32_t seen;   /* also those over LIMIT_MAILBOXES */
        uint32_t groups; /* `name: …;` */
        bool null;       /* `<>` alone: the null reverse path */
        bool broken;     /* any of them, or what stands between them */
};

/* `raw`: a field's value, may be folded. Comments nest to any depth at no cost. */
struct mailboxes mailboxes_read(struct arena *arena, struct span raw);
/* All mailboxes of all fields of that name in a message, in their order. */
struct mailboxes message_mailboxes(struct arena *arena, const struct message *message, enum header_name id);
/* One address as an envelope or a mailto: has it: `<user@EXAMPLE.org>`, `user@example.org`. */
struct mailbox mailbox_read(struct arena *arena, struct span raw);
