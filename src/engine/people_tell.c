/* people_tell.c - what is told of a walk: systems, pairs, sets, who is to be trusted; nothing of too few people. */
#include "engine/people_walk.h"

#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

#define YEAR_DAYS 365

static void
interval(const struct cs_people_estimate *t, double ret[2])
{
    double half = 1.959964 * sqrt(t->spread);

    ret[0] = MAX(0, t->sum - half);
    ret[1] = t->sum + half;
}

static int
by_days(const void *a, const void *b)
{
    const gint32 *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void
tell_freshness(const struct cs_people_walk *w, guint system, gint32 today, struct cs_people_system *ret)
{
    g_autoptr(GArray) ages = g_array_new(FALSE, FALSE, sizeof(gint32));
    guint fresh = 0;

    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];
        const struct cs_row_column *day = cs_rowset_find(set, CS_ROW_TOUCHED);

        if (!day)
            day = cs_rowset_find(set, CS_ROW_MADE);

        if (w->system[s] != system || !w->counts[s] || w->older[s] || !day)
            continue;
        for (guint row = 0; row < set->n; row++) {
            gint32 age = today - (gint32)day->hash[row];

            if (!day->hash[row] || age < 0)
                continue;
            g_array_append_val(ages, age);
            fresh += age <= YEAR_DAYS;
        }
    }
    if (ages->len < CS_PEOPLE_HIDDEN)
        return;
    g_array_sort(ages, by_days);
    ret->fresh = (double)fresh / ages->len;
    ret->age_days = g_array_index(ages, gint32, ages->len / 2);
}

static void
tell_system(const struct cs_people_walk *w, guint system, gint32 today, struct cs_people *people)
{
    struct cs_people_system *told = cs_people_system_new(w->sources->pdata[system]);
    guint64 keyless = 0;

    told->persons = w->in[system].sum;
    told->only_here = w->only[system].sum;
    told->guessed = w->guessed[system];
    interval(&w->in[system], told->interval);
    for (guint s = 0; s < w->sets->len; s++)
        if (w->system[s] == system && w->counts[s]) {
            told->rows += ((const struct cs_rowset *)w->sets->pdata[s])->rows;
            keyless += ((const struct cs_rowset *)w->sets->pdata[s])->keyless;
        }
    told->linkable = told->rows ? 1 - (double)keyless / (double)told->rows : 0;
    tell_freshness(w, system, today, told);
    for (guint a = 0; a < w->names->len; a++) {
        const struct cs_people_estimate *has = &w->has[system * w->names->len + a];
        struct cs_system_attribute *attribute;

        if (has->sum < CS_PEOPLE_HIDDEN)
            continue;
        attribute = cs_system_attribute_new(w->names->pdata[a]);
        attribute->persons = has->sum;
        attribute->filled = MIN(1, has->sum / told->persons);
        g_ptr_array_add(told->attributes, attribute);
    }
    g_ptr_array_add(people->systems, told);
}

static void
tell_pair(const struct cs_people_walk *w, guint a, guint b, struct cs_people *people)
{
    const struct cs_people_both *pair = g_hash_table_lookup(w->pairs, cs_people_pair_key(w, a, b));
    struct cs_people_pair *told;

    if (!pair || pair->persons.sum < CS_PEOPLE_HIDDEN)
        return;
    told = cs_people_pair_new(w->sources->pdata[a], w->sources->pdata[b]);
    told->persons = pair->persons.sum;
    told->missed = pair->missed;
    interval(&pair->persons, told->interval);
    for (guint i = 0; i < w->names->len; i++) {
        struct cs_conflict *conflict;

        if (pair->compared[i].sum < CS_PEOPLE_HIDDEN)
            continue;
        conflict = cs_conflict_new(w->names->pdata[i]);
        conflict->compared = pair->compared[i].sum;
        conflict->differing = pair->differing[i].sum;
        conflict->slips = pair->slips[i].sum;
        g_ptr_array_add(told->conflicts, conflict);
    }
    g_ptr_array_add(people->pairs, told);
}

/* How other objects of the system stand to those about people. */
static double *
authorities(const struct cs_people_walk *w)
{
    double *authority = g_new0(double, w->sources->len + 1);

    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];
        gboolean referred = cs_rowset_find(set, CS_ROW_SELF) != NULL;

        if (w->counts[s] && !w->older[s])
            authority[w->system[s]] = MAX(authority[w->system[s]], referred ? 1 : set->object->keys->len ? 0.5 : 0);
    }
    return authority;
}

static gint
by_persons(gconstpointer a, gconstpointer b)
{
    const struct cs_people_set *x = *(struct cs_people_set *const *)a, *y = *(struct cs_people_set *const *)b;
    int order = (x->persons < y->persons) - (x->persons > y->persons);

    order = order ? order : (int)x->sources->len - (int)y->sources->len;
    for (guint i = 0; !order && i < x->sources->len; i++)
        order = strcmp(x->sources->pdata[i], y->sources->pdata[i]);
    return order;
}

static void
tell_sets(const struct cs_people_walk *w, struct cs_people *people)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, w->combinations);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        double persons = *(double *)value;
        struct cs_people_set *set = persons < CS_PEOPLE_HIDDEN - 0.5 ? NULL : cs_people_set_new(persons);

        for (guint i = 0; set && i < w->sources->len; i++)
            if (*(guint64 *)key >> i & 1)
                g_ptr_array_add(set->sources, g_strdup(w->sources->pdata[i]));
        if (set)
            g_ptr_array_add(people->sets, set);
    }
    g_ptr_array_sort(people->sets, by_persons);
}

static gint32
day_of(const char *date)
{
    GDate day;

    g_date_clear(&day, 1);
    g_date_set_parse(&day, date ? date : "");
    return g_date_valid(&day) ? (gint32)g_date_get_julian(&day) : G_MAXINT32;
}

void
cs_people_tell(const struct cs_people_walk *w, const char *as_of, struct cs_people *people)
{
    g_autofree double *authority = authorities(w);
    gint32 today = day_of(as_of);

    for (guint a = 0; a < w->sources->len; a++)
        tell_system(w, a, today, people);
    for (guint a = 0; a < w->sources->len; a++)
        for (guint b = a + 1; b < w->sources->len; b++)
            tell_pair(w, a, b, people);
    tell_sets(w, people);
    people->persons = w->all.sum;
    interval(&w->all, people->interval);
    people->shared = w->shared.sum;
    people->tables = w->people > 0 ? w->tables / w->people : 0;
    people->level = w->persons->whole ? 0 : w->level;
    cs_masters_propose(people, &(struct cs_votes){w->sources->len, w->names->len, (const char *const *)w->names->pdata,
                                                  w->votes, w->won, authority, w->known});
}
