/* census.c - each person walks from set of systems to set of systems; the sets that are met are few. */
#include "engine/census.h"

#include <string.h>

#define WORD_BITS 64

struct cs_census {
    guint words;         /* of one set: a bit a system, one more for "identified" */
    guint identified;    /* that bit */
    GArray *bits;        /* of guint64, words a set */
    GArray *persons;     /* of guint64, by set */
    GHashTable *sets;    /* GBytes of bits → set + 1 */
    GHashTable *leading; /* set and bit → the set with that bit as well, + 1 */
};

static const guint64 *
bits_of(const struct cs_census *c, guint set)
{
    return &g_array_index(c->bits, guint64, (gsize)set * c->words);
}

static gboolean
has_bit(const struct cs_census *c, guint set, guint bit)
{
    return bits_of(c, set)[bit / WORD_BITS] >> (bit % WORD_BITS) & 1;
}

static guint
find_set(struct cs_census *c, const guint64 *bits)
{
    GBytes *key = g_bytes_new(bits, c->words * sizeof *bits);
    guint set = GPOINTER_TO_UINT(g_hash_table_lookup(c->sets, key));
    const guint64 none = 0;

    if (set) {
        g_bytes_unref(key);
        return set - 1;
    }
    set = c->persons->len;
    g_array_append_vals(c->bits, bits, c->words);
    g_array_append_val(c->persons, none);
    g_hash_table_insert(c->sets, key, GUINT_TO_POINTER(set + 1));
    return set;
}

static guint
with_bit(struct cs_census *c, guint set, guint bit)
{
    gpointer way = GSIZE_TO_POINTER((gsize)set * c->words * WORD_BITS + bit + 1);
    guint to = GPOINTER_TO_UINT(g_hash_table_lookup(c->leading, way));
    guint64 *bits;

    if (has_bit(c, set, bit))
        return set;
    if (to)
        return to - 1;
    bits = g_memdup2(bits_of(c, set), c->words * sizeof *bits);
    bits[bit / WORD_BITS] |= G_GUINT64_CONSTANT(1) << (bit % WORD_BITS);
    to = find_set(c, bits);
    g_free(bits);
    g_hash_table_insert(c->leading, way, GUINT_TO_POINTER(to + 1));
    return to;
}

struct cs_census *
cs_census_take(const GPtrArray *rowsets, const struct cs_persons *persons, const guint *system, const gboolean *counts,
               guint systems)
{
    struct cs_census *c = g_new0(struct cs_census, 1);
    guint32 *set = g_new0(guint32, (gsize)persons->n + 1); /* by person; the first set is the empty one */
    g_autofree guint64 *none = NULL;

    c->words = systems / WORD_BITS + 1;
    c->identified = systems;
    c->bits = g_array_new(FALSE, FALSE, sizeof(guint64));
    c->persons = g_array_new(FALSE, FALSE, sizeof(guint64));
    c->sets = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    c->leading = g_hash_table_new(NULL, NULL);
    none = g_new0(guint64, c->words);
    find_set(c, none);
    for (guint s = 0; s < rowsets->len; s++) {
        const struct cs_rowset *rows = rowsets->pdata[s];

        for (guint i = 0; i < rows->n_noted; i++) {
            guint32 *now = &set[persons->person[persons->first[s] + i]];

            if (counts[s])
                *now = with_bit(c, *now, system[s]);
            if (rows->noted[i].name & CS_NOTED_KEYED)
                *now = with_bit(c, *now, c->identified);
        }
    }
    for (guint i = 0; i < persons->n; i++)
        if (persons->person[i] == i && has_bit(c, set[i], c->identified))
            g_array_index(c->persons, guint64, set[i])++;
    g_free(set);
    return c;
}

void
cs_census_free(struct cs_census *c)
{
    if (!c)
        return;
    g_array_unref(c->bits);
    g_array_unref(c->persons);
    g_hash_table_unref(c->sets);
    g_hash_table_unref(c->leading);
    g_free(c);
}

guint
cs_census_sets(const struct cs_census *c)
{
    return c->persons->len;
}

guint64
cs_census_persons(const struct cs_census *c, guint set)
{
    return g_array_index(c->persons, guint64, set);
}

gboolean
cs_census_has(const struct cs_census *c, guint set, guint system)
{
    return has_bit(c, set, system);
}
