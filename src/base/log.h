/* log: what the daemon tells its operator, one event a line, as logfmt or JSON, to standard error or the journal.
 *
 *         ts=2026-11-21T15:07:25.123Z level=info event=item id=01… channel=mail-in class=spam us=412 from="a b"
 *
 *         struct log_line line;
 *         log_begin(&line, LEVEL_INFO, "item");
 *         log_span(&line, "from", facts->from);
 *         log_number(&line, "us", elapsed);
 *         log_end(&line);
 *
 * Nothing is written unescaped: a value can end neither its line nor its quotes, and controls, marks that turn the
 * direction of text, and bytes that are no UTF-8 are shown by their numbers. Names of events and fields are ours:
 * lower case, digits and `_`. Secrets never come here.
 *
 * Library code does not log; the caller logs once. All functions may be called from every thread and allocate nothing;
 * a line is one write and short enough for a pipe, so lines never mix. Nobody waits for a reader that has stopped reading,
 * but for the first 100 ms: a line that cannot be written is lost, and counted (log_lost). */
#pragma once

#include "base/span.h"

/* The priorities of syslog, which the journal shares: only those that we use. */
enum log_level { LEVEL_ERROR = 3, LEVEL_WARNING = 4, LEVEL_NOTICE = 5, LEVEL_INFO = 6, LEVEL_DEBUG = 7 };
enum log_format { LOG_LOGFMT, LOG_JSON };
enum log_target {
        LOG_AUTO,    /* the journal where it reads our standard error, else standard error */
        LOG_STDERR,  /* without a time where the journal reads it, which knows the time itself */
        LOG_JOURNAL, /* its own socket: each field can be asked for, as in `journalctl CALWARDEN_CLASS=spam` */
};

struct log_settings {
        enum log_level level; /* what is less pressing is left out */
        enum log_format format;
        enum log_target target;
};
/* For the whole process; zeroed settings are not valid. Until it is called: LEVEL_INFO, logfmt, standard error. May be
 * called again at any time, as at a reload. The journal's socket is opened here, so that it is there after rights were
 * dropped; while it cannot be reached, lines go to standard error. */
void log_open(const struct log_settings *settings);
/* Lines go to `fd` instead of standard error, for tests; -1: to standard error again. */
void log_to(int fd);
bool log_wanted(enum log_level level);
/* Lines that were lost since the start. */
uint64_t log_lost(void);

/* PIPE_BUF, less what stands before and behind a line. */
enum { LOG_LINE_BYTES = 4080, LOG_VALUE_BYTES = 1024 };

/* A line in the making, on the stack. Values longer than LOG_VALUE_BYTES are cut (and end in "…"), and fields that do not
 * fit into the line are left out. */
struct log_line {
        bool wanted, json;
        enum log_level level;
        size_t len, journal_len;
        char text[LOG_LINE_BYTES];
        char journal[LOG_LINE_BYTES]; /* the fields once more, as the journal wants them */
};
void log_begin(struct log_line *line, enum log_level level, const char *event);
void log_text(struct log_line *line, const char *name, const char *value); /* NULL: leaves the field out */
void log_span(struct log_line *line, const char *name, struct span value); /* empty: leaves the field out */
void log_number(struct log_line *line, const char *name, int64_t value);
void log_real(struct log_line *line, const char *name, double value); /* three decimals */
void log_truth(struct log_line *line, const char *name, bool value);
void log_format(struct log_line *line, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
void log_end(struct log_line *line);

/* A line with one field, `text`. */
void log_say(enum log_level level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));
