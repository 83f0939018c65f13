/* pending.h - identities of values that may yet drop out of a sample: a keyed hash costs more than all else that is
 * done to a value, and the level of a sample of a large column rises several times. Floor 3, pure. */
#ifndef CS_ENGINE_PENDING_H
#define CS_ENGINE_PENDING_H

#include "engine/identity.h"

/* Where an identity waits; 0: nowhere. */
typedef guint32 cs_pending_ref;

struct cs_pending {
    GString *entries; /* NULL until the first; normal forms among them: wiped with it */
};

/* What is known already. */
cs_pending_ref cs_pending_put_hash(struct cs_pending *pending, guint64 hash);
/* What the hasher has made of the value that it gave the last quick hash of. */
cs_pending_ref cs_pending_put_form(struct cs_pending *pending, const struct cs_hasher *hasher);
/* From one store to another. */
cs_pending_ref cs_pending_move(const struct cs_pending *from, cs_pending_ref ref, struct cs_pending *to);
guint64 cs_pending_hash(const struct cs_pending *pending, cs_pending_ref ref, const struct cs_hasher *hasher);
void cs_pending_clear(struct cs_pending *pending); /* wipes */

#endif
