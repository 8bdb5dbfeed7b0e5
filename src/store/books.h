/* books: address books (vCard files) as relations: who stands in one is a `contact` of its owner.
 *
 *     FOLDER/anna@example.org.vcf            one file of a user
 *     FOLDER/ben@example.org/private.vcf     or a folder of files of his
 *
 * A file is the whole of what it tells: an address that goes out of it is no contact any more, nor are those of a file that
 * is gone. Names that begin with a dot are left out, and links to outside are followed (exports often are links). Books that
 * programs fill by themselves with whoever wrote or was invited ("collected addresses") do not belong here (attack 16). */
#pragma once

#include "base/span.h"
#include "store/store.h"

struct aliases;

/* The addresses of every EMAIL of a vCard file (2.1, 3.0, 4.0; several cards a file), in the order in which they stand, lower
 * case, each once for each time that it stands there. What is no address is left out. `take` returns false to end it. */
void vcard_addresses(struct span file, bool (*take)(void *context, const char *address), void *context);

/* What is known of a folder between two looks. One thread's own. */
struct books;
[[nodiscard]] enum cw_err books_new(const char *folder, struct books **ret, struct err *reterr);
void books_free(struct books *books); /* NULL is fine */

struct books_change {
        uint32_t files;     /* there are */
        uint32_t changed;   /* that were read */
        uint32_t gone;      /* of which the contacts were forgotten */
        uint32_t unread;    /* that could not be read, or are beyond LIMIT_BOOK_BYTES: their contacts stay */
        uint64_t addresses; /* in those that were read */
        bool more;          /* that was not all: call again, soon */
};
/* Looks at the folder and tells the store what has changed since the last look; all of it the first time. CW_ERR_IO: the
 * folder or the store fail; the next look goes on. A folder that is not there (any more) is a failure and forgets nothing. */
[[nodiscard]] enum cw_err books_look(struct books *books, struct store *store, const struct aliases *aliases,
                                     int64_t now, struct books_change *ret, struct err *reterr);
