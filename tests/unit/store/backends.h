/* backends: runs a suite once for each database, each test with an empty one. A PostgreSQL server is started for it in a
 * folder of its own, reachable by a unix socket only, and ended with the program. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store.h"

static char test_folder[64];
static bool test_postgres; /* which database the suite runs with now */
static pid_t server;
static unsigned test_number;
static char test_url[256]; /* of the running test */

__attribute__((format(printf, 1, 2), noreturn)) static void give_up(const char *format, ...) {
        va_list args;
        va_start(args, format);
        fputs("backends: ", stderr);
        vfprintf(stderr, format, args);
        fputc('\n', stderr);
        va_end(args);
        exit(1);
}

/* ---- The server ----------------------------------------------------------------------------------------------- */

/* In the child: as a user that is not root, for PostgreSQL refuses to run as root. Ends with its parent. */
static void child_become(void) {
        const struct passwd *user = getuid() == 0 ? getpwnam("postgres") : NULL;
        if (user && (setgroups(0, NULL) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
                _exit(126);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (chdir(test_folder) != 0 || !freopen("server.log", "a", stdout) || !freopen("server.log", "a", stderr))
                _exit(126);
}

static pid_t spawn(const char *const *command) {
        pid_t child = fork();
        if (child == 0) {
                child_become();
                execv(command[0], (char *const *)command);
                _exit(127);
        }
        return child;
}

static const char *program(const char *name) {
        static char path[512];
        char pattern[128];
        glob_t found;
        snprintf(pattern, sizeof pattern, "/usr/lib/postgresql/*/bin/%s", name);
        if (glob(pattern, 0, NULL, &found) != 0)
                give_up("%s is missing: install the package postgresql", name);
        snprintf(path, sizeof path, "%s", found.gl_pathv[found.gl_pathc - 1]);
        globfree(&found);
        return path;
}

static void server_command(char *sql) {
        char info[128];
        snprintf(info, sizeof info, "host=%s user=postgres dbname=postgres", test_folder);
        PGconn *connection = PQconnectdb(info);
        PGresult *result = PQexec(connection, sql);
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
                give_up("%s: %s", sql, PQerrorMessage(connection));
        PQclear(result);
        PQfinish(connection);
}

static bool server_answers(void) {
        char info[128];
        snprintf(info, sizeof info, "host=%s user=postgres dbname=postgres", test_folder);
        return PQping(info) == PQPING_OK;
}

static void server_run(void) {
        char data[96];
        snprintf(data, sizeof data, "%s/data", test_folder);
        const char *command[] = { program("postgres"),  "-D", data,        "-k", test_folder,      "-c",
                                  "listen_addresses=",  "-c", "fsync=off", "-c", "autovacuum=off", "-c",
                                  "max_connections=20", NULL };
        server = spawn(command);
        for (int i = 0; i < 600 && !server_answers(); i++)
                usleep(100000);
        if (!server_answers())
                give_up("PostgreSQL does not start; see %s/server.log", test_folder);
}

/* At once, as when the power goes (SIGQUIT), or orderly. */
static void server_stop(int sig) {
        if (server <= 0)
                return;
        kill(server, sig);
        waitpid(server, NULL, 0);
        server = 0;
}

static void server_make(void) {
        char data[96];
        int status;
        snprintf(data, sizeof data, "%s/data", test_folder);
        const char *command[] = { program("initdb"),  "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                                  "--locale=C.UTF-8", "-N", NULL };
        pid_t child = spawn(command);
        if (waitpid(child, &status, 0) < 0 || status != 0)
                give_up("initdb failed; see %s/server.log", test_folder);
        server_run();
}

/* ---- The folder ----------------------------------------------------------------------------------------------- */

static void folder_remove(void) {
        char command[96];
        server_stop(SIGQUIT);
        if (test_folder[0]) {
                snprintf(command, sizeof command, "rm -rf '%s'", test_folder);
                if (system(command) != 0)
                        fprintf(stderr, "backends: %s stays\n", test_folder);
        }
}

static void folder_make(void) {
        snprintf(test_folder, sizeof test_folder, "/tmp/cw-store-XXXXXX");
        if (!mkdtemp(test_folder))
                give_up("%s: %s", test_folder, strerror(errno));
        const struct passwd *user = getuid() == 0 ? getpwnam("postgres") : NULL;
        if (user && chown(test_folder, user->pw_uid, user->pw_gid) != 0)
                give_up("%s: %s", test_folder, strerror(errno));
        atexit(folder_remove);
}

/* ---- Stores --------------------------------------------------------------------------------------------------- */

/* Of an empty database. */
static const char *fresh_url(void) {
        char sql[64];
        test_number++;
        if (test_postgres) {
                snprintf(sql, sizeof sql, "CREATE SCHEMA t%u", test_number);
                server_command(sql);
                snprintf(test_url, sizeof test_url,
                         "postgresql:///postgres?host=%s&user=postgres&options=-csearch_path%%3Dt%u", test_folder,
                         test_number);
        } else {
                snprintf(test_url, sizeof test_url, "sqlite:%s/t%u.db", test_folder, test_number);
        }
        return test_url;
}

__attribute__((unused)) static struct store *open_url(const char *url, enum store_mode mode, uint32_t timeout_ms) {
        struct err err = { 0 };
        struct store *store = NULL;
        if (store_open(&(struct store_options){ .url = url, .mode = mode, .timeout_ms = timeout_ms }, &store, &err) !=
            CW_OK)
                fail_msg("%s: %s", url, err.text);
        return store;
}

static int store_setup(void **state) {
        *state = open_url(fresh_url(), STORE_WRITE, 0);
        return 0;
}

static int store_teardown(void **state) {
        store_close(*state);
        return 0;
}

#define STORE_TEST(function) cmocka_unit_test_setup_teardown(function, store_setup, store_teardown)

/* OK(f(…, &err)): shows the text of a failure. */
#define OK(call) \
        do { \
                struct err err = { 0 }; \
                if ((call) != CW_OK) \
                        fail_msg("%s: %s", #call, err.text); \
        } while (0)
#define FAILS(code, call) \
        do { \
                struct err err = { 0 }; \
                assert_int_equal(call, code); \
                assert_int_not_equal(err.text[0], '\0'); \
        } while (0)

/* The suite for SQLite, then for PostgreSQL. */
#define RUN_ON_BOTH(tests) \
        ({ \
                folder_make(); \
                int failures = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL); \
                test_postgres = true; \
                server_make(); \
                failures + cmocka_run_group_tests_name("postgresql", tests, NULL, NULL); \
        })
