/* thin.h - large columns of which a comparison knew too little. Floor 3, pure.
 *
 * A containment is told within 0.05 by 400 hashes (95 %); of fewer, the larger column is worth a second reading for the
 * values that the smaller one offers (sought.h). Where the smaller one was read before, that was done at once; what is
 * left are columns that are seldom filled in objects as large as the other's. Where the keys of all rows were noted, no
 * second reading is needed (recount.h). */
#ifndef CS_ENGINE_THIN_H
#define CS_ENGINE_THIN_H

#include "engine/candidates.h"

#define CS_THIN 400 /* hashes compared */

/* Of struct cs_fingerprint*, borrowed, in the order of their places: keys to be read again, and the smaller ones for
 * whose sake. fingerprints are sorted. */
void cs_thin_find(GPtrArray *fingerprints, const struct cs_overlap_options *options, GPtrArray *ret_large,
                  GPtrArray *ret_small);

#endif
