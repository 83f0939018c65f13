/* overlap.c - the verdict on each pair of columns that share values. */
#include "engine/overlap.h"

#include "engine/agree.h"
#include "engine/groups.h"
#include "engine/origin.h"
#include "engine/referring.h"
#include "engine/shares.h"
#include "engine/where.h"
#include "model/taxonomy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REPEATED 0.5 /* distinct values a row: below, a user name is told of others, not one's own */
#define OWN 0.95
#define REFERRED 0.3 /* of the names told, those that the other side has */

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

struct search {
    GPtrArray *fingerprints;
    const GPtrArray *rowsets;
    const struct cs_persons *persons;
    const struct cs_overlap_options *options;
    struct cs_survey *survey;
    GHashTable *rows;                 /* place → where its values are in the rowsets */
    struct cs_agree_column **columns; /* by fingerprint, made when first asked for */
    struct cs_shares *shares;
};

/* ---- the sampled rows behind a fingerprint ---- */

static const struct cs_agree_column *
rows_of(struct search *s, guint i)
{
    const struct cs_where *w;

    if (s->columns[i] || !s->persons)
        return s->columns[i];
    w = cs_where_is(s->rows, s->fingerprints->pdata[i]);
    if (w)
        s->columns[i] =
            cs_agree_column_new(s->rowsets->pdata[w->set], w->column, s->persons->person + s->persons->first[w->set]);
    return s->columns[i];
}

/* ---- the verdict ---- */

static double
distinct_a_row(const struct cs_fingerprint *f)
{
    return cs_fingerprint_rows(f) ? cs_fingerprint_distinct(f) / (double)cs_fingerprint_rows(f) : 0;
}

/* A user name or number that stands in many rows of one side and once in the other refers to it. */
static gboolean
refers(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    double x = distinct_a_row(a), y = distinct_a_row(b);

    return MIN(x, y) < REPEATED && MAX(x, y) >= OWN;
}

enum verdict { NOTHING, COPY, REFERENCE };

static gboolean
agrees(const struct search *s, const struct cs_fingerprint *a, const struct cs_fingerprint *b,
       const struct cs_agreement *rows, const struct cs_agree_column *x, const struct cs_agree_column *y)
{
    double understated =
        x && y ? cs_shares_understated(s->shares, cs_where_is(s->rows, a)->set, cs_where_is(s->rows, b)->set) : 1;

    return x && y && cs_agreement_is_copy(rows, cs_agree_column_persons(x), cs_agree_column_persons(y), understated);
}

static enum verdict
judge(const struct search *s, const struct cs_fingerprint *a, const struct cs_fingerprint *b,
      const struct cs_agreement *rows, const struct cs_agree_column *x, const struct cs_agree_column *y)
{
    enum cs_value_class class = cs_fingerprint_class(a);

    if (!CS_VC_IS_KEY(class))
        return agrees(s, a, b, rows, x, y) ? COPY : NOTHING;
    if (class != CS_VC_NUMBER && class != CS_VC_TEXT)
        return COPY;
    if (class == CS_VC_TEXT && refers(a, b))
        return REFERENCE;
    if (cs_fingerprint_is_serial(a) && cs_fingerprint_is_serial(b) &&
        strcmp(cs_fingerprint_place(a)->source, cs_fingerprint_place(b)->source) != 0)
        return NOTHING;
    return COPY;
}

static void
copy_place(struct cs_place *to, const struct cs_place *p)
{
    cs_place_set(to, p->source, p->schema, p->object, p->column, p->path);
}

static void
add_join(struct search *s, const struct cs_fingerprint *a, const struct cs_fingerprint *b, const char *kind,
         double share, const struct cs_agreement *rows)
{
    struct cs_join *j = g_new0(struct cs_join, 1);

    copy_place(&j->a, cs_fingerprint_place(a));
    copy_place(&j->b, cs_fingerprint_place(b));
    j->kind = g_strdup(kind);
    j->share = share;
    j->agreement = rows->matched ? (double)rows->equal / (double)rows->matched : -1;
    g_ptr_array_add(s->survey->joins, j);
}

static void
hint_origin(const struct search *s, const struct cs_fingerprint *a, const struct cs_fingerprint *b, struct cs_copy *c)
{
    const struct cs_where *x = cs_where_is(s->rows, a), *y = cs_where_is(s->rows, b);

    if (x && y)
        c->origin = cs_origin_judge(s->rowsets->pdata[x->set], s->rowsets->pdata[y->set], cs_fingerprint_distinct(a),
                                    cs_fingerprint_distinct(b), &c->why);
}

static void
add_copy(struct search *s, const struct cs_fingerprint *a, const struct cs_fingerprint *b, const struct cs_common *n,
         const struct cs_agreement *rows)
{
    struct cs_copy *c = cs_copy_new();

    copy_place(&c->a, cs_fingerprint_place(a));
    copy_place(&c->b, cs_fingerprint_place(b));
    c->attribute = g_strdup(cs_fingerprint_attribute(a));
    c->kind = g_strdup("copy");
    c->containment_ab = (double)n->both / (double)n->a;
    c->containment_ba = (double)n->both / (double)n->b;
    cs_wilson(n->both, n->a, &c->interval_ab[0], &c->interval_ab[1]);
    cs_wilson(n->both, n->b, &c->interval_ba[0], &c->interval_ba[1]);
    c->distinct_a = (guint64)cs_fingerprint_distinct(a);
    c->distinct_b = (guint64)cs_fingerprint_distinct(b);
    c->usable_a = n->a;
    c->usable_b = n->b;
    c->common = n->both;
    c->level = n->level;
    cs_fingerprint_filled(a, &c->filled_a);
    cs_fingerprint_filled(b, &c->filled_b);
    c->rows_a = n->rows_a;
    c->rows_b = n->rows_b;
    c->matched = rows->matched;
    c->equal = rows->equal;
    c->near = rows->near;
    c->kappa = rows->kappa;
    hint_origin(s, a, b, c);
    g_ptr_array_add(s->survey->copies, c);
}

static void
add_reference(struct search *s, const struct cs_fingerprint *a, const struct cs_fingerprint *b,
              const struct cs_common *n, const struct cs_agreement *rows)
{
    gboolean forward = distinct_a_row(a) < distinct_a_row(b);
    double share = (double)n->both / (double)(forward ? n->a : n->b);

    if (share >= REFERRED)
        add_join(s, forward ? a : b, forward ? b : a, "reference", share, rows);
}

static void
consider(struct search *s, guint i, guint k)
{
    const struct cs_fingerprint *a = s->fingerprints->pdata[i], *b = s->fingerprints->pdata[k];
    const struct cs_agree_column *x = NULL, *y = NULL;
    struct cs_agreement rows = {0};
    struct cs_common n;
    enum verdict verdict;

    n = cs_fingerprint_common(a, b);
    if (!cs_overlap_counts(&n, s->options))
        return;
    x = rows_of(s, i);
    y = rows_of(s, k);
    if (x && y)
        cs_agree(x, y, &rows);
    verdict = judge(s, a, b, &rows, x, y);
    if (verdict == REFERENCE)
        add_reference(s, a, b, &n, &rows);
    if (verdict != COPY)
        return;
    add_copy(s, a, b, &n, &rows);
    if (cs_fingerprint_class(a) == CS_VC_NUMBER)
        add_join(s, a, b, "shared-number", (double)n.both / (double)n.a, &rows);
}

static void
on_pair(void *ctx, guint a, guint b)
{
    consider(ctx, a, b);
}

void
cs_overlap_find(GPtrArray *fingerprints, const GPtrArray *rowsets, const struct cs_persons *persons,
                const struct cs_overlap_options *options, struct cs_survey *survey)
{
    struct search s = {fingerprints, rowsets, persons, options, survey};
    g_autoptr(GHashTable) rows = cs_where_index(rowsets);

    s.rows = rows;
    s.shares = persons ? cs_shares_new(rowsets, persons) : NULL;
    s.columns = g_new0(struct cs_agree_column *, fingerprints->len + 1);
    cs_candidates_find(fingerprints, options, on_pair, &s);
    cs_referring_drop(survey);
    cs_groups_make(survey);
    for (guint i = 0; i < fingerprints->len; i++)
        cs_agree_column_free(s.columns[i]);
    cs_shares_free(s.shares);
    g_free(s.columns);
}
