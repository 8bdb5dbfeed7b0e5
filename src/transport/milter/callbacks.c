/* callbacks: what libmilter calls, each in one of its threads; those of one connection one after the other. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "engine/guard.h"
#include "transport/milter/carry.h"
#include "transport/milter/direction.h"
#include "transport/milter/inside.h"
#include "transport/milter/learn.h"
#include "transport/milter/let-out.h"

/* All of them are given by every mail system of these twenty years; a plan needs them. */
static const unsigned long actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT | SMFIF_QUARANTINE;
/* Steps that we do not answer. Not those of the body: the last piece comes with the end of the message (Postfix sends all
 * but long mails so), and libmilter passes the end over when the piece is not answered. */
static const unsigned long unanswered = SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR;
/* Steps that we do not want. DATA over TCP we do, for its answer: Postfix's smtpd has sent the envelope, and cleanup sends the
 * header as soon as that was acknowledged (Nagle), which our kernel puts off for 40 ms while we have nothing to say. */
static unsigned long unwanted(void) {
        return SMFIP_NOUNKNOWN | SMFIP_NOEOH | (the_milter.path[0] ? SMFIP_NODATA : 0);
}

struct session {
        char client_ip[INET6_ADDRSTRLEN]; /* "": not known */
        char *helo;
        struct mail mail;
};

/* ---- Connections ------------------------------------------------------------------------------------------------------ */

static struct session *session_of(SMFICTX *ctx) {
        return smfi_getpriv(ctx);
}

static uint32_t most_connections(void) {
        struct config *config = guard_config(the_milter.guard);
        uint32_t most = (uint32_t)config->options.number[OPT_MILTER_CONNECTIONS];
        config_unref(config);
        return most;
}

static void count_connection(int by) {
        atomic_fetch_add(&the_milter.connections, (uint32_t)by);
        if (!milter_enter())
                return;
        metrics_add(the_milter.metrics, METRIC_MILTER_CONNECTIONS, NULL, NULL, by > 0);
        metrics_add(the_milter.metrics, METRIC_MILTER_OPEN, NULL, NULL, by);
        milter_leave();
}

static struct session *session_begin(SMFICTX *ctx) {
        struct session *session = calloc(1, sizeof *session);
        if (!session)
                return NULL;
        session->mail.budget = &the_milter.budget;
        (void)smfi_setpriv(ctx, session);
        count_connection(1);
        return session;
}

static sfsistat on_close(SMFICTX *ctx) {
        struct session *session = session_of(ctx);
        if (!session)
                return SMFIS_CONTINUE;
        (void)smfi_setpriv(ctx, NULL);
        mail_free(&session->mail);
        free(session->helo);
        free(session);
        count_connection(-1);
        return SMFIS_CONTINUE;
}

/* Only the macros that are asked for, so that a mail system need not send the others with each step. */
static void ask_for_macros(SMFICTX *ctx) {
        static const struct {
                int stage;
                const char *names;
        } wanted[] = {
                { SMFIM_CONNECT, "{daemon_name} {client_addr} j" },
                { SMFIM_HELO, "{tls_version}" },
                { SMFIM_ENVFROM, "{auth_authen} {mail_addr} i" },
                { SMFIM_ENVRCPT, "{rcpt_addr}" },
                { SMFIM_EOM, "i" },
        };
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
                (void)smfi_setsymlist(ctx, wanted[i].stage, (char *)wanted[i].names);
}

/* A refusal here closes the connection, which a mail system takes for a milter that is away. */
static sfsistat negotiate(SMFICTX *ctx, unsigned long offered, unsigned long steps, unsigned long *ret_actions,
                          unsigned long *ret_steps) {
        if ((offered & actions) != actions) {
                log_say(LEVEL_ERROR, "milter", "The mail system lets milters do too little (%#lx of %#lx).", offered,
                        actions);
                return SMFIS_REJECT;
        }
        if (atomic_load(&the_milter.connections) >= most_connections()) {
                log_say(LEVEL_WARNING, "milter", "More connections than milter-connections; one is refused.");
                return SMFIS_REJECT;
        }
        struct session *session = session_of(ctx) ? session_of(ctx) : session_begin(ctx);
        if (!session)
                return SMFIS_REJECT;
        session->mail.leading = steps & SMFIP_HDR_LEADSPC ? LEADING_KEPT : LEADING_EATEN;
        *ret_actions = actions;
        if (offered & SMFIF_SETSYMLIST) {
                *ret_actions |= SMFIF_SETSYMLIST;
                ask_for_macros(ctx);
        }
        *ret_steps = (unanswered | SMFIP_HDR_LEADSPC | unwanted()) & steps;
        return SMFIS_CONTINUE;
}

static sfsistat on_negotiate(SMFICTX *ctx, unsigned long offered, unsigned long steps, unsigned long f2,
                             unsigned long f3, unsigned long *ret_actions, unsigned long *ret_steps,
                             unsigned long *ret_f2, unsigned long *ret_f3) {
        (void)f2, (void)f3, (void)ret_f2, (void)ret_f3;
        if (!milter_enter())
                return SMFIS_REJECT;
        sfsistat status = negotiate(ctx, offered, steps, ret_actions, ret_steps);
        milter_leave();
        return status;
}

static sfsistat on_connect(SMFICTX *ctx, char *host, struct sockaddr *address) {
        (void)host; /* what the client's DNS says of it */
        struct session *session = session_of(ctx);
        /* "Quit, another connection follows" has ended the one that was negotiated. */
        if (!session)
                session = session_begin(ctx);
        if (!session)
                return SMFIS_NOREPLY; /* no memory: its mails are deferred, see on_end */
        session->client_ip[0] = 0;
        if (address && address->sa_family == AF_INET)
                (void)inet_ntop(AF_INET, &((struct sockaddr_in *)address)->sin_addr, session->client_ip,
                                sizeof session->client_ip);
        else if (address && address->sa_family == AF_INET6)
                (void)inet_ntop(AF_INET6, &((struct sockaddr_in6 *)address)->sin6_addr, session->client_ip,
                                sizeof session->client_ip);
        return SMFIS_NOREPLY;
}

static sfsistat on_helo(SMFICTX *ctx, char *name) {
        struct session *session = session_of(ctx);
        if (session) {
                free(session->helo);
                session->helo = strdup(name);
        }
        return SMFIS_NOREPLY;
}

/* ---- A mail ----------------------------------------------------------------------------------------------------------- */

static sfsistat on_mail(SMFICTX *ctx, char **arguments) {
        struct session *session = session_of(ctx);
        if (!session)
                return SMFIS_NOREPLY;
        mail_begin(&session->mail, arguments[0] ? arguments[0] : "");
        for (size_t i = 1; arguments[0] && arguments[i]; i++)
                mail_parameter(&session->mail, arguments[i]);
        return SMFIS_NOREPLY;
}

static sfsistat on_recipient(SMFICTX *ctx, char **arguments) {
        struct session *session = session_of(ctx);
        if (session && arguments[0])
                mail_recipient(&session->mail, arguments[0]);
        return SMFIS_NOREPLY;
}

static sfsistat on_data(SMFICTX *ctx) {
        (void)ctx;
        return SMFIS_CONTINUE;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value) {
        struct session *session = session_of(ctx);
        if (session)
                mail_header(&session->mail, name, value);
        return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *ptr, size_t len) {
        struct session *session = session_of(ctx);
        if (session)
                mail_body(&session->mail, (const char *)ptr, len);
        return SMFIS_CONTINUE;
}

static void count_answer(enum answer answer) {
        metrics_add(the_milter.metrics, METRIC_MILTER_MESSAGES, answer_name(answer), NULL, 1);
}

static sfsistat on_abort(SMFICTX *ctx) {
        struct session *session = session_of(ctx);
        if (!session)
                return SMFIS_CONTINUE;
        if (session->mail.begun && milter_enter()) {
                count_answer(ANSWER_ABORTED);
                milter_leave();
        }
        mail_reset(&session->mail);
        return SMFIS_CONTINUE;
}

/* ---- Its end ---------------------------------------------------------------------------------------------------------- */

static struct span macro(SMFICTX *ctx, const char *name) {
        return span_from(smfi_getsymval(ctx, (char *)name));
}

/* The macro rather than what on_connect was told: libmilter loses that of a connection's further clients, when the last
 * mail before was refused. Sendmail writes "IPv6:" before some. */
static struct span client_of(SMFICTX *ctx, const struct session *session) {
        struct ip ip;
        struct span told = macro(ctx, "{client_addr}");
        if (!ip_parse(told, &ip))
                return span_from(session->client_ip);
        return span_starts_nocase(told, SPAN("IPv6:")) ? span_skip(told, 5) : told;
}

static struct item item_of(SMFICTX *ctx, const struct session *session) {
        struct proof proof = { .auth_user = macro(ctx, "{auth_authen}"),
                               .client_ip = client_of(ctx, session),
                               .daemon = macro(ctx, "{daemon_name}") };
        struct config *config = guard_config(the_milter.guard);
        enum channel channel = direction_of(config, &proof);
        config_unref(config);
        return (struct item){ .bytes = mail_bytes(&session->mail),
                              .truncated = session->mail.truncated,
                              .channel = channel,
                              .client_ip = proof.client_ip,
                              .helo = span_from(session->helo),
                              .mail_from = mail_sender(&session->mail),
                              .auth_user = proof.auth_user,
                              .mail_from_known = true,
                              .rcpt = session->mail.rcpt,
                              .rcpt_count = session->mail.rcpt_count,
                              .relation = RELATION_NONE,
                              .at = clock_now_s() };
}

static enum answer judge(SMFICTX *ctx, const struct session *session) {
        static const struct plan_reply failed = { "451", "4.3.0", "This message cannot be examined just now" };
        struct item item = item_of(ctx, session);
        struct guard_session known = { .queue_id = macro(ctx, "i"), .mail_parameters = mail_parameters(&session->mail) };
        struct outcome *outcome = NULL;
        struct err why;
        if (!let_out(the_milter.guard, &item, &outcome) && guard_judge(the_milter.guard, &item, &known, &outcome, &why)) {
                log_say(LEVEL_ERROR, "milter", "%s", why.text);
                return carry_reply(ctx, ANSWER_DEFER, &failed);
        }
        enum answer answer = carry_out(ctx, &outcome->plan, &session->mail);
        if (answer == ANSWER_ACCEPT && item.channel == CHANNEL_MAIL_OUT && outcome->failure == OUTCOME_JUDGED &&
            !outcome->examined && outcome->plan.action != ACTION_HOLD)
                learn_from(outcome->plan.config, &item, the_milter.recorder);
        outcome_free(outcome);
        return answer;
}

static enum answer answer_of(SMFICTX *ctx, struct session *session) {
        static const struct plan_reply replies[] = {
                [MAIL_NO_MEMORY] = { "452", "4.3.1", "There is no room for this message just now" },
                [MAIL_TOO_MANY] = { "452", "4.5.3", "Too many recipients" },
        };
        mail_end(&session->mail);
        if (session->mail.trouble) {
                log_say(LEVEL_WARNING, "milter", "A mail is deferred: %s.", replies[session->mail.trouble].text);
                return carry_reply(ctx, ANSWER_DEFER, &replies[session->mail.trouble]);
        }
        if (session->mail.truncated)
                metrics_count(the_milter.metrics, METRIC_MILTER_CUT);
        return judge(ctx, session);
}

static sfsistat on_end(SMFICTX *ctx) {
        static const struct plan_reply stopping = { "451", "4.3.2", "The filter is being started again" };
        struct session *session = session_of(ctx);
        enum answer answer = ANSWER_DEFER;
        if (!session)
                return SMFIS_TEMPFAIL;
        if (!milter_enter()) {
                mail_reset(&session->mail);
                return answer_status(carry_reply(ctx, answer, &stopping));
        }
        uint64_t began = clock_monotonic_ns();
        answer = answer_of(ctx, session);
        count_answer(answer);
        metrics_observe(the_milter.metrics, METRIC_MILTER_SECONDS, NULL, clock_monotonic_ns() - began);
        mail_reset(&session->mail);
        milter_leave();
        return answer_status(answer);
}

struct smfiDesc milter_callbacks(void) {
        return (struct smfiDesc){ .xxfi_name = "calwarden",
                                  .xxfi_version = SMFI_VERSION,
                                  .xxfi_flags = actions | SMFIF_SETSYMLIST,
                                  .xxfi_negotiate = on_negotiate,
                                  .xxfi_connect = on_connect,
                                  .xxfi_helo = on_helo,
                                  .xxfi_envfrom = on_mail,
                                  .xxfi_envrcpt = on_recipient,
                                  .xxfi_data = on_data,
                                  .xxfi_header = on_header,
                                  .xxfi_body = on_body,
                                  .xxfi_eom = on_end,
                                  .xxfi_abort = on_abort,
                                  .xxfi_close = on_close };
}
