#include "base/limits.h"
#include "calendar/attachment.h"
#include "facts/gather.h"
#include "message/document.h"
#include "message/message.h"
#include "text/picture.h"
#include "text/transfer.h"

static void file_add(struct facts *facts, struct attachment_fact file) {
        struct attachment_fact *item = array_push(&facts->attachments, facts->arena, sizeof *item,
                                                  LIMIT_FACT_ATTACHMENTS);
        if (item)
                *item = file;
}

struct search {
        struct facts *facts;
        struct picture_reader *pictures;
        uint32_t looked_at;
        struct document_reader documents;
};

static void picture_search(struct search *search, struct span bytes) {
        struct facts *facts = search->facts;
        enum picture_kind kind = picture_kind(bytes);
        if (kind == PICTURE_NONE || kind == PICTURE_BMP || kind == PICTURE_SVG)
                return;
        if (!search->pictures || search->looked_at++ >= LIMIT_FACT_PICTURES ||
            picture_read(search->pictures, facts->arena, bytes, &facts->codes) == PICTURE_ABSENT)
                facts->pictures_absent = true;
}

/* ---- calendar ------------------------------------------------------------------------------------------------------ */

static void attachment_of(struct search *search, const struct calendar *calendar, const struct property *property) {
        struct attachment attachment;
        attachment_read(search->facts->arena, property, &attachment);
        struct attachment_fact file = { .name = attachment.filename,
                                        .type = attachment.media_type,
                                        .data = attachment.data,
                                        .in_calendar = true,
                                        .part = calendar->part,
                                        .line = property->line };
        if (attachment.filename.len > 0)
                field_add(search->facts, FIELD_FILE_NAME, attachment.filename);
        if (attachment.is_inline || attachment.filename.len > 0)
                file_add(search->facts, file);
        picture_search(search, attachment.data);
}

static void calendar_files(struct search *search, const struct calendar *calendar) {
        const struct component *component = NULL;
        while ((component = component_walk(calendar, component)))
                for (const struct property *property = component->properties; property; property = property->next)
                        if (property->id == PROPERTY_ATTACH || property->id == PROPERTY_IMAGE)
                                attachment_of(search, calendar, property);
}

/* ---- HTML and mail --------------------------------------------------------------------------------------------------- */

static void data_picture(struct search *search, struct span src) {
        struct span rest = src, head = span_split(&rest, ',');
        if (span_starts_nocase(head, SPAN("data:image/")) && span_has_nocase(head, SPAN("base64")))
                picture_search(search, base64_decode(search->facts->arena, rest).bytes);
}

static void html_pictures(struct search *search) {
        const struct html_fact *html = search->facts->html.items;
        for (uint32_t i = 0; i < search->facts->html.count; i++) {
                const struct html_picture *pictures = html[i].html->pictures.items;
                for (uint32_t k = 0; k < html[i].html->pictures.count; k++)
                        data_picture(search, pictures[k].src);
        }
}

static void part_file(struct search *search, const struct part *part) {
        if (part_is_multipart(part) || part->embedded || part_holds_calendar(part))
                return;
        bool text = part->media == MEDIA_TEXT_PLAIN || part->media == MEDIA_TEXT_HTML;
        if (text && part->disposition != DISPOSITION_ATTACHMENT && part->file_name.len == 0)
                return;
        struct span type = arena_format(search->facts->arena, "%.*s/%.*s", (int)span_head(part->type, 64).len,
                                        part->type.ptr ? part->type.ptr : "", (int)span_head(part->subtype, 128).len,
                                        part->subtype.ptr ? part->subtype.ptr : "");
        file_add(search->facts, (struct attachment_fact){ .name = part->file_name,
                                                          .type = type,
                                                          .data = part->data,
                                                          .in_archive = part->source >= PART_ZIP,
                                                          .part = part->number,
                                                          .line = 1 });
        picture_search(search, part->data);
}

static void code_read(struct facts *facts, struct span code) {
        uint32_t before = facts->code_findings.links.count;
        field_add(facts, FIELD_PICTURE, code);
        findings_read(facts->text, facts->arena, code, facts->defects, &facts->code_findings);
        for (uint32_t k = before; k < facts->code_findings.links.count; k++) {
                struct link_fact *link = array_push(&facts->links, facts->arena, sizeof *link, LIMIT_FACT_LINKS);
                if (link)
                        link->place = PLACE_PICTURE;
        }
}

static void codes_read(struct facts *facts) {
        const struct span *codes = facts->codes.items;
        for (uint32_t i = 0; i < facts->codes.count; i++)
                code_read(facts, codes[i]);
}

/* ---- Documents ----------------------------------------------------------------------------------------------------- */

static void document_links(struct facts *facts, const struct array *links) {
        const struct span *items = links->items;
        for (uint32_t i = 0; i < links->count; i++) {
                struct link link;
                if (!url_read(facts->text, facts->arena, unicode_valid(facts->arena, items[i]), &link))
                        continue;
                link.from = LINK_ANCHOR;
                struct link_fact *fact = array_push(&facts->links, facts->arena, sizeof *fact, LIMIT_FACT_LINKS);
                struct link *kept = fact ? array_push(&facts->document_findings.links, facts->arena, sizeof *kept,
                                                      LIMIT_DOCUMENT_LINKS)
                                         : NULL;
                if (!kept)
                        return;
                *kept = link;
                fact->place = PLACE_DOCUMENT;
        }
}

/* Of the codes of documents those count that lead somewhere: bills have one to pay with, tickets one to be let in. */
static void document_codes(struct facts *facts, const struct array *codes) {
        const struct span *items = codes->items;
        for (uint32_t i = 0; i < codes->count; i++) {
                uint32_t links = facts->code_findings.links.count;
                code_read(facts, items[i]);
                struct span *kept = facts->code_findings.links.count == links
                                            ? NULL
                                            : array_push(&facts->codes, facts->arena, sizeof *kept, LIMIT_PICTURE_TEXTS);
                if (kept)
                        *kept = items[i];
        }
}

static void document_pictures(struct search *search, struct array *codes) {
        struct facts *facts = search->facts;
        const struct document_picture *pictures = search->documents.pictures.items;
        for (uint32_t i = 0; i < search->documents.pictures.count; i++) {
                const struct document_picture *one = &pictures[i];
                enum picture_result result = PICTURE_ABSENT;
                if (search->pictures && search->looked_at++ < LIMIT_FACT_PICTURES)
                        result = one->samples.width > 0
                                         ? picture_read_samples(search->pictures, facts->arena, one->bytes,
                                                                &one->samples, codes)
                                         : picture_read(search->pictures, facts->arena, one->bytes, codes);
                facts->pictures_absent |= result == PICTURE_ABSENT;
        }
}

/* Behind all that stands in the item itself, which is not to be left unread for them. */
static void documents_read(struct search *search) {
        struct facts *facts = search->facts;
        const struct attachment_fact *files = facts->attachments.items;
        struct array codes = { 0 };
        search->documents = (struct document_reader){ .arena = facts->arena, .defects = facts->defects };
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                const struct part *part = files[i].in_calendar ? NULL : message_part(facts->message, files[i].part);
                facts->defects->part = files[i].part;
                document_read(&search->documents, files[i].data, !part || !part->first_child);
        }
        facts->defects->part = 0;
        document_pictures(search, &codes);
        document_codes(facts, &codes);
        document_links(facts, &search->documents.links);
}

void gather_files(struct facts *facts, struct picture_reader *pictures) {
        struct search search = { .facts = facts, .pictures = pictures };
        if (pictures)
                picture_reader_reset(pictures);
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next)
                calendar_files(&search, calendar);
        html_pictures(&search);
        for (uint32_t i = 0; facts->message && i < facts->message->part_count; i++)
                part_file(&search, facts->message->parts[i]);
        codes_read(facts);
        documents_read(&search);
        if (facts->pictures_absent)
                fact_absent(facts, "pictures", "Some picture could not be searched for codes within its limits.");
}
