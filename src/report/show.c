#include "report/show.h"

const char *show_source(enum part_source source) {
        static const char *const names[] = {
                [PART_MIME] = "mime",
                [PART_OUTSIDE] = "outside",
                [PART_UUENCODE] = "uuencode",
                [PART_ZIP] = "zip",
                [PART_GZIP] = "gzip",
                [PART_TNEF] = "tnef",
                [PART_TNEF_MEETING] = "tnef-meeting",
        };
        return names[source];
}

const char *show_encoding(enum encoding encoding) {
        static const char *const names[] = {
                [ENCODING_NONE] = NULL,
                [ENCODING_BASE64] = "base64",
                [ENCODING_QUOTED_PRINTABLE] = "quoted-printable",
                [ENCODING_UUENCODE] = "uuencode",
                [ENCODING_UNKNOWN] = "unknown",
        };
        return names[encoding];
}

const char *show_owner(enum link_owner owner) {
        static const char *const names[] = {
                [OWNER_UNKNOWN] = NULL,      [OWNER_SENDER] = "sender",   [OWNER_RECIPIENT] = "recipient",
                [OWNER_SERVICE] = "service", [OWNER_MEETING] = "meeting", [OWNER_ORDINARY] = "ordinary",
        };
        return names[owner];
}
