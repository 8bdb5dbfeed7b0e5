#include "report/show.h"
#include "report/shown.h"

enum {
        SHOWN = 160, /* characters of a text */
        LINE_COLUMN = 6,
        DEEPEST = 40, /* levels that are indented */
};

/* What all of them need. */
struct tree {
        FILE *out;
        bool colour;
};

static void write_heading(const struct tree *tree, const char *text) {
        fprintf(tree->out, "%s%s%s\n", tree->colour ? "\033[1m" : "", text, tree->colour ? "\033[0m" : "");
}

static void write_indent(const struct tree *tree, uint32_t depth) {
        fprintf(tree->out, "%*s", 2 * (int)(1 + (depth < DEEPEST ? depth : DEEPEST)), "");
}

static void write_labelled(const struct tree *tree, const char *label, struct span text) {
        if (!text.len)
                return;
        fprintf(tree->out, " %s=", label);
        shown_text(tree->out, text, SHOWN);
}

static void write_part(const struct tree *tree, const struct part *part) {
        FILE *out = tree->out;
        write_indent(tree, part->depth);
        fprintf(out, "%u ", part->number);
        shown_text(out, part->type, SHOWN);
        fputc('/', out);
        shown_text(out, part->subtype, SHOWN);
        if (part->source != PART_MIME)
                fprintf(out, " from=%s", show_source(part->source));
        if (show_encoding(part->encoding))
                fprintf(out, " encoding=%s", show_encoding(part->encoding));
        write_labelled(tree, "charset", part->charset);
        if (part->charset_used && !span_equal_nocase(part->charset, span_from(part->charset_used)))
                fprintf(out, " read-as=%s", part->charset_used);
        write_labelled(tree, "method", part->method);
        write_labelled(tree, "file", part->file_name);
        fprintf(out, " bytes=%zu", part->data.len);
        if (part_holds_calendar(part))
                fprintf(out, " calendar-by=%s%s%s", part->calendar_by_type ? "type " : "",
                        part->calendar_by_name ? "name " : "", part->calendar_by_magic ? "content" : "");
        fprintf(out, "%s%s\n", part->outside ? " outside" : "", part->unread ? " unread" : "");
}

static void write_message(const struct tree *tree, const struct facts *facts) {
        const struct message *message = facts->message;
        if (!message)
                return;
        write_heading(tree, "Header");
        for (uint32_t i = 0; i < message->headers.count; i++) {
                const struct header *header = &message->headers.items[i];
                fprintf(tree->out, "%*u ", LINE_COLUMN, header->line);
                shown_text(tree->out, header->name, SHOWN);
                fputs(": ", tree->out);
                shown_text(tree->out, header->value, SHOWN);
                fputc('\n', tree->out);
        }
        write_heading(tree, "Parts");
        for (uint32_t i = 0; i < message->part_count; i++)
                write_part(tree, message->parts[i]);
}

static void write_properties(const struct tree *tree, const struct component *component) {
        for (const struct property *property = component->properties; property; property = property->next) {
                fprintf(tree->out, "%*u", LINE_COLUMN, property->line);
                write_indent(tree, component->depth);
                shown_text(tree->out, property->name, SHOWN);
                for (const struct parameter *parameter = property->parameters; parameter; parameter = parameter->next) {
                        fputc(';', tree->out);
                        shown_text(tree->out, parameter->name, SHOWN);
                        fputc('=', tree->out);
                        shown_text(tree->out, parameter->value, SHOWN);
                }
                fputs(": ", tree->out);
                shown_text(tree->out, property->text, SHOWN);
                fputc('\n', tree->out);
        }
}

static void write_calendar(const struct tree *tree, const struct calendar *calendar) {
        fprintf(tree->out, "  part %u, line %u: %s\n", calendar->part, calendar->line,
                calendar_form_name(calendar->form));
        write_properties(tree, &calendar->root);
        for (const struct component *component = NULL; (component = component_walk(calendar, component));) {
                fprintf(tree->out, "%*u", LINE_COLUMN, component->line);
                write_indent(tree, component->depth ? component->depth - 1 : 0);
                shown_text(tree->out, component->name, SHOWN);
                fprintf(tree->out, "%s\n", component->unclosed ? " (without END)" : "");
                write_properties(tree, component);
        }
}

static void write_links(const struct tree *tree, const struct array *links) {
        if (links->count)
                write_heading(tree, "Links");
        for (uint32_t i = 0; i < links->count; i++) {
                const struct link_fact *fact = &((const struct link_fact *)links->items)[i];
                fprintf(tree->out, "  %-12s ", place_name(fact->place));
                shown_text(tree->out, fact->link->url, SHOWN);
                write_labelled(tree, "text", fact->link->text);
                write_labelled(tree, "target", fact->link->target);
                if (show_owner(fact->owner))
                        fprintf(tree->out, " owner=%s", show_owner(fact->owner));
                fprintf(tree->out, "%s\n", fact->visible ? "" : " hidden");
        }
}

static void write_findings(const struct tree *tree, const struct findings *findings) {
        for (uint32_t i = 0; i < findings->phones.count; i++) {
                fputs("  phone        ", tree->out);
                shown_text(tree->out, ((const struct phone *)findings->phones.items)[i].digits, SHOWN);
                fputc('\n', tree->out);
        }
        for (uint32_t i = 0; i < findings->amounts.count; i++) {
                const struct amount *amount = &((const struct amount *)findings->amounts.items)[i];
                fprintf(tree->out, "  amount       %.2f %s\n", amount->value, amount->currency);
        }
        for (uint32_t i = 0; i < findings->emails.count; i++) {
                fputs("  address      ", tree->out);
                shown_text(tree->out, ((const struct email *)findings->emails.items)[i].address, SHOWN);
                fputc('\n', tree->out);
        }
}

static void write_authentication(const struct tree *tree, const struct facts *facts) {
        const struct authentication *authentication = &facts->authentication;
        write_heading(tree, "Authentication");
        if (!authentication->known) {
                fputs("  nobody who may be believed said anything\n", tree->out);
                return;
        }
        fprintf(tree->out, "  spf=%s dkim=%s dmarc=%s arc=%s%s", auth_result_name(authentication->spf),
                auth_result_name(authentication->dkim), auth_result_name(authentication->dmarc),
                auth_result_name(authentication->arc), authentication->aligned ? " aligned" : "");
        write_labelled(tree, "by", authentication->authserv_id);
        fputc('\n', tree->out);
}

static void write_defects(const struct tree *tree, const struct defects *defects) {
        if (defects->places.count)
                write_heading(tree, "Defects");
        for (uint32_t i = 0; i < defects->places.count; i++) {
                const struct defect *defect = &((const struct defect *)defects->places.items)[i];
                char where[REPORT_WHERE];
                report_where(defect->part, defect->line, where);
                fprintf(tree->out, "  %s, %s: %s\n", defect_name(defect->kind), where, defect_text(defect->kind));
        }
}

void show_text(FILE *out, const struct report *report, struct report_style style) {
        struct tree tree = { out, style.colour };
        const struct facts *facts = report->facts;
        shown_file(out, report->file, report->index);
        fprintf(out, ": %zu bytes\n", facts->item->bytes.len);
        write_message(&tree, facts);
        if (facts->calendars->first)
                write_heading(&tree, "Calendars");
        for (const struct calendar *calendar = facts->calendars->first; calendar; calendar = calendar->next)
                write_calendar(&tree, calendar);
        write_links(&tree, &facts->links);
        write_findings(&tree, &facts->calendar_findings);
        write_findings(&tree, &facts->mail_findings);
        write_authentication(&tree, facts);
        write_defects(&tree, report->defects);
}
