#include "actions/report-targets.h"

#include "base/limits.h"
#include "config/forms.h"
#include "message/address.h"
#include "message/message.h"
#include "message/tags.h"
#include "text/domain.h"

enum { MOST_TARGETS = 32 };

const char *report_route_name(enum report_route route) {
        static const char *const names[REPORT_ROUTES] = { "provider", "feedback", "cfbl", "abuse", "upstream" };
        return names[route];
}

uint64_t report_due(uint64_t incident) {
        uint64_t step = incident <= 10 ? 1 : incident <= 100 ? 10 : incident <= 1000 ? 100 : 1000;
        return incident % step == 0 ? step : 0;
}

/* ---- CFBL-Address ---------------------------------------------------------------------------------------------------- */

static uint32_t fields_of(const struct message *mail, struct span name) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < mail->headers.count; i++)
                count += span_equal_nocase(mail->headers.items[i].name, name);
        return count;
}

/* Of a field that stands there more often than h= names it, anybody may have added the topmost ones. */
static bool signs_all(struct span list, const struct message *mail, struct span name) {
        uint32_t named = 0;
        while (list.len > 0)
                named += span_equal_nocase(span_trim(span_split(&list, ':')), name);
        return named >= fields_of(mail, name);
}

/* Every signature within the domain must cover both fields and speak for `host`: it is known that one of them passed, but not
 * which. */
static bool speaks_for(const struct message *mail, struct span domain, struct span host, struct arena *arena) {
        const struct header *header = message_header(mail, HEADER_DKIM_SIGNATURE);
        bool any = false;
        for (; header; header = headers_next(&mail->headers, header)) {
                struct tags tags = tags_read(arena, header->value);
                struct span list = tags_get(&tags, SPAN("h")), signer = tags_get(&tags, SPAN("d"));
                if (!domain_has(domain, signer))
                        continue;
                if (!signs_all(list, mail, SPAN("CFBL-Address")) || !signs_all(list, mail, SPAN("CFBL-Feedback-ID")) ||
                    !domain_has(signer, host))
                        return false;
                any = true;
        }
        return any;
}

static bool is_spoken_for(const struct report_facts *facts, const struct message *mail, struct span host,
                          struct arena *arena) {
        for (uint32_t i = 0; i < facts->dkim_count; i++)
                if (speaks_for(mail, facts->dkim_domains[i], host, arena))
                        return true;
        return false;
}

static struct span from_domain(const struct message *mail, struct arena *arena) {
        struct mailboxes from = message_mailboxes(arena, mail, HEADER_FROM);
        return from.count == 1 ? from.items[0].domain : (struct span){ 0 };
}

/* The other form, xarf, is not written here. */
static bool wants_arf(struct span parameters) {
        struct span form = span_trim(span_skip(parameters, span_find_byte(parameters, '=') + 1));
        return span_trim(parameters).len == 0 || span_equal(form, SPAN("arf"));
}

static void cfbl_take(const struct report_facts *facts, const struct message *mail, struct arena *arena,
                      struct array *ret) {
        const struct header *header = message_header(mail, HEADER_CFBL_ADDRESS);
        struct span from = from_domain(mail, arena);
        if (from.len == 0 || !is_spoken_for(facts, mail, from, arena))
                return;
        for (; header; header = headers_next(&mail->headers, header)) {
                struct span rest = header_unfold(arena, header);
                struct span address = mailbox_read(arena, span_trim(span_split(&rest, ';'))).key;
                struct span host = domain_behind_at(address);
                /* RFC 9477 3.1: From's own domain or one below it; else that of a third, who has signed as well. */
                if (span_find_byte(address, '@') == address.len || !wants_arf(rest) ||
                    !(domain_has(from, host) || is_spoken_for(facts, mail, host, arena)))
                        continue;
                struct span *place = array_push(ret, arena, sizeof *place, MOST_TARGETS);
                if (place)
                        *place = address;
        }
}

void report_cfbl(const struct report_facts *facts, struct arena *arena, struct array *ret, const char **ret_why) {
        struct defects defects = { .arena = arena };
        const struct message *mail = message_read(arena, facts->headers, &defects);
        *ret = (struct array){ 0 };
        *ret_why = NULL;
        if (!message_header(mail, HEADER_CFBL_ADDRESS))
                return;
        cfbl_take(facts, mail, arena, ret);
        if (ret->count == 0)
                *ret_why = "No signature that passed covers the mail's CFBL-Address and fits to it (RFC 9477 3.1)";
}

/* ---- All of them ----------------------------------------------------------------------------------------------------- */

struct choice {
        const struct options *options;
        const struct report_facts *facts;
        struct arena *arena;
        struct array *targets;
};

static bool is_accused(const struct report_facts *facts, struct span address) {
        for (uint32_t i = 0; i < facts->accused_count; i++)
                if (span_equal_nocase(facts->accused[i], address))
                        return true;
        return false;
}

static struct span lowered(struct arena *arena, struct span text) {
        struct span copy = arena_copy(arena, text);
        for (size_t i = 0; i < copy.len; i++)
                ((char *)copy.ptr)[i] = ascii_lower(copy.ptr[i]);
        return copy;
}

static void target_add(const struct choice *choice, enum report_route route, struct span address, const char *skipped) {
        address = lowered(choice->arena, address);
        struct report_target *items = choice->targets->items;
        if (!form_fits(OPTION_FORM_MAILBOX, address.ptr))
                return;
        for (uint32_t i = 0; i < choice->targets->count; i++)
                if (span_equal(items[i].address, address))
                        return;
        if (!skipped && is_accused(choice->facts, address))
                skipped = "It is the address of who is complained of";
        struct report_target *target = array_push(choice->targets, choice->arena, sizeof *target, MOST_TARGETS);
        if (target)
                *target = (struct report_target){ route, address, skipped };
}

static void list_add(const struct choice *choice, enum option_id id, enum report_route route) {
        const struct option_list *list = &choice->options->list[id];
        for (uint32_t i = 0; i < list->count; i++)
                target_add(choice, route, span_from(list->items[i]), NULL);
}

static void feedback_add(const struct choice *choice, struct span domain) {
        const struct option_list *list = &choice->options->list[OPT_REPORT_FEEDBACK];
        for (uint32_t i = 0; i < list->count; i++) {
                struct span address = span_from(list->items[i]), of = span_trim(span_split(&address, '='));
                if (domain_has(of, domain))
                        target_add(choice, REPORT_ROUTE_FEEDBACK, span_trim(address), NULL);
        }
}

/* A stranger who gets a report learns that the address is read; so who has a bad name gets none. */
static const char *reserve(const struct report_facts *facts) {
        return facts->bad_name ? "Its domain has sent us more abuse than other mail" : NULL;
}

static void cfbl_add(const struct choice *choice) {
        struct array addresses;
        const char *why;
        report_cfbl(choice->facts, choice->arena, &addresses, &why);
        if (!choice->facts->signs)
                why = "Such a report must be signed, and there is no report-dkim-key";
        for (uint32_t i = 0; i < addresses.count; i++)
                target_add(choice, REPORT_ROUTE_CFBL, ((const struct span *)addresses.items)[i],
                           why ? why : reserve(choice->facts));
}

static void abuse_add(const struct choice *choice, struct span domain) {
        target_add(choice, REPORT_ROUTE_ABUSE, arena_format(choice->arena, "abuse@%.*s", (int)domain.len, domain.ptr),
                   reserve(choice->facts));
}

/* bounce.example.com of example.com, which has signed: one house, and one abuse desk. */
static bool is_of_signer(const struct report_facts *facts, struct span domain) {
        for (uint32_t i = 0; i < facts->dkim_count; i++)
                if (domain_has(facts->dkim_domains[i], domain))
                        return true;
        return false;
}

static void inbound_add(const struct choice *choice) {
        const struct report_facts *facts = choice->facts;
        list_add(choice, OPT_REPORT_TO, REPORT_ROUTE_PROVIDER);
        for (uint32_t i = 0; i < facts->dkim_count; i++)
                feedback_add(choice, facts->dkim_domains[i]);
        feedback_add(choice, facts->spf_domain);
        if (option_truth(choice->options, OPT_REPORT_CFBL))
                cfbl_add(choice);
        if (!option_truth(choice->options, OPT_REPORT_ABUSE_ADDRESSES))
                return;
        for (uint32_t i = 0; i < facts->dkim_count; i++)
                abuse_add(choice, facts->dkim_domains[i]);
        if (facts->spf_domain.len > 0 && !is_of_signer(facts, facts->spf_domain))
                abuse_add(choice, facts->spf_domain);
}

/* CC/R 18003 4.3: the calendar system it came from, and those whom it went to. */
static void outbound_add(const struct choice *choice) {
        list_add(choice, OPT_REPORT_UPSTREAM, REPORT_ROUTE_UPSTREAM);
        for (uint32_t i = 0; i < choice->facts->recipient_count && !choice->facts->of_others; i++)
                feedback_add(choice, domain_behind_at(choice->facts->recipients[i]));
}

void report_targets(const struct options *options, const struct report_facts *facts, struct arena *arena,
                    struct array *ret) {
        const struct choice choice = { options, facts, arena, ret };
        *ret = (struct array){ 0 };
        if (facts->is_report)
                return;
        if (facts->outbound)
                outbound_add(&choice);
        else
                inbound_add(&choice);
}
