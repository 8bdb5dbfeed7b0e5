/* allocations: every allocation of a judgement is made to fail once. Each failure must be answered by CW_ERR_MEMORY or
 * be borne (a fact is absent), nothing may crash or leak, and the same scanner must judge the next item as before.
 *
 *         allocations RULES
 *
 * The linker sends our calls of malloc, calloc, realloc, strdup and strndup here (--wrap), and ICU and jansson are told
 * to use the same. What other libraries take when the engine is loaded does not fail. */
#include <jansson.h>
#include <unicode/uclean.h>

#include "engine/scan.h"

/* NOLINTBEGIN: names that the linker asks for. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t most);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
/* NOLINTEND */

/* Allocations since it was set to 0, and which of them fails (0: none). */
static unsigned long counted, failing;
static bool fails(void) {
        return ++counted == failing;
}

void *__wrap_malloc(size_t size) {
        return fails() ? NULL : __real_malloc(size);
}
void *__wrap_calloc(size_t count, size_t size) {
        return fails() ? NULL : __real_calloc(count, size);
}
void *__wrap_realloc(void *old, size_t size) {
        return fails() ? NULL : __real_realloc(old, size);
}
char *__wrap_strdup(const char *text) {
        return fails() ? NULL : __real_strdup(text);
}
char *__wrap_strndup(const char *text, size_t most) {
        return fails() ? NULL : __real_strndup(text, most);
}

static void *icu_alloc(const void *context, size_t size) {
        (void)context;
        return fails() ? NULL : __real_malloc(size);
}
static void *icu_realloc(const void *context, void *old, size_t size) {
        (void)context;
        return fails() ? NULL : __real_realloc(old, size);
}
static void icu_free(const void *context, void *old) {
        (void)context;
        free(old);
}

/* clang-format off */
#define MAIL                                                                                                     \
        "Received: from out.example.com (out.example.com [192.0.2.7]) by mx.example.net with ESMTPS; "          \
        "Mon, 10 Mar 2025 09:00:03 +0000\r\nAuthentication-Results: mx.example.net; dkim=pass header.d=example.com\r\n" \
        "From: =?utf-8?q?J=C3=B6?= <jo@example.com>\r\nTo: kim@example.net\r\nSubject: Invitation: Plan\r\n"          \
        "Date: Mon, 10 Mar 2025 09:00:00 +0000\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
#define CALENDAR                                                                                                \
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Made//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"     \
        "UID:a1@example.com\r\nDTSTAMP:20250310T090000Z\r\nDTSTART;TZID=W. Europe Standard Time:20250320T130000\r\n"  \
        "DTEND;TZID=Europe/Oslo:20250320T140000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nSUMMARY:Pl\xc3\xa4ne \xd0\xb0\xd0\xb1 now\r\n" \
        "DESCRIPTION:Call +1 (800) 555-0199\\, pay $ 399.00 at http://pay.example.com/now or hxxp://b\xc3\xbc""cher[.]example/x\r\n" \
        "X-ALT-DESC;FMTTYPE=text/html:<p>Call <a href=\"https://x.example/\">https://bank.example/</a></p>\r\n"   \
        "ORGANIZER;CN=Jo:mailto:Jo@Example.com\r\nATTENDEE;CN=\"Kim, Lund\";RSVP=TRUE:mailto:Kim@example.net\r\n"    \
        "ATTACH;VALUE=BINARY;ENCODING=BASE64;FILENAME=a.html:PGh0bWw+\r\n"                                       \
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static const struct {
        const char *name;
        struct span bytes;
} items[] = {
        { "invitation with every kind of part",
          SPAN(MAIL "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
                    "--a\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\nPay \x80 399 now: www.example.com\r\n"
                    "--a\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<style>.h{display:none}</style>"
                    "<p class=3D\"h\">hidden</p><a href=3D\"http://x.example/\">bank.example</a> call 0800 555 0199\r\n"
                    "--a\r\nContent-Type: text/calendar; method=REQUEST; charset=UTF-8\r\n\r\n" CALENDAR "--a--\r\n"
                    "--m\r\nContent-Type: application/ics; name*=utf-8''inv%C3%AFte.ics\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    "QkVHSU46VkNBTEVOREFSDQpCRUdJTjpWRVZFTlQNClNVTU1BUlk6Qg0KRU5EOlZFVkVOVA0KRU5EOlZDQUxFTkRBUg0K\r\n--m--\r\n") },
        { "charsets that need a converter",
          SPAN(MAIL "Subject: =?iso-2022-jp?b?GyRCMnE1RBsoQg==?=\r\nContent-Type: text/calendar; method=REQUEST; charset=shift_jis\r\n\r\n"
                    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:\x89\xef\x8b\x63\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") },
        { "jCal", SPAN("[\"vcalendar\",[[\"method\",{},\"text\",\"REQUEST\"]],[[\"vevent\",[[\"summary\",{},\"text\",\"Pl\\u00e4ne\"],"
                       "[\"dtstart\",{\"tzid\":\"Europe/Oslo\"},\"date-time\",\"2025-03-20T13:00:00\"]],[]]]]") },
        { "UTF-16", SPAN("\xff\xfe" "B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0\r\0\n\0B\0E\0G\0I\0N\0:\0V\0E\0V\0E\0N\0T\0\r\0\n\0"
                         "S\0U\0M\0M\0A\0R\0Y\0:\0a\0\r\0\n\0E\0N\0D\0:\0V\0E\0V\0E\0N\0T\0\r\0\n\0E\0N\0D\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0\r\0\n\0") },
        { "damaged", SPAN("From jo Mon\nSubject: x\nContent-Type: multipart/mixed\n\n--a\n\nbegin 644 a.ics\n#0D5'\n`\nend\n--a\n"
                          "Content-Type: message/rfc822\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:\xff\xfe\nATTENDEE;CN=\"x:\n") },
};

/* clang-format on */

/* What must come again when nothing fails. */
struct result {
        enum verdict_class class;
        double log_odds;
        uint32_t signals, defects;
};

static enum cw_err judge(struct scanner *scanner, struct span bytes, struct result *ret) {
        static struct item item;
        static const struct span any = { "any", 3 };
        const struct judgement *judgement;
        struct err err = { .code = CW_OK };
        item = (struct item){ .bytes = bytes, .at = 1741597203, .authserv_ids = &any, .authserv_id_count = 1 };
        enum cw_err code = scan_item(scanner, &item, &judgement, &err);
        if (code)
                return err.code == code && err.text[0] ? code : CW_ERR_INTERNAL;
        *ret = (struct result){ judgement->verdict.class, judgement->verdict.log_odds, judgement->signals.list.count,
                                judgement->defects.places.count };
        return CW_OK;
}

static bool same(const struct result *a, const struct result *b) {
        return a->class == b->class && a->log_odds == b->log_odds && a->signals == b->signals &&
               a->defects == b->defects;
}

/* `counted` goes on in the judgement that follows, so what it took is read right behind. */
static unsigned long judge_failing(struct scanner *scanner, struct span bytes, unsigned long which, enum cw_err *ret) {
        struct result result;
        counted = 0;
        failing = which;
        *ret = judge(scanner, bytes, &result);
        failing = 0;
        return counted;
}

static int try_item(struct scanner *scanner, size_t at) {
        struct result expected, got;
        unsigned long which, refused = 0, taken = 0; /* in the run before */
        if (judge(scanner, items[at].bytes, &expected)) {
                printf("%s: is not judged at all\n", items[at].name);
                return 1;
        }
        for (which = 1; taken >= which - 1; which++) {
                enum cw_err code;
                taken = judge_failing(scanner, items[at].bytes, which, &code);
                if (code != CW_OK && code != CW_ERR_MEMORY) {
                        printf("%s: allocation %lu fails: expected %d or %d, got %d\n", items[at].name, which, CW_OK,
                               CW_ERR_MEMORY, code);
                        return 1;
                }
                refused += code == CW_ERR_MEMORY;
                if (judge(scanner, items[at].bytes, &got) || !same(&expected, &got)) {
                        printf("%s: allocation %lu failed: afterwards expected %s %+.3f (%u signals, %u defects), got %s "
                               "%+.3f (%u, %u)\n",
                               items[at].name, which, class_name(expected.class), expected.log_odds, expected.signals,
                               expected.defects, class_name(got.class), got.log_odds, got.signals, got.defects);
                        return 1;
                }
        }
        printf("%-36s %5lu allocations, %5lu of them refused the item (%u signals)\n", items[at].name, which - 2,
               refused, expected.signals);
        if (refused == 0)
                puts("  none was seen to fail: the test does not work");
        return refused == 0;
}

/* Scanners are made while the engine runs; each of their allocations fails once. */
static int try_scanner(const struct engine *engine) {
        unsigned long taken = 0;
        for (unsigned long which = 1; taken >= which - 1; which++) {
                struct scanner *scanner = NULL;
                struct err err;
                counted = 0;
                failing = which;
                enum cw_err code = scanner_new(engine, &scanner, &err);
                failing = 0;
                taken = counted;
                if (code == CW_OK)
                        scanner_free(scanner);
                else if (code != CW_ERR_MEMORY || scanner)
                        return printf("scanner: allocation %lu fails: expected %d, got %d\n", which, CW_ERR_MEMORY,
                                      code),
                               1;
        }
        printf("%-36s %5lu allocations\n", "a scanner", taken);
        return 0;
}

/* Loading takes long, so failures are spread: the 1st, 2nd, 4th, 8th allocation and so on. Any failure that is told
 * will do: libraries seldom say that they had no memory. */
static int try_engine(const struct engine_options *options) {
        unsigned long taken = 0;
        for (unsigned long which = 1; taken >= which / 2; which *= 2) {
                struct engine *engine = NULL;
                struct err err = { .code = CW_OK };
                counted = 0;
                failing = which;
                enum cw_err code = engine_new(options, &engine, &err);
                failing = 0;
                taken = counted;
                if (code == CW_OK)
                        engine_free(engine);
                else if (!err.text[0])
                        return printf("engine: allocation %lu fails: got %d without a word\n", which, code), 1;
        }
        printf("%-36s %5lu allocations, every power of two of them\n", "an engine", taken);
        return 0;
}

int main(int argc, char **argv) {
        UErrorCode status = U_ZERO_ERROR;
        u_setMemoryFunctions(NULL, icu_alloc, icu_realloc, icu_free, &status);
        json_set_alloc_funcs(__wrap_malloc, free);
        if (argc != 2 || U_FAILURE(status)) {
                fputs("allocations RULES\n", stderr);
                return 64;
        }
        struct engine_options options = { .rules_dir = argv[1] };
        struct engine *engine = NULL;
        struct scanner *scanner = NULL;
        struct err err;
        if (engine_new(&options, &engine, &err) || scanner_new(engine, &scanner, &err)) {
                fprintf(stderr, "allocations: %s\n", err.text);
                return 70;
        }
        int failed = 0;
        for (size_t i = 0; i < sizeof items / sizeof *items; i++)
                failed += try_item(scanner, i);
        failed += try_scanner(engine);
        scanner_free(scanner);
        engine_free(engine);
        failed += try_engine(&options);
        return failed > 0;
}
