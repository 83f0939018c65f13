/* candidates.c - sketches into sorted postings; identical ones are one node, told column by column. */
#include "engine/candidates.h"

#include "engine/pairs.h"
#include "engine/sketch.h"

#include <sodium.h>

#define LIST_MAX 500 /* columns that may hold one value */
#define EXPANDED 64  /* identical columns told pair by pair; of more, each with the first */

struct search {
    GPtrArray *fingerprints;
    const struct cs_overlap_options *options;
    GPtrArray *twins; /* of GArray of guint: columns with one and the same fingerprint, by node */
    void (*fn)(void *ctx, guint a, guint b);
    void *ctx;
};

void
cs_overlap_defaults(struct cs_overlap_options *o)
{
    *o = (struct cs_overlap_options){.min_common = 3, .report = 0.1, .postings_max = 2000000};
}

/* What is told of companies and what is told of people are never copies of each other, whatever the values. */
static gboolean
one_is_of_companies(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    return g_str_has_prefix(cs_fingerprint_attribute(a), "org.") !=
           g_str_has_prefix(cs_fingerprint_attribute(b), "org.");
}

static void
tell(struct search *s, guint i, guint k)
{
    const struct cs_fingerprint *a = s->fingerprints->pdata[i], *b = s->fingerprints->pdata[k];

    if (cs_fingerprint_class(a) == cs_fingerprint_class(b) && !one_is_of_companies(a, b))
        s->fn(s->ctx, MIN(i, k), MAX(i, k));
}

gboolean
cs_overlap_counts(const struct cs_common *n, const struct cs_overlap_options *options)
{
    return n->both >= options->min_common && (double)n->both >= options->report * (double)MIN(n->a, n->b);
}

/* As many hashes a column as the whole search may hold, and never fewer than CS_SKETCH; what was met comes besides. */
static guint
sketch_size(const struct search *s, gsize *ret_total)
{
    for (guint most = CS_FINGERPRINT_MOST;; most /= 2) {
        gsize total = 0;

        for (guint i = 0; i < s->fingerprints->len; i++)
            total += MIN(cs_fingerprint_kept(s->fingerprints->pdata[i]), most);
        *ret_total = total;
        if (total <= s->options->postings_max || most <= CS_SKETCH)
            return most;
    }
}

/* Sought values that one column met, at most; of all columns: *ret_total. */
static guint
most_met(const struct search *s, gsize *ret_total)
{
    guint most = 0;

    *ret_total = 0;
    for (guint i = 0; i < s->fingerprints->len; i++) {
        guint met = cs_fingerprint_met(s->fingerprints->pdata[i], NULL);

        most = MAX(most, met);
        *ret_total += met;
    }
    return most;
}

static void
add_twin(struct search *s, GHashTable *nodes, struct cs_pairs *pairs, guint i, const guint64 *hashes, guint n)
{
    guint64 sum = cs_hash64(hashes, n * sizeof *hashes, n);
    GArray *twins = n ? g_hash_table_lookup(nodes, &sum) : NULL;

    if (!twins) {
        twins = g_array_new(FALSE, FALSE, sizeof(guint));
        g_ptr_array_add(s->twins, twins);
        g_hash_table_insert(nodes, g_memdup2(&sum, sizeof sum), twins);
        cs_pairs_add(pairs, hashes, n);
    }
    g_array_append_val(twins, i);
}

static void
on_pair(void *ctx, guint a, guint b, guint common)
{
    struct search *s = ctx;
    const GArray *x = s->twins->pdata[a], *y = s->twins->pdata[b];
    gboolean all = x->len * y->len <= EXPANDED * EXPANDED;

    (void)common;
    for (guint i = 0; i < (all ? x->len : 1); i++)
        for (guint k = 0; k < (all ? y->len : 1); k++)
            tell(s, g_array_index(x, guint, i), g_array_index(y, guint, k));
}

static void
tell_twins(struct search *s)
{
    for (guint t = 0; t < s->twins->len; t++) {
        const GArray *twins = s->twins->pdata[t];

        for (guint i = 0; i < (twins->len <= EXPANDED ? twins->len : MIN(1, twins->len)); i++)
            for (guint k = i + 1; k < twins->len; k++)
                tell(s, g_array_index(twins, guint, i), g_array_index(twins, guint, k));
    }
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
    return cs_place_compare(cs_fingerprint_place(*(struct cs_fingerprint *const *)a),
                            cs_fingerprint_place(*(struct cs_fingerprint *const *)b));
}

static void
free_twins(gpointer twins)
{
    g_array_unref(twins);
}

void
cs_candidates_find(GPtrArray *fingerprints, const struct cs_overlap_options *options,
                   void (*fn)(void *ctx, guint a, guint b), void *ctx)
{
    g_autoptr(GPtrArray) twins = g_ptr_array_new_with_free_func(free_twins);
    g_autoptr(GHashTable) nodes = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    struct search s = {fingerprints, options, twins, fn, ctx};
    const struct cs_pairs_options how = {options->min_common, LIST_MAX};
    gsize total, total_met;
    guint most = sketch_size(&s, &total), room = most + most_met(&s, &total_met);
    g_autofree guint64 *hashes = g_new(guint64, room);
    struct cs_pairs *pairs = cs_pairs_new(total + total_met);

    g_ptr_array_sort(fingerprints, by_place);
    for (guint i = 0; i < fingerprints->len; i++)
        add_twin(&s, nodes, pairs, i, hashes, cs_fingerprint_sketch(fingerprints->pdata[i], most, hashes));
    sodium_memzero(hashes, room * sizeof *hashes);
    cs_pairs_find(pairs, &how, on_pair, &s);
    tell_twins(&s);
}
