/* weigh.c - names, values, types and context into a score for every attribute that anything speaks for. */
#include "engine/weighing.h"

#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

const char *
cs_candidate_id(const struct cs_candidate *c)
{
    return cs_taxonomy_at((guint)c->attribute)->id;
}

struct cs_candidate *
cs_weighing_candidate(struct cs_weighing *w, int attribute)
{
    struct cs_candidate *c;

    for (guint i = 0; i < w->candidates->len; i++) {
        c = w->candidates->pdata[i];
        if (c->attribute == attribute)
            return c;
    }
    c = g_new0(struct cs_candidate, 1);
    c->attribute = attribute;
    g_ptr_array_add(w->candidates, c);
    return c;
}

void
cs_weighing_add(struct cs_candidate *c, const char *name, double weight, const char *rule, const char *format, ...)
{
    struct cs_weight *e = &c->evidence[c->n];
    va_list args;

    c->score += weight;
    if (c->n == CS_EVIDENCE_MAX)
        return;
    c->n++;
    g_strlcpy(e->name, name, sizeof e->name);
    e->weight = weight;
    e->rule = rule;
    if (format) {
        va_start(args, format);
        g_vsnprintf(e->detail, sizeof e->detail, format, args);
        va_end(args);
    }
}

void
cs_weighing_weigh(const struct cs_weighing *w, struct cs_candidate *c, const char *base, const char *where,
                  const char *rule, const char *detail)
{
    char name[112];
    double general = 0, special = 0;

    g_snprintf(name, sizeof name, "%s:%s", base, where);
    cs_ruleset_weight(w->rules, base, &general);
    cs_ruleset_weight(w->rules, name, &special);
    cs_weighing_add(c, name, general + special, rule, detail ? "%s" : NULL, detail);
}

struct cs_candidate *
cs_weighing_known(const struct cs_weighing *w, const char *id)
{
    for (guint i = 0; i < w->candidates->len; i++) {
        struct cs_candidate *c = w->candidates->pdata[i];

        if (!strcmp(cs_candidate_id(c), id) && (c->named || c->valued))
            return c;
    }
    return NULL;
}

double
cs_probability(double score)
{
    return 1 / (1 + exp(-score));
}

int
cs_candidate_compare(gconstpointer a, gconstpointer b)
{
    const struct cs_candidate *x = *(struct cs_candidate *const *)a, *y = *(struct cs_candidate *const *)b;

    return x->score > y->score ? -1 : x->score < y->score ? 1 : x->attribute - y->attribute;
}

GPtrArray *
cs_weigh(const struct cs_spot *spot)
{
    struct cs_weighing w = {
        .spot = spot, .rules = spot->s->options.ruleset, .candidates = g_ptr_array_new_with_free_func(g_free)};

    cs_weigh_find_names(&w);
    cs_weigh_find_values(&w);
    cs_weigh_settle(&w);
    if (spot->label >= 0)
        cs_weighing_candidate(&w, spot->label);
    for (guint i = 0; i < w.candidates->len; i++) {
        struct cs_candidate *c = w.candidates->pdata[i];

        cs_weigh_add_names(&w, c);
        cs_weigh_add_values(&w, c);
        cs_weigh_add_against(&w, c);
    }
    g_ptr_array_sort(w.candidates, cs_candidate_compare);
    return w.candidates;
}
