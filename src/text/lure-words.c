#include "text/lure-words.h"

enum weight { FILLER, LURE };

/* One word is in honest names as well (parcel-service); the count is what matters. Sorted, for the first letter is
 * searched. */
static const struct {
        struct span word;
        enum weight weight;
} words[] = {
        { SPAN("acceso"), LURE },
        { SPAN("access"), LURE },
        { SPAN("accesso"), LURE },
        { SPAN("account"), LURE },
        { SPAN("accounts"), LURE },
        { SPAN("acesso"), LURE },
        { SPAN("airdrop"), LURE },
        { SPAN("alert"), LURE },
        { SPAN("alerts"), LURE },
        { SPAN("app"), FILLER },
        { SPAN("auth"), LURE },
        { SPAN("authenticate"), LURE },
        { SPAN("bank"), LURE },
        { SPAN("banking"), LURE },
        { SPAN("benefit"), LURE },
        { SPAN("benefits"), LURE },
        { SPAN("betaling"), LURE },
        { SPAN("billing"), LURE },
        { SPAN("bonus"), LURE },
        { SPAN("box"), FILLER },
        { SPAN("call"), FILLER },
        { SPAN("care"), FILLER },
        { SPAN("case"), FILLER },
        { SPAN("center"), FILLER },
        { SPAN("centre"), FILLER },
        { SPAN("check"), FILLER },
        { SPAN("claim"), LURE },
        { SPAN("claims"), LURE },
        { SPAN("client"), FILLER },
        { SPAN("cloud"), FILLER },
        { SPAN("colis"), LURE },
        { SPAN("compte"), LURE },
        { SPAN("confirm"), LURE },
        { SPAN("conta"), LURE },
        { SPAN("cuenta"), LURE },
        { SPAN("customer"), FILLER },
        { SPAN("customs"), LURE },
        { SPAN("delivery"), LURE },
        { SPAN("department"), FILLER },
        { SPAN("dept"), FILLER },
        { SPAN("desk"), FILLER },
        { SPAN("doc"), LURE },
        { SPAN("docs"), LURE },
        { SPAN("document"), LURE },
        { SPAN("documents"), LURE },
        { SPAN("e"), FILLER },
        { SPAN("employee"), FILLER },
        { SPAN("esign"), LURE },
        { SPAN("file"), LURE },
        { SPAN("files"), LURE },
        { SPAN("fine"), LURE },
        { SPAN("gift"), LURE },
        { SPAN("help"), FILLER },
        { SPAN("helpdesk"), LURE },
        { SPAN("hr"), LURE },
        { SPAN("hub"), FILLER },
        { SPAN("id"), FILLER },
        { SPAN("inbox"), LURE },
        { SPAN("info"), FILLER },
        { SPAN("invoice"), LURE },
        { SPAN("it"), FILLER },
        { SPAN("join"), LURE },
        { SPAN("konto"), LURE },
        { SPAN("live"), FILLER },
        { SPAN("login"), LURE },
        { SPAN("logon"), LURE },
        { SPAN("mail"), FILLER },
        { SPAN("mailbox"), LURE },
        { SPAN("meet"), FILLER },
        { SPAN("meeting"), FILLER },
        { SPAN("mfa"), LURE },
        { SPAN("my"), FILLER },
        { SPAN("notice"), LURE },
        { SPAN("notification"), LURE },
        { SPAN("notify"), LURE },
        { SPAN("now"), FILLER },
        { SPAN("office"), FILLER },
        { SPAN("online"), FILLER },
        { SPAN("pacco"), LURE },
        { SPAN("paket"), LURE },
        { SPAN("panel"), FILLER },
        { SPAN("parcel"), LURE },
        { SPAN("password"), LURE },
        { SPAN("pay"), LURE },
        { SPAN("payment"), LURE },
        { SPAN("payments"), LURE },
        { SPAN("payroll"), LURE },
        { SPAN("portal"), FILLER },
        { SPAN("prize"), LURE },
        { SPAN("protection"), FILLER },
        { SPAN("quarantine"), LURE },
        { SPAN("recovery"), LURE },
        { SPAN("redelivery"), LURE },
        { SPAN("reembolso"), LURE },
        { SPAN("refund"), LURE },
        { SPAN("reimbursement"), LURE },
        { SPAN("remboursement"), LURE },
        { SPAN("renewal"), LURE },
        { SPAN("review"), LURE },
        { SPAN("reward"), LURE },
        { SPAN("rewards"), LURE },
        { SPAN("rimborso"), LURE },
        { SPAN("safe"), FILLER },
        { SPAN("salary"), LURE },
        { SPAN("secure"), LURE },
        { SPAN("securite"), LURE },
        { SPAN("security"), LURE },
        { SPAN("seguro"), LURE },
        { SPAN("server"), FILLER },
        { SPAN("service"), FILLER },
        { SPAN("services"), FILLER },
        { SPAN("share"), FILLER },
        { SPAN("shared"), FILLER },
        { SPAN("sharefile"), LURE },
        { SPAN("sicherheit"), LURE },
        { SPAN("sign"), FILLER },
        { SPAN("signin"), LURE },
        { SPAN("sso"), LURE },
        { SPAN("support"), LURE },
        { SPAN("svc"), FILLER },
        { SPAN("system"), FILLER },
        { SPAN("tax"), LURE },
        { SPAN("team"), FILLER },
        { SPAN("teams"), FILLER },
        { SPAN("toll"), LURE },
        { SPAN("tracking"), LURE },
        { SPAN("unlock"), LURE },
        { SPAN("update"), LURE },
        { SPAN("user"), FILLER },
        { SPAN("validate"), LURE },
        { SPAN("vault"), LURE },
        { SPAN("verification"), LURE },
        { SPAN("verify"), LURE },
        { SPAN("video"), FILLER },
        { SPAN("voicemail"), LURE },
        { SPAN("wallet"), LURE },
        { SPAN("web"), FILLER },
        { SPAN("webmail"), LURE },
        { SPAN("workspace"), FILLER },
        { SPAN("www"), FILLER },
};
enum { WORDS = sizeof words / sizeof *words };

/* The longest word that `piece` begins with; WORDS: none. */
static size_t word_at(struct span piece) {
        size_t best = WORDS;
        for (size_t i = 0; i < WORDS; i++) {
                struct span word = words[i].word;
                if (piece.ptr[0] == word.ptr[0] && word.len <= piece.len &&
                    memcmp(piece.ptr, word.ptr, word.len) == 0 && (best == WORDS || word.len > words[best].word.len))
                        best = i;
        }
        return best;
}

static void count_piece(struct span piece, struct lure_words *sum) {
        struct lure_words found = { 0 };
        enum { LONGEST = 40 };
        if (piece.len > LONGEST)
                return;
        while (piece.len > 0) {
                size_t word = word_at(piece);
                if (word == WORDS)
                        return;
                *(words[word].weight == LURE ? &found.lures : &found.fillers) += 1;
                piece = span_skip(piece, words[word].word.len);
        }
        sum->lures += found.lures;
        sum->fillers += found.fillers;
}

struct lure_words lure_words_of(struct span host) {
        struct lure_words sum = { 0 };
        size_t from = 0, end = host.len;
        while (end > 0 && host.ptr[end - 1] != '.')
                end--;
        for (size_t i = 0; i < end; i++) {
                if (ascii_alpha(host.ptr[i]))
                        continue;
                count_piece(span_head(span_skip(host, from), i - from), &sum);
                from = i + 1;
        }
        return sum;
}
