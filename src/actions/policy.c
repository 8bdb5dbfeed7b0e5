#include "actions/policy.h"

#include <stdio.h>

#include "actions/feedback-id.h"
#include "actions/verdict-header.h"
#include "config/config.h"
#include "facts/facts.h"
#include "lookup/lookup.h"
#include "lookup/results.h"
#include "message/address.h"

enum { REPLY_BYTES = 440, CONTACT_BYTES = 160 };

/* ---- Actions --------------------------------------------------------------------------------------------------------- */

static bool is_mail(enum channel channel) {
        return channel == CHANNEL_MAIL_IN || channel == CHANNEL_MAIL_OUT;
}

/* A mail of which we have only the beginning cannot be kept here: the mail system keeps it. */
static enum option_action possible(const struct policy_case *what, enum option_action action) {
        return action == ACTION_QUARANTINE && what->item->truncated ? ACTION_HOLD : action;
}

static enum option_action action_of_class(const struct policy_case *what, enum verdict_class class) {
        static const enum option_id in[CLASSES] = { [CLASS_DOUBTFUL] = OPT_MAIL_IN_DOUBTFUL,
                                                    [CLASS_SPAM] = OPT_MAIL_IN_SPAM,
                                                    [CLASS_CERTAIN] = OPT_MAIL_IN_CERTAIN };
        static const enum option_id out[CLASSES] = { [CLASS_DOUBTFUL] = OPT_MAIL_OUT_DOUBTFUL,
                                                     [CLASS_SPAM] = OPT_MAIL_OUT_SPAM,
                                                     [CLASS_CERTAIN] = OPT_MAIL_OUT_CERTAIN };
        if (class == CLASS_CLEAN)
                return ACTION_ACCEPT;
        if (!is_mail(what->item->channel))
                return class >= CLASS_SPAM ? ACTION_REJECT : ACTION_ACCEPT;
        const enum option_id *ids = what->item->channel == CHANNEL_MAIL_IN ? in : out;
        return possible(what, (enum option_action)option_choice(&what->config->options, ids[class]));
}

/* Of what was not judged: as what is doubtful, but it is never refused or lost. */
static enum option_action action_unjudged(const struct policy_case *what) {
        const struct options *options = &what->config->options;
        if (what->judged == POLICY_RELEASED)
                return ACTION_ACCEPT;
        bool defer = what->judged == POLICY_POISON ? option_choice(options, OPT_ON_POISON) == ON_POISON_DEFER
                                                   : option_choice(options, OPT_ON_FAILURE) == ON_FAILURE_DEFER;
        if (defer)
                return ACTION_DEFER;
        enum option_action action = action_of_class(what, CLASS_DOUBTFUL);
        return action > ACTION_QUARANTINE ? ACTION_TAG : action;
}

static enum option_action action_of_limit(const struct policy_case *what) {
        static const enum option_action actions[] = { [LIMIT_ACTION_REJECT] = ACTION_REJECT,
                                                      [LIMIT_ACTION_DEFER] = ACTION_DEFER,
                                                      [LIMIT_ACTION_QUARANTINE] = ACTION_QUARANTINE,
                                                      [LIMIT_ACTION_HOLD] = ACTION_HOLD };
        if (!is_mail(what->item->channel))
                return ACTION_REJECT;
        return possible(what, actions[option_choice(&what->config->options, OPT_LIMIT_ACTION)]);
}

/* ---- Recipients ------------------------------------------------------------------------------------------------------ */

/* What holds for all, and for whom facts did not keep (too many, no address). */
static enum verdict_class class_of(const struct policy_case *what) {
        if (what->judged == POLICY_JUDGED)
                return what->verdict->class;
        return what->judged == POLICY_RELEASED ? CLASS_CLEAN : CLASS_DOUBTFUL;
}

static enum originator_class originator_of(const struct policy_case *what) {
        if (what->judged == POLICY_JUDGED)
                return what->facts->originator.class;
        return what->judged == POLICY_RELEASED ? what->released : ORIGINATOR_ABSENT;
}

static enum placement placement_of(const struct policy_case *what) {
        return what->judged == POLICY_JUDGED   ? what->verdict->placement
               : what->judged == POLICY_POISON ? PLACEMENT_WITHHOLD
                                               : PLACEMENT_OFFER;
}

static const struct recipient_verdict *verdict_find(const struct verdict *verdict, struct span key, uint32_t *next) {
        for (uint32_t i = 0; i < verdict->recipient_count; i++) {
                uint32_t at = (*next + i) % verdict->recipient_count;
                if (span_equal(verdict->recipients[at].address, key)) {
                        *next = at + 1;
                        return &verdict->recipients[at];
                }
        }
        return NULL;
}

/* Nothing is inserted for him. */
static void judge_stranger(const struct policy_case *what, struct plan_recipient *ret) {
        enum placement placement = placement_of(what);
        bool inserts = placement == PLACEMENT_INSERT || placement == PLACEMENT_INSERT_QUIET;
        ret->class = class_of(what);
        ret->placement = inserts ? PLACEMENT_OFFER : placement;
}

static void judge_recipients(const struct policy_case *what, struct arena *arena, struct plan_recipient *list) {
        uint32_t next = 0;
        for (uint32_t i = 0; i < what->item->rcpt_count; i++) {
                struct plan_recipient *recipient = &list[i];
                recipient->address = arena_copy(arena, what->item->rcpt[i]);
                if (what->judged == POLICY_JUDGED)
                        recipient->verdict = verdict_find(what->verdict, mailbox_read(arena, recipient->address).key,
                                                          &next);
                if (recipient->verdict) {
                        recipient->class = recipient->verdict->class;
                        recipient->placement = recipient->verdict->placement;
                } else {
                        judge_stranger(what, recipient);
                }
        }
}

/* The mildest action of all becomes that of the message; quarantine and discard are also done for one alone. */
static void share_action(const struct policy_case *what, struct plan_recipient *list, struct plan *plan) {
        enum option_action failure = what->judged == POLICY_JUDGED ? ACTION_ACCEPT : action_unjudged(what);
        enum option_action mildest = ACTION_DISCARD;
        for (uint32_t i = 0; i < plan->recipient_count; i++) {
                list[i].action = what->judged == POLICY_JUDGED ? action_of_class(what, list[i].class) : failure;
                if (list[i].action < mildest)
                        mildest = list[i].action;
                if (list[i].placement > plan->strictest)
                        plan->strictest = list[i].placement;
        }
        if (plan->recipient_count)
                plan->action = mildest;
        else
                plan->action = what->judged == POLICY_JUDGED ? action_of_class(what, what->verdict->class) : failure;
        for (uint32_t i = 0; i < plan->recipient_count; i++) {
                enum option_action own = list[i].action;
                list[i].drop = action_delivers(plan->action) && (own == ACTION_QUARANTINE || own == ACTION_DISCARD);
                plan->drop_count += list[i].drop;
                if (!list[i].drop && !(plan->action == ACTION_QUARANTINE && own == ACTION_DISCARD))
                        list[i].action = plan->action;
        }
}

static void force_action(struct plan *plan, struct plan_recipient *list, enum option_action action) {
        plan->action = action;
        plan->drop_count = 0;
        for (uint32_t i = 0; i < plan->recipient_count; i++) {
                list[i].action = action;
                list[i].drop = false;
        }
}

/* ---- Texts ----------------------------------------------------------------------------------------------------------- */

static struct span filled_in(const struct policy_case *what, struct span name) {
        if (span_equal(name, SPAN("item")))
                return span_from(what->id);
        if (span_equal(name, SPAN("contact")))
                return span_head(span_from(what->config->options.text[OPT_CONTACT]), CONTACT_BYTES);
        return span_from(class_name(class_of(what)));
}

/* The text of an option with {item}, {contact} and {class}; the contact may be written in any letters. */
static const char *reply_text(const struct policy_case *what, enum option_id id, struct arena *arena) {
        struct buf text = buf_in(arena, REPLY_BYTES);
        for (struct span rest = span_from(what->config->options.text[id]); rest.len;) {
                size_t open = span_find_byte(rest, '{'), close = span_find_byte(rest, '}');
                buf_add(&text, span_head(rest, open));
                if (open < rest.len && close < rest.len && open < close) {
                        buf_add(&text, filled_in(what, (struct span){ rest.ptr + open + 1, close - open - 1 }));
                        open = close;
                }
                rest = span_skip(rest, open + 1);
        }
        for (size_t i = 0; i < text.len; i++)
                if (text.ptr[i] < ' ' || text.ptr[i] > '~')
                        text.ptr[i] = '?';
        return arena_copy(arena, buf_span(&text)).ptr;
}

/* RFC 3463: X.7.1, delivery not authorized; X.7.0, another matter of security. */
static void plan_reply(const struct policy_case *what, struct arena *arena, struct plan *plan) {
        bool limited = plan->limit != PLAN_LIMIT_NONE;
        if (plan->action == ACTION_REJECT)
                plan->reply = (struct plan_reply){ "554", "5.7.1",
                                                   reply_text(what, limited ? OPT_LIMIT_TEXT : OPT_REJECT_TEXT, arena) };
        else if (plan->action == ACTION_DEFER)
                plan->reply = (struct plan_reply){ "451", limited ? "4.7.1" : "4.7.0",
                                                   reply_text(what, limited ? OPT_LIMIT_TEXT : OPT_DEFER_TEXT, arena) };
        else if (plan->action == ACTION_HOLD)
                plan->hold_reason = arena_format(arena, "calwarden: %s (%s)", plan->why, what->id).ptr;
}

static const char *reason(const struct policy_case *what, const struct plan *plan, struct arena *arena) {
        if (what->judged == POLICY_POISON)
                return "It was in work when a worker crashed, and is not judged again";
        if (what->judged == POLICY_FAILED)
                return "It could not be judged";
        if (what->judged == POLICY_RELEASED)
                return "Somebody let it out of the quarantine";
        if (plan->limit != PLAN_LIMIT_NONE)
                return arena_format(arena, "Over a limit of the %s", plan_limit_name(plan->limit)).ptr;
        return arena_format(arena, "%s by the rules for %s", class_name(what->verdict->class),
                            channel_name(what->item->channel))
                .ptr;
}

/* ---- Headers --------------------------------------------------------------------------------------------------------- */

static struct span verdict_header(const struct policy_case *what, const struct plan *plan, struct arena *arena) {
        struct verdict_entry *entries = arena_alloc(arena, plan->recipient_count * sizeof *entries + 1);
        struct verdict_header header = {
                .at = what->at,
                .class = class_of(what),
                .placement = plan->strictest,
                .originator = originator_of(what),
                .entries = entries,
                .entry_count = plan->recipient_count,
        };
        (void)snprintf(header.id, sizeof header.id, "%s", what->id);
        for (uint32_t i = 0; i < plan->recipient_count; i++) {
                char address[ADDRESS_BYTES];
                (void)aliases_resolve(what->config->aliases, plan->recipients[i].address, address);
                entries[i] = (struct verdict_entry){ arena_copy(arena, span_from(address)), plan->recipients[i].class,
                                                     plan->recipients[i].placement };
        }
        return verdict_header_write(what->keys, &header, what->item->bytes, arena);
}

/* What was found here about the sender; NULL: others have found it out, or nobody has. */
static const struct authentication_results *results_of(const struct policy_case *what) {
        const struct lookup_results *lookup = what->judged == POLICY_JUDGED ? what->facts->lookup : NULL;
        return lookup && lookup->authenticated ? &lookup->results : NULL;
}

/* Where complaints about what leaves us are wanted, and which item they are about (RFC 9477). The mail system signs them behind
 * us. */
static uint32_t add_cfbl(const struct policy_case *what, struct plan_header *add, struct arena *arena) {
        const char *address = what->config->options.text[OPT_CFBL_ADDRESS];
        char id[FEEDBACK_ID_BYTES + 1];
        if (!*address || !what->keys)
                return 0;
        feedback_id_write(what->keys, what->id, id);
        add[0] = (struct plan_header){ "CFBL-Address", arena_format(arena, "%s; report=arf", address).ptr };
        add[1] = (struct plan_header){ "CFBL-Feedback-ID", arena_copy(arena, span_from(id)).ptr };
        return 2;
}

static void plan_headers(const struct policy_case *what, struct arena *arena, struct plan *plan) {
        const struct options *options = &what->config->options;
        const struct option_list *folder = &options->list[OPT_FOLDER_HEADERS];
        bool marked = plan->action == ACTION_TAG || plan->action == ACTION_FOLDER;
        bool examined = what->judged != POLICY_JUDGED || what->verdict->examined;
        struct plan_header *add = arena_alloc(arena, (folder->count + 5) * sizeof *add);
        plan->add = add;
        if (!action_delivers(plan->action) || !is_mail(what->item->channel))
                return;
        if (plan->inbound && examined && what->keys && option_truth(options, OPT_VERDICT_HEADER))
                add[plan->add_count++] = (struct plan_header){ VERDICT_HEADER_NAME,
                                                               verdict_header(what, plan, arena).ptr };
        if (plan->inbound && results_of(what) && option_truth(options, OPT_ADD_RESULTS)) {
                struct span written = results_write(arena, results_of(what));
                add[plan->add_count++] = (struct plan_header){ "Authentication-Results",
                                                               arena_copy(arena, written).ptr };
        }
        if (!plan->inbound && examined)
                plan->add_count += add_cfbl(what, add + plan->add_count, arena);
        if (!marked)
                return;
        add[plan->add_count++] = (struct plan_header){
                "Calwarden-Tag", arena_format(arena, "%s; item=%s", class_name(class_of(what)), what->id).ptr
        };
        for (uint32_t i = 0; plan->action == ACTION_FOLDER && i < folder->count; i++) {
                struct span value = span_from(folder->items[i]), name = span_trim(span_split(&value, ':'));
                add[plan->add_count++] = (struct plan_header){ arena_copy(arena, name).ptr,
                                                               arena_copy(arena, span_trim(value)).ptr };
        }
        if (*options->text[OPT_TAG_SUBJECT])
                plan->subject_prefix = options->text[OPT_TAG_SUBJECT];
}

/* ---- The plan -------------------------------------------------------------------------------------------------------- */

void policy_plan(const struct policy_case *what, struct arena *arena, struct plan *ret) {
        struct plan_recipient *list = arena_alloc(arena, what->item->rcpt_count * sizeof *list + 1);
        bool inbound = what->item->channel == CHANNEL_MAIL_IN;
        *ret = (struct plan){
                .recipients = list,
                .recipient_count = what->item->rcpt_count,
                .strictest = placement_of(what),
                .config = what->config,
                .inbound = inbound,
                .trusted = inbound && config_trusts(what->config, what->item->client_ip),
        };
        judge_recipients(what, arena, list);
        share_action(what, list, ret);
        if (what->limit != PLAN_LIMIT_NONE && action_of_limit(what) > ret->action) {
                ret->limit = what->limit;
                force_action(ret, list, action_of_limit(what));
        }
        ret->why = reason(what, ret, arena);
        plan_headers(what, arena, ret);
        plan_reply(what, arena, ret);
}

void policy_defer(const struct policy_case *what, const char *why, struct arena *arena, struct plan *plan) {
        struct plan_recipient *list = arena_alloc(arena, plan->recipient_count * sizeof *list + 1);
        if (plan->recipient_count)
                memcpy(list, plan->recipients, plan->recipient_count * sizeof *list);
        plan->recipients = list;
        plan->limit = PLAN_LIMIT_NONE;
        plan->add_count = 0;
        plan->subject_prefix = plan->hold_reason = NULL;
        force_action(plan, list, ACTION_DEFER);
        plan->why = why;
        plan_reply(what, arena, plan);
}
