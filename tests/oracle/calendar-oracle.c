/* calendar-oracle: reads the same calendars with libical and with ours and prints every difference in the tree of
 * components, METHOD, UID, SUMMARY, DTSTART (as UTC), ORGANIZER, the number of attendees, and how often RRULEs fire. One
 * that calendar-explained.tsv does not explain fails. libical gets ten seconds of CPU for a file, in a process of its own.
 *
 *   calendar-oracle REPOSITORY [FILE|FOLDER…]     (CW_CORPUS: a folder of collected calendars, default ../shared/corpus)
 */
#include <dirent.h>
#include <libical/ical.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calendar/itip.h"
#include "calendar/recurrence.h"
#include "oracle/explained.h"

enum { SECONDS = 10, DAY = 86400, MOST_INSTANCES = 5000 };
static const int64_t LATER = 100 * DAY; /* after DTSTART; so that whether DTSTART itself counts does not matter */

/* What a side says, as lines `key<TAB>value`: the tree, then the fields of each component by its number. */
struct report {
        FILE *out;
        char *text;
        size_t length;
};

static struct explained explained;
static struct zone_cache *zones;
static unsigned files, differences, unexplained;

static void report_open(struct report *report) {
        report->out = open_memstream(&report->text, &report->length);
        if (!report->out)
                abort();
}

/* A value on one line: trimmed, with its controls shown. */
static void put(struct report *report, const char *key, unsigned number, const char *value, size_t length) {
        struct span text = span_trim((struct span){ value, length });
        fprintf(report->out, "%s %u\t", key, number);
        for (size_t i = 0; i < text.len; i++) {
                if ((unsigned char)text.ptr[i] < ' ')
                        fprintf(report->out, "\\%02x", text.ptr[i]);
                else
                        fputc(text.ptr[i], report->out);
        }
        fputc('\n', report->out);
}

static void put_string(struct report *report, const char *key, unsigned number, const char *value) {
        put(report, key, number, value ? value : "", value ? strlen(value) : 0);
}

static void put_number(struct report *report, const char *key, unsigned number, double value) {
        fprintf(report->out, "%s %u\t%.0f\n", key, number, value);
}

/* libical's side. */

/* libical puts the VTIMEZONEs first, in an order of its own: they are counted, and seen in the times. */
static bool theirs_skips(icalcomponent_kind kind) {
        return kind == ICAL_XLICINVALID_COMPONENT || kind == ICAL_NO_COMPONENT || kind == ICAL_VTIMEZONE_COMPONENT;
}

static void theirs_tree(FILE *out, icalcomponent *component) {
        icalcomponent_kind kind = icalcomponent_isa(component);
        const char *name = icalcomponent_kind_to_string(kind);
        int zones = icalcomponent_count_components(component, ICAL_VTIMEZONE_COMPONENT);
        fprintf(out, "%s(", kind == ICAL_X_COMPONENT || !name ? "X" : name);
        if (zones > 0)
                fprintf(out, "%d zones ", zones);
        for (icalcomponent *c = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); c;
             c = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
                if (!theirs_skips(icalcomponent_isa(c)))
                        theirs_tree(out, c);
        fputc(')', out);
}

static int64_t theirs_seconds(struct icaltimetype t) {
        return days_from_civil(t.year, t.month, t.day) * DAY + t.hour * 3600 + t.minute * 60 + t.second;
}

/* Instances of the only rule between LATER after DTSTART and two years on; -1: not to be compared. */
static double theirs_instances(icalcomponent *component, struct icaltimetype start) {
        icalproperty *rule = icalcomponent_get_first_property(component, ICAL_RRULE_PROPERTY);
        if (!rule || icaltime_is_null_time(start) || icalcomponent_count_properties(component, ICAL_RRULE_PROPERTY) > 1 ||
            icalcomponent_count_properties(component, ICAL_RDATE_PROPERTY) > 0 ||
            icalcomponent_count_properties(component, ICAL_EXDATE_PROPERTY) > 0)
                return -1;
        int64_t from = theirs_seconds(start) + LATER, end = from + 731 * DAY;
        double count = 0;
        unsigned steps = 0;
        icalrecur_iterator *iterator = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
        if (!iterator)
                return -1;
        for (struct icaltimetype t = icalrecur_iterator_next(iterator); !icaltime_is_null_time(t);
             t = icalrecur_iterator_next(iterator)) {
                if (theirs_seconds(t) >= end || ++steps > MOST_INSTANCES)
                        break;
                count += theirs_seconds(t) >= from;
        }
        icalrecur_iterator_free(iterator);
        return steps > MOST_INSTANCES ? -1 : count;
}

static void theirs_component(struct report *report, icalcomponent *component, unsigned *number) {
        unsigned n = (*number)++;
        icalproperty *organizer = icalcomponent_get_first_property(component, ICAL_ORGANIZER_PROPERTY);
        icalproperty *method = icalcomponent_get_first_property(component, ICAL_METHOD_PROPERTY);
        icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
        icalproperty *summary = icalcomponent_get_first_property(component, ICAL_SUMMARY_PROPERTY);
        icalproperty *uid = icalcomponent_get_first_property(component, ICAL_UID_PROPERTY);
        if (method)
                put_string(report, "method", n, icalproperty_get_value_as_string(method));
        put_string(report, "uid", n, uid ? icalproperty_get_uid(uid) : NULL);
        put_string(report, "summary", n, summary ? icalproperty_get_summary(summary) : NULL);
        put_string(report, "organizer", n, organizer ? icalproperty_get_organizer(organizer) : NULL);
        put_number(report, "attendees", n, icalcomponent_count_properties(component, ICAL_ATTENDEE_PROPERTY));
        if (start) {
                struct icaltimetype t = icalcomponent_get_dtstart(component);
                /* Of the rules of a VTIMEZONE only whether they work as rules. */
                put_number(report, "start", n, (double)icaltime_as_timet_with_zone(t, t.zone));
                double instances = theirs_instances(component, icalproperty_get_dtstart(start));
                if (instances >= 0)
                        put_number(report, "instances", n, instances);
        }
        for (icalcomponent *c = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); c;
             c = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
                if (!theirs_skips(icalcomponent_isa(c)))
                        theirs_component(report, c, number);
}

static void theirs_write(struct report *report, const char *bytes) {
        unsigned number = 0;
        icalcomponent *root = icalparser_parse_string(bytes);
        if (!root) {
                fprintf(report->out, "refused\t\n");
                return;
        }
        bool several = icalcomponent_isa(root) == ICAL_XROOT_COMPONENT;
        fprintf(report->out, "tree\t");
        if (!several && !theirs_skips(icalcomponent_isa(root)))
                theirs_tree(report->out, root);
        for (icalcomponent *c = several ? icalcomponent_get_first_component(root, ICAL_ANY_COMPONENT) : NULL; c;
             c = icalcomponent_get_next_component(root, ICAL_ANY_COMPONENT))
                if (!theirs_skips(icalcomponent_isa(c)))
                        theirs_tree(report->out, c);
        fputc('\n', report->out);
        if (!several && !theirs_skips(icalcomponent_isa(root)))
                theirs_component(report, root, &number);
        for (icalcomponent *c = several ? icalcomponent_get_first_component(root, ICAL_ANY_COMPONENT) : NULL; c;
             c = icalcomponent_get_next_component(root, ICAL_ANY_COMPONENT))
                if (!theirs_skips(icalcomponent_isa(c)))
                        theirs_component(report, c, &number);
}

static char *file_bytes(const char *path, size_t *ret_length) {
        FILE *file = fopen(path, "rb");
        if (!file) {
                perror(path);
                exit(1);
        }
        (void)fseek(file, 0, SEEK_END);
        *ret_length = (size_t)ftell(file);
        rewind(file);
        char *bytes = malloc(*ret_length + 1);
        if (!bytes || fread(bytes, 1, *ret_length, file) != *ret_length)
                abort();
        bytes[*ret_length] = '\0';
        (void)fclose(file);
        return bytes;
}

/* libical's process: paths in, reports out, each with `done` behind it. Too slow, and the timer ends it. */
static FILE *paths, *reports;
static pid_t worker;

static _Noreturn void work(FILE *in, FILE *out) {
        char path[8192];
        if (!freopen("/dev/null", "w", stderr)) /* libical tells its errors there */
                _exit(1);
        icalerror_set_errors_are_fatal(0);
        while (fgets(path, sizeof path, in)) {
                struct report report;
                size_t length;
                struct itimerval limit = { .it_value.tv_sec = SECONDS };
                setitimer(ITIMER_PROF, &limit, NULL);
                path[strcspn(path, "\n")] = '\0';
                char *bytes = file_bytes(path, &length);
                report_open(&report);
                theirs_write(&report, bytes);
                fclose(report.out);
                fprintf(out, "%sdone\t\n", report.text);
                fflush(out);
                free(report.text);
                free(bytes);
        }
        _exit(0);
}

static void worker_start(void) {
        int in[2], out[2];
        fflush(stdout);
        if (pipe(in) != 0 || pipe(out) != 0)
                abort();
        worker = fork();
        if (worker == 0) {
                close(in[1]);
                close(out[0]);
                work(fdopen(in[0], "r"), fdopen(out[1], "w"));
        }
        close(in[0]);
        close(out[1]);
        paths = fdopen(in[1], "w");
        reports = fdopen(out[0], "r");
}

static void worker_stop(void) {
        if (!worker)
                return;
        fclose(paths);
        fclose(reports);
        waitpid(worker, NULL, 0);
        worker = 0;
}

/* `crashed` when the process did not come back. */
static void theirs(struct report *report, const char *path) {
        char *line = NULL;
        size_t room = 0;
        if (!worker)
                worker_start();
        fprintf(paths, "%s\n", path);
        fflush(paths);
        report_open(report);
        bool done = false;
        while (!done && getline(&line, &room, reports) >= 0) {
                done = strcmp(line, "done\t\n") == 0;
                if (!done)
                        fputs(line, report->out);
        }
        free(line);
        if (!done) {
                fprintf(report->out, "crashed\t\n");
                worker_stop();
        }
        fclose(report->out);
}

/* Our side. */

static void ours_tree(FILE *out, const struct component *component) {
        const char *name = component_kind_name(component->kind);
        int zones = 0;
        fprintf(out, "%s(", name[0] ? name : "X");
        for (const struct component *c = component->children; c; c = c->next)
                zones += c->kind == COMPONENT_VTIMEZONE;
        if (zones > 0)
                fprintf(out, "%d zones ", zones);
        for (const struct component *c = component->children; c; c = c->next)
                if (c->kind != COMPONENT_VTIMEZONE)
                        ours_tree(out, c);
        fputc(')', out);
}

static void put_span(struct report *report, const char *key, unsigned number, struct span value) {
        put(report, key, number, value.len ? value.ptr : "", value.len);
}

static void ours_component(struct report *report, const struct calendars *calendars, const struct calendar *calendar,
                           const struct component *component, unsigned *number) {
        unsigned n = (*number)++;
        struct moment start;
        struct recurrence recurrence;
        if (component_has(component, PROPERTY_METHOD))
                put_span(report, "method", n, component_text(component, PROPERTY_METHOD));
        put_span(report, "uid", n, component_text(component, PROPERTY_UID));
        put_span(report, "summary", n, component_text(component, PROPERTY_SUMMARY));
        put_span(report, "organizer", n, component_text(component, PROPERTY_ORGANIZER));
        put_number(report, "attendees", n, component->attendee_count);
        if (component_moment(calendars, calendar, component, PROPERTY_DTSTART, &start)) {
                put_number(report, "start", n, (double)start.utc);
                recurrence_read(calendars, calendar, component, start.utc + LATER, &recurrence);
                if (recurrence.rule_count == 1 && recurrence.rdate_count == 0 && recurrence.exdate_count == 0)
                        fprintf(report->out, "instances %u\t%.0f%s\n", n, recurrence.instances_two_years,
                                recurrence.exact ? "" : " about");
        }
        for (const struct component *c = component->children; c; c = c->next)
                if (c->kind != COMPONENT_VTIMEZONE)
                        ours_component(report, calendars, calendar, c, number);
}

static void ours(struct report *report, struct span bytes) {
        struct arena *arena = arena_new((size_t)1 << 30);
        struct defects defects = { .arena = arena };
        unsigned number = 0;
        report_open(report);
        const struct calendars *calendars = calendars_read(arena, bytes, (struct span){ 0 },
                                                           calendars_new(arena, zones), 1, &defects);
        fprintf(report->out, calendars->first ? "tree\t" : "refused\t");
        /* A component without VCALENDAR is one by itself for libical. */
        for (const struct calendar *c = calendars->first; c; c = c->next)
                for (const struct component *p = c->form == CALENDAR_BARE ? c->root.children : &c->root; p; p = p->next)
                        if (p->kind != COMPONENT_VTIMEZONE)
                                ours_tree(report->out, p);
        fputc('\n', report->out);
        for (const struct calendar *c = calendars->first; c; c = c->next)
                for (const struct component *p = c->form == CALENDAR_BARE ? c->root.children : &c->root; p; p = p->next)
                        if (p->kind != COMPONENT_VTIMEZONE)
                                ours_component(report, calendars, c, p, &number);
        fclose(report->out);
        arena_free(arena);
}

/* Side by side. */

static void differ(const char *file, const char *what, const char *left, const char *right) {
        char class[64];
        differences++;
        /* An explanation may stand for all fields of a kind: `start 3` or `start`. */
        (void)snprintf(class, sizeof class, "%.*s", (int)strcspn(what, " "), what);
        if (explained_find(&explained, file, what) || explained_find(&explained, file, class))
                return;
        unexplained++;
        printf("%s\t%s\n        libical: %s\n        ours:    %s\n", file, what, left, right);
}

/* The value behind `key`; empty when the side does not speak of it. */
static char *value_of(const char *text, const char *key) {
        size_t length = strlen(key);
        for (const char *line = text; line && *line; line = strchr(line, '\n'), line += line != NULL)
                if (strncmp(line, key, length) == 0 && line[length] == '\t')
                        return strndup(line + length + 1, strcspn(line + length + 1, "\n"));
        return NULL;
}

static bool same_value(const char *left, const char *right) {
        const char *about = strstr(right, " about");
        if (!about)
                return strcmp(left, right) == 0;
        double a = strtod(left, NULL), b = strtod(right, NULL);
        double more = a > b ? a : b, off = a > b ? a - b : b - a;
        return off <= 2 || off <= 0.05 * more;
}

/* Both reports have the same keys in the same order, but for those of which one side says nothing. */
static void compare_fields(const char *file, const char *theirs, char *ours) {
        char *save = NULL;
        const char *from = theirs;
        for (char *line = strtok_r(ours, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
                char *right = strchr(line, '\t');
                if (!right)
                        continue;
                *right++ = '\0';
                char *left = value_of(from, line);
                if (left && !same_value(left, right))
                        differ(file, line, left, right);
                free(left);
        }
}

static void compare(const char *file, const char *theirs, char *ours) {
        char *left = value_of(theirs, "tree"), *right = value_of(ours, "tree");
        bool both_refuse = !left && !right && strncmp(theirs, "refused", 7) == 0;
        if (strstr(theirs, "crashed"))
                differ(file, "crashed", "(no answer)", right ? right : "(nothing)");
        else if (!left && !both_refuse)
                differ(file, "refused", "(nothing)", right ? right : "(nothing)");
        else if (left && (!right || strcmp(left, right) != 0))
                differ(file, "tree", left, right ? right : "(nothing)");
        else if (left)
                compare_fields(file, theirs, ours);
        free(left);
        free(right);
}

static void read_file(const char *path, const char *name) {
        struct report left, right;
        size_t length;
        char *bytes = file_bytes(path, &length);
        theirs(&left, path);
        ours(&right, (struct span){ bytes, length });
        compare(name, left.text, right.text);
        files++;
        free(left.text);
        free(right.text);
        free(bytes);
}

static void read_path(const char *path) {
        struct stat info;
        struct dirent **entries = NULL;
        if (stat(path, &info) != 0)
                return;
        if (!S_ISDIR(info.st_mode)) {
                const char *slash = strrchr(path, '/');
                read_file(path, slash ? slash + 1 : path);
                return;
        }
        int count = scandir(path, &entries, NULL, alphasort);
        for (int i = 0; i < count; i++) {
                char below[4096];
                (void)snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
                if (entries[i]->d_name[0] != '.')
                        read_path(below);
                free(entries[i]);
        }
        free(entries);
}

static void read_corpus(const char *repository) {
        static const char *const folders[] = { "ics", "feeds", "ics-broken" };
        char path[4096], below[8192];
        const char *corpus = getenv("CW_CORPUS");
        if (corpus)
                (void)snprintf(path, sizeof path, "%s", corpus);
        else
                (void)snprintf(path, sizeof path, "%s/../shared/corpus", repository);
        if (access(path, R_OK) != 0)
                printf("no collected calendars at %s: only our own cases\n", path);
        for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
                (void)snprintf(below, sizeof below, "%s/%s", path, folders[i]);
                read_path(below);
        }
}

int main(int argc, char **argv) {
        char path[4096];
        if (argc < 2) {
                (void)fputs("usage: calendar-oracle REPOSITORY [FILE|FOLDER...]\n", stderr);
                return 64;
        }
        (void)snprintf(path, sizeof path, "%s/tests/oracle/calendar-explained.tsv", argv[1]);
        explained_read(&explained, path);
        zones = zone_cache_new();
        (void)snprintf(path, sizeof path, "%s/tests/oracle/calendar-cases", argv[1]);
        if (argc == 2) {
                read_path(path);
                read_corpus(argv[1]);
        }
        for (int i = 2; i < argc; i++)
                read_path(argv[i]);
        worker_stop();
        if (argc == 2)
                (void)explained_unused(&explained);
        printf("%u calendar files, %u differences, %u of them not explained\n", files, differences, unexplained);
        explained_free(&explained);
        zone_cache_free(zones);
        return unexplained > 0;
}
