#include "facts/facts.h"
#include "facts/needs.h"

const struct field_info field_table[FIELDS] = {
#define FIELD(name, text, about) [FIELD_##name] = { text, about },
#include "facts/fields.def"
#undef FIELD
};

const struct field_info quantity_table[QUANTITIES] = {
#define QUANTITY(name, text, about) [QUANTITY_##name] = { text, about },
#include "facts/quantities.def"
#undef QUANTITY
};

static const char *const service_names[SERVICES] = {
#define SERVICE(id, name, domains) [SERVICE_##id] = name,
#include "facts/services.def"
#undef SERVICE
};

const char *service_name(enum service service) {
        return service_names[service];
}

const char *auth_result_name(enum auth_result result) {
        static const char *const names[AUTH_RESULTS] = {
                [AUTH_ABSENT] = "absent",     [AUTH_NONE] = "none",       [AUTH_PASS] = "pass",   [AUTH_FAIL] = "fail",
                [AUTH_SOFTFAIL] = "softfail", [AUTH_NEUTRAL] = "neutral", [AUTH_ERROR] = "error",
        };
        return names[result];
}

const char *originator_class_name(enum originator_class class) {
        static const char *const names[ORIGINATOR_CLASSES] = {
                [ORIGINATOR_VERIFIED] = "verified",
                [ORIGINATOR_VERIFIED_DELEGATE] = "verified-delegate",
                [ORIGINATOR_DOMAIN_VERIFIED] = "domain-verified",
                [ORIGINATOR_SERVICE] = "service",
                [ORIGINATOR_FORWARDED] = "forwarded",
                [ORIGINATOR_UNVERIFIED] = "unverified",
                [ORIGINATOR_SPOOF] = "spoof",
                [ORIGINATOR_ABSENT] = "absent",
        };
        return names[class];
}

enum originator_class originator_class_from_name(struct span name) {
        enum originator_class class = ORIGINATOR_VERIFIED;
        while (class < ORIGINATOR_ABSENT && !span_equal(span_from(originator_class_name(class)), name))
                class ++;
        return class;
}

const char *dmarc_case_name(enum dmarc_case dmarc_case) {
        static const char *const names[] = {
                [DMARC_NONE] = "", [DMARC_D1] = "D1", [DMARC_D2] = "D2",   [DMARC_D3] = "D3",
                [DMARC_D4] = "D4", [DMARC_D5] = "D5", [DMARC_D6] = "D6",   [DMARC_D7] = "D7",
                [DMARC_D8] = "D8", [DMARC_D9] = "D9", [DMARC_D10] = "D10", [DMARC_D11] = "D11",
        };
        return names[dmarc_case];
}

const char *standing_name(enum standing standing) {
        static const char *const names[STANDINGS] = {
                [STANDING_NONE] = "none",         [STANDING_ABSENT] = "absent",   [STANDING_FIRST] = "first",
                [STANDING_OWNER] = "owner",       [STANDING_STALE] = "stale",     [STANDING_CONFLICT] = "conflict",
                [STANDING_FOREIGN] = "foreign",   [STANDING_REFUSED] = "refused", [STANDING_ATTENDEE] = "attendee",
                [STANDING_OUTSIDER] = "outsider", [STANDING_MIXED] = "mixed",
        };
        return names[standing];
}

const char *place_name(enum place place) {
        static const char *const names[PLACES] = {
                [PLACE_SUMMARY] = "summary",
                [PLACE_DESCRIPTION] = "description",
                [PLACE_LOCATION] = "location",
                [PLACE_RICH] = "rich text",
                [PLACE_PROPERTY] = "calendar property",
                [PLACE_SUBJECT] = "subject",
                [PLACE_BODY] = "body",
                [PLACE_HTML] = "HTML body",
                [PLACE_PICTURE] = "QR code",
                [PLACE_DOCUMENT] = "document",
        };
        return names[place];
}

const char *needs_name(unsigned bit) {
        switch (bit) {
        case NEEDS_MAIL:
                return "mail";
        case NEEDS_EVENT:
                return "event";
        case NEEDS_AUTHENTICATION:
                return "authentication";
        case NEEDS_TIME:
                return "time";
        case NEEDS_RECIPIENT:
                return "recipient";
        case NEEDS_HISTORY:
                return "history";
        case NEEDS_LOOKUP:
                return "lookup";
        default:
                return "nothing";
        }
}
