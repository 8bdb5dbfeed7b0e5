#include <stdarg.h>

#include "checks/signal.h"
#include "text/unicode.h"

const struct group_info group_table[GROUPS] = {
#define GROUP(id, name_, cap_, yields, about_) \
        [GROUP_##id] = { .name = name_, .about = about_, .cap = cap_, .yields_to_relation = yields },
#include "checks/groups.def"
#undef GROUP
};

enum { SIGNALS_MAX = 1024, EVIDENCE_MAX = 600, SHOWN_MAX = 120 };

bool signals_has(const struct signals *signals, const struct signal_kind *kind) {
        const struct signal *list = signals->list.items;
        for (uint32_t i = 0; i < signals->list.count; i++)
                if (list[i].kind == kind)
                        return true;
        return false;
}

static void add(struct signals *signals, const struct signal_kind *kind, double part, const bool *only,
                const char *evidence, va_list args) {
        if (signals_has(signals, kind))
                return;
        struct signal *signal = array_push(&signals->list, signals->arena, sizeof *signal, SIGNALS_MAX);
        if (!signal)
                return;
        char text[EVIDENCE_MAX];
        int len = vsnprintf(text, sizeof text, evidence, args);
        struct span whole = { text, len < 0 ? 0 : (size_t)len };
        *signal = (struct signal){
                .kind = kind,
                .weight = kind->weight * part,
                .only = only,
                /* Some of what is shown stands in the message as raw bytes. */
                .evidence = unicode_valid(signals->arena, arena_copy(signals->arena, span_head(whole, sizeof text - 1))),
        };
}

void signals_add(struct signals *signals, const struct signal_kind *kind, const char *evidence, ...) {
        va_list args;
        va_start(args, evidence);
        add(signals, kind, 1, NULL, evidence, args);
        va_end(args);
}

void signals_add_part(struct signals *signals, const struct signal_kind *kind, double part, const char *evidence, ...) {
        va_list args;
        va_start(args, evidence);
        add(signals, kind, part, NULL, evidence, args);
        va_end(args);
}

void signals_add_for(struct signals *signals, const struct signal_kind *kind, double part, const bool *only,
                     const char *evidence, ...) {
        va_list args;
        va_start(args, evidence);
        add(signals, kind, part, only, evidence, args);
        va_end(args);
}

static bool continues_character(char c) {
        return ((unsigned char)c & 0xC0) == 0x80;
}

size_t span_shown_length(struct span s) {
        if (s.len <= SHOWN_MAX)
                return s.len;
        size_t len = SHOWN_MAX;
        while (len > 0 && continues_character(s.ptr[len]))
                len--;
        return len;
}
