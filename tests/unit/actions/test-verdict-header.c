/* The field Calwarden-Verdict: what is written is read back, what was changed is not believed, and what it says to one
 * recipient is hidden from the others. */
#include "actions/verdict-header.h"

#include <sys/stat.h>

#include "actions-test.h"

enum { NOW = 1795187121, AGE = 7 * 86400, MAIL_BYTES = 65536 };

static const struct verdict_entry entries[] = {
        { SPAN("anna@example.org"), CLASS_CLEAN, PLACEMENT_INSERT },
        { SPAN("carl@example.org"), CLASS_DOUBTFUL, PLACEMENT_OFFER },
        { SPAN("dora@example.org"), CLASS_CERTAIN, PLACEMENT_WITHHOLD },
};

struct scene {
        struct arena *arena;
        struct verdict_keys keys;
        struct verdict_header header, read;
        char mail[MAIL_BYTES];
};

static int set_up(void **state) {
        struct scene *scene = calloc(1, sizeof *scene);
        scene->arena = arena_new(1 << 24);
        verdict_keys_from(SPAN("a secret of thirty-two bytes or more"), &scene->keys);
        scene->header = (struct verdict_header){ .at = NOW,
                                                 .class = CLASS_CLEAN,
                                                 .placement = PLACEMENT_WITHHOLD,
                                                 .originator = ORIGINATOR_DOMAIN_VERIFIED,
                                                 .entries = entries,
                                                 .entry_count = 3 };
        memcpy(scene->header.id, test_id, sizeof test_id);
        *state = scene;
        return 0;
}

static int tear_down(void **state) {
        struct scene *scene = *state;
        arena_free(scene->arena);
        free(scene);
        return 0;
}

/* The mail as a mail system delivers it, with the field on top. */
static struct span delivered(struct scene *scene, const char *value, const char *mail) {
        int len = snprintf(scene->mail, sizeof scene->mail, "Calwarden-Verdict: %s\r\n%s", value, mail);
        assert_in_range(len, 1, sizeof scene->mail - 1);
        return (struct span){ scene->mail, (size_t)len };
}

static struct span written(struct scene *scene) {
        return verdict_header_write(&scene->keys, &scene->header, SPAN(test_mail), scene->arena);
}

static enum verdict_check check(struct scene *scene, struct span mail) {
        return verdict_header_check(&scene->keys, mail, NOW + 60, AGE, scene->arena, &scene->read);
}

static void what_is_written_is_read_back(void **state) {
        struct scene *scene = *state;
        struct span mail = delivered(scene, written(scene).ptr, test_mail);
        assert_int_equal(check(scene, mail), VERDICT_CHECK_GOOD);
        assert_string_equal(scene->read.id, test_id);
        assert_int_equal(scene->read.at, NOW);
        assert_int_equal(scene->read.class, CLASS_CLEAN);
        assert_int_equal(scene->read.placement, PLACEMENT_WITHHOLD);
        assert_int_equal(scene->read.originator, ORIGINATOR_DOMAIN_VERIFIED);
        for (size_t i = 0; i < 3; i++) {
                enum verdict_class class;
                enum placement placement;
                assert_true(verdict_header_find(&scene->keys, &scene->read, entries[i].address, &class, &placement));
                assert_int_equal(class, entries[i].class);
                assert_int_equal(placement, entries[i].placement);
        }
}

static void all_combinations_are_told_to_recipients(void **state) {
        struct scene *scene = *state;
        for (enum verdict_class class = 0; class < CLASSES; class ++) {
                for (enum placement placement = 0; placement < PLACEMENTS; placement++) {
                        const struct verdict_entry entry = { entries[0].address, class, placement };
                        enum verdict_class got_class;
                        enum placement got_placement;
                        scene->header.entries = &entry;
                        scene->header.entry_count = 1;
                        assert_int_equal(check(scene, delivered(scene, written(scene).ptr, test_mail)),
                                         VERDICT_CHECK_GOOD);
                        assert_true(verdict_header_find(&scene->keys, &scene->read, entry.address, &got_class,
                                                        &got_placement));
                        assert_int_equal(got_class, class);
                        assert_int_equal(got_placement, placement);
                }
        }
}

/* As mail systems, lists and mailboxes change a mail without changing what it says. */
static void ordinary_changes_on_the_way_do_no_harm(void **state) {
        static const char *const mails[] = {
                "Message-ID: <one@example.org>\nSubject: Meeting\n\nLet us meet.\n",
                "Message-ID: <one@example.org>\nSubject: [list] Meeting\nX-More: x\n\nLet us meet.",
                "Received: by mx.example.org;\r\n\tFri\r\nMESSAGE-ID:\r\n <one@example.org>\r\n\r\nLet us meet.\r\n\r\n\r\n",
        };
        struct scene *scene = *state;
        struct span value = written(scene);
        for (size_t i = 0; i < 3; i++)
                if (check(scene, delivered(scene, value.ptr, mails[i])) != VERDICT_CHECK_GOOD)
                        fail_msg("%s", mails[i]);
        /* Folded otherwise. */
        char *flat = strdup(value.ptr);
        for (char *at = flat; *at; at++)
                if (*at == '\n' || *at == '\t')
                        *at = ' ';
        assert_int_equal(check(scene, delivered(scene, flat, test_mail)), VERDICT_CHECK_GOOD);
        free(flat);
}

static const char parts[] = "Message-ID: <one@example.org>\r\nMIME-Version: 1.0\r\n"
                            "Content-Type: multipart/mixed; boundary=\"a b\"\r\nSubject: Meeting\r\n\r\n"
                            "--a b\r\n\r\nLet us meet.\r\n--ab\r\n\r\nElsewhere.\r\n";

/* What the body means is said by its header (RFC 2045), and a mail without Message-ID gets none behind us. */
static void fields_that_say_how_it_is_read_are_covered(void **state) {
        static const struct {
                const char *judged, *delivered;
                enum verdict_check check;
        } cases[] = {
                { parts, parts, VERDICT_CHECK_GOOD },
                { "Content-Type: text/plain;\r\n\tcharset=utf-8\r\n\r\nx\r\n",
                  "Content-Length: 1\nContent-Type:text/plain;   charset=utf-8 \n\nx\n", VERDICT_CHECK_GOOD },
                { "Content-Type: text/plain\r\n\r\nx\r\n", "Content-Type: text/calendar\r\n\r\nx\r\n",
                  VERDICT_CHECK_FORGED },
                { "Content-Type: text/plain\r\n\r\nx\r\n",
                  "Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\nx\r\n", VERDICT_CHECK_FORGED },
                { "Content-Type: multipart/mixed; boundary=\"a b\"\r\n\r\nx",
                  "Content-Type: multipart/mixed; boundary=\"ab\"\r\n\r\nx", VERDICT_CHECK_FORGED },
                { "Content-Type: text/plain\r\n\r\nx\r\n", "\r\nx\r\n", VERDICT_CHECK_FORGED },
                { "\r\nx\r\n", "content-type : text/calendar\r\n\r\nx\r\n", VERDICT_CHECK_FORGED },
                { "Subject: no id\r\n\r\nx\r\n", "Message-ID: <one@example.org>\r\n\r\nx\r\n", VERDICT_CHECK_FORGED },
                { "Message-ID: <one@example.org>\r\n\r\nx\r\n",
                  "Message-ID: <one@example.org>\r\nMessage-ID: <two@example.org>\r\n\r\nx\r\n", VERDICT_CHECK_FORGED },
        };
        struct scene *scene = *state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct span value = verdict_header_write(&scene->keys, &scene->header, span_from(cases[i].judged),
                                                         scene->arena);
                if (check(scene, delivered(scene, value.ptr, cases[i].delivered)) != cases[i].check)
                        fail_msg("%s", cases[i].delivered);
        }
}

static void what_was_changed_is_forged(void **state) {
        static const char *const mails[] = {
                "Message-ID: <one@example.org>\r\n\r\nLet us meet. Here.\r\n",
                "Message-ID: <one@example.org>\r\n\r\n\r\nLet us meet.\r\n",
                "Message-ID: <two@example.org>\r\n\r\nLet us meet.\r\n",
                "Subject: no id\r\n\r\nLet us meet.\r\n",
                "Message-ID: <two@example.org>\r\nMessage-ID: <one@example.org>\r\n\r\nLet us meet.\r\n",
        };
        struct scene *scene = *state;
        struct span value = written(scene);
        for (size_t i = 0; i < sizeof mails / sizeof *mails; i++)
                if (check(scene, delivered(scene, value.ptr, mails[i])) != VERDICT_CHECK_FORGED)
                        fail_msg("%s", mails[i]);
        verdict_keys_from(SPAN("another secret of thirty-two bytes"), &scene->keys);
        assert_int_equal(check(scene, delivered(scene, value.ptr, test_mail)), VERDICT_CHECK_FORGED);
}

/* No byte of it can be another one, unless it is white space. */
static void every_byte_of_it_is_covered(void **state) {
        struct scene *scene = *state;
        char *value = strdup(written(scene).ptr);
        for (size_t i = 0; value[i]; i++) {
                char was = value[i];
                if (ascii_space(was))
                        continue;
                value[i] = was == 'A' ? 'B' : 'A';
                enum verdict_check result = check(scene, delivered(scene, value, test_mail));
                if (result != VERDICT_CHECK_FORGED && result != VERDICT_CHECK_BROKEN)
                        fail_msg("byte %zu, '%c': %s", i, was, verdict_check_name(result));
                value[i] = was;
        }
        free(value);
}

static void the_topmost_one_counts(void **state) {
        struct scene *scene = *state;
        char two[4096];
        (void)snprintf(two, sizeof two, "Calwarden-Verdict: %s\r\n%s", written(scene).ptr, test_mail);
        assert_int_equal(check(scene, delivered(scene, "v=1; placement=insert", two)), VERDICT_CHECK_BROKEN);
}

static void what_is_no_such_field_is_told(void **state) {
        static const struct {
                const char *mail;
                enum verdict_check check;
        } cases[] = {
                { "", VERDICT_CHECK_ABSENT },
                { "Subject: x\r\n\r\nCalwarden-Verdict: v=1\r\n", VERDICT_CHECK_ABSENT },
                { "Calwarden-Verdict:\r\n\r\n", VERDICT_CHECK_BROKEN },
                { "Calwarden-Verdict: v=2; id=01KAKX0000ABCDEFGHJKMNPQRS\r\n\r\n", VERDICT_CHECK_BROKEN },
                { "Calwarden-Verdict: v=1; id=01KAKX0000ABCDEFGHJKMNPQRS; t=-5; class=clean; placement=insert; "
                  "originator=verified; r=; mac=AAAAAAAAAAAAAAAAAAAAAA\r\n\r\n",
                  VERDICT_CHECK_BROKEN },
                { "Calwarden-Verdict: v=1; id=01KAKX0000ABCDEFGHJKMNPQRS; t=5; class=clean; placement=insert; "
                  "originator=verified; r=; mac=AAAAAAAAAAAAAAAAAAAAAA\r\n\r\n",
                  VERDICT_CHECK_FORGED },
                { "Calwarden-Verdict: v=1; id=01KAKX0000ABCDEFGHJKMNPQRS; t=5; class=clean; placement=insert; "
                  "originator=verified; r=; mac=\r\n\r\n",
                  VERDICT_CHECK_BROKEN },
        };
        struct scene *scene = *state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                if (check(scene, span_from(cases[i].mail)) != cases[i].check)
                        fail_msg("%s", cases[i].mail);
}

static void old_ones_are_not_believed(void **state) {
        struct scene *scene = *state;
        struct span mail = delivered(scene, written(scene).ptr, test_mail);
        assert_int_equal(verdict_header_check(&scene->keys, mail, NOW + AGE, AGE, scene->arena, &scene->read),
                         VERDICT_CHECK_GOOD);
        assert_int_equal(verdict_header_check(&scene->keys, mail, NOW + AGE + 1, AGE, scene->arena, &scene->read),
                         VERDICT_CHECK_OLD);
        assert_int_equal(verdict_header_check(&scene->keys, mail, NOW - 301, AGE, scene->arena, &scene->read),
                         VERDICT_CHECK_OLD);
}

/* ---- Recipients ------------------------------------------------------------------------------------------------------- */

static struct span entries_of(struct scene *scene, const struct verdict_entry *list, uint32_t count) {
        scene->header.entries = list;
        scene->header.entry_count = count;
        assert_int_equal(check(scene, delivered(scene, written(scene).ptr, test_mail)), VERDICT_CHECK_GOOD);
        return scene->read.entries_read;
}

static void the_number_of_recipients_does_not_show(void **state) {
        struct scene *scene = *state;
        size_t none = entries_of(scene, NULL, 0).len;
        for (uint32_t count = 1; count <= 3; count++)
                assert_int_equal(entries_of(scene, entries, count).len, none);
        const struct verdict_entry five[5] = { entries[0],
                                               entries[1],
                                               entries[2],
                                               { SPAN("ben@example.org"), CLASS_CLEAN, PLACEMENT_INSERT },
                                               { SPAN("eve@example.org"), CLASS_CLEAN, PLACEMENT_INSERT } };
        assert_int_equal(entries_of(scene, five, 5).len, 8 * 13 - 1);
}

/* Who is given twice, openly and hidden, under two addresses of his: equal entries would show it. */
static void a_person_has_one_entry(void **state) {
        struct scene *scene = *state;
        const struct verdict_entry twice[] = { entries[0],
                                               { entries[0].address, CLASS_DOUBTFUL, PLACEMENT_OFFER },
                                               entries[1],
                                               entries[1],
                                               entries[2] };
        enum verdict_class class;
        enum placement placement;
        char *text = strdup(arena_copy(scene->arena, entries_of(scene, twice, 5)).ptr);
        assert_int_equal(strlen(text), 4 * 13 - 1);
        for (char *entry = text; *entry; entry += entry[12] ? 13 : 12)
                for (char *other = text; other < entry; other += 13)
                        assert_memory_not_equal(entry, other, 12);
        free(text);
        assert_true(verdict_header_find(&scene->keys, &scene->read, entries[0].address, &class, &placement));
        assert_int_equal(class, CLASS_DOUBTFUL);
        assert_int_equal(placement, PLACEMENT_OFFER);
}

static void others_find_nothing(void **state) {
        struct scene *scene = *state;
        enum verdict_class class;
        enum placement placement;
        entries_of(scene, entries, 2);
        assert_false(verdict_header_find(&scene->keys, &scene->read, SPAN("dora@example.org"), &class, &placement));
        assert_false(verdict_header_find(&scene->keys, &scene->read, SPAN(""), &class, &placement));
        struct verdict_keys others;
        verdict_keys_from(SPAN("another secret of thirty-two bytes"), &others);
        assert_false(verdict_header_find(&others, &scene->read, SPAN("anna@example.org"), &class, &placement));
}

/* Neither by the text of an entry, nor by its place, nor over two items. */
static void entries_tell_nothing_without_the_secret(void **state) {
        struct scene *scene = *state;
        struct verdict_entry other = entries[0];
        char first[32], second[32];
        (void)snprintf(first, sizeof first, "%.12s", entries_of(scene, entries, 1).ptr);
        other.placement = PLACEMENT_WITHHOLD;
        struct span changed = entries_of(scene, &other, 1);
        char *copy = strndup(changed.ptr, changed.len);
        scene->header.id[25] = 'T';
        struct span next = entries_of(scene, entries, 1);
        for (struct span rest = next; rest.len;) {
                struct span entry = span_split(&rest, ',');
                (void)snprintf(second, sizeof second, "%.*s", (int)entry.len, entry.ptr);
                assert_null(strstr(copy, second));
        }
        assert_false(span_has(next, span_from(first)));
        assert_false(span_has(next, SPAN("anna")));
        free(copy);
}

/* The order of the envelope does not show: a hidden recipient often stands last. */
static void the_order_of_recipients_does_not_show(void **state) {
        struct scene *scene = *state;
        const struct verdict_entry turned[] = { entries[2], entries[0], entries[1] };
        struct span text = entries_of(scene, entries, 3);
        char *copy = strndup(text.ptr, text.len);
        assert_true(span_equal(entries_of(scene, turned, 3), span_from(copy)));
        free(copy);
}

/* The same answer to many looks different to each. */
static void answers_do_not_look_alike(void **state) {
        enum { MANY = 64 };
        struct scene *scene = *state;
        struct verdict_entry *list = arena_alloc(scene->arena, MANY * sizeof *list);
        char first = 0;
        uint32_t same = 0;
        for (uint32_t i = 0; i < MANY; i++)
                list[i] = (struct verdict_entry){ arena_format(scene->arena, "user%u@example.org", i), CLASS_CLEAN,
                                                  PLACEMENT_INSERT };
        for (struct span rest = entries_of(scene, list, MANY); rest.len;) {
                struct span entry = span_split(&rest, ',');
                first = first ? first : entry.ptr[11];
                same += entry.ptr[11] == first;
        }
        assert_in_range(same, 1, MANY / 4);
}

static void many_recipients_fit(void **state) {
        enum { MANY = 1000 };
        struct scene *scene = *state;
        struct verdict_entry *list = arena_alloc(scene->arena, MANY * sizeof *list);
        for (uint32_t i = 0; i < MANY; i++)
                list[i] = (struct verdict_entry){ arena_format(scene->arena, "user%u@example.org", i), i % CLASSES,
                                                  i % PLACEMENTS };
        assert_int_equal(entries_of(scene, list, MANY).len, 1024 * 13 - 1);
        for (uint32_t i = 0; i < MANY; i++) {
                enum verdict_class class;
                enum placement placement;
                assert_true(verdict_header_find(&scene->keys, &scene->read, list[i].address, &class, &placement));
                assert_int_equal(class, list[i].class);
                assert_int_equal(placement, list[i].placement);
        }
}

static void lines_are_short(void **state) {
        struct scene *scene = *state;
        for (struct span rest = written(scene); rest.len;)
                assert_in_range(span_split(&rest, '\n').len, 1, 120);
}

/* ---- The secret ------------------------------------------------------------------------------------------------------- */

static void a_secret_is_made_once(void **state) {
        (void)state;
        char folder[] = "/tmp/calwarden-test-XXXXXX", path[64];
        struct verdict_keys first, again;
        struct err err;
        struct stat info;
        assert_non_null(mkdtemp(folder));
        (void)snprintf(path, sizeof path, "%s/secret", folder);
        assert_int_equal(verdict_keys_load(path, false, &first, &err), CW_ERR_NOT_FOUND);
        assert_int_equal(verdict_keys_load(path, true, &first, &err), CW_OK);
        assert_int_equal(verdict_keys_load(path, true, &again, &err), CW_OK);
        assert_memory_equal(&first, &again, sizeof first);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
        unlink(path);
        assert_int_equal(verdict_keys_load(path, true, &again, &err), CW_OK);
        assert_memory_not_equal(&first, &again, sizeof first);
        assert_int_equal(chmod(path, 0644), 0);
        assert_int_equal(verdict_keys_load(path, true, &again, &err), CW_ERR_CONFIG);
        unlink(path);
        FILE *file = fopen(path, "w");
        fputs("too short\n", file);
        fchmod(fileno(file), 0600);
        fclose(file);
        assert_int_equal(verdict_keys_load(path, true, &again, &err), CW_ERR_CONFIG);
        unlink(path);
        assert_int_equal(rmdir(folder), 0);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(what_is_written_is_read_back, set_up, tear_down),
                cmocka_unit_test_setup_teardown(all_combinations_are_told_to_recipients, set_up, tear_down),
                cmocka_unit_test_setup_teardown(ordinary_changes_on_the_way_do_no_harm, set_up, tear_down),
                cmocka_unit_test_setup_teardown(fields_that_say_how_it_is_read_are_covered, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_was_changed_is_forged, set_up, tear_down),
                cmocka_unit_test_setup_teardown(every_byte_of_it_is_covered, set_up, tear_down),
                cmocka_unit_test_setup_teardown(the_topmost_one_counts, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_is_no_such_field_is_told, set_up, tear_down),
                cmocka_unit_test_setup_teardown(old_ones_are_not_believed, set_up, tear_down),
                cmocka_unit_test_setup_teardown(the_number_of_recipients_does_not_show, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_person_has_one_entry, set_up, tear_down),
                cmocka_unit_test_setup_teardown(others_find_nothing, set_up, tear_down),
                cmocka_unit_test_setup_teardown(entries_tell_nothing_without_the_secret, set_up, tear_down),
                cmocka_unit_test_setup_teardown(the_order_of_recipients_does_not_show, set_up, tear_down),
                cmocka_unit_test_setup_teardown(answers_do_not_look_alike, set_up, tear_down),
                cmocka_unit_test_setup_teardown(many_recipients_fit, set_up, tear_down),
                cmocka_unit_test_setup_teardown(lines_are_short, set_up, tear_down),
                cmocka_unit_test(a_secret_is_made_once),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
