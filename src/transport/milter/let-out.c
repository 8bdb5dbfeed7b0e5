#include "transport/milter/let-out.h"

#include "actions/mail-digest.h"
#include "base/log.h"
#include "config/config.h"
#include "engine/guard.h"
#include "store/release.h"

/* The mail system may have added fields, a Message-ID among them. */
static bool is_same(struct span one, struct span other) {
        uint8_t first[MAIL_DIGEST_BYTES], second[MAIL_DIGEST_BYTES];
        mail_digest(one, false, first);
        mail_digest(other, false, second);
        return memcmp(first, second, sizeof first) == 0;
}

static bool plan_release(struct guard *guard, struct item item, const struct release_mail *mail, struct outcome **ret) {
        struct err why;
        if (!is_same((struct span){ mail->raw, mail->raw_len }, item.bytes)) {
                log_say(LEVEL_WARNING, "milter", "A mail says that it is %s out of the quarantine, and is another one.",
                        mail->item);
                return false;
        }
        item.channel = strcmp(mail->channel, channel_name(CHANNEL_MAIL_OUT)) == 0 ? CHANNEL_MAIL_OUT : CHANNEL_MAIL_IN;
        item.client_ip = span_from(mail->client);
        if (!guard_release(guard, &item, mail->item, originator_class_from_name(span_from(mail->originator)), ret, &why))
                return true;
        log_say(LEVEL_ERROR, "milter", "%s", why.text);
        return false;
}

bool let_out(struct guard *guard, const struct item *item, struct outcome **ret) {
        struct config *config = guard_config(guard);
        struct release_mail mail;
        bool found = release_find(config, item->helo, item->client_ip, item->rcpt, item->rcpt_count, &mail) &&
                     plan_release(guard, *item, &mail, ret);
        release_mail_free(&mail);
        config_unref(config);
        return found;
}
