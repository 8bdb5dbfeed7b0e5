/* What became of an event, and where it came from, as a person would say it. */
#include "facts/originator.h"
#include "ops/mine.h"
#include "report/instant.h"
#include "store/events.h"

enum { TELL_BYTES = 8192, NAME_BYTES = 200 };

/* At most so much of what a stranger wrote, and no controls. */
static void name(struct buf *buf, const char *text) {
        for (size_t i = 0; text[i] && i < NAME_BYTES; i++)
                buf_add_byte(buf, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i]);
}

static bool is(const char *a, const char *b) {
        return strcmp(a, b) == 0;
}

static void add_state(struct buf *buf, const struct arrival_record *arrival) {
        static const struct {
                const char *state, *sentence;
        } sentences[] = {
                { ARRIVAL_PENDING, "It is on its way into your calendar; the calendar server has not taken it yet." },
                { ARRIVAL_OFFERED, "It is not in your calendar, but you may add it." },
                { ARRIVAL_WITHHELD, "It is kept out of your calendar." },
                { ARRIVAL_APPLIED, "It changed an event that is in your calendar." },
                { ARRIVAL_UNCHANGED, "It changed nothing in your calendar." },
                { ARRIVAL_REMOVED, "It was taken out of your calendar, and nobody was told." },
                { ARRIVAL_DISMISSED, "It is not in your calendar, and was put aside." },
        };
        if (is(arrival->state, ARRIVAL_INSERTED)) {
                buf_add(buf, is(arrival->placement, "insert-quiet")
                                     ? SPAN("It is in your calendar as tentative; it blocks no time and rings no alarm.")
                                     : SPAN("It is in your calendar."));
                return;
        }
        for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
                if (is(arrival->state, sentences[i].state))
                        buf_add(buf, span_from(sentences[i].sentence));
}

const char *mine_why(struct arena *arena, const struct arrival_record *arrival) {
        struct buf buf = buf_in(arena, TELL_BYTES);
        add_state(&buf, arrival);
        if (*arrival->reason) {
                buf_add_byte(&buf, ' ');
                buf_add(&buf, span_head(span_from(arrival->reason), 1000));
        }
        if (*arrival->changed_by) {
                char at[INSTANT_BYTES];
                instant_write(arrival->changed, at);
                buf_add_format(&buf, " That was decided by ");
                name(&buf, arrival->changed_by);
                buf_add_format(&buf, " on %s.", at);
        }
        buf_add_byte(&buf, 0);
        return buf.ptr;
}

/* How far the sender is to be believed. */
static struct span proof_of(enum originator_class class) {
        switch (class) {
        case ORIGINATOR_VERIFIED:
                return SPAN(" It is proven that it came from there.");
        case ORIGINATOR_VERIFIED_DELEGATE:
                return SPAN(" It is proven that it came from somebody who acts for the organizer.");
        case ORIGINATOR_DOMAIN_VERIFIED:
                return SPAN(" It is proven that it came from that domain, though not from whom there.");
        case ORIGINATOR_SERVICE:
                return SPAN(" A known calendar service sent it in the organizer's name.");
        case ORIGINATOR_SPOOF:
                return SPAN(" It is disproven that it came from there: somebody else has sent it.");
        default:
                return SPAN(" Nothing proves that it came from there: anybody can write such an address.");
        }
}

static void add_channel(struct buf *buf, const struct arrival_record *arrival, const struct event_record *event) {
        char at[INSTANT_BYTES];
        instant_write(arrival->at, at);
        if (is(arrival->channel, "feed"))
                buf_add(buf, SPAN("It came with a calendar that is subscribed to"));
        else if (is(arrival->channel, "import"))
                buf_add(buf, SPAN("It was imported"));
        else if (is(arrival->channel, "submit") || is(arrival->channel, "itip"))
                buf_add(buf, SPAN("Another user of this calendar server sent it"));
        else
                buf_add(buf, SPAN("It came by mail"));
        if (event && *event->source) {
                buf_add(buf, SPAN(", from "));
                name(buf, event->source);
        }
        buf_add_format(buf, " on %s", at);
        if (*arrival->sender) {
                buf_add(buf, SPAN(", sent by "));
                name(buf, arrival->sender);
        }
        if (*arrival->organizer && !is(arrival->organizer, arrival->sender)) {
                buf_add(buf, SPAN(", in the name of the organizer "));
                name(buf, arrival->organizer);
        }
        buf_add_byte(buf, '.');
}

const char *mine_how(struct arena *arena, const struct arrival_record *arrival, const struct event_record *event) {
        struct buf buf = buf_in(arena, TELL_BYTES);
        add_channel(&buf, arrival, event);
        buf_add(&buf, proof_of(originator_class_from_name(span_from(arrival->originator))));
        if (event && *event->proof) {
                buf_add(&buf, SPAN(" (Proof: "));
                name(&buf, event->proof);
                buf_add(&buf, SPAN(".)"));
        }
        if (*arrival->message_id) {
                buf_add(&buf, SPAN(" The message is <"));
                name(&buf, arrival->message_id);
                buf_add(&buf, SPAN(">."));
        }
        if (event && *event->client) {
                buf_add(&buf, SPAN(" It was handed over by the host "));
                name(&buf, event->client);
                buf_add_byte(&buf, '.');
        }
        if (event && *event->user_agent) {
                buf_add(&buf, SPAN(" It was made with "));
                name(&buf, event->user_agent);
                buf_add_byte(&buf, '.');
        }
        buf_add_byte(&buf, 0);
        return buf.ptr;
}
