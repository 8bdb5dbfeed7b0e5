#include "config/options.h"

const struct option_info option_table[OPTS] = {
#define OPTION_NUMBER(id, name_, value_, least_, most_, about_) \
        [OPT_##id] = { .name = name_, .about = about_, .value = value_, .least = least_, .most = most_ },
#define OPTION_TEXT(id, name_, value_, about_) \
        [OPT_##id] = { .name = name_, .about = about_, .is_text = true, .text = value_ },
#include "config/options.def"
#undef OPTION_NUMBER
#undef OPTION_TEXT
};

void options_default(struct options *options) {
        for (enum option_id i = 0; i < OPTS; i++) {
                options->number[i] = option_table[i].value;
                options->text[i] = option_table[i].text;
        }
}

static void option_read(enum option_id id, const struct setting_value *value, const char *file, struct options *options,
                        struct problems *problems) {
        const struct option_info *info = &option_table[id];
        double number;
        if (info->is_text)
                options->text[id] = value->text;
        else if (!setting_number(value->text, &number))
                problems_add(problems, file, value->line, "%s: \"%s\" is no number", info->name, value->text);
        else if (number < info->least || number > info->most)
                problems_add(problems, file, value->line, "%s: %s is not between %g and %g", info->name, value->text,
                             info->least, info->most);
        else
                options->number[id] = number;
}

void options_read(struct settings_reader *reader, struct arena *arena, const char *path, struct options *options,
                  struct problems *problems) {
        const char *names[OPTS];
        for (enum option_id i = 0; i < OPTS; i++)
                names[i] = option_table[i].name;
        const struct section_kind kind = { NULL, names, OPTS };
        struct array sections = { 0 };
        settings_read(reader, arena, path, &kind, 1, &sections, problems);
        for (uint32_t i = 0; i < sections.count; i++) {
                const struct section *section = &((const struct section *)sections.items)[i];
                for (enum option_id id = 0; id < OPTS; id++) {
                        const struct setting *setting = &section->settings[id];
                        if (setting->count > 1)
                                problems_add(problems, path, setting->values[1].line, "%s is one value, not a list",
                                             names[id]);
                        if (setting->count > 0)
                                option_read(id, &setting->values[0], path, options, problems);
                }
        }
}
