/* Who the acting one is to a recipient, and what was said of the sender before. */
#include <math.h>

#include "config/address.h"
#include "config/aliases.h"
#include "facts/history-inside.h"
#include "message/message.h"
#include "message/subaddress.h"
#include "store/memory.h"

/* ---- Lists --------------------------------------------------------------------------------------------------------- */

enum scope { SCOPE_SITE, SCOPE_DOMAIN, SCOPE_USER, SCOPES };
enum word { WORD_NONE, WORD_ALLOW, WORD_BLOCK };

static enum scope scope_of(const char *name) {
        return strcmp(name, "site") == 0 ? SCOPE_SITE : strcmp(name, "domain") == 0 ? SCOPE_DOMAIN : SCOPE_USER;
}

/* The first entry that a scope has decides for it, so ask for the narrowest first. `may_allow`: the value is one that is
 * proven when the item's originator is. */
static void lists_look(struct asking *asking, const char *kind, struct span value, bool may_allow, struct span key,
                       enum word words[SCOPES]) {
        const struct list_record *const *entries;
        uint32_t count = 0;
        if (value.len == 0 ||
            !learned(asking, memory_lists(asking->tools->memory, kind, value, key, &entries, &count, NULL)))
                return;
        for (uint32_t i = 0; i < count; i++) {
                enum scope scope = scope_of(entries[i]->scope);
                bool block = strcmp(entries[i]->effect, "block") == 0;
                if (words[scope] == WORD_NONE && (block || may_allow))
                        words[scope] = block ? WORD_BLOCK : WORD_ALLOW;
        }
}

/* Who is blocked is blocked under all addresses that lead to his mailbox; who is allowed is so under this one. */
static void lists_look_for(struct asking *asking, const char *kind, const struct party *party, bool may_allow,
                           struct span key, enum word words[SCOPES]) {
        char mailbox[ADDRESS_BYTES];
        lists_look(asking, kind, party->address, may_allow, key, words);
        struct span other = span_from(subaddress_mailbox(party->address, mailbox));
        if (!span_equal(other, party->address))
                lists_look(asking, kind, other, false, key, words);
}

static struct span list_id(const struct facts *facts) {
        const struct header *header = facts->message ? message_header(facts->message, HEADER_LIST_ID) : NULL;
        struct span id = { 0 };
        if (header)
                (void)message_ids(header->value, &id, 1);
        return id;
}

/* A block of the site or the recipient's domain stands over what the recipient says; else he decides. */
static enum word lists_ask(struct asking *asking, struct span key) {
        const struct facts *facts = asking->facts;
        const struct party *acting = &asking->acting, *from = &facts->from;
        enum word words[SCOPES] = { WORD_NONE };
        lists_look_for(asking, "address", acting, true, key, words);
        lists_look_for(asking, "organizer", acting, true, key, words);
        if (!party_same(acting, from))
                lists_look_for(asking, "address", from, false, key, words);
        lists_look(asking, "account", facts->item->auth_user, true, key, words);
        lists_look(asking, "list", list_id(facts), facts->list_id_proven, key, words);
        lists_look(asking, "domain", acting->host, true, key, words);
        if (!span_equal(acting->domain, acting->host))
                lists_look(asking, "domain", acting->domain, true, key, words);
        if (!party_same_domain(acting, from))
                lists_look(asking, "domain", from->domain, false, key, words);
        if (words[SCOPE_SITE] == WORD_BLOCK || words[SCOPE_DOMAIN] == WORD_BLOCK)
                return WORD_BLOCK;
        if (words[SCOPE_USER] != WORD_NONE)
                return words[SCOPE_USER];
        return words[SCOPE_SITE] != WORD_NONE ? words[SCOPE_SITE] : words[SCOPE_DOMAIN];
}

/* ---- Relation (DESIGN 2) ------------------------------------------------------------------------------------------- */

/* In-Reply-To names a message that was seen leaving for this address. */
static bool answers_us(struct asking *asking, struct span key) {
        const struct facts *facts = asking->facts;
        const struct header *header = facts->message ? message_header(facts->message, HEADER_IN_REPLY_TO) : NULL;
        struct span id;
        int64_t at = 0;
        return header && message_ids(header->value, &id, 1) > 0 &&
               learned(asking, memory_sent(asking->tools->memory, id, key, asking->acting.address, &at, NULL)) && at > 0;
}

enum relation history_relation(struct asking *asking, struct span key) {
        const struct party *acting = &asking->acting;
        struct memory_relation relation = { 0 };
        enum word word = lists_ask(asking, key);
        if (word != WORD_NONE)
                return word == WORD_BLOCK ? RELATION_BLOCKED : RELATION_ALLOWED;
        if (!may_be_known(asking))
                return RELATION_NONE;
        if (learned(asking, memory_relation(asking->tools->memory, key, acting->address, &relation, NULL)) &&
            (relation.contact || relation.correspondent))
                return relation.contact ? RELATION_CONTACT : RELATION_CORRESPONDENT;
        if (answers_us(asking, key))
                return RELATION_REPLIED_TO_US;
        const struct options *options = asking->tools->options;
        bool own = options && !acting->freemail && address_is_own(options, acting->address) &&
                   address_is_own(options, key);
        return own ? RELATION_SAME_DOMAIN : RELATION_NONE;
}

/* ---- Reputation (CC/R 18003 5.2) ----------------------------------------------------------------------------------- */

/* Takes what most was reported of: an address that people complain about goes before its harmless domain. */
static void reputation_ask(struct asking *asking, enum reputation_kind kind, struct span subject) {
        struct sender_history *sender = &asking->facts->reputation;
        struct reputation reputation;
        if (subject.len == 0 ||
            !learned(asking, memory_reputation(asking->tools->memory, kind, subject, &reputation, NULL)))
                return;
        const struct reputation_counts *counts = &reputation.decayed;
        double reports = counts->feedback_spam + counts->feedback_ham;
        if (sender->known && reports <= sender->spam_reports + sender->ham_reports)
                return;
        *sender = (struct sender_history){ .known = true,
                                           .subject = subject,
                                           .spam_reports = counts->feedback_spam,
                                           .ham_reports = counts->feedback_ham,
                                           .spam = counts->spam + counts->certain,
                                           .clean = counts->clean,
                                           .first = reputation.first };
}

/* A network is many senders: complaints about some make the others a little suspect, and praise of some says nothing. Of a
 * client that hands on what others send, not even that. */
static void network_ask(struct asking *asking, struct span network) {
        static const double PART = 0.25, MOST = 0.5;
        struct sender_history *sender = &asking->facts->reputation;
        struct reputation reputation;
        if (network.len == 0 ||
            !learned(asking, memory_reputation(asking->tools->memory, REPUTATION_NETWORK, network, &reputation, NULL)))
                return;
        double reports = fmin(PART * reputation.decayed.feedback_spam, MOST);
        if (!sender->known || reports > sender->spam_reports + sender->ham_reports)
                *sender = (struct sender_history){ .known = true,
                                                   .subject = network,
                                                   .spam_reports = reports,
                                                   .first = reputation.first };
}

static bool is_in(const struct option_list *list, const struct ip *ip) {
        for (uint32_t i = 0; i < list->count; i++) {
                struct network network;
                if (network_parse(span_from(list->items[i]), &network) && network_has(&network, ip))
                        return true;
        }
        return false;
}

struct span history_network(struct arena *arena, const struct options *options, struct span client) {
        char text[NETWORK_TEXT_BYTES];
        struct ip ip;
        if (!ip_parse(client, &ip) || !network_around(client, text) ||
            (options && (is_in(&options->list[OPT_NETWORKS], &ip) || is_in(&options->list[OPT_TRUSTED_NETWORKS], &ip))))
                return (struct span){ 0 };
        return arena_copy(arena, span_from(text));
}

/* Only of what is proven. */
void history_reputation(struct asking *asking) {
        const struct facts *facts = asking->facts;
        if (facts->item->channel != CHANNEL_MAIL_IN && facts->item->channel != CHANNEL_ITIP)
                return;
        if (identity_is_address(facts->originator.identity))
                reputation_ask(asking, REPUTATION_ADDRESS, facts->originator.identity);
        if (facts->originator.class <= ORIGINATOR_DOMAIN_VERIFIED)
                reputation_ask(asking, REPUTATION_ORGANIZER, asking->acting.address);
        if (facts->authentication.aligned && !facts->from.freemail)
                reputation_ask(asking, REPUTATION_DOMAIN, facts->from.domain);
        network_ask(asking, history_network(facts->arena, asking->tools->options, facts->item->client_ip));
}
