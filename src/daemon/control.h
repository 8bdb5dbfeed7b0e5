/* control: STATE/control, the socket by which commands of the operator reach the supervisor. One line in, one answer out:
 *
 *     reload      ->  "0 text" or "CODE text" (enum cw_err), once it is decided
 *     status      ->  "0 {…}", JSON
 *
 * Rights come from the socket: only root, the user of the supervisor and that of the worker. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct control;

struct control_settings {
        const char *state;
        uid_t user; /* of the worker */
        gid_t group;
        /* Writes the answer and returns true, or false: control_answer will. */
        bool (*asked)(void *user_data, const char *line, char *ret_answer, size_t size);
        void *user_data;
};

[[nodiscard]] enum cw_err control_open(const struct control_settings *settings, struct control **ret,
                                       struct err *reterr);
/* Removes the socket. */
void control_close(struct control *control);
/* In a child that was forked: only gives back what it inherited. */
void control_leave(struct control *control);

/* To be polled for reading; then control_serve, and now and then without it. */
int control_descriptor(const struct control *control);
void control_serve(struct control *control, int64_t now_ms);
/* Answers all who wait. */
void control_answer(struct control *control, enum cw_err code, const char *text);
