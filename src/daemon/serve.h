/* serve: the operation of this name: makes ready what the supervisor needs, and says where everything is. */
#pragma once

struct op_call;

/* Until the daemon is told to end. Returns the status of the process. */
int serve(const struct op_call *call);
