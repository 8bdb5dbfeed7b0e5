/* uid: one name for the UIDs that a client takes for one. Outlook and Exchange keep an event under a GlobalObjectId and write
 * it as hexadecimal digits (MS-OXCICAL 2.1.3.1.1.20.26, MS-OXOCAL 2.2.1.27): the case of the digits and the date of an
 * instance within it tell no other event, and it may be a wrapping of the UID that another program gave. */
#pragma once

#include "base/arena.h"

/* The UID as it is remembered: of a GlobalObjectId the digits in upper case with the date zeroed, or what it wraps; any other
 * as it is. In `arena`, or `uid` itself. */
struct span uid_key(struct arena *arena, struct span uid);
