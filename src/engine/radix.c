/* radix.c - few bits a pass, so that the counters fit the first-level cache. Many words are first dealt out by their
 * highest bits to slices that fit the second-level cache: all other passes then cost the same in any number. */
#include "engine/radix.h"

#include <string.h>

#define BITS 11
#define BUCKETS (1u << BITS)
#define SLICE_BITS 16 /* words of a slice: 512 KB */
#define DEAL_BITS 10  /* of the first pass: more slices than this miss the page tables */

/* Turns counts into starting places; FALSE when all items share one digit. */
static gboolean
starts(gsize *count, gsize n)
{
    gsize sum = 0;

    for (guint i = 0; i < BUCKETS; i++) {
        gsize c = count[i];

        if (c == n)
            return FALSE;
        count[i] = sum;
        sum += c;
    }
    return TRUE;
}

void
cs_radix_sort(struct cs_posting *postings, struct cs_posting *spare, gsize n)
{
    struct cs_posting *from = postings, *to = spare;

    for (guint shift = 0; shift < 64; shift += BITS) {
        gsize count[BUCKETS] = {0};
        struct cs_posting *swap = from;

        for (gsize i = 0; i < n; i++)
            count[from[i].hash >> shift & (BUCKETS - 1)]++;
        if (!starts(count, n))
            continue;
        for (gsize i = 0; i < n; i++)
            to[count[from[i].hash >> shift & (BUCKETS - 1)]++] = from[i];
        from = to;
        to = swap;
    }
    if (n && from != postings)
        memcpy(postings, from, n * sizeof *postings);
}

/* How many low bits hold all that differs between the words. */
static guint
differing_bits(const guint64 *words, gsize n)
{
    guint64 differing = 0;

    for (gsize i = 1; i < n; i++)
        differing |= words[i] ^ words[0];
    return differing ? 64 - (guint)__builtin_clzll(differing) : 0;
}

/* Sorts by the bits low … high - 1, to and fro between the two, in passes of equal width; the one that holds the
 * result. */
static guint64 *
sort_slice(guint64 *from, guint64 *to, gsize n, guint low, guint high)
{
    for (guint left = (high - low + BITS - 1) / BITS, bits; left; left--, low += bits) {
        gsize count[BUCKETS] = {0};
        guint64 mask, *swap = from;

        bits = (high - low + left - 1) / left;
        mask = (G_GUINT64_CONSTANT(1) << bits) - 1;
        for (gsize i = 0; i < n; i++)
            count[from[i] >> low & mask]++;
        if (!starts(count, n))
            continue;
        for (gsize i = 0; i < n; i++)
            to[count[from[i] >> low & mask]++] = from[i];
        from = to;
        to = swap;
    }
    return from;
}

static void
take(guint64 *words, const guint64 *sorted, gsize n)
{
    if (words != sorted)
        memcpy(words, sorted, n * sizeof *words);
}

/* Deals the words out to spare by the bits low … high - 1; then sorts each slice back into its place. */
static void
sort_sliced(guint64 *words, guint64 *spare, gsize n, guint shift, guint low, guint high)
{
    gsize end[1u << DEAL_BITS] = {0}, sum = 0;
    guint64 mask = (G_GUINT64_CONSTANT(1) << (high - low)) - 1;

    for (gsize i = 0; i < n; i++)
        end[words[i] >> low & mask]++;
    for (gsize i = 0; i <= mask; i++) {
        gsize c = end[i];

        end[i] = sum;
        sum += c;
    }
    for (gsize i = 0; i < n; i++)
        spare[end[words[i] >> low & mask]++] = words[i];
    for (gsize i = 0, from = 0; from < n; from = end[i++])
        take(words + from, sort_slice(spare + from, words + from, end[i] - from, shift, low), end[i] - from);
}

void
cs_radix_sort_words(guint64 *words, guint64 *spare, gsize n, guint shift)
{
    guint high = MAX(shift, differing_bits(words, n)), slices = 0;

    while (n >> SLICE_BITS >> slices && slices < MIN(DEAL_BITS, high - shift))
        slices++;
    if (slices)
        sort_sliced(words, spare, n, shift, high - slices, high);
    else
        take(words, sort_slice(words, spare, n, shift, high), n);
}
