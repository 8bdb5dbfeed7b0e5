/* Files, scripts and markup that an item carries (attacks 35, 37, 44, 51). */
#include "checks/views.h"
#include "message/message.h"

/* What a file is by its first bytes. */
enum nature { NATURE_UNKNOWN, NATURE_PAGE, NATURE_PROGRAM, NATURE_ARCHIVE, NATURE_PDF, NATURE_PICTURE, NATURE_OFFICE };

static enum nature nature_of(struct span data) {
        static const struct {
                struct span magic;
                enum nature nature;
        } rows[] = {
                { SPAN("MZ"), NATURE_PROGRAM },
                { SPAN("\177ELF"), NATURE_PROGRAM },
                { SPAN("L\0\0\0\1\24\2"), NATURE_PROGRAM }, /* a shortcut of Windows */
                { SPAN("PK\3\4"), NATURE_ARCHIVE },
                { SPAN("Rar!"), NATURE_ARCHIVE },
                { SPAN("7z\274\257"), NATURE_ARCHIVE },
                { SPAN("%PDF"), NATURE_PDF },
                { SPAN("\211PNG"), NATURE_PICTURE },
                { SPAN("\377\330\377"), NATURE_PICTURE },
                { SPAN("GIF8"), NATURE_PICTURE },
                { SPAN("\320\317\021\340"), NATURE_OFFICE },
                { SPAN("<!doctype"), NATURE_PAGE },
                { SPAN("<html"), NATURE_PAGE },
                { SPAN("<svg"), NATURE_PAGE },
                { SPAN("<script"), NATURE_PAGE },
                { SPAN("<head"), NATURE_PAGE },
                { SPAN("<body"), NATURE_PAGE },
        };
        struct span head = span_trim(span_head(data, 512));
        if (span_starts_nocase(head, SPAN("<?xml")) && span_has_nocase(head, SPAN("<svg")))
                return NATURE_PAGE;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (span_starts_nocase(head, rows[i].magic))
                        return rows[i].nature;
        return NATURE_UNKNOWN;
}

static bool name_is_dangerous(struct span name) {
        static const struct span endings[] = {
                SPAN(".html"), SPAN(".htm"), SPAN(".shtml"), SPAN(".xhtml"), SPAN(".svg"), SPAN(".js"),
                SPAN(".hta"),  SPAN(".exe"), SPAN(".scr"),   SPAN(".msi"),   SPAN(".bat"), SPAN(".cmd"),
                SPAN(".vbs"),  SPAN(".lnk"), SPAN(".iso"),   SPAN(".img"),   SPAN(".jar"), SPAN(".docm"),
                SPAN(".xlsm"), SPAN(".ps1"), SPAN(".wsf"),   SPAN(".chm"),   SPAN(".one"), SPAN(".url"),
        };
        return ends_with_one_of(name, endings, sizeof endings / sizeof *endings);
}

/* Names of files that do something as soon as they are opened, in nobody's document format. */
static bool name_runs(struct span name) {
        static const struct span endings[] = {
                SPAN(".exe"), SPAN(".scr"), SPAN(".pif"), SPAN(".msi"), SPAN(".bat"), SPAN(".cmd"), SPAN(".com"),
                SPAN(".vbs"), SPAN(".vbe"), SPAN(".js"),  SPAN(".jse"), SPAN(".wsf"), SPAN(".hta"), SPAN(".ps1"),
                SPAN(".lnk"), SPAN(".jar"), SPAN(".iso"), SPAN(".img"), SPAN(".cpl"), SPAN(".chm"),
        };
        /* "visit www.example.com" is the name of a page more often than of a program. */
        return ends_with_one_of(name, endings, sizeof endings / sizeof *endings) && !span_has_nocase(name, SPAN("www."));
}

/* What Exchange makes of the text behind an attachment. */
static bool is_made_by_exchange(const struct attachment_fact *file) {
        return !file->in_calendar && span_starts_nocase(file->name, SPAN("ATT0")) &&
               span_ends_nocase(file->name, SPAN(".htm"));
}

/* A programme or a newsletter, as it lies beside ordinary mails: a page that does nothing. */
static bool is_plain_page(const struct attachment_fact *file) {
        static const struct span endings[] = { SPAN(".html"), SPAN(".htm") };
        static const struct span active[] = { SPAN("<script"), SPAN("<form"),  SPAN("<iframe"),   SPAN("http-equiv"),
                                              SPAN("<object"), SPAN("<embed"), SPAN("data:text"), SPAN("onload") };
        return !file->in_calendar && file->data.len > 0 &&
               ends_with_one_of(file->name, endings, sizeof endings / sizeof *endings) &&
               !has_one_of(file->data, active, sizeof active / sizeof *active);
}

void check_attachment_dangerous(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                enum nature nature = files[i].in_calendar ? nature_of(files[i].data) : NATURE_UNKNOWN;
                if (is_made_by_exchange(&files[i]))
                        continue;
                if (!name_is_dangerous(files[i].name) && nature != NATURE_PAGE && nature != NATURE_PROGRAM)
                        continue;
                double part = is_of_proven_house(facts) && is_plain_page(&files[i]) ? 0.5 : 1;
                signals_add_part(signals, kind, part, "The %s carries the file \u201c%.*s\u201d (%.*s).",
                                 files[i].in_calendar ? "event" : "mail", SPAN_SHOWN(files[i].name),
                                 SPAN_SHOWN(files[i].type));
                return;
        }
}

void check_attachment_old_document(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const struct span endings[] = { SPAN(".doc"), SPAN(".dot"), SPAN(".xls"),  SPAN(".xlt"), SPAN(".ppt"),
                                               SPAN(".wbk"), SPAN(".rtf"), SPAN(".xlsb"), SPAN(".pptm") };
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                bool old = ends_with_one_of(files[i].name, endings, sizeof endings / sizeof *endings) ||
                           nature_of(files[i].data) == NATURE_OFFICE;
                if (!files[i].in_calendar || files[i].data.len == 0 || !old)
                        continue;
                signals_add(signals, kind, "The event carries the document \u201c%.*s\u201d.",
                            SPAN_SHOWN(files[i].name));
                return;
        }
}

void check_attachment_runs(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++)
                if (files[i].data.len > 0 && (name_runs(files[i].name) || nature_of(files[i].data) == NATURE_PROGRAM))
                        signals_add(signals, kind, "The %s carries the program \u201c%.*s\u201d.",
                                    files[i].in_calendar ? "event" : "mail", SPAN_SHOWN(files[i].name));
}

/* The project of macros in a document: an entry of a zip archive, or of an OLE file, whose names are in UTF-16. */
static bool holds_macros(struct span data) {
        enum { LOOKED_AT = 1024 * 1024 };
        enum nature nature = nature_of(data);
        struct span head = span_head(data, LOOKED_AT);
        if (nature != NATURE_ARCHIVE && nature != NATURE_OFFICE)
                return false;
        return span_has(head, SPAN("vbaProject.bin")) || span_has(head, SPAN("VBA_PROJECT")) ||
               span_has(head, SPAN("V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T"));
}

void check_document_with_macros(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++)
                if (files[i].in_calendar && holds_macros(files[i].data))
                        signals_add(signals, kind, "The event carries the document \u201c%.*s\u201d with macros.",
                                    SPAN_SHOWN(files[i].name));
}

/* A page that does something by itself. */
static bool page_acts(struct span page) {
        enum { LOOKED_AT = 256 * 1024 };
        static const struct span marks[] = { SPAN("<script"), SPAN("javascript:"), SPAN("<form"),
                                             SPAN("onload="), SPAN("onerror="),    SPAN("onbegin="),
                                             SPAN("<iframe"), SPAN("\"refresh\""), SPAN("'refresh'") };
        return has_one_of(span_head(page, LOOKED_AT), marks, sizeof marks / sizeof *marks);
}

/* Pages that gateways and portals send as files have scripts now and then; those inside an event, and pictures, do not. */
void check_script_in_file(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                bool picture = span_starts_nocase(files[i].type, SPAN("image/")) ||
                               span_ends_nocase(files[i].name, SPAN(".svg"));
                if ((files[i].in_calendar || picture) && nature_of(files[i].data) == NATURE_PAGE &&
                    page_acts(files[i].data))
                        signals_add(signals, kind, "The file \u201c%.*s\u201d of the %s acts by itself.",
                                    SPAN_SHOWN(files[i].name), files[i].in_calendar ? "event" : "mail");
        }
}

/* Of a zip archive: bit 0 of the first entry's flags (APPNOTE 4.4.4). */
static bool is_locked(struct span data) {
        return data.len > 6 && span_starts_nocase(data, SPAN("PK\3\4")) && (data.ptr[6] & 1);
}

/* Documents of today are archives as well: these say so in the name of their first entries. */
static bool is_plain_archive(struct span data) {
        struct span head = span_head(data, 4096);
        return nature_of(data) == NATURE_ARCHIVE && !span_has(head, SPAN("[Content_Types].xml")) &&
               !span_has(head, SPAN("mimetype")) && !span_has(head, SPAN("_rels/")) &&
               !span_has(head, SPAN("pass.json"));
}

void check_archive_in_event(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++)
                if (files[i].in_calendar && is_plain_archive(files[i].data))
                        signals_add(signals, kind, "The event carries the %sarchive \u201c%.*s\u201d.",
                                    is_locked(files[i].data) ? "locked " : "", SPAN_SHOWN(files[i].name));
}

static bool label_fits(struct span type, enum nature nature) {
        if (span_starts_nocase(type, SPAN("image/svg")))
                return nature == NATURE_PAGE || nature == NATURE_UNKNOWN;
        if (span_starts_nocase(type, SPAN("image/")))
                return nature == NATURE_PICTURE || nature == NATURE_UNKNOWN;
        if (span_equal_nocase(type, SPAN("application/pdf")))
                return nature == NATURE_PDF || nature == NATURE_UNKNOWN;
        if (span_equal_nocase(type, SPAN("text/plain")))
                return nature == NATURE_UNKNOWN;
        return nature != NATURE_PROGRAM || !span_starts_nocase(type, SPAN("text/"));
}

void check_attachment_type_lies(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                if (files[i].data.len == 0 || label_fits(files[i].type, nature_of(files[i].data)))
                        continue;
                signals_add(signals, kind, "\u201c%.*s\u201d is said to be %.*s, and is not.",
                            SPAN_SHOWN(files[i].name), SPAN_SHOWN(files[i].type));
                return;
        }
}

/* A name that promises a picture, a PDF or a plain text, or none at all. */
static bool name_is_harmless(struct span name) {
        static const struct span endings[] = { SPAN(".jpg"), SPAN(".jpeg"), SPAN(".png"), SPAN(".gif"),
                                               SPAN(".pdf"), SPAN(".txt"),  SPAN(".bmp"), SPAN(".webp") };
        return name.len == 0 || ends_with_one_of(name, endings, sizeof endings / sizeof *endings);
}

/* Type and name agree on something harmless, and the bytes are another thing altogether. A program that only gets the
 * type wrong gives the name that belongs to the bytes. */
void check_attachment_masked(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                enum nature nature = nature_of(files[i].data);
                bool other = nature == NATURE_PROGRAM || nature == NATURE_ARCHIVE || nature == NATURE_OFFICE;
                if (other && name_is_harmless(files[i].name) && !label_fits(files[i].type, nature))
                        signals_add(signals, kind, "\u201c%.*s\u201d (%.*s) is a %s.", SPAN_SHOWN(files[i].name),
                                    SPAN_SHOWN(files[i].type),
                                    nature == NATURE_PROGRAM ? "program" : "document or archive");
        }
}

void check_attachment_remote(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct property *property = facts->colleague ? NULL : facts->meeting.event->properties;
        for (; property; property = property->next) {
                bool refers = property->id == PROPERTY_ATTACH || property->id == PROPERTY_URL ||
                              property->id == PROPERTY_IMAGE || property->id == PROPERTY_CONFERENCE;
                if (!refers || !(span_starts_nocase(property->value, SPAN("file:")) ||
                                 span_starts_nocase(property->value, SPAN("smb:")) ||
                                 span_starts_nocase(property->value, SPAN("\\\\"))))
                        continue;
                signals_add(signals, kind, "It refers to \u201c%.*s\u201d.", SPAN_SHOWN(property->value));
                return;
        }
}

void check_script_in_calendar(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct html_fact *html = facts->html.items;
        for (uint32_t i = 0; i < facts->html.count; i++)
                if (html[i].in_calendar && (html[i].html->scripts > 0 || html[i].html->handlers > 0))
                        signals_add(signals, kind, "A text of the event has %u scripts and %u handlers.",
                                    html[i].html->scripts, html[i].html->handlers);
}

/* Calls that put together what is then shown or saved. */
static struct span smuggling_call(struct span script) {
        static const struct span calls[] = {
                SPAN("atob("),     SPAN("eval("),         SPAN("document.write"),     SPAN("createObjectURL"),
                SPAN("unescape("), SPAN("fromCharCode"),  SPAN("insertAdjacentHTML"), SPAN("msSaveOrOpenBlob"),
                SPAN("new Blob("), SPAN("location.href"), SPAN("location.replace"),   SPAN("window.location"),
        };
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
                if (span_has(script, calls[i]))
                        return calls[i];
        return (struct span){ 0 };
}

void check_script_smuggling(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum { LOOKED_AT = 256 * 1024 };
        const struct html_fact *html = facts->html.items;
        for (uint32_t i = 0; i < facts->html.count; i++) {
                struct span call = smuggling_call(html[i].html->script);
                if (call.len > 0)
                        signals_add(signals, kind, "A script in the %s calls %.*s.",
                                    html[i].in_calendar ? "event" : "mail", SPAN_SHOWN(call));
        }
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                bool page = nature_of(files[i].data) == NATURE_PAGE || span_has(files[i].type, SPAN("html"));
                struct span call = page ? smuggling_call(span_head(files[i].data, LOOKED_AT)) : (struct span){ 0 };
                if (call.len > 0)
                        signals_add(signals, kind, "The file \u201c%.*s\u201d calls %.*s.", SPAN_SHOWN(files[i].name),
                                    SPAN_SHOWN(call));
        }
}

/* An element that does something, or a handler: "a < b" and "<jane@example.org>" are none. */
static bool has_markup(struct span text) {
        static const struct span starts[] = { SPAN("script"), SPAN("img"),   SPAN("svg"),    SPAN("iframe"),
                                              SPAN("object"), SPAN("embed"), SPAN("form"),   SPAN("input"),
                                              SPAN("style"),  SPAN("link"),  SPAN("meta"),   SPAN("body"),
                                              SPAN("video"),  SPAN("audio"), SPAN("details") };
        struct span rest = text;
        for (size_t at; (at = span_find_byte(rest, '<')) < rest.len;) {
                rest = span_skip(rest, at + 1);
                for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
                        if (span_starts_nocase(rest, starts[i]) && rest.len > starts[i].len &&
                            !ascii_alnum(rest.ptr[starts[i].len]) && rest.ptr[starts[i].len] != '@')
                                return true;
        }
        return span_has_nocase(text, SPAN("javascript:"));
}

/* Attributes whose script runs without anybody clicking. */
static bool is_firing_attribute(struct span rest) {
        static const struct span names[] = { SPAN("onerror"),      SPAN("onload"),     SPAN("onfocus"),
                                             SPAN("onbegin"),      SPAN("ontoggle"),   SPAN("onmouseover"),
                                             SPAN("onmouseenter"), SPAN("onpointer"),  SPAN("onanimation"),
                                             SPAN("ontransition"), SPAN("onpageshow"), SPAN("onhashchange"),
                                             SPAN("onstart"),      SPAN("onwheel"),    SPAN("onscroll") };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                if (!span_starts_nocase(rest, names[i]))
                        continue;
                size_t at = names[i].len;
                while (at < rest.len && (ascii_alpha(rest.ptr[at]) || rest.ptr[at] == ' '))
                        at++;
                return at < rest.len && rest.ptr[at] == '=';
        }
        return false;
}

/* Of what stands between < and >: an attribute that fires, or an address that is a script or a page of its own. */
static bool tag_attacks(struct span tag, bool asks) {
        static const struct span elements[] = { SPAN("object "), SPAN("embed "), SPAN("iframe "), SPAN("base ") };
        for (size_t i = 0; asks && i < sizeof elements / sizeof *elements; i++)
                if (span_starts_nocase(tag, elements[i]))
                        return true;
        if (asks && span_starts_nocase(tag, SPAN("script")) && span_has_nocase(tag, SPAN("src=")))
                return true;
        for (size_t i = 1; i + 1 < tag.len; i++)
                if ((ascii_lower(tag.ptr[i]) == 'o') && !ascii_alnum(tag.ptr[i - 1]) &&
                    is_firing_attribute(span_skip(tag, i)))
                        return true;
        return span_has_nocase(tag, SPAN("data:text/html")) || span_has_nocase(tag, SPAN("=javascript:")) ||
               span_has_nocase(tag, SPAN("\"javascript:")) || span_has_nocase(tag, SPAN("'javascript:"));
}

/* `"><svg`: closes what the page put around it. */
static bool breaks_out(struct span text) {
        size_t at = span_find_byte(text, '<');
        return at >= 2 && at + 1 < text.len && ascii_alpha(text.ptr[at + 1]) && text.ptr[at - 1] == '>' &&
               (text.ptr[at - 2] == '"' || text.ptr[at - 2] == '\'');
}

static struct span attacking_tag(struct span text, bool asks) {
        enum { LOOKED_AT = 16 * 1024, LONGEST = 1024, SHOWN = 40 };
        struct span rest = span_head(text, LOOKED_AT);
        if (breaks_out(rest))
                return span_head(span_skip(rest, span_find_byte(rest, '<') + 1), SHOWN);
        for (size_t at; (at = span_find_byte(rest, '<')) < rest.len;) {
                rest = span_skip(rest, at + 1);
                struct span tag = span_head(rest, LONGEST);
                tag = span_head(tag, span_find_byte(tag, '>'));
                if (tag.len > 0 && ascii_alpha(tag.ptr[0]) && tag_attacks(tag, asks))
                        return tag;
                rest = span_skip(rest, tag.len);
        }
        return (struct span){ 0 };
}

/* Read as written, whatever a reader of HTML would make of it: what it sees as the text of a style or comment is where
 * such things hide. Pages published as calendars do embed frames and players. */
void check_markup_attacks(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum field names[] = { FIELD_ORGANIZER_NAME, FIELD_ATTENDEE_NAME, FIELD_FROM_NAME, FIELD_SUBJECT,
                                            FIELD_FILE_NAME };
        const struct meeting *meeting = &facts->meeting;
        for (size_t f = 0; f < sizeof names / sizeof *names; f++)
                for (uint32_t i = 0; i < facts->fields[names[f]].count && i < 50; i++) {
                        struct span name = facts->fields[names[f]].items[i], tag = attacking_tag(name, true);
                        if (tag.len > 0)
                                signals_add(signals, kind, "A name or title holds \u201c<%.*s>\u201d.", SPAN_SHOWN(tag));
                }
        bool asks = meeting->method != METHOD_NONE && meeting->method != METHOD_PUBLISH;
        struct span texts[] = { meeting->summary, meeting->location, meeting->description };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                struct span tag = attacking_tag(texts[i], asks);
                if (tag.len > 0)
                        signals_add(signals, kind, "The event's text holds \u201c<%.*s>\u201d.", SPAN_SHOWN(tag));
        }
}

void check_markup_in_field(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const enum field names[] = { FIELD_ORGANIZER_NAME, FIELD_ATTENDEE_NAME, FIELD_FROM_NAME, FIELD_SUBJECT,
                                            FIELD_UID };
        struct span shorts[] = { facts->meeting.summary, facts->meeting.location };
        for (size_t i = 0; i < 2; i++)
                if (has_markup(span_head(shorts[i], 4096)))
                        signals_add(signals, kind, "It says \u201c%.*s\u201d.", SPAN_SHOWN(shorts[i]));
        for (size_t f = 0; f < sizeof names / sizeof *names; f++)
                for (uint32_t i = 0; i < facts->fields[names[f]].count && i < 50; i++)
                        if (has_markup(span_head(facts->fields[names[f]].items[i], 4096)))
                                signals_add(signals, kind, "It says \u201c%.*s\u201d.",
                                            SPAN_SHOWN(facts->fields[names[f]].items[i]));
}

void check_path_traversal(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct texts *names = &facts->fields[FIELD_FILE_NAME];
        for (uint32_t i = 0; i < names->count; i++)
                if (span_has(names->items[i], SPAN("../")) || span_has(names->items[i], SPAN("..\\")))
                        signals_add(signals, kind, "A file is called \u201c%.*s\u201d.", SPAN_SHOWN(names->items[i]));
}

void check_rich_text_pictures(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct html_fact *html = facts->html.items;
        for (uint32_t i = 0; i < facts->html.count; i++) {
                const struct html_picture *pictures = html[i].html->pictures.items;
                uint32_t embedded = 0;
                for (uint32_t k = 0; html[i].in_calendar && k < html[i].html->pictures.count; k++)
                        embedded += span_starts_nocase(pictures[k].src, SPAN("data:"));
                if (embedded >= 4 || (embedded >= 1 && html[i].source.len > 40000))
                        signals_add(signals, kind, "The event's rich text of %zu bytes has %u embedded pictures.",
                                    html[i].source.len, embedded);
        }
}

void check_password_form(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct html_fact *html = facts->html.items;
        for (uint32_t i = 0; i < facts->html.count; i++)
                if (html[i].html->passwords > 0 || (html[i].in_calendar && html[i].html->forms > 0))
                        signals_add(signals, kind, "There is a form in the %s.", html[i].in_calendar ? "event" : "mail");
}

void check_wallet_pass(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct attachment_fact *files = attachments_of(facts);
        for (uint32_t i = 0; i < facts->attachments.count; i++)
                if (facts->meeting.method == METHOD_REQUEST &&
                    (originator_is_unproven(facts) || facts->organizer.freemail || facts->from.freemail) &&
                    (span_ends_nocase(files[i].name, SPAN(".pkpass")) || span_has_nocase(files[i].type, SPAN("pkpass"))))
                        signals_add(signals, kind, "The file \u201c%.*s\u201d lies beside it.",
                                    SPAN_SHOWN(files[i].name));
}
