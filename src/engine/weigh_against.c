/* weigh_against.c - what a column's type and its values refuse. */
#include "engine/weighing.h"

#include "engine/traits.h"

#include <string.h>

#define DOUBTFUL (-1.0) /* log-odds: a weak sign, not a finding */

static const char *const dates_only[] = {"person.birth_date",
                                         "person.death_date",
                                         "lifecycle.created",
                                         "lifecycle.last_activity",
                                         "lifecycle.deleted",
                                         "lifecycle.retention",
                                         NULL};
static const char *const date_allowed[] = {"consent.evidence", "consent.flag", "finance.card_expiry",
                                           "online.log",       "person.age",   NULL};
static const char *const flag_allowed[] = {
    "consent.flag",   "lifecycle.deleted", "special.health", "person.gender",    "person.age",
    "finance.credit", "behaviour.profile", "special.union",  "special.religion", NULL};
static const char *const integer_refused[] = {"person.name",      "person.first_name",
                                              "person.last_name", "person.middle_name",
                                              "contact.email",    "address.street",
                                              "address.full",     "content.free_text",
                                              "contact.social",   "online.url",
                                              "finance.bic",      "work.employer",
                                              "org.name",         "online.username",
                                              "person.photo",     "person.signature",
                                              "content.document", "online.mac",
                                              "finance.iban",     "person.birth_place",
                                              "org.vat",          NULL};

/* The type gate: what a type, or values of one kind, cannot hold. */
static double
type_gate(const struct cs_spot *spot, const char *id)
{
    gboolean numbers = spot->t->values >= 5 && spot->t->numbers * 10 >= spot->t->values * 9;

    switch (spot->type) {
    case CS_T_DATE:
    case CS_T_TIME:
    case CS_T_TIMESTAMP:
        return g_strv_contains(dates_only, id) || g_strv_contains(date_allowed, id) ? 0 : -9;
    case CS_T_BOOLEAN:
        return g_strv_contains(flag_allowed, id) ? 0 : -9;
    case CS_T_INTEGER:
    case CS_T_NUMERIC:
        if (g_strv_contains(integer_refused, id))
            return -9;
        break;
    default:
        break;
    }
    if (cs_spot_is_flag(spot) && !g_strv_contains(flag_allowed, id) && strcmp(id, "person.title"))
        return -6;
    if (numbers && g_strv_contains(integer_refused, id))
        return -6;
    if (g_strv_contains(dates_only, id) && spot->t->values >= 5 && spot->type != CS_T_INTEGER &&
        spot->t->dates * 2 < spot->t->values)
        return -3;
    return 0;
}

/* Attributes whose values have a shape of their own: none of it among many values speaks against. */
static double
missing_shape(const struct cs_spot *spot, const char *id, const struct cs_candidate *c)
{
    static const char *const shaped[] = {"contact.email",       "finance.iban",        "online.ip", "online.mac",
                                         "finance.card_number", "org.registration",    "org.vat",   "online.user_agent",
                                         "contact.phone",       "address.postal_code", NULL},
                             *const with_digits[] = {"contact.phone", "address.postal_code", "org.registration",
                                                     "org.vat", NULL};
    guint digits = 0;

    if (c->valued || spot->t->matched < 8 || !g_strv_contains(shaped, id))
        return 0;
    if (!g_strv_contains(with_digits, id))
        return -3.5;
    if (!strcmp(id, "contact.phone") && spot->t->bytes < spot->t->values * 6)
        return -4; /* extensions of a switchboard */
    for (guint i = 0; i < spot->t->n_shapes; i++)
        digits += strchr(spot->t->shapes[i].mask, '0') ? spot->t->shapes[i].distinct : 0;
    return digits * 2 < spot->t->matched ? -4 : 0;
}

/* A name column: among many values, hardly one that any list of names knows. */
static double
unknown_names(const struct cs_weighing *w, const struct cs_candidate *c)
{
    static const char *const lists[] = {"first_names", "last_names", NULL};
    const struct cs_tally *t = w->spot->t;
    guint known_values = 0, tried = 0;

    if (!c->named || c->valued || t->matched < 20 || strcmp(cs_trait_group(cs_candidate_id(c)), "name"))
        return 0;
    for (guint i = 0; i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (!r->list || !(g_strv_contains(lists, r->list) || strchr(r->list, '+')))
            continue;
        tried++;
        known_values = MAX(known_values, t->hits ? t->hits[i] : 0);
    }
    return tried && known_values * 20 < t->matched ? -3 : 0;
}

/* Nearly all values are of a form that is no data of a person: a file name, a part number, a status. It speaks against
 * what the name alone, or a looser form alone, says of people, contacts and addresses. */
static double
no_data(const struct cs_weighing *w, const struct cs_candidate *c, const char **ret_rule)
{
    static const char *const refuted[] = {"name", "contact", "address", NULL};
    const struct cs_tally *t = w->spot->t;

    if (c->named == c->valued || !t->hits || t->matched < 8 ||
        !g_strv_contains(refuted, cs_trait_group(cs_candidate_id(c))))
        return 0;
    for (guint i = 0; i < w->spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(w->rules, i);

        if (r->attribute_index < 0 && (guint64)t->hits[i] * 10 >= cs_tally_tried(t, i) * 9) {
            *ret_rule = r->id;
            return -r->weight;
        }
    }
    return 0;
}

/* Texts that begin with a few words only, though hundreds differ, in a table of nobody's: messages of a program. */
static double
written_by_machine(const struct cs_spot *spot, const char *id)
{
    const struct cs_tally *t = spot->t;

    return !strcmp(id, "content.free_text") && !spot->profile->linked && t->distinct >= 100 && t->n_starts &&
                   t->n_starts < CS_STARTS_MAX
               ? -3
               : 0;
}

static double
cardinality(const struct cs_spot *spot, const char *id)
{
    static const char *const varied[] = {"person.name",
                                         "person.first_name",
                                         "person.last_name",
                                         "contact.email",
                                         "contact.phone",
                                         "address.street",
                                         "address.full",
                                         "finance.iban",
                                         "id.national",
                                         "id.customer",
                                         "online.username",
                                         "content.free_text",
                                         "credential.password",
                                         NULL};

    return spot->t->values >= 50 && spot->t->distinct <= 4 && g_strv_contains(varied, id) ? -4 : 0;
}

/* Mailboxes of functions ("info@…") in a table that is not of people are the organisation's; so is a number or address
 * that nearly every row repeats. */
static const char *
not_a_persons(const struct cs_spot *spot, const char *id)
{
    static const char *const reach[] = {"contact.email", "contact.phone", "contact.fax", NULL};
    const struct cs_tally *t = spot->t;

    if (!g_strv_contains(reach, id))
        return NULL;
    if (t->values >= 20 && t->lead * 2 >= t->values)
        return "value.repeated";
    return spot->profile->kind != CS_KIND_PERSON && t->matched >= 8 && (guint64)t->role_boxes * 5 >= t->matched * 4
               ? "value.roles"
               : NULL;
}

void
cs_weigh_add_against(const struct cs_weighing *w, struct cs_candidate *c)
{
    const struct cs_spot *spot = w->spot;
    const char *id = cs_candidate_id(c), *rule = NULL;
    double nothing = no_data(w, c, &rule);
    const char *whose = not_a_persons(spot, id);
    const struct {
        const char *name;
        double weight;
    } all[] = {{"gate.type", type_gate(spot, id)},
               {"value.shape", missing_shape(spot, id, c)},
               {"value.unknown", unknown_names(w, c)},
               {"value.machine", written_by_machine(spot, id)},
               {"value.few", cardinality(spot, id)}};

    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i].weight != 0)
            cs_weighing_add(c, all[i].name, all[i].weight, NULL, NULL);
    if (nothing != 0)
        cs_weighing_add(c, "value.nothing", nothing, rule, NULL);
    if (whose && c->score > DOUBTFUL)
        cs_weighing_add(c, whose, DOUBTFUL - c->score, NULL, NULL);
}
