/* decide: what a person or an operator has decided, written into a store: for sequences of mails.
 *
 *     history-decide STORE claim RECIPIENT UID IDENTITY confirmed|refused
 *     history-decide STORE delegate RECIPIENT SENT-BY ORGANIZER
 *     history-decide STORE list SCOPE OWNER KIND VALUE allow|block
 *     history-decide STORE relation OWNER ADDRESS correspondent|contact
 *     history-decide STORE sent MESSAGE-ID OWNER RECIPIENT
 *     history-decide STORE said address|domain|network SUBJECT spam|ham TIMES AT */
#include <stdio.h>
#include <stdlib.h>

#include "store/claims.h"
#include "store/lists.h"
#include "store/relations.h"
#include "store/reputation.h"

static enum cw_err said(struct store *store, char **args, struct err *err) {
        enum reputation_kind kind = strcmp(args[0], "domain") == 0    ? REPUTATION_DOMAIN
                                    : strcmp(args[0], "network") == 0 ? REPUTATION_NETWORK
                                                                      : REPUTATION_ADDRESS;
        double times = strtod(args[3], NULL);
        bool spam = strcmp(args[2], "spam") == 0;
        struct reputation_counts add = { .feedback_spam = spam ? times : 0, .feedback_ham = spam ? 0 : times };
        return reputation_add(store, kind, args[1], &add, strtoll(args[4], NULL, 10), err);
}

static enum cw_err decide(struct store *store, const char *what, int count, char **args, struct err *err) {
        if (strcmp(what, "claim") == 0 && count == 4)
                return claim_decide(store, args[0], args[1], args[2], args[3], err);
        if (strcmp(what, "delegate") == 0 && count == 3)
                return delegate_add(store,
                                    &(struct delegate_record){ .recipient = args[0],
                                                               .sent_by = args[1],
                                                               .organizer = args[2],
                                                               .confirmed_by = args[0] },
                                    err);
        if (strcmp(what, "list") == 0 && count == 5)
                return list_add(store,
                                &(struct list_record){ .scope = args[0],
                                                       .owner = args[1],
                                                       .kind = args[2],
                                                       .value = args[3],
                                                       .effect = args[4] },
                                err);
        if (strcmp(what, "relation") == 0 && count == 3)
                return relation_add(store,
                                    &(struct relation_record){ .owner = args[0],
                                                               .address = args[1],
                                                               .kind = args[2],
                                                               .source = "outbound",
                                                               .first = 1,
                                                               .last = 1,
                                                               .count = 1 },
                                    err);
        if (strcmp(what, "sent") == 0 && count == 3)
                return sent_add(store, args[0], args[1], args[2], 1, err);
        if (strcmp(what, "said") == 0 && count == 5)
                return said(store, args, err);
        return err_set(err, CW_ERR_USAGE, "%s with %d arguments is no decision", what, count);
}

int main(int argc, char **argv) {
        struct err err = { 0 };
        struct store *store = NULL;
        if (argc < 3)
                return 64;
        enum cw_err code = store_open(&(struct store_options){ .url = argv[1], .mode = STORE_WRITE }, &store, &err);
        if (!code)
                code = decide(store, argv[2], argc - 3, argv + 3, &err);
        if (code)
                fprintf(stderr, "history-decide: %s\n", err.text);
        store_close(store);
        return code ? 1 : 0;
}
