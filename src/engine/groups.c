/* groups.c - union-find over the places of copies. */
#include "engine/groups.h"

#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

/* One column may hold values of several classes, e-mail addresses beside telephone numbers: it stands once for each. */
static char *
place_name(const struct cs_place *p, const char *attribute)
{
    const struct cs_attribute *known = cs_taxonomy_find(attribute);

    return g_strjoin("\x1f", p->source, p->schema ? p->schema : "", p->object, p->column, p->path ? p->path : "",
                     known && known->value_class ? known->value_class : "", NULL);
}

struct places {
    GHashTable *index; /* name → index + 1 */
    GPtrArray *place;  /* borrowed */
    GArray *parent;    /* of guint */
};

static guint
index_of(struct places *p, const struct cs_place *place, const char *attribute)
{
    char *name = place_name(place, attribute);
    guint i = GPOINTER_TO_UINT(g_hash_table_lookup(p->index, name));

    if (i) {
        g_free(name);
        return i - 1;
    }
    i = p->place->len;
    g_hash_table_insert(p->index, name, GUINT_TO_POINTER(i + 1));
    g_ptr_array_add(p->place, (gpointer)(guintptr)place);
    g_array_append_val(p->parent, i);
    return i;
}

static guint
root(const struct places *p, guint i)
{
    guint *parent = (guint *)(void *)p->parent->data;

    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static struct cs_copy_group *
group_of(struct cs_survey *s, GHashTable *numbers, guint top, const char *attribute)
{
    guint id = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, GUINT_TO_POINTER(top + 1)));
    struct cs_copy_group *g;

    if (id)
        return s->groups->pdata[id - 1];
    g = g_new0(struct cs_copy_group, 1);
    g->id = s->groups->len + 1;
    g->attribute = g_strdup(attribute);
    g->places = cs_places_new();
    g_ptr_array_add(s->groups, g);
    g_hash_table_insert(numbers, GUINT_TO_POINTER(top + 1), GUINT_TO_POINTER(g->id));
    return g;
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
    return cs_place_compare(*(struct cs_place *const *)a, *(struct cs_place *const *)b);
}

void
cs_groups_make(struct cs_survey *survey)
{
    g_autoptr(GHashTable) index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(GArray) parent = g_array_new(FALSE, FALSE, sizeof(guint));
    struct places p = {index, list, parent};

    cs_survey_sort(survey);
    for (guint i = 0; i < survey->copies->len; i++) {
        const struct cs_copy *c = survey->copies->pdata[i];
        guint a = index_of(&p, &c->a, c->attribute), b = index_of(&p, &c->b, c->attribute);

        g_array_index(parent, guint, root(&p, b)) = root(&p, a);
    }
    for (guint i = 0; i < survey->copies->len; i++) {
        struct cs_copy *c = survey->copies->pdata[i];

        c->group = group_of(survey, numbers, root(&p, index_of(&p, &c->a, c->attribute)), c->attribute)->id;
    }
    for (guint i = 0; i < list->len; i++) {
        const struct cs_place *from = list->pdata[i];
        struct cs_place *copy = g_new0(struct cs_place, 1);

        cs_place_set(copy, from->source, from->schema, from->object, from->column, from->path);
        g_ptr_array_add(group_of(survey, numbers, root(&p, i), NULL)->places, copy);
    }
    for (guint i = 0; i < survey->groups->len; i++)
        g_ptr_array_sort(((struct cs_copy_group *)survey->groups->pdata[i])->places, by_place);
}

/* ---- the sentence ---- */

/* What people known to both systems have differently there: contacts, where the copies are keys of people; else the
 * copied attribute itself. NULL when nothing can be told. */
static const struct cs_conflict *
telling_conflict(const struct cs_survey *survey, const struct cs_copy *c)
{
    const struct cs_attribute *known = cs_taxonomy_find(c->attribute);
    const struct cs_people_pair *pair =
        survey->people ? cs_people_pair_of(survey->people, c->a.source, c->b.source) : NULL;
    const struct cs_conflict *best = NULL;

    for (guint k = 0; pair && k < pair->conflicts->len; k++) {
        const struct cs_conflict *conflict = pair->conflicts->pdata[k];
        gboolean same = !strcmp(conflict->attribute, c->attribute);

        if ((known && known->identifying ? !same && g_str_has_prefix(conflict->attribute, "contact.") : same) &&
            conflict->differing >= CS_PEOPLE_HIDDEN && cs_copy_holds_most(c, conflict->compared) &&
            (!best || conflict->differing > best->differing))
            best = conflict;
    }
    return best;
}

static void
append_label(GString *out, const char *attribute)
{
    const struct cs_attribute *a = cs_taxonomy_find(attribute);

    g_string_append_printf(out, "\"%s\"", a ? a->label_en : attribute);
}

static void
append_place(GString *out, const struct cs_place *p)
{
    g_string_append_printf(out, "%s:%s%s%s.%s%s%s", p->source, p->schema && *p->schema ? p->schema : "",
                           p->schema && *p->schema ? "." : "", p->object, p->column, p->path ? " " : "",
                           p->path ? p->path : "");
}

/* Of the size of a number, the last of three digits: what is estimated has no more of them. */
static double
third_digit(double number)
{
    return number < 1000 ? 1 : pow(10, floor(log10(number)) - 2);
}

/* How many values the other side has, of those of the side that shares more; few are not told, nor where few may be. */
static void
append_count(GString *out, const struct cs_copy *c, gboolean turn)
{
    const double *interval = turn ? c->interval_ba : c->interval_ab;
    double distinct = (double)(turn ? c->distinct_b : c->distinct_a),
           count = (turn ? c->containment_ba : c->containment_ab) * distinct, low = interval[0] * distinct,
           high = interval[1] * distinct, unit = third_digit(count), all = round(distinct / unit) * unit;

    if ((c->level ? high : count) < CS_PEOPLE_HIDDEN - 0.5)
        g_string_append_printf(out, "Fewer than %u values of ", CS_PEOPLE_HIDDEN);
    else if (!c->level)
        g_string_append_printf(out, "%.0f of %.0f values of ", count, distinct);
    else if (count < CS_PEOPLE_HIDDEN || low < CS_PEOPLE_HIDDEN)
        g_string_append_printf(out, "At most %.0f of about %.0f values of ", ceil(high), all);
    else
        g_string_append_printf(out, "About %.0f (between %.0f and %.0f) of about %.0f values of ",
                               round(count / unit) * unit, floor(low / unit) * unit, MIN(ceil(high / unit) * unit, all),
                               all);
}

static char *
sentence(const struct cs_survey *survey, const struct cs_copy *c)
{
    GString *out = g_string_new(NULL);
    gboolean turn = c->containment_ba > c->containment_ab;
    const struct cs_conflict *conflict = telling_conflict(survey, c);

    append_count(out, c, turn);
    append_label(out, c->attribute);
    g_string_append(out, " in ");
    append_place(out, turn ? &c->b : &c->a);
    g_string_append(out, " are also in ");
    append_place(out, turn ? &c->a : &c->b);
    if (conflict) {
        g_string_append_printf(out, "; of %.0f people with ", conflict->compared);
        append_label(out, conflict->attribute);
        g_string_append_printf(out, " in both %s and %s, %.0f have a different one in each", c->a.source, c->b.source,
                               conflict->differing);
    }
    g_string_append_c(out, '.');
    return g_string_free(out, FALSE);
}

void
cs_groups_tell(struct cs_survey *survey)
{
    for (guint i = 0; i < survey->groups->len; i++) {
        struct cs_copy_group *g = survey->groups->pdata[i];
        const struct cs_copy *c = cs_survey_telling_copy(survey, g->id);

        if (c)
            g->sentence = sentence(survey, c);
    }
}
