#include "lookup/arc.h"

#include "base/limits.h"
#include "lookup/signature.h"
#include "message/message.h"

/* A seal covers all fields before it: their bytes are bounded together. Honest ones have up to 4 KB a set. */
enum { MOST_SETS = 50, LEAST_BITS = 1024, MOST_BYTES = 256 * 1024, KEY_RECORDS = 2 };

/* The three fields of one instance. */
struct set {
        const struct header *results, *message, *seal; /* NULL: missing */
        bool doubled;
        struct signature message_signature, seal_signature;
        struct signature_hash message_body, message_headers, seal_hash;
        struct authentication_results read;
};

struct arc {
        struct set sets[MOST_SETS + 1]; /* by instance, from 1 */
        uint32_t newest;
        size_t bytes;
        const char *problem; /* of the chain's form; NULL: its signatures can be verified */
};

const char *arc_result_name(enum arc_result result) {
        static const char *const names[] = { "none", "pass", "fail", "temperror" };
        return names[result];
}

/* ---- Form (RFC 8617 4, 5.2) ----------------------------------------------------------------------------------------------------- */

/* 0: no instance, or one that cannot be. */
static uint32_t instance_of(struct arena *arena, const struct header *header) {
        struct span text = header->value;
        uint64_t instance;
        if (header->id != HEADER_ARC_AUTHENTICATION_RESULTS) {
                struct tags tags = tags_read(arena, text);
                text = tags_get(&tags, SPAN("i"));
        } else {
                /* "i=1; authserv-id …": nothing may stand before it (4.1.1) */
                size_t semicolon = span_find_byte(text, ';'), equals = span_find_byte(text, '=');
                if (semicolon == text.len || equals > semicolon ||
                    !span_equal(span_trim(span_head(text, equals)), SPAN("i")))
                        return 0;
                text = span_trim((struct span){ text.ptr + equals + 1, semicolon - equals - 1 });
        }
        return span_to_u64(text, &instance) && instance <= MOST_SETS ? (uint32_t)instance : 0;
}

static const char *collect(struct arena *arena, struct arc *arc, const struct headers *headers, enum header_name id) {
        for (const struct header *header = headers_first(headers, id); header; header = headers_next(headers, header)) {
                arc->bytes += header->value.len;
                if (arc->bytes > MOST_BYTES)
                        return "The chain is longer than any honest one.";
                uint32_t instance = instance_of(arena, header);
                if (instance == 0)
                        return "A field of the chain has no instance (i=) from 1 to 50.";
                struct set *set = &arc->sets[instance];
                const struct header **place = id == HEADER_ARC_SEAL                ? &set->seal
                                              : id == HEADER_ARC_MESSAGE_SIGNATURE ? &set->message
                                                                                   : &set->results;
                set->doubled |= *place != NULL;
                *place = header;
                if (instance > arc->newest)
                        arc->newest = instance;
        }
        return NULL;
}

static bool is_whole(const struct signature *signature) {
        return signature->well_formed && signature->algorithm == SIGN_RSA_SHA256 && signature->domain.len > 0 &&
               signature->selector.len > 0 && signature->bytes.len > 0;
}

static bool time_is_readable(const struct signature *signature) {
        struct span time = tags_get(&signature->tags, SPAN("t"));
        uint64_t value;
        return !time.ptr || span_to_u64(time, &value);
}

static bool names_a_seal(struct span list) {
        while (list.len > 0)
                if (span_equal_nocase(span_trim(span_split(&list, ':')), SPAN("arc-seal")))
                        return true;
        return false;
}

static const char *problem_of_set(const struct arc *arc, uint32_t instance) {
        const struct set *set = &arc->sets[instance];
        struct span validation = tags_get(&set->seal_signature.tags, SPAN("cv"));
        if (set->doubled)
                return "An instance of the chain stands there twice.";
        if (!set->results || !set->message || !set->seal)
                return "A field of the chain is missing.";
        if (!is_whole(&set->seal_signature) || !time_is_readable(&set->seal_signature))
                return "A seal lacks a tag, or has one that cannot be.";
        if (tags_get(&set->seal_signature.tags, SPAN("h")).ptr)
                return "A seal has h= (4.1.3).";
        if (!span_equal_nocase(validation, instance == 1 ? SPAN("none") : SPAN("pass")))
                return "A seal says that the chain was broken before it, or does not say how it was.";
        return NULL;
}

/* Message signatures but the newest need not fit any more, yet must be there (5.2 step 3). */
static const char *problem_of_newest(const struct arc *arc) {
        const struct signature *signature = &arc->sets[arc->newest].message_signature;
        if (!is_whole(signature) || !signature->readable_form || signature->hash.len == 0 ||
            signature->headers.len == 0 || !time_is_readable(signature))
                return "The newest message signature lacks a tag, or has one that cannot be.";
        return names_a_seal(signature->headers) ? "The newest message signature covers a seal (4.1.2)." : NULL;
}

/* ---- Hashes ------------------------------------------------------------------------------------------------------------------------- */

/* All fields of the chain up to this instance, in their order; the seal's own last, without its b= (5.1.1). */
static bool hash_seal(struct arc *arc, const struct headers *headers, uint32_t instance) {
        struct signature_input input;
        struct set *set = &arc->sets[instance];
        if (!signature_input_begin(&input, set->seal_signature.algorithm, true))
                return false;
        for (uint32_t i = 1; i <= instance; i++) {
                signature_input_add(&input, signature_field(headers, arc->sets[i].results), false);
                signature_input_add(&input, signature_field(headers, arc->sets[i].message), false);
                signature_input_add(&input, signature_field(headers, arc->sets[i].seal), i == instance);
        }
        signature_input_end(&input, &set->seal_hash);
        return true;
}

/* The newest comes first; most hash the body in its form. */
static bool hash_message(struct arc *arc, const struct headers *headers, uint32_t instance) {
        struct set *set = &arc->sets[instance], *newest = &arc->sets[arc->newest];
        if (set != newest && signature_same_body(&set->message_signature, &newest->message_signature))
                set->message_body = newest->message_body;
        else if (!signature_body_hash(headers->body, &set->message_signature, &set->message_body))
                return false;
        return signature_headers_hash(headers, &set->message_signature, &set->message_headers);
}

static bool hash_all(struct arc *arc, const struct message *message) {
        const struct headers *headers = &message->headers;
        for (uint32_t i = arc->newest; i > 0; i--) {
                /* Of the older ones it is told how far back the message is unchanged, within reason. */
                bool wanted = arc->newest - i < LIMIT_DKIM_SIGNATURES;
                if (!hash_seal(arc, headers, i) || (wanted && !hash_message(arc, headers, i)))
                        return false;
        }
        return true;
}

struct arc *arc_read(struct arena *arena, const struct message *message) {
        static const enum header_name names[] = { HEADER_ARC_SEAL, HEADER_ARC_MESSAGE_SIGNATURE,
                                                  HEADER_ARC_AUTHENTICATION_RESULTS };
        if (!message->count[HEADER_ARC_SEAL] && !message->count[HEADER_ARC_MESSAGE_SIGNATURE] &&
            !message->count[HEADER_ARC_AUTHENTICATION_RESULTS])
                return NULL;
        struct arc *arc = arena_alloc(arena, sizeof *arc);
        for (size_t i = 0; i < sizeof names / sizeof *names && !arc->problem; i++)
                arc->problem = collect(arena, arc, &message->headers, names[i]);
        for (uint32_t i = 1; i <= arc->newest && !arc->problem; i++) {
                struct set *set = &arc->sets[i];
                if (set->message)
                        signature_read(arena, &message->headers, set->message, &set->message_signature);
                if (set->seal)
                        signature_read(arena, &message->headers, set->seal, &set->seal_signature);
                if (set->results)
                        set->read = authentication_results_read(arena, set->results->value);
        }
        for (uint32_t i = arc->newest; i > 0 && !arc->problem; i--)
                arc->problem = problem_of_set(arc, i);
        if (!arc->problem)
                arc->problem = problem_of_newest(arc);
        if (!arc->problem && !hash_all(arc, message))
                arc->problem = "There was no memory to verify the chain.";
        return arc;
}

/* ---- Keys --------------------------------------------------------------------------------------------------------------------------- */

bool arc_ask(const struct arc *arc, struct answers *answers, struct arena *arena) {
        bool all = true;
        for (uint32_t i = arc->problem ? 0 : arc->newest; i > 0; i--) {
                all &= signature_key_ask(&arc->sets[i].seal_signature, answers, arena)->state != ANSWER_PENDING;
                if (arc->sets[i].message_body.size > 0)
                        all &= signature_key_ask(&arc->sets[i].message_signature, answers, arena)->state !=
                               ANSWER_PENDING;
        }
        return all;
}

/* ---- Verifying ------------------------------------------------------------------------------------------------------------------------ */

static enum arc_result fits(const struct signature *signature, const struct signature_hash *hash,
                            struct answers *answers, struct arena *arena) {
        const struct answer *answer = signature_key_ask(signature, answers, arena);
        enum arc_result result = ARC_FAIL;
        if (answer->state == ANSWER_FAILED || answer->state == ANSWER_PENDING)
                return ARC_TEMPERROR;
        for (uint32_t i = 0; i < answer->count && i < KEY_RECORDS && result == ARC_FAIL; i++) {
                struct signature_key key;
                signature_key_read(arena, answer->records[i], &key);
                if (key.state == KEY_READ && key.sha256 && key.for_mail && key.bits >= LEAST_BITS &&
                    signature_fits(signature, &key, hash))
                        result = ARC_PASS;
                signature_key_end(&key);
        }
        return result;
}

static enum arc_result message_fits(const struct set *set, struct answers *answers, struct arena *arena) {
        const struct signature *signature = &set->message_signature;
        const struct signature_hash *body = &set->message_body;
        if (body->size == 0 || !is_whole(signature) || signature->hash.len != body->size ||
            memcmp(signature->hash.ptr, body->bytes, body->size) != 0 || body->covered < body->body)
                return ARC_FAIL;
        return fits(signature, &set->message_headers, answers, arena);
}

static void ends(struct arc_answer *ret, enum arc_result result, const char *problem) {
        ret->result = result;
        ret->problem = span_from(problem);
}

static void tell_sets(const struct arc *arc, struct arena *arena, struct arc_answer *ret) {
        for (uint32_t i = 1; i <= arc->newest; i++) {
                struct arc_set *set = array_push(&ret->sets, arena, sizeof *set, MOST_SETS);
                *set = (struct arc_set){ .instance = i,
                                         .sealer = arc->sets[i].seal_signature.domain,
                                         .results = arc->sets[i].read };
        }
}

void arc_check(const struct arc *arc, struct answers *answers, struct arena *arena, struct arc_answer *ret) {
        *ret = (struct arc_answer){ .result = ARC_PASS };
        if (arc->problem) {
                ends(ret, ARC_FAIL, arc->problem);
                return;
        }
        tell_sets(arc, arena, ret);
        struct arc_set *sets = ret->sets.items;
        enum arc_result newest = message_fits(&arc->sets[arc->newest], answers, arena);
        if (newest != ARC_PASS) {
                ends(ret, newest,
                     newest == ARC_FAIL ? "The newest message signature does not fit."
                                        : "DNS did not answer for a key of the chain.");
                return;
        }
        for (uint32_t i = arc->newest; i > 0; i--) {
                enum arc_result seal = fits(&arc->sets[i].seal_signature, &arc->sets[i].seal_hash, answers, arena);
                if (seal != ARC_PASS) {
                        ends(ret, seal,
                             seal == ARC_FAIL ? "A seal does not fit." : "DNS did not answer for a key of the chain.");
                        return;
                }
        }
        for (uint32_t i = arc->newest; i > 0 && message_fits(&arc->sets[i], answers, arena) == ARC_PASS; i--) {
                sets[i - 1].message_valid = true;
                ret->oldest_pass = i;
        }
        if (ret->oldest_pass == arc->newest)
                ret->oldest_pass = 0;
}
