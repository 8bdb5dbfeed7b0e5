#include "checks/views.h"

enum { SEARCHED = 2000 };

bool has_one_of(struct span text, const struct span *words, size_t count) {
        for (size_t i = 0; i < count; i++)
                if (span_has_nocase(text, words[i]))
                        return true;
        return false;
}

bool ends_with_one_of(struct span text, const struct span *endings, size_t count) {
        for (size_t i = 0; i < count; i++)
                if (span_ends_nocase(text, endings[i]))
                        return true;
        return false;
}

static void add_party(struct parties *parties, const struct party *party) {
        for (uint32_t i = 0; i < parties->count; i++)
                if (span_equal(parties->list[i]->address, party->address) &&
                    span_equal(parties->list[i]->name, party->name))
                        return;
        if (party->address.len > 0 || party->name.len > 0)
                parties->list[parties->count++] = party;
}

struct parties acting_parties(const struct facts *facts) {
        struct parties parties = { .count = 0 };
        add_party(&parties, &facts->from);
        add_party(&parties, &facts->organizer);
        return parties;
}

struct parties shown_parties(const struct facts *facts) {
        struct parties parties = acting_parties(facts);
        add_party(&parties, &facts->sender);
        add_party(&parties, &facts->reply_to);
        return parties;
}

bool is_recipient(const struct facts *facts, struct span address) {
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (span_equal(recipients[i].party.address, address))
                        return true;
        return false;
}

bool is_of_recipients_house(const struct facts *facts, const struct party *party) {
        const struct recipient *recipients = recipients_of(facts);
        for (uint32_t i = 0; i < facts->recipients.count && i < RECIPIENTS_LOOKED_AT; i++)
                if (!party->freemail && party_same_domain(&recipients[i].party, party))
                        return true;
        return false;
}

bool address_is_partys(const struct facts *facts, struct span address) {
        const struct party *parties[] = { &facts->from, &facts->organizer, &facts->sender, &facts->reply_to,
                                          &facts->sent_by };
        for (size_t i = 0; i < sizeof parties / sizeof *parties; i++)
                if (span_equal_nocase(parties[i]->address, address))
                        return true;
        const struct attendee_fact *attendees = attendees_of(facts);
        for (uint32_t i = 0; i < facts->attendees.count; i++)
                if (span_equal_nocase(attendees[i].party.address, address))
                        return true;
        return false;
}

bool is_of_proven_house(const struct facts *facts) {
        return originator_is_proven(facts) && !facts->organizer.freemail && !facts->from.freemail &&
               !party_is_tenant(&facts->from);
}

bool is_of_owner(const struct facts *facts) {
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (recipients_of(facts)[i].history.standing != STANDING_OWNER)
                        return false;
        return facts->recipients.count > 0;
}

const struct recipient *recipient_in(const struct facts *facts, struct span text) {
        const struct recipient *recipients = recipients_of(facts);
        text = span_head(text, SEARCHED);
        for (uint32_t i = 0; i < facts->recipients.count && i < RECIPIENTS_LOOKED_AT; i++)
                if (span_has_nocase(text, recipients[i].party.address))
                        return &recipients[i];
        return NULL;
}

/* The 4n characters of base64 that `plain` gives at one of the three offsets in its quanta, without those at the ends that
 * depend on the neighbours. */
static size_t base64_middle(struct span plain, unsigned offset, char *ret, size_t size) {
        static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        size_t out = 0, skip = offset == 0 ? 0 : 3 - offset;
        for (size_t i = skip; i + 3 <= plain.len && out + 4 <= size; i += 3) {
                uint32_t bits = (uint32_t)(uint8_t)plain.ptr[i] << 16 | (uint32_t)(uint8_t)plain.ptr[i + 1] << 8 |
                                (uint8_t)plain.ptr[i + 2];
                for (int k = 18; k >= 0; k -= 6)
                        ret[out++] = alphabet[bits >> k & 63];
        }
        return out;
}

static bool has_base64_of(struct span text, struct span address) {
        char middle[256];
        for (unsigned offset = 0; offset < 3; offset++) {
                size_t len = base64_middle(address, offset, middle, sizeof middle);
                if (len >= 8 && span_has(text, (struct span){ middle, len }))
                        return true;
        }
        return false;
}

static bool has_hex_of(struct span text, struct span address) {
        char hex[256];
        size_t len = 0;
        for (size_t i = 0; i < address.len && len + 2 <= sizeof hex; i++) {
                static const char digits[] = "0123456789abcdef";
                hex[len++] = digits[(uint8_t)address.ptr[i] >> 4];
                hex[len++] = digits[(uint8_t)address.ptr[i] & 15];
        }
        return len >= 16 && span_has_nocase(text, (struct span){ hex, len });
}

const struct recipient *recipient_hidden_in(const struct facts *facts, struct span text) {
        const struct recipient *recipients = recipients_of(facts);
        text = span_head(text, SEARCHED);
        for (uint32_t i = 0; i < facts->recipients.count && i < RECIPIENTS_LOOKED_AT; i++)
                if (has_base64_of(text, recipients[i].party.address) || has_hex_of(text, recipients[i].party.address))
                        return &recipients[i];
        return NULL;
}

bool looks_random(struct span text) {
        size_t letters = 0, vowels = 0, digits = 0, turns = 0;
        char before = '\0';
        for (size_t i = 0; i < text.len; i++) {
                char c = ascii_lower(text.ptr[i]);
                if (!ascii_alnum(c))
                        continue;
                letters += ascii_alpha(c);
                digits += ascii_digit(c);
                vowels += c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
                turns += before != '\0' && ascii_digit(c) != ascii_digit(before);
                before = c;
        }
        if (letters + digits < 10)
                return false;
        return (digits > 0 && turns >= 4) || (letters >= 10 && vowels * 6 < letters);
}

bool looks_like_token(struct span text) {
        size_t digits = 0, capitals = 0, smalls = 0;
        for (size_t i = 0; i < text.len; i++) {
                if (!ascii_alnum(text.ptr[i]))
                        return false;
                digits += ascii_digit(text.ptr[i]);
                capitals += text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' && i > 0;
                smalls += text.ptr[i] >= 'a' && text.ptr[i] <= 'z';
        }
        return (digits > 0 && digits < text.len) || (capitals > 0 && smalls > 0);
}

const struct link_fact *foreign_link_in_calendar(const struct facts *facts) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (place_in_calendar(links[i].place) && link_is_foreign(&links[i]))
                        return &links[i];
        return NULL;
}
