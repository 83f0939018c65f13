/* pairs.c - postings, sorted; lists, walked set by set. */
#include "engine/pairs.h"

#include "engine/radix.h"

#define SET_BITS 24
#define SET_MASK ((1u << SET_BITS) - 1)

struct cs_pairs {
    guint64 *words;
    gsize n, capacity;
    guint32 *start; /* first of each set's positions, filled by index_sets */
    guint sets;
};

struct cs_pairs *
cs_pairs_new(gsize expected)
{
    struct cs_pairs *p = g_new0(struct cs_pairs, 1);

    p->capacity = expected + 1;
    p->words = g_new(guint64, p->capacity);
    return p;
}

void
cs_pairs_add(struct cs_pairs *p, const guint64 *hashes, guint n)
{
    if (p->n + n > p->capacity) {
        p->capacity = (p->n + n) * 2;
        p->words = g_renew(guint64, p->words, p->capacity);
    }
    for (guint i = 0; i < n; i++)
        p->words[p->n++] = (hashes[i] & ~(guint64)SET_MASK) | p->sets;
    p->sets++;
}

static gsize
list_end(const struct cs_pairs *p, gsize from)
{
    gsize to = from + 1;

    while (to < p->n && p->words[to] >> SET_BITS == p->words[from] >> SET_BITS)
        to++;
    return to;
}

/* Where each set stands in lists of two and more. A posting alone in its list is nobody's business. */
static guint32 *
index_sets(struct cs_pairs *p, guint list_max)
{
    guint32 *position;

    p->start = g_new0(guint32, p->sets + 2);
    for (gsize from = 0, to; from < p->n; from = to) {
        to = list_end(p, from);
        for (gsize i = from; to - from > 1 && to - from <= list_max && i < to; i++)
            p->start[(p->words[i] & SET_MASK) + 2]++;
    }
    for (guint s = 0; s < p->sets; s++)
        p->start[s + 2] += p->start[s + 1];
    position = g_new(guint32, p->start[p->sets + 1] + 1);
    for (gsize from = 0, to; from < p->n; from = to) {
        to = list_end(p, from);
        for (gsize i = from; to - from > 1 && to - from <= list_max && i < to; i++)
            position[p->start[(p->words[i] & SET_MASK) + 1]++] = (guint32)i;
    }
    return position;
}

void
cs_pairs_find(struct cs_pairs *p, const struct cs_pairs_options *options,
              void (*fn)(void *ctx, guint a, guint b, guint common), void *ctx)
{
    guint64 *spare = g_new(guint64, p->n + 1);
    g_autofree guint32 *position = NULL, *count = g_new0(guint32, p->sets + 1), *met = g_new(guint32, p->sets + 1);

    cs_radix_sort_words(p->words, spare, p->n, SET_BITS);
    g_free(spare);
    position = index_sets(p, options->list_max);
    for (guint set = 0; set < p->sets; set++) {
        guint n = 0;

        for (guint32 k = p->start[set]; k < p->start[set + 1]; k++) {
            guint64 list = p->words[position[k]] >> SET_BITS;

            for (gsize i = (gsize)position[k] + 1; i < p->n && p->words[i] >> SET_BITS == list; i++) {
                guint32 other = p->words[i] & SET_MASK;

                if (other != set && !count[other]++)
                    met[n++] = other;
            }
        }
        for (guint i = 0; i < n; i++) {
            if (count[met[i]] >= options->min_common)
                fn(ctx, set, met[i], count[met[i]]);
            count[met[i]] = 0;
        }
    }
    g_free(p->start);
    g_free(p->words);
    g_free(p);
}
