/* masters.c - which system to trust for an attribute: a score of what was measured; people decide. */
#include "engine/people.h"

#include <string.h>

/* Starting weights, stated in the map beside each score: they are not fitted. */
#define COVERAGE 0.30
#define COMPLETENESS 0.20
#define FRESHNESS 0.20
#define AGREEMENT 0.20
#define AUTHORITY 0.10
#define TIE 0.05

static const struct cs_system_attribute *
attribute_of(const struct cs_people_system *system, const char *attribute)
{
    for (guint i = 0; i < system->attributes->len; i++) {
        const struct cs_system_attribute *a = system->attributes->pdata[i];

        if (!strcmp(a->attribute, attribute))
            return a;
    }
    return NULL;
}

static gint
by_score(gconstpointer a, gconstpointer b)
{
    const struct cs_claim *x = *(struct cs_claim *const *)a, *y = *(struct cs_claim *const *)b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return strcmp(x->source, y->source);
}

static void
claim(struct cs_master *master, const struct cs_people_system *system, const struct cs_system_attribute *a,
      const struct cs_votes *v, guint s, guint attribute)
{
    guint at = s * v->attributes + attribute;
    struct cs_claim *c = cs_claim_new(system->source);

    c->coverage = v->known[attribute] > 0 ? MIN(1, a->persons / v->known[attribute]) : 0;
    c->completeness = a->filled;
    c->freshness = system->fresh < 0 ? 0.5 : system->fresh;
    c->agreement = v->votes[at] >= CS_PEOPLE_HIDDEN ? v->won[at] / v->votes[at] : 0.5;
    c->authority = v->authority[s];
    c->score = COVERAGE * c->coverage + COMPLETENESS * c->completeness + FRESHNESS * c->freshness +
               AGREEMENT * c->agreement + AUTHORITY * c->authority;
    g_ptr_array_add(master->claims, c);
}

static void
propose(struct cs_people *people, const struct cs_votes *v, guint attribute)
{
    struct cs_master *master = cs_master_new(v->names[attribute]);
    const struct cs_claim *first, *second;

    g_ptr_array_add(people->masters, master);
    for (guint s = 0; s < v->systems; s++) {
        const struct cs_people_system *system = people->systems->pdata[s];
        const struct cs_system_attribute *has = attribute_of(system, v->names[attribute]);

        if (has)
            claim(master, system, has, v, s, attribute);
    }
    g_ptr_array_sort(master->claims, by_score);
    first = master->claims->pdata[0];
    second = master->claims->pdata[1];
    if (first->score - second->score >= TIE)
        master->source = g_strdup(first->source);
}

void
cs_masters_propose(struct cs_people *people, const struct cs_votes *v)
{
    for (guint a = 0; a < v->attributes; a++) {
        guint having = 0;

        for (guint s = 0; s < v->systems; s++)
            having += attribute_of(people->systems->pdata[s], v->names[a]) != NULL;
        if (having >= 2)
            propose(people, v, a);
    }
}
