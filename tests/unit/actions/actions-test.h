/* actions-test: configurations from text, and items as a transport has them. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "config/config.h"
#include "facts/facts.h"

/* The caller gives it back. */
static inline struct config *config_of(const char *text) {
        char path[] = "/tmp/calwarden-test-XXXXXX";
        struct config *config = NULL;
        struct err err = { 0 };
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, text, strlen(text)), strlen(text));
        close(fd);
        if (config_load(path, &config, &err))
                fail_msg("%s", err.text);
        unlink(path);
        return config;
}

static const char test_mail[] = "Message-ID: <one@example.org>\r\nSubject: Meeting\r\n\r\nLet us meet.\r\n";
static const char test_id[] = "01KAKX0000ABCDEFGHJKMNPQRS";

static inline struct item item_of(enum channel channel, const struct span *rcpt, uint32_t count) {
        return (struct item){ .bytes = SPAN(test_mail),
                              .channel = channel,
                              .client_ip = SPAN("192.0.2.7"),
                              .mail_from = SPAN("ben@example.com"),
                              .mail_from_known = true,
                              .rcpt = rcpt,
                              .rcpt_count = count,
                              .at = 1795187121 };
}
