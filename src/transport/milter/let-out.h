/* let-out: mails on their way out of the quarantine (store/release.h). */
#pragma once

#include <stdbool.h>

struct guard;
struct item;
struct outcome;

/* Whether the mail is one, and the one that was kept: then it is not judged again. *ret is to be given back with
 * outcome_free. */
[[nodiscard]] bool let_out(struct guard *guard, const struct item *item, struct outcome **ret);
