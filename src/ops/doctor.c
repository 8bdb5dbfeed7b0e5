/* doctor: what DMARC does to invitations, and what to do about it. */
#include "ops/doctor.h"

#include "base/limits.h"
#include "config/config.h"
#include "engine/guard.h"
#include "lookup/inquiry.h"
#include "message/address.h"
#include "message/message.h"
#include "message/received.h"
#include "ops/handlers.h"
#include "ops/judge.h"
#include "report/doctor.h"
#include "text/context.h"
#include "text/domain.h"

enum { STATUS_ILL = 2 };

struct doctor_run {
        const struct op_call *call;
        struct judge judge;
        struct inputs *inputs;
        struct arena *arena;
        bool ill;
        int failure; /* status of the first failure, 0: none */
};

static void fail(struct doctor_run *run, const struct input *input, const struct err *err) {
        int status = judge_fail(run->call, input, err);
        run->failure = run->failure ? run->failure : status;
}

static struct doctor_means means_of(const struct doctor_run *run) {
        return (struct doctor_means){ .lookups = run->judge.lookups,
                                      .wait_ms = option_ms(&run->judge.config->options, OPT_LOOKUP_TIMEOUT),
                                      .json = op_flag(run->call, PARAM_JSON),
                                      .out = run->call->out };
}

static enum cw_err inquire(const struct doctor_means *means, struct inquiry **ret, struct err *reterr) {
        enum cw_err code = inquiry_new(means->lookups, means->wait_ms, ret, reterr);
        if (!code && means->whole_ms > 0)
                inquiry_bound(*ret, means->whole_ms);
        return code;
}

/* ---- Who delivered it -------------------------------------------------------------------------------------------- */

/* Hops within a house tell nothing of who delivered it there. */
static bool is_of_house(struct span address) {
        static const struct span networks[] = { SPAN("10.0.0.0/8"),  SPAN("172.16.0.0/12"),  SPAN("192.168.0.0/16"),
                                                SPAN("127.0.0.0/8"), SPAN("169.254.0.0/16"), SPAN("::1"),
                                                SPAN("fc00::/7"),    SPAN("fe80::/10") };
        struct ip ip;
        if (!ip_parse(address, &ip))
                return true;
        for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
                struct network network;
                if (network_parse(networks[i], &network) && network_has(&network, &ip))
                        return true;
        }
        return false;
}

/* From the topmost Received whose client is none of the house's, and Return-Path, which who delivered it last wrote. */
static bool take_client(struct arena *arena, const struct message *message, struct item *item) {
        const struct header *header = message_header(message, HEADER_RECEIVED);
        for (; header; header = headers_next(&message->headers, header)) {
                struct received received = received_read(arena, header->value);
                if (is_of_house(received.ip))
                        continue;
                item->client_ip = received.ip;
                if (item->helo.len == 0)
                        item->helo = received.helo;
                return true;
        }
        return false;
}

static void take_sender(struct arena *arena, const struct message *message, struct item *item) {
        const struct header *header = message_header(message, HEADER_RETURN_PATH);
        if (!header || item->mail_from_known)
                return;
        item->mail_from = mailbox_read(arena, header->value).address;
        item->mail_from_known = true;
}

/* Running out of memory comes back here. */
static enum cw_err take_envelope(struct arena *arena, struct item *item, const char **ret_client_from,
                                 struct err *reterr) {
        struct defects defects = { .arena = arena };
        jmp_buf exhausted;
        arena_reset(arena);
        *ret_client_from = item->client_ip.len > 0 ? "the options" : NULL;
        if (message_looks_like_calendar(item->bytes))
                return CW_OK;
        if (setjmp(exhausted) != 0)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to read this mail");
        arena_set_exit(arena, &exhausted);
        const struct message *message = message_read(arena, item->bytes, &defects);
        take_sender(arena, message, item);
        if (item->client_ip.len == 0 && take_client(arena, message, item))
                *ret_client_from = "Received";
        arena_set_exit(arena, NULL);
        return CW_OK;
}

/* ---- Mails --------------------------------------------------------------------------------------------------------- */

/* What somebody who may be believed has found out is not found out again. */
static bool is_told(const struct facts *facts) {
        return facts->authentication.known && !(facts->lookup && facts->lookup->authenticated);
}

static enum cw_err examine_mail(const struct doctor_means *means, struct doctor_mail *mail, bool *ret_ill,
                                struct err *reterr) {
        struct inquiry *inquiry;
        enum cw_err code = inquire(means, &inquiry, reterr);
        if (code)
                return code;
        mail->told = is_told(mail->facts);
        if (!inquiry_run(inquiry, doctor_mail_ask, mail))
                code = err_set(reterr, CW_ERR_MEMORY, "no memory to examine this mail");
        else if (means->json)
                doctor_mail_json(means->out, mail);
        else
                doctor_mail_text(means->out, mail);
        *ret_ill |= !code && (mail->dmarc.result == DMARC_RESULT_FAIL || mail->dmarc.result == DMARC_RESULT_PERMERROR);
        inquiry_free(inquiry);
        return code;
}

static void examine_one(struct doctor_run *run, const struct input *input) {
        struct item item = judge_item(&run->judge, input);
        struct doctor_mail mail = { .file = input->path, .index = input->index };
        const struct doctor_means means = means_of(run);
        const struct judgement *judgement;
        struct err err;
        enum cw_err code = take_envelope(run->arena, &item, &mail.client_from, &err);
        if (!code)
                code = scan_item(run->judge.scanner, &item, &judgement, &err);
        if (!code) {
                mail.facts = judgement->facts;
                code = examine_mail(&means, &mail, &run->ill, &err);
        }
        if (code)
                fail(run, input, &err);
}

static enum cw_err examine_all(struct doctor_run *run, struct err *reterr) {
        struct input input;
        struct err err;
        enum inputs_step step;
        enum cw_err code = inputs_new(run->call->args, run->call->arg_count, &run->inputs, reterr);
        if (code)
                return code;
        while (!ferror(run->call->out) && (step = inputs_next(run->inputs, &input, &err)) != INPUTS_END) {
                if (step == INPUTS_FAILED)
                        fail(run, &input, &err);
                else
                        examine_one(run, &input);
        }
        return CW_OK;
}

/* ---- Domains -------------------------------------------------------------------------------------------------------- */

static enum cw_err read_domain(struct arena *arena, const char *name, struct span *ret, struct err *reterr) {
        struct text_context *text;
        jmp_buf exhausted;
        enum cw_err code = text_context_new(&text, reterr);
        if (code)
                return code;
        arena_reset(arena);
        *ret = (struct span){ 0 };
        if (setjmp(exhausted) == 0) {
                arena_set_exit(arena, &exhausted);
                *ret = arena_copy(arena, domain_to_ascii(text, arena, span_from(name)));
        }
        arena_set_exit(arena, NULL);
        text_context_free(text);
        return ret->len > 0 ? CW_OK : err_set(reterr, CW_ERR_USAGE, "--domain takes a domain, not \"%.60s\"", name);
}

static enum cw_err examine_domain(const struct doctor_means *means, struct arena *arena, const char *name,
                                  bool *ret_ill, struct err *reterr) {
        struct doctor_domain domain = { 0 };
        struct inquiry *inquiry;
        enum cw_err code = read_domain(arena, name, &domain.domain, reterr);
        if (!code)
                code = inquire(means, &inquiry, reterr);
        if (code)
                return code;
        if (!inquiry_run(inquiry, doctor_domain_ask, &domain))
                code = err_set(reterr, CW_ERR_MEMORY, "no memory to examine %.100s", name);
        else if (means->json)
                doctor_domain_json(means->out, &domain);
        else
                doctor_domain_text(means->out, &domain);
        *ret_ill |= !code && doctor_domain_is_ill(&domain);
        inquiry_free(inquiry);
        return code;
}

static enum cw_err examine_domains(struct doctor_run *run, struct err *reterr) {
        const struct param_value *names = &run->call->values[PARAM_DOMAIN];
        const struct doctor_means means = means_of(run);
        enum cw_err code = CW_OK;
        for (uint32_t i = 0; i < names->count && !code; i++)
                code = examine_domain(&means, run->arena, names->texts[i], &run->ill, reterr);
        return code;
}

/* ---- For others ----------------------------------------------------------------------------------------------------- */

static struct arena *own_arena(void) {
        return arena_new((size_t)LIMIT_MESSAGE_BYTES * LIMIT_ARENA_FACTOR);
}

struct looking {
        const struct doctor_means *means;
        struct doctor_mail mail;
        enum cw_err code;
        struct err *err;
};

static void look(const struct judgement *judgement, void *user) {
        struct looking *looking = user;
        bool ill = false;
        looking->mail.facts = judgement->facts;
        looking->code = examine_mail(looking->means, &looking->mail, &ill, looking->err);
}

enum cw_err doctor_of_mail(const struct doctor_means *means, struct guard *guard, const struct op_call *call,
                           struct span bytes, struct err *reterr) {
        struct looking looking = { .means = means, .mail = { .file = "-" }, .err = reterr };
        struct asked_item asked;
        struct arena *arena = own_arena();
        enum cw_err code = asked_item_read(call, &asked, reterr);
        asked.item.bytes = bytes;
        if (!code && !arena)
                code = err_set(reterr, CW_ERR_MEMORY, "no memory to examine a mail");
        if (!code)
                code = take_envelope(arena, &asked.item, &looking.mail.client_from, reterr);
        if (!code)
                code = guard_look(guard, &asked.item, look, &looking, reterr);
        asked_item_free(&asked);
        arena_free(arena);
        return code ? code : looking.code;
}

enum cw_err doctor_of_domain(const struct doctor_means *means, const char *name, struct err *reterr) {
        bool ill = false;
        struct arena *arena = own_arena();
        enum cw_err code = arena ? examine_domain(means, arena, name, &ill, reterr)
                                 : err_set(reterr, CW_ERR_MEMORY, "no memory to examine a domain");
        arena_free(arena);
        return code;
}

/* ---- The command ------------------------------------------------------------------------------------------------------ */

int op_doctor(const struct op_call *call) {
        struct doctor_run run = { .call = call, .arena = own_arena() };
        struct err err = { .code = CW_ERR_MEMORY, .text = "out of memory" };
        enum cw_err code = run.arena ? CW_OK : CW_ERR_MEMORY;
        if (!code && call->arg_count == 0 && !op_given(call, PARAM_DOMAIN))
                code = err_set(&err, CW_ERR_USAGE, "nothing to examine; name mails, or a domain with --domain");
        if (!code)
                code = judge_open(call, &run.judge, &err);
        if (!code)
                code = examine_domains(&run, &err);
        if (!code && call->arg_count > 0)
                code = examine_all(&run, &err);
        if (code)
                run.failure = op_fail(call, &err);
        inputs_free(run.inputs);
        judge_close(&run.judge);
        arena_free(run.arena);
        return run.failure ? run.failure : run.ill ? STATUS_ILL : STATUS_CLEAN;
}
