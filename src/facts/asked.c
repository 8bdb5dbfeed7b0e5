/* What is asked of the outside about an item, and what it said. */
#include "base/limits.h"
#include "facts/gather.h"
#include "facts/needs.h"
#include "lookup/headers.h"
#include "message/address.h"
#include "message/message.h"

static void subject_add(struct facts *facts, struct array *subjects, struct lookup_subject what) {
        const struct lookup_subject *items = subjects->items;
        if (what.text.len == 0)
                return;
        for (uint32_t i = 0; i < subjects->count; i++)
                if (items[i].kind == what.kind && span_equal(items[i].text, what.text))
                        return;
        struct lookup_subject *subject = array_push(subjects, facts->arena, sizeof *subject, LIMIT_LOOKUP_SUBJECTS);
        if (subject)
                *subject = what;
}

static void party_ask(struct facts *facts, struct array *subjects, const struct party *party, const char *where,
                      bool acts) {
        subject_add(facts, subjects,
                    (struct lookup_subject){ SUBJECT_MAILBOX, party->address, party->domain, where, acts });
        subject_add(facts, subjects, (struct lookup_subject){ SUBJECT_HOST, party->host, party->domain, where, acts });
}

static void findings_ask(struct facts *facts, struct array *subjects, const struct findings *findings,
                         const char *where) {
        const struct link *links = findings->links.items;
        const struct email *emails = findings->emails.items;
        for (uint32_t i = 0; i < findings->links.count; i++) {
                const struct link *link = &links[i];
                subject_add(facts, subjects,
                            (struct lookup_subject){ SUBJECT_URL, link->url, link->domain, where, false });
                subject_add(facts, subjects,
                            (struct lookup_subject){ SUBJECT_HOST, link->host, link->domain, where, false });
                subject_add(
                        facts, subjects,
                        (struct lookup_subject){ SUBJECT_HOST, link->target_host, link->target_domain, where, false });
        }
        for (uint32_t i = 0; i < findings->emails.count; i++) {
                struct party party = party_new(facts, emails[i].address, (struct span){ 0 });
                party_ask(facts, subjects, &party, where, false);
        }
}

/* Different domains of all authors, two at most: more tell nothing new. */
static uint32_t from_domains(struct facts *facts) {
        if (facts->from_count <= 1)
                return facts->from_count;
        struct mailboxes authors = message_mailboxes(facts->arena, facts->message, HEADER_FROM);
        for (uint32_t i = 1; i < authors.count; i++)
                if (!span_equal_nocase(authors.items[i].domain, authors.items[0].domain))
                        return 2;
        return 1;
}

/* What a border has said already is not found out again. */
static bool is_unauthenticated(struct facts *facts) {
        return facts->message && facts->item->channel == CHANNEL_MAIL_IN && !facts->authentication.known;
}

/* Decoded files of calendars: who scans the mail sees their base64 only. */
static void files_ask(struct facts *facts, struct array *files) {
        const struct attachment_fact *attachments = facts->attachments.items;
        for (uint32_t i = 0; i < facts->attachments.count; i++) {
                struct span data = attachments[i].data;
                struct span *file = attachments[i].in_calendar && data.len > 0
                                            ? array_push(files, facts->arena, sizeof *file, LIMIT_SCANNER_CALLS)
                                            : NULL;
                if (file)
                        *file = data;
        }
}

static void opinion_add(struct facts *facts, const struct opinion *opinion) {
        struct opinion *place = array_push(&facts->opinions, facts->arena, sizeof *place, LIMIT_SCANNER_CALLS + 1);
        if (place)
                *place = *opinion;
}

void facts_ask(struct facts *facts, struct lookup_item *ret) {
        const struct item *item = facts->item;
        struct array subjects = { 0 }, files = { 0 };
        struct party acting = acting_party(facts);
        bool differs = facts->message && item->channel == CHANNEL_MAIL_IN && acting.domain.len > 0 &&
                       !acting.freemail && !party_same(&acting, &facts->from);
        if (facts->calendar_like) {
                files_ask(facts, &files);
                party_ask(facts, &subjects, &facts->organizer, "organizer", true);
                party_ask(facts, &subjects, &facts->sent_by, "sent-by", true);
                party_ask(facts, &subjects, &facts->from, "from", true);
                party_ask(facts, &subjects, &facts->reply_to, "reply-to", true);
                findings_ask(facts, &subjects, &facts->calendar_findings, "calendar");
                findings_ask(facts, &subjects, &facts->code_findings, "picture");
                findings_ask(facts, &subjects, &facts->document_findings, "document");
                findings_ask(facts, &subjects, &facts->mail_findings, "mail");
        }
        *ret = (struct lookup_item){
                .message = facts->message,
                .bytes = item->bytes,
                .client_ip = item->client_ip,
                .helo = item->helo,
                .mail_from = item->mail_from,
                .mail_from_known = item->mail_from_known,
                .truncated = item->truncated,
                .from = facts->from.host,
                .from_registrable = facts->from.domain,
                .from_domains = facts->message ? from_domains(facts) : 0,
                .authenticate = facts->calendar_like && is_unauthenticated(facts),
                .acting = differs ? acting.host : (struct span){ 0 },
                .acting_registrable = acting.domain,
                .acting_signers = facts->authentication.dkim_signers.items,
                .acting_signer_count = facts->authentication.dkim_signers.count,
                .scan = facts->calendar_like,
                .inbound = facts->message && item->channel == CHANNEL_MAIL_IN,
                .rcpt = item->rcpt,
                .rcpt_count = item->rcpt_count,
                .files = files.items,
                .file_count = files.count,
                .stranger = item->channel == CHANNEL_MAIL_IN,
                .subjects = subjects.items,
                .subject_count = subjects.count,
                .at = facts->at,
        };
}

/* What a filter before us has written, where one is named whose words count. A collection's mails have marks of anybody. */
static void opinion_of_headers(struct facts *facts) {
        struct opinion opinion;
        if (!facts->calendar_like || !facts->message || !results_believed(facts) ||
            span_equal(facts->item->authserv_ids[0], SPAN("any")))
                return;
        if (headers_opinion(facts->arena, facts->message, &opinion))
                opinion_add(facts, &opinion);
}

void gather_lookup(struct facts *facts, const struct lookup_results *lookup) {
        facts->lookup = lookup;
        for (uint32_t i = 0; lookup && i < lookup->opinion_count; i++)
                opinion_add(facts, &lookup->opinions[i]);
        opinion_of_headers(facts);
        if (!lookup)
                return;
        facts->known |= NEEDS_LOOKUP;
        for (uint32_t i = 0; i < lookup->absent_count; i++)
                fact_absent(facts, lookup->absent[i].what, lookup->absent[i].why);
}
