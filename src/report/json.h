/* json: a writer that always gives valid JSON in UTF-8, whatever the texts hold (RFC 8259). It writes on one line and in
 * the order of the calls; keys are NULL inside arrays and for the outermost value. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/span.h"

struct json {
        FILE *out;
        uint32_t depth;
        bool more; /* something stands before in the innermost object or array */
};

/* jansson, which the operations and jCal use, has functions of some of these names: ours are linked by others. */
#define JSON_LINKED_AS(name) __asm__("cw_" name)

void json_object(struct json *json, const char *key) JSON_LINKED_AS("json_object");
void json_array(struct json *json, const char *key) JSON_LINKED_AS("json_array");
void json_object_end(struct json *json);
void json_array_end(struct json *json);

/* Broken UTF-8 becomes U+FFFD. */
void json_text(struct json *json, const char *key, struct span text);
/* null when the text is empty. */
void json_text_or_null(struct json *json, const char *key, struct span text);
void json_string(struct json *json, const char *key, const char *text) JSON_LINKED_AS("json_string");
void json_integer(struct json *json, const char *key, int64_t value) JSON_LINKED_AS("json_integer");
/* With at most `digits` significant digits; null when it is not finite. */
void json_number(struct json *json, const char *key, double value, int digits);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key) JSON_LINKED_AS("json_null");
/* The numbers of the bits that are set, as an array. */
void json_bits(struct json *json, const char *key, uint64_t bits);
