#include "base/limits.h"
#include "calendar/calendar.h"
#include "message/message.h"
#include "ops/lint-rules.h"

const struct lint_row lint_table[LINT_IDS] = {
#define LINT(id, severity, reference, sentence, advice) \
        [LINT_ID_##id] = { #id, reference, sentence, advice, LINT_##severity },
#include "ops/lint.def"
#undef LINT
};

struct defect_row {
        bool known;
        enum lint_severity severity;
        const char *reference, *advice;
};

static const struct defect_row defect_rows[DEFECT_KINDS] = {
#define LINT_DEFECT(name, severity, reference, advice) [DEFECT_##name] = { true, LINT_##severity, reference, advice },
#include "ops/lint-defects.def"
#undef LINT_DEFECT
};

const char *lint_severity_name(enum lint_severity severity) {
        static const char *const names[LINT_SEVERITIES] = { "error", "warning", "advice" };
        return names[severity];
}

static void add(struct linter *linter, const struct lint_finding *finding) {
        struct lint_finding *added = array_push(&linter->findings, linter->arena, sizeof *added,
                                                LINT_KEPT * (LINT_IDS + DEFECT_KINDS));
        if (added)
                *added = *finding;
}

void lint_add_as(struct linter *linter, enum lint_id id, struct lint_place place, struct span found,
                 const char *reference, const char *sentence) {
        const struct lint_row *row = &lint_table[id];
        linter->of_severity[row->severity]++;
        if (linter->count[id]++ >= LINT_KEPT)
                return;
        add(linter, &(struct lint_finding){ row->name, row->severity, reference, sentence, row->advice, place.part,
                                            place.line, found, 0 });
}

void lint_add(struct linter *linter, enum lint_id id, struct lint_place place, struct span found) {
        lint_add_as(linter, id, place, found, lint_table[id].reference, lint_table[id].sentence);
}

/* Lines of a mail that was stored with LF alone come to us so from the file, not from who sent it. */
static bool lines_are_the_files(const struct judgement *judgement, const struct defect *defect) {
        const struct message *message = judgement->message;
        if (!message || defect->part == 0 || defect->part > message->part_count ||
            message->parts[defect->part - 1]->encoding == ENCODING_BASE64)
                return false;
        size_t end = span_find_byte(message->bytes, '\n');
        return end < message->bytes.len && (end == 0 || message->bytes.ptr[end - 1] != '\r');
}

static void add_defects(struct linter *linter) {
        const struct judgement *judgement = linter->judgement;
        const struct defect *places = judgement->defects.places.items;
        uint32_t kept[DEFECT_KINDS] = { 0 };
        for (uint32_t i = 0; i < judgement->defects.places.count; i++) {
                const struct defect *defect = &places[i];
                const struct defect_row *row = &defect_rows[defect->kind];
                uint32_t all = judgement->defects.count[defect->kind];
                enum lint_severity severity = row->known ? row->severity : LINT_WARNING;
                if (defect->kind == DEFECT_CALENDAR_BARE_LF && lines_are_the_files(judgement, defect))
                        continue;
                bool last = ++kept[defect->kind] == (all < DEFECTS_KEPT ? all : DEFECTS_KEPT);
                uint32_t more = last ? all - kept[defect->kind] : 0;
                linter->of_severity[severity] += 1 + more;
                add(linter, &(struct lint_finding){ defect_name(defect->kind),
                                                    severity,
                                                    row->known ? row->reference : "",
                                                    defect_text(defect->kind),
                                                    row->known ? row->advice : "",
                                                    defect->part,
                                                    defect->line,
                                                    { 0 },
                                                    more });
        }
}

/* Says behind the last finding kept of each rule how many more there are. */
static void count_more(struct linter *linter) {
        struct lint_finding *findings = linter->findings.items;
        for (uint32_t i = linter->findings.count; i-- > 0;)
                for (enum lint_id id = 0; id < LINT_IDS; id++)
                        if (findings[i].name == lint_table[id].name && linter->count[id] > LINT_KEPT) {
                                findings[i].more = linter->count[id] - LINT_KEPT;
                                linter->count[id] = 0;
                        }
}

static int compare_findings(const void *left, const void *right) {
        const struct lint_finding *a = left, *b = right;
        if (a->part != b->part)
                return a->part < b->part ? -1 : 1;
        if (a->line != b->line)
                return a->line < b->line ? -1 : 1;
        if (a->severity != b->severity)
                return a->severity < b->severity ? -1 : 1;
        int order = strcmp(a->name, b->name);
        return order ? order : strcmp(a->sentence, b->sentence);
}

/* A winmail.dat's meeting is written by our reader, not by the sender. */
static bool written_by_sender(const struct judgement *judgement, const struct calendar *calendar) {
        const struct message *message = judgement->message;
        return !message || calendar->part == 0 || calendar->part > message->part_count ||
               message->parts[calendar->part - 1]->source != PART_TNEF_MEETING;
}

void lint_judgement(struct arena *arena, const struct judgement *judgement, struct lint_result *ret) {
        struct linter linter = { .arena = arena, .judgement = judgement };
        const struct calendars *calendars = judgement->calendars;
        if (!calendars->first)
                lint_add(&linter, LINT_ID_NO_CALENDAR, (struct lint_place){ 0 }, (struct span){ 0 });
        if (judgement->message && calendars->first) {
                lint_mail(&linter);
                lint_sender(&linter);
        }
        for (const struct calendar *calendar = calendars->first; calendar; calendar = calendar->next)
                if (written_by_sender(judgement, calendar))
                        lint_calendar(&linter, calendar);
        count_more(&linter);
        add_defects(&linter);
        if (linter.findings.count > 1)
                qsort(linter.findings.items, linter.findings.count, sizeof(struct lint_finding), compare_findings);
        ret->findings = linter.findings;
        memcpy(ret->count, linter.of_severity, sizeof ret->count);
}
