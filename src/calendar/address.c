#include "calendar/address.h"

#include "base/percent.h"
#include "text/charset.h"

/* Lower case, `%40` undone; the span itself where nothing is to be done. Domains beyond ASCII keep their case: IDNA is
 * not done here. */
static struct span normal(struct arena *arena, struct span s) {
        bool capitals = false;
        struct span decoded = percent_decode(arena, s);
        if (decoded.ptr != s.ptr)
                s = utf8_repair(arena, decoded);
        for (size_t i = 0; i < s.len; i++)
                capitals |= s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
        if (!capitals)
                return s;
        char *out = arena_bytes(arena, s.len);
        for (size_t i = 0; i < s.len; i++)
                out[i] = ascii_lower(s.ptr[i]);
        return (struct span){ out, s.len };
}

/* Off the front of *s; as often as it stands there, for `mailto:mailto:` is met. */
static bool take_mailto(struct span *s) {
        bool any = false;
        while (span_starts_nocase(*s, SPAN("mailto:"))) {
                *s = span_trim(span_skip(*s, sizeof "mailto:" - 1));
                any = true;
        }
        return any;
}

static struct span address_of(struct arena *arena, struct span value, bool *ret_scheme) {
        value = span_trim(value);
        *ret_scheme = take_mailto(&value);
        if (value.len > 0 && value.ptr[0] == '<')
                value = span_skip(value, 1);
        value = span_head(value, span_find_byte(value, '?'));
        value = span_head(value, span_find_byte(value, '>'));
        value = span_trim(value);
        /* `urn:…`, `https://…@…`: other schemes are no addresses. */
        size_t colon = span_find_byte(value, ':'), at = span_find_byte(value, '@');
        if (!*ret_scheme && (at == value.len || colon < at || span_find_byte(value, '/') < at))
                return (struct span){ 0 };
        return normal(arena, value);
}

struct span mailto_address(struct arena *arena, struct span value) {
        bool scheme;
        return address_of(arena, value, &scheme);
}

/* The first of a list, and how many there are. */
static struct span first_of_list(struct arena *arena, const struct parameter *parameter, uint32_t *ret_count) {
        struct span rest = parameter->raw, item;
        while (parameter_item(&rest, &item))
                (*ret_count)++;
        return mailto_address(arena, parameter->value);
}

static bool is_true(struct span value) {
        return span_equal_nocase(value, SPAN("TRUE")) || span_equal_nocase(value, SPAN("YES"));
}

static uint32_t small_number(struct span value) {
        uint64_t n = 0;
        if (!span_to_u64(span_trim(value), &n))
                return 0;
        return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

static void set(struct span *field, struct span value) {
        if (!field->ptr)
                *field = value;
}

/* Of a parameter given twice the first counts. */
static void read_parameter(struct arena *arena, const struct parameter *parameter, struct calendar_address *ret) {
        struct span value = span_trim(parameter->value);
        switch (parameter->id) {
        case PARAMETER_CN:
                set(&ret->cn, value);
                break;
        case PARAMETER_EMAIL:
                if (!ret->email.ptr)
                        ret->email = mailto_address(arena, value);
                break;
        case PARAMETER_SENT_BY:
                if (!ret->sent_by.ptr)
                        ret->sent_by = mailto_address(arena, value);
                break;
        case PARAMETER_ROLE:
                set(&ret->role, value);
                break;
        case PARAMETER_PARTSTAT:
        case PARAMETER_STATUS: /* vCalendar 1.0 */
                set(&ret->partstat, value);
                break;
        case PARAMETER_CUTYPE:
                set(&ret->cutype, value);
                break;
        case PARAMETER_RSVP:
                ret->rsvp |= is_true(value);
                break;
        case PARAMETER_MEMBER:
                set(&ret->member, value);
                break;
        case PARAMETER_DIR:
                set(&ret->dir, value);
                break;
        case PARAMETER_DELEGATED_TO:
                if (!ret->delegated_to.ptr)
                        ret->delegated_to = first_of_list(arena, parameter, &ret->delegated_to_count);
                break;
        case PARAMETER_DELEGATED_FROM:
                if (!ret->delegated_from.ptr)
                        ret->delegated_from = first_of_list(arena, parameter, &ret->delegated_from_count);
                break;
        case PARAMETER_SCHEDULE_AGENT:
                set(&ret->schedule_agent, value);
                break;
        case PARAMETER_SCHEDULE_STATUS:
                set(&ret->schedule_status, value);
                break;
        case PARAMETER_SCHEDULE_FORCE_SEND:
                set(&ret->schedule_force_send, value);
                break;
        case PARAMETER_X_NUM_GUESTS:
                ret->guests = small_number(value);
                break;
        default:
                break;
        }
}

void calendar_address_read(struct arena *arena, const struct property *property, struct calendar_address *ret) {
        bool scheme;
        *ret = (struct calendar_address){ .property = property, .value = span_trim(property->text) };
        ret->address = address_of(arena, ret->value, &scheme);
        ret->scheme_missing = !scheme && ret->address.len > 0;
        for (const struct parameter *p = property->parameters; p; p = p->next)
                read_parameter(arena, p, ret);
}
