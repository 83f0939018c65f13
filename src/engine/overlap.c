/* overlap.c - which fingerprints share values: candidates by sorted postings, containment, groups. */
#include "engine/overlap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SKETCH 256 /* smallest hashes by CRC order, enough to find candidates */
#define LIST_MAX 500

struct posting {
    guint64 hash;
    guint32 column;
};

void
cs_wilson(guint64 k, guint64 n, double *ret_low, double *ret_high)
{
    const double z = 1.959964;
    double p, centre, half;

    if (!n) {
        *ret_low = 0;
        *ret_high = 1;
        return;
    }
    p = (double)k / (double)n;
    centre = (p + z * z / (2.0 * (double)n)) / (1 + z * z / (double)n);
    half = z * sqrt(p * (1 - p) / (double)n + z * z / (4.0 * (double)n * (double)n)) / (1 + z * z / (double)n);
    *ret_low = MAX(0, centre - half);
    *ret_high = MIN(1, centre + half);
}

void
cs_overlap_defaults(struct cs_overlap_options *o)
{
    *o = (struct cs_overlap_options){.min_common = 3, .min_containment = 0.03, .report = 0.1};
}

struct ordered {
    guint64 hash;
    guint32 order; /* bit-reversed CRC: levels nest in it */
};

static guint32
reverse(guint32 v)
{
    v = ((v >> 1) & 0x55555555u) | ((v & 0x55555555u) << 1);
    v = ((v >> 2) & 0x33333333u) | ((v & 0x33333333u) << 2);
    v = ((v >> 4) & 0x0f0f0f0fu) | ((v & 0x0f0f0f0fu) << 4);
    return GUINT32_SWAP_LE_BE(v);
}

static int
by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;

    return x->order < y->order ? -1 : x->order > y->order;
}

static int
by_hash(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static void
add_sketch(GArray *postings, const struct cs_fingerprint *f, guint column)
{
    guint n = (guint)cs_fingerprint_kept(f);
    g_autofree struct ordered *all = g_new(struct ordered, n + 1);

    for (guint i = 0; i < n; i++) {
        guint32 crc;

        all[i].hash = cs_fingerprint_hash(f, i, &crc);
        all[i].order = reverse(crc);
    }
    qsort(all, n, sizeof *all, by_order);
    for (guint i = 0; i < MIN(n, SKETCH); i++) {
        struct posting p = {all[i].hash, column};

        g_array_append_val(postings, p);
    }
}

struct scan {
    GPtrArray *fingerprints;
    const struct cs_overlap_options *options;
    struct cs_survey *survey;
    guint *parent; /* union-find */
};

static guint
root(guint *parent, guint i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void
report(struct scan *s, guint a, guint b)
{
    const struct cs_fingerprint *x = s->fingerprints->pdata[a], *y = s->fingerprints->pdata[b];
    const struct cs_place *p = cs_fingerprint_place(x), *q = cs_fingerprint_place(y);
    guint64 na, nb, common;
    struct cs_copy *c;

    if (cs_place_compare(p, q) > 0) {
        report(s, b, a);
        return;
    }
    cs_fingerprint_common(x, y, &na, &nb, &common);
    if (common < s->options->min_common || !na || !nb)
        return;
    if ((double)common / (double)na < s->options->report && (double)common / (double)nb < s->options->report)
        return;
    if (cs_fingerprint_is_serial(x) && cs_fingerprint_is_serial(y) && strcmp(p->source, q->source))
        return;
    c = g_new0(struct cs_copy, 1);
    cs_place_set(&c->a, p->source, p->schema, p->object, p->column, p->path);
    cs_place_set(&c->b, q->source, q->schema, q->object, q->column, q->path);
    c->attribute = g_strdup(cs_fingerprint_attribute(x));
    c->kind = g_strdup("copy");
    c->containment_ab = (double)common / (double)na;
    c->containment_ba = (double)common / (double)nb;
    cs_wilson(common, na, &c->interval_ab[0], &c->interval_ab[1]);
    cs_wilson(common, nb, &c->interval_ba[0], &c->interval_ba[1]);
    c->distinct_a = (guint64)cs_fingerprint_distinct(x);
    c->distinct_b = (guint64)cs_fingerprint_distinct(y);
    c->usable_a = na;
    c->usable_b = nb;
    c->common = common;
    c->group = a; /* a member for now; numbered below */
    g_ptr_array_add(s->survey->copies, c);
    s->parent[root(s->parent, a)] = root(s->parent, b);
}

/* Counts common sketch hashes of column with all later columns by its inverted lists. */
static void
find_pairs(struct scan *s, const GArray *postings)
{
    guint n = s->fingerprints->len;
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer key, value;

    for (guint from = 0, to; from < postings->len; from = to) {
        guint64 hash = g_array_index(postings, struct posting, from).hash;

        for (to = from + 1; to < postings->len && g_array_index(postings, struct posting, to).hash == hash; to++)
            ;
        if (to - from > LIST_MAX)
            continue;
        for (guint i = from; i < to; i++)
            for (guint k = i + 1; k < to; k++) {
                guint64 pair = (guint64)g_array_index(postings, struct posting, i).column * n +
                               g_array_index(postings, struct posting, k).column;
                guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, &pair));

                g_hash_table_replace(counts, g_memdup2(&pair, sizeof pair), GUINT_TO_POINTER(count + 1));
            }
    }
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &key, &value))
        if (GPOINTER_TO_UINT(value) >= s->options->min_common)
            report(s, (guint)(*(guint64 *)key / n), (guint)(*(guint64 *)key % n));
}

static void
make_groups(struct scan *s)
{
    g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);

    cs_survey_sort(s->survey);
    for (guint i = 0; i < s->survey->copies->len; i++) {
        struct cs_copy *c = s->survey->copies->pdata[i];
        gpointer top = GUINT_TO_POINTER(root(s->parent, c->group) + 1);
        guint id = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, top));

        if (!id) {
            struct cs_copy_group *g = g_new0(struct cs_copy_group, 1);

            id = g_hash_table_size(numbers) + 1;
            g_hash_table_insert(numbers, top, GUINT_TO_POINTER(id));
            g->id = id;
            g->attribute = g_strdup(c->attribute);
            g->places = cs_places_new();
            g_ptr_array_add(s->survey->groups, g);
        }
        c->group = id;
    }
    for (guint i = 0; i < s->fingerprints->len; i++) {
        guint id = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, GUINT_TO_POINTER(root(s->parent, i) + 1)));
        const struct cs_place *p = cs_fingerprint_place(s->fingerprints->pdata[i]);
        struct cs_place *copy;

        if (!id)
            continue;
        copy = g_new0(struct cs_place, 1);
        cs_place_set(copy, p->source, p->schema, p->object, p->column, p->path);
        g_ptr_array_add(((struct cs_copy_group *)s->survey->groups->pdata[id - 1])->places, copy);
    }
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
    return cs_place_compare(cs_fingerprint_place(*(struct cs_fingerprint *const *)a),
                            cs_fingerprint_place(*(struct cs_fingerprint *const *)b));
}

void
cs_overlap_find(GPtrArray *fingerprints, const struct cs_overlap_options *options, struct cs_survey *survey)
{
    struct scan s = {fingerprints, options, survey, g_new(guint, fingerprints->len + 1)};
    g_autoptr(GArray) postings = g_array_new(FALSE, FALSE, sizeof(struct posting));

    g_ptr_array_sort(fingerprints, by_place);
    for (guint i = 0; i < fingerprints->len; i++) {
        s.parent[i] = i;
        add_sketch(postings, fingerprints->pdata[i], i);
    }
    if (postings->len > 1)
        qsort(postings->data, postings->len, sizeof(struct posting), by_hash);
    find_pairs(&s, postings);
    make_groups(&s);
    g_free(s.parent);
}
