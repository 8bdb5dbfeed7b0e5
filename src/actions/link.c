#include "actions/link.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

#include "actions/verdict-header.h"
#include "base/base64url.h"
#include "config/config.h"

/* version, action, when it expires, the arrival; then the MAC over these and the owner */
enum { VERSION = 1, EXPIRES_AT = 2, EXPIRES_BYTES = 6, ARRIVAL_AT = 8, MAC_AT = 34, MAC_BYTES = 20, RAW = 54 };
_Static_assert(BASE64URL_LETTERS(RAW) == LINK_TOKEN && ARRIVAL_AT + LINK_ARRIVAL == MAC_AT && MAC_AT + MAC_BYTES == RAW,
               "a token is its bytes");

const char *link_action_name(enum link_action action) {
        static const char *const names[] = {
                [LINK_ADD] = "add",
                [LINK_HAM] = "ham",
                [LINK_SPAM] = "spam",
                [LINK_ALWAYS] = "always",
                [LINK_NEVER] = "never",
                [LINK_REPORT] = "report",
                [LINK_DIGEST_NEVER] = "digest-never",
        };
        return names[action];
}

static bool decode(struct span token, uint8_t ret[static RAW]) {
        size_t len;
        return base64url_read(token, ret, RAW, &len) && len == RAW;
}

static void sign(const struct verdict_keys *keys, const uint8_t *raw, const char *owner, uint8_t ret[static MAC_BYTES]) {
        uint8_t digest[32], inner[32];
        unsigned len = sizeof digest;
        bool done = HMAC(EVP_sha256(), keys->links, sizeof keys->links, (const unsigned char *)owner, strlen(owner),
                         inner, &len) &&
                    HMAC(EVP_sha256(), inner, sizeof inner, raw, MAC_AT, digest, &len);
        if (!done)
                abort(); /* SHA-256 is always there */
        memcpy(ret, digest, MAC_BYTES);
}

static bool is_id(const char *text, size_t len) {
        for (size_t i = 0; i < len; i++)
                if (!ascii_alnum(text[i]))
                        return false;
        return len == LINK_ARRIVAL;
}

enum cw_err link_make(const struct verdict_keys *keys, const struct user_link *link, char ret[static LINK_TOKEN + 1],
                      struct err *reterr) {
        uint8_t raw[RAW] = { VERSION, (uint8_t)link->action };
        if (!is_id(link->arrival, strlen(link->arrival)) || link->action >= LINK_ACTIONS || !*link->owner)
                return err_set(reterr, CW_ERR_USAGE, "a link is about an arrival of somebody");
        if (link->expires <= 0 || link->expires >> (8 * EXPIRES_BYTES))
                return err_set(reterr, CW_ERR_USAGE, "a link cannot hold this time");
        for (int i = 0; i < EXPIRES_BYTES; i++)
                raw[EXPIRES_AT + i] = (uint8_t)(link->expires >> (8 * (EXPIRES_BYTES - 1 - i)));
        memcpy(raw + ARRIVAL_AT, link->arrival, LINK_ARRIVAL);
        sign(keys, raw, link->owner, raw + MAC_AT);
        base64url_write(raw, sizeof raw, ret);
        return CW_OK;
}

enum cw_err link_url(const struct config *config, const struct verdict_keys *keys, const struct user_link *link,
                     int64_t now, char ret[static LINK_URL], struct err *reterr) {
        struct user_link dated = *link;
        struct span base = config_public_url(config);
        char token[LINK_TOKEN + 1];
        if (!base.len || base.len + LINK_TOKEN + sizeof "/l/" > LINK_URL)
                return err_set(reterr, CW_ERR_CONFIG, "no links without the option public-url, of up to %d bytes",
                               LINK_URL - LINK_TOKEN - (int)sizeof "/l/");
        dated.expires = now + (int64_t)config->options.number[OPT_LINK_EXPIRES];
        enum cw_err code = link_make(keys, &dated, token, reterr);
        if (!code)
                (void)snprintf(ret, LINK_URL, "%.*s/l/%s", (int)base.len, base.ptr, token);
        return code;
}

bool link_read(struct span token, struct link_said *ret) {
        uint8_t raw[RAW];
        if (!decode(token, raw) || raw[0] != VERSION || raw[1] >= LINK_ACTIONS ||
            !is_id((const char *)raw + ARRIVAL_AT, LINK_ARRIVAL))
                return false;
        *ret = (struct link_said){ .action = raw[1] };
        for (int i = 0; i < EXPIRES_BYTES; i++)
                ret->expires = ret->expires << 8 | raw[EXPIRES_AT + i];
        memcpy(ret->arrival, raw + ARRIVAL_AT, LINK_ARRIVAL);
        return true;
}

bool link_proves(const struct verdict_keys *keys, struct span token, const char *owner, int64_t now) {
        uint8_t raw[RAW], mac[MAC_BYTES];
        struct link_said said;
        if (!link_read(token, &said) || !decode(token, raw))
                return false;
        sign(keys, raw, owner, mac);
        return CRYPTO_memcmp(mac, raw + MAC_AT, MAC_BYTES) == 0 && now < said.expires;
}
