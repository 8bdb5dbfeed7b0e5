/* What the message's shape has to do with the program that it claims to come from (attack 22). */
#include "checks/views.h"
#include "message/message.h"

static struct span prodid_of(const struct facts *facts) {
        return component_text(&facts->meeting.calendar->root, PROPERTY_PRODID);
}

/* -//name//EN with digits here and there among the letters of the name, and nothing else: "x7Kq2", not "Web2Cal". */
static bool is_random_word(struct span prodid) {
        if (!span_starts_nocase(prodid, SPAN("-//")) || !span_ends_nocase(prodid, SPAN("//EN")) ||
            prodid.len < 3 + 5 + 4)
                return false;
        struct span name = span_head(span_skip(prodid, 3), prodid.len - 3 - 4);
        size_t turns = 0;
        for (size_t i = 1; i < name.len; i++)
                turns += ascii_digit(name.ptr[i]) != ascii_digit(name.ptr[i - 1]);
        return turns >= 3 && looks_like_token(name);
}

/* The names that stand on most invitations, as a whole: nothing to look for there. */
static bool is_best_known(struct span prodid) {
        return span_equal(prodid, SPAN("Microsoft Exchange Server 2010")) ||
               span_starts_nocase(prodid, SPAN("-//Google Inc//Google Calendar")) ||
               span_starts_nocase(prodid, SPAN("-//Microsoft Corporation//Outlook")) ||
               span_starts_nocase(prodid, SPAN("-//Apple Inc.//"));
}

void check_prodid_templated(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const struct span words[] = {
                SPAN("example.com"),
                SPAN("example.org"),
                SPAN("my app"),
                SPAN("myapp"),
                SPAN("my company"),
                SPAN("mycompany"),
                SPAN("your company"),
                SPAN("yourcompany"),
                SPAN("your app"),
                SPAN("yourapp"),
                SPAN("company name"),
                SPAN("calendarinvitebuilder"),
                SPAN("invite builder"),
                SPAN("ics generator"),
                SPAN("icsgenerator"),
                SPAN("my calendar"),
                SPAN("fake"),
                SPAN("//test//"),
                SPAN("your organization"),
                SPAN("product name"),
        };
        struct span prodid = prodid_of(facts);
        if ((facts->meeting.method == METHOD_NONE && !is_invitation(facts)) || is_best_known(prodid))
                return;
        if (is_random_word(prodid) || has_one_of(span_head(prodid, 256), words, sizeof words / sizeof *words))
                signals_add(signals, kind, "PRODID is \u201c%.*s\u201d.", SPAN_SHOWN(prodid));
}

static bool mailer_is_microsofts(const struct facts *facts) {
        const struct texts *mailers = &facts->fields[FIELD_MAILER];
        for (uint32_t i = 0; i < mailers->count; i++)
                if (span_has_nocase(mailers->items[i], SPAN("microsoft")) ||
                    span_has_nocase(mailers->items[i], SPAN("outlook")))
                        return true;
        return false;
}

/* Exchange and Outlook leave traces in the header, and their UIDs begin alike. */
static bool has_traces_of_microsoft(const struct facts *facts) {
        const struct message *message = facts->message;
        return message->count[HEADER_THREAD_INDEX] > 0 || message->count[HEADER_THREAD_TOPIC] > 0 ||
               message->count[HEADER_X_MS_HAS_ATTACH] > 0 || message->count[HEADER_CONTENT_CLASS] > 0 ||
               span_starts_nocase(facts->meeting.uid, SPAN("040000008200E")) || mailer_is_microsofts(facts) ||
               facts->service == SERVICE_MICROSOFT;
}

static bool has_traces_of_google(const struct facts *facts) {
        return span_ends_nocase(facts->meeting.uid, SPAN("google.com")) || facts->service == SERVICE_GOOGLE ||
               facts->service_claimed == SERVICE_GOOGLE || span_ends_nocase(facts->organizer.host, SPAN("google.com"));
}

void check_prodid_forged(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        struct span prodid = prodid_of(facts);
        if (!is_invitation(facts) || facts->list || facts->forwarded || facts->service != SERVICE_NONE)
                return; /* services write what the calendars of their customers like to read */
        bool google = span_has_nocase(prodid, SPAN("google inc")) && !has_traces_of_google(facts);
        bool microsoft = (span_has_nocase(prodid, SPAN("microsoft exchange")) ||
                          span_has_nocase(prodid, SPAN("microsoft corporation//outlook"))) &&
                         !has_traces_of_microsoft(facts);
        if (google || microsoft)
                signals_add(signals, kind, "PRODID is \u201c%.*s\u201d, and nothing else of %s is there.",
                            SPAN_SHOWN(prodid), google ? "Google Calendar" : "Outlook or Exchange");
}

void check_prodid_missing(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.method == METHOD_REQUEST && prodid_of(facts).len == 0)
                signals_add(signals, kind, "There is no PRODID (RFC 5545 3.7.3).");
}

void check_mailer_script(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const struct span words[] = { SPAN("phpmailer"),   SPAN("leafmailer"),  SPAN("mass mail"),
                                             SPAN("massmail"),    SPAN("atomic mail"), SPAN("python"),
                                             SPAN("turbomailer"), SPAN("bulk mail"),   SPAN("gammadyne"),
                                             SPAN("sendblaster") };
        const struct texts *mailers = &facts->fields[FIELD_MAILER];
        for (uint32_t i = 0; i < mailers->count; i++)
                if (has_one_of(span_head(mailers->items[i], 200), words, sizeof words / sizeof *words))
                        signals_add(signals, kind, "The mail was sent by \u201c%.*s\u201d.",
                                    SPAN_SHOWN(mailers->items[i]));
}
