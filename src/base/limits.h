/* limits: every bound that a hostile input can meet, each with its reason. Over a limit the reading goes on with what it
 * has, and a defect says so. */
#pragma once

enum {
        /* Larger mails are refused by every mail system that we know of; the rest of a larger one is not read. */
        LIMIT_MESSAGE_BYTES = 64 * 1024 * 1024,
        /* What one item may allocate: a fixed multiple of the largest input. */
        LIMIT_ARENA_FACTOR = 8,
        LIMIT_ARENA_FLOOR = 16 * 1024 * 1024,

        /* calendar: what the tree of all calendars of an item may take, FLOOR + FACTOR bytes for each byte read. An
         * ordinary feed takes about 4.5; beyond it properties and components are counted and left out. */
        LIMIT_CALENDAR_NODE_FACTOR = 5,
        LIMIT_CALENDAR_NODE_FLOOR = 8 * 1024 * 1024,
        /* Real ones nest three deep (VCALENDAR, VEVENT, VALARM), participants four; deeper ones become siblings. */
        LIMIT_CALENDAR_DEPTH = 16,
        /* No client shows more than some hundreds, CalDAV servers refuse some thousands. The rest is counted. */
        LIMIT_CALENDAR_ATTENDEES = 10000,
        /* Parameters kept of one property; ATTENDEE has twelve at most. */
        LIMIT_CALENDAR_PARAMETERS = 64,
        /* What a text is read of: a description of a book's length. Its `value` stays whole. */
        LIMIT_CALENDAR_TEXT = 1024 * 1024,
        /* Longer names of properties are no names. */
        LIMIT_CALENDAR_NAME = 128,
        /* Decoded bytes of one attachment: mail systems refuse larger ones. */
        LIMIT_CALENDAR_ATTACHMENT = 32 * 1024 * 1024,
        /* VTIMEZONE: changes of offset kept of one zone (from 1900 on twice a year gives 250), and rules that are still
         * in force or were. The Olson data has at most 20 of these in a zone. */
        LIMIT_ZONE_CHANGES = 1024,
        LIMIT_ZONE_RULES = 32,
        /* Zones known by name that a thread keeps open; there are 600. */
        LIMIT_ZONE_CACHE = 256,
        /* RDATE and EXDATE values that are read of one component; the rest is counted by its commas. */
        LIMIT_RECURRENCE_DATES = 10000,
        /* RRULEs read of one component (RFC 5545 says one), and values of one BY part (BYYEARDAY has 732). */
        LIMIT_RECURRENCE_RULES = 8,
        LIMIT_RECURRENCE_VALUES = 800,
        /* Findings of RFC 5546 kept of one calendar: more tell nothing new. */
        LIMIT_ITIP_FINDINGS = 100,
        /* jCal: bytes that are given to the JSON reader, which takes about 20 bytes for one, and its depth. */
        LIMIT_JCAL_BYTES = 8 * 1024 * 1024,
        LIMIT_JCAL_DEPTH = 64,

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
