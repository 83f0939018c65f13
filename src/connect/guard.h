/* guard.h - distrust of what a connector pushes and returns. Floor 4.
 *
 * Whatever a connector of this process can be checked for is checked before anybody looks at it; memory that
 * is not what it says cannot be (a connector that one does not trust belongs in a process of its own). */
#ifndef CS_CONNECT_GUARD_H
#define CS_CONNECT_GUARD_H

#include "connect/call.h"

/* A sink in front of the host's: passes on what makes sense, and nothing once the call was left behind. */
struct cs_guard {
    struct cs_sink sink; /* to be given to the connector */
    struct cs_caller *caller;
    const struct cs_sink *behind;
    guint objects, columns;
};
void cs_guard_init(struct cs_guard *guard, struct cs_caller *caller, const struct cs_sink *behind);

/* CS_E_PROTOCOL, told, when the batch cannot be what a request for so many columns gives. */
int cs_guard_batch(const char *connector, const struct cs_batch *batch, gsize columns, guint64 max_value,
                   struct cs_err *err);

#endif
