/* limits: every bound that a hostile input can meet, each with its reason. Over a limit the reading goes on with what it
 * has, and a defect says so. */
#pragma once

enum {
        /* Larger mails are refused by every mail system that we know of; the rest of a larger one is not read. */
        LIMIT_MESSAGE_BYTES = 64 * 1024 * 1024,
        /* What one item may allocate: a fixed multiple of the largest input. */
        LIMIT_ARENA_FACTOR = 8,
        LIMIT_ARENA_FLOOR = 16 * 1024 * 1024,

        /* text: links, phone numbers, amounts and addresses kept of one item. Nobody reads more; beyond it they are
         * counted. */
        LIMIT_TEXT_LINKS = 4096,
        LIMIT_TEXT_FINDINGS = 1024,
        /* Browsers cut URLs at 2 MB, but what tells where one leads stands in its beginning. */
        LIMIT_URL_BYTES = 2000,
        /* HTML: elements that are open at once. Browsers stop at 512; deeper ones inherit from the deepest kept. */
        LIMIT_HTML_DEPTH = 512,
        LIMIT_HTML_LINKS = 8192,
        LIMIT_HTML_PICTURES = 4096,
        /* Rules of style blocks that can hide something; ordinary newsletters have some dozens. */
        LIMIT_HTML_STYLE_RULES = 1024,
        /* Bytes of an anchor's text kept: a reader sees a line or two. */
        LIMIT_HTML_ANCHOR_BYTES = 1024,
        /* Bytes of script kept for patterns. */
        LIMIT_HTML_SCRIPT_BYTES = 64 * 1024,
        /* Skeletons compare names, which are short. */
        LIMIT_SKELETON_BYTES = 1000,
        /* Pictures: what a phone's camera makes fits; a helper of this size stays below its share of memory. */
        LIMIT_PICTURE_BYTES = 16 * 1024 * 1024,
        LIMIT_PICTURE_PIXELS = 16 * 1000 * 1000,
        LIMIT_PICTURE_TEXTS = 32,
        LIMIT_PICTURE_TEXT_BYTES = 4096,
        /* CPU time for all pictures of an item (DESIGN 6), and the time on the wall after which nobody waits. */
        LIMIT_PICTURE_CPU_MS = 50,
        LIMIT_PICTURE_WALL_MS = 1000,
        LIMIT_PICTURE_MEMORY = 256 * 1024 * 1024,
};
