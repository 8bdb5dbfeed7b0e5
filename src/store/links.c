#include "store/links.h"
#include "store/internal.h"

enum cw_err link_use(struct store *store, const char *link, const char *owner, int64_t expires, bool *ret_first,
                     struct err *reterr) {
        int64_t added = 0;
        struct ask ask = ask_for(store,
                                 "INSERT INTO link_used (link, owner, expires) VALUES (" P3 ") ON CONFLICT DO NOTHING");
        ask_key(&ask, link);
        ask_key(&ask, owner);
        ask_integer(&ask, expires);
        enum cw_err status = ask_run(&ask, &added, reterr);
        if (status == CW_OK)
                *ret_first = added > 0;
        return status;
}

enum cw_err link_used(struct store *store, const char *link, bool *ret, struct err *reterr) {
        int64_t count = 0;
        struct ask ask = ask_for(store, "SELECT CAST(COUNT(*) AS BIGINT) FROM link_used WHERE link = $1");
        ask_key(&ask, link);
        enum cw_err status = ask_number(&ask, &count, reterr);
        if (status == CW_OK)
                *ret = count > 0;
        return status;
}
