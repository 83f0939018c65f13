/* persons_links.c - union-find over noted rows, and their links as postings sorted by key. */
#include "engine/persons_join.h"

#include <sodium.h>

#define PART_BITS 6

void
cs_joiner_join(struct cs_joiner *j, guint32 a, guint32 b)
{
    guint32 *parent = j->persons->person, x = cs_joiner_root(j, a), y = cs_joiner_root(j, b);

    if (x < y)
        parent[y] = x;
    else
        parent[x] = y;
}

guint
cs_joiner_set(const struct cs_joiner *j, guint32 at)
{
    guint low = 0, high = j->persons->sets;

    while (high - low > 1) {
        guint middle = (low + high) / 2;

        if (j->persons->first[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

guint
cs_joiner_source(const struct cs_joiner *j, guint32 at)
{
    return j->persons->source[cs_joiner_set(j, at)];
}

/* The links of all sets, a part of the keys at a time. */
struct parts {
    const struct cs_joiner *joiner;
    gboolean nearly;
    guint *next; /* by column of all sets: the first link that was not taken */
    GArray *postings, *spare;
};

static gboolean
takes_part(const struct parts *p, const struct cs_row_column *column)
{
    return p->nearly ? column->role == CS_ROW_NEARLY : cs_row_column_is_key(column);
}

/* Sorted by key, rows in order. */
static const struct cs_posting *
take_part(struct parts *p, guint part, gsize *ret_n)
{
    const GPtrArray *sets = p->joiner->sets;
    guint *next = p->next;

    g_array_set_size(p->postings, 0);
    for (guint s = 0; s < sets->len; s++) {
        const struct cs_rowset *set = sets->pdata[s];

        for (guint c = 0; c < set->n_columns; c++, next++) {
            const struct cs_row_column *column = &set->columns[c];

            for (; takes_part(p, column) && *next < column->n_links && column->links[*next] >> (64 - PART_BITS) == part;
                 (*next)++) {
                struct cs_posting posting = {CS_LINK_KEY(column->links[*next]),
                                             p->joiner->persons->first[s] + CS_LINK_ROW(column->links[*next]),
                                             column->value_class | (column->role == CS_ROW_SELF ? CS_POSTING_SELF : 0)};

                g_array_append_val(p->postings, posting);
            }
        }
    }
    g_array_set_size(p->spare, p->postings->len);
    cs_radix_sort((struct cs_posting *)(gpointer)p->postings->data, (struct cs_posting *)(gpointer)p->spare->data,
                  p->postings->len);
    *ret_n = p->postings->len;
    return (const struct cs_posting *)(gpointer)p->postings->data;
}

static void
parts_init(struct parts *p, const struct cs_joiner *j, gboolean nearly)
{
    gsize columns = 0;

    for (guint s = 0; s < j->sets->len; s++)
        columns += ((const struct cs_rowset *)j->sets->pdata[s])->n_columns;
    *p = (struct parts){j, nearly, g_new0(guint, columns + 1), g_array_new(FALSE, FALSE, sizeof(struct cs_posting)),
                        g_array_new(FALSE, FALSE, sizeof(struct cs_posting))};
}

static void
wipe(GArray *array)
{
    sodium_memzero(array->data, array->len * g_array_get_element_size(array));
    g_array_unref(array);
}

static void
parts_clear(struct parts *p)
{
    wipe(p->postings);
    wipe(p->spare);
    g_free(p->next);
}

void
cs_joiner_walk(struct cs_joiner *j, gboolean nearly, cs_joiner_group fn, gpointer ctx)
{
    struct parts p;

    parts_init(&p, j, nearly);
    for (guint part = 0; part < 1u << PART_BITS; part++) {
        gsize n;
        const struct cs_posting *all = take_part(&p, part, &n);

        for (gsize from = 0, to; from < n; from = to) {
            for (to = from + 1; to < n && all[to].hash == all[from].hash; to++)
                ;
            if (to - from > 1)
                fn(j, all + from, to - from, ctx);
        }
    }
    parts_clear(&p);
}
