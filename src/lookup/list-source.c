/* Lists that are read from files: which have changed, and what is in them now. */
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "lookup/lists.h"

static void held_give(struct list_held *held) {
        if (!held || atomic_fetch_sub(&held->references, 1) > 1)
                return;
        list_file_free(held->file);
        free(held);
}

static bool stamp_of(const char *path, struct list_stamp *ret) {
        struct stat status;
        if (!path || stat(path, &status) < 0)
                return false;
        *ret = (struct list_stamp){ status.st_ino, (uint64_t)status.st_size, status.st_mtim.tv_sec,
                                    status.st_mtim.tv_nsec };
        return true;
}

/* ---- Reading: in the keeper's thread, and before there is one ---------------------------------------------------------- */

/* What is wrong is told once; the entries that were read before stay in force. */
static void tell(struct lists *lists, struct list_source *source, const struct err *err) {
        struct log_line line;
        metrics_set(lists->metrics, METRIC_LIST_WORKS, source->name + 5, NULL, !err);
        if (err && source->failed)
                return;
        source->failed = err != NULL;
        log_begin(&line, err ? LEVEL_WARNING : lists->metrics ? LEVEL_INFO : LEVEL_DEBUG, "list");
        log_text(&line, "list", source->name + 5);
        if (err)
                log_text(&line, "text", err->text);
        else {
                log_number(&line, "entries", list_file_count(source->held->file));
                log_number(&line, "not_understood", list_file_bad(source->held->file));
        }
        log_end(&line);
}

static void source_read(struct lists *lists, struct list_source *source, const struct list_stamp *stamp) {
        struct err err = { 0 };
        struct list_held *held = calloc(1, sizeof *held), *old;
        size_t most = (size_t)lists->config->options.number[OPT_LIST_SIZE];
        enum cw_err code = held ? list_file_load(source->path, most, &held->file, &err)
                                : err_set(&err, CW_ERR_MEMORY, "no memory for a list");
        if (code) {
                free(held);
                tell(lists, source, &err);
                return;
        }
        held->stamp = *stamp;
        held->references = 1;
        pthread_rwlock_wrlock(&source->lock);
        old = source->held;
        source->held = held;
        pthread_rwlock_unlock(&source->lock);
        held_give(old);
        metrics_set(lists->metrics, METRIC_LIST_ENTRIES, source->name + 5, NULL, list_file_count(held->file));
        tell(lists, source, NULL);
}

static void source_refresh(struct lists *lists, struct list_source *source) {
        struct list_stamp stamp = { 0 };
        struct err err = { 0 };
        if (!stamp_of(source->path, &stamp)) {
                err_set(&err, CW_ERR_NOT_FOUND, "%s is not there", source->path ? source->path : "a state folder");
                tell(lists, source, &err);
        } else if (!source->held || memcmp(&source->held->stamp, &stamp, sizeof stamp) != 0)
                source_read(lists, source, &stamp);
}

void list_sources_refresh(struct lists *lists, const _Atomic bool *stop) {
        for (uint32_t i = 0; i < lists->source_count && !atomic_load(stop); i++) {
                struct list_source *source = &lists->sources[i];
                struct err err = { 0 };
                bool tried = false;
                if (source->is.fetched && list_source_fetch(lists, source, stop, &tried, &err)) {
                        if (!atomic_load(stop))
                                tell(lists, source, &err);
                        continue;
                }
                source_refresh(lists, source);
                if (tried && source->failed && source->held)
                        tell(lists, source, NULL);
        }
}

/* ---- Life ------------------------------------------------------------------------------------------------------------------ */

static void source_take(struct list_source *source, const struct lists *before) {
        for (uint32_t i = 0; before && i < before->source_count && !source->held; i++) {
                struct list_source *old = &before->sources[i];
                if (strcmp(old->text, source->text) != 0)
                        continue;
                pthread_rwlock_rdlock(&old->lock);
                source->held = old->held;
                if (source->held)
                        atomic_fetch_add(&source->held->references, 1);
                pthread_rwlock_unlock(&old->lock);
        }
}

/* Where it lies: where the option says; what is fetched, in the state folder. */
static bool source_place(struct lists *lists, struct list_source *source) {
        char path[PATH_MAX], name[64];
        struct span place = source->is.place;
        snprintf(name, sizeof name, "lists/%s", source->name + 5);
        if (source->is.fetched && !config_state_path(lists->config, name, path, sizeof path))
                return true;
        if (!source->is.fetched)
                snprintf(path, sizeof path, "%.*s", (int)place.len, place.ptr);
        source->path = strdup(path);
        return source->path != NULL;
}

bool list_sources_open(struct lists *lists, const struct lists *before) {
        const struct option_list *texts = &lists->config->options.list[OPT_LIST_FILES];
        lists->sources = calloc(texts->count + 1, sizeof *lists->sources);
        for (uint32_t i = 0; lists->sources && i < texts->count && lists->source_count < LIMIT_LIST_FILES; i++) {
                struct list_source *source = &lists->sources[lists->source_count];
                if (!list_file_read(span_from(texts->items[i]), &source->is))
                        continue;
                source->text = texts->items[i];
                snprintf(source->name, sizeof source->name, "list %.*s", (int)source->is.name.len, source->is.name.ptr);
                pthread_rwlock_init(&source->lock, NULL);
                lists->source_count++;
                if (!source_place(lists, source))
                        return false;
                source_take(source, before);
                if (!source->held && (!source->is.fetched || stamp_of(source->path, &(struct list_stamp){ 0 })))
                        source_refresh(lists, source);
        }
        return lists->sources != NULL;
}

void list_sources_close(struct lists *lists) {
        for (uint32_t i = 0; i < lists->source_count; i++) {
                struct list_source *source = &lists->sources[i];
                held_give(source->held);
                pthread_rwlock_destroy(&source->lock);
                free((char *)source->path);
        }
        free(lists->sources);
}

/* ---- Asking: in every thread ------------------------------------------------------------------------------------------------ */

static bool file_has(const struct list_file *file, enum listing_kind kind, struct span what, struct span *ret) {
        struct ip ip;
        *ret = what;
        switch (kind) {
        case LISTED_CLIENT:
                return ip_parse(what, &ip) && list_file_has_ip(file, &ip);
        case LISTED_HOST:
                return ip_parse(what, &ip) ? list_file_has_ip(file, &ip) : list_file_has_host(file, what, ret);
        case LISTED_MAILBOX:
                return list_file_has_mailbox(file, what);
        case LISTED_URL:
                return list_file_has_url(file, what);
        }
        return false;
}

bool list_source_has(struct list_source *source, enum listing_kind kind, struct span what, struct span *ret) {
        pthread_rwlock_rdlock(&source->lock);
        bool found = source->held && file_has(source->held->file, kind, what, ret);
        pthread_rwlock_unlock(&source->lock);
        return found;
}
