/* answers-internal: the table of answers, for those who encode, print or describe it. */
#pragma once

#include "ops/answers.h"

enum field_type { FIELD_TEXT, FIELD_TIME, FIELD_INTEGER, FIELD_REAL, FIELD_TRUTH };
enum field_detail { DETAIL_BRIEF, DETAIL_FULL };
struct answer_field {
        enum shape_id shape;
        const char *name;
        enum field_type type;
        enum field_detail detail;
        size_t offset;
        const char *sentence;
};
extern const struct answer_field answer_fields[];
extern const uint32_t answer_field_count;

struct answer_shape {
        const char *name, *sentence;
        size_t size;
};
extern const struct answer_shape answer_shapes[SHAPES];

enum member_type { MEMBER_ONE, MEMBER_MANY, MEMBER_TEXT, MEMBER_INTEGER, MEMBER_OBJECT };
struct answer_member {
        enum op_id op;
        const char *name;
        enum member_type type;
        enum shape_id shape;
        const char *sentence;
};
extern const struct answer_member answer_members[];
extern const uint32_t answer_member_count;

/* "sent-by" as HTTP writes it: "sent_by". */
enum { HTTP_NAME_BYTES = 40 };
void http_name(const char *name, char ret[static HTTP_NAME_BYTES]);
