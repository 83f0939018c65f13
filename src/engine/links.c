/* links.c - foreign keys and copies: a finding on one column speaks for the same on the other. */
#include "engine/links.h"

#include <math.h>
#include <string.h>

#define HOPS 4          /* a key that refers to a key that refers … */
#define SURE 0.7        /* of the column referred to */
#define KEY_WEIGHT 3.0  /* log-odds: values are checked by the database itself */
#define COPY_WEIGHT 2.0 /* of a column all of whose values are in the other */

static double
more_certain(double confidence, double weight)
{
    double odds = confidence / MAX(1 - confidence, 1e-4) * exp(weight);

    return floor(odds / (1 + odds) * 1000 + 0.5) / 1000;
}

static gboolean
is_told(const struct cs_finding *f, const char *kind)
{
    for (guint i = 0; i < f->evidence->len; i++)
        if (!strcmp(((const struct cs_evidence *)f->evidence->pdata[i])->kind, kind))
            return TRUE;
    return FALSE;
}

/* Findings of columns themselves, the most certain of each: struct cs_place* → struct cs_finding*. */
static GHashTable *
index_columns(const GPtrArray *findings)
{
    GHashTable *index = g_hash_table_new(cs_place_hash_column, cs_place_same_column);

    for (guint i = 0; i < findings->len; i++) {
        struct cs_finding *f = findings->pdata[i], *other = g_hash_table_lookup(index, &f->place);

        if (!f->place.path && f->verdict == CS_IS && (!other || other->confidence < f->confidence))
            g_hash_table_insert(index, &f->place, f);
    }
    return index;
}

static struct cs_finding *
finding_at(GHashTable *index, const struct cs_object *o, const char *schema, const char *object, const char *column)
{
    struct cs_place place = {.source = o->source->name,
                             .schema = (char *)(schema ? schema : o->schema),
                             .object = (char *)object,
                             .column = (char *)column};

    return g_hash_table_lookup(index, &place);
}

static struct cs_finding *
new_finding(const struct cs_object *o, const struct cs_column *c, const struct cs_finding *target)
{
    struct cs_finding *f = cs_finding_new();

    cs_place_set(&f->place, o->source->name, o->schema, o->name, c->name, NULL);
    f->type = g_strdup(cs_type_name(c->type));
    f->native = g_strdup(c->native);
    f->attribute = g_strdup(target->attribute);
    f->verdict = CS_IS;
    f->confidence = MIN(target->confidence, more_certain(0.5, KEY_WEIGHT));
    f->filled = -1;
    return f;
}

/* TRUE when something is told that was not known. */
static gboolean
follow(struct cs_survey *survey, GHashTable *index, struct cs_object *o, const struct cs_column *c)
{
    struct cs_finding *own = finding_at(index, o, NULL, o->name, c->name), *target;

    target = finding_at(index, o, c->ref_schema, c->ref_object, c->ref_column);
    if (!target || target == own || target->confidence < SURE || (own && strcmp(own->attribute, target->attribute)))
        return FALSE;
    if (own && (own->confidence >= target->confidence || is_told(own, "key.target")))
        return FALSE;
    if (own) {
        own->confidence = more_certain(own->confidence, KEY_WEIGHT);
    } else {
        own = new_finding(o, c, target);
        g_ptr_array_add(survey->findings, own);
        g_hash_table_insert(index, &own->place, own);
        o->without_finding -= o->without_finding > 0;
    }
    cs_finding_add(own, "key.target", NULL, KEY_WEIGHT, "refers to %s.%s", c->ref_object, c->ref_column);
    return TRUE;
}

/* Numbers of rows say nothing of what stands in the row; texts are what the key itself holds. */
static gboolean
holds_what_it_refers_to(const struct cs_column *c)
{
    return c->foreign && c->readable && c->ref_object && c->ref_column &&
           (c->type == CS_T_TEXT || c->type == CS_T_UNKNOWN);
}

static gboolean
follow_all(struct cs_survey *survey, GHashTable *index)
{
    gboolean told = FALSE;

    for (guint s = 0; s < survey->sources->len; s++) {
        const struct cs_source *source = survey->sources->pdata[s];

        for (guint i = 0; i < source->objects->len; i++) {
            struct cs_object *o = source->objects->pdata[i];

            for (guint k = 0; k < o->columns->len; k++)
                if (holds_what_it_refers_to(o->columns->pdata[k]))
                    told |= follow(survey, index, o, o->columns->pdata[k]);
        }
    }
    return told;
}

void
cs_links_by_keys(struct cs_survey *survey)
{
    g_autoptr(GHashTable) index = index_columns(survey->findings);
    guint before = survey->findings->len;

    for (guint hop = 0; hop < HOPS && follow_all(survey, index); hop++)
        ;
    if (survey->findings->len > before)
        cs_survey_sort(survey);
}

void
cs_links_by_copies(struct cs_survey *survey)
{
    g_autoptr(GHashTable) index = index_columns(survey->findings);

    for (guint i = 0; i < survey->copies->len; i++) {
        const struct cs_copy *copy = survey->copies->pdata[i];
        struct cs_finding *a = copy->a.path ? NULL : g_hash_table_lookup(index, &copy->a);
        struct cs_finding *b = copy->b.path ? NULL : g_hash_table_lookup(index, &copy->b);
        struct cs_finding *less = a && b && a->confidence > b->confidence ? b : a, *more = less == a ? b : a;
        double weight = COPY_WEIGHT * MAX(copy->containment_ab, copy->containment_ba);

        if (!less || !more || less->confidence >= more->confidence || strcmp(a->attribute, b->attribute) != 0 ||
            more->confidence < SURE || is_told(less, "copy.of"))
            continue;
        less->confidence = more_certain(less->confidence, weight);
        cs_finding_add(less, "copy.of", NULL, weight, "holds the values of %s.%s", more->place.object,
                       more->place.column);
    }
}
