#include "text/context.h"

#include <stdlib.h>

#include "text/context-internal.h"

enum cw_err text_context_new(struct text_context **ret, struct err *reterr) {
        struct text_context *context = calloc(1, sizeof *context);
        if (!context)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the text layer");
        UErrorCode status = U_ZERO_ERROR;
        context->idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
        context->psl = psl_builtin();
        if (U_FAILURE(status) || !context->psl || !runes_make(&context->runes) || !hosts_prepare(context)) {
                text_context_free(context);
                return err_set(reterr, CW_ERR_INTERNAL, "the data of ICU or libpsl cannot be loaded");
        }
        money_prepare(&context->currencies);
        *ret = context;
        return CW_OK;
}

void text_context_free(struct text_context *context) {
        if (!context)
                return;
        if (context->idna)
                uidna_close(context->idna);
        runes_free(context->runes);
        free(context);
}
