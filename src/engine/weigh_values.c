/* weigh_values.c - what the values of a place say for attributes. */
#include "engine/weighing.h"

#include "engine/overlap.h"
#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

#define TABLE_HITS 8 /* of the name of a table */

/* A share of matches that chance would not give. */
static double
value_evidence(double weight, double chance, double min_ratio, guint64 hits, guint64 tried)
{
    double low, high, ratio = (double)hits / (double)tried;

    cs_wilson(hits, tried, &low, &high);
    if (hits < 3 || low <= chance)
        return 0;
    if (ratio >= min_ratio)
        return weight * MIN(1.0, 0.55 + 0.15 * log10((double)tried + 1));
    return ratio > min_ratio * 0.5 ? weight * 0.4 : 0;
}

static void
find_as(struct cs_weighing *w, int attribute, const struct cs_rule *r, double weight, guint64 hits, guint64 tried)
{
    struct cs_candidate *c = cs_weighing_candidate(w, attribute);

    if (weight <= c->value)
        return;
    c->value = weight;
    c->valued = TRUE;
    c->value_rule = r;
    c->hits = hits;
    c->tried = tried;
}

static void
find_by_rule(struct cs_weighing *w, const struct cs_rule *r, double weight, guint64 hits, guint64 tried)
{
    const struct cs_candidate *named = cs_weighing_known(w, r->attribute);

    if (!r->needs_name || (named && named->named))
        find_as(w, r->attribute_index, r, weight, hits, tried);
}

static void
find_by_rules(struct cs_weighing *w)
{
    const struct cs_tally *t = w->spot->t;

    for (guint i = 0; t->hits && t->matched && i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);
        guint64 tried = t->hits[i] && r->attribute_index >= 0 ? cs_tally_tried(t, i) : 0;
        double weight = tried ? value_evidence(r->weight, r->chance, r->min_ratio, t->hits[i], tried) : 0;

        if (weight > 0)
            find_by_rule(w, r, weight, t->hits[i], tried);
    }
}

/* What the rules of an attribute would say as one: a column of several countries' numbers, of towns and villages. */
struct mixture {
    double weight, chance, min_ratio; /* weight and min_ratio: summed over hits */
    guint64 hits;
    guint n;
    const struct cs_rule *most; /* of the rules, the one with most hits */
    guint32 most_hits;
};

static void
mix(struct mixture *m, const struct cs_rule *r, guint32 hits)
{
    m->n++;
    m->hits += hits;
    m->weight += r->weight * hits;
    m->min_ratio += r->min_ratio * hits;
    m->chance += r->chance;
    if (hits > m->most_hits) {
        m->most = r;
        m->most_hits = hits;
    }
}

static void
find_mixtures(struct cs_weighing *w)
{
    const struct cs_tally *t = w->spot->t;
    g_autofree struct mixture *all = t->known ? g_new0(struct mixture, cs_taxonomy_count()) : NULL;

    for (guint i = 0; all && i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (t->hits[i] && r->attribute_index >= 0 && !r->needs_name)
            mix(&all[r->attribute_index], r, t->hits[i]);
    }
    for (guint a = 0; all && a < cs_taxonomy_count(); a++) {
        const struct mixture *m = &all[a];
        double hits = (double)MAX(m->hits, 1);
        double weight = m->n < 2 ? 0
                                 : value_evidence(m->weight / hits, MIN(m->chance, 1), m->min_ratio / hits, t->known[a],
                                                  t->matched);

        if (weight > 0)
            find_by_rule(w, m->most, weight, t->known[a], t->matched);
    }
}

/* A column without a telling name whose texts could all be postal codes is one where a town or street stands beside it
 * and no other postal code, or where some are of the countries whose codes nothing else looks like. */
static void
find_postal_codes(struct cs_weighing *w)
{
    const struct cs_tally *t = w->spot->t;
    const struct cs_profile *p = w->spot->profile;
    int postal = cs_taxonomy_index("address.postal_code");
    const struct cs_rule *most = NULL;
    guint64 digits = 0, letters = t->known ? t->known[postal] : 0;

    for (guint i = 0; t->hits && i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (r->attribute_index == postal && r->needs_name && t->hits[i] > digits) {
            digits = t->hits[i];
            most = r;
        }
    }
    if (!most || w->candidates->len || w->spot->type == CS_T_INTEGER || t->matched < 20 || t->distinct < 20 ||
        (digits + letters) * 10 < t->matched * 9 || (letters * 20 < t->matched && (!p->place || p->postal)))
        return;
    find_as(w, postal, most, 2.5, digits + letters, t->matched);
}

/* Dates that lie a generation back, over decades, are days of birth: orders and log lines are recent. */
static void
find_birth_dates(struct cs_weighing *w)
{
    const struct cs_tally *t = w->spot->t;
    struct cs_candidate *c;

    if (t->values < 20 || t->distinct < 15 || t->dates * 10 < t->values * 9 || t->old_dates * 10 < t->dates * 9 ||
        t->last_year - t->first_year < 25)
        return;
    c = cs_weighing_candidate(w, cs_taxonomy_index("person.birth_date"));
    if (c->value < 4.5) {
        c->value = 4.5;
        c->valued = TRUE;
        c->value_rule = NULL;
    }
}

/* Several words a value, and hardly two values alike. */
static gboolean
is_prose(const struct cs_spot *spot)
{
    const struct cs_tally *t = spot->t;

    return t->values >= 8 && t->words >= t->values * 4 &&
           (guint64)t->distinct * 2 > (t->told_apart ? t->told_apart : t->values);
}

/* Texts, one in ten of which holds an address or a number of somebody. */
static gboolean
is_about_people(const struct cs_weighing *w)
{
    const struct cs_tally *t = w->spot->t;

    for (guint i = 0; t->found && is_prose(w->spot) && i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (r->attribute_index >= 0 && t->found[i] >= 3 && (guint64)t->found[i] * 10 >= t->matched)
            return TRUE;
    }
    return FALSE;
}

void
cs_weigh_find_values(struct cs_weighing *w)
{
    find_by_rules(w);
    find_mixtures(w);
    find_postal_codes(w);
    find_birth_dates(w);
    if (is_about_people(w))
        cs_weighing_candidate(w, cs_taxonomy_index("content.free_text"))->valued = TRUE;
}

static gboolean
is_full(const struct cs_candidate *c)
{
    /* 0.4: half of the values; 0.6 … 1: nearly all */
    return c->valued && c->value_rule && c->value >= 0.6 * MAX(c->value_rule->weight, 0.1);
}

/* Values that hardly anything else looks like need no name to be believed: the more so the rarer their form. */
static double
alone(const struct cs_candidate *c)
{
    if ((c->named && c->hit.strength == CS_NAME_STRONG) || !is_full(c))
        return 0;
    return c->value_rule->weight >= 5 ? 4.0 : c->value_rule->weight >= 4 ? 3.0 : c->value_rule->weight >= 3 ? 2.0 : 0.5;
}

/* Does the table's own name say what its values look like? A table of unions holds memberships. */
static gboolean
is_table_of(const struct cs_weighing *w, const struct cs_candidate *c)
{
    struct cs_name_hit hits[TABLE_HITS];
    guint n = c->valued && !c->named
                  ? cs_names_match(w->spot->s->options.names, w->spot->s->object->name, NULL, hits, TABLE_HITS)
                  : 0;

    for (guint i = 0; i < n; i++)
        if (hits[i].attribute == c->attribute && hits[i].strength == CS_NAME_STRONG)
            return TRUE;
    return FALSE;
}

void
cs_weigh_add_values(const struct cs_weighing *w, struct cs_candidate *c)
{
    const struct cs_spot *spot = w->spot;
    const struct cs_rule *r = c->valued ? c->value_rule : NULL;
    double bare = alone(c);

    if (r)
        cs_weighing_add(c,
                        r->check  ? "value.check"
                        : r->list ? "value.list"
                                  : "value.pattern",
                        c->value, r->id, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " distinct values", c->hits,
                        spot->t->matched);
    else if (c->valued && c->value > 0)
        cs_weighing_add(c, "value.dates", c->value, NULL, "dates a generation back");
    if (c->named && c->hit.strength == CS_NAME_STRONG && c->hit.whole && is_full(c))
        cs_weighing_add(c, "value.agrees", 1.5, NULL, NULL);
    if (bare > 0)
        cs_weighing_add(c, "value.alone", bare, NULL, NULL);
    if (!strcmp(cs_candidate_id(c), "consent.flag") && spot->type != CS_T_BOOLEAN && cs_spot_is_flag(spot))
        cs_weighing_add(c, "value.flag", 2.0, NULL, NULL);
    if (is_table_of(w, c))
        cs_weighing_add(c, "value.table", 2.0, NULL, NULL);
    if (!strcmp(cs_candidate_id(c), "content.free_text") && is_about_people(w))
        cs_weighing_add(c, "value.people", 3.0, NULL, NULL);
    if (!strcmp(cs_candidate_id(c), "content.free_text") && spot->t->values >= 8)
        cs_weighing_add(c, "value.prose", is_prose(spot) || spot->t->long_texts * 4 > spot->t->values ? 2.5 : -2.5,
                        NULL, NULL);
}
