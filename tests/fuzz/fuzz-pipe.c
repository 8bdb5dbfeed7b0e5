/* layer: ops */
/* The whole pipe: an item to a verdict, the verdict as JSON and for people. The first byte says how the item came.
 * What comes out must be what the headers promise: JSON that parses, no control character on a terminal, a probability
 * that is one, and the same verdict when the same bytes come again. */
#include <assert.h>
#include <jansson.h>
#include <math.h>

#include "engine/rules-dir.h"
#include "engine/scan.h"
#include "report/report.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct engine *engine;
static struct scanner *scanner;

static void open_engine(void) {
        char *rules;
        struct err err;
        if (rules_dir_find(NULL, &rules, &err) != CW_OK ||
            engine_new(&(struct engine_options){ .rules_dir = rules }, &engine, &err) != CW_OK ||
            scanner_new(engine, &scanner, &err) != CW_OK) {
                fprintf(stderr, "%s\n", err.text);
                abort();
        }
        free(rules);
}

static struct report report_of(const struct judgement *judgement) {
        return (struct report){
                .file = "input",
                .facts = judgement->facts,
                .defects = &judgement->defects,
                .signals = &judgement->signals,
                .verdict = &judgement->verdict,
                .rules_version = engine_rules_version(engine),
        };
}

static void check_json(const struct report *report) {
        char *text;
        size_t length;
        FILE *out = open_memstream(&text, &length);
        report_json(out, report);
        (void)fclose(out);
        json_error_t error;
        json_t *parsed = json_loadb(text, length, JSON_ALLOW_NUL, &error);
        if (!parsed) {
                fprintf(stderr, "%s at %d in %.*s\n", error.text, error.position, (int)length, text);
                abort();
        }
        assert(text[length - 1] == '\n' && !memchr(text, '\n', length - 1));
        json_decref(parsed);
        free(text);
}

static void check_text(const struct report *report) {
        char *text;
        size_t length;
        FILE *out = open_memstream(&text, &length);
        report_text(out, report, (struct report_style){ .verbose = true });
        (void)fclose(out);
        assert(utf8_valid((struct span){ text, length }));
        for (size_t i = 0; i < length; i++)
                assert(text[i] == '\n' || ((unsigned char)text[i] >= ' ' && text[i] != 0x7f));
        free(text);
}

static void check_signals(const struct signals *signals) {
        for (uint32_t i = 0; i < signals->list.count; i++) {
                const struct signal *signal = &((const struct signal *)signals->list.items)[i];
                assert(isfinite(signal->weight));
                assert(utf8_valid(signal->evidence));
        }
}

static struct verdict judge(const struct item *item, bool reporting) {
        const struct judgement *judgement;
        struct err err;
        enum cw_err error = scan_item(scanner, item, &judgement, &err);
        if (error != CW_OK) {
                fprintf(stderr, "%s\n", err.text);
                abort();
        }
        const struct verdict *verdict = &judgement->verdict;
        assert(verdict->probability >= 0 && verdict->probability <= 1 && isfinite(verdict->log_odds));
        assert(verdict->examined || (verdict->class == CLASS_CLEAN && verdict->placement == PLACEMENT_NONE));
        assert(verdict->class < CLASS_SPAM || !verdict->examined || verdict->placement == PLACEMENT_WITHHOLD);
        check_signals(&judgement->signals);
        if (reporting) {
                struct report report = report_of(judgement);
                check_json(&report);
                check_text(&report);
        }
        return *verdict;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        if (size == 0)
                return 0;
        if (!engine)
                open_engine();
        static const struct span any = { "any", 3 }, rcpt = { "ines.brandt@example.org", 23 };
        unsigned how = data[0];
        struct item item = {
                .bytes = { (const char *)data + 1, size - 1 },
                .channel = how % CHANNELS,
                .relation = how / 8 % RELATIONS,
                .at = how & 64 ? 1790000000 : INT64_MIN,
                .authserv_ids = &any,
                .authserv_id_count = how >> 7,
                .rcpt = &rcpt,
                .rcpt_count = how >> 7,
        };
        struct verdict first = judge(&item, true), again = judge(&item, false);
        assert(first.log_odds == again.log_odds && first.class == again.class && first.placement == again.placement);
        return 0;
}
