/* Whom to call, write to, or pay (attacks 39, 40, 42). */
#include "checks/views.h"

/* The first phone number of a kind of text that is no dial-in of a meeting. */
static const struct phone *phone_of(const struct findings *findings, unsigned flags) {
        const struct phone *phones = findings->phones.items;
        for (uint32_t i = 0; i < findings->phones.count; i++)
                if (!(phones[i].flags & PHONE_DIAL_IN) && (phones[i].flags & flags) == flags)
                        return &phones[i];
        return NULL;
}

/* Which amounts a check is about. */
typedef bool amount_test(const struct amount *amount);

static bool is_crypto(const struct amount *amount) {
        return amount->crypto;
}

static bool is_fortune(const struct amount *amount) {
        return !amount->crypto && amount->value >= 750000;
}

/* "Quiz night (£5)" is an entrance fee. */
static bool is_of_note(const struct amount *amount) {
        return amount->crypto || amount->value >= 30;
}

static const struct amount *first_amount(const struct findings *findings, amount_test *is_meant) {
        const struct amount *amounts = findings->amounts.items;
        for (uint32_t i = 0; i < findings->amounts.count; i++)
                if (is_meant(&amounts[i]))
                        return &amounts[i];
        return NULL;
}

/* Of the event, else of the mail. */
static void tell_amount(const struct facts *facts, const struct signal_kind *kind, struct signals *signals,
                        amount_test *is_meant) {
        const struct amount *amount = first_amount(&facts->calendar_findings, is_meant);
        if (!amount)
                amount = first_amount(&facts->mail_findings, is_meant);
        if (amount)
                signals_add(signals, kind, "It names %.*s.", SPAN_SHOWN(amount->written));
}

void check_call_about_money(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct findings *findings = &facts->calendar_findings;
        const struct phone *phone = phone_of(findings, 0);
        const struct amount *amount = findings->amounts.count > 0 ? findings->amounts.items : NULL;
        /* A programme of many events names prices and box offices. */
        bool programme = facts->meeting.events > 3;
        /* A house with a name that it proves has prices, and a desk that is called about them. */
        double part = is_of_proven_house(facts) ? 0.6 : 1;
        if (phone && amount && !programme && facts->meeting.method != METHOD_REPLY && !facts->quantity[QUANTITY_SERVICE])
                signals_add_part(signals, kind, part, "The event names %.*s and the number %.*s.",
                                 SPAN_SHOWN(amount->written), SPAN_SHOWN(phone->written));
}

void check_phone_disguised(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct phone *phone = phone_of(&facts->calendar_findings, PHONE_DISGUISED);
        if (!phone)
                phone = phone_of(&facts->mail_findings, PHONE_DISGUISED);
        if (phone)
                signals_add(signals, kind, "The number is written \u201c%.*s\u201d.", SPAN_SHOWN(phone->written));
}

/* Findings of a short text by itself. */
static struct findings findings_of(const struct facts *facts, struct signals *signals, struct span text) {
        struct findings findings = { 0 };
        struct defects none = { .arena = signals->arena };
        findings_read(facts->text, signals->arena, span_head(text, 1000), &none, &findings);
        return findings;
}

void check_phone_in_summary(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->calendar_findings.phones.count == 0)
                return;
        struct findings findings = findings_of(facts, signals, facts->meeting.summary);
        const struct phone *phone = phone_of(&findings, 0);
        if (phone)
                signals_add(signals, kind, "The title is \u201c%.*s\u201d.", SPAN_SHOWN(facts->meeting.summary));
}

void check_money_in_summary(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->calendar_findings.amounts.count == 0)
                return;
        struct findings findings = findings_of(facts, signals, facts->meeting.summary);
        if (first_amount(&findings, is_of_note))
                signals_add(signals, kind, "The title is \u201c%.*s\u201d.", SPAN_SHOWN(facts->meeting.summary));
}

void check_crypto_amount(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell_amount(facts, kind, signals, is_crypto);
}

void check_fortune_named(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (!originator_is_proven(facts) || facts->from.freemail)
                tell_amount(facts, kind, signals, is_fortune);
}

static bool is_known_address(const struct facts *facts, struct span address) {
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (span_equal_nocase(recipients_of(facts)[i].party.address, address))
                        return true;
        const struct texts *organizers = &facts->fields[FIELD_ORGANIZER];
        for (uint32_t i = 0; i < organizers->count; i++)
                if (span_ends_nocase(organizers->items[i], address))
                        return true;
        return address_is_partys(facts, address);
}

void check_write_to_freemail(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct findings *all[] = { &facts->calendar_findings, &facts->mail_findings };
        for (size_t s = 0; s < 2; s++) {
                const struct email *emails = all[s]->emails.items;
                for (uint32_t i = 0; i < all[s]->emails.count; i++) {
                        bool free = emails[i].known && (emails[i].known->kinds & HOST_FREEMAIL);
                        if (!free || is_known_address(facts, emails[i].address) || facts->list || facts->forwarded)
                                continue;
                        signals_add(signals, kind, "It names the address %.*s.", SPAN_SHOWN(emails[i].address));
                        return;
                }
        }
}

void check_chat_link(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                if (links[i].visible && links[i].link->known && (links[i].link->known->kinds & HOST_MESSENGER) &&
                    (facts->from.freemail || !originator_is_proven(facts))) {
                        signals_add(signals, kind, "It leads to %.*s.", SPAN_SHOWN(links[i].link->url));
                        return;
                }
        }
}

/* "INV-2026-88123", "Order #A7781XQ", "Case 4471-0091": five digits or more in one word. */
void check_invoice_number_title(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct span rest = span_head(facts->meeting.summary, 200);
        while (rest.len > 0) {
                struct span word = span_split(&rest, ' ');
                size_t digits = 0, letters = 0;
                for (size_t i = 0; i < word.len; i++) {
                        digits += ascii_digit(word.ptr[i]);
                        letters += ascii_alpha(word.ptr[i]);
                }
                bool marked = word.len > 0 && (word.ptr[0] == '#' || letters > 0 || span_has(word, SPAN("-")));
                bool is_date = span_has(word, SPAN("/")) || span_has(word, SPAN(":")) || span_has(word, SPAN(".")) ||
                               (digits == 8 && letters == 0);
                bool is_phone = digits >= 9 && letters == 0 && word.ptr[0] != '#';
                if (digits >= 5 && marked && !is_date && !is_phone) {
                        signals_add(signals, kind, "The title is \u201c%.*s\u201d.", SPAN_SHOWN(facts->meeting.summary));
                        return;
                }
        }
}
