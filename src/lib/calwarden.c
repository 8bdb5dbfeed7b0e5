/* The library behind calwarden.h. A scanner belongs to one thread at a time: a verdict keeps the one that made it, and
 * gives it back when it is freed. */
#include "calwarden.h"

#include <assert.h>
#include <pthread.h>

#include "base/limits.h"
#include "engine/rules-dir.h"
#include "engine/scan.h"
#include "report/report.h"

_Static_assert((int)CW_STATUS_MEMORY == CW_ERR_MEMORY && (int)CW_STATUS_INTERNAL == CW_ERR_INTERNAL, "statuses");
_Static_assert((int)CW_CLASS_CERTAIN == CLASS_CERTAIN && (int)CW_PLACEMENT_WITHHOLD == PLACEMENT_WITHHOLD, "verdicts");
_Static_assert((int)CW_CHANNEL_IMPORT == CHANNEL_IMPORT && (int)CW_RELATION_ALLOWED == RELATION_ALLOWED, "contexts");

struct cw_engine {
        struct engine *engine;
        char *helper; /* the engine borrows it */
        pthread_mutex_t lock;
        struct cw_verdict *idle; /* those that were freed, to be used again */
};

struct cw_verdict {
        struct cw_engine *owner;
        struct cw_verdict *next;
        struct scanner *scanner;
        struct item item;
        struct span *texts; /* rcpt, then authserv_ids */
        const struct judgement *judgement;
        char *json;
};

static enum cw_status fail(const struct err *err, char *error) {
        if (error)
                snprintf(error, CW_ERROR_SIZE, "%s", err->text);
        return (enum cw_status)err->code;
}

static enum cw_status fail_with(enum cw_err code, const char *text, char *error) {
        struct err err;
        err_set(&err, code, "%s", text);
        return fail(&err, error);
}

const char *cw_version(void) {
        return CW_VERSION;
}

/* The options that the caller's version of the header had. */
static struct cw_options options_from(const struct cw_options *given) {
        struct cw_options options = { 0 };
        if (given)
                memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
        return options;
}

/* The caller frees it. */
static char *helper_of(const struct cw_options *options) {
        if (!options->picture_helper)
                return program_find();
        return *options->picture_helper ? strdup(options->picture_helper) : NULL;
}

enum cw_status cw_engine_open(const struct cw_options *given, cw_engine **ret, char *error) {
        struct cw_options options = options_from(given);
        struct err err;
        char *rules_dir = NULL, *helper = NULL;
        struct cw_engine *engine = calloc(1, sizeof *engine);
        if (!engine)
                return fail_with(CW_ERR_MEMORY, "out of memory", error);
        enum cw_err code = rules_dir_find(options.rules_dir, &rules_dir, &err);
        if (!code) {
                helper = helper_of(&options);
                struct engine_options inner = { .rules_dir = rules_dir,
                                                .config_file = options.config_file,
                                                .picture_helper = helper };
                code = engine_new(&inner, &engine->engine, &err);
        }
        free(rules_dir);
        if (code) {
                free(helper);
                free(engine);
                return fail(&err, error);
        }
        engine->helper = helper;
        pthread_mutex_init(&engine->lock, NULL);
        *ret = engine;
        return CW_STATUS_OK;
}

static void verdict_destroy(struct cw_verdict *verdict) {
        scanner_free(verdict->scanner);
        free(verdict);
}

void cw_engine_close(cw_engine *engine) {
        if (!engine)
                return;
        while (engine->idle) {
                struct cw_verdict *next = engine->idle->next;
                verdict_destroy(engine->idle);
                engine->idle = next;
        }
        pthread_mutex_destroy(&engine->lock);
        engine_free(engine->engine);
        free(engine->helper);
        free(engine);
}

const char *cw_engine_rules_version(const cw_engine *engine) {
        return engine_rules_version(engine->engine);
}

static enum cw_err verdict_take(struct cw_engine *engine, struct cw_verdict **ret, struct err *reterr) {
        pthread_mutex_lock(&engine->lock);
        struct cw_verdict *verdict = engine->idle;
        if (verdict)
                engine->idle = verdict->next;
        pthread_mutex_unlock(&engine->lock);
        if (!verdict) {
                verdict = calloc(1, sizeof *verdict);
                if (!verdict)
                        return err_set(reterr, CW_ERR_MEMORY, "out of memory");
                enum cw_err code = scanner_new(engine->engine, &verdict->scanner, reterr);
                if (code) {
                        free(verdict);
                        return code;
                }
        }
        verdict->owner = engine;
        *ret = verdict;
        return CW_OK;
}

void cw_verdict_free(cw_verdict *verdict) {
        if (!verdict)
                return;
        struct cw_engine *engine = verdict->owner;
        free(verdict->json);
        free(verdict->texts);
        *verdict = (struct cw_verdict){ .scanner = verdict->scanner };
        pthread_mutex_lock(&engine->lock);
        verdict->next = engine->idle;
        engine->idle = verdict;
        pthread_mutex_unlock(&engine->lock);
}

static enum cw_err read_texts(struct cw_verdict *verdict, const struct cw_item *given, struct err *reterr) {
        struct item *item = &verdict->item;
        size_t count = given->rcpt_count + given->authserv_id_count;
        if (given->rcpt_count > UINT32_MAX / 2 || given->authserv_id_count > UINT32_MAX / 2)
                return err_set(reterr, CW_ERR_USAGE, "more recipients than anybody has");
        if (count && !(verdict->texts = calloc(count, sizeof *verdict->texts)))
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        for (size_t i = 0; i < given->rcpt_count; i++)
                verdict->texts[i] = span_from(given->rcpt[i]);
        for (size_t i = 0; i < given->authserv_id_count; i++)
                verdict->texts[given->rcpt_count + i] = span_from(given->authserv_ids[i]);
        item->rcpt = verdict->texts;
        item->rcpt_count = (uint32_t)given->rcpt_count;
        item->authserv_ids = count ? verdict->texts + given->rcpt_count : NULL;
        item->authserv_id_count = (uint32_t)given->authserv_id_count;
        return CW_OK;
}

static enum cw_err read_item(struct cw_verdict *verdict, const struct cw_item *given, struct err *reterr) {
        if ((unsigned)given->channel >= CHANNELS || (unsigned)given->relation >= RELATIONS)
                return err_set(reterr, CW_ERR_USAGE, "no such channel or relation");
        if (!given->bytes && given->length)
                return err_set(reterr, CW_ERR_USAGE, "no bytes");
        verdict->item = (struct item){
                .bytes = span_head((struct span){ given->bytes, given->length }, LIMIT_MESSAGE_BYTES),
                .truncated = given->length > (size_t)LIMIT_MESSAGE_BYTES,
                .channel = (enum channel)given->channel,
                .client_ip = span_from(given->client_ip),
                .helo = span_from(given->helo),
                .mail_from = span_from(given->mail_from),
                .mail_from_known = given->mail_from != NULL,
                .auth_user = span_from(given->auth_user),
                .relation = (enum relation)given->relation,
                .at = given->at_known ? given->at : INT64_MIN,
        };
        return read_texts(verdict, given, reterr);
}

enum cw_status cw_judge(cw_engine *engine, const struct cw_item *given, cw_verdict **ret, char *error) {
        struct cw_item item = CW_ITEM_INIT;
        memcpy(&item, given, given->struct_size < sizeof item ? given->struct_size : sizeof item);
        struct cw_verdict *verdict;
        struct err err;
        enum cw_err code = verdict_take(engine, &verdict, &err);
        if (code)
                return fail(&err, error);
        code = read_item(verdict, &item, &err);
        if (!code)
                code = scan_item(verdict->scanner, &verdict->item, &verdict->judgement, &err);
        if (code) {
                cw_verdict_free(verdict);
                return fail(&err, error);
        }
        *ret = verdict;
        return CW_STATUS_OK;
}

enum cw_class cw_verdict_class(const cw_verdict *verdict) {
        return (enum cw_class)verdict->judgement->verdict.class;
}
enum cw_placement cw_verdict_placement(const cw_verdict *verdict) {
        return (enum cw_placement)verdict->judgement->verdict.placement;
}
const char *cw_verdict_placement_reason(const cw_verdict *verdict) {
        return verdict->judgement->verdict.placement_reason;
}
double cw_verdict_probability(const cw_verdict *verdict) {
        return verdict->judgement->verdict.probability;
}
double cw_verdict_log_odds(const cw_verdict *verdict) {
        return verdict->judgement->verdict.log_odds;
}
int cw_verdict_calibrated(const cw_verdict *verdict) {
        return verdict->judgement->verdict.calibrated;
}
int cw_verdict_examined(const cw_verdict *verdict) {
        return verdict->judgement->verdict.examined;
}

static struct cw_text text_of(struct span span) {
        return (struct cw_text){ span.ptr ? span.ptr : "", span.len };
}

size_t cw_verdict_signal_count(const cw_verdict *verdict) {
        return verdict->judgement->signals.list.count;
}

int cw_verdict_signal(const cw_verdict *verdict, size_t index, struct cw_signal *ret) {
        if (index >= cw_verdict_signal_count(verdict))
                return 0;
        const struct signal *signal = &((const struct signal *)verdict->judgement->signals.list.items)[index];
        *ret = (struct cw_signal){ signal->kind->name, group_table[signal->kind->group].name, signal->weight,
                                   text_of(signal->evidence) };
        return 1;
}

size_t cw_verdict_recipient_count(const cw_verdict *verdict) {
        return verdict->judgement->verdict.recipient_count;
}

int cw_verdict_recipient(const cw_verdict *verdict, size_t index, struct cw_recipient *ret) {
        if (index >= cw_verdict_recipient_count(verdict))
                return 0;
        const struct recipient_verdict *recipient = &verdict->judgement->verdict.recipients[index];
        *ret = (struct cw_recipient){
                .address = text_of(recipient->address),
                .relation = (enum cw_relation)recipient->relation,
                .class_ = (enum cw_class)recipient->class,
                .placement = (enum cw_placement)recipient->placement,
        };
        return 1;
}

const char *cw_verdict_json(cw_verdict *verdict) {
        if (verdict->json)
                return verdict->json;
        const struct report report = judgement_report(verdict->owner->engine, verdict->judgement);
        char *text = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);
        if (!out)
                return NULL;
        report_json(out, &report);
        bool failed = ferror(out);
        if (fclose(out) != 0 || failed || length == 0) {
                free(text);
                return NULL;
        }
        text[length - 1] = 0;
        verdict->json = text;
        return text;
}

const char *cw_class_name(enum cw_class value) {
        return (unsigned)value < CLASSES ? class_name((enum verdict_class)value) : "unknown";
}
const char *cw_placement_name(enum cw_placement value) {
        return (unsigned)value < PLACEMENTS ? placement_name((enum placement)value) : "unknown";
}
