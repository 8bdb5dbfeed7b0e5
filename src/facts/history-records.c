/* What of an item is to be remembered: who gets a claim, whose attendees are kept, what counts for a reputation. */
#include "base/limits.h"
#include "calendar/address.h"
#include "config/aliases.h"
#include "facts/history-inside.h"
#include "message/address.h"
#include "message/message.h"
#include "store/recorder.h"

/* Rows of attendees of one item, over all its recipients: a mail to a thousand about a meeting of a thousand must not fill
 * the queue. */
enum { ATTENDEE_ROWS = 5000 };

struct remembering {
        const struct history_case *what;
        const struct facts *facts;
        struct arena *arena;
        struct array rows; /* struct record */
        const struct attendee_record *attendees;
        uint32_t attendee_count, attendee_rows;
        int64_t at;
};

static const char *text(const struct remembering *remembering, struct span span) {
        return arena_copy(remembering->arena, span).ptr;
}

static void remember(struct remembering *remembering, struct record record) {
        struct record *row = array_push(&remembering->rows, remembering->arena, sizeof *row, UINT32_MAX);
        if (row)
                *row = record;
}

static bool is_abuse(const struct history_outcome *outcome) {
        return strcmp(outcome->class, "spam") == 0 || strcmp(outcome->class, "certain") == 0;
}

/* ---- Provenance ---------------------------------------------------------------------------------------------------- */

static const char *proof_of(const struct remembering *remembering) {
        const struct facts *facts = remembering->facts;
        const struct authentication *proof = &facts->authentication;
        const struct span *signers = proof->dkim_domains.items;
        if (facts->originator.identity.len == 0)
                return "";
        if (facts->item->auth_user.len > 0)
                return "login";
        if (proof->dmarc == AUTH_PASS)
                return arena_format(remembering->arena, "dmarc %.*s", (int)facts->from.domain.len,
                                    facts->from.domain.ptr)
                        .ptr;
        if (proof->dkim_domains.count > 0)
                return arena_format(remembering->arena, "dkim %.*s", (int)signers->len, signers->ptr).ptr;
        return arena_format(remembering->arena, "spf %.*s", (int)proof->spf_domain.len, proof->spf_domain.ptr).ptr;
}

static struct event_record *event_of(const struct remembering *remembering) {
        const struct facts *facts = remembering->facts;
        const struct item *item = facts->item;
        const struct meeting *meeting = &facts->meeting;
        const struct header *id = facts->message ? message_header(facts->message, HEADER_MESSAGE_ID) : NULL;
        struct span message_id = { 0 };
        if (id)
                (void)message_ids(id->value, &message_id, 1);
        struct event_record *event = arena_alloc(remembering->arena, sizeof *event);
        *event = (struct event_record){
                .uid = text(remembering, meeting->uid_key),
                .item = remembering->what->item,
                .instance = text(remembering, component_text(meeting->event, PROPERTY_RECURRENCE_ID)),
                .channel = channel_name(item->channel),
                .at = remembering->at,
                .message_id = text(remembering, message_id),
                .client = text(remembering, item->client_ip),
                .user = text(remembering, item->auth_user),
                .user_agent = text(remembering, remembering->what->user_agent),
                .source = text(remembering, remembering->what->source),
                .sender = text(remembering, facts->from.address),
                .identity = text(remembering, facts->originator.identity),
                .proof = proof_of(remembering),
                .originator_class = originator_class_name(facts->originator.class),
                .organizer = text(remembering, facts->organizer.address),
                .method = method_name(meeting->method),
                .sequence = meeting->sequence_known ? (int64_t)meeting->sequence : -1,
                .stamp = meeting->stamp_known ? meeting->stamp : 0,
                .summary = text(remembering, meeting->summary),
        };
        return event;
}

static void remember_event(struct remembering *remembering, const struct event_record *shared, const char *key,
                           const struct history_outcome *outcome) {
        struct event_record *event = arena_alloc(remembering->arena, sizeof *event);
        *event = *shared;
        event->recipient = key;
        event->class = outcome->class;
        event->placement = outcome->placement;
        remember(remembering, (struct record){ .kind = RECORD_EVENT, .event = event });
}

/* ---- Claims -------------------------------------------------------------------------------------------------------- */

static void attendees_read(struct remembering *remembering) {
        const struct facts *facts = remembering->facts;
        const struct attendee_fact *attendees = facts->attendees.items;
        uint32_t count = facts->attendees.count;
        struct attendee_record *list = arena_alloc(remembering->arena, (count + 1) * sizeof *list);
        for (uint32_t i = 0; i < count; i++) {
                struct calendar_address address;
                calendar_address_read(remembering->arena, attendees[i].property, &address);
                if (address.address.len == 0)
                        continue;
                list[remembering->attendee_count++] = (struct attendee_record){
                        .address = text(remembering, address.address),
                        .delegate_of = text(remembering, address.delegated_from),
                };
        }
        remembering->attendees = list;
}

/* The list of the whole event, if it can be kept whole. That of one instance, and who is uninvited by a CANCEL, are
 * others. */
static bool remember_attendees(struct remembering *remembering, const char *key) {
        const struct facts *facts = remembering->facts;
        bool whole = facts->meeting.attendees == facts->attendees.count && !is_about_instance(facts);
        if (facts->meeting.method != METHOD_REQUEST || !whole || remembering->attendee_count == 0 ||
            remembering->attendee_rows + remembering->attendee_count > ATTENDEE_ROWS)
                return false;
        remembering->attendee_rows += remembering->attendee_count;
        remember(remembering, (struct record){ .kind = RECORD_ATTENDEES,
                                               .attendees = { .recipient = key,
                                                              .uid = text(remembering, facts->meeting.uid_key),
                                                              .at = remembering->at,
                                                              .list = remembering->attendees,
                                                              .count = remembering->attendee_count } });
        return true;
}

static void remember_claim(struct remembering *remembering, const char *key, struct span identity,
                           enum originator_class class) {
        const struct facts *facts = remembering->facts;
        const struct meeting *meeting = &facts->meeting;
        bool whole = !is_about_instance(facts);
        struct claim_record *claim = arena_alloc(remembering->arena, sizeof *claim);
        *claim = (struct claim_record){
                .recipient = key,
                .uid = text(remembering, meeting->uid_key),
                .identity = text(remembering, identity),
                .originator_class = originator_class_name(class),
                .state = "proven",
                .organizer = text(remembering, facts->organizer.address),
                .sender = text(remembering, facts->from.address),
                .channel = channel_name(facts->item->channel),
                .item = remembering->what->item,
                .first = remembering->at,
                .last = remembering->at,
                .sequence = !whole                    ? -1
                            : meeting->sequence_known ? (int64_t)meeting->sequence
                                                      : 0,
                .stamp = whole && meeting->stamp_known ? meeting->stamp : 0,
                .cancelled = whole && meeting->method == METHOD_CANCEL,
        };
        remember(remembering, (struct record){ .kind = RECORD_CLAIM, .claim = claim });
}

/* CANCEL, ADD and DECLINECOUNTER are about an event that is there: they keep a claim, and make none. */
static bool makes_claims(enum method method) {
        return method == METHOD_REQUEST || method == METHOD_PUBLISH;
}

/* For a recipient: of who is proven, whose item was neither abuse nor withheld. Of two proven ones both are kept, so that
 * the conflict can be shown and decided; a service is not proven enough for that. */
static void claim_for(struct remembering *remembering, const struct recipient *recipient, const char *key,
                      const struct history_outcome *outcome) {
        const struct facts *facts = remembering->facts;
        const struct recipient_history *history = &recipient->history;
        enum originator_class class = history->delegate ? ORIGINATOR_VERIFIED_DELEGATE : facts->originator.class;
        struct span identity = history->delegate ? facts->from.address : facts->originator.identity;
        bool first = history->standing == STANDING_FIRST || history->standing == STANDING_CONFLICT;
        bool service = class == ORIGINATOR_SERVICE && history->standing == STANDING_CONFLICT;
        bool may = history->standing == STANDING_OWNER || (first && makes_claims(facts->meeting.method) && !service);
        if (class > ORIGINATOR_SERVICE || identity.len == 0 || !may || is_abuse(outcome) ||
            strcmp(outcome->placement, "withhold") == 0)
                return;
        remember_claim(remembering, key, identity, class);
        if (history->standing != STANDING_CONFLICT)
                (void)remember_attendees(remembering, key);
}

static void answer_of(struct remembering *remembering, const struct recipient *recipient, const char *key,
                      const struct history_outcome *outcome) {
        const struct facts *facts = remembering->facts;
        const struct attendee_fact *attendee = facts->attendees.items;
        if (facts->meeting.method != METHOD_REPLY || recipient->history.standing != STANDING_ATTENDEE ||
            facts->originator.class > ORIGINATOR_DOMAIN_VERIFIED || is_abuse(outcome) || facts->attendees.count == 0)
                return;
        struct span partstat = { 0 };
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (span_equal(attendee[i].party.address, facts->originator.address))
                        partstat = property_parameter_value(attendee[i].property, PARAMETER_PARTSTAT);
        remember(remembering,
                 (struct record){ .kind = RECORD_ANSWER,
                                  .answer = { .recipient = key,
                                              .uid = text(remembering, facts->meeting.uid_key),
                                              .address = text(remembering, facts->originator.address),
                                              .partstat = text(remembering, partstat),
                                              .sequence = facts->meeting.sequence_known ? facts->meeting.sequence : 0,
                                              .stamp = facts->meeting.stamp_known ? facts->meeting.stamp : 0 } });
}

/* ---- Our own events ------------------------------------------------------------------------------------------------ */

/* Who has logged in; of a name without a domain the envelope's sender, if he is called that and is ours (learn_owner in
 * transport/milter does the same). Empty: nobody. */
static struct span account_of(const struct remembering *remembering) {
        const struct facts *facts = remembering->facts;
        const struct options *options = remembering->what->tools->options;
        struct mailbox login = mailbox_read(remembering->arena, facts->item->auth_user);
        if (login.domain.len > 0)
                return login.key;
        bool named = span_equal_nocase(span_trim(facts->item->auth_user), facts->envelope.local);
        bool ours = !options || options->list[OPT_OWN_DOMAINS].count == 0 ||
                    address_is_own(options, facts->envelope.address);
        return named && ours ? facts->envelope.address : (struct span){ 0 };
}

/* Whether the account organizes: nobody makes or changes the event of another, were he of the same house. Without a login
 * the socket says that it is one of ours, and From which. */
static bool organizes(const struct remembering *remembering, struct span owner) {
        const struct facts *facts = remembering->facts;
        if (facts->item->auth_user.len == 0)
                return !facts->message || party_same(&facts->from, &facts->organizer);
        struct span account = account_of(remembering);
        return account.len > 0 && span_equal(history_key(remembering->what->tools, remembering->arena, account), owner);
}

/* Without the whole list nobody can be told from those who are not on it. */
static void remember_any_attendee(struct remembering *remembering, const char *key) {
        static const struct attendee_record any = { .address = ANY_ATTENDEE, .delegate_of = "" };
        remember(remembering,
                 (struct record){ .kind = RECORD_ATTENDEES,
                                  .attendees = { .recipient = key,
                                                 .uid = text(remembering, remembering->facts->meeting.uid_key),
                                                 .at = remembering->at,
                                                 .list = &any,
                                                 .count = 1 } });
}

static void own_event(struct remembering *remembering, const struct event_record *event) {
        const struct facts *facts = remembering->facts;
        struct span owner = history_key(remembering->what->tools, remembering->arena, facts->organizer.address);
        if (!party_given(&facts->organizer) || !organizes(remembering, owner))
                return;
        const char *key = text(remembering, owner);
        remember_event(remembering, event, key, &remembering->what->message);
        if (is_abuse(&remembering->what->message) || facts->meeting.method != METHOD_REQUEST || is_about_instance(facts))
                return;
        if (!remember_attendees(remembering, key))
                remember_any_attendee(remembering, key);
        remember_claim(remembering, key, owner, ORIGINATOR_VERIFIED);
}

static void remember_events(struct remembering *remembering) {
        const struct facts *facts = remembering->facts;
        const struct recipient *recipients = facts->recipients.items;
        if (!facts->meeting.event || !uid_names_one(facts->meeting.uid_key))
                return;
        const struct event_record *event = event_of(remembering);
        attendees_read(remembering);
        if (facts->item->channel == CHANNEL_MAIL_OUT || facts->item->channel == CHANNEL_SUBMIT)
                own_event(remembering, event);
        for (uint32_t i = 0; i < facts->recipients.count; i++) {
                const struct history_outcome *outcome = &remembering->what->recipients[i];
                if (!history_concerns(remembering->what->tools, facts, &recipients[i].party))
                        continue;
                const char *key = text(remembering, history_key(remembering->what->tools, remembering->arena,
                                                                recipients[i].party.address));
                remember_event(remembering, event, key, outcome);
                claim_for(remembering, &recipients[i], key, outcome);
                answer_of(remembering, &recipients[i], key, outcome);
        }
}

/* ---- Reputation ---------------------------------------------------------------------------------------------------- */

static void count_for(struct remembering *remembering, enum reputation_kind kind, struct span subject) {
        const char *class = remembering->what->message.class;
        if (subject.len == 0)
                return;
        remember(remembering, (struct record){ .kind = RECORD_REPUTATION,
                                               .reputation = { .kind = kind,
                                                               .subject = text(remembering, subject),
                                                               .add = { .clean = strcmp(class, "clean") == 0,
                                                                        .doubtful = strcmp(class, "doubtful") == 0,
                                                                        .spam = strcmp(class, "spam") == 0,
                                                                        .certain = strcmp(class, "certain") == 0 },
                                                               .at = remembering->at } });
}

/* Of what is proven only (history_reputation asks for the same). */
static void remember_reputation(struct remembering *remembering) {
        const struct facts *facts = remembering->facts;
        if (facts->item->channel != CHANNEL_MAIL_IN && facts->item->channel != CHANNEL_ITIP)
                return;
        if (identity_is_address(facts->originator.identity))
                count_for(remembering, REPUTATION_ADDRESS, facts->originator.identity);
        if (facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED)
                count_for(remembering, REPUTATION_ORGANIZER, facts->originator.address);
        if (facts->authentication.aligned && !facts->from.freemail)
                count_for(remembering, REPUTATION_DOMAIN, facts->from.domain);
        count_for(remembering, REPUTATION_NETWORK,
                  history_network(remembering->arena, remembering->what->tools->options, facts->item->client_ip));
}

struct array history_records(const struct history_case *what, struct arena *arena) {
        struct remembering remembering = { .what = what, .facts = what->facts, .arena = arena };
        const struct facts *facts = what->facts;
        if (!facts->calendar_like)
                return remembering.rows;
        remembering.at = facts->at == INT64_MIN ? 0 : facts->at;
        if (is_abuse(&what->message))
                history_convict(what->tools, facts, arena);
        if (what->tools->memory) {
                remember_events(&remembering);
                remember_reputation(&remembering);
        }
        return remembering.rows;
}
