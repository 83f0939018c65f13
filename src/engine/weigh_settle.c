/* weigh_settle.c - attributes that share names or values told apart by what the place is. */
#include "engine/weighing.h"

#include "model/taxonomy.h"

#include <string.h>

gboolean
cs_spot_is_dated(const struct cs_spot *spot)
{
    return spot->type == CS_T_DATE || spot->type == CS_T_TIMESTAMP ||
           (spot->t->values >= 5 && spot->t->dates * 10 >= spot->t->values * 9);
}

gboolean
cs_spot_is_flag(const struct cs_spot *spot)
{
    return spot->type == CS_T_BOOLEAN ||
           (spot->t->values >= 5 && spot->t->flags == spot->t->values && spot->t->distinct <= 2);
}

static void
move_name(struct cs_candidate *from, struct cs_candidate *to)
{
    if (to->named && to->hit.strength == CS_NAME_STRONG && to->hit.whole)
        return;
    to->named = TRUE;
    to->hit = from->hit;
    from->named = FALSE;
}

/* When, where and how a consent was given is its proof, not the consent. */
static void
settle_consent(struct cs_weighing *w)
{
    struct cs_candidate *flag = cs_weighing_known(w, "consent.flag");

    if (!flag || !flag->named || cs_spot_is_flag(w->spot))
        return;
    if (flag->hit.time || cs_spot_is_dated(w->spot) || cs_spot_words(w->spot) & (CS_W_PROOF_SOURCE | CS_W_PROOF_TEXT))
        move_name(flag, cs_weighing_candidate(w, cs_taxonomy_index("consent.evidence")));
}

/* "nom", "name": a whole name where the values have several words and no first name stands beside. */
static void
settle_names(struct cs_weighing *w)
{
    struct cs_candidate *last = cs_weighing_known(w, "person.last_name"), *full = cs_weighing_known(w, "person.name"),
                        *employer = cs_weighing_known(w, "work.employer"), *company = cs_weighing_known(w, "org.name");
    const struct cs_tally *t = w->spot->t;

    /* companies are called after people */
    if (full && !full->named && ((employer && employer->named) || (company && company->named)))
        full->value = 0;

    if (last && last->named && t->values >= 5 && t->words * 10 >= t->values * 17 && !w->spot->profile->first)
        move_name(last, cs_weighing_candidate(w, cs_taxonomy_index("person.name")));
}

/* "adresse": the whole or the street, what stands beside it tells; neither word is the weaker one. */
static void
settle_addresses(struct cs_weighing *w)
{
    struct cs_candidate *full = cs_weighing_known(w, "address.full"), *street = cs_weighing_known(w, "address.street");

    if (full && full->named && street && street->named && !strcmp(full->hit.form, street->hit.form))
        full->hit.strength = street->hit.strength = MAX(full->hit.strength, street->hit.strength);
}

/* A fax number looks like any telephone number: its name tells them apart. */
static void
settle_fax(struct cs_weighing *w)
{
    struct cs_candidate *fax = cs_weighing_known(w, "contact.fax"), *phone = cs_weighing_known(w, "contact.phone");

    if (!fax || !fax->named || fax->valued || !phone || !phone->valued || phone->named)
        return;
    fax->value = phone->value;
    fax->value_rule = phone->value_rule;
    fax->hits = phone->hits;
    fax->valued = TRUE;
    phone->valued = FALSE;
    phone->value_rule = NULL;
}

/* The share of values that a list of things, which are nobody's data, knows. */
static double
share_of_things(const struct cs_weighing *w)
{
    const struct cs_tally *t = w->spot->t;
    double best = 0;

    for (guint i = 0; t->hits && i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (r->attribute_index < 0 && r->list)
            best = MAX(best, (double)t->hits[i] / (double)MAX(cs_tally_tried(t, i), 1));
    }
    return best;
}

/* Surnames are towns, colours and first names: of the lists that know the values of an unnamed column, those that know
 * clearly fewer of them than the best say nothing. */
static void
settle_lists(struct cs_weighing *w)
{
    double best = w->candidates->len ? share_of_things(w) : 0;

    for (guint i = 0; i < w->candidates->len; i++) {
        const struct cs_candidate *c = w->candidates->pdata[i];

        if (c->value_rule && c->value_rule->list)
            best = MAX(best, (double)c->hits / (double)c->tried);
    }
    for (guint i = 0; i < w->candidates->len; i++) {
        struct cs_candidate *c = w->candidates->pdata[i];

        if (!c->value_rule || !c->value_rule->list || c->named || (double)c->hits >= 0.8 * best * (double)c->tried)
            continue;
        c->value = 0;
        c->value_rule = NULL;
        c->valued = FALSE;
    }
}

void
cs_weigh_settle(struct cs_weighing *w)
{
    settle_lists(w);
    settle_names(w);
    settle_addresses(w);
    settle_fax(w);
    settle_consent(w);
}
