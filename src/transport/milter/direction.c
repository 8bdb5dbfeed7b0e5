#include "transport/milter/direction.h"

#include "config/config.h"

enum channel direction_of(const struct config *config, const struct proof *proof) {
        if (proof->auth_user.len > 0)
                return CHANNEL_MAIL_OUT;
        if (option_list_has(&config->options, OPT_INBOUND_DAEMONS, proof->daemon))
                return CHANNEL_MAIL_IN;
        if (option_list_has(&config->options, OPT_OUTBOUND_DAEMONS, proof->daemon))
                return CHANNEL_MAIL_OUT;
        return networks_have(&config->networks, proof->client_ip) ? CHANNEL_MAIL_OUT : CHANNEL_MAIL_IN;
}
