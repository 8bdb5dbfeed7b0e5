/* list-file: a list of known abuse in memory: addresses and networks, hosts with all below them, mailboxes, URLs.
 *
 * Of each entry a 64-bit hash under a key of its own is kept, sorted: eight bytes and a fraction, and one look for a
 * question. An entry that is not there is found by accident once in 2^64 / entries questions, and nobody who does not know
 * the key can bring that about. Immutable: threads share it. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct ip;
struct list_file;

/* The text of a file: an entry a line; # and ; begin comments; lines of a hosts file ("0.0.0.0 evil.example") are read,
 * too. What is none of these is counted (list_file_bad) and left out. */
[[nodiscard]] enum cw_err list_file_parse(struct span text, struct list_file **ret, struct err *reterr);
/* A file of at most `most` bytes. */
[[nodiscard]] enum cw_err list_file_load(const char *path, size_t most, struct list_file **ret, struct err *reterr);
void list_file_free(struct list_file *file);

uint32_t list_file_count(const struct list_file *file);
uint32_t list_file_bad(const struct list_file *file);
size_t list_file_bytes(const struct list_file *file);

bool list_file_has_ip(const struct list_file *file, const struct ip *ip);
/* The host or a domain above it; *ret is which. In lower-case ASCII. */
bool list_file_has_host(const struct list_file *file, struct span host, struct span *ret);
/* As DNS lists know mailboxes: without +tag and Gmail's dots. */
bool list_file_has_mailbox(const struct list_file *file, struct span mailbox);
/* Without regard to http or https, a port that is the scheme's own and what stands behind #; with its query or without. */
bool list_file_has_url(const struct list_file *file, struct span url);
