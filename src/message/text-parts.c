/* Forms of plain text: format=flowed (RFC 3676) and files in it as uuencode. */
#include "message/reader.h"

#include "text/transfer.h"

struct flowed_line {
        struct span text; /* without quote marks, stuffing and line end */
        size_t quotes;
        bool flows;
};

static struct flowed_line flowed_line_take(struct span *rest) {
        struct span line = span_split(rest, '\n');
        struct flowed_line read = { .quotes = 0 };
        if (line.len > 0 && line.ptr[line.len - 1] == '\r')
                line.len--;
        while (read.quotes < line.len && line.ptr[read.quotes] == '>')
                read.quotes++;
        line = span_skip(line, read.quotes);
        if (line.len > 0 && line.ptr[0] == ' ')
                line = span_skip(line, 1);
        read.text = line;
        read.flows = line.len > 0 && line.ptr[line.len - 1] == ' ' && !span_equal(line, SPAN("-- "));
        return read;
}

/* Lines that end in a space go on in the next, if that is quoted as deep (RFC 3676 4.1 to 4.5). */
struct span flowed_join(struct arena *arena, struct span text, bool delsp) {
        if (!span_has(text, SPAN(" \n")) && !span_has(text, SPAN(" \r\n")))
                return text;
        struct buf out = buf_in(arena, text.len + 2);
        (void)buf_room(&out, text.len);
        struct span rest = text;
        bool flowing = false;
        size_t quotes = 0;
        while (rest.len > 0) {
                struct flowed_line line = flowed_line_take(&rest);
                if (flowing && line.quotes != quotes) {
                        buf_add_byte(&out, '\n');
                        flowing = false;
                }
                for (size_t i = 0; !flowing && i < line.quotes; i++)
                        buf_add_byte(&out, '>');
                if (line.flows && delsp)
                        line.text.len--;
                buf_add(&out, line.text);
                flowing = line.flows;
                quotes = line.quotes;
                if (!flowing)
                        buf_add_byte(&out, '\n');
        }
        return buf_span(&out);
}

/* `begin 644 name`: the name, empty when the line is another. */
static struct span begin_line_name(struct span line) {
        struct span rest = span_skip(line, strlen("begin "));
        size_t digits = 0;
        while (digits < rest.len && rest.ptr[digits] >= '0' && rest.ptr[digits] <= '7')
                digits++;
        if (digits < 3 || digits > 4 || digits >= rest.len || rest.ptr[digits] != ' ')
                return (struct span){ 0 };
        return span_trim(span_skip(rest, digits));
}

static void uuencoded_part(struct item_reader *item, struct part *holder, struct span name, struct span raw,
                           struct transfer read) {
        struct part *part = part_new(item, holder->message, holder, holder->depth + 1, PART_UUENCODE);
        if (!part)
                return;
        part_set_type(part, SPAN("application"), SPAN("octet-stream"));
        part->disposition = DISPOSITION_ATTACHMENT;
        part->encoding = ENCODING_UUENCODE;
        part->file_name = name;
        part->raw = span_head(raw, read.read);
        part->data = read.bytes;
        body_use(item, part);
        item->defects->part = holder->number;
}

void uuencoded_read(struct item_reader *item, struct part *part) {
        struct span text = part->text, begin = SPAN("begin ");
        size_t at = 0;
        while ((at += span_find(span_skip(text, at), begin)) < text.len) {
                struct span rest = span_skip(text, at);
                struct span line = span_head(rest, span_find_byte(rest, '\n'));
                bool fresh = at == 0 || text.ptr[at - 1] == '\n';
                struct span name = fresh ? begin_line_name(line) : (struct span){ 0 };
                at += begin.len;
                if (name.len == 0)
                        continue;
                struct span raw = span_skip(rest, line.len + 1);
                if (raw.len > item->decoded_left) {
                        defects_add(item->defects, DEFECT_DECODED_TOO_MUCH, 0);
                        return;
                }
                struct transfer read = uu_decode(item->arena, raw);
                if (read.cut || read.junk > 0)
                        defects_add(item->defects, DEFECT_MIME_ENCODING_CUT, 0);
                item->decoded_left -= read.bytes.len;
                uuencoded_part(item, part, name, raw, read);
                at = (size_t)(raw.ptr + read.read - text.ptr);
        }
}
