/* From the words of a command line to an operation with its values. Options may stand anywhere behind the operation;
 * "--" ends them. */
#include <errno.h>
#include <math.h>

#include "ops/ops.h"
#include "ops/suggest.h"
#include "report/instant.h"

/* The words that are left. */
struct words {
        char *const *next;
        int left;
};

static const char *take_word(struct words *words) {
        words->left--;
        return *words->next++;
}

static enum cw_err texts_add(const char ***texts, uint32_t *count, const char *text, struct err *reterr) {
        const char **grown = realloc(*texts, (*count + 1) * sizeof **texts);
        if (!grown)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        grown[(*count)++] = text;
        *texts = grown;
        return CW_OK;
}

static enum cw_err unknown_option(const struct op *op, const char *name, struct err *reterr) {
        const char *names[PARAMS];
        size_t count = 0;
        for (size_t i = 0; i < PARAMS; i++)
                if (op_takes(op, &param_table[i]))
                        names[count++] = param_table[i].name;
        const char *meant = suggest_name(name, names, count);
        if (meant)
                return err_set(reterr, CW_ERR_USAGE, "unknown option --%.60s; did you mean --%s?", name, meant);
        return err_set(reterr, CW_ERR_USAGE, "unknown option --%.60s; see calwarden help %s", name, op->name);
}

static enum cw_err unknown_op(const char *word, struct err *reterr) {
        const char *names[OPS];
        size_t count = 0, inside = 0, length = strlen(word);
        char list[160] = "";
        for (size_t i = 0; i < OPS; i++) {
                const struct op *op = &op_table[i];
                if (op_hidden(op))
                        continue;
                names[count++] = op->name;
                if (strncmp(op->name, word, length) == 0 && op->name[length] == ' ') {
                        size_t used = strlen(list);
                        snprintf(list + used, sizeof list - used, "%s%s", inside++ ? ", " : "", op->name);
                }
        }
        if (inside)
                return err_set(reterr, CW_ERR_USAGE, "%.60s needs a second word: %s", word, list);
        const char *meant = suggest_name(word, names, count);
        if (meant)
                return err_set(reterr, CW_ERR_USAGE, "there is no operation %.60s; did you mean %s?", word, meant);
        return err_set(reterr, CW_ERR_USAGE, "there is no operation %.60s; see calwarden help", word);
}

static bool is_choice(const struct param *param, const char *text) {
        struct span choices = span_from(param->argument);
        while (choices.len)
                if (span_equal(span_split(&choices, '|'), span_from(text)))
                        return true;
        return false;
}

static bool read_number(const char *text, double *ret) {
        char *end;
        errno = 0;
        double value = strtod(text, &end);
        if (end == text || *end || errno || !isfinite(value))
                return false;
        *ret = value;
        return true;
}

static enum cw_err value_add(struct op_call *call, const struct param *param, const char *text, struct err *reterr) {
        struct param_value *value = &call->values[param - param_table];
        if (param->type == PARAM_TYPE_CHOICE && !is_choice(param, text))
                return err_set(reterr, CW_ERR_USAGE, "--%s takes one of %s, not \"%.60s\"", param->name,
                               param->argument, text);
        if (param->type == PARAM_TYPE_NUMBER && !read_number(text, &value->number))
                return err_set(reterr, CW_ERR_USAGE, "--%s takes a number, not \"%.60s\"", param->name, text);
        if (param->type == PARAM_TYPE_TIME && !instant_read(span_from(text), &value->time))
                return err_set(reterr, CW_ERR_USAGE,
                               "--%s takes a time such as 2024-03-01T12:00:00Z or seconds since 1970, not \"%.60s\"",
                               param->name, text);
        return texts_add(&value->texts, &value->count, text, reterr);
}

static const struct param *param_by_name(const struct op *op, struct span name) {
        for (size_t i = 0; i < PARAMS; i++)
                if (op_takes(op, &param_table[i]) && span_equal(span_from(param_table[i].name), name))
                        return &param_table[i];
        return NULL;
}

static const struct param *param_by_letter(const struct op *op, char letter) {
        for (size_t i = 0; i < PARAMS; i++)
                if (op_takes(op, &param_table[i]) && param_table[i].letter == letter)
                        return &param_table[i];
        return NULL;
}

/* `word` is what stands behind the dashes: "name", "name=value". */
static enum cw_err read_long(struct op_call *call, const char *word, struct words *words, struct err *reterr) {
        const char *equals = strchr(word, '=');
        struct span name = equals ? (struct span){ word, (size_t)(equals - word) } : span_from(word);
        const struct param *param = param_by_name(call->op, name);
        if (!param) {
                char bare[64];
                snprintf(bare, sizeof bare, "%.*s", (int)(name.len < 60 ? name.len : 60), name.ptr);
                return unknown_option(call->op, bare, reterr);
        }
        if (param->type == PARAM_TYPE_FLAG) {
                if (equals)
                        return err_set(reterr, CW_ERR_USAGE, "--%s takes no value", param->name);
                return value_add(call, param, "", reterr);
        }
        if (!equals && words->left == 0)
                return err_set(reterr, CW_ERR_USAGE, "--%s needs a value (%s)", param->name, param->argument);
        return value_add(call, param, equals ? equals + 1 : take_word(words), reterr);
}

/* `letters` stands behind one dash: flags together ("vq"), the last one with its value ("ofile", or the next word). */
static enum cw_err read_short(struct op_call *call, const char *letters, struct words *words, struct err *reterr) {
        for (; *letters; letters++) {
                const struct param *param = param_by_letter(call->op, *letters);
                if (!param)
                        return err_set(reterr, CW_ERR_USAGE, "unknown option -%c; see calwarden help %s", *letters,
                                       call->op->name);
                if (param->type != PARAM_TYPE_FLAG) {
                        if (!letters[1] && words->left == 0)
                                return err_set(reterr, CW_ERR_USAGE, "-%c needs a value (%s)", *letters,
                                               param->argument);
                        return value_add(call, param, letters[1] ? letters + 1 : take_word(words), reterr);
                }
                enum cw_err code = value_add(call, param, "", reterr);
                if (code)
                        return code;
        }
        return CW_OK;
}

/* How many of the words are the name of `op`: 0, 1 or 2. */
static int name_words(const struct op *op, const struct words *words) {
        const char *space = strchr(op->name, ' ');
        if (!space)
                return strcmp(op->name, words->next[0]) == 0;
        size_t first = (size_t)(space - op->name);
        return words->left > 1 && strlen(words->next[0]) == first && strncmp(op->name, words->next[0], first) == 0 &&
                               strcmp(space + 1, words->next[1]) == 0
                       ? 2
                       : 0;
}

static const struct op *take_op(struct words *words) {
        for (size_t i = 0; i < OPS; i++) {
                int used = name_words(&op_table[i], words);
                if (used) {
                        words->next += used;
                        words->left -= used;
                        return &op_table[i];
                }
        }
        return NULL;
}

static enum cw_err read_words(struct op_call *call, struct words *words, struct err *reterr) {
        bool options = true;
        while (words->left > 0) {
                const char *word = take_word(words);
                enum cw_err code;
                if (options && strcmp(word, "--") == 0) {
                        options = false;
                        continue;
                }
                if (options && strncmp(word, "--", 2) == 0)
                        code = read_long(call, word + 2, words, reterr);
                else if (options && word[0] == '-' && word[1])
                        code = read_short(call, word + 1, words, reterr);
                else
                        code = texts_add(&call->args, &call->arg_count, word, reterr);
                if (code)
                        return code;
        }
        return CW_OK;
}

enum cw_err op_parse(int count, char *const *all, struct op_call *ret_call, bool *ret_help, struct err *reterr) {
        struct words words = { all, count };
        *ret_help = false;
        if (count == 0)
                return err_set(reterr, CW_ERR_USAGE, "no operation; see calwarden help");
        if (strcmp(all[0], "--help") == 0 || strcmp(all[0], "-h") == 0) {
                *ret_help = true;
                return CW_OK;
        }
        ret_call->op = take_op(&words);
        if (!ret_call->op)
                return unknown_op(all[0], reterr);
        enum cw_err code = read_words(ret_call, &words, reterr);
        *ret_help = op_flag(ret_call, PARAM_HELP);
        if (code || *ret_help)
                return code;
        if (ret_call->arg_count < ret_call->op->min_args)
                return err_set(reterr, CW_ERR_USAGE, "%s is missing; see calwarden help %s", ret_call->op->args,
                               ret_call->op->name);
        if (ret_call->arg_count > ret_call->op->max_args)
                return err_set(reterr, CW_ERR_USAGE, "too many arguments; see calwarden help %s", ret_call->op->name);
        return CW_OK;
}

void op_call_free(struct op_call *call) {
        for (size_t i = 0; i < PARAMS; i++)
                free(call->values[i].texts);
        free(call->args);
        *call = (struct op_call){ 0 };
}
