#include "transport/lmtp/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"

enum { ROOM_LEAST = 4096, ANSWER_BYTES = 512 };

/* ---- Memory ---------------------------------------------------------------------------------------------------------- */

static bool room_add(struct session_room *room, const char *bytes, size_t len, size_t most) {
        if (len > most - room->len)
                return false;
        if (len > room->capacity - room->len) {
                size_t capacity = room->capacity ? room->capacity : ROOM_LEAST;
                while (capacity < room->len + len)
                        capacity *= 2;
                char *ptr = realloc(room->ptr, capacity);
                if (!ptr)
                        return false;
                room->ptr = ptr;
                room->capacity = capacity;
        }
        if (len > 0)
                memcpy(room->ptr + room->len, bytes, len);
        room->len += len;
        return true;
}

static void room_free(struct session_room *room) {
        free(room->ptr);
        *room = (struct session_room){ 0 };
}

/* ---- Answers --------------------------------------------------------------------------------------------------------- */

void session_answer(struct session *session, const char *format, ...) {
        char line[ANSWER_BYTES];
        va_list args;
        va_start(args, format);
        int len = vsnprintf(line, sizeof line - 2, format, args);
        va_end(args);
        size_t size = len < 0 ? 0 : (size_t)len < sizeof line - 2 ? (size_t)len : sizeof line - 3;
        for (size_t i = 0; i < size; i++)
                if (line[i] < ' ' || line[i] > '~')
                        line[i] = '?';
        memcpy(line + size, "\r\n", 2);
        if (!room_add(&session->out, line, size + 2, LIMIT_LMTP_ANSWERS))
                session->closing = true;
}

static void wrong(struct session *session, const char *answer) {
        session_answer(session, "%s", answer);
        if (++session->wrong < SESSION_WRONG)
                return;
        session_answer(session, "421 4.7.0 %s too many mistakes, good-bye", session->hostname);
        session->closing = true;
}

/* ---- Envelope -------------------------------------------------------------------------------------------------------- */

static void mail_forget(struct session *session) {
        session->has_sender = session->in_data = session->truncated = session->lost = false;
        session->rcpt_count = 0;
        session->envelope.len = 0;
        session->bytes.len = 0;
        if (session->bytes.capacity > LIMIT_LMTP_KEPT)
                room_free(&session->bytes);
}

static struct span envelope_at(const struct session *session, uint32_t index) {
        struct span rest = { session->envelope.ptr, session->envelope.len };
        for (; index > 0; index--)
                (void)span_split(&rest, '\0');
        return span_split(&rest, '\0');
}

struct span session_sender(const struct session *session) {
        return span_without_brackets(envelope_at(session, 0));
}

struct span session_rcpt(const struct session *session, uint32_t i) {
        return envelope_at(session, i + 1);
}

static bool envelope_add(struct session *session, struct span path) {
        return room_add(&session->envelope, path.ptr, path.len, LIMIT_LMTP_ENVELOPE) &&
               room_add(&session->envelope, "", 1, LIMIT_LMTP_ENVELOPE);
}

/* `<…>` off the front of *rest; a quoted local part may hold anything but a control. */
static bool path_take(struct span *rest, struct span *ret) {
        struct span s = span_trim(*rest);
        bool quoted = false;
        if (s.len < 2 || s.ptr[0] != '<')
                return false;
        for (size_t i = 1; i < s.len; i++) {
                if ((unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 127)
                        return false;
                if (quoted && s.ptr[i] == '\\')
                        i++;
                else if (s.ptr[i] == '"')
                        quoted = !quoted;
                else if (!quoted && s.ptr[i] == '>') {
                        *ret = span_head(s, i + 1);
                        *rest = span_trim(span_skip(s, i + 1));
                        return true;
                }
        }
        return false;
}

static bool parameters_known(struct span rest) {
        while (rest.len > 0) {
                struct span one = span_trim(span_split(&rest, ' '));
                if (one.len > 0 && !span_starts_nocase(one, SPAN("SIZE=")) && !span_starts_nocase(one, SPAN("BODY=")) &&
                    !span_equal_nocase(one, SPAN("SMTPUTF8")))
                        return false;
        }
        return true;
}

static void on_mail(struct session *session, struct span rest) {
        struct span path;
        if (!session->greeted || session->has_sender)
                wrong(session, session->greeted ? "503 5.5.1 one mail at a time" : "503 5.5.1 LHLO first");
        else if (!span_starts_nocase(rest, SPAN("FROM:")))
                wrong(session, "501 5.5.4 MAIL FROM:<sender>");
        else if (rest = span_skip(rest, 5), !path_take(&rest, &path))
                wrong(session, "501 5.1.7 that is no sender");
        else if (!parameters_known(rest))
                wrong(session, "555 5.5.4 parameters unknown");
        else if (!envelope_add(session, path))
                session_answer(session, "452 4.3.1 no memory just now");
        else {
                session->has_sender = true;
                session_answer(session, "250 2.1.0 sender ok");
        }
}

static void on_rcpt(struct session *session, struct span rest) {
        struct span path;
        if (!session->has_sender)
                wrong(session, "503 5.5.1 MAIL first");
        else if (!span_starts_nocase(rest, SPAN("TO:")))
                wrong(session, "501 5.5.4 RCPT TO:<recipient>");
        else if (rest = span_skip(rest, 3), !path_take(&rest, &path) || path.len < 3)
                wrong(session, "501 5.1.3 that is no recipient");
        else if (rest.len > 0)
                wrong(session, "555 5.5.4 parameters unknown");
        else if (session->rcpt_count == LIMIT_LMTP_RECIPIENTS)
                session_answer(session, "452 4.5.3 too many recipients at once");
        else if (!envelope_add(session, path))
                session_answer(session, "452 4.3.1 no memory just now");
        else {
                session->rcpt_count++;
                session_answer(session, "250 2.1.5 recipient ok");
        }
}

static void on_data(struct session *session, struct span rest) {
        (void)rest;
        if (session->rcpt_count == 0) {
                wrong(session, "503 5.5.1 no valid recipients");
                return;
        }
        session->in_data = true;
        session->ending = 2; /* as behind a line */
        session_answer(session, "354 end with a dot on a line of its own");
}

/* ---- Commands -------------------------------------------------------------------------------------------------------- */

static void on_lhlo(struct session *session, struct span rest) {
        if (span_trim(rest).len == 0) {
                wrong(session, "501 5.5.4 LHLO name");
                return;
        }
        mail_forget(session);
        session->greeted = true;
        session_answer(session, "250-%s", session->hostname);
        session_answer(session, "250-PIPELINING");
        session_answer(session, "250-8BITMIME");
        session_answer(session, "250-SMTPUTF8");
        session_answer(session, "250-ENHANCEDSTATUSCODES");
        session_answer(session, "250 SIZE");
}

static void on_rset(struct session *session, struct span rest) {
        (void)rest;
        mail_forget(session);
        session_answer(session, "250 2.0.0 forgotten");
}

static void on_noop(struct session *session, struct span rest) {
        (void)rest;
        session_answer(session, "250 2.0.0 ok");
}

static void on_vrfy(struct session *session, struct span rest) {
        (void)rest;
        session_answer(session, "252 2.5.0 try it");
}

static void on_quit(struct session *session, struct span rest) {
        (void)rest;
        session_answer(session, "221 2.0.0 %s good-bye", session->hostname);
        session->closing = true;
}

static void command(struct session *session, struct span line) {
        static const struct {
                struct span name;
                void (*act)(struct session *session, struct span rest);
        } commands[] = { { SPAN("LHLO"), on_lhlo }, { SPAN("MAIL"), on_mail }, { SPAN("RCPT"), on_rcpt },
                         { SPAN("DATA"), on_data }, { SPAN("RSET"), on_rset }, { SPAN("NOOP"), on_noop },
                         { SPAN("VRFY"), on_vrfy }, { SPAN("QUIT"), on_quit } };
        struct span name = span_split(&line, ' ');
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
                if (span_equal_nocase(name, commands[i].name)) {
                        commands[i].act(session, span_trim(line));
                        return;
                }
        wrong(session, "500 5.5.2 this is LMTP, and that no command of it");
}

static void command_end(struct session *session) {
        struct span line = { session->line, session->line_len };
        session->line_len = 0;
        if (line.len > 0 && line.ptr[line.len - 1] == '\r')
                line.len--;
        bool fits = !session->line_is_long && !memchr(line.ptr, 0, line.len);
        session->line_is_long = false;
        if (fits)
                command(session, line);
        else
                wrong(session, "500 5.5.2 a line is too long, or holds a NUL");
}

/* Returns how many bytes were used: up to the end of a line. */
static size_t command_take(struct session *session, struct span bytes) {
        size_t end = span_find_byte(bytes, '\n');
        size_t room = sizeof session->line - session->line_len, len = end < room ? end : room;
        memcpy(session->line + session->line_len, bytes.ptr, len);
        session->line_len += len;
        session->line_is_long |= len < end;
        if (end == bytes.len)
                return end;
        command_end(session);
        return end + 1;
}

/* ---- The mail -------------------------------------------------------------------------------------------------------- */

static void data_add(struct session *session, const char *bytes, size_t len) {
        size_t room = LIMIT_MESSAGE_BYTES - session->bytes.len;
        session->truncated |= len > room;
        if (!session->lost && !room_add(&session->bytes, bytes, len < room ? len : room, LIMIT_MESSAGE_BYTES))
                session->lost = true;
}

static void data_end(struct session *session) {
        session->in_data = false;
        if (session->lost)
                for (uint32_t i = 0; i < session->rcpt_count; i++)
                        session_answer(session, "452 4.3.1 no memory just now");
        else
                session->mail(session->user, session);
        mail_forget(session);
}

/* `ending`: 1 behind CR, 2 behind CRLF, 3 behind CRLF., 4 behind CRLF.CR. A dot that begins a line is taken off; the line's
 * own end stays with the mail. */
static size_t data_take(struct session *session, struct span bytes) {
        size_t from = 0; /* what is not added yet */
        for (size_t i = 0; i < bytes.len; i++) {
                char byte = bytes.ptr[i];
                if (session->ending == 2 && byte == '.') {
                        data_add(session, bytes.ptr + from, i - from);
                        from = i + 1;
                        session->ending = 3;
                } else if (session->ending == 3 && byte == '\r') {
                        session->ending = 4;
                        from = i + 1; /* kept back */
                } else if (session->ending == 4 && byte == '\n') {
                        data_end(session);
                        return i + 1;
                } else {
                        if (session->ending == 4)
                                data_add(session, "\r", 1);
                        session->ending = byte == '\r' ? 1 : session->ending == 1 && byte == '\n' ? 2 : 0;
                }
        }
        data_add(session, bytes.ptr + from, bytes.len - from);
        return bytes.len;
}

/* ---- Life ------------------------------------------------------------------------------------------------------------ */

void session_begin(struct session *session) {
        session_answer(session, "220 %s LMTP", session->hostname);
}

void session_take(struct session *session, const char *bytes, size_t len) {
        struct span rest = { bytes, len };
        while (rest.len > 0 && !session->closing)
                rest = span_skip(rest, session->in_data ? data_take(session, rest) : command_take(session, rest));
}

void session_end(struct session *session) {
        room_free(&session->out);
        room_free(&session->bytes);
        room_free(&session->envelope);
}
