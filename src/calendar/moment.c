#include "calendar/moment.h"

#include "calendar/zones.h"

enum { DAY = 86400 };

/* Takes `count` digits off the front; fewer is a failure. */
static bool digits(struct span *s, size_t count, int *ret) {
        int value = 0;
        if (s->len < count)
                return false;
        for (size_t i = 0; i < count; i++) {
                if (!ascii_digit(s->ptr[i]))
                        return false;
                value = value * 10 + (s->ptr[i] - '0');
        }
        *s = span_skip(*s, count);
        *ret = value;
        return true;
}

static void skip_byte(struct span *s, char byte) {
        if (s->len > 0 && s->ptr[0] == byte)
                *s = span_skip(*s, 1);
}

/* `Z`, or an offset as ISO 8601 has them. */
static void zone_suffix(struct span s, struct moment *moment) {
        if (s.len > 0 && (s.ptr[0] == '.' || s.ptr[0] == ','))
                do
                        s = span_skip(s, 1);
                while (s.len > 0 && ascii_digit(s.ptr[0]));
        if (s.len == 0)
                return;
        char sign = s.ptr[0];
        int hours, minutes = 0;
        if (sign == 'Z' || sign == 'z') {
                moment->basis = MOMENT_UTC;
                return;
        }
        s = span_skip(s, 1);
        if ((sign != '+' && sign != '-') || !digits(&s, 2, &hours))
                return;
        skip_byte(&s, ':');
        (void)digits(&s, 2, &minutes);
        moment->basis = MOMENT_UTC;
        moment->offset = (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

bool moment_parse(struct span text, struct moment *ret) {
        int year, month, day, hour = 0, minute = 0, second = 0;
        *ret = (struct moment){ .basis = MOMENT_NONE };
        text = span_trim(text);
        if (!digits(&text, 4, &year))
                return false;
        skip_byte(&text, '-');
        if (!digits(&text, 2, &month) || month < 1 || month > 12)
                return false;
        skip_byte(&text, '-');
        if (!digits(&text, 2, &day) || day < 1 || day > 31)
                return false;
        ret->local = days_from_civil(year, month, day) * DAY;
        ret->basis = MOMENT_DATE;
        if (text.len > 0 && (text.ptr[0] == 'T' || text.ptr[0] == 't' || text.ptr[0] == ' ')) {
                text = span_skip(text, 1);
                if (digits(&text, 2, &hour) && hour <= 24) {
                        ret->basis = MOMENT_FLOATING;
                        skip_byte(&text, ':');
                        (void)digits(&text, 2, &minute);
                        skip_byte(&text, ':');
                        (void)digits(&text, 2, &second);
                        ret->local += hour * 3600 + minute * 60 + second;
                        zone_suffix(text, ret);
                }
        }
        ret->utc = ret->local - ret->offset;
        return true;
}

/* The first of a list, and of a period its start. */
static struct span first_item(struct span text) {
        text = span_head(text, span_find_byte(text, ','));
        return span_head(text, span_find_byte(text, '/'));
}

static void apply_zone(const struct calendars *calendars, const struct calendar *calendar, struct moment *moment) {
        const struct zone *zone = zones_find(calendars, calendar, moment->tzid);
        if (zone)
                moment->offset = zone_offset(zone, moment->local);
        moment->basis = zone || zone_offset_by_name(calendars->zones, moment->tzid, moment->local, &moment->offset)
                                ? MOMENT_ZONED
                                : MOMENT_UNKNOWN_ZONE;
        moment->utc = moment->local - moment->offset;
}

bool property_moment(const struct calendars *calendars, const struct calendar *calendar,
                     const struct property *property, struct moment *ret) {
        if (!moment_parse(first_item(property->text), ret))
                return false;
        ret->tzid = span_trim(property_parameter_value(property, PARAMETER_TZID));
        if (ret->basis == MOMENT_FLOATING && ret->tzid.len > 0)
                apply_zone(calendars, calendar, ret);
        return true;
}

bool component_moment(const struct calendars *calendars, const struct calendar *calendar,
                      const struct component *component, enum property_id id, struct moment *ret) {
        const struct property *property = component_property(component, id);
        *ret = (struct moment){ .basis = MOMENT_NONE };
        return property && property_moment(calendars, calendar, property, ret);
}

static int64_t unit_seconds(char unit, bool in_time) {
        switch (unit) {
        case 'W':
                return 7 * DAY;
        case 'D':
                return DAY;
        case 'H':
                return 3600;
        case 'M':
                /* Months are not allowed (RFC 5545 3.3.6); what would be one is read as thirty days. */
                return in_time ? 60 : 30 * DAY;
        case 'S':
                return 1;
        default:
                return 0;
        }
}

bool duration_parse(struct span text, int64_t *ret) {
        const int64_t most = 1000000000000;
        int64_t total = 0, number = 0;
        bool in_time = false, any = false;
        text = span_trim(text);
        bool negative = text.len > 0 && text.ptr[0] == '-';
        if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'))
                text = span_skip(text, 1);
        if (text.len == 0 || (text.ptr[0] | 0x20) != 'p')
                return false;
        for (size_t i = 1; i < text.len; i++) {
                char c = text.ptr[i];
                char unit = c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
                if (ascii_digit(c)) {
                        number = number < most ? number * 10 + (c - '0') : most;
                } else if (unit == 'T') {
                        in_time = true;
                } else if (unit_seconds(unit, in_time) > 0) {
                        int64_t seconds = unit_seconds(unit, in_time);
                        total = number > most / seconds ? most : total + number * seconds;
                        total = total > most ? most : total;
                        number = 0;
                        any = true;
                }
        }
        if (any)
                *ret = negative ? -total : total;
        return any;
}

bool component_span(const struct calendars *calendars, const struct calendar *calendar,
                    const struct component *component, struct moment *ret_start, struct moment *ret_end) {
        *ret_end = (struct moment){ .basis = MOMENT_NONE };
        if (!component_moment(calendars, calendar, component, PROPERTY_DTSTART, ret_start))
                return false;
        enum property_id end = component->kind == COMPONENT_VTODO ? PROPERTY_DUE : PROPERTY_DTEND;
        if (component_moment(calendars, calendar, component, end, ret_end))
                return true;
        int64_t seconds;
        bool lasts = duration_parse(component_text(component, PROPERTY_DURATION), &seconds);
        if (!lasts && (ret_start->basis != MOMENT_DATE || component->kind == COMPONENT_VTODO))
                return true;
        *ret_end = *ret_start;
        ret_end->local += lasts ? seconds : DAY;
        ret_end->utc += lasts ? seconds : DAY;
        return true;
}
