#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/percent.h"
#include "client/caldav-inside.h"

#define PROPFIND(props) \
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>" \
        "<propfind xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><prop>" props "</prop></propfind>"

static const char ask_principal[] = PROPFIND(
        "<current-user-principal/><resourcetype/><C:calendar-home-set/><C:schedule-inbox-URL/><C:calendar-user-address-set/>");
static const char ask_home[] = PROPFIND(
        "<resourcetype/><displayname/><current-user-privilege-set/><C:supported-calendar-component-set/>"
        "<C:schedule-default-calendar-URL/>");

static void encode(struct dav_text *to, struct span value, bool *fine) {
        static const char digits[] = "0123456789ABCDEF";
        for (size_t i = 0; i < value.len && *fine; i++) {
                unsigned char c = (unsigned char)value.ptr[i];
                bool plain = ascii_alnum((char)c) || (c && strchr("-._~@", c));
                char escaped[3] = { '%', digits[c >> 4], digits[c & 15] };
                *fine = dav_text_add(to, plain ? (struct span){ value.ptr + i, 1 } : (struct span){ escaped, 3 });
        }
}

/* The URL of the login with %u and %a filled in. */
static enum cw_err fill_url(const struct caldav_login *login, struct dav_text *ret, struct err *reterr) {
        bool fine = true;
        for (const char *c = login->url; *c && fine; c++) {
                if (c[0] == '%' && (c[1] == 'u' || c[1] == 'a'))
                        encode(ret, span_from(*++c == 'u' ? login->user : login->address), &fine);
                else
                        fine = dav_text_add(ret, (struct span){ c, 1 });
        }
        return fine && ret->len > 0 ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "no memory for the calendar server's URL");
}

static bool printable(const char *text) {
        for (; text && *text; text++)
                if ((unsigned char)*text < ' ' || *text == 0x7f)
                        return false;
        return true;
}

static enum cw_err connect_to(struct caldav *caldav, const struct caldav_login *login, const char *url,
                              struct err *reterr) {
        char by[LIMIT_CALDAV_ETAG] = "";
        const char *name = login->admin ? "Authorize-As" : login->header; /* that of Cyrus; others leave it alone */
        if (!printable(login->user) || !printable(name) || !login->user || !*login->user)
                return err_set(reterr, CW_ERR_USAGE, "a user of a name that no header can hold");
        if (name && snprintf(by, sizeof by, "%s: %s", name, login->user) >= (int)sizeof by)
                return err_set(reterr, CW_ERR_USAGE, "a user of a name that is too long");
        struct dav_login dav = { .user = login->admin ? login->admin : login->user,
                                 .password = login->password,
                                 .header = span_from(by),
                                 .ca_file = login->ca_file,
                                 .timeout_ms = login->timeout_ms };
        return dav_init(&caldav->dav, url, &dav, reterr);
}

/* ---- Principal ---------------------------------------------------------------------------------------------------- */

static bool set(struct dav_text *to, struct span value) {
        dav_text_free(to);
        return dav_text_add(to, value);
}

/* The response that has this property, or NULL. */
static const struct dav_response *with(const struct dav_answer *answer, enum dav_value value) {
        for (uint32_t i = 0; i < answer->count; i++)
                if (dav_value(&answer->responses[i], value).len > 0)
                        return &answer->responses[i];
        return NULL;
}

static bool add_address(struct caldav *caldav, struct span address) {
        struct caldav_home *home = &caldav->home;
        for (uint32_t i = 0; i < home->address_count; i++)
                if (span_equal_nocase(span_from(caldav->address_list[i]), address))
                        return true;
        struct dav_text *to = &caldav->addresses[home->address_count];
        if (address.len == 0 || !set(to, address))
                return address.len == 0;
        caldav->address_list[home->address_count++] = dav_text_c(to);
        return true;
}

static bool take_principal(struct caldav *caldav, const struct dav_response *response) {
        bool fine = set(&caldav->principal, span_from(response->path)) &&
                    set(&caldav->root, dav_value(response, DAV_HOME)) &&
                    set(&caldav->inbox, dav_value(response, DAV_INBOX));
        for (uint32_t i = 0; i < response->properties->address_count && fine; i++) {
                struct span address = dav_text_span(&response->properties->addresses[i]);
                if (span_starts_nocase(address, SPAN("mailto:")))
                        fine = add_address(caldav, span_skip(address, 7));
        }
        return fine;
}

static enum cw_err ask_where(struct caldav *caldav, const char *path, struct dav_answer *ret, struct err *reterr) {
        struct dav_request request = { .method = "PROPFIND", .path = path, .body = span_from(ask_principal) };
        return dav_list(&caldav->dav, &request, ret, reterr);
}

/* The path of the URL is a server's root, some collection, or the principal himself. */
static enum cw_err find_principal(struct caldav *caldav, const char *url, struct dav_text *named, struct err *reterr) {
        DAV_ANSWER_CLEANUP struct dav_answer answer = { 0 };
        struct span path = dav_path(span_from(url));
        bool bare = path.len <= 1;
        enum cw_err failed = ask_where(caldav, bare ? "/.well-known/caldav" : path.ptr, &answer, reterr);
        if (failed && failed != CW_ERR_PERMISSION && bare)
                failed = ask_where(caldav, "/", &answer, reterr);
        if (failed)
                return failed;
        if (answer.count > 0 && (answer.responses[0].properties->flags & DAV_CALENDAR))
                if (!set(named, span_from(answer.responses[0].path)))
                        return err_set(reterr, CW_ERR_MEMORY, "no memory for the calendar's path");
        const struct dav_response *found = with(&answer, DAV_HOME);
        if (!found && with(&answer, DAV_PRINCIPAL)) {
                struct dav_text principal = { 0 };
                if (!dav_text_add(&principal, dav_value(with(&answer, DAV_PRINCIPAL), DAV_PRINCIPAL)))
                        return err_set(reterr, CW_ERR_MEMORY, "no memory for the principal's path");
                dav_answer_free(&answer);
                failed = ask_where(caldav, principal.ptr, &answer, reterr);
                dav_text_free(&principal);
                found = failed ? NULL : with(&answer, DAV_HOME);
        }
        if (failed)
                return failed;
        if (!found)
                return err_set(reterr, CW_ERR_NOT_FOUND, "the server names no calendars of this user");
        return take_principal(caldav, found) ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "no memory for the user's paths");
}

/* Whether the last part of the path, its escapes undone, is this name. */
static bool ends_with_name(struct span path, const char *name) {
        struct span rest = path, last = { 0 };
        while (rest.len > 0) {
                struct span part = span_split(&rest, '/');
                last = part.len > 0 ? part : last;
        }
        for (; last.len > 0 && *name; name++) {
                int high = last.len > 2 && last.ptr[0] == '%' ? hex_value(last.ptr[1]) : -1;
                int low = high >= 0 ? hex_value(last.ptr[2]) : -1;
                char c = low >= 0 ? (char)(high * 16 + low) : last.ptr[0];
                if (c != *name)
                        return false;
                last = span_skip(last, low >= 0 ? 3 : 1);
        }
        return last.len == 0 && !*name;
}

/* Who acts for others, or is believed, may end with somebody else where there is no such user: SOGo's is "anonymous". */
static enum cw_err check_principal(const struct caldav *caldav, const struct caldav_login *login, struct err *reterr) {
        if ((!login->admin && !login->header) || ends_with_name(dav_text_span(&caldav->principal), login->user))
                return CW_OK;
        for (uint32_t i = 0; i < caldav->home.address_count; i++)
                if (span_equal_nocase(span_from(caldav->address_list[i]), span_from(login->address)))
                        return CW_OK;
        return err_set(reterr, CW_ERR_NOT_FOUND, "the server takes %.100s for somebody else", login->user);
}

/* ---- Calendars ---------------------------------------------------------------------------------------------------- */

static struct span without_slash(struct span path) {
        return path.len > 1 && path.ptr[path.len - 1] == '/' ? span_head(path, path.len - 1) : path;
}

static bool same_path(struct span a, struct span b) {
        return span_equal(without_slash(a), without_slash(b));
}

static bool is_named(const struct dav_response *response, struct span name) {
        struct span path = without_slash(span_from(response->path)), last = path;
        while (span_has(last, SPAN("/")))
                last = span_skip(last, span_find_byte(last, '/') + 1);
        return span_equal(dav_value(response, DAV_NAME), name) || same_path(path, name) || span_equal(last, name);
}

static bool usable(const struct dav_response *response) {
        unsigned flags = response->properties->flags;
        return (flags & DAV_CALENDAR) && !(flags & DAV_ELSEWHERE) &&
               (!(flags & DAV_COMPONENTS) || (flags & DAV_EVENTS)) &&
               (!(flags & DAV_PRIVILEGES) || (flags & DAV_WRITES));
}

/* The wanted one of the usable ones; NULL: none. */
static const struct dav_response *choose(const struct dav_answer *answer, const char *wanted, struct span preferred) {
        const struct dav_response *first = NULL;
        for (uint32_t i = 0; i < answer->count; i++) {
                const struct dav_response *one = &answer->responses[i];
                if (!usable(one))
                        continue;
                if (wanted ? is_named(one, span_from(wanted)) : same_path(span_from(one->path), preferred))
                        return one;
                first = first ? first : one;
        }
        return wanted ? NULL : first;
}

/* With a slash at its end, so that a name can follow. */
static bool add_calendar(struct caldav *caldav, const struct dav_response *response) {
        if (caldav->calendar_count == LIMIT_CALDAV_CALENDARS)
                return true;
        struct dav_text *to = &caldav->calendars[caldav->calendar_count++];
        return dav_text_add(to, without_slash(span_from(response->path))) && dav_text_add(to, SPAN("/"));
}

static enum cw_err find_calendars(struct caldav *caldav, const char *wanted, struct span named, struct err *reterr) {
        DAV_ANSWER_CLEANUP struct dav_answer answer = { 0 };
        struct dav_request request = { .method = "PROPFIND",
                                       .path = caldav->root.ptr,
                                       .depth = 1,
                                       .body = span_from(ask_home) };
        enum cw_err failed = dav_list(&caldav->dav, &request, &answer, reterr);
        if (failed)
                return failed;
        const struct dav_response *preferring = with(&answer, DAV_DEFAULT_CALENDAR);
        struct span preferred = named.len > 0 ? named
                                : preferring  ? dav_value(preferring, DAV_DEFAULT_CALENDAR)
                                              : named;
        const struct dav_response *chosen = choose(&answer, wanted, preferred);
        if (!chosen)
                return err_set(reterr, CW_ERR_NOT_FOUND,
                               wanted ? "no calendar %.100s that may be written" : "no calendar that may be written",
                               wanted);
        bool fine = add_calendar(caldav, chosen);
        for (uint32_t i = 0; i < answer.count && fine; i++) {
                const struct dav_response *one = &answer.responses[i];
                if (one != chosen && usable(one))
                        fine = add_calendar(caldav, one);
                if ((one->properties->flags & DAV_IS_INBOX) && caldav->inbox.len == 0)
                        fine = fine && set(&caldav->inbox, span_from(one->path));
        }
        return fine ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "no memory for the user's calendars");
}

/* ---- What kind of server ------------------------------------------------------------------------------------------ */

static enum cw_err find_abilities(struct caldav *caldav, struct err *reterr) {
        DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
        struct dav_request request = { .method = "OPTIONS", .path = caldav->root.ptr, .depth = -1 };
        enum cw_err failed = dav_ask(&caldav->dav, &request, &reply, reterr);
        if (failed)
                return failed;
        struct span abilities = span_from(reply.abilities), root = dav_text_span(&caldav->root);
        caldav->home.schedules = span_has_nocase(abilities, SPAN("calendar-auto-schedule"));
        caldav->home.server = span_has(root, SPAN("/SOGo/dav/")) ? CALDAV_SOGO : CALDAV_OTHER;
        return CW_OK;
}

static enum cw_err discover(struct caldav *caldav, const struct caldav_login *login, const char *url,
                            struct err *reterr) {
        struct dav_text named = { 0 };
        enum cw_err failed = find_principal(caldav, url, &named, reterr);
        if (!failed)
                failed = check_principal(caldav, login, reterr);
        if (!failed)
                failed = find_calendars(caldav, login->calendar, dav_text_span(&named), reterr);
        dav_text_free(&named);
        if (!failed && !add_address(caldav, span_from(login->address)))
                failed = err_set(reterr, CW_ERR_MEMORY, "no memory for the user's address");
        return failed ? failed : find_abilities(caldav, reterr);
}

enum cw_err caldav_open(const struct caldav_login *login, struct caldav **ret, struct err *reterr) {
        struct dav_text url = { 0 };
        struct caldav *caldav = calloc(1, sizeof *caldav);
        if (!caldav)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a calendar server");
        enum cw_err failed = fill_url(login, &url, reterr);
        if (!failed)
                failed = connect_to(caldav, login, url.ptr, reterr);
        if (!failed)
                failed = discover(caldav, login, url.ptr, reterr);
        dav_text_free(&url);
        if (failed) {
                caldav_close(caldav);
                return failed;
        }
        caldav->home.principal = dav_text_c(&caldav->principal);
        caldav->home.home = dav_text_c(&caldav->root);
        caldav->home.calendar = dav_text_c(&caldav->calendars[0]);
        caldav->home.inbox = dav_text_c(&caldav->inbox);
        caldav->home.addresses = caldav->address_list;
        *ret = caldav;
        return CW_OK;
}

void caldav_close(struct caldav *caldav) {
        if (!caldav)
                return;
        dav_done(&caldav->dav);
        dav_text_free(&caldav->principal);
        dav_text_free(&caldav->root);
        dav_text_free(&caldav->inbox);
        dav_text_free(&caldav->kept_path);
        dav_text_free(&caldav->kept_bytes);
        for (uint32_t i = 0; i < caldav->calendar_count; i++)
                dav_text_free(&caldav->calendars[i]);
        for (uint32_t i = 0; i < caldav->home.address_count; i++)
                dav_text_free(&caldav->addresses[i]);
        free(caldav);
}

const struct caldav_home *caldav_home(const struct caldav *caldav) {
        return &caldav->home;
}
