/* handlers: one function an operation, named in ops.def; each returns the status of the process. */
#pragma once

struct op_call;

#define OP(id, name, args, min, max, handler, help, about) int handler(const struct op_call *call);
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
