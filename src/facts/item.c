#include "facts/item.h"

static const char *const channel_names[CHANNELS] = {
        [CHANNEL_MAIL_IN] = "mail-in", [CHANNEL_MAIL_OUT] = "mail-out", [CHANNEL_SUBMIT] = "submit",
        [CHANNEL_ITIP] = "itip",       [CHANNEL_FEED] = "feed",         [CHANNEL_IMPORT] = "import",
};

static const char *const relation_names[RELATIONS] = {
        [RELATION_BLOCKED] = "blocked",
        [RELATION_NONE] = "none",
        [RELATION_SAME_DOMAIN] = "same-domain",
        [RELATION_REPLIED_TO_US] = "replied-to-us",
        [RELATION_CORRESPONDENT] = "correspondent",
        [RELATION_CONTACT] = "contact",
        [RELATION_ALLOWED] = "allowed",
};

const char *channel_name(enum channel channel) {
        return channel_names[channel];
}

const char *relation_name(enum relation relation) {
        return relation_names[relation];
}

static bool name_find(const char *const *names, size_t count, struct span name, size_t *ret) {
        for (size_t i = 0; i < count; i++) {
                if (span_equal_nocase(span_from(names[i]), name)) {
                        *ret = i;
                        return true;
                }
        }
        return false;
}

bool channel_from_name(struct span name, enum channel *ret) {
        size_t found;
        if (!name_find(channel_names, CHANNELS, name, &found))
                return false;
        *ret = (enum channel)found;
        return true;
}

bool relation_from_name(struct span name, enum relation *ret) {
        size_t found;
        if (!name_find(relation_names, RELATIONS, name, &found))
                return false;
        *ret = (enum relation)found;
        return true;
}
