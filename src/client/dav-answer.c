#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "client/dav.h"

/* Names that mean something to us: DAV:, urn:ietf:params:xml:ns:caldav, http://calendarserver.org/ns/. */
enum tag {
        TAG_OTHER,
        TAG_MULTISTATUS,
        TAG_ERROR,
        TAG_RESPONSE,
        TAG_HREF,
        TAG_PROPSTAT,
        TAG_STATUS,
        TAG_PROP,
        TAG_RESOURCETYPE,
        TAG_COLLECTION,
        TAG_CALENDAR,
        TAG_IS_INBOX,
        TAG_SUBSCRIBED,
        TAG_COMPONENTS,
        TAG_COMP,
        TAG_PRIVILEGES,
        TAG_PRIVILEGE,
        TAG_WRITE,
        TAG_ADDRESSES,
        TAG_VALUE, /* TAG_VALUE + enum dav_value */
};

static const struct {
        const char *space, *name;
        unsigned tag;
} tags[] = {
        { "DAV:", "multistatus", TAG_MULTISTATUS },
        { "DAV:", "error", TAG_ERROR },
        { "DAV:", "response", TAG_RESPONSE },
        { "DAV:", "href", TAG_HREF },
        { "DAV:", "propstat", TAG_PROPSTAT },
        { "DAV:", "status", TAG_STATUS },
        { "DAV:", "prop", TAG_PROP },
        { "DAV:", "resourcetype", TAG_RESOURCETYPE },
        { "DAV:", "collection", TAG_COLLECTION },
        { "DAV:", "current-user-privilege-set", TAG_PRIVILEGES },
        { "DAV:", "privilege", TAG_PRIVILEGE },
        { "DAV:", "all", TAG_WRITE },
        { "DAV:", "write", TAG_WRITE },
        { "DAV:", "write-content", TAG_WRITE },
        { "DAV:", "getetag", TAG_VALUE + DAV_ETAG },
        { "DAV:", "displayname", TAG_VALUE + DAV_NAME },
        { "DAV:", "current-user-principal", TAG_VALUE + DAV_PRINCIPAL },
        { "urn:ietf:params:xml:ns:caldav", "calendar", TAG_CALENDAR },
        { "urn:ietf:params:xml:ns:caldav", "schedule-inbox", TAG_IS_INBOX },
        { "urn:ietf:params:xml:ns:caldav", "supported-calendar-component-set", TAG_COMPONENTS },
        { "urn:ietf:params:xml:ns:caldav", "comp", TAG_COMP },
        { "urn:ietf:params:xml:ns:caldav", "calendar-user-address-set", TAG_ADDRESSES },
        { "urn:ietf:params:xml:ns:caldav", "calendar-home-set", TAG_VALUE + DAV_HOME },
        { "urn:ietf:params:xml:ns:caldav", "schedule-inbox-URL", TAG_VALUE + DAV_INBOX },
        { "urn:ietf:params:xml:ns:caldav", "schedule-default-calendar-URL", TAG_VALUE + DAV_DEFAULT_CALENDAR },
        { "urn:ietf:params:xml:ns:caldav", "calendar-data", TAG_VALUE + DAV_DATA },
        { "http://calendarserver.org/ns/", "subscribed", TAG_SUBSCRIBED },
};

/* What is being read. `open[d]`: the tag of the element at depth d. */
struct reading {
        xmlTextReader *reader;
        struct dav_answer *answer;
        struct dav_response *response; /* NULL: outside */
        struct dav_properties pending; /* of the propstat, until its status is known */
        struct dav_text status, href;
        uint32_t values_seen; /* bit n: values[n] has one already; a second is left out */
        unsigned open[LIMIT_CALDAV_DEPTH];
};

bool dav_text_add(struct dav_text *text, struct span s) {
        size_t wanted = text->len + s.len + 1;
        if (wanted > LIMIT_CALDAV_ANSWER)
                return false;
        if (wanted > text->room) {
                size_t room = text->room * 2 > wanted ? text->room * 2 : wanted;
                char *ptr = realloc(text->ptr, room);
                if (!ptr)
                        return false;
                text->ptr = ptr;
                text->room = room;
        }
        if (s.len > 0)
                memcpy(text->ptr + text->len, s.ptr, s.len);
        text->len += s.len;
        text->ptr[text->len] = '\0';
        return true;
}

void dav_text_free(struct dav_text *text) {
        free(text->ptr);
        *text = (struct dav_text){ 0 };
}

static void properties_free(struct dav_properties *properties) {
        for (unsigned i = 0; i < DAV_VALUES; i++)
                dav_text_free(&properties->values[i]);
        for (uint32_t i = 0; i < properties->address_count; i++)
                dav_text_free(&properties->addresses[i]);
        properties->address_count = 0;
        properties->flags = 0;
}

static void response_free(struct dav_response *response) {
        free(response->path);
        properties_free(response->properties);
        free(response->properties);
}

void dav_answer_keep(struct dav_answer *answer, bool (*wanted)(const struct dav_response *)) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < answer->count; i++) {
                struct dav_response *one = &answer->responses[i];
                if (wanted(one))
                        answer->responses[kept++] = *one;
                else
                        response_free(one);
        }
        answer->count = kept;
}

void dav_answer_free(struct dav_answer *answer) {
        for (uint32_t i = 0; i < answer->count; i++)
                response_free(&answer->responses[i]);
        free(answer->responses);
        *answer = (struct dav_answer){ 0 };
}

struct span dav_path(struct span href) {
        href = span_trim(href);
        if (span_starts_nocase(href, SPAN("http://")) || span_starts_nocase(href, SPAN("https://"))) {
                href = span_skip(href, span_find(href, SPAN("://")) + 3);
                href = span_skip(href, span_find_byte(href, '/'));
        }
        if (href.len == 0 || href.len >= LIMIT_CALDAV_PATH || href.ptr[0] != '/')
                return (struct span){ 0 };
        for (size_t i = 0; i < href.len; i++)
                if (href.ptr[i] <= ' ' || href.ptr[i] == 0x7f)
                        return (struct span){ 0 };
        return href;
}

static unsigned tag_of(xmlTextReader *reader) {
        const char *name = (const char *)xmlTextReaderConstLocalName(reader);
        const char *space = (const char *)xmlTextReaderConstNamespaceUri(reader);
        if (name && space)
                for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++)
                        if (strcmp(tags[i].name, name) == 0 && strcmp(tags[i].space, space) == 0)
                                return tags[i].tag;
        return TAG_OTHER;
}

static bool begin_response(struct reading *in) {
        struct dav_answer *answer = in->answer;
        if (answer->count == LIMIT_CALDAV_RESPONSES)
                return false;
        if (answer->count == answer->room) {
                uint32_t room = answer->room ? answer->room * 2 : 16;
                void *more = realloc(answer->responses, room * sizeof *answer->responses);
                if (!more)
                        return false;
                answer->responses = more;
                answer->room = room;
        }
        struct dav_properties *properties = calloc(1, sizeof *properties);
        if (!properties)
                return false;
        in->response = &answer->responses[answer->count++];
        *in->response = (struct dav_response){ .properties = properties };
        return true;
}

/* An element that says something by being there, within the propstat. */
static void flag(struct reading *in, unsigned tag, unsigned parent) {
        unsigned *flags = &in->pending.flags;
        if (parent == TAG_RESOURCETYPE)
                *flags |= tag == TAG_COLLECTION   ? DAV_COLLECTION
                          : tag == TAG_CALENDAR   ? DAV_CALENDAR
                          : tag == TAG_IS_INBOX   ? DAV_IS_INBOX
                          : tag == TAG_SUBSCRIBED ? DAV_ELSEWHERE
                                                  : 0;
        else if (parent == TAG_PRIVILEGE && tag == TAG_WRITE)
                *flags |= DAV_WRITES;
        else if (tag == TAG_PRIVILEGES)
                *flags |= DAV_PRIVILEGES;
        else if (tag == TAG_COMPONENTS)
                *flags |= DAV_COMPONENTS;
        else if (tag == TAG_COMP && parent == TAG_COMPONENTS) {
                xmlChar *name = xmlTextReaderGetAttribute(in->reader, (const xmlChar *)"name");
                if (name && span_equal_nocase(span_from((char *)name), SPAN("VEVENT")))
                        *flags |= DAV_EVENTS;
                xmlFree(name);
        }
}

static bool begin(struct reading *in, int depth) {
        unsigned tag = tag_of(in->reader), parent = depth > 0 ? in->open[depth - 1] : TAG_OTHER;
        in->open[depth] = tag;
        if (depth == 0)
                return tag == TAG_MULTISTATUS || tag == TAG_ERROR;
        if (parent == TAG_ERROR && !*in->answer->condition)
                snprintf(in->answer->condition, sizeof in->answer->condition, "%s",
                         (const char *)xmlTextReaderConstLocalName(in->reader));
        if (tag == TAG_RESPONSE && depth == 1)
                return begin_response(in);
        if (tag == TAG_STATUS)
                dav_text_free(&in->status);
        if (tag == TAG_HREF)
                dav_text_free(&in->href);
        flag(in, tag, parent);
        return true;
}

static bool text(struct reading *in, int depth) {
        if (depth < 1 || !in->response)
                return true;
        struct span s = span_from((const char *)xmlTextReaderConstValue(in->reader));
        unsigned tag = in->open[depth - 1];
        if (tag == TAG_STATUS)
                return dav_text_add(&in->status, s);
        if (tag == TAG_HREF)
                return dav_text_add(&in->href, s);
        if (tag == TAG_VALUE + DAV_ETAG || tag == TAG_VALUE + DAV_NAME || tag == TAG_VALUE + DAV_DATA)
                return dav_text_add(&in->pending.values[tag - TAG_VALUE], s);
        return true;
}

/* "HTTP/1.1 200 OK" */
static int status_number(const struct dav_text *text) {
        struct span s = span_trim(dav_text_span(text));
        uint64_t number;
        s = span_trim(span_skip(s, span_find_byte(s, ' ')));
        return span_to_u64(span_head(s, 3), &number) ? (int)number : 0;
}

static bool end_href(struct reading *in, int depth) {
        unsigned parent = depth > 0 ? in->open[depth - 1] : TAG_OTHER;
        struct span href = span_trim(dav_text_span(&in->href));
        struct dav_properties *pending = &in->pending;
        if (parent == TAG_ADDRESSES) {
                if (pending->address_count == LIMIT_CALDAV_ADDRESSES)
                        return true;
                return dav_text_add(&pending->addresses[pending->address_count++], href);
        }
        struct span path = dav_path(href);
        if (path.len == 0)
                return true;
        if (depth == 2 && in->response && !in->response->path) {
                in->response->path = strndup(path.ptr, path.len);
                return in->response->path;
        }
        if (parent >= TAG_VALUE && pending->values[parent - TAG_VALUE].len == 0)
                return dav_text_add(&pending->values[parent - TAG_VALUE], path);
        return true;
}

static void take(struct dav_text *to, struct dav_text *from) {
        if (to->len == 0) {
                dav_text_free(to);
                *to = *from;
                *from = (struct dav_text){ 0 };
        }
}

static void end_propstat(struct reading *in) {
        struct dav_properties *pending = &in->pending;
        int status = status_number(&in->status);
        if (in->response && (status == 0 || status / 100 == 2)) {
                struct dav_properties *kept = in->response->properties;
                for (unsigned i = 0; i < DAV_VALUES; i++)
                        take(&kept->values[i], &pending->values[i]);
                for (uint32_t i = 0; i < pending->address_count && kept->address_count < LIMIT_CALDAV_ADDRESSES; i++)
                        take(&kept->addresses[kept->address_count++], &pending->addresses[i]);
                kept->flags |= pending->flags;
        }
        properties_free(pending);
        dav_text_free(&in->status);
}

/* A response without a usable path is none. */
static void end_response(struct reading *in) {
        if (!in->response)
                return;
        in->response->status = status_number(&in->status);
        dav_text_free(&in->status);
        if (!in->response->path) {
                response_free(in->response);
                in->answer->count--;
        }
        in->response = NULL;
}

static bool finish(struct reading *in, int depth) {
        unsigned tag = in->open[depth];
        if (tag == TAG_HREF)
                return end_href(in, depth);
        if (tag == TAG_PROPSTAT)
                end_propstat(in);
        else if (tag == TAG_RESPONSE && depth == 1)
                end_response(in);
        return true;
}

static bool step(struct reading *in) {
        int depth = xmlTextReaderDepth(in->reader);
        if (depth < 0 || depth >= LIMIT_CALDAV_DEPTH)
                return false;
        switch (xmlTextReaderNodeType(in->reader)) {
        case XML_READER_TYPE_DOCUMENT_TYPE:
                return false;
        case XML_READER_TYPE_ELEMENT:
                return begin(in, depth) && (!xmlTextReaderIsEmptyElement(in->reader) || finish(in, depth));
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                return text(in, depth);
        case XML_READER_TYPE_END_ELEMENT:
                return finish(in, depth);
        default:
                return true;
        }
}

/* What is wrong with an answer is no news for standard error. */
static void say_nothing(void *user, xmlErrorPtr error) {
        (void)user, (void)error;
}

bool dav_answer_read(struct span xml, struct dav_answer *ret) {
        *ret = (struct dav_answer){ 0 };
        if (xml.len == 0 || xml.len > LIMIT_CALDAV_ANSWER)
                return false;
        xmlSetStructuredErrorFunc(NULL, say_nothing); /* of this thread */
        /* All servers write UTF-8; a declaration of another charset could hide a document type from nobody but us. */
        struct reading in = { .answer = ret,
                              .reader = xmlReaderForMemory(xml.ptr, (int)xml.len, NULL, "UTF-8",
                                                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING) };
        if (!in.reader)
                return false;
        int more;
        bool fine = true;
        while (fine && (more = xmlTextReaderRead(in.reader)) == 1)
                fine = step(&in);
        fine = fine && more == 0;
        end_response(&in);
        properties_free(&in.pending);
        dav_text_free(&in.status);
        dav_text_free(&in.href);
        xmlFreeTextReader(in.reader);
        return fine;
}
