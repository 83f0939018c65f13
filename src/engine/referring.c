/* referring.c - the employee number in a table of absences is how it says whose they are: a reference, not a copy. */
#include "engine/referring.h"

#include "engine/identity.h"
#include "model/taxonomy.h"

#include <string.h>

struct target {
    struct cs_place place; /* borrowed texts */
    gboolean declared;
};

struct referring {
    GHashTable *targets; /* struct cs_place* of a column → struct target* */
    GHashTable *copied;  /* "source object object", of objects that hold copies of more than such numbers */
};

static void
refer(struct referring *r, const struct cs_place *from, const struct cs_place *to, gboolean declared)
{
    struct target *target;

    if (g_hash_table_contains(r->targets, from))
        return;
    target = g_new(struct target, 1);
    *target = (struct target){*to, declared};
    g_hash_table_insert(r->targets, g_memdup2(from, sizeof *from), target);
}

static void
add_foreign_keys(struct referring *r, const struct cs_source *source)
{
    for (guint i = 0; i < source->objects->len; i++) {
        const struct cs_object *o = source->objects->pdata[i];

        for (guint k = 0; k < o->columns->len; k++) {
            const struct cs_column *c = o->columns->pdata[k];

            if (c->foreign && c->ref_object && c->ref_column)
                refer(r, &(struct cs_place){source->name, o->schema, o->name, c->name, NULL},
                      &(struct cs_place){source->name, c->ref_schema ? c->ref_schema : o->schema, c->ref_object,
                                         c->ref_column, NULL},
                      TRUE);
        }
    }
}

/* The key that a column refers to, or NULL. */
static const struct target *
target_of(const struct referring *r, const struct cs_place *p)
{
    return p->path ? NULL : g_hash_table_lookup(r->targets, p);
}

enum relation { NONE, BY_VALUES, DECLARED };

static enum relation
relation(const struct referring *r, const struct cs_place *a, const struct cs_place *b)
{
    const struct target *x = target_of(r, a), *y = target_of(r, b);
    gboolean declared;

    if (a->path || b->path || strcmp(a->source, b->source) != 0)
        return NONE;
    if (x && cs_place_same_column(&x->place, b))
        declared = x->declared;
    else if (y && cs_place_same_column(&y->place, a))
        declared = y->declared;
    else if (x && y && cs_place_same_column(&x->place, &y->place))
        declared = x->declared && y->declared;
    else
        return NONE;
    return declared ? DECLARED : BY_VALUES;
}

static gboolean
is_number(const char *attribute)
{
    const struct cs_attribute *known = cs_taxonomy_find(attribute);
    enum cs_value_class kind = known && known->value_class ? cs_value_class_find(known->value_class) : CS_VC_LINE;

    return kind == CS_VC_NUMBER || kind == CS_VC_TEXT;
}

static char *
objects_of(const struct cs_copy *c)
{
    g_autofree char *a = g_strjoin("\x1f", c->a.schema ? c->a.schema : "", c->a.object, NULL),
                    *b = g_strjoin("\x1f", c->b.schema ? c->b.schema : "", c->b.object, NULL);
    gboolean ordered = strcmp(a, b) <= 0;

    return g_strjoin("\x1e", c->a.source, ordered ? a : b, ordered ? b : a, NULL);
}

static void
note_copied(const struct referring *r, const struct cs_survey *survey)
{
    for (guint i = 0; i < survey->copies->len; i++) {
        const struct cs_copy *c = survey->copies->pdata[i];

        if (!strcmp(c->a.source, c->b.source) && !is_number(c->attribute))
            g_hash_table_add(r->copied, objects_of(c));
    }
}

static gboolean
is_reference(const struct referring *r, const struct cs_copy *c)
{
    enum relation how = is_number(c->attribute) ? relation(r, &c->a, &c->b) : NONE;
    g_autofree char *objects = how == BY_VALUES ? objects_of(c) : NULL;

    return how == DECLARED || (objects && !g_hash_table_contains(r->copied, objects));
}

/* Backwards, since what is removed closes up. */
static void
drop(const struct referring *r, struct cs_survey *survey)
{
    for (guint i = survey->copies->len; i-- > 0;)
        if (is_reference(r, survey->copies->pdata[i]))
            g_ptr_array_remove_index(survey->copies, i);
}

static gboolean
is_found(const struct referring *r, const struct cs_place *from, const struct cs_place *to)
{
    const struct target *t = target_of(r, from);

    return t && !t->declared && !to->path && cs_place_same_column(&t->place, to);
}

static void
tell_joins_once(const struct referring *r, struct cs_survey *survey)
{
    for (guint i = survey->joins->len; i-- > 0;) {
        const struct cs_join *j = survey->joins->pdata[i];

        if (!strcmp(j->kind, "shared-number") && (is_found(r, &j->a, &j->b) || is_found(r, &j->b, &j->a)))
            g_ptr_array_remove_index(survey->joins, i);
    }
}

void
cs_referring_drop(struct cs_survey *survey)
{
    struct referring r = {g_hash_table_new_full(cs_place_hash_column, cs_place_same_column, g_free, g_free),
                          g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};

    for (guint i = 0; i < survey->sources->len; i++)
        add_foreign_keys(&r, survey->sources->pdata[i]);
    for (guint i = 0; i < survey->joins->len; i++) {
        const struct cs_join *j = survey->joins->pdata[i];

        if (!strcmp(j->kind, "reference") && !j->a.path && !j->b.path && !strcmp(j->a.source, j->b.source))
            refer(&r, &j->a, &j->b, FALSE);
    }
    note_copied(&r, survey);
    drop(&r, survey);
    tell_joins_once(&r, survey);
    g_hash_table_unref(r.targets);
    g_hash_table_unref(r.copied);
}
