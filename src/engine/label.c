/* label.c - what packs of known applications say of a column, against what its values say. */
#include "engine/weighing.h"

#include "model/taxonomy.h"

#include <string.h>

#define SURE 4.0         /* log-odds of a label: 0.98 */
#define UNLIKELY (-3.0)  /* of anything else there: 0.05 */
#define CONTRADICTED 3.0 /* evidence against it, of the values alone */
#define DISTINCTIVE 5.0  /* weight of rules whose values nothing else looks like */
#define LEAST_HITS 5

void
cs_label_find(struct cs_spot *spot)
{
    spot->label = cs_app_label(spot->s->options.known, spot->column->name, spot->t->path, &spot->app);
}

static struct cs_candidate *
find(const GPtrArray *candidates, int attribute)
{
    for (guint i = 0; i < candidates->len; i++)
        if (((struct cs_candidate *)candidates->pdata[i])->attribute == attribute)
            return candidates->pdata[i];
    return NULL;
}

/* Most values have a form that nothing else has: an e-mail address, an IBAN. */
static gboolean
is_unmistakable(const struct cs_candidate *c)
{
    const struct cs_rule *r = c->value_rule;

    return c->valued && r && r->weight >= DISTINCTIVE && !r->needs_name && c->hits >= LEAST_HITS &&
           c->value >= r->weight * 0.6;
}

/* Attributes of any form: a number of customers may be anything, a text hold whatever it likes. */
static gboolean
may_hold_anything(const char *id)
{
    static const char *const any[] = {
        "contact.social", "online.device_id", "online.cookie",          "id.customer",      "id.employee",
        "contact.fax",    "online.log",       "finance.account_number", "consent.evidence", NULL};

    return g_strv_contains(any, id) || g_str_has_prefix(id, "content.") || g_str_has_prefix(id, "credential.");
}

/* The form and variety of the values speak against the attribute of the label. The declared type does not: whoever
 * wrote the label knew it. */
static gboolean
is_contradicted(const struct cs_spot *spot, const struct cs_candidate *c)
{
    static const char *const gates[] = {"value.shape", "value.unknown", "value.few", NULL};
    gboolean told = spot->type == CS_T_TEXT || spot->type == CS_T_UNKNOWN;
    double against = 0;

    for (guint i = 0; i < c->n; i++)
        if (g_strv_contains(gates, c->evidence[i].name) || (told && !strcmp(c->evidence[i].name, "gate.type")))
            against -= c->evidence[i].weight;
    return against >= CONTRADICTED;
}

static gboolean
is_refuted(const struct cs_spot *spot, const GPtrArray *candidates)
{
    const struct cs_candidate *labelled = find(candidates, spot->label);

    if (spot->label == CS_LABEL_NEVER)
        return FALSE;
    if (labelled && is_contradicted(spot, labelled))
        return TRUE;
    if (labelled && (labelled->valued || may_hold_anything(cs_taxonomy_at((guint)spot->label)->id)))
        return FALSE;
    for (guint i = 0; i < candidates->len; i++)
        if (candidates->pdata[i] != labelled && is_unmistakable(candidates->pdata[i]))
            return TRUE;
    return FALSE;
}

static void
add_label(struct cs_candidate *c, const struct cs_app *app, double weight, const char *detail)
{
    g_autofree char *name = g_strconcat("app:", app->name, NULL);

    cs_weighing_add(c, name, weight, NULL, "%s", detail);
}

void
cs_label_apply(const struct cs_spot *spot, GPtrArray *candidates)
{
    if (spot->label == CS_LABEL_UNKNOWN)
        return;
    if (is_refuted(spot, candidates)) {
        add_label(candidates->pdata[0], spot->app, 0,
                  "the pack of the application labels it otherwise: refuted by the values");
        return;
    }
    for (guint i = 0; i < candidates->len; i++) {
        struct cs_candidate *c = candidates->pdata[i];

        if (c->attribute == spot->label)
            add_label(c, spot->app, MAX(SURE - c->score, 1.0), "labelled so in the pack of the application");
        else if (c->score > UNLIKELY)
            add_label(c, spot->app, UNLIKELY - c->score, "the pack of the application labels it otherwise");
    }
    g_ptr_array_sort(candidates, cs_candidate_compare);
}
