/* sketch.c - the smallest hashes of a fingerprint by CRC order. */
#include "engine/sketch.h"

#include <sodium.h>
#include <stdlib.h>

static guint32
reverse(guint32 v)
{
    v = ((v >> 1) & 0x55555555u) | ((v & 0x55555555u) << 1);
    v = ((v >> 2) & 0x33333333u) | ((v & 0x33333333u) << 2);
    v = ((v >> 4) & 0x0f0f0f0fu) | ((v & 0x0f0f0f0fu) << 4);
    return GUINT32_SWAP_LE_BE(v);
}

struct ordered {
    guint32 order; /* bit-reversed CRC: levels nest in it */
    guint64 hash;
};

static int
by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static guint
smallest(const struct cs_fingerprint *f, guint most, guint64 *hashes)
{
    guint n = (guint)cs_fingerprint_kept(f);
    g_autofree struct ordered *all = NULL;
    guint32 crc;

    if (n <= most) {
        for (guint i = 0; i < n; i++)
            hashes[i] = cs_fingerprint_hash(f, i, &crc);
        return n;
    }
    all = g_new(struct ordered, n);
    for (guint i = 0; i < n; i++) {
        all[i].hash = cs_fingerprint_hash(f, i, &crc);
        all[i].order = reverse(crc);
    }
    qsort(all, n, sizeof *all, by_order);
    for (guint i = 0; i < most; i++)
        hashes[i] = all[i].hash;
    sodium_memzero(all, n * sizeof *all);
    return most;
}

guint
cs_fingerprint_sketch(const struct cs_fingerprint *f, guint most, guint64 *hashes)
{
    guint n = smallest(f, most, hashes);

    return n + cs_fingerprint_met(f, hashes + n);
}
