#include "calendar/edit.h"

#include "calendar/content.h"
#include "calendar/lines.h"
#include "calendar/names.h"
#include "calendar/source.h"

/* What is set in a VEVENT. */
enum { SET_STATUS, SET_TRANSP, SET_BUSYSTATUS, SETTINGS };

struct setting {
        enum property_id id;
        const char *name, *value; /* value NULL: not wanted */
};

struct editor {
        struct buf out;
        const char *copied; /* the input up to here is in `out` or left out */
        struct setting settings[SETTINGS];
        struct calendar_edited *result;
        bool in_alarm, in_event;
        uint32_t below;       /* components open in the event */
        bool done[SETTINGS];  /* of the event */
        struct span line_end; /* as the event's BEGIN has it */
};

static void copy_until(struct editor *editor, const char *until) {
        buf_add(&editor->out, (struct span){ editor->copied, (size_t)(until - editor->copied) });
        editor->copied = until;
}

/* Leaves out a line, or puts `text` in its place. */
static void replace(struct editor *editor, const struct content_line *line, struct span text) {
        copy_until(editor, line->source.ptr);
        buf_add(&editor->out, text);
        editor->copied = line->source.ptr + line->source.len;
}

static struct span line_end_of(const struct content_line *line) {
        struct span s = line->source;
        size_t len = s.len;
        while (len > 0 && (s.ptr[len - 1] == '\n' || s.ptr[len - 1] == '\r') && s.len - len < 2)
                len--;
        return len < s.len ? span_skip(s, len) : SPAN("\r\n");
}

static void write_setting(struct editor *editor, const struct setting *setting, struct span line_end) {
        buf_add(&editor->out, span_from(setting->name));
        buf_add_byte(&editor->out, ':');
        buf_add(&editor->out, span_from(setting->value));
        buf_add(&editor->out, line_end);
        editor->result->changes++;
}

/* Puts what the event does not have yet before the line at `at`. */
static void complete_event(struct editor *editor, const char *at) {
        if (!editor->in_event)
                return;
        for (int i = 0; i < SETTINGS; i++) {
                if (!editor->settings[i].value || editor->done[i])
                        continue;
                copy_until(editor, at);
                char last = editor->out.len > 0 ? editor->out.ptr[editor->out.len - 1] : '\n';
                if (last != '\n' && last != '\r')
                        buf_add(&editor->out, editor->line_end);
                write_setting(editor, &editor->settings[i], editor->line_end);
                editor->done[i] = true;
        }
}

static void edit_property(struct editor *editor, const struct content_line *line, enum property_id id) {
        bool of_event = editor->in_event && editor->below == 0;
        if (id == PROPERTY_AALARM || id == PROPERTY_DALARM || id == PROPERTY_MALARM || id == PROPERTY_PALARM) {
                replace(editor, line, (struct span){ 0 });
                editor->result->alarms++;
                return;
        }
        for (int i = 0; i < SETTINGS && of_event; i++) {
                const struct setting *setting = &editor->settings[i];
                bool intended = i == SET_BUSYSTATUS && id == PROPERTY_X_MICROSOFT_CDO_INTENDEDSTATUS;
                if (!setting->value || (id != setting->id && !intended))
                        continue;
                struct span value = content_value(line);
                bool cancelled = i == SET_STATUS && span_equal_nocase(value, SPAN("CANCELLED"));
                bool same = cancelled || span_equal_nocase(value, span_from(setting->value));
                bool again = editor->done[i] && !intended;
                if (!intended)
                        editor->done[i] = true;
                if (again) {
                        replace(editor, line, (struct span){ 0 });
                        editor->result->changes++;
                } else if (!same) {
                        struct setting as_named = *setting;
                        as_named.name = intended ? property_id_name(id) : setting->name;
                        replace(editor, line, (struct span){ 0 });
                        write_setting(editor, &as_named, line_end_of(line));
                }
                return;
        }
}

static void begin(struct editor *editor, const struct content_line *line, enum component_kind kind) {
        bool top = component_kind_is_top(kind);
        if (editor->in_alarm && !top && kind != COMPONENT_VALARM) {
                replace(editor, line, (struct span){ 0 });
                return;
        }
        editor->in_alarm = kind == COMPONENT_VALARM;
        complete_event(editor, line->source.ptr);
        if (editor->in_alarm) {
                replace(editor, line, (struct span){ 0 });
                editor->result->alarms++;
        } else if (top) {
                editor->in_event = kind == COMPONENT_VEVENT;
                editor->below = 0;
                editor->line_end = line_end_of(line);
                memset(editor->done, 0, sizeof editor->done);
        } else {
                editor->below++;
        }
}

static void end(struct editor *editor, const struct content_line *line, enum component_kind kind) {
        bool top = component_kind_is_top(kind);
        /* A second END:VALARM as well: it belongs to one that was left open. */
        if (kind == COMPONENT_VALARM || (editor->in_alarm && !top)) {
                replace(editor, line, (struct span){ 0 });
                editor->in_alarm &= kind != COMPONENT_VALARM;
                return;
        }
        editor->in_alarm = false;
        if (top) {
                complete_event(editor, line->source.ptr);
                editor->in_event = false;
        } else if (editor->below > 0) {
                editor->below--;
        }
}

static void edit_line(struct editor *editor, const struct content_line *line) {
        struct span group, name = span_head(line->bytes, line->name_len);
        enum property_id id = property_id_of(name);
        if (id == PROPERTY_UNKNOWN && line->name_len > 0)
                id = property_id_of(content_name(line, &group));
        struct span component;
        if (id == PROPERTY_BEGIN)
                begin(editor, line, content_component(line, &component));
        else if (id == PROPERTY_END)
                end(editor, line, content_component(line, &component));
        else if (editor->in_alarm)
                replace(editor, line, (struct span){ 0 });
        else
                edit_property(editor, line, id);
}

static struct setting setting(enum property_id id, const char *value) {
        return (struct setting){ id, property_id_name(id), value };
}

void calendar_strip_alarms(struct arena *arena, struct span bytes, struct calendar_edit edit,
                           struct calendar_edited *ret) {
        struct defects defects = { .arena = arena }; /* another reading tells them */
        struct span source;
        uint32_t lines_before;
        *ret = (struct calendar_edited){ .bytes = bytes };
        (void)source_decode(arena, bytes, (struct span){ 0 }, &defects, &source);
        bool without_nul = defects_has(&defects, DEFECT_CALENDAR_NUL);
        struct span text = source_find_calendar(source, &lines_before);
        ret->unreadable = text.len == 0 || defects_has(&defects, DEFECT_CALENDAR_UTF16);
        if (ret->unreadable)
                return;
        const char *busy = edit.tentative ? "TENTATIVE" : edit.transparent ? "FREE" : NULL;
        struct editor editor = {
                /* Each event may get four lines. */
                .out = buf_in(arena, bytes.len * 16 + 4096),
                .copied = source.ptr,
                .result = ret,
                .settings = {
                        [SET_STATUS] = setting(PROPERTY_STATUS, edit.tentative ? "TENTATIVE" : NULL),
                        [SET_TRANSP] = setting(PROPERTY_TRANSP, edit.transparent ? "TRANSPARENT" : NULL),
                        [SET_BUSYSTATUS] = setting(PROPERTY_X_MICROSOFT_CDO_BUSYSTATUS, busy),
                },
        };
        struct lines lines = lines_over(arena, text, &defects);
        struct content_line line;
        while (lines_next(&lines, &line))
                edit_line(&editor, &line);
        if (!editor.in_alarm)
                complete_event(&editor, lines.end);
        ret->changes += without_nul;
        if (ret->alarms == 0 && ret->changes == 0 && editor.copied == source.ptr)
                return;
        copy_until(&editor, lines.end);
        ret->bytes = buf_span(&editor.out);
        /* A byte order mark stands before what was read. */
        if (source.ptr != bytes.ptr && !without_nul) {
                struct span mark = { bytes.ptr, (size_t)(source.ptr - bytes.ptr) };
                struct buf whole = buf_in(arena, mark.len + ret->bytes.len);
                buf_add(&whole, mark);
                buf_add(&whole, ret->bytes);
                ret->bytes = buf_span(&whole);
        }
}
