/* sketch.h - few hashes that stand for a fingerprint in a search. Floor 3, pure.
 *
 * The order of the bit-reversed CRC of NF0: levels nest in it, so that what two columns share shows in the sketches of
 * both, whatever the level that each was sampled at. */
#ifndef CS_ENGINE_SKETCH_H
#define CS_ENGINE_SKETCH_H

#include "engine/fingerprint.h"

#define CS_SKETCH 256 /* hashes that a candidate pair is sought on, at least */

/* Into hashes: the first ones of a finished fingerprint in that order, most at most, and the sought values that it met
 * (cs_fingerprint_met), so that a small column is found however coarse the large one's sample is. How many. */
guint cs_fingerprint_sketch(const struct cs_fingerprint *fingerprint, guint most, guint64 *hashes);

#endif
