#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "actions/verdict-header.h"
#include "base/percent.h"
#include "config/config.h"
#include "config/secret-file.h"

enum { SECRET_MADE = 32 };

static void key_from(struct span secret, const char *use, uint8_t ret[static 32]) {
        unsigned len = 32;
        bool done = HMAC(EVP_sha256(), secret.ptr, (int)secret.len, (const unsigned char *)use, strlen(use), ret, &len);
        if (!done)
                abort(); /* SHA-256 is always there */
}

void verdict_keys_from(struct span secret, struct verdict_keys *ret) {
        key_from(secret, "calwarden verdict mac 1", ret->mac);
        key_from(secret, "calwarden verdict recipients 1", ret->recipients);
        key_from(secret, "calwarden user links 1", ret->links);
        key_from(secret, "calwarden feedback ids 1", ret->feedback);
        key_from(secret, "calwarden redaction 1", ret->redact);
}

static enum cw_err fail(const char *path, struct err *reterr) {
        return err_set(reterr, err_of_errno(errno), "secret %.170s: %s", path, strerror(errno));
}

static bool write_secret(int fd) {
        unsigned char bytes[SECRET_MADE];
        char text[2 * SECRET_MADE + 2];
        arc4random_buf(bytes, sizeof bytes);
        hex_write(bytes, sizeof bytes, text);
        text[2 * SECRET_MADE] = '\n';
        bool done = write(fd, text, 2 * SECRET_MADE + 1) == 2 * SECRET_MADE + 1 && fsync(fd) == 0;
        explicit_bzero(bytes, sizeof bytes);
        explicit_bzero(text, sizeof text);
        return done;
}

/* A file beside it, then its name: so it is never there in part, and never replaces one that somebody else made. */
static enum cw_err make_secret(const char *path, struct err *reterr) {
        char *fresh;
        if (asprintf(&fresh, "%s.%ld", path, (long)getpid()) < 0)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        (void)unlink(fresh);
        int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        bool done = fd >= 0 && write_secret(fd) && (link(fresh, path) == 0 || errno == EEXIST);
        enum cw_err code = done ? CW_OK : fail(path, reterr);
        if (fd >= 0) {
                close(fd);
                (void)unlink(fresh);
        }
        free(fresh);
        return code;
}

static enum cw_err read_secret(const char *path, struct verdict_keys *ret, struct err *reterr) {
        char bytes[VERDICT_SECRET_MOST];
        size_t len = 0;
        enum cw_err code = secret_file_read("secret", path, bytes, sizeof bytes, &len, reterr);
        struct span secret = span_trim((struct span){ bytes, len });
        if (!code && secret.len < VERDICT_SECRET_LEAST)
                code = err_set(reterr, CW_ERR_CONFIG, "secret %.150s: must have %d bytes or more", path,
                               VERDICT_SECRET_LEAST);
        if (!code)
                verdict_keys_from(secret, ret);
        explicit_bzero(bytes, sizeof bytes);
        return code;
}

enum cw_err verdict_keys_load(const char *path, bool make, struct verdict_keys *ret, struct err *reterr) {
        struct err why;
        enum cw_err code = read_secret(path, ret, &why);
        if (code == CW_ERR_NOT_FOUND && make) {
                code = make_secret(path, &why);
                if (!code)
                        code = read_secret(path, ret, &why);
        }
        return code ? err_set(reterr, code, "%s", why.text) : CW_OK;
}

enum cw_err verdict_keys_of(const struct config *config, bool make, struct verdict_keys *ret, struct err *reterr) {
        const char *named = config->options.text[OPT_SECRET_FILE];
        char path[4096];
        if (!*named && !config_state_path(config, "secret", path, sizeof path))
                return err_set(reterr, CW_ERR_CONFIG, "no place for the secret: set the option state or secret-file");
        return verdict_keys_load(*named ? named : path, make && !*named, ret, reterr);
}
