/* Who acts, and how well it is proven (DESIGN 2, Originator authorisation; attacks 6-10, 12, 17-20, 42). */
#include "calendar/address.h"
#include "calendar/itip.h"
#include "checks/person-names.h"
#include "checks/views.h"
#include "message/message.h"
#include "text/lure-words.h"

/* Those whose names and domains a reader goes by. */
enum { SHOWN_PARTIES = 4 };
static uint32_t shown_parties(const struct facts *facts, const struct party *ret[static SHOWN_PARTIES]) {
        const struct party *all[SHOWN_PARTIES] = { &facts->from, &facts->organizer, &facts->sender, &facts->reply_to };
        uint32_t count = 0;
        for (uint32_t i = 0; i < SHOWN_PARTIES; i++) {
                bool repeated = false;
                for (uint32_t k = 0; k < count; k++)
                        repeated |= span_equal(ret[k]->address, all[i]->address) &&
                                    span_equal(ret[k]->name, all[i]->name);
                if (!repeated && (all[i]->address.len > 0 || all[i]->name.len > 0))
                        ret[count++] = all[i];
        }
        return count;
}

/* A proven service. Who has a mailbox at outlook.com or yahoo.com is signed by that house too, and is no service. */
static bool sent_by_service(const struct facts *facts) {
        return facts->service != SERVICE_NONE && !facts->from.freemail;
}

/* The organizer's own From kept by a service that relays, or by an attendee who forwards and says so in Sender
 * (standards 4.5, D2, D4, D5): it breaks DMARC, and nobody lies. */
static bool relayed_openly(const struct facts *facts) {
        bool sender_proven = false;
        const struct span *proven = facts->authentication.domains.items;
        for (uint32_t i = 0; i < facts->authentication.domains.count; i++)
                sender_proven |= span_equal(proven[i], facts->sender.domain);
        return facts->dmarc_case == DMARC_D5 || (facts->dmarc_case == DMARC_D4 && sender_proven) ||
               sent_by_service(facts);
}

/* From and organizer where both have something to say. */
enum { ACTING_PARTIES = 2 };
static uint32_t acting_parties(const struct facts *facts, const struct party *ret[static ACTING_PARTIES]) {
        ret[0] = &facts->from;
        ret[1] = &facts->organizer;
        return span_equal(ret[0]->address, ret[1]->address) && span_equal(ret[0]->name, ret[1]->name) ? 1 : 2;
}

static bool is_of_recipients_house(const struct facts *facts, const struct party *party) {
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->recipients.count && i < RECIPIENTS_LOOKED_AT; i++)
                if (!party->freemail && party_same_domain(&recipients[i].party, party))
                        return true;
        return false;
}

/* Attendees of a house forward openly in the From of another (D4); from a free mailbox that is only likelier honest. */
void check_originator_spoof(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->originator.class != ORIGINATOR_SPOOF)
                return;
        bool relayed = relayed_openly(facts);
        bool by_word = facts->dmarc_case == DMARC_D4 && facts->sender.freemail;
        if (!relayed || by_word)
                signals_add_part(signals, kind, relayed ? 0.4 : 1,
                                 "It claims to be by %.*s, and DMARC fails for that domain.",
                                 SPAN_SHOWN(facts->from.address));
}

void check_from_own_domain_unproven(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct authentication *proof = &facts->authentication;
        bool denied = proof->dmarc == AUTH_FAIL ||
                      ((proof->spf == AUTH_FAIL || proof->spf == AUTH_SOFTFAIL) && proof->dkim != AUTH_PASS);
        if (!denied || facts->list || facts->from.freemail || facts->dmarc_case == DMARC_D5)
                return;
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->recipients.count; i++) {
                if (facts->from.domain.len > 0 && span_equal(recipients[i].party.domain, facts->from.domain)) {
                        signals_add(signals, kind,
                                    "It claims to come from %.*s, the domain of %.*s, and fails its proof.",
                                    SPAN_SHOWN(facts->from.domain), SPAN_SHOWN(recipients[i].party.address));
                        return;
                }
        }
}

/* Delegates, forwards, lists, services, calendar ids and answers to the organizer explain the difference (standards 4.5):
 * by proof, or by what the sender himself writes. */
enum explained { UNEXPLAINED, EXPLAINED_BY_SENDER, EXPLAINED };

static enum explained difference_is_explained(const struct facts *facts) {
        const struct party *organizer = &facts->organizer;
        if (facts->list || sent_by_service(facts) || (facts->authentication.known && originator_is_proven(facts)))
                return EXPLAINED;
        if (facts->service_claimed != SERVICE_NONE && !facts->authentication.known)
                return EXPLAINED;
        bool named = span_equal(facts->reply_to.address, organizer->address) ||
                     span_equal(facts->sender.address, organizer->address);
        /* No server sends for its users from a free mailbox. */
        if (facts->forwarded || (named && !facts->from.freemail) ||
            span_equal(facts->sent_by.domain, facts->from.domain) ||
            (organizer->known_host && (organizer->known_host->kinds & HOST_SCHEDULER)))
                return EXPLAINED_BY_SENDER;
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (attendees[i].is_sender || span_equal(attendees[i].party.domain, facts->from.domain))
                        return EXPLAINED_BY_SENDER;
        return UNEXPLAINED;
}

static bool acts_by_another(const struct facts *facts) {
        enum method method = facts->meeting.method;
        bool acts = method == METHOD_REQUEST || method == METHOD_CANCEL || method == METHOD_ADD ||
                    method == METHOD_DECLINECOUNTER;
        const struct party *organizer = &facts->organizer;
        return acts && organizer->domain.len > 0 && facts->from.domain.len > 0 &&
               !span_equal(organizer->domain, facts->from.domain);
}

void check_organizer_not_sender(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (acts_by_another(facts) && difference_is_explained(facts) == UNEXPLAINED)
                signals_add(signals, kind, "The organizer is %.*s, the sender %.*s.",
                            SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(facts->from.address));
}

void check_organizer_by_hearsay(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        bool colleague = facts->authentication.aligned && is_of_recipients_house(facts, &facts->from);
        if (acts_by_another(facts) && facts->authentication.known && !colleague &&
            difference_is_explained(facts) == EXPLAINED_BY_SENDER)
                signals_add(signals, kind, "The organizer is %.*s, says %.*s.", SPAN_SHOWN(facts->organizer.address),
                            SPAN_SHOWN(facts->from.address));
}

static bool is_recipient(const struct facts *facts, struct span address) {
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (span_equal(recipients[i].party.address, address))
                        return true;
        return false;
}

/* A partner's guest may forward what a colleague organizes, and a booking site writes in his name. */
void check_organizer_is_colleague(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum explained explained = acts_by_another(facts) && facts->authentication.known ? difference_is_explained(facts)
                                                                                         : EXPLAINED;
        if (explained == EXPLAINED || !is_of_recipients_house(facts, &facts->organizer) ||
            is_recipient(facts, facts->organizer.address))
                return;
        /* Sites for rooms and training write in the name of those who use them, often without a Reply-To. */
        bool desk = span_has(facts->from.local, SPAN("reply")) || span_has(facts->from.local, SPAN("notif")) ||
                    span_has(facts->from.local, SPAN("booking")) || span_has(facts->from.local, SPAN("calendar"));
        bool handed_on = (explained == EXPLAINED_BY_SENDER || desk) && facts->authentication.aligned &&
                         !facts->from.freemail;
        signals_add_part(signals, kind, handed_on ? 0.5 : 1, "%.*s is said to organize it, %.*s sends it.",
                         SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(facts->from.address));
}

/* ---- names against addresses ------------------------------------------------------------------------------------- */

void check_name_not_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[ACTING_PARTIES];
        uint32_t count = acting_parties(facts, parties);
        for (uint32_t i = 0; i < count && !facts->list; i++) {
                bool house = !parties[i]->freemail && parties[i]->known_host;
                if (house || is_of_recipients_house(facts, parties[i]) || !name_is_anothers(parties[i]))
                        continue;
                signals_add(signals, kind, "\u201c%.*s\u201d writes from %.*s.", SPAN_SHOWN(parties[i]->name),
                            SPAN_SHOWN(parties[i]->address));
                return;
        }
}

/* The letters of a name, without anything between its words. */
static struct span name_in_one_word(struct span name, struct plain_name *space) {
        plain_name_read(name, space);
        size_t len = 0;
        for (size_t i = 0; i < space->len; i++)
                if (space->text[i] != ' ')
                        space->text[len++] = space->text[i];
        return (struct span){ space->text, len };
}

/* The recipient's own house by name, of six letters and more: "Kestrel Housing" for kestrelhousing.example. */
static bool names_house(struct span name, struct span domain) {
        struct plain_name spaces[2];
        struct span shown = name_in_one_word(span_head(name, 100), &spaces[0]);
        struct span house = name_in_one_word(span_head(domain, span_find_byte(domain, '.')), &spaces[1]);
        return house.len >= 6 && span_has(shown, house);
}

/* kestrelhousing.desk.example: what a site gives to the houses that use it. */
static bool is_tenant_named(const struct party *party, struct span domain) {
        struct span below = span_head(party->host, party->host.len - party->domain.len);
        struct span label = span_head(domain, span_find_byte(domain, '.'));
        return party->host.len > party->domain.len && span_has(below, label);
}

/* Associations write from free mailboxes too, but theirs are named after them. */
void check_name_is_readers_house(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[ACTING_PARTIES];
        uint32_t count = acting_parties(facts, parties);
        const struct recipient *recipients = recipients_of(facts);
        if (facts->list || sent_by_service(facts) || facts->recipients.count == 0 || recipients->party.freemail)
                return;
        struct span domain = recipients->party.domain;
        for (uint32_t i = 0; i < count; i++) {
                const struct party *party = parties[i];
                bool theirs = party->host.len == 0 || span_equal(party->domain, domain) ||
                              (party->known_host && !party->freemail) || !names_house(party->name, domain) ||
                              names_agree(party->name, party->local) || is_tenant_named(party, domain);
                if (theirs)
                        continue;
                signals_add_part(signals, kind, party->freemail || !originator_is_proven(facts) ? 1 : 0.4,
                                 "\u201c%.*s\u201d is the reader's own house, %.*s is not of it.",
                                 SPAN_SHOWN(party->name), SPAN_SHOWN(party->address));
                return;
        }
}

/* One lure's word and an ordinary one beside it are in honest names as well. */
void check_sender_domain_lure(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[ACTING_PARTIES];
        uint32_t count = acting_parties(facts, parties);
        for (uint32_t i = 0; i < count; i++) {
                if (parties[i]->known_host || is_of_recipients_house(facts, parties[i]))
                        continue;
                struct lure_words words = lure_words_of(parties[i]->host);
                if (words.lures < 2 && (words.lures == 0 || words.fillers == 0))
                        continue;
                signals_add_part(signals, kind, words.lures >= 2 ? 1 : 0.6, "%.*s writes from %.*s.",
                                 SPAN_SHOWN(parties[i]->address), SPAN_SHOWN(parties[i]->host));
                return;
        }
}

void check_organizer_is_recipient(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct recipient *recipients = recipients_of(facts);
        if (facts->meeting.method != METHOD_REQUEST || sent_by_service(facts) ||
            facts->service_claimed != SERVICE_NONE || span_equal(facts->from.domain, facts->organizer.domain))
                return;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (facts->organizer.address.len > 0 && span_equal(recipients[i].party.address, facts->organizer.address))
                        signals_add(signals, kind, "%.*s is invited to a meeting of his own by %.*s.",
                                    SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(facts->from.address));
}

void check_organizer_invalid(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct property *organizer = component_property(facts->meeting.event, PROPERTY_ORGANIZER);
        struct span host = facts->organizer.host;
        bool nowhere = host.len > 0 && span_find_byte(host, '.') == host.len && !facts->list;
        if (facts->meeting.method == METHOD_REQUEST && facts->organizer_given &&
            (facts->organizer_invalid || nowhere) && !span_starts_nocase(organizer->value, SPAN("invalid:")))
                signals_add(signals, kind, "The organizer is \u201c%.*s\u201d.", SPAN_SHOWN(organizer->text));
}

/* A stored calendar, and one in a mail that lies inside of this one, are nobody's invitation here. */
static bool invites_beside(const struct facts *facts, const struct calendar *calendar) {
        const struct part *part = message_part(facts->message, calendar->part);
        const struct part *meant = message_part(facts->message, facts->meeting.calendar->part);
        const struct component *event = itip_main_component(calendar);
        /* The same event with another organizer is told as a difference of its parts. */
        if (calendar != facts->meeting.calendar && event &&
            span_equal(component_text(event, PROPERTY_UID), facts->meeting.uid))
                return false;
        return calendar->method != METHOD_NONE && calendar->method != METHOD_PUBLISH &&
               (part ? part->message : NULL) == (meant ? meant->message : NULL);
}

/* The address of an organizer of this calendar who is not the meeting's. */
static struct span other_organizer(const struct facts *facts, const struct calendar *calendar, struct arena *arena) {
        const struct component *component = NULL;
        while ((component = component_walk(calendar, component))) {
                const struct property *property = component_property(component, PROPERTY_ORGANIZER);
                for (; property; property = property_again(property)) {
                        struct calendar_address organizer;
                        calendar_address_read(arena, property, &organizer);
                        if (organizer.address.len > 0 && !span_equal(organizer.address, facts->organizer.address))
                                return organizer.address;
                }
        }
        return (struct span){ 0 };
}

void check_organizers_differ(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct calendar *calendar = facts->organizers_differ ? facts->calendars->first : NULL;
        for (; calendar; calendar = calendar->next) {
                struct span other = invites_beside(facts, calendar) ? other_organizer(facts, calendar, signals->arena)
                                                                    : (struct span){ 0 };
                if (other.len == 0)
                        continue;
                signals_add(signals, kind, "%.*s is the organizer of one event, %.*s of another.",
                            SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(other));
                return;
        }
}

/* The address that a name shows, empty when it shows none. */
static struct span address_in_name(struct span name) {
        size_t at = span_find_byte(name, '@');
        if (at == name.len)
                return (struct span){ 0 };
        size_t from = at, to = at + 1;
        while (from > 0 && !ascii_space(name.ptr[from - 1]) && !strchr("<>()\"'[],;:", name.ptr[from - 1]))
                from--;
        while (to < name.len && (ascii_alnum(name.ptr[to]) || name.ptr[to] == '.' || name.ptr[to] == '-'))
                to++;
        struct span address = span_head(span_skip(name, from), to - from);
        return at > from && span_has(span_skip(address, at - from), SPAN(".")) ? address : (struct span){ 0 };
}

void check_name_is_other_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[SHOWN_PARTIES];
        uint32_t count = shown_parties(facts, parties);
        for (uint32_t i = 0; i < count && !facts->list; i++) {
                struct span shown = address_in_name(parties[i]->name);
                if (shown.len == 0 || address_is_partys(facts, shown) ||
                    (parties[i]->domain.len > 0 && span_ends_nocase(shown, parties[i]->domain)))
                        continue;
                signals_add(signals, kind, "The name shows %.*s, the address is %.*s.", SPAN_SHOWN(shown),
                            SPAN_SHOWN(parties[i]->address));
                return;
        }
}

/* ---- brands ------------------------------------------------------------------------------------------------------ */

/* The next word of a name in lower case without its other signs, in `word`; false at the end. */
static bool next_word(struct span *rest, char *word, size_t size, size_t *ret_len) {
        size_t len = 0, i = 0;
        while (i < rest->len && !ascii_alnum(rest->ptr[i]))
                i++;
        for (; i < rest->len && ascii_alnum(rest->ptr[i]); i++)
                if (len < size)
                        word[len++] = ascii_lower(rest->ptr[i]);
        *rest = span_skip(*rest, i);
        *ret_len = len;
        return len > 0;
}

static enum brand brand_of_word(struct span word) {
        for (int brand = BRAND_NONE + 1; brand < BRANDS && word.len >= 4; brand++) {
                const char *label = brand_label((enum brand)brand);
                if (label[0] == word.ptr[0] && span_equal(span_from(label), word))
                        return (enum brand)brand;
        }
        return BRAND_NONE;
}

/* Brands that people are called: Peter Norton. */
static bool is_surname(enum brand brand) {
        return brand == BRAND_NORTON || brand == BRAND_SANTANDER;
}

/* People who meet about a brand, sell or teach it, and say so: "Salesforce User Group", "PayPal workshop". */
static bool is_about_brand(struct span name) {
        static const struct span words[] = {
                SPAN("user group"),     SPAN("usergroup"),  SPAN("users group"), SPAN("developer group"),
                SPAN("meetup"),         SPAN("meet-up"),    SPAN("community"),   SPAN("stammtisch"),
                SPAN("anwendergruppe"), SPAN("developers"), SPAN("partner"),     SPAN("reseller"),
                SPAN("consult"),        SPAN("academy"),    SPAN("training"),    SPAN("workshop"),
                SPAN("fans"),           SPAN("comunidad"),  SPAN("comunidade"),  SPAN("communaut\u00e9"),
                SPAN("gebruikers"),     SPAN("club d"),     SPAN("betriebsrat"), SPAN("works council"),
                SPAN("alumni"),
        };
        /* A desk is not a meeting: "PayPal partner support" is no reseller. */
        static const struct span desks[] = { SPAN("support"), SPAN("billing"), SPAN("security"),
                                             SPAN("account"), SPAN("service"), SPAN("help") };
        return !has_one_of(name, desks, sizeof desks / sizeof *desks) &&
               has_one_of(name, words, sizeof words / sizeof *words);
}

/* Single words, and each two joined ("Geek Squad"). */
static enum brand brand_in_name(struct span name) {
        char words[64];
        size_t before = 0, len = 0;
        struct span rest = span_head(name, 200);
        while (next_word(&rest, words + before, sizeof words - before, &len)) {
                enum brand brand = brand_of_word((struct span){ words + before, len });
                bool last = span_trim(rest).len == 0;
                if (is_surname(brand) && before > 0 && last)
                        return BRAND_NONE;
                if (!brand && before > 0)
                        brand = brand_of_word((struct span){ words, before + len });
                if (brand)
                        return brand;
                memmove(words, words + before, len);
                before = len < sizeof words / 2 ? len : 0;
        }
        return BRAND_NONE;
}

void check_name_is_brand(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[SHOWN_PARTIES];
        uint32_t count = shown_parties(facts, parties);
        for (uint32_t i = 0; i < count; i++) {
                enum brand brand = brand_in_name(parties[i]->name);
                if (!brand || parties[i]->host.len == 0 || is_about_brand(span_head(parties[i]->name, 200)) ||
                    (parties[i]->known_host && !parties[i]->freemail &&
                     (parties[i]->known_host->kinds & (HOST_BRAND | HOST_MEETING))) ||
                    span_has(parties[i]->domain, span_from(brand_label(brand))))
                        continue;
                signals_add(signals, kind, "The name is \u201c%.*s\u201d, the address %.*s is not %s's.",
                            SPAN_SHOWN(parties[i]->name), SPAN_SHOWN(parties[i]->address), brand_name(brand));
                return;
        }
}

void check_address_lookalike(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[SHOWN_PARTIES];
        uint32_t count = shown_parties(facts, parties);
        for (uint32_t i = 0; i < count; i++) {
                enum brand brand = parties[i]->known_host || parties[i]->host.len == 0 || party_is_tenant(parties[i])
                                           ? BRAND_NONE
                                           : hosts_imitates(facts->text, signals->arena, parties[i]->host);
                if (!brand)
                        continue;
                signals_add(signals, kind, "%.*s looks like %s, and is not theirs.", SPAN_SHOWN(parties[i]->host),
                            brand_name(brand));
                return;
        }
}

void check_name_disguised(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[SHOWN_PARTIES];
        uint32_t count = shown_parties(facts, parties);
        for (uint32_t i = 0; i < count; i++) {
                struct unicode_properties name;
                unicode_read(facts->text, parties[i]->name, &name);
                if (name.mixed_words == 0 && name.bidi_overrides == 0 && name.invisible_total == 0 && name.fancy < 3)
                        continue;
                signals_add(signals, kind, "The name of %.*s has %s characters.", SPAN_SHOWN(parties[i]->address),
                            name.bidi_overrides    ? "direction-turning"
                            : name.invisible_total ? "invisible"
                                                   : "look-alike");
                return;
        }
}

/* ---- organizer ----------------------------------------------------------------------------------------------------- */

void check_email_parameter_differs(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct property *property = component_property(facts->meeting.event, PROPERTY_ORGANIZER);
        if (!property || span_equal(facts->organizer.domain, SPAN("me.com")))
                return;
        struct calendar_address organizer;
        calendar_address_read(signals->arena, property, &organizer);
        if (organizer.email.len > 0 && facts->organizer.domain.len > 0 &&
            !span_ends_nocase(organizer.email, facts->organizer.domain))
                signals_add(signals, kind, "Calendars show %.*s as the organizer, answers go to %.*s.",
                            SPAN_SHOWN(organizer.email), SPAN_SHOWN(facts->organizer.address));
}

/* A house's delegates have mailboxes of a house. One of the reader's own is named so that the reader knows it. */
void check_sent_by_foreign(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *agent = &facts->sent_by, *organizer = &facts->organizer;
        if (agent->domain.len == 0 || organizer->domain.len == 0 || span_equal(agent->domain, organizer->domain))
                return;
        bool readers = is_of_recipients_house(facts, agent) && !span_equal(agent->domain, facts->from.domain);
        double part = agent->freemail && !organizer->freemail ? 1 : 0.75;
        if (!originator_is_proven(facts) || readers)
                signals_add_part(signals, kind, part, "%.*s says that he acts for %.*s.", SPAN_SHOWN(agent->address),
                                 SPAN_SHOWN(organizer->address));
}

void check_service_claimed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->service_claimed != SERVICE_NONE && facts->service != facts->service_claimed && !facts->list &&
            !facts->forwarded && facts->authentication.dkim != AUTH_ABSENT)
                signals_add(signals, kind, "It has the form of %s, and no signature of that service.",
                            service_name(facts->service_claimed));
}

void check_reply_to_freemail(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *reply_to = &facts->reply_to;
        if (reply_to->freemail && !facts->from.freemail && facts->from.domain.len > 0 && facts->calendar_like &&
            facts->service == SERVICE_NONE && !span_equal(reply_to->address, facts->organizer.address))
                signals_add(signals, kind, "Answers shall go to %.*s, the sender is %.*s.",
                            SPAN_SHOWN(reply_to->address), SPAN_SHOWN(facts->from.address));
}

/* What Exchange Online forwards has an envelope of the recipient's own tenant: bounces+SRS=…@tenant.onmicrosoft.com. */
void check_tenant_domain(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[] = { &facts->from, &facts->organizer, &facts->envelope };
        for (size_t i = 0; i < sizeof parties / sizeof *parties; i++)
                if (party_is_tenant(parties[i]) && !span_starts_nocase(parties[i]->local, SPAN("bounces+srs=")))
                        signals_add(signals, kind, "The address %.*s is below onmicrosoft.com.",
                                    SPAN_SHOWN(parties[i]->address));
}

void check_disposable_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[SHOWN_PARTIES];
        uint32_t count = shown_parties(facts, parties);
        for (uint32_t i = 0; i < count; i++)
                if (parties[i]->known_host && (parties[i]->known_host->kinds & HOST_DISPOSABLE))
                        signals_add(signals, kind, "%.*s is a throw-away address.", SPAN_SHOWN(parties[i]->address));
}

void check_nothing_authenticated(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct authentication *proof = &facts->authentication;
        const struct recipient *recipients = recipients_of(facts);
        /* Inside of one system mail is often not signed. */
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (span_equal(recipients[i].party.domain, facts->from.domain))
                        return;
        if (proof->domains.count == 0 && proof->spf != AUTH_ABSENT && !facts->list)
                signals_add(signals, kind, "SPF says %s, DKIM %s.", auth_result_name(proof->spf),
                            auth_result_name(proof->dkim));
}

void check_random_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct party *parties[ACTING_PARTIES];
        uint32_t count = acting_parties(facts, parties);
        for (uint32_t i = 0; i < count; i++) {
                bool of_service = parties[i]->known_host && !parties[i]->freemail;
                if (!of_service && !span_ends_nocase(parties[i]->host, SPAN("calendar.google.com")) &&
                    !span_equal(parties[i]->host, SPAN("imip.me.com")) && looks_random(parties[i]->local)) {
                        signals_add(signals, kind, "Nobody is called %.*s.", SPAN_SHOWN(parties[i]->address));
                        return;
                }
        }
}

/* user+8d672e036e374bfb@house, r-aMp7wet44jmr50y@reply.house: a part drawn by lot, that tells its maker who answered. */
static bool has_drawn_tag(const struct facts *facts) {
        struct span local = facts->organizer.local, tag = span_skip(local, span_find_byte(local, '+'));
        bool answers = span_starts_nocase(facts->organizer.host, SPAN("reply.")) ||
                       span_starts_nocase(facts->organizer.host, SPAN("rsvp.")) ||
                       span_starts_nocase(facts->organizer.host, SPAN("replies.")) ||
                       span_starts_nocase(facts->organizer.host, SPAN("inbound."));
        if (facts->organizer.known_host || (tag.len == 0 && !answers))
                return false;
        struct span drawn = tag.len > 0 ? span_skip(tag, 1) : local;
        size_t digits = 0, letters = 0, others = 0;
        for (size_t i = 0; i < drawn.len; i++) {
                char c = ascii_lower(drawn.ptr[i]);
                digits += ascii_digit(c);
                letters += c >= 'a' && c <= 'f';
                others += !ascii_digit(c) && !(c >= 'a' && c <= 'f');
        }
        return looks_random(drawn) || (others == 0 && drawn.len >= 8 && digits >= 3 && letters >= 2);
}

void check_organizer_tagged(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct recipient *recipients = recipients_of(facts);
        struct span local = facts->organizer.local;
        if (facts->service != SERVICE_NONE)
                return;
        for (uint32_t i = 0; i < facts->recipients.count && i < RECIPIENTS_LOOKED_AT; i++) {
                const struct party *party = &recipients[i].party;
                struct span host = party->host, label = span_split(&host, '.');
                bool plain = party->local.len >= 4 && label.len >= 3 && span_has_nocase(local, party->local) &&
                             span_has_nocase(local, label);
                if ((plain || recipient_hidden_in(facts, local)) && !span_equal(party->domain, facts->organizer.domain)) {
                        signals_add(signals, kind, "The organizer %.*s carries the address of %.*s.",
                                    SPAN_SHOWN(facts->organizer.address), SPAN_SHOWN(party->address));
                        return;
                }
        }
        if (facts->meeting.method == METHOD_REQUEST && has_drawn_tag(facts))
                signals_add_part(signals, kind, 0.7, "The organizer's address %.*s is made for each recipient.",
                                 SPAN_SHOWN(facts->organizer.address));
}

/* The only attendee besides the organizer, or NULL. */
static const struct attendee_fact *only_guest(const struct facts *facts) {
        const struct attendee_fact *attendees = attendees_of(facts), *guest = NULL;
        for (uint32_t i = 0; i < facts->attendees.count; i++) {
                if (span_equal(attendees[i].party.address, facts->organizer.address))
                        continue;
                if (guest)
                        return NULL;
                guest = &attendees[i];
        }
        return guest;
}

/* iCloud and Google prove the service, which says nothing of who uses it for a wave. */
void check_group_relay(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attendee_fact *guest = only_guest(facts);
        bool anybody = originator_is_unproven(facts) || facts->originator.class == ORIGINATOR_SERVICE ||
                       facts->from.freemail;
        if (guest && anybody && facts->forwarded && facts->meeting.method == METHOD_REQUEST &&
            facts->recipients.count > 0 && !guest->is_recipient)
                signals_add(signals, kind, "It was forwarded on from %.*s, the only attendee.",
                            SPAN_SHOWN(guest->party.address));
}
