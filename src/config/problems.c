#include "config/problems.h"

#include <stdarg.h>

#include "base/limits.h"

static void add(struct problems *problems, bool warning, const char *file, uint32_t line, const char *format,
                va_list args) {
        (*(warning ? &problems->warnings : &problems->errors))++;
        struct problem *problem = array_push(&problems->list, problems->arena, sizeof *problem, LIMIT_CONFIG_PROBLEMS);
        if (!problem)
                return;
        char text[400];
        (void)vsnprintf(text, sizeof text, format, args);
        *problem = (struct problem){
                .file = arena_copy(problems->arena, span_from(file)).ptr,
                .line = line,
                .warning = warning,
                .text = arena_copy(problems->arena, span_from(text)).ptr,
        };
}

void problems_add(struct problems *problems, const char *file, uint32_t line, const char *format, ...) {
        va_list args;
        va_start(args, format);
        add(problems, false, file, line, format, args);
        va_end(args);
}

void problems_warn(struct problems *problems, const char *file, uint32_t line, const char *format, ...) {
        va_list args;
        va_start(args, format);
        add(problems, true, file, line, format, args);
        va_end(args);
}

/* Insertion: there are few, and they come nearly in order. */
void problems_sort(struct problems *problems) {
        struct problem *list = problems->list.items;
        for (uint32_t i = 1; i < problems->list.count; i++) {
                struct problem moved = list[i];
                uint32_t at = i;
                for (; at > 0 && list[at - 1].line > moved.line; at--)
                        list[at] = list[at - 1];
                list[at] = moved;
        }
}

enum cw_err problems_result(const struct problems *problems, struct err *reterr) {
        if (problems->errors == 0)
                return CW_OK;
        for (uint32_t i = 0; i < problems->list.count; i++) {
                const struct problem *problem = &((const struct problem *)problems->list.items)[i];
                if (problem->warning)
                        continue;
                char more[40] = "";
                if (problems->errors > 1)
                        (void)snprintf(more, sizeof more, " (and %u more)", problems->errors - 1);
                return err_set(reterr, CW_ERR_CONFIG, "%s:%u: %s%s", problem->file, problem->line, problem->text, more);
        }
        return err_set(reterr, CW_ERR_CONFIG, "%u mistakes", problems->errors);
}
