/* limits: every bound that a hostile input can meet, each with its reason. Over a limit the reading goes on with what it
 * has, and a defect says so. */
#pragma once

enum {
        /* Larger mails are refused by every mail system that we know of; the rest of a larger one is not read. */
        LIMIT_MESSAGE_BYTES = 64 * 1024 * 1024,
        /* What one item may allocate: a fixed multiple of the largest input. */
        LIMIT_ARENA_FACTOR = 8,
        LIMIT_ARENA_FLOOR = 16 * 1024 * 1024,
};
