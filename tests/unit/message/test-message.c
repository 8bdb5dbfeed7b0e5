/* The tree of parts: multiparts and their boundaries, encodings, calendars by type, name and first bytes. */
#include "message/message.h"

#include "show.h"
#include "text/charset.h"

struct row {
        const char *name;
        struct span input;
        const char *expected;
};
#define INPUT(text) \
        { (text), sizeof(text) - 1 }

static const char *const sources[] = { "", " outside", " uuencode", " zip", " gzip", " tnef", " meeting" };

static void show_part(struct buf *out, const struct part *part) {
        buf_add_format(out, "%*s%.*s/%.*s%s", (int)part->depth * 2, "", (int)part->type.len, part->type.ptr,
                       (int)part->subtype.len, part->subtype.ptr, sources[part->source]);
        show_named(out, "name", part->file_name);
        if (part->other_file_name.len)
                show_named(out, "other", part->other_file_name);
        show_named(out, "method", part->method);
        if (part_holds_calendar(part))
                buf_add_format(out, " calendar:%s%s%s", part->calendar_by_type ? "t" : "",
                               part->calendar_by_name ? "n" : "", part->calendar_by_magic ? "m" : "");
        if (part->outside && part->source == PART_MIME)
                buf_add(out, SPAN(" after-end"));
        if (part->unread)
                buf_add(out, SPAN(" unread"));
        if (!part_is_multipart(part) && !part->embedded) {
                buf_add(out, SPAN(" ["));
                show(out, part->text.ptr ? part->text : part->data);
                buf_add(out, SPAN("]"));
        }
        buf_add(out, SPAN("\n"));
}

static const char *show_message(struct arena *arena, struct span input) {
        struct defects defects = { .arena = arena };
        struct buf out = buf_in(arena, 1 << 20);
        const struct message *message = message_read(arena, input, &defects);
        for (uint32_t i = 0; i < message->part_count; i++)
                show_part(&out, message->parts[i]);
        show_defects(&out, &defects);
        return show_end(&out);
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"
#define ICS "BEGIN:VCALENDAR\nEND:VCALENDAR\n"

static const struct row rows[] = {
        { "a plain mail", INPUT("Subject: hi\r\n\r\nHello\r\n"), "text/plain [Hello\\r\\n]\n" },
        { "nothing", INPUT(""), "text/plain []\n! MESSAGE_EMPTY\n" },
        { "only a header", INPUT("Subject: hi\n"), "text/plain []\n" },
        { "no header at all", INPUT("Hello you\nbye\n"), "text/plain [Hello you\\nbye\\n]\n! HEADER_NONE\n" },
        { "parts", INPUT(MIXED "--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\n"),
          "multipart/mixed\n  text/plain [one]\n  text/html [two]\n" },
        { "the line break before a boundary is its own", INPUT(MIXED "--b\r\n\r\none\r\n\r\n--b--\r\n"),
          "multipart/mixed\n  text/plain [one\\r\\n]\n" },
        { "an empty part", INPUT(MIXED "--b\n\n--b--\n"), "multipart/mixed\n  text/plain []\n" },
        { "a boundary in quotes with specials",
          INPUT("Content-Type: multipart/mixed; boundary=\"=_(b) :x\"\n\n--=_(b) :x\n\none\n--=_(b) :x--\n"),
          "multipart/mixed\n  text/plain [one]\n" },
        { "white space behind a boundary", INPUT(MIXED "--b \t\r\n\none\n--b-- \n"),
          "multipart/mixed\n  text/plain [one]\n" },
        { "never closed", INPUT(MIXED "--b\n\none\n"), "multipart/mixed\n  text/plain [one\\n]\n! MIME_UNCLOSED\n" },
        { "no boundary named", INPUT("Content-Type: multipart/mixed\n\n--x\nContent-Type: text/html\n\none\n--x--\n"),
          "multipart/mixed\n  text/html [one]\n! MIME_NO_BOUNDARY\n" },
        { "no boundary named, none in it", INPUT("Content-Type: multipart/mixed\n\nonly text\n"),
          "multipart/mixed\n  text/plain outside [only text\\n]\n! MIME_NO_BOUNDARY\n" },
        { "another boundary than named", INPUT(MIXED "--c\n\n" ICS "--c--\n"),
          "multipart/mixed\n  text/plain outside calendar:m [--c\\n\\nBEGIN:VCALENDAR\\nEND:VCALENDAR\\n--c--\\n]\n"
          "! MIME_BOUNDARY_ABSENT\n" },
        { "a boundary that begins like the outer one",
          INPUT(MIXED
                "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n--b--\n"),
          "multipart/mixed\n  multipart/alternative\n    text/plain [one]\n  text/plain [two]\n" },
        { "an outer boundary ends an open inner one",
          INPUT(MIXED "--b\nContent-Type: multipart/related; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--b--\n"),
          "multipart/mixed\n  multipart/related\n    text/plain [one]\n  text/plain [two]\n! MIME_UNCLOSED\n" },
        { "a closed boundary is over",
          INPUT(MIXED
                "--b\nContent-Type: multipart/related; boundary=c\n\n--c\n\none\n--c--\n--b\n\ntwo\n--c\nx\n--b--\n"),
          "multipart/mixed\n  multipart/related\n    text/plain [one]\n  text/plain [two\\n--c\\nx]\n" },
        { "the inner boundary is the outer one",
          INPUT(MIXED "--b\nContent-Type: multipart/related; boundary=b\n\n--b\n\none\n--b--\n"),
          "multipart/mixed\n  multipart/related\n    text/plain [one]\n! MIME_BOUNDARY_SAME\n! MIME_UNCLOSED\n" },
        { "parts behind a boundary that is not the one named first",
          INPUT("Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n\none\n--b--\n"
                "--c\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\nQkVHSU46VkNBTEVOREFSCkVORDpWQ0FMRU5EQVIK\n--c--\n"),
          "multipart/mixed\n  text/plain [one]\n  multipart/mixed outside\n"
          "    text/calendar calendar:tm after-end [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n"
          "! MIME_PARAMETER_TWICE\n! MIME_BOUNDARY_OTHER\n! MIME_AFTER_END\n! MIME_ENCODING_JUNK\n! MIME_ENCODING_CUT\n" },
        { "parts behind a boundary in other quotes",
          INPUT("Content-Type: multipart/mixed; boundary='b'\n\n--b\nContent-Type: text/html\n\none\n--b--\n"),
          "multipart/mixed\n  multipart/mixed outside\n    text/html after-end [one\\n--b--\\n]\n"
          "! MIME_BOUNDARY_OTHER\n! MIME_BOUNDARY_ABSENT\n! MIME_AFTER_END\n" },
        { "a boundary that goes on", INPUT(MIXED "--b\n\none\n--bx\nContent-Type: text/html\n\ntwo\n--b--\n"),
          "multipart/mixed\n  text/plain [one]\n  text/html [two]\n! MIME_BOUNDARY_OTHER\n" },
        { "a boundary that goes on before a text", INPUT(MIXED "--b\n\none\n--bx\ntwo\n--b--\n"),
          "multipart/mixed\n  text/plain [one\\n--bx\\ntwo]\n" },
        { "a signature outside is no boundary", INPUT(MIXED "--b\n\none\n--b--\n-- \nme\n"),
          "multipart/mixed\n  text/plain [one]\n  text/plain outside [-- \\nme\\n]\n" },
        { "preamble and epilogue", INPUT(MIXED "before\n--b\n\none\n--b--\nbehind\n"),
          "multipart/mixed\n  text/plain outside [before]\n  text/plain [one]\n  text/plain outside [behind\\n]\n" },
        { "a calendar behind the end",
          INPUT(MIXED "--b\n\none\n--b--\n--b\nContent-Type: text/calendar\n\n" ICS "--b--\n"),
          "multipart/mixed\n  text/plain [one]\n"
          "  text/calendar calendar:tm after-end [BEGIN:VCALENDAR\\nEND:VCALENDAR]\n! MIME_AFTER_END\n" },
        { "a part without its empty line", INPUT(MIXED "--b\nContent-Type: text/html\n<p>\n--b--\n"),
          "multipart/mixed\n  text/html [<p>]\n! HEADER_NO_END\n" },
        { "a calendar where the fields should be", INPUT(MIXED "--b\n" ICS "--b--\n"),
          "multipart/mixed\n  text/plain calendar:m [BEGIN:VCALENDAR\\nEND:VCALENDAR]\n! HEADER_NONE\n" },
        { "two Content-Types", INPUT("Content-Type: text/plain\nContent-Type: text/html\n\nx"),
          "text/plain [x]\n! MIME_FIELD_TWICE\n" },
        { "a calendar by the second Content-Type", INPUT("Content-Type: image/png\nContent-Type: text/calendar\n\nx"),
          "image/png calendar:t [x]\n! MIME_FIELD_TWICE\n" },
        { "a type that is none", INPUT("Content-Type: calendar\n\nx"), "text/plain [x]\n! MIME_TYPE_BAD\n" },
        { "upper case", INPUT("CONTENT-TYPE: TEXT/CALENDAR; METHOD=REQUEST\n\n" ICS),
          "text/calendar method=REQUEST calendar:tm [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n" },
        { "a calendar by its name", INPUT("Content-Type: application/octet-stream; name=a.ICS\n\nx"),
          "application/octet-stream name=a.ICS calendar:n [x]\n" },
        { "a calendar by its bytes", INPUT("Content-Type: image/weird+x; name=a\n\nx"), "image/weird+x name=a [x]\n" },
        { "a calendar in octets, behind a mark and spaces", INPUT("Content-Type: application/x\n\n\xEF\xBB\xBF \r\n" ICS),
          "application/x calendar:m [ \\r\\nBEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n" },
        { "jCal by its bytes", INPUT("Content-Type: application/json\n\n[\"vcalendar\",[],[]]"),
          "application/json calendar:m [[\"vcalendar\",[],[]]]\n" },
        { "prose about BEGIN:VCALENDAR", INPUT("Subject: x\n\nwrite BEGIN:VCALENDAR first\n"),
          "text/plain [write BEGIN:VCALENDAR first\\n]\n" },
        { "a forwarded mail", INPUT("Content-Type: message/rfc822\n\nSubject: in\nContent-Type: text/calendar\n\n" ICS),
          "message/rfc822\n  text/calendar calendar:tm [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n" },
        { "a forwarded mail in base64",
          INPUT("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaW4KCmhpCg==\n"),
          "message/rfc822\n  text/plain [hi\\n]\n! MIME_ENCODING_MULTIPART\n" },
        { "a mail as a file", INPUT("Content-Type: application/octet-stream; name=a.eml\n\nSubject: in\n\nhi\n"),
          "application/octet-stream name=a.eml\n  text/plain [hi\\n]\n" },
        { "a forwarded multipart within a multipart",
          INPUT(MIXED "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n"
                      "--c\n\none\n--c--\n--b\n\ntwo\n--b--\n"),
          "multipart/mixed\n  message/rfc822\n    multipart/mixed\n      text/plain [one]\n  text/plain [two]\n" },
        { "a digest", INPUT("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: in\n\nhi\n--b--\n"),
          "multipart/digest\n  message/rfc822\n    text/plain [hi]\n" },
        { "a multipart in base64",
          INPUT("Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n"
                "LS1iCgpvbmUKLS1iLS0K\n"),
          "multipart/mixed\n  text/plain [one]\n! MIME_ENCODING_MULTIPART\n" },
        { "quoted-printable", INPUT("Content-Transfer-Encoding: Quoted-Printable\n\na=3Db=\nc=C3=A9\n"),
          "text/plain [a=bc\xC3\xA9\\n]\n" },
        { "base64 that is none", INPUT("Content-Transfer-Encoding: base64\nContent-Type: text/calendar\n\n" ICS),
          "text/calendar calendar:tm [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n! MIME_ENCODING_LIES\n" },
        { "base64 with something behind it",
          INPUT("Content-Transfer-Encoding: base64\n\n"
                "aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8K\n!\n"),
          "text/plain [hello hello hello hello hello\\n]\n! MIME_ENCODING_JUNK\n" },
        { "base64 with much that is none of it",
          INPUT("Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\nQkV!HSU!46V!kNB!TEV!ORE!FSC!kVO!RDp!WQ0!FMR!U5E!QVI!K\n"),
          "text/calendar calendar:tm [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n! MIME_ENCODING_JUNK\n" },
        { "base64 cut off", INPUT("Content-Transfer-Encoding: base64\n\naGVsbG"),
          "text/plain [hell]\n! MIME_ENCODING_CUT\n" },
        { "base64 without saying so", INPUT("Content-Type: text/calendar\n\nQkVHSU46VkNBTEVOREFSCg==\n"),
          "text/calendar calendar:tm [BEGIN:VCALENDAR\\n]\n! MIME_ENCODING_TWICE\n" },
        { "base64 of base64",
          INPUT("Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\nUWtWSFNVNDZWa05CVEVWT1JFRlNDZz09\n"),
          "text/calendar calendar:tm [BEGIN:VCALENDAR\\n]\n! MIME_ENCODING_TWICE\n" },
        { "quoted-printable in base64",
          INPUT("Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\nQkVHSU46VkNBTEVOREFSPTBEPTBBWD0zRDE=\n"),
          "text/calendar calendar:tm [BEGIN:VCALENDAR\\r\\nX=1]\n! MIME_ENCODING_TWICE\n" },
        { "an encoding that nobody knows", INPUT("Content-Transfer-Encoding: rot13\n\nx"),
          "text/plain [x]\n! MIME_ENCODING_UNKNOWN\n" },
        { "uuencode in a text", INPUT("Subject: x\n\nsee\nbegin 644 a.ics\n#86)C\n \nend\nbye\n"),
          "text/plain [see\\nbegin 644 a.ics\\n#86)C\\n \\nend\\nbye\\n]\n"
          "  application/octet-stream uuencode name=a.ics calendar:n [abc]\n" },
        { "uuencode as an encoding", INPUT("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#86)C\n`\nend\n"),
          "text/plain [abc]\n" },
        { "flowed lines", INPUT("Content-Type: text/plain; format=flowed\n\none \ntwo\n> a \n> b\n-- \nme\n"),
          "text/plain [one two\\n>a b\\n-- \\nme\\n]\n" },
        { "flowed lines, quoted differently", INPUT("Content-Type: text/plain; format=flowed\n\n> a \nb\n"),
          "text/plain [>a \\nb\\n]\n" },
        { "flowed lines, delsp", INPUT("Content-Type: text/plain; format=flowed; delsp=yes\n\nhttp://a/ \nb\n"),
          "text/plain [http://a/b\\n]\n" },
        { "us-ascii that is UTF-8", INPUT("Content-Type: text/plain; charset=us-ascii\n\n\xC3\xA9"),
          "text/plain [\xC3\xA9]\n! CHARSET_LIES\n" },
        { "a charset that nobody knows", INPUT("Content-Type: text/plain; charset=klingon\n\nx"),
          "text/plain [x]\n! CHARSET_UNKNOWN\n" },
        { "HTML that names its own charset", INPUT("Content-Type: text/html\n\n<meta charset=\"koi8-r\">\xC1"),
          "text/html [<meta charset=\"koi8-r\">\xD0\xB0]\n" },
        { "UTF-16 with a mark",
          INPUT("Content-Type: text/calendar\n\n\xFF\xFE"
                "B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0"),
          "text/calendar calendar:tm [BEGIN:VCALENDAR]\n! CHARSET_ODD\n" },
        { "no mail, but a program",
          INPUT("\x7F"
                "ELF\2\1\1\0\0\0\0\3\0>\0\1\0\0\0\x80 $5 "),
          "application/octet-stream [\\7fELF\\02\\01\\01\\00\\00\\00\\00\\03\\00>\\00\\01\\00\\00\\00\x80 $5 ]\n"
          "! HEADER_NONE\n" },
        { "no header, and a control character", INPUT("Pay $5 today, please,\1 and call me\n"),
          "text/plain [Pay $5 today, please,\\01 and call me\\n]\n! HEADER_NONE\n" },
        { "mbox", INPUT("From a@b Sat Nov 21 10:00:00 2026\nSubject: x\n\n>From here\n"),
          "text/plain [>From here\\n]\n" },
        { "a type among comments", INPUT("Content-Type: (x) text (a) / (b) calendar (c); method=REQUEST\n\n" ICS),
          "text/calendar method=REQUEST calendar:tm [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n" },
        { "an encoding behind a comment",
          INPUT("Content-Type: text/html\nContent-Transfer-Encoding: (x) base64\n\nPGI+cGF5IGFuZCBjYWxsIHVzPC9iPg==\n"),
          "text/html [<b>pay and call us</b>]\n" },
        { "two encodings",
          INPUT("Content-Type: text/html\nContent-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\n"
                "PGI+cGF5IGFuZCBjYWxsIHVzPC9iPg==\n"),
          "text/html [<b>pay and call us</b>]\n! MIME_FIELD_TWICE\n" },
        { "two encodings, and the first is right",
          INPUT("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nHello, how are you today?\n"),
          "text/plain [Hello, how are you today?\\n]\n! MIME_FIELD_TWICE\n" },
        { "an encoding of no name",
          INPUT("Content-Transfer-Encoding: base64 please\n\nUGF5IGFuZCBjYWxsIHVzLCBwbGVhc2U=\n"),
          "text/plain [Pay and call us, please]\n! MIME_ENCODING_UNKNOWN\n" },
        { "a text, and a multipart by its second type",
          INPUT("Content-Type: text/plain\n" MIXED "--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
                "PGI+cGF5IGFuZCBjYWxsIHVzPC9iPg==\n--b--\n"),
          "text/plain [--b\\nContent-Type: text/html\\nContent-Transfer-Encoding: base64\\n\\n"
          "PGI+cGF5IGFuZCBjYWxsIHVzPC9iPg==\\n--b--\\n]\n  multipart/mixed outside\n"
          "    text/html after-end [<b>pay and call us</b>]\n"
          "! MIME_FIELD_TWICE\n! MIME_BOUNDARY_OTHER\n! MIME_AFTER_END\n! MIME_ENCODING_JUNK\n! MIME_ENCODING_CUT\n" },
        { "an empty boundary",
          INPUT("Content-Type: multipart/mixed; boundary=\"\"\n\n--\nContent-Type: text/calendar\n"
                "Content-Transfer-Encoding: base64\n\nQkVHSU46VkNBTEVOREFSCkVORDpWQ0FMRU5EQVIK\n----\n"),
          "multipart/mixed\n  multipart/mixed outside\n"
          "    text/calendar calendar:tm after-end [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n"
          "! MIME_NO_BOUNDARY\n! MIME_BOUNDARY_OTHER\n! MIME_AFTER_END\n! MIME_ENCODING_JUNK\n" },
        { "a field before Content-Type behind another boundary",
          INPUT(MIXED "--b\n\none\n--bx\nX-Note: a\n b\nContent-Type: text/html\n\ntwo\n--b--\n"),
          "multipart/mixed\n  text/plain [one]\n  text/html [two]\n! MIME_BOUNDARY_OTHER\n" },
        { "a field behind a CR", INPUT("X-Note: a\rContent-Type: text/calendar; method=REQUEST\n\n" ICS),
          "text/calendar method=REQUEST calendar:tm [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n! HEADER_BARE_CR\n" },
        { "a field behind a CR, and another of its name",
          INPUT("X-Note: a\rContent-Type: text/plain\nContent-Type: text/html\n\nhi\n"),
          "text/html [hi\\n]\n! HEADER_BARE_CR\n" },
        { "a drawing", INPUT("Content-Type: image/svg+xml\n\n<svg><text>hi</text></svg>"),
          "image/svg+xml [<svg><text>hi</text></svg>]\n" },
        { "encrypted with PGP",
          INPUT("Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\n"
                "Version: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nx\n--b--\n"),
          "multipart/encrypted\n  application/pgp-encrypted [Version: 1]\n"
          "  application/octet-stream [-----BEGIN PGP MESSAGE-----\\n\\nx]\n! MIME_ENCRYPTED\n" },
        { "encrypted with PGP, as text", INPUT("Subject: x\n\n\n-----BEGIN PGP MESSAGE-----\n\nx\n"),
          "text/plain [\\n-----BEGIN PGP MESSAGE-----\\n\\nx\\n]\n! MIME_ENCRYPTED\n" },
        { "a piece of a message", INPUT("Content-Type: message/partial; id=x; number=2; total=3\n\nx\n"),
          "message/partial [x\\n]\n! MIME_PARTIAL\n" },
        { "a body elsewhere",
          INPUT("Content-Type: message/external-body; access-type=URL; URL=\"https://a.example/x.ics\"\n\n"
                "Content-Type: text/calendar\n\n"),
          "message/external-body [Content-Type: text/calendar\\n\\n]\n! MIME_ELSEWHERE\n" },
        { "header in LF, parts in CR",
          INPUT(MIXED "--b\r\rone\r--b\rContent-Type: text/calendar\rContent-Transfer-Encoding: base64\r\r"
                      "QkVHSU46VkNBTEVOREFSCkVORDpWQ0FMRU5EQVIK\r--b--\r"),
          "multipart/mixed\n  multipart/mixed outside\n    text/plain outside [--b\\n\\none]\n"
          "    text/calendar calendar:tm after-end [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n"
          "! LINES_BARE_CR\n! MIME_BOUNDARY_OTHER\n! MIME_BOUNDARY_ABSENT\n! MIME_AFTER_END\n! MIME_ENCODING_JUNK\n"
          "! MIME_ENCODING_CUT\n" },
        { "a part in CR within another",
          INPUT(MIXED "--b\r\n\r\none\r--b\rContent-Type: text/calendar\rContent-Transfer-Encoding: base64\r\r"
                      "QkVHSU46VkNBTEVOREFSCkVORDpWQ0FMRU5EQVIK\r\n--b--\r\n"),
          "multipart/mixed\n  text/plain [one\\r--b\\rContent-Type: text/calendar\\rContent-Transfer-Encoding: base64"
          "\\r\\rQkVHSU46VkNBTEVOREFSCkVORDpWQ0FMRU5EQVIK]\n    multipart/mixed outside\n"
          "      text/plain outside [one]\n      text/calendar calendar:tm after-end [BEGIN:VCALENDAR\\nEND:VCALENDAR\\n]\n"
          "! LINES_BARE_CR\n! MIME_BOUNDARY_OTHER\n! MIME_AFTER_END\n" },
        { "a rule behind a CR", INPUT(MIXED "--b\r\n\r\none\r----\rtwo\r\n--b--\r\n"),
          "multipart/mixed\n  text/plain [one\\r----\\rtwo]\n" },
        { "CR twice before LF", INPUT(MIXED "--b\r\r\n\r\r\none\r\r\n--b--\r\r\n"),
          "multipart/mixed\n  text/plain [one\\r]\n" },
        { "an embedded mail in CR",
          INPUT("Content-Type: application/octet-stream; name=a.eml\nContent-Transfer-Encoding: quoted-printable\n\n"
                "Content-Type: text/html=0D=0Dhi=0D"),
          "application/octet-stream name=a.eml\n  text/html [hi\\n]\n! LINES_BARE_CR\n" },
        { "only CR", INPUT("Subject: x\rContent-Type: text/html\r\rhi\r"), "text/html [hi\\n]\n! LINES_BARE_CR\n" },
        { "NUL in a body", INPUT("Subject: x\n\na\0b"), "text/plain [a\\00b]\n" },
        { "Content-Disposition and name differ",
          INPUT("Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment; filename=b.ics\n\nx"),
          "text/plain name=b.ics other=a.txt calendar:n [x]\n" },
        { "a pass beside", INPUT("Content-Type: application/octet-stream; name=t.pkpass\n\nPK"),
          "application/octet-stream name=t.pkpass [PK]\n" },
        { "delivery status is text", INPUT("Content-Type: message/delivery-status\n\nAction: failed\n"),
          "message/delivery-status [Action: failed\\n]\n" },
        { "empty lines and a mark before the header", INPUT("\xEF\xBB\xBF\r\n\r\nSubject: x\r\n\r\nhi"),
          "text/plain [hi]\n" },
};

static void test_tree(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                show_compare(rows[i].name, rows[i].expected, show_message(arena, rows[i].input));
        }
        show_finish();
}

static const struct {
        const char *name;
        struct span input;
        bool calendar;
} items[] = {
        { "iCalendar", INPUT("BEGIN:VCALENDAR\r\n"), true },
        { "lower case", INPUT("begin:vcalendar\r\n"), true },
        { "a component alone", INPUT("BEGIN:VEVENT\r\n"), true },
        { "marks and spaces", INPUT("\xEF\xBB\xBF\r\n  BEGIN:VCALENDAR\r\n"), true },
        { "UTF-16",
          INPUT("\xFF\xFE"
                "B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0"),
          true },
        { "junk before", INPUT("HTTP/1.1 200 OK\nX-A: b\n\nBEGIN:VCALENDAR\n"), true },
        { "jCal", INPUT(" [\"vcalendar\", []]"), true },
        { "jCal, several", INPUT("[[\"vcalendar\", []]]"), true },
        { "xCal", INPUT("<?xml version=\"1.0\"?>\n<icalendar xmlns=\"urn:x\">"), true },
        { "xCal, with a prefix, behind a comment", INPUT("<!-- x -->\n<C:icalendar xmlns:C=\"urn:x\">"), true },
        { "xCal, the calendar alone", INPUT("<vcalendar>"), true },
        { "XML about calendars", INPUT("<?xml version=\"1.0\"?>\n<note about=\"icalendar\">a:vcalendar</note>"), false },
        { "HTML with such an element", INPUT("<html><body><vcalendar>"), false },
        { "a mail", INPUT("Subject: x\n\nBEGIN:VCALENDAR\n"), false },
        { "a mail in an mbox", INPUT("From a@b x\nFoo: x\n\nBEGIN:VCALENDAR\n"), false },
        { "nothing", INPUT(""), false },
        { "another JSON", INPUT("{\"a\": 1}"), false },
        { "a card", INPUT("BEGIN:VCARD\nEND:VCARD\n"), false },
};

static void test_looks_like_calendar(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof items / sizeof *items; i++)
                show_compare(items[i].name, items[i].calendar ? "calendar" : "mail",
                             message_looks_like_calendar(items[i].input) ? "calendar" : "mail");
        show_finish();
}

/* Fields of the outer and of an embedded message are apart, and part numbers go through both. */
static void test_embedded(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        struct defects defects = { .arena = arena };
        struct span input = SPAN("Subject: out\nSubject: twice\n" MIXED
                                 "--b\nContent-Type: message/rfc822\n\nSubject: in\n\nhi\n--b\n\nx\n--b--\n");
        const struct message *message = message_read(arena, input, &defects);
        assert_int_equal(message->part_count, 4);
        const struct message *inner = message->parts[1]->embedded;
        assert_non_null(inner);
        assert_ptr_equal(inner->container, message->parts[1]);
        assert_ptr_equal(inner->root, message->parts[2]);
        assert_int_equal(message->count[HEADER_SUBJECT], 2);
        struct span outer_subject = message_text(arena, message, HEADER_SUBJECT);
        struct span inner_subject = message_text(arena, inner, HEADER_SUBJECT);
        show_compare("outer", "out", arena_copy(arena, outer_subject).ptr);
        show_compare("inner", "in", arena_copy(arena, inner_subject).ptr);
        assert_ptr_equal(message->root->first_child, message->parts[1]);
        assert_ptr_equal(message->parts[1]->next, message->parts[3]);
        assert_int_equal(message->parts[3]->number, 4);
        show_finish();
}

static void test_ids(void **state) {
        (void)state;
        static const struct row ids[] = {
                { "one", INPUT("<a@b>"), " a@b" },
                { "several, folded", INPUT("<a@b>\r\n\t<c@d> (x) <e@f>"), " a@b c@d e@f" },
                { "without brackets", INPUT("a@b"), " a@b" },
                { "not closed", INPUT("<a@b"), " <a@b" },
                { "none", INPUT(""), "" },
        };
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 20);
                struct buf out = buf_in(arena, 1 << 16);
                struct span found[8];
                uint32_t count = message_ids(ids[i].input, found, 8);
                for (uint32_t k = 0; k < count; k++) {
                        buf_add_byte(&out, ' ');
                        show(&out, found[k]);
                }
                show_compare(ids[i].name, ids[i].expected, show_end(&out));
        }
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_tree),
                cmocka_unit_test(test_looks_like_calendar),
                cmocka_unit_test(test_embedded),
                cmocka_unit_test(test_ids),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
