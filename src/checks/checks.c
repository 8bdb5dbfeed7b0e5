#include "checks/checks.h"

#include "facts/facts.h"

#define ATTACK(n) (1ULL << (n))
#define ATTACKS_1(a) ATTACK(a)
#define ATTACKS_2(a, b) (ATTACK(a) | ATTACK(b))
#define ATTACKS_3(a, b, c) (ATTACK(a) | ATTACK(b) | ATTACK(c))
#define ATTACKS_4(a, b, c, d) (ATTACK(a) | ATTACK(b) | ATTACK(c) | ATTACK(d))

const struct check check_table[] = {
#define CHECK(name_, function, group_, weight_, proof_, needs_, attacks_, description_) \
        { \
                .kind = { .name = #name_, \
                          .description = description_, \
                          .group = GROUP_##group_, \
                          .weight = weight_, \
                          .attacks = attacks_, \
                          .proof = proof_ }, \
                .needs = needs_, \
                .run = check_##function, \
        },
#include "checks/checks.def"
#undef CHECK
};
const uint32_t check_count = sizeof check_table / sizeof *check_table;

void checks_run(const struct facts *facts, struct signals *signals) {
        for (uint32_t i = 0; i < check_count; i++)
                if ((check_table[i].needs & ~facts->known) == 0)
                        check_table[i].run(facts, &check_table[i].kind, signals);
}
