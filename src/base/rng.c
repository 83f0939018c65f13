/* rng.c - splitmix64 to seed, xoshiro256** to draw (Blackman and Vigna, public domain). */
#include "base/rng.h"

#include "base/hash.h"

#include <string.h>

static guint64
splitmix(guint64 *state)
{
    guint64 z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void
cs_rng_init(struct cs_rng *rng, guint64 seed)
{
    for (int i = 0; i < 4; i++)
        rng->state[i] = splitmix(&seed);
}

guint64
cs_rng_seed_for(guint64 seed, const char *name)
{
    return cs_hash64(name, strlen(name), seed);
}

static guint64
rotate(guint64 x, int k)
{
    return (x << k) | (x >> (64 - k));
}

guint64
cs_rng_next(struct cs_rng *rng)
{
    guint64 *s = rng->state, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

guint64
cs_rng_below(struct cs_rng *rng, guint64 n)
{
    guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n, x;

    do
        x = cs_rng_next(rng);
    while (x >= limit);
    return x % n;
}

double
cs_rng_unit(struct cs_rng *rng)
{
    return (double)(cs_rng_next(rng) >> 11) * 0x1.0p-53;
}
