/* message: RFC 5322 and MIME, every part of it, decoded.
 *
 * Nothing makes the reading stop: what is wrong becomes a defect. One pass over the bytes; parts that were not encoded
 * point into them. The result is immutable and lives in the arena (and the input). */
#pragma once

#include "message/header.h"
#include "message/parameters.h"

enum media {
#define MEDIA(name, text) MEDIA_##name,
#include "message/media.def"
#undef MEDIA
        MEDIA_OTHER,
        MEDIA_KINDS
};

enum encoding {
        ENCODING_NONE, /* 7bit, 8bit, binary, or no field */
        ENCODING_BASE64,
        ENCODING_QUOTED_PRINTABLE,
        ENCODING_UUENCODE,
        ENCODING_UNKNOWN, /* read as none */
};

enum disposition { DISPOSITION_NONE, DISPOSITION_INLINE, DISPOSITION_ATTACHMENT, DISPOSITION_OTHER };

/* Where a part came from. All but MIME hang below the part that held them. */
enum part_source {
        PART_MIME,
        PART_OUTSIDE,  /* preamble, epilogue: no client should show it, some do */
        PART_UUENCODE, /* `begin 644 name` within a text */
        PART_ZIP,      /* an entry of a zip archive; without data when it was not unpacked */
        PART_GZIP,
        PART_TNEF,         /* an attachment or a body of winmail.dat */
        PART_TNEF_MEETING, /* the meeting of winmail.dat, as an iCalendar object that we wrote from its properties */
};

struct message;

struct part {
        uint32_t number; /* counts from 1 in the order in which the parts stand, over the whole item */
        uint32_t depth;  /* 0: the root of the outermost message */
        enum part_source source;
        const struct message *message;         /* whose part it is */
        const struct part *parent;             /* NULL for the root of a message */
        const struct part *first_child, *next; /* next of the same parent */

        struct headers headers; /* empty where the source has none; the root's are the message's */
        uint32_t line;          /* of the part's first line, in the bytes of its message */

        /* What the part is read as: of type and subtype, or, where those say nothing (octet-stream and the like), of
         * its name or first bytes. */
        enum media media;
        struct span type, subtype;     /* lower case; the default (text/plain) where there is no field */
        struct parameters parameters;  /* of Content-Type */
        struct span charset;           /* label as given, empty for none */
        struct span method, component; /* parameters of text/calendar (RFC 5545 8.1, RFC 6047 2.4), as given */
        enum disposition disposition;
        struct span file_name; /* decoded, UTF-8: of Content-Disposition, else of Content-Type; any path in it is kept */
        struct span other_file_name; /* the `name` of Content-Type where it differs from file_name; else empty */
        struct span content_id;      /* without the angle brackets */
        enum encoding encoding;

        struct span raw;          /* body as it stands in the message, encoded */
        struct span data;         /* body decoded; multiparts and over-limit parts: raw */
        struct span text;         /* data as UTF-8, flowed lines joined; for texts and for calendar data, else empty */
        const char *charset_used; /* what `text` was read in; NULL where there is no text */
        unsigned charset_flags;   /* enum charset_flags */

        bool calendar_by_type, calendar_by_name, calendar_by_magic; /* attack 14; any of them: read as a calendar */
        bool outside;                                               /* stands after its multipart's closing boundary */
        bool junk;            /* of base64: bytes that it does not have stand in between */
        bool other_encoding;  /* Content-Transfer-Encoding stands twice */
        bool other_multipart; /* a Content-Type behind the one that counts is a multipart's */
        bool unread; /* its bytes were not decoded or unpacked, over a limit or of no use: data is raw or empty */
        const struct message *embedded; /* message/rfc822 and the like: the message in it; else NULL */
};

static inline bool part_holds_calendar(const struct part *part) {
        return part->calendar_by_type || part->calendar_by_name || part->calendar_by_magic;
}
static inline bool part_is_multipart(const struct part *part) {
        return part->media >= MEDIA_MULTIPART_MIXED && part->media <= MEDIA_MULTIPART_OTHER;
}

struct message {
        struct span bytes;
        struct headers headers;       /* of the message; those of its parts are in the parts */
        const struct part *root;      /* NULL only over LIMIT_PARTS */
        const struct part *container; /* the part that holds this message; NULL for the outermost */
        /* Only in the outermost message: all parts of the item in their order (parts[i]->number == i + 1), those of
         * embedded messages and of archives with them. */
        const struct part *const *parts;
        uint32_t part_count;
        uint32_t parts_seen; /* also those over LIMIT_PARTS */
        /* First and number of each known field. */
        const struct header *first[HEADER_NAMES];
        uint32_t count[HEADER_NAMES];
};

/* The part of that number; NULL for 0 and for one that there is not. `message`: the outermost, or NULL. */
static inline const struct part *message_part(const struct message *message, uint32_t number) {
        return message && number > 0 && number <= message->part_count ? message->parts[number - 1] : NULL;
}

/* Never NULL. `defects->part` is set to the part that is being read, and to 0 at the end. */
struct message *message_read(struct arena *arena, struct span bytes, struct defects *defects);

/* Whether the bytes are a calendar by themselves (iCalendar, vCalendar, jCal, xCal) and no mail: looks past byte order
 * marks, UTF-16, white space and some lines of junk before BEGIN. */
bool message_looks_like_calendar(struct span bytes);

static inline const struct header *message_header(const struct message *message, enum header_name id) {
        return message->first[id];
}
/* header_text of the first of that name; empty when there is none. */
struct span message_text(struct arena *arena, const struct message *message, enum header_name id);

/* Message identifiers (`<left@right>`, without the brackets) in a raw value: Message-ID, In-Reply-To, References.
 * At most `max` go to `ids`; returns how many there are. What has no brackets counts as one when nothing else does. */
uint32_t message_ids(struct span value, struct span *ids, uint32_t max);
