/* Alarms taken out, status and transparency set, and every other byte as it was. */
#include "dump.h"

#include "calendar/edit.h"

#define BYTES(literal) \
        { literal, sizeof(literal) - 1 }
#define ALARM "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDESCRIPTION:fol\r\n ded\r\nEND:VALARM\r\n"

enum { TENTATIVE = 1, TRANSPARENT = 2 };

static const struct row {
        const char *name;
        struct span input, expected;
        unsigned edit;
        uint32_t alarms;
} rows[] = {
        { "nothing to do", BYTES("BEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VEVENT\r\n"),
          BYTES("BEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VEVENT\r\n"), 0, 0 },
        { "no calendar", BYTES("Hello"), BYTES("Hello"), TENTATIVE, 0 },
        { "one alarm", BYTES("BEGIN:VEVENT\r\n" ALARM "END:VEVENT\r\n"), BYTES("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), 0, 1 },
        { "several", BYTES("BEGIN:VEVENT\nA:1\n" ALARM ALARM "B:2\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nA:1\nB:2\nEND:VEVENT\n"), 0, 2 },
        { "all else as it was",
          BYTES("\xEF\xBB\xBFjunk\n\nbegin:vcalendar\rx-a;B=\"c\r\n D\xC3\r\n \xA9\":e\xFF\n\n\t\n" ALARM
                "Summary:Lu\r\n\tnch \r\r\nEND:VCALENDAR\r\n-- \nbye"),
          BYTES("\xEF\xBB\xBFjunk\n\nbegin:vcalendar\rx-a;B=\"c\r\n D\xC3\r\n \xA9\":e\xFF\n\n\t\nSummary:Lu\r\n\tnch \r\r\nEND:VCALENDAR\r\n-- \nbye"),
          0, 1 },
        { "blank lines behind an alarm stay", BYTES("BEGIN:VEVENT\n" ALARM "\n\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\n\n\nEND:VEVENT\n"), 0, 1 },
        { "without END", BYTES("BEGIN:VEVENT\nBEGIN:VALARM\nTRIGGER:x\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n"), 0, 1 },
        { "without END, before another event",
          BYTES("BEGIN:VEVENT\nBEGIN:VALARM\nTRIGGER:x\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n"), 0, 1 },
        { "without END to the end", BYTES("BEGIN:VEVENT\nBEGIN:VALARM\nTRIGGER:x"), BYTES("BEGIN:VEVENT\n"), 0, 1 },
        { "an alarm in an alarm",
          BYTES("BEGIN:VEVENT\nBEGIN:VALARM\nBEGIN:VALARM\nA:1\nEND:VALARM\nEND:VALARM\nB:1\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nB:1\nEND:VEVENT\n"), 0, 2 },
        { "a place in an alarm",
          BYTES("BEGIN:VEVENT\nBEGIN:VALARM\nBEGIN:VLOCATION\nUID:1\nEND:VLOCATION\nEND:VALARM\nB:1\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nB:1\nEND:VEVENT\n"), 0, 1 },
        { "hidden by folding, case and a group",
          BYTES("BEGIN:VEVENT\nG.begin:vAL\n ARM\nTRIGGER:x\nE\n ND:VALARM\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nEND:VEVENT\n"), 0, 1 },
        { "hidden by NUL", BYTES("BEGIN:VEVENT\nBEGIN:VAL\0ARM\nTRIGGER:x\nEND:VALARM\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nEND:VEVENT\n"), 0, 1 },
        { "alarms of vCalendar 1.0",
          BYTES("BEGIN:VEVENT\nDALARM:19960415T235000;PT5M;2;x\nAALARM;TYPE=WAVE:1;;;f\n -g\nUID:1\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nUID:1\nEND:VEVENT\n"), 0, 2 },

        { "tentative, added", BYTES("BEGIN:VEVENT\r\nUID:1\r\n" ALARM "END:VEVENT\r\n"),
          BYTES("BEGIN:VEVENT\r\nUID:1\r\nSTATUS:TENTATIVE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\nEND:VEVENT\r\n"),
          TENTATIVE, 1 },
        { "tentative, replaced",
          BYTES("BEGIN:VEVENT\nSTATUS;X=1:CONF\n IRMED\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nUID:1\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nSTATUS:TENTATIVE\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nUID:1\nEND:VEVENT\n"), TENTATIVE,
          0 },
        { "the second one goes",
          BYTES("BEGIN:VEVENT\nSTATUS:TENTATIVE\nSTATUS:CONFIRMED\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nSTATUS:TENTATIVE\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nEND:VEVENT\n"), TENTATIVE, 0 },
        { "cancelled stays", BYTES("BEGIN:VEVENT\nSTATUS:CANCELLED\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nSTATUS:CANCELLED\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nEND:VEVENT\n"), TENTATIVE, 0 },
        { "transparent", BYTES("BEGIN:VEVENT\rTRANSP:OPAQUE\rEND:VEVENT\r"),
          BYTES("BEGIN:VEVENT\rTRANSP:TRANSPARENT\rX-MICROSOFT-CDO-BUSYSTATUS:FREE\rEND:VEVENT\r"), TRANSPARENT, 0 },
        { "the intended status as well",
          BYTES("BEGIN:VEVENT\nX-MICROSOFT-CDO-INTENDEDSTATUS:BUSY\nTRANSP:TRANSPARENT\nEND:VEVENT\n"),
          BYTES("BEGIN:VEVENT\nX-MICROSOFT-CDO-INTENDEDSTATUS:FREE\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\nEND:VEVENT\n"),
          TRANSPARENT, 0 },
        { "only in events",
          BYTES("BEGIN:VCALENDAR\nBEGIN:VTODO\nSTATUS:NEEDS-ACTION\nEND:VTODO\nBEGIN:VEVENT\nBEGIN:PARTICIPANT\nSTATUS:x\nEND:PARTICIPANT\nEND:VEVENT\nEND:VCALENDAR\n"),
          BYTES("BEGIN:VCALENDAR\nBEGIN:VTODO\nSTATUS:NEEDS-ACTION\nEND:VTODO\nBEGIN:VEVENT\nSTATUS:TENTATIVE\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nBEGIN:PARTICIPANT\nSTATUS:x\nEND:PARTICIPANT\nEND:VEVENT\nEND:VCALENDAR\n"),
          TENTATIVE, 0 },
        { "in an event without END", BYTES("BEGIN:VEVENT\nUID:1\n"),
          BYTES("BEGIN:VEVENT\nUID:1\nSTATUS:TENTATIVE\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n"), TENTATIVE, 0 },
        { "in an event that ends in a line", BYTES("BEGIN:VEVENT\nUID:1"),
          BYTES("BEGIN:VEVENT\nUID:1\nSTATUS:TENTATIVE\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n"), TENTATIVE, 0 },
};

static void edits(void **state) {
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                const struct row *row = &rows[i];
                struct arena *arena = arena_new(1024 * 1024);
                struct calendar_edit edit = { .tentative = row->edit & TENTATIVE,
                                              .transparent = row->edit & TRANSPARENT };
                struct calendar_edited got, again;
                calendar_strip_alarms(arena, row->input, edit, &got);
                all &= same_span(row->name, got.bytes, row->expected);
                if (got.alarms != row->alarms)
                        print_error("%s: expected %u alarms, got %u\n", row->name, row->alarms, got.alarms);
                all &= got.alarms == row->alarms;
                calendar_strip_alarms(arena, got.bytes, edit, &again);
                all &= same_span(row->name, again.bytes, row->expected);
                arena_free(arena);
        }
        assert_true(all);
}

static void tells_what_it_cannot_read(void **state) {
        (void)state;
        struct arena *arena = arena_new(1024 * 1024);
        struct calendar_edited got;
        struct span wide = BYTES("\xFF\xFE"
                                 "B\0E\0G\0I\0N\0:\0V\0E\0V\0E\0N\0T\0\n\0");
        calendar_strip_alarms(arena, wide, (struct calendar_edit){ .tentative = true }, &got);
        assert_true(got.unreadable);
        assert_ptr_equal(got.bytes.ptr, wide.ptr);
        calendar_strip_alarms(arena, SPAN("[\"vcalendar\",[],[]]"), (struct calendar_edit){ 0 }, &got);
        assert_true(got.unreadable);
        arena_free(arena);
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(edits), cmocka_unit_test(tells_what_it_cannot_read) };
        return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
