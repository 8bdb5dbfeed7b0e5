/* judge: an engine with what the options of a call say about the items: channel, envelope, whose results to believe. */
#pragma once

#include "engine/scan.h"
#include "ops/asked.h"
#include "ops/inputs.h"
#include "ops/ops.h"
#include "report/report.h"

struct config;
struct lookups;

struct judge {
        struct engine *engine;
        struct scanner *scanner;
        struct config *config;   /* with --lookups, and for doctor; else NULL */
        struct lookups *lookups; /* the same */
        char *rules_dir;
        struct asked_item asked;
        struct item current; /* of judge_input */
};

/* Reads --rules, --config, --lookups, and what asked_item_read does. The call must live as long as *ret. judge_close in
 * every case. */
[[nodiscard]] enum cw_err judge_open(const struct op_call *call, struct judge *ret, struct err *reterr);
void judge_close(struct judge *judge);

/* Says it of an input, on call->err: "calwarden check: mail.eml #2: text". */
void judge_say(const struct op_call *call, const struct input *input, const char *text);
/* Says why an input could not be judged, with --json on call->out too. Returns the status that goes with it. */
int judge_fail(const struct op_call *call, const struct input *input, const struct err *err);

/* The input with all that the options say. */
struct item judge_item(const struct judge *judge, const struct input *input);
/* What is told of it. */
struct report judge_report(const struct judge *judge, const struct input *input, const struct judgement *judgement);

/* *ret lives until the next input. */
[[nodiscard]] enum cw_err judge_input(struct judge *judge, const struct input *input, const struct judgement **ret,
                                      struct err *reterr);
