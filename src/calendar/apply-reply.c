#include "calendar/apply-steps.h"
void apply_reply(struct apply *apply) {
        apply_nothing(apply, "It is an answer.");
}
void apply_add(struct apply *apply) {
        apply_nothing(apply, "It adds an instance.");
}
