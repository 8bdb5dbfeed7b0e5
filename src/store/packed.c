#include "store/packed.h"

#include <stdlib.h>
#include <zstd.h>

#include "store/internal.h"

/* Mails are text and base64: level 3 packs them as well as higher ones do, at a fraction of the time. */
enum { LEVEL = 3 };

enum cw_err packed_add(struct store *store, const char *sql, const char *key, const char *what, struct span bytes,
                       struct err *reterr) {
        size_t room = ZSTD_compressBound(bytes.len);
        char *packed = malloc(room);
        if (!packed)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory to compress a %s", what);
        size_t len = ZSTD_compress(packed, room, bytes.ptr ? bytes.ptr : "", bytes.len, LEVEL);
        enum cw_err status;
        if (ZSTD_isError(len)) {
                status = err_set(reterr, CW_ERR_INTERNAL, "store: zstd: %s", ZSTD_getErrorName(len));
        } else {
                struct ask ask = ask_for(store, sql);
                ask_key(&ask, key);
                ask_blob(&ask, (struct span){ packed, len });
                status = ask_run(&ask, NULL, reterr);
        }
        free(packed);
        return status;
}

static enum cw_err unpack(const char *key, const char *what, struct span packed, struct pool *pool, struct span *ret,
                          struct err *reterr) {
        unsigned long long size = ZSTD_getFrameContentSize(packed.ptr, packed.len);
        if (size > LIMIT_MESSAGE_BYTES)
                return err_set(reterr, CW_ERR_IO, "store: the %s kept of %s is damaged", what, key);
        char *bytes = pool_take(pool, size + 1);
        if (!bytes)
                return err_set(reterr, CW_ERR_MEMORY, "store: no memory for the %s kept of %s", what, key);
        if (ZSTD_decompress(bytes, size, packed.ptr, packed.len) != size)
                return err_set(reterr, CW_ERR_IO, "store: the %s kept of %s is damaged", what, key);
        bytes[size] = '\0';
        *ret = (struct span){ bytes, size };
        return CW_OK;
}

enum cw_err packed_find(struct store *store, const char *sql, const char *key, const char *what, struct span *ret,
                        struct err *reterr) {
        struct ask ask = ask_for(store, sql);
        struct pool pool = { 0 };
        bool row = false;
        ask_key(&ask, key);
        enum cw_err status = ask_first(&ask, &row, reterr);
        if (status == CW_OK && !row)
                status = err_set(reterr, CW_ERR_NOT_FOUND, "the %s of %s is not kept", what, key);
        if (status == CW_OK)
                status = unpack(key, what, store->db->driver->value(store->db, 0).bytes, &pool, ret, reterr);
        ask_end(&ask);
        if (status != CW_OK) {
                pool_free(&pool);
                return status;
        }
        pool_free(&store->result);
        store->result = pool;
        return CW_OK;
}
