/* calwarden.h: the judgement of Calwarden for programs written in C (C11 and later).
 *
 *     cw_engine *engine;
 *     char why[CW_ERROR_SIZE];
 *     if (cw_engine_open(NULL, &engine, why) == CW_STATUS_OK) {
 *             struct cw_item item = CW_ITEM_INIT;
 *             item.bytes = bytes;
 *             item.length = length;
 *             cw_verdict *verdict;
 *             if (cw_judge(engine, &item, &verdict, why) == CW_STATUS_OK) {
 *                     if (cw_verdict_placement(verdict) == CW_PLACEMENT_WITHHOLD) ...
 *                     cw_verdict_free(verdict);
 *             }
 *             cw_engine_close(engine);
 *     }
 *
 * An engine may be used by any number of threads at once; a verdict by one thread at a time. Nothing is logged or
 * printed, no signal handler is set. The same bytes and context give the same verdict. */
#ifndef CALWARDEN_H
#define CALWARDEN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cw_engine cw_engine;
typedef struct cw_verdict cw_verdict;

/* Failures of the library. A damaged or hostile item is none of them: it is judged. */
enum cw_status {
        CW_STATUS_OK = 0,
        CW_STATUS_MEMORY = 1,    /* no memory, or the item asks for more than its share */
        CW_STATUS_USAGE = 2,     /* an argument makes no sense */
        CW_STATUS_NOT_FOUND = 3, /* the rules are not there */
        CW_STATUS_PERMISSION = 4,
        CW_STATUS_IO = 5,
        CW_STATUS_CONFIG = 6, /* a rule or configuration file is wrong; the text says where */
        CW_STATUS_INTERNAL = 7
};

/* Room for the text of a failure. Every `error` below may be NULL, or points to so many bytes. */
#define CW_ERROR_SIZE 240

enum cw_class { CW_CLASS_CLEAN = 0, CW_CLASS_DOUBTFUL = 1, CW_CLASS_SPAM = 2, CW_CLASS_CERTAIN = 3 };

/* What may happen in the calendar. */
enum cw_placement {
        CW_PLACEMENT_NONE = 0,         /* the item has nothing to do with calendars */
        CW_PLACEMENT_INSERT = 1,       /* as the calendar system does it */
        CW_PLACEMENT_INSERT_QUIET = 2, /* tentative, transparent, without alarms */
        CW_PLACEMENT_OFFER = 3,        /* not inserted; the user may */
        CW_PLACEMENT_WITHHOLD = 4
};

/* How the item came. */
enum cw_channel {
        CW_CHANNEL_MAIL_IN = 0,
        CW_CHANNEL_MAIL_OUT = 1,
        CW_CHANNEL_SUBMIT = 2, /* a calendar user creates or changes an event */
        CW_CHANNEL_ITIP = 3,   /* between calendar users without mail */
        CW_CHANNEL_FEED = 4,   /* a subscription */
        CW_CHANNEL_IMPORT = 5  /* a file that the user brings in */
};

/* Who the organizer is to the recipients; counts only where the organizer's identity is proven. */
enum cw_relation {
        CW_RELATION_BLOCKED = 0,
        CW_RELATION_NONE = 1,
        CW_RELATION_SAME_DOMAIN = 2,
        CW_RELATION_REPLIED_TO_US = 3,
        CW_RELATION_CORRESPONDENT = 4,
        CW_RELATION_CONTACT = 5,
        CW_RELATION_ALLOWED = 6
};

/* Text of the library or of the item: UTF-8, not terminated. */
struct cw_text {
        const char *text;
        size_t length;
};

struct cw_options {
        size_t struct_size;         /* set by CW_OPTIONS_INIT */
        const char *rules_dir;      /* NULL: CALWARDEN_RULES of the environment, or the installed rules */
        const char *config_file;    /* NULL: none */
        const char *picture_helper; /* the calwarden program, which reads QR codes in pictures in a process of its own;
                                     * NULL: the installed one; "": pictures are not read */
};
#define CW_OPTIONS_INIT \
        { sizeof(struct cw_options), NULL, NULL, NULL }

/* `bytes` must stay as they are until the verdict is freed; all else is needed during cw_judge only. */
struct cw_item {
        size_t struct_size; /* set by CW_ITEM_INIT */
        const void *bytes;  /* a mail, or a calendar (iCalendar, vCalendar, jCal) */
        size_t length;
        enum cw_channel channel;
        /* What the transport knows; NULL: not known. */
        const char *client_ip, *helo;
        const char *mail_from;   /* envelope sender; "": the null sender */
        const char *auth_user;   /* address of the account of ours that a login has proven */
        const char *const *rcpt; /* envelope recipients */
        size_t rcpt_count;
        /* Whose Authentication-Results to believe (RFC 8601 authserv-id). Give only what your border removes from mails
         * that come from outside. */
        const char *const *authserv_ids;
        size_t authserv_id_count;
        enum cw_relation relation;
        int at_known; /* 0: the time is found in the message */
        int64_t at;   /* seconds since 1970 when it arrived */
};
#define CW_ITEM_INIT \
        { \
                sizeof(struct cw_item), NULL, 0, CW_CHANNEL_MAIL_IN, NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, \
                        CW_RELATION_NONE, 0, 0 \
        }

/* One thing that speaks for (weight below 0) or against the item. */
struct cw_signal {
        const char *name;        /* "ORIGINATOR_SPOOF" */
        const char *group;       /* the cause that it speaks of */
        double weight;           /* natural logarithm of a likelihood ratio */
        struct cw_text evidence; /* a sentence for a person; may quote the item */
};

struct cw_recipient {
        struct cw_text address;
        enum cw_relation relation;
        enum cw_class class_; /* `class` is a word of C++ */
        enum cw_placement placement;
};

/* "1.2.3" */
const char *cw_version(void);

/* Loads the rules; takes some 100 ms. `options` may be NULL. */
enum cw_status cw_engine_open(const struct cw_options *options, cw_engine **ret, char *error);
/* All verdicts must have been freed. NULL is fine. */
void cw_engine_close(cw_engine *engine);
/* Equal versions judge equally. Lives as long as the engine. */
const char *cw_engine_rules_version(const cw_engine *engine);

/* Judges. On success *ret is yours; it holds all memory of the judgement, so free it soon. */
enum cw_status cw_judge(cw_engine *engine, const struct cw_item *item, cw_verdict **ret, char *error);
/* NULL is fine. */
void cw_verdict_free(cw_verdict *verdict);

/* All that these return lives as long as the verdict. */
enum cw_class cw_verdict_class(const cw_verdict *verdict);
enum cw_placement cw_verdict_placement(const cw_verdict *verdict);
/* Why, as a sentence for the user; NULL where the placement is none. */
const char *cw_verdict_placement_reason(const cw_verdict *verdict);
double cw_verdict_probability(const cw_verdict *verdict); /* of abuse, 0 to 1 */
double cw_verdict_log_odds(const cw_verdict *verdict);
int cw_verdict_calibrated(const cw_verdict *verdict); /* 0: the probability was not fitted on real mail */
int cw_verdict_examined(const cw_verdict *verdict);   /* 0: nothing like a calendar is in it */
size_t cw_verdict_signal_count(const cw_verdict *verdict);
/* 0, and *ret untouched, when there is no such signal. */
int cw_verdict_signal(const cw_verdict *verdict, size_t index, struct cw_signal *ret);
size_t cw_verdict_recipient_count(const cw_verdict *verdict);
int cw_verdict_recipient(const cw_verdict *verdict, size_t index, struct cw_recipient *ret);
/* The object of calwarden.schema.json on one line, terminated, without a line feed. NULL when there is no memory. */
const char *cw_verdict_json(cw_verdict *verdict);

/* "spam", "insert-quiet"; "unknown" for what is no such value. */
const char *cw_class_name(enum cw_class value);
const char *cw_placement_name(enum cw_placement value);

#ifdef __cplusplus
}
#endif
#endif
