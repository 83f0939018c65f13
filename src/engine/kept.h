/* kept.h - the values that the coordinated sampler keeps of one column, in one open table. Floor 3, pure.
 *
 * Kept is what has a CRC that is a multiple of 2^level; the level rises, and half of them go, when there are too many.
 * A key is found by its quick hash and gets its identity at the end; all others have theirs at once. */
#ifndef CS_ENGINE_KEPT_H
#define CS_ENGINE_KEPT_H

#include "engine/pending.h"

#define CS_KEPT_FLOOR 6 /* 1/64: the level rises no further unless there are more than CS_FINGERPRINT_MOST */

struct cs_kept_value {
    guint64 hash; /* of a key, until finish: its quick one. 0: empty slot */
    guint32 crc;
    guint32 rows;
};

struct cs_kept {
    struct cs_kept_value *values; /* a table of slots while adding, n of them sorted by hash after finish */
    cs_pending_ref *refs;         /* of keys, by slot: their identities; else NULL */
    struct cs_pending pending;
    guint slots, n, capacity, level; /* slots: 0 after finish */
};

/* capacity: values to keep before the level rises. */
void cs_kept_init(struct cs_kept *kept, guint capacity, gboolean keys);
void cs_kept_clear(struct cs_kept *kept); /* wipes */

static inline gboolean
cs_kept_wants(const struct cs_kept *kept, guint32 crc)
{
    return !(crc & ((1u << kept->level) - 1));
}

/* Asks for the memory of a value that will be added soon. */
static inline void
cs_kept_expect(const struct cs_kept *kept, guint64 hash)
{
    __builtin_prefetch(&kept->values[cs_hash_slot(hash, kept->slots)], 1);
}

/* Rows of a value that is wanted. */
void cs_kept_add(struct cs_kept *kept, guint64 hash, guint32 crc, guint32 rows);
/* One row of a key that is wanted, the last that the hasher has made a quick hash of. */
void cs_kept_add_key(struct cs_kept *kept, const struct cs_cell *cell, const struct cs_hasher *hasher);
/* Sorts them, identities in place of quick hashes. TRUE: values of more rows than frequent were left out. */
gboolean cs_kept_finish(struct cs_kept *kept, guint64 frequent, const struct cs_hasher *hasher);

#endif
