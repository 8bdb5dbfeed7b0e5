/* Operations of the store on the command line: who may open the store may do everything. */
#include <pwd.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/smtp.h"
#include "config/config.h"
#include "ops/answers.h"
#include "ops/handlers.h"
#include "store/store.h"

static const char *user_name(char room[static 64]) {
        const struct passwd *entry = getpwuid(getuid());
        if (entry)
                (void)snprintf(room, 64, "%s", entry->pw_name);
        else
                (void)snprintf(room, 64, "%u", (unsigned)getuid());
        return room;
}

enum cw_err op_open_store(const struct op_call *call, const struct config *config, struct store **ret,
                          struct err *reterr) {
        bool writes = route_table[op_id_of(call->op)].method == METHOD_POST;
        const struct store_options options = { .url = config->store, .mode = writes ? STORE_WRITE : STORE_READ };
        if (!config->store)
                return err_set(reterr, CW_ERR_CONFIG, "no state folder: set the option state");
        return store_open(&options, ret, reterr);
}

enum cw_err op_answer_print(const struct op_call *call, const struct op_answer *answer, struct err *reterr) {
        if (answer->bytes) {
                fwrite(answer->bytes, 1, answer->byte_count, call->out);
                return CW_OK;
        }
        if (!op_flag(call, PARAM_JSON)) {
                answer_print(call->out, answer);
                return CW_OK;
        }
        if (json_dumpf(answer->document, call->out, JSON_COMPACT) && !ferror(call->out))
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the answer");
        fputc('\n', call->out);
        return CW_OK;
}

/* To the mail system, or the calendar server. */
static bool reaches_out(enum op_id id) {
        return id == OP_QUARANTINE_RELEASE || id == OP_DIGEST_SEND || id == OP_REPORT || id == OP_MINE_ADD ||
               id == OP_MINE_HAM || id == OP_MINE_SPAM || id == OP_MINE_REPORT;
}

int op_route(const struct op_call *call) {
        struct config *config = NULL;
        STORE_CLEANUP struct store *store = NULL;
        struct op_answer answer = { 0 };
        struct err why = { 0 };
        char user[64];
        int status = STATUS_CLEAN;
        enum cw_err code = op_config(call, &config, &why);
        if (!code)
                code = op_open_store(call, config, &store, &why);
        if (!code && reaches_out(op_id_of(call->op)))
                code = smtp_setup(&why);
        if (!code) {
                const struct op_context context = { .store = store,
                                                    .config = config,
                                                    .scope = "",
                                                    .by = user_name(user),
                                                    .source = "command",
                                                    .now = clock_now_s() };
                code = op_ask(&context, call, &answer, &why);
        }
        if (!code)
                code = op_answer_print(call, &answer, &why);
        if (code)
                status = op_fail(call, &why);
        else if (answer.failed)
                status = STATUS_IO;
        op_answer_free(&answer);
        config_unref(config);
        return status;
}

int op_openapi(const struct op_call *call) {
        json_t *document = openapi_document();
        if (!document)
                return op_fail(call, &(struct err){ CW_ERR_MEMORY, "out of memory" });
        (void)json_dumpf(document, call->out, JSON_INDENT(2));
        fputc('\n', call->out);
        json_decref(document);
        return STATUS_CLEAN;
}
