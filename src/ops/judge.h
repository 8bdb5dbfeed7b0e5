/* judge: an engine with what the options of a call say about the items: channel, envelope, whose results to believe. */
#pragma once

#include "engine/scan.h"
#include "ops/inputs.h"
#include "ops/ops.h"

struct judge {
        struct engine *engine;
        struct scanner *scanner;
        char *rules_dir;
        struct item item; /* all but the bytes */
        struct span *rcpt, *authserv_ids;
};

/* Reads --rules, --config, --channel, --client-ip, --helo, --mail-from, --rcpt, --auth-user, --authserv-id, --relation
 * and --at, as far as the operation has them. The call must live as long as *ret. judge_close in every case. */
[[nodiscard]] enum cw_err judge_open(const struct op_call *call, struct judge *ret, struct err *reterr);
void judge_close(struct judge *judge);

/* *ret lives until the next input. */
[[nodiscard]] enum cw_err judge_input(struct judge *judge, const struct input *input, const struct judgement **ret,
                                      struct err *reterr);
