/* What names say beside their addresses (attacks 10, 17, 19). */
#include "calendar/address.h"
#include "checks/person-names.h"
#include "checks/views.h"

/* Who it is whose address iCloud hides behind one of its own: the EMAIL parameter tells. */
static struct party behind_token(const struct facts *facts, struct arena *arena) {
        struct party party = facts->organizer;
        if (!facts->meeting.event || !span_equal(party.host, SPAN("imip.me.com")))
                return party;
        const struct property *property = component_property(facts->meeting.event, PROPERTY_ORGANIZER);
        struct calendar_address organizer = { 0 };
        if (property)
                calendar_address_read(arena, property, &organizer);
        if (organizer.email.len > 0)
                party.local = span_head(organizer.email, span_find_byte(organizer.email, '@'));
        return party;
}

void check_name_not_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct parties parties = acting_parties(facts);
        const struct party behind = behind_token(facts, signals->arena);
        for (uint32_t i = 0; i < parties.count && !facts->list; i++) {
                const struct party *party = parties.list[i] == &facts->organizer ? &behind : parties.list[i];
                bool house = !party->freemail && party->known_host;
                if (house || is_of_recipients_house(facts, party) || !name_is_anothers(party))
                        continue;
                signals_add(signals, kind, "\u201c%.*s\u201d writes from %.*s.", SPAN_SHOWN(party->name),
                            SPAN_SHOWN(party->address));
                return;
        }
}

/* ---- the reader's house ------------------------------------------------------------------------------------------ */

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
        const struct parties parties = acting_parties(facts);
        const struct recipient *recipients = recipients_of(facts);
        if (facts->list || sent_by_service(facts) || facts->recipients.count == 0 || recipients->party.freemail)
                return;
        struct span domain = recipients->party.domain;
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
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

/* ---- other addresses, disguises ---------------------------------------------------------------------------------- */

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
        const struct parties parties = shown_parties(facts);
        for (uint32_t i = 0; i < parties.count && !facts->list; i++) {
                const struct party *party = parties.list[i];
                struct span shown = address_in_name(party->name);
                if (shown.len == 0 || address_is_partys(facts, shown) ||
                    (party->domain.len > 0 && span_ends_nocase(shown, party->domain)))
                        continue;
                signals_add(signals, kind, "The name shows %.*s, the address is %.*s.", SPAN_SHOWN(shown),
                            SPAN_SHOWN(party->address));
                return;
        }
}

void check_name_disguised(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct parties parties = shown_parties(facts);
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
                struct unicode_properties name;
                unicode_read(facts->text, party->name, &name);
                if (name.mixed_words == 0 && name.bidi_overrides == 0 && name.invisible_total == 0 && name.fancy < 3)
                        continue;
                signals_add(signals, kind, "The name of %.*s has %s characters.", SPAN_SHOWN(party->address),
                            name.bidi_overrides    ? "direction-turning"
                            : name.invisible_total ? "invisible"
                                                   : "look-alike");
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
        const struct parties parties = shown_parties(facts);
        for (uint32_t i = 0; i < parties.count; i++) {
                const struct party *party = parties.list[i];
                enum brand brand = brand_in_name(party->name);
                if (!brand || party->host.len == 0 || is_about_brand(span_head(party->name, 200)) ||
                    (party->known_host && !party->freemail && (party->known_host->kinds & (HOST_BRAND | HOST_MEETING))) ||
                    span_has(party->domain, span_from(brand_label(brand))))
                        continue;
                /* Who sells for a brand is called after it, too, and has a domain of his own. */
                bool house = originator_is_proven(facts) && !party->freemail && !party_is_tenant(party);
                signals_add_part(signals, kind, house ? 0.6 : 1,
                                 "The name is \u201c%.*s\u201d, the address %.*s is not %s's.", SPAN_SHOWN(party->name),
                                 SPAN_SHOWN(party->address), brand_name(brand));
                return;
        }
}
