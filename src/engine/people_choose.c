/* people_choose.c - which objects count: those about people, those that are an older state, those with rows without a
 * key. */
#include "engine/people_walk.h"

#include <string.h>

#define SEVERAL 5
#define MOST_UNKEYED 2 /* rows that tell not who they are of to one that does: above, they are something else */
#define FEW_KEYED 100  /* rows that do: too few to speak for others */

enum about { NOBODY, BYSTANDERS, PEOPLE };

/* Staff, users and suppliers' contacts are bystanders where a system is about others. */
static enum about
is_about(const struct cs_object *o)
{
    const guint aside = CS_SUBJECT_EMPLOYEE | CS_SUBJECT_USER | CS_SUBJECT_SUPPLIER;

    if (o->kind != CS_KIND_PERSON && o->kind != CS_KIND_MIXED && o->kind != CS_KIND_CONSENT &&
        (o->kind != CS_KIND_UNKNOWN || !o->subjects))
        return NOBODY;
    return o->subjects && !(o->subjects & ~aside) ? BYSTANDERS : PEOPLE;
}

/* What counts in one system: its people; bystanders unless others are several times as many; all rows where there is
 * neither. */
static void
choose_in(struct cs_people_walk *w, guint system)
{
    guint64 rows[3] = {0};
    enum about least;

    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];

        if (w->system[s] == system)
            rows[is_about(set->object)] += set->rows;
    }
    least = rows[PEOPLE] > SEVERAL * rows[BYSTANDERS] ? PEOPLE : rows[PEOPLE] + rows[BYSTANDERS] ? BYSTANDERS : NOBODY;
    for (guint s = 0; s < w->sets->len; s++)
        if (w->system[s] == system)
            w->counts[s] = is_about(((const struct cs_rowset *)w->sets->pdata[s])->object) >= least;
}

/* How many rows that tell not who they are of stand beside each that does, of those that refer to no other row. */
static double
unkeyed_of(const struct cs_rowset *set)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_PARENT && set->columns[c].off)
            return 0;
    if (set->object->kind != CS_KIND_PERSON || set->alone < FEW_KEYED || set->adrift > MOST_UNKEYED * set->alone)
        return 0;
    return (double)set->adrift / (double)set->alone;
}

/* In each system for the object with most such rows alone: those of others may be of the same people. */
static void
choose_unkeyed(struct cs_people_walk *w)
{
    for (guint system = 0; system < w->sources->len; system++) {
        guint most = G_MAXUINT;

        for (guint s = 0; s < w->sets->len; s++)
            if (w->system[s] == system && w->counts[s] && !w->older[s] &&
                (most == G_MAXUINT || ((const struct cs_rowset *)w->sets->pdata[s])->adrift >
                                          ((const struct cs_rowset *)w->sets->pdata[most])->adrift))
                most = s;
        if (most != G_MAXUINT)
            w->unkeyed[most] = unkeyed_of(w->sets->pdata[most]);
    }
}

/* An archive by its name, and most of its people are in other objects of the system too: an export that stands alone is
 * no older state of anything. */
static gboolean
is_older(const struct cs_people_walk *w, guint set)
{
    const guint *first = w->persons->first;
    g_autofree guint8 *elsewhere = NULL;
    guint found = 0, rows = first[set + 1] - first[set];

    if (!((const struct cs_rowset *)w->sets->pdata[set])->archive)
        return FALSE;
    elsewhere = g_new0(guint8, (gsize)w->persons->n + 1);
    for (guint s = 0; s < w->sets->len; s++)
        if (w->system[s] == w->system[set] && w->counts[s] && !((const struct cs_rowset *)w->sets->pdata[s])->archive)
            for (guint i = first[s]; i < first[s + 1]; i++)
                elsewhere[w->persons->person[i]] = 1;
    for (guint i = first[set]; i < first[set + 1]; i++)
        found += elsewhere[w->persons->person[i]];
    return 2 * found > rows;
}

static guint
index_in(GPtrArray *list, const char *text)
{
    for (guint i = 0; i < list->len; i++)
        if (!strcmp(list->pdata[i], text))
            return i;
    g_ptr_array_add(list, (gpointer)(guintptr)text);
    return list->len - 1;
}

static void
choose_sets(struct cs_people_walk *w)
{
    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];

        w->system[s] = index_in(w->sources, set->object->source->name);
        w->level = MAX(w->level, set->level);
        w->attribute[s] = g_new0(guint, set->n_columns + 1);
        for (guint c = 0; c < set->n_columns; c++)
            if (set->columns[c].role == CS_ROW_VALUE)
                w->attribute[s][c] = index_in(w->names, set->columns[c].attribute);
    }
    w->rate = 1.0 / (double)(1u << w->level);
    for (guint a = 0; a < w->sources->len; a++)
        choose_in(w, a);
    for (guint s = 0; s < w->sets->len; s++)
        w->older[s] = is_older(w, s);
}

void
cs_people_choose(struct cs_people_walk *w)
{
    choose_sets(w);
    choose_unkeyed(w);
}
