/* checks, defects: the tables of the program, for people and for the manual. */
#include "base/defects.h"
#include "checks/checks.h"
#include "ops/handlers.h"
#include "ops/ops.h"
#include "report/json.h"

static void write_attacks(FILE *out, uint64_t attacks) {
        const char *separator = "";
        for (int attack = 0; attack < 64; attack++) {
                if (attacks >> attack & 1) {
                        fprintf(out, "%s%d", separator, attack);
                        separator = ", ";
                }
        }
}

static void write_needs(FILE *out, unsigned needs) {
        const char *separator = "";
        for (unsigned bit = 1; bit && bit <= needs; bit <<= 1) {
                if (needs & bit) {
                        fprintf(out, "%s%s", separator, needs_name(bit));
                        separator = ", ";
                }
        }
}

static void write_check_json(FILE *out, const struct check *check) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_string(&json, "name", check->kind.name);
        json_string(&json, "group", group_table[check->kind.group].name);
        json_number(&json, "weight", check->kind.weight, 6);
        json_bool(&json, "proof", check->kind.proof);
        json_array(&json, "needs");
        for (unsigned bit = 1; bit && bit <= check->needs; bit <<= 1)
                if (check->needs & bit)
                        json_string(&json, NULL, needs_name(bit));
        json_array_end(&json);
        json_bits(&json, "attacks", check->kind.attacks);
        json_string(&json, "description", check->kind.description);
        json_object_end(&json);
        fputc('\n', out);
}

int op_checks(const struct op_call *call) {
        FILE *out = call->out;
        bool json = op_flag(call, PARAM_JSON);
        if (!json)
                fputs("| check | group | weight | needs | attacks | what it means |\n|---|---|---|---|---|---|\n", out);
        for (uint32_t i = 0; i < check_count; i++) {
                const struct check *check = &check_table[i];
                if (json) {
                        write_check_json(out, check);
                        continue;
                }
                fprintf(out, "| `%s` | %s | %.1f%s | ", check->kind.name, group_table[check->kind.group].name,
                        check->kind.weight, check->kind.proof ? ", proof" : "");
                write_needs(out, check->needs);
                fputs(" | ", out);
                write_attacks(out, check->kind.attacks);
                fprintf(out, " | %s |\n", check->kind.description);
        }
        return STATUS_CLEAN;
}

int op_defects(const struct op_call *call) {
        bool json = op_flag(call, PARAM_JSON);
        if (!json)
                fputs("| defect | what was found |\n|---|---|\n", call->out);
        for (enum defect_kind kind = 0; kind < DEFECT_KINDS; kind++) {
                if (!json) {
                        fprintf(call->out, "| `%s` | %s |\n", defect_name(kind), defect_text(kind));
                        continue;
                }
                struct json line = { .out = call->out };
                json_object(&line, NULL);
                json_string(&line, "name", defect_name(kind));
                json_string(&line, "text", defect_text(kind));
                json_object_end(&line);
                fputc('\n', call->out);
        }
        return STATUS_CLEAN;
}
