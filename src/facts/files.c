#include "base/limits.h"
#include "calendar/attachment.h"
#include "facts/gather.h"
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

static void codes_read(struct facts *facts) {
        const struct span *codes = facts->codes.items;
        for (uint32_t i = 0; i < facts->codes.count; i++) {
                uint32_t before = facts->code_findings.links.count;
                field_add(facts, FIELD_PICTURE, codes[i]);
                findings_read(facts->text, facts->arena, codes[i], facts->defects, &facts->code_findings);
                for (uint32_t k = before; k < facts->code_findings.links.count; k++) {
                        struct link_fact *link = array_push(&facts->links, facts->arena, sizeof *link, LIMIT_FACT_LINKS);
                        if (link)
                                link->place = PLACE_PICTURE;
                }
        }
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
        if (facts->pictures_absent)
                fact_absent(facts, "pictures", "Some picture could not be searched for codes within its limits.");
}
