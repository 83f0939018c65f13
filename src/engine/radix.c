/* radix.c - eleven bits a pass: the counters fit the first-level cache. */
#include "engine/radix.h"

#include <string.h>

#define BITS 11
#define BUCKETS (1u << BITS)

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

void
cs_radix_sort_words(guint64 *words, guint64 *spare, gsize n, guint shift)
{
    guint64 *from = words, *to = spare;

    for (; shift < 64; shift += BITS) {
        gsize count[BUCKETS] = {0};
        guint64 *swap = from;

        for (gsize i = 0; i < n; i++)
            count[from[i] >> shift & (BUCKETS - 1)]++;
        if (!starts(count, n))
            continue;
        for (gsize i = 0; i < n; i++)
            to[count[from[i] >> shift & (BUCKETS - 1)]++] = from[i];
        from = to;
        to = swap;
    }
    if (n && from != words)
        memcpy(words, from, n * sizeof *words);
}
