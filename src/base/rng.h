/* rng.h - seeded randomness: same seed, same map. Floor 1. Algorithm: splitmix64 / xoshiro256**
 * (Blackman and Vigna, public domain). */
#ifndef CS_BASE_RNG_H
#define CS_BASE_RNG_H

#include <glib.h>

struct cs_rng {
    guint64 state[4];
};
void cs_rng_init(struct cs_rng *rng, guint64 seed);
/* A seed of its own for a named thing (object, purpose), so that order of work changes nothing. */
guint64 cs_rng_seed_for(guint64 seed, const char *name);
guint64 cs_rng_next(struct cs_rng *rng);
guint64 cs_rng_below(struct cs_rng *rng, guint64 n); /* 0 … n-1, unbiased; n > 0 */
double cs_rng_unit(struct cs_rng *rng);              /* 0 ≤ x < 1 */

#endif
