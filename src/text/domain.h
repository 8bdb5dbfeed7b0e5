/* domain: host names, who may register them, and names that are made to look like others. */
#pragma once

#include "base/arena.h"

struct text_context;

/* The registrable domain (one label more than the public suffix, private section included: alice.pages.dev is one) of
 * a host in lower-case ASCII, as a part of `host`. The whole host for an address; empty for a bare public suffix or
 * something that is no host name. */
struct span domain_registrable(const struct text_context *context, struct span host);
/* The same, but with the public section only: pages.dev for alice.pages.dev. */
struct span domain_organisation(const struct text_context *context, struct span host);
/* The last label is a top-level domain of the public suffix list, named there and not by its default rule. */
bool domain_has_known_suffix(const struct text_context *context, struct span host);

/* Lower-case ASCII (A-labels, UTS 46 non-transitional) without a dot at the end. `s` itself where it is that already.
 * Empty when it cannot be a host name. */
struct span domain_to_ascii(const struct text_context *context, struct arena *arena, struct span s);
/* The U-labels of it, for people and for comparing; itself where there are none. */
struct span domain_to_unicode(const struct text_context *context, struct arena *arena, struct span s);

/* Both belong to who registered one domain (equal registrable domains). */
bool domain_same(const struct text_context *context, struct span a, struct span b);

/* How a host is made to look like a name (attack 9, 17, 38). Strongest first. */
enum resemblance {
        RESEMBLES_NOT,
        RESEMBLES_SKELETON,  /* its registrable label looks the same: micros0ft.com, xn--… */
        RESEMBLES_SUBDOMAIN, /* the name's domain below another: microsoft.com.evil.example, paypal-com.evil.example */
        RESEMBLES_TYPO, /* one letter more, less, other or two swapped, a hyphen put in; names of 6 letters and more,
                                the first letter as it should be */
        RESEMBLES_COMPOUND, /* the name with words around it in the registrable label: teams-microsoft-login.com */
};
/* `host` in ASCII; `name` is the label or the domain that is imitated ("paypal", "paypal.com"). A host below that
 * domain resembles nothing, nor does one whose registrable label equals the name (paypal.de): who owns it, the tables
 * of hosts.h must say. */
enum resemblance domain_resembles(const struct text_context *context, struct arena *arena, struct span host,
                                  struct span name);

/* Whether `host` is `domain` or below it; ASCII letters without regard to case. Nothing is within an empty one. */
bool domain_has(struct span domain, struct span host);
/* What stands behind the last @ of an address; all of it where there is none. */
struct span domain_behind_at(struct span address);
