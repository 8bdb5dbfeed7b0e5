/* Where links and QR codes lead (attacks 34, 36, 38, 42, 48, 52). */
#include "checks/views.h"
#include "text/domain.h"
#include "text/lure-words.h"

/* The first visible link whose host is of one of these kinds, behind a redirection as well. */
static const struct link_fact *link_of_kind(const struct facts *facts, unsigned kinds) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                const struct link *link = links[i].link;
                const struct host_row *known = link->target_host.len > 0 ? link->target_known : link->known;
                if (links[i].visible && known && (known->kinds & kinds))
                        return &links[i];
        }
        return NULL;
}

static const struct link_fact *link_with_flag(const struct facts *facts, unsigned flags) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if ((links[i].link->flags & flags) && links[i].visible)
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

/* A brand's own shortener leads to the brand's own pages only (aka.ms in every Teams invitation). */
void check_link_shortened(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                const struct host_row *known = links[i].link->known;
                if (links[i].visible && known && (known->kinds & HOST_SHORTENER) && known->brand == BRAND_NONE) {
                        tell(signals, kind, &links[i]);
                        return;
                }
        }
}

void check_link_redirected(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                const struct link *link = links[i].link;
                bool rewriter = link->known && (link->known->kinds & HOST_REWRITER);
                /* Google's notices wrap every link of a description in their own redirection. */
                bool googles_own = facts->service == SERVICE_GOOGLE && links[i].place == PLACE_HTML;
                if (link_is_foreign(&links[i]) && (link->flags & LINK_REDIRECT) && !rewriter && !googles_own) {
                        tell(signals, kind, &links[i]);
                        return;
                }
        }
}

static const struct host_row *leads_to(const struct link *link) {
        return link->target_host.len > 0 ? link->target_known : link->known;
}

/* Pages under no name, and files in a bought store, which firms use more. */
void check_link_free_host(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts), *best = NULL;
        double most = 0;
        for (uint32_t i = 0; i < facts->links.count && most < 1; i++) {
                const struct host_row *known = links[i].visible ? leads_to(links[i].link) : NULL;
                unsigned kinds = known ? known->kinds : 0;
                double part = (kinds & HOST_FORM) ? 0 : (kinds & HOST_FREE) ? 1 : (kinds & HOST_STORAGE) ? 0.7 : 0;
                if (part > most) {
                        most = part;
                        best = &links[i];
                }
        }
        tell_part(signals, kind, most, best);
}

/* Clubs and firms ask their people there every day. */
void check_link_form_host(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                const struct host_row *known = links[i].visible ? leads_to(links[i].link) : NULL;
                if (known && (known->kinds & HOST_FREE) && (known->kinds & HOST_FORM)) {
                        tell(signals, kind, &links[i]);
                        return;
                }
        }
}

void check_link_to_address(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = link_with_flag(facts, LINK_IP | LINK_IP_DISGUISED);
        if (link && !(link->link->flags & LINK_PRIVATE))
                tell(signals, kind, link);
}

void check_link_tunnel(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, link_of_kind(facts, HOST_TUNNEL));
}

void check_link_userinfo(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = link_with_flag(facts, LINK_USERINFO);
        if (link && span_has(link->link->userinfo, SPAN(".")))
                tell(signals, kind, link);
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
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (span_has(host, names[i]))
                        return true;
        return false;
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

void check_link_mixed_script(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(signals, kind, link_with_flag(facts, LINK_MIXED_SCRIPT));
}

/* https://gasthof-krähe.example is a host with letters of its language. */
static bool is_host_of_letters(const struct link *link) {
        return (link->flags & LINK_PUNYCODE) && !(link->flags & LINK_MIXED_SCRIPT) &&
               span_find_byte(link->written, '%') == link->written.len;
}

void check_link_disguised(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                unsigned flags = links[i].link->flags;
                bool encoded = (flags & LINK_ENCODED_HOST) && !is_host_of_letters(links[i].link);
                if (links[i].visible && (encoded || (flags & (LINK_DEFANGED | LINK_BACKSLASH | LINK_IP_DISGUISED)))) {
                        tell(signals, kind, &links[i]);
                        return;
                }
        }
}

void check_link_misleading(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                if (link_is_foreign(&links[i]) && (links[i].link->flags & LINK_MISLEADING)) {
                        signals_add(signals, kind, "The text \u201c%.*s\u201d leads to %.*s.",
                                    SPAN_SHOWN(links[i].link->text), SPAN_SHOWN(link_host(links[i].link)));
                        return;
                }
        }
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

/* A title is for people: what they click there is in no invitation that a program made. */
void check_link_in_title(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                struct span scheme = links[i].link->scheme;
                if (links[i].place == PLACE_SUMMARY && link_is_foreign(&links[i]) &&
                    span_starts_nocase(scheme, SPAN("http"))) {
                        bool whole = !(links[i].link->flags & LINK_BARE);
                        signals_add_part(signals, kind, whole ? 1 : 0.4, "The title is \u201c%.*s\u201d.",
                                         SPAN_SHOWN(facts->meeting.summary));
                        return;
                }
        }
}

/* Plans and photographs are sent so as well; a filter does not look into what lies elsewhere. */
void check_link_to_archive(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const struct span endings[] = { SPAN(".zip"), SPAN(".rar"), SPAN(".7z"),
                                               SPAN(".cab"), SPAN(".ace"), SPAN(".arj") };
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                for (size_t k = 0; link_is_foreign(&links[i]) && k < sizeof endings / sizeof *endings; k++)
                        if (span_starts_nocase(links[i].link->scheme, SPAN("http")) &&
                            span_ends_nocase(links[i].link->path, endings[k])) {
                                tell(signals, kind, &links[i]);
                                return;
                        }
}

void check_link_stranger_in_event(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *link = foreign_link_in_calendar(facts);
        bool invites = is_invitation(facts) || facts->meeting.method == METHOD_CANCEL ||
                       facts->meeting.method == METHOD_PUBLISH || facts->meeting.method == METHOD_COUNTER ||
                       facts->meeting.method == METHOD_DECLINECOUNTER;
        if (link && invites)
                tell(signals, kind, link);
}

void check_link_to_program(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        static const struct span endings[] = { SPAN(".exe"),         SPAN(".msi"), SPAN(".msix"), SPAN(".scr"),
                                               SPAN(".bat"),         SPAN(".cmd"), SPAN(".vbs"),  SPAN(".jar"),
                                               SPAN(".dmg"),         SPAN(".pkg"), SPAN(".apk"),  SPAN(".iso"),
                                               SPAN(".img"),         SPAN(".ps1"), SPAN(".hta"),  SPAN(".lnk"),
                                               SPAN(".appinstaller") };
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                for (size_t k = 0; links[i].visible && k < sizeof endings / sizeof *endings; k++) {
                        if (links[i].owner == OWNER_UNKNOWN && span_starts_nocase(links[i].link->scheme, SPAN("http")) &&
                            (span_ends_nocase(links[i].link->path, endings[k]) ||
                             span_ends_nocase(links[i].link->query, endings[k]))) {
                                tell(signals, kind, &links[i]);
                                return;
                        }
                }
        }
        tell(signals, kind, link_of_kind(facts, HOST_REMOTE));
}

/* A file on the house's own servers, named by a colleague. */
static bool is_own_file(const struct facts *facts, const struct link *link) {
        return facts->colleague && span_equal(link->scheme, SPAN("file"));
}

void check_link_active_scheme(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                const struct link *link = links[i].link;
                if (link->from != LINK_PICTURE && link_scheme_is_active(link->scheme) && !is_own_file(facts, link)) {
                        signals_add(signals, kind, "In the %s: %.*s", place_name(links[i].place), SPAN_SHOWN(link->url));
                        return;
                }
        }
}

/* ---- meetings off brand -------------------------------------------------------------------------------------------- */

/* Many words looked for in one pass: which of them have a byte at their beginning, and which behind it. */
struct word_search {
        const struct span *words; /* at most 32, of two bytes and more, in small letters */
        uint32_t first[256], second[256];
};

static void word_search_add(struct word_search *search, uint32_t count) {
        for (uint32_t w = 0; w < count; w++) {
                search->first[(uint8_t)search->words[w].ptr[0]] |= 1U << w;
                search->second[(uint8_t)search->words[w].ptr[1]] |= 1U << w;
        }
}

/* The number of the first of them that stands in the text and is allowed; -1: none. */
static int word_search_in(const struct word_search *search, struct span text, uint32_t allowed) {
        for (size_t i = 0; i + 1 < text.len; i++) {
                uint32_t hits = search->first[(uint8_t)ascii_lower(text.ptr[i])] &
                                search->second[(uint8_t)ascii_lower(text.ptr[i + 1])] & allowed;
                for (; hits != 0; hits &= hits - 1) {
                        int w = __builtin_ctz(hits);
                        if (span_starts_nocase(span_skip(text, i), search->words[w]))
                                return w;
                }
        }
        return -1;
}

/* Names of meeting services in the words of their invitations. */
static const struct span meeting_words[] = { SPAN("microsoft teams"), SPAN("teams meeting"), SPAN("join zoom"),
                                             SPAN("zoom meeting"),    SPAN("google meet"),   SPAN("webex"),
                                             SPAN("gotomeeting"),     SPAN("skype meeting") };
enum { MEETING_WORDS = sizeof meeting_words / sizeof *meeting_words };

static const char *name_of_meeting(int word) {
        static const char *const names[] = { "Microsoft Teams", "Microsoft Teams", "Zoom",         "Zoom",
                                             "Google Meet",     "Webex",           "GoTo Meeting", "Skype" };
        return word < 0 ? NULL : names[word];
}

static const char *meeting_named(const struct facts *facts, const struct word_search *names) {
        static const enum field fields[] = { FIELD_SUMMARY, FIELD_LOCATION, FIELD_DESCRIPTION,
                                             FIELD_RICH,    FIELD_SUBJECT,  FIELD_BODY };
        const char *name = NULL;
        for (size_t f = 0; f < sizeof fields / sizeof *fields && !name; f++)
                for (uint32_t i = 0; i < facts->fields[fields[f]].count && i < 4 && !name; i++)
                        name = name_of_meeting(
                                word_search_in(names, span_head(facts->fields[fields[f]].items[i], 2000), UINT32_MAX));
        return name;
}

/* "Join", in small letters; behind them what is enough in what a link says of itself. */
static const struct span join_words[] = { SPAN("join"),         SPAN("beitreten"),
                                          SPAN("beizutreten"),  SPAN("teilnehmen"),
                                          SPAN("rejoindre"),    SPAN("unirse"),
                                          SPAN("entrar"),       SPAN("ingressar"),
                                          SPAN("partecipa"),    SPAN("deelnemen"),
                                          SPAN("particip"),     SPAN("\u53c2\u52a0"),
                                          SPAN("\u52a0\u5165"), SPAN("\u043f\u043e\u0434\u043a\u043b\u044e\u0447"),
                                          SPAN("meeting"),      SPAN("teams"),
                                          SPAN("zoom"),         SPAN("webex"),
                                          SPAN("meet.") };
enum { JOIN_WORDS = sizeof join_words / sizeof *join_words };
static const uint32_t any_word = (1U << JOIN_WORDS) - 1, verbs_only = (1U << (JOIN_WORDS - 5)) - 1;

/* What stands before a link in running text: "Hier klicken, um der Besprechung beizutreten <https://…>". */
static struct span words_before(const struct facts *facts, const struct link *link) {
        static const enum field fields[] = { FIELD_DESCRIPTION, FIELD_BODY, FIELD_LOCATION };
        enum { BEFORE = 60, SEARCHED = 4000 };
        for (size_t f = 0; link->from == LINK_TEXT && f < sizeof fields / sizeof *fields; f++) {
                for (uint32_t i = 0; i < facts->fields[fields[f]].count && i < 4; i++) {
                        struct span text = span_head(facts->fields[fields[f]].items[i], SEARCHED);
                        size_t at = span_find(text, link->written);
                        if (at < text.len)
                                return span_skip(span_head(text, at), at > BEFORE ? at - BEFORE : 0);
                }
        }
        return (struct span){ 0 };
}

/* How surely a link is meant for joining. Houses have their own servers for Skype, and pages about their webinars. */
static double join_part(const struct facts *facts, const struct word_search *join, const struct link_fact *link,
                        bool is_place) {
        bool own = link->owner == OWNER_SENDER && link->visible && !facts->colleague && place_in_calendar(link->place);
        if (!own && !link_is_foreign(link))
                return 0;
        if (word_search_in(join, span_head(link->link->text, 200), any_word) >= 0 ||
            word_search_in(join, span_head(link->link->url, 300), any_word) >= 0 ||
            word_search_in(join, words_before(facts, link->link), verbs_only) >= 0)
                return own ? 0.4 : 1;
        return !own && is_place && place_in_calendar(link->place) ? 0.6 : 0;
}

/* A brand's name and a link to join that is not the brand's, while no link of any meeting service is there. */
void check_meeting_link_off_brand(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts), *off = NULL;
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (links[i].owner == OWNER_MEETING)
                        return;
        struct word_search names = { .words = meeting_words };
        word_search_add(&names, MEETING_WORDS);
        struct span location = span_head(facts->meeting.location, 100);
        const char *name = name_of_meeting(word_search_in(&names, location, UINT32_MAX));
        struct word_search join = { .words = join_words };
        word_search_add(&join, JOIN_WORDS);
        enum { LOOKED_AT = 32 };
        double most = 0;
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT && most < 1; i++) {
                double part = join_part(facts, &join, &links[i], name != NULL);
                if (part > most) {
                        most = part;
                        off = &links[i];
                }
        }
        if (off && !name)
                name = meeting_named(facts, &names);
        if (!name || (off && off->owner == OWNER_SENDER && span_equal(span_from(name), SPAN("Skype"))))
                return;
        if (off)
                signals_add_part(signals, kind, most, "It names %s, and its link leads to %.*s.", name,
                                 SPAN_SHOWN(link_host(off->link)));
}

/* ---- Links that are built like those of meeting services ---------------------------------------------------------- */

static bool all_digits(struct span text, size_t least, size_t most) {
        for (size_t i = 0; i < text.len; i++)
                if (!ascii_digit(text.ptr[i]))
                        return false;
        return text.len >= least && text.len <= most;
}

/* "abc-defg-hij", as Google Meet names its rooms. */
static bool is_meet_room(struct span path) {
        if (path.len != 13 || path.ptr[0] != '/')
                return false;
        for (size_t i = 1; i < path.len; i++)
                if (i == 4 || i == 9 ? path.ptr[i] != '-' : path.ptr[i] < 'a' || path.ptr[i] > 'z')
                        return false;
        return true;
}

/* Parts of the names of their hosts. */
static const struct span host_parts[] = { SPAN("zoom.us"),         SPAN("zoom-us"),         SPAN("us02web"),
                                          SPAN("us04web"),         SPAN("us05web"),         SPAN("us06web"),
                                          SPAN("teams.microsoft"), SPAN("teams-microsoft"), SPAN("teams.live"),
                                          SPAN("meet.google"),     SPAN("meet-google"),     SPAN("webex.com") };
enum { HOST_PARTS = sizeof host_parts / sizeof *host_parts };

static const char *service_of_host(int part) {
        return part < 6 ? "Zoom" : part < 9 ? "Teams" : part < 11 ? "Google Meet" : "Webex";
}

/* The service whose paths or hosts the link has, or NULL. */
static const char *service_copied(const struct word_search *hosts, const struct link *link) {
        static const struct {
                struct span begins;
                const char *service;
        } rooms[] = { { SPAN("/j/"), "Zoom" }, { SPAN("/wc/join/"), "Zoom" }, { SPAN("/wc/"), "Zoom" } };
        if (is_meet_room(link->path))
                return "Google Meet";
        for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
                struct span rest = span_skip(link->path, rooms[i].begins.len);
                if (span_starts_nocase(link->path, rooms[i].begins) && all_digits(span_split(&rest, '/'), 9, 12))
                        return rooms[i].service;
        }
        int host = word_search_in(hosts, link->host, UINT32_MAX);
        if (host >= 0)
                return service_of_host(host);
        return span_has(link->path, SPAN("meetup-join")) ? "Teams" : NULL;
}

void check_meeting_link_copied(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        struct word_search hosts = { .words = host_parts };
        word_search_add(&hosts, HOST_PARTS);
        enum { LOOKED_AT = 32 };
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT; i++) {
                bool strange = links[i].owner == OWNER_UNKNOWN || links[i].owner == OWNER_SENDER;
                const char *service = strange && !links[i].link->known ? service_copied(&hosts, links[i].link) : NULL;
                if (!service)
                        continue;
                signals_add(signals, kind, "A link that is built like %s's leads to %.*s.", service,
                            SPAN_SHOWN(link_host(links[i].link)));
                return;
        }
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

void check_qr_code(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (links[i].place == PLACE_PICTURE && links[i].owner == OWNER_UNKNOWN) {
                        signals_add(signals, kind, "A QR code leads to %.*s.", SPAN_SHOWN(links[i].link->url));
                        return;
                }
}

/* A badge may say whose it is; what matters is that a stranger's site is told. */
void check_qr_carries_recipient(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++) {
                struct span url = links[i].link->url;
                if (links[i].place != PLACE_PICTURE || links[i].owner != OWNER_UNKNOWN)
                        continue;
                if (recipient_in(facts, url) || recipient_hidden_in(facts, url)) {
                        signals_add(signals, kind, "A QR code leads to %.*s.", SPAN_SHOWN(url));
                        return;
                }
        }
}

void check_subscribe_link(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (span_starts_nocase(links[i].link->scheme, SPAN("webcal")) && links[i].owner == OWNER_UNKNOWN) {
                        tell(signals, kind, &links[i]);
                        return;
                }
}
