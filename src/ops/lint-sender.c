/* From against the one whom the METHOD lets act (RFC 6047 2.2, 3), and what DMARC does to it (RFC 7960). */
#include "message/message.h"
#include "ops/lint-rules.h"

static struct lint_place at_from(const struct linter *linter) {
        const struct header *from = message_header(linter->judgement->message, HEADER_FROM);
        return (struct lint_place){ .line = from ? from->line : 0 };
}

static struct span pair(struct linter *linter, const char *role, struct span address) {
        return arena_format(linter->arena, "From: %.*s, %s %.*s", SPAN_SHOWN(linter->judgement->facts->from.address),
                            role, SPAN_SHOWN(address));
}

/* What the message says of itself, where nobody says how it was authenticated. */
static void lint_organizer(struct linter *linter) {
        const struct facts *facts = linter->judgement->facts;
        struct span organizer = facts->organizer.address, from = facts->from.address;
        struct span found = pair(linter, "organizer", organizer);
        if (span_equal(from, organizer) || facts->list || facts->service != SERVICE_NONE ||
            facts->service_claimed != SERVICE_NONE)
                return;
        if (span_equal(from, facts->sent_by.address))
                lint_add(linter, LINT_ID_FROM_DELEGATE, at_from(linter), found);
        else if (span_equal(facts->reply_to.address, organizer))
                lint_add(linter, LINT_ID_FROM_SERVICE, at_from(linter), found);
        else if (!span_equal(facts->from.domain, facts->organizer.domain))
                lint_add(linter, LINT_ID_FROM_OTHER, at_from(linter), found);
}

static bool diagnosed(struct linter *linter, struct span found) {
        static const enum lint_id ids[] = {
                [DMARC_D2] = LINT_ID_FROM_FOREIGN,   [DMARC_D3] = LINT_ID_FROM_SERVICE,
                [DMARC_D4] = LINT_ID_FROM_FORWARDED, [DMARC_D5] = LINT_ID_REPLY_FROM_OTHER,
                [DMARC_D6] = LINT_ID_FROM_DELEGATE,
        };
        enum dmarc_case which = linter->judgement->facts->dmarc_case;
        if (which < DMARC_D2 || which > DMARC_D6)
                return false;
        lint_add(linter, ids[which], at_from(linter), found);
        return true;
}

void lint_sender(struct linter *linter) {
        const struct facts *facts = linter->judgement->facts;
        if (facts->from.address.len == 0 || facts->meeting.method == METHOD_NONE)
                return;
        if (diagnosed(linter, pair(linter, "organizer", facts->organizer.address)))
                return;
        switch (facts->meeting.method) {
        case METHOD_REQUEST:
        case METHOD_ADD:
        case METHOD_CANCEL:
        case METHOD_DECLINECOUNTER:
                if (facts->organizer.address.len > 0)
                        lint_organizer(linter);
                break;
        case METHOD_REPLY:
        case METHOD_REFRESH:
        case METHOD_COUNTER:
                if (facts->originator.address.len > 0 && !span_equal(facts->originator.address, facts->from.address))
                        lint_add(linter, LINT_ID_REPLY_FROM_OTHER, at_from(linter),
                                 pair(linter, "attendee", facts->originator.address));
                break;
        default:
                break;
        }
}
