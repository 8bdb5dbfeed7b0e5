#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/limits.h"
#include "calendar/moment.h"

enum { NAME_ROOM = 96, SLOTS = 2 * LIMIT_ZONE_CACHE };

enum answer { ANSWER_NONE, ANSWER_UNKNOWN, ANSWER_FIXED, ANSWER_CALENDAR };

struct named_zone {
        enum answer answer; /* ANSWER_NONE: the slot is free */
        int32_t offset;     /* ANSWER_FIXED */
        UCalendar *calendar;
        size_t len;
        char name[NAME_ROOM];
};

struct zone_cache {
        uint32_t count;
        struct named_zone slots[SLOTS];
};

struct zone_cache *zone_cache_new(void) {
        return calloc(1, sizeof(struct zone_cache));
}

static void forget(struct named_zone *zone) {
        if (zone->calendar)
                ucal_close(zone->calendar);
        *zone = (struct named_zone){ 0 };
}

void zone_cache_free(struct zone_cache *cache) {
        if (!cache)
                return;
        for (int i = 0; i < SLOTS; i++)
                forget(&cache->slots[i]);
        free(cache);
}

static int32_t widen(struct span name, UChar *out) {
        for (size_t i = 0; i < name.len; i++)
                out[i] = (UChar)(unsigned char)name.ptr[i];
        return (int32_t)name.len;
}

/* The Olson name that ICU knows for a name as it stands there, or for the Windows name that it is. */
static bool known_name(struct span name, UChar *ret, int32_t *ret_len) {
        UChar wide[NAME_ROOM];
        int32_t len = widen(name, wide);
        UBool system = false;
        UErrorCode status = U_ZERO_ERROR;
        *ret_len = ucal_getCanonicalTimeZoneID(wide, len, ret, NAME_ROOM, &system, &status);
        if (U_SUCCESS(status) && system && *ret_len > 0)
                return true;
        status = U_ZERO_ERROR;
        *ret_len = ucal_getTimeZoneIDForWindowsID(wide, len, NULL, ret, NAME_ROOM, &status);
        return U_SUCCESS(status) && *ret_len > 0;
}

/* `/mozilla.org/20050126_1/America/Argentina/Buenos_Aires`, `tzone://Microsoft/Utc`: the last three, two or one of the
 * parts. */
static bool known_tail(struct span name, UChar *ret, int32_t *ret_len) {
        struct span tails[3];
        int count = 0;
        for (size_t i = name.len; i-- > 0 && count < 3;)
                if (name.ptr[i] == '/')
                        tails[count++] = span_skip(name, i + 1);
        while (count-- > 0)
                if (known_name(tails[count], ret, ret_len))
                        return true;
        return false;
}

/* `W. Europe Standard Time 1`, as Outlook numbers zones that it met twice. */
static struct span without_number(struct span name) {
        while (name.len > 0 && ascii_digit(name.ptr[name.len - 1]))
                name.len--;
        return span_trim(name);
}

/* `GMT+0100`, `UTC-5`, `(GMT+01.00) Amsterdam`, `+01:00`. */
static bool fixed_offset(struct span name, int32_t *ret) {
        if (name.len > 0 && name.ptr[0] == '(')
                name = span_skip(name, 1);
        bool named = span_starts_nocase(name, SPAN("GMT")) || span_starts_nocase(name, SPAN("UTC"));
        if (named)
                name = span_trim(span_skip(name, 3));
        if (name.len < 2 || (name.ptr[0] != '+' && name.ptr[0] != '-') || !ascii_digit(name.ptr[1]))
                return false;
        int parts[2] = { 0 }, digits = 0, part = 0;
        size_t run = 1;
        while (run < name.len && ascii_digit(name.ptr[run]))
                run++;
        size_t hour_digits = run - 1 <= 2 ? run - 1 : run - 3;
        for (size_t i = 1; i < name.len && digits < 4; i++) {
                char c = name.ptr[i];
                if (ascii_digit(c)) {
                        part = (size_t)digits < hour_digits ? 0 : 1;
                        parts[part] = parts[part] * 10 + (c - '0');
                        digits++;
                } else if (c != ':' && c != '.') {
                        break;
                }
        }
        *ret = (name.ptr[0] == '-' ? -1 : 1) * (parts[0] * 3600 + parts[1] * 60);
        return parts[0] <= 18 && parts[1] < 60;
}

static bool is_utc(struct span name) {
        return span_equal_nocase(name, SPAN("UTC")) || span_equal_nocase(name, SPAN("GMT")) ||
               span_equal_nocase(name, SPAN("Z"));
}

static void resolve(struct span name, struct named_zone *ret) {
        UChar id[NAME_ROOM];
        int32_t len;
        UErrorCode status = U_ZERO_ERROR;
        const char *slash = memrchr(name.ptr, '/', name.len);
        struct span last = slash ? span_skip(name, (size_t)(slash - name.ptr) + 1) : name;
        ret->answer = ANSWER_UNKNOWN;
        if (is_utc(last) || fixed_offset(name, &ret->offset)) {
                ret->answer = ANSWER_FIXED;
                return;
        }
        if (!known_name(name, id, &len) && !known_tail(name, id, &len) && !known_name(without_number(name), id, &len))
                return;
        ret->calendar = ucal_open(id, len, "en", UCAL_GREGORIAN, &status);
        if (U_SUCCESS(status) && ret->calendar)
                ret->answer = ANSWER_CALENDAR;
}

static bool answer(const struct named_zone *zone, int64_t local, int32_t *ret) {
        if (zone->answer == ANSWER_FIXED)
                *ret = zone->offset;
        if (zone->answer != ANSWER_CALENDAR)
                return zone->answer == ANSWER_FIXED;
        int32_t raw = 0, summer = 0;
        UErrorCode status = U_ZERO_ERROR;
        ucal_setMillis(zone->calendar, (double)local * 1000, &status);
        ucal_getTimeZoneOffsetFromLocal(zone->calendar, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, &raw, &summer,
                                        &status);
        if (U_FAILURE(status))
                return false;
        *ret = (raw + summer) / 1000;
        return true;
}

static struct named_zone *cached(struct zone_cache *cache, struct span name) {
        uint32_t hash = 2166136261U;
        for (size_t i = 0; i < name.len; i++)
                hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
        /* Half full at most, so the probing ends soon; unless somebody chose the names, and then after a few. */
        for (uint32_t i = 0; i < 16; i++) {
                struct named_zone *zone = &cache->slots[(hash + i) % SLOTS];
                if (zone->answer == ANSWER_NONE)
                        return zone;
                if (span_equal((struct span){ zone->name, zone->len }, name))
                        return zone;
        }
        struct named_zone *victim = &cache->slots[hash % SLOTS];
        forget(victim);
        cache->count--;
        return victim;
}

bool zone_offset_by_name(struct zone_cache *cache, struct span tzid, int64_t local, int32_t *ret) {
        struct named_zone once = { 0 };
        tzid = span_trim(tzid);
        if (tzid.len == 0 || tzid.len >= NAME_ROOM)
                return false;
        if (!cache) {
                resolve(tzid, &once);
                bool known = answer(&once, local, ret);
                forget(&once);
                return known;
        }
        if (cache->count == LIMIT_ZONE_CACHE) {
                for (int i = 0; i < SLOTS; i++)
                        forget(&cache->slots[i]);
                cache->count = 0;
        }
        struct named_zone *zone = cached(cache, tzid);
        if (zone->answer == ANSWER_NONE) {
                resolve(tzid, zone);
                zone->len = tzid.len;
                memcpy(zone->name, tzid.ptr, tzid.len);
                cache->count++;
        }
        return answer(zone, local, ret);
}
