#include "transport/milter/mail.h"

#include <stdlib.h>

#include "base/limits.h"

enum {
        FIRST_BYTES = 16 * 1024, /* most mails take one or two steps from there */
        KEPT_BYTES = 64 * 1024,  /* of a buffer that waits for the connection's next mail */
};

static bool budget_take(struct mail_budget *budget, size_t size) {
        size_t held = atomic_load_explicit(&budget->held, memory_order_relaxed);
        do {
                if (size > budget->most || held > budget->most - size)
                        return false;
        } while (!atomic_compare_exchange_weak(&budget->held, &held, held + size));
        return true;
}

static void room_free(struct mail_room *room, struct mail_budget *budget) {
        if (room->capacity)
                atomic_fetch_sub(&budget->held, room->capacity);
        free(room->ptr);
        *room = (struct mail_room){ 0 };
}

static bool room_grow(struct mail_room *room, struct mail_budget *budget, size_t more) {
        size_t capacity = room->capacity ? room->capacity : FIRST_BYTES;
        while (capacity - room->len < more)
                capacity *= 2;
        if (capacity == room->capacity)
                return true;
        if (!budget_take(budget, capacity - room->capacity))
                return false;
        char *ptr = realloc(room->ptr, capacity);
        if (!ptr) {
                atomic_fetch_sub(&budget->held, capacity - room->capacity);
                return false;
        }
        room->ptr = ptr;
        room->capacity = capacity;
        return true;
}

static void add(struct mail *mail, struct mail_room *room, const char *ptr, size_t len) {
        if (mail->trouble)
                return;
        if (!room_grow(room, mail->budget, len)) {
                mail->trouble = MAIL_NO_MEMORY;
                room_free(&mail->bytes, mail->budget); /* nobody will look at it; others may need it */
                return;
        }
        if (len)
                memcpy(room->ptr + room->len, ptr, len);
        room->len += len;
}

static void add_bytes(struct mail *mail, const char *ptr, size_t len) {
        size_t room = LIMIT_MESSAGE_BYTES - mail->bytes.len;
        if (len > room) {
                len = room;
                mail->truncated = true;
        }
        add(mail, &mail->bytes, ptr, len);
}

static void add_text(struct mail *mail, const char *text) {
        add(mail, &mail->envelope, text, strlen(text) + 1);
}

void mail_begin(struct mail *mail, const char *sender) {
        mail_reset(mail);
        mail->begun = true;
        add_text(mail, sender);
        mail->parameters_at = mail->envelope.len;
        add_text(mail, "");
        mail->rcpt_at = mail->envelope.len;
}

void mail_parameter(struct mail *mail, const char *text) {
        if (mail->trouble)
                return;
        mail->envelope.len--; /* the end of those before becomes a space */
        if (mail->envelope.len > mail->parameters_at)
                add(mail, &mail->envelope, " ", 1);
        add_text(mail, text);
        mail->rcpt_at = mail->envelope.len;
}

void mail_recipient(struct mail *mail, const char *address) {
        if (mail->rcpt_count == LIMIT_MILTER_RECIPIENTS)
                mail->trouble = mail->trouble ? mail->trouble : MAIL_TOO_MANY;
        add_text(mail, address);
        mail->rcpt_count += !mail->trouble;
}

/* With CRLF at each line's end, and white space at the beginning of each but the first. */
static void add_value(struct mail *mail, const char *value) {
        while (*value) {
                size_t len = strcspn(value, "\r\n");
                add_bytes(mail, value, len);
                value += len;
                if (!*value)
                        return;
                if (*value == '\r' && value[1] != '\n') {
                        add_bytes(mail, value++, 1);
                        continue;
                }
                value += *value == '\r' ? 2 : 1;
                add_bytes(mail, "\r\n", 2);
                if (*value != ' ' && *value != '\t')
                        add_bytes(mail, " ", 1);
        }
}

void mail_header(struct mail *mail, const char *name, const char *value) {
        bool spaced = *value == ' ' || *value == '\t';
        if (mail->leading == LEADING_UNKNOWN && spaced)
                mail->leading = LEADING_KEPT;
        add_bytes(mail, name, strlen(name));
        add_bytes(mail, ":", 1);
        if (mail->leading != LEADING_KEPT && *value != '\t' && *value)
                add_bytes(mail, " ", 1);
        add_value(mail, value);
        add_bytes(mail, "\r\n", 2);
}

static void begin_body(struct mail *mail) {
        if (!mail->in_body)
                add_bytes(mail, "\r\n", 2);
        mail->in_body = true;
}

void mail_body(struct mail *mail, const char *ptr, size_t len) {
        begin_body(mail);
        add_bytes(mail, ptr, len);
}

void mail_end(struct mail *mail) {
        begin_body(mail);
        if (mail->trouble || !mail->rcpt_count)
                return;
        mail->rcpt = calloc(mail->rcpt_count, sizeof *mail->rcpt);
        if (!mail->rcpt) {
                mail->trouble = MAIL_NO_MEMORY;
                return;
        }
        const char *text = mail->envelope.ptr + mail->rcpt_at;
        for (uint32_t i = 0; i < mail->rcpt_count; i++, text += strlen(text) + 1)
                mail->rcpt[i] = span_without_brackets(span_trim(span_from(text)));
}

void mail_reset(struct mail *mail) {
        free(mail->rcpt);
        if (mail->bytes.capacity > KEPT_BYTES)
                room_free(&mail->bytes, mail->budget);
        if (mail->envelope.capacity > KEPT_BYTES)
                room_free(&mail->envelope, mail->budget);
        mail->bytes.len = mail->envelope.len = 0;
        *mail = (struct mail){ .budget = mail->budget,
                               .bytes = mail->bytes,
                               .envelope = mail->envelope,
                               .leading = mail->leading };
}

void mail_free(struct mail *mail) {
        free(mail->rcpt);
        room_free(&mail->bytes, mail->budget);
        room_free(&mail->envelope, mail->budget);
        *mail = (struct mail){ .budget = mail->budget };
}

struct span mail_sender(const struct mail *mail) {
        return span_without_brackets(span_trim(span_from(mail->envelope.ptr)));
}

struct span mail_parameters(const struct mail *mail) {
        return span_from(mail->envelope.ptr + mail->parameters_at);
}

const char *mail_recipient_given(const struct mail *mail, uint32_t i) {
        const char *text = mail->envelope.ptr + mail->rcpt_at;
        while (i-- > 0)
                text += strlen(text) + 1;
        return text;
}
