/* digits: the digit that a reader takes a character for, in whatever dress (attack 39). Internal to src/text. */
#pragma once

#include "base/span.h"

struct runes;

/* 0 to 9, or -1: of every script, raised, in circles, brackets and squares, mathematical, Roman and Chinese ones. */
int digit_of(const struct runes *runes, uint32_t rune);
