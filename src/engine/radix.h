/* radix.h - least-significant-digit radix sort of hashes with a payload. Floor 3, pure. */
#ifndef CS_ENGINE_RADIX_H
#define CS_ENGINE_RADIX_H

#include <glib.h>

struct cs_posting {
    guint64 hash;
    guint32 at;   /* column, row … */
    guint32 kind; /* the caller's */
};
/* Sorts by hash, stable. spare: room for n more, its contents are lost. */
void cs_radix_sort(struct cs_posting *postings, struct cs_posting *spare, gsize n);

/* The same on one word: the caller packs hash and payload; sorted by the bits from shift up, so that the low bits
 * follow in their old order. */
void cs_radix_sort_words(guint64 *words, guint64 *spare, gsize n, guint shift);

#endif
