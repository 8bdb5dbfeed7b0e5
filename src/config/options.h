/* options: the values of a configuration file, each with its bounds, default and sentence (options.def).
 *
 *         config->options.number[OPT_SCANNERS], .text[OPT_STATE], .list[OPT_NETWORKS].items[i]
 *         option_truth(options, OPT_SANDBOX)
 *         if (option_choice(options, OPT_TRUSTED_RESULTS) == TRUSTED_BEHIND)
 *
 * Values are checked when they are read: a number is within its bounds, a text has its form, a choice is one of its words.
 * What options mean together is checked by config.h. */
#pragma once

#include "config/settings.h"

enum option_id {
#define OPTION_NUMBER(id, name, value, least, most, when, about) OPT_##id,
#define OPTION_DURATION(id, name, value, least, most, when, about) OPT_##id,
#define OPTION_SIZE(id, name, value, least, most, when, about) OPT_##id,
#define OPTION_TRUTH(id, name, value, when, about) OPT_##id,
#define OPTION_CHOICE(id, name, value, choices, when, about) OPT_##id,
#define OPTION_TEXT(id, name, value, form, when, about) OPT_##id,
#define OPTION_LIST(id, name, items, form, when, about) OPT_##id,
#include "config/options.def"
        OPTS
};

enum option_kind {
        OPTION_KIND_NUMBER,
        OPTION_KIND_DURATION, /* seconds */
        OPTION_KIND_SIZE,     /* bytes */
        OPTION_KIND_TRUTH,
        OPTION_KIND_CHOICE,
        OPTION_KIND_TEXT,
        OPTION_KIND_LIST,
        OPTION_KINDS
};
enum option_when { OPTION_WHEN_RELOAD, OPTION_WHEN_RESTART };

/* What a text must look like; an empty one is always well-formed, an empty item of a list never (forms.c). */
enum option_form {
        OPTION_FORM_ANY,
        OPTION_FORM_PATH,          /* /an/absolute/path */
        OPTION_FORM_STORE,         /* sqlite:/path, postgresql://… */
        OPTION_FORM_REDIS,         /* redis://host:port[/number], redis+unix:///path */
        OPTION_FORM_SMTP,          /* smtp://host[:port], smtps://… */
        OPTION_FORM_HTTP,          /* http://host[:port][/path], https://… */
        OPTION_FORM_LOGIN,         /* imap://host, caldav+https://host/path, oidc:https://issuer */
        OPTION_FORM_SOURCE,        /* as HTTP, with one of {domain}, {address}, {ip} */
        OPTION_FORM_POINTER,       /* /name/0 (RFC 6901) */
        OPTION_FORM_CONNECT,       /* whom to connect to: as LISTEN, with a port */
        OPTION_FORM_LISTEN,        /* inet:address:port, unix:/path (address.h) */
        OPTION_FORM_HOST_PORT,     /* address:port, [address]:port (address.h) */
        OPTION_FORM_HOST,          /* a host name */
        OPTION_FORM_NETWORK,       /* 192.0.2.0/24, 2001:db8::/32, an address (address.h) */
        OPTION_FORM_DNS_SERVER,    /* 192.0.2.53, 2001:db8::53@5353 */
        OPTION_FORM_LIST_FILE,     /* ours phish /a/path (list-file.h) */
        OPTION_FORM_DNS_LIST,      /* surbl; ours bl.example.org client4 127.0.0.2=spam (dns-list.h) */
        OPTION_FORM_DOMAIN,        /* example.org */
        OPTION_FORM_ALIAS,         /* a@b=c@d, @b=@d (aliases.h) */
        OPTION_FORM_DOMAIN_CHOICE, /* example.org=ask */
        OPTION_FORM_MAILBOX,       /* user@example.org */
        OPTION_FORM_FEEDBACK,      /* example.net=fbl@example.net */
        OPTION_FORM_DELIMITER,     /* one of + - = _ . # */
        OPTION_FORM_MODE,          /* four octal digits */
        OPTION_FORM_HEADER,        /* name of a header field */
        OPTION_FORM_HEADER_LINE,   /* Name: value, in printable ASCII */
        OPTION_FORM_REPLY, /* text of an SMTP reply: printable ASCII up to 400 bytes, {item}, {contact}, {class} */
        OPTION_FORMS
};

struct option_info {
        const char *name, *about;
        enum option_kind kind;
        enum option_form form;
        enum option_when when;
        double value, least, most; /* of a number, duration, size, truth: default and bounds */
        const char *text;          /* of a text or choice: default */
        const char *const *items;  /* of a list: default, ends with NULL */
        const char *choices;       /* of a choice: "a|b|c" */
};
extern const struct option_info option_table[OPTS];

struct option_chapter {
        enum option_id first; /* the option that it begins with */
        const char *title, *about;
};
/* The chapter that begins with this option, or NULL. */
const struct option_chapter *option_chapter(enum option_id id);

/* The values of choices, in the order of their words. */
/* mail-in-… and mail-out-…; what a recipient feels least comes first */
enum option_action {
        ACTION_ACCEPT,
        ACTION_TAG,
        ACTION_FOLDER,
        ACTION_HOLD,
        ACTION_QUARANTINE,
        ACTION_DEFER,
        ACTION_REJECT,
        ACTION_DISCARD, /* only where an item is certain */
        OPTION_ACTIONS
};
enum option_limit_action { LIMIT_ACTION_REJECT, LIMIT_ACTION_DEFER, LIMIT_ACTION_QUARANTINE, LIMIT_ACTION_HOLD };
enum option_trusted { TRUSTED_BORDER, TRUSTED_BEHIND };
enum option_on_failure { ON_FAILURE_PASS, ON_FAILURE_DEFER };
enum option_on_poison { ON_POISON_WITHHOLD, ON_POISON_DEFER };
/* As enum choice (verdict/placement.h). */
enum option_recipients_choice { OPTION_CHOICE_USUAL, OPTION_CHOICE_KNOWN, OPTION_CHOICE_ASK };
enum option_caldav_login { CALDAV_LOGIN_PASSWORD, CALDAV_LOGIN_ADMIN, CALDAV_LOGIN_HEADER };
enum option_cancelled { CANCELLED_MARK, CANCELLED_REMOVE };
enum option_log_items { LOG_ITEMS_ALL, LOG_ITEMS_CALENDAR, LOG_ITEMS_ABUSE, LOG_ITEMS_NONE };

struct option_list {
        const char *const *items;
        uint32_t count;
};
/* Where a value was given; file NULL: it is the default. */
struct option_place {
        const char *file;
        uint32_t line;
};

/* Texts belong to the arena that they were read into, or are constant. */
struct options {
        double number[OPTS];    /* numbers; seconds; bytes; truths as 0 and 1; choices as the place of the word */
        const char *text[OPTS]; /* texts; choices as the word; NULL for the others */
        struct option_list list[OPTS];
        struct option_place place[OPTS];
};

static inline bool option_truth(const struct options *options, enum option_id id) {
        return options->number[id] != 0;
}
static inline int option_choice(const struct options *options, enum option_id id) {
        return (int)options->number[id];
}
static inline int64_t option_ms(const struct options *options, enum option_id id) {
        return (int64_t)(options->number[id] * 1000);
}
/* Whether the list holds it, ASCII letters without regard to case. */
bool option_list_has(const struct options *options, enum option_id id, struct span item);

void options_default(struct options *options);
/* Reads a file over what is there already. What is wrong with it goes to `problems`, and leaves the value as it was. */
void options_read(struct settings_reader *reader, struct arena *arena, const char *path, struct options *options,
                  struct problems *problems);
/* The option of this name, or OPTS. */
enum option_id option_find(const char *name);

/* "yes", "30d", "1h30m", "64MiB", "{\"a\", \"b\"}": a value as it is written in a file, of `options` or (NULL) the default.
 * Passwords in URLs are shown as ***. */
struct span option_written(const struct options *options, enum option_id id, struct arena *arena);
/* "a number from 1 to 30", "one of border, behind": what may be written there. */
struct span option_allowed(enum option_id id, struct arena *arena);
