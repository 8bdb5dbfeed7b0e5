#include "store/books.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "config/aliases.h"
#include "store/internal.h"
#include "store/relations.h"

#define SOURCE "vcard:"
enum { FILES_A_LOOK = 64, NAME_BYTES = LIMIT_STORE_KEY - 20 };

/* One file; `name` is its path below the folder. */
struct book {
        char *name;
        struct timespec changed; /* as it was told to the store */
        off_t size;
        bool told;
};

struct shelf {
        struct book *items; /* by name */
        uint32_t count, capacity;
};

struct books {
        char *folder;
        struct shelf shelf;
        uint32_t at;   /* the next file of this look; 0: the folder has to be listed */
        bool compared; /* what the store had from files that went while nobody looked is forgotten */
};

enum cw_err books_new(const char *folder, struct books **ret, struct err *reterr) {
        struct books *books = calloc(1, sizeof *books);
        if (books)
                books->folder = strdup(folder);
        if (!books || !books->folder) {
                free(books);
                return err_set(reterr, CW_ERR_MEMORY, "address books: no memory");
        }
        *ret = books;
        return CW_OK;
}

static void shelf_free(struct shelf *shelf) {
        for (uint32_t i = 0; i < shelf->count; i++)
                free(shelf->items[i].name);
        free(shelf->items);
        *shelf = (struct shelf){ 0 };
}

void books_free(struct books *books) {
        if (!books)
                return;
        shelf_free(&books->shelf);
        free(books->folder);
        free(books);
}

/* ---- What is in the folder ------------------------------------------------------------------------------------------ */

static bool is_vcf(const char *name) {
        size_t len = strlen(name);
        return len > 4 && span_equal_nocase((struct span){ name + len - 4, 4 }, SPAN(".vcf"));
}

static bool shelf_add(struct shelf *shelf, const char *name) {
        if (shelf->count >= LIMIT_BOOK_FILES)
                return true;
        if (shelf->count == shelf->capacity) {
                uint32_t capacity = shelf->capacity ? shelf->capacity * 2 : 64;
                struct book *items = realloc(shelf->items, sizeof *items * capacity);
                if (!items)
                        return false;
                shelf->items = items;
                shelf->capacity = capacity;
        }
        char *copy = strdup(name);
        if (copy)
                shelf->items[shelf->count++] = (struct book){ .name = copy };
        return copy != NULL;
}

static int compare_books(const void *a, const void *b) {
        return strcmp(((const struct book *)a)->name, ((const struct book *)b)->name);
}

static struct book *shelf_find(const struct shelf *shelf, char *name) {
        struct book key = { .name = name };
        return shelf->count ? bsearch(&key, shelf->items, shelf->count, sizeof key, compare_books) : NULL;
}

static bool is_folder(int at, const struct dirent *entry) {
        struct stat st;
        if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
                return entry->d_type == DT_DIR;
        return fstatat(at, entry->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

/* The files of a folder, and of the folders in it (`below` NULL); named "below/name". */
static enum cw_err folder_list(const char *path, const char *below, struct shelf *shelf, struct err *reterr) {
        char name[NAME_BYTES];
        DIR *dir = opendir(path);
        if (!dir)
                return err_set(reterr, CW_ERR_IO, "address books: %s: %s", path, strerror(errno));
        enum cw_err status = CW_OK;
        for (struct dirent *entry; status == CW_OK && (entry = readdir(dir));) {
                if (entry->d_name[0] == '.')
                        continue;
                if ((size_t)snprintf(name, sizeof name, "%s%s%s", below ? below : "", below ? "/" : "",
                                     entry->d_name) >= sizeof name)
                        continue;
                char deeper[4096];
                if (is_vcf(entry->d_name) && !is_folder(dirfd(dir), entry)) {
                        if (!shelf_add(shelf, name))
                                status = err_set(reterr, CW_ERR_MEMORY, "address books: no memory");
                } else if (!below && is_folder(dirfd(dir), entry) &&
                           (size_t)snprintf(deeper, sizeof deeper, "%s/%s", path, name) < sizeof deeper) {
                        status = folder_list(deeper, name, shelf, reterr);
                }
        }
        closedir(dir);
        return status;
}

/* ---- Telling the store ---------------------------------------------------------------------------------------------- */

/* The user whose file it is: the folder's name, or the file's without .vcf. False: that is no address. */
static bool owner_of(const char *name, const struct aliases *aliases, char out[ADDRESS_BYTES]) {
        struct span owner = span_from(name);
        size_t slash = span_find_byte(owner, '/');
        owner = slash < owner.len ? span_head(owner, slash) : span_head(owner, owner.len - 4);
        if (!span_has(owner, SPAN("@")) || owner.len >= ADDRESS_BYTES)
                return false;
        if (aliases) {
                (void)aliases_resolve(aliases, owner, out);
                return true;
        }
        for (size_t i = 0; i < owner.len; i++)
                out[i] = ascii_lower(owner.ptr[i]);
        out[owner.len] = '\0';
        return true;
}

struct addresses {
        const char *owner;
        struct pool pool;
        const char **items;
        uint32_t count;
        bool failed;
};

static bool address_add(void *context, const char *address) {
        struct addresses *addresses = context;
        if (strcmp(address, addresses->owner) == 0)
                return true;
        size_t size = strlen(address) + 1;
        char *copy = pool_take(&addresses->pool, size);
        if (!copy) {
                addresses->failed = true;
                return false;
        }
        addresses->items[addresses->count++] = memcpy(copy, address, size);
        return addresses->count < LIMIT_BOOK_ADDRESSES;
}

static enum cw_err addresses_tell(struct store *store, const char *owner, const char *name, struct span bytes,
                                  int64_t now, struct books_change *ret, struct err *reterr) {
        char source[NAME_BYTES + sizeof SOURCE];
        (void)snprintf(source, sizeof source, SOURCE "%s", name);
        struct addresses addresses = { .owner = owner };
        addresses.items = malloc(sizeof *addresses.items * LIMIT_BOOK_ADDRESSES);
        if (addresses.items)
                vcard_addresses(bytes, address_add, &addresses);
        enum cw_err status;
        if (!addresses.items || addresses.failed)
                status = err_set(reterr, CW_ERR_MEMORY, "address books: no memory");
        else
                status = relation_replace(store, owner, source, addresses.items, addresses.count, now, reterr);
        if (status == CW_OK)
                ret->addresses += addresses.count;
        pool_free(&addresses.pool);
        free(addresses.items);
        return status;
}

/* Reads all of a file that was opened; false where it cannot be. */
static bool file_read(int fd, size_t size, char **ret) {
        char *bytes = malloc(size + 1);
        size_t len = 0;
        while (bytes && len < size) {
                ssize_t got = read(fd, bytes + len, size - len);
                if (got <= 0)
                        break;
                len += (size_t)got;
        }
        if (!bytes || len < size) {
                free(bytes);
                return false;
        }
        *ret = bytes;
        return true;
}

/* A file that is not as it was told to the store. Failures of a file are counted, and no failure of the whole. */
static enum cw_err book_read(struct book *book, int fd, const struct stat *st, struct store *store,
                             const struct aliases *aliases, int64_t now, struct books_change *ret, struct err *reterr) {
        char owner[ADDRESS_BYTES], *bytes;
        if (st->st_size > LIMIT_BOOK_BYTES || !owner_of(book->name, aliases, owner) ||
            !file_read(fd, (size_t)st->st_size, &bytes)) {
                ret->unread++;
                return CW_OK;
        }
        struct span all = { bytes, (size_t)st->st_size };
        enum cw_err status = addresses_tell(store, owner, book->name, all, now, ret, reterr);
        free(bytes);
        if (status != CW_OK)
                return status;
        ret->changed++;
        book->told = true;
        book->changed = st->st_mtim;
        book->size = st->st_size;
        return CW_OK;
}

static enum cw_err book_look(struct books *books, struct book *book, struct store *store, const struct aliases *aliases,
                             int64_t now, struct books_change *ret, struct err *reterr) {
        char path[4096];
        struct stat st;
        ret->files++;
        if ((size_t)snprintf(path, sizeof path, "%s/%s", books->folder, book->name) >= sizeof path) {
                ret->unread++;
                return CW_OK;
        }
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && book->told && book->size == st.st_size &&
            book->changed.tv_sec == st.st_mtim.tv_sec && book->changed.tv_nsec == st.st_mtim.tv_nsec)
                return CW_OK;
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
                ret->unread++;
                if (fd >= 0)
                        close(fd);
                return CW_OK;
        }
        enum cw_err status = book_read(book, fd, &st, store, aliases, now, ret, reterr);
        close(fd);
        return status;
}

/* ---- What is gone --------------------------------------------------------------------------------------------------- */

static enum cw_err book_forget(struct store *store, const char *owner, const char *source, int64_t now,
                               struct books_change *ret, struct err *reterr) {
        enum cw_err status = relation_replace(store, owner, source, NULL, 0, now, reterr);
        if (status == CW_OK)
                ret->gone++;
        return status;
}

static const struct column known_list_of[] = { KEY(relation_record, owner), KEY(relation_record, source) };
static const struct columns known_columns = COLUMNS(known_list_of, relation_record);

/* Owners and sources that the store has of address books, behind a pair. */
static enum cw_err known_ask(struct store *store, const char *owner, const char *source,
                             const struct relation_record **ret, uint32_t *ret_count, struct err *reterr) {
        struct ask ask = ask_for(store, "SELECT owner, source FROM relation WHERE kind = 'contact' "
                                        "AND source >= '" SOURCE "' AND source < 'vcard;' AND (owner, source) > ($1, $2) "
                                        "GROUP BY owner, source ORDER BY owner, source LIMIT $3");
        ask_key(&ask, owner);
        ask_key(&ask, source);
        ask_integer(&ask, LIMIT_STORE_PAGE);
        return ask_rows(&ask, &known_columns, (const void **)ret, ret_count, reterr);
}

/* True where a file of the shelf tells this source, and tells it of this owner. */
static bool is_told(const struct shelf *shelf, const struct relation_record *known, const struct aliases *aliases) {
        char owner[ADDRESS_BYTES], name[NAME_BYTES];
        (void)snprintf(name, sizeof name, "%s", known->source + strlen(SOURCE));
        const struct book *book = shelf_find(shelf, name);
        return book && owner_of(book->name, aliases, owner) && strcmp(owner, known->owner) == 0;
}

/* Compares the store with the shelf: for what changed while nobody looked. */
static enum cw_err known_compare(struct books *books, struct store *store, const struct aliases *aliases, int64_t now,
                                 struct books_change *ret, struct err *reterr) {
        char owner[ADDRESS_BYTES] = "", source[NAME_BYTES + sizeof SOURCE] = "";
        for (uint32_t count = LIMIT_STORE_PAGE; count == LIMIT_STORE_PAGE;) {
                const struct relation_record *known;
                enum cw_err status = known_ask(store, owner, source, &known, &count, reterr);
                if (status != CW_OK)
                        return status;
                struct relation_record *gone = calloc(count ? count : 1, sizeof *gone);
                if (!gone)
                        return err_set(reterr, CW_ERR_MEMORY, "address books: no memory");
                uint32_t gone_count = 0;
                for (uint32_t i = 0; i < count; i++)
                        if (!is_told(&books->shelf, &known[i], aliases))
                                gone[gone_count++] = known[i];
                if (count > 0) {
                        (void)snprintf(owner, sizeof owner, "%s", known[count - 1].owner);
                        (void)snprintf(source, sizeof source, "%s", known[count - 1].source);
                }
                /* Writing reads nothing, so what was read stays. */
                for (uint32_t i = 0; status == CW_OK && i < gone_count; i++)
                        status = book_forget(store, gone[i].owner, gone[i].source, now, ret, reterr);
                free(gone);
                if (status != CW_OK)
                        return status;
        }
        books->compared = true;
        return CW_OK;
}

/* ---- A look --------------------------------------------------------------------------------------------------------- */

/* Lists the folder anew; what was on the old shelf and is not on the new one is forgotten. */
static enum cw_err shelf_renew(struct books *books, struct store *store, const struct aliases *aliases, int64_t now,
                               struct books_change *ret, struct err *reterr) {
        struct shelf shelf = { 0 };
        char owner[ADDRESS_BYTES], source[NAME_BYTES + sizeof SOURCE];
        enum cw_err status = folder_list(books->folder, NULL, &shelf, reterr);
        if (status == CW_OK && shelf.count > 0)
                qsort(shelf.items, shelf.count, sizeof *shelf.items, compare_books);
        for (uint32_t i = 0; status == CW_OK && i < books->shelf.count; i++) {
                const struct book *old = &books->shelf.items[i];
                struct book *new = shelf_find(&shelf, old->name);
                if (new) {
                        new->told = old->told;
                        new->changed = old->changed;
                        new->size = old->size;
                } else if (owner_of(old->name, aliases, owner)) {
                        (void)snprintf(source, sizeof source, SOURCE "%s", old->name);
                        status = book_forget(store, owner, source, now, ret, reterr);
                }
        }
        if (status != CW_OK) {
                shelf_free(&shelf);
                return status;
        }
        shelf_free(&books->shelf);
        books->shelf = shelf;
        return books->compared ? CW_OK : known_compare(books, store, aliases, now, ret, reterr);
}

enum cw_err books_look(struct books *books, struct store *store, const struct aliases *aliases, int64_t now,
                       struct books_change *ret, struct err *reterr) {
        *ret = (struct books_change){ 0 };
        enum cw_err status = books->at == 0 ? shelf_renew(books, store, aliases, now, ret, reterr) : CW_OK;
        while (status == CW_OK && books->at < books->shelf.count && ret->changed < FILES_A_LOOK) {
                status = book_look(books, &books->shelf.items[books->at], store, aliases, now, ret, reterr);
                if (status == CW_OK)
                        books->at++;
        }
        ret->more = status == CW_OK && books->at < books->shelf.count;
        if (!ret->more && status == CW_OK)
                books->at = 0;
        return status;
}
