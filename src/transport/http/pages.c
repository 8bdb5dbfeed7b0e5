/* What users meet in a browser: pages without script, which load nothing, and are told to nobody. */
#include <openssl/evp.h>
#include <stdio.h>

#include "transport/http/inside.h"

/* clang-format off */
static const struct page pages[] = {
        { .path = "/l/", .label = "link", .get = true, .post = true, .answer = page_link },
        { .path = "/v1/session", .label = "session", .get = true, .post = true, .answer = signed_answer },
        { .path = "/v1/session/oidc", .label = "oidc", .get = true, .answer = page_oidc_begin },
        { .path = "/v1/session/callback", .label = "oidc", .get = true, .answer = page_oidc_end },
        { .path = "/v1/session/end", .label = "session end", .post = true, .answer = signed_end },
};

static const char style[] =
        ":root{color-scheme:light dark;--ink:#1d2733;--paper:#f5f6f8;--card:#fff;--soft:#536170;--line:#d8dde3;--go:#1f5fa8;--on:#fff}"
        "@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--paper:#14181d;--card:#1d232a;--soft:#a4b0bc;--line:#37414b;"
        "--go:#8fbdf0;--on:#10151a}}"
        "*{box-sizing:border-box}"
        "body{margin:0;padding:1.5rem 1rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}"
        "main{max-width:36rem;margin:0 auto;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}"
        "h1{margin:0 0 1rem;font-size:1.375rem;line-height:1.3}"
        "dl{margin:0 0 1rem}dt{color:var(--soft);font-size:.9375rem}dd{margin:0 0 .75rem;overflow-wrap:anywhere}"
        "p{margin:0 0 1rem;overflow-wrap:anywhere}.soft{color:var(--soft);font-size:.9375rem}p:last-child{margin:0}"
        "button{font:inherit;font-weight:600;padding:.75rem 1.25rem;border:0;border-radius:.5rem;background:var(--go);color:var(--on);"
        "cursor:pointer}button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}";
/* clang-format on */

const struct page *page_of(const char *url) {
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
                size_t length = strlen(pages[i].path);
                bool open = pages[i].path[length - 1] == '/';
                if (open ? strncmp(url, pages[i].path, length) == 0 : strcmp(url, pages[i].path) == 0)
                        return &pages[i];
        }
        return NULL;
}

/* The style is allowed by what it is, and nothing else is. */
void page_headers(struct MHD_Response *response) {
        unsigned char digest[32];
        unsigned char hash[45];
        char policy[256];
        unsigned length = sizeof digest;
        (void)EVP_Digest(style, sizeof style - 1, digest, &length, EVP_sha256(), NULL);
        (void)EVP_EncodeBlock(hash, digest, sizeof digest);
        (void)snprintf(
                policy, sizeof policy,
                "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                (const char *)hash);
        (void)MHD_add_response_header(response, "Content-Security-Policy", policy);
        (void)MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
        (void)MHD_add_response_header(response, "X-Robots-Tag", "noindex, nofollow");
        (void)MHD_add_response_header(response, "X-Frame-Options", "DENY");
}

void page_begin(struct writing *writing, const char *title) {
        *writing = (struct writing){ 0 };
        writing->out = open_memstream(&writing->text, &writing->length);
        if (!writing->out)
                return;
        fprintf(writing->out,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n"
                "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n",
                title, style, title);
}

void page_text(struct writing *writing, const char *text) {
        if (!writing->out)
                return;
        fputs("<bdi>", writing->out);
        for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
                if (*c == '&' || *c == '<' || *c == '>' || *c == '"' || *c == '\'')
                        fprintf(writing->out, "&#%u;", *c);
                else
                        fputc(*c < ' ' || *c == 0x7f ? ' ' : *c, writing->out);
        }
        fputs("</bdi>", writing->out);
}

void page_end(struct writing *writing, struct request *request, unsigned status) {
        bool lost = !writing->out;
        if (!lost) {
                fputs("</main>\n</body>\n</html>\n", writing->out);
                lost = fclose(writing->out) != 0;
        }
        if (lost) {
                free(writing->text);
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, CW_ERR_MEMORY, "out of memory");
                return;
        }
        request_answer(request, status, "text/html; charset=utf-8", writing->text, writing->length);
}
