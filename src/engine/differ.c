/* differ.c - keys of the other side and what stands beside them, looked up row by row. */
#include "engine/differ.h"

#include "model/taxonomy.h"

#include <string.h>

struct side {
    const struct cs_rowset *set;
    const struct cs_row_column *key, *value;
};

static gboolean
same_object(const struct cs_place *a, const struct cs_place *b)
{
    return !strcmp(a->source, b->source) && !g_strcmp0(a->schema, b->schema) && !strcmp(a->object, b->object);
}

static const struct cs_row_column *
column_of(const struct cs_rowset *set, const struct cs_place *p, const char *attribute)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_VALUE && !cs_place_compare(&set->columns[c].place, p) &&
            !strcmp(set->columns[c].attribute, attribute))
            return &set->columns[c];
    return NULL;
}

/* attribute: of a's side of the copy; the other side may name its values otherwise. */
static const struct cs_row_column *
any_column_of(const struct cs_rowset *set, const struct cs_place *p, const struct cs_row_column *like)
{
    for (guint c = 0; like && c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_VALUE && set->columns[c].value_class == like->value_class &&
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

/* What is looked up: a key, and a key with a value. */
static guint64
with(guint64 key, guint64 value)
{
    return key ^ (value * 0x9e3779b97f4a7c15u);
}

static GHashTable *
index_side(const struct side *s, guint64 *room)
{
    GHashTable *index = g_hash_table_new(g_int64_hash, g_int64_equal);

    for (guint row = 0; row < s->set->n; row++) {
        if (!s->key->hash[row] || !s->value->hash[row])
            continue;
        room[2 * row] = s->key->hash[row];
        room[2 * row + 1] = with(s->key->hash[row], s->value->hash[row]);
        g_hash_table_add(index, &room[2 * row]);
        g_hash_table_add(index, &room[2 * row + 1]);
    }
    return index;
}

/* Rows of one side whose key the other has beside another value alone. */
static guint
count_differing(const struct side *here, const struct side *there)
{
    guint64 *room = g_new0(guint64, 2 * (gsize)there->set->n + 1);
    g_autoptr(GHashTable) index = index_side(there, room);
    guint differing = 0;

    for (guint row = 0; row < here->set->n; row++) {
        guint64 *key = &here->key->hash[row], pair = with(*key, here->value->hash[row]);

        differing +=
            *key && here->value->hash[row] && g_hash_table_contains(index, key) && !g_hash_table_contains(index, &pair);
    }
    memset(room, 0, 2 * (gsize)there->set->n * sizeof *room);
    g_free(room);
    return differing;
}

/* c: the copy of the keys; other: of what stands beside them. The rows listed are of the side that looks like the copy.
 */
static void
add_difference(const GPtrArray *rowsets, struct cs_copy *c, const struct cs_copy *other)
{
    struct side a = {.set = set_of(rowsets, &c->a)}, b = {.set = set_of(rowsets, &c->b)};
    gboolean turn = c->origin != 'b', whole;
    struct cs_difference *d;
    guint differing;

    if (!a.set || !b.set)
        return;
    a.key = column_of(a.set, &c->a, c->attribute);
    b.key = any_column_of(b.set, &c->b, a.key);
    a.value = column_of(a.set, &other->a, other->attribute);
    b.value = any_column_of(b.set, &other->b, a.value);
    if (!a.key || !b.key || !a.value || !b.value)
        return;
    differing = count_differing(turn ? &b : &a, turn ? &a : &b);
    if (!differing)
        return;
    whole = c->exact && other->exact && !a.set->level && !b.set->level;
    d = cs_copy_difference(c, other->attribute, other->a.column, other->b.column);
    d->rows = whole ? (double)differing : -1;
}

static gboolean
is_plain_key(const struct cs_copy *c)
{
    const struct cs_attribute *a = cs_taxonomy_find(c->attribute);

    return a && a->identifying && !c->a.path && !c->b.path;
}

void
cs_differences_find(const GPtrArray *rowsets, struct cs_survey *survey)
{
    for (guint i = 0; i < survey->copies->len; i++) {
        struct cs_copy *c = survey->copies->pdata[i];

        if (!is_plain_key(c) || strcmp(c->a.source, c->b.source) != 0 || same_object(&c->a, &c->b))
            continue;
        for (guint k = 0; k < survey->copies->len; k++) {
            const struct cs_copy *other = survey->copies->pdata[k];

            if (k != i && is_plain_key(other) && same_object(&c->a, &other->a) && same_object(&c->b, &other->b) &&
                cs_place_compare(&c->a, &other->a) != 0 && cs_place_compare(&c->b, &other->b) != 0)
                add_difference(rowsets, c, other);
        }
    }
}
