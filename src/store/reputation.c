#include "store/reputation.h"
#include "store/internal.h"

#include <math.h>

/* Decay that looks forward: a sum holds each count times 2^((when - LANDMARK) / half-life), and is read times the inverse
 * of that for now. Adding commutes, so that no node has to read before it adds. A double has room for 84 years; what a clock
 * says beyond that is wrong, and must not make sums infinite. */
static const int64_t LANDMARK = 1577836800; /* 2020-01-01 */
static const int64_t ROOM = 80LL * 365 * 86400;

double reputation_scale(int64_t at) {
        int64_t since = at < LANDMARK - ROOM ? -ROOM : at > LANDMARK + ROOM ? ROOM : at - LANDMARK;
        return exp2((double)since / REPUTATION_HALF_LIFE);
}

const char *reputation_kind_name(enum reputation_kind kind) {
        static const char *const names[] = { [REPUTATION_DOMAIN] = "domain",
                                             [REPUTATION_ADDRESS] = "address",
                                             [REPUTATION_ORGANIZER] = "organizer",
                                             [REPUTATION_NETWORK] = "network",
                                             [REPUTATION_REPORTER] = "reporter" };
        return names[kind];
}

#define COUNT(member) offsetof(struct reputation_counts, member)
static const size_t count_offsets[] = { COUNT(clean),   COUNT(doubtful),     COUNT(spam),
                                        COUNT(certain), COUNT(feedback_ham), COUNT(feedback_spam) };
enum { COUNTS = sizeof count_offsets / sizeof *count_offsets };

void reputation_counts_add(struct reputation_counts *to, const struct reputation_counts *add, double scale) {
        to->clean += add->clean * scale;
        to->doubtful += add->doubtful * scale;
        to->spam += add->spam * scale;
        to->certain += add->certain * scale;
        to->feedback_ham += add->feedback_ham * scale;
        to->feedback_spam += add->feedback_spam * scale;
}

static void ask_counts(struct ask *ask, const struct reputation_counts *counts, double scale) {
        for (size_t i = 0; i < COUNTS; i++)
                ask_real(ask, *(const double *)((const char *)counts + count_offsets[i]) * scale);
}

#define RAISED(column) column " = reputation." column " + excluded." column ", "

enum cw_err reputation_add(struct store *store, enum reputation_kind kind, const char *subject,
                           const struct reputation_counts *add, int64_t at, struct err *reterr) {
        struct ask ask = ask_for(
                store,
                "INSERT INTO reputation (kind, subject, first_at, last_at, clean, doubtful, spam, certain, feedback_ham, "
                "feedback_spam, clean_sum, doubtful_sum, spam_sum, certain_sum, feedback_ham_sum, feedback_spam_sum) "
                "VALUES (" P16 ") ON CONFLICT (kind, subject) DO UPDATE SET "
                "first_at = CASE WHEN excluded.first_at < reputation.first_at THEN excluded.first_at "
                "ELSE reputation.first_at END, "
                "last_at = CASE WHEN excluded.last_at > reputation.last_at THEN excluded.last_at "
                "ELSE reputation.last_at END, " RAISED("clean") RAISED("doubtful") RAISED("spam") RAISED(
                        "certain") RAISED("feedback_ham") RAISED("feedback_spam") RAISED("clean_sum")
                        RAISED("doubtful_sum") RAISED("spam_sum") RAISED("certain_sum") RAISED(
                                "feedback_ham_sum") "feedback_spam_sum = reputation.feedback_spam_sum + excluded.feedback_spam_sum");
        ask_text(&ask, reputation_kind_name(kind));
        ask_key(&ask, subject);
        ask_integer(&ask, at);
        ask_integer(&ask, at);
        ask_counts(&ask, add, 1);
        ask_counts(&ask, add, reputation_scale(at));
        return ask_run(&ask, NULL, reterr);
}

static const struct column list_of[] = {
        INTEGER(reputation, first),
        INTEGER(reputation, last),
        REAL(reputation, total.clean),
        REAL(reputation, total.doubtful),
        REAL(reputation, total.spam),
        REAL(reputation, total.certain),
        REAL(reputation, total.feedback_ham),
        REAL(reputation, total.feedback_spam),
        REAL(reputation, decayed.clean),
        REAL(reputation, decayed.doubtful),
        REAL(reputation, decayed.spam),
        REAL(reputation, decayed.certain),
        REAL(reputation, decayed.feedback_ham),
        REAL(reputation, decayed.feedback_spam),
};
static const struct columns reputation_columns = COLUMNS(list_of, reputation);

enum cw_err reputation_find(struct store *store, enum reputation_kind kind, const char *subject, int64_t now,
                            struct reputation *ret, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT first_at, last_at, clean, doubtful, spam, certain, feedback_ham, "
                                 "feedback_spam, clean_sum, doubtful_sum, spam_sum, certain_sum, feedback_ham_sum, "
                                 "feedback_spam_sum FROM reputation WHERE kind = $1 AND subject = $2");
        const struct reputation *found;
        ask_text(&ask, reputation_kind_name(kind));
        ask_key(&ask, subject);
        enum cw_err status = ask_rows(&ask, &reputation_columns, (const void **)&found, NULL, reterr);
        if (status != CW_OK)
                return status;
        *ret = found ? *found : (struct reputation){ 0 };
        double scale = reputation_scale(now);
        for (size_t i = 0; i < COUNTS; i++) {
                double *decayed = (double *)((char *)&ret->decayed + count_offsets[i]);
                double total = *(const double *)((const char *)&ret->total + count_offsets[i]);
                *decayed /= scale;
                /* What was counted while the clock was ahead has not faded yet, but is no more than it was. */
                if (*decayed > total)
                        *decayed = total;
        }
        return CW_OK;
}
