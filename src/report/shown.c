#include "report/shown.h"

#include "config/problems.h"
#include "text/unicode.h"

/* Ranges that a terminal acts upon or that nobody sees. */
static const struct {
        uint32_t first, last;
} unseen[] = {
        { 0x7f, 0x9f },     { 0xad, 0xad },     { 0x34f, 0x34f },   { 0x61c, 0x61c },
        { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },
        { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0e },
        { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0xe0000, 0xe0fff },
};

static bool is_unseen(uint32_t rune) {
        for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
                if (rune >= unseen[i].first && rune <= unseen[i].last)
                        return true;
        return false;
}

/* Writes one character that stood in `bytes`. */
static void write_rune(FILE *out, uint32_t rune, struct span bytes) {
        if (rune < 0x20)
                fprintf(out, "\\x%02x", rune);
        else if (rune < 0x7f)
                fputc((int)rune, out);
        else if (is_unseen(rune))
                fprintf(out, "\\u{%x}", rune);
        else if (rune == 0xfffd)
                fputs("\xef\xbf\xbd", out);
        else
                fwrite(bytes.ptr, 1, bytes.len, out);
}

void shown_text(FILE *out, struct span text, size_t max) {
        for (size_t count = 0; text.len; count++) {
                if (max && count == max) {
                        fputs("…", out);
                        return;
                }
                struct span before = text;
                uint32_t rune = unicode_next(&text);
                if (rune == '\t' || rune == '\n' || rune == '\r')
                        fputc(' ', out);
                else
                        write_rune(out, rune, span_head(before, before.len - text.len));
        }
}

void shown_name(FILE *out, struct span name) {
        while (name.len) {
                struct span before = name;
                uint32_t rune = unicode_next(&name);
                if (rune == '\n' || rune == '\r' || rune == '\t')
                        fprintf(out, "\\%c", rune == '\n' ? 'n' : rune == '\r' ? 'r' : 't');
                else if (rune == '\\')
                        fputs("\\\\", out);
                else
                        write_rune(out, rune, span_head(before, before.len - name.len));
        }
}

void shown_file(FILE *out, const char *path, uint32_t index) {
        shown_name(out, span_from(path));
        if (index)
                fprintf(out, " #%u", index);
}

void shown_problem(FILE *out, const struct problem *problem) {
        shown_name(out, span_from(problem->file));
        if (problem->line)
                fprintf(out, ":%u", problem->line);
        fprintf(out, ": %s", problem->warning ? "warning: " : "");
        shown_text(out, span_from(problem->text), 0);
        fputc('\n', out);
}
