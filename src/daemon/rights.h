/* rights: what the worker may do, once its sockets are bound. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct config;

/* Whom the worker becomes. */
struct rights {
        uid_t user;
        gid_t group;
        char name[64]; /* "": stays who it is */
        bool lost;     /* started by root, and the user of the default is not there: stays root, without capabilities */
};
/* The option `user`, when we are root. CW_ERR_CONFIG: somebody was named who is not there. */
[[nodiscard]] enum cw_err rights_find(const struct config *config, struct rights *ret, struct err *reterr);
/* Becomes that user, for good; gives up every capability and the way to new ones. */
[[nodiscard]] enum cw_err rights_drop(const struct rights *rights, struct err *reterr);
/* As many descriptors as the system allows, up to what a busy daemon needs. */
void rights_raise_limits(void);

/* From now on only the system calls of an ordinary service: everything else fails with EPERM, in all threads to come and
 * in programs that are started. Does nothing in builds with sanitizers, whose runtimes ask for more. */
[[nodiscard]] enum cw_err sandbox_enter(struct err *reterr);
