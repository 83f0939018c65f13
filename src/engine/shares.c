/* shares.c - sorted persons of each object, merged two by two when first asked for. */
#include "engine/shares.h"

#include <stdlib.h>

struct people {
    guint32 *person; /* sorted, each once */
    guint n;
};

struct cs_shares {
    const GPtrArray *sets;
    const struct cs_persons *persons;
    struct people *noted, *kept; /* by set; person NULL: not asked for yet */
    GHashTable *known;           /* a * sets + b + 1 → double */
};

struct cs_shares *
cs_shares_new(const GPtrArray *rowsets, const struct cs_persons *persons)
{
    struct cs_shares *s = g_new0(struct cs_shares, 1);

    s->sets = rowsets;
    s->persons = persons;
    s->noted = g_new0(struct people, rowsets->len + 1);
    s->kept = g_new0(struct people, rowsets->len + 1);
    s->known = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    return s;
}

void
cs_shares_free(struct cs_shares *s)
{
    if (!s)
        return;
    for (guint i = 0; i < s->sets->len; i++) {
        g_free(s->noted[i].person);
        g_free(s->kept[i].person);
    }
    g_free(s->noted);
    g_free(s->kept);
    g_hash_table_unref(s->known);
    g_free(s);
}

static int
by_number(const void *a, const void *b)
{
    const guint32 *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void
settle(struct people *p)
{
    guint n = 0;

    qsort(p->person, p->n, sizeof *p->person, by_number);
    for (guint i = 0; i < p->n; i++)
        if (!n || p->person[n - 1] != p->person[i])
            p->person[n++] = p->person[i];
    p->n = n;
}

static const struct people *
noted(struct cs_shares *s, guint set)
{
    struct people *p = &s->noted[set];
    const guint *first = s->persons->first;

    if (!p->person) {
        p->n = first[set + 1] - first[set];
        p->person = g_new(guint32, p->n + 1);
        for (guint i = 0; i < p->n; i++)
            p->person[i] = s->persons->person[first[set] + i];
        settle(p);
    }
    return p;
}

static const struct people *
kept(struct cs_shares *s, guint set)
{
    struct people *p = &s->kept[set];
    const struct cs_rowset *rows = s->sets->pdata[set];

    if (!p->person) {
        p->n = rows->n;
        p->person = g_new(guint32, p->n + 1);
        for (guint i = 0; i < p->n; i++)
            p->person[i] = s->persons->person[s->persons->first[set] + rows->at[i]];
        settle(p);
    }
    return p;
}

static double
share(const struct people *a, const struct people *b)
{
    guint both = 0, smaller = MIN(a->n, b->n);

    for (guint i = 0, k = 0; i < a->n && k < b->n;) {
        guint32 x = a->person[i], y = b->person[k];

        both += x == y;
        i += x <= y;
        k += y <= x;
    }
    return smaller ? (double)both / smaller : 0;
}

double
cs_shares_understated(struct cs_shares *s, guint a, guint b)
{
    gpointer key = GSIZE_TO_POINTER((gsize)MIN(a, b) * s->sets->len + MAX(a, b) + 1);
    double *known = g_hash_table_lookup(s->known, key), seen;

    if (!s->persons->whole || a == b)
        return 1;
    if (!known) {
        known = g_new(double, 1);
        seen = share(kept(s, a), kept(s, b));
        *known = seen > 0 ? MAX(1, share(noted(s, a), noted(s, b)) / seen) : 1;
        g_hash_table_insert(s->known, key, known);
    }
    return *known;
}
