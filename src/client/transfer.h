/* transfer: what all that we do over libcurl has in common. */
#pragma once

#include <curl/curl.h>
#include <stdint.h>

/* A handle that speaks no other than these protocols ("https,http"), through no proxy of the environment; `timeout_ms` is for all
 * of a transfer, of which the connection takes 15 seconds at most. `ca_file`: certificates that are believed; NULL: the system's.
 * NULL: no memory. To be given back with curl_easy_cleanup. */
CURL *transfer_new(const char *protocols, uint32_t timeout_ms, const char *ca_file);
