/* eval-labels: what is known of the files of a collection: labels.tsv, a line each behind a header line with the names
 * of the columns (file, label, attacks, campaign, producer, language, split; any order, others are passed over, only
 * `file` must be there). `file` is relative to the folder of the table. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct labels {
        const char *attacks, *campaign, *producer, *language, *split, *label; /* NULL: not given, or empty */
};

struct label_table;

/* An empty table; all memory is of the arena. */
[[nodiscard]] struct label_table *label_table_new(struct arena *arena);
/* Adds the rows of a file. A file that is already in it counts once. */
[[nodiscard]] enum cw_err label_table_read(struct label_table *table, const char *path, struct err *reterr);
/* The same when it is there: labels.tsv in the folder or in its parent. */
[[nodiscard]] enum cw_err label_table_find(struct label_table *table, const char *folder, struct err *reterr);

/* What is known of a file, or NULL. Other spellings of its path are the same file. */
const struct labels *label_table_of(struct label_table *table, const char *path);

/* "39,41" as bits; what is no number from 1 to 63 is passed over. */
uint64_t labels_attacks(const struct labels *labels);
