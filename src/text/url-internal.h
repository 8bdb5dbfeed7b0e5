/* What the readers of links share. Internal to src/text. */
#pragma once

#include "text/context-internal.h"
#include "text/links.h"

/* A host as written between the slashes, without port: defanged dots, percent-encoding, IDNA, addresses. Sets flags. */
struct span url_host(const struct text_context *context, struct arena *arena, struct span written, unsigned *flags);

/* Fills in `target` and what belongs to it when the link leads to somebody else through a known redirector. */
void url_follow(const struct text_context *context, struct arena *arena, struct link *link);

/* The address that browsers make of a host (URL standard 3.5): decimal, octal, hexadecimal, one to four parts. */
bool url_ipv4(struct span host, uint32_t *ret, bool *ret_disguised);
