/* The same mails through GMime, libical and gumbo: every part decoded, every calendar parsed and walked, the text and the
 * links of every HTML part taken. It is what a filter made of them would do before it judges.
 *   bench-libraries MILLISECONDS MAIL...        prints µs of CPU a mail */
#include <gmime/gmime.h>
#include <gumbo.h>
#include <libical/ical.h>

#include "mails.h"

/* What was found is added up, so that nothing of it is optimised away. */
static size_t found;

static void walk_html(const GumboNode *node) {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
                found += strlen(node->v.text.text);
                return;
        }
        if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_DOCUMENT)
                return;
        const GumboVector *children = node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children
                                                                        : &node->v.element.children;
        if (node->type == GUMBO_NODE_ELEMENT) {
                const GumboAttribute *href = gumbo_get_attribute(&node->v.element.attributes, "href");
                found += href ? strlen(href->value) : 0;
        }
        for (unsigned i = 0; i < children->length; i++)
                walk_html(children->data[i]);
}

static void walk_calendar(icalcomponent *component) {
        for (icalproperty *p = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); p;
             p = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
                const char *value = icalproperty_get_value_as_string(p);
                found += value ? strlen(value) : 0;
        }
        for (icalcomponent *c = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); c;
             c = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
                walk_calendar(c);
}

static void read_part(GMimeObject *parent, GMimeObject *object, void *unused) {
        (void)parent;
        (void)unused;
        if (!GMIME_IS_PART(object))
                return;
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
        if (!content)
                return;
        GMimeStream *stream = g_mime_stream_mem_new();
        (void)g_mime_data_wrapper_write_to_stream(content, stream);
        (void)g_mime_stream_write(stream, "", 1);
        const char *text = (const char *)g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream))->data;
        GMimeContentType *type = g_mime_object_get_content_type(object);
        if (g_mime_content_type_is_type(type, "text", "html")) {
                GumboOutput *html = gumbo_parse(text);
                walk_html(html->document);
                gumbo_destroy_output(&kGumboDefaultOptions, html);
        } else if (g_mime_content_type_is_type(type, "text", "calendar") ||
                   g_mime_content_type_is_type(type, "application", "ics")) {
                icalcomponent *calendar = icalparser_parse_string(text);
                if (calendar) {
                        walk_calendar(calendar);
                        icalcomponent_free(calendar);
                }
                icalmemory_free_ring();
        } else {
                found += strlen(text);
        }
        g_object_unref(stream);
}

static void judge(struct span mail, void *unused) {
        GMimeStream *stream = g_mime_stream_mem_new_with_buffer(mail.ptr, mail.len);
        GMimeParser *parser = g_mime_parser_new_with_stream(stream);
        GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
        if (message) {
                const char *subject = g_mime_message_get_subject(message);
                found += subject ? strlen(subject) : 0;
                found += (size_t)internet_address_list_length(g_mime_message_get_from(message));
                g_mime_message_foreach(message, read_part, unused);
                g_object_unref(message);
        }
        g_object_unref(parser);
        g_object_unref(stream);
}

int main(int argc, char **argv) {
        struct mails mails = mails_read(argc - 2, argv + 2);
        g_mime_init();
        printf("%.2f\n", mails_time(&mails, (unsigned)strtoul(argv[1], NULL, 10), judge, NULL));
        fprintf(stderr, "%zu\n", found);
        return 0;
}
