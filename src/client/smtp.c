#include "client/smtp.h"

#include "client/transfer.h"

enum cw_err smtp_setup(struct err *reterr) {
        if (curl_global_init(CURL_GLOBAL_DEFAULT))
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the SMTP client");
        return CW_OK;
}

/* What of the mail was handed over. */
struct upload {
        struct span left;
        bool whole; /* all of it was, and only its end is missing */
};

static size_t give(char *out, size_t size, size_t count, void *user) {
        struct upload *upload = user;
        size_t room = size * count, len = upload->left.len < room ? upload->left.len : room;
        if (len)
                memcpy(out, upload->left.ptr, len);
        upload->left = span_skip(upload->left, len);
        upload->whole = upload->left.len == 0;
        return len;
}

/* The last refusal is what the server has said of the mail; behind it comes only a farewell. */
static size_t keep_reply(char *line, size_t size, size_t count, void *user) {
        struct smtp_answer *answer = user;
        size_t len = size * count, at = 0;
        if (len == 0 || (line[0] != '4' && line[0] != '5'))
                return len;
        for (size_t i = 0; i < len && at < sizeof answer->text - 1; i++)
                if (line[i] != '\r' && line[i] != '\n')
                        answer->text[at++] = (unsigned char)line[i] < 0x20 || line[i] == 0x7f ? ' ' : line[i];
        answer->text[at] = 0;
        return len;
}

/* curl writes addresses into commands as they are. */
static bool is_fit(const char *address) {
        for (const unsigned char *c = (const unsigned char *)address; *c; c++)
                if (*c <= 0x20 || *c == 0x7f || *c == '<' || *c == '>')
                        return false;
        return true;
}

static void say(struct smtp_answer *answer, enum smtp_end end, const char *text) {
        answer->end = end;
        (void)snprintf(answer->text, sizeof answer->text, "%s", text);
}

static bool set_up(CURL *curl, const struct smtp_mail *mail, const char *url, struct curl_slist *recipients,
                   struct upload *upload, struct smtp_answer *answer) {
        bool failed = curl_easy_setopt(curl, CURLOPT_URL, url) || curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) ||
                      curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mail->mail_from) ||
                      curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients) ||
                      curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->bytes.len) ||
                      curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) ||
                      curl_easy_setopt(curl, CURLOPT_READDATA, upload) ||
                      curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_reply) ||
                      curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
        return !failed;
}

static void judge(CURL *curl, CURLcode code, const struct upload *upload, struct smtp_answer *answer) {
        long reply = 0;
        (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
        answer->code = (int)reply;
        if (code == CURLE_OK) {
                answer->end = SMTP_TAKEN;
                answer->text[0] = 0;
        } else if (reply >= 400 && reply < 600) {
                answer->end = SMTP_REFUSED;
        } else {
                say(answer, upload->whole ? SMTP_UNKNOWN : SMTP_UNSENT, curl_easy_strerror(code));
        }
}

static void send_with(CURL *curl, const struct smtp_mail *mail, struct smtp_answer *ret) {
        char url[512];
        struct upload upload = { .left = mail->bytes };
        struct curl_slist *recipients = curl_slist_append(NULL, mail->recipient);
        bool slash = *mail->url && mail->url[strlen(mail->url) - 1] == '/';
        int length = snprintf(url, sizeof url, "%s%s%s", mail->url, slash ? "" : "/", mail->helo ? mail->helo : "");
        if (!recipients || length < 0 || (size_t)length >= sizeof url ||
            !set_up(curl, mail, url, recipients, &upload, ret))
                say(ret, SMTP_UNSENT, "no memory, or the address of the mail system is too long");
        else
                judge(curl, curl_easy_perform(curl), &upload, ret);
        curl_slist_free_all(recipients);
}

void smtp_send(const struct smtp_mail *mail, struct smtp_answer *ret) {
        *ret = (struct smtp_answer){ .end = SMTP_UNSENT };
        if (!is_fit(mail->mail_from) || !is_fit(mail->recipient) || !*mail->recipient) {
                say(ret, SMTP_UNSENT, "an address of the envelope is none");
                return;
        }
        CURL *curl = transfer_new("smtp,smtps", mail->timeout_ms, NULL);
        if (!curl) {
                say(ret, SMTP_UNSENT, "no memory");
                return;
        }
        send_with(curl, mail, ret);
        curl_easy_cleanup(curl);
}
