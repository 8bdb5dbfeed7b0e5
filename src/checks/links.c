/* Where links and QR codes lead (attacks 34, 36, 38, 42, 48, 52). */
#include "checks/views.h"
#include "text/domain.h"
#include "text/lure-words.h"

/* Whether a check is about this link. */
typedef bool link_test(const struct facts *facts, const struct link_fact *link);

static const struct link_fact *first_link(const struct facts *facts, link_test *is_meant) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (is_meant(facts, &links[i]))
                        return &links[i];
        return NULL;
}

static void tell_part(struct signals *signals, const struct signal_kind *kind, double part,
                      const struct link_fact *link) {
        if (link)
                signals_add_part(signals, kind, part, "In the %s: %.*s", place_name(link->place),
                                 SPAN_SHOWN(link->link->url));
}

static void tell(struct signals *signals, const struct signal_kind *kind, const struct link_fact *link) {
        tell_part(signals, kind, 1, link);
}

/* What the host is known for to which a visible link leads, behind a redirection as well; bits of HOST_. */
static unsigned kinds_of_host(const struct link_fact *link) {
        const struct host_row *known = link->link->target_host.len > 0 ? link->link->target_known : link->link->known;
        return link->visible && known ? known->kinds : 0;
}

/* A brand's own shortener leads to the brand's own pages only (aka.ms in every Teams invitation). */
static bool is_shortened(const struct facts *, const struct link_fact *link) {
        const struct host_row *known = link->link->known;
        return link->visible && known && (known->kinds & HOST_SHORTENER) && known->brand == BRAND_NONE;
}

void check_link_shortened(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_shortened));
}

static bool is_redirected(const struct facts *facts, const struct link_fact *link) {
        bool rewriter = link->link->known && (link->link->known->kinds & HOST_REWRITER);
        /* Google's notices wrap every link of a description in their own redirection. */
        bool googles_own = facts->service == SERVICE_GOOGLE && link->place == PLACE_HTML;
        return link_is_foreign(link) && (link->link->flags & LINK_REDIRECT) && !rewriter && !googles_own;
}

void check_link_redirected(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_redirected));
}

/* Pages under no name, and files in a bought store, which firms use more. */
void check_link_free_host(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts), *best = NULL;
        double most = 0;
        for (uint32_t i = 0; i < facts->links.count && most < 1; i++) {
                unsigned kinds = kinds_of_host(&links[i]);
                double part = (kinds & HOST_FORM) ? 0 : (kinds & HOST_FREE) ? 1 : (kinds & HOST_STORAGE) ? 0.7 : 0;
                if (part > most) {
                        most = part;
                        best = &links[i];
                }
        }
        tell_part(signals, kind, most, best);
}

/* Clubs and firms ask their people there every day. */
static bool is_at_form_host(const struct facts *, const struct link_fact *link) {
        unsigned kinds = kinds_of_host(link);
        return (kinds & HOST_FREE) && (kinds & HOST_FORM);
}

void check_link_form_host(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_at_form_host));
}

static bool is_to_address(const struct facts *, const struct link_fact *link) {
        unsigned flags = link->link->flags;
        return link->visible && (flags & (LINK_IP | LINK_IP_DISGUISED)) && !(flags & LINK_PRIVATE);
}

void check_link_to_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_to_address));
}

static bool is_tunnel(const struct facts *, const struct link_fact *link) {
        return kinds_of_host(link) & HOST_TUNNEL;
}

void check_link_tunnel(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_tunnel));
}

static bool has_host_for_user(const struct facts *, const struct link_fact *link) {
        return link->visible && (link->link->flags & LINK_USERINFO) && span_has(link->link->userinfo, SPAN("."));
}

void check_link_userinfo(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, has_host_for_user));
}

/* https://teams.microsoft.com@evil.example/: no program writes a brand's host where a user's name belongs. */
void check_link_userinfo_brand(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                const struct link *link = links[i].link;
                if (!(link->flags & LINK_USERINFO) || !links[i].visible || links[i].owner == OWNER_SENDER)
                        continue;
                struct span name = span_head(link->userinfo, span_find_byte(link->userinfo, ':'));
                name = span_head(name, span_find_byte(name, '@'));
                name = span_head(name, span_find_byte(name, '%'));
                struct span shown = domain_to_ascii(facts->text, signals->arena, name);
                const struct host_row *known = shown.len > 0 ? hosts_find(facts->text, shown) : NULL;
                if (known && (known->kinds & (HOST_BRAND | HOST_MEETING | HOST_SCHEDULER | HOST_SHARE)) &&
                    !span_equal(domain_registrable(facts->text, shown), link->domain)) {
                        signals_add(signals, kind, "What begins with %.*s leads to %.*s.", SPAN_SHOWN(shown),
                                    SPAN_SHOWN(link_host(link)));
                        return;
                }
        }
}

/* The host of a meeting service as the beginning of another's: us02web.zoom.us.pages.example. */
static bool wears_meeting_host(struct span host) {
        static const struct span names[] = { SPAN("zoom.us."),        SPAN("zoom-us"),         SPAN("teams.microsoft"),
                                             SPAN("teams-microsoft"), SPAN("meet.google"),     SPAN("meet-google"),
                                             SPAN("webex.com."),      SPAN("gotomeeting.com.") };
        return has_one_of(host, names, sizeof names / sizeof *names);
}

void check_link_lookalike(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        enum { LOOKED_AT = 64 };
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT; i++) {
                if (!link_is_foreign(&links[i]))
                        continue;
                struct span host = link_host(links[i].link);
                enum brand brand = host.len > 0 ? hosts_imitates(facts->text, signals->arena, host) : BRAND_NONE;
                if (brand || wears_meeting_host(host)) {
                        signals_add(signals, kind, "%.*s looks like %s, and is not theirs.", SPAN_SHOWN(host),
                                    brand ? brand_name(brand) : "a meeting service");
                        return;
                }
        }
}

static bool has_mixed_script(const struct facts *, const struct link_fact *link) {
        return link->visible && (link->link->flags & LINK_MIXED_SCRIPT);
}

void check_link_mixed_script(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, has_mixed_script));
}

/* https://gasthof-krähe.example is a host with letters of its language. */
static bool is_host_of_letters(const struct link *link) {
        return (link->flags & LINK_PUNYCODE) && !(link->flags & LINK_MIXED_SCRIPT) &&
               span_find_byte(link->written, '%') == link->written.len;
}

static bool is_disguised(const struct facts *, const struct link_fact *link) {
        unsigned flags = link->link->flags;
        bool encoded = (flags & LINK_ENCODED_HOST) && !is_host_of_letters(link->link);
        return link->visible && (encoded || (flags & (LINK_DEFANGED | LINK_BACKSLASH | LINK_IP_DISGUISED)));
}

void check_link_disguised(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_disguised));
}

static bool is_misleading(const struct facts *, const struct link_fact *link) {
        return link_is_foreign(link) && (link->link->flags & LINK_MISLEADING);
}

void check_link_misleading(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = first_link(facts, is_misleading);
        if (link)
                signals_add(signals, kind, "The text \u201c%.*s\u201d leads to %.*s.", SPAN_SHOWN(link->link->text),
                            SPAN_SHOWN(link_host(link->link)));
}

/* The sender's own site knows the reader from honest lists as well, so that his address there is less. */
static double own_part(const struct facts *facts, const struct link_fact *link, double part) {
        if (link_is_foreign(link))
                return 1;
        bool own = link->visible && link->owner == OWNER_SENDER && facts->service == SERVICE_NONE && !facts->list;
        return own && place_in_calendar(link->place) && !facts->colleague ? part : 0;
}

void check_link_carries_recipient(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts), *best = NULL;
        const struct recipient *carried = NULL;
        enum { LOOKED_AT = 32 };
        double most = 0;
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT && most < 1; i++) {
                const struct link *link = links[i].link;
                double part = links[i].place == PLACE_PICTURE ? 0 : own_part(facts, &links[i], 0.3);
                if (part <= most)
                        continue;
                struct span behind = span_skip(link->url, (size_t)(link->path.ptr ? link->path.ptr - link->url.ptr : 0));
                const struct recipient *recipient = recipient_in(facts, behind);
                if (!recipient)
                        recipient = recipient_hidden_in(facts, behind);
                if (recipient) {
                        carried = recipient;
                        best = &links[i];
                        most = part;
                }
        }
        if (best)
                signals_add_part(signals, kind, most, "A link to %.*s carries %.*s.", SPAN_SHOWN(link_host(best->link)),
                                 SPAN_SHOWN(carried->party.address));
}

/* Of the lists that registries and block lists publish of abused top-level domains. */
static const struct span risky[] = {
        SPAN("top"),     SPAN("xyz"),  SPAN("icu"),     SPAN("click"), SPAN("buzz"),  SPAN("rest"),  SPAN("cfd"),
        SPAN("sbs"),     SPAN("cyou"), SPAN("monster"), SPAN("quest"), SPAN("tk"),    SPAN("ml"),    SPAN("ga"),
        SPAN("cf"),      SPAN("gq"),   SPAN("bond"),    SPAN("lol"),   SPAN("vip"),   SPAN("loan"),  SPAN("work"),
        SPAN("zip"),     SPAN("mov"),  SPAN("beauty"),  SPAN("hair"),  SPAN("autos"), SPAN("boats"), SPAN("pics"),
        SPAN("support"), SPAN("shop"), SPAN("su"),
};

static bool is_risky(struct span host) {
        size_t dot = host.len;
        while (dot > 0 && host.ptr[dot - 1] != '.')
                dot--;
        struct span suffix = span_skip(host, dot);
        for (size_t i = 0; dot > 0 && i < sizeof risky / sizeof *risky; i++)
                if (span_equal(suffix, risky[i]))
                        return true;
        return false;
}

void check_link_risky_domain(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts), *best = NULL;
        double most = 0;
        for (uint32_t i = 0; i < facts->links.count && most < 1; i++) {
                double part = own_part(facts, &links[i], 0.6);
                if (part > most && is_risky(link_host(links[i].link))) {
                        most = part;
                        best = &links[i];
                }
        }
        tell_part(signals, kind, most, best);
}

/* Names that are made for a lure: two of its words before the domain's ending. One alone stands in honest names as well
 * (login.shop, parcel-service), and with an ordinary word beside it in some (my.payroll). */
static double lure_part(struct span host) {
        struct lure_words words = lure_words_of(host);
        if (words.lures >= 2)
                return 1;
        return words.lures == 1 && words.fillers > 0 ? 0.5 : 0;
}

void check_link_named_lure(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        enum { LOOKED_AT = 64 };
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT; i++) {
                double part = link_is_foreign(&links[i]) ? lure_part(link_host(links[i].link)) : 0;
                if (part > 0) {
                        tell_part(signals, kind, part, &links[i]);
                        return;
                }
        }
}

static bool is_foreign_page(const struct link_fact *link) {
        return link_is_foreign(link) && span_starts_nocase(link->link->scheme, SPAN("http"));
}

/* A title is for people: what they click there is in no invitation that a program made. */
static bool is_in_title(const struct facts *, const struct link_fact *link) {
        return link->place == PLACE_SUMMARY && is_foreign_page(link);
}

void check_link_in_title(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = first_link(facts, is_in_title);
        if (link)
                signals_add_part(signals, kind, link->link->flags & LINK_BARE ? 0.4 : 1,
                                 "The title is \u201c%.*s\u201d.", SPAN_SHOWN(facts->meeting.summary));
}

/* Plans and photographs are sent so as well; a filter does not look into what lies elsewhere. */
static bool is_to_archive(const struct facts *, const struct link_fact *link) {
        static const struct span endings[] = { SPAN(".zip"), SPAN(".rar"), SPAN(".7z"),
                                               SPAN(".cab"), SPAN(".ace"), SPAN(".arj") };
        return is_foreign_page(link) && ends_with_one_of(link->link->path, endings, sizeof endings / sizeof *endings);
}

void check_link_to_archive(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_to_archive));
}

void check_link_stranger_in_event(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = foreign_link_in_calendar(facts);
        bool invites = is_invitation(facts) || facts->meeting.method == METHOD_CANCEL ||
                       facts->meeting.method == METHOD_PUBLISH || facts->meeting.method == METHOD_COUNTER ||
                       facts->meeting.method == METHOD_DECLINECOUNTER;
        if (link && invites)
                tell(signals, kind, link);
}

static bool is_to_program(const struct facts *, const struct link_fact *link) {
        static const struct span endings[] = { SPAN(".exe"),         SPAN(".msi"), SPAN(".msix"), SPAN(".scr"),
                                               SPAN(".bat"),         SPAN(".cmd"), SPAN(".vbs"),  SPAN(".jar"),
                                               SPAN(".dmg"),         SPAN(".pkg"), SPAN(".apk"),  SPAN(".iso"),
                                               SPAN(".img"),         SPAN(".ps1"), SPAN(".hta"),  SPAN(".lnk"),
                                               SPAN(".appinstaller") };
        enum { ENDINGS = sizeof endings / sizeof *endings };
        return is_foreign_page(link) && (ends_with_one_of(link->link->path, endings, ENDINGS) ||
                                         ends_with_one_of(link->link->query, endings, ENDINGS));
}

static bool is_remote_control(const struct facts *, const struct link_fact *link) {
        return kinds_of_host(link) & HOST_REMOTE;
}

void check_link_to_program(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *program = first_link(facts, is_to_program);
        tell(signals, kind, program ? program : first_link(facts, is_remote_control));
}

/* A file on the house's own servers, named by a colleague. */
static bool is_own_file(const struct facts *facts, const struct link *link) {
        return facts->colleague && span_equal(link->scheme, SPAN("file"));
}

static bool has_active_scheme(const struct facts *facts, const struct link_fact *link) {
        return link->link->from != LINK_PICTURE && link_scheme_is_active(link->link->scheme) &&
               !is_own_file(facts, link->link);
}

void check_link_active_scheme(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, has_active_scheme));
}

/* "7cve3uq2uycx.test": a name that was drawn by lot, registered for one wave. */
void check_link_random_name(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        enum { LOOKED_AT = 32 };
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT; i++) {
                struct span domain = links[i].link->domain, label = span_split(&domain, '.');
                if (links[i].owner != OWNER_UNKNOWN || links[i].link->known || span_has(label, SPAN("xn--")) ||
                    !looks_random(label))
                        continue;
                signals_add(signals, kind, "Nobody is called %.*s.", SPAN_SHOWN(links[i].link->domain));
                return;
        }
}

/* ---- QR codes ------------------------------------------------------------------------------------------------------ */

static bool is_strangers_code(const struct facts *, const struct link_fact *link) {
        return link->place == PLACE_PICTURE && link->owner == OWNER_UNKNOWN;
}

void check_qr_code(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = first_link(facts, is_strangers_code);
        if (link)
                signals_add(signals, kind, "A QR code leads to %.*s.", SPAN_SHOWN(link->link->url));
}

/* A badge may say whose it is; what matters is that a stranger's site is told. */
static bool is_code_with_recipient(const struct facts *facts, const struct link_fact *link) {
        struct span url = link->link->url;
        return is_strangers_code(facts, link) && (recipient_in(facts, url) || recipient_hidden_in(facts, url));
}

void check_qr_carries_recipient(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = first_link(facts, is_code_with_recipient);
        if (link)
                signals_add(signals, kind, "A QR code leads to %.*s.", SPAN_SHOWN(link->link->url));
}

static bool is_subscription(const struct facts *, const struct link_fact *link) {
        return span_starts_nocase(link->link->scheme, SPAN("webcal")) && link->owner == OWNER_UNKNOWN;
}

void check_subscribe_link(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, first_link(facts, is_subscription));
}
