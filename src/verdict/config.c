#include "verdict/config.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"

enum { PATH_LENGTH = 4096 };

void verdict_config_free(struct verdict_config *config) {
        if (!config)
                return;
        arena_free(config->arena);
        free(config);
}

double verdict_relation_factor(const struct verdict_config *config, enum relation relation) {
        const double *number = config->options.number;
        switch (relation) {
        case RELATION_SAME_DOMAIN:
                return number[OPT_RELATION_SAME_DOMAIN];
        case RELATION_REPLIED_TO_US:
                return number[OPT_RELATION_REPLIED];
        case RELATION_CORRESPONDENT:
                return number[OPT_RELATION_CORRESPONDENT];
        case RELATION_CONTACT:
                return number[OPT_RELATION_CONTACT];
        case RELATION_ALLOWED:
                return number[OPT_RELATION_ALLOWED];
        default:
                return 1;
        }
}

/* ---- Calibration ------------------------------------------------------------------------------------------------- */

double verdict_probability(const struct verdict_config *config, double log_odds) {
        uint32_t count = config->point_count;
        const struct calibration_point *points = config->points;
        if (count == 0)
                return 1 / (1 + exp(-log_odds));
        if (log_odds <= points[0].log_odds)
                return points[0].probability;
        for (uint32_t i = 1; i < count; i++)
                if (log_odds < points[i].log_odds) {
                        double part = (log_odds - points[i - 1].log_odds) /
                                      (points[i].log_odds - points[i - 1].log_odds);
                        return points[i - 1].probability + part * (points[i].probability - points[i - 1].probability);
                }
        return points[count - 1].probability;
}

enum cw_err verdict_config_calibrate(struct verdict_config *config, const struct calibration_point *points,
                                     uint32_t count, struct err *reterr) {
        if (count < 2 || count > CALIBRATION_POINTS)
                return err_set(reterr, CW_ERR_CONFIG, "calibration: it has %u points, not 2 to %d", count,
                               CALIBRATION_POINTS);
        for (uint32_t i = 0; i < count; i++) {
                bool falls = i > 0 && (points[i].log_odds <= points[i - 1].log_odds ||
                                       points[i].probability < points[i - 1].probability);
                if (falls || !(points[i].probability >= 0 && points[i].probability <= 1))
                        return err_set(reterr, CW_ERR_CONFIG,
                                       "calibration: point %u (%g, %g) does not rise within 0 to 1", i + 1,
                                       points[i].log_odds, points[i].probability);
        }
        memcpy(config->points, points, count * sizeof *points);
        config->point_count = count;
        return CW_OK;
}

static bool read_point(struct span line, struct calibration_point *ret) {
        char first[40], second[40];
        size_t at = 0;
        while (at < line.len && !ascii_space(line.ptr[at]))
                at++;
        struct span word = span_head(line, at);
        struct span rest = span_trim(span_skip(line, at));
        (void)snprintf(first, sizeof first, "%.*s", (int)(word.len < 39 ? word.len : 39), word.ptr);
        (void)snprintf(second, sizeof second, "%.*s", (int)(rest.len < 39 ? rest.len : 39), rest.ptr);
        return setting_number(first, &ret->log_odds) && setting_number(second, &ret->probability);
}

static enum cw_err read_calibration(struct verdict_config *config, const char *path, FILE *stream, struct err *reterr) {
        struct calibration_point points[CALIBRATION_POINTS];
        uint32_t count = 0, number = 0;
        char text[256];
        while (fgets(text, sizeof text, stream)) {
                number++;
                struct span line = span_from(text);
                line = span_trim(span_head(line, span_find_byte(line, '#')));
                if (line.len == 0)
                        continue;
                if (count == CALIBRATION_POINTS || !read_point(line, &points[count++]))
                        return err_set(reterr, CW_ERR_CONFIG,
                                       "%s:%u: this is no log-odds and probability, or one too many", path, number);
        }
        if (ferror(stream))
                return err_set(reterr, CW_ERR_IO, "%s: cannot be read", path);
        return verdict_config_calibrate(config, points, count, reterr);
}

/* `needed`: that there is no such file is an error. */
static enum cw_err load_calibration(struct verdict_config *config, const char *path, bool needed, struct err *reterr) {
        FILE *stream = fopen(path, "re");
        if (!stream && errno == ENOENT && !needed)
                return CW_OK;
        if (!stream)
                return err_set(reterr, CW_ERR_CONFIG, "%s: %s", path, strerror(errno));
        enum cw_err code = read_calibration(config, path, stream, reterr);
        (void)fclose(stream);
        return code;
}

/* ---- Options ----------------------------------------------------------------------------------------------------- */

static void check_thresholds(const struct options *options, const char *path, struct problems *problems) {
        const double *number = options->number;
        if (number[OPT_DOUBTFUL] >= number[OPT_SPAM] || number[OPT_SPAM] > number[OPT_CERTAIN])
                problems_add(problems, path, 0, "doubtful (%g), spam (%g) and certain (%g) do not rise",
                             number[OPT_DOUBTFUL], number[OPT_SPAM], number[OPT_CERTAIN]);
}

static enum cw_err read_options(struct verdict_config *config, struct settings_reader *reader, const char *path,
                                struct err *reterr) {
        jmp_buf exit;
        if (setjmp(exit))
                return err_set(reterr, CW_ERR_MEMORY, "no memory for %s", path);
        arena_set_exit(config->arena, &exit);
        struct problems problems = { .arena = config->arena };
        options_read(reader, config->arena, path, &config->options, &problems);
        check_thresholds(&config->options, path, &problems);
        arena_set_exit(config->arena, NULL);
        return problems_result(&problems, reterr);
}

static enum cw_err load_named_calibration(struct verdict_config *config, struct err *reterr) {
        const char *path = config->options.text[OPT_CALIBRATION];
        return path[0] ? load_calibration(config, path, true, reterr) : CW_OK;
}

enum cw_err verdict_config_read(struct verdict_config *config, const char *path, struct err *reterr) {
        struct settings_reader reader = { 0 };
        enum cw_err code = read_options(config, &reader, path, reterr);
        settings_close(&reader);
        return code == CW_OK ? load_named_calibration(config, reterr) : code;
}

enum cw_err verdict_config_take(struct verdict_config *config, const struct options *options, struct err *reterr) {
        for (enum option_id id = 0; id < OPTS; id++) {
                if (!options->place[id].file)
                        continue;
                config->options.number[id] = options->number[id];
                config->options.text[id] = options->text[id];
                config->options.list[id] = options->list[id];
                config->options.place[id] = options->place[id];
        }
        return load_named_calibration(config, reterr);
}

static enum cw_err load_dir(struct verdict_config *config, const char *rules_dir, struct err *reterr) {
        char path[PATH_LENGTH];
        if ((size_t)snprintf(path, sizeof path, "%s/calibration", rules_dir) >= sizeof path)
                return err_set(reterr, CW_ERR_CONFIG, "%.100s: the path is too long", rules_dir);
        enum cw_err code = load_calibration(config, path, false, reterr);
        if (code != CW_OK)
                return code;
        (void)snprintf(path, sizeof path, "%s/calwarden.conf", rules_dir);
        return access(path, F_OK) == 0 ? verdict_config_read(config, path, reterr) : CW_OK;
}

enum cw_err verdict_config_load(const char *rules_dir, struct verdict_config **ret, struct err *reterr) {
        struct verdict_config *config = calloc(1, sizeof *config);
        if (!config || !(config->arena = arena_new(LIMIT_CONFIG_ARENA))) {
                verdict_config_free(config);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the configuration");
        }
        options_default(&config->options);
        enum cw_err code = rules_dir ? load_dir(config, rules_dir, reterr) : CW_OK;
        if (code != CW_OK) {
                verdict_config_free(config);
                return code;
        }
        *ret = config;
        return CW_OK;
}
