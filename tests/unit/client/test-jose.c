/* Signed tokens: the examples of RFC 7515, and all that looks like one and is none. */
#include "client/jose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* RFC 7515 A.3 */
#define KEY \
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"," \
        "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"%s}"
#define SAID "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
#define MAC "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
#define TOKEN "eyJhbGciOiJFUzI1NiJ9." SAID "." MAC

static json_t *keys_with(const char *more) {
        char key[600], set[700];
        json_error_t error;
        (void)snprintf(key, sizeof key, KEY, more);
        (void)snprintf(set, sizeof set, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"},%s]}", key);
        json_t *keys = json_loads(set, 0, &error);
        assert_non_null(keys);
        return keys;
}

static enum cw_err verify(const char *token, const char *more) {
        json_t *keys = keys_with(more), *claims = NULL;
        struct err err;
        enum cw_err code = jose_verify(token, keys, &claims, &err);
        assert_true(code ? !claims : strcmp(json_string_value(json_object_get(claims, "iss")), "joe") == 0);
        json_decref(claims);
        json_decref(keys);
        return code;
}

static void example_of_the_standard(void **state) {
        (void)state;
        assert_int_equal(verify(TOKEN, ""), CW_OK);
        assert_int_equal(verify(TOKEN, ",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"any\""), CW_OK);
}

static void keys_for_something_else(void **state) {
        (void)state;
        assert_int_equal(verify(TOKEN, ",\"use\":\"enc\""), CW_ERR_PERMISSION);
        assert_int_equal(verify(TOKEN, ",\"alg\":\"ES384\""), CW_ERR_PERMISSION);
        /* {"alg":"ES256","kid":"b"} */
        assert_int_equal(verify("eyJhbGciOiJFUzI1NiIsImtpZCI6ImIifQ." SAID "." MAC, ",\"kid\":\"a\""),
                         CW_ERR_PERMISSION);
}

static void what_is_no_token_of_the_key(void **state) {
        static const struct {
                const char *name, *token;
        } wrong[] = {
                { "empty", "" },
                { "dots", ".." },
                { "two parts", "eyJhbGciOiJFUzI1NiJ9." SAID },
                { "no signature", "eyJhbGciOiJFUzI1NiJ9." SAID "." },
                { "alg none", "eyJhbGciOiJub25lIn0." SAID "." MAC },
                { "alg HS256", "eyJhbGciOiJIUzI1NiJ9." SAID "." MAC },
                { "alg RS256", "eyJhbGciOiJSUzI1NiJ9." SAID "." MAC },
                { "alg absent", "e30." SAID "." MAC },
                { "crit", "eyJhbGciOiJFUzI1NiIsImNyaXQiOlsieCJdfQ." SAID "." MAC },
                { "header no JSON", "AAAA." SAID "." MAC },
                { "another header", "eyJhbGciOiJFUzI1NiIgfQ." SAID "." MAC },
                { "a letter of what is said", "eyJhbGciOiJFUzI1NiJ9.fyJ" SAID "." MAC },
                { "a signature too short", "eyJhbGciOiJFUzI1NiJ9." SAID ".DtEhU3ljbEg8L38VWAfUAqOyKAM6" },
                { "a signature with padding", TOKEN "==" },
                { "a signature with bits behind it",
                  "eyJhbGciOiJFUzI1NiJ9." SAID
                  ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1R" },
                { "four parts", TOKEN ".AAAA" },
                { "zeros", "eyJhbGciOiJFUzI1NiJ9." SAID
                           ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
        };
        (void)state;
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                if (verify(wrong[i].token, "") != CW_ERR_PERMISSION)
                        fail_msg("%s", wrong[i].name);
}

static void keys_that_are_none(void **state) {
        static const char *const sets[] = { "{}",
                                            "{\"keys\":[]}",
                                            "{\"keys\":{}}",
                                            "{\"keys\":[1,null,\"x\",{}]}",
                                            "[]",
                                            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}",
                                            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":1,\"y\":[]}]}" };
        (void)state;
        for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
                json_t *keys = json_loads(sets[i], 0, NULL), *claims = NULL;
                struct err err;
                assert_int_equal(jose_verify(TOKEN, keys, &claims, &err), CW_ERR_PERMISSION);
                json_decref(keys);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(example_of_the_standard),
                cmocka_unit_test(keys_for_something_else),
                cmocka_unit_test(what_is_no_token_of_the_key),
                cmocka_unit_test(keys_that_are_none),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
