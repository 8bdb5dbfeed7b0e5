/* digest show, digest send: what users are told by mail of what is not in their calendars. */
#include <stdlib.h>
#include <string.h>

#include "actions/digests.h"
#include "actions/verdict-header.h"
#include "config/config.h"
#include "ops/answers.h"

enum { ARENA_BYTES = 512 * 1024 * 1024 };

static enum cw_err owner_of(const struct op_context *context, const char *address, char ret[static ADDRESS_BYTES],
                            struct err *reterr) {
        aliases_resolve(context->config->aliases, span_from(address), ret);
        return op_scope_has(context, ret) ? CW_OK
                                          : err_set(reterr, CW_ERR_PERMISSION, "%s is not yours to ask about", address);
}

static struct digests_tools tools_of(const struct op_context *context, struct verdict_keys *keys) {
        bool have_keys = verdict_keys_of(context->config, false, keys, NULL) == CW_OK;
        return (struct digests_tools){ .config = context->config,
                                       .store = context->store,
                                       .keys = have_keys ? keys : NULL,
                                       .metrics = context->metrics,
                                       .now = context->now };
}

static enum cw_err wanted(const struct op_context *context, struct err *reterr) {
        return digests_wanted(context->config)
                       ? CW_OK
                       : err_set(reterr, CW_ERR_CONFIG,
                                 "set the option digest-from: the address that digests come from");
}

enum cw_err answer_digest_show(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        char owner[ADDRESS_BYTES];
        struct verdict_keys keys;
        struct span mail;
        enum cw_err code = wanted(context, reterr);
        if (!code)
                code = owner_of(context, call->args[0], owner, reterr);
        if (code)
                return code;
        ARENA_CLEANUP struct arena *arena = arena_new(ARENA_BYTES);
        if (!arena)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the digest");
        struct digests_tools tools = tools_of(context, &keys);
        /* Whoever only looks gets no links that act for the user. */
        tools.keys = NULL;
        code = digests_preview(&tools, owner, arena, &mail, reterr);
        if (!code && mail.len == 0)
                return err_set(reterr, CW_ERR_NOT_FOUND, "there is nothing to tell %s", owner);
        if (code)
                return code;
        ret->bytes = malloc(mail.len + 1);
        if (!ret->bytes)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the digest");
        memcpy(ret->bytes, mail.ptr, mail.len);
        ret->byte_count = mail.len;
        return CW_OK;
}

enum cw_err answer_digest_send(const struct op_context *context, const struct op_call *call, struct op_answer *ret,
                               struct err *reterr) {
        char owner[ADDRESS_BYTES];
        struct verdict_keys keys;
        struct digests_tools tools = tools_of(context, &keys);
        uint32_t sent = 0;
        bool one = false;
        enum cw_err code = wanted(context, reterr);
        if (!code)
                code = op_whole_site(context, reterr);
        if (!code && call->arg_count == 0)
                code = digests_send_due(&tools, NULL, &sent, reterr);
        if (!code && call->arg_count > 0)
                code = owner_of(context, call->args[0], owner, reterr);
        if (!code && call->arg_count > 0)
                code = digests_send(&tools, owner, &one, reterr);
        if (!code)
                answer_integer(ret, "sent", sent + one);
        return code;
}
