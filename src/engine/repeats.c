/* repeats.c - one word a row, sorted at the end. */
#include "engine/repeats.h"

#include "engine/radix.h"

#include <sodium.h>
#include <string.h>

#define FIRST 64u
#define MOST (1u << 19) /* values of one column that are counted one by one */

void
cs_repeats_init(struct cs_repeats *r)
{
    *r = (struct cs_repeats){.values = g_new(guint64, FIRST)};
}

static void
wipe(guint64 *values, guint n)
{
    sodium_memzero(values, n * sizeof *values);
    g_free(values);
}

void
cs_repeats_clear(struct cs_repeats *r)
{
    if (r->values)
        wipe(r->values, r->n);
    r->values = NULL;
}

void
cs_repeats_add(struct cs_repeats *r, guint64 quick)
{
    if (!r->values)
        return;
    if (r->n == MOST) {
        cs_repeats_clear(r);
        return;
    }
    if (r->n >= FIRST && !(r->n & (r->n - 1))) {
        guint64 *more = g_new(guint64, (gsize)r->n * 2);

        memcpy(more, r->values, r->n * sizeof *more);
        wipe(r->values, r->n);
        r->values = more;
    }
    r->values[r->n++] = quick;
}

/* Sorted, equal ones stand together. */
gboolean
cs_repeats_count(struct cs_repeats *r, double *ret_values, double *ret_surplus)
{
    guint64 *spare;

    if (!r->values)
        return FALSE;
    spare = g_new(guint64, r->n + 1);
    cs_radix_sort_words(r->values, spare, r->n, 0);
    wipe(spare, r->n);
    *ret_values = *ret_surplus = 0;
    for (guint i = 1; i < r->n; i++) {
        gboolean again = r->values[i] == r->values[i - 1];

        *ret_surplus += again;
        *ret_values += again && (i < 2 || r->values[i - 2] != r->values[i]);
    }
    cs_repeats_clear(r);
    return TRUE;
}
