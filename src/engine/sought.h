/* sought.h - hashes of small columns, which larger ones keep beyond their own sample. Floor 3, pure.
 *
 * A large column keeps one value in 2^s; of a small one only its share of these could be looked up in it: of 3 000
 * values, at 1/64, 47, which tells a containment no better than ± 0.14. So columns are read from small to large, and a
 * large one also keeps each value that a smaller one read before has offered: what the small column shares with it is
 * then known of all that was offered, at no second reading of either. Design section 8, refinement. */
#ifndef CS_ENGINE_SOUGHT_H
#define CS_ENGINE_SOUGHT_H

#include "engine/fingerprint.h"

struct cs_sought;

#define CS_SOUGHT_EACH 1024 /* hashes that one column offers at most */

/* fingerprints: finished; each offers its hashes at the level at which there are CS_SOUGHT_EACH at most, or at a higher
 * one where more than most different ones would come together; a level once taken is kept. number: of this set, from 1
 * on, rising within a scan: whoever has offered before is in every later set. Read-only, any thread. Wiped when freed.
 */
struct cs_sought *cs_sought_new(const GPtrArray *fingerprints, gsize most, guint number);
void cs_sought_free(struct cs_sought *sought);

/* What of it one column has met. */
struct cs_met {
    const struct cs_sought *sought; /* until finish */
    guint number;                   /* of the set */
    struct cs_met_value *values;    /* n of them, by hash, after finish */
    guint n, slots;
};
struct cs_met_value {
    guint64 hash;
    guint32 crc, rows;
};
struct cs_met *cs_met_new(const struct cs_sought *sought);
void cs_met_free(struct cs_met *met);                         /* takes NULL; wipes */
gboolean cs_met_wants(const struct cs_met *met, guint32 crc); /* FALSE: nothing of this CRC is sought; TRUE: perhaps */
void cs_met_add(struct cs_met *met, guint64 hash, guint32 crc, guint rows); /* rows with this value, sought or not */
void cs_met_finish(struct cs_met *met, guint64 frequent);                   /* without values of more rows than that */
const struct cs_met_value *cs_met_find(const struct cs_met *met, guint64 hash); /* after finish; NULL: not met */

#endif
