/* recount.c - the sorted keys of two columns walked side by side, key by key. */
#include "engine/recount.h"

#include "engine/thin.h"
#include "model/taxonomy.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A row that has the key being looked at; brief: the bits that tell keys apart whose links are equal. */
struct row {
    guint32 row;
    guint8 brief;
};

struct side {
    const struct cs_rowset *set;
    const struct cs_row_column *key, *value; /* value: what stands beside the key, or NULL */
    guint link, aside;                       /* the next ones */
    GArray *rows;                            /* of struct row: those of the key being looked at */
    guint64 *said;                           /* by noted row: the value; 0: none */
};

/* ---- one key after the other ---- */

static guint64
next_key(const struct side *s)
{
    const struct cs_row_column *c = s->key;
    guint64 link = s->link < c->n_links ? CS_LINK_KEY(c->links[s->link]) : G_MAXUINT64,
            aside = s->aside < c->n_asides ? CS_LINK_KEY(c->asides[s->aside].hash) : G_MAXUINT64;

    return MIN(link, aside);
}

/* The rows of a key, which is the next. */
static void
take(struct side *s, guint64 key)
{
    const struct cs_row_column *c = s->key;

    g_array_set_size(s->rows, 0);
    for (; s->link < c->n_links && CS_LINK_KEY(c->links[s->link]) == key; s->link++) {
        guint32 at = CS_LINK_ROW(c->links[s->link]);
        struct row row = {at, c->brief[at]};

        g_array_append_val(s->rows, row);
    }
    for (; s->aside < c->n_asides && CS_LINK_KEY(c->asides[s->aside].hash) == key; s->aside++) {
        struct row row = {c->asides[s->aside].row, cs_brief(c->asides[s->aside].hash)};

        g_array_append_val(s->rows, row);
    }
}

static void
skip(struct side *s, guint64 key)
{
    const struct cs_row_column *c = s->key;

    while (s->link < c->n_links && CS_LINK_KEY(c->links[s->link]) < key)
        s->link++;
    while (s->aside < c->n_asides && CS_LINK_KEY(c->asides[s->aside].hash) < key)
        s->aside++;
}

/* FALSE: there is no other key that both have. */
static gboolean
next_common(struct side *a, struct side *b)
{
    guint64 x, y;

    while ((x = next_key(a)) != (y = next_key(b))) {
        skip(a, y);
        skip(b, x);
    }
    if (x == G_MAXUINT64)
        return FALSE;
    take(a, x);
    take(b, x);
    return TRUE;
}

static void
rewind_side(struct side *s)
{
    s->link = s->aside = 0;
}

/* ---- rows whose key the other has ---- */

/* Rows of here with a key that stands there. */
static guint
count_common(const struct side *here, const struct side *there)
{
    gboolean present[256] = {FALSE};
    guint n = 0;

    for (guint i = 0; i < there->rows->len; i++)
        present[g_array_index(there->rows, struct row, i).brief] = TRUE;
    for (guint i = 0; i < here->rows->len; i++)
        n += present[g_array_index(here->rows, struct row, i).brief];
    return n;
}

/* What an engine may see otherwise may be common to it, or not. */
static void
tell(struct cs_row_count *rows, guint64 n, guint64 unsure)
{
    rows->rows = (double)n;
    rows->low = (double)(n - MIN(n, unsure));
    rows->high = (double)(n + unsure);
}

static void
count_rows(struct side *a, struct side *b, struct cs_copy *c)
{
    guint64 rows_a = 0, rows_b = 0, unsure = a->key->unsure + b->key->unsure;

    rewind_side(a);
    rewind_side(b);
    while (next_common(a, b)) {
        rows_a += count_common(a, b);
        rows_b += count_common(b, a);
    }
    tell(&c->rows_a, rows_a, unsure);
    tell(&c->rows_b, rows_b, unsure);
}

/* ---- values of each ---- */

/* Of the key that comes next: different values of a, of b and of both. FALSE: there is none. */
static gboolean
add_values(struct side *a, struct side *b, struct cs_common *n)
{
    const guint64 x = next_key(a), y = next_key(b), key = MIN(x, y);
    guint8 stands[256] = {0};

    if (key == G_MAXUINT64)
        return FALSE;
    take(a, key); /* nothing where its next key is a later one */
    take(b, key);
    for (guint i = 0; i < a->rows->len; i++)
        stands[g_array_index(a->rows, struct row, i).brief] |= 1;
    for (guint i = 0; i < b->rows->len; i++)
        stands[g_array_index(b->rows, struct row, i).brief] |= 2;
    for (guint i = 0; i < G_N_ELEMENTS(stands); i++) {
        n->a += stands[i] & 1;
        n->b += stands[i] >> 1;
        n->both += stands[i] == 3;
    }
    return TRUE;
}

/* Too few hashes of the samples were compared: all values are. */
static void
count_values(struct side *a, struct side *b, struct cs_copy *c)
{
    struct cs_common n = {0};

    rewind_side(a);
    rewind_side(b);
    while (add_values(a, b, &n))
        ;
    if (!n.a || !n.b)
        return;
    c->level = 0;
    c->usable_a = c->distinct_a = n.a;
    c->usable_b = c->distinct_b = n.b;
    c->common = n.both;
    c->containment_ab = c->interval_ab[0] = c->interval_ab[1] = (double)n.both / (double)n.a;
    c->containment_ba = c->interval_ba[0] = c->interval_ba[1] = (double)n.both / (double)n.b;
}

/* ---- rows with one key ---- */

/* Of the rows with the key being looked at: values that stand in several, and their rows. */
static void
add_repeated(const struct side *s, guint64 *io_values, guint64 *io_rows)
{
    guint rows[256] = {0};

    for (guint i = 0; i < s->rows->len; i++) {
        guint n = ++rows[g_array_index(s->rows, struct row, i).brief];

        *io_values += n == 2;
        *io_rows += n == 2 ? 2 : n > 2;
    }
}

static void
count_repeated(struct side *s, struct cs_duplicate *d)
{
    guint64 values = 0, rows = 0, key;

    while ((key = next_key(s)) != G_MAXUINT64) {
        take(s, key);
        if (s->rows->len > 1)
            add_repeated(s, &values, &rows);
    }
    tell(&d->listed, rows, s->key->unsure);
    if (d->exact)
        return;
    d->values = values;
    d->surplus = rows - values;
    d->exact = TRUE;
}

/* ---- rows whose key the other has beside another value alone ---- */

/* The values of a column by row, as many of their bits as of keys. */
static guint64 *
values_by_row(const struct side *s)
{
    guint64 *said = g_new0(guint64, (gsize)s->set->n_noted + 1);
    const struct cs_row_column *v = s->value;

    for (guint i = 0; i < v->n_links; i++) {
        guint32 row = CS_LINK_ROW(v->links[i]);

        said[row] = CS_LINK_KEY(v->links[i]) << 8 | v->brief[row];
    }
    for (guint i = 0; i < v->n_asides; i++)
        said[v->asides[i].row] = CS_LINK_KEY(v->asides[i].hash) << 8 | cs_brief(v->asides[i].hash);
    return said;
}

static void
forget_values(struct side *s)
{
    sodium_memzero(s->said, s->set->n_noted * sizeof *s->said);
    g_clear_pointer(&s->said, g_free);
}

static int
by_number(const void *a, const void *b)
{
    const guint64 *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* A key's brief with the value that stands beside it; 0: no value. */
static guint64
saying(const struct side *s, guint i)
{
    const struct row *row = &g_array_index(s->rows, struct row, i);

    return s->said[row->row] ? (guint64)row->brief << 48 | s->said[row->row] : 0;
}

/* sayings: room that is used again, of guint64. */
static guint
count_differing(const struct side *here, const struct side *there, GArray *sayings)
{
    gboolean speaks[256] = {FALSE};
    guint n = 0;

    g_array_set_size(sayings, 0);
    for (guint i = 0; i < there->rows->len; i++) {
        guint64 said = saying(there, i);

        if (!said)
            continue;
        speaks[said >> 48] = TRUE;
        g_array_append_val(sayings, said);
    }
    g_array_sort(sayings, by_number);
    for (guint i = 0; i < here->rows->len; i++) {
        guint64 said = saying(here, i);

        n += said && speaks[said >> 48] && !bsearch(&said, sayings->data, sayings->len, sizeof said, by_number);
    }
    return n;
}

/* Rows of here that say something else than there. */
static guint64
count_differences(struct side *here, struct side *there)
{
    g_autoptr(GArray) sayings = g_array_new(FALSE, FALSE, sizeof(guint64));
    guint64 n = 0;

    here->said = values_by_row(here);
    there->said = values_by_row(there);
    rewind_side(here);
    rewind_side(there);
    while (next_common(here, there))
        n += count_differing(here, there, sayings);
    sodium_memzero(sayings->data, sayings->len * sizeof(guint64));
    forget_values(here);
    forget_values(there);
    return n;
}

/* ---- the sides of a copy ---- */

static gboolean
same_object(const struct cs_place *a, const struct cs_place *b)
{
    return !strcmp(a->source, b->source) && !g_strcmp0(a->schema, b->schema) && !strcmp(a->object, b->object);
}

static const struct cs_row_column *
column_of(const struct cs_rowset *set, const struct cs_place *p, enum cs_value_class value_class)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_VALUE && set->columns[c].value_class == value_class &&
            !cs_place_compare(&set->columns[c].place, p))
            return &set->columns[c];
    return NULL;
}

static const struct cs_rowset *
set_of(const GPtrArray *rowsets, const struct cs_place *p)
{
    for (guint s = 0; s < rowsets->len; s++) {
        const struct cs_rowset *set = rowsets->pdata[s];
        const struct cs_object *o = set->object;

        if (!strcmp(o->source->name, p->source) && !g_strcmp0(o->schema, p->schema) && !strcmp(o->name, p->object))
            return set;
    }
    return NULL;
}

static enum cs_value_class
class_of(const char *attribute)
{
    return cs_value_class_find(cs_taxonomy_find(attribute)->value_class);
}

/* FALSE: its rows were not noted. */
static gboolean
find_side(const GPtrArray *rowsets, const struct cs_place *p, const char *attribute, struct side *s)
{
    s->set = set_of(rowsets, p);
    s->key = s->set ? column_of(s->set, p, class_of(attribute)) : NULL;
    return s->key != NULL;
}

static gboolean
find_sides(const GPtrArray *rowsets, const struct cs_copy *c, struct side *a, struct side *b)
{
    return find_side(rowsets, &c->a, c->attribute, a) && find_side(rowsets, &c->b, c->attribute, b);
}

/* c: the copy of the keys; other: of what stands beside them. The rows listed are of the side that looks like the copy.
 */
static void
add_difference(struct side *a, struct side *b, gboolean whole, struct cs_copy *c, const struct cs_copy *other)
{
    struct side *here = c->origin != 'b' ? b : a, *there = here == a ? b : a;
    struct cs_difference *d;
    guint64 differing;

    a->value = column_of(a->set, &other->a, class_of(other->attribute));
    b->value = column_of(b->set, &other->b, class_of(other->attribute));
    if (!a->value || !b->value)
        return;
    differing = count_differences(here, there);
    if (!differing)
        return;
    whole = whole && !(a->key->unsure + b->key->unsure + a->value->unsure + b->value->unsure);
    d = cs_copy_difference(c, other->attribute, other->a.column, other->b.column);
    d->rows = whole ? (double)differing : -1;
}

static gboolean
is_plain_key(const struct cs_copy *c)
{
    const struct cs_attribute *a = cs_taxonomy_find(c->attribute);

    return a && a->identifying && !c->a.path && !c->b.path;
}

static gboolean
is_thin(const struct cs_copy *c)
{
    return cs_taxonomy_find(c->attribute)->identifying && c->level > 0 && MIN(c->usable_a, c->usable_b) < CS_THIN;
}

static void
recount(const GPtrArray *rowsets, gboolean whole, struct cs_survey *survey, struct cs_copy *c, struct side *a,
        struct side *b)
{
    if (!find_sides(rowsets, c, a, b))
        return;
    if (whole)
        count_rows(a, b, c);
    for (guint k = 0; k < survey->copies->len && !same_object(&c->a, &c->b); k++) {
        const struct cs_copy *other = survey->copies->pdata[k];

        if (other != c && is_plain_key(other) && same_object(&c->a, &other->a) && same_object(&c->b, &other->b) &&
            cs_place_compare(&c->a, &other->a) != 0 && cs_place_compare(&c->b, &other->b) != 0)
            add_difference(a, b, whole, c, other);
    }
}

void
cs_recount(const GPtrArray *rowsets, gboolean whole, struct cs_survey *survey)
{
    g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(struct row)),
                      right = g_array_new(FALSE, FALSE, sizeof(struct row));

    for (guint i = 0; i < survey->copies->len; i++) {
        struct cs_copy *c = survey->copies->pdata[i];
        struct side a = {.rows = left}, b = {.rows = right};

        if (whole && is_thin(c) && find_sides(rowsets, c, &a, &b))
            count_values(&a, &b, c);
        if (is_plain_key(c) && !strcmp(c->a.source, c->b.source))
            recount(rowsets, whole, survey, c, &a, &b);
    }
    for (guint i = 0; whole && i < survey->duplicates->len; i++) {
        struct cs_duplicate *d = survey->duplicates->pdata[i];
        struct side side = {.rows = left};

        if (!d->place.path && find_side(rowsets, &d->place, d->attribute, &side))
            count_repeated(&side, d);
    }
}
