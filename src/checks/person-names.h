/* person-names: whether a display name and an address can belong to one person or house (attack 17, 19). */
#pragma once

#include "facts/facts.h"

/* The letters of a name or address for comparison, in small Latin letters, words apart by a space: "Müller-Lüdenscheid"
 * and "mueller.luedenscheid" become the same. Other letters than Latin make it empty. */
struct plain_name {
        char text[128];
        size_t len;
};
void plain_name_read(struct span text, struct plain_name *ret);

/* A word of three letters or more of one begins or lies in the other, or initials agree. True also where it cannot be told:
 * no name, no Latin letters, hardly any letters. */
bool names_agree(struct span name, struct span other);

/* The address's local part is made as a person's is ("ruth.goodwin", "r_goodwin"), and neither it nor a domain of a
 * house's own has anything of the name. */
bool name_is_anothers(const struct party *party);
