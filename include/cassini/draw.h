/* draw.h - seeded draws for samples: the same seed gives the same rows on any machine.
 * Header only. splitmix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
 */
#ifndef CASSINI_DRAW_H
#define CASSINI_DRAW_H

#include <stdint.h>

/* The next of the numbers that *state stands for; all 64 bits are random. */
static inline uint64_t
cs_draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* The number that belongs to this one. */
static inline uint64_t
cs_draw_of(uint64_t number)
{
    return cs_draw(&number);
}

#endif
