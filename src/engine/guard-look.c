/* Looking at an item beside all that is judged: with a scanner of its own, for whom nobody waits. */
#include "engine/guard-inside.h"

struct lookups *guard_lookups(struct guard *guard) {
        return guard->settings.lookups;
}

enum cw_err guard_look(struct guard *guard, const struct item *item,
                       void (*look)(const struct judgement *judgement, void *user), void *user, struct err *reterr) {
        struct generation *generation = generation_take(guard);
        const struct config *config = generation->config;
        struct item settled = *item;
        struct scanner *scanner = NULL;
        const struct judgement *judgement;
        bool believed = config_trusts(config, item->client_ip);
        settled.authserv_ids = config->authserv_ids;
        settled.authserv_id_count = believed ? config->authserv_id_count : 0;
        settled.relation = RELATION_NONE;
        enum cw_err code = scanner_new(generation->engine, &scanner, reterr);
        if (!code)
                code = scan_item(scanner, &settled, &judgement, reterr);
        if (!code)
                look(judgement, user);
        scanner_free(scanner);
        generation_give(guard, generation);
        return code;
}
