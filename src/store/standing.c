#include "store/standing.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "store/internal.h"
#include "store/records.h"

/* Rows that were read together, in one piece of memory behind this. */
struct standing_page {
        struct standing_page *next;
        const struct list_record *rows;
        uint32_t count;
};

static const struct column list_of[] = {
        TEXT(list_record, scope), KEY(list_record, owner),   TEXT(list_record, kind),
        KEY(list_record, value),  TEXT(list_record, effect), INTEGER(list_record, expires),
};
static const struct columns list_columns = COLUMNS(list_of, list_record);

/* The page behind `after`, or the first one. */
static enum cw_err page_ask(struct store *store, const struct list_record *after, const struct list_record **ret,
                            uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT scope, owner, kind, value, effect, expires FROM list_entry "
                                        "WHERE (kind, value, scope, owner) > ($1, $2, $3, $4) "
                                        "ORDER BY kind, value, scope, owner LIMIT $5");
        ask_text(&ask, after ? after->kind : "");
        ask_key(&ask, after ? after->value : "");
        ask_text(&ask, after ? after->scope : "");
        ask_key(&ask, after ? after->owner : "");
        ask_integer(&ask, LIMIT_STORE_PAGE);
        return ask_rows(&ask, &list_columns, (const void **)ret, ret_count, reterr);
}

static struct standing_page *page_new(const struct list_record *rows, uint32_t count) {
        struct packer packer = { 0 };
        (void)pack_room(&packer, sizeof(struct standing_page));
        (void)pack_rows(&packer, &list_row, rows, count);
        packer = (struct packer){ .ptr = malloc(packer.len) };
        if (!packer.ptr)
                return NULL;
        struct standing_page *page = pack_room(&packer, sizeof *page);
        *page = (struct standing_page){ .rows = pack_rows(&packer, &list_row, rows, count), .count = count };
        return page;
}

static enum cw_err pages_load(struct store *store, struct standing *standing, struct err *reterr) {
        const struct list_record *rows, *after = NULL;
        uint32_t count = LIMIT_STORE_PAGE;
        for (struct standing_page **end = &standing->pages; count == LIMIT_STORE_PAGE; end = &(*end)->next) {
                enum cw_err status = page_ask(store, after, &rows, &count, reterr);
                if (status != CW_OK)
                        return status;
                *end = page_new(rows, count);
                if (!*end)
                        return err_set(reterr, CW_ERR_MEMORY, "lists: no memory");
                standing->count += count;
                if (count > 0)
                        after = &(*end)->rows[count - 1];
        }
        return CW_OK;
}

static enum cw_err rows_index(struct standing *standing, struct err *reterr) {
        standing->rows = calloc(standing->count ? standing->count : 1, sizeof *standing->rows);
        if (!standing->rows)
                return err_set(reterr, CW_ERR_MEMORY, "lists: no memory");
        uint32_t at = 0;
        for (const struct standing_page *page = standing->pages; page; page = page->next)
                for (uint32_t i = 0; i < page->count; i++)
                        standing->rows[at++] = &page->rows[i];
        return CW_OK;
}

enum cw_err standing_load(struct store *store, struct standing **ret, struct err *reterr) {
        struct standing *standing = calloc(1, sizeof *standing);
        if (!standing)
                return err_set(reterr, CW_ERR_MEMORY, "lists: no memory");
        standing->references = 1;
        int64_t count = 0;
        /* The version first: what changes meanwhile makes another one, and is read at the next look. */
        enum cw_err status = list_version(store, &standing->version, reterr);
        if (status == CW_OK)
                status = list_count(store, &count, reterr);
        standing->complete = count <= LIMIT_MEMORY_LISTS;
        if (status == CW_OK && standing->complete)
                status = pages_load(store, standing, reterr);
        if (status == CW_OK)
                status = rows_index(standing, reterr);
        if (status != CW_OK) {
                standing_unref(standing);
                return status;
        }
        *ret = standing;
        return CW_OK;
}

struct standing *standing_ref(struct standing *standing) {
        atomic_fetch_add_explicit(&standing->references, 1, memory_order_relaxed);
        return standing;
}

void standing_unref(struct standing *standing) {
        if (!standing || atomic_fetch_sub_explicit(&standing->references, 1, memory_order_acq_rel) > 1)
                return;
        while (standing->pages) {
                struct standing_page *next = standing->pages->next;
                free(standing->pages);
                standing->pages = next;
        }
        free(standing->rows);
        free(standing);
}

/* ---- Looking up -------------------------------------------------------------------------------------------------- */

static int compare(const struct list_record *row, const char *kind, const char *value) {
        int order = strcmp(row->kind, kind);
        return order ? order : strcmp(row->value, value);
}

static uint32_t first_of(const struct standing *standing, const char *kind, const char *value) {
        uint32_t low = 0, high = standing->count;
        while (low < high) {
                uint32_t middle = low + (high - low) / 2;
                if (compare(standing->rows[middle], kind, value) < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}

/* 0 site, 1 domain, 2 user: whose word comes where in the answer; -1: it does not hold for this recipient. */
static int place_of(const struct list_record *row, const char *recipient, int64_t now) {
        if (row->expires != 0 && row->expires <= now)
                return -1;
        if (strcmp(row->scope, "site") == 0)
                return 0;
        const char *at = strrchr(recipient, '@');
        if (strcmp(row->scope, "domain") == 0)
                return at && strcmp(row->owner, at + 1) == 0 ? 1 : -1;
        return *recipient && strcmp(row->owner, recipient) == 0 ? 2 : -1;
}

uint32_t standing_match(const struct standing *standing, const char *kind, const char *value, const char *recipient,
                        int64_t now, const struct list_record *ret[STANDING_MATCHES]) {
        const struct list_record *places[STANDING_MATCHES] = { 0 };
        for (uint32_t i = first_of(standing, kind, value);
             i < standing->count && compare(standing->rows[i], kind, value) == 0; i++) {
                int place = place_of(standing->rows[i], recipient, now);
                if (place >= 0)
                        places[place] = standing->rows[i];
        }
        uint32_t count = 0;
        for (int i = 0; i < STANDING_MATCHES; i++)
                if (places[i])
                        ret[count++] = places[i];
        return count;
}
