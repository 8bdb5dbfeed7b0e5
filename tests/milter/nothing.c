/* nothing: a milter that takes every mail and does nothing, with as few answers as the protocol allows; what others are
 * measured against.
 *
 *     milter-nothing inet:PORT@127.0.0.1 | unix:PATH */
#include <stdlib.h>
#include <string.h>

#include "transport/milter/libmilter.h"

static unsigned long no_data; /* over TCP its answer saves 40 ms: src/transport/milter/callbacks.c */

static sfsistat on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps, unsigned long f2,
                             unsigned long f3, unsigned long *ret_actions, unsigned long *ret_steps,
                             unsigned long *ret_f2, unsigned long *ret_f3) {
        (void)ctx, (void)actions, (void)f2, (void)f3, (void)ret_f2, (void)ret_f3;
        *ret_actions = 0;
        *ret_steps = steps & (SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR |
                              SMFIP_NOUNKNOWN | SMFIP_NOEOH | no_data);
        return SMFIS_CONTINUE;
}

static sfsistat on_connect(SMFICTX *ctx, char *name, struct sockaddr *address) {
        (void)ctx, (void)name, (void)address;
        return SMFIS_NOREPLY;
}
static sfsistat on_text(SMFICTX *ctx, char *text) {
        (void)ctx, (void)text;
        return SMFIS_NOREPLY;
}
static sfsistat on_arguments(SMFICTX *ctx, char **arguments) {
        (void)ctx, (void)arguments;
        return SMFIS_NOREPLY;
}
static sfsistat on_data(SMFICTX *ctx) {
        (void)ctx;
        return SMFIS_CONTINUE;
}
static sfsistat on_header(SMFICTX *ctx, char *name, char *value) {
        (void)ctx, (void)name, (void)value;
        return SMFIS_NOREPLY;
}
static sfsistat on_body(SMFICTX *ctx, unsigned char *bytes, size_t len) {
        (void)ctx, (void)bytes, (void)len;
        return SMFIS_CONTINUE;
}
static sfsistat on_end(SMFICTX *ctx) {
        (void)ctx;
        return SMFIS_CONTINUE;
}

int main(int argc, char **argv) {
        struct smfiDesc callbacks = { .xxfi_name = "nothing",
                                      .xxfi_version = SMFI_VERSION,
                                      .xxfi_negotiate = on_negotiate,
                                      .xxfi_connect = on_connect,
                                      .xxfi_helo = on_text,
                                      .xxfi_envfrom = on_arguments,
                                      .xxfi_envrcpt = on_arguments,
                                      .xxfi_data = on_data,
                                      .xxfi_header = on_header,
                                      .xxfi_body = on_body,
                                      .xxfi_eom = on_end };
        if (argc != 2 || smfi_register(callbacks) != MI_SUCCESS || smfi_setconn(argv[1]) != MI_SUCCESS)
                return EXIT_FAILURE;
        no_data = strncmp(argv[1], "unix:", 5) == 0 ? SMFIP_NODATA : 0;
        (void)smfi_setbacklog(1024);
        (void)smfi_setmaxdatasize(1024 * 1024);
        return smfi_main() == MI_SUCCESS ? EXIT_SUCCESS : EXIT_FAILURE;
}
