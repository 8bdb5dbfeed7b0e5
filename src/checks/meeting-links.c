/* Links that pass for those of meeting services (attack 38). */
#include "checks/views.h"

enum { LOOKED_AT = 32 }; /* links */

/* A word to look for, of two bytes and more, in small letters. */
struct wanted_word {
        struct span word;
        const char *service; /* that it names, or NULL */
};

/* Many words looked for in one pass: which of them have a byte at their beginning, and which behind it. */
struct word_search {
        const struct wanted_word *words; /* at most 32 */
        uint32_t first[256], second[256];
};

static void word_search_add(struct word_search *search, uint32_t count) {
        for (uint32_t w = 0; w < count; w++) {
                search->first[(uint8_t)search->words[w].word.ptr[0]] |= 1U << w;
                search->second[(uint8_t)search->words[w].word.ptr[1]] |= 1U << w;
        }
}

static const uint32_t all_words = UINT32_MAX;

/* The first of them that stands in the text and is allowed (bit n: words[n]); NULL: none. */
static const struct wanted_word *word_search_in(const struct word_search *search, struct span text, uint32_t allowed) {
        for (size_t i = 0; i + 1 < text.len; i++) {
                uint32_t hits = search->first[(uint8_t)ascii_lower(text.ptr[i])] &
                                search->second[(uint8_t)ascii_lower(text.ptr[i + 1])] & allowed;
                for (; hits != 0; hits &= hits - 1) {
                        const struct wanted_word *found = &search->words[__builtin_ctz(hits)];
                        if (span_starts_nocase(span_skip(text, i), found->word))
                                return found;
                }
        }
        return NULL;
}

static const char *service_in(const struct word_search *search, struct span text) {
        const struct wanted_word *found = word_search_in(search, text, all_words);
        return found ? found->service : NULL;
}

/* ---- A meeting service by name, and a link elsewhere ---------------------------------------------------------------- */

/* Names of meeting services in the words of their invitations. */
static const struct wanted_word meeting_words[] = {
        { SPAN("microsoft teams"), "Microsoft Teams" },
        { SPAN("teams meeting"), "Microsoft Teams" },
        { SPAN("join zoom"), "Zoom" },
        { SPAN("zoom meeting"), "Zoom" },
        { SPAN("google meet"), "Google Meet" },
        { SPAN("webex"), "Webex" },
        { SPAN("gotomeeting"), "GoTo Meeting" },
        { SPAN("skype meeting"), "Skype" },
};
enum { MEETING_WORDS = sizeof meeting_words / sizeof *meeting_words };

static const char *meeting_named(const struct facts *facts, const struct word_search *names) {
        static const enum field fields[] = { FIELD_SUMMARY, FIELD_LOCATION, FIELD_DESCRIPTION,
                                             FIELD_RICH,    FIELD_SUBJECT,  FIELD_BODY };
        const char *name = NULL;
        for (size_t f = 0; f < sizeof fields / sizeof *fields && !name; f++)
                for (uint32_t i = 0; i < facts->fields[fields[f]].count && i < 4 && !name; i++)
                        name = service_in(names, span_head(facts->fields[fields[f]].items[i], 2000));
        return name;
}

/* "Join"; behind these verbs what is enough in what a link says of itself. */
enum { JOIN_VERBS = 14 };
static const struct wanted_word join_words[] = {
        { SPAN("join"), NULL },
        { SPAN("beitreten"), NULL },
        { SPAN("beizutreten"), NULL },
        { SPAN("teilnehmen"), NULL },
        { SPAN("rejoindre"), NULL },
        { SPAN("unirse"), NULL },
        { SPAN("entrar"), NULL },
        { SPAN("ingressar"), NULL },
        { SPAN("partecipa"), NULL },
        { SPAN("deelnemen"), NULL },
        { SPAN("particip"), NULL },
        { SPAN("\u53c2\u52a0"), NULL },
        { SPAN("\u52a0\u5165"), NULL },
        { SPAN("\u043f\u043e\u0434\u043a\u043b\u044e\u0447"), NULL },
        [JOIN_VERBS] = { SPAN("meeting"), NULL },
        { SPAN("teams"), NULL },
        { SPAN("zoom"), NULL },
        { SPAN("webex"), NULL },
        { SPAN("meet."), NULL },
};
enum { JOIN_WORDS = sizeof join_words / sizeof *join_words };
static const uint32_t verbs_only = (1U << JOIN_VERBS) - 1;

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
        if (word_search_in(join, span_head(link->link->text, 200), all_words) ||
            word_search_in(join, span_head(link->link->url, 300), all_words) ||
            word_search_in(join, words_before(facts, link->link), verbs_only))
                return own ? 0.4 : 1;
        return !own && is_place && place_in_calendar(link->place) ? 0.6 : 0;
}

/* What stands below the link to join is the service's in a copy, too: its numbers and its options. */
static bool is_beside_joining(const struct link *link) {
        return span_starts_nocase(link_host(link), SPAN("dialin.")) || span_has(link->url, SPAN("/meetingOptions"));
}

static bool has_meeting_link(const struct facts *facts) {
        const struct link_fact *links = links_of(facts);
        for (uint32_t i = 0; i < facts->links.count; i++)
                if (links[i].owner == OWNER_MEETING && !is_beside_joining(links[i].link))
                        return true;
        return false;
}

/* The link that is likeliest meant for joining, or NULL. `is_place`: the meeting's place is a service. */
static const struct link_fact *link_to_join(const struct facts *facts, bool is_place, double *ret_part) {
        const struct link_fact *links = links_of(facts), *best = NULL;
        struct word_search join = { .words = join_words };
        word_search_add(&join, JOIN_WORDS);
        double most = 0;
        for (uint32_t i = 0; i < facts->links.count && i < LOOKED_AT && most < 1; i++) {
                double part = join_part(facts, &join, &links[i], is_place);
                if (part > most) {
                        most = part;
                        best = &links[i];
                }
        }
        *ret_part = most;
        return best;
}

/* A brand's name and a link to join that is not the brand's, while no link of any meeting service is there. */
void check_meeting_link_off_brand(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (has_meeting_link(facts))
                return;
        struct word_search names = { .words = meeting_words };
        word_search_add(&names, MEETING_WORDS);
        const char *name = service_in(&names, span_head(facts->meeting.location, 100));
        double part = 0;
        const struct link_fact *link = link_to_join(facts, name != NULL, &part);
        if (link && !name)
                name = meeting_named(facts, &names);
        if (!link || !name || (link->owner == OWNER_SENDER && strcmp(name, "Skype") == 0))
                return;
        signals_add_part(signals, kind, part, "It names %s, and its link leads to %.*s.", name,
                         SPAN_SHOWN(link_host(link->link)));
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
static const struct wanted_word host_parts[] = {
        { SPAN("zoom.us"), "Zoom" },
        { SPAN("zoom-us"), "Zoom" },
        { SPAN("us02web"), "Zoom" },
        { SPAN("us04web"), "Zoom" },
        { SPAN("us05web"), "Zoom" },
        { SPAN("us06web"), "Zoom" },
        { SPAN("teams.microsoft"), "Teams" },
        { SPAN("teams-microsoft"), "Teams" },
        { SPAN("teams.live"), "Teams" },
        { SPAN("meet.google"), "Google Meet" },
        { SPAN("meet-google"), "Google Meet" },
        { SPAN("webex.com"), "Webex" },
};
enum { HOST_PARTS = sizeof host_parts / sizeof *host_parts };

/* The service whose paths or hosts the link has, or NULL. */
static const char *service_copied(const struct word_search *hosts, const struct link *link) {
        static const struct span zoom_rooms[] = { SPAN("/j/"), SPAN("/wc/join/"), SPAN("/wc/") };
        if (is_meet_room(link->path))
                return "Google Meet";
        for (size_t i = 0; i < sizeof zoom_rooms / sizeof *zoom_rooms; i++) {
                struct span rest = span_skip(link->path, zoom_rooms[i].len);
                if (span_starts_nocase(link->path, zoom_rooms[i]) && all_digits(span_split(&rest, '/'), 9, 12))
                        return "Zoom";
        }
        const char *service = service_in(hosts, link->host);
        if (service)
                return service;
        return span_has(link->path, SPAN("meetup-join")) ? "Teams" : NULL;
}

void check_meeting_link_copied(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct link_fact *links = links_of(facts);
        struct word_search hosts = { .words = host_parts };
        word_search_add(&hosts, HOST_PARTS);
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
