/* A judgement as a person wants to read it: one line for what is clean, for the rest who and why. */
#include "report/report.h"
#include "report/shown.h"

enum {
        TITLE_SHOWN = 80,     /* characters */
        EVIDENCE_SHOWN = 400, /* characters; checks bound theirs already */
        SORTED = 256,         /* signals that are put in order; no item has so many */
        SIGNALS_SHOWN = 8,    /* against it, where nobody asked for all */
        DEFECTS_SHOWN = 12,
        NAME_WIDTH = 28,
};

static const char *const class_colours[CLASSES] = {
        [CLASS_CLEAN] = "\033[32m",
        [CLASS_DOUBTFUL] = "\033[33m",
        [CLASS_SPAM] = "\033[31m",
        [CLASS_CERTAIN] = "\033[1;31m",
};

static void write_head(FILE *out, const struct report *report, struct report_style style) {
        const struct verdict *verdict = report->verdict;
        fprintf(out, "%s%-8s%s %5.1f %%  ", style.colour ? class_colours[verdict->class] : "",
                class_name(verdict->class), style.colour ? "\033[0m" : "", 100 * verdict->probability);
        if (!verdict->examined)
                fputs("not a calendar ", out);
        else
                fprintf(out, "%-14s ", placement_name(verdict->placement));
        shown_file(out, report->file, report->index);
        struct span title = span_trim(report_title(report->facts));
        if (title.len) {
                fputs("  “", out);
                shown_text(out, title, TITLE_SHOWN);
                fputs("”", out);
        }
        fputc('\n', out);
}

static void write_party(FILE *out, const struct party *party) {
        struct span name = span_trim(party->name);
        if (name.len) {
                shown_text(out, name, TITLE_SHOWN);
                fputs(" <", out);
        }
        shown_text(out, party->address, TITLE_SHOWN);
        if (name.len)
                fputc('>', out);
}

static void write_who(FILE *out, const struct facts *facts) {
        struct span method = report_method(facts);
        fputs("         ", out);
        if (method.len)
                shown_text(out, method, TITLE_SHOWN);
        else
                fputs(facts->meeting.event ? "stored event" : "notice", out);
        if (facts->organizers_differ) {
                fputs(" of several organizers", out);
        } else if (facts->organizer.address.len) {
                fputs(" of ", out);
                write_party(out, &facts->organizer);
        }
        if (facts->from.address.len && !span_equal(facts->from.address, facts->organizer.address)) {
                fputs(", sent by ", out);
                write_party(out, &facts->from);
        }
        fprintf(out, "\n         originator %s", originator_class_name(facts->originator.class));
        if (facts->originator.reason.len) {
                fputs(": ", out);
                shown_text(out, facts->originator.reason, EVIDENCE_SHOWN);
        }
        const char *dmarc = report_dmarc_case(facts->dmarc_case);
        if (dmarc && facts->dmarc_case != DMARC_D1)
                fprintf(out, " (DMARC case %s)", dmarc);
        fputc('\n', out);
}

static int by_weight(const void *a, const void *b) {
        const struct signal *one = *(const struct signal *const *)a, *other = *(const struct signal *const *)b;
        return one->weight < other->weight ? 1 : one->weight > other->weight ? -1 : one < other ? -1 : one > other;
}

static void write_signal(FILE *out, const struct signal *signal, bool colour) {
        const char *paint = signal->weight >= 0 ? "\033[31m" : "\033[32m";
        fprintf(out, "         %s%+5.2f%s %-*s ", colour ? paint : "", signal->weight, colour ? "\033[0m" : "",
                NAME_WIDTH, signal->kind->name);
        shown_text(out, signal->evidence, EVIDENCE_SHOWN);
        fputc('\n', out);
}

/* The strongest first, and at the end what speaks for it. */
static void write_signals(FILE *out, const struct signals *signals, struct report_style style) {
        const struct signal *sorted[SORTED];
        size_t count = 0, left_out = 0;
        for (uint32_t i = 0; i < signals->list.count && count < SORTED; i++)
                sorted[count++] = &((const struct signal *)signals->list.items)[i];
        qsort(sorted, count, sizeof *sorted, by_weight);
        for (size_t i = 0; i < count; i++) {
                if (!style.verbose && i >= SIGNALS_SHOWN && sorted[i]->weight >= 0)
                        left_out++;
                else
                        write_signal(out, sorted[i], style.colour);
        }
        if (left_out)
                fprintf(out, "         and %zu weaker, which -v shows\n", left_out);
        if (count == 0)
                fputs("         no signals\n", out);
}

static void write_absent(FILE *out, const struct facts *facts) {
        for (uint32_t i = 0; i < facts->absent.count; i++) {
                const struct absent_fact *absent = &((const struct absent_fact *)facts->absent.items)[i];
                fprintf(out, "         absent %-*s %s\n", NAME_WIDTH - 1, absent->fact, absent->why);
        }
}

static void write_defects(FILE *out, const struct defects *defects) {
        for (uint32_t i = 0; i < defects->places.count; i++) {
                const struct defect *defect = &((const struct defect *)defects->places.items)[i];
                char where[REPORT_WHERE];
                if (i == DEFECTS_SHOWN) {
                        fprintf(out, "         and %u more defects\n", defects->places.count - i);
                        return;
                }
                report_where(defect->part, defect->line, where);
                fprintf(out, "         defect %-*s %s: %s\n", NAME_WIDTH - 1, defect_name(defect->kind), where,
                        defect_text(defect->kind));
        }
}

/* Only where they differ from the whole, or there are several. */
static void write_recipients(FILE *out, const struct verdict *verdict, bool verbose) {
        for (uint32_t i = 0; i < verdict->recipient_count; i++) {
                const struct recipient_verdict *recipient = &verdict->recipients[i];
                if (!verbose && recipient->class == verdict->class && recipient->placement == verdict->placement)
                        continue;
                fputs("         for ", out);
                shown_text(out, recipient->address, TITLE_SHOWN);
                fprintf(out, " (%s): %s, %s: %s\n", relation_name(recipient->relation), class_name(recipient->class),
                        placement_name(recipient->placement), recipient->placement_reason);
        }
}

void report_text(FILE *out, const struct report *report, struct report_style style) {
        write_head(out, report, style);
        bool plain = report->verdict->class == CLASS_CLEAN && !style.verbose;
        if (plain)
                return;
        if (report->verdict->examined) {
                write_who(out, report->facts);
                fprintf(out, "         %s: %s\n", placement_name(report->verdict->placement),
                        report->verdict->placement_reason);
                write_signals(out, report->signals, style);
                write_recipients(out, report->verdict, style.verbose);
        }
        write_absent(out, report->facts);
        if (style.verbose) {
                write_defects(out, report->defects);
                fprintf(out, "         log-odds %+.2f%s, rules %s, %llu µs\n", report->verdict->log_odds,
                        report->verdict->calibrated ? "" : " (not calibrated)", report->rules_version,
                        (unsigned long long)report->elapsed_us);
        }
}
