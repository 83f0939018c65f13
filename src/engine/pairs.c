/* pairs.c - postings, sorted; lists, gathered and walked set by set so that little of them is ever far away. */
#include "engine/pairs.h"

#include "base/huge.h"
#include "engine/radix.h"

#include <sodium.h>
#include <string.h>

#define SET_BITS 24
#define SET_MASK ((1u << SET_BITS) - 1)
#define LAST (1u << 31)
#define AHEAD 16 /* lists asked for before they are walked: each may be a miss of the cache */
#define LINE 16  /* sets in a line of the cache */

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
    p->words = cs_huge_new(p->capacity * sizeof *p->words);
    return p;
}

static void
grow(struct cs_pairs *p, gsize capacity)
{
    guint64 *more = cs_huge_new(capacity * sizeof *more);

    memcpy(more, p->words, p->n * sizeof *more);
    sodium_memzero(p->words, p->n * sizeof *more);
    g_free(p->words);
    p->words = more;
    p->capacity = capacity;
}

void
cs_pairs_add(struct cs_pairs *p, const guint64 *hashes, guint n)
{
    if (p->n + n > p->capacity)
        grow(p, (p->n + n) * 2);
    for (guint i = 0; i < n; i++)
        p->words[p->n++] = (hashes[i] & ~(guint64)SET_MASK) | p->sets;
    p->sets++;
}

/* ---- lists ---- */

/* Where the postings of one hash end. */
static gsize
run_end(const struct cs_pairs *p, gsize from)
{
    gsize to = from + 1;

    while (to < p->n && p->words[to] >> SET_BITS == p->words[from] >> SET_BITS)
        to++;
    return to;
}

/* In place of the postings, the sets of each list of two and more, one list after another, the last of a list marked:
 * how many. A posting alone in its list is nobody's business. */
static gsize
make_lists(struct cs_pairs *p, guint list_max)
{
    guint32 *lists = (guint32 *)(void *)p->words; /* what is written lags behind what is read */
    gsize n = 0;

    for (gsize from = 0, to; from < p->n; from = to) {
        to = run_end(p, from);
        if (to - from < 2 || to - from > list_max)
            continue;
        for (gsize i = from; i < to; i++)
            lists[n++] = (guint32)(p->words[i] & SET_MASK);
        lists[n - 1] |= LAST;
    }
    return n;
}

static gsize
list_end(const guint32 *lists, gsize from)
{
    while (!(lists[from] & LAST))
        from++;
    return from + 1;
}

/* The lists in the order of their first sets: those of copies stand together, and a set finds its own in few places. */
static void
gather_lists(const guint32 *lists, gsize n, guint sets, guint32 *gathered)
{
    g_autofree guint32 *start = g_new0(guint32, sets + 1);

    for (gsize from = 0, to; from < n; from = to) {
        to = list_end(lists, from);
        start[lists[from] + 1] += (guint32)(to - from);
    }
    for (guint s = 0; s < sets; s++)
        start[s + 1] += start[s];
    for (gsize from = 0, to; from < n; from = to) {
        guint32 *at = &start[lists[from]];

        to = list_end(lists, from);
        memcpy(gathered + *at, lists + from, (to - from) * sizeof *lists);
        *at += (guint32)(to - from);
    }
}

/* Where each set stands in the lists, but as the last of one: set << 32 | place, sorted by set. How many. */
static gsize
index_sets(const guint32 *lists, gsize n, guint64 *index, guint64 *spare)
{
    gsize entries = 0;

    for (gsize i = 0; i < n; i++)
        if (!(lists[i] & LAST))
            index[entries++] = (guint64)lists[i] << 32 | i;
    cs_radix_sort_words(index, spare, entries, 32);
    return entries;
}

/* The lists into room, and their index in place of the postings: how many entries. room: 12 bytes a posting, used twice
 * over, since the system takes longer to give fresh pages than the work on them lasts. */
static gsize
prepare(struct cs_pairs *p, guint list_max, guint32 *room)
{
    gsize n;

    cs_radix_sort_words(p->words, (guint64 *)(void *)room, p->n, SET_BITS);
    n = make_lists(p, list_max);
    gather_lists((const guint32 *)(const void *)p->words, n, p->sets, room);
    return index_sets(room, n, p->words, (guint64 *)(void *)(room + (n + 1) / 2 * 2));
}

/* ---- the walk ---- */

struct walk {
    const guint32 *lists;
    const guint64 *index;
    gsize entries;
    guint32 *common; /* by set; all 0 between two sets */
    guint32 *met;
};

/* The sets in the order of the first list each stands in, so that copies are walked one after the other while their
 * lists are in the cache: that place << 32 | where the set begins in the index. How many. */
static gsize
order_sets(const struct walk *w, guint sets, guint64 *order)
{
    g_autofree guint64 *spare = g_new(guint64, sets + 1);
    gsize found = 0;

    for (gsize i = 0; i < w->entries; i++)
        if (!i || w->index[i] >> 32 != w->index[i - 1] >> 32)
            order[found++] = w->index[i] << 32 | i;
    cs_radix_sort_words(order, spare, found, 32);
    return found;
}

/* Counts the sets after this one in its lists: how many it met. */
static guint
count(const struct walk *w, gsize from)
{
    guint64 set = w->index[from] >> 32;
    guint met = 0;

    for (; from < w->entries && w->index[from] >> 32 == set; from++) {
        const guint32 *at = w->lists + (guint32)w->index[from],
                      *ahead = w->lists + (guint32)w->index[MIN(from + AHEAD, w->entries - 1)];

        __builtin_prefetch(ahead);
        __builtin_prefetch(ahead + LINE);
        do {
            guint32 other = *++at & SET_MASK;

            if (!w->common[other]++)
                w->met[met++] = other;
        } while (!(*at & LAST));
    }
    return met;
}

void
cs_pairs_find(struct cs_pairs *p, const struct cs_pairs_options *options,
              void (*fn)(void *ctx, guint a, guint b, guint common), void *ctx)
{
    const gsize room_size = (p->n + 1) * 3 * sizeof(guint32);
    g_autofree guint32 *room = cs_huge_new(room_size), *common = g_new0(guint32, p->sets + 1),
                       *met = g_new(guint32, p->sets + 1);
    g_autofree guint64 *order = g_new(guint64, p->sets + 1);
    struct walk w = {room, p->words, prepare(p, options->list_max, room), common, met};
    gsize found = order_sets(&w, p->sets, order);

    for (gsize i = 0; i < found; i++) {
        gsize from = (guint32)order[i];
        guint n = count(&w, from), set = (guint)(w.index[from] >> 32);

        for (guint k = 0; k < n; k++) {
            if (common[met[k]] >= options->min_common && met[k] != set)
                fn(ctx, set, met[k], common[met[k]]);
            common[met[k]] = 0;
        }
    }
    sodium_memzero(room, room_size);
    sodium_memzero(p->words, p->n * sizeof *p->words);
    g_free(p->words);
    g_free(p);
}
