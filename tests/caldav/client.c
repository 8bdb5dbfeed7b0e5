/* The CalDAV client, driven by lines: a JSON object a line in, one a line out.
 *
 *     caldav-client '{"url": "http://…", "user": "kim", …}'
 *     {"do": "find", "uid": "…"}       {"path": "…", "etag": "…", "bytes": "…"}
 *     {"do": "get", "path": "…"}
 *     {"do": "put", "path": null, "etag": null, "uid": "…", "bytes": "…"}      {"path": "…", "changed": false}
 *     {"do": "remove", "path": "…", "etag": "…", "uid": "…"}                   {"changed": false}
 *
 * The first line out tells what was found: {"server": 0, "schedules": false, "calendar": "…", …}, or {"error": …}. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/caldav.h"

enum { ARENA = 64 * 1024 * 1024 };

static const char *text(const json_t *object, const char *key) {
        return json_string_value(json_object_get(object, key));
}

static void say(json_t *answer) {
        json_dumpf(answer, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
        putchar('\n');
        fflush(stdout);
        json_decref(answer);
}

static json_t *failure(enum cw_err failed, const struct err *err) {
        return json_pack("{s:s, s:s}", "error", err_name(failed), "text", err->text);
}

static json_t *home(const struct caldav *caldav) {
        const struct caldav_home *home = caldav_home(caldav);
        json_t *addresses = json_array();
        for (uint32_t i = 0; i < home->address_count; i++)
                json_array_append_new(addresses, json_string(home->addresses[i]));
        return json_pack("{s:i, s:b, s:s, s:s, s:s, s:s, s:o}", "server", (int)home->server, "schedules",
                         home->schedules, "principal", home->principal, "home", home->home, "calendar", home->calendar,
                         "inbox", home->inbox, "addresses", addresses);
}

static json_t *looked(struct caldav *caldav, const json_t *order, struct arena *arena) {
        struct caldav_object object = { 0 };
        struct err err;
        enum cw_err failed = text(order, "uid") ? caldav_find(caldav, text(order, "uid"), arena, &object, &err)
                                                : caldav_get(caldav, text(order, "path"), arena, &object, &err);
        if (failed)
                return failure(failed, &err);
        return json_pack("{s:s, s:s, s:s%}", "path", object.path, "etag", object.etag, "bytes",
                         object.bytes.ptr ? object.bytes.ptr : "", object.bytes.len);
}

static json_t *wrote(struct caldav *caldav, const json_t *order, struct arena *arena) {
        struct err err;
        bool changed = false;
        const json_t *bytes = json_object_get(order, "bytes");
        const char *path = text(order, "path"), *place = path ? path : "";
        struct span object = { json_string_value(bytes), json_string_length(bytes) };
        enum cw_err failed = bytes ? caldav_put(caldav, path, text(order, "etag"), text(order, "uid"), object, arena,
                                                &place, &changed, &err)
                                   : caldav_remove(caldav, path, text(order, "etag"), text(order, "uid"), &changed,
                                                   &err);
        if (failed)
                return failure(failed, &err);
        return json_pack("{s:s, s:b}", "path", place, "changed", changed);
}

static struct caldav_login login_of(const json_t *from) {
        return (struct caldav_login){ .url = text(from, "url"),
                                      .user = text(from, "user"),
                                      .address = text(from, "address"),
                                      .password = text(from, "password"),
                                      .admin = text(from, "admin"),
                                      .header = text(from, "header"),
                                      .calendar = text(from, "calendar"),
                                      .timeout_ms = json_object_get(from, "timeout_ms")
                                                            ? (uint32_t)json_integer_value(
                                                                      json_object_get(from, "timeout_ms"))
                                                            : 60000 };
}

int main(int argc, char **argv) {
        struct caldav *caldav;
        struct err err = { 0 };
        json_t *from = argc == 2 ? json_loads(argv[1], 0, NULL) : NULL;
        if (!from)
                return 2;
        struct caldav_login login = login_of(from);
        enum cw_err failed = caldav_open(&login, &caldav, &err);
        say(failed ? failure(failed, &err) : home(caldav));
        if (failed) {
                json_decref(from);
                return 1;
        }
        char *line = NULL;
        size_t room = 0;
        while (getline(&line, &room, stdin) > 0) {
                struct arena *arena = arena_new(ARENA);
                json_t *order = json_loads(line, 0, NULL);
                const char *what = text(order, "do");
                say(what && (*what == 'f' || *what == 'g') ? looked(caldav, order, arena) : wrote(caldav, order, arena));
                json_decref(order);
                arena_free(arena);
        }
        free(line);
        caldav_close(caldav);
        json_decref(from);
        return 0;
}
