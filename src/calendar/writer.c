#include "calendar/writer.h"

void writer_put(struct writer *writer, struct span s) {
        if ((size_t)(writer->end - writer->pos) < s.len) {
                writer->malformed = true;
                return;
        }
        writer->pos = mempcpy(writer->pos, s.ptr, s.len);
}

void writer_put_text(struct writer *writer, struct span text, bool plain) {
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                if (c == '\n' || c == '\r')
                        writer_put(writer, plain ? SPAN(" ") : c == '\n' ? SPAN("\\n") : SPAN(""));
                else if (!plain && (c == '\\' || c == ';' || c == ','))
                        writer_put(writer, (struct span){ (char[]){ '\\', c }, 2 });
                else if (c != '\0')
                        writer_put_byte(writer, c);
        }
}

void writer_put_parameter(struct writer *writer, struct span text) {
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                if (c == '\n')
                        writer_put(writer, SPAN("^n"));
                else if (c == '"')
                        writer_put(writer, SPAN("^'"));
                else if (c == '^')
                        writer_put(writer, SPAN("^^"));
                else if (c != '\r' && c != '\0')
                        writer_put_byte(writer, c);
        }
}

bool writer_type_is_text(struct span type) {
        return span_equal_nocase(type, SPAN("text")) || span_equal_nocase(type, SPAN("unknown"));
}

bool writer_type_is_usual(struct span type) {
        return type.len == 0 || writer_type_is_text(type) || span_equal_nocase(type, SPAN("date-time")) ||
               span_equal_nocase(type, SPAN("cal-address")) || span_equal_nocase(type, SPAN("recur"));
}
