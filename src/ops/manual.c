/* Manual pages in roff, and the reference chapter in Markdown. */
#include "ops/handlers.h"
#include "ops/help.h"
#include "ops/ops.h"

/* Text in which roff sees nothing special. `dashes`: hyphens that a reader types. */
static void write_roff(FILE *out, const char *text) {
        for (bool line_start = true; *text; line_start = *text == '\n', text++) {
                if (line_start && (*text == '.' || *text == '\''))
                        fputs("\\&", out);
                if (*text == '\\')
                        fputs("\\e", out);
                else if (*text == '-')
                        fputs("\\-", out);
                else
                        fputc(*text, out);
        }
}

/* Paragraphs that an empty line separates. */
static void write_paragraphs(FILE *out, const char *text) {
        const char *end;
        for (; (end = strstr(text, "\n\n")); text = end + 2) {
                char paragraph[2048];
                snprintf(paragraph, sizeof paragraph, "%.*s", (int)(end - text), text);
                write_roff(out, paragraph);
                fputs("\n.PP\n", out);
        }
        write_roff(out, text);
        fputc('\n', out);
}

static void write_param(FILE *out, const struct param *param) {
        fputs(".TP\n", out);
        if (param->letter)
                fprintf(out, "\\fB\\-%c\\fR, ", param->letter);
        fputs("\\fB\\-\\-", out);
        write_roff(out, param->name);
        fputs("\\fR", out);
        if (param->argument) {
                fputs(" \\fI", out);
                write_roff(out, param->argument);
                fputs("\\fR", out);
        }
        fputc('\n', out);
        write_roff(out, param->sentence);
        if (param->type == PARAM_TYPE_TEXTS)
                fputs(" (may be repeated)", out);
        if (param->fallback) {
                fputs(" (default: ", out);
                write_roff(out, param->fallback);
                fputc(')', out);
        }
        fputs(".\n", out);
}

static void write_statuses(FILE *out, const struct op *op) {
        fputs(".SH EXIT STATUS\n", out);
        for (const struct help_status *row = help_statuses; row->meaning; row++) {
                if (!help_ends_with(op, row))
                        continue;
                fprintf(out, ".TP\n%d\n", row->status);
                write_roff(out, row->meaning);
                fputc('\n', out);
        }
        if (!op || op_id_of(op) == OP_CHECK)
                fputs(".PP\nThe highest verdict of several counts; a failure wins over every verdict.\n", out);
}

/* "calwarden-rules-check" */
static void write_page_name(FILE *out, const struct op *op) {
        fputs("calwarden", out);
        if (!op)
                return;
        fputs("\\-", out);
        for (const char *c = op->name; *c; c++)
                fputs(*c == ' ' || *c == '-' ? "\\-" : (char[]){ *c, 0 }, out);
}

static void write_op_page(FILE *out, const struct op *op) {
        fputs(".TH ", out);
        write_page_name(out, op);
        fputs(" 1 \"\" \"Calwarden " CW_VERSION "\"\n.SH NAME\n", out);
        write_page_name(out, op);
        fputs(" \\- ", out);
        write_roff(out, op->help);
        fprintf(out, "\n.SH SYNOPSIS\n\\fBcalwarden %s\\fR [\\fIoptions\\fR] ", op->name);
        write_roff(out, op->args);
        fputs("\n.SH DESCRIPTION\n", out);
        write_paragraphs(out, op->about);
        fputs(".SH OPTIONS\n", out);
        for (size_t i = 0; i < PARAMS; i++)
                if (op_takes(op, &param_table[i]))
                        write_param(out, &param_table[i]);
        write_statuses(out, op);
        fputs(".SH SEE ALSO\n\\fBcalwarden\\fR(1)\n", out);
}

static void write_main_page(FILE *out) {
        fputs(".TH calwarden 1 \"\" \"Calwarden " CW_VERSION "\"\n.SH NAME\ncalwarden \\- keeps abuse out of calendars\n"
              ".SH SYNOPSIS\n\\fBcalwarden\\fR \\fIoperation\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]\n.SH DESCRIPTION\n"
              "Judges whether an invitation, an update, a reply or a calendar may touch a calendar, how, and why.\n"
              ".SH OPERATIONS\n",
              out);
        for (size_t i = 0; i < OPS; i++) {
                if (op_hidden(&op_table[i]))
                        continue;
                fprintf(out, ".TP\n\\fBcalwarden %s\\fR ", op_table[i].name);
                write_roff(out, op_table[i].args);
                fputc('\n', out);
                write_roff(out, op_table[i].help);
                fputs(".\n", out);
        }
        write_statuses(out, NULL);
        fputs(".SH ENVIRONMENT\n.TP\nNO_COLOR\nWhen it is set and not empty, nothing is printed in colour.\n", out);
}

int op_man(const struct op_call *call) {
        if (call->arg_count == 0) {
                write_main_page(call->out);
                return STATUS_CLEAN;
        }
        int status;
        const struct op *op = help_named(call, &status);
        if (!op)
                return status;
        write_op_page(call->out, op);
        return STATUS_CLEAN;
}

static void write_reference(FILE *out, const struct op *op) {
        fprintf(out, "\n## calwarden %s%s%s\n\n%s\n\n| option | what it does | default |\n|---|---|---|\n", op->name,
                *op->args ? " " : "", op->args, op->about);
        for (size_t i = 0; i < PARAMS; i++) {
                const struct param *param = &param_table[i];
                if (!op_takes(op, param))
                        continue;
                fputs("| `", out);
                help_option(out, param);
                fputs("` | ", out);
                help_cell(out, span_from(param->sentence));
                if (param->type == PARAM_TYPE_CHOICE) {
                        fputs(": ", out);
                        help_cell(out, span_from(param->argument));
                }
                fprintf(out, "%s | %s |\n", param->type == PARAM_TYPE_TEXTS ? " (may be repeated)" : "",
                        param->fallback ? param->fallback : "");
        }
}

int op_reference(const struct op_call *call) {
        fputs("# Operations\n\nMade from the table of operations (`src/ops/ops.def`).\n\n| operation | what it does |\n|---|---|\n",
              call->out);
        for (size_t i = 0; i < OPS; i++)
                if (!op_hidden(&op_table[i]))
                        fprintf(call->out, "| `%s` | %s |\n", op_table[i].name, op_table[i].help);
        fputs("\n## Exit status\n\n| status | meaning |\n|---|---|\n", call->out);
        for (const struct help_status *row = help_statuses; row->meaning; row++)
                fprintf(call->out, "| %d | %s |\n", row->status, row->meaning);
        for (size_t i = 0; i < OPS; i++)
                if (!op_hidden(&op_table[i]))
                        write_reference(call->out, &op_table[i]);
        return STATUS_CLEAN;
}
