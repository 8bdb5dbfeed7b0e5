#include "store/choices.h"
#include "store/internal.h"

static const struct column list_of[] = {
        KEY(choice_record, owner),
        INTEGER(choice_record, sent),
        TEXT(choice_record, digest),
        TEXT(choice_record, calendar),
};
static const struct columns choice_columns = COLUMNS(list_of, choice_record);

enum cw_err choice_find(struct store *store, const char *owner, const struct choice_record **ret, struct err *reterr) {
        struct ask ask = ask_for(store,
                                 "SELECT owner, sent_at, choice, calendar_choice FROM digest_state WHERE owner = $1");
        ask_key(&ask, owner);
        return ask_rows(&ask, &choice_columns, (const void **)ret, NULL, reterr);
}

/* NULL fits. */
static bool is_one_of(const char *word, const char *const *words) {
        for (; word && *words; words++)
                if (strcmp(word, *words) == 0)
                        return true;
        return !word;
}

enum cw_err choice_set(struct store *store, const char *owner, const char *digest, const char *calendar,
                       struct err *reterr) {
        static const char *const digests[] = { "", "daily", "never", NULL };
        static const char *const calendars[] = { "", "usual", "known", "ask", NULL };
        if (!is_one_of(digest, digests) || !is_one_of(calendar, calendars))
                return err_set(reterr, CW_ERR_USAGE, "daily or never; usual, known or ask");
        struct ask ask = ask_for(
                store, "INSERT INTO digest_state (owner, sent_at, choice, calendar_choice) VALUES ($1, 0, $2, $3) "
                       "ON CONFLICT (owner) DO UPDATE SET "
                       "choice = CASE WHEN $4 = 1 THEN excluded.choice ELSE digest_state.choice END, "
                       "calendar_choice = CASE WHEN $5 = 1 THEN excluded.calendar_choice "
                       "ELSE digest_state.calendar_choice END");
        ask_key(&ask, owner);
        ask_text(&ask, digest);
        ask_text(&ask, calendar);
        ask_integer(&ask, digest != NULL);
        ask_integer(&ask, calendar != NULL);
        return ask_run(&ask, NULL, reterr);
}
