#include "checks/person-names.h"

#include "checks/views.h"
#include "text/unicode.h"

/* What letters of Latin alphabets are without their marks, from U+00C0 to U+017F; a space: no letter. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                            "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggg"
                            "gggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssss"
                            "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static char latin_of(uint32_t c) {
        if (c < 0x80)
                return ascii_alpha((char)c) ? ascii_lower((char)c) : ' ';
        if (c >= 0xC0 && c < 0x180 && c - 0xC0 < sizeof latin - 1)
                return latin[c - 0xC0];
        return c >= 0x300 && c < 0x370 ? '\0' : c == 0x2019 || c == 0xB4 ? '\0' : '?';
}

/* ä is written a or ae, å a or aa, ß s or ss: only one of each is kept. */
static bool is_spelling_of_last(const struct plain_name *name, char c) {
        if (name->len == 0)
                return false;
        char last = name->text[name->len - 1];
        return c == last || (c == 'e' && (last == 'a' || last == 'o' || last == 'u'));
}

void plain_name_read(struct span text, struct plain_name *ret) {
        ret->len = 0;
        while (text.len > 0 && ret->len < sizeof ret->text) {
                char c = latin_of(unicode_next(&text));
                if (c == '?') {
                        ret->len = 0;
                        return;
                }
                if (c == '\0' || (c == ' ' && ret->len == 0) || is_spelling_of_last(ret, c))
                        continue;
                ret->text[ret->len++] = c;
        }
        while (ret->len > 0 && ret->text[ret->len - 1] == ' ')
                ret->len--;
}

/* Words of a plain name: one space apart. */
static bool next_name_word(struct span *rest, struct span *ret) {
        *ret = span_split(rest, ' ');
        return ret->len > 0;
}

static struct span span_of(const struct plain_name *name) {
        return (struct span){ name->text, name->len };
}

/* "oellery" is O. Ellery, and what it lost as a spelling of Ö is its first letter or the surname's. */
static bool holds_behind_initial(struct span word, struct span name) {
        return word.len >= 5 && span_has(name, span_skip(word, 1));
}

/* Katharina and Kat, Alexander and Alex, and what Latin alphabets write in two ways. */
static bool words_agree(struct span a, struct span b) {
        size_t shared = 0, shorter = a.len < b.len ? a.len : b.len;
        if (shorter < 3)
                return false;
        while (shared < shorter && a.ptr[shared] == b.ptr[shared])
                shared++;
        return shared >= 3 || span_has(a, b) || span_has(b, a) || holds_behind_initial(a, b) ||
               holds_behind_initial(b, a);
}

/* The first letters of the words, in this order: "kw" of "Karl Weber", "rfh" of "Royal Free Hospital". */
static bool has_initials(struct span word, struct span name) {
        enum { MOST = 5 };
        if (word.len < 2 || word.len > MOST)
                return false;
        size_t at = 0;
        struct span rest = name, part;
        while (at < word.len && next_name_word(&rest, &part))
                at += part.ptr[0] == word.ptr[at];
        return at == word.len;
}

static bool any_is_initials(struct span words, struct span name) {
        struct span word;
        while (next_name_word(&words, &word))
                if (has_initials(word, name))
                        return true;
        return false;
}

static bool any_word_agrees(struct span name, struct span other) {
        struct span rest = name, word;
        while (next_name_word(&rest, &word)) {
                struct span others = other, one;
                while (next_name_word(&others, &one))
                        if (words_agree(word, one))
                                return true;
        }
        return any_is_initials(name, other) || any_is_initials(other, name);
}

static size_t letters_in(struct span text) {
        size_t letters = 0;
        for (size_t i = 0; i < text.len; i++)
                letters += text.ptr[i] != ' ';
        return letters;
}

bool names_agree(struct span name, struct span other) {
        struct plain_name a, b;
        plain_name_read(name, &a);
        plain_name_read(other, &b);
        return letters_in(span_of(&a)) < 4 || letters_in(span_of(&b)) < 4 || any_word_agrees(span_of(&a), span_of(&b));
}

/* Words of local parts that stand for a desk or a machine. */
static bool is_desk(struct span word) {
        static const struct span desks[] = {
                SPAN("no"),     SPAN("not"),      SPAN("info"),    SPAN("mail"),     SPAN("team"),     SPAN("ofice"),
                SPAN("buro"),   SPAN("servic"),   SPAN("suport"),  SPAN("calendar"), SPAN("kalender"), SPAN("event"),
                SPAN("bok"),    SPAN("reserv"),   SPAN("custom"),  SPAN("client"),   SPAN("kund"),     SPAN("notif"),
                SPAN("news"),   SPAN("reply"),    SPAN("invit"),   SPAN("meting"),   SPAN("rom"),      SPAN("raum"),
                SPAN("hr"),     SPAN("it"),       SPAN("sales"),   SPAN("vertrieb"), SPAN("market"),   SPAN("admin"),
                SPAN("acount"), SPAN("bil"),      SPAN("contact"), SPAN("kontakt"),  SPAN("secret"),   SPAN("sekret"),
                SPAN("board"),  SPAN("vorstand"), SPAN("club"),    SPAN("verein"),   SPAN("church"),   SPAN("parish"),
                SPAN("schol"),  SPAN("group"),    SPAN("list"),    SPAN("bounce"),   SPAN("system"),   SPAN("web"),
                SPAN("portal"), SPAN("schedul"),  SPAN("termin"),  SPAN("apoint"),   SPAN("resource"), SPAN("project"),
                SPAN("the"),    SPAN("my"),       SPAN("help"),    SPAN("desk"),     SPAN("dept"),     SPAN("order"),
        };
        for (size_t i = 0; i < sizeof desks / sizeof *desks; i++)
                if (desks[i].ptr[0] == word.ptr[0] &&
                    (desks[i].len > 3 ? span_starts_nocase(word, desks[i]) : span_equal(word, desks[i])))
                        return true;
        return false;
}

/* "ruth.goodwin", "r.goodwin", "ruth_goodwin1984": two words, or three, the last of which is a surname's length. */
static bool is_persons_local(struct span local) {
        size_t dot = 0;
        while (dot < local.len && local.ptr[dot] != '.' && local.ptr[dot] != '_')
                dot++;
        if (dot == local.len || local.len > 40)
                return false;
        struct plain_name plain;
        plain_name_read(local, &plain);
        struct span rest = span_of(&plain), word;
        unsigned words = 0, longest = 0;
        while (next_name_word(&rest, &word)) {
                if (is_desk(word))
                        return false;
                words++;
                longest = word.len > longest ? (unsigned)word.len : longest;
        }
        return words >= 2 && words <= 3 && longest >= 4 && span_find_byte(local, '+') == local.len &&
               span_find_byte(local, '=') == local.len;
}

/* Clubs, parishes and the like, whose secretary invites from his own mailbox. */
static bool is_circle(struct span name) {
        static const struct span circles[] = {
                SPAN("club"),      SPAN("verein"),     SPAN("e.v."),     SPAN("choir"),     SPAN("chor"),
                SPAN("church"),    SPAN("parish"),     SPAN("gemeinde"), SPAN("kirche"),    SPAN("school"),
                SPAN("schule"),    SPAN("society"),    SPAN("associa"),  SPAN("asocia"),    SPAN("amicale"),
                SPAN("amis de"),   SPAN("vereniging"), SPAN("koor"),     SPAN("coro"),      SPAN("iglesia"),
                SPAN("parroquia"), SPAN("famil"),      SPAN("band"),     SPAN("orchest"),   SPAN("scout"),
                SPAN("fc "),       SPAN("sv "),        SPAN("tsv"),      SPAN("feuerwehr"), SPAN("elternbeirat"),
                SPAN("ampa"),      SPAN("chess"),      SPAN("theat"),    SPAN("neighbo"),   SPAN("nachbar"),
                SPAN("allotment"),
        };
        for (size_t i = 0; i < sizeof circles / sizeof *circles; i++)
                if (span_has_nocase(name, circles[i]))
                        return true;
        return false;
}

bool name_is_anothers(const struct party *party) {
        if (party->local.len == 0 || party->name.len == 0 || span_find_byte(party->name, '@') < party->name.len ||
            !is_persons_local(party->local) || names_agree(party->name, party->local) ||
            is_circle(span_head(party->name, 100)))
                return false;
        if (party->freemail)
                return true;
        struct span label = span_head(party->domain, span_find_byte(party->domain, '.'));
        return label.len > 0 && !names_agree(party->name, label);
}
