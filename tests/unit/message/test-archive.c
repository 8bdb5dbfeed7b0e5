/* Files within files: zip, gzip, TNEF; with limits, and damaged. */
#include <zlib.h>

#include "base/limits.h"
#include "message/message.h"
#include "show.h"

#define ICS "BEGIN:VCALENDAR\nEND:VCALENDAR\n"

static const char *const sources[] = { "mime", "outside", "uuencode", "zip", "gzip", "tnef", "meeting" };

/* The parts below the root, with their data. */
static const char *show_parts(struct arena *arena, struct span mail) {
        struct defects defects = { .arena = arena };
        struct buf out = buf_in(arena, 1 << 24);
        const struct message *message = message_read(arena, mail, &defects);
        for (uint32_t i = 1; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                buf_add_format(&out, "%*s%s %.*s/%.*s", (int)part->depth, "", sources[part->source],
                               (int)part->type.len, part->type.ptr, (int)part->subtype.len, part->subtype.ptr);
                show_named(&out, "name", part->file_name);
                show_named(&out, "method", part->method);
                buf_add(&out, part_holds_calendar(part) ? SPAN(" calendar") : SPAN(""));
                buf_add(&out, part->unread ? SPAN(" unread") : SPAN(""));
                if (part->data.len > 2000)
                        buf_add_format(&out, " %zu bytes", part->data.len);
                else
                        show_named(&out, "data", part->data);
                buf_add_byte(&out, '\n');
        }
        show_defects(&out, &defects);
        return show_end(&out);
}

static struct span mail_with(struct arena *arena, const char *type, struct span body) {
        struct buf out = buf_in(arena, body.len + 1024);
        buf_add_format(&out, "Content-Type: %s\r\n\r\n", type);
        buf_add(&out, body);
        return buf_span(&out);
}

/* Writes little-endian numbers. */
static void add(struct buf *out, uint64_t number, size_t bytes) {
        for (; bytes > 0; bytes--, number >>= 8)
                buf_add_byte(out, (char)number);
}

static struct span deflated(struct arena *arena, struct span text, int bits) {
        z_stream stream = { .next_in = (Bytef *)(uintptr_t)text.ptr, .avail_in = (uInt)text.len };
        assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
        size_t room = deflateBound(&stream, text.len);
        char *packed = arena_bytes(arena, room);
        stream.next_out = (Bytef *)packed;
        stream.avail_out = (uInt)room;
        assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
        size_t len = room - stream.avail_out;
        deflateEnd(&stream);
        return (struct span){ packed, len };
}

struct file {
        const char *name;
        struct span text;
        bool stored;
        unsigned flags, method; /* method 0: deflated */
        uint32_t declared;      /* size in the directory; 0: the true one */
};

static void zip_fields(struct buf *out, const struct file *file, struct span packed) {
        add(out, 20, 2);
        add(out, file->flags, 2);
        add(out, file->stored ? 0 : file->method ? file->method : 8, 2);
        add(out, 0, 8);
        add(out, packed.len, 4);
        add(out, file->declared ? file->declared : file->text.len, 4);
        add(out, strlen(file->name), 2);
        add(out, 0, 2);
}

static struct span zip(struct arena *arena, const struct file *files, size_t count, bool directory) {
        struct buf out = buf_in(arena, 1 << 24), central = buf_in(arena, 1 << 20);
        for (size_t i = 0; i < count; i++) {
                struct span packed = files[i].stored ? files[i].text : deflated(arena, files[i].text, -MAX_WBITS);
                size_t offset = out.len;
                add(&out, 0x04034B50, 4);
                zip_fields(&out, &files[i], packed);
                buf_add(&out, span_from(files[i].name));
                buf_add(&out, packed);
                add(&central, 0x02014B50, 4);
                add(&central, 20, 2);
                zip_fields(&central, &files[i], packed);
                add(&central, 0, 2);
                add(&central, 0, 8);
                add(&central, offset, 4);
                buf_add(&central, span_from(files[i].name));
        }
        size_t offset = out.len;
        if (directory) {
                buf_add(&out, buf_span(&central));
                add(&out, 0x06054B50, 4);
                add(&out, 0, 4);
                add(&out, count, 2);
                add(&out, count, 2);
                add(&out, central.len, 4);
                add(&out, offset, 4);
                add(&out, 0, 2);
        }
        return buf_span(&out);
}

static void test_zip(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        struct file two[] = { { .name = "a/invite.ics", .text = SPAN(ICS) },
                              { .name = "b.txt", .text = SPAN("hello"), .stored = true },
                              { .name = "folder/", .stored = true } };
        const char *both =
                " zip application/octet-stream name=a/invite.ics calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n"
                " zip application/octet-stream name=b.txt data=hello\n";
        struct span packed = zip(arena, two, 3, true);
        show_compare("a zip", both, show_parts(arena, mail_with(arena, "application/zip", packed)));
        show_compare("a zip by its bytes", both,
                     show_parts(arena, mail_with(arena, "application/octet-stream", packed)));
        show_compare("a zip by its name", both,
                     show_parts(arena, mail_with(arena, "application/foo; name=x.ZIP", packed)));
        struct buf shifted = buf_in(arena, packed.len + 16);
        buf_add(&shifted, SPAN("#!/bin/sh\n"));
        buf_add(&shifted, packed);
        show_compare("bytes before it", both,
                     show_parts(arena, mail_with(arena, "application/zip", buf_span(&shifted))));
        char expected[400];
        (void)snprintf(expected, sizeof expected, "%s! ARCHIVE_BAD\n", both);
        show_compare("no directory", expected,
                     show_parts(arena, mail_with(arena, "application/zip", zip(arena, two, 3, false))));
        show_compare("no zip at all", "! ARCHIVE_BAD\n",
                     show_parts(arena, mail_with(arena, "application/zip", SPAN("hi"))));
        struct file secret = { .name = "a.ics", .text = SPAN(ICS), .flags = 1 };
        show_compare("encrypted", " zip application/octet-stream name=a.ics calendar unread\n! ARCHIVE_ENCRYPTED\n",
                     show_parts(arena, mail_with(arena, "application/zip", zip(arena, &secret, 1, true))));
        struct file odd = { .name = "a.ics", .text = SPAN(ICS), .method = 14 };
        show_compare("packed in another way",
                     " zip application/octet-stream name=a.ics calendar unread\n! ARCHIVE_PACKED\n",
                     show_parts(arena, mail_with(arena, "application/zip", zip(arena, &odd, 1, true))));
        show_compare("another archive", " mime application/octet-stream data=Rar!\\1a\\07\n! ARCHIVE_PACKED\n",
                     show_parts(arena,
                                mail_with(arena, "multipart/mixed; boundary=b",
                                          SPAN("--b\nContent-Type: application/octet-stream\n\nRar!\x1A\x07\n--b--\n"))));
        struct file small = { .name = "a.ics", .text = SPAN(ICS), .declared = 5 };
        show_compare("declared smaller than it is",
                     " zip application/octet-stream name=a.ics calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n",
                     show_parts(arena, mail_with(arena, "application/zip", zip(arena, &small, 1, true))));
        struct file inner = { .name = "in.zip", .text = packed, .stored = true };
        show_compare(
                "a zip in a zip",
                " zip application/octet-stream name=in.zip data=", /* the rest is the two above, one deeper */
                span_has(span_from(show_parts(arena, mail_with(arena, "application/zip", zip(arena, &inner, 1, true)))),
                         SPAN("  zip application/octet-stream name=a/invite.ics calendar"))
                        ? " zip application/octet-stream name=in.zip data="
                        : "not unpacked");
        show_finish();
}

/* What packs 1,000 times is not unpacked to its end, and neither are more than LIMIT_ARCHIVE_ENTRIES. */
static void test_zip_limits(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        size_t size = 4 * LIMIT_ARCHIVE_BYTES;
        char *zeros = arena_bytes(arena, size);
        memset(zeros, 0, size);
        struct file bombs[2] = { { .name = "a", .text = { zeros, size } }, { .name = "b", .text = { zeros, size } } };
        struct defects defects = { .arena = arena };
        struct span mail = mail_with(arena, "application/zip", zip(arena, bombs, 2, true));
        const struct message *message = message_read(arena, mail, &defects);
        assert_int_equal(message->part_count, 3);
        assert_true(message->parts[1]->data.len + message->parts[2]->data.len <= LIMIT_ARCHIVE_BYTES);
        assert_true(defects_has(&defects, DEFECT_ARCHIVE_TOO_MUCH));
        static struct file many[LIMIT_ARCHIVE_ENTRIES + 10];
        for (size_t i = 0; i < sizeof many / sizeof *many; i++)
                many[i] = (struct file){ .name = "a", .text = SPAN("x"), .stored = true };
        defects = (struct defects){ .arena = arena };
        mail = mail_with(arena, "application/zip", zip(arena, many, sizeof many / sizeof *many, true));
        message = message_read(arena, mail, &defects);
        assert_int_equal(message->part_count, 1 + LIMIT_ARCHIVE_ENTRIES);
        assert_true(defects_has(&defects, DEFECT_ARCHIVE_TOO_MUCH));
}

static void test_gzip(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        struct span packed = deflated(arena, SPAN(ICS), 16 + MAX_WBITS);
        const char *expected =
                " gzip application/octet-stream name=a.ics calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n";
        show_compare("gzip", expected, show_parts(arena, mail_with(arena, "application/gzip; name=a.ics.gz", packed)));
        show_compare("gzip by its name", expected,
                     show_parts(arena, mail_with(arena, "application/octet-stream; name=a.ics.gz", packed)));
        show_compare("cut off",
                     " gzip application/octet-stream name=a calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n"
                     "! ARCHIVE_BAD\n",
                     show_parts(arena, mail_with(arena, "application/gzip; name=a", span_head(packed, packed.len - 8))));
        show_compare("none", " gzip application/octet-stream name=a unread\n! ARCHIVE_BAD\n",
                     show_parts(arena, mail_with(arena, "application/gzip; name=a", SPAN("hello"))));
        show_finish();
}

/* One attribute of TNEF (MS-OXTNEF 2.1.3.3). */
static void attribute(struct buf *out, unsigned level, uint32_t id, struct span value) {
        add(out, level, 1);
        add(out, id, 4);
        add(out, value.len, 4);
        buf_add(out, value);
        add(out, 0, 2);
}

/* A property of variable length. */
static void property(struct buf *out, uint32_t tag, uint32_t name, struct span value) {
        add(out, tag, 4);
        if (tag >> 16 >= 0x8000) {
                buf_add(out, SPAN("0123456789ABCDEF"));
                add(out, 0, 4);
                add(out, name, 4);
        }
        if ((tag & 0xFFFF) == 0x40 || (tag & 0xFFFF) == 3) {
                buf_add(out, value);
                return;
        }
        add(out, 1, 4);
        add(out, value.len, 4);
        buf_add(out, value);
        add(out, 0, (4 - value.len % 4) % 4);
}

static struct span filetime(struct arena *arena, int64_t seconds) {
        struct buf out = buf_in(arena, 64);
        add(&out, (uint64_t)(seconds + 11644473600) * 10000000, 8);
        return buf_span(&out);
}

static struct span winmail(struct arena *arena, struct span class, struct span global_id) {
        struct buf out = buf_in(arena, 1 << 20), list = buf_in(arena, 1 << 20), people = buf_in(arena, 1 << 20);
        add(&out, 0x223E9F78, 4);
        add(&out, 1, 2);
        attribute(&out, 1, 0x00069007, SPAN("\xE4\4\0\0\0\0\0\0"));
        attribute(&out, 1, 0x00078008, class);
        add(&list, 9, 4);
        property(&list, 0x0037001E, 0, SPAN("Payroll, caf\xE9\0"));
        property(&list, 0x0042001F, 0, SPAN("B\0o\0s\0s\0\0\0"));
        property(&list, 0x5D02001E, 0, SPAN("boss@a.example\0"));
        property(&list, 0x80000102, 0x23, global_id);
        property(&list, 0x80010040, 0x820D, filetime(arena, 1795251600));
        property(&list, 0x80020040, 0x820E, filetime(arena, 1795255200));
        property(&list, 0x8003001E, 0x8208, SPAN("Room 1\0"));
        property(&list, 0x80040003, 0x8201, SPAN("\3\0\0\0"));
        property(&list, 0x1000001E, 0, SPAN("see\nyou\0"));
        attribute(&out, 1, 0x00069003, buf_span(&list));
        add(&people, 1, 4);
        add(&people, 2, 4);
        property(&people, 0x3001001E, 0, SPAN("You\0"));
        property(&people, 0x39FE001E, 0, SPAN("you@b.example\0"));
        attribute(&out, 1, 0x00069004, buf_span(&people));
        attribute(&out, 2, 0x00069002, SPAN("\1\0\0\0\0\0\0\0\0\0\0\0\0\0"));
        attribute(&out, 2, 0x00018010, SPAN("INVITE~1.ICS\0"));
        attribute(&out, 2, 0x0006800F, SPAN(ICS));
        return buf_span(&out);
}

static void test_tnef(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        struct span foreign = { "0123456789012345678901234567890123456789vCal-Uid\1\0\0\0u@x\0", 56 };
        struct span request = winmail(arena, SPAN("IPM.Microsoft Schedule.MtgReq\0"), foreign);
        show_compare(
                "a meeting request",
                " tnef application/octet-stream name=INVITE~1.ICS calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n"
                " tnef text/plain data=see\\nyou\n"
                " meeting text/calendar method=REQUEST calendar data=BEGIN:VCALENDAR\\r\\nVERSION:2.0\\r\\nMETHOD:REQUEST\\r\\n"
                "BEGIN:VEVENT\\r\\nUID:u@x\\r\\nSEQUENCE:3\\r\\nORGANIZER;CN=\"Boss\":mailto:boss@a.example\\r\\n"
                "ATTENDEE;CN=\"You\":mailto:you@b.example\\r\\nDTSTART:20261121T090000Z\\r\\nDTEND:20261121T100000Z\\r\\n"
                "SUMMARY:Payroll\\, caf\xC3\xA9\\r\\nLOCATION:Room 1\\r\\nDESCRIPTION:see\\nyou\\r\\n"
                "END:VEVENT\\r\\nEND:VCALENDAR\\r\\n\n",
                show_parts(arena, mail_with(arena, "application/ms-tnef; name=winmail.dat", request)));
        const char *reply = show_parts(
                arena,
                mail_with(arena, "application/ms-tnef",
                          winmail(arena, SPAN("IPM.Schedule.Meeting.Resp.Neg\0"),
                                  SPAN("\4\0\0\0\x82\0\xE0\0\x74\xC5\xB7\x10\x1A\x82\xE0\x08\7\xEA\x0B\x15 rest"))));
        assert_non_null(strstr(reply, "METHOD:REPLY"));
        assert_non_null(strstr(reply, "ATTENDEE;PARTSTAT=DECLINED;CN=\"Boss\":mailto:boss@a.example"));
        assert_non_null(strstr(reply, "ORGANIZER;CN=\"You\":mailto:you@b.example"));
        assert_non_null(strstr(reply, "UID:040000008200E00074C5B7101A82E008000000002072657374"));
        show_compare("an ordinary mail has no meeting",
                     " tnef application/octet-stream name=INVITE~1.ICS calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n"
                     " tnef text/plain data=see\\nyou\n",
                     show_parts(arena, mail_with(arena, "application/octet-stream; name=winmail.dat",
                                                 winmail(arena, SPAN("IPM.Note\0"), foreign))));
        show_compare("no TNEF", "! TNEF_BAD\n",
                     show_parts(arena, mail_with(arena, "application/ms-tnef", SPAN("hello"))));
        show_finish();
}

/* Cut off anywhere, it is read as far as it goes. */
static void test_tnef_cut(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        struct span whole = winmail(arena, SPAN("IPM.Appointment\0"), SPAN("x"));
        for (size_t len = 0; len < whole.len; len++) {
                char *exact = malloc(len + 1);
                assert_non_null(exact);
                memcpy(exact, whole.ptr, len);
                struct defects defects = { .arena = arena };
                struct span mail = mail_with(arena, "application/ms-tnef", (struct span){ exact, len });
                const struct message *message = message_read(arena, mail, &defects);
                uint32_t parts = message->part_count;
                free(exact);
                assert_in_range(parts, 1, 4);
        }
}

/* The example of MS-OXRTFCP 3.1; the second time it says that it is longer than it is. */
static void test_rtf(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        char packed[] = "\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw"
                        "\x05\xb0ld}\x0a\x80\x0f\xa0";
        for (unsigned longer = 0; longer < 2; longer++, packed[4] = 0x60) {
                struct buf out = buf_in(arena, 1 << 16), list = buf_in(arena, 1 << 16);
                add(&out, 0x223E9F78, 4);
                add(&out, 1, 2);
                add(&list, 1, 4);
                property(&list, 0x10090102, 0, (struct span){ packed, sizeof packed - 1 });
                attribute(&out, 1, 0x00069003, buf_span(&list));
                show_compare(longer ? "compressed RTF, size too large" : "compressed RTF",
                             " tnef text/rtf data={\\rtf1\\ansi\\ansicpg1252\\pard hello world}\\r\\n\n",
                             show_parts(arena, mail_with(arena, "application/ms-tnef", buf_span(&out))));
        }
        show_finish();
}

/* Octets behind a tag, with their length in as many bytes as said; 0: open, and ended by zeros. */
static struct span tagged(struct arena *arena, unsigned tag, unsigned length_bytes, struct span content) {
        struct buf out = buf_in(arena, content.len + 16);
        buf_add_byte(&out, (char)tag);
        if (length_bytes != 1)
                buf_add_byte(&out, (char)(0x80 + length_bytes));
        for (unsigned i = length_bytes; i-- > 0;)
                buf_add_byte(&out, (char)(content.len >> (8 * i)));
        buf_add(&out, content);
        if (length_bytes == 0)
                add(&out, 0, 2);
        return buf_span(&out);
}

static struct span joined(struct arena *arena, struct span a, struct span b) {
        struct buf out = buf_in(arena, a.len + b.len);
        buf_add(&out, a);
        buf_add(&out, b);
        return buf_span(&out);
}

/* ContentInfo of the type 1.2.840.113549.1.7.`type`, with `octets` as the signed content. */
static struct span signature(struct arena *arena, char type, unsigned length_bytes, struct span octets) {
        char object[] = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";
        struct span name = { object, sizeof object - 1 };
        struct span content = tagged(arena, 0xA0, length_bytes, octets);
        struct span within = tagged(arena, 0x30, length_bytes, joined(arena, name, content));
        struct span digests = tagged(arena, 0x31, length_bytes, tagged(arena, 0x30, length_bytes, name));
        struct span front = joined(arena, SPAN("\x02\x01\x01"), digests);
        struct span data = tagged(arena, 0x30, length_bytes, joined(arena, front, within));
        object[10] = type;
        struct span outer = joined(arena, name, tagged(arena, 0xA0, length_bytes, data));
        return tagged(arena, 0x30, length_bytes, outer);
}

/* RFC 8551 3.5.2: what is signed lies within the signature. */
static void test_smime(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        const char *type = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m";
        const char *seen = " mime text/calendar method=REQUEST calendar data=BEGIN:VCALENDAR\\nEND:VCALENDAR\\n\n";
        struct span entity = SPAN("Content-Type: text/calendar; method=REQUEST\n\n" ICS);
        struct span whole = tagged(arena, 0x04, 2, entity);
        struct span halves = joined(arena, tagged(arena, 0x04, 1, span_head(entity, 30)),
                                    tagged(arena, 0x24, 0, tagged(arena, 0x04, 1, span_skip(entity, 30))));
        for (unsigned length_bytes = 0; length_bytes <= 4; length_bytes += 2) {
                struct span der = signature(arena, 2, length_bytes, whole);
                show_compare("signed", seen, show_parts(arena, mail_with(arena, type, der)));
                show_compare("by its name", seen,
                             show_parts(arena, mail_with(arena, "application/octet-stream; name=smime.p7m", der)));
                struct span pieces = signature(arena, 2, length_bytes, tagged(arena, 0x24, length_bytes, halves));
                show_compare("in pieces", seen, show_parts(arena, mail_with(arena, type, pieces)));
                show_compare("encrypted", "! MIME_ENCRYPTED\n",
                             show_parts(arena,
                                        mail_with(arena, type, signature(arena, 3, length_bytes, SPAN("\x80\x02hi")))));
                for (size_t len = 0; len < pieces.len; len++)
                        (void)show_parts(arena, mail_with(arena, type, span_head(pieces, len)));
        }
        show_compare("of another type", "! SMIME_BAD\n",
                     show_parts(arena, mail_with(arena, type, signature(arena, 5, 2, SPAN("\x80\x02hi")))));
        show_compare("nothing that can be read", "! SMIME_BAD\n", show_parts(arena, mail_with(arena, type, SPAN("hi"))));
        show_compare("a signature alone", "",
                     show_parts(arena, mail_with(arena, type, signature(arena, 2, 2, (struct span){ 0 }))));
        show_compare("encrypted and signed", "! MIME_ENCRYPTED\n",
                     show_parts(arena,
                                mail_with(arena, type,
                                          SPAN("\x30\x0F\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x17\xA0\x00"))));
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_zip),   cmocka_unit_test(test_zip_limits), cmocka_unit_test(test_gzip),
                cmocka_unit_test(test_tnef),  cmocka_unit_test(test_tnef_cut),   cmocka_unit_test(test_rtf),
                cmocka_unit_test(test_smime),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
