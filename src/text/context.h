/* context: what the text layer needs once an engine: public suffixes, IDNA, confusables, properties of characters.
 * Immutable once made, so shared by threads without locks. */
#pragma once

#include "base/err.h"

struct text_context;

/* About 5 ms: loads libpsl's built-in list and makes the character tables from ICU's data. */
[[nodiscard]] enum cw_err text_context_new(struct text_context **ret, struct err *reterr);
void text_context_free(struct text_context *context);
