#include "client/transfer.h"

enum { CONNECT_MS = 15000 };

CURL *transfer_new(const char *protocols, uint32_t timeout_ms, const char *ca_file) {
        CURL *curl = curl_easy_init();
        long connect_ms = timeout_ms < CONNECT_MS ? (long)timeout_ms : CONNECT_MS;
        if (!curl)
                return NULL;
        if (curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols) || curl_easy_setopt(curl, CURLOPT_PROXY, "") ||
            curl_easy_setopt(curl, CURLOPT_USERAGENT, "calwarden") || curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) ||
            curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)timeout_ms) ||
            curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_ms) ||
            (ca_file && curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file))) {
                curl_easy_cleanup(curl);
                return NULL;
        }
        return curl;
}
