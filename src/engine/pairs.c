/* pairs.c - postings, sorted; lists, walked set by set. */
#include "engine/pairs.h"

#include "engine/radix.h"

#define SET_BITS 24
#define SET_MASK ((1u << SET_BITS) - 1)
#define LAST (1u << 31)
#define AHEAD 16 /* lists asked for before they are walked: each is a miss of the cache */

struct cs_pairs {
    guint64 *words;
    gsize n, capacity;
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

/* The sets of each list of two and more, one list after another, the last of a list marked; the words go. A posting
 * alone in its list is nobody's business. */
static guint32 *
make_lists(struct cs_pairs *p, guint list_max, gsize *ret_n)
{
    guint32 *lists = (guint32 *)(void *)p->words; /* in place: what is written lags behind what is read */
    gsize n = 0;

    for (gsize from = 0, to; from < p->n; from = to) {
        to = list_end(p, from);
        if (to - from < 2 || to - from > list_max)
            continue;
        for (gsize i = from; i < to; i++)
            lists[n++] = (guint32)(p->words[i] & SET_MASK);
        lists[n - 1] |= LAST;
    }
    p->words = NULL;
    *ret_n = n;
    return g_renew(guint32, lists, n + 1);
}

/* Where each set stands in the lists: start[s] … start[s + 1]. */
static guint32 *
index_sets(const guint32 *lists, gsize n, guint sets, guint32 *start)
{
    guint32 *position = g_new(guint32, n + 1);

    for (gsize i = 0; i < n; i++)
        start[(lists[i] & SET_MASK) + 2]++;
    for (guint s = 0; s < sets; s++)
        start[s + 2] += start[s + 1];
    for (gsize i = 0; i < n; i++)
        position[start[(lists[i] & SET_MASK) + 1]++] = (guint32)i;
    return position;
}

void
cs_pairs_find(struct cs_pairs *p, const struct cs_pairs_options *options,
              void (*fn)(void *ctx, guint a, guint b, guint common), void *ctx)
{
    guint64 *spare = g_new(guint64, p->n + 1);
    g_autofree guint32 *lists = NULL, *position = NULL, *start = g_new0(guint32, p->sets + 3),
                       *count = g_new0(guint32, p->sets + 1), *met = g_new(guint32, p->sets + 1);
    gsize n;

    cs_radix_sort_words(p->words, spare, p->n, SET_BITS);
    g_free(spare);
    lists = make_lists(p, options->list_max, &n);
    position = index_sets(lists, n, p->sets, start);
    for (guint set = 0; set < p->sets; set++) {
        guint n_met = 0;

        for (guint32 k = start[set]; k < start[set + 1]; k++) {
            __builtin_prefetch(lists + position[MIN(k + AHEAD, n - 1)]);
            for (const guint32 *at = lists + position[k]; !(*at & LAST); at++) {
                guint32 other = at[1] & SET_MASK;

                if (!count[other]++)
                    met[n_met++] = other;
            }
        }
        for (guint i = 0; i < n_met; i++) {
            if (count[met[i]] >= options->min_common && met[i] != set)
                fn(ctx, set, met[i], count[met[i]]);
            count[met[i]] = 0;
        }
    }
    g_free(p);
}
