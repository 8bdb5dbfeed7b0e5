/* show: a message and its calendars as they were understood, for developers. Nothing is left out but the bytes of what
 * is no text. */
#pragma once

#include "message/message.h"
#include "report/report.h"

/* One JSON object and a line feed: headers, parts, calendars with every property, texts, links, defects. */
void show_json(FILE *out, const struct report *report);
/* The same as a tree; long texts are cut. */
void show_text(FILE *out, const struct report *report, struct report_style style);

/* "mime", "zip", … */
const char *show_source(enum part_source source);
/* "base64"; NULL for none. */
const char *show_encoding(enum encoding encoding);
/* "meeting"; NULL when nobody is known to own it. */
const char *show_owner(enum link_owner owner);
