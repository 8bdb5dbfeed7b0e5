/* limits: every bound that a hostile input can meet, each with its reason. Over a limit the reading goes on with what it
 * has, and a defect says so. */
#pragma once

enum {
        /* Larger mails are refused by every mail system that we know of; the rest of a larger one is not read. */
        LIMIT_MESSAGE_BYTES = 64 * 1024 * 1024,
        /* What one item may allocate: a fixed multiple of the largest input. */
        LIMIT_ARENA_FACTOR = 8,
        LIMIT_ARENA_FLOOR = 16 * 1024 * 1024,

        /* message: parts kept of an item. Large ordinary mails have some dozens; those over it are only counted. */
        LIMIT_PARTS = 4096,
        /* Multiparts, embedded messages and archives within each other. Forwards of forwards reach ten; what is deeper
         * is one part, read as text. */
        LIMIT_PART_DEPTH = 32,
        /* Fields kept of an item, in all blocks. MTAs stop at about a thousand in one. */
        LIMIT_HEADERS = 20000,
        /* Of a field's value that is shown as text: nobody sees more of it. */
        LIMIT_HEADER_TEXT = 64 * 1024,
        /* Parameters kept of a field, and pieces of one in RFC 2231; ordinary ones have up to ten. */
        LIMIT_PARAMETERS = 64,
        /* Mailboxes kept of a field; providers allow 500 recipients in a mail. */
        LIMIT_MAILBOXES = 2000,
        /* Results of one Authentication-Results and properties of one; ordinary ones have up to ten and five. */
        LIMIT_AUTHENTICATION_RESULTS = 100,
        LIMIT_AUTHENTICATION_PROPERTIES = 32,
        /* Fields of a report of abuse that may be repeated, each; a report of one mail has some links. */
        LIMIT_FEEDBACK_FIELDS = 64,
        /* Tags of a DKIM-Signature; RFC 6376 knows fifteen. */
        LIMIT_TAGS = 64,
        /* What all decoding of an item may write: an encoding in an encoding makes copies. FLOOR + FACTOR bytes for each
         * byte of the message, archives apart. */
        LIMIT_DECODED_FACTOR = 2,
        LIMIT_DECODED_FLOOR = 1024 * 1024,
        /* What is unpacked of all archives of an item: calendars are small, and it may come out of a small mail. */
        LIMIT_ARCHIVE_BYTES = 8 * 1024 * 1024,
        /* Times its packed size: text hardly ever packs better than 30 times. */
        LIMIT_ARCHIVE_RATIO = 200,
        LIMIT_ARCHIVE_ENTRIES = 256,
        /* Documents (PDF, OOXML, ODF): what is unpacked of all documents of an item, pictures of PDF apart, which the picture
         * helper unpacks within its own limits. Links stand in tables and small texts. */
        LIMIT_DOCUMENT_BYTES = 4 * 1024 * 1024,
        /* Of one stream of a PDF: a page's drawing. */
        LIMIT_DOCUMENT_STREAM = 1024 * 1024,
        /* How far before a stream its dictionary begins; dictionaries of pictures have some hundreds. */
        LIMIT_DOCUMENT_DICTIONARY = 4096,
        /* Links and pictures kept of all documents of an item: pages of references have more, and a reader follows none
         * of those. */
        LIMIT_DOCUMENT_LINKS = 256,
        LIMIT_DOCUMENT_PICTURES = 24,
        /* Entries looked at in an office document; real ones have some hundreds. */
        LIMIT_DOCUMENT_ENTRIES = 2000,
        /* Rectangles kept of a page's drawing: those of a code, and of a large table. */
        LIMIT_DOCUMENT_RECTANGLES = 16384,
        /* winmail.dat: properties read of one list; Outlook writes about a hundred. */
        LIMIT_TNEF_PROPERTIES = 4096,

        /* facts: attendees looked at one by one; a meeting of more people is told by its number. */
        LIMIT_FACT_ATTENDEES = 1000,
        /* Recipients of one mail, as mail systems allow. */
        LIMIT_FACT_RECIPIENTS = 1000,
        /* Texts of one field, and links and attachments; nobody reads more. */
        LIMIT_FACT_TEXTS = 4096,
        LIMIT_FACT_LINKS = 8192,
        LIMIT_FACT_ATTACHMENTS = 256,
        /* HTML texts of one item that are read as such, each at the cost of a reader's tables; the rest as plain text. */
        LIMIT_FACT_HTML = 512,
        /* Calendars of one message that are compared with its first one. */
        LIMIT_FACT_DIFFERENCES = 16,
        /* Authentication-Results and domains read of one mail; real ones have ten at most. */
        LIMIT_FACT_DOMAINS = 64,
        /* Pictures of one item that are searched for codes, within the time that all have together. */
        LIMIT_FACT_PICTURES = 24,

        /* calendar: what the tree of all calendars of an item may take, FLOOR + FACTOR bytes for each byte read. Ordinary
         * feeds take 3 to 4.5, so those below 16 MB are kept whole; half of LIMIT_ARENA_FACTOR is left for their texts.
         * Beyond it properties and components are counted and left out. */
        LIMIT_CALENDAR_NODE_FACTOR = 4,
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
        /* A calendar that is put into, or stands in, a user's: servers refuse what is larger, and have some ten thousand lines at
         * most (attendees, attachments on one line each). */
        LIMIT_RESOURCE_BYTES = 32 * 1024 * 1024,
        LIMIT_RESOURCE_LINES = 1000 * 1000,
        /* Instances of a series that one message makes stand apart; a person cancels or answers some. */
        LIMIT_APPLY_INSTANCES = 100,
        /* Calendar objects of one mail that are put into a calendar, each compared with each. */
        LIMIT_APPLY_PARTS = 64,
        /* VTIMEZONE: changes of offset kept of one zone (from 1900 on twice a year gives 250), and rules that are still
         * in force or were. The Olson data has at most 20 of these in a zone. */
        LIMIT_ZONE_CHANGES = 1024,
        LIMIT_ZONE_RULES = 32,
        /* Zones known by name that a thread keeps open; there are 600. */
        LIMIT_ZONE_CACHE = 256,
        /* RDATE and EXDATE values that are read of one component; the rest is counted by its commas. */
        LIMIT_RECURRENCE_DATES = 10000,
        /* RRULEs read of one component (RFC 5545 says one), and values of one BY part (BYYEARDAY has 732). */
        LIMIT_RECURRENCE_RULES = 4,
        LIMIT_RECURRENCE_VALUES = 800,
        /* Findings of RFC 5546 kept of one calendar: more tell nothing new. */
        LIMIT_ITIP_FINDINGS = 100,
        /* jCal: bytes that are given to the JSON reader, which takes up to 50 bytes for one, and its depth. */
        LIMIT_JCAL_BYTES = 1024 * 1024,
        LIMIT_JCAL_DEPTH = 64,
        /* Brackets of JSON that are open at once, whoever wrote it; real jCal has 12. Each takes 100 bytes of stack. */
        LIMIT_JSON_DEPTH = 512,
        /* xCal: bytes that are read of one, which become up to four times as many, and elements that are open at once (a
         * parameter of an alarm is the eleventh). */
        LIMIT_XCAL_BYTES = 4 * 1024 * 1024,
        LIMIT_XCAL_DEPTH = 32,

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

        /* daemon: items kept aside for the operator after crashes; an attacker who knows a crash must not fill the disk. */
        LIMIT_ASIDE_FILES = 1000,
        LIMIT_ASIDE_BYTES = 512 * 1024 * 1024,
        /* Callers of the control socket at once, and how long each may take. */
        LIMIT_CONTROL_CALLERS = 16,
        LIMIT_CONTROL_MS = 60000,

        /* Files of an operator: mistakes told at once, and sections of all files together; larger sets do not compile
         * within a second. */
        LIMIT_CONFIG_PROBLEMS = 1000,
        LIMIT_CONFIG_SECTIONS = 20000,
        LIMIT_CONFIG_FILE_BYTES = 16 * 1024 * 1024,
        /* Memory for a configuration: a file of that size is some 100,000 aliases. */
        LIMIT_CONFIG_ARENA = 128 * 1024 * 1024,
        /* Memory for everything that the rules hold, the pattern database apart. */
        LIMIT_RULES_ARENA = 256 * 1024 * 1024,
        /* Words and patterns in one database; the shipped rules have some 2,000. */
        LIMIT_RULES_PATTERNS = 100000,
        /* Of a compiled database that is kept for the next worker; the shipped rules need 340 kB. */
        LIMIT_PATTERN_CACHE = 8 * 1024 * 1024,
        /* Classes of words that one pattern may ask for at once. */
        LIMIT_RULES_NEAR = 6,
        /* Matches of expressions that are put in order with the words; what is beyond them is still told, out of order. */
        LIMIT_RULES_EXPRESSIONS = 256,
        /* Depth of parentheses in a condition, and its operations. */
        LIMIT_RULES_DEPTH = 32,
        LIMIT_RULES_OPERATIONS = 512,
        /* Words of 64 signals that a list of signals is compared with at once; more signals are compared one by one. */
        LIMIT_RULES_MASK = 8,
        /* Entries of one list. */
        LIMIT_RULES_ENTRIES = 1000000,
        /* Of each text that much is searched: no reader reads more, and patterns cost time for every byte. */
        LIMIT_RULES_TEXT = 256 * 1024,
        /* Texts of one item that are searched (links and headers are one text each). */
        LIMIT_RULES_TEXTS = 4096,

        /* store: of one text; reasons of a decision are the longest, with some kilobytes. */
        LIMIT_STORE_TEXT = 1024 * 1024,
        /* Of a key: UIDs, addresses and message ids are short. PostgreSQL's indexes refuse rows over 2,700 bytes, and then
         * a stranger's long UID would make a whole group of records fail. */
        LIMIT_STORE_KEY = 500,
        /* Rows of one page, and bytes of all that one call reads: a quarantined mail is the largest. */
        LIMIT_STORE_PAGE = 1000,
        LIMIT_STORE_RESULT = 160 * 1024 * 1024,
        /* Identities that claim one UID for one recipient, and sources that know one address; more tell nothing new. */
        LIMIT_STORE_CLAIMS = 16,
        LIMIT_STORE_RELATIONS = 16,
        /* Events of an organizer that are counted for a recipient; more tell nothing new. */
        LIMIT_STORE_SEEN = 200,
        /* Attendees kept of one event, as many as facts look at. */
        LIMIT_STORE_ATTENDEES = 1000,
        /* Statements that a connection keeps prepared; there are about a hundred. */
        LIMIT_STORE_STATEMENTS = 256,

        /* http: the body of an operation's parameters, which are addresses, ids and a note. */
        LIMIT_HTTP_JSON = 64 * 1024,
        /* A user's name, or his password; IMAP servers take lines of 8 KB and more. */
        LIMIT_LOGIN_TEXT = 1024,
        /* What an issuer of OpenID Connect answers, a token of it (2 KB with a few claims), and keys of it: two or three while
         * they change. */
        LIMIT_OIDC_ANSWER = 256 * 1024,
        LIMIT_OIDC_TOKEN = 16 * 1024,
        LIMIT_OIDC_KEYS = 32,

        /* recorder: bytes of rows that wait to be written; reasons make up most of it. */
        LIMIT_RECORD_BYTES = 64 * 1024 * 1024,
        /* Rows of one transaction: what must be on disk at once waits for one at most. */
        LIMIT_RECORD_GROUP = 1024,
        /* Entries of allow and block lists that are kept in memory, some 200 bytes each; more are asked for one by one. */
        LIMIT_MEMORY_LISTS = 100000,
        /* counters: distinct members of one count; wherever it matters how many there are, a tenth is far too much. In
         * memory the average of all counts is bounded too. */
        LIMIT_COUNTER_MEMBERS = 4096,
        LIMIT_COUNTER_MEMBERS_MEAN = 8,
        /* Address books: bytes of one file (pictures make most of it), addresses of one, which are written together, and files
         * of all. */
        LIMIT_BOOK_BYTES = 32 * 1024 * 1024,
        LIMIT_BOOK_ADDRESSES = 20000,
        LIMIT_BOOK_FILES = 200000,

        /* milter: bytes of all mails that are on their way in; mails beyond it are deferred. A hundred of the largest that
         * mail systems take by default (10 MB), which is as many as Postfix receives at a time. */
        LIMIT_MILTER_BYTES = 1024 * 1024 * 1024,
        /* Of one packet: a field of the header is one, and Postfix lets them have 100 KB and more. */
        LIMIT_MILTER_PACKET = 1024 * 1024,
        /* Recipients of one mail; mail systems allow a thousand. */
        LIMIT_MILTER_RECIPIENTS = 20000,
        /* Forged fields removed from one mail, each of which costs the mail system a walk through it. */
        LIMIT_MILTER_REMOVALS = 200,
        /* Who writes to more at once does not show that he knows them. */
        LIMIT_LEARN_RECIPIENTS = 50,

        /* CalDAV: bytes of one answer; a calendar of 20,000 objects lists itself in 8 MB. */
        LIMIT_CALDAV_ANSWER = 16 * 1024 * 1024,
        /* Elements within each other, responses of one answer, and calendars of one user. */
        LIMIT_CALDAV_DEPTH = 64,
        LIMIT_CALDAV_RESPONSES = 50000,
        LIMIT_CALDAV_CALENDARS = 64,
        /* A path or an entity tag; web servers take requests of 8 KB. */
        LIMIT_CALDAV_PATH = 2048,
        LIMIT_CALDAV_ETAG = 256,
        /* Addresses of one user. */
        LIMIT_CALDAV_ADDRESSES = 64,

        /* deliver: calendar objects of one mail that are processed; ordinary mails have one, which stands in two parts. */
        LIMIT_DELIVER_OBJECTS = 16,
        /* Addresses by which an invitation may name one user. */
        LIMIT_DELIVER_ADDRESSES = 128,
        /* A user's name on the calendar server. */
        LIMIT_DELIVER_NAME = 1024,
        /* LMTP: recipients of one mail, their addresses, answers that wait to be sent, and memory kept for the next mail. */
        LIMIT_LMTP_RECIPIENTS = 1000,
        LIMIT_LMTP_ENVELOPE = 1024 * 1024,
        LIMIT_LMTP_ANSWERS = 1024 * 1024,
        LIMIT_LMTP_KEPT = 256 * 1024,
        /* Memory for one mail to one user: the largest mail, its parts, and what is stored of the events. */
        LIMIT_DELIVER_ARENA = 768 * 1024 * 1024,

        /* lookup: records of one DNS answer that are kept; SPF allows ten addresses (RFC 7208 4.6.4), lists give up to
         * ten codes. */
        LIMIT_DNS_RECORDS = 64,
        /* DNS questions of one item at most, whatever the option says; a mail with ten links and three signatures asks
         * about sixty. */
        LIMIT_LOOKUP_QUESTIONS = 1000,
        LIMIT_LOOKUP_ABSENT = 64,
        /* Questions of all items that are open at once: a flood of names that nobody answers must not fill what leads to the
         * resolver, and stop the loop with it. A thousand mails that wait need as many. */
        LIMIT_RESOLVER_OPEN = 4000,
        /* Those of one item; the others wait until some are answered. Ordinary mails ask four to twenty at once. */
        LIMIT_RESOLVER_SHARE = 32,
        /* Hosts, mailboxes and URLs of one item that are looked for in lists; each costs up to ten questions. */
        LIMIT_LOOKUP_SUBJECTS = 200,
        /* Memory for the answers of one item: each has up to 64 KB, ordinary ones 200 bytes. */
        LIMIT_LOOKUP_ARENA = 4 * 1024 * 1024,
        /* The same of an inquiry (doctor), whose function is called again for each answer of a chain. */
        LIMIT_INQUIRY_ARENA = 16 * 1024 * 1024,
        /* What another scanner answers: rspamd some 10 KB of JSON, the others a line. */
        LIMIT_SCANNER_ANSWER = 128 * 1024,
        /* Questions of one item to other scanners: three, and one for each file in its calendars. */
        LIMIT_SCANNER_CALLS = 16,
        /* Questions of one item to the operator's source, and bytes of an answer. */
        LIMIT_SOURCE_CALLS = 16,
        LIMIT_SOURCE_ANSWER = 32 * 1024,
        /* SpamAssassin takes seconds for larger ones, and spamc leaves them out, too. */
        LIMIT_SPAMD_MAIL = 512 * 1024,
        /* SPF: terms of one record, parts of a name in a macro, and bytes of an expanded text; names have 253 bytes, and a
         * TXT record with more terms does not fit DNS over UDP. */
        LIMIT_SPF_TERMS = 500,
        LIMIT_SPF_PARTS = 128,
        LIMIT_SPF_TEXT = 4096,
        /* DNS lists that are asked; sites use up to ten. */
        LIMIT_DNS_LISTS = 32,
        /* Lists that are read from files, and entries of one: eight bytes each. */
        LIMIT_LIST_FILES = 32,
        LIMIT_LIST_ENTRIES = 50000000,
        /* What lists say of one item. */
        LIMIT_LISTINGS = 64,
        /* Signatures of one mail that are verified; ordinary mails have one to three. */
        LIMIT_DKIM_SIGNATURES = 8,
};
