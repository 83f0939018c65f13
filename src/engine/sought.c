/* sought.c - an open table of hashes behind a filter of bits on their CRCs, and what columns meet of it. */
#include "engine/sought.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BITS_EACH 32 /* of the filter: one value in 32 that is not sought is hashed all the same, at most */
#define LEVEL_MAX 30

struct cs_sought {
    guint64 *table; /* 0: empty */
    guint32 *bits;
    guint slots, shift, number; /* slots: a power of two; shift: leaves the number of a bit of a mixed CRC */
};

/* Offered CRCs end in zeros, so all of their bits are mixed. */
static guint32
bit_of(const struct cs_sought *s, guint32 crc)
{
    return crc * 0x9e3779b1u >> s->shift;
}

static guint
count_at(const struct cs_fingerprint *f, guint level)
{
    guint32 mask = (1u << level) - 1, crc;
    guint n = 0;

    for (guint i = 0; i < cs_fingerprint_kept(f); i++) {
        cs_fingerprint_hash(f, i, &crc);
        n += (crc & mask) == 0;
    }
    return n;
}

/* The level at which f offers: as it has before, or at least as high as least. */
static guint
level_of(const struct cs_fingerprint *f, guint least, guint *ret_n)
{
    guint level;

    if (cs_fingerprint_offers(f, &level)) {
        *ret_n = count_at(f, level);
        return level;
    }
    level = MAX(cs_fingerprint_level(f), least);
    while ((*ret_n = count_at(f, level)) > CS_SOUGHT_EACH && level < LEVEL_MAX)
        level++;
    return level;
}

static guint64 *
slot(const struct cs_sought *s, guint64 hash)
{
    guint i = cs_hash_slot(hash, s->slots);

    while (s->table[i] && s->table[i] != hash)
        i = (i + 1) & (s->slots - 1);
    return &s->table[i];
}

static gsize
count_all(const GPtrArray *fingerprints, guint least)
{
    gsize total = 0;

    for (guint i = 0; i < fingerprints->len; i++) {
        guint n;

        level_of(fingerprints->pdata[i], least, &n);
        total += n;
    }
    return total;
}

/* All that is offered when none that is new goes below a level; how many different ones. */
static gsize
fill(struct cs_sought *s, const GPtrArray *fingerprints, guint least)
{
    gsize different = 0;

    memset(s->table, 0, s->slots * sizeof *s->table);
    memset(s->bits, 0, (1u << (32 - s->shift)) / 8);
    for (guint i = 0; i < fingerprints->len; i++) {
        const struct cs_fingerprint *f = fingerprints->pdata[i];
        guint n, level = level_of(f, least, &n);
        guint32 mask = (1u << level) - 1, crc;

        for (guint k = 0; k < cs_fingerprint_kept(f); k++) {
            guint64 hash = cs_fingerprint_hash(f, k, &crc), *at;

            if (crc & mask)
                continue;
            at = slot(s, hash);
            different += *at == 0;
            *at = hash;
            s->bits[bit_of(s, crc) / 32] |= 1u << bit_of(s, crc) % 32;
        }
    }
    return different;
}

struct cs_sought *
cs_sought_new(const GPtrArray *fingerprints, gsize most, guint number)
{
    struct cs_sought *s = g_new0(struct cs_sought, 1);
    gsize total = count_all(fingerprints, 0);
    guint least = 0, n;

    s->number = number;
    for (s->slots = 64; s->slots < total * 2;)
        s->slots *= 2;
    for (s->shift = 22; s->shift > 4 && 1u << (32 - s->shift) < total * BITS_EACH;)
        s->shift--;
    s->table = g_new(guint64, s->slots);
    s->bits = g_new(guint32, (1u << (32 - s->shift)) / 32);
    while (fill(s, fingerprints, least) > most && least < LEVEL_MAX)
        least++;
    for (guint i = 0; i < fingerprints->len; i++)
        cs_fingerprint_offered(fingerprints->pdata[i], level_of(fingerprints->pdata[i], least, &n), number);
    return s;
}

void
cs_sought_free(struct cs_sought *s)
{
    if (!s)
        return;
    sodium_memzero(s->table, s->slots * sizeof *s->table);
    sodium_memzero(s->bits, (1u << (32 - s->shift)) / 8);
    g_free(s->table);
    g_free(s->bits);
    g_free(s);
}

struct cs_met *
cs_met_new(const struct cs_sought *sought)
{
    struct cs_met *m = g_new0(struct cs_met, 1);

    m->sought = sought;
    m->number = sought->number;
    m->slots = 64;
    m->values = g_new0(struct cs_met_value, m->slots);
    return m;
}

void
cs_met_free(struct cs_met *m)
{
    if (!m)
        return;
    sodium_memzero(m->values, m->slots * sizeof *m->values);
    g_free(m->values);
    g_free(m);
}

gboolean
cs_met_wants(const struct cs_met *m, guint32 crc)
{
    return m->sought->bits[bit_of(m->sought, crc) / 32] >> bit_of(m->sought, crc) % 32 & 1;
}

static struct cs_met_value *
met_slot(const struct cs_met *m, guint64 hash)
{
    guint i = cs_hash_slot(hash, m->slots);

    while (m->values[i].hash && m->values[i].hash != hash)
        i = (i + 1) & (m->slots - 1);
    return &m->values[i];
}

static void
grow(struct cs_met *m)
{
    struct cs_met old = *m;

    m->slots *= 2;
    m->values = g_new0(struct cs_met_value, m->slots);
    for (guint i = 0; i < old.slots; i++)
        if (old.values[i].hash)
            *met_slot(m, old.values[i].hash) = old.values[i];
    sodium_memzero(old.values, old.slots * sizeof *old.values);
    g_free(old.values);
}

void
cs_met_add(struct cs_met *m, guint64 hash, guint32 crc, guint rows)
{
    struct cs_met_value *v;

    if (!cs_met_wants(m, crc) || *slot(m->sought, hash) != hash)
        return;
    v = met_slot(m, hash);
    v->rows += rows;
    if (v->hash)
        return;
    v->hash = hash;
    v->crc = crc;
    if (++m->n * 4 > m->slots * 3)
        grow(m);
}

static int
by_hash(const void *a, const void *b)
{
    const struct cs_met_value *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void
cs_met_finish(struct cs_met *m, guint64 frequent)
{
    guint n = 0;

    m->sought = NULL;
    for (guint i = 0; i < m->slots; i++)
        if (m->values[i].hash && m->values[i].rows <= frequent)
            m->values[n++] = m->values[i];
    sodium_memzero(m->values + n, (m->slots - n) * sizeof *m->values);
    m->values = g_renew(struct cs_met_value, m->values, n + 1);
    m->n = m->slots = n;
    qsort(m->values, n, sizeof *m->values, by_hash);
}

const struct cs_met_value *
cs_met_find(const struct cs_met *m, guint64 hash)
{
    const struct cs_met_value key = {.hash = hash};

    return bsearch(&key, m->values, m->n, sizeof key, by_hash);
}
