/* common.c - two fingerprints compared: the hashes of both, at the level that both know. */
#include "engine/fingerprint_private.h"

#include "engine/estimate.h"

/* Rows of the values that two fingerprints have in common. */
struct sum {
    double rows, squares;
};

static void
sum_add(struct sum *sum, guint32 rows)
{
    sum->rows += rows;
    sum->squares += (double)rows * rows;
}

/* Rows of f whose value is common. What statements of a report see otherwise, or values too frequent to take part, may
 * be common besides. */
static void
tell_rows(const struct cs_fingerprint *f, const struct cs_fingerprint *other, const struct sum *sum, guint level,
          struct cs_row_count *ret_rows)
{
    struct cs_row_count filled;

    cs_fingerprint_filled(f, &filled);
    cs_rows_estimate(sum->rows, sum->squares, level, ret_rows);
    cs_rows_widen(ret_rows,
                  (double)(f->listed + other->listed + cs_fingerprint_unsure(f) + cs_fingerprint_unsure(other)));
    if (f->dropped || other->dropped)
        ret_rows->high = filled.high;
    cs_rows_cap(ret_rows, filled.high);
}

/* Were a's hashes sought while b was read, more of them than b's own level holds? */
static gboolean
was_sought(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    return a->offered_in && b->met && a->offered_in <= b->met->number && a->offered < b->kept.level;
}

static struct cs_common
common_of_sought(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    struct cs_common c = {.level = a->offered};
    struct sum rows_a = {0}, rows_b = {0};

    for (guint i = 0; i < a->kept.n; i++) {
        const struct cs_kept_value *p = &a->kept.values[i];
        const struct cs_met_value *met;

        if (p->crc & ((1u << a->offered) - 1))
            continue;
        c.a++;
        met = cs_met_find(b->met, p->hash);
        if (!met)
            continue;
        c.both++;
        sum_add(&rows_a, p->rows);
        sum_add(&rows_b, met->rows);
    }
    c.b = MAX(c.both, (guint64)(cs_fingerprint_distinct(b) / (double)(1u << c.level) + 0.5));
    tell_rows(a, b, &rows_a, c.level, &c.rows_a);
    tell_rows(b, a, &rows_b, c.level, &c.rows_b);
    return c;
}

static struct cs_common
common_of_samples(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    struct cs_common c = {.level = MAX(a->kept.level, b->kept.level)};
    const guint32 mask = (1u << c.level) - 1;
    struct sum rows_a = {0}, rows_b = {0};
    guint i = 0, k = 0;

    for (guint x = 0; x < a->kept.n; x++)
        c.a += (a->kept.values[x].crc & mask) == 0;
    for (guint x = 0; x < b->kept.n; x++)
        c.b += (b->kept.values[x].crc & mask) == 0;
    while (i < a->kept.n && k < b->kept.n) {
        const struct cs_kept_value *p = &a->kept.values[i], *q = &b->kept.values[k];

        if (p->hash == q->hash && !(p->crc & mask)) {
            c.both++;
            sum_add(&rows_a, p->rows);
            sum_add(&rows_b, q->rows);
        }
        i += p->hash <= q->hash;
        k += q->hash <= p->hash;
    }
    tell_rows(a, b, &rows_a, c.level, &c.rows_a);
    tell_rows(b, a, &rows_b, c.level, &c.rows_b);
    return c;
}

struct cs_common
cs_fingerprint_common(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    struct cs_common c;

    if (was_sought(a, b))
        return common_of_sought(a, b);
    if (!was_sought(b, a))
        return common_of_samples(a, b);
    c = common_of_sought(b, a);
    return (struct cs_common){c.b, c.a, c.both, c.level, c.rows_b, c.rows_a};
}
