/* Completion scripts, made from the table of operations. */
#include "ops/handlers.h"
#include "ops/help.h"
#include "ops/ops.h"

static void write_first_words(FILE *out) {
        for (size_t i = 0; i < OPS; i++) {
                if (op_hidden(&op_table[i]))
                        continue;
                size_t length = strcspn(op_table[i].name, " ");
                bool before = i > 0 && strncmp(op_table[i - 1].name, op_table[i].name, length + 1) == 0;
                if (!before)
                        fprintf(out, " %.*s", (int)length, op_table[i].name);
        }
}

/* "check|test|list" behind "rules", for every operation of two words. */
static void write_second_words(FILE *out, const char *pattern) {
        for (size_t i = 0; i < OPS; i++) {
                const char *space = strchr(op_table[i].name, ' ');
                if (op_hidden(&op_table[i]) || !space)
                        continue;
                size_t length = (size_t)(space - op_table[i].name);
                if (i > 0 && strncmp(op_table[i - 1].name, op_table[i].name, length + 1) == 0)
                        continue;
                fprintf(out, pattern, (int)length, op_table[i].name);
                for (size_t j = i; j < OPS && strncmp(op_table[j].name, op_table[i].name, length + 1) == 0; j++)
                        fprintf(out, " %s", op_table[j].name + length + 1);
                fputs("\" ;;\n", out);
        }
}

static void write_bash_values(FILE *out) {
        fputs("        case $prev in\n", out);
        for (size_t i = 0; i < PARAMS; i++) {
                const struct param *param = &param_table[i];
                const char *letter = param->letter ? (char[]){ '|', '-', param->letter, 0 } : "";
                if (param->type == PARAM_TYPE_CHOICE) {
                        fprintf(out, "        --%s%s) mapfile -t COMPREPLY < <(compgen -W \"", param->name, letter);
                        for (const char *c = param->argument; *c; c++)
                                fputc(*c == '|' ? ' ' : *c, out);
                        fputs("\" -- \"$cur\"); return ;;\n", out);
                } else if (param->type == PARAM_TYPE_FILE || param->type == PARAM_TYPE_DIR) {
                        fprintf(out, "        --%s%s) mapfile -t COMPREPLY < <(compgen -%c -- \"$cur\"); return ;;\n",
                                param->name, letter, param->type == PARAM_TYPE_FILE ? 'f' : 'd');
                } else if (param->type != PARAM_TYPE_FLAG) {
                        fprintf(out, "        --%s%s) return ;;\n", param->name, letter);
                }
        }
        fputs("        esac\n", out);
}

static void write_bash_options(FILE *out) {
        fputs("        case $op in\n", out);
        for (size_t i = 0; i < OPS; i++) {
                if (op_hidden(&op_table[i]))
                        continue;
                fprintf(out, "        \"%s\") words=\"", op_table[i].name);
                for (size_t j = 0; j < PARAMS; j++)
                        if (op_takes(&op_table[i], &param_table[j]))
                                fprintf(out, " --%s", param_table[j].name);
                fputs("\" ;;\n", out);
        }
        fputs("        esac\n", out);
}

static void write_bash(FILE *out) {
        fputs("# bash completion for calwarden\n"
              "_calwarden() {\n"
              "        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} op=${COMP_WORDS[1]} words=\n"
              "        if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
              "                mapfile -t COMPREPLY < <(compgen -W \"",
              out);
        write_first_words(out);
        fputs(" --version --help\" -- \"$cur\")\n                return\n        fi\n", out);
        write_bash_values(out);
        fputs("        if [ \"$COMP_CWORD\" -eq 2 ]; then\n                case $op in\n"
              "                help) words=\"",
              out);
        write_first_words(out);
        fputs("\" ;;\n                completion) words=\"bash zsh\" ;;\n", out);
        write_second_words(out, "                %.*s) words=\"");
        fputs("                esac\n"
              "                if [ -n \"$words\" ]; then\n"
              "                        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
              "                        return\n                fi\n        fi\n"
              "        case $op in\n",
              out);
        write_second_words(out, "        %.*s) op=\"$op ${COMP_WORDS[2]}\"; words=\"");
        fputs("        esac\n        words=\n", out);
        write_bash_options(out);
        fputs("        if [[ $cur == -* ]]; then\n"
              "                mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
              "        else\n"
              "                mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
              "        fi\n}\n"
              "complete -o filenames -F _calwarden calwarden\n",
              out);
}

/* In a zsh specification a bracket, a colon and a quote have a meaning. */
static void write_zsh_text(FILE *out, const char *text) {
        for (; *text; text++) {
                if (*text == '\'')
                        fputs("'\\''", out);
                else if (strchr("[]:\\", *text))
                        fprintf(out, "\\%c", *text);
                else
                        fputc(*text, out);
        }
}

static void write_zsh_param(FILE *out, const struct param *param) {
        fputs(" '", out);
        if (param->type == PARAM_TYPE_TEXTS)
                fputc('*', out);
        fprintf(out, "--%s%s[", param->name, param->argument ? "=" : "");
        write_zsh_text(out, param->sentence);
        fputc(']', out);
        if (param->type == PARAM_TYPE_CHOICE) {
                fprintf(out, ":%s:(", param->name);
                for (const char *c = param->argument; *c; c++)
                        fputc(*c == '|' ? ' ' : *c, out);
                fputc(')', out);
        } else if (param->argument) {
                fprintf(out, ":%s:%s", param->name,
                        param->type == PARAM_TYPE_FILE  ? "_files"
                        : param->type == PARAM_TYPE_DIR ? "_files -/"
                                                        : " ");
        }
        fputc('\'', out);
}

static void write_zsh(FILE *out) {
        fputs("#compdef calwarden\n# zsh completion for calwarden\n_calwarden() {\n        local op=$words[2] list=\n"
              "        if (( CURRENT == 2 )); then\n                compadd --",
              out);
        write_first_words(out);
        fputs(" --version --help\n                return\n        fi\n        case $op in\n        help) list=\"", out);
        write_first_words(out);
        fputs("\" ;;\n        completion) list=\"bash zsh\" ;;\n", out);
        write_second_words(out, "        %.*s) op=\"$op $words[3]\"; list=\"");
        fputs("        esac\n"
              "        if (( CURRENT == 3 )) && [[ -n $list ]]; then\n                compadd -- ${=list}\n"
              "                return\n        fi\n        case $op in\n",
              out);
        for (size_t i = 0; i < OPS; i++) {
                if (op_hidden(&op_table[i]))
                        continue;
                fprintf(out, "        '%s') _arguments", op_table[i].name);
                for (size_t j = 0; j < PARAMS; j++)
                        if (op_takes(&op_table[i], &param_table[j]))
                                write_zsh_param(out, &param_table[j]);
                fputs(" '*:file:_files' ;;\n", out);
        }
        fputs("        esac\n}\n_calwarden \"$@\"\n", out);
}

int op_completion(const struct op_call *call) {
        if (strcmp(call->args[0], "bash") == 0)
                write_bash(call->out);
        else if (strcmp(call->args[0], "zsh") == 0)
                write_zsh(call->out);
        else
                return op_fail(call, &(struct err){ CW_ERR_USAGE, "completion scripts exist for bash and zsh" });
        return STATUS_CLEAN;
}
