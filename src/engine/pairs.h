/* pairs.h - all pairs of sets that share hashes, by radix sort and inverted lists. Floor 3, pure.
 *
 * Postings (40 bits of hash, 24 of set) are sorted by hash into lists of sets; the lists are gathered by their first
 * set, and each set walks its own and counts the sets after it in a dense array. Cost: two sorts, and the sum of the
 * squared list lengths; a set costs the same among ten thousand and a million (tests/bench/README.md). Memory: 20 bytes
 * a posting, wiped. */
#ifndef CS_ENGINE_PAIRS_H
#define CS_ENGINE_PAIRS_H

#include <glib.h>

struct cs_pairs_options {
    guint min_common; /* hashes in common to be told */
    guint list_max;   /* hashes in more sets than this are nobody's own */
};

struct cs_pairs;
/* expected: hashes in all, a hint; more are copied to a larger place. */
struct cs_pairs *cs_pairs_new(gsize expected);
/* The next set: 0, 1, 2 …, fewer than 2^24. hashes: distinct, borrowed for the call. */
void cs_pairs_add(struct cs_pairs *pairs, const guint64 *hashes, guint n);
/* Calls fn once for each pair a < b, in an order that means nothing; frees pairs. */
void cs_pairs_find(struct cs_pairs *pairs, const struct cs_pairs_options *options,
                   void (*fn)(void *ctx, guint a, guint b, guint common), void *ctx);

#endif
