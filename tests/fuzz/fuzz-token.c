/* layer: client */
/* Signed tokens of an issuer, and the keys that it publishes: bytes of strangers before the first line feed, and behind it. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/jose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* By a key of ours nobody signs here: that of RFC 7515 A.3 has signed one text, and no other. */
static void ours_check(const char *token) {
        static const char signed_text[] =
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
        json_t *keys = json_loads("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
                                  "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                                  "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}",
                                  0, NULL);
        json_t *claims = NULL;
        assert(keys);
        if (jose_verify(token, keys, &claims, NULL) == CW_OK)
                assert(strncmp(token, signed_text, sizeof signed_text - 1) == 0);
        json_decref(claims);
        json_decref(keys);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        char *token = malloc(size + 1);
        assert(token);
        memcpy(token, data, size);
        token[size] = 0;
        char *line = strchr(token, '\n');
        json_t *claims = NULL, *keys = line ? json_loads(line + 1, 0, NULL) : NULL;
        if (line)
                *line = 0;
        ours_check(token);
        if (jose_verify(token, keys, &claims, NULL))
                assert(!claims);
        json_decref(claims);
        json_decref(keys);
        free(token);
        return 0;
}
