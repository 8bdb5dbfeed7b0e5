/* libmilter's header, which makes a type `bool` of its own where there is none yet. */
#pragma once

/* clang-format off */
#include <stdbool.h>
#include <libmilter/mfapi.h>
/* clang-format on */
