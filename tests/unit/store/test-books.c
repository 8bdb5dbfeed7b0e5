/* Address books as relations. */
#include "backends.h"

#include <fcntl.h>

#include "base/limits.h"
#include "store/books.h"
#include "store/relations.h"

/* ---- vCard -------------------------------------------------------------------------------------------------------- */

struct list {
        char text[4096];
        int most;
};

static bool take(void *context, const char *address) {
        struct list *list = context;
        size_t len = strlen(list->text);
        snprintf(list->text + len, sizeof list->text - len, "%s ", address);
        return --list->most != 0;
}

static const struct {
        const char *name, *file, *addresses;
} cards[] = {
        { "a card", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\nEMAIL:anna@example.org\r\nEND:VCARD\r\n",
          "anna@example.org " },
        { "bare line feeds", "BEGIN:VCARD\nEMAIL:anna@example.org\nEND:VCARD\n", "anna@example.org " },
        { "no end", "BEGIN:VCARD\nEMAIL:anna@example.org", "anna@example.org " },
        { "byte order mark",
          "\xEF\xBB\xBF"
          "EMAIL:anna@example.org\n",
          "anna@example.org " },
        { "parameters", "EMAIL;TYPE=INTERNET,HOME;PREF=1:anna@example.org\n", "anna@example.org " },
        { "quoted colon", "EMAIL;X-NOTE=\"a:b@c;d\":anna@example.org\n", "anna@example.org " },
        { "group", "item1.EMAIL;type=pref:anna@example.org\nitem1.X-ABLabel:work\n", "anna@example.org " },
        { "version 2.1", "EMAIL;INTERNET:anna@example.org\n", "anna@example.org " },
        { "any case", "email:ANNA@Example.ORG\n", "anna@example.org " },
        { "folded", "EMAIL;TYPE=HO\r\n ME:anna@exa\r\n\tmple.org\r\nTEL:1\r\n", "anna@example.org " },
        { "mailto", "EMAIL:mailto:anna@example.org\n", "anna@example.org " },
        { "white space", "EMAIL: anna@example.org \n", "anna@example.org " },
        { "two", "EMAIL:anna@example.org\nEMAIL:anna@example.net\n", "anna@example.org anna@example.net " },
        { "two cards", "BEGIN:VCARD\nEMAIL:a@example.org\nEND:VCARD\nBEGIN:VCARD\nEMAIL:b@example.org\nEND:VCARD\n",
          "a@example.org b@example.org " },
        { "other alphabets",
          "EMAIL:j\xC3\xB6rg@b\xC3\xBC"
          "cher.example\n",
          "j\xC3\xB6rg@b\xC3\xBC"
          "cher.example " },
        { "other properties",
          "NOTE:EMAIL:a@example.org\nX-EMAIL:b@example.org\nEMAILS:c@example.org\nFN:d@example.org\n", "" },
        { "a note that is folded", "NOTE:see\n EMAIL:a@example.org\n", "" },
        { "no addresses",
          "EMAIL:\nEMAIL:anna\nEMAIL:@example.org\nEMAIL:anna@\nEMAIL:a@b@c\nEMAIL:a b@example.org\n"
          "EMAIL:<a@example.org>\nEMAIL:a@example.org\\,b@example.org\nEMAIL\n",
          "" },
        { "nothing", "", "" },
        { "only folds", " \n \n\t\n", "" },
};

static void cards_are_read(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) {
                struct list list = { .most = -1 };
                vcard_addresses(span_from(cards[i].file), take, &list);
                if (strcmp(list.text, cards[i].addresses) != 0)
                        fail_msg("%s: \"%s\"", cards[i].name, list.text);
        }
}

static void bytes_of_any_kind_are_read(void **state) {
        (void)state;
        struct list list = { .most = -1 };
        vcard_addresses((struct span){ "EMAIL:a\0b@example.org\nEMAIL:b@example.org\0\n\0EMAIL:c@example.org\n", 62 },
                        take, &list);
        assert_string_equal(list.text, "");
        char *lines = malloc(3 * 1000 * 1000);
        memset(lines, 'x', 3 * 1000 * 1000);
        for (int i = 0; i < 1000 * 1000; i++)
                memcpy(lines + 3 * i, i ? " x\n" : "PHO", 3); /* one folded line */
        memcpy(lines + 3 * 1000 * 1000 - 24, "x\nEMAIL:anna@example.org", 24);
        vcard_addresses((struct span){ lines, 3 * 1000 * 1000 }, take, &list);
        free(lines);
        assert_string_equal(list.text, "anna@example.org ");
}

static void reading_ends_when_told(void **state) {
        (void)state;
        struct list list = { .most = 2 };
        vcard_addresses(SPAN("EMAIL:a@b.example\nEMAIL:c@b.example\nEMAIL:d@b.example\n"), take, &list);
        assert_string_equal(list.text, "a@b.example c@b.example ");
}

/* ---- Folders ------------------------------------------------------------------------------------------------------ */

static char folder[128];

static void file_put(const char *name, const char *text) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(text, file);
        fclose(file);
}

static void file_drop(const char *name) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        assert_int_equal(unlink(path), 0);
}

static void folder_put(const char *name) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        assert_int_equal(mkdir(path, 0700), 0);
}

static struct books *books_of_new_folder(void) {
        struct books *books = NULL;
        snprintf(folder, sizeof folder, "%s/books%u", test_folder, test_number);
        assert_int_equal(mkdir(folder, 0700), 0);
        OK(books_new(folder, &books, &err));
        return books;
}

static struct books_change look(struct books *books, struct store *store) {
        struct books_change change, sum = { 0 };
        do {
                OK(books_look(books, store, NULL, 1000, &change, &err));
                sum.files += change.files;
                sum.changed += change.changed;
                sum.gone += change.gone;
                sum.unread += change.unread;
                sum.addresses += change.addresses;
        } while (change.more);
        return sum;
}

static const char *source_of(struct store *store, const char *owner, const char *address) {
        const struct relation_record *rows;
        uint32_t count;
        OK(relation_find(store, owner, address, &rows, &count, &err));
        if (count == 0)
                return "";
        assert_string_equal(rows[0].kind, "contact");
        return rows[0].source;
}

static void files_become_contacts(void **state) {
        struct books *books = books_of_new_folder();
        folder_put("ben@example.org");
        folder_put("ben@example.org/deeper");
        folder_put("nobody");
        file_put("Anna@example.org.vcf", "EMAIL:friend@example.net\nEMAIL:anna@example.org\n");
        file_put("ben@example.org/home.vcf", "EMAIL:mum@example.net\n");
        file_put("ben@example.org/work.VCF", "EMAIL:boss@example.net\nEMAIL:boss@example.net\n");
        file_put("ben@example.org/deeper/x.vcf", "EMAIL:deep@example.net\n");
        file_put("ben@example.org/notes.txt", "EMAIL:text@example.net\n");
        file_put(".hidden@example.org.vcf", "EMAIL:hidden@example.net\n");
        file_put("nobody/x.vcf", "EMAIL:x@example.net\n");
        struct books_change change = look(books, *state);
        assert_int_equal(change.files, 4);
        assert_int_equal(change.changed, 3);
        assert_int_equal(change.unread, 1); /* nobody/x.vcf is no user's */
        assert_string_equal(source_of(*state, "anna@example.org", "friend@example.net"), "vcard:Anna@example.org.vcf");
        assert_string_equal(source_of(*state, "anna@example.org", "anna@example.org"), "");
        assert_string_equal(source_of(*state, "ben@example.org", "mum@example.net"), "vcard:ben@example.org/home.vcf");
        assert_string_equal(source_of(*state, "ben@example.org", "boss@example.net"), "vcard:ben@example.org/work.VCF");
        assert_string_equal(source_of(*state, "ben@example.org", "deep@example.net"), "");
        assert_string_equal(source_of(*state, "ben@example.org", "text@example.net"), "");
        change = look(books, *state);
        assert_int_equal(change.changed, 0);
        books_free(books);
}

static void changes_are_followed(void **state) {
        struct books *books = books_of_new_folder();
        file_put("anna@example.org.vcf", "EMAIL:one@example.net\nEMAIL:two@example.net\n");
        file_put("ben@example.org.vcf", "EMAIL:one@example.net\n");
        (void)look(books, *state);
        file_put("anna@example.org.vcf", "EMAIL:two@example.net\nEMAIL:three@example.net\nX-MORE:\n");
        file_drop("ben@example.org.vcf");
        struct books_change change = look(books, *state);
        assert_int_equal(change.changed, 1);
        assert_int_equal(change.gone, 1);
        assert_string_equal(source_of(*state, "anna@example.org", "one@example.net"), "");
        assert_string_not_equal(source_of(*state, "anna@example.org", "two@example.net"), "");
        assert_string_not_equal(source_of(*state, "anna@example.org", "three@example.net"), "");
        assert_string_equal(source_of(*state, "ben@example.org", "one@example.net"), "");
        books_free(books);
}

/* A file that went while nobody looked; relations of other kinds stay. */
static void what_went_meanwhile_is_forgotten(void **state) {
        struct books *books = books_of_new_folder();
        const char *const old[] = { "old@example.net" }, *const other[] = { "kept@example.net" };
        OK(relation_replace(*state, "anna@example.org", "vcard:gone.vcf", old, 1, 5, &err));
        OK(relation_replace(*state, "anna@example.org", "ldap", other, 1, 5, &err));
        OK(relation_add(*state,
                        &(struct relation_record){ .owner = "anna@example.org",
                                                   .address = "written@example.net",
                                                   .kind = "correspondent",
                                                   .source = "outbound",
                                                   .count = 1 },
                        &err));
        file_put("anna@example.org.vcf", "EMAIL:one@example.net\n");
        struct books_change change = look(books, *state);
        assert_int_equal(change.gone, 1);
        assert_string_equal(source_of(*state, "anna@example.org", "old@example.net"), "");
        assert_string_equal(source_of(*state, "anna@example.org", "kept@example.net"), "ldap");
        const struct relation_record *rows;
        uint32_t count;
        OK(relation_find(*state, "anna@example.org", "written@example.net", &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_int_equal(look(books, *state).gone, 0);
        books_free(books);
}

static void a_folder_that_is_away_forgets_nothing(void **state) {
        struct books *books = books_of_new_folder();
        struct books_change change;
        char away[160];
        file_put("anna@example.org.vcf", "EMAIL:one@example.net\n");
        (void)look(books, *state);
        snprintf(away, sizeof away, "%s.away", folder);
        assert_int_equal(rename(folder, away), 0);
        FAILS(CW_ERR_IO, books_look(books, *state, NULL, 1000, &change, &err));
        assert_string_not_equal(source_of(*state, "anna@example.org", "one@example.net"), "");
        assert_int_equal(rename(away, folder), 0);
        assert_int_equal(look(books, *state).gone, 0);
        books_free(books);
}

static void what_cannot_be_read_stays_as_it_was(void **state) {
        struct books *books = books_of_new_folder();
        char path[256];
        file_put("anna@example.org.vcf", "EMAIL:one@example.net\n");
        (void)look(books, *state);
        snprintf(path, sizeof path, "%s/anna@example.org.vcf", folder);
        assert_int_equal(truncate(path, (off_t)LIMIT_BOOK_BYTES + 1), 0);
        assert_int_equal(look(books, *state).unread, 1);
        assert_string_not_equal(source_of(*state, "anna@example.org", "one@example.net"), "");
        file_drop("anna@example.org.vcf");
        assert_int_equal(mkfifo(path, 0600), 0);
        assert_int_equal(look(books, *state).unread, 1); /* and does not hang */
        assert_string_not_equal(source_of(*state, "anna@example.org", "one@example.net"), "");
        books_free(books);
}

static void many_files_take_several_looks(void **state) {
        struct books *books = books_of_new_folder();
        struct books_change change;
        char name[64];
        for (int i = 0; i < 150; i++) {
                snprintf(name, sizeof name, "u%03d@example.org.vcf", i);
                file_put(name, "EMAIL:one@example.net\n");
        }
        OK(books_look(books, *state, NULL, 1000, &change, &err));
        assert_true(change.more);
        assert_in_range(change.changed, 1, 100);
        struct books_change rest = look(books, *state);
        assert_int_equal(change.changed + rest.changed, 150);
        assert_string_not_equal(source_of(*state, "u149@example.org", "one@example.net"), "");
        books_free(books);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(cards_are_read),
                cmocka_unit_test(bytes_of_any_kind_are_read),
                cmocka_unit_test(reading_ends_when_told),
                STORE_TEST(files_become_contacts),
                STORE_TEST(changes_are_followed),
                STORE_TEST(what_went_meanwhile_is_forgotten),
                STORE_TEST(a_folder_that_is_away_forgets_nothing),
                STORE_TEST(what_cannot_be_read_stays_as_it_was),
                STORE_TEST(many_files_take_several_looks),
        };
        return RUN_ON_BOTH(tests);
}
