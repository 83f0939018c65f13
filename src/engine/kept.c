/* kept.c - slots side by side; a new table at each new level. */
#include "engine/kept.h"

#include "engine/fingerprint.h"

#include <sodium.h>
#include <stdlib.h>

#define FIRST 64 /* slots */
#define LEVEL_MAX 30

void
cs_kept_init(struct cs_kept *k, guint capacity, gboolean keys)
{
    *k = (struct cs_kept){.slots = FIRST, .capacity = capacity};
    k->values = g_new0(struct cs_kept_value, k->slots);
    k->refs = keys ? g_new0(cs_pending_ref, k->slots) : NULL;
}

void
cs_kept_clear(struct cs_kept *k)
{
    cs_pending_clear(&k->pending);
    g_free(k->refs);
    sodium_memzero(k->values, (k->slots ? k->slots : k->n) * sizeof *k->values);
    g_free(k->values);
}

static struct cs_kept_value *
slot(struct cs_kept_value *table, guint slots, guint64 hash)
{
    guint i = cs_hash_slot(hash, slots);

    while (table[i].hash && table[i].hash != hash)
        i = (i + 1) & (slots - 1);
    return &table[i];
}

/* Moves what is still wanted into a table of so many slots. */
static void
rebuild(struct cs_kept *k, guint slots)
{
    struct cs_kept now = {.slots = slots, .capacity = k->capacity, .level = k->level};

    now.values = g_new0(struct cs_kept_value, slots);
    now.refs = k->refs ? g_new0(cs_pending_ref, slots) : NULL;
    for (guint i = 0; i < k->slots; i++) {
        struct cs_kept_value *to;

        if (!k->values[i].hash || !cs_kept_wants(k, k->values[i].crc))
            continue;
        to = slot(now.values, slots, k->values[i].hash);
        *to = k->values[i];
        if (now.refs)
            now.refs[to - now.values] = cs_pending_move(&k->pending, k->refs[i], &now.pending);
        now.n++;
    }
    cs_kept_clear(k);
    *k = now;
}

/* Too many are kept: the next level keeps half of them. */
static void
make_room(struct cs_kept *k)
{
    while (k->n > (k->level < CS_KEPT_FLOOR ? k->capacity : CS_FINGERPRINT_MOST) && k->level < LEVEL_MAX) {
        k->level++;
        rebuild(k, k->slots);
    }
    if (k->n * 4 > k->slots * 3)
        rebuild(k, k->slots * 2);
}

void
cs_kept_add(struct cs_kept *k, guint64 hash, guint32 crc, guint32 rows)
{
    struct cs_kept_value *v = slot(k->values, k->slots, hash);

    v->rows += rows;
    if (v->hash)
        return;
    v->hash = hash;
    v->crc = crc;
    k->n++;
    make_room(k);
}

void
cs_kept_add_key(struct cs_kept *k, const struct cs_cell *cell, const struct cs_hasher *hasher)
{
    struct cs_kept_value *v = slot(k->values, k->slots, cell->quick);

    v->rows++;
    if (v->hash)
        return;
    v->hash = cell->quick;
    v->crc = cell->crc;
    k->refs[v - k->values] =
        cell->hash ? cs_pending_put_hash(&k->pending, cell->hash) : cs_pending_put_form(&k->pending, hasher);
    k->n++;
    make_room(k);
}

static int
by_hash(const void *a, const void *b)
{
    const struct cs_kept_value *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

gboolean
cs_kept_finish(struct cs_kept *k, guint64 frequent, const struct cs_hasher *hasher)
{
    gboolean dropped = FALSE;
    guint n = 0;

    for (guint i = 0; i < k->slots; i++) {
        const struct cs_kept_value *v = &k->values[i];

        if (v->hash && v->rows > frequent) {
            dropped = TRUE;
        } else if (v->hash) {
            k->values[n] = *v;
            if (k->refs)
                k->values[n].hash = cs_pending_hash(&k->pending, k->refs[i], hasher);
            n++;
        }
    }
    cs_pending_clear(&k->pending);
    g_clear_pointer(&k->refs, g_free);
    sodium_memzero(k->values + n, (k->slots - n) * sizeof *k->values);
    k->values = g_renew(struct cs_kept_value, k->values, n + 1);
    k->n = n;
    k->slots = 0;
    qsort(k->values, k->n, sizeof *k->values, by_hash);
    return dropped;
}
