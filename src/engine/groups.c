/* groups.c - union-find over the places of copies. */
#include "engine/groups.h"

static char *
place_name(const struct cs_place *p)
{
    return g_strjoin("\x1f", p->source, p->schema ? p->schema : "", p->object, p->column, p->path ? p->path : "", NULL);
}

struct places {
    GHashTable *index; /* name → index + 1 */
    GPtrArray *place;  /* borrowed */
    GArray *parent;    /* of guint */
};

static guint
index_of(struct places *p, const struct cs_place *place)
{
    char *name = place_name(place);
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
        guint a = index_of(&p, &c->a), b = index_of(&p, &c->b);

        g_array_index(parent, guint, root(&p, b)) = root(&p, a);
    }
    for (guint i = 0; i < survey->copies->len; i++) {
        struct cs_copy *c = survey->copies->pdata[i];

        c->group = group_of(survey, numbers, root(&p, index_of(&p, &c->a)), c->attribute)->id;
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
