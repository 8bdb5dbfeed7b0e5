/* message-oracle: reads the same mails with GMime and with ours and prints every difference in the tree of parts, the
 * decoded bytes, file names, subject and From. One that message-explained.tsv does not explain fails.
 *
 *   message-oracle REPOSITORY [FILE|FOLDER…]     (CW_CORPUS: a folder of collected mails, default ../shared/corpus)
 */
#include <dirent.h>
#include <gmime/gmime.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "message/address.h"
#include "oracle/explained.h"

/* What both sides say of one part. */
struct seen {
        char *type, *name;
        guint64 hash;
        size_t length;
        bool leaf;
};

static struct explained explained;
static unsigned mails, differences, unexplained;

static void differ(const char *file, const char *what, const char *theirs, const char *ours) {
        const char *reason = explained_find(&explained, file, what);
        differences++;
        if (reason)
                return;
        unexplained++;
        printf("%s\t%s\n        GMime: %s\n        ours:  %s\n", file, what, theirs, ours);
}

static void compare(const char *file, const char *what, const char *theirs, const char *ours) {
        if (strcmp(theirs, ours) != 0)
                differ(file, what, theirs, ours);
}

static guint64 hash_of(const char *bytes, size_t length) {
        guint64 hash = 0xCBF29CE484222325;
        for (size_t i = 0; i < length; i++)
                hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001B3;
        return hash;
}

/* Without the NULs that would end a C string. */
static char *text(struct span s) {
        return g_strndup(s.len ? s.ptr : "", s.len);
}

static void gmime_leaf(GMimePart *part, struct seen *seen) {
        GMimeDataWrapper *content = g_mime_part_get_content(part);
        GMimeStream *stream = g_mime_stream_mem_new();
        if (content)
                g_mime_data_wrapper_write_to_stream(content, stream);
        GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
        const char *name = g_mime_part_get_filename(part);
        seen->name = g_strdup(name ? name : "");
        seen->length = bytes->len;
        seen->hash = hash_of((const char *)bytes->data, bytes->len);
        seen->leaf = true;
        g_object_unref(stream);
}

static void gmime_walk(GMimeObject *object, GArray *list) {
        struct seen seen = { .name = NULL };
        if (!object)
                return;
        char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
        seen.type = g_ascii_strdown(type, -1);
        g_free(type);
        if (GMIME_IS_PART(object))
                gmime_leaf(GMIME_PART(object), &seen);
        g_array_append_val(list, seen);
        if (GMIME_IS_MULTIPART(object)) {
                for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(object)); i++)
                        gmime_walk(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), list);
        } else if (GMIME_IS_MESSAGE_PART(object)) {
                GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
                if (message)
                        gmime_walk(g_mime_message_get_mime_part(message), list);
        }
}

static void ours_walk(const struct message *message, GArray *list) {
        for (uint32_t i = 0; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                if (part->source != PART_MIME)
                        continue;
                struct seen seen = {
                        .type = g_strdup_printf("%.*s/%.*s", (int)part->type.len, part->type.ptr,
                                                (int)part->subtype.len, part->subtype.ptr),
                        .name = text(part->file_name),
                        .length = part->data.len,
                        .hash = hash_of(part->data.ptr, part->data.len),
                        .leaf = !part_is_multipart(part) && !part->embedded,
                };
                g_array_append_val(list, seen);
        }
}

static char *types_of(const GArray *list) {
        GString *types = g_string_new("");
        for (guint i = 0; i < list->len; i++)
                g_string_append_printf(types, "%s%s", i ? " " : "", g_array_index(list, struct seen, i).type);
        return g_string_free(types, FALSE);
}

static void list_free(GArray *list) {
        for (guint i = 0; i < list->len; i++) {
                g_free(g_array_index(list, struct seen, i).type);
                g_free(g_array_index(list, struct seen, i).name);
        }
        g_array_free(list, TRUE);
}

static void parts_compare(const char *file, const GArray *theirs, const GArray *ours) {
        char *a = types_of(theirs), *b = types_of(ours);
        compare(file, "types", a, b);
        bool same = strcmp(a, b) == 0;
        g_free(a);
        g_free(b);
        for (guint i = 0; same && i < theirs->len; i++) {
                const struct seen *t = &g_array_index(theirs, struct seen, i), *o = &g_array_index(ours, struct seen, i);
                char what[32], left[64], right[64];
                if (!t->leaf || !o->leaf)
                        continue;
                (void)snprintf(what, sizeof what, "data %u", i + 1);
                (void)snprintf(left, sizeof left, "%zu bytes, %016" G_GINT64_MODIFIER "x", t->length, t->hash);
                (void)snprintf(right, sizeof right, "%zu bytes, %016" G_GINT64_MODIFIER "x", o->length, o->hash);
                compare(file, what, left, right);
                (void)snprintf(what, sizeof what, "name %u", i + 1);
                compare(file, what, t->name, o->name);
        }
}

static char *gmime_from(GMimeMessage *message) {
        InternetAddressList *list = g_mime_message_get_from(message);
        GString *from = g_string_new("");
        for (int i = 0; list && i < internet_address_list_length(list); i++) {
                InternetAddress *address = internet_address_list_get_address(list, i);
                if (INTERNET_ADDRESS_IS_MAILBOX(address))
                        g_string_append_printf(from, "%s <%s> ", address->name ? address->name : "",
                                               internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
        }
        char *lower = g_utf8_strdown(from->str, -1);
        g_string_free(from, TRUE);
        return lower;
}

static char *our_from(struct arena *arena, const struct message *message) {
        struct mailboxes list = message_mailboxes(arena, message, HEADER_FROM);
        GString *from = g_string_new("");
        for (uint32_t i = 0; i < list.count; i++)
                g_string_append_printf(from, "%.*s <%.*s> ", (int)list.items[i].name.len, list.items[i].name.ptr,
                                       (int)list.items[i].address.len, list.items[i].address.ptr);
        char *lower = g_utf8_strdown(from->str, -1);
        g_string_free(from, TRUE);
        return lower;
}

static void mail_compare(const char *file, char *bytes, size_t length) {
        GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
        GMimeParser *parser = g_mime_parser_new_with_stream(stream);
        GMimeMessage *theirs = g_mime_parser_construct_message(parser, NULL);
        struct arena *arena = arena_new(length * LIMIT_ARENA_FACTOR + LIMIT_ARENA_FLOOR);
        struct defects defects = { .arena = arena };
        const struct message *ours = message_read(arena, (struct span){ bytes, length }, &defects);
        GArray *a = g_array_new(FALSE, FALSE, sizeof(struct seen)), *b = g_array_new(FALSE, FALSE, sizeof(struct seen));
        if (theirs) {
                const char *subject = g_mime_message_get_subject(theirs);
                char *our_subject = text(message_text(arena, ours, HEADER_SUBJECT));
                char *left = gmime_from(theirs), *right = our_from(arena, ours);
                gmime_walk(g_mime_message_get_mime_part(theirs), a);
                ours_walk(ours, b);
                compare(file, "subject", subject ? subject : "", our_subject);
                compare(file, "from", left, right);
                parts_compare(file, a, b);
                g_free(our_subject);
                g_free(left);
                g_free(right);
                g_object_unref(theirs);
        } else {
                differ(file, "message", "nothing", "a message");
        }
        list_free(a);
        list_free(b);
        arena_free(arena);
        g_object_unref(parser);
        g_object_unref(stream);
        mails++;
}

static void read_path(const char *path) {
        struct stat info;
        if (stat(path, &info) != 0) {
                printf("%s is not there\n", path);
                return;
        }
        if (!S_ISDIR(info.st_mode)) {
                char *bytes;
                gsize length;
                char *name = g_path_get_basename(path);
                if (g_file_get_contents(path, &bytes, &length, NULL)) {
                        mail_compare(name, bytes, length);
                        g_free(bytes);
                }
                g_free(name);
                return;
        }
        struct dirent **entries;
        int count = scandir(path, &entries, NULL, alphasort);
        for (int i = 0; i < count; i++) {
                char *below = g_build_filename(path, entries[i]->d_name, NULL);
                bool wanted = entries[i]->d_name[0] != '.' &&
                              (g_file_test(below, G_FILE_TEST_IS_DIR) || g_str_has_suffix(below, ".eml"));
                if (wanted)
                        read_path(below);
                g_free(below);
                free(entries[i]);
        }
        if (count >= 0)
                free(entries);
}

int main(int argc, char **argv) {
        if (argc < 2) {
                (void)fputs("message-oracle REPOSITORY [FILE|FOLDER...]\n", stderr);
                return 64;
        }
        g_mime_init();
        char *list = g_build_filename(argv[1], "tests/oracle/message-explained.tsv", NULL);
        explained_read(&explained, list);
        const char *corpus = getenv("CW_CORPUS");
        char *near = g_build_filename(argv[1], "../shared/corpus", NULL);
        char *collected = g_build_filename(corpus ? corpus : near, "mail", NULL);
        char *own = g_build_filename(argv[1], "tests/fuzz/corpus/message", NULL);
        if (argc == 2) {
                read_path(own);
                read_path(collected);
        }
        for (int i = 2; i < argc; i++)
                read_path(argv[i]);
        unsigned unused = explained_unused(&explained);
        printf("%u mails, %u differences, %u not explained, %u explanations without a difference\n", mails, differences,
               unexplained, unused);
        explained_free(&explained);
        g_free(list);
        g_free(near);
        g_free(collected);
        g_free(own);
        return unexplained > 0;
}
