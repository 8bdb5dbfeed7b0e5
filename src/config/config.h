/* config: a configuration as the daemon uses it: the options of one file, checked together, with what is made of them once.
 * A snapshot: never changed, shared by threads, counted. A reload makes another one. */
#pragma once

#include "base/err.h"
#include "base/log.h"
#include "config/address.h"
#include "config/aliases.h"
#include "config/options.h"

struct config {
        struct arena *arena;
        const char *path; /* NULL: no file, all by default */
        struct options options;
        /* The state folder, which need not exist yet: the option; else the first folder of $STATE_DIRECTORY,
         * /var/lib/calwarden for root, $XDG_STATE_HOME or ~/.local/state and /calwarden for others. NULL when there is no
         * home either. */
        const char *state;
        const char *store;        /* the option, or sqlite:STATE/calwarden.db */
        const char *hostname;     /* of this system in headers and records: the option, or the machine's */
        struct problems problems; /* warnings; errors only where config_load says so */
        struct networks networks, trusted_networks;
        const struct aliases *aliases;
        const struct span *authserv_ids; /* as struct item wants them; none at the border */
        uint32_t authserv_id_count;
        struct log_settings log;
        _Atomic uint32_t references;
};

/* The file that is read when none was named: $CALWARDEN_CONFIG, else calwarden/calwarden.conf below the installation's
 * folder of configurations (/etc) when it is there, else NULL. */
const char *config_default_path(void);

/* Reads a file (`path` NULL: all by default), checks each value and what they mean together. With mistakes CW_ERR_CONFIG,
 * `reterr` says the first; *ret is set even then (for `config check`, which tells them all), NULL only without memory.
 * The caller gives *ret back with config_unref in every case. */
[[nodiscard]] enum cw_err config_load(const char *path, struct config **ret, struct err *reterr);
struct config *config_ref(const struct config *config);
void config_unref(const struct config *config);

/* STATE/name. False where there is no state folder, or the path does not fit. */
[[nodiscard]] bool config_state_path(const struct config *config, const char *name, char *ret, size_t size);

/* The option public-url without the slashes at its end; empty: there is none. */
struct span config_public_url(const struct config *config);

/* Whether results in a mail of this client may be believed (DESIGN, Results that others wrote). */
bool config_trusts(const struct config *config, struct span client_ip);

/* The first option, from `from` on, whose value differs between two snapshots and counts only after a restart; OPTS when
 * there is none. For what a reload has to say. */
enum option_id config_restart_needed(const struct config *old, const struct config *new, enum option_id from);
